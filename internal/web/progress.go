package web

import (
	"context"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"afterwards/internal/account"
	"afterwards/internal/checkin"
	"afterwards/internal/contact"
	"afterwards/internal/id"
	"afterwards/internal/web/httpx"
	"afterwards/knowledge"
	"afterwards/measure"
)

func (s *site) progressRoutes() []route {
	return []route{
		{"GET", "/progress", s.ready(s.progress)},
		{"POST", "/progress/mark", s.ready(s.markDay)},
		{"POST", "/progress/mark/{id}/delete", s.ready(s.unmarkDay)},
	}
}

// progressPage is what somebody's own numbers show: a line with its range, three
// sentences, and the tables behind them.
type progressPage struct {
	frame
	Entries  int
	Needed   int // entries still missing for a line
	Chart    template.HTML
	Table    []levelLine
	Days     int // on how many of the last days there is an entry
	OfDays   int
	Today    string // how today compares with the usual range
	Findings []finding
	Shift    string
	Scales   []scaleHistory
	Marks    []markLine
	Today10  string // today's date, for the form
	Done     string
	Sorry    string
	Say, Day string // what was given to be marked
}

func (progressPage) template() string { return "progress.html" }

// finding is one of the three questions: what was seen, how sure that is, and what
// else could explain it.
type finding struct {
	Ask, Saw, Sure, Else string
}

type levelLine struct{ Day, Entry, Level, Range string }

type scaleHistory struct {
	Title string
	Rows  []scaleRow
	Says  string
}

type scaleRow struct{ Day, Score string }

type markLine struct {
	ID        id.ID
	Revision  int64
	Day, Says string
}

// numbers is what is read of somebody's records for the picture.
type numbers struct {
	series  measure.Series
	noted   map[int]bool // days of which it is known whether there was contact
	effects []float64
	taken   []checkin.Kept
	marks   []checkin.Marked
}

