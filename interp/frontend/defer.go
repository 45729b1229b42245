package frontend

import (
	"go/ast"
	"go/token"
	"go/types"
)

// A function with deferred calls becomes: a list of deferred calls, its results in boxes, and its body as a closure that
// the runtime runs; the runtime then makes the deferred calls, with Go's rules for panics and recover.

// deferring lowers a body with deferred calls.
func (f *fn) deferring(whole ast.Node, run func(h *fn)) {
	state := f.fresh("defers")
	f.emit(let(state, rt("NewDefers")))
	f.state = state
	h := f.child(f.sig)
	h.results, h.inner, h.labels, h.state, h.recovers = f.results, true, f.labels, state, f.recovers
	h.share(state, defersType())
	if f.recovers != "" {
		h.share(f.recovers, recoverType())
	}
	h.part(whole)
	if f.info != nil { // what stays of f calls nothing but the runtime
		f.info.CallLine, f.info.Calls = 0, ""
	}
	body := h.block(func() { run(h) })
	h.searchNotes()
	f.emit(do(rt("Run", ident(state), f.make(h, funcType(nil), body))))
}

func defersType() ast.Expr  { return &ast.StarExpr{X: sel(ident(runtimeAlias), "Defers")} }
func recoverType() ast.Expr { return &ast.StarExpr{X: sel(ident(runtimeAlias), "Recovery")} }

// share lets a closure use a variable of ours of the enclosing function.
func (f *fn) share(name string, t ast.Expr) {
	for _, c := range f.caps {
		if c.name == name {
			return
		}
	}
	f.caps = append(f.caps, capture{name: name, typ: t})
}

func (f *fn) deferStmt(s *ast.DeferStmt) {
	arm := "false"
	switch fun := ast.Unparen(s.Call.Fun).(type) {
	case *ast.FuncLit:
		if usesRecover(f.src.info, fun.Body) {
			arm = "true"
		}
	default:
		if obj := f.staticFunc(fun); obj != nil {
			if f.recovering(obj) {
				arm = "true"
			}
		} else if !f.src.info.Types[fun].IsBuiltin() {
			arm = "true"
		}
	}
	f.emit(do(rt("Push", ident(f.state), f.delayed(s.Call, true), ident(arm))))
}

// usesRecover reports whether a function's own body calls recover.
func usesRecover(info *types.Info, body *ast.BlockStmt) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.Ident:
			if b, ok := info.Uses[n].(*types.Builtin); ok && b.Name() == "recover" {
				found = true
			}
		}
		return !found
	})
	return found
}

// leadsToRecover reports whether a body makes or names a function that calls recover, other than for a deferred call. It
// may call that under a name that tells nothing, and where it is itself deferred the other may not recover.
func (f *fn) leadsToRecover(body *ast.BlockStmt) bool {
	info, found := f.src.info, false
	deferred := map[ast.Node]bool{}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.DeferStmt:
			deferred[ast.Unparen(n.Call.Fun)] = true
		case *ast.FuncLit:
			found = found || !deferred[n] && usesRecover(info, n.Body)
		case *ast.Ident:
			if obj, ok := info.Uses[n].(*types.Func); ok {
				found = found || !deferred[n] && f.recovering(obj)
			}
		}
		return !found
	})
	return found
}

// callsUnknown reports whether a body calls functions that its text does not tell: function values, methods of interfaces,
// or compiled code that is given functions. Any of them may call recover.
func (f *fn) callsUnknown(body *ast.BlockStmt) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.RangeStmt:
			_, iterator := coreType(f.typeOf(n.X)).(*types.Signature)
			found = found || iterator
		case *ast.CallExpr:
			found = found || f.unknownCallee(n)
		}
		return !found
	})
	return found
}

func (f *fn) unknownCallee(n *ast.CallExpr) bool {
	fun := ast.Unparen(n.Fun)
	tv := f.src.info.Types[fun]
	if _, lit := fun.(*ast.FuncLit); lit || tv.IsType() || tv.IsBuiltin() {
		return false
	}
	if f.compiledCallee(fun) != nil {
		return f.callsBack(n)
	}
	if s, ok := fun.(*ast.SelectorExpr); ok {
		if sel, ok := f.selection(s); ok {
			_, method := sel.obj.(*types.Func)
			return !method || types.IsInterface(sel.recv)
		}
	}
	return f.staticFunc(fun) == nil
}

