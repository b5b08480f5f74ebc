package web

import (
	"fmt"
	"html/template"
	"strings"

	"afterwards/internal/checkin"
	"afterwards/measure"
)

// The picture, in units of its own; the page gives it its width.
const (
	chartWidth, chartHeight = 640.0, 260.0
	chartLeft, chartRight   = 34.0, 8.0
	chartTop, chartBottom   = 18.0, 28.0
	mostMarks               = 12
)

// chart draws levels as a line in its range, the entries as points, and marked
// days as upright lines. Nothing is drawn over a long gap. Everything in it is a
// number or a date of ours; the words of marked days stand below the picture.
func chart(series measure.Series, levels []measure.Level, marks []checkin.Marked) template.HTML {
	if len(levels) == 0 {
		return ""
	}
	first, last := levels[0].Day, levels[len(levels)-1].Day
	x := func(day int) float64 {
		return chartLeft + (chartWidth-chartLeft-chartRight)*float64(day-first)/float64(max(last-first, 1))
	}
	y := func(v float64) float64 { return chartTop + (chartHeight-chartTop-chartBottom)*(1-v/100) }
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="chart" viewBox="0 0 %g %g" role="img" aria-labelledby="chart-title">`, chartWidth, chartHeight)
	fmt.Fprintf(&b, `<title id="chart-title">Hurt, longing and going over it, from %s to %s. The numbers stand in the table below.</title>`, dayOf(first).Format("2 January 2006"), dayOf(last).Format("2 January 2006"))
	for _, v := range []float64{0, 50, 100} {
		fmt.Fprintf(&b, `<path class="rule" d="M%g %.1fH%g"/><text class="tick" x="%g" y="%.1f" text-anchor="end">%g</text>`, chartLeft, y(v), chartWidth-chartRight, chartLeft-6, y(v)+4, v)
	}
	for _, at := range ticks(first, last) {
		fmt.Fprintf(&b, `<text class="tick" x="%.1f" y="%g" text-anchor="%s">%s</text>`, x(at.day), chartHeight-8, at.anchor, dayOf(at.day).Format("2 Jan"))
	}
	for i, k := range marks {
		if day := dayNumber(k.Value.When()); i < mostMarks && day >= first && day <= last {
			fmt.Fprintf(&b, `<path class="mark" d="M%.1f %gV%g"/>`, x(day), chartTop, chartHeight-chartBottom)
		}
	}
	for _, run := range measure.Runs(levels) {
		var upper, lower, line strings.Builder
		for i, l := range run {
			step := "L"
			if i == 0 {
				step = "M"
			}
			fmt.Fprintf(&upper, "%s%.1f %.1f", step, x(l.Day), y(l.High))
			fmt.Fprintf(&line, "%s%.1f %.1f", step, x(l.Day), y(l.Mean))
		}
		for i := len(run) - 1; i >= 0; i-- {
			fmt.Fprintf(&lower, "L%.1f %.1f", x(run[i].Day), y(run[i].Low))
		}
		fmt.Fprintf(&b, `<path class="band" d="%s%sZ"/><path class="level" d="%s"/>`, upper.String(), lower.String(), line.String())
	}
	for _, p := range series.Since(first) {
		fmt.Fprintf(&b, `<circle class="entry" cx="%.1f" cy="%.1f" r="2.2"/>`, x(p.Day), y(p.Value))
	}
	b.WriteString(`</svg>`)
	// Only numbers and formatted dates were written.
	return template.HTML(b.String()) //nolint:gosec
}

type tick struct {
	day    int
	anchor string
}

// ticks are the first and the last day, and one between them where there is room.
func ticks(first, last int) []tick {
	all := []tick{{first, "start"}}
	if last-first >= 28 {
		all = append(all, tick{(first + last) / 2, "middle"})
	}
	if last > first {
		all = append(all, tick{last, "end"})
	}
	return all
}
