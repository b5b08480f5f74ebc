// Command decide times the decision engine beside its peers. Forty conditions of
// our rules, over the same situations, are matched by ours and by four engines
// that other programs decide with; before anything is timed, all must give the
// same answers. Then come our own questions, over all that we know: the verdict
// alone, with its reasons, and with what is open and what would change it. All
// run in turns, so that a machine that drifts drifts for all.
//
//	cd bench/decide && go run .
//
// It is a module of its own, so that the peers never reach the program. One peer
// runs in node; npm fetches it into a folder that is removed again, and without
// node or npm it is left out.
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"os"
	"slices"

	"afterwards/advice"
)

func main() {
	situations := flag.Int("situations", 2000, "how many situations are drawn")
	rounds := flag.Int("rounds", 15, "how often each has its turn")
	flag.Parse()
	if err := run(context.Background(), *situations, *rounds); err != nil {
		fmt.Fprintln(os.Stderr, "decide:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, situations, rounds int) error {
	adviser, err := advice.Default()
	if err != nil {
		return err
	}
	rules, err := translate(adviser)
	if err != nil {
		return err
	}
	given, err := draw(adviser, named(rules), situations)
	if err != nil {
		return err
	}
	peers, err := peersOf(ctx, adviser, rules, given)
	if err != nil {
		return err
	}
	node, err := startNode(rules, given)
	if err != nil {
		fmt.Printf("json-rules-engine is left out: %v\n", err)
	} else {
		defer node.stop()
		peers = append(peers, node)
	}
	hold, err := agree(peers, rules, given)
	if err != nil {
		return err
	}
	all, err := draw(adviser, nil, situations)
	if err != nil {
		return err
	}
	own := questions(adviser, all)

	turns := append(slices.Clone(peers), own...)
	took := make([][]figures, len(turns))
	for range rounds {
		for i, p := range turns {
			f, err := p.turn()
			if err != nil {
				return fmt.Errorf("%s: %w", p.name(), err)
			}
			took[i] = append(took[i], f)
		}
	}

	fmt.Printf("%d rules, %d situations in which %.1f of them hold, by all engines alike; %d rounds in turns\n", len(rules), situations, hold, rounds)
	fmt.Printf("%-34s %10s %10s %8s %8s\n", "ns a situation", "least", "median", "of ours", "allocs")
	ours := median(took[0]).ns
	for i, p := range turns {
		f := median(took[i])
		ratio := ""
		switch {
		case i < len(peers):
			ratio = fmt.Sprintf("%.1f", f.ns/ours)
		case i == len(peers):
			fmt.Println("\nour own questions, over all facts, gates and rules")
		}
		fmt.Printf("%-34s %10.0f %10.0f %8s %8s\n", p.name(), least(took[i]).ns, f.ns, ratio, f.allocated())
	}
	return nil
}

// agree lets every peer answer once, and returns how many rules hold in a
// situation on average.
func agree(peers []peer, rules []rule, given []drawn) (hold float64, err error) {
	var want []mask
	for _, p := range peers {
		got, err := p.answers()
		if err != nil {
			return 0, fmt.Errorf("%s: %w", p.name(), err)
		}
		if want == nil {
			want = got
		}
		for i := range given {
			for r := range rules {
				if x, y := want[i]>>r&1, got[i]>>r&1; x != y {
					return 0, fmt.Errorf("%s disagrees with %s on %s in %v", p.name(), peers[0].name(), rules[r].id, given[i].facts)
				}
			}
		}
	}
	for _, m := range want {
		hold += float64(m.count()) / float64(len(want))
	}
	return hold, nil
}

func median(all []figures) figures {
	s := slices.SortedFunc(slices.Values(all), byTime)
	return s[len(s)/2]
}

func least(all []figures) figures { return slices.MinFunc(all, byTime) }

func byTime(x, y figures) int { return cmp.Compare(x.ns, y.ns) }
