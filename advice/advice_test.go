package advice_test

import (
	"encoding/json"
	"slices"
	"testing"

	"afterwards/advice"
	"afterwards/situation"
)

// clear answers the nine questions that must be answered, harmlessly. Stories
// below change what they are about.
var clear = facts{
	"crisis": "no", "fear": false, "abuse": "none", "ex_toxic": "no", "legal_order": "none", "own_conduct": []string{},
	"blocked": "none", "ex_asked_distance": "no", "unanswered_messages": 0,
}

type facts map[string]any

// but returns the facts with others changed; nil leaves a fact open.
func (f facts) but(others facts) facts {
	all := facts{}
	for name, value := range f {
		all[name] = value
	}
	for name, value := range others {
		if value == nil {
			delete(all, name)
			continue
		}
		all[name] = value
	}
	return all
}

var adviser = func() *advice.Adviser {
	a, err := advice.Default()
	if err != nil {
		panic(err)
	}
	return a
}()

func read(t testing.TB, f facts) situation.Situation {
	t.Helper()
	s, err := adviser.Vocabulary().Read(f)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

type list = []string

// TestStories tells what people bring, and what they must be told.
func TestStories(t *testing.T) {
	ready := clear.but(facts{"goal": "closure", "reflection_done": true, "feelings_processed": true,
		"emotional_state": "calm", "acceptance": 80})
	parents := clear.but(facts{"shared_ties": list{"children"}, "contact_purpose": "logistics"})
	for _, story := range []struct {
		name    string
		facts   facts
		verdict string
		gate    string
		forms   list
	}{
		{"nothing is known", facts{}, "not-now", "unanswered", list{}},
		{"one safety question is open", ready.but(facts{"fear": nil}), "not-now", "unanswered", list{}},
		{"all is clear and nothing more is known", clear, "your-call", "open", list{}},
		{"ready for a letter", ready.but(facts{"contact_purpose": "unburden"}), "your-call", "open", list{"letter"}},
		{"both are ready for a talk", ready.but(facts{"contact_purpose": "final_talk", "ex_ready": "yes", "ex_willing_to_talk": "yes", "user_ready": true}),
			"your-call", "open", list{"talk", "letter"}},

		{"thoughts of suicide", ready.but(facts{"crisis": "thoughts"}), "not-now", "life", list{}},
		{"thoughts of suicide, and blocked", clear.but(facts{"crisis": "intent", "blocked": "all"}), "stop", "ex-no", list{}},
		{"the ex threatens suicide and has written", clear.but(facts{"ex_crisis": true, "ex_reopened": "wrote"}), "not-now", "life", list{}},

		{"the protected person writes first", clear.but(facts{"legal_order": "restrains_me", "ex_reopened": "wrote"}), "stop", "law", list{}},
		{"an order that names a channel for the children", parents.but(facts{"legal_order": "protects_me", "child_channel": "named"}),
			"channel-only", "law", list{"practical"}},
		{"belongings under an order", clear.but(facts{"legal_order": "pending", "contact_purpose": "belongings"}), "stop", "law", list{}},

		{"abuse in the past", ready.but(facts{"abuse": "past"}), "stop", "abuse", list{}},
		{"abuse, children, no channel named", parents.but(facts{"abuse": "suspected", "child_channel": "not_named"}), "stop", "abuse", list{}},
		{"abuse, children, a channel named", parents.but(facts{"abuse": "current", "child_channel": "named"}), "channel-only", "abuse", list{"practical"}},
		{"abuse and something the ex must know", clear.but(facts{"abuse": "past", "necessary_information": "health"}), "stop", "abuse", list{}},
		{"perhaps a pattern", ready.but(facts{"ex_toxic": "suspected"}), "not-now", "abuse", list{}},

		{"kept writing, and must tell of an infection", clear.but(facts{"own_conduct": list{"repeated_contact"}, "necessary_information": "health"}), "stop", "own-conduct", list{}},
		{"kept writing long ago", clear.but(facts{"own_conduct": list{"repeated_contact"}, "days_since_breakup": 4000}), "stop", "own-conduct", list{}},

		{"blocked on one channel", ready.but(facts{"blocked": "some"}), "stop", "ex-no", list{}},
		{"blocked, then unblocked, no message", clear.but(facts{"blocked": "some", "ex_reopened": "unblocked"}), "stop", "ex-no", list{}},
		{"unblocked, and no request stands", clear.but(facts{"ex_reopened": "unblocked"}), "not-now", "ex-no", list{}},
		{"blocked, then they wrote", clear.but(facts{"blocked": "some", "ex_reopened": "wrote"}), "your-call", "open", list{"reply"}},
		{"distance asked through a friend", clear.but(facts{"ex_asked_distance": "relayed"}), "stop", "ex-no", list{}},
		{"they wrote, and two answers to it have had none", clear.but(facts{"unanswered_messages": 2, "ex_reopened": "wrote"}), "stop", "ex-no", list{}},
		{"one message without answer", clear.but(facts{"unanswered_messages": 1}), "not-now", "ex-no", list{}},
		{"many messages without answer, months ago", clear.but(facts{"unanswered_messages": 9, "nc_days": 200, "nc_state": "ended"}), "stop", "ex-no", list{}},
		{"blocked, and the lease to end", clear.but(facts{"blocked": "all", "contact_purpose": "logistics", "shared_ties": list{"home", "finances"}}),
			"channel-only", "ex-no", list{"practical"}},
		{"blocked, and colleagues", clear.but(facts{"blocked": "all", "contact_purpose": "logistics", "shared_ties": list{"work"}}),
			"channel-only", "ex-no", list{"practical"}},
		{"blocked, children, no channel", parents.but(facts{"blocked": "all", "child_channel": "not_named"}), "stop", "ex-no", list{}},
		{"blocked, a channel for the children, and wants them back", clear.but(facts{"blocked": "all", "shared_ties": list{"children"}, "child_channel": "named", "contact_purpose": "win_back"}),
			"channel-only", "ex-no", list{"practical"}},
		{"blocked, and a pregnancy", clear.but(facts{"blocked": "all", "necessary_information": "pregnancy"}), "channel-only", "ex-no", list{"practical"}},
		{"a pregnancy, and nothing against contact", clear.but(facts{"necessary_information": "pregnancy"}), "your-call", "open", list{"practical"}},

		{"under eighteen", ready.but(facts{"under_18": "both", "ex_ready": "yes", "user_ready": true}), "not-now", "minors-power", list{}},
		{"the boss", ready.but(facts{"power_relation": "work", "shared_ties": list{"work"}}), "channel-only", "minors-power", list{"practical"}},

		{"three in the morning", ready.but(facts{"local_hour": 3, "contact_purpose": "unburden"}), "not-now", "hour", list{}},
		{"three in the morning, belongings", clear.but(facts{"local_hour": 3, "contact_purpose": "belongings"}), "not-now", "hour", list{}},
		{"eleven at night, the child has a fever", parents.but(facts{"local_hour": 23}), "channel-only", "hour", list{"practical"}},
		{"drunk, with children, wants to talk", clear.but(facts{"state_now": list{"alcohol_drugs"}, "shared_ties": list{"children"}, "contact_purpose": "check_in"}),
			"not-now", "hour", list{"practical"}},

		{"the ex has somebody new", clear.but(facts{"ex_new_partner": "established", "contact_purpose": "win_back"}), "not-now", "aim", list{}},
		{"an ultimatum", ready.but(facts{"contact_purpose": "ultimatum"}), "write-dont-send", "aim", list{}},
		{"love that was not returned", ready.but(facts{"relationship_kind": "one_sided"}), "write-dont-send", "aim", list{}},
		{"a new number after a block", clear.but(facts{"channel": "bypass", "blocked": "all", "ex_reopened": "wrote"}), "stop", "aim", list{}},

		{"no reflection yet", ready.but(facts{"reflection_done": false, "contact_purpose": "unburden"}), "write-dont-send", "readiness", list{}},
		{"no reflection yet, and wants a talk", ready.but(facts{"reflection_done": false, "contact_purpose": "final_talk", "ex_ready": "yes"}), "not-now", "readiness", list{}},
		{"a talk that nobody asked the ex about", ready.but(facts{"contact_purpose": "final_talk"}), "not-now", "readiness", list{}},
		{"raw, but the rent is due", clear.but(facts{"feelings_processed": false, "contact_purpose": "logistics", "shared_ties": list{"home"}}),
			"channel-only", "readiness", list{"practical"}},
		{"raw, and they wrote", clear.but(facts{"feelings_processed": false, "ex_reopened": "asked_back"}), "your-call", "open", list{"reply"}},
		{"a time without contact is running", clear.but(facts{"nc_state": "active", "nc_days": 12}), "not-now", "readiness", list{}},
	} {
		t.Run(story.name, func(t *testing.T) {
			d := adviser.Decide(read(t, story.facts))
			if story.gate == "open" && d.Verdict == "your-call" {
				d.Gate = "open" // a gate may have spoken without closing anything
			}
			if story.name == "both are ready for a talk" {
				slices.Sort(d.Forms)
				slices.Sort(story.forms)
			}
			if d.Verdict != story.verdict || d.Gate != story.gate || !slices.Equal(d.Forms, story.forms) {
				t.Errorf("got %s by %s with %v, want %s by %s with %v", d.Verdict, d.Gate, d.Forms, story.verdict, story.gate, story.forms)
			}
			if len(d.Reasons) == 0 {
				t.Error("the decision gives no reason")
			}
			for _, r := range d.Reasons {
				if r.Says == "" || r.Source == "" || r.Grade == "" || r.Changes == "" {
					t.Errorf("reason %s is incomplete: %+v", r.Rule, r)
				}
			}
		})
	}
}

// TestADecisionIsPlainJSON holds the keys that outside programs rely on.
func TestADecisionIsPlainJSON(t *testing.T) {
	raw, err := json.Marshal(adviser.Decide(read(t, clear)))
	if err != nil {
		t.Fatal(err)
	}
	var d map[string]any
	if err := json.Unmarshal(raw, &d); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"verdict", "gate", "until", "forms", "programme", "reasons", "cards", "unknown", "ask_next", "what_if"} {
		if value, ok := d[key]; !ok || value == nil {
			t.Errorf("the key %q is %v", key, value)
		}
	}
}

