package draft_test

import (
	"strings"
	"testing"

	"afterwards/draft"
)

// A letter of about a kilobyte, and fifty of them.
var letter = strings.Repeat("I still love you, and I know that you never cared. When you left on Friday I felt small.\nCan you leave the keys with the porter? Thank you for the good years, take care.\n", 6)

func BenchmarkCheckLetter(b *testing.B) {
	b.SetBytes(int64(len(letter)))
	for b.Loop() {
		draft.Check(draft.Hurt, letter)
	}
}

func BenchmarkCheckManyLetters(b *testing.B) {
	long := strings.Repeat(letter, 50)
	b.SetBytes(int64(len(long)))
	for b.Loop() {
		draft.Check(draft.Hurt, long)
	}
}

// A key more in a letter that was read before.
func BenchmarkCheckOneKeyMore(b *testing.B) {
	var w draft.Writing
	words := []string{letter, letter + "I"}
	b.SetBytes(int64(len(letter)))
	for i := 0; b.Loop(); i++ {
		w.Check(draft.Hurt, words[i%2])
	}
}
