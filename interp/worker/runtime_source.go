package worker

import (
	"fmt"
	"io"
	randv2 "math/rand/v2"
	"reflect"
	"strings"
)

var sourceType = reflect.TypeFor[randv2.Source]()

// sourceExports are what lowered code calls for values that draw from a source which may be nil.
func (s *streams) sourceExports() map[string]reflect.Value {
	return map[string]reflect.Value{"Seeded": reflect.ValueOf(s.seeded), "SetSource": reflect.ValueOf(s.setSource)}
}

// seeded is src, or the cell's stream where src is nil.
func (s *streams) seeded(src randv2.Source) randv2.Source {
	if src == nil {
		return s
	}
	return src
}

// setSource gives what p points to the cell's stream, where it has a field for a source that is nil.
func (s *streams) setSource(p any) {
	if v := reflect.ValueOf(p); v.Kind() == reflect.Pointer && !v.IsNil() {
		s.fill(v.Elem())
	}
}

// sourced returns a value of a compiled type that can draw: a copy with the cell's stream, where its source is nil.
func (s *streams) sourced(v reflect.Value) reflect.Value {
	t := v.Type()
	if t.Kind() == reflect.Pointer {
		if hasSource(t.Elem()) && !v.IsNil() {
			s.fill(v.Elem())
		}
		return v
	}
	if !hasSource(t) {
		return v
	}
	c := reflect.New(t).Elem()
	c.Set(v)
	s.fill(c)
	return c
}

// hasSource reports whether t is a distribution or sampler of gonum's with a field for its source.
func hasSource(t reflect.Type) bool {
	if t.Kind() != reflect.Struct || !strings.HasPrefix(t.PkgPath(), "gonum.org/") {
		return false
	}
	for i := range t.NumField() {
		if t.Field(i).Type == sourceType && t.Field(i).IsExported() {
			return true
		}
	}
	return false
}

func (s *streams) fill(v reflect.Value) {
	for i := range v.NumField() {
		if f := v.Field(i); f.Type() == sourceType && f.CanSet() && f.IsNil() {
			f.Set(reflect.ValueOf(s))
		}
	}
}

// Format prints the stream as the nil that it stands for.
func (s *streams) Format(w fmt.State, verb rune) {
	if verb == 'v' && w.Flag('#') {
		io.WriteString(w, "rand.Source(nil)")
		return
	}
	io.WriteString(w, "<nil>")
}
