// Command drafts measures the draft checker against the labelled drafts:
//
//	go run ./bench/drafts                 the held-out part
//	go run ./bench/drafts -part dev -v    the other part, with every miss
//	go run ./bench/drafts -patterns       the patterns alone, without the heads
//	go run ./bench/drafts -model FILE     other heads than the shipped ones
//	go run ./bench/drafts -plain FILE     alarms on everyday messages, one a line
//
// The shipped heads have learned from all drafts, so their figures on the held
// part say nothing. For honest ones train on the other part first:
//
//	cd draft && go run ./internal/gen model -part dev -o dev.bin
//	go run ./bench/drafts -model draft/dev.bin
//
// The data lie outside the module, by default in ../shared/drafts; where they
// are missing the command says so and stops without an error.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"afterwards/bench/drafts/corpus"
	"afterwards/draft"
)

func main() {
	dir := flag.String("data", "../shared/drafts", "directory with the labelled drafts")
	part := flag.String("part", "held", "dev (the part patterns were written on), held or all")
	show := flag.Bool("v", false, "print every miss; do not use it on the held part")
	patterns := flag.Bool("patterns", false, "leave the heads out")
	model := flag.String("model", "", "heads to measure instead of the shipped ones, a file like model.bin")
	plain := flag.String("plain", "", "file of harmless everyday messages, one a line, to measure alarms on")
	flag.Parse()
	check, err := checker(*patterns, *model)
	if err != nil {
		fmt.Fprintln(os.Stderr, "drafts:", err)
		os.Exit(1)
	}
	b := bench{check: check, show: *show && *part == "dev"}
	if *plain != "" {
		if err := b.everyday(*plain, *part); err != nil {
			fmt.Fprintln(os.Stderr, "drafts:", err)
			os.Exit(1)
		}
		return
	}
	c, err := corpus.Read(*dir, *part)
	if errors.Is(err, fs.ErrNotExist) {
		fmt.Printf("There are no labelled drafts in %s: nothing was measured.\n", *dir)
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "drafts:", err)
		os.Exit(1)
	}
	fmt.Printf("part %s: %d drafts, %d pairs, %d safety texts, %d harmless messages\n\n",
		*part, len(c.Drafts), len(c.Pairs), len(c.Safety), len(c.Benign))
	for _, join := range []string{"\n", " "} {
		b.drafts(c.Drafts, join)
	}
	b.benign(c.Benign)
	b.safety(c.Safety)
	b.pairs(c.Pairs)
	b.speed(c.Drafts)
}

// checker returns the check to measure.
func checker(patterns bool, model string) (func(draft.Purpose, string) draft.Report, error) {
	switch {
	case patterns:
		return draft.PatternsAlone().Check, nil
	case model == "":
		return draft.Check, nil
	}
	raw, err := os.ReadFile(model)
	if err != nil {
		return nil, err
	}
	c, err := draft.WithModel(raw)
	return c.Check, err
}

type bench struct {
	check func(draft.Purpose, string) draft.Report
	show  bool
}

func (b bench) miss(format string, args ...any) {
	if b.show {
		fmt.Printf("  "+format+"\n", args...)
	}
}

// count is a table of hits and misses.
type count struct{ hit, extra, missed int }

func (c count) f1() float64 {
	return 2 * float64(c.hit) / max(1, float64(2*c.hit+c.extra+c.missed))
}

func (c count) String() string {
	return fmt.Sprintf("P %.2f  R %.2f  F1 %.3f  (%d marked rightly, %d wrongly, %d missed)",
		float64(c.hit)/max(1, float64(c.hit+c.extra)), float64(c.hit)/max(1, float64(c.hit+c.missed)), c.f1(), c.hit, c.extra, c.missed)
}

// drafts checks whole drafts, their sentences joined by a line break or a
// space. A sentence of ours gives its acts to the labelled sentence with which
// it shares most bytes, and to every other labelled sentence it covers by half.
func (b bench) drafts(drafts []corpus.Draft, join string) {
	acts := map[string]*count{}
	for _, a := range draft.Acts() {
		acts[a] = &count{}
	}
	right, crisis, stop := 0, 0, 0
	confusion := map[string]int{}
	for _, d := range drafts {
		texts := make([]string, len(d.Sentences))
		for i, s := range d.Sentences {
			texts[i] = s.Text
		}
		src := strings.Join(texts, join)
		r := b.check(draft.Purpose(d.Purpose), src)
		got := align(texts, len(join), r.Sentences)
		for i, s := range d.Sentences {
			for _, a := range draft.Acts() {
				is, said := slices.Contains(s.Acts, a), got[i][a]
				switch {
				case is && said:
					acts[a].hit++
				case said:
					acts[a].extra++
				case is:
					acts[a].missed++
				}
				if is != said && join == "\n" {
					b.miss("%s %-14s %s: %s", d.ID, a, map[bool]string{true: "MISSED", false: "EXTRA"}[is], s.Text)
				}
			}
		}
		if string(r.Verdict) == d.Verdict {
			right++
		} else {
			confusion[d.Verdict+" as "+string(r.Verdict)]++
			if join == "\n" {
				b.miss("%s %s verdict %s as %s", d.ID, d.Purpose, d.Verdict, r.Verdict)
			}
		}
		if r.Verdict == draft.Send {
			switch d.Verdict {
			case "crisis":
				crisis++
			case "stop":
				stop++
			}
		}
	}
	fmt.Printf("Sentences joined by %q\n", join)
	sum := 0.0
	for _, a := range draft.Acts() {
		fmt.Printf("  %-15s %v\n", a, *acts[a])
		sum += acts[a].f1()
	}
	fmt.Printf("  macro-F1 %.3f over %d acts\n", sum/float64(len(acts)), len(acts))
	fmt.Printf("  verdicts right %d of %d (%.1f %%)\n", right, len(drafts), 100*float64(right)/float64(max(1, len(drafts))))
	fmt.Printf("  passed as send: %d crisis, %d stop\n", crisis, stop)
	for _, k := range sortedKeys(confusion) {
		fmt.Printf("    %s: %d\n", k, confusion[k])
	}
	fmt.Println()
}

