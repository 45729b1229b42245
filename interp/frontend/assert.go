package frontend

import (
	"go/ast"
	"go/token"
	"go/types"
)

// dynamic lowers an interface operand of an assertion or type switch to an any that holds boxes, not wrappers, and keeps
// it in a temporary.
func (f *fn) dynamic(e ast.Expr) *ast.Ident {
	return f.tempOf(f.to(e, types.NewInterfaceType(nil, nil)), types.NewInterfaceType(nil, nil))
}

// is emits what decides whether v holds a T and returns the condition.
func (f *fn) is(v *ast.Ident, t types.Type) ast.Expr {
	iface, compiled := isIface(t)
	switch {
	case iface && compiled:
		return rt("Is"+ifaceName(t), v)
	case iface && t.Underlying().(*types.Interface).NumMethods() == 0:
		return binary(v, token.NEQ, ident("nil"))
	case iface:
		return rt("Implements", v, number(int64(f.l.typeID(t))))
	case needsBox(t, 0):
		return rt("Is", v, number(int64(f.l.typeID(t))))
	}
	ok := ident(f.fresh("ok"))
	f.emit(define(exprs(ident("_"), ok), exprs(&ast.TypeAssertExpr{X: v, Type: f.typ(t)})))
	return ok
}

// as returns the T that v is known to hold.
func (f *fn) as(v *ast.Ident, t types.Type) ast.Expr {
	iface, compiled := isIface(t)
	switch {
	case iface && compiled:
		return f.wrap(v, t)
	case iface:
		return v
	case needsBox(t, 0):
		return &ast.TypeAssertExpr{X: rt("Value", v), Type: f.typ(t)}
	}
	return &ast.TypeAssertExpr{X: v, Type: f.typ(t)}
}

// assertOne lowers x.(T): it panics in Go's words.
func (f *fn) assertOne(e *ast.TypeAssertExpr) ast.Expr {
	t := f.typeOf(e.Type)
	v := f.dynamic(e.X)
	if !isPointer(t) { // Go copies what is asserted in its turn
		f.l.turns[(*f.out)[len(*f.out)-1]] = true
	}
	cond := f.is(v, t)
	f.emit(when(not(cond), do(rt("BadAssert", v, number(int64(f.l.typeID(f.typeOf(e.X)))), number(int64(f.l.typeID(t)))))))
	if b, ok := t.Underlying().(*types.Basic); ok && b.Info()&types.IsBoolean != 0 {
		return f.tempOf(f.as(v, t), t) // as a condition, the interpreter takes the assertion for true
	}
	return f.as(v, t)
}

// assertTwo lowers v, ok := x.(T).
func (f *fn) assertTwo(e *ast.TypeAssertExpr, t types.Type) (value, ok ast.Expr) {
	v := f.dynamic(e.X)
	okName, val := f.fresh("ok"), f.fresh("v")
	f.emit(let(okName, f.is(v, t)))
	f.emit(declare(val, f.typ(t), nil))
	f.emit(set(ident(val), f.zero(t)))
	f.emit(when(ident(okName), set(ident(val), f.as(v, t))))
	return ident(val), ident(okName)
}
