package frontend

import (
	"go/ast"
	"go/types"
)

// Types that contain themselves without a struct in between, such as
//
//	type State func(*Lexer) State
//	type Tree map[string]Tree
//
// have no lowered form that could be written down: a type of the user's becomes its underlying type, and that would go on
// for ever. So each becomes a struct with the underlying type in its only field, and a struct has a name. Converting to
// such a type puts the value into the struct, and every operation of the underlying type takes it out again.

// within is the name of the only field.
const within = "F"

// recursive reports whether t is such a type.
func (l *lowerer) recursive(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	if !ok || !expands(n) {
		return false
	}
	key := l.key(n)
	if r, ok := l.loops[key]; ok {
		return r
	}
	r := l.reaches(n.Underlying(), key, map[string]bool{})
	l.loops[key] = r
	return r
}

// expands reports whether the lowered form of a named type is that of its underlying type.
func expands(n *types.Named) bool {
	if !isUser(n.Obj().Pkg()) {
		_, fn := n.Underlying().(*types.Signature)
		return fn && n.TypeArgs().Len() > 0 // iter.Seq
	}
	switch n.Underlying().(type) {
	case *types.Struct, *types.Interface, *types.Basic:
		return false
	}
	return true
}

// reaches reports whether writing down the lowered form of t comes to the named type with the given key.
func (l *lowerer) reaches(t types.Type, key string, seen map[string]bool) bool {
	tuple := func(tu *types.Tuple) bool {
		for i := range tu.Len() {
			if l.reaches(tu.At(i).Type(), key, seen) {
				return true
			}
		}
		return false
	}
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		if !expands(t) {
			return false
		}
		k := l.key(t)
		if k == key {
			return true
		}
		if seen[k] {
			return false
		}
		seen[k] = true
		return l.reaches(t.Underlying(), key, seen)
	case *types.Pointer:
		return l.reaches(t.Elem(), key, seen)
	case *types.Slice:
		return l.reaches(t.Elem(), key, seen)
	case *types.Array:
		return l.reaches(t.Elem(), key, seen)
	case *types.Chan:
		return l.reaches(t.Elem(), key, seen)
	case *types.Map:
		return l.reaches(t.Key(), key, seen) || l.reaches(t.Elem(), key, seen)
	case *types.Signature:
		return tuple(t.Params()) || tuple(t.Results())
	case *types.Struct:
		for i := range t.NumFields() {
			if l.reaches(t.Field(i).Type(), key, seen) {
				return true
			}
		}
	}
	return false
}

// takeOut turns a lowered value of type t into one of the lowered form of its underlying type.
func (f *fn) takeOut(x ast.Expr, t types.Type) ast.Expr {
	if !f.l.recursive(t) {
		return x
	}
	if p, ok := x.(*ast.ParenExpr); ok {
		if st, ok := p.X.(*ast.StarExpr); ok { // a boxed variable: its pointer will do
			x = st.X
		}
	}
	return sel(paren(x), within)
}

// putIn turns a lowered value of the underlying type of t into one of type t.
func (f *fn) putIn(x ast.Expr, t types.Type) ast.Expr {
	if !f.l.recursive(t) {
		return x
	}
	return &ast.CompositeLit{Type: f.typ(t), Elts: exprs(&ast.KeyValueExpr{Key: ident(within), Value: x})}
}

// core lowers e to a value of the underlying type of its own type.
func (f *fn) core(e ast.Expr) ast.Expr { return f.takeOut(f.expr(e), f.typeOf(e)) }

// channel lowers a channel operand. The interpreter sends to and receives from variables of a channel type; it fails on
// channels in fields of structs that it did not make itself.
func (f *fn) channel(e ast.Expr) ast.Expr {
	x := f.core(e)
	if _, ok := ast.Unparen(x).(*ast.Ident); ok {
		return x
	}
	return f.tempOf(x, coreType(f.typeOf(e)))
}

// samePointer converts between pointers to a recursive type and to its underlying type, which point to the same. ok is
// false when neither is one.
func (f *fn) samePointer(x ast.Expr, from, to types.Type) (p ast.Expr, ok bool) {
	a, ok1 := from.Underlying().(*types.Pointer)
	b, ok2 := to.Underlying().(*types.Pointer)
	if !ok1 || !ok2 || f.l.recursive(a.Elem()) == f.l.recursive(b.Elem()) && f.sameForm(a.Elem(), b.Elem()) {
		return nil, false
	}
	if !f.l.recursive(a.Elem()) && !f.l.recursive(b.Elem()) {
		return nil, false
	}
	t := types.NewPointer(b.Elem())
	return &ast.TypeAssertExpr{X: rt("Point", x, call(ident("new"), f.typ(b.Elem()))), Type: f.typ(t)}, true
}
