package reflect

import (
	std "reflect"
	"slices"
)

// Len returns the length of a string, slice, array, map, channel, or array behind a pointer.
func (v Value) Len() int {
	switch v.Kind() {
	case String, Slice, Array, Map, Chan:
		return v.v.Len()
	case Pointer:
		if v.t.elem().Kind() == Array {
			return v.t.elem().Len()
		}
		fail("reflect: call of reflect.Value.Len on ptr to non-array Value")
	}
	v.need("Len", false)
	return 0
}

// Cap returns the capacity of a slice, array, channel, or array behind a pointer.
func (v Value) Cap() int {
	switch v.Kind() {
	case Slice, Array, Chan:
		return v.v.Cap()
	case Pointer:
		if v.t.elem().Kind() == Array {
			return v.t.elem().Len()
		}
		fail("reflect: call of reflect.Value.Cap on ptr to non-array Value")
	}
	v.need("Cap", false)
	return 0
}

// Index returns the i'th element of an array, slice or string.
func (v Value) Index(i int) Value {
	switch k := v.Kind(); k {
	case Array, Slice, String:
		if i < 0 || i >= v.v.Len() {
			fail("reflect: " + k.String() + " index out of range")
		}
		if k == String {
			return Value{t: ofCompiled(std.TypeFor[uint8]()), v: v.v.Index(i), ro: v.ro}
		}
		ro := v.ro
		if k == Slice && ro != 0 {
			ro = sticky
		}
		return from(v.t.elem(), v.v.Index(i), ro)
	}
	v.need("Index", false)
	return Value{}
}

// Slice returns v[i:j].
func (v Value) Slice(i, j int) Value {
	switch v.Kind() {
	case Array:
		if !v.CanAddr() {
			fail("reflect.Value.Slice: slice of unaddressable array")
		}
		v.inside("Slice: slice index out of bounds", 0 <= i && i <= j && j <= v.v.Cap())
		return from(sliceOf(v.t.elem()), v.v.Slice(i, j), v.ro)
	case Slice:
		v.inside("Slice: slice index out of bounds", 0 <= i && i <= j && j <= v.v.Cap())
		return Value{t: v.t, v: v.v.Slice(i, j), ro: v.ro}
	case String:
		v.inside("Slice: string slice index out of bounds", 0 <= i && i <= j && j <= v.v.Len())
		return Value{t: v.t, v: v.v.Slice(i, j), ro: v.ro}
	}
	v.need("Slice", false)
	return Value{}
}

func (v Value) inside(text string, ok bool) {
	if !ok {
		fail("reflect.Value." + text)
	}
}

// Slice3 returns v[i:j:k].
func (v Value) Slice3(i, j, k int) Value {
	switch v.Kind() {
	case Array:
		if !v.CanAddr() {
			fail("reflect.Value.Slice3: slice of unaddressable array")
		}
		v.inside("Slice3: slice index out of bounds", 0 <= i && i <= j && j <= k && k <= v.v.Cap())
		return from(sliceOf(v.t.elem()), v.v.Slice3(i, j, k), v.ro)
	case Slice:
		v.inside("Slice3: slice index out of bounds", 0 <= i && i <= j && j <= k && k <= v.v.Cap())
		return Value{t: v.t, v: v.v.Slice3(i, j, k), ro: v.ro}
	}
	v.need("Slice3", false)
	return Value{}
}

// SetLen sets the length of a slice.
func (v Value) SetLen(n int) {
	v.assignable("SetLen")
	v.need("SetLen", v.Kind() == Slice)
	if n < 0 || n > v.v.Cap() {
		fail("reflect: slice length out of range in SetLen")
	}
	v.v.SetLen(n)
}

// SetCap sets the capacity of a slice.
func (v Value) SetCap(n int) {
	v.assignable("SetCap")
	v.need("SetCap", v.Kind() == Slice)
	if n < v.v.Len() || n > v.v.Cap() {
		fail("reflect: slice capacity out of range in SetCap")
	}
	v.v.SetCap(n)
}

// Grow makes room for n more elements of a slice.
func (v Value) Grow(n int) {
	v.assignable("Grow")
	v.need("Grow", v.Kind() == Slice)
	if n < 0 {
		fail("reflect.Value.Grow: negative len")
	}
	v.v.Grow(n)
}

// Clear clears a map, or sets the elements of a slice to zero.
func (v Value) Clear() {
	v.need("Clear", v.Kind() == Map || v.Kind() == Slice)
	v.v.Clear()
}

// key is a lowered key of the map v.
func (v Value) keyOf(method string, key Value) std.Value {
	key.valid("Value." + method)
	return cast(key.assignTo("reflect.Value."+method, v.t.key()), v.v.Type().Key())
}

// MapIndex returns what a map holds for a key, the zero Value when there is nothing.
func (v Value) MapIndex(key Value) Value {
	v.need("MapIndex", v.Kind() == Map)
	e := v.v.MapIndex(v.keyOf("MapIndex", key))
	if !e.IsValid() {
		return Value{}
	}
	return from(v.t.elem(), e, inner(v.ro|key.ro))
}

// inner is how what a map or slice holds is marked.
func inner(ro readOnly) readOnly {
	if ro != 0 {
		return sticky
	}
	return 0
}

