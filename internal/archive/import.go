package archive

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"time"

	"afterwards/internal/errs"
	"afterwards/internal/id"
	"afterwards/internal/vault"
)

// Report says what an import did.
type Report struct {
	Added     int // were not here before
	Unchanged int // are here, word for word
	Newer     int // were newer in the file: its text has the place, and the text that was here is kept as a copy
	Both      int // had another text here: that stays, and the one of the file is kept as a copy
}

// Import adds what is in an export to what key opens. r is a zip or the JSON
// in it, of size bytes. A file that breaks a limit or a rule is [errs.Invalid]
// with a sentence that says where; then, as after any error, nothing was
// imported. Importing the same file twice adds nothing the second time.
func Import(ctx context.Context, r io.ReaderAt, size int64, key *vault.Key, rows vault.Rows, kinds []Kind, now time.Time) (Report, error) {
	records, err := read(r, size, byName(kinds))
	if err != nil {
		return Report{}, err
	}
	m := merge{key: key, rows: rows, day: vault.Day(now), kinds: byName(kinds), here: map[vault.Kind]map[id.ID]vault.Record[json.RawMessage]{}}
	for _, rec := range records {
		if err := m.add(ctx, rec); err != nil {
			return Report{}, err
		}
	}
	if len(m.writes) == 0 {
		return m.report, nil
	}
	err = rows.WriteRecords(ctx, m.writes)
	if errs.Is(err, errs.Conflict) {
		err = errs.Wrap(err, errs.Conflict, "Something here was changed while the file was read. Nothing was imported. Please try again.")
	}
	if err != nil {
		return Report{}, err
	}
	return m.report, nil
}

// merge works out what to write for each record of a file.
type merge struct {
	key    *vault.Key
	rows   vault.Rows
	day    time.Time
	kinds  map[vault.Kind]Kind
	here   map[vault.Kind]map[id.ID]vault.Record[json.RawMessage]
	writes []vault.Write
	report Report
}

func (m *merge) add(ctx context.Context, r record) error {
	here, err := m.existing(ctx, r.Kind)
	if err != nil {
		return err
	}
	old, ok := here[r.ID]
	switch {
	case !ok:
		m.insert(r)
		m.report.Added++
	case bytes.Equal(old.Value, r.Value):
		m.report.Unchanged++
	case r.Revision > old.Revision:
		before := record{r.Kind, r.ID, old.Revision, old.Value}
		r.Revision = old.Revision + 1
		m.write(r, 0)
		m.copy(before, here)
		m.report.Newer++
	case m.copy(r, here):
		m.report.Both++
	default:
		m.report.Unchanged++ // the copy is here from the last time
	}
	return nil
}

// copy keeps a text under an ID that its content decides, so that doing it
// again finds it there. It reports whether it was not there yet.
func (m *merge) copy(r record, here map[id.ID]vault.Record[json.RawMessage]) bool {
	r.ID, r.Revision = m.key.ID("copy", string(r.Kind), string(r.ID), string(r.Value)), 1
	if _, ok := here[r.ID]; ok {
		return false
	}
	here[r.ID] = vault.Record[json.RawMessage]{ID: r.ID, Revision: 1, Value: r.Value}
	m.insert(r)
	return true
}

func (m *merge) insert(r record) { m.write(r, m.kinds[r.Kind].limit) }

func (m *merge) write(r record, limit int) {
	a := vault.Address{Owner: m.key.Owner(), Kind: r.Kind, ID: r.ID, Revision: r.Revision}
	m.writes = append(m.writes, vault.Write{Row: vault.Row{Address: a, Updated: m.day, Sealed: m.key.Seal(a, r.Value)}, Limit: limit})
}

// existing opens what is here already of a kind, once.
func (m *merge) existing(ctx context.Context, kind vault.Kind) (map[id.ID]vault.Record[json.RawMessage], error) {
	if here, ok := m.here[kind]; ok {
		return here, nil
	}
	here := map[id.ID]vault.Record[json.RawMessage]{}
	for r, err := range vault.Of[json.RawMessage](m.key, m.rows, kind, nil).All(ctx) {
		if err != nil {
			return nil, err
		}
		here[r.ID] = r
	}
	m.here[kind] = here
	return here, nil
}
