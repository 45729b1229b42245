package reflect

import (
	"go/types"
	"iter"
	std "reflect"
	"strings"
	"sync"
	"sync/atomic"
)

// Type is the representation of a Go type: see Go's package reflect. Types are equal exactly when they are identical.
type Type interface {
	Align() int
	FieldAlign() int
	Method(int) Method
	Methods() iter.Seq[Method]
	MethodByName(string) (Method, bool)
	NumMethod() int
	Name() string
	PkgPath() string
	Size() uintptr
	String() string
	Kind() Kind
	Implements(u Type) bool
	AssignableTo(u Type) bool
	ConvertibleTo(u Type) bool
	Comparable() bool
	Bits() int
	ChanDir() ChanDir
	IsVariadic() bool
	Elem() Type
	Field(i int) StructField
	Fields() iter.Seq[StructField]
	FieldByIndex(index []int) StructField
	FieldByName(name string) (StructField, bool)
	FieldByNameFunc(match func(string) bool) (StructField, bool)
	In(i int) Type
	Ins() iter.Seq[Type]
	Key() Type
	Len() int
	NumField() int
	NumIn() int
	NumOut() int
	Out(i int) Type
	Outs() iter.Seq[Type]
	OverflowComplex(x complex128) bool
	OverflowFloat(x float64) bool
	OverflowInt(x int64) bool
	OverflowUint(x uint64) bool
	CanSeq() bool
	CanSeq2() bool

	own() *rtype
}

// An rtype is a compiled type (src is nil), or a type of cells.
type rtype struct {
	std  std.Type
	src  types.Type
	once sync.Once // guards std of a type of cells, which is found when it is needed

	// What is asked for each value of the type is found once.
	elemType, keyType, ptrType atomic.Pointer[rtype]
	parts                      atomic.Pointer[[]part]
}

// A part is what Value needs to know of a field.
type part struct {
	typ *rtype
	ro  readOnly
}

func (t *rtype) own() *rtype { return t }

// user reports whether t involves a type of cells.
func (t *rtype) user() bool { return t.src != nil }

// low is the lowered form; of a type that contains itself, that of its underlying type.
func (t *rtype) low() std.Type {
	if t.src != nil {
		t.once.Do(func() {
			t.std = lower(t.src)
			if held(t.src, t.std) {
				t.std = t.std.Field(0).Type
			}
		})
	}
	return t.std
}

// kept is the lowered form in which values travel.
func (t *rtype) kept() std.Type {
	if n, ok := types.Unalias(t.src).(*types.Named); ok {
		if form := host().Form(n); form != nil && held(n, form) {
			return form
		}
	}
	return t.low()
}

// held reports whether a type's lowered form is a struct that holds its underlying type, because it contains itself.
func held(t types.Type, low std.Type) bool {
	_, st := t.Underlying().(*types.Struct)
	return !st && low.Kind() == Struct
}

// goType is the type in terms of go/types, nil when that is not known.
func (t *rtype) goType() types.Type {
	if t.src != nil {
		return t.src
	}
	return source(t.std)
}

func (t *rtype) String() string {
	if t.user() {
		return TypeName(t.src)
	}
	return t.std.String()
}

func (t *rtype) Name() string {
	if !t.user() {
		return t.std.Name()
	}
	if n, ok := t.src.(*types.Named); ok {
		return namedName(n)
	}
	return ""
}

func (t *rtype) PkgPath() string {
	if !t.user() {
		return Origin(t.std.PkgPath())
	}
	if n, ok := t.src.(*types.Named); ok && n.Obj().Pkg() != nil {
		return n.Obj().Pkg().Path()
	}
	return ""
}

func (t *rtype) Kind() Kind {
	if !t.user() {
		return t.std.Kind()
	}
	switch u := t.src.Underlying().(type) {
	case *types.Basic:
		return basics[u.Kind()].Kind()
	case *types.Pointer:
		return Pointer
	case *types.Slice:
		return Slice
	case *types.Array:
		return Array
	case *types.Map:
		return Map
	case *types.Chan:
		return Chan
	case *types.Signature:
		return Func
	case *types.Interface:
		return Interface
	}
	return Struct
}

