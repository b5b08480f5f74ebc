package store_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"

	"afterwards/internal/account"
	"afterwards/internal/id"
	"afterwards/internal/secret"
	"afterwards/internal/store"
	"afterwards/internal/store/storetest"
	"afterwards/internal/vault"
)

// childDir and childOwner make this test binary the program that gets killed.
const (
	childDir   = "AFTERWARDS_KILL_DIR"
	childOwner = "AFTERWARDS_KILL_OWNER"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		writeUntilKilled(dir, id.ID(os.Getenv(childOwner)))
	}
	os.Exit(m.Run())
}

// writeUntilKilled writes records for ever, and prints the id of each once
// the store has acknowledged it.
func writeUntilKilled(dir string, owner id.ID) {
	s, err := store.Open(context.Background(), store.Options{Dir: dir})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for {
		row := vault.Row{Address: vault.Address{Owner: owner, Kind: "note", ID: id.New(), Revision: 1}, Sealed: make([]byte, 3000)}
		if _, err := s.InsertRecord(context.Background(), row, 1_000_000); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Println(row.ID)
	}
}

// What was acknowledged is there after kill -9, and the account's books agree
// with its records. (This does not show what a power cut does; that rests on
// synchronous=FULL, which is checked at every start.)
func TestNothingAcknowledgedIsLostWhenTheProgramIsKilled(t *testing.T) {
	o := storetest.SQLite(t)
	s := reopen(t, o)
	accounts, err := account.New(s, account.Options{ServerKey: s.ServerKey(), Cost: vault.MinCost})
	check(t, err)
	c, err := accounts.Create(ctx, "river", secret.Bytes("walnut harbour lantern mild"), account.Client{})
	check(t, err)
	owner := c.Open.Account
	s.Close()

	acknowledged := map[id.ID]bool{}
	for range 12 {
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), childDir+"="+o.Dir, childOwner+"="+string(owner))
		child.Stderr = os.Stderr
		out, err := child.StdoutPipe()
		check(t, err)
		check(t, child.Start())
		lines := bufio.NewScanner(out)
		for range 1 + rand.IntN(40) {
			if !lines.Scan() {
				t.Fatal("the program ended by itself")
			}
			acknowledged[id.ID(lines.Text())] = true
		}
		check(t, child.Process.Kill())
		for lines.Scan() { // what it had said before it died
			if n, ok := id.Parse(lines.Text()); ok {
				acknowledged[n] = true
			}
		}
		io.Copy(io.Discard, out)
		child.Wait()

		s := reopen(t, o)
		rows, err := s.ListRecords(ctx, owner, "note", 0, 1_000_000)
		check(t, err)
		there := map[id.ID]bool{}
		for _, r := range rows {
			there[r.ID] = true
		}
		for n := range acknowledged {
			if !there[n] {
				t.Errorf("%s was acknowledged and is lost", n)
			}
		}
		if len(there) > len(acknowledged)+12 {
			t.Errorf("%d records and only %d acknowledged", len(there), len(acknowledged))
		}
		s.Close()
	}
	if len(acknowledged) < 12 {
		t.Errorf("only %d writes were acknowledged", len(acknowledged))
	}
}
