package knowledge

import (
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Scale is a set of questions that is answered again and again, and how it is
// counted. It is for the person alone and diagnoses nothing.
type Scale struct {
	Pos
	Scale string `yaml:"scale,required"` // its address, and the name of its file
	Order int    `yaml:"order,required"`
	// Own says that the words are ours. Those of others stand word for word.
	Own   bool   `yaml:"own"`
	Title string `yaml:"title,required"`
	About string `yaml:"about,required"`
	// Rhythm is how often it is offered: day, week or month. Gap is the least
	// number of days between two times, as far as its questions look back.
	Rhythm string `yaml:"rhythm,required"`
	Gap    int    `yaml:"gap,required"`
	// Higher says what a higher score means: better or worse.
	Higher string `yaml:"higher,required"`
	Stem   string `yaml:"stem,required"`
	// Options are the answers to every item. Without any, an item is a line from 0
	// to 100 with words at both ends and in the middle.
	Options []ScaleOption `yaml:"options"`
	Items   []ScaleItem   `yaml:"items,required"`
	// Parts are counted beside the whole.
	Parts []ScalePart `yaml:"parts"`
	Bands []ScaleBand `yaml:"bands"`
	// Change is from how many points on two scores of one person differ by more
	// than the scale's own noise; 0 where that is not known.
	Change     int    `yaml:"change"`
	ChangeNote string `yaml:"change_note"`
	Terms      string `yaml:"terms,required"`
	// Checked says when and how the words of others were compared.
	Checked string `yaml:"checked"`
	Codes   *Codes `yaml:"codes"`
}

// ScaleOption is an answer and what it counts.
type ScaleOption struct {
	Pos
	Value int    `yaml:"value,required"`
	Says  string `yaml:"says,required"`
}

// ScaleItem is one question.
type ScaleItem struct {
	Pos
	Item   string `yaml:"item,required"`
	Ask    string `yaml:"ask,required"`
	Low    string `yaml:"low"`
	Middle string `yaml:"middle"`
	High   string `yaml:"high"`
	// Good says that the upper end of a line is the easier one to be at.
	Good bool `yaml:"good"`
	// Reverse says that the answer counts the other way round.
	Reverse bool `yaml:"reverse"`
	// Safety says that any answer above the lowest opens the page about safety at
	// once; Now that help comes before every other word.
	Safety bool `yaml:"safety"`
	Now    bool `yaml:"now"`
}

// ScalePart is a score of some of the items.
type ScalePart struct {
	Pos
	Part  string   `yaml:"part,required"`
	Title string   `yaml:"title,required"`
	Items []string `yaml:"items,required"`
}

// ScaleBand is what is said of scores from a number up to the next band.
type ScaleBand struct {
	Pos
	From int    `yaml:"from,required"`
	Says string `yaml:"says,required"`
}

// Codes is the code of LOINC for the whole score, for exports to health records.
type Codes struct {
	Pos
	Total   string `yaml:"total,required"`
	Display string `yaml:"display,required"`
	// Checked says when and how the code was compared. A code nobody checked is
	// not written.
	Checked string `yaml:"checked,required"`
}

// Most is the highest score of all items, or of those named.
func (s *Scale) Most(items ...string) (most int) {
	each := 100
	if n := len(s.Options); n > 0 {
		each = s.Options[n-1].Value
	}
	for i := range s.Items {
		if len(items) == 0 || slices.Contains(items, s.Items[i].Item) {
			most += each
		}
	}
	return most
}

// Lines reports whether the items are lines from 0 to 100.
func (s *Scale) Lines() bool { return len(s.Options) == 0 }

var (
	scaleRhythms = []string{"day", "week", "month"}
	scaleHigher  = []string{"better", "worse"}
)

// loadScales reads the scales in their order.
func (j *Judgement) loadScales(fsys fs.FS) (files []string, problems Problems) {
	files, _ = fs.Glob(fsys, "scales/*.yaml")
	for _, file := range files {
		var s Scale
		problems = append(problems, Decode(fsys, file, &s)...)
		if name := strings.TrimSuffix(path.Base(file), ".yaml"); s.Scale != "" && s.Scale != name {
			problems.add(s.Pos, "name the file after the scale", "the scale is called %q", s.Scale)
		}
		j.Scales = append(j.Scales, s)
	}
	slices.SortStableFunc(j.Scales, func(a, b Scale) int { return a.Order - b.Order })
	return files, problems
}

func (c *checker) scales(all []Scale) {
	for i := range all {
		s := &all[i]
		oneOf(c, s.Pos, "rhythm", s.Rhythm, scaleRhythms)
		oneOf(c, s.Pos, "meaning of a higher score", s.Higher, scaleHigher)
		if s.Gap < 1 {
			c.problems.add(s.Pos, "", "scale %s: the gap is %d days", s.Scale, s.Gap)
		}
		if !s.Own && s.Checked == "" {
			c.problems.add(s.Pos, "say when and how the words were compared", "scale %s: the words are not ours, and nobody checked them", s.Scale)
		}
		for k := 1; k < len(s.Options); k++ {
			if s.Options[k].Value <= s.Options[k-1].Value {
				c.problems.add(s.Options[k].Pos, "from low to high", "scale %s: the answers are not in order", s.Scale)
			}
		}
		for k := range s.Bands {
			if k == 0 && s.Bands[k].From != 0 || k > 0 && s.Bands[k].From <= s.Bands[k-1].From || s.Bands[k].From > s.Most() {
				c.problems.add(s.Bands[k].Pos, "from 0 upwards", "scale %s: the bands are not in order", s.Scale)
			}
		}
		items := names(s.Items, func(x ScaleItem) string { return x.Item })
		for k := range s.Items {
			x := &s.Items[k]
			if slices.Index(items, x.Item) != k {
				c.problems.add(x.Pos, "", "scale %s: the item %q stands here twice", s.Scale, x.Item)
			}
			if s.Lines() && (x.Low == "" || x.Middle == "" || x.High == "") {
				c.problems.add(x.Pos, "a line needs low, middle and high", "scale %s: the item %s has no words for its ends", s.Scale, x.Item)
			}
		}
		for _, p := range s.Parts {
			for _, item := range p.Items {
				if !slices.Contains(items, item) {
					c.problems.add(p.Pos, Nearest(item, items), "scale %s: there is no item %q", s.Scale, item)
				}
			}
		}
	}
}
