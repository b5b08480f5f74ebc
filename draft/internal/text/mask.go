package text

// squeeze shortens runs of three and more of one letter to keep letters:
// "soooo" to "so", "pleeease" to "pleease" or "please".
func squeeze(w []byte, keep int) ([]byte, bool) {
	long := false
	for i := 2; i < len(w); i++ {
		if w[i] == w[i-1] && w[i] == w[i-2] {
			long = true
			break
		}
	}
	if !long {
		return nil, false
	}
	out := make([]byte, 0, len(w))
	for i := 0; i < len(w); {
		j := i
		for j < len(w) && w[j] == w[i] {
			j++
		}
		n := j - i
		if n > 2 {
			n = keep
		}
		for range n {
			out = append(out, w[i])
		}
		i = j
	}
	return out, true
}

// unmask reads letters written as digits and signs ("k1ll mys3lf") and returns
// the one or two spellings that may be meant. The digit 1 is i or l.
func unmask(w []byte, digits bool) ([][]byte, bool) {
	if !digits {
		found := false
		for _, c := range w {
			found = found || c == '$' || c == '@'
		}
		if !found {
			return nil, false
		}
	}
	read := func(one byte) []byte {
		out := make([]byte, len(w))
		for i, c := range w {
			switch c {
			case '0':
				c = 'o'
			case '1':
				c = one
			case '3':
				c = 'e'
			case '4', '@':
				c = 'a'
			case '5', '$':
				c = 's'
			case '7':
				c = 't'
			}
			out[i] = c
		}
		return out
	}
	return [][]byte{read('i'), read('l')}, true
}

// grave are the words that are looked for behind slips of the finger, since a
// person in danger types badly and no other track depends on them.
var grave = []string{"suicide", "suicidal", "myself", "killing", "overdose", "overdosed", "hanging"}

// slip returns the grave word that an unknown word of five letters and more is
// one slip away from: a letter lost, added, changed or swapped.
func slip(w []byte) ([]byte, bool) {
	if len(w) < 5 || len(w) > 10 {
		return nil, false
	}
	for _, g := range grave {
		if w[0] == g[0] && oneSlip(w, g) {
			return []byte(g), true
		}
	}
	return nil, false
}

func oneSlip(a []byte, b string) bool {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	same := func(x []byte, y string) bool { return string(x) == y }
	ra, rb := a[i:], b[i:]
	switch {
	case len(ra) == 0 || len(rb) == 0:
		return len(ra)+len(rb) == 1
	case same(ra[1:], rb[1:]), same(ra[1:], rb), same(ra, rb[1:]):
		return true
	}
	return len(ra) >= 2 && len(rb) >= 2 && ra[0] == rb[1] && ra[1] == rb[0] && same(ra[2:], rb[2:])
}