// Size is that of the compiled type, except that an interface with methods is as large as an empty one.
func (t *rtype) Size() uintptr { return t.low().Size() }

func (t *rtype) Align() int      { return t.low().Align() }
func (t *rtype) FieldAlign() int { return t.low().FieldAlign() }

func (t *rtype) Bits() int {
	if k := t.Kind(); k < Int || k > Complex128 {
		fail("reflect: Bits of non-arithmetic Type " + t.String())
	}
	return t.low().Bits()
}

func (t *rtype) OverflowComplex(x complex128) bool {
	if k := t.Kind(); k != Complex64 && k != Complex128 {
		fail("reflect: OverflowComplex of non-complex type " + t.String())
	}
	return t.low().OverflowComplex(x)
}

func (t *rtype) OverflowFloat(x float64) bool {
	if k := t.Kind(); k != Float32 && k != Float64 {
		fail("reflect: OverflowFloat of non-float type " + t.String())
	}
	return t.low().OverflowFloat(x)
}

func (t *rtype) OverflowInt(x int64) bool {
	if k := t.Kind(); k < Int || k > Int64 {
		fail("reflect: OverflowInt of non-int type " + t.String())
	}
	return t.low().OverflowInt(x)
}

func (t *rtype) OverflowUint(x uint64) bool {
	if k := t.Kind(); k < Uint || k > Uintptr {
		fail("reflect: OverflowUint of non-uint type " + t.String())
	}
	return t.low().OverflowUint(x)
}

// must panics, as Go does, unless t has the kind that a method of Type is for.
func (t *rtype) must(method string, kind Kind) {
	if t.Kind() != kind {
		fail("reflect: " + method + " of non-" + kind.String() + " type " + t.String())
	}
}

func (t *rtype) Elem() Type { return t.elem() }

func (t *rtype) elem() *rtype {
	e := t.elemType.Load()
	if e == nil {
		e = t.findElem()
		t.elemType.Store(e)
	}
	return e
}

func (t *rtype) findElem() *rtype {
	switch t.Kind() {
	case Array, Chan, Map, Pointer, Slice:
	default:
		fail("reflect: Elem of invalid type " + t.String())
	}
	if !t.user() {
		return ofCompiled(t.std.Elem())
	}
	return of(t.src.Underlying().(interface{ Elem() types.Type }).Elem(), nil)
}

func (t *rtype) Key() Type { return t.key() }

func (t *rtype) key() *rtype {
	k := t.keyType.Load()
	if k == nil {
		k = t.findKey()
		t.keyType.Store(k)
	}
	return k
}

func (t *rtype) findKey() *rtype {
	t.must("Key", Map)
	if !t.user() {
		return ofCompiled(t.std.Key())
	}
	return of(t.src.Underlying().(*types.Map).Key(), nil)
}

func (t *rtype) Len() int {
	t.must("Len", Array)
	if !t.user() {
		return t.std.Len()
	}
	return int(t.src.Underlying().(*types.Array).Len())
}

func (t *rtype) ChanDir() ChanDir {
	t.must("ChanDir", Chan)
	if !t.user() {
		return t.std.ChanDir()
	}
	return direction(t.src.Underlying().(*types.Chan))
}

func (t *rtype) sig() *types.Signature { return t.src.Underlying().(*types.Signature) }

func (t *rtype) IsVariadic() bool {
	t.must("IsVariadic", Func)
	if !t.user() {
		return t.std.IsVariadic()
	}
	return t.sig().Variadic()
}

func (t *rtype) NumIn() int {
	t.must("NumIn", Func)
	if !t.user() {
		return t.std.NumIn()
	}
	return t.sig().Params().Len()
}

func (t *rtype) NumOut() int {
	t.must("NumOut", Func)
	if !t.user() {
		return t.std.NumOut()
	}
	return t.sig().Results().Len()
}

func (t *rtype) In(i int) Type  { return t.in(i) }
func (t *rtype) Out(i int) Type { return t.out(i) }

func (t *rtype) in(i int) *rtype {
	t.must("In", Func)
	if !t.user() {
		return ofCompiled(t.std.In(i))
	}
	return of(t.sig().Params().At(i).Type(), nil)
}

