package knowledge

// Progress is what is said about a person's own numbers.
type Progress struct {
	CannotTell string `yaml:"cannot_tell,required"`
	// MoreTime is said where nothing is missing, Missing where something is, and
	// NotEnough where nothing should be done so as to have more.
	MoreTime  string  `yaml:"more_time,required"`
	Missing   string  `yaml:"missing,required"`
	NotEnough string  `yaml:"not_enough,required"`
	MorePairs string  `yaml:"more_pairs,required"`
	Trend     Finding `yaml:"trend,required"`
	Contact   Finding `yaml:"contact,required"`
	Exercise  Finding `yaml:"exercise,required"`
	Shift     string  `yaml:"shift,required"`
	// Within, Above and Below say how today compares with the usual range.
	Within string `yaml:"within,required"`
	Above  string `yaml:"above,required"`
	Below  string `yaml:"below,required"`

	// Calm is said where it has looked calm for long.
	Calm string `yaml:"calm,required"`

	ScaleUnclear string `yaml:"scale_unclear,required"`
	ScaleBetter  string `yaml:"scale_better,required"`
	ScaleWorse   string `yaml:"scale_worse,required"`
}

// Finding is what can be said to one question: what was seen, how sure that is,
// and what else could explain it.
type Finding struct {
	Pos
	Ask           string `yaml:"ask,required"`
	Lower         string `yaml:"lower,required"`
	Higher        string `yaml:"higher,required"`
	ClearlyLower  string `yaml:"clearly_lower"`
	ClearlyHigher string `yaml:"clearly_higher"`
	Sure          string `yaml:"sure,required"`
	Else          string `yaml:"else,required"`
}
