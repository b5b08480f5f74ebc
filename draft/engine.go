package draft

import (
	"slices"
	"sync"

	"afterwards/draft/internal/heads"
	"afterwards/draft/internal/pattern"
	"afterwards/draft/internal/text"
)

type actWords = pattern.Act

// engine is the compiled knowledge, ready to use.
type engine struct {
	program  *pattern.Program
	splitter *text.Splitter
	model    *heads.Model
}

// load decodes the compiled files on first use. They are part of the program,
// and a test holds them to their sources, so damage is a fault of the build.
var load = sync.OnceValue(func() *engine {
	program, err := pattern.Decode(actsBin)
	if err != nil {
		panic("draft: acts.bin: " + err.Error())
	}
	model, err := heads.Decode(modelBin)
	if err != nil {
		panic("draft: model.bin: " + err.Error())
	}
	return &engine{program, text.NewSplitter(program.Lexicon), model}
})

// judge returns the acts of each sentence. The memory may be nil.
func (e *engine) judge(p Purpose, src string, d *text.Document, memory *heads.Memory) [][]act {
	if e.model == nil {
		return e.judgeByPatterns(p, d)
	}
	n := len(d.Sentences)
	out := make([][]act, n)
	all := heads.Look(e.program, e.model, src, d, p.index(), memory)
	for i := range n {
		out[i] = e.settle(d, i, &all)
	}
	if !heads.Short(n) {
		e.secondLook(d, out, all)
	}
	return out
}

// doubts are the probabilities from which a grave act is named even though no
// sentence reaches the threshold, provided the draft would otherwise go out
// without a word against it: where a pattern hints at the act, and where none does.
var doubts = []struct {
	kind         int
	hinted, bare float32
}{{selfharm, 0.08, 0.3}, {threat, 0.15, 0.4}, {breach, 0.15, 0.4}}

// secondLook names the likeliest grave act of a draft in which nothing else was
// found to work against its writer: passing such a draft is the worst miss.
func (e *engine) secondLook(d *text.Document, acts [][]act, seen heads.Seen) {
	best := act{rule: -1}
	for i, s := range seen.Scores {
		if slices.ContainsFunc(acts[i], func(a act) bool { return a.kind < responsibility && a.kind != request }) {
			return
		}
		for _, b := range doubts {
			least := b.bare
			if e.hinted(seen.Hits[i], b.kind) {
				least = b.hinted
			}
			if s[b.kind] >= least && s[b.kind] > best.score && !e.spared(seen.Hits[i], b.kind) {
				best = act{kind: b.kind, rule: -1, score: s[b.kind], sentence: i, first: d.Sentences[i].First, last: d.Sentences[i].Last}
			}
		}
	}
	if best.score > 0 {
		acts[best.sentence] = append(acts[best.sentence], best)
		slices.SortFunc(acts[best.sentence], byKind)
	}
}

// hinted reports whether a pattern hints at an act. A doubt is too wide a net
// for that.
func (e *engine) hinted(hits []pattern.Hit, kind int) bool {
	return slices.ContainsFunc(hits, func(h pattern.Hit) bool {
		r := &e.program.Rules[h.Rule]
		return int(r.Act) == kind && r.Level <= pattern.Clear
	})
}

// spared reports whether a pattern knows that something in these hits only looks
// like an act.
func (e *engine) spared(hits []pattern.Hit, kind int) bool {
	return slices.ContainsFunc(hits, func(h pattern.Hit) bool {
		r := &e.program.Rules[h.Rule]
		return int(r.Act) == kind && r.Level == pattern.Harmless
	})
}

func byKind(a, b act) int { return a.kind - b.kind }
