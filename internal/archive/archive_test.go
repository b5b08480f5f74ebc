package archive_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"afterwards/internal/account"
	"afterwards/internal/archive"
	"afterwards/internal/errs"
	"afterwards/internal/id"
	"afterwards/internal/journal"
	"afterwards/internal/store"
	"afterwards/internal/store/storetest"
	"afterwards/internal/vault"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var (
	ctx   = context.Background()
	now   = time.Date(2026, 3, 1, 20, 15, 0, 0, time.UTC)
	clock = func() time.Time { return now }
	kinds = []archive.Kind{archive.KindOf(journal.Kind, journal.MaxEntries, journal.Entry.Check, func(e journal.Entry) archive.Page {
		return archive.Page{When: e.When, Title: e.Title, Text: e.Body}
	})}
)

// person makes an account and returns its key. Nobody signs in here, so it
// needs no slots.
func person(t testing.TB, s *store.Store, handle string) *vault.Key {
	t.Helper()
	key := vault.NewKey(id.New())
	p := account.Person{ID: key.Owner(), Lookup: []byte(handle), Profile: []byte{}}
	session := account.SessionRow{Row: []byte(handle), ID: id.New(), Owner: p.ID, Device: []byte{}, Sealed: []byte{}}
	if err := s.CreateAccount(ctx, p, account.Device{Key: []byte{}}, session); err != nil {
		t.Fatal(err)
	}
	return key
}

func export(t testing.TB, s *store.Store, key *vault.Key) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := archive.Export(ctx, &b, key, s, kinds, now); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func load(s *store.Store, key *vault.Key, file []byte) (archive.Report, error) {
	return archive.Import(ctx, bytes.NewReader(file), int64(len(file)), key, s, kinds, now)
}

func entries(t testing.TB, s *store.Store, key *vault.Key) []journal.Kept {
	t.Helper()
	page, err := journal.Open(key, s, clock).List(ctx, 0, journal.MaxPage)
	if err != nil {
		t.Fatal(err)
	}
	for i := range page.Entries {
		page.Entries[i].Place = 0 // only their order has a meaning
	}
	return page.Entries
}