// dayNumber counts days of the calendar. The zone of a moment is that of the
// person's clock when they wrote.
func dayNumber(t time.Time) int {
	y, m, d := t.Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

func dayOf(number int) time.Time { return time.Unix(int64(number)*24*60*60, 0).UTC() }

// numbersOf reads what is kept. Questions are asked of whole weeks: entries after
// the last Sunday are drawn, and asked about from the next week on, so that
// looking every day does not ask every day.
func (s *site) numbersOf(ctx context.Context, open *account.Open) (n numbers, err error) {
	n.noted = map[int]bool{}
	if n.taken, err = s.openCheckins(open).All(ctx); err != nil {
		return n, err
	}
	scale := s.findScale(daily)
	var points []measure.Point
	for _, k := range slices.Backward(n.taken) {
		t := k.Value
		if t.Scale != daily || scale == nil {
			continue
		}
		day := dayNumber(t.When)
		if got, _ := measure.Score(scale, t.Answers); len(got.Parts) > 0 {
			points = append(points, measure.Point{Day: day, Value: got.Parts[0].Total})
		}
		if t.Contact != "" {
			n.noted[day] = t.Contact != checkin.NoContact && t.Contact != checkin.Practical
		}
	}
	n.series = measure.NewSeries(points)
	contacts, err := contact.Open(open.Key, s.keeping.Records, s.keeping.Now).All(ctx)
	if err != nil {
		return n, err
	}
	for _, k := range contacts {
		if e := k.Value; e.Why != contact.Children && e.Why != contact.Practical {
			n.noted[dayNumber(e.When)] = true
		}
	}
	done, err := s.openExercises(open).List(ctx, 0, ratedBack)
	if err != nil {
		return n, err
	}
	for _, k := range done {
		if better, ok := k.Value.Change(); ok {
			n.effects = append(n.effects, -float64(better)) // lower is easier, as in the check-in
		}
	}
	n.marks, err = checkin.OpenMarks(open.Key, s.keeping.Records, s.keeping.Now).All(ctx)
	return n, err
}

// sunday is the last Sunday before a day.
func sunday(today time.Time) int { return dayNumber(today) - (int(today.Weekday())+6)%7 - 1 }

// untilSunday are the points up to the last Sunday before a day.
func untilSunday(series measure.Series, today time.Time) measure.Series {
	i := slices.IndexFunc(series, func(p measure.Point) bool { return p.Day > sunday(today) })
	if i < 0 {
		return series
	}
	return series[:i]
}

func (s *site) progress(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	return s.showProgress(w, r, open, http.StatusOK, progressPage{Done: doneWords[r.URL.Query().Get("done")]})
}

func (s *site) showProgress(w http.ResponseWriter, r *http.Request, open *account.Open, status int, p progressPage) error {
	n, err := s.numbersOf(r.Context(), open)
	if err != nil {
		return err
	}
	now := s.keeping.Now()
	if len(n.taken) > 0 {
		now = now.In(n.taken[0].Value.When.Location())
	}
	words := &s.adviser.Judgement().Progress
	p.frame, p.Entries, p.Needed = s.placeFrame(r, "Your numbers", open), len(n.series), max(measure.SmoothEntries-len(n.series), 0)
	p.Today10 = now.Format(time.DateOnly)
	for _, k := range n.marks {
		p.Marks = append(p.Marks, markLine{k.ID, k.Revision, k.Value.When().Format("2 January 2006"), k.Value.Says})
	}
	p.Scales = s.histories(n.taken)
	if levels := measure.Smooth(n.series); levels != nil {
		levels = levels[max(0, len(levels)-chartDays):]
		p.Chart = chart(n.series, levels, n.marks)
		p.Table = levelTable(n.series, levels)
		p.OfDays = len(levels)
		for _, l := range levels {
			if l.Seen {
				p.Days++
			}
		}
	}
	p.Today = todayWords(words, n.series, dayNumber(now))
	// What is asked about is what the picture shows.
	asked := untilSunday(n.series, now)
	asked = asked.Since(sunday(now) - chartDays)
	p.Findings = findings(words, measure.Ask(asked, n.noted, n.effects))
	if f := measure.ShiftOf(asked); f.Direction != measure.CannotTell {
		p.Shift = strings.NewReplacer("{from}", dayOf(f.From).Format("2 January"), "{to}", dayOf(f.To).Format("2 January 2006")).Replace(words.Shift)
	}
	return s.show(w, status, p)
}

// chartDays is how much of the past the picture shows.
const chartDays = 182

func todayWords(words *knowledge.Progress, series measure.Series, today int) string {
	if len(series) == 0 || series[len(series)-1].Day != today {
		return ""
	}
	usual, _, ok := measure.Usual(series, today)
	switch v := series[len(series)-1].Value; {
	case !ok:
		return ""
	case v < usual.Low:
		return words.Below
	case v > usual.High:
		return words.Above
	}
	return words.Within
}

// findings are the answers to the three questions, in the words of the
// knowledge.
func findings(words *knowledge.Progress, a measure.Answers) []finding {
	trend := finding{Ask: words.Trend.Ask, Else: words.Trend.Else}
	switch t := a.Trend; t.Direction {
	case measure.CannotTell:
		trend = cannotTell(words, words.Trend.Ask, t.Lacks)
	default:
		trend.Saw = direction(words.Trend, t.Direction)
		if t.Clearly {
			trend.Saw = direction(knowledge.Finding{Lower: words.Trend.ClearlyLower, Higher: words.Trend.ClearlyHigher}, t.Direction)
		}
		if !t.Order {
			trend.Sure = amounts(words.Trend.Sure, t.Slope, t.Likely)
		}
	}
	after := finding{Ask: words.Contact.Ask, Else: words.Contact.Else}
	switch c := a.Contact; c.Direction {
	case measure.CannotTell:
		after = cannotTell(words, words.Contact.Ask, c.Lacks)
	default:
		after.Saw = direction(words.Contact, c.Direction)
		after.Sure = strings.ReplaceAll(amounts(words.Contact.Sure, c.Difference, c.Likely), "{days}", strconv.Itoa(c.Contact))
	}
	exercise := finding{Ask: words.Exercise.Ask, Else: words.Exercise.Else}
	switch e := a.Effect; e.Direction {
	case measure.CannotTell:
		exercise = cannotTell(words, words.Exercise.Ask, measure.Lacks{})
		if n := e.Lacks.Entries; n > 0 {
			exercise.Sure = strings.ReplaceAll(words.MorePairs, "{n}", strconv.Itoa(n))
		}
	default:
		exercise.Saw = direction(words.Exercise, e.Direction)
		exercise.Sure = strings.ReplaceAll(amounts(words.Exercise.Sure, e.Median, measure.Range{}), "{pairs}", strconv.Itoa(e.Pairs))
	}
	return []finding{trend, after, exercise}
}

func direction(f knowledge.Finding, d measure.Direction) string {
	if d == measure.Lower {
		return f.Lower
	}
	return f.Higher
}

// amounts puts numbers into a sentence, as people say them: without a sign.
func amounts(says string, middle float64, r measure.Range) string {
	low, high := r.Low, r.High
	whole := func(v float64) string { return strconv.Itoa(int(max(v, -v) + 0.5)) }
	if middle < 0 {
		low, high = -r.High, -r.Low
	}
	signed := func(v float64) string {
		if v < 0 {
			return "−" + whole(v)
		}
		return whole(v)
	}
	return strings.NewReplacer("{middle}", whole(middle), "{low}", signed(low), "{high}", signed(high)).Replace(says)
}

// cannotTell says what would settle a question.
func cannotTell(words *knowledge.Progress, ask string, l measure.Lacks) finding {
	f := finding{Ask: ask, Saw: words.CannotTell, Sure: words.MoreTime}
	var missing []string
	for _, part := range []struct {
		n         int
		one, many string
	}{
		{l.Days, "one more day", "{n} more days"}, {l.Entries, "one more entry", "{n} more entries"},
		{l.Contact, "one more day with contact that has numbers on it and after it", "{n} more days with contact that have numbers on them and after them"},
		{l.Quiet, "one more day without", "{n} more days without"},
	} {
		switch {
		case part.n == 1:
			missing = append(missing, part.one)
		case part.n > 1:
			missing = append(missing, strings.ReplaceAll(part.many, "{n}", strconv.Itoa(part.n)))
		}
	}
	if len(missing) > 0 {
		f.Sure = strings.ReplaceAll(words.Missing, "{missing}", strings.Join(missing, ", "))
	}
	if l.Contact > 0 {
		// Nobody should write to somebody so as to complete a table.
		f.Sure = words.NotEnough
	}
	return f
}

// histories are the scores of the scales of the week and the month.
func (s *site) histories(taken []checkin.Kept) (all []scaleHistory) {
	scales := s.adviser.Judgement().Scales
	for i := range scales {
		x := &scales[i]
		if x.Rhythm == "day" || x.Scale == "safety" {
			continue
		}
		h := scaleHistory{Title: x.Title}
		var totals []float64
		for _, k := range taken {
			if k.Value.Scale != x.Scale {
				continue
			}
			if got, ok := measure.Score(x, k.Value.Answers); ok {
				totals = append(totals, got.Total)
				h.Rows = append(h.Rows, scaleRow{k.Value.When.Format("2 January 2006"), points(got.Total) + " of " + strconv.Itoa(got.Of)})
			}
		}
		if len(h.Rows) == 0 {
			continue
		}
		if len(totals) > 1 && x.Change > 0 {
			words := &s.adviser.Judgement().Progress
			h.Says = map[measure.Difference]string{measure.Unclear: words.ScaleUnclear, measure.Better: words.ScaleBetter, measure.Worse: words.ScaleWorse}[measure.Compare(x, totals[len(totals)-1], totals[0])]
		}
		all = append(all, h)
	}
	return all
}

func levelTable(series measure.Series, levels []measure.Level) (table []levelLine) {
	at := map[int]float64{}
	for _, p := range series {
		at[p.Day] = p.Value
	}
	for _, l := range slices.Backward(levels) {
		line := levelLine{Day: dayOf(l.Day).Format("2 January 2006"), Entry: "–",
			Level: strconv.Itoa(int(l.Mean + 0.5)), Range: strconv.Itoa(int(l.Low+0.5)) + " to " + strconv.Itoa(int(l.High+0.5))}
		if l.Seen {
			line.Entry = strconv.Itoa(int(at[l.Day] + 0.5))
		}
		table = append(table, line)
	}
	return table
}

func (s *site) markDay(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	form, err := httpx.Form(w, r, formLimit)
	if err != nil {
		return err
	}
	e := checkin.Event{Day: strings.TrimSpace(form.Get("day")), Says: strings.TrimSpace(form.Get("says"))}
	if _, err := checkin.OpenMarks(open.Key, s.keeping.Records, s.keeping.Now).Mark(r.Context(), e); err != nil {
		status, says := s.refused(r, err)
		return s.showProgress(w, r, open, status, progressPage{Sorry: says, Say: e.Says, Day: e.Day})
	}
	return seeOther(w, r, "/progress?done=marked#marked")
}

func (s *site) unmarkDay(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	event, revision, err := shownRecord(w, r)
	if err != nil {
		return err
	}
	if err := checkin.OpenMarks(open.Key, s.keeping.Records, s.keeping.Now).Delete(r.Context(), event, revision); err != nil {
		return err
	}
	return seeOther(w, r, "/progress?done=unmarked#marked")
}
