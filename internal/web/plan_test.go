package web

import (
	"net/url"
	"testing"
)

func TestASafetyPlan(t *testing.T) {
	b := home(t)
	// For somebody who keeps nothing it is a sheet.
	form := b.get("/plan").wants(200, "My safety plan", "Nothing is kept.", "What tells me that it is coming", `href="/safety"`).fields()
	b.post("/plan", with(form, "p-alone", "quillfeather\n\n walking ")).wants(200, "<li>quillfeather</li>", "<li>walking</li>", "Nothing of this is kept.", `href="/help"`)
	b.post("/plan", url.Values{"visit": {"0123456789abcdefghjkmnpqrs"}, "p-alone": {"quillfeather"}}).wants(409).lacks("quillfeather")

	b.moveIn("")
	form = b.get("/plan").wants(200, "It is kept under your passphrase.").fields()
	b.leads(b.post("/plan", with(form, "p-alone", "quillfeather", "p-people", "Ada, on the landing")), "/plan?kept").wants(200, "<li>quillfeather</li>", "Ada, on the landing").lacks("<textarea")
	change := b.get("/plan?change").wants(200, "quillfeather</textarea>").fields()
	b.leads(b.post("/plan", with(change, "p-alone", "walking")), "/plan?kept").wants(200, "<li>walking</li>").lacks("quillfeather")

	// Two windows: both texts are there, and nothing is overwritten unasked.
	p := b.post("/plan", with(change, "p-alone", "singing")).wants(409, "in another window", "<li>walking</li>", "singing")
	b.get("/plan").wants(200, "<li>walking</li>")
	b.leads(b.post("/plan", with(p.fields(), "p-alone", "singing")), "/plan?kept").wants(200, "<li>singing</li>")

	gone := with(change, "delete", "1")
	b.leads(b.post("/plan", gone), "/plan").wants(200, "Keep it").lacks("singing")

	b.post("/place/out", url.Values{})
	b.post("/plan", with(change, "p-alone", "quillfeather")).wants(409).lacks("quillfeather")
}
