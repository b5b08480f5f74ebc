// Package text turns the bytes of a draft into words, clauses and sentences,
// each with its place in the original bytes.
//
// A word is canonical: lower case, straight apostrophes, texting spellings and
// contractions written out ("u r", "don't" become "you are", "do not"). Several
// words may share one place, since "don't" is two words in one. Everything runs
// in one pass and in time linear in the length of the text.
package text

// Flags are facts about one word.
type Flags uint16

// The facts a word may carry.
const (
	Quoted      Flags = 1 << iota // inside quotation marks
	ClauseStart                   // first word of a clause
	Negator                       // not, never, no, without and the like
	Capital                       // starts with a capital although no sentence starts here
	Shouted                       // two or more letters, all capitals
	Emoji                         // a symbol, not a letter
	Number                        // a number, a time, a date or a sum
	Inverted                      // an auxiliary that stands before its subject: "can you"
	PastForm                      // looks like a past form: "waited", "took"
	IngForm                       // ends in -ing and is no thing: "waiting"
)

// Word is one canonical word and its place.
type Word struct {
	Start, End int    // bytes of the original text
	ID         uint16 // number in the lexicon; 0 is a word it does not know
	Hash       uint32 // hash of the canonical spelling
	Clause     int32  // number of its clause, counted through the text
	Flags      Flags
}

// Sentence is a run of words that ends with a full stop, a line break, a bullet
// or the end of the text.
type Sentence struct {
	Start, End  int  // bytes of the original text, without surrounding space
	First, Last int  // words [First, Last) of the document
	Question    bool // asks something, with or without a question mark
	Exclaims    bool // ends with an exclamation mark
}

// Document is a text taken apart.
type Document struct {
	Words     []Word
	Sentences []Sentence
	Purpose   int // what the text is for, a number of package pattern; set by whoever knows
	// Steps counts the units of work done, so that a test can show that the
	// work grows with the length of the text and no faster.
	Steps int
}

// Hash returns the 32-bit FNV-1a hash of a canonical spelling.
func Hash(word []byte) uint32 {
	h := uint32(2166136261)
	for _, c := range word {
		h = (h ^ uint32(c)) * 16777619
	}
	return h
}