// SetMapIndex sets what a map holds for a key; the zero Value deletes.
func (v Value) SetMapIndex(key, elem Value) {
	v.need("SetMapIndex", v.Kind() == Map)
	v.exported("SetMapIndex")
	key.exported("SetMapIndex")
	k := v.keyOf("SetMapIndex", key)
	if elem.t == nil {
		v.v.SetMapIndex(k, std.Value{})
		return
	}
	elem.exported("SetMapIndex")
	v.v.SetMapIndex(k, cast(elem.assignTo("reflect.Value.SetMapIndex", v.t.elem()), v.v.Type().Elem()))
}

// sortedKeys returns the lowered keys of a map in the order in which cells visit them.
func (v Value) sortedKeys() []std.Value {
	keys := v.v.MapKeys()
	if cmp, ok := host().Compare(v.v.Type().Key()); ok {
		slices.SortStableFunc(keys, cmp)
	}
	return keys
}

// MapKeys returns the keys of a map.
func (v Value) MapKeys() []Value {
	v.need("MapKeys", v.Kind() == Map)
	keys := v.sortedKeys()
	out := make([]Value, len(keys))
	for i, k := range keys {
		out[i] = from(v.t.key(), k, inner(v.ro))
	}
	return out
}

// A MapIter ranges over a map.
type MapIter struct {
	m    Value
	keys []std.Value
	at   int // 1-based; 0 before the first call of Next
	elem std.Value
}

// MapRange returns an iterator over a map.
func (v Value) MapRange() *MapIter {
	if v.Kind() != Map {
		fail(&ValueError{Method: "reflect.Value.MapRange", Kind: v.Kind()})
	}
	return &MapIter{m: v}
}

// Next goes to the next entry and reports whether there is one.
func (it *MapIter) Next() bool {
	if !it.m.IsValid() {
		fail("MapIter.Next called on an iterator that does not have an associated map Value")
	}
	if it.at == 0 {
		it.keys = it.m.sortedKeys()
	} else if it.at > len(it.keys) {
		fail("MapIter.Next called on exhausted iterator")
	}
	for it.at++; it.at <= len(it.keys); it.at++ {
		if it.elem = it.m.v.MapIndex(it.keys[it.at-1]); it.elem.IsValid() { // not deleted meanwhile
			return true
		}
	}
	return false
}

func (it *MapIter) check(method string) {
	if it.at == 0 {
		fail("MapIter." + method + " called before Next")
	}
	if it.at > len(it.keys) {
		fail("MapIter." + method + " called on exhausted iterator")
	}
}

// Key returns the entry's key.
func (it *MapIter) Key() Value {
	it.check("Key")
	return from(it.m.t.key(), it.keys[it.at-1], inner(it.m.ro))
}

// Value returns what the entry holds.
func (it *MapIter) Value() Value {
	it.check("Value")
	return from(it.m.t.elem(), it.elem, inner(it.m.ro))
}

// Reset makes the iterator range over v; the zero Value lets go of the map.
func (it *MapIter) Reset(v Value) {
	if v.IsValid() {
		v.need("MapRange", v.Kind() == Map)
	}
	*it = MapIter{m: v}
}

// SetIterKey assigns the entry's key to v.
func (v Value) SetIterKey(it *MapIter) { v.Set(it.Key()) }

// SetIterValue assigns what the entry holds to v.
func (v Value) SetIterValue(it *MapIter) { v.Set(it.Value()) }

// Send sends x on a channel.
func (v Value) Send(x Value) {
	v.need("Send", v.Kind() == Chan)
	v.exported("Send")
	if v.t.ChanDir()&SendDir == 0 {
		fail("reflect: send on recv-only channel")
	}
	v.v.Send(cast(x.assignTo("reflect.Value.Send", v.t.elem()), v.v.Type().Elem()))
}

// TrySend sends x if that does not block.
func (v Value) TrySend(x Value) bool {
	v.need("TrySend", v.Kind() == Chan)
	v.exported("TrySend")
	if v.t.ChanDir()&SendDir == 0 {
		fail("reflect: send on recv-only channel")
	}
	return v.v.TrySend(cast(x.assignTo("reflect.Value.Send", v.t.elem()), v.v.Type().Elem()))
}

// Recv receives from a channel.
func (v Value) Recv() (Value, bool) {
	v.need("Recv", v.Kind() == Chan)
	v.exported("Recv")
	if v.t.ChanDir()&RecvDir == 0 {
		fail("reflect: recv on send-only channel")
	}
	x, ok := v.v.Recv()
	return from(v.t.elem(), x, 0), ok
}

// TryRecv receives from a channel if that does not block; otherwise it returns the zero Value.
func (v Value) TryRecv() (Value, bool) {
	v.need("TryRecv", v.Kind() == Chan)
	v.exported("TryRecv")
	if v.t.ChanDir()&RecvDir == 0 {
		fail("reflect: recv on send-only channel")
	}
	x, ok := v.v.TryRecv()
	if !x.IsValid() {
		return Value{}, false
	}
	return from(v.t.elem(), x, 0), ok
}

// Close closes a channel.
func (v Value) Close() {
	v.need("Close", v.Kind() == Chan)
	v.exported("Close")
	if v.t.ChanDir()&SendDir == 0 {
		fail("reflect: close of receive-only channel")
	}
	v.v.Close()
}
