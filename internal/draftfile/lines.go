package draftfile

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Lines finds lines and columns in a text. Both count from zero. A line ends
// with \n, \r\n or \r. It is for one goroutine.
type Lines struct {
	text   string
	starts []int
	bytes  bool // columns count bytes of UTF-8, and not code units of UTF-16
	// Where the last column was counted to: a long line is not counted from its
	// start for every finding.
	offset, column int
}

// LinesOf returns the lines of a text, with columns in code units of UTF-16, or
// in bytes.
func LinesOf(text string, bytes bool) *Lines {
	l := &Lines{text: text, starts: []int{0}, bytes: bytes}
	for i := range len(text) {
		if text[i] == '\n' || text[i] == '\r' && (i+1 == len(text) || text[i+1] != '\n') {
			l.starts = append(l.starts, i+1)
		}
	}
	return l
}

// Position returns line and column of an offset, which is taken into the text
// where it lies outside.
func (l *Lines) Position(offset int) (line, column int) {
	offset = min(max(offset, 0), len(l.text))
	line, found := slices.BinarySearch(l.starts, offset)
	if !found {
		line--
	}
	start := l.starts[line]
	if l.bytes {
		return line, offset - start
	}
	if start <= l.offset && l.offset <= offset {
		start, column = l.offset, l.column
	}
	for i, r := range l.text[start:] {
		if start+i >= offset {
			break
		}
		column += units(r)
	}
	if offset == len(l.text) || utf8.RuneStart(l.text[offset]) {
		l.offset, l.column = offset, column
	}
	return line, column
}

// Offset returns the offset of a position. A column past the end of its line is
// that end, a line past the last is the end of the text.
func (l *Lines) Offset(line, column int) int {
	switch {
	case line < 0:
		return 0
	case line >= len(l.starts):
		return len(l.text)
	}
	start, end := l.starts[line], len(l.text)
	if line+1 < len(l.starts) {
		end = start + len(strings.TrimRight(l.text[start:l.starts[line+1]], "\r\n"))
	}
	if l.bytes {
		at := min(start+max(column, 0), end)
		for at > start && at < end && !utf8.RuneStart(l.text[at]) {
			at--
		}
		return at
	}
	for i, r := range l.text[start:end] {
		if column < units(r) {
			return start + i
		}
		column -= units(r)
	}
	return end
}

// units is the number of code units of UTF-16 in a character.
func units(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}
