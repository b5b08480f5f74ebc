package knowledge

import (
	"bytes"
	_ "embed"
	"encoding/gob"
	"fmt"
	"io"
	"reflect"
	"slices"
)

//go:generate go run ./internal/gen

//go:embed judgement.bin
var judgement []byte

// BuiltIn returns the judgement that the program was built with. It is what
// [LoadJudgement] makes of [Files], read in a tenth of the time because "go
// generate" has parsed and checked the files; places and examples, which only
// authors need, are left out.
func BuiltIn() (*Judgement, error) {
	var j Judgement
	if err := gob.NewDecoder(bytes.NewReader(judgement)).Decode(&j); err != nil {
		return nil, fmt.Errorf("knowledge: judgement.bin cannot be read; run go generate ./knowledge: %w", err)
	}
	return &j, nil
}

// WriteBuiltIn writes what [BuiltIn] reads.
func WriteBuiltIn(w io.Writer, j *Judgement) error {
	lean := *j
	for _, part := range []any{&lean.Facts, &lean.Gates, &lean.Promises, &lean.Unanswered, &lean.Open, &lean.Changed, &lean.Forms, &lean.Programmes,
		&lean.Verdicts, &lean.Sources, &lean.Topics, &lean.Claims, &lean.Sayings, &lean.Conflicts, &lean.Guides,
		&lean.Exercises, &lean.ForExercises, &lean.Letters, &lean.Replies, &lean.Boundaries, &lean.Scales, &lean.Progress, &lean.Plan, &lean.Courses} {
		strip(reflect.ValueOf(part).Elem())
	}
	return gob.NewEncoder(w).Encode(&lean)
}

var examplesTypes = []reflect.Type{reflect.TypeFor[Examples](), reflect.TypeFor[[]GuideExample](), reflect.TypeFor[[]ExerciseExample](), reflect.TypeFor[[]LetterExample](), reflect.TypeFor[[]BoundaryExample](), reflect.TypeFor[[]CourseExample]()}

// strip empties places and examples. Slices and what pointers lead to are copied
// first, so that what was given stays as it is.
func strip(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return
		}
		fresh := reflect.New(v.Type().Elem())
		fresh.Elem().Set(v.Elem())
		v.Set(fresh)
		strip(fresh.Elem())
	case reflect.Slice:
		if v.Len() == 0 {
			return
		}
		fresh := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(fresh, v)
		v.Set(fresh)
		for i := range v.Len() {
			strip(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Field(i)
			if t := f.Type(); t == posType || slices.Contains(examplesTypes, t) {
				f.SetZero()
				continue
			}
			strip(f)
		}
	}
}
