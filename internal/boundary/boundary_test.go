package boundary_test

import (
	"slices"
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"

	"afterwards/internal/boundary"
	"afterwards/knowledge"
)

func at(t testing.TB, zone, clock string) time.Time {
	t.Helper()
	l, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	moment, err := time.ParseInLocation("2006-01-02 15:04", clock, l)
	if err != nil {
		t.Fatal(err)
	}
	return moment
}

func why(j boundary.Judgement) (all []boundary.Why) {
	for _, o := range j.Against {
		all = append(all, o.Why)
	}
	return all
}

const berlin = "Europe/Berlin"

func limit(change func(*boundary.Boundary)) boundary.Boundary {
	b := boundary.Boundary{Form: "own", Title: "A limit", Whose: boundary.Mine, From: "2026-03-01", Zone: berlin}
	change(&b)
	return b
}

// goodnight is a call with the children, between half past seven and eight.
var goodnight = limit(func(b *boundary.Boundary) {
	b.Whose, b.Topics, b.Ways, b.Minutes = boundary.Both, []boundary.Topic{boundary.Children}, []boundary.Way{boundary.Call}, 10
	b.Windows = []boundary.Window{{Begin: 19*60 + 30, End: 20 * 60}}
})

func TestMayICallNow(t *testing.T) {
	call := func(clock string) boundary.Contact {
		return boundary.Contact{At: at(t, berlin, clock), Way: boundary.Call, Topic: boundary.Children, Mine: true}
	}
	for _, tc := range []struct {
		says string
		at   string
		want []boundary.Why
		give bool
	}{
		{"in the window", "2026-03-10 19:45", nil, false},
		{"at its first minute", "2026-03-10 19:30", nil, false},
		{"a little late, within the give", "2026-03-10 20:05", nil, true},
		{"an hour and a half late", "2026-03-10 21:30", []boundary.Why{boundary.NotTheHour}, false},
		{"on the evening after the clocks went on", "2026-03-29 19:45", nil, false},
		{"on the evening after the clocks went back", "2026-10-25 19:45", nil, false},
		{"before the limit began", "2026-02-10 03:00", nil, false},
	} {
		j := boundary.Judge([]boundary.Boundary{goodnight}, nil, call(tc.at))
		if !slices.Equal(why(j), tc.want) || (len(j.Given) > 0) != tc.give {
			t.Errorf("%s: against it %v, given %v; want %v, give %v", tc.says, why(j), j.Given, tc.want, tc.give)
		}
	}
	late := boundary.Judge([]boundary.Boundary{goodnight}, nil, call("2026-03-28 21:30")).Against[0]
	if want := at(t, berlin, "2026-03-29 19:30"); !late.Next.Equal(want) {
		t.Errorf("after a late call the next window begins at %v, not %v", late.Next, want)
	}
}

