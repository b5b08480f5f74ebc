// Package knowledge holds what the program judges by and says, as files that a
// counsellor can read and review: the facts of a situation, the gates of a
// decision, what a sentence of a draft does, where help is to be had.
//
// The package loads the files, checks them and hands out typed values. Every
// problem names its file, line and column and says what to do. It judges
// nothing itself: that is done by the packages situation, advice and draft.
package knowledge

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"slices"
)

// Files are the knowledge files that the program was built with.
//
//go:embed *.yaml */*.yaml
var Files embed.FS

// version names the content of the files: the start of a hash over their names
// and bytes.
func version(fsys fs.FS, files []string) string {
	h := sha256.New()
	for _, file := range slices.Sorted(slices.Values(files)) {
		raw, err := fs.ReadFile(fsys, file)
		if err != nil {
			continue // a missing file has been reported by whoever loads it
		}
		h.Write([]byte(file))
		h.Write([]byte{0})
		h.Write(raw)
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil))[:12]
}
