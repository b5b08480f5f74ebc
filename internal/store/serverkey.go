package store

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"afterwards/internal/account"
	"afterwards/internal/secret"
)

// serverKey returns the key that belongs to the database, from its file. A
// database that is still empty gets a new one. A key file that is missing or
// of another database is refused here: later it would look as if everybody
// had forgotten their passphrase.
func (s *Store) serverKey(ctx context.Context, path string) (secret.Bytes, error) {
	check, err := s.keyCheck(ctx)
	if err != nil {
		return nil, err
	}
	key, err := readKey(path)
	switch {
	case err == nil:
	case errors.Is(err, fs.ErrNotExist) && check == nil:
		if key, err = makeKey(path); err != nil {
			return nil, err
		}
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("the file %s is missing. It belongs to this database, and without it nobody can sign in. Put it back from a backup, or from another machine that uses this database", path)
	default:
		return nil, err
	}
	if check == nil {
		_, err := s.write.ExecContext(ctx, "INSERT INTO server (id, key_check) VALUES (1, $1) ON CONFLICT (id) DO NOTHING", checkOf(key))
		if err != nil {
			return nil, fmt.Errorf("the server key cannot be noted in the database: %w", err)
		}
		// Another machine may have been first.
		if check, err = s.keyCheck(ctx); err != nil {
			return nil, err
		}
	}
	if !hmac.Equal(check, checkOf(key)) {
		return nil, fmt.Errorf("the file %s belongs to another database. Put back the one that was made with this database", path)
	}
	return key, nil
}

func (s *Store) keyCheck(ctx context.Context) (check []byte, err error) {
	err = s.write.QueryRowContext(ctx, "SELECT key_check FROM server").Scan(&check)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return check, err
}

func checkOf(key secret.Bytes) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte("afterwards/1/this database"))
	return h.Sum(nil)
}

func readKey(path string) (secret.Bytes, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != account.ServerKeySize {
		return nil, fmt.Errorf("the file %s is not a server key. It should hold 64 letters and digits. Put it back from a backup", path)
	}
	return key, nil
}

// makeKey writes a new key. It is on the disk before the database learns of it.
func makeKey(path string) (secret.Bytes, error) {
	key := make(secret.Bytes, account.ServerKeySize)
	rand.Read(key)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("the server key cannot be written: %w", err)
	}
	_, err = f.WriteString(hex.EncodeToString(key) + "\n")
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return nil, fmt.Errorf("the server key cannot be written to %s: %w", path, err)
	}
	if dir, err := os.Open(filepath.Dir(path)); err == nil {
		dir.Sync() // not every system can; those that cannot order it themselves
		dir.Close()
	}
	return key, nil
}
