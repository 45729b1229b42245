package frontend

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// callValue lowers a call that has one value.
func (f *fn) callValue(e *ast.CallExpr) ast.Expr {
	x, interpreted := f.call(e)
	if interpreted {
		x = f.single(x)
	}
	if interpreted && f.remark {
		t := f.temp(x)
		f.setLine()
		return t
	}
	return x
}

// call lowers a call; interpreted tells that it runs lowered code.
func (f *fn) call(e *ast.CallExpr) (x ast.Expr, interpreted bool) {
	fun := ast.Unparen(e.Fun)
	tv := f.src.info.Types[fun]
	switch {
	case tv.IsType():
		return f.conversion(e), false
	case tv.IsBuiltin():
		return f.builtin(e, builtinName(f, fun)), false
	}
	if s, ok := fun.(*ast.SelectorExpr); ok {
		if sel, ok := f.selection(s); ok && !sel.expr {
			if m, ok := sel.obj.(*types.Func); ok {
				return f.methodCall(e, s, sel, m)
			}
		}
	}
	if obj := f.staticFunc(fun); obj != nil {
		sig := f.typeOf(fun).(*types.Signature)
		if name, ok := f.functionName(fun, obj); ok {
			if f.recovering(obj) && !f.l.delayed[e] {
				f.disarm()
			}
			f.calls(name)
			return f.passes(call(ident(name), f.args(e, sig, true)...), sig, nil, nil), true
		}
		return f.compiledCall(e, obj, sig)
	}
	if lit, ok := fun.(*ast.FuncLit); ok {
		return f.immediate(e, lit), true
	}
	f.calls("")
	sig := coreType(f.typeOf(fun)).(*types.Signature)
	var callee ast.Expr
	args := f.list(append([]func() ast.Expr{func() ast.Expr {
		callee = f.core(fun)
		switch callee.(type) {
		case *ast.Ident, *ast.CallExpr, *ast.IndexExpr:
		default: // the interpreter calls a function in a struct field wrongly
			callee = f.temp(callee)
		}
		return callee
	}}, f.argParts(e, sig, true)...)...)
	return f.passes(call(args[0], f.spread(e, sig, args[1:], true)...), sig, nil, nil), true
}

// staticFunc returns the function that an expression names, nil for a function value.
func (f *fn) staticFunc(fun ast.Expr) *types.Func {
	id := calleeIdent(fun)
	if id == nil {
		return nil
	}
	obj, _ := f.src.info.Uses[id].(*types.Func)
	if obj != nil && obj.Type().(*types.Signature).Recv() != nil {
		return nil
	}
	return obj
}

// recovering reports whether a function calls recover itself. Only the call of a defer statement may let it.
func (f *fn) recovering(obj *types.Func) bool {
	src, ok := f.l.next.sources[obj.Origin()]
	return ok && usesRecover(src.info, src.decl.Body)
}

func (f *fn) disarm() { f.emit(do(rt("Disarm"))) }

// calleeIdent is the identifier of f, pkg.f, f[T] and pkg.f[T].
func calleeIdent(fun ast.Expr) *ast.Ident {
	switch x := ast.Unparen(fun).(type) {
	case *ast.Ident:
		return x
	case *ast.SelectorExpr:
		return x.Sel
	case *ast.IndexExpr:
		return calleeIdent(x.X)
	case *ast.IndexListExpr:
		return calleeIdent(x.X)
	}
	return nil
}

// argParts returns the arguments of a call as parts for list; a call that gives several values is spread.
func (f *fn) argParts(e *ast.CallExpr, sig *types.Signature, lowered bool) []func() ast.Expr {
	n := sig.Params().Len()
	if len(e.Args) == 1 {
		if tu, ok := f.typeOf(e.Args[0]).(*types.Tuple); ok {
			var parts []func() ast.Expr
			var names []ast.Expr
			for i := range tu.Len() {
				parts = append(parts, func() ast.Expr {
					if i == 0 {
						names = f.tuple(e.Args[0].(*ast.CallExpr))
					}
					t := argType(sig, i, n, false)
					x := f.convert(names[i], tu.At(i).Type(), t)
					if lowered {
						return x
					}
					return f.sourceArg(x, t, sig)
				})
			}
			return parts
		}
	}
	var parts []func() ast.Expr
	for i, a := range e.Args {
		parts = append(parts, func() ast.Expr {
			t := argType(sig, i, n, e.Ellipsis.IsValid())
			if lowered {
				return f.to(a, t)
			}
			return f.sourceArg(f.to(a, t), t, sig)
		})
	}
	return parts
}

// argType is the type that argument i of n parameters is passed as.
func argType(sig *types.Signature, i, n int, spread bool) types.Type {
	if sig.Variadic() && i >= n-1 {
		t := sig.Params().At(n - 1).Type()
		if spread {
			return t
		}
		if s, ok := coreType(t).(*types.Slice); ok {
			return s.Elem()
		}
		return types.Typ[types.Byte] // append([]byte, string...)
	}
	return sig.Params().At(i).Type()
}