// TestACrisisEndsTheQuestions keeps the interview from going on about an ex.
func TestACrisisEndsTheQuestions(t *testing.T) {
	d := adviser.Decide(read(t, facts{"crisis": "thoughts"}))
	if d.AskNext != "" || len(d.WhatIf) != 0 || adviser.Ask(read(t, facts{"crisis": "thoughts"}), nil) != nil {
		t.Errorf("still asks %q, %v", d.AskNext, d.WhatIf)
	}
	if len(d.Cards) == 0 || len(d.Reasons) != 1 {
		t.Errorf("help is missing, or something else is said beside it: %+v, %+v", d.Cards, d.Reasons)
	}
}

// TestSafetyIsAskedFirst walks the beginning of the interview.
func TestSafetyIsAskedFirst(t *testing.T) {
	s := adviser.Vocabulary().Unknown()
	want := list{"crisis", "fear", "abuse", "ex_toxic", "legal_order", "own_conduct", "blocked", "ex_asked_distance", "unanswered_messages"}
	for _, name := range want {
		if got := adviser.Ask(s, nil); got[0] != name {
			t.Fatalf("asks %q, want %q", got[0], name)
		}
		s = read(t, adviser.Vocabulary().Write(s))
		next, err := adviser.Vocabulary().With(s, name, clear[name])
		if err != nil {
			t.Fatal(err)
		}
		s = next
	}
}

