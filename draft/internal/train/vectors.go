package train

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"afterwards/draft/internal/heads"
	"afterwards/draft/internal/text"
)

// open lists the public data sets whose sentences, never their labels, show
// which words keep the same company: file and the column that holds the text.
var open = []struct {
	file   string
	column int
}{
	{"goemotions/train.tsv", 0}, {"goemotions/dev.tsv", 0}, {"goemotions/test.tsv", 0},
	{"xed/en-annotated.tsv", 0}, {"xed/neu_en.txt", 1},
	{"clinc150/clinc150.tsv", 2}, {"emailintent/train.tsv", 1}, {"convabuse/convabuse.tsv", 0},
}

// OpenTexts reads the sentences of the public data sets under dir.
func OpenTexts(dir string) ([]string, error) {
	var out []string
	for _, o := range open {
		raw, err := os.ReadFile(filepath.Join(dir, o.file))
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(raw)) {
			if f := strings.Split(strings.TrimSpace(line), "\t"); o.column < len(f) {
				out = append(out, f[o.column])
			}
		}
	}
	f, err := os.Open(filepath.Join(dir, "toxicspans/toxicspans.jsonl.gz"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	r := bufio.NewReader(z)
	for {
		line, err := r.ReadBytes('\n')
		var c struct{ Text string }
		if json.Unmarshal(line, &c) == nil && c.Text != "" {
			out = append(out, c.Text)
		}
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// Word vectors: skip-grams with negative samples, in one thread and from a fixed
// seed, so that the same sentences always give the same vectors.
const (
	rarest    = 6 // a word seen less often has no vector
	window    = 4
	negatives = 5
	passes    = 5
	groups    = 240
)

// learnVectors learns from texts which words keep the same company.
func learnVectors(split *text.Splitter, texts []string) *heads.Vectors {
	count := map[uint32]int{}
	var sentences [][]uint32
	total := 0
	for _, t := range texts {
		d := split.Split(t)
		for _, s := range d.Sentences {
			var ids []uint32
			for _, w := range d.Words[s.First:s.Last] {
				ids = append(ids, w.Hash)
				count[w.Hash]++
			}
			total += len(ids)
			sentences = append(sentences, ids)
		}
	}
	var keys []uint32
	for k, n := range count {
		if n >= rarest {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	place := map[uint32]int32{}
	for i, k := range keys {
		place[k] = int32(i)
	}
	var urn []int32 // words as often as they are drawn against
	for i, k := range keys {
		for range int(math.Pow(float64(count[k]), 0.75)/4) + 1 {
			urn = append(urn, int32(i))
		}
	}
	rng := rand.New(rand.NewPCG(5, 6))
	in, out := make([]heads.Vector, len(keys)), make([]heads.Vector, len(keys))
	for i := range in {
		for d := range in[i] {
			in[i][d] = (rng.Float32() - 0.5) / heads.Dims
		}
	}
	var sig [1024]float32
	for i := range sig {
		sig[i] = sigmoid((float32(i)/512 - 1) * 6)
	}
	done := 0
	var ids []int32
	for range passes {
		for _, s := range sentences {
			ids = ids[:0]
			for _, k := range s {
				done++
				if i, ok := place[k]; ok {
					f := float64(count[k]) / float64(total)
					if keep := math.Sqrt(3e-4/f) + 3e-4/f; keep >= 1 || rng.Float64() < keep {
						ids = append(ids, i)
					}
				}
			}
			rate := 0.05 * max(0.01, 1-float32(done)/float32(total*passes))
			for i, w := range ids {
				reach := 1 + rng.IntN(window)
				for j := max(0, i-reach); j <= min(len(ids)-1, i+reach); j++ {
					if j == i {
						continue
					}
					v := &in[ids[j]]
					var change heads.Vector
					for n := range negatives + 1 {
						target, want := w, float32(1)
						if n > 0 {
							if target, want = urn[rng.IntN(len(urn))], 0; target == w {
								continue
							}
						}
						o := &out[target]
						var dot float32
						for d := range v {
							dot += v[d] * o[d]
						}
						g := rate * (want - sig[int(max(0, min(1023, (dot/6+1)*512)))])
						for d := range v {
							change[d] += g * o[d]
							o[d] += g * v[d]
						}
					}
					for d := range v {
						v[d] += change[d]
					}
				}
			}
		}
	}
	for i := range in {
		normalise(&in[i])
	}
	of := cluster(in, rng)
	for i, k := range keys {
		weight := float32(1e-3 / (1e-3 + float64(count[k])/float64(total)))
		for d := range in[i] {
			in[i][d] *= 2 * weight
		}
	}
	return heads.PackVectors(keys, in, of)
}

func normalise(v *heads.Vector) {
	var sum float64
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	for d := range v {
		v[d] /= float32(math.Sqrt(sum)) + 1e-9
	}
}

// cluster puts unit vectors into groups by direction.
func cluster(v []heads.Vector, rng *rand.Rand) []uint8 {
	centre := make([]heads.Vector, groups)
	for g, i := range rng.Perm(len(v))[:groups] {
		centre[g] = v[i]
	}
	of := make([]uint8, len(v))
	for range 15 {
		for i := range v {
			best, most := 0, float32(-2)
			for g := range centre {
				var dot float32
				for d := range v[i] {
					dot += v[i][d] * centre[g][d]
				}
				if dot > most {
					best, most = g, dot
				}
			}
			of[i] = uint8(best)
		}
		clear(centre)
		for i := range v {
			for d := range v[i] {
				centre[of[i]][d] += v[i][d]
			}
		}
		for g := range centre {
			normalise(&centre[g])
		}
	}
	return of
}
