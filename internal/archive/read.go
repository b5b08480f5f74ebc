package archive

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"afterwards/internal/errs"
	"afterwards/internal/id"
	"afterwards/internal/vault"
)

// The limits of an import. Every export of this program is within them.
const (
	MaxFile    = 128 << 20 // bytes, packed
	MaxJSON    = 128 << 20 // bytes, unpacked
	MaxFiles   = 60_000    // in the zip
	MaxRecords = 50_000
	maxRatio   = 500 // unpacked to packed, for more than freeUnpack
	freeUnpack = 16 << 20
	maxDepth   = 32
	maxVersion = 1 << 53 // what every JSON reader can hold exactly
)

// read returns the checked records of a zip or JSON file.
func read(r io.ReaderAt, size int64, known map[vault.Kind]Kind) ([]record, error) {
	if size > MaxFile {
		return nil, invalid("This file is too big. An import can have up to %d MB.", MaxFile>>20)
	}
	head := make([]byte, min(size, 512))
	if _, err := r.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, errs.Wrap(err, errs.Unavailable, "The file could not be read to its end. Nothing was imported.")
	}
	var text []byte
	var err error
	switch {
	case bytes.HasPrefix(head, []byte("PK")):
		text, err = unpack(r, size)
	case bytes.HasPrefix(bytes.TrimLeft(head, "\ufeff \t\r\n"), []byte("{")):
		text, err = readAll(io.NewSectionReader(r, 0, size))
	default:
		err = invalid("This is not an export of this program. Choose the zip file that you saved, or the afterwards.json in it.")
	}
	if err != nil {
		return nil, err
	}
	return parse(bytes.TrimPrefix(text, []byte("\ufeff")), known)
}

// unpack returns afterwards.json out of a zip. Nothing else in it is opened,
// and nothing is ever written to disk; names that point elsewhere are refused
// because an honest export has none.
func unpack(r io.ReaderAt, size int64) ([]byte, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, errs.Wrap(err, errs.Invalid, "This zip file is damaged or not complete. Save the export again, and import that.")
	}
	if len(z.File) > MaxFiles {
		return nil, invalid("There are too many files in this zip. An export has up to %d.", MaxFiles)
	}
	var found *zip.File
	for _, f := range z.File {
		if !filepath.IsLocal(f.Name) || strings.ContainsAny(f.Name, "\\\x00") {
			return nil, invalid("This zip file has a name in it that points outside of it. It was not made by this program.")
		}
		if f.Name != jsonName {
			continue
		}
		if found != nil {
			return nil, invalid("There are two files called %s in this zip. It was not made by this program.", jsonName)
		}
		found = f
	}
	if found == nil {
		return nil, invalid("There is no %s in this zip. Choose the zip file that you saved as it was.", jsonName)
	}
	if found.UncompressedSize64 > freeUnpack && found.UncompressedSize64/maxRatio > found.CompressedSize64 {
		return nil, invalid("This zip file would unpack to far more than it seems to hold. It was not made by this program.")
	}
	body, err := found.Open()
	if err != nil {
		return nil, errs.Wrap(err, errs.Invalid, "The %s in this zip cannot be unpacked.", jsonName)
	}
	defer body.Close()
	return readAll(body)
}

func readAll(r io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, MaxJSON+1))
	if err != nil {
		return nil, errs.Wrap(err, errs.Invalid, "The file is damaged or not complete. Save the export again, and import that.")
	}
	if len(text) > MaxJSON {
		return nil, invalid("There is too much in this file. An import can have up to %d MB unpacked.", MaxJSON>>20)
	}
	return text, nil
}

func parse(text []byte, known map[vault.Kind]Kind) ([]record, error) {
	var head struct {
		Format  string `json:"format"`
		Version int    `json:"version"`
	}
	// The head is read first and loosely: a file of a newer program should be
	// called that, not broken.
	if err := wellFormed(text); err != nil {
		return nil, err
	}
	if json.Unmarshal(text, &head) != nil || head.Format != format {
		return nil, invalid("This file was not made by this program, or its head is damaged.")
	}
	if head.Version != version {
		return nil, invalid("This export was made by a newer version of the program. Update this one, then import again.")
	}
	var f file
	if err := strict(text, &f); err != nil {
		return nil, err
	}
	if len(f.Records) > MaxRecords {
		return nil, invalid("There are too many records in this file: %d. An import can have up to %d.", len(f.Records), MaxRecords)
	}
	type name struct {
		kind vault.Kind
		id   id.ID
	}
	seen := make(map[name]bool, len(f.Records))
	for i := range f.Records {
		r := &f.Records[i]
		n := i + 1 // as people count
		k, ok := known[r.Kind]
		switch parsed, valid := id.Parse(string(r.ID)); {
		case !ok:
			return nil, invalid("Record %d is of a kind that this version does not know. Update the program, then import again.", n)
		case !valid || r.Revision < 1 || r.Revision > maxVersion:
			return nil, invalid("Record %d has no proper id or revision. The file was changed or is damaged.", n)
		case seen[name{r.Kind, parsed}]:
			return nil, invalid("Record %d is there twice. The file was changed or is damaged.", n)
		}
		seen[name{r.Kind, r.ID}] = true
		value, err := k.check(r.Value)
		if err != nil {
			return nil, errs.Wrap(err, errs.Invalid, "Record %d cannot be imported. %s", n, errs.Public(err))
		}
		if len(value) > vault.MaxDocument {
			return nil, invalid("Record %d is too long.", n)
		}
		r.Value = value
	}
	return f.Records, nil
}

// strict decodes JSON that has nothing in it that v does not know.
func strict(text []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		// What the decoder says may quote what somebody wrote.
		return invalid("There is something in it that does not belong there.")
	}
	return nil
}

// wellFormed refuses what Go's decoder would quietly repair or choose from:
// broken text, the same key twice, something after the end, and depth.
func wellFormed(text []byte) error {
	if !utf8.Valid(text) {
		return invalid("This file has bytes in it that are not text. It was changed or is damaged.")
	}
	if !json.Valid(text) {
		return invalid("The JSON in this file is damaged or not complete.")
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var open []map[string]bool // the keys of each open object; nil for an array
	key := false               // a key is due
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return invalid("The JSON in this file is damaged.")
		}
		switch delim, isDelim := token.(json.Delim); {
		case isDelim && (delim == '{' || delim == '['):
			if len(open) == maxDepth {
				return invalid("The JSON in this file is nested too deeply. It was not made by this program.")
			}
			var keys map[string]bool
			if delim == '{' {
				keys = map[string]bool{}
			}
			open = append(open, keys)
		case isDelim:
			open = open[:len(open)-1]
		case key:
			// Go matches keys without regard to case, in the widest sense of it.
			name, _ := token.(string)
			name = strings.ToLower(strings.ToUpper(name))
			if open[len(open)-1][name] {
				return invalid("The JSON in this file has the same key twice. It was changed or is damaged.")
			}
			open[len(open)-1][name] = true
			key = false
			continue
		}
		key = len(open) > 0 && open[len(open)-1] != nil
	}
}