// TestWhatCannotChangeIsNotAsked ends the interview early.
func TestWhatCannotChangeIsNotAsked(t *testing.T) {
	s := read(t, facts{"crisis": "no", "legal_order": "restrains_me", "shared_ties": list{}, "child_channel": "none_needed"})
	if open := adviser.Ask(s, nil); len(open) > 0 {
		t.Errorf("an order without children leaves nothing to ask, but it asks %v", open)
	}
}

// TestSkippedQuestionsAreNotAskedAgain is "I'd rather not say".
func TestSkippedQuestionsAreNotAskedAgain(t *testing.T) {
	s := adviser.Vocabulary().Unknown()
	skip := func(name string) bool { return name != "blocked" }
	if got := adviser.Ask(s, skip); !slices.Equal(got, list{"blocked"}) {
		t.Errorf("asks %v, want only blocked", got)
	}
}

// TestTheNightPausesTheQuestions: at two in the morning only the children's needs
// are still asked about; the rest waits, unless safety is open.
func TestTheNightPausesTheQuestions(t *testing.T) {
	for _, c := range []struct {
		name   string
		facts  facts
		ask    string
		paused bool
	}{
		{"by day", clear.but(facts{"local_hour": 12}), "", false},
		{"at night, safety first", clear.but(facts{"local_hour": 2, "fear": nil}), "", false},
		{"at night, the children", clear.but(facts{"local_hour": 2}), "shared_ties", false},
		{"at night, children, what for", clear.but(facts{"local_hour": 2, "shared_ties": list{"children"}}), "contact_purpose", false},
		{"at night, no children", clear.but(facts{"local_hour": 2, "shared_ties": list{}, "contact_purpose": "check_in"}), "", true},
		{"drunk by day", clear.but(facts{"local_hour": 12, "state_now": list{"alcohol_drugs"}, "shared_ties": list{}, "contact_purpose": "check_in"}), "", true},
	} {
		ask, paused := adviser.Pause(read(t, c.facts), nil)
		if ask != c.ask || paused != c.paused {
			t.Errorf("%s: asks %q, paused %v", c.name, ask, paused)
		}
	}
	if _, paused := adviser.Pause(read(t, clear.but(facts{"local_hour": 2})), func(string) bool { return true }); !paused {
		t.Error("whoever would rather not say is asked on")
	}
}

