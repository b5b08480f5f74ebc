package advice_test

import (
	"bufio"
	"bytes"
	_ "embed"
	"encoding/json"
	"slices"
	"testing"
)

// vignettes are 400 stories with labels, written from the guideline in two
// batches by people who had not seen the rules. Where the guideline can be read
// in more than one way, also_allowed has the other readings.
//
//go:embed testdata/vignettes.jsonl
var vignettes []byte

// pairs are 120 pairs of situations that differ in one thing, and what must hold
// between their answers.
//
//go:embed testdata/pairs.jsonl
var pairs []byte

type vignette struct {
	ID          string
	Story       string
	Facts       facts
	Verdict     string
	AlsoAllowed []string `json:"also_allowed"`
	Forms       []string
	FormsMay    []string `json:"forms_may"`
}

// TestVignettes holds the agreement with the independent labels: at least 95 %
// the same verdict, and never a milder one or a form that no reading allows.
func TestVignettes(t *testing.T) {
	total, same := 0, 0
	for line := bufio.NewScanner(bytes.NewReader(vignettes)); line.Scan(); total++ {
		var v vignette
		if err := json.Unmarshal(line.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		d := adviser.Decide(read(t, v.Facts))
		mildest := strictness(v.Verdict)
		for _, also := range v.AlsoAllowed {
			mildest = max(mildest, strictness(also))
		}
		if strictness(d.Verdict) > mildest {
			t.Errorf("%s: %s gives %s, milder than %s and %v", v.ID, v.Story, d.Verdict, v.Verdict, v.AlsoAllowed)
		}
		if d.Verdict != v.Verdict {
			continue
		}
		same++
		for _, form := range d.Forms {
			if !slices.Contains(v.Forms, form) && !slices.Contains(v.FormsMay, form) {
				t.Errorf("%s: %s opens %s, which no reading does", v.ID, v.Story, form)
			}
		}
	}
	if total < 400 || same*100 < 95*total {
		t.Errorf("%d of %d verdicts agree, and 95 in a hundred must", same, total)
	}
	t.Logf("%d of %d verdicts agree", same, total)
}

// TestPairs: a risk added or made worse, time that passes, a question left open
// never give a milder answer, and the order of facts gives the same one.
func TestPairs(t *testing.T) {
	total := 0
	for line := bufio.NewScanner(bytes.NewReader(pairs)); line.Scan(); total++ {
		var p struct {
			ID, Must, Why string
			A, B          facts
		}
		if err := json.Unmarshal(line.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		a, b := adviser.Decide(read(t, p.A)), adviser.Decide(read(t, p.B))
		milder := strictness(b.Verdict) > strictness(a.Verdict) ||
			slices.ContainsFunc(b.Forms, func(form string) bool { return !slices.Contains(a.Forms, form) })
		switch p.Must {
		case "same":
			if a.Verdict != b.Verdict || !slices.Equal(a.Forms, b.Forms) {
				t.Errorf("%s: %s gives %s %v and %s %v", p.ID, p.Why, a.Verdict, a.Forms, b.Verdict, b.Forms)
			}
		case "b still stop":
			if b.Verdict != "stop" {
				t.Errorf("%s: %s gives %s", p.ID, p.Why, b.Verdict)
			}
		case "b not more open than a":
			if milder {
				t.Errorf("%s: %s turns %s %v into %s %v", p.ID, p.Why, a.Verdict, a.Forms, b.Verdict, b.Forms)
			}
		default:
			t.Errorf("%s: what must hold is %q", p.ID, p.Must)
		}
	}
	if total < 120 {
		t.Errorf("only %d pairs were tried", total)
	}
}
