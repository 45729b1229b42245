package frontend

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
)

// Which integers are never negative: those need no check against 0 before they index. The analysis is local and takes
// sums and products not to overflow; where they do, the interpreter's own check still holds.

// value records one value that a variable gets; nil is one that is not known.
func (b *boxes) value(o types.Object, x ast.Expr) {
	if o != nil {
		b.values[o] = append(b.values[o], x)
	}
}

// assigns records the values of an assignment.
func (b *boxes) assigns(n *ast.AssignStmt) {
	for i, x := range n.Lhs {
		id, ok := ast.Unparen(x).(*ast.Ident)
		if !ok {
			continue
		}
		o := b.info.ObjectOf(id)
		switch {
		case len(n.Lhs) != len(n.Rhs):
			b.value(o, nil)
		case n.Tok == token.DEFINE || n.Tok == token.ASSIGN || n.Tok == token.ADD_ASSIGN || n.Tok == token.MUL_ASSIGN:
			b.value(o, n.Rhs[i])
		case n.Tok == token.QUO_ASSIGN || n.Tok == token.REM_ASSIGN || n.Tok == token.SHR_ASSIGN: // no sign changes
			if n.Tok == token.QUO_ASSIGN {
				b.value(o, n.Rhs[i])
			}
		default:
			b.value(o, nil)
		}
	}
}

// steps records x++ and x--.
func (b *boxes) steps(n *ast.IncDecStmt) {
	if id, ok := ast.Unparen(n.X).(*ast.Ident); ok && n.Tok == token.DEC {
		b.value(b.info.ObjectOf(id), nil)
	}
}

// forStmt looks at a loop whose variables only its last clause changes: every iteration has its own, so a closure of the
// body may copy them. It reports whether the loop is left to be looked at in the usual way.
func (b *boxes) forStmt(n *ast.ForStmt) bool {
	a, ok := n.Init.(*ast.AssignStmt)
	if !ok || a.Tok != token.DEFINE || n.Post == nil || hasLit(n.Init) || n.Cond != nil && hasLit(n.Cond) || hasLit(n.Post) {
		return true
	}
	var places []ast.Expr
	switch p := n.Post.(type) {
	case *ast.IncDecStmt:
		places = exprs(p.X)
	case *ast.AssignStmt:
		places = p.Lhs
	default:
		return true
	}
	for _, x := range places {
		id, ok := ast.Unparen(x).(*ast.Ident)
		if !ok || !defines(b.info, a, b.info.Uses[id]) {
			return true
		}
	}
	b.walk(n.Init)
	if n.Cond != nil {
		b.walk(n.Cond)
	}
	switch p := n.Post.(type) {
	case *ast.IncDecStmt:
		b.steps(p)
	case *ast.AssignStmt:
		b.assigns(p)
		for _, x := range p.Rhs {
			b.walk(x)
		}
	}
	b.walk(n.Body)
	return false
}

func defines(info *types.Info, a *ast.AssignStmt, o types.Object) bool {
	for _, x := range a.Lhs {
		if o != nil && info.Defs[x.(*ast.Ident)] == o {
			return true
		}
	}
	return false
}

// hasLit reports whether a function literal stands in n.
func hasLit(n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if _, ok := n.(*ast.FuncLit); ok {
			found = true
		}
		return !found
	})
	return found
}

// nonNegative reports whether an integer is known not to be negative.
func (f *fn) nonNegative(e ast.Expr) bool { return f.positive(e, map[types.Object]bool{}) }

func (f *fn) positive(e ast.Expr, seen map[types.Object]bool) bool {
	e = ast.Unparen(e)
	tv := f.src.info.Types[e]
	if tv.Value != nil {
		return constant.Sign(constant.ToFloat(tv.Value)) >= 0
	}
	if tv.Type != nil {
		if b, ok := f.under(e).(*types.Basic); ok && b.Info()&types.IsUnsigned != 0 && b.Kind() != types.Uint64 && b.Kind() != types.Uint && b.Kind() != types.Uintptr {
			return true
		}
	}
	switch e := e.(type) {
	case *ast.Ident:
		o, ok := f.src.info.Uses[e].(*types.Var)
		return ok && !f.root.boxed[o] && f.root.home[o] != nil && f.positiveVar(o, seen)
	case *ast.BinaryExpr:
		switch e.Op {
		case token.ADD, token.MUL, token.QUO:
			return f.positive(e.X, seen) && f.positive(e.Y, seen)
		case token.REM, token.SHR:
			return f.positive(e.X, seen)
		case token.AND:
			return f.positive(e.X, seen) || f.positive(e.Y, seen)
		}
	case *ast.CallExpr:
		if f.src.info.Types[e.Fun].IsBuiltin() {
			name := builtinName(f, e.Fun)
			return name == "len" || name == "cap" || name == "copy"
		}
		if f.src.info.Types[e.Fun].IsType() && len(e.Args) == 1 {
			from, ok1 := f.under(e.Args[0]).(*types.Basic)
			to, ok2 := f.under(e).(*types.Basic)
			wide := ok1 && ok2 && from.Info()&types.IsInteger != 0 && (to.Kind() == types.Int || to.Kind() == types.Int64)
			return wide && f.positive(e.Args[0], seen)
		}
	}
	return false
}

// positiveVar reports whether every value that a local variable gets is not negative. A variable on the way to itself
// takes nothing away.
func (f *fn) positiveVar(o types.Object, seen map[types.Object]bool) bool {
	if seen[o] {
		return true
	}
	seen[o] = true
	vs, ok := f.root.values[o]
	if !ok { // the key of a range, or a variable that begins with zero and only steps up
		b, basic := o.Type().Underlying().(*types.Basic)
		return basic && b.Info()&types.IsInteger != 0
	}
	for _, v := range vs {
		if v == nil || !f.positive(v, seen) {
			return false
		}
	}
	return true
}
