package web_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"html"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"afterwards/internal/wording"
)

var (
	comment = regexp.MustCompile(`(?s){{-?\s*/\*.*?\*/\s*-?}}`)
	action  = regexp.MustCompile(`(?s){{.*?}}`)
	quoted  = regexp.MustCompile(`"[^"]*"`)
	// Attributes whose value is read, aloud or on the screen.
	spoken = regexp.MustCompile(`(?:aria-label|title|placeholder|alt)="([^"]*)"`)
	// What stands inside a sentence and does not end it.
	inline = regexp.MustCompile(`</?(?:a|abbr|cite|em|i|q|small|span|strong|wbr)(?:\s[^>]*)?>`)
	tag    = regexp.MustCompile(`(?s)<[^>]*>`)
	// What the program puts into a message counts as a word.
	verb = regexp.MustCompile(`%[-+#0-9.]*[a-zA-Z]`)
)

// pageTexts returns what a template says, paragraph by paragraph. What the
// program puts in is checked where it comes from.
func pageTexts(template string) (all []string) {
	template = comment.ReplaceAllString(template, "")
	for _, a := range action.FindAllString(template, -1) {
		for _, s := range quoted.FindAllString(a, -1) {
			all = append(all, strings.Trim(s, `"`))
		}
	}
	template = action.ReplaceAllString(template, " ")
	for _, m := range spoken.FindAllStringSubmatch(template, -1) {
		all = append(all, m[1])
	}
	template = tag.ReplaceAllString(inline.ReplaceAllString(template, ""), "\x00")
	return append(all, strings.Split(html.UnescapeString(template), "\x00")...)
}

// TestThePagesAreWrittenKindly: the wording rules hold in the templates, with
// short sentences, since any page may be read in a bad hour.
func TestThePagesAreWrittenKindly(t *testing.T) {
	files, err := filepath.Glob("ui/templates/*.html")
	if err != nil || len(files) == 0 {
		t.Fatal("no templates", err)
	}
	worst, at := 0.0, ""
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts := pageTexts(string(raw))
		for _, text := range texts {
			for _, p := range wording.Check(text, wording.Short) {
				t.Errorf("%s: %v in %q", file, p, strings.Join(strings.Fields(text), " "))
			}
		}
		if grade := wording.Grade(texts); grade > worst {
			worst, at = grade, file
		}
	}
	if t.Logf("hardest to read: %s, school year %.1f", at, worst); worst > 5 {
		t.Errorf("%s reads like school year %.1f, and 5 is the most: use shorter words and sentences", at, worst)
	}
}

// goTexts returns the strings of a Go file that are sentences or parts of one,
// with their line. Strings put together with + are one. Code in other languages
// and lists of words are left out.
func goTexts(t *testing.T, file string) map[int][]string {
	t.Helper()
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	all := map[int][]string{}
	ast.Inspect(parsed, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.ImportSpec, *ast.Field:
			return false
		}
		e, ok := n.(ast.Expr)
		if !ok {
			return true
		}
		text, ok := joined(e)
		code := strings.ContainsAny(text, "<>{}\\=") || strings.Count(text, " ") < 2
		list := !strings.ContainsAny(text, ".,:;?") && len(wording.Words(text)) > wording.Long
		if ok && !code && !list {
			line := set.Position(n.Pos()).Line
			all[line] = append(all[line], verb.ReplaceAllString(text, "it"))
		}
		return !ok
	})
	return all
}

// joined returns the text of a string, or of strings joined by +; what is not
// written out counts as one word.
func joined(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			s, err := strconv.Unquote(e.Value)
			return s, err == nil
		}
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			x, left := joined(e.X)
			y, right := joined(e.Y)
			if !left {
				x = "it"
			}
			if !right {
				y = "it"
			}
			return x + y, left || right
		}
	}
	return "", false
}

// TestTheMessagesAreWrittenKindly: the wording rules hold for every string of the
// program that could be a message.
func TestTheMessagesAreWrittenKindly(t *testing.T) {
	seen := 0
	err := filepath.WalkDir("..", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "wording" || d.Name() == "archtest" || d.Name() == "testdata") {
			return filepath.SkipDir
		}
		if filepath.Ext(file) != ".go" || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		for line, texts := range goTexts(t, file) {
			for _, text := range texts {
				seen++
				for _, p := range wording.Check(text, wording.Long) {
					t.Errorf("%s:%d: %v in %q", file, line, p, text)
				}
			}
		}
		return nil
	})
	if err != nil || seen == 0 {
		t.Fatal("no strings were read", err)
	}
}
