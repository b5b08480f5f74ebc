package draft

import "afterwards/draft/internal/heads"

// Writing is a draft while it is being written. It gives the same reports as
// [Check], and works anew only on the sentences that have changed since the
// last one. It keeps the text of that one in memory. The zero value is ready;
// it must not be used by two goroutines at once.
type Writing struct{ memory heads.Memory }

// Check is [Check].
func (w *Writing) Check(p Purpose, src string) Report {
	return load().check(p, src, &w.memory).report
}
