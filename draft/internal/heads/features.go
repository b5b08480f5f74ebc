// Package heads holds the small linear models that stand beside the patterns:
// for each act, how likely a sentence performs it, judged from its words, word
// classes, pattern matches and the sentences around it.
package heads

import (
	"math"
	"slices"

	"afterwards/draft/internal/pattern"
	"afterwards/draft/internal/text"
)

// Acts is the number of acts that are scored.
const Acts = 17

// Scores are one number for each act.
type Scores [Acts]float32

// Context is what a sentence's features depend on besides its own words.
type Context struct {
	Purpose  int // index of the purpose of the draft
	Position int // index of the sentence
	Of       int // number of sentences
}

// salts keep the kinds of features apart.
const (
	saltWord uint32 = 0x08000011 * (iota + 1)
	saltPair
	saltClass
	saltClassPair
	saltClassWord
	saltWordClass
	saltRule
	saltRuleAct
	saltFrame
	saltStem
	saltSkip
	saltFirst
	saltLast
	saltPurpose
	saltPlace
	saltGroup
	saltGroupPair
	saltPurposePerson
	saltPurposeRule
	saltPast
	saltThree
)

func mix(salt, a, b uint32) uint32 {
	h := salt ^ a*0x85ebca6b
	h ^= h >> 15
	h = (h + b) * 0xc2b2ae35
	h ^= h >> 13
	h *= 0x27d4eb2f
	return h ^ h>>16
}

// Extract appends the features of one sentence to out, without repeats, and
// returns them. A feature is the hash of a fact about the sentence. Where in the
// draft it stands is left to [Places].
func Extract(p *pattern.Program, v *Vectors, src string, d *text.Document, s text.Sentence, hits []pattern.Hit, purpose int, out []uint32) []uint32 {
	base := len(out)
	words := d.Words[s.First:s.Last]
	prev, prev2 := uint32(1), uint32(1)
	var prevClasses []uint8
	var person uint32
	var prevGroup, pasts uint32
	for i, w := range words {
		h := w.Hash
		if w.Flags&text.Quoted != 0 {
			h ^= 0x51ed270b
		}
		out = append(out, mix(saltWord, h, 0), mix(saltPair, prev, h), mix(saltSkip, prev2, h), mix(saltThree, prev2*31+prev, h))
		if n := w.End - w.Start; n >= 6 {
			out = append(out, mix(saltStem, stem(src[w.Start:w.End]), 0))
		}
		classes := p.Classes(w.ID)
		for _, cl := range classes {
			key := p.ClassKeys[cl]
			out = append(out, mix(saltClass, key, 0), mix(saltClassWord, prev, key))
			for _, pc := range prevClasses {
				out = append(out, mix(saltClassPair, p.ClassKeys[pc], key))
			}
		}
		for _, pc := range prevClasses {
			out = append(out, mix(saltWordClass, p.ClassKeys[pc], h))
		}
		if len(classes) > 0 || i%4 == 0 {
			prevClasses = classes
		}
		if g := v.group(w.Hash); g > 0 {
			out = append(out, mix(saltGroup, g, 0), mix(saltGroupPair, prevGroup, g))
			prevGroup = g
		}
		if w.Flags&text.PastForm != 0 {
			pasts |= personOf(prev)
		}
		if i < 2 {
			out = append(out, mix(saltFirst, uint32(i), h))
		}
		prev2, prev = prev, h
		person |= personOf(w.Hash)
	}
	out = append(out, mix(saltPair, prev, 2), mix(saltLast, prev, 0))
	for _, h := range hits {
		r := &p.Rules[h.Rule]
		out = append(out, mix(saltRule, p.RuleKeys[h.Rule], 0), mix(saltRuleAct, uint32(r.Act), uint32(r.Level)), mix(saltPurposeRule, uint32(purpose), uint32(r.Act)))
	}
	out = append(out, mix(saltPurposePerson, uint32(purpose), person), mix(saltPast, pasts, 0), mix(saltPast, pasts, uint32(purpose)+1), mix(saltFrame, 1, person), mix(saltFrame, 2, length(len(words))))
	if s.Question {
		out = append(out, mix(saltFrame, 3, 1), mix(saltFrame, 4, person))
	}
	if s.Exclaims {
		out = append(out, mix(saltFrame, 5, 1))
	}
	out = append(out, mix(saltPurpose, uint32(purpose), 0))
	slices.Sort(out[base:])
	return slices.Compact(out[base:])
}