func TestEachLimitSaysWhatStandsAgainstAContact(t *testing.T) {
	one := 1
	noon := at(t, berlin, "2026-03-10 12:00")
	closed := limit(func(b *boundary.Boundary) { b.Closed, b.Except = true, []boundary.Excuse{boundary.ChildSafety} })
	theirs := limit(func(b *boundary.Boundary) { b.Closed, b.Whose = true, boundary.Theirs })
	for _, tc := range []struct {
		says string
		b    boundary.Boundary
		c    boundary.Contact
		past []boundary.Contact
		want []boundary.Why
	}{
		{"no contact", closed, boundary.Contact{Way: boundary.Message}, nil, []boundary.Why{boundary.NoContact}},
		{"a child in danger is the exception", closed, boundary.Contact{Way: boundary.Call, For: boundary.ChildSafety}, nil, nil},
		{"no exception travels through a friend", closed, boundary.Contact{Way: boundary.Through, For: boundary.ChildSafety}, nil, []boundary.Why{boundary.NoContact}},
		{"their wish has the exceptions that were agreed, and no others", theirs, boundary.Contact{Way: boundary.Call, For: boundary.Legal}, nil, []boundary.Why{boundary.TheirWish}},
		{"friends are no messengers", limit(func(*boundary.Boundary) {}), boundary.Contact{Way: boundary.Through}, nil, []boundary.Why{boundary.ByOthers}},
		{"the wrong topic by the wrong way", goodnight, boundary.Contact{At: at(t, berlin, "2026-03-10 19:45"), Way: boundary.Message, Topic: boundary.Us}, nil,
			[]boundary.Why{boundary.WrongWay, boundary.WrongTopic}},
		{"a topic that was not said is not within", goodnight, boundary.Contact{At: at(t, berlin, "2026-03-10 19:45"), Way: boundary.Call}, nil, []boundary.Why{boundary.TopicUnsaid}},
		{"only as an answer", limit(func(b *boundary.Boundary) { b.ReplyTo = true }), boundary.Contact{Way: boundary.Message}, nil, []boundary.Why{boundary.OnlyReplies}},
		{"once a week is spent", limit(func(b *boundary.Boundary) { b.PerWeek = &one }), boundary.Contact{Way: boundary.Message},
			[]boundary.Contact{{At: noon.Add(-6 * 24 * time.Hour), Mine: true}}, []boundary.Why{boundary.EnoughNow}},
		{"once a week is free again", limit(func(b *boundary.Boundary) { b.PerWeek = &one }), boundary.Contact{Way: boundary.Message},
			[]boundary.Contact{{At: noon.Add(-7 * 24 * time.Hour), Mine: true}}, nil},
		{"what they began costs nothing", limit(func(b *boundary.Boundary) { b.PerWeek = &one }), boundary.Contact{Way: boundary.Message},
			[]boundary.Contact{{At: noon.Add(-time.Hour)}}, nil},
		{"fading out has its stage", limit(func(b *boundary.Boundary) { b.Stages = []boundary.Stage{{"2026-03-01", 3}, {"2026-03-08", 0}} }),
			boundary.Contact{Way: boundary.Message}, nil, []boundary.Why{boundary.EnoughNow}},
	} {
		if err := tc.b.Check(); err != nil {
			t.Fatalf("%s: %v", tc.says, err)
		}
		if tc.c.At.IsZero() {
			tc.c.At = noon
		}
		tc.c.Mine = true
		if got := why(boundary.Judge([]boundary.Boundary{tc.b}, tc.past, tc.c)); !slices.Equal(got, tc.want) {
			t.Errorf("%s: against it %v, want %v", tc.says, got, tc.want)
		}
	}
}

func TestTheirWishEndsByTheirWordAlone(t *testing.T) {
	b := limit(func(b *boundary.Boundary) { b.Closed, b.Whose, b.Until = true, boundary.Theirs, "2026-04-01" })
	now := at(t, berlin, "2027-01-01 12:00")
	if !b.Holds(now) {
		t.Error("a day that the person wrote down ended the other's wish")
	}
	if err := b.End(now, "I have waited long enough", false); err == nil || b.Ended != nil {
		t.Errorf("the person ended the other's wish: %v", err)
	}
	if err := b.End(now, "They wrote to me and took it back", true); err != nil || b.Holds(now) {
		t.Errorf("their own word did not end it: %v", err)
	}
}

// zones have their clocks changed in both halves of the year, by an hour, by half
// of one, at midnight, or not at all.
var zones = []string{berlin, "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Asia/Kathmandu", "Africa/Cairo", "Pacific/Auckland", "UTC"}

func anyTime(t *rapid.T, zone string) time.Time {
	l, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	return time.Unix(rapid.Int64Range(1_767_225_600, 1_830_000_000).Draw(t, "second"), 0).In(l)
}

