package lsp

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// The limits of what an editor can send.
const (
	maxHeader  = 4 << 10 // bytes before a message
	maxMessage = 4 << 20 // bytes of a message that is read
	maxSkipped = 1 << 30 // bytes of a message that is read past
)

// errTooLong says that a message was read past, and that the next one can be read.
var errTooLong = errors.New("the message is too long")

// readMessage reads the next message: header lines, an empty line, and as many
// bytes as Content-Length says. The error is [io.EOF] where no message begins,
// and errTooLong for one that was skipped; after any other, nothing can be read.
// No error quotes what was read. r needs a buffer of maxHeader bytes.
func readMessage(r *bufio.Reader) ([]byte, error) {
	length, read := int64(-1), 0
	for {
		line, err := r.ReadSlice('\n')
		read += len(line)
		switch {
		case err == io.EOF && read == 0:
			return nil, io.EOF
		case errors.Is(err, bufio.ErrBufferFull) || read > maxHeader:
			return nil, fmt.Errorf("the header of a message has more than %d bytes", maxHeader)
		case err == io.EOF:
			return nil, io.ErrUnexpectedEOF
		case err != nil:
			return nil, err
		}
		header := strings.TrimRight(string(line), "\r\n")
		if header == "" {
			break
		}
		name, value, ok := strings.Cut(header, ":")
		if !ok {
			return nil, errors.New("a header line of a message has no colon: this is not the language server protocol")
		}
		if !strings.EqualFold(strings.TrimSpace(name), "Content-Length") {
			continue
		}
		n, err := strconv.ParseUint(strings.TrimSpace(value), 10, 62)
		if err != nil || length >= 0 {
			return nil, errors.New("the Content-Length of a message is no number, or stands there twice")
		}
		length = int64(n)
	}
	switch {
	case length < 0:
		return nil, errors.New("a message has no Content-Length")
	case length > maxSkipped:
		return nil, fmt.Errorf("a message has more than %d bytes", maxSkipped)
	case length > maxMessage:
		if _, err := io.CopyN(io.Discard, r, length); err != nil {
			return nil, io.ErrUnexpectedEOF
		}
		return nil, errTooLong
	}
	body := make([]byte, length)
	if _, err := io.ReadFull(r, body); err != nil {
		return nil, io.ErrUnexpectedEOF
	}
	return body, nil
}

// writeMessage writes one message.
func writeMessage(w *bufio.Writer, message any) error {
	body, err := json.Marshal(message)
	if err != nil {
		return fmt.Errorf("an answer cannot be written as JSON: %w", err)
	}
	_, _ = fmt.Fprintf(w, "Content-Length: %d\r\n\r\n", len(body))
	_, _ = w.Write(body) // a bufio.Writer keeps its error for Flush
	return w.Flush()
}