// args lowers the arguments of a call.
func (f *fn) args(e *ast.CallExpr, sig *types.Signature, lowered bool) []ast.Expr {
	return f.spread(e, sig, f.list(f.argParts(e, sig, lowered)...), lowered)
}

// spread packs the variadic arguments of a lowered function into a slice.
func (f *fn) spread(e *ast.CallExpr, sig *types.Signature, args []ast.Expr, lowered bool) []ast.Expr {
	n := sig.Params().Len()
	if !lowered || !sig.Variadic() || e.Ellipsis.IsValid() {
		return args
	}
	if len(args) == n-1 {
		return append(args, ident("nil"))
	}
	lit := &ast.CompositeLit{Type: f.typ(sig.Params().At(n - 1).Type()), Elts: args[n-1:]}
	return append(args[:n-1:n-1], lit)
}

// compiledCall lowers a call of a function of a compiled package.
func (f *fn) compiledCall(e *ast.CallExpr, obj *types.Func, sig *types.Signature) (ast.Expr, bool) {
	f.l.pos = e.Pos()
	f.checkLibraryCall(e, obj)
	path := obj.Pkg().Path()
	f.unsteady(obj, nil)
	if x := f.special(e, obj, sig); x != nil {
		return x, false
	}
	c := f.finishCompiled(e, sel(ident(f.l.pkgAlias(path)), obj.Name()), sig)
	if path == "gonum.org/v1/plot/plotutil" && sig.Variadic() {
		plottable(c, sig)
	}
	return c, false
}

// plottable makes the arguments of type any of a call of plotutil show what they implement: it asks whether they are
// plotter.XYer or plotter.Valuer.
func plottable(c *ast.CallExpr, sig *types.Signature) {
	n := sig.Params().Len()
	s, ok := sig.Params().At(n - 1).Type().(*types.Slice)
	if iface, compiled := isIface(s.Elem()); !ok || !iface || compiled {
		return
	}
	if c.Ellipsis.IsValid() {
		c.Args[n-1] = rt("Plottables", c.Args[n-1])
		return
	}
	for i := n - 1; i < len(c.Args); i++ {
		c.Args[i] = rt("Plottable", c.Args[i])
	}
}

// finishCompiled passes the arguments. Variadic interfaces go as an explicit slice: the interpreter converts the
// elements of such a call wrongly.
func (f *fn) finishCompiled(e *ast.CallExpr, fun ast.Expr, sig *types.Signature) *ast.CallExpr {
	args := f.list(append([]func() ast.Expr{func() ast.Expr { return fun }}, f.argParts(e, sig, false)...)...)
	c := call(args[0], args[1:]...)
	if e.Ellipsis.IsValid() {
		c.Ellipsis = 1
		return c
	}
	n := sig.Params().Len()
	if sig.Variadic() && len(c.Args) >= n {
		st := sig.Params().At(n - 1).Type()
		if _, compiled := isIface(st.(*types.Slice).Elem()); compiled {
			lit := &ast.CompositeLit{Type: f.typ(st), Elts: c.Args[n-1:]}
			c.Args = append(c.Args[:n-1:n-1], lit)
			c.Ellipsis = 1
		}
	}
	return c
}

// methodCall lowers x.M(args).
func (f *fn) methodCall(e *ast.CallExpr, s *ast.SelectorExpr, sel selection, m *types.Func) (ast.Expr, bool) {
	sig := f.env.apply(m.Type()).(*types.Signature)
	if t, ok := f.typeOf(s).(*types.Signature); ok {
		sig = t
	}
	var own types.Type // of the receiver that the method takes
	lowered := f.loweredMethod(sel, m)
	parts := []func() ast.Expr{func() ast.Expr {
		var x ast.Expr
		x, own = f.receiver(f.receiverOperand(s.X, sel), sel, m)
		if !lowered {
			x = f.drawing(x, own, m)
		}
		return x
	}}
	args := f.list(append(parts, f.argParts(e, sig, lowered)...)...)
	f.l.pos = e.Pos()
	if !lowered {
		f.checkLibraryMethod(e, m)
		if rangesSyncMap(m) {
			return rt("RangeSyncMap", args...), false
		}
		if r, ok := servedMethods[m.FullName()]; ok {
			return f.compiledMethodCall(e, runtimeFunc(r), servedSignature(sig), args), false
		}
		args[0] = f.note(m, args[0])
		fun := &ast.SelectorExpr{X: paren(args[0]), Sel: ident(m.Name())}
		return f.compiledMethodCall(e, fun, sig, args[1:]), false
	}
	if f.recovering(m) && !f.l.delayed[e] {
		f.disarm()
	}
	return f.callMethod(args[0], own, m, f.spread(e, sig, args[1:], true)), true
}

