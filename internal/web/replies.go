package web

import (
	"net/http"
	"slices"
	"strings"

	"afterwards/draft"
	"afterwards/internal/look"
	"afterwards/internal/web/httpx"
	"afterwards/knowledge"
)

// replyPage reads a reply to a letter, or its absence.
type replyPage struct {
	frame
	Given  answers
	Asks   []asked
	Text   string
	Sorry  string
	Read   bool
	Said   []noted // what an article makes of it, and why we do not follow it
	Silent bool    // the article says nothing about this reply
	Tone   *knowledge.Tone
	Words  *knowledge.Replies
	Claims []claimLink
	Pasted *pasted
}

func (replyPage) template() string { return "replies.html" }

// pasted is what a reply that was pasted holds.
type pasted struct {
	Hostile   bool
	Threat    bool
	SelfHarm  bool
	Practical []string // the sentences that hold something to settle
	Rest      []string // those that do not, in their order
}

// replyFacts are what a reply is described by.
var replyFacts = []string{"reply_days", "reply_tone"}

func (s *site) replies(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, http.StatusOK, s.replyForm(r, nil))
}

func (s *site) replyForm(r *http.Request, given answers) replyPage {
	p := replyPage{frame: s.frame(r, "A reply"), Words: &s.adviser.Judgement().Replies}
	v := s.adviser.Vocabulary()
	for _, name := range replyFacts {
		fact, _ := v.Fact(name)
		var values []string
		i := given.index(name)
		if i >= 0 {
			values = given[i].values
		}
		p.Asks = append(p.Asks, asked{Name: name, Ask: replyAsk[name], Choices: choices(fact, values), Open: choice{"", fact.Unknown, i < 0 || values == nil}})
	}
	for _, a := range given {
		if !slices.Contains(replyFacts, a.fact.Name) {
			p.Given = append(p.Given, a)
		}
	}
	return p
}

// replyAsk words the two questions for somebody who has a reply, or none, before them.
var replyAsk = map[string]string{"reply_days": "How long did it take, or how long have you waited?", "reply_tone": "How does it sound?"}

// readReply says what is said of such a reply, what nobody can know, and what
// can be done. Nothing of it is kept.
func (s *site) readReply(w http.ResponseWriter, r *http.Request) error {
	form, err := httpx.Form(w, r, draftFormLimit)
	if err != nil {
		return err
	}
	if err := s.sameVisit(r, form.Get(visitField)); err != nil {
		return err
	}
	v := s.adviser.Vocabulary()
	given, _ := readAnswers(v, form)
	p := s.replyForm(r, given)
	p.Text = form.Get("text")
	told := slices.ContainsFunc(given, func(a answer) bool { return slices.Contains(replyFacts, a.fact.Name) && a.values != nil })
	switch {
	case len(p.Text) > look.Limit:
		p.Sorry = "This is longer than we can look at in one go. It is still here. Try a part of it."
	case !told && strings.TrimSpace(p.Text) == "":
		if form.Has("read") {
			p.Sorry = "Say how it came, or paste it."
		}
	default:
		p.Read = true
		s.read(&p, given)
	}
	return s.show(w, http.StatusOK, p)
}

func (s *site) read(p *replyPage, given answers) {
	v := s.adviser.Vocabulary()
	if strings.TrimSpace(p.Text) != "" {
		p.Pasted = s.readPasted(p.Text)
	}
	p.Claims = s.claimLinks(p.Words.Claims)
	told, _ := v.With(v.Unknown(), "letter_sent", true)
	tone := ""
	for _, a := range given {
		if slices.Contains(replyFacts, a.fact.Name) && a.values != nil {
			told, _ = v.Answer(told, a.fact.Name, a.values...)
			if a.fact.Name == "reply_tone" {
				tone = a.values[0]
			}
		}
	}
	for _, c := range s.adviser.Explain(told).Said {
		if c.Topic == "replies" {
			n := s.noted(c)
			n.Followed = false
			p.Said = append(p.Said, n)
		}
	}
	p.Silent = len(p.Said) == 0
	if tone == "" && p.Pasted != nil && p.Pasted.Hostile {
		tone = "defensive"
	}
	if i := slices.IndexFunc(p.Words.Tones, func(t knowledge.Tone) bool { return t.Tone == tone }); i >= 0 {
		p.Tone = &p.Words.Tones[i]
	}
}

// hostileActs are those that make a reply one to be read for its practical
// matters only. heavy are those that keep a sentence folded away whatever else it does.
var (
	hostileActs = []string{"blame", "threat", "guilt", "selfharm"}
	heavy       = []string{"blame", "threat", "guilt", "selfharm", "persuade", "affection", "nostalgia"}
)

// readPasted finds what a reply holds that has to be settled.
func (s *site) readPasted(text string) *pasted {
	out := &pasted{}
	for _, sentence := range draft.Check(draft.Reply, text).Sentences {
		does := func(acts ...string) bool {
			return slices.ContainsFunc(sentence.Acts, func(f draft.Finding) bool { return slices.Contains(acts, f.Act) })
		}
		out.Hostile = out.Hostile || does(hostileActs...)
		out.Threat = out.Threat || does("threat")
		out.SelfHarm = out.SelfHarm || does("selfharm")
		words := text[sentence.Start:sentence.End]
		if does("logistics") && !does("threat", "selfharm") || does("request") && !does(heavy...) {
			out.Practical = append(out.Practical, words)
		} else {
			out.Rest = append(out.Rest, words)
		}
	}
	return out
}
