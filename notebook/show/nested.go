package show

import (
	"cmp"
	"fmt"
	"go/types"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"
)

// The limits of a value inside a table cell.
const (
	nestedDepth = 4  // a value deeper inside is …
	nestedRunes = 60 // the text is cut after so many
)

// nested writes a value as %v does, but without addresses and within limits: what pointers lead to is shown, functions
// and channels are their types, and a cycle ends.
func nested(d datum) string {
	var b strings.Builder
	writeNested(&b, d, 0)
	return clip(b.String(), nestedRunes)
}

// clip cuts s after n runes.
func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}

func writeNested(b *strings.Builder, d datum, depth int) {
	d = d.open()
	if !d.v.IsValid() {
		b.WriteString("<nil>")
		return
	}
	if b.Len() > nestedRunes*utf8.UTFMax {
		return // it is cut before this
	}
	if text, ok := d.ownText(); ok {
		b.WriteString(text)
		return
	}
	switch d.v.Kind() {
	case reflect.Func, reflect.Chan, reflect.UnsafePointer:
		b.WriteString(d.typeName())
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map, reflect.Struct:
		if depth >= nestedDepth {
			b.WriteString("…")
			return
		}
		writeInside(b, d, depth)
	default:
		b.WriteString(scalarText(d.v))
	}
}

func writeInside(b *strings.Builder, d datum, depth int) {
	switch d.v.Kind() {
	case reflect.Pointer:
		if d.v.IsNil() {
			b.WriteString("<nil>")
			return
		}
		b.WriteByte('&')
		writeNested(b, d.part(element(d.typ), d.v.Elem()), depth+1)
	case reflect.Slice, reflect.Array:
		b.WriteByte('[')
		for i := range min(d.v.Len(), nestedRunes) {
			space(b, i)
			writeNested(b, d.part(element(d.typ), d.v.Index(i)), depth+1)
		}
		b.WriteByte(']')
	case reflect.Map:
		b.WriteString("map[")
		for i, k := range sortedKeys(d) {
			space(b, i)
			writeNested(b, k, depth+1)
			b.WriteByte(':')
			writeNested(b, d.mapValue(k), depth+1)
		}
		b.WriteByte(']')
	case reflect.Struct:
		b.WriteByte('{')
		for i := range d.v.NumField() {
			space(b, i)
			var t types.Type
			if u := structOf(d.typ, d.v.Type()); u != nil {
				t = u.Field(i).Type()
			}
			writeNested(b, d.part(t, d.v.Field(i)), depth+1)
		}
		b.WriteByte('}')
	}
}

func space(b *strings.Builder, i int) {
	if i > 0 {
		b.WriteByte(' ')
	}
}

// scalarText writes a number, a bool or a string; the value may be of an unexported field.
func scalarText(v reflect.Value) string {
	switch {
	case v.CanInt():
		return fmt.Sprint(v.Int())
	case v.CanUint():
		return fmt.Sprint(v.Uint())
	case v.CanFloat():
		return shortFloat(v.Float(), v.Kind() == reflect.Float32)
	case v.CanComplex():
		return fmt.Sprintf("%.4g", v.Complex())
	case v.Kind() == reflect.Bool:
		return fmt.Sprint(v.Bool())
	case v.Kind() == reflect.String:
		return v.String()
	}
	return v.String()
}

// typeName is the value's type as Go writes it.
func (d datum) typeName() string {
	if d.typ != nil {
		return types.TypeString(d.typ, (*types.Package).Name)
	}
	return d.v.Type().String()
}

// keyType is the type of the keys of a map type, nil when it is not known.
func keyType(t types.Type) types.Type {
	if t == nil {
		return nil
	}
	if m, ok := t.Underlying().(*types.Map); ok {
		return m.Key()
	}
	return nil
}

// sortedKeys returns the keys of a map: numbers and strings in their order, other keys by their text.
func sortedKeys(d datum) []datum {
	keys := make([]datum, 0, d.v.Len())
	for _, k := range d.v.MapKeys() {
		k := datum{v: k}
		if t := keyType(d.typ); t != nil && isDeclared(t) && k.v.Kind() != reflect.Interface {
			k.typ, k.from = t, d.from
		}
		keys = append(keys, k)
	}
	slices.SortStableFunc(keys, func(a, b datum) int { return compareKeys(a.open(), b.open()) })
	return keys
}

// mapValue returns the value under a key of sortedKeys.
func (d datum) mapValue(key datum) datum { return d.part(element(d.typ), d.v.MapIndex(key.v)) }

func compareKeys(a, b datum) int {
	if !a.v.IsValid() || !b.v.IsValid() {
		return cmp.Compare(fmt.Sprint(a.v.IsValid()), fmt.Sprint(b.v.IsValid()))
	}
	switch {
	case a.v.CanInt() && b.v.CanInt():
		return cmp.Compare(a.v.Int(), b.v.Int())
	case a.v.CanUint() && b.v.CanUint():
		return cmp.Compare(a.v.Uint(), b.v.Uint())
	case a.v.CanFloat() && b.v.CanFloat():
		return cmp.Compare(a.v.Float(), b.v.Float())
	case a.v.Kind() == reflect.String && b.v.Kind() == reflect.String:
		return cmp.Compare(a.v.String(), b.v.String())
	}
	if c := cmp.Compare(a.v.Kind(), b.v.Kind()); c != 0 {
		return c
	}
	return cmp.Compare(nested(a), nested(b))
}
