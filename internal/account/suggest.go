package account

import (
	"crypto/rand"
	_ "embed"
	"math/big"
	"strings"
	"sync"
)

//go:embed words.txt
var wordsText string

// words are plain and short, and none of them hurts to read after a breakup.
var words = sync.OnceValue(func() []string { return strings.Fields(wordsText) })

const suggestedWords = 5 // about 52 bits: far out of reach of guesses through Argon2id

// Suggest returns a passphrase of five random words.
func Suggest() string {
	picked := make([]string, suggestedWords)
	for i := range picked {
		picked[i] = pick(words())
	}
	return strings.Join(picked, " ")
}

var (
	deviceColors = strings.Fields("amber blue bronze copper coral cream crimson gold green grey indigo ivory jade lilac olive orange pearl pink plum purple red rose ruby sand scarlet silver teal violet white yellow")
	deviceThings = strings.Fields("anchor apple arrow barn basket bell boat bridge candle castle cloud comet door drum feather fern field garden gate harbour hill island kettle kite ladder lake lamp lantern leaf meadow mill moon mountain orchard owl path pebble river rocket sail shell star stone tower train tree valley wagon willow window")
)

// deviceName makes up the words that tell devices apart. A device cannot
// choose its own: a name that can be chosen can be made to look familiar.
func deviceName() string { return pick(deviceColors) + " " + pick(deviceThings) }

func pick(from []string) string {
	n, err := rand.Int(rand.Reader, big.NewInt(int64(len(from))))
	if err != nil {
		panic("account: no random numbers: " + err.Error()) // crypto/rand.Reader never fails
	}
	return from[n.Int64()]
}
