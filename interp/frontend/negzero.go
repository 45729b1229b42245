package frontend

import (
	"go/ast"
	"go/token"
	"go/types"
)

// The interpreter does not pass arguments that reflect.Value.IsZero calls zero: the parameter is zero anyway. It takes
// negative zero for one, and so would lose its sign. Where an argument holds a float, the lowered code looks whether it is
// a negative zero, and then makes the call through a function of reflect's, which passes everything.

// A passing is what is known of a call of lowered code: the type of the function, and of its arguments.
type passing struct {
	fun  *ast.FuncType
	args []types.Type
}

// passes notes the types of a call of lowered code. recv is nil for functions, and when the receiver comes in an any.
func (f *fn) passes(c *ast.CallExpr, sig *types.Signature, recv types.Type, ft *ast.FuncType) *ast.CallExpr {
	p := passing{fun: ft}
	if len(c.Args) > sig.Params().Len() {
		p.args = append(p.args, recv)
	}
	float := recv != nil && f.firstFloat(ident("x"), recv, 0) != nil
	for v := range sig.Params().Variables() {
		t := f.env.apply(v.Type())
		p.args = append(p.args, t)
		float = float || f.firstFloat(ident("x"), t, 0) != nil
	}
	if !float || len(p.args) != len(c.Args) {
		return c
	}
	if p.fun == nil {
		p.fun = f.l.funcType(f.env.apply(sig).(*types.Signature), nil)
		if recv != nil {
			p.fun.Params.List = append([]*ast.Field{{Type: f.typ(recv)}}, p.fun.Params.List...)
		}
	}
	f.l.passings[c] = p
	return c
}

// firstFloat returns the first float inside x, which has type t, nil when the type holds none. When that is not zero, no
// negative zero can be lost.
func (f *fn) firstFloat(x ast.Expr, t types.Type, depth int) ast.Expr {
	if depth > 4 || f.l.recursive(t) {
		return nil
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		if u.Info()&types.IsFloat != 0 || depth == 0 && u.Info()&types.IsComplex != 0 {
			return x
		}
	case *types.Array:
		if u.Len() > 0 {
			return f.firstFloat(&ast.IndexExpr{X: x, Index: number(0)}, u.Elem(), depth+1)
		}
	case *types.Struct:
		if n, ok := types.Unalias(t).(*types.Named); ok && !isUser(n.Obj().Pkg()) {
			return nil
		}
		for i := range u.NumFields() {
			if v := u.Field(i); v.Name() != "_" {
				if y := f.firstFloat(sel(x, f.l.field(v, i)), v.Type(), depth+1); y != nil {
					return y
				}
			}
		}
	}
	return nil
}

// either emits what use makes of a lowered call: once, or where there are several ways to make it, in each of them.
func (f *fn) either(x ast.Expr, use func(call ast.Expr) ast.Stmt) {
	c, _ := x.(*ast.CallExpr)
	if d, ok := f.l.dispatches[c]; ok {
		f.dispatched(d, use)
		return
	}
	f.sent(x, use)
}

// branches reports whether there are several ways to make a lowered call.
func (f *fn) branches(c *ast.CallExpr) bool {
	_, ok := f.l.dispatches[c]
	return ok || f.negativeZeros(c) != nil
}

// sent emits what use makes of a lowered call, in two ways where an argument may be a negative zero.
func (f *fn) sent(x ast.Expr, use func(call ast.Expr) ast.Stmt) {
	c, _ := x.(*ast.CallExpr)
	cond := f.negativeZeros(c)
	if cond == nil {
		f.emit(use(x))
		return
	}
	slow := call(&ast.TypeAssertExpr{X: rt("Through", c.Fun), Type: f.l.passings[c].fun}, c.Args...)
	f.emit(&ast.IfStmt{
		Cond: cond,
		Body: &ast.BlockStmt{List: []ast.Stmt{use(slow)}},
		Else: &ast.BlockStmt{List: []ast.Stmt{use(c)}},
	})
}

// negativeZeros returns the condition that an argument of the call is a negative zero, nil when none can be. Arguments
// that it mentions become temporaries.
func (f *fn) negativeZeros(c *ast.CallExpr) (cond ast.Expr) {
	p, ok := f.l.passings[c]
	if !ok {
		return nil
	}
	for i, a := range c.Args {
		if p.args[i] == nil || positive(a) || f.firstFloat(a, p.args[i], 0) == nil {
			continue
		}
		if _, stable := a.(*ast.Ident); !stable {
			a = f.tempOf(a, p.args[i])
			c.Args[i] = a
		}
		first := f.firstFloat(a, p.args[i], 0)
		test := ast.Expr(rt("NegativeZero", a))
		b, basic := p.args[i].Underlying().(*types.Basic)
		if basic && b.Info()&types.IsFloat != 0 {
			test = binary(binary(number(1), token.QUO, a), token.LSS, number(0))
		}
		if !basic || b.Info()&types.IsFloat != 0 {
			test = binary(binary(first, token.EQL, number(0)), token.LAND, test)
		}
		if cond == nil {
			cond = test
		} else {
			cond = binary(cond, token.LOR, test)
		}
	}
	return cond
}

// positive reports whether a lowered expression is a constant, or an integer turned into a float: never a negative zero.
func positive(x ast.Expr) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.BasicLit:
		return true
	case *ast.UnaryExpr:
		return x.Op == token.SUB && positive(x.X) // a constant: that of -0.0 is zero
	case *ast.CallExpr:
		if id, ok := x.Fun.(*ast.Ident); ok && len(x.Args) == 1 && (id.Name == "float64" || id.Name == "float32") {
			return positive(x.Args[0])
		}
	}
	return false
}

// single makes a single value of a lowered call.
func (f *fn) single(x ast.Expr) ast.Expr {
	c, ok := x.(*ast.CallExpr)
	if !ok || !f.branches(c) {
		return x
	}
	r := f.fresh("t")
	fun := f.l.passings[c].fun
	if d, ok := f.l.dispatches[c]; ok {
		fun = d.fun
	}
	f.emit(declare(r, fun.Results.List[0].Type, nil))
	f.either(c, func(call ast.Expr) ast.Stmt { return set(ident(r), call) })
	return ident(r)
}

// made calls the maker of a literal, which gets what the literal captures.
func (f *fn) made(name string, values []ast.Expr, caps []capture, ft *ast.FuncType) ast.Expr {
	c := call(ident(name), values...)
	p := passing{fun: funcType(captured(caps), ft)}
	for _, v := range caps {
		p.args = append(p.args, v.copy)
	}
	f.l.passings[c] = p
	return f.single(c)
}

// captured are the parameters of a maker.
func captured(caps []capture) (params []*ast.Field) {
	for _, c := range caps {
		params = append(params, param(c.name, c.typ))
	}
	return params
}
