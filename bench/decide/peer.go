package main

import (
	"fmt"
	"math/bits"
	"runtime"
	"runtime/debug"
	"syscall"
	"time"
)

// mask is which of the rules hold, a bit each.
type mask uint64

func (m mask) count() int { return bits.OnesCount64(uint64(m)) }

// peer is one engine, with rules and situations in the form that it likes best,
// made before the clock starts.
type peer interface {
	name() string
	answers() ([]mask, error)
	// turn goes through all situations, again and again for about the length of
	// a turn.
	turn() (figures, error)
}

// figures are those of one situation. The time is that of the processor, with
// what it spends on clearing up: on a busy machine, the clock on the wall says
// more about the neighbours.
type figures struct{ ns, allocs float64 }

func (f figures) allocated() string {
	if f.allocs < 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f", f.allocs)
}

const turn = 50 * time.Millisecond

// inGo is a peer that runs in this process.
type inGo struct {
	says       string
	situations int
	match      func(i int) (mask, error)
}

func (p *inGo) name() string { return p.says }

func (p *inGo) answers() ([]mask, error) {
	all := make([]mask, p.situations)
	for i := range all {
		var err error
		if all[i], err = p.match(i); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (p *inGo) turn() (figures, error) {
	runtime.GC() // what others left behind is not theirs to clear
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start, n := worked(), 0
	for ; n == 0 || worked()-start < turn; n += p.situations {
		for i := range p.situations {
			if _, err := p.match(i); err != nil {
				return figures{}, err
			}
		}
	}
	took := worked() - start
	runtime.ReadMemStats(&after)
	return figures{float64(took.Nanoseconds()) / float64(n), float64(after.Mallocs-before.Mallocs) / float64(n)}, nil
}

// worked returns the time that the processor has spent on this process.
func worked() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err) // impossible: there is a process
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// version returns the version of a module that was built in.
func version(module string) string {
	info, _ := debug.ReadBuildInfo()
	for _, m := range info.Deps {
		if m.Path == module {
			return m.Version
		}
	}
	return ""
}
