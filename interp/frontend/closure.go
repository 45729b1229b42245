package frontend

import (
	"go/ast"
	"go/token"
	"go/types"
)

// A function literal becomes a call of a maker: a global function whose parameters are the captured variables, by value
// when nobody assigns them, by pointer otherwise, and which returns the literal. So every evaluation of the literal has
// a frame of its own, whatever the interpreter does with frames.

// closure lowers a function literal.
func (f *fn) closure(e *ast.FuncLit) ast.Expr {
	sig := f.typeOf(e).(*types.Signature)
	g := f.child(sig)
	g.begin(f.fresh("make"), f.litTitle(), e, e.Body)
	g.info.Escapes = true
	f.calls("")
	ft, body := g.signature(nil, e.Type, e.Body, sig)
	g.searchNotes()
	return f.make(g, ft, body)
}

// immediate lowers the call of a literal where it stands. It needs no maker: it becomes a global function that takes the
// captured variables and the arguments.
func (f *fn) immediate(e *ast.CallExpr, lit *ast.FuncLit) ast.Expr {
	sig := f.typeOf(lit).(*types.Signature)
	args := f.args(e, sig, true)
	g := f.child(sig)
	g.begin(f.fresh("now"), f.litTitle(), lit, lit.Body)
	f.calls(g.name)
	ft, body := g.signature(nil, lit.Type, lit.Body, sig)
	g.searchNotes()
	p := passing{fun: &ast.FuncType{Params: &ast.FieldList{List: append(captured(g.caps), ft.Params.List...)}, Results: ft.Results}}
	for _, c := range g.caps {
		p.args = append(p.args, c.copy)
	}
	for v := range sig.Params().Variables() {
		p.args = append(p.args, f.env.apply(v.Type()))
	}
	f.l.makers = append(f.l.makers, &ast.FuncDecl{Name: ident(g.name), Type: p.fun, Body: body})
	c := call(ident(g.name), append(f.captures(g.caps), args...)...)
	f.l.passings[c] = p
	return c
}

// child begins a function inside f.
func (f *fn) child(sig *types.Signature) *fn {
	return &fn{l: f.l, src: f.src, env: f.env, parent: f, root: f.root, sig: sig, own: map[types.Object]bool{}, capped: map[types.Object]string{}}
}

// make emits the maker of a lowered literal and returns the call that makes it here.
func (f *fn) make(g *fn, ft *ast.FuncType, body *ast.BlockStmt) ast.Expr {
	name := g.name
	if name == "" {
		name = f.l.fresh("make")
	}
	lit := "f" + dot
	f.l.makers = append(f.l.makers, function(name, funcType(captured(g.caps), ft), let(lit, &ast.FuncLit{Type: ft, Body: body}), ret(ident(lit))))
	return f.made(name, f.captures(g.caps), g.caps, ft)
}

// captures are the variables of f that a literal captures.
func (f *fn) captures(caps []capture) (values []ast.Expr) {
	for _, c := range caps {
		if c.obj == nil {
			values = append(values, ident(c.name))
		} else {
			values = append(values, ident(f.variable(c.obj)))
		}
	}
	return values
}

// bind makes a function of type sig that calls something with values evaluated now, which it knows by their names.
func (f *fn) bind(sig *types.Signature, caps []capture, values []ast.Expr, body func(g *fn, args []ast.Expr) ast.Expr) ast.Expr {
	g := f.child(sig)
	g.caps = nil
	names := make([]string, sig.Params().Len())
	args := make([]ast.Expr, len(names))
	for i := range names {
		names[i] = f.l.fresh("a")
		args[i] = ident(names[i])
	}
	ft := f.l.funcType(sig, names)
	b := g.block(func() {
		x := body(g, args)
		if sig.Results().Len() == 0 {
			g.either(x, do)
		} else {
			g.either(x, func(call ast.Expr) ast.Stmt { return ret(call) })
		}
	})
	name := f.l.fresh("make")
	lit := "f" + dot
	f.l.makers = append(f.l.makers, function(name, funcType(captured(caps), ft), let(lit, &ast.FuncLit{Type: ft, Body: b}), ret(ident(lit))))
	return f.made(name, values, caps, ft)
}

