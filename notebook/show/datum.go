package show

import (
	"fmt"
	"go/types"
	"reflect"
)

// Declared values.
//
// A value whose type a cell declares is interpreted: its Go value is a plain struct, without methods or tags and with
// other names for unexported fields. It travels in a wrapper of the worker that knows the type as the note declares it.
type declared interface {
	// Declared returns the type in the note and the value.
	Declared() (types.Type, reflect.Value)
	// Part returns a value that is part of this one in a wrapper of its own.
	Part(t types.Type, v reflect.Value) any
	// Text returns what the type's method Error or String says; false when there is none.
	Text() (string, bool)
	// Table returns what the type's method Table says; false when there is none.
	Table() ([][]string, bool)
}

var declaredType = reflect.TypeFor[declared]()

// A datum is a value that is looked at: compiled, or of a type that the note declares.
type datum struct {
	typ  types.Type // nil for compiled types
	v    reflect.Value
	from declared // what it is part of, where typ is known
}

// datumOf returns v, out of the worker's wrapper.
func datumOf(v any) datum { return datum{v: reflect.ValueOf(v)}.open() }

// open looks into interfaces and wrappers.
func (d datum) open() datum {
	for range 8 {
		if !d.v.IsValid() {
			return datum{}
		}
		if d.v.Kind() == reflect.Interface {
			d = datum{v: d.v.Elem()}
			continue
		}
		if !d.v.Type().Implements(declaredType) || !d.v.CanInterface() || isNilPointer(d.v) {
			return d
		}
		d.from = d.v.Interface().(declared)
		d.typ, d.v = d.from.Declared()
	}
	return d
}

// part returns a value inside d, with its type in the note where d has one.
func (d datum) part(t types.Type, v reflect.Value) datum {
	if t == nil || !isDeclared(t) {
		return datum{v: v}.open()
	}
	return datum{typ: t, v: v, from: d.from}.open()
}

// isDeclared reports whether values of t have to be seen as the note declares t: the type is no named one of a package.
func isDeclared(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return !ok || n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "main"
}

// element is the type of the elements of t, nil when t is nil or has none.
func element(t types.Type) types.Type {
	if t == nil {
		return nil
	}
	if e, ok := t.Underlying().(interface{ Elem() types.Type }); ok {
		return e.Elem()
	}
	return nil
}

// deref follows pointers; ok is false when there is a nil one on the way.
func (d datum) deref() (datum, bool) {
	for range 8 {
		if !d.v.IsValid() {
			return d, false
		}
		if d.v.Kind() != reflect.Pointer {
			return d, true
		}
		if d.v.IsNil() {
			return d, false
		}
		d = d.part(element(d.typ), d.v.Elem())
	}
	return d, false
}

// any returns the value for package fmt: in a wrapper where the note declares its type.
func (d datum) any() any {
	switch {
	case !d.v.IsValid() || !d.v.CanInterface():
		return nil
	case d.typ != nil && d.from != nil:
		return d.from.Part(d.typ, d.v)
	}
	return d.v.Interface()
}

// ownText returns what the value says of itself as an error or a fmt.Stringer.
func (d datum) ownText() (string, bool) {
	if !d.v.IsValid() || isNilPointer(d.v) {
		return "", false
	}
	switch x := d.any().(type) {
	case declared:
		return x.Text()
	case error:
		return x.Error(), true
	case fmt.Stringer:
		return x.String(), true
	}
	return "", false
}

func isNilPointer(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface, reflect.Map, reflect.Slice, reflect.Func, reflect.Chan, reflect.UnsafePointer:
		return v.IsNil()
	}
	return false
}

// A field is a column of structs: where it lies, and its head.
type field struct {
	path []int // indexes of fields, through embedded structs
	head string
}

// fieldsOf returns the columns of a struct type: its exported fields in order, those of embedded structs in their place.
// typ may be nil.
func fieldsOf(typ types.Type, rt reflect.Type, depth int) []field {
	var out []field
	for i := range rt.NumField() {
		f, ft := rt.Field(i), types.Type(nil)
		name, tag, exported, embedded := f.Name, f.Tag, f.IsExported(), f.Anonymous
		if u := structOf(typ, rt); u != nil {
			v := u.Field(i)
			name, tag, exported, embedded, ft = v.Name(), reflect.StructTag(u.Tag(i)), v.Exported(), v.Embedded(), v.Type()
		}
		head, tagged := tag.Lookup("show")
		if head == "-" {
			continue
		}
		if embedded && !tagged && depth < 4 {
			if et, ert, ok := embeddedStruct(ft, f.Type); ok {
				for _, in := range fieldsOf(et, ert, depth+1) {
					out = append(out, field{append([]int{i}, in.path...), in.head})
				}
				continue
			}
		}
		if !exported {
			continue
		}
		if head == "" {
			head = name
		}
		out = append(out, field{[]int{i}, head})
	}
	return out
}

// structOf returns the struct type in the note that has the fields of rt, nil when there is none.
func structOf(typ types.Type, rt reflect.Type) *types.Struct {
	if typ == nil || !isDeclared(typ) {
		return nil
	}
	u, ok := typ.Underlying().(*types.Struct)
	if !ok || u.NumFields() != rt.NumField() {
		return nil
	}
	return u
}

// embeddedStruct returns the struct that an embedded field flattens to; a type with a text of its own is a column.
func embeddedStruct(t types.Type, rt reflect.Type) (types.Type, reflect.Type, bool) {
	if rt.Kind() == reflect.Pointer {
		t, rt = element(t), rt.Elem()
	}
	if t != nil && !isDeclared(t) {
		t = nil
	}
	if rt.Kind() != reflect.Struct || rt.NumField() == 0 || hasText(t, rt) {
		return nil, nil, false
	}
	return t, rt, true
}

var (
	errorType    = reflect.TypeFor[error]()
	stringerType = reflect.TypeFor[fmt.Stringer]()
)

func hasText(t types.Type, rt reflect.Type) bool {
	if t != nil {
		set := types.NewMethodSet(t)
		return set.Lookup(nil, "String") != nil || set.Lookup(nil, "Error") != nil
	}
	return rt.Implements(errorType) || rt.Implements(stringerType)
}

// at follows the path of a field; false where an embedded pointer is nil.
func (d datum) at(path []int) (datum, bool) {
	for n, i := range path {
		var ok bool
		if n > 0 {
			if d, ok = d.deref(); !ok {
				return d, false
			}
		}
		if d.v.Kind() != reflect.Struct || i >= d.v.NumField() {
			return d, false
		}
		var t types.Type
		if u := structOf(d.typ, d.v.Type()); u != nil {
			t = u.Field(i).Type()
		}
		d = d.part(t, d.v.Field(i))
	}
	return d, true
}
