package worker

import (
	"cmp"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"sync"

	"quire/interp"
)

// keys returns the keys of a map in sorted order. Where only addresses tell keys apart the order is up to chance, and
// the cell volatile.
func (s *runtimeState) keys(m any) any {
	v := reflect.ValueOf(m)
	out := reflect.MakeSlice(reflect.SliceOf(v.Type().Key()), 0, v.Len())
	for _, k := range s.sorted(v.MapKeys()) {
		if k.Kind() == reflect.Interface && isNaN(k.Elem()) {
			panic("range over a map with a NaN key is not supported")
		}
		out = reflect.Append(out, k)
	}
	return out.Interface()
}

func isNaN(v reflect.Value) bool { return v.IsValid() && v.CanFloat() && math.IsNaN(v.Float()) }

// nanValues returns the values of a map that stand under keys that are not equal to themselves. They have no order.
func (s *runtimeState) nanValues(m any) any {
	v := reflect.ValueOf(m)
	out := reflect.MakeSlice(reflect.SliceOf(v.Type().Elem()), 0, 0)
	for it := v.MapRange(); it.Next(); {
		if isNaN(it.Key()) {
			out = reflect.Append(out, it.Value())
		}
	}
	if out.Len() > 1 {
		s.volatile(interp.ReasonOrder)
	}
	return out.Interface()
}

// sorted sorts the keys of a map.
func (s *runtimeState) sorted(keys []reflect.Value) []reflect.Value {
	var o ordering
	slices.SortStableFunc(keys, o.compare)
	if o.address {
		s.volatile(interp.ReasonOrder)
	}
	return keys
}

// rangeSyncMap is the method Range of sync.Map, in the order of the keys.
func (s *runtimeState) rangeSyncMap(m *sync.Map, f func(key, value any) bool) {
	var keys []any
	m.Range(func(k, _ any) bool {
		keys = append(keys, k)
		return true
	})
	values := make([]reflect.Value, len(keys))
	for i := range keys {
		values[i] = reflect.ValueOf(&keys[i]).Elem()
	}
	for _, k := range s.sorted(values) {
		key := k.Interface()
		if v, ok := m.Load(key); ok && !f(key, v) {
			return
		}
	}
}

// An ordering compares keys of maps as package fmt does. It notes when nothing but an address decides.
type ordering struct{ address bool }

func compareValues(a, b reflect.Value) int { return new(ordering).compare(a, b) }

func (o *ordering) compare(a, b reflect.Value) int {
	switch {
	case a.CanInt():
		return cmp.Compare(a.Int(), b.Int())
	case a.CanUint():
		return cmp.Compare(a.Uint(), b.Uint())
	case a.CanFloat():
		return cmp.Compare(a.Float(), b.Float())
	case a.CanComplex():
		return cmp.Or(cmp.Compare(real(a.Complex()), real(b.Complex())), cmp.Compare(imag(a.Complex()), imag(b.Complex())))
	}
	switch a.Kind() {
	case reflect.String:
		return strings.Compare(a.String(), b.String())
	case reflect.Bool:
		return cmp.Compare(number(a.Bool()), number(b.Bool()))
	case reflect.Struct:
		for i := range a.NumField() {
			if c := o.compare(a.Field(i), b.Field(i)); c != 0 {
				return c
			}
		}
	case reflect.Array:
		for i := range a.Len() {
			if c := o.compare(a.Index(i), b.Index(i)); c != 0 {
				return c
			}
		}
	case reflect.Pointer, reflect.Chan, reflect.UnsafePointer:
		c := cmp.Compare(a.Pointer(), b.Pointer())
		if c != 0 && !a.IsNil() && !b.IsNil() {
			o.address = true
		}
		return c
	case reflect.Interface:
		return o.dynamic(a, b)
	}
	return 0
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

// dynamic compares what interfaces hold: nil first, then by the names of the types, where fmt takes their addresses.
func (o *ordering) dynamic(a, b reflect.Value) int {
	if a.IsNil() || b.IsNil() {
		return cmp.Compare(number(!a.IsNil()), number(!b.IsNil()))
	}
	x, nx := dynamicKey(a.Elem())
	y, ny := dynamicKey(b.Elem())
	if c := strings.Compare(nx, ny); c != 0 {
		return c
	}
	if x.Type() != y.Type() {
		return 0
	}
	return o.compare(x, y)
}

// dynamicKey is a value with a name of its type that no other type has.
func dynamicKey(v reflect.Value) (reflect.Value, string) {
	if v.Type() == reflect.TypeFor[box]() && v.CanInterface() {
		b := v.Interface().(box)
		return reflect.ValueOf(b.V), fmt.Sprintf("%s %08d", typeName(b.T.typ), b.T.number)
	}
	return v, v.Type().String() + " " + v.Type().PkgPath()
}