// late is ready in all but the hour.
var late = clear.but(facts{"local_hour": 23, "goal": "closure", "contact_purpose": "unburden", "reflection_done": true, "feelings_processed": true,
	"expects_answers": false, "acceptance": 90, "emotional_state": "calm", "nc_state": "none", "state_now": []string{}, "hours_since_shock": 60,
	"under_18": "neither", "power_relation": "none", "ex_crisis": false, "ex_reopened": "no", "ex_new_partner": "no", "relationship_kind": "mutual", "channel": "letter"})

// TestWhatWouldChangeIt names single changes, those of time among them, and
// pairs where no single one makes the answer milder.
func TestWhatWouldChangeIt(t *testing.T) {
	find := func(f facts, fact, and string) *advice.WhatIf {
		d := adviser.Decide(read(t, f))
		for i, w := range d.WhatIf {
			if w.Fact == fact && (and == "" && w.And == nil || w.And != nil && w.And.Fact == and) {
				return &d.WhatIf[i]
			}
		}
		return nil
	}
	if w := find(late, "local_hour", ""); w == nil || !w.Time || w.Verdict != "your-call" {
		t.Errorf("the morning would change it: %+v", w)
	}
	if w := find(late.but(facts{"hours_since_shock": 3}), "local_hour", "hours_since_shock"); w == nil || !w.Time || w.Verdict != "your-call" {
		t.Errorf("the morning and a day would change it: %+v", w)
	}
	for _, f := range []facts{late.but(facts{"abuse": "past"}), late.but(facts{"blocked": "all"}), late.but(facts{"own_conduct": list{"tracking"}})} {
		for _, w := range adviser.Decide(read(t, f)).WhatIf {
			if w.Time && strictness(w.Verdict) > strictness("stop") {
				t.Errorf("time alone is named as a way out of %v: %+v", f, w)
			}
		}
	}
}
