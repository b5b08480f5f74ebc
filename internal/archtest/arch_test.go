// Package archtest holds the dependency rule of the project as a test: who may
// import whom, and why not otherwise.
package archtest

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// layers lists every package of the project with what it may import of it. A
// package that is not listed fails the test, so that it gets its place first.
var layers = []struct {
	packages string // a package, or with /... it and those below
	may      []string
	why      string
}{
	{"internal/errs", nil, "values know nothing of the program"},
	{"internal/id", nil, "values know nothing of the program"},
	{"internal/secret", nil, "values know nothing of the program"},

	{"internal/wording", nil, "the rules about words serve the tests of files and pages, and know neither"},

	{"knowledge", nil, "the first engine: files to values, and no judgement"},
	{"knowledge/internal/gen", []string{"knowledge"}, "what go generate runs knows the files alone"},
	{"situation", []string{"internal/errs", "knowledge"}, "engines import only engines before them"},
	{"advice/internal/diagram", nil, "a data structure, which knows no facts"},
	{"advice", []string{"internal/errs", "knowledge", "situation", "advice/internal/diagram"}, "engines import only engines before them"},
	{"draft/internal/gen", []string{"knowledge", "draft/...", "bench/drafts/..."}, "what go generate runs may read the labelled drafts"},
	{"draft/internal/train", []string{"knowledge", "draft/...", "bench/drafts/..."}, "what go generate runs may read the labelled drafts"},
	{"draft/...", []string{"internal/errs", "knowledge", "draft/..."}, "what a draft does is judged from the text alone, not from the situation"},

	{"measure", []string{"knowledge"}, "what numbers show is told from the numbers and the scales alone"},

	{"internal/vault", []string{"internal/errs", "internal/id", "internal/secret"}, "keys and sealed records serve every feature, and know none"},
	{"internal/account", []string{"internal/errs", "internal/id", "internal/secret", "internal/vault"}, "features import values and the vault, never each other"},
	{"internal/journal", []string{"internal/errs", "internal/id", "internal/vault"}, "features import values and the vault, never each other"},
	{"internal/decision", []string{"internal/errs", "internal/id", "internal/vault"}, "features import values and the vault, never each other"},
	{"internal/exercise", []string{"internal/errs", "internal/id", "internal/vault"}, "features import values and the vault, never each other"},
	{"internal/boundary", []string{"internal/errs", "internal/id", "internal/vault"}, "features import values and the vault, never each other"},
	{"internal/checkin", []string{"internal/errs", "internal/id", "internal/vault"}, "features import values and the vault, never each other"},
	{"internal/plan", []string{"internal/errs", "internal/id", "internal/vault"}, "features import values and the vault, never each other"},
	{"internal/programme", []string{"internal/errs", "internal/id", "internal/vault"}, "features import values and the vault, never each other"},
	{"internal/urge", []string{"internal/errs", "internal/id", "internal/vault"}, "features import values and the vault, never each other"},
	{"internal/reminder", []string{"internal/errs", "internal/id"}, "a calendar is made from values, and nothing of it is kept"},
	{"internal/fhir", []string{"internal/checkin", "knowledge", "measure"}, "an export for health records is made of answers and scales, and keeps nothing"},
	{"internal/contact", []string{"internal/errs", "internal/id", "internal/vault"}, "features import values and the vault, never each other"},
	{"internal/dismissal", []string{"internal/errs", "internal/id", "internal/vault", "draft"}, "features import values, engines and the vault, never each other"},
	{"internal/letter", []string{"internal/errs", "internal/id", "internal/vault", "draft"}, "what a letter's words do bears on where it may go, so it knows that engine"},
	{"internal/archive", []string{"internal/errs", "internal/id", "internal/vault"}, "export and import know kinds of records, not features"},

	{"internal/unmark", []string{"draft"}, "choices about a draft travel in its form, so they know no page and no place"},
	{"internal/draftfile", []string{"draft", "knowledge"}, "a draft in a file is words, marks and settings: it knows no command and no editor"},
	{"internal/look", []string{"draft", "internal/unmark"}, "what a page shows of a draft, in the server and in the browser alike"},
	{"internal/look/device", []string{"draft", "internal/unmark", "internal/look"}, "it runs in the browser, where every import is fetched by a phone"},
	{"internal/look/gen", nil, "what go generate runs builds, and imports nothing of ours"},

	{"internal/wire", []string{"internal/errs", "advice", "draft"}, "the contracts enter at the engines"},
	{"internal/store/...", []string{"internal/errs", "internal/id", "internal/secret", "internal/vault", "internal/account", "internal/store/..."},
		"the store sees sealed bytes, so it needs no feature but the account"},
	{"internal/api", []string{"internal/errs", "internal/wire", "advice", "draft", "knowledge"}, "the API stores nothing, so it knows no store"},
	{"internal/web/...", []string{"internal/errs", "internal/id", "internal/secret", "internal/vault", "internal/account", "internal/boundary", "internal/checkin", "internal/contact", "internal/plan", "internal/programme", "internal/reminder", "internal/urge", "internal/decision", "internal/dismissal", "internal/exercise", "internal/fhir", "internal/journal", "internal/letter", "internal/archive", "internal/unmark",
		"internal/look", "knowledge", "situation", "advice", "draft", "measure", "internal/web/..."}, "pages know features and engines, never the database"},
	{"internal/app", []string{"..."}, "the only package that knows every adapter"},
	{"internal/lsp", []string{"internal/draftfile", "draft"}, "an editor is served from the files in front of it, and nothing is kept"},
	{"internal/cli", []string{"internal/errs", "internal/wire", "internal/draftfile", "internal/lsp", "internal/app", "knowledge", "advice", "draft", "draft/actcheck"}, "commands enter at the engines or start the app"},
	{"cmd/afterwards", []string{"internal/cli"}, "main is a few lines"},
	{"bench/...", []string{"..."}, "measurements look at everything"},
	{"internal/archtest", nil, "this test reads files"},
}

