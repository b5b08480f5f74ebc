// Package corpus reads the labelled drafts that the draft checker is measured
// and trained on. They lie outside the module; see their GUIDELINE.md for the
// acts, purposes and verdicts.
package corpus

import (
	"bufio"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
)

// Sentence is a sentence and the acts that a person found in it.
type Sentence struct {
	Text string   `json:"text"`
	Acts []string `json:"acts"`
}

// Draft is a whole draft (dev-a.jsonl, dev-b.jsonl, dev-c.jsonl).
type Draft struct {
	ID        string     `json:"id"`
	Purpose   string     `json:"purpose"`
	Verdict   string     `json:"verdict"`
	Sentences []Sentence `json:"sentences"`
}

// Pair is two sentences that differ in one thing (contrast.jsonl).
type Pair struct {
	ID         string   `json:"id"`
	Phenomenon string   `json:"phenomenon"`
	Purpose    string   `json:"purpose"`
	A          Sentence `json:"a"`
	B          Sentence `json:"b"`
}

// Plain is one text: a statement about self-harm or an idiom (safety.jsonl), or
// a harmless message (benign.jsonl).
type Plain struct {
	ID      string `json:"id"`
	Kind    string `json:"kind"` // explicit, implicit or none; safety.jsonl only
	Purpose string `json:"purpose"`
	Text    string `json:"text"`
}

// Corpus is one part of all files.
type Corpus struct {
	Drafts []Draft
	Pairs  []Pair
	Safety []Plain
	Benign []Plain
}

// Held reports whether an entry belongs to the 40 of 100 that nobody looks at
// while writing patterns. The hash of its id decides, so the split never moves.
func Held(id string) bool {
	h := fnv.New32a()
	h.Write([]byte(id))
	return h.Sum32()%100 >= 60
}

// Read reads the entries of one part, "dev", "held" or "all", from a directory.
func Read(dir, part string) (Corpus, error) {
	if part != "dev" && part != "held" && part != "all" {
		return Corpus{}, fmt.Errorf("there is no part %q: use dev, held or all", part)
	}
	in := func(id string) bool { return part == "all" || Held(id) == (part == "held") }
	var c Corpus
	for _, f := range []string{"dev-a.jsonl", "dev-b.jsonl", "dev-c.jsonl"} {
		if err := lines(dir, f, func(d Draft) {
			if in(d.ID) {
				c.Drafts = append(c.Drafts, d)
			}
		}); err != nil {
			return c, err
		}
	}
	if err := lines(dir, "contrast.jsonl", func(p Pair) {
		if in(p.ID) {
			c.Pairs = append(c.Pairs, p)
		}
	}); err != nil {
		return c, err
	}
	if err := lines(dir, "safety.jsonl", func(p Plain) {
		if in(p.ID) {
			c.Safety = append(c.Safety, p)
		}
	}); err != nil {
		return c, err
	}
	err := lines(dir, "benign.jsonl", func(p Plain) {
		if in(p.ID) {
			c.Benign = append(c.Benign, p)
		}
	})
	return c, err
}

func lines[T any](dir, name string, each func(T)) error {
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		return err
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<22)
	for n := 1; sc.Scan(); n++ {
		var v T
		if err := json.Unmarshal(sc.Bytes(), &v); err != nil {
			return fmt.Errorf("%s:%d: %w", f.Name(), n, err)
		}
		each(v)
	}
	return sc.Err()
}
