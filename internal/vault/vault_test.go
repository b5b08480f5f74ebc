package vault_test

import (
	"bytes"
	"context"
	"math"
	"strings"
	"testing"
	"time"

	"afterwards/internal/errs"
	"afterwards/internal/id"
	"afterwards/internal/secret"
	"afterwards/internal/vault"

	"pgregory.net/rapid"
)

func TestADocumentOpensOnlyWhereItWasSealed(t *testing.T) {
	owners := []id.ID{id.New(), id.New()}
	keys := map[id.ID][]*vault.Key{}
	for _, o := range owners {
		keys[o] = []*vault.Key{vault.NewKey(o), vault.NewKey(o)}
	}
	address := rapid.Custom(func(t *rapid.T) vault.Address {
		return vault.Address{
			Owner: rapid.SampledFrom(owners).Draw(t, "owner"), Kind: vault.Kind(rapid.SampledFrom([]string{"a", "ab", "b", ""}).Draw(t, "kind")),
			ID: id.ID(rapid.SampledFrom([]string{"", "b", "bc", "c"}).Draw(t, "id")), Revision: rapid.Int64Range(-1, 12).Draw(t, "revision"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		document := rapid.SliceOfN(rapid.Byte(), 0, 3000).Draw(t, "document")
		here, there := address.Draw(t, "here"), address.Draw(t, "there")
		sealing, opening := rapid.IntRange(0, 1).Draw(t, "sealing key"), rapid.IntRange(0, 1).Draw(t, "opening key")

		sealed := keys[here.Owner][sealing].Seal(here, document)
		got, err := keys[there.Owner][opening].Open(there, sealed)
		if here == there && sealing == opening {
			if err != nil || !bytes.Equal(got, document) {
				t.Fatalf("got %q, %v", got, err)
			}
		} else if err == nil {
			t.Fatalf("sealed as %v, opened as %v", here, there)
		}
	})
}

// Lengths give little away: everything under 250 bytes looks the same, and
// above that a quarter more or less does.
func TestLengthsAreHiddenInBuckets(t *testing.T) {
	key := vault.NewKey(id.New())
	a := vault.Address{Owner: key.Owner(), Kind: "journal", ID: id.New(), Revision: 1}
	lengths := map[int]bool{}
	for n := range 20_000 {
		sealed := len(key.Seal(a, make([]byte, n)))
		lengths[sealed] = true
		if sealed < vault.MinSealed || float64(sealed) > math.Max(float64(vault.MinSealed), 1.26*float64(n)+64) {
			t.Fatalf("%d bytes are sealed as %d", n, sealed)
		}
	}
	if len(lengths) > 21 {
		t.Errorf("20,000 lengths show as %d, want about 20", len(lengths))
	}
}

func TestRecoveryCodesAreReadHoweverTheyAreTyped(t *testing.T) {
	code := vault.NewRecoveryCode()
	shown := code.Text()
	if groups := strings.Split(shown, "-"); len(groups) != 9 || len(groups[0]) != 4 || len(groups[8]) != 2 {
		t.Fatalf("the code is shown as %q", shown)
	}
	for name, typed := range map[string]string{
		"as shown": shown, "small": strings.ToLower(shown), "without dashes": strings.ReplaceAll(shown, "-", ""),
		"with spaces": " " + strings.ReplaceAll(shown, "-", "  ") + "\n", "with long dashes": strings.ReplaceAll(shown, "-", "–"),
		"with letters for numbers":       strings.NewReplacer("0", "o", "1", "l").Replace(shown),
		"with other letters for numbers": strings.NewReplacer("0", "O", "1", "I").Replace(shown),
	} {
		got, err := vault.ParseRecoveryCode(typed)
		if err != nil || got != code {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestATypingMistakeInARecoveryCodeIsCalledOne(t *testing.T) {
	missed, tried := 0, 0
	for range 50 {
		shown := []byte(vault.NewRecoveryCode().Text())
		for at := range 39 {
			if shown[at] == '-' {
				continue
			}
			wrong := bytes.Clone(shown)
			if wrong[at] = 'Z'; wrong[at] == shown[at] {
				wrong[at] = 'Y'
			}
			tried++
			if _, err := vault.ParseRecoveryCode(string(wrong)); err == nil {
				missed++
			} else if !errs.Is(err, errs.Invalid) || !strings.Contains(errs.Public(err), "typing mistake") {
				t.Fatalf("got %v", err)
			}
		}
	}
	if missed > tried/200 {
		t.Errorf("%d of %d mistakes passed, want about one in a thousand", missed, tried)
	}
	for _, typed := range []string{"", "hello", strings.Repeat("0", 33), strings.Repeat("0", 35), strings.Repeat("U", 34), "ÄÖÜ", "\xff\xfe"} {
		if _, err := vault.ParseRecoveryCode(typed); !errs.Is(err, errs.Invalid) {
			t.Errorf("%q gives %v", typed, err)
		}
	}
}

func TestADecoyCostsWorkAndOpensNothing(t *testing.T) {
	s, err := vault.NewStretcher(vault.MinCost, make([]byte, 32), 1)
	if err != nil {
		t.Fatal(err)
	}
	if k, ok, err := s.Open(context.Background(), id.New(), s.Decoy(), secret.Bytes("anything")); k != nil || ok || err != nil {
		t.Errorf("a decoy gives %v, %v, %v", k, ok, err)
	}
}

func TestWhoCannotWaitForATurnIsToldToComeBack(t *testing.T) {
	s, err := vault.NewStretcher(vault.MinCost, make([]byte, 32), 1)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var busy int
	for range 20 { // a free turn and a cancelled wait are both fair
		if _, _, err := s.Open(ctx, id.New(), s.Decoy(), nil); errs.Is(err, errs.Unavailable) {
			busy++
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if busy == 0 {
		t.Error("a request that went away was served every time")
	}
}

func TestDaysAreInUTC(t *testing.T) {
	late := time.Date(2026, 3, 1, 23, 30, 0, 0, time.FixedZone("west", -8*3600))
	if got, want := vault.Day(late), time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func FuzzOpenRecord(f *testing.F) {
	key := vault.NewKey(id.New())
	a := vault.Address{Owner: key.Owner(), Kind: "journal", ID: id.New(), Revision: 1}
	sealed := key.Seal(a, []byte("{}"))
	f.Add(sealed)
	f.Add(sealed[:20])
	f.Add([]byte("AFR1"))
	f.Add([]byte("AFR2" + string(sealed[4:])))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := key.Open(a, b); err == nil && !bytes.Equal(b, sealed) {
			t.Errorf("%x opened", b)
		}
	})
}

func FuzzParseTicket(f *testing.F) {
	f.Add(vault.NewTicket().Cookie())
	f.Add("")
	f.Add(strings.Repeat("A", 64))
	f.Add(strings.Repeat("\n", 64))
	f.Fuzz(func(t *testing.T, cookie string) {
		if ticket, ok := vault.ParseTicket(cookie); ok && ticket.Cookie() != cookie {
			t.Errorf("%q is read as another cookie", cookie)
		}
	})
}

func FuzzParseRecoveryCode(f *testing.F) {
	f.Add(vault.NewRecoveryCode().Text())
	f.Add("oooo llll iiii")
	f.Add("\u2013\u00a0")
	f.Fuzz(func(t *testing.T, typed string) {
		code, err := vault.ParseRecoveryCode(typed)
		if err != nil {
			if !errs.Is(err, errs.Invalid) {
				t.Errorf("got %v", err)
			}
			return
		}
		if again, err := vault.ParseRecoveryCode(code.Text()); err != nil || again != code {
			t.Errorf("%q is read as a code that does not read back", typed)
		}
	})
}

func BenchmarkOpen50Records(b *testing.B) {
	key := vault.NewKey(id.New())
	a := vault.Address{Owner: key.Owner(), Kind: "journal", ID: id.New(), Revision: 1}
	sealed := key.Seal(a, make([]byte, 1000))
	for b.Loop() {
		for range 50 {
			if _, err := key.Open(a, sealed); err != nil {
				b.Fatal(err)
			}
		}
	}
}
