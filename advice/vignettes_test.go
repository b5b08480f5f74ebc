package advice_test

import (
	"bufio"
	"bytes"
	_ "embed"
	"encoding/json"
	"slices"
	"testing"
)

// vignettes are 200 stories with labels, written from the guideline by somebody
// who had not seen the rules. Where the guideline can be read in more than one
// way, also_allowed has the other readings.
//
//go:embed testdata/vignettes.jsonl
var vignettes []byte

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
	if total < 200 || same*100 < 95*total {
		t.Errorf("%d of %d verdicts agree, and 95 in a hundred must", same, total)
	}
	t.Logf("%d of %d verdicts agree", same, total)
}
