package reflect

import (
	"go/types"
	std "reflect"
)

// composed is a type made of other types: compiled when they all are.
func composed(low func() std.Type, src func([]types.Type) types.Type, parts ...*rtype) *rtype {
	user := false
	for _, p := range parts {
		user = user || p.user()
	}
	if !user {
		return ofCompiled(low())
	}
	list := make([]types.Type, len(parts))
	for i, p := range parts {
		if list[i] = p.goType(); list[i] == nil {
			fail("reflect: a type made of " + p.String() + " and types of cells is not supported")
		}
	}
	return of(src(list), nil)
}

func pointerTo(t *rtype) *rtype {
	p := t.ptrType.Load()
	if p == nil {
		p = findPointerTo(t)
		t.ptrType.Store(p)
	}
	return p
}

func findPointerTo(t *rtype) *rtype {
	return composed(func() std.Type { return std.PointerTo(t.std) }, func(l []types.Type) types.Type { return types.NewPointer(l[0]) }, t)
}

func sliceOf(t *rtype) *rtype {
	return composed(func() std.Type { return std.SliceOf(t.std) }, func(l []types.Type) types.Type { return types.NewSlice(l[0]) }, t)
}

// PointerTo returns the pointer type with element t.
func PointerTo(t Type) Type { return pointerTo(t.own()) }

// PtrTo is the old name of [PointerTo].
func PtrTo(t Type) Type { return PointerTo(t) }

// SliceOf returns the slice type with element type t.
func SliceOf(t Type) Type { return sliceOf(t.own()) }

// ArrayOf returns the array type with a length and an element type.
func ArrayOf(n int, t Type) Type {
	if n < 0 {
		fail("reflect: negative length passed to ArrayOf")
	}
	e := t.own()
	return composed(func() std.Type { return std.ArrayOf(n, e.std) }, func(l []types.Type) types.Type { return types.NewArray(l[0], int64(n)) }, e)
}

// MapOf returns the map type with key and element types.
func MapOf(key, elem Type) Type {
	k, e := key.own(), elem.own()
	if !k.Comparable() {
		fail("reflect.MapOf: invalid key type " + k.String())
	}
	return composed(func() std.Type { return std.MapOf(k.std, e.std) }, func(l []types.Type) types.Type { return types.NewMap(l[0], l[1]) }, k, e)
}

// ChanOf returns the channel type with a direction and an element type.
func ChanOf(dir ChanDir, t Type) Type {
	e := t.own()
	d := map[ChanDir]types.ChanDir{BothDir: types.SendRecv, SendDir: types.SendOnly, RecvDir: types.RecvOnly}[dir]
	return composed(func() std.Type { return std.ChanOf(dir, e.std) }, func(l []types.Type) types.Type { return types.NewChan(d, l[0]) }, e)
}

// Zero returns the zero value of a type; it cannot be set.
func Zero(t Type) Value {
	if t == nil {
		fail("reflect: Zero(nil)")
	}
	return Value{t: t.own(), v: std.Zero(t.own().low())}
}

// New returns a pointer to a new zero value of a type.
func New(t Type) Value {
	if t == nil {
		fail("reflect: New(nil)")
	}
	return from(pointerTo(t.own()), std.New(t.own().low()), 0)
}

// MakeSlice makes a slice.
func MakeSlice(t Type, n, limit int) Value {
	switch {
	case t.Kind() != Slice:
		fail("reflect.MakeSlice of non-slice type")
	case n < 0:
		fail("reflect.MakeSlice: negative len")
	case limit < 0:
		fail("reflect.MakeSlice: negative cap")
	case n > limit:
		fail("reflect.MakeSlice: len > cap")
	}
	return Value{t: t.own(), v: std.MakeSlice(t.own().low(), n, limit)}
}

// MakeMap makes a map.
func MakeMap(t Type) Value { return MakeMapWithSize(t, 0) }

// MakeMapWithSize makes a map with room for n entries.
func MakeMapWithSize(t Type, n int) Value {
	if t.Kind() != Map {
		fail("reflect.MakeMapWithSize of non-map type")
	}
	return Value{t: t.own(), v: std.MakeMapWithSize(t.own().low(), n)}
}

// MakeChan makes a channel.
func MakeChan(t Type, buffer int) Value {
	switch {
	case t.Kind() != Chan:
		fail("reflect.MakeChan of non-chan type")
	case buffer < 0:
		fail("reflect.MakeChan: negative buffer size")
	case t.ChanDir() != BothDir:
		fail("reflect.MakeChan: unidirectional channel type")
	}
	return Value{t: t.own(), v: std.MakeChan(t.own().low(), buffer)}
}

// Append appends values to a slice and returns the result.
func Append(s Value, x ...Value) Value {
	s.need2("Append", s.Kind() == Slice)
	s.exported("Append")
	out := s.v
	for _, e := range x {
		e.exported("Append")
		out = std.Append(out, cast(e.assignTo("reflect.Set", s.t.elem()), out.Type().Elem()))
	}
	return Value{t: s.t, v: unaddressable(out)}
}

// AppendSlice appends a slice to a slice and returns the result.
func AppendSlice(s, t Value) Value {
	s.need2("AppendSlice", s.Kind() == Slice)
	t.need2("AppendSlice", t.Kind() == Slice)
	if s.t.elem() != t.t.elem() {
		fail("reflect.AppendSlice: " + s.t.String() + " != " + t.t.String())
	}
	s.exported("AppendSlice")
	t.exported("AppendSlice")
	return Value{t: s.t, v: unaddressable(std.AppendSlice(s.v, cast(t.v, s.v.Type())))}
}

// need2 is need for functions of the package.
func (v Value) need2(name string, ok bool) {
	if !ok {
		fail(&ValueError{Method: "reflect." + name, Kind: v.Kind()})
	}
}

// Copy copies the elements of src to dst and returns how many.
func Copy(dst, src Value) int {
	dst.need2("Copy", dst.Kind() == Array || dst.Kind() == Slice)
	if dst.Kind() == Array {
		dst.assignable("Copy")
	}
	dst.exported("Copy")
	src.exported("Copy")
	if src.Kind() == String && dst.t.elem().Kind() == Uint8 {
		return std.Copy(dst.v, src.v)
	}
	src.need2("Copy", src.Kind() == Array || src.Kind() == Slice)
	if d, s := dst.t.elem(), src.t.elem(); d != s {
		fail("reflect.Copy: " + d.String() + " != " + s.String())
	}
	n := min(dst.Len(), src.Len())
	if src.v.Kind() == Slice && dst.v.Kind() == Slice {
		return std.Copy(dst.v, cast(src.v, dst.v.Type()))
	}
	for i := range n {
		dst.v.Index(i).Set(cast(src.v.Index(i), dst.v.Type().Elem()))
	}
	return n
}

// Swapper returns a function that swaps elements of a slice.
func Swapper(slice any) func(i, j int) {
	v := ValueOf(slice)
	if v.Kind() != Slice {
		fail(&ValueError{Method: "Swapper", Kind: v.Kind()})
	}
	swap := std.Swapper(v.v.Interface())
	return func(i, j int) {
		if n := v.v.Len(); i < 0 || i >= n || j < 0 || j >= n {
			fail("reflect: slice index out of range")
		}
		swap(i, j)
	}
}