func (f *fn) recoverCall() ast.Expr {
	if f.recovers == "" {
		return rt("NoRecover")
	}
	return rt("Recover", ident(f.recovers))
}

// delayed lowers the call of a go or defer statement to a function without parameters: what is called, its receiver and
// arguments are evaluated now.
func (f *fn) delayed(c *ast.CallExpr, deferred bool) ast.Expr {
	fun := ast.Unparen(c.Fun)
	if lit, ok := fun.(*ast.FuncLit); ok && len(c.Args) == 0 && f.typeOf(lit).(*types.Signature).Results().Len() == 0 {
		return f.closure(lit)
	}
	info := f.src.info
	now := &ast.CallExpr{Fun: fun, Ellipsis: c.Ellipsis}
	keep := func(x ast.Expr, t types.Type) *ast.Ident {
		o := types.NewVar(x.Pos(), f.src.pkg, "arg", t)
		f.declareVar(o, f.to(x, t))
		id := &ast.Ident{Name: "arg", NamePos: x.Pos()}
		info.Uses[id] = o
		info.Types[id] = types.TypeAndValue{Type: t}
		return id
	}
	info.Types[now] = info.Types[c]
	f.l.delayed[now] = true
	switch x := fun.(type) {
	case *ast.SelectorExpr:
		now.Fun = f.keepReceiver(x, keep)
	default:
		if f.staticFunc(fun) == nil && !info.Types[fun].IsType() && !info.Types[fun].IsBuiltin() {
			now.Fun = keep(fun, f.typeOf(fun))
		}
	}
	for _, a := range c.Args {
		tv := info.Types[a]
		_, tuple := tv.Type.(*types.Tuple)
		if tv.Value != nil || tv.IsNil() || tv.IsType() || tuple {
			now.Args = append(now.Args, a)
			continue
		}
		now.Args = append(now.Args, keep(a, f.typeOf(a)))
	}
	sig := types.NewSignatureType(nil, nil, nil, nil, nil, false)
	g := f.child(sig)
	if info.Types[fun].IsBuiltin() && builtinName(f, fun) == "recover" && deferred && f.recovers != "" {
		g.recovers = f.recovers // it is called as if by this function, when that ends
		g.share(f.recovers, recoverType())
	}
	body := g.block(func() {
		g.line = f.line
		g.exprStmt(now)
	})
	return f.make(g, funcType(nil), body)
}

// keepReceiver evaluates the receiver of a method, or a function in a field, now.
func (f *fn) keepReceiver(x *ast.SelectorExpr, keep func(ast.Expr, types.Type) *ast.Ident) ast.Expr {
	s, ok := f.selection(x)
	if !ok || s.expr {
		return x
	}
	if _, ok := s.obj.(*types.Func); !ok {
		return keep(x, f.typeOf(x))
	}
	m := s.obj.(*types.Func)
	if f.loweredMethod(s, m) && !f.needsAddress(s) { // the receiver is copied now, and may be missing
		return keep(x, f.typeOf(x))
	}
	t := f.typeOf(x.X)
	var base ast.Expr
	if f.needsAddress(s) {
		p := &ast.UnaryExpr{Op: token.AND, X: x.X, OpPos: x.Pos()}
		t = types.NewPointer(t)
		f.src.info.Types[p] = types.TypeAndValue{Type: t}
		base = keep(p, t)
	} else {
		base = keep(x.X, t)
		if iface, _ := isIface(t); iface {
			f.emit(when(f.isNil(f.expr(base), t), do(rt("NilPointer"))))
		}
	}
	now := &ast.SelectorExpr{X: base, Sel: x.Sel}
	f.src.info.Types[now] = f.src.info.Types[x]
	s.recv = t
	f.l.selections[now] = s
	return now
}
