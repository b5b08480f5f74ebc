package vault_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/cryptotest"

	"afterwards/internal/id"
	"afterwards/internal/secret"
	"afterwards/internal/vault"
)

var update = flag.Bool("update", false, "write testdata/v1.json anew; only ever for a new format")

// vectors pin the formats down: what an earlier release sealed must open for
// ever, and the same randomness must give the same bytes.
type vectors struct {
	Owner      id.ID
	Server     string // hex
	Passphrase string
	Cost       vault.Cost
	Code       string
	Cookie     string
	Slots      map[string]string // hex
	Session    string            // hex
	Records    []vector
}

type vector struct {
	Kind     vault.Kind
	ID       id.ID
	Revision int64
	Document string
	Sealed   string // hex
}

const vectorFile = "testdata/v1.json"

func makeVectors(t *testing.T) vectors {
	cryptotest.SetGlobalRandom(t, 1)
	v := vectors{
		Owner: id.New(), Server: "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
		Passphrase: "walnut harbour lantern mild café", Cost: vault.MinCost,
	}
	key, code, ticket := vault.NewKey(v.Owner), vault.NewRecoveryCode(), vault.NewTicket()
	slot, err := stretcher(t, v).Seal(context.Background(), key, secret.Bytes(v.Passphrase))
	if err != nil {
		t.Fatal(err)
	}
	v.Code, v.Cookie = code.Text(), ticket.Cookie()
	v.Slots = map[string]string{"passphrase": hex.EncodeToString(slot), "recovery": hex.EncodeToString(code.Seal(key))}
	v.Session = hex.EncodeToString(ticket.Seal(key))
	for i, document := range []string{"", "{}", `{"body":"I did not write to you today."}`, string(bytes.Repeat([]byte("x"), 252)), string(bytes.Repeat([]byte("x"), 253))} {
		r := vector{Kind: "journal", ID: id.New(), Revision: int64(i) + 1, Document: document}
		r.Sealed = hex.EncodeToString(key.Seal(vault.Address{Owner: v.Owner, Kind: r.Kind, ID: r.ID, Revision: r.Revision}, []byte(document)))
		v.Records = append(v.Records, r)
	}
	return v
}

