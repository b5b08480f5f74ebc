//go:build js && wasm && apart

// Command device is the draft checker as it runs in a browser, in a worker of
// the check page. It sets one global, checker, with the function look(purpose,
// text, carried, kept, in), which returns what a page shows; the last three are
// what the writer chose not to have marked, see [unmark.Choices]. Before the start others stand there for
// it: acts and model, the compiled files of package draft, and sources, the titles
// of sources by their ids.
package main

import (
	"strings"
	"syscall/js"

	"afterwards/draft"
	"afterwards/internal/look"
	"afterwards/internal/unmark"
)

func main() {
	draft.Unpack(take("acts"), take("model"))
	var writing draft.Writing
	sources := readSources(js.Global().Get("sources"))
	js.Global().Set("checker", map[string]any{
		"look": js.FuncOf(func(_ js.Value, args []js.Value) any {
			// Forms lose this byte on their way to the server too.
			text := strings.ReplaceAll(args[1].String(), "\x00", "")
			c := unmark.Choices{Kept: unmark.ReadAll(stringsOf(args[3])), In: args[4].Bool()}
			c.Carry(unmark.ReadAll(stringsOf(args[2]))...)
			r, sorry := look.Again(&writing, args[0].String(), text, c, sources)
			if r == nil {
				return map[string]any{"sorry": sorry}
			}
			return value(r)
		}),
	})
	look.At(string(draft.Hurt), warmUp, unmark.Choices{}, sources)
	select {}
}

// warmUp is looked at before anybody waits: browsers translate most of a program
// when it is used for the first time.
const warmUp = "I still love you. You did not care, did you? Can we talk on Friday at 5pm? I'm sorry if you felt hurt, but it wasn't only me.\n" +
	"I lied, and that was wrong of me. Thank you for the good years, take care \U0001F642 I said \"not again\", because I know u can't.\n" +
	"The keys are with the porter. I won't call any more. If you don't answer I will tell everyone."

// take moves bytes out of a global.
func take(name string) []byte {
	from := js.Global().Get(name)
	raw := make([]byte, from.Length())
	js.CopyBytesToGo(raw, from)
	js.Global().Delete(name)
	return raw
}

func stringsOf(list js.Value) []string {
	all := make([]string, list.Length())
	for i := range all {
		all[i] = list.Index(i).String()
	}
	return all
}

func readSources(from js.Value) look.Sources {
	titles := look.Sources{}
	ids := js.Global().Get("Object").Call("keys", from)
	for i := range ids.Length() {
		id := ids.Index(i).String()
		titles[id] = from.Get(id).String()
	}
	return titles
}

// value is a result as a plain object of JavaScript.
func value(r *look.Result) map[string]any {
	text := make([]any, len(r.Text))
	for i, p := range r.Text {
		notes := make([]any, len(p.Notes))
		for j, n := range p.Notes {
			notes[j] = map[string]any{"number": n.Number, "name": n.Name}
		}
		text[i] = map[string]any{"text": p.Text, "marked": p.Marked, "notes": notes}
	}
	unmarked := make([]any, len(r.Unmarked))
	for i, l := range r.Unmarked {
		unmarked[i] = map[string]any{"quote": l.Quote, "says": l.Says, "field": l.Field, "kept": l.Kept}
	}
	return map[string]any{
		"verdict": string(r.Verdict), "title": r.Title, "says": r.Says, "crisis": r.Crisis, "summary": r.Summary(),
		"text": text, "findings": findings(r.Findings), "good": findings(r.Good), "unmarked": unmarked,
	}
}

func findings(all []look.Finding) []any {
	out := make([]any, len(all))
	for i, f := range all {
		ways := make([]any, len(f.Ways))
		for j, w := range f.Ways {
			ways[j] = map[string]any{"says": w.Says, "field": w.Field}
		}
		out[i] = map[string]any{
			"number": f.Number, "name": f.Name, "possible": f.Possible, "quote": f.Quote,
			"reason": f.Reason, "hint": f.Hint, "source": f.Source, "ways": ways,
		}
	}
	return out
}
