package draft

import (
	_ "embed"
	"sync"

	"afterwards/draft/internal/heads"
	"afterwards/draft/internal/pattern"
	"afterwards/draft/internal/text"
)

//go:embed acts.bin
var actsBin []byte

//go:embed model.bin
var modelBin []byte

type actWords = pattern.Act

// engine is the compiled knowledge, ready to use.
type engine struct {
	program  *pattern.Program
	splitter *text.Splitter
	model    *heads.Model
}

// load decodes the embedded files on first use. They are part of the program,
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

// judge returns the acts of each sentence.
func (e *engine) judge(p Purpose, src string, d *text.Document) [][]act {
	n := len(d.Sentences)
	out := make([][]act, n)
	all := heads.Look(e.program, e.model, src, d, p.index())
	for i := range n {
		out[i] = e.settle(d, i, all.Hits[i], all.Scores[i])
	}
	return out
}