func anyLimit(t *rapid.T) boundary.Boundary {
	zone := rapid.SampledFrom(zones).Draw(t, "zone")
	return limit(func(b *boundary.Boundary) {
		b.Zone, b.From = zone, boundary.DateOf(anyTime(t, zone), time.UTC)
		b.Whose = rapid.SampledFrom([]boundary.Whose{boundary.Mine, boundary.Both, boundary.Theirs}).Draw(t, "whose")
		b.Closed, b.ReplyTo = rapid.Bool().Draw(t, "closed"), rapid.Bool().Draw(t, "replies")
		b.Topics = rapid.SliceOfN(rapid.SampledFrom(boundary.Topics), 0, 3).Draw(t, "topics")
		b.Ways = rapid.SliceOfN(rapid.SampledFrom(boundary.Ways), 0, 3).Draw(t, "ways")
		b.Except = rapid.SliceOfN(rapid.SampledFrom(boundary.Excuses), 0, 1).Draw(t, "except")
		b.Minutes = rapid.IntRange(0, 60).Draw(t, "give")
		for range rapid.IntRange(0, 3).Draw(t, "windows") {
			begin := rapid.IntRange(0, 23*60).Draw(t, "begin")
			b.Windows = append(b.Windows, boundary.Window{
				Days:  rapid.SliceOfN(rapid.Map(rapid.IntRange(0, 6), func(d int) time.Weekday { return time.Weekday(d) }), 0, 3).Draw(t, "days"),
				Begin: begin, End: rapid.IntRange(begin+1, 24*60).Draw(t, "end"),
			})
		}
		if rapid.Bool().Draw(t, "amount") {
			b.PerWeek = new(int)
			*b.PerWeek = rapid.IntRange(0, 5).Draw(t, "a week")
		}
	})
}

func anyContact(t *rapid.T, at time.Time) boundary.Contact {
	return boundary.Contact{
		At: at, Way: rapid.SampledFrom(boundary.Ways).Draw(t, "way"), Topic: rapid.SampledFrom(append(boundary.Topics, "")).Draw(t, "topic"),
		Mine: rapid.Bool().Draw(t, "mine"), Reply: rapid.Bool().Draw(t, "reply"), For: rapid.SampledFrom([]boundary.Excuse{"", boundary.ChildSafety, boundary.Legal}).Draw(t, "for"),
	}
}

func anyPast(t *rapid.T, zone string) (past []boundary.Contact) {
	for range rapid.IntRange(0, 12).Draw(t, "contacts") {
		past = append(past, anyContact(t, anyTime(t, zone)))
	}
	return past
}

func TestOneLimitMoreNeverOpensAContact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limits := []boundary.Boundary{anyLimit(t), anyLimit(t)}
		past := anyPast(t, berlin)
		c := anyContact(t, anyTime(t, berlin))
		if boundary.Judge(limits, past, c).Within() && !boundary.Judge(limits[:1], past, c).Within() {
			t.Fatal("a contact was outside one limit and within two")
		}
	})
}

func TestMoreContactsNeverOpenAContact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limits := []boundary.Boundary{anyLimit(t)}
		past := anyPast(t, berlin)
		c := anyContact(t, anyTime(t, berlin))
		if !boundary.Judge(limits, past, c).Within() && boundary.Judge(limits, append(past, anyPast(t, berlin)...), c).Within() {
			t.Fatal("a longer log opened a contact")
		}
	})
}

func TestTheZoneOfAMomentDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limits := []boundary.Boundary{anyLimit(t)}
		c := anyContact(t, anyTime(t, berlin))
		here := why(boundary.Judge(limits, nil, c))
		c.At = c.At.UTC()
		if there := why(boundary.Judge(limits, nil, c)); !slices.Equal(here, there) {
			t.Fatalf("the same moment is judged %v and %v", here, there)
		}
	})
}

func TestTheNextWindowIsWithinTheLimit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := anyLimit(t)
		b.Closed, b.Topics, b.Ways, b.ReplyTo, b.PerWeek, b.From = false, nil, nil, false, nil, "2020-01-01"
		from := anyTime(t, b.Zone)
		next, ok := boundary.Next(b.Windows, from)
		if !ok {
			if len(b.Windows) > 0 {
				t.Fatal("there are windows, and none comes within a week")
			}
			return
		}
		if next.Before(from) {
			t.Fatalf("the next window begins at %v, before %v", next, from)
		}
		if j := boundary.Judge([]boundary.Boundary{b}, nil, boundary.Contact{At: next, Way: boundary.Call, Mine: true}); !j.Within() {
			t.Fatalf("at the next window, %v, still %v", next, why(j))
		}
	})
}

