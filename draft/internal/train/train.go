package train

import (
	"fmt"
	"hash/fnv"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"afterwards/draft/internal/heads"
	"afterwards/draft/internal/pattern"
	"afterwards/draft/internal/text"
	"afterwards/knowledge"
)

// folds is how many parts the drafts are cut into, so that every draft is scored
// by heads that have not seen it.
const folds = 5

// row is one sentence ready to learn from.
type row struct {
	features []uint32
	vector   heads.Vector
	label    Sentence
}

// unit is one draft ready to learn from. Every draft is learned from twice, as
// it is and "bare", as if no pattern had matched: the patterns were written with
// many of these drafts in view, and heads that always see them hit would lean on
// them too much.
type unit struct {
	bare    bool
	alone   bool // one sentence of a longer draft, by itself
	fold    int
	purpose int
	rows    []row
	found   [][2]heads.Scores
	first   []heads.Scores // out of fold
	second  []heads.Scores // out of fold
}

// Run trains both stages on the drafts with the compiled patterns and returns
// the packed model and a report of how the heads do on drafts that they have
// not seen (cross-validation by draft).
func Run(compiled []byte, drafts []Draft, texts []string) (*heads.Model, string, error) {
	p, err := pattern.Decode(compiled)
	if err != nil {
		return nil, "", err
	}
	split := text.NewSplitter(p.Lexicon)
	for _, d := range drafts {
		for _, s := range d.Sentences {
			texts = append(texts, s.Text)
		}
	}
	words := learnVectors(split, texts)
	units := prepare(p, split, words, drafts)
	for f := range folds {
		w := learnFirst(units, func(u *unit) bool { return u.fold != f })
		for _, u := range units {
			if u.fold == f {
				for _, r := range u.rows {
					u.first = append(u.first, w.score(&r))
				}
			}
		}
	}
	for f := range folds {
		second := learnSecond(units, func(u *unit) bool { return u.fold != f })
		for _, u := range units {
			if u.fold == f {
				u.second = applySecond(u, &second)
			}
		}
	}
	parts := heads.Parts{}
	var report strings.Builder
	tune(units, &parts, &report)
	for a, id := range knowledge.ActIDs[:10] {
		if id == "blame" {
			parts.Long.Plain[a] = max(parts.Long.Plain[a], blameSure)
			parts.Long.Backed[a] = max(parts.Long.Backed[a], blameBacked)
			parts.Short.Backed[a] = max(parts.Short.Backed[a], blameBacked)
		}
		if id != "request" {
			parts.Short.Plain[a] = max(parts.Short.Plain[a], shortSure)
			parts.Long.Plain[a] = max(parts.Long.Plain[a], longSure)
		}
	}
	parts.Short.Plain[selfharm], parts.Short.Backed[selfharm] = shortDanger, shortHint
	parts.Long.Plain[selfharm] = max(parts.Long.Plain[selfharm], longDanger)
	parts.Long.Backed[selfharm] = min(parts.Long.Backed[selfharm], longHint)
	parts.Short.Sure[selfharm] = 0.8
	safety(units, &report)
	w := learnFirst(units, func(*unit) bool { return true })
	parts.Second = learnSecond(units, func(*unit) bool { return true })
	parts.Weights, parts.Bias, parts.Dense, parts.Words = w.weights, w.bias, w.dense, words
	m := heads.Pack(parts, w.order)
	fmt.Fprintf(&report, "%d features, %d bytes\n", m.Rows(), len(m.Encode()))
	return m, report.String(), nil
}

