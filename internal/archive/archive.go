// Package archive gives people all they have kept as files, and takes it back.
//
// An export is a zip: one readable Markdown file for every record that has
// something to read, afterwards.json with everything, exactly, and a README.
// An import reads the zip, or the JSON alone. It changes everything it says or
// nothing, and overwrites nothing: where the same record has two texts, both stay.
//
// The files are not sealed: whoever has them can read them.
package archive

import (
	"encoding/json"
	"time"

	"afterwards/internal/errs"
	"afterwards/internal/id"
	"afterwards/internal/vault"
)

// Kind is a kind of record that can be exported and imported. Make one with [KindOf].
type Kind struct {
	name  vault.Kind
	limit int
	check func(value json.RawMessage) (json.RawMessage, error)
	page  func(value json.RawMessage) (Page, error)
}

// Page is a record as a person reads it. A page without text is not written:
// then the record is in the JSON only.
type Page struct {
	When  time.Time
	Title string
	Text  string
}

// KindOf describes the records of type T. limit is how many of them one
// person may have; check says what is wrong with one that comes from outside; page
// shows one.
func KindOf[T any](name vault.Kind, limit int, check func(T) error, page func(T) Page) Kind {
	read := func(raw json.RawMessage) (v T, err error) { return v, strict(raw, &v) }
	return Kind{
		name:  name,
		limit: limit,
		check: func(raw json.RawMessage) (json.RawMessage, error) {
			v, err := read(raw)
			if err != nil {
				return nil, err
			}
			if err := check(v); err != nil {
				return nil, err
			}
			return json.Marshal(v)
		},
		page: func(raw json.RawMessage) (Page, error) {
			v, err := read(raw)
			return page(v), err
		},
	}
}

const (
	jsonName   = "afterwards.json"
	readmeName = "README.txt"
	format     = "afterwards export"
	version    = 1
)

// file is afterwards.json.
type file struct {
	Format  string    `json:"format"`
	Version int       `json:"version"`
	Made    time.Time `json:"made"`
	Records []record  `json:"records"` // in the order in which they were first written
}

type record struct {
	Kind     vault.Kind      `json:"kind"`
	ID       id.ID           `json:"id"`
	Revision int64           `json:"revision"`
	Value    json.RawMessage `json:"value"`
}

func byName(kinds []Kind) map[vault.Kind]Kind {
	m := make(map[vault.Kind]Kind, len(kinds))
	for _, k := range kinds {
		m[k.name] = k
	}
	return m
}

func invalid(format string, args ...any) error { return errs.New(errs.Invalid, format, args...) }