func (t *rtype) out(i int) *rtype {
	t.must("Out", Func)
	if !t.user() {
		return ofCompiled(t.std.Out(i))
	}
	return of(t.sig().Results().At(i).Type(), nil)
}

// Ins ranges over the types of the parameters.
func (t *rtype) Ins() iter.Seq[Type] {
	t.must("Ins", Func)
	return each(t.NumIn(), t.In)
}

// Outs ranges over the types of the results.
func (t *rtype) Outs() iter.Seq[Type] {
	t.must("Outs", Func)
	return each(t.NumOut(), t.Out)
}

func each[T any](n int, at func(int) T) iter.Seq[T] {
	return func(yield func(T) bool) {
		for i := range n {
			if !yield(at(i)) {
				return
			}
		}
	}
}

func (t *rtype) CanSeq() bool {
	switch t.Kind() {
	case Int8, Int16, Int32, Int64, Int, Uint8, Uint16, Uint32, Uint64, Uint, Uintptr, Array, Slice, Chan, String, Map:
		return true
	case Func:
		return t.rangeFunc(1)
	case Pointer:
		return t.elem().Kind() == Array
	}
	return false
}

func (t *rtype) CanSeq2() bool {
	switch t.Kind() {
	case Array, Slice, String, Map:
		return true
	case Func:
		return t.rangeFunc(2)
	case Pointer:
		return t.elem().Kind() == Array
	}
	return false
}

// rangeFunc reports whether t is func(yield func(n values) bool).
func (t *rtype) rangeFunc(n int) bool {
	if t.NumIn() != 1 || t.NumOut() != 0 || t.in(0).Kind() != Func {
		return false
	}
	y := t.in(0)
	return y.NumIn() == n && y.NumOut() == 1 && y.out(0).Kind() == Bool
}

func (t *rtype) Comparable() bool {
	if !t.user() {
		return t.std.Comparable()
	}
	return types.Comparable(t.src)
}

func (t *rtype) Implements(u Type) bool {
	if u == nil {
		fail("reflect: nil type passed to Type.Implements")
	}
	if u.Kind() != Interface {
		fail("reflect: non-interface type passed to Type.Implements")
	}
	return implements(t, u.own())
}

// implements reports whether t has the methods of interface type u.
func implements(t, u *rtype) bool {
	if u.NumMethod() == 0 {
		return true
	}
	if !t.user() && !u.user() {
		return t.std.Implements(u.std)
	}
	a, b := t.goType(), u.goType()
	if a != nil && b != nil {
		return types.Implements(a, b.Underlying().(*types.Interface))
	}
	for i := range u.NumMethod() { // a compiled type that its package hides: compare method by method
		m := u.Method(i)
		have, ok := t.MethodByName(m.Name)
		if !ok || !strings.HasSuffix(m.Type.String(), withoutReceiver(t, have.Type)) {
			return false
		}
	}
	return true
}

func withoutReceiver(t *rtype, method Type) string {
	s := method.String()
	if t.Kind() == Interface {
		return s
	}
	s = strings.TrimPrefix(s, "func("+t.String())
	return strings.TrimPrefix(s, ", ")
}

func (t *rtype) AssignableTo(u Type) bool {
	if u == nil {
		fail("reflect: nil type passed to Type.AssignableTo")
	}
	return assignable(t, u.own())
}

func assignable(t, u *rtype) bool {
	switch {
	case t == u:
		return true
	case !t.user() && !u.user():
		return t.std.AssignableTo(u.std)
	case u.Kind() == Interface:
		return implements(t, u)
	}
	a, b := t.goType(), u.goType()
	return a != nil && b != nil && types.AssignableTo(a, b)
}

func (t *rtype) ConvertibleTo(u Type) bool {
	if u == nil {
		fail("reflect: nil type passed to Type.ConvertibleTo")
	}
	return convertible(t, u.own())
}

func convertible(t, u *rtype) bool {
	if t == u || !t.user() && !u.user() {
		return t.std == u.std && t == u || t.low().ConvertibleTo(u.low())
	}
	if u.Kind() == Interface {
		return implements(t, u)
	}
	a, b := t.goType(), u.goType()
	return a != nil && b != nil && types.ConvertibleTo(a, b)
}
