package account

import (
	"context"

	"afterwards/internal/secret"
)

// Prove checks the passphrase of somebody who is signed in already, before
// what they keep leaves in the clear. It is a try like any other: a wrong one
// is [errs.Unauthorized] and counts, too many are [errs.TooMany].
func (s *Service) Prove(ctx context.Context, o *Open, passphrase secret.Bytes) error {
	return s.prove(ctx, o, passphrase)
}
