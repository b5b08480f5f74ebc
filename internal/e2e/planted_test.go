package e2e

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// asked is every address that a browser asks for, with what it says beside it.
type asked struct {
	mu  sync.Mutex
	all []string
}

// listen hears every request of the browser from now on.
func listen(t *testing.T, ctx context.Context) *asked {
	t.Helper()
	a := &asked{}
	err := chromedp.Listen(ctx, func(event any) {
		a.mu.Lock()
		defer a.mu.Unlock()
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			a.all = append(a.all, e.Request.URL+e.Request.URLFragment+" from "+e.DocumentURL)
		case *network.EventRequestWillBeSentExtraInfo: // the headers as they go out, cookies too
			for name, value := range e.Headers {
				a.all = append(a.all, fmt.Sprint(name, ": ", value))
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestPlantedWordsStayWhereTheyBelong lets somebody give a word of their own to
// everything that takes one, and looks for these words wherever the program
// could have left them. Each is one word, so that no way of writing an address
// hides it.
func TestPlantedWordsStayWhereTheyBelong(t *testing.T) {
	p := start(t)
	ctx := browse(t, phone)
	requests := listen(t, ctx)

	code := moveIn(t, ctx, p)
	answer(t, ctx, p, map[string]any{"crisis": "no", "fear": false, "abuse": "none", "ex_toxic": "no", "legal_order": "none",
		"own_conduct": []string{"repeated_contact"}})
	click(t, ctx, "Stop here and see the answer so far")
	click(t, ctx, "Keep this answer")
	reads(t, ctx, "Kept.")
	reads(t, ctx, "What you answered")
	click(t, ctx, "Look back on it")
	click(t, ctx, "Partly")
	fill(t, ctx, "What you would tell yourself", "The ferry at thistlemoor.")
	click(t, ctx, "Keep this")
	reads(t, ctx, "thistlemoor")

	checkDraft(t, ctx, p, "You never cared about kettlebrook.")
	fill(t, ctx, "What do you want to say?", "You never cared about lanternford.")
	until(t, ctx, "it was read while it was typed", `document.querySelector("#result").innerText.includes("lanternford")`)
	evaluate[bool](t, ctx, `document.querySelector("button[name=dismiss]").value = "phrase:never quayhollow", true`)
	click(t, ctx, "Don’t mark this")
	click(t, ctx, "Only this place")
	until(t, ctx, "the phrase was kept", `document.querySelector("#result button[name=dismiss]")?.value.startsWith("place:")`)
	do(t, ctx, chromedp.Navigate(p.url+"/place/unmarked"))
	reads(t, ctx, "quayhollow")
	checkDraft(t, ctx, p, "You never cared about lanternford.")
	click(t, ctx, "Keep it in my journal")
	reads(t, ctx, "Kept.")

	walking("/exercises/if-then", "Begin", "How sure are you")(t, ctx, p)
	fill(t, ctx, "Number", "37")
	click(t, ctx, "Go on")
	reads(t, ctx, "Pick one moment")
	fill(t, ctx, "If …", "The corner at saddlemere.")
	click(t, ctx, "Go on")
	reads(t, ctx, "Pick one act")
	click(t, ctx, "Stop here")
	reads(t, ctx, "Your numbers are kept.")
	click(t, ctx, "Keep what I wrote in my journal")
	reads(t, ctx, "saddlemere")

	writes(t, ctx, p, "Thimblewick", "The gate at marrowgate, and the harbour.")
	click(t, ctx, "Change")
	reads(t, ctx, "Change the entry")
	fill(t, ctx, "What is on your mind", "The stair at pebbleham.")
	click(t, ctx, "Keep it")
	reads(t, ctx, "pebbleham")
	click(t, ctx, "Journal")
	reads(t, ctx, "Thimblewick")
	fill(t, ctx, "Words to look for", "pebbleham")
	click(t, ctx, "Search")
	reads(t, ctx, "Entries that have all these words.")
	do(t, ctx, chromedp.Navigate(p.url+"/letters"))
	click(t, ctx, "Never to be sent")
	reads(t, ctx, "What it cannot do")
	click(t, ctx, "Begin")
	click(t, ctx, "No")
	reads(t, ctx, "This one is only for you.")
	click(t, ctx, "Write it for myself, and keep it")
	fill(t, ctx, "What would you say if nobody ever read it?", "The bridge at wickerstow.")
	click(t, ctx, "See the whole letter")
	reads(t, ctx, "wickerstow")
	click(t, ctx, "Put it away")
	fill(t, ctx, "Why you put it away", "The mill at barleyhurst.")
	click(t, ctx, "Put it away")
	reads(t, ctx, "barleyhurst")
	click(t, ctx, "Read it to somebody")
	fill(t, ctx, "Names to leave out", "Corvidene")
	click(t, ctx, "Make the sheet")
	reads(t, ctx, "Please do not pass it on.")
	do(t, ctx, chromedp.Navigate(p.url+"/replies"))
	fill(t, ctx, "The reply itself", "You never cared about ottermouth.")
	click(t, ctx, "Read it with me")
	reads(t, ctx, "What has to be settled")

	do(t, ctx, chromedp.Navigate(p.url+"/journal"))
	click(t, ctx, "Sign out")
	reads(t, ctx, "What is going on right now?")
	do(t, ctx, chromedp.Navigate(p.url+"/journal"))
	signIn(t, ctx, "wrongly rosemarket typed")
	reads(t, ctx, "That passphrase does not open this journal.")
	signIn(t, ctx, passphrase)
	click(t, ctx, "Go on")
	reads(t, ctx, "Thimblewick")

	words := []string{"wickerstow", "barleyhurst", "corvidene", "ottermouth", "quayhollow", "thistlemoor", "kettlebrook", "lanternford", "saddlemere", "thimblewick", "marrowgate", "pebbleham", "rosemarket", "herons",
		"repeated_contact", "own_conduct", strings.ToLower(code[:9]), strings.ToLower(strings.ReplaceAll(code, "-", ""))[:8]}
	lack := func(where string, content []byte) {
		t.Helper()
		content = bytes.ToLower(content)
		for _, word := range words {
			if bytes.Contains(content, []byte(word)) {
				t.Errorf("%q is in %s", word, where)
			}
		}
	}
	requests.mu.Lock()
	defer requests.mu.Unlock()
	if !slices.ContainsFunc(requests.all, func(r string) bool { return strings.HasPrefix(r, "Cookie: ") && strings.Contains(r, "session=") }) {
		t.Errorf("the requests were not heard: %q", requests.all)
	}
	for _, request := range requests.all {
		lack("a request: "+request, []byte(request))
	}
	lack("the log", []byte(p.log.String()))
	files := 0
	err := filepath.WalkDir(p.data, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files++
		content, err := os.ReadFile(path)
		lack(path, append(content, path...))
		return err
	})
	if err != nil || files == 0 {
		t.Errorf("the data folder cannot be searched: %d files, %v", files, err)
	}
}
