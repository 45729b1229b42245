package frontend

import (
	"go/ast"
	"go/token"
	"go/types"
)

// solid reports whether a pointer is known not to be nil: the condition of a loop says so, or its variable only ever held
// the address of something.
func (f *fn) solid(e ast.Expr) bool {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return false
	}
	o, ok := f.src.info.Uses[id].(*types.Var)
	if !ok || f.root.home[o] == nil {
		return false
	}
	if f.nonNil[o] {
		return true
	}
	vs := f.root.values[o]
	for _, v := range vs {
		if v == nil {
			return false
		}
		if u, ok := ast.Unparen(v).(*ast.UnaryExpr); !ok || u.Op != token.AND {
			return false
		}
	}
	return len(vs) > 0 && !f.root.boxed[o]
}

// walking returns the pointers that a loop of the form "for p != nil" walks with: nothing in its body sees them nil, for
// only the last clause or the last statement gives them another value.
func (f *fn) walking(s *ast.ForStmt) (list []types.Object) {
	var look func(e ast.Expr)
	look = func(e ast.Expr) {
		b, ok := ast.Unparen(e).(*ast.BinaryExpr)
		switch {
		case !ok:
		case b.Op == token.LAND:
			look(b.X)
			look(b.Y)
		case b.Op == token.NEQ && f.src.info.Types[b.Y].IsNil():
			id, ok := ast.Unparen(b.X).(*ast.Ident)
			if !ok {
				return
			}
			o, ok := f.src.info.Uses[id].(*types.Var)
			if ok && f.root.home[o] != nil && !f.root.boxed[o] && f.changedLast(s.Body, o) {
				list = append(list, o)
			}
		}
	}
	if s.Cond != nil {
		look(s.Cond)
	}
	return list
}

// changedLast reports whether the body of a loop assigns o in its last statement only, if at all.
func (f *fn) changedLast(body *ast.BlockStmt, o types.Object) bool {
	own := true
	for i, s := range body.List {
		if _, simple := s.(*ast.AssignStmt); simple && i == len(body.List)-1 {
			break
		}
		ast.Inspect(s, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for _, x := range n.Lhs {
					own = own && !f.isVar(x, o)
				}
			case *ast.RangeStmt:
				own = own && !(n.Key != nil && f.isVar(n.Key, o)) && !(n.Value != nil && f.isVar(n.Value, o))
			}
			return own
		})
	}
	return own
}

func (f *fn) isVar(e ast.Expr, o types.Object) bool {
	id, ok := ast.Unparen(e).(*ast.Ident)
	return ok && f.src.info.ObjectOf(id) == o
}