// pure are the engines: functions over values, for other programs to import.
var pure = []string{"knowledge", "situation", "advice/...", "draft/...", "measure"}

// impure are what an engine must not touch.
var impure = map[string]string{
	"context":      "a pure function has nothing to cancel",
	"time":         "an engine has no clock: the hour is a fact",
	"log":          "an engine writes nothing",
	"log/slog":     "an engine writes nothing",
	"net":          "an engine reaches nothing",
	"net/http":     "an engine reaches nothing",
	"database/sql": "an engine keeps nothing",
	"os":           "an engine reads only what it is given",
	"math/rand":    "the same input has the same answer",
	"math/rand/v2": "the same input has the same answer",
}

// tools below an engine are run by go generate, not by importers.
var tools = []string{"knowledge/internal/gen", "draft/internal/gen", "draft/internal/train"}

func TestImportsFollowTheHouse(t *testing.T) {
	seen := map[string]bool{}
	for pkg, imports := range packages(t) {
		i := slices.IndexFunc(layers, func(l struct {
			packages string
			may      []string
			why      string
		}) bool {
			return within(pkg, l.packages)
		})
		if i < 0 {
			t.Errorf("%s has no place in the house: add it to the layers, with a reason", pkg)
			continue
		}
		seen[layers[i].packages] = true
		for _, imported := range imports {
			ours, ok := strings.CutPrefix(imported, "afterwards/")
			if ok && !slices.ContainsFunc(layers[i].may, func(may string) bool { return within(ours, may) }) {
				t.Errorf("%s imports %s: %s", pkg, ours, layers[i].why)
			}
			if why, bad := impure[imported]; bad && slices.ContainsFunc(pure, func(p string) bool { return within(pkg, p) }) && !slices.Contains(tools, pkg) {
				t.Errorf("%s imports %s: %s", pkg, imported, why)
			}
		}
	}
	for _, l := range layers {
		if !seen[l.packages] && l.packages != "internal/archtest" {
			t.Errorf("the layer %s has no package any more: remove it", l.packages)
		}
	}
}

// within reports whether a package is meant by a pattern.
func within(pkg, pattern string) bool {
	if pattern == "..." {
		return true
	}
	if prefix, ok := strings.CutSuffix(pattern, "/..."); ok {
		return pkg == prefix || strings.HasPrefix(pkg, prefix+"/")
	}
	return pkg == pattern
}

// packages returns the imports of every package, tests left out.
func packages(t *testing.T) map[string][]string {
	root := filepath.Join("..", "..")
	all := map[string][]string{}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			_, nested := os.Stat(filepath.Join(file, "go.mod"))
			if file != root && (strings.HasPrefix(name, ".") || name == "testdata" || name == "node_modules" || nested == nil) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, filepath.Dir(file))
		if err != nil {
			return err
		}
		pkg := path.Clean(filepath.ToSlash(relative))
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			all[pkg] = append(all[pkg], imported)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