// servedSignature is that of a function which takes a method's receiver first.
func servedSignature(sig *types.Signature) *types.Signature {
	params := []*types.Var{types.NewParam(token.NoPos, nil, "", types.Typ[types.Int])}
	for v := range sig.Params().Variables() {
		params = append(params, v)
	}
	return types.NewSignatureType(nil, nil, nil, types.NewTuple(params...), sig.Results(), sig.Variadic())
}

func (f *fn) compiledMethodCall(e *ast.CallExpr, fun ast.Expr, sig *types.Signature, args []ast.Expr) ast.Expr {
	c := call(fun, args...)
	n := sig.Params().Len()
	switch {
	case e.Ellipsis.IsValid():
		c.Ellipsis = 1
	case sig.Variadic() && len(args) >= n:
		st := sig.Params().At(n - 1).Type()
		if _, compiled := isIface(st.(*types.Slice).Elem()); compiled {
			c.Args = append(args[:n-1:n-1], &ast.CompositeLit{Type: f.typ(st), Elts: args[n-1:]})
			c.Ellipsis = 1
		}
	}
	return c
}

// loweredMethod reports whether a method is lowered code or dispatched by the runtime, rather than compiled.
func (f *fn) loweredMethod(s selection, m *types.Func) bool {
	r := m.Type().(*types.Signature).Recv().Type()
	if iface, compiled := isIface(r); iface {
		t := s.recv
		if len(s.index) > 1 {
			return !compiled || !f.compiledHolder(s)
		}
		_, c := isIface(t)
		return !c
	}
	if p, ok := types.Unalias(r).(*types.Pointer); ok {
		r = p.Elem()
	}
	n, ok := types.Unalias(r).(*types.Named)
	return ok && isUser(n.Obj().Pkg())
}

// compiledHolder reports whether the embedded field that a promoted interface method comes from is a compiled interface.
func (f *fn) compiledHolder(s selection) bool {
	t := s.recv
	for _, i := range s.index[:len(s.index)-1] {
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		st, ok := t.Underlying().(*types.Struct)
		if !ok {
			return false
		}
		t = st.Field(i).Type()
	}
	_, compiled := isIface(t)
	return compiled
}

// callMethod calls method m on a receiver of type t, as receiver gives them, with lowered arguments.
func (f *fn) callMethod(recv ast.Expr, t types.Type, m *types.Func, args []ast.Expr) ast.Expr {
	if iface, compiled := isIface(t); iface {
		f.calls("")
		if compiled {
			recv = f.note(m, recv)
			return f.packed(call(sel(paren(recv), m.Name()), args...), m)
		}
		sig := f.env.apply(m.Type()).(*types.Signature)
		x := f.stable(recv)
		ft := f.l.funcType(sig, nil)
		ft.Params.List = append([]*ast.Field{{Type: ident("any")}}, ft.Params.List...)
		d := dispatch{fun: ft, recv: f.env.apply(t), m: m, sig: sig, args: append(exprs(x), args...)}
		c := d.slow(f)
		f.l.dispatches[c] = d
		return c
	}
	if name, ok := f.methodName(t, m); ok {
		f.calls(name)
		return f.passes(call(ident(name), append(exprs(recv), args...)...), m.Type().(*types.Signature), t, nil)
	}
	if rangesSyncMap(m) {
		return rt("RangeSyncMap", append(exprs(recv), args...)...)
	}
	if r, ok := servedMethods[m.FullName()]; ok {
		return f.packed(call(runtimeFunc(r), append(exprs(recv), args...)...), m)
	}
	recv = f.note(m, f.drawing(recv, t, m))
	return f.packed(call(sel(paren(recv), m.Name()), args...), m)
}

// packed passes a slice to the variadic parameter of a compiled method.
func (f *fn) packed(c *ast.CallExpr, m *types.Func) ast.Expr {
	if m.Type().(*types.Signature).Variadic() {
		c.Ellipsis = 1
	}
	return c
}

// stable returns an expression that can be written twice.
func (f *fn) stable(x ast.Expr) ast.Expr {
	switch x.(type) {
	case *ast.Ident:
		return x
	}
	return f.temp(x)
}

// tuple lowers a call with several values into temporaries.
func (f *fn) tuple(e *ast.CallExpr) []ast.Expr {
	tu := f.typeOf(e).(*types.Tuple)
	x, interpreted := f.call(e)
	var names []ast.Expr
	for range tu.Len() {
		names = append(names, ident(f.fresh("t")))
	}
	if c, ok := x.(*ast.CallExpr); ok && f.branches(c) {
		for i, n := range names {
			f.emit(declare(n.(*ast.Ident).Name, f.typ(tu.At(i).Type()), nil))
		}
		f.either(x, func(call ast.Expr) ast.Stmt { return assign(slices.Clone(names), exprs(call)) })
	} else {
		f.emit(define(slices.Clone(names), exprs(x)))
	}
	if interpreted && f.remark {
		f.setLine()
	}
	return names
}
