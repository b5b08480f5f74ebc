package vault

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"time"

	"afterwards/internal/errs"
	"afterwards/internal/id"
)

// Row is one sealed record as a store keeps it. Place is the order in which
// an owner first wrote things: it grows and never changes. Updated is a day,
// not an hour: a stolen database should not tell who sat awake at three.
type Row struct {
	Address
	Place   int64
	Updated time.Time // midnight UTC
	Sealed  []byte
}

// Rows is what the vault needs from a database. The owner comes first in
// every call. Absent rows and rows of others are the same [errs.NotFound].
type Rows interface {
	// InsertRecord adds a row at the next place, which it returns. It gives
	// [errs.TooMany] if the owner has limit rows of that kind already, or no room
	// left, and [errs.NotFound] if the owner is gone.
	InsertRecord(ctx context.Context, row Row, limit int) (place int64, err error)
	// UpdateRecord replaces the row whose revision is one less than row's;
	// any other revision is [errs.Conflict].
	UpdateRecord(ctx context.Context, row Row) error
	// DeleteRecord removes a row if it still has the revision of the address.
	DeleteRecord(ctx context.Context, a Address) error
	// FindRecord returns one row. The revision of the address is ignored.
	FindRecord(ctx context.Context, a Address) (Row, error)
	// ListRecords returns up to limit rows, latest place first, of places
	// below before; zero means from the top.
	ListRecords(ctx context.Context, owner id.ID, kind Kind, before int64, limit int) ([]Row, error)
	// ListKinds returns the kinds of which the owner has any records.
	ListKinds(ctx context.Context, owner id.ID) ([]Kind, error)
	// WriteRecords does all the writes, in their order, or none of them.
	WriteRecords(ctx context.Context, writes []Write) error
}

// Write is one row of many that are written together. With a Limit it is
// inserted as by InsertRecord, and is [errs.Conflict] if it is there already;
// without, it is updated as by UpdateRecord.
type Write struct {
	Row
	Limit int
}

// Record is an opened record.
type Record[T any] struct {
	ID       id.ID
	Revision int64
	Place    int64
	Value    T
}

// View reads and writes the records of one kind of one person.
type View[T any] struct {
	key  *Key
	rows Rows
	kind Kind
	now  func() time.Time
}

// Of returns the view of a kind of records through an opened key. now gives
// the day that rows are stamped with.
func Of[T any](key *Key, rows Rows, kind Kind, now func() time.Time) View[T] {
	return View[T]{key: key, rows: rows, kind: kind, now: now}
}

// Create seals value as a new record, unless there are limit of them already.
func (v View[T]) Create(ctx context.Context, value T, limit int) (Record[T], error) {
	r := Record[T]{ID: id.New(), Revision: 1, Value: value}
	row, err := v.seal(r)
	if err != nil {
		return Record[T]{}, err
	}
	if r.Place, err = v.rows.InsertRecord(ctx, row, limit); err != nil {
		return Record[T]{}, err
	}
	return r, nil
}

// Update seals r.Value as the revision after r.Revision. If somebody else
// wrote that one first, it changes nothing and gives [errs.Conflict].
func (v View[T]) Update(ctx context.Context, r Record[T]) (Record[T], error) {
	r.Revision++
	row, err := v.seal(r)
	if err != nil {
		return Record[T]{}, err
	}
	if err := v.rows.UpdateRecord(ctx, row); err != nil {
		return Record[T]{}, err
	}
	return r, nil
}

// Delete removes the record if it still has that revision.
func (v View[T]) Delete(ctx context.Context, record id.ID, revision int64) error {
	return v.rows.DeleteRecord(ctx, Address{v.key.owner, v.kind, record, revision})
}

// Find opens one record.
func (v View[T]) Find(ctx context.Context, record id.ID) (Record[T], error) {
	row, err := v.rows.FindRecord(ctx, Address{Owner: v.key.owner, Kind: v.kind, ID: record})
	if err != nil {
		return Record[T]{}, err
	}
	return v.open(row)
}

// List opens up to limit records, latest first, of places below before; zero
// means from the top. It is one query and one opening a record.
func (v View[T]) List(ctx context.Context, before int64, limit int) ([]Record[T], error) {
	rows, err := v.rows.ListRecords(ctx, v.key.owner, v.kind, before, limit)
	if err != nil {
		return nil, err
	}
	records := make([]Record[T], len(rows))
	for i, row := range rows {
		if records[i], err = v.open(row); err != nil {
			return nil, err
		}
	}
	return records, nil
}

// All opens every record, latest first, a few hundred at a time. It ends
// after the first error.
func (v View[T]) All(ctx context.Context) iter.Seq2[Record[T], error] {
	const batch = 256
	return func(yield func(Record[T], error) bool) {
		for before := int64(0); ; {
			records, err := v.List(ctx, before, batch)
			if err != nil {
				yield(Record[T]{}, err)
				return
			}
			for _, r := range records {
				if !yield(r, nil) {
					return
				}
			}
			if len(records) < batch {
				return
			}
			before = records[len(records)-1].Place
		}
	}
}

// Gather opens every record at once, latest first; after an error it has none.
func (v View[T]) Gather(ctx context.Context) (all []Record[T], err error) {
	for r, err := range v.All(ctx) {
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

func (v View[T]) seal(r Record[T]) (Row, error) {
	document, err := json.Marshal(r.Value)
	if err != nil {
		return Row{}, errs.Wrap(err, errs.Internal, "This could not be kept.")
	}
	if len(document) > MaxDocument {
		return Row{}, errs.New(errs.TooMany, "This is too long to keep in one piece.")
	}
	a := Address{v.key.owner, v.kind, r.ID, r.Revision}
	return Row{Address: a, Place: r.Place, Updated: Day(v.now()), Sealed: v.key.Seal(a, document)}, nil
}

func (v View[T]) open(row Row) (Record[T], error) {
	// What the row says of itself is only believed as far as the seal agrees.
	row.Owner, row.Kind = v.key.owner, v.kind
	document, err := v.key.Open(row.Address, row.Sealed)
	if err != nil {
		return Record[T]{}, err
	}
	r := Record[T]{ID: row.ID, Revision: row.Revision, Place: row.Place}
	if json.Unmarshal(document, &r.Value) != nil {
		return Record[T]{}, damaged(errors.New("vault: a record of kind " + string(v.kind) + " is not the JSON it should be"))
	}
	return r, nil
}

// Day returns midnight UTC of the day of t.
func Day(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }
