package frontend

import (
	"go/ast"
	"go/types"
	"strings"
)

// Sources of random numbers.
//
// gonum's distributions and samplers keep a source in a field, or get one as an argument, and where it is nil draw from
// the process's own numbers, which differ from run to run. In cells a nil source means the cell's stream. It is put in
// where gonum would look for it: at a call that draws, on a copy of the receiver where the method has one, so that the
// note's own value stays as it is written.

// isSource reports whether t is the type of such a source.
func isSource(t types.Type) bool { return t.String() == "math/rand/v2.Source" }

// sourceArg lowers an argument of a compiled function.
func (f *fn) sourceArg(x ast.Expr, t types.Type, sig *types.Signature) ast.Expr {
	if !isSource(t) || makesRand(sig) {
		return x
	}
	return rt("Seeded", x)
}

// makesRand reports whether a function is rand.New: the generator of a nil source is of no use, and says so.
func makesRand(sig *types.Signature) bool {
	return sig.Results().Len() == 1 && sig.Results().At(0).Type().String() == "*math/rand/v2.Rand"
}

// sourceField returns the name of the field that holds the source of a type of gonum's, and whether t is a pointer to it.
func sourceField(t types.Type) (name string, pointer bool) {
	t = types.Unalias(t)
	if p, ok := t.(*types.Pointer); ok {
		t, pointer = types.Unalias(p.Elem()), true
	}
	n, ok := t.(*types.Named)
	if !ok || n.Obj().Pkg() == nil || !strings.HasPrefix(n.Obj().Pkg().Path(), "gonum.org/") {
		return "", false
	}
	st, ok := n.Underlying().(*types.Struct)
	if !ok {
		return "", false
	}
	for v := range st.Fields() {
		if v.Exported() && isSource(v.Type()) {
			return v.Name(), pointer
		}
	}
	return "", false
}

// draws reports whether a method of a type with a source may draw from it.
func draws(m *types.Func) bool {
	return m.Pkg() == nil || m.Pkg().Name() != "distuv" || m.Name() == "Rand"
}

// sourced returns a lowered value of type t with its source set. What is reached through a pointer is set in place.
func (f *fn) sourced(x ast.Expr, t types.Type) ast.Expr {
	name, pointer := sourceField(t)
	switch {
	case name == "":
		return x
	case pointer:
		p := f.temp(x)
		f.emit(do(rt("SetSource", p)))
		return p
	}
	v := f.tempOf(x, t)
	f.emit(set(sel(v, name), rt("Seeded", sel(v, name))))
	return v
}

// drawing is sourced for the receiver of a call of m.
func (f *fn) drawing(x ast.Expr, t types.Type, m *types.Func) ast.Expr {
	if !draws(m) {
		return x
	}
	return f.sourced(x, t)
}
