package knowledge

import (
	"io/fs"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Text is a string that remembers where it was written, for values that are
// parsed further, such as conditions.
type Text struct {
	Pos
	Value string
}

// Scalar is a YAML scalar of any kind: a word, a number, a truth value. It
// keeps what was written, so that no and "no" stay apart.
type Scalar struct {
	Pos
	Value any // string, bool or int
}

// Decode reads one YAML file of fsys into out, a pointer to a struct whose
// fields carry `yaml:"key"` tags, or `yaml:"key,required"`.
//
// It is stricter than the YAML library: unknown and repeated keys, missing
// required keys and values of another kind are all problems, each with its
// place and a hint. An embedded [Pos] is filled with the place of the mapping
// it stands in. Supported field types are string, bool, int, [Text], [Scalar],
// [Facet], structs, pointers to structs, slices of these, and maps from string.
func Decode(fsys fs.FS, file string, out any) Problems {
	if info, err := fs.Stat(fsys, file); err == nil && !info.Mode().IsRegular() {
		return Problems{{Pos: Pos{file, 1, 1}, Says: "this is not a regular file"}}
	}
	raw, err := fs.ReadFile(fsys, file)
	if err != nil {
		return Problems{{Pos: Pos{file, 1, 1}, Says: "the file cannot be read: " + err.Error()}}
	}
	return decodeBytes(raw, file, out)
}

func decodeBytes(raw []byte, file string, out any) Problems {
	d := decoder{file: file}
	var doc yaml.Node
	if err := yaml.Unmarshal(raw, &doc); err != nil {
		d.problems.add(yamlErrorPos(file, err), "check indentation and quotes near this line",
			"this is not valid YAML: %s", strings.TrimPrefix(err.Error(), "yaml: "))
		return d.problems
	}
	if len(doc.Content) == 0 {
		d.problems.add(Pos{file, 1, 1}, "", "the file is empty")
		return d.problems
	}
	d.decode(doc.Content[0], reflect.ValueOf(out).Elem())
	return d.problems
}

// yamlErrorPos digs the line out of the library's message, which is the only
// place it gives it.
func yamlErrorPos(file string, err error) Pos {
	pos := Pos{file, 1, 1}
	if _, after, ok := strings.Cut(err.Error(), "line "); ok {
		digits, _, _ := strings.Cut(after, ":")
		if line, err := strconv.Atoi(digits); err == nil {
			pos.Line = line
		}
	}
	return pos
}

type decoder struct {
	file     string
	problems Problems
}

var (
	posType    = reflect.TypeFor[Pos]()
	textType   = reflect.TypeFor[Text]()
	scalarType = reflect.TypeFor[Scalar]()
	facetType  = reflect.TypeFor[Facet]()
)

func (d *decoder) pos(n *yaml.Node) Pos { return Pos{d.file, n.Line, n.Column} }

func (d *decoder) decode(n *yaml.Node, v reflect.Value) {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	switch {
	case v.Type() == textType:
		if d.want(n, yaml.ScalarNode, "text") {
			at := d.pos(n)
			if n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 {
				at.Column++ // past the opening quote
			}
			v.Set(reflect.ValueOf(Text{at, n.Value}))
		}
	case v.Type() == scalarType:
		if d.want(n, yaml.ScalarNode, "a single value") {
			v.Set(reflect.ValueOf(Scalar{d.pos(n), scalarValue(n)}))
		}
	case v.Type() == facetType:
		d.decodeFacet(n, v)
	case v.Kind() == reflect.Struct:
		d.decodeStruct(n, v)
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.decode(n, v.Elem())
	case v.Kind() == reflect.Slice:
		if d.want(n, yaml.SequenceNode, "a list") {
			v.Set(reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content)))
			for i, c := range n.Content {
				d.decode(c, v.Index(i))
			}
		}
	case v.Kind() == reflect.Map:
		d.decodeMap(n, v)
	default:
		d.decodeScalar(n, v)
	}
}

