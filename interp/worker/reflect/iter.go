package reflect

import (
	"iter"
)

// Seq ranges over the values that a range statement with one variable gives.
func (v Value) Seq() iter.Seq[Value] {
	v.valid("Type")
	if v.Kind() == Func && v.t.rangeFunc(1) {
		return func(yield func(Value) bool) {
			v.Call([]Value{MakeFunc(v.t.in(0), func(in []Value) []Value { return []Value{ValueOf(yield(in[0]))} })})
		}
	}
	switch v.Kind() {
	case Int, Int8, Int16, Int32, Int64:
		return func(yield func(Value) bool) {
			for i := range v.Int() {
				if !yield(ValueOf(i).Convert(v.t)) {
					return
				}
			}
		}
	case Uint, Uint8, Uint16, Uint32, Uint64, Uintptr:
		return func(yield func(Value) bool) {
			for i := range v.Uint() {
				if !yield(ValueOf(i).Convert(v.t)) {
					return
				}
			}
		}
	case Chan:
		return func(yield func(Value) bool) {
			for x, ok := v.Recv(); ok; x, ok = v.Recv() {
				if !yield(x) {
					return
				}
			}
		}
	}
	if v.t.CanSeq2() {
		pairs := v.Seq2()
		return func(yield func(Value) bool) {
			pairs(func(k, _ Value) bool { return yield(k) })
		}
	}
	fail("reflect: " + v.t.String() + " cannot produce iter.Seq[Value]")
	return nil
}

// Seq2 ranges over the pairs that a range statement with two variables gives.
func (v Value) Seq2() iter.Seq2[Value, Value] {
	v.valid("Type")
	if v.Kind() == Func && v.t.rangeFunc(2) {
		return func(yield func(Value, Value) bool) {
			v.Call([]Value{MakeFunc(v.t.in(0), func(in []Value) []Value { return []Value{ValueOf(yield(in[0], in[1]))} })})
		}
	}
	if v.Kind() == Pointer && v.t.elem().Kind() == Array {
		v = v.Elem()
	}
	switch v.Kind() {
	case Array, Slice:
		return func(yield func(Value, Value) bool) {
			for i := range v.Len() {
				if !yield(ValueOf(i), v.Index(i)) {
					return
				}
			}
		}
	case String:
		return func(yield func(Value, Value) bool) {
			for i, r := range v.v.String() {
				if !yield(ValueOf(i), ValueOf(r)) {
					return
				}
			}
		}
	case Map:
		return func(yield func(Value, Value) bool) {
			for it := v.MapRange(); it.Next(); {
				if !yield(it.Key(), it.Value()) {
					return
				}
			}
		}
	}
	fail("reflect: " + v.t.String() + " cannot produce iter.Seq2[Value, Value]")
	return nil
}