// signature lowers the head and body of a function: parameters get their names, and copies where they are boxed.
func (f *fn) signature(recv *ast.FieldList, ft *ast.FuncType, body *ast.BlockStmt, sig *types.Signature) (*ast.FuncType, *ast.BlockStmt) {
	f.sig = sig
	f.collectLabels(body)
	out := &ast.FuncType{Params: &ast.FieldList{}}
	var boxed []types.Object
	var inner []string
	add := func(id *ast.Ident, t types.Type) {
		name := f.fresh("p")
		if id != nil && id.Name != "_" {
			o := f.src.info.Defs[id]
			name = f.local(o)
			if f.root.boxed[o] {
				boxed = append(boxed, o)
				inner = append(inner, f.fresh("p"))
				name = inner[len(inner)-1]
			}
		}
		out.Params.List = append(out.Params.List, param(name, f.typ(t)))
	}
	if recv != nil {
		eachName(recv, func(id *ast.Ident, e ast.Expr) { add(id, f.typeOf(e)) })
	}
	i := 0
	eachName(ft.Params, func(id *ast.Ident, e ast.Expr) {
		add(id, sig.Params().At(i).Type())
		i++
	})
	b := f.block(func() {
		for i, o := range boxed {
			f.declareVar(o, ident(inner[i]))
		}
		f.body(ft, body, sig)
	})
	if n := sig.Results().Len(); n > 0 {
		out.Results = &ast.FieldList{}
		for i := range n {
			out.Results.List = append(out.Results.List, &ast.Field{Type: f.typ(sig.Results().At(i).Type())})
		}
	}
	return out, b
}

// eachName calls do for every name of a field list, with nil for an unnamed field.
func eachName(list *ast.FieldList, do func(*ast.Ident, ast.Expr)) {
	for _, f := range list.List {
		if len(f.Names) == 0 {
			do(nil, f.Type)
		}
		for _, id := range f.Names {
			do(id, f.Type)
		}
	}
}

// body lowers the statements of a function. Named results are ordinary variables that return statements set and read;
// with deferred calls they live in boxes, for the calls may change them.
func (f *fn) body(ft *ast.FuncType, body *ast.BlockStmt, sig *types.Signature) {
	deferred := hasDefer(body)
	var results []types.Object
	if ft.Results != nil && len(ft.Results.List) > 0 && len(ft.Results.List[0].Names) > 0 {
		eachName(ft.Results, func(id *ast.Ident, _ ast.Expr) {
			o := f.src.info.Defs[id]
			if o == nil || id.Name == "_" {
				o = f.result(sig, len(results), deferred)
			}
			results = append(results, o)
			f.declareVar(o, nil)
		})
	} else if deferred {
		for i := range sig.Results().Len() {
			results = append(results, f.result(sig, i, true))
			f.declareVar(results[i], nil)
		}
	}
	if usesRecover(f.src.info, body) {
		f.recovers = f.fresh("rec")
		f.emit(let(f.recovers, rt("Enter")))
	} else if f.leadsToRecover(body) {
		f.disarm()
	} else if f.callsUnknown(body) {
		f.emit(when(binary(ident(Armed), token.NEQ, number(0)), do(rt("Disarm"))))
	}
	f.results = results
	if !deferred {
		f.statements(body.List, false)
		return
	}
	f.deferring(body, func(h *fn) { h.statements(body.List, false) })
	if len(results) > 0 {
		f.emit(ret(f.resultValues()...))
	}
}

// result is a variable for a result that has no name.
func (f *fn) result(sig *types.Signature, i int, boxed bool) types.Object {
	o := types.NewVar(0, f.src.pkg, "r", sig.Results().At(i).Type())
	f.root.boxed[o] = boxed
	return o
}

func (f *fn) resultValues() []ast.Expr {
	out := make([]ast.Expr, len(f.results))
	for i, o := range f.results {
		out[i] = f.ref(o)
	}
	return out
}
