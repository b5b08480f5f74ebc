package measure

// What a calm time is.
const (
	calmDays    = 56
	calmRecent  = 28
	calmEntries = 10 // in the recent half, and as many in the one before
	calmLevel   = 25.0
	calmUpper   = 40.0
)

// Calm reports whether a level has been low for eight weeks and goes nowhere: its
// middle at most 25 in both halves, four days of five at most 40, and no trend
// upwards. It is a reason to propose an end, and no diagnosis.
func Calm(s Series, today int) bool {
	recent := s.Since(today - calmDays)
	half := today - calmRecent
	var before, after []float64
	for _, p := range recent {
		if p.Day < half {
			before = append(before, p.Value)
		} else {
			after = append(after, p.Value)
		}
	}
	if len(before) < calmEntries || len(after) < calmEntries {
		return false
	}
	return median(before) <= calmLevel && median(after) <= calmLevel && quantile(recent.values(), 0.8) <= calmUpper && TrendOf(recent).Direction != Higher
}