func write(t testing.TB, s *store.Store, key *vault.Key, e journal.Entry) journal.Kept {
	t.Helper()
	kept, err := journal.Open(key, s, clock).Write(ctx, e)
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

func edit(t testing.TB, s *store.Store, key *vault.Key, k journal.Kept, body string) journal.Kept {
	t.Helper()
	kept, err := journal.Open(key, s, clock).Edit(ctx, k.ID, k.Revision, journal.Entry{Title: k.Value.Title, Body: body})
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

func unzip(t testing.TB, file []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(text)
	}
	return files
}

func zipped(t testing.TB, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err == nil {
			_, err = io.WriteString(w, files[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAnExportIsReadable(t *testing.T) {
	s := storetest.Open(t, storetest.SQLite(t))
	key := person(t, s, "river")
	day := time.Date(2026, 2, 14, 23, 5, 0, 0, time.UTC)
	write(t, s, key, journal.Entry{Title: "Café, déjà-vu / ../../etc", Body: "I walked past it.\n\nIt was closed.", When: day})
	write(t, s, key, journal.Entry{Body: "No title.", When: day})
	write(t, s, key, journal.Entry{Body: "Nor here.", When: day})
	write(t, s, key, journal.Entry{Title: "日記", Body: "Other letters.", When: day})

	files := unzip(t, export(t, s, key))
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	want := []string{"README.txt", "afterwards.json", "journal/2026-02-14--002.md", "journal/2026-02-14--003.md", "journal/2026-02-14-cafe-deja-vu-etc.md", "journal/2026-02-14.md"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	if got, want := files["journal/2026-02-14-cafe-deja-vu-etc.md"], "# Café, déjà-vu / ../../etc\n\n*14 February 2026, 23:05*\n\nI walked past it.\n\nIt was closed.\n"; got != want {
		t.Errorf("an entry reads %q", got)
	}
	if !strings.Contains(files["README.txt"], "1 March 2026: 4 records") {
		t.Errorf("the README reads %q", files["README.txt"])
	}
}

// The law: what is exported and imported elsewhere is the same, in the same
// order; exported again it is the same file; imported again it changes nothing.
func TestWhatGoesOutComesBackTheSame(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := 0
		entry := rapid.Custom(func(t *rapid.T) journal.Entry {
			return journal.Entry{
				Title: rapid.StringN(0, 60, -1).Draw(t, "title"), Body: "." + rapid.String().Draw(t, "body"),
				When: time.Unix(rapid.Int64Range(-2_000_000_000, 200_000_000_000).Draw(t, "when"), 0).UTC(),
			}
		})
		rapid.Check(t, func(rt *rapid.T) {
			n++
			mine, theirs := person(t, s, fmt.Sprint("mine", n)), person(t, s, fmt.Sprint("theirs", n))
			for _, e := range rapid.SliceOfN(entry, 0, 8).Draw(rt, "entries") {
				kept := write(t, s, mine, e)
				for range rapid.IntRange(0, 2).Draw(rt, "edits") {
					kept = edit(t, s, mine, kept, kept.Value.Body+"!")
				}
			}
			out := export(t, s, mine)
			if rapid.Bool().Draw(rt, "json alone") {
				out = []byte(unzip(t, out)["afterwards.json"])
			}
			report, err := load(s, theirs, out)
			want := entries(t, s, mine)
			if err != nil || report != (archive.Report{Added: len(want)}) {
				rt.Fatalf("%+v, %v", report, err)
			}
			if diff := cmp.Diff(want, entries(t, s, theirs)); diff != "" {
				rt.Fatalf("came back changed (-want +got):\n%s", diff)
			}
			if again := export(t, s, theirs); unzip(t, again)["afterwards.json"] != unzip(t, export(t, s, mine))["afterwards.json"] {
				rt.Fatal("the second export differs from the first")
			}
			if report, err := load(s, theirs, out); err != nil || report != (archive.Report{Unchanged: len(want)}) {
				rt.Fatalf("the second time: %+v, %v", report, err)
			}
		})
	})
}

func TestWhereTwoTextsMeetBothStay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		key := person(t, s, "river")
		same := write(t, s, key, journal.Entry{Body: "Same."})
		older := write(t, s, key, journal.Entry{Body: "Edited after the export."})
		newer := edit(t, s, key, write(t, s, key, journal.Entry{Body: "first draft"}), "Edited before the export.")
		gone := write(t, s, key, journal.Entry{Body: "Deleted after the export."})
		file := export(t, s, key)

		j := journal.Open(key, s, clock)
		older = edit(t, s, key, older, "Edited, later.")
		if err := j.Delete(ctx, gone.ID, gone.Revision); err != nil {
			t.Fatal(err)
		}
		if err := j.Delete(ctx, newer.ID, newer.Revision); err != nil {
			t.Fatal(err)
		}
		// Elsewhere somebody had the first draft under the same id.
		first := strings.NewReplacer("Edited before the export.", "first draft", `"revision": 2`, `"revision": 1`).Replace(unzip(t, file)["afterwards.json"])
		if _, err := load(s, key, []byte(first)); err != nil {
			t.Fatal(err)
		}
		report, err := load(s, key, file)
		if want := (archive.Report{Unchanged: 3, Newer: 1}); err != nil || report != want {
			t.Errorf("got %+v, %v, want %+v", report, err, want)
		}
		var bodies []string
		for _, e := range entries(t, s, key) {
			bodies = append(bodies, e.Value.Body)
		}
		slices.Sort(bodies)
		want := []string{"Deleted after the export.", "Edited after the export.", "Edited before the export.", "Edited, later.", "Same.", "first draft"}
		if diff := cmp.Diff(want, bodies); diff != "" {
			t.Errorf("texts (-want +got):\n%s", diff)
		}
		for _, kept := range []journal.Kept{same, older} {
			if now, err := j.Find(ctx, kept.ID); err != nil || now.Value.Body != kept.Value.Body {
				t.Errorf("%q is now %q, %v", kept.Value.Body, now.Value.Body, err)
			}
		}
		if now, err := j.Find(ctx, newer.ID); err != nil || now.Value.Body != "Edited before the export." || now.Revision != 2 {
			t.Errorf("the newer text is not in its place: %+v, %v", now, err)
		}
		if report, err := load(s, key, file); err != nil || report != (archive.Report{Unchanged: 4}) {
			t.Errorf("a third time: %+v, %v", report, err)
		}
	})
}

func TestHostileFilesAreRefusedWithASentenceAndChangeNothing(t *testing.T) {
	s := storetest.Open(t, storetest.SQLite(t))
	key := person(t, s, "river")
	write(t, s, key, journal.Entry{Body: "Here before."})
	good := unzip(t, export(t, s, key))["afterwards.json"]
	elsewhere := person(t, s, "elsewhere")
	for range 3 {
		write(t, s, elsewhere, journal.Entry{Body: "SECRET words."})
	}
	three := unzip(t, export(t, s, elsewhere))["afterwards.json"]
	replaced := func(old, new string) []byte {
		if !strings.Contains(three, old) {
			t.Fatalf("%q is not in the export", old)
		}
		return []byte(strings.Replace(three, old, new, 1))
	}
	last := strings.LastIndex(three, "SECRET words.")
	var ids []string
	for _, e := range entries(t, s, elsewhere) {
		ids = append(ids, string(e.ID))
	}
	bomb := strings.Repeat(" ", 40<<20) + good
	for name, test := range map[string]struct {
		file []byte
		says string
	}{
		"nothing":                {nil, "not an export"},
		"a picture":              {[]byte("\x89PNG\r\n\x1a\n"), "not an export"},
		"half a zip":             {zipped(t, "afterwards.json", three)[:200], "damaged"},
		"a zip that is none":     {[]byte("PK\x03\x04 and nothing"), "damaged"},
		"a zip of something":     {zipped(t, "photos/1.jpg", "x"), "There is no afterwards.json"},
		"a nested zip":           {zipped(t, "export.zip", string(zipped(t, "afterwards.json", three))), "There is no afterwards.json"},
		"two of them":            {zipped(t, "afterwards.json", three, "afterwards.json", good), "two files"},
		"a path up":              {zipped(t, "../../etc/passwd", "x", "afterwards.json", three), "points outside"},
		"an absolute path":       {zipped(t, "/etc/passwd", "x", "afterwards.json", three), "points outside"},
		"a Windows path":         {zipped(t, `..\..\x`, "x", "afterwards.json", three), "points outside"},
		"a bomb":                 {zipped(t, "afterwards.json", bomb), "far more than it seems"},
		"half a JSON":            {[]byte(three[:len(three)/2]), "damaged"},
		"something after it":     {[]byte(three + "{}"), "damaged"},
		"other JSON":             {[]byte(`{"hello": "there"}`), "not made by this program"},
		"a newer format":         {replaced(`"version": 1`, `"version": 2`), "newer version"},
		"an unknown field":       {replaced(`"version": 1`, `"version": 1, "extra": {}`), "does not belong"},
		"an unknown field deep":  {replaced(`"body":`, `"extra": 1, "body":`), "Record 1"},
		"the same key twice":     {replaced(`"kind":`, `"kind": "journal", "kind":`), "same key twice"},
		"a key in another case":  {replaced(`"kind":`, `"Kind": "journal", "kind":`), "same key twice"},
		"a key in a long s":      {replaced(`"records":`, `"recordſ": [], "records":`), "same key twice"},
		"depth":                  {replaced(`"value": {`, `"value": {"x": `+strings.Repeat("[", 100)+strings.Repeat("]", 100)+","), "nested too deeply"},
		"bytes that are no text": {replaced("SECRET", "\xff\xfe"), "not text"},
		"an unknown kind":        {replaced(`"kind": "journal"`, `"kind": "mystery"`), "does not know"},
		"no proper id":           {replaced(ids[2], "../../../../../../../../../"), "no proper id"},
		"the same record twice":  {replaced(ids[1], ids[2]), "there twice"},
		"revision zero":          {replaced(`"revision": 1`, `"revision": 0`), "revision"},
		"a huge revision":        {replaced(`"revision": 1`, `"revision": 9007199254740993`), "revision"},
		"a revision and a half":  {replaced(`"revision": 1`, `"revision": 1.5`), "does not belong"},
		"no value":               {replaced(`"value": {`, `"valu": {`), "does not belong"},
		"an empty last entry":    {[]byte(three[:last] + three[last+len("SECRET words."):]), "Record 3 cannot be imported. This entry is empty"},
		"a year of zero":         {replaced("2026-03-01T20:15:00Z\"\n", "0001-01-01T00:00:00Z\"\n"), "between 1900"},
		"a wrong type":           {replaced(`"body": "SECRET words."`, `"body": ["SECRET words."]`), "Record 1"},
		"an endless title":       {replaced(`"body":`, `"title": "`+strings.Repeat("x", 300)+`", "body":`), "title is too long"},
		"a title of two lines":   {replaced(`"body":`, `"title": "one\ntwo", "body":`), "one line"},
		"a body over the limit":  {replaced("SECRET words.", strings.Repeat("x", journal.MaxBody+1)), "too long"},
	} {
		report, err := load(s, key, test.file)
		if !errs.Is(err, errs.Invalid) || !strings.Contains(errs.Public(err), test.says) {
			t.Errorf("%s: got %v, want a sentence with %q", name, err, test.says)
		}
		if err != nil && strings.Contains(err.Error(), "SECRET") {
			t.Errorf("%s: the error repeats private words: %v", name, err)
		}
		if report != (archive.Report{}) {
			t.Errorf("%s: reports %+v", name, report)
		}
		if got := entries(t, s, key); len(got) != 1 {
			t.Fatalf("%s: left %d entries behind", name, len(got)-1)
		}
	}
	if _, err := archive.Import(ctx, bytes.NewReader(nil), archive.MaxFile+1, key, s, kinds, now); !errs.Is(err, errs.Invalid) {
		t.Errorf("a file too big: %v", err)
	}
}

// A file whose last record finds no room leaves none of the others either.
func TestAnImportThatDoesNotFitImportsNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		few := []archive.Kind{archive.KindOf(journal.Kind, 2, journal.Entry.Check, func(e journal.Entry) archive.Page { return archive.Page{} })}
		mine, theirs := person(t, s, "mine"), person(t, s, "theirs")
		for range 3 {
			write(t, s, mine, journal.Entry{Body: "words"})
		}
		file := export(t, s, mine)
		_, err := archive.Import(ctx, bytes.NewReader(file), int64(len(file)), theirs, s, few, now)
		if !errs.Is(err, errs.TooMany) {
			t.Errorf("got %v", err)
		}
		if got := entries(t, s, theirs); len(got) != 0 {
			t.Errorf("%d entries were imported by half", len(got))
		}
	})
}

