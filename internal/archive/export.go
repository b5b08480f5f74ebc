package archive

import (
	"archive/zip"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"

	"afterwards/internal/errs"
	"afterwards/internal/vault"

	"golang.org/x/text/unicode/norm"
)

// Export writes everything that key opens as a zip. It fails rather than
// leave anything out: a kind of record that is not in kinds is an error.
func Export(ctx context.Context, w io.Writer, key *vault.Key, rows vault.Rows, kinds []Kind, now time.Time) error {
	known := byName(kinds)
	present, err := rows.ListKinds(ctx, key.Owner())
	if err != nil {
		return err
	}
	type placed struct {
		record
		place int64
	}
	var all []placed
	for _, name := range present {
		if _, ok := known[name]; !ok {
			return errs.New(errs.Internal, "There is something in your vault that this version cannot export: records of the kind %q. Nothing was exported.", name)
		}
		for r, err := range vault.Of[json.RawMessage](key, rows, name, nil).All(ctx) {
			if err != nil {
				return err
			}
			all = append(all, placed{record{name, r.ID, r.Revision, r.Value}, r.Place})
		}
	}
	slices.SortFunc(all, func(a, b placed) int { return cmp.Compare(a.place, b.place) })
	f := file{Format: format, Version: version, Made: now.UTC().Truncate(time.Second), Records: make([]record, len(all))}
	for i, r := range all {
		f.Records[i] = r.record
	}
	z := zip.NewWriter(w)
	if err := writeFiles(z, f, known); err != nil {
		return err
	}
	return z.Close()
}

func writeFiles(z *zip.Writer, f file, known map[vault.Kind]Kind) error {
	add := func(name string, content []byte) error {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: f.Made})
		if err != nil {
			return err
		}
		_, err = w.Write(content)
		return err
	}
	if err := add(readmeName, fmt.Appendf(nil, readme, f.Made.Format("2 January 2006"), len(f.Records))); err != nil {
		return err
	}
	text, err := json.MarshalIndent(f, "", " ")
	if err != nil {
		return err
	}
	if err := add(jsonName, append(text, '\n')); err != nil {
		return err
	}
	taken := map[string]int{}
	for _, r := range f.Records {
		p, err := known[r.Kind].page(r.Value)
		if err != nil {
			return err
		}
		if p.Text == "" && p.Title == "" {
			continue
		}
		name := fmt.Sprintf("%s/%s", tame(string(r.Kind)), p.When.Format("2006-01-02"))
		if t := tame(p.Title); t != "" {
			name += "-" + t
		}
		if taken[name]++; taken[name] > 1 {
			// Three figures after two dashes: no title is tamed to that.
			name += fmt.Sprintf("--%03d", taken[name])
		}
		if err := add(name+".md", p.markdown()); err != nil {
			return err
		}
	}
	return nil
}

const readme = `This is everything you kept, as of %s: %d records.

The folders hold your words as text files that any program can open.
afterwards.json holds all of it for a program. To move or restore your data,
import this zip file, or afterwards.json alone.

These files are not locked. Anybody who has them can read them. Keep them
where only you can reach them.
`

func (p Page) markdown() []byte {
	var b strings.Builder
	if p.Title != "" {
		fmt.Fprintf(&b, "# %s\n\n", p.Title)
	}
	fmt.Fprintf(&b, "*%s*\n\n%s\n", p.When.Format("2 January 2006, 15:04"), p.Text)
	return []byte(b.String())
}

// tame turns a title into a part of a file name that every system takes:
// small letters without accents, figures, single dashes, not too long.
func tame(title string) string {
	const longest = 40
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(title)) {
		switch {
		case b.Len() >= longest:
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
			b.WriteRune(r)
		case !unicode.Is(unicode.Mn, r) && b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}
