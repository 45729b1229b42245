package frontend

import (
	"go/ast"
	"go/types"
	"strings"
)

// Interface values.
//
// A value of a user's type travels in an interface as a Box of the runtime: the number of its type, and the lowered
// value. So two interface values are equal exactly when Go says so, a box is a map key, fmt prints it by its real type,
// and type switches look at the number. Where a compiled interface (error, io.Writer, nn.Layer) is wanted, the runtime
// wraps the box in a compiled type with the interface's methods; Unwrap takes the box out again.

// convert changes an expression from type from to type to, as an assignment does.
func (f *fn) convert(x ast.Expr, from, to types.Type) ast.Expr {
	from, to = f.env.apply(from), f.env.apply(to)
	if isNil(from) {
		if f.l.recursive(to) {
			return f.zero(to)
		}
		return x
	}
	toIface, toCompiled := isIface(to)
	if !toIface {
		return f.retype(x, from, to)
	}
	fromIface, fromCompiled := isIface(from)
	switch {
	case fromIface && !fromCompiled && !toCompiled:
		return x
	case fromIface && fromCompiled && !toCompiled:
		return rt("Unwrap", x)
	case fromIface && fromCompiled:
		return x // its method set is larger: the interpreter's own conversion holds
	case fromIface:
		return f.wrap(x, to)
	}
	if wrapsInside(from, 0) != nil && types.Comparable(from) {
		x = rt("Canonical", x)
	}
	if !needsBox(from, 0) {
		if toCompiled {
			return f.sourced(x, from)
		}
		return call(ident("any"), f.typed(x, from))
	}
	x = f.box(x, from)
	if toCompiled {
		return f.wrap(x, to)
	}
	return x
}

func isNil(t types.Type) bool {
	b, ok := t.(*types.Basic)
	return ok && b.Kind() == types.UntypedNil
}

// box puts a value of a user's type into an interface.
func (f *fn) box(x ast.Expr, t types.Type) ast.Expr {
	return rt("Box", number(int64(f.l.typeID(t))), x)
}

// wrap turns an interface value in any form into the compiled interface type to.
func (f *fn) wrap(x ast.Expr, to types.Type) ast.Expr {
	return rt("To"+ifaceName(to), x)
}

// ifaceName names a compiled interface type in the runtime's table of conversions.
func ifaceName(t types.Type) string {
	obj := types.Unalias(t).(*types.Named).Obj()
	if obj.Pkg() == nil {
		return "_" + obj.Name()
	}
	return IfaceName(obj.Pkg().Path(), obj.Name())
}

// IfaceName is what follows "To" and "Is" in the runtime's conversions to a compiled interface.
func IfaceName(path, name string) string {
	return "_" + strings.NewReplacer("/", "_", ".", "_", "-", "_").Replace(path) + "_" + name
}

// typed gives untyped booleans and the like their default type.
func (f *fn) typed(x ast.Expr, t types.Type) ast.Expr { return x }

// retype converts between types of equal underlying types, when their lowered forms have different names.
func (f *fn) retype(x ast.Expr, from, to types.Type) ast.Expr {
	if f.sameForm(from, to) {
		return x
	}
	if f.l.recursive(from) || f.l.recursive(to) {
		return f.putIn(f.retype(f.takeOut(x, from), from.Underlying(), to.Underlying()), to)
	}
	return call(paren(f.typ(to)), x)
}

// sameForm reports whether two types that are assignable to each other have the same lowered form.
func (f *fn) sameForm(from, to types.Type) bool {
	if types.Identical(from, to) {
		return true
	}
	_, c1 := from.Underlying().(*types.Chan)
	if _, c2 := to.Underlying().(*types.Chan); c1 && c2 {
		return types.Identical(from.Underlying(), to.Underlying())
	}
	return f.l.form(from) == f.l.form(to)
}

// form is the lowered form of a type as text.
func (l *lowerer) form(t types.Type) string { return types.ExprString(l.typ(t)) }
