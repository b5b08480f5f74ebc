package text

import (
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// fixed are the ids of words that the splitter itself must recognise.
type fixed struct {
	your, you, are, its, it, is, ill, id, i, will, would, to, for_, now uint16
	num, time, money, date, emoji, possessive                           uint16
}

// Splitter turns texts into documents with the help of one lexicon. It is safe
// for concurrent use.
type Splitter struct {
	lex *Lexicon
	fix fixed
}

// NewSplitter prepares a splitter.
func NewSplitter(l *Lexicon) *Splitter {
	s := &Splitter{lex: l}
	id := func(w string) uint16 {
		if ids, ok := l.find([]byte(w), Hash([]byte(w))); ok && ids[1] == 0 {
			return ids[0]
		}
		return 0
	}
	s.fix = fixed{
		your: id("your"), you: id("you"), are: id("are"), its: id("its"), it: id("it"), is: id("is"),
		ill: id("ill"), id: id("id"), i: id("i"), will: id("will"), would: id("would"), to: id("to"), for_: id("for"),
		now: id("now"),
		num: id(NumberWord), time: id(TimeWord), money: id(MoneyWord), date: id(DateWord), emoji: id(EmojiWord), possessive: id("'s"),
	}
	return s
}

// run is the state of one pass.
type run struct {
	*Splitter
	src     string
	doc     *Document
	clause  int32
	fresh   bool // the next word opens a clause
	first   int  // first word of the sentence under way
	start   int  // first byte of it; -1 when nothing stands in it yet
	end     int  // last byte of it
	inQuote rune // closing mark awaited, 0 outside
	scratch []byte
	seams   []seam // in the word under way
}

// seam is a place inside a word where a character of no width stands: it may
// hide a word or stand between two.
type seam struct{ scratch, next int }

// Split takes the text apart. It accepts any bytes: those that are not valid
// UTF-8 count as space.
func (s *Splitter) Split(src string) *Document {
	r := &run{Splitter: s, src: src, doc: &Document{}, start: -1, fresh: true}
	r.doc.Words = make([]Word, 0, len(src)/4+8)
	r.scratch = make([]byte, 0, 64)
	for at := 0; at < len(src); {
		at = r.step(at)
	}
	r.endSentence(false, false)
	return r.doc
}

// step consumes at least one byte.
func (r *run) step(at int) int {
	r.doc.Steps++
	c := r.src[at]
	switch {
	case c == '\n':
		r.endSentence(false, false)
		r.inQuote = 0
		return at + 1
	case c == ' ' || c == '\t' || c == '\r':
		return at + 1
	case isLetter(c):
		return r.word(at)
	case isDigit(c):
		return r.number(at, at)
	case c < utf8.RuneSelf:
		return r.punct(at, rune(c), 1)
	}
	ch, size := utf8.DecodeRuneInString(r.src[at:])
	switch {
	case ch == utf8.RuneError && size == 1:
		return at + 1
	case unicode.IsLetter(ch):
		return r.word(at)
	case ch == '£' || ch == '€':
		return r.punct(at, ch, size)
	case unicode.IsSpace(ch) || isInvisible(ch):
		if ch == '\u2028' || ch == '\u2029' || ch == '\u0085' {
			r.endSentence(false, false)
		}
		return at + size
	case unicode.IsPunct(ch) || ch < 0x2000:
		return r.punct(at, ch, size)
	}
	return r.symbol(at)
}

// symbol takes one emoji or other sign: a whole grapheme cluster.
func (r *run) symbol(at int) int {
	g := graphemes.FromString(r.src[at:])
	size := 1
	if g.Next() {
		size = len(g.Value())
	}
	r.begin(at)
	r.end = at + size
	r.add(r.fix.emoji, Hash([]byte(r.src[at:at+size])), at, at+size, Emoji)
	r.doc.Steps += size
	return at + size
}

// maxWords is where a sentence is cut that does not end by itself, so that the
// work on one sentence stays bounded.
const maxWords = 200

// begin opens a sentence at a byte if none is under way.
func (r *run) begin(at int) {
	if r.start >= 0 && len(r.doc.Words)-r.first >= maxWords {
		r.endSentence(false, false)
	}
	if r.start < 0 {
		r.start, r.first = at, len(r.doc.Words)
		r.fresh = true
	}
}

// word takes letters, with apostrophes and digits inside, and hyphens as a
// break between two words.
func (r *run) word(at int) int {
	end, letters, upper, digits := at, 0, 0, 0
	r.scratch, r.seams = r.scratch[:0], r.seams[:0]
loop:
	for end < len(r.src) {
		c := r.src[end]
		switch {
		case c >= 'a' && c <= 'z':
			r.scratch = append(r.scratch, c)
			letters++
			end++
		case c >= 'A' && c <= 'Z':
			r.scratch = append(r.scratch, c+'a'-'A')
			letters++
			upper++
			end++
		case isDigit(c):
			r.scratch = append(r.scratch, c)
			digits++
			end++
		case c == '\'' || c == '*' || c == '$' || c == '@' || c == '/':
			if end+1 < len(r.src) && (isLetter(r.src[end+1]) || c == '*' && r.src[end+1] == '*') && (c != '/' || letters == 1 && end+2 < len(r.src) && r.src[end+1] == 'o') {
				r.scratch = append(r.scratch, c)
				end++
				continue
			}
			break loop
		case c < utf8.RuneSelf:
			break loop
		default:
			ch, size := utf8.DecodeRuneInString(r.src[end:])
			switch {
			case ch == '’' || ch == '‘' || ch == 'ʼ':
				next, _ := utf8.DecodeRuneInString(r.src[end+size:])
				if !unicode.IsLetter(next) {
					break loop
				}
				r.scratch = append(r.scratch, '\'')
				end += size
			case unicode.Is(unicode.Mn, ch):
				end += size
			case isInvisible(ch):
				end += size
				if n := len(r.seams); n > 0 && r.seams[n-1].scratch == len(r.scratch) {
					r.seams = r.seams[:n-1]
				}
				r.seams = append(r.seams, seam{len(r.scratch), end})
			case unicode.IsLetter(ch) && size > 1:
				if unicode.IsUpper(ch) {
					upper++
				}
				letters++
				r.scratch = utf8.AppendRune(r.scratch, fold(unicode.ToLower(ch)))
				end += size
			default:
				break loop
			}
		}
	}
	r.doc.Steps += end - at
	opening := r.start < 0
	r.begin(at)
	r.end = end
	var f Flags
	if upper > 0 && !(len(r.scratch) > 1 && r.scratch[0] == 'i' && r.scratch[1] == '\'') && !opening && !r.atStart() && len(r.scratch) > 1 {
		f |= Capital
	}
	if letters > 1 && upper == letters {
		f |= Shouted
	}
	stop := end // without what shows nothing after the last letter
	for len(r.seams) > 0 {
		ch, size := utf8.DecodeLastRuneInString(r.src[at:stop])
		if !isInvisible(ch) {
			break
		}
		stop -= size
	}
	r.spell(at, stop, digits > 0, f)
	if end < len(r.src) && r.src[end] == '-' && end+1 < len(r.src) && isLetter(r.src[end+1]) {
		return end + 1
	}
	return end
}

func (r *run) atStart() bool { return len(r.doc.Words) == r.first }

// spell looks the word in scratch up and adds what it stands for.
func (r *run) spell(start, end int, digits bool, f Flags) {
	w := r.scratch
	f |= shape(w)
	if r.look(w, start, end, f) {
		return
	}
	if len(r.seams) > 0 && r.parts(w, start, end, f) {
		return
	}
	if short, ok := squeeze(w, 1); ok && r.look(short, start, end, f) {
		return
	}
	if short, ok := squeeze(w, 2); ok && r.look(short, start, end, f) {
		return
	}
	if plain, ok := unmask(w, digits); ok {
		for _, p := range plain {
			if r.look(p, start, end, f) {
				return
			}
		}
	}
	if n := len(w); n > 2 && w[n-2] == '\'' && w[n-1] == 's' {
		if !r.look(w[:n-2], start, end, f) {
			r.add(0, Hash(w[:n-2]), start, end, f)
		}
		r.add(r.fix.possessive, Hash([]byte("'s")), start, end, 0)
		return
	}
	if short, ok := squeeze(w, 1); ok {
		w = short
	}
	if g, ok := slip(w); ok && r.look(g, start, end, f) {
		return
	}
	r.add(0, Hash(w), start, end, f)
}

// parts adds the words that characters of no width keep apart, if all are known.
func (r *run) parts(w []byte, start, end int, f Flags) bool {
	seams := append(r.seams, seam{len(w), end})
	at := 0
	for _, s := range seams {
		if _, ok := r.lex.find(w[at:s.scratch], Hash(w[at:s.scratch])); !ok {
			return false
		}
		at = s.scratch
	}
	at = 0
	for _, s := range seams {
		r.look(w[at:s.scratch], start, min(s.next, end), f)
		at, start = s.scratch, s.next
	}
	return true
}

// shape tells past and -ing forms by their ends, whatever the word.
func shape(w []byte) Flags {
	n := len(w)
	switch {
	case n >= 4 && w[n-2] == 'e' && w[n-1] == 'd' && !noForm(w):
		return PastForm
	case n >= 5 && string(w[n-3:]) == "ing" && !noForm(w):
		return IngForm
	}
	return 0
}

func (r *run) look(w []byte, start, end int, f Flags) bool {
	r.doc.Steps++
	ids, ok := r.lex.find(w, Hash(w))
	if !ok {
		return false
	}
	for _, id := range ids {
		if id == 0 {
			break
		}
		r.add(id, r.lex.hash(id), start, end, f)
	}
	return true
}

// number takes digits with what belongs to them: times, dates, sums.
func (r *run) number(start, at int) int {
	end := at
	colon := false
	for end < len(r.src) {
		c := r.src[end]
		if isDigit(c) || isLetter(c) {
			end++
			continue
		}
		if (c == ':' || c == '.' || c == ',' || c == '\'') && end+1 < len(r.src) && (isDigit(r.src[end+1]) || c == '\'' && isLetter(r.src[end+1])) {
			colon = colon || c == ':' || c == '.' && end+3 <= len(r.src)
			end++
			continue
		}
		break
	}
	r.begin(start)
	r.end = end
	r.doc.Steps += end - start
	raw := r.src[at:end]
	r.scratch, r.seams = r.scratch[:0], r.seams[:0]
	letters := 0
	for i := range len(raw) {
		c := raw[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if isLetter(c) {
			letters++
		}
		r.scratch = append(r.scratch, c)
	}
	w := r.scratch
	if letters > 0 && r.look(w, start, end, 0) {
		return end
	}
	suffix := string(w[trimDigits(w):])
	id := r.fix.num
	switch {
	case start < at:
		id = r.fix.money
	case suffix == "am" || suffix == "pm" || suffix == "ish" || suffix == "a" || suffix == "p":
		id = r.fix.time
	case suffix == "st" || suffix == "nd" || suffix == "rd" || suffix == "th":
		id = r.fix.date
	case suffix == "" && colon && len(raw) <= 5:
		id = r.fix.time
	case letters > 0:
		if plain, ok := unmask(w, true); ok {
			for _, p := range plain {
				if r.look(p, start, end, 0) {
					return end
				}
			}
		}
	}
	r.add(id, r.lex.hash(id), start, end, Number)
	if raw == "2" || raw == "4" {
		r.doc.Words[len(r.doc.Words)-1].Hash = uint32(raw[0])
	}
	return end
}

// trimDigits returns the length of the leading run of digits and separators.
func trimDigits(w []byte) int {
	for i, c := range w {
		if isLetter(c) {
			return i
		}
	}
	return len(w)
}

// add appends a word, after settling what the word before it stood for.
func (r *run) add(id uint16, hash uint32, start, end int, f Flags) {
	r.settle(id)
	if r.lex.kind(id)&kindNegator != 0 {
		f |= Negator
	}
	if r.inQuote != 0 {
		f |= Quoted
	}
	k := r.lex.kind(id)
	if k&kindPast != 0 {
		f |= PastForm
	}
	n := len(r.doc.Words)
	if k&kindStrong != 0 && n > r.first {
		r.fresh = true
	}
	// "and", "so" and the like open a clause only before a subject.
	if k&kindSubject != 0 && n > r.first && !r.fresh {
		p := &r.doc.Words[n-1]
		if r.lex.kind(p.ID)&kindOpener != 0 && p.Flags&ClauseStart == 0 {
			r.clause++
			p.Clause = r.clause
			p.Flags |= ClauseStart
		}
		if r.lex.kind(p.ID)&kindAux != 0 && (p.Flags&ClauseStart != 0 || n-1 > r.first && r.lex.kind(r.doc.Words[n-2].ID)&(kindAsk|kindOpener) != 0) {
			p.Flags |= Inverted
		}
	} else if k&kindSubject != 0 && n > r.first {
		p := &r.doc.Words[n-1]
		if r.lex.kind(p.ID)&kindAux != 0 && p.Flags&ClauseStart != 0 {
			p.Flags |= Inverted
		}
	}
	if r.fresh {
		r.fresh = false
		r.clause++
		f |= ClauseStart
	}
	r.doc.Words = append(r.doc.Words, Word{Start: start, End: end, ID: id, Hash: hash, Clause: r.clause, Flags: f})
}

// settle decides between the two readings of the word before, now that the
// next word is known: "your" may be "you are", "2" may be "to".
func (r *run) settle(next uint16) {
	n := len(r.doc.Words)
	if n == 0 || n == r.first {
		return
	}
	p := &r.doc.Words[n-1]
	two := func(a, b uint16) {
		p.ID, p.Hash = a, r.lex.hash(a)
		q := *p
		q.ID, q.Hash = b, r.lex.hash(b)
		q.Flags &^= ClauseStart
		r.doc.Words = append(r.doc.Words, q)
	}
	opens := p.Flags&ClauseStart != 0 || n-1 > r.first && r.lex.kind(r.doc.Words[n-2].ID)&kindOpener != 0
	switch {
	case p.ID == 0:
	case p.ID == r.fix.your && r.lex.kind(next)&kindAfterYour != 0:
		two(r.fix.you, r.fix.are)
	case p.ID == r.fix.its && r.lex.kind(next)&kindAfterIts != 0:
		two(r.fix.it, r.fix.is)
	case p.ID == r.fix.ill && opens:
		two(r.fix.i, r.fix.will)
	case p.ID == r.fix.id && opens:
		two(r.fix.i, r.fix.would)
	case p.ID == r.fix.num && p.Hash == '2' && n-1 > r.first && r.lex.kind(r.doc.Words[n-2].ID)&kindBeforeTo != 0:
		p.ID, p.Hash = r.fix.to, r.lex.hash(r.fix.to)
		p.Flags &^= Number
	case p.ID == r.fix.num && p.Hash == '4' && (next == r.fix.you || next == r.fix.now):
		p.ID, p.Hash = r.fix.for_, r.lex.hash(r.fix.for_)
		p.Flags &^= Number
	}
}

// punct takes one punctuation mark, or a run of the marks that end a sentence.
func (r *run) punct(at int, ch rune, size int) int {
	end := at + size
	switch ch {
	case '.', '!', '?', '…', '‽', '。', '！', '？':
		return r.stop(at)
	case ',', ';', ':', '—', '–', '(', ')', '|':
		if ch == ':' && r.start < 0 {
			return end
		}
		r.extend(end)
		r.fresh = true
	case '£', '$', '€':
		if end < len(r.src) && isDigit(r.src[end]) {
			return r.number(at, end)
		}
	case '"', '“', '”', '„', '«', '»':
		r.quote(ch, at, end)
	case '‘':
		if r.inQuote == 0 {
			r.inQuote = '’'
		}
		r.begin(at)
		r.end = end
	case '’', '\'':
		if r.inQuote == '’' {
			r.inQuote = 0
		}
		r.extend(end)
	case '-', '*', '•', '·', '◦', '‣', '>':
		if r.start < 0 { // a bullet opens a line
			return end
		}
		if ch == '-' && at > 0 && r.src[at-1] == ' ' {
			r.fresh = true
		}
		r.extend(end)
	default:
		r.extend(end)
	}
	return end
}

func (r *run) extend(end int) {
	if r.start >= 0 {
		r.end = end
	}
}

func (r *run) quote(ch rune, at, end int) {
	if r.inQuote == 0 {
		r.inQuote = '”'
		r.begin(at)
		r.fresh = true
		r.end = end
		return
	}
	r.inQuote = 0
	r.fresh = ch != 0 && r.fresh
	r.extend(end)
}

// stop takes a run of full stops, question and exclamation marks, and decides
// whether a sentence ends there.
func (r *run) stop(at int) int {
	end, dots, asks, shouts := at, 0, false, false
	for end < len(r.src) {
		ch, size := utf8.DecodeRuneInString(r.src[end:])
		switch ch {
		case '.':
			dots++
		case '…', '。':
			dots += 3
		case '?', '？', '‽':
			asks = true
		case '!', '！':
			shouts = true
		default:
			goto done
		}
		end += size
	}
done:
	r.doc.Steps += end - at
	if r.start < 0 {
		return end
	}
	for end < len(r.src) { // closing marks belong to the sentence
		ch, size := utf8.DecodeRuneInString(r.src[end:])
		if ch != '"' && ch != '”' && ch != '’' && ch != '\'' && ch != ')' && ch != '»' {
			break
		}
		if ch == '"' && r.inQuote == 0 {
			break
		}
		if ch != ')' {
			r.inQuote = 0
		}
		end += size
	}
	r.end = end
	next, _ := utf8.DecodeRuneInString(r.src[min(end, len(r.src)):])
	atEnd := end >= len(r.src)
	if !atEnd && !unicode.IsSpace(next) && !asks && !shouts {
		r.fresh = true
		return end // "e.g.this", "9.30", a web address
	}
	if dots == 1 && !asks && !shouts && r.abbreviated() && !atEnd {
		return end
	}
	if dots > 1 && !asks && !shouts { // "..." trails off, and goes on
		if follow := r.peek(end); follow == 0 || !unicode.IsUpper(follow) {
			r.fresh = true
			return end
		}
	}
	// A quotation that ends in "?" or "!" may sit inside its sentence.
	if (asks || shouts) && !atEnd {
		if follow := r.peek(end); unicode.IsLower(follow) && r.src[end-1] != '?' && r.src[end-1] != '!' {
			r.fresh = true
			return end
		}
	}
	end = r.trailing(end)
	r.endSentence(asks, shouts)
	return end
}

// trailing lets symbols that follow a full stop on the same line close the
// sentence before them.
func (r *run) trailing(end int) int {
	at := end
	for at < len(r.src) && r.src[at] == ' ' {
		at++
	}
	for at < len(r.src) && r.src[at] >= utf8.RuneSelf {
		ch, _ := utf8.DecodeRuneInString(r.src[at:])
		if ch < 0x2190 || unicode.IsLetter(ch) || unicode.IsPunct(ch) || unicode.IsSpace(ch) || ch == utf8.RuneError {
			break
		}
		at = r.symbol(at)
		end = at
		for at < len(r.src) && r.src[at] == ' ' {
			at++
		}
	}
	return end
}

// peek returns the first letter after a place on the same line, 0 if the line
// ends first.
func (r *run) peek(at int) rune {
	for i, ch := range r.src[at:] {
		if ch == '\n' || i > 8 {
			return 0
		}
		if unicode.IsLetter(ch) {
			return ch
		}
	}
	return 0
}

// abbreviated reports whether the last word is one that carries a full stop
// inside a sentence: "Mr.", "e.g.", an initial.
func (r *run) abbreviated() bool {
	n := len(r.doc.Words)
	if n == r.first || n == 0 {
		return false
	}
	w := r.doc.Words[n-1]
	if w.End == w.Start+1 && w.Flags&Number == 0 {
		return isLetter(r.src[w.Start]) && r.src[w.Start] != 'x' && r.src[w.Start] != 'u' && r.src[w.Start] != 'I'
	}
	// A number at the start of a line is a list mark: "2. The keys".
	if w.Flags&Number != 0 && n-1 == r.first && w.End-w.Start <= 2 {
		return true
	}
	return r.lex.kind(w.ID)&kindAbbrev != 0
}

// endSentence closes the sentence under way, if there is one with words.
func (r *run) endSentence(asks, shouts bool) {
	if r.start < 0 {
		return
	}
	r.settle(0)
	n := len(r.doc.Words)
	if n == r.first { // punctuation alone says nothing
		r.start = -1
		return
	}
	r.cutRun(n)
	if !asks {
		asks = r.soundsLikeQuestion(n)
	}
	r.doc.Sentences = append(r.doc.Sentences, Sentence{
		Start: r.start, End: r.end, First: r.first, Last: n, Question: asks, Exclaims: shouts,
	})
	r.start, r.first = -1, n
	r.fresh = true
}

// longRun is how many words a run without a full stop may have before it is
// looked at for sentences that nothing sets off, and shortest how many words
// such a sentence has at the least.
const (
	longRun  = 16
	shortest = 4
)

// cutRun takes sentences off the front of a run in which somebody wrote without
// full stops. A cut too many does little harm: both halves are still looked at.
func (r *run) cutRun(n int) {
	words := r.doc.Words
	for n > r.first && words[n-1].Flags&Emoji != 0 {
		n-- // a face at the end makes a sentence no longer
	}
	if n-r.first <= longRun {
		return
	}
	c := r.src[words[r.first].Start]
	casual := c >= 'a' && c <= 'z' // writes without capitals, and so perhaps without stops
	for k := r.first + shortest; k <= n-shortest; k++ {
		if k-r.first < shortest || !r.startsHere(k, casual) {
			continue
		}
		end := words[k-1].End
		r.doc.Sentences = append(r.doc.Sentences, Sentence{
			Start: r.start, End: end, First: r.first, Last: k, Question: r.soundsLikeQuestion(k),
		})
		r.start, r.first = words[k].Start, k
		if words[k].Flags&ClauseStart == 0 {
			r.clause++
			for i := k; i < len(words); i++ {
				words[i].Clause += r.clause - words[k-1].Clause
			}
			r.clause = words[len(words)-1].Clause
			words[k].Flags |= ClauseStart
		}
		if k+1 < n && r.lex.kind(words[k].ID)&kindAux != 0 && r.lex.kind(words[k+1].ID)&kindSubject != 0 {
			words[k].Flags |= Inverted
		}
	}
}

// startsHere reports whether a sentence may start at a word although nothing
// sets it off: at a capital that is no name, or at a usual first word after a
// word that does not lead on.
func (r *run) startsHere(k int, casual bool) bool {
	w, before := r.doc.Words[k], r.doc.Words[k-1]
	if w.Start == before.Start || w.Flags&Quoted != 0 {
		return false
	}
	for at := before.End; at < w.Start; at++ {
		if c := r.src[at]; c != ' ' && c != '\t' {
			return c == '?' || c == '!'
		}
	}
	starts := r.lex.kind(w.ID)&kindStarts != 0
	if w.Flags&Capital != 0 && w.Flags&Shouted == 0 && starts {
		return true
	}
	return casual && starts && r.lex.kind(before.ID)&kindLeads == 0 && before.Flags&(Number|IngForm) == 0
}

// soundsLikeQuestion finds the questions of people who do not write the mark:
// "can u come", "how come we never talk".
func (r *run) soundsLikeQuestion(n int) bool {
	for i := r.first; i < n && i < r.first+4; i++ {
		w := r.doc.Words[i]
		if w.Flags&Inverted != 0 {
			return i == r.first || r.lex.kind(r.doc.Words[r.first].ID)&(kindAsk|kindOpener) != 0
		}
	}
	return false
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
func isDigit(c byte) bool  { return c >= '0' && c <= '9' }

// isInvisible reports characters that show nothing and may hide inside a word.
func isInvisible(ch rune) bool {
	return ch >= 0x200B && ch <= 0x200F || ch == 0xFEFF || ch == 0x00AD || ch == 0x2060
}

// fold takes the accent off the Latin letters that people type both ways.
func fold(ch rune) rune {
	const from, to = "àáâãäåçèéêëìíîïñòóôõöùúûüý", "aaaaaaceeeeiiiinooooouuuuy"
	i := 0
	for _, f := range from {
		if f == ch {
			return rune(to[i])
		}
		i++
	}
	return ch
}
