package measure

import "math"

// Reliable is by how much two scores of one person must differ, so that the
// questionnaire's own noise makes such a difference in one of twenty: Jacobson
// and Truax 1991. deviation is that of the scores among people, reliability the
// correlation of two measurements of the same.
func Reliable(deviation, reliability float64) float64 {
	return z95 * deviation * math.Sqrt2 * math.Sqrt(1-reliability)
}
