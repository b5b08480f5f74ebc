package web

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"afterwards/knowledge"
)

// walk is one time through an exercise, as the form has it.
type walk struct {
	site     *site
	exercise *knowledge.Exercise
	form     url.Values
	given    answers
	at, to   string
}

// fill puts the page that is wanted into p. What is no page leads to the first.
func (run *walk) fill(p *exercisePage) {
	e := run.exercise
	n, err := strconv.Atoi(run.to)
	switch {
	case err == nil && n >= 1 && n <= len(e.Steps):
		p.Step = run.step(n)
		p.Go, p.Back = strconv.Itoa(n+1), strconv.Itoa(n-1)
		if n == len(e.Steps) {
			p.Go = "after"
		}
		if n == 1 {
			p.Back = "before"
		}
		for i := range e.Steps {
			p.Walk = append(p.Walk, i < n)
		}
	case run.to == "after":
		p.After = run.rating("after")
		p.Go, p.Back = "end", strconv.Itoa(len(e.Steps))
	case run.to == "end", run.to == "stop":
		p.End = run.end()
		p.Go = "end"
	default:
		p.Rating = run.rating("before")
		p.Go, p.Back = "1", doorPage
	}
}

func (run *walk) rating(name string) *dial {
	r := run.exercise.Rate
	return &dial{name, r.Ask, r.Low, "", r.High, run.number(name)}
}

// number is a number from 0 to 100 as it was given, or "".
func (run *walk) number(name string) string {
	n, err := strconv.Atoi(strings.TrimSpace(run.form.Get(name)))
	if err != nil || n < 0 || n > 100 {
		return ""
	}
	return strconv.Itoa(n)
}

func (run *walk) step(n int) *stepPage {
	s := &run.exercise.Steps[n-1]
	p := &stepPage{Number: n, Of: len(run.exercise.Steps), Title: s.Title, Says: strings.Split(s.Says, "\n"), Kind: s.Kind(), Timer: s.Timer, Breathe: s.Breathe}
	key := strconv.Itoa(n)
	switch p.Kind {
	case "timer":
		p.Time = timeWords(s.Timer.Seconds)
	case "breathe":
		p.Time = timeWords(s.Breathe.Seconds())
	case "write":
		p.Name, p.Prompt, p.Text = writeField+key, s.Write.Prompt, run.form.Get(writeField+key)
	case "list":
		p.Name, p.Prompt = listField+key, s.List.Prompt
		given := run.form[p.Name]
		for i := range s.List.Lines {
			line := ""
			if i < len(given) {
				line = given[i]
			}
			p.Lines = append(p.Lines, line)
		}
	case "rate":
		p.Dial = &dial{dialField + key, s.Rate.Ask, s.Rate.Low, "", s.Rate.High, run.number(dialField + key)}
	case "choose":
		p.Ask = s.Choose.Ask
		chosen := run.form.Get(chooseField + key)
		for _, o := range s.Choose.Options {
			p.Choices = append(p.Choices, choice{key + ":" + o.ID, o.Says, o.ID == chosen})
			if o.ID == chosen {
				p.Then = strings.Split(o.Then, "\n")
			}
		}
	case "do":
		p.Done = s.Do.Done
	}
	return p
}

func (run *walk) end() *exerciseEnd {
	e := run.exercise
	end := &exerciseEnd{
		Rate: e.Rate, Before: run.number("before"), After: run.number("after"), Hard: e.Hard, Written: run.written(),
		Early: run.to == "stop" || run.form.Has("early"),
	}
	if run.to == "stop" {
		end.Stopped, end.After = e.Stop, ""
		if end.Before != "" {
			end.Ask = run.rating("after")
			end.Ask.Value = ""
		}
	}
	first := map[string]string{}
	for i := range e.Steps {
		d := e.Steps[i].Rate
		if d == nil || d.Pair == "" {
			continue
		}
		given := run.number(dialField + strconv.Itoa(i+1))
		if before, ok := first[d.Pair]; !ok {
			first[d.Pair] = given
		} else if before != "" && given != "" {
			end.Pairs = append(end.Pairs, pairOfNumbers{d.Ask, before, given})
		}
	}
	return end
}

// written is everything that was written, step by step, for the journal.
func (run *walk) written() string {
	var b strings.Builder
	for i := range run.exercise.Steps {
		if text := run.writtenAt(i + 1); text != "" {
			prompt := ""
			switch s := &run.exercise.Steps[i]; s.Kind() {
			case "write":
				prompt = s.Write.Prompt
			case "list":
				prompt = s.List.Prompt
			}
			fmt.Fprintf(&b, "%s\n%s\n\n", prompt, text)
		}
	}
	return strings.TrimSpace(b.String())
}

func (run *walk) writtenAt(n int) string {
	key := strconv.Itoa(n)
	if n < 1 || n > len(run.exercise.Steps) {
		return ""
	}
	switch run.exercise.Steps[n-1].Kind() {
	case "write":
		return strings.TrimSpace(run.form.Get(writeField + key))
	case "list":
		lines := slices.DeleteFunc(slices.Clone(run.form[listField+key]), func(l string) bool { return strings.TrimSpace(l) == "" })
		return strings.Join(lines, "\n")
	}
	return ""
}

// crisis reports whether the words of the page before, or at the end any, speak
// of the writer's own life. It is said on the page and nowhere else.
func (run *walk) crisis() bool {
	n, _ := strconv.Atoi(run.at)
	text := run.writtenAt(n)
	if run.to == "end" || run.to == "stop" {
		text = run.written()
	}
	return speaksOfDying(text)
}

// carried is what the page takes along: everything given that it does not ask
// for itself.
func (run *walk) carried(p *exercisePage) (fields []carriedField) {
	add := func(name string, values ...string) {
		for _, value := range values {
			fields = append(fields, carriedField{name, value})
		}
	}
	add("run", run.form.Get("run"))
	add("for", run.form.Get("for"))
	if p.End != nil && p.End.Early {
		add("early", "1")
	}
	if p.Door == nil {
		for _, g := range run.site.adviser.Judgement().ForExercises.Guards {
			for _, q := range g.Questions {
				if slices.Contains(run.exercise.Harms, g.Harm) {
					add(gateField+q.ID, run.form.Get(gateField+q.ID))
				}
			}
		}
	}
	if p.Rating == nil {
		add("before", run.number("before"))
	}
	if p.After == nil && (p.End == nil || p.End.Ask == nil) {
		add("after", run.number("after"))
	}
	for i := range run.exercise.Steps {
		if key := strconv.Itoa(i + 1); p.Step == nil || p.Step.Number != i+1 {
			for _, prefix := range []string{writeField, dialField, chooseField, listField} {
				add(prefix+key, run.form[prefix+key]...)
			}
		} else {
			add(chooseField+key, run.form[chooseField+key]...)
		}
	}
	return slices.DeleteFunc(fields, func(f carriedField) bool { return f.Value == "" && !strings.HasPrefix(f.Name, listField) })
}

// timeWords says roughly how long something takes.
func timeWords(seconds int) string {
	switch minutes := (seconds + 15) / 30; {
	case seconds <= 20:
		return "about a quarter of a minute"
	case minutes <= 1:
		return "about half a minute"
	case minutes == 2:
		return "about a minute"
	case minutes == 3:
		return "about a minute and a half"
	case minutes%2 == 1:
		return fmt.Sprintf("about %d and a half minutes", minutes/2)
	default:
		return fmt.Sprintf("about %d minutes", minutes/2)
	}
}