// prepare splits every draft and lays its labelled sentences over the result.
func prepare(p *pattern.Program, split *text.Splitter, words *heads.Vectors, drafts []Draft) []*unit {
	var units []*unit
	for _, d := range drafts {
		var src strings.Builder
		starts := make([]int, len(d.Sentences))
		for i, s := range d.Sentences {
			starts[i] = src.Len()
			src.WriteString(s.Text)
			src.WriteByte('\n')
		}
		doc := split.Split(src.String())
		merged := make([]text.Sentence, 0, len(d.Sentences))
		var labels []Sentence
		at := -1
		for _, s := range doc.Sentences {
			i, _ := slices.BinarySearch(starts, s.Start+1)
			i--
			if i == at {
				last := &merged[len(merged)-1]
				last.End, last.Last = s.End, s.Last
				last.Question = last.Question || s.Question
				continue
			}
			at = i
			merged = append(merged, s)
			labels = append(labels, d.Sentences[i])
		}
		h := fnv.New32a()
		h.Write([]byte("fold" + d.ID))
		fold, purpose := int(h.Sum32()%folds), max(0, slices.Index(pattern.Purposes, d.Purpose))
		doc.Purpose = purpose
		for _, bare := range []bool{false, true} {
			u := &unit{bare: bare, fold: fold, purpose: purpose}
			for i, s := range merged {
				var hits []pattern.Hit
				if !bare {
					hits = p.Find(doc, s, nil)
				}
				c := heads.Context{Purpose: u.purpose, Position: i, Of: len(merged)}
				features := heads.Extract(p, words, src.String(), doc, s, hits, purpose, nil)
				places := heads.Places(c, s.Last-s.First)
				u.rows = append(u.rows, row{append(features, places[:]...), words.Mean(doc.Words[s.First:s.Last]), labels[i]})
				u.found = append(u.found, heads.Found(p, hits))
			}
			units = append(units, u)
			// The checker asks of every sentence what it is by itself, and must
			// have seen that most sentences of letters are nothing grave.
			for i, s := range merged {
				if bare || heads.Short(len(merged)) {
					continue
				}
				r := u.rows[i]
				places := heads.Places(heads.Context{Purpose: purpose, Of: 1}, s.Last-s.First)
				r.features = append(slices.Clone(r.features[:len(r.features)-len(places)]), places[:]...)
				units = append(units, &unit{alone: true, fold: fold, purpose: purpose, rows: []row{r}, found: u.found[i : i+1]})
			}
		}
	}
	return units
}

// linear is a trained first stage.
type linear struct {
	weights map[uint32]*heads.Scores
	bias    heads.Scores
	dense   [heads.Dims]heads.Scores
	order   []uint32
}

// start is the score of a row before its features.
func (l *linear) start(r *row) heads.Scores {
	s := l.bias
	for d, x := range r.vector {
		for a := range s {
			s[a] += l.dense[d][a] * x
		}
	}
	return s
}

func (l *linear) score(r *row) heads.Scores {
	s := l.start(r)
	for _, f := range r.features {
		if w := l.weights[f]; w != nil {
			for a := range s {
				s[a] += w[a]
			}
		}
	}
	return s
}

// The first stage: logistic regression by AdaGrad with a pull towards zero.
const (
	firstEpochs = 8
	firstRate   = 0.12
	firstDecay  = 5e-3
	denseDecay  = 1e-3
	minCount    = 2 // a feature seen in fewer sentences is left out
)

