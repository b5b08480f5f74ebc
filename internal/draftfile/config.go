package draftfile

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"afterwards/draft"
	"afterwards/knowledge"
)

// ConfigName is the file with the settings for the drafts in its folder and below.
const ConfigName = ".afterwards.yaml"

// The limits of a settings file.
const (
	maxConfig  = 1 << 20 // bytes
	maxPhrases = 500
)

// Config are the settings of a file. The zero value is no file.
type Config struct {
	File    string        // where it is
	Purpose draft.Purpose // for drafts that name none; "" for none
	Level   draft.Level   // the least that is marked; "" is possible
	Acts    []string      // dismissed
	Phrases []string      // dismissed
}

// settings is the file as it is written.
type settings struct {
	Purpose *knowledge.Text `yaml:"purpose"`
	Level   *knowledge.Text `yaml:"level"`
	Dismiss struct {
		Acts    []knowledge.Text `yaml:"acts"`
		Phrases []knowledge.Text `yaml:"phrases"`
	} `yaml:"dismiss"`
}

// FindConfig looks for a settings file in a folder and in those above it, and
// returns the nearest, "" if there is none.
func FindConfig(dir string) string {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return ""
	}
	for {
		file := filepath.Join(dir, ConfigName)
		if _, err := os.Lstat(file); err == nil {
			return file
		}
		above := filepath.Dir(dir)
		if above == dir {
			return ""
		}
		dir = above
	}
}

// LoadConfig reads a settings file. The error lists every problem as
// file:line:column with a hint, and is a [knowledge.Problems] then.
func LoadConfig(file string) (Config, error) {
	info, err := os.Stat(file)
	switch {
	case err != nil:
		return Config{}, fmt.Errorf("the settings cannot be opened: %w", err)
	case info.Mode().IsRegular() && info.Size() > maxConfig:
		return Config{}, fmt.Errorf("%s has more than %d bytes, so it is no settings file", file, maxConfig)
	}
	var s settings
	problems := knowledge.Decode(os.DirFS(filepath.Dir(file)), filepath.Base(file), &s)
	c := Config{File: file}
	wrong := func(t knowledge.Text, hint, says string) {
		problems = append(problems, knowledge.Problem{Pos: t.Pos, Says: says, Hint: hint})
	}
	if s.Purpose != nil {
		if c.Purpose, err = draft.ParsePurpose(s.Purpose.Value); err != nil {
			wrong(*s.Purpose, among(s.Purpose.Value, purposeNames()), "no purpose has this name")
		}
	}
	if s.Level != nil {
		c.Level = draft.Level(s.Level.Value)
		if c.Level != draft.Clear && c.Level != draft.Possible {
			wrong(*s.Level, "write clear or possible", "no level has this name")
		}
	}
	for _, act := range s.Dismiss.Acts {
		if says := ActProblem(act.Value); says != "" {
			wrong(act, "", says)
		}
		c.Acts = append(c.Acts, act.Value)
	}
	for i, phrase := range s.Dismiss.Phrases {
		switch {
		case i == maxPhrases:
			wrong(phrase, "dismiss an act, or take out what is not needed any more", fmt.Sprintf("there are more than %d phrases", maxPhrases))
		case len(phrase.Value) > draft.MaxPhrase:
			wrong(phrase, fmt.Sprintf("keep it within %d bytes", draft.MaxPhrase), "this is too long for a phrase")
		case draft.PhraseWords(phrase.Value) == "":
			wrong(phrase, "", "there is no word in this phrase, so it would be found nowhere")
		}
		c.Phrases = append(c.Phrases, phrase.Value)
	}
	for i := range problems {
		problems[i].File = file
	}
	if err := problems.Err(); err != nil {
		return Config{}, err
	}
	return c, nil
}

// Dismissals is what the settings dismiss.
func (c Config) Dismissals() draft.Dismissals {
	return draft.Dismissals{Acts: c.Acts, Phrases: c.Phrases, Possible: c.Level == draft.Clear}
}

// Check checks a draft by its file and the settings: the report on its text with
// what is dismissed in either.
func (c Config) Check(p draft.Purpose, f *File) draft.Report {
	whole := draft.Check(p, f.Text)
	d := c.Dismissals()
	d.Ranges = f.Ranges(whole)
	return d.Apply(p, f.Text, whole)
}

// Dismiss adds an act or a phrase, of which one is empty, to a settings file,
// and makes the file if it is not there. Comments stay. A file with problems is
// left as it is.
func Dismiss(file, act, phrase string) error {
	var doc yaml.Node
	mode := os.FileMode(0o600) // phrases are words of a letter
	switch _, err := os.Stat(file); {
	case errors.Is(err, os.ErrNotExist):
	case err != nil:
		return fmt.Errorf("the settings cannot be opened: %w", err)
	default:
		if file, err = filepath.EvalSymlinks(file); err != nil {
			return fmt.Errorf("the settings cannot be opened: %w", err)
		}
		c, err := LoadConfig(file)
		if err != nil {
			return err
		}
		same := func(p string) bool { return draft.PhraseWords(p) == draft.PhraseWords(phrase) }
		if act != "" && slices.Contains(c.Acts, act) || phrase != "" && slices.ContainsFunc(c.Phrases, same) {
			return nil
		}
		raw, err := os.ReadFile(file)
		if err != nil {
			return fmt.Errorf("the settings cannot be read: %w", err)
		}
		if err := yaml.Unmarshal(raw, &doc); err != nil {
			return fmt.Errorf("%s is not YAML any more: mend it first", file)
		}
		if info, err := os.Stat(file); err == nil {
			mode = info.Mode().Perm()
		}
	}
	if len(doc.Content) == 0 {
		doc = yaml.Node{Kind: yaml.DocumentNode, Content: []*yaml.Node{{Kind: yaml.MappingNode}}}
	}
	dismiss := child(doc.Content[0], "dismiss", yaml.MappingNode)
	key, value := "acts", act
	if act == "" {
		key, value = "phrases", strings.Join(strings.Fields(phrase), " ")
	}
	list := child(dismiss, key, yaml.SequenceNode)
	list.Content = append(list.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: value})
	var out bytes.Buffer
	e := yaml.NewEncoder(&out)
	e.SetIndent(2)
	if err := errors.Join(e.Encode(&doc), e.Close()); err != nil {
		return fmt.Errorf("the settings cannot be written: %w", err)
	}
	return replace(file, out.Bytes(), mode)
}

// child returns the value of a key of a mapping, which it adds if need be.
func child(parent *yaml.Node, key string, kind yaml.Kind) *yaml.Node {
	for i := 0; i+1 < len(parent.Content); i += 2 {
		if parent.Content[i].Value == key {
			value := parent.Content[i+1]
			if value.Kind == yaml.AliasNode {
				value = value.Alias
			}
			return value
		}
	}
	value := &yaml.Node{Kind: kind}
	parent.Content = append(parent.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: key}, value)
	return value
}

// replace writes a file whole or not at all.
func replace(file string, content []byte, mode os.FileMode) error {
	t, err := os.CreateTemp(filepath.Dir(file), ConfigName+".*")
	if err != nil {
		return fmt.Errorf("the settings cannot be written: %w", err)
	}
	_, err = t.Write(content)
	err = errors.Join(err, t.Chmod(mode), t.Sync(), t.Close())
	if err == nil {
		err = os.Rename(t.Name(), file)
	}
	if err != nil {
		_ = os.Remove(t.Name())
		return fmt.Errorf("the settings cannot be written: %w", err)
	}
	return nil
}
