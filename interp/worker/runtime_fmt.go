package worker

import (
	"fmt"
	"go/types"
	"io"
	"reflect"
	"slices"
	"strings"

	lookalike "quire/interp/worker/reflect"
)

// prepare makes values of user types that are errors ready for package fmt: %w must see them.
func (s *runtimeState) prepare(format string, args []any) []any {
	s.watchAddresses(format, args)
	out := args
	put := func(i int, x any) {
		if &out[0] == &args[0] {
			out = append([]any(nil), args...)
		}
		out[i] = x
	}
	for i, a := range args {
		switch b := s.plain(a).(type) {
		case box:
			if b.T.hasText("Error") {
				put(i, s.wrap(b, "_error").Interface())
			}
		case lookalike.Value:
			put(i, lookalike.Printed{Value: b})
		case nil:
		default:
			if t := inGo(reflect.TypeOf(b)); t != nil && s.holdsPointer(reflect.ValueOf(b), 0) {
				put(i, box{&userType{typ: t}, b})
			}
		}
	}
	return out
}

// holdsPointer reports whether interfaces inside a value hold pointers to values of cells. Package fmt prints their
// addresses there, and must not ask the box for what they point to.
func (s *runtimeState) holdsPointer(v reflect.Value, depth int) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			if s.holdsPointer(v.Index(i), depth+1) {
				return true
			}
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			if s.holdsPointer(it.Key(), depth+1) || s.holdsPointer(it.Value(), depth+1) {
				return true
			}
		}
	case reflect.Interface:
		if v.IsNil() {
			return false
		}
		x := s.plain(v.Interface())
		if y, ok := x.(box); ok {
			return reflect.ValueOf(y.V).Kind() == reflect.Pointer
		}
		return depth < maxDepth && s.holdsPointer(reflect.ValueOf(x), depth+1)
	}
	return false
}

// maxDepth bounds the search in values that may hold themselves.
const maxDepth = 20

// inGo is a type of slices, arrays and maps of interfaces as the type checker has it; nil for others.
func inGo(t reflect.Type) types.Type {
	if t.Name() != "" || !holdsInterface(t) {
		return nil
	}
	switch t.Kind() {
	case reflect.Slice, reflect.Array, reflect.Map:
		return element(t)
	}
	return nil
}

func holdsInterface(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Interface:
		return true
	case reflect.Slice, reflect.Array:
		return holdsInterface(t.Elem())
	case reflect.Map:
		return holdsInterface(t.Key()) || holdsInterface(t.Elem())
	}
	return false
}

func element(t reflect.Type) types.Type {
	switch {
	case t == errorType:
		return types.Universe.Lookup("error").Type()
	case t == anyType:
		return types.NewInterfaceType(nil, nil)
	case t.Name() != "" && t.PkgPath() == "":
		if o := types.Universe.Lookup(t.Name()); o != nil {
			return o.Type()
		}
		return nil
	case t.Name() != "":
		return nil
	}
	switch t.Kind() {
	case reflect.Slice:
		if e := element(t.Elem()); e != nil {
			return types.NewSlice(e)
		}
	case reflect.Array:
		if e := element(t.Elem()); e != nil {
			return types.NewArray(e, int64(t.Len()))
		}
	case reflect.Map:
		if k, e := element(t.Key()), element(t.Elem()); k != nil && e != nil {
			return types.NewMap(k, e)
		}
	}
	return nil
}

// spaced is prepare for Print, which writes a space between two operands that are no strings: it takes boxes for
// structs, so where one is a string the operands are joined here.
func (s *runtimeState) spaced(args []any) []any {
	args = s.prepare("", args)
	text := func(x any) bool {
		switch x := s.plain(x).(type) {
		case nil:
			return false
		case box:
			return reflect.ValueOf(x.V).Kind() == reflect.String
		default:
			return reflect.TypeOf(x).Kind() == reflect.String
		}
	}
	boxed := func(x any) bool {
		_, ok := s.plain(x).(box)
		return ok && text(x)
	}
	if len(args) < 2 || !slices.ContainsFunc(args, boxed) {
		return args
	}
	var b strings.Builder
	for i, x := range args {
		if i > 0 && !text(x) && !text(args[i-1]) {
			b.WriteByte(' ')
		}
		fmt.Fprint(&b, x)
	}
	return []any{b.String()}
}

// formatted is fmt.Sprintf.
func (s *runtimeState) formatted(format string, args []any) []byte {
	args = s.prepare(format, args)
	if s.hasBox(args) {
		return s.printf(format, args)
	}
	return fmt.Appendf(nil, format, args...)
}

// wrapping is fmt.Errorf.
func (s *runtimeState) wrapping(format string, args []any) error {
	if args = s.prepare(format, args); s.hasBox(args) {
		return s.errorf(format, args)
	}
	return fmt.Errorf(format, args...)
}

func (s *runtimeState) fmtExports() map[string]reflect.Value {
	v := reflect.ValueOf
	return map[string]reflect.Value{
		"Print":    v(func(a ...any) (int, error) { a = s.spaced(a); return fmt.Fprint(s.printing(), a...) }),
		"Println":  v(func(a ...any) (int, error) { a = s.prepare("", a); return fmt.Fprintln(s.printing(), a...) }),
		"Printf":   v(func(f string, a ...any) (int, error) { return s.printing().Write(s.formatted(f, a)) }),
		"Sprintf":  v(func(f string, a ...any) string { return string(s.formatted(f, a)) }),
		"Fprintf":  v(func(w io.Writer, f string, a ...any) (int, error) { return s.to(w).Write(s.formatted(f, a)) }),
		"Append":   v(func(b []byte, a ...any) []byte { return fmt.Append(b, s.spaced(a)...) }),
		"Appendf":  v(func(b []byte, f string, a ...any) []byte { return append(b, s.formatted(f, a)...) }),
		"Appendln": v(func(b []byte, a ...any) []byte { return fmt.Appendln(b, s.prepare("", a)...) }),
		"Errorf":   v(func(f string, a ...any) error { return s.wrapping(f, a) }),
		"Sprint":   v(func(a ...any) string { a = s.spaced(a); return fmt.Sprint(a...) }),
		"Sprintln": v(func(a ...any) string { a = s.prepare("", a); return fmt.Sprintln(a...) }),
		"Fprint":   v(func(w io.Writer, a ...any) (int, error) { a = s.spaced(a); return fmt.Fprint(s.to(w), a...) }),
		"Fprintln": v(func(w io.Writer, a ...any) (int, error) { a = s.prepare("", a); return fmt.Fprintln(s.to(w), a...) }),
	}
}