// Places returns the features of a sentence of so many words that tell where in
// the draft it stands.
func Places(c Context, words int) [2]uint32 {
	return [2]uint32{mix(saltPlace, place(c), 0), mix(saltPlace, place(c), length(words)+10)}
}

var (
	hashI    = text.Hash([]byte("i"))
	hashMe   = text.Hash([]byte("me"))
	hashMy   = text.Hash([]byte("my"))
	hashYou  = text.Hash([]byte("you"))
	hashYour = text.Hash([]byte("your"))
	hashWe   = text.Hash([]byte("we"))
	hashUs   = text.Hash([]byte("us"))
)

// personOf returns a bit for the first person, the second and "we".
func personOf(h uint32) uint32 {
	switch h {
	case hashI, hashMe, hashMy:
		return 1
	case hashYou, hashYour:
		return 2
	case hashWe, hashUs:
		return 4
	}
	return 0
}

func length(n int) uint32 {
	switch {
	case n <= 2:
		return 0
	case n <= 4:
		return 1
	case n <= 8:
		return 2
	case n <= 14:
		return 3
	}
	return 4
}

// place says where in the draft a sentence stands: alone, first, second, in the
// middle, last but one, last.
func place(c Context) uint32 {
	switch {
	case c.Of == 1:
		return 1
	case c.Position == 0:
		return 2
	case c.Position == c.Of-1:
		return 3
	case c.Position == c.Of-2:
		return 4
	case c.Position == 1:
		return 5
	}
	return 6
}

// stem hashes the first five letters of a word, lower case, so that forms of a
// word never seen resemble the ones that were.
func stem(w string) uint32 {
	var buf [5]byte
	n := copy(buf[:], w)
	for i, c := range buf[:n] {
		if c >= 'A' && c <= 'Z' {
			buf[i] = c + 'a' - 'A'
		}
	}
	return text.Hash(buf[:n])
}

// Around is the number of inputs of the second stage.
const Around = Acts*8 + 10 + 7 + 1

// Overall is what a whole draft adds up to, for [Surround].
type Overall struct {
	sum          Scores    // of the first-stage probabilities
	peak, second Scores    // the two highest first-stage scores
	at           [Acts]int // the sentence with the highest
}

// Total adds up the first-stage scores of a draft.
func Total(first []Scores) Overall {
	var o Overall
	for a := range Acts {
		o.peak[a], o.second[a], o.at[a] = nothing, nothing, -1
	}
	for i := range first {
		for a, x := range first[i] {
			o.sum[a] += sigmoid(x)
			switch {
			case x > o.peak[a]:
				o.second[a], o.peak[a], o.at[a] = o.peak[a], x, i
			case x > o.second[a]:
				o.second[a] = x
			}
		}
	}
	return o
}

// nothing is the score of a sentence that is not there.
const nothing = -4

// Surround fills the inputs of the second stage for sentence i: the first-stage
// scores of the sentence, its neighbours and the whole draft, what the patterns
// found, the purpose and the place.
func Surround(first []Scores, o *Overall, found [][2]Scores, c Context, i int, in *[Around]float32) {
	*in = [Around]float32{}
	at := 0
	put := func(score func(a int) float32) {
		for a := range Acts {
			in[at+a] = score(a)
		}
		at += Acts
	}
	near := func(j, a int) float32 {
		if j < 0 || j >= len(first) {
			return nothing
		}
		return first[j][a]
	}
	put(func(a int) float32 { return squash(first[i][a]) })
	put(func(a int) float32 { return squash(near(i-1, a)) })
	put(func(a int) float32 { return squash(near(i+1, a)) })
	put(func(a int) float32 { return squash(max(near(i-2, a), near(i+2, a))) })
	put(func(a int) float32 {
		if o.at[a] == i {
			return squash(o.second[a])
		}
		return squash(o.peak[a])
	})
	put(func(a int) float32 {
		return (o.sum[a] - sigmoid(first[i][a])) / float32(max(1, len(first)-1))
	})
	put(func(a int) float32 { return found[i][0][a] })
	put(func(a int) float32 { return found[i][1][a] })
	in[at+c.Purpose] = 1
	at += 10
	in[at+int(place(c))] = 1
	at += 7
	in[at] = 1
}

func squash(x float32) float32 { return max(-6, min(6, x)) / 3 }

func sigmoid(x float32) float32 { return float32(1 / (1 + math.Exp(-float64(x)))) }