func (d *decoder) decodeFacet(n *yaml.Node, v reflect.Value) {
	if n.Kind != yaml.SequenceNode {
		if d.want(n, yaml.ScalarNode, "a value or a list") {
			v.Set(reflect.ValueOf(Facet{d.pos(n), scalarValue(n)}))
		}
		return
	}
	items := []string{}
	for _, c := range n.Content {
		if d.want(c, yaml.ScalarNode, "a word") {
			items = append(items, c.Value)
		}
	}
	v.Set(reflect.ValueOf(Facet{d.pos(n), items}))
}

func (d *decoder) decodeStruct(n *yaml.Node, v reflect.Value) {
	if !d.want(n, yaml.MappingNode, "keys and values") {
		return
	}
	fields := map[string]int{}
	var required, known []string
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if f.Type == posType && f.Anonymous {
			v.Field(i).Set(reflect.ValueOf(d.pos(n)))
			continue
		}
		key, option, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if key == "" || key == "-" {
			continue
		}
		fields[key] = i
		known = append(known, key)
		if option == "required" {
			required = append(required, key)
		}
	}
	for key, value := range d.pairs(n) {
		i, ok := fields[key.Value]
		if !ok {
			d.problems.add(d.pos(key), Nearest(key.Value, known), "unknown key %q", key.Value)
			continue
		}
		required = slices.DeleteFunc(required, func(r string) bool { return r == key.Value })
		d.decode(value, v.Field(i))
	}
	for _, key := range required {
		d.problems.add(d.pos(n), "", "the key %q is missing", key)
	}
}

func (d *decoder) decodeMap(n *yaml.Node, v reflect.Value) {
	if !d.want(n, yaml.MappingNode, "keys and values") {
		return
	}
	v.Set(reflect.MakeMap(v.Type()))
	for key, value := range d.pairs(n) {
		e := reflect.New(v.Type().Elem()).Elem()
		d.decode(value, e)
		v.SetMapIndex(reflect.ValueOf(key.Value), e)
	}
}

// pairs yields the keys and values of a mapping and reports repeated keys.
func (d *decoder) pairs(n *yaml.Node) func(yield func(k, v *yaml.Node) bool) {
	return func(yield func(k, v *yaml.Node) bool) {
		seen := map[string]bool{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			if seen[key.Value] {
				d.problems.add(d.pos(key), "keep one of the two", "the key %q stands here twice", key.Value)
				continue
			}
			seen[key.Value] = true
			if !yield(key, n.Content[i+1]) {
				return
			}
		}
	}
}

func (d *decoder) decodeScalar(n *yaml.Node, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if !d.want(n, yaml.ScalarNode, "text") {
			return
		}
		if n.Tag == "!!bool" {
			d.problems.add(d.pos(n), "put it in quotes", "%s is read as a truth value, and text is wanted here", n.Value)
			return
		}
		v.SetString(n.Value)
	case reflect.Bool:
		b, ok := scalarValue(n).(bool)
		if !ok {
			d.problems.add(d.pos(n), "write true or false", "true or false is wanted here")
			return
		}
		v.SetBool(b)
	case reflect.Int:
		i, ok := scalarValue(n).(int)
		if !ok {
			d.problems.add(d.pos(n), "", "a whole number is wanted here")
			return
		}
		v.SetInt(int64(i))
	default:
		panic("knowledge: a field of type " + v.Type().String() + " cannot be decoded")
	}
}

func (d *decoder) want(n *yaml.Node, kind yaml.Kind, words string) bool {
	if n.Kind == kind {
		return true
	}
	d.problems.add(d.pos(n), "", "%s wanted here", words)
	return false
}

// scalarValue returns a string, bool or int; nil for anything that is not a scalar.
func scalarValue(n *yaml.Node) any {
	if n.Kind != yaml.ScalarNode {
		return nil
	}
	switch n.Tag {
	case "!!bool":
		return n.Value == "true"
	case "!!int":
		if i, err := strconv.Atoi(n.Value); err == nil {
			return i
		}
	}
	return n.Value
}
