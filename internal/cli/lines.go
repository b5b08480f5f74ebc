package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"afterwards/internal/errs"
	"afterwards/internal/wire"
)

// answerLines answers a stream of JSON lines, one answer a line, in order. A
// line that cannot be read gets a refusal in its place and a sentence on the
// error stream; the others are answered all the same. bad counts the refusals.
func (s *session) answerLines(in io.Reader, name string, answer func(raw []byte) (any, error)) (bad int, err error) {
	out := json.NewEncoder(s.out)
	out.SetEscapeHTML(false)
	r := bufio.NewReaderSize(in, 64<<10)
	for number := 1; ; number++ {
		raw, err := readLine(r)
		if err == io.EOF {
			return bad, nil
		}
		var result any
		switch {
		case errs.Is(err, errs.Invalid):
		case err != nil:
			return bad, fmt.Errorf("%s cannot be read: %w", name, err)
		case len(bytes.TrimSpace(raw)) == 0:
			continue
		default:
			result, err = answer(raw)
		}
		if err != nil {
			bad++
			result = wire.Refusal{ID: wire.ID(raw), Error: errs.Public(err)}
			fmt.Fprintf(s.Err, "afterwards: %s line %d: %s\n", name, number, errs.Public(err))
		}
		if err := out.Encode(result); err != nil {
			return bad, fmt.Errorf("the answer could not be written: %w", err)
		}
		if r.Buffered() == 0 { // whoever feeds us line by line is waiting
			if err := s.out.Flush(); err != nil {
				return bad, fmt.Errorf("the answer could not be written: %w", err)
			}
		}
	}
}

// readLine returns the next line without its end. A line that is too long is
// read past, so that the next one can be answered.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	length := 0
	for {
		part, err := r.ReadSlice('\n')
		length += len(part)
		if length <= wire.MaxInput {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err == io.EOF && length == 0:
			return nil, io.EOF
		case err != nil && err != io.EOF:
			return nil, err
		case length > wire.MaxInput:
			return nil, errs.New(errs.Invalid, "the line has %d bytes, and %d is the most for one question", length, wire.MaxInput)
		}
		return bytes.TrimRight(line, "\r\n"), nil
	}
}

// readAll reads a whole input of at most limit bytes.
func readAll(in io.Reader, name string, limit int) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(in, int64(limit)+1))
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", name, err)
	}
	if len(raw) > limit {
		return nil, fmt.Errorf("%s has more than %d bytes, which is the most that is read at a time", name, limit)
	}
	return raw, nil
}

// printJSON prints one value for programs.
func (s *session) printJSON(value any) error {
	out := json.NewEncoder(s.out)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(value)
}

// inputName is how an input is called in sentences.
func inputName(file string) string {
	if file == "-" {
		return "the input"
	}
	return file
}