func TestASlipTakesAwayItsOwnDayAndNoOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limits := []boundary.Boundary{limit(func(b *boundary.Boundary) { b.Closed, b.From = true, "2026-03-01" })}
		zone, err := time.LoadLocation(berlin)
		if err != nil {
			t.Fatal(err)
		}
		var quiet []boundary.Date
		for i := range 30 {
			quiet = append(quiet, boundary.Date("2026-03-15").Plus(i)) // over the change of the clocks
		}
		var slips []boundary.Contact
		days := map[boundary.Date]bool{}
		for range rapid.IntRange(0, 5).Draw(t, "slips") {
			moment := time.Date(2026, 3, 15, 0, 0, 0, 0, zone).Add(time.Duration(rapid.IntRange(0, 29*24*60).Draw(t, "minute")) * time.Minute)
			slips = append(slips, boundary.Contact{At: moment, Way: boundary.Message, Mine: true})
			days[boundary.DateOf(moment, zone)] = true
		}
		k := boundary.Adherence(limits, slips, quiet, "2026-03-15", "2026-04-13", zone)
		if want := (boundary.Count{Known: 30, Within: 30 - len(days), Days: 30}); k != want {
			t.Fatalf("counted %+v, want %+v", k, want)
		}
	})
}

func TestADayWithoutANoteCountsNeitherWay(t *testing.T) {
	limits := []boundary.Boundary{limit(func(b *boundary.Boundary) { b.Closed = true })}
	k := boundary.Adherence(limits, nil, nil, "2026-03-01", "2026-03-31", time.UTC)
	if _, ok := k.Share(); ok || k.Days != 31 {
		t.Errorf("with nothing noted, %+v was counted", k)
	}
	if k := boundary.Adherence(limits, nil, nil, "no day", "2026-03-31", time.UTC); k.Days != 0 {
		t.Errorf("from no day on, %+v was counted", k)
	}
}

func TestGarbageIsRefusedInASentence(t *testing.T) {
	for says, change := range map[string]func(*boundary.Boundary){
		"no title":               func(b *boundary.Boundary) { b.Title = "" },
		"nobody's":               func(b *boundary.Boundary) { b.Whose = "ours" },
		"no day":                 func(b *boundary.Boundary) { b.From = "31.5.2026" },
		"a day that is none":     func(b *boundary.Boundary) { b.From = "2026-02-30" },
		"an end before it began": func(b *boundary.Boundary) { b.Until = "2026-01-01" },
		"no zone":                func(b *boundary.Boundary) { b.Zone = "Mars/Phobos" },
		"the zone of the server": func(b *boundary.Boundary) { b.Zone = "Local" },
		"a window over midnight": func(b *boundary.Boundary) { b.Windows = []boundary.Window{{Begin: 1400, End: 60}} },
		"fading in":              func(b *boundary.Boundary) { b.Stages = []boundary.Stage{{"2026-03-01", 1}, {"2026-03-08", 2}} },
		"bytes":                  func(b *boundary.Boundary) { b.Text = "\xff" },
		"less than none a week":  func(b *boundary.Boundary) { n := -1; b.PerWeek = &n },
	} {
		if err := limit(change).Check(); err == nil {
			t.Errorf("%s: nothing was said against it", says)
		}
	}
}

// The files come before this package, so they have the words twice.
func TestTheFilesAndTheRecordsHaveTheSameWords(t *testing.T) {
	same := func(what string, files []string, here []string) {
		if !slices.Equal(files, here) {
			t.Errorf("%s: the files know %q, the records %q", what, files, here)
		}
	}
	same("topics", knowledge.BoundaryTopics, texts(boundary.Topics))
	same("ways", knowledge.BoundaryWays, texts(boundary.Ways))
	same("exceptions", knowledge.BoundaryExcept, texts(boundary.Excuses))
	same("owners", knowledge.BoundaryWhose, texts([]boundary.Whose{boundary.Mine, boundary.Both, boundary.Theirs}))
}

func texts[T ~string](all []T) (out []string) {
	for _, v := range all {
		out = append(out, string(v))
	}
	return out
}