func TestAnExportLeavesNothingOutInSilence(t *testing.T) {
	s := storetest.Open(t, storetest.SQLite(t))
	key := person(t, s, "river")
	if _, err := vault.Of[string](key, s, "mystery", clock).Create(ctx, "something newer", 10); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := archive.Export(ctx, &b, key, s, kinds, now); err == nil || b.Len() > 0 {
		t.Errorf("exported %d bytes without the records it does not know: %v", b.Len(), err)
	}
	both := append(slices.Clone(kinds), archive.KindOf("mystery", 10, func(string) error { return nil }, func(string) archive.Page { return archive.Page{} }))
	if err := archive.Export(ctx, &b, key, s, both, now); err != nil {
		t.Fatal(err)
	}
	if !json.Valid([]byte(unzip(t, b.Bytes())["afterwards.json"])) || len(unzip(t, b.Bytes())) != 2 {
		t.Errorf("the export is %v", unzip(t, b.Bytes()))
	}
}

func FuzzImport(f *testing.F) {
	s := storetest.Open(f, storetest.SQLite(f))
	key := person(f, s, "river")
	write(f, s, key, journal.Entry{Title: "Title", Body: "Body", When: now})
	good := export(f, s, key)
	f.Add(good)
	f.Add([]byte(unzip(f, good)["afterwards.json"]))
	f.Add(zipped(f, "afterwards.json", "{}", "../x", ""))
	f.Add([]byte(`{"format":"afterwards export","version":1,"made":"2026-03-01T20:15:00Z","records":[]}`))
	f.Fuzz(func(t *testing.T, file []byte) {
		before := len(entries(t, s, key))
		report, err := load(s, key, file)
		switch errs.KindOf(err) {
		case errs.Invalid, errs.TooMany:
		default:
			if err != nil {
				t.Fatalf("got %v", err)
			}
		}
		if after := len(entries(t, s, key)); after < journal.MaxPage && after != before+report.Added+report.Newer+report.Both {
			t.Errorf("%d entries became %d, reported as %+v", before, after, report)
		}
	})
}