func stretcher(t testing.TB, v vectors) *vault.Stretcher {
	t.Helper()
	s, err := vault.NewStretcher(v.Cost, unhex(t, v.Server), 2)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func readVectors(t testing.TB) vectors {
	t.Helper()
	text, err := os.ReadFile(vectorFile)
	if err != nil {
		t.Fatal(err)
	}
	var v vectors
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestTheSameRandomnessSealsTheSameBytes(t *testing.T) {
	got, err := json.MarshalIndent(makeVectors(t), "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	if *update {
		if err := os.WriteFile(vectorFile, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(vectorFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("what is sealed has changed. Data that people already have would not open; a new format needs a new name and its own vectors")
	}
}

// Every way of opening gives the key that opens every record.
func TestWhatWasSealedBeforeOpens(t *testing.T) {
	v := readVectors(t)
	byPassphrase, ok, err := stretcher(t, v).Open(context.Background(), v.Owner, unhex(t, v.Slots["passphrase"]), secret.Bytes(v.Passphrase))
	if err != nil || !ok {
		t.Fatalf("the passphrase does not open: %v", err)
	}
	code, err := vault.ParseRecoveryCode(v.Code)
	if err != nil {
		t.Fatal(err)
	}
	byCode, ok := code.Open(v.Owner, unhex(t, v.Slots["recovery"]))
	if !ok {
		t.Fatal("the recovery code does not open")
	}
	ticket, ok := vault.ParseTicket(v.Cookie)
	if !ok {
		t.Fatal("the cookie cannot be read")
	}
	byCookie, ok := ticket.Open(v.Owner, unhex(t, v.Session))
	if !ok {
		t.Fatal("the cookie does not open")
	}
	for way, key := range map[string]*vault.Key{"passphrase": byPassphrase, "code": byCode, "cookie": byCookie} {
		for _, r := range v.Records {
			got, err := key.Open(vault.Address{Owner: v.Owner, Kind: r.Kind, ID: r.ID, Revision: r.Revision}, unhex(t, r.Sealed))
			if err != nil || string(got) != r.Document {
				t.Errorf("the key by %s opens %q, %v; want %q", way, got, err, r.Document)
			}
		}
	}
}

// Somebody who can write in the database changes, cuts, doubles and swaps.
// Nothing of that opens, and nothing panics.
func TestNothingTamperedOpens(t *testing.T) {
	v := readVectors(t)
	ctx := context.Background()
	stretch := stretcher(t, v)
	code, _ := vault.ParseRecoveryCode(v.Code)
	ticket, _ := vault.ParseTicket(v.Cookie)
	key, _ := code.Open(v.Owner, unhex(t, v.Slots["recovery"]))
	record := v.Records[2]
	address := vault.Address{Owner: v.Owner, Kind: record.Kind, ID: record.ID, Revision: record.Revision}

	targets := []struct {
		name   string
		sealed []byte
		opens  func([]byte) bool
	}{
		{"record", unhex(t, record.Sealed), func(b []byte) bool { _, err := key.Open(address, b); return err == nil }},
		{"session", unhex(t, v.Session), func(b []byte) bool { _, ok := ticket.Open(v.Owner, b); return ok }},
		{"recovery slot", unhex(t, v.Slots["recovery"]), func(b []byte) bool { _, ok := code.Open(v.Owner, b); return ok }},
		{"passphrase slot", unhex(t, v.Slots["passphrase"]), func(b []byte) bool {
			_, ok, err := stretch.Open(ctx, v.Owner, b, secret.Bytes(v.Passphrase))
			return err == nil && ok
		}},
	}
	for _, target := range targets {
		if !target.opens(target.sealed) {
			t.Fatalf("the %s does not open untouched", target.name)
		}
		step := 1
		if target.name == "passphrase slot" {
			step = 7 // each costs a derivation
		}
		for at := 0; at < len(target.sealed); at += step {
			flipped := bytes.Clone(target.sealed)
			flipped[at] ^= 1 << (at % 8)
			if target.opens(flipped) {
				t.Errorf("%s opens with byte %d changed", target.name, at)
			}
		}
		for name, b := range map[string][]byte{
			"nothing": nil, "the format alone": target.sealed[:4], "half": target.sealed[:len(target.sealed)/2],
			"one byte short": target.sealed[:len(target.sealed)-1], "one byte more": append(bytes.Clone(target.sealed), 0),
			"doubled": append(bytes.Clone(target.sealed), target.sealed...),
		} {
			if target.opens(b) {
				t.Errorf("%s opens cut to %s", target.name, name)
			}
		}
		for _, other := range targets {
			if other.name != target.name && target.opens(other.sealed) {
				t.Errorf("%s opens what is a %s", target.name, other.name)
			}
		}
	}

	stranger := id.ID("0" + string(v.Owner[1:]))
	for what, a := range map[string]vault.Address{
		"another owner":    {Owner: stranger, Kind: address.Kind, ID: address.ID, Revision: address.Revision},
		"another kind":     {Owner: address.Owner, Kind: "letter", ID: address.ID, Revision: address.Revision},
		"another record":   {Owner: address.Owner, Kind: address.Kind, ID: v.Records[1].ID, Revision: address.Revision},
		"another revision": {Owner: address.Owner, Kind: address.Kind, ID: address.ID, Revision: address.Revision - 1},
	} {
		if _, err := key.Open(a, unhex(t, record.Sealed)); err == nil {
			t.Errorf("a record opens as that of %s", what)
		}
	}
	if _, ok := code.Open(stranger, unhex(t, v.Slots["recovery"])); ok {
		t.Error("a slot opens for another owner")
	}
	if _, ok := ticket.Open(stranger, unhex(t, v.Session)); ok {
		t.Error("a session opens for another owner")
	}
}

// The floor keeps somebody who can write in the database from making guesses
// cheap, the ceiling from making the program run out of memory.
func TestCostsOutsideTheBoundsAreNotEvenTried(t *testing.T) {
	v := readVectors(t)
	slot := unhex(t, v.Slots["passphrase"])
	for name, c := range map[string]vault.Cost{
		"cheap in time": {1, 19 << 10, 1}, "cheap in memory": {2, 8, 1}, "no lanes": {2, 19 << 10, 0},
		"slow": {1 << 31, 19 << 10, 1}, "huge": {2, 1 << 31, 1}, "wide": {2, 19 << 10, 255}, "nothing": {},
	} {
		changed := bytes.Clone(slot)
		copy(changed[5:], []byte{
			byte(c.Time >> 24), byte(c.Time >> 16), byte(c.Time >> 8), byte(c.Time),
			byte(c.Memory >> 24), byte(c.Memory >> 16), byte(c.Memory >> 8), byte(c.Memory), c.Threads,
		})
		if _, ok, err := stretcher(t, v).Open(context.Background(), v.Owner, changed, secret.Bytes(v.Passphrase)); ok || err != nil {
			t.Errorf("%s: got %v, %v; want a quiet no", name, ok, err)
		}
		if _, err := vault.NewStretcher(c, make([]byte, 32), 1); err == nil {
			t.Errorf("%s: a stretcher was made for %+v", name, c)
		}
	}
}

func TestAnotherServerKeyOpensNothingButTheRecoveryCodeStillDoes(t *testing.T) {
	v := readVectors(t)
	v.Server = "ff" + v.Server[2:]
	if _, ok, err := stretcher(t, v).Open(context.Background(), v.Owner, unhex(t, v.Slots["passphrase"]), secret.Bytes(v.Passphrase)); ok || err != nil {
		t.Errorf("the passphrase opens without the right server key: %v, %v", ok, err)
	}
	code, _ := vault.ParseRecoveryCode(v.Code)
	if _, ok := code.Open(v.Owner, unhex(t, v.Slots["recovery"])); !ok {
		t.Error("the recovery code needs the server key")
	}
}

func TestKeysAreNeverPrinted(t *testing.T) {
	v := readVectors(t)
	code, _ := vault.ParseRecoveryCode(v.Code)
	ticket, _ := vault.ParseTicket(v.Cookie)
	key := vault.NewKey(v.Owner)
	for _, what := range []any{key, code, &code, ticket, &ticket, struct{ K *vault.Key }{key}} {
		for _, format := range []string{"%v", "%+v", "%s"} {
			if got := fmt.Sprintf(format, what); got != "[private]" && got != "{[private]}" && got != "{K:[private]}" {
				t.Errorf("%s of %T prints %q", format, what, got)
			}
		}
		// A pointer inside a struct prints as an address, which is as good.
		if got := fmt.Sprintf("%#v", what); !strings.Contains(got, "[private]") && !strings.Contains(got, "(*vault.Key)(0x") {
			t.Errorf("%%#v of %T prints %q", what, got)
		}
	}
}
