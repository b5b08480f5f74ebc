package account_test

import (
	"testing"

	"afterwards/internal/account"
	"afterwards/internal/secret"
	"afterwards/internal/store/storetest"
	"afterwards/internal/vault"
)

// BenchmarkResume is what every signed-in request costs before its page: one
// query and one key.
func BenchmarkResume(b *testing.B) {
	s := storetest.Open(b, storetest.SQLite(b))
	a, err := account.New(s, account.Options{ServerKey: s.ServerKey(), Cost: vault.MinCost})
	if err != nil {
		b.Fatal(err)
	}
	c, err := a.Create(ctx, handle, secret.Bytes(right), account.Client{})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := a.Resume(ctx, c.SessionCookie); err != nil {
			b.Fatal(err)
		}
	}
}