func sortedKeys(m map[string]int) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func align(texts []string, gap int, found []draft.Sentence) []map[string]bool {
	got := make([]map[string]bool, len(texts))
	for i := range got {
		got[i] = map[string]bool{}
	}
	for _, s := range found {
		best, most, at := -1, 0, 0
		for i, t := range texts {
			shared := min(s.End, at+len(t)) - max(s.Start, at)
			if shared > most {
				best, most = i, shared
			}
			if 2*shared > len(t) {
				give(got[i], s)
			}
			at += len(t) + gap
		}
		if best >= 0 {
			give(got[best], s)
		}
	}
	return got
}

func give(to map[string]bool, s draft.Sentence) {
	for _, f := range s.Acts {
		to[f.Act] = true
	}
}

// benign counts alarms: a harmless message raises one when any finding in it
// works against its purpose.
func (b bench) benign(messages []corpus.Plain) {
	alarms, verdicts := 0, 0
	for _, m := range messages {
		r := b.check(draft.Purpose(m.Purpose), m.Text)
		var why []string
		for _, s := range r.Sentences {
			for _, f := range s.Acts {
				if f.Counts {
					why = append(why, f.Act)
				}
			}
		}
		if why != nil {
			alarms++
			b.miss("%s %s ALARM %v: %s", m.ID, m.Purpose, why, m.Text)
		}
		if r.Verdict != draft.Send {
			verdicts++
		}
	}
	fmt.Printf("Harmless messages alarmed: %d of %d (%.1f %%), not judged send: %d\n", alarms, len(messages), 100*float64(alarms)/float64(max(1, len(messages))), verdicts)
}

// everyday counts alarms on messages between people who are no exes. Love, longing
// and requests are at home there, so they raise none; a message is held out or
// not by the hash of its words.
func (b bench) everyday(file, part string) error {
	raw, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	all, alarmed, by := 0, 0, map[string]int{}
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSpace(line)
		if line == "" || part != "all" && corpus.Held(line) != (part == "held") {
			continue
		}
		all++
		var why []string
		for _, s := range b.check(draft.Light, line).Sentences {
			for _, f := range s.Acts {
				if f.Counts && f.Act != "affection" && f.Act != "request" && !slices.Contains(why, f.Act) {
					why = append(why, f.Act)
					by[f.Act]++
				}
			}
		}
		if why != nil {
			alarmed++
			b.miss("ALARM %v: %s", why, line)
		}
	}
	fmt.Printf("Everyday messages alarmed: %d of %d (%.1f %%)\n", alarmed, all, 100*float64(alarmed)/float64(max(1, all)))
	for _, k := range sortedKeys(by) {
		fmt.Printf("  %s: %d\n", k, by[k])
	}
	return nil
}

func (b bench) safety(texts []corpus.Plain) {
	found, all := map[string]int{}, map[string]int{}
	for _, s := range texts {
		crisis := b.check(draft.Unsent, s.Text).Verdict == draft.Crisis
		all[s.Kind]++
		if crisis {
			found[s.Kind]++
		}
		if crisis != (s.Kind != "none") {
			b.miss("%s %s crisis=%v: %s", s.ID, s.Kind, crisis, s.Text)
		}
	}
	for _, k := range []string{"explicit", "implicit", "none"} {
		fmt.Printf("Self-harm, %s: %d of %d seen (%.1f %%)\n", k, found[k], all[k], 100*float64(found[k])/float64(max(1, all[k])))
	}
}

// pairs counts the minimal pairs of which both sentences get exactly their acts.
func (b bench) pairs(pairs []corpus.Pair) {
	both, exact := 0, 0
	for _, p := range pairs {
		ok := 0
		for _, s := range []corpus.Sentence{p.A, p.B} {
			got := map[string]bool{}
			for _, f := range b.check(draft.Purpose(p.Purpose), s.Text).Sentences {
				give(got, f)
			}
			same := len(got) == len(s.Acts)
			for _, a := range s.Acts {
				same = same && got[a]
			}
			if same {
				ok++
			} else {
				b.miss("%s %s want %v got %v: %s", p.ID, p.Phenomenon, s.Acts, got, s.Text)
			}
		}
		exact += ok
		if ok == 2 {
			both++
		}
	}
	fmt.Printf("Contrast pairs with both right: %d of %d (%.1f %%); single sentences exactly right: %d of %d\n",
		both, len(pairs), 100*float64(both)/float64(max(1, len(pairs))), exact, 2*len(pairs))
}

func (b bench) speed(drafts []corpus.Draft) {
	var all strings.Builder
	for _, d := range drafts {
		for _, s := range d.Sentences {
			all.WriteString(s.Text)
			all.WriteByte('\n')
		}
	}
	src := all.String()
	start, bytes := time.Now(), 0
	for time.Since(start) < time.Second {
		b.check(draft.Hurt, src)
		bytes += len(src)
	}
	fmt.Printf("Warm speed: %.2f MB/s\n", float64(bytes)/1e6/time.Since(start).Seconds())
}
