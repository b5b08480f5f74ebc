package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"afterwards/internal/reminder"
	"afterwards/internal/web/httpx"
)

func (s *site) reminderRoutes() []route {
	return []route{{"GET", "/reminders", s.reminders}, {"POST", "/reminders", s.reminderFile}}
}

// remindersPage makes a file of reminders for the person's own calendar. Nothing
// of it is kept, and the program sends nothing.
type remindersPage struct {
	frame
	Rhythms []choice
	Days    []choice
	At      string
	Sorry   string
}

func (remindersPage) template() string { return "reminders.html" }

var rhythmWords = map[reminder.Rhythm]string{reminder.Daily: "Every day", reminder.Weekly: "Every week", reminder.Monthly: "Every month"}

func (s *site) reminders(w http.ResponseWriter, r *http.Request) error {
	return s.showReminders(w, r, http.StatusOK, url.Values{"rhythm": {string(reminder.Daily)}, "at": {"19:30"}}, "")
}

func (s *site) showReminders(w http.ResponseWriter, r *http.Request, status int, form url.Values, sorry string) error {
	p := remindersPage{frame: s.frame(r, "Reminders"), At: form.Get("at"), Sorry: sorry}
	if open := s.whoever(r); open != nil {
		p.frame = s.placeFrame(r, "Reminders", open)
		open.Key.Wipe()
	}
	for _, v := range reminder.Rhythms {
		p.Rhythms = append(p.Rhythms, choice{string(v), rhythmWords[v], form.Get("rhythm") == string(v)})
	}
	for d := range 7 {
		day := time.Weekday((d + 1) % 7)
		v := strconv.Itoa(int(day))
		p.Days = append(p.Days, choice{v, day.String(), slices.Contains(form["day"], v)})
	}
	return s.show(w, status, p)
}

func (s *site) reminderFile(w http.ResponseWriter, r *http.Request) error {
	form, err := httpx.Form(w, r, formLimit)
	if err != nil {
		return err
	}
	now := s.opts.Now()
	one := reminder.Reminder{Rhythm: reminder.Rhythm(form.Get("rhythm")), Minute: -1, Begin: (&writing{Zone: form.Get("zone")}).at(now)}
	if t, err := time.Parse("15:04", form.Get("at")); err == nil {
		one.Minute = t.Hour()*60 + t.Minute()
	}
	for _, d := range form["day"] {
		if n, err := strconv.Atoi(d); err == nil {
			one.Days = append(one.Days, time.Weekday(n))
		}
	}
	file, err := reminder.Calendar([]reminder.Reminder{one}, now)
	if err != nil {
		status, says := s.refused(r, err)
		return s.showReminders(w, r, status, form, says)
	}
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="note.ics"`)
	_, err = w.Write([]byte(file))
	return err
}
