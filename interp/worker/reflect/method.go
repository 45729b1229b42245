package reflect

import (
	"go/types"
	"iter"
	std "reflect"
	"slices"
	"strings"
)

// A Method represents a single method: see Go's package reflect.
type Method struct {
	Name    string
	PkgPath string // empty for an exported method
	Type    Type   // of a function with the receiver as its first parameter, except for methods of interface types
	Func    Value
	Index   int
}

// IsExported reports whether the method is exported.
func (m Method) IsExported() bool { return m.PkgPath == "" }

// set returns the exported methods of a type of cells that is not an interface.
func (t *rtype) set() []*types.Selection {
	set := types.NewMethodSet(t.src) // not kept: a later cell may add methods
	var out []*types.Selection
	for i := range set.Len() {
		if set.At(i).Obj().Exported() {
			out = append(out, set.At(i))
		}
	}
	slices.SortFunc(out, func(a, b *types.Selection) int { return strings.Compare(a.Obj().Name(), b.Obj().Name()) })
	return out
}

func (t *rtype) NumMethod() int {
	switch {
	case !t.user():
		return t.std.NumMethod()
	case t.Kind() == Interface:
		return t.src.Underlying().(*types.Interface).NumMethods()
	}
	return len(t.set())
}

func (t *rtype) Method(i int) Method {
	if i < 0 || i >= t.NumMethod() {
		fail("reflect: Method index out of range")
	}
	switch {
	case !t.user():
		return compiledMethod(t.std.Method(i))
	case t.Kind() == Interface:
		f := t.ifaceMethods()[i]
		m := Method{Name: f.Name(), Type: of(bare(f.Type().(*types.Signature)), nil), Index: i}
		if !f.Exported() && f.Pkg() != nil {
			m.PkgPath = f.Pkg().Path()
		}
		return m
	}
	s := t.set()[i]
	sig := s.Type().(*types.Signature)
	params := []*types.Var{types.NewVar(0, nil, "", t.src)}
	for p := range sig.Params().Variables() {
		params = append(params, p)
	}
	ft := of(types.NewSignatureType(nil, nil, nil, types.NewTuple(params...), sig.Results(), sig.Variadic()), nil)
	name := s.Obj().Name()
	f := std.MakeFunc(ft.low(), func(args []std.Value) []std.Value {
		return callMethod(t, args[0], name, args[1:])
	})
	return Method{Name: name, Type: ft, Func: Value{t: ft, v: f}, Index: i}
}

func compiledMethod(m std.Method) Method {
	out := Method{Name: m.Name, PkgPath: m.PkgPath, Type: ofCompiled(m.Type), Index: m.Index}
	if m.Func.IsValid() {
		out.Func = Value{t: out.Type.own(), v: m.Func}
	}
	return out
}

// ifaceMethods returns the methods of an interface type, sorted by name.
func (t *rtype) ifaceMethods() []*types.Func {
	u := t.src.Underlying().(*types.Interface)
	out := make([]*types.Func, u.NumMethods())
	for i := range out {
		out[i] = u.Method(i)
	}
	slices.SortFunc(out, func(a, b *types.Func) int { return strings.Compare(a.Name(), b.Name()) })
	return out
}

// bare is a signature without its receiver.
func bare(s *types.Signature) *types.Signature {
	return types.NewSignatureType(nil, nil, nil, s.Params(), s.Results(), s.Variadic())
}

// Methods ranges over the methods of a type.
func (t *rtype) Methods() iter.Seq[Method] { return each(t.NumMethod(), t.Method) }

func (t *rtype) MethodByName(name string) (Method, bool) {
	if !t.user() {
		m, ok := t.std.MethodByName(name)
		if !ok {
			return Method{}, false
		}
		return compiledMethod(m), true
	}
	if i := t.methodIndex(name); i >= 0 {
		return t.Method(i), true
	}
	return Method{}, false
}

// methodIndex is the number of a method of a type of cells, −1 when there is none.
func (t *rtype) methodIndex(name string) int {
	if t.Kind() == Interface {
		return slices.IndexFunc(t.ifaceMethods(), func(f *types.Func) bool { return f.Name() == name })
	}
	return slices.IndexFunc(t.set(), func(s *types.Selection) bool { return s.Obj().Name() == name })
}

// callMethod calls a method of a type of cells on a lowered receiver, with lowered arguments.
func callMethod(t *rtype, recv std.Value, name string, args []std.Value) []std.Value {
	m := host().Method(t.src, name)
	if !m.IsValid() {
		fail("reflect: method " + name + " of " + t.String() + " cannot be called by reflection here")
	}
	x := host().Box(t.src, cast(recv, t.kept()).Interface())
	in := []std.Value{std.ValueOf(&x).Elem()}
	for i, a := range args {
		in = append(in, cast(a, m.Type().In(i+1)))
	}
	return m.Call(in)
}

// NumMethod returns the number of methods of the value's type.
func (v Value) NumMethod() int {
	v.valid("NumMethod")
	return v.t.NumMethod()
}

// Method returns the i'th method as a function with the receiver bound.
func (v Value) Method(i int) Value {
	v.valid("Method")
	if i < 0 || i >= v.t.NumMethod() {
		fail("reflect: Method index out of range")
	}
	return v.method(v.t.Method(i).Name)
}

// MethodByName returns a method as a function with the receiver bound; the zero Value when there is none.
func (v Value) MethodByName(name string) Value {
	v.valid("MethodByName")
	if v.t.user() && v.t.methodIndex(name) < 0 {
		return Value{}
	}
	if !v.t.user() {
		if _, ok := v.t.std.MethodByName(name); !ok {
			return Value{}
		}
	}
	return v.method(name)
}

func (v Value) method(name string) Value {
	if v.Kind() == Interface {
		if v.IsNil() {
			fail("reflect: Method on nil interface value")
		}
		e := v.Elem()
		e.ro = v.ro
		return e.method(name)
	}
	if !v.t.user() {
		m := v.v.MethodByName(name)
		if !m.IsValid() {
			return Value{}
		}
		return Value{t: ofCompiled(m.Type()), v: m, ro: v.ro}
	}
	recv := unaddressable(v.v)
	sig := v.t.set()[v.t.methodIndex(name)].Type().(*types.Signature)
	ft := of(bare(sig), nil)
	t := v.t
	f := std.MakeFunc(ft.low(), func(args []std.Value) []std.Value { return callMethod(t, recv, name, args) })
	return Value{t: ft, v: f, ro: v.ro}
}

// Methods ranges over the methods of a value, with the receiver bound.
func (v Value) Methods() iter.Seq2[Method, Value] {
	return func(yield func(Method, Value) bool) {
		for i := range v.NumMethod() {
			if !yield(v.t.Method(i), v.Method(i)) {
				return
			}
		}
	}
}