func learnFirst(units []*unit, use func(*unit) bool) *linear {
	l := &linear{weights: map[uint32]*heads.Scores{}}
	count := map[uint32]int{}
	var rows []*row
	for _, u := range units {
		if !use(u) {
			continue
		}
		for i := range u.rows {
			rows = append(rows, &u.rows[i])
			if u.bare || u.alone {
				continue // the same sentence once more
			}
			for _, f := range u.rows[i].features {
				if count[f]++; count[f] == minCount {
					l.order = append(l.order, f)
					l.weights[f] = &heads.Scores{}
				}
			}
		}
	}
	// What each row touches is looked up once, since it is touched in every epoch.
	type touched struct{ weight, grad *heads.Scores }
	grads := map[uint32]*heads.Scores{}
	for _, f := range l.order {
		grads[f] = &heads.Scores{}
	}
	touches := map[*row][]touched{}
	for _, r := range rows {
		var ts []touched
		for _, f := range r.features {
			if w := l.weights[f]; w != nil {
				ts = append(ts, touched{w, grads[f]})
			}
		}
		touches[r] = ts
	}
	var biasGrad heads.Scores
	var denseGrads [heads.Dims]heads.Scores
	for a := range l.bias {
		l.bias[a] = -3
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for range firstEpochs {
		rng.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		for _, r := range rows {
			ts := touches[r]
			s := l.start(r)
			for _, t := range ts {
				for a := range s {
					s[a] += t.weight[a]
				}
			}
			var g heads.Scores
			for a := range g {
				if r.label.Known[a] {
					g[a] = sigmoid(s[a])
					switch {
					case r.label.Acts[a]:
						g[a]--
					case r.label.Harmless:
						g[a] *= harmlessWeight
					}
				}
				biasGrad[a] += g[a] * g[a]
				l.bias[a] -= firstRate * g[a] / float32(math.Sqrt(float64(biasGrad[a])+1e-6))
			}
			for d, x := range r.vector {
				w, q := &l.dense[d], &denseGrads[d]
				for a := range w {
					if g[a] == 0 {
						continue
					}
					step := g[a]*x + denseDecay*w[a]
					q[a] += step * step
					w[a] -= firstRate * step / (float32(math.Sqrt(float64(q[a]))) + 0.3)
				}
			}
			for _, t := range ts {
				w, q := t.weight, t.grad
				for a := range w {
					if g[a] == 0 {
						continue
					}
					d := g[a] + firstDecay*w[a]
					q[a] += d * d
					w[a] -= firstRate * d / (float32(math.Sqrt(float64(q[a]))) + 0.3)
				}
			}
		}
	}
	return l
}

const (
	secondEpochs = 40
	secondRate   = 0.05
	secondDecay  = 1e-3
)

func learnSecond(units []*unit, use func(*unit) bool) [heads.Around]heads.Scores {
	var w, q [heads.Around]heads.Scores
	for a := range heads.Acts {
		w[a][a] = 2
	}
	type example struct {
		in    [heads.Around]float32
		label *Sentence
	}
	var examples []example
	for _, u := range units {
		if !use(u) {
			continue
		}
		total := heads.Total(u.first)
		for i := range u.rows {
			e := example{label: &u.rows[i].label}
			heads.Surround(u.first, &total, u.found, heads.Context{Purpose: u.purpose, Position: i, Of: len(u.rows)}, i, &e.in)
			examples = append(examples, e)
		}
	}
	rng := rand.New(rand.NewPCG(3, 4))
	for range secondEpochs {
		rng.Shuffle(len(examples), func(i, j int) { examples[i], examples[j] = examples[j], examples[i] })
		for _, e := range examples {
			var g heads.Scores
			for i, x := range e.in {
				for a := range g {
					g[a] += w[i][a] * x
				}
			}
			for a := range g {
				g[a] = sigmoid(g[a])
				switch {
				case e.label.Acts[a]:
					g[a]--
				case e.label.Harmless:
					g[a] *= harmlessWeight
				}
			}
			for i, x := range e.in {
				if x == 0 {
					continue
				}
				for a := range g {
					if !e.label.Known[a] {
						continue
					}
					d := g[a]*x + secondDecay*w[i][a]
					q[i][a] += d * d
					w[i][a] -= secondRate * d / (float32(math.Sqrt(float64(q[i][a]))) + 0.5)
				}
			}
		}
	}
	return w
}

func applySecond(u *unit, w *[heads.Around]heads.Scores) []heads.Scores {
	out := make([]heads.Scores, len(u.rows))
	total := heads.Total(u.first)
	var in [heads.Around]float32
	for i := range u.rows {
		heads.Surround(u.first, &total, u.found, heads.Context{Purpose: u.purpose, Position: i, Of: len(u.rows)}, i, &in)
		for a := range heads.Acts {
			var s float32
			for j, x := range in {
				s += w[j][a] * x
			}
			out[i][a] = sigmoid(s)
		}
	}
	return out
}

// harmlessWeight is how many sentences one that is known to be harmless stands
// for. Most messages are harmless; most of the labelled texts are not.
const harmlessWeight = 2

// missWeight is how much a missed act that works against its writer costs in a
// short text, of what a false alarm costs. Most messages are short and harmless;
// in a letter a miss costs as much as an alarm.
const missWeight = 0.6

// against is the number of acts that work against the writer.
const against = 10

// The price of an alarm on a message known to be harmless, in sentences.
const harmlessPrice = 8

// tune picks the thresholds that give the best F1 on out-of-fold scores, apart
// for short texts, whose sentences have nothing around them to be judged by,
// and long ones.
func tune(units []*unit, parts *heads.Parts, report *strings.Builder) {
	for _, short := range []bool{false, true} {
		var sum float64
		for a := range heads.Acts {
			t := &parts.Long
			if short {
				t = &parts.Short
			}
			sum += tuneAct(units, a, short, t, report)
		}
		fmt.Fprintf(report, "short %v: macro-F1 out of fold %.3f\n", short, sum/heads.Acts)
	}
}

// safety reports, for some thresholds, how many of the short texts that no clear
// pattern matches are taken for self-harm: those with a possible pattern, and
// those with none.
func safety(units []*unit, report *strings.Builder) {
	for _, hinted := range []float32{1, 0} {
		for _, t := range []float32{0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8} {
			found, all := map[string]int{}, map[string]int{}
			for _, u := range units {
				kind := u.rows[0].label.Kind
				if kind == "" || u.bare || u.alone || len(u.rows) > 2 || u.found[0][1][selfharm] > 0 || u.found[0][0][selfharm] != hinted {
					continue
				}
				all[kind]++
				if u.second[0][selfharm] >= t {
					found[kind]++
				}
			}
			fmt.Fprintf(report, "self-harm, possible pattern %v, at %.1f:", hinted > 0, t)
			for _, kind := range slices.Sorted(maps.Keys(all)) {
				fmt.Fprintf(report, " %s %d of %d", kind, found[kind], all[kind])
			}
			report.WriteByte('\n')
		}
	}
}

// shortSure is the least that the heads must be sure of to say, with no pattern
// to back them, that a short text works against its writer. The labelled short
// texts are half made of such; messages between people are not.
const shortSure = 0.75

// longSure is the same for longer texts, whose sentences bear one another out.
const longSure = 0.3

// blameSure is the same for blame in longer texts: its best F1 is flat between
// 0.3 and 0.6, and a wrong accusation of having accused costs most.
const (
	blameSure   = 0.7
	blameBacked = 0.35
)

// The thresholds for self-harm in short and longer texts, where no pattern
// matches and where a possible one does, picked from the table that [safety]
// reports. An alarm too many is a card with help; one too few may cost a life,
// but a card shown at every "dead tired" is soon read by nobody.
const (
	shortDanger = 0.65
	shortHint   = 0.5
	longDanger  = 0.35
	longHint    = 0.25
)

func tuneAct(units []*unit, a int, short bool, to *heads.Thresholds, report *strings.Builder) float64 {
	best := -1.0
	var line string
	var f1 float64
	for t := float32(0.12); t <= 0.9; t += 0.03 {
		for _, share := range []float32{1, 0.75, 0.5, 0.3, 0.15} {
			tp, fp, fn, harmless := 0.0, 0.0, 0.0, 0.0
			for _, u := range units {
				if u.alone || short != heads.Short(len(u.rows)) {
					continue
				}
				for i, r := range u.rows {
					if !r.label.Known[a] {
						continue
					}
					least := t
					if u.found[i][1][a] > 0 {
						least = t * share
					}
					said := u.second[i][a] >= least
					switch {
					case said && r.label.Acts[a]:
						tp++
					case said:
						fp++
						if r.label.Harmless {
							harmless++
						}
					case r.label.Acts[a]:
						fn++
					}
				}
			}
			weight := 1.0 // of a miss against a false alarm
			if a < against && short {
				weight = missWeight
			}
			value := (1 + weight) * tp / max(1, (1+weight)*tp+fp+weight*fn+harmlessPrice*harmless)
			if value > best {
				best = value
				f1 = 2 * tp / max(1, 2*tp+fp+fn)
				to.Plain[a], to.Backed[a] = t, t*share
				to.Sure[a] = min(0.95, t+0.25)
				line = fmt.Sprintf("%-15s P %.2f R %.2f F1 %.2f  threshold %.2f backed %.2f harmless %d\n",
					knowledge.ActIDs[a], tp/max(1, tp+fp), tp/max(1, tp+fn), f1, t, t*share, int(harmless))
			}
		}
	}
	report.WriteString(line)
	return f1
}

func sigmoid(x float32) float32 { return float32(1 / (1 + math.Exp(-float64(x)))) }
