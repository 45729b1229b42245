package frontend

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
)

// statements lowers a list; top marks the cell's own statements.
func (f *fn) statements(list []ast.Stmt, top bool) {
	for i, s := range list {
		f.l.pos = s.Pos()
		if top && f.hoistedStmt(s) {
			continue
		}
		if x, ok := s.(*ast.ExprStmt); ok && top && i == len(list)-1 {
			f.mark(s)
			f.displayed(x.X)
			continue
		}
		f.stmt(s)
	}
}

// hoistedStmt lowers a top-level := or var, whose variables are globals.
func (f *fn) hoistedStmt(s ast.Stmt) bool {
	h := f.l.c.hoisted[s]
	if h == nil {
		return false
	}
	f.mark(s)
	if a, ok := s.(*ast.AssignStmt); ok {
		lhs, ts := f.globals(a.Lhs)
		f.store(lhs, ts, a.Rhs)
		return true
	}
	for _, spec := range h.specs {
		var names []ast.Expr
		for _, n := range spec.Names {
			names = append(names, n)
		}
		lhs, ts := f.globals(names)
		if len(spec.Values) > 0 {
			f.store(lhs, ts, spec.Values)
			continue
		}
		for i, x := range lhs {
			if ts[i] != nil {
				f.emit(set(x, f.zero(ts[i])))
			}
		}
	}
	return true
}

// globals lowers names of top-level variables as places.
func (f *fn) globals(names []ast.Expr) (lhs []ast.Expr, ts []types.Type) {
	for _, n := range names {
		id := n.(*ast.Ident)
		o := f.src.info.Defs[id]
		if o == nil {
			o = f.src.info.Uses[id]
		}
		if o == nil || id.Name == "_" {
			lhs, ts = append(lhs, ident("_")), append(ts, nil)
			continue
		}
		lhs, ts = append(lhs, f.ref(o)), append(ts, o.Type())
	}
	return lhs, ts
}

// displayed lowers the last expression of a cell: its value is handed to the runtime.
func (f *fn) displayed(e ast.Expr) {
	t := f.typeOf(e)
	c, isCall := ast.Unparen(e).(*ast.CallExpr)
	if isCall {
		tu, tuple := t.(*types.Tuple)
		if f.noValue(c) || tuple && tu.Len() == 0 {
			x, _ := f.call(c)
			f.either(x, do)
			return
		}
		if tuple {
			xs := f.tuple(c)
			if f.printing(c) {
				return
			}
			for i := range xs {
				xs[i] = f.convert(xs[i], tu.At(i).Type(), types.NewInterfaceType(nil, nil))
			}
			f.l.unit.Display = &Display{Type: t}
			f.emit(do(rt("Display", xs...)))
			return
		}
	}
	f.l.unit.Display = &Display{Type: t}
	x := f.to(e, types.NewInterfaceType(nil, nil))
	f.emit(do(rt("Display", x)))
}

// noValue reports whether a call gives nothing.
func (f *fn) noValue(c *ast.CallExpr) bool {
	tv := f.src.info.Types[c]
	return tv.IsVoid()
}

// printing reports whether a call is one of fmt's, whose count and error nobody wants to see.
func (f *fn) printing(c *ast.CallExpr) bool {
	id := calleeIdent(c.Fun)
	if id == nil {
		return false
	}
	o, ok := f.src.info.Uses[id].(*types.Func)
	return ok && o.Pkg() != nil && !isUser(o.Pkg()) && f.typeOf(c).String() == "(n int, err error)"
}

func (f *fn) stmt(s ast.Stmt) {
	switch s := s.(type) {
	case nil, *ast.EmptyStmt:
	case *ast.ExprStmt:
		f.mark(s)
		f.exprStmt(s.X)
	case *ast.AssignStmt:
		f.mark(s)
		f.assignment(s)
	case *ast.IncDecStmt:
		f.mark(s)
		op := map[token.Token]token.Token{token.INC: token.ADD, token.DEC: token.SUB}[s.Tok]
		f.update(s.X, op, func() ast.Expr { return f.one(f.typeOf(s.X)) })
	case *ast.DeclStmt:
		f.declStmt(s.Decl.(*ast.GenDecl))
	case *ast.BlockStmt:
		f.emit(f.block(func() { f.statements(s.List, false) }))
	case *ast.IfStmt:
		f.ifStmt(s)
	case *ast.ForStmt:
		f.forStmt(s, "")
	case *ast.RangeStmt:
		f.rangeStmt(s, "")
	case *ast.SwitchStmt:
		f.switchStmt(s, "")
	case *ast.TypeSwitchStmt:
		f.typeSwitch(s, "")
	case *ast.SelectStmt:
		f.selectStmt(s, "")
	case *ast.LabeledStmt:
		f.labeled(s)
	case *ast.BranchStmt:
		f.branch(s)
	case *ast.ReturnStmt:
		f.mark(s)
		f.returnStmt(s)
	case *ast.SendStmt:
		f.mark(s)
		ch := coreType(f.typeOf(s.Chan)).(*types.Chan)
		xs := f.list(func() ast.Expr { return f.channel(s.Chan) }, func() ast.Expr { return f.sliced(f.to(s.Value, ch.Elem()), ch.Elem()) })
		f.send(xs[0], xs[1])
	case *ast.GoStmt:
		f.mark(s)
		f.emit(do(rt("Go", number(f.here(s)), f.delayed(s.Call, false))))
	case *ast.DeferStmt:
		f.mark(s)
		f.deferStmt(s)
	default:
		f.l.refuse(fmt.Sprintf("this statement (%T) is not supported", s), "다른 문장으로 쓰세요.", "Write it another way.")
	}
}

func (f *fn) exprStmt(e ast.Expr) {
	switch x := ast.Unparen(e).(type) {
	case *ast.CallExpr:
		c, _ := f.call(x)
		if id, ok := c.(*ast.Ident); ok && id != nil {
			return // nothing is left to run
		}
		f.either(c, do)
	case *ast.UnaryExpr: // <-c
		f.emit(do(&ast.UnaryExpr{Op: token.ARROW, X: f.channel(x.X)}))
	}
}

func (f *fn) declStmt(g *ast.GenDecl) {
	switch g.Tok {
	case token.TYPE:
		for _, s := range g.Specs {
			f.localType(s.(*ast.TypeSpec))
		}
	case token.VAR:
		for _, s := range g.Specs {
			vs := s.(*ast.ValueSpec)
			f.l.pos = vs.Pos()
			f.markNode(vs)
			f.varSpec(vs)
		}
	}
}

// localType checks a type declared inside a function. In an instance of a generic function it is a type of its own.
func (f *fn) localType(s *ast.TypeSpec) {
	o, ok := f.src.info.Defs[s.Name].(*types.TypeName)
	if !ok || f.env == nil {
		return
	}
	n, ok := o.Type().(*types.Named)
	if !ok {
		return
	}
	if n.TypeParams().Len() > 0 {
		f.l.pos = s.Pos()
		f.l.refuse("a generic type inside a generic function is not supported", "타입을 함수 밖에 선언하세요.", "Declare the type outside the function.")
		return
	}
	c := types.NewNamed(types.NewTypeName(o.Pos(), o.Pkg(), o.Name(), nil), nil, nil)
	f.env.local[n] = c
	c.SetUnderlying(f.env.apply(n.Underlying()))
}

func (f *fn) varSpec(vs *ast.ValueSpec) {
	if len(vs.Values) == 0 {
		for _, n := range vs.Names {
			if o := f.src.info.Defs[n]; o != nil && n.Name != "_" {
				f.declareVar(o, f.zero(o.Type()))
			}
		}
		return
	}
	var os []types.Object
	var ts []types.Type
	for _, n := range vs.Names {
		o := f.src.info.Defs[n]
		if n.Name == "_" {
			os, ts = append(os, nil), append(ts, f.declared(vs))
			continue
		}
		os, ts = append(os, o), append(ts, o.Type())
	}
	for i, v := range f.values(ts, vs.Values) {
		if os[i] == nil {
			f.discard(v)
		} else {
			f.declareVar(os[i], v)
		}
	}
}

// declared is the type that a spec states, nil when it states none.
func (f *fn) declared(vs *ast.ValueSpec) types.Type {
	if vs.Type == nil {
		return nil
	}
	return f.typeOf(vs.Type)
}

// discard evaluates a value that nobody wants: it may call or panic.
func (f *fn) discard(v ast.Expr) {
	switch v.(type) {
	case *ast.Ident, *ast.BasicLit:
		return
	}
	f.emit(let(f.fresh("t"), v))
}

// zero is the zero value of a type.
func (f *fn) zero(t types.Type) ast.Expr {
	t = f.env.apply(t)
	if f.l.recursive(t) {
		return &ast.CompositeLit{Type: f.typ(t)}
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		switch info := u.Info(); {
		case info&types.IsBoolean != 0:
			return ident("false")
		case info&types.IsString != 0:
			return text("")
		case info&types.IsComplex != 0:
			return f.constant(constant.MakeInt64(0), t)
		}
		return call(f.typ(t), number(0))
	case *types.Struct, *types.Array:
		if types.Identical(t, u) || isUserType(t) {
			return &ast.CompositeLit{Type: f.typ(t)}
		}
		return deref(call(ident("new"), f.typ(t)))
	}
	return ident("nil")
}

func isUserType(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && isUser(n.Obj().Pkg())
}

// one is the number 1 of a numeric type.
func (f *fn) one(t types.Type) ast.Expr {
	b := f.env.apply(t).Underlying().(*types.Basic)
	switch {
	case b.Kind() == types.Int:
		return number(1)
	case b.Info()&types.IsComplex != 0:
		return f.constant(constant.MakeInt64(1), t)
	}
	return call(f.typ(t), number(1))
}

func (f *fn) ifStmt(s *ast.IfStmt) {
	if s.Init != nil {
		c := *s
		c.Init = nil
		f.emit(f.block(func() {
			f.stmt(s.Init)
			f.ifStmt(&c)
		}))
		return
	}
	f.l.pos = s.Pos()
	f.markNode(s.Cond)
	out := &ast.IfStmt{Cond: f.expr(s.Cond)}
	out.Body = f.block(func() { f.statements(s.Body.List, false) })
	if s.Else != nil {
		b := f.block(func() { f.stmt(s.Else) })
		if len(b.List) == 1 {
			if in, ok := b.List[0].(*ast.BlockStmt); ok {
				b = in
			}
		}
		out.Else = b
	}
	f.emit(out)
}

func (f *fn) returnStmt(s *ast.ReturnStmt) {
	if f.yield != nil {
		f.yieldReturn(s)
		return
	}
	f.doReturn(s.Results)
}

func (f *fn) doReturn(results []ast.Expr) {
	n := f.sig.Results().Len()
	if f.inner {
		f.setResults(results)
		f.emit(ret())
		return
	}
	switch {
	case n == 0:
		f.emit(ret())
	case len(results) == 0:
		f.emit(ret(f.resultValues()...))
	case f.anyBoxed():
		f.setResults(results)
		f.emit(ret(f.resultValues()...))
	default:
		f.emit(ret(f.values(f.resultTypes(), results)...))
	}
}

func (f *fn) anyBoxed() bool {
	for _, o := range f.results {
		if f.root.boxed[o] {
			return true
		}
	}
	return false
}

func (f *fn) resultTypes() []types.Type {
	var ts []types.Type
	for i := range f.sig.Results().Len() {
		ts = append(ts, f.sig.Results().At(i).Type())
	}
	return ts
}

func (f *fn) setResults(results []ast.Expr) {
	if len(results) == 0 {
		return
	}
	var lhs []ast.Expr
	for _, o := range f.results {
		lhs = append(lhs, f.ref(o))
	}
	f.store(lhs, f.resultTypes(), results)
}

// collectLabels notes which labels are targets of goto.
func (f *fn) collectLabels(body ast.Node) {
	if f.labels == nil {
		f.labels = map[string]string{}
	}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return n.Body == body
		case *ast.BranchStmt:
			if n.Tok == token.GOTO {
				f.labels[n.Label.Name] = "goto"
			}
		}
		return true
	})
}

// labeled lowers a labelled statement. A goto jumps to a label of its own, before what a loop's head needs.
func (f *fn) labeled(s *ast.LabeledStmt) {
	name := s.Label.Name
	f.marked, f.lastCall = 0, 0
	if f.labels[name] == "goto" {
		f.emit(&ast.LabeledStmt{Label: ident(name + dot + "g"), Stmt: do(rt("Nop"))})
	}
	switch x := s.Stmt.(type) {
	case *ast.ForStmt:
		f.forStmt(x, name)
	case *ast.RangeStmt:
		f.rangeStmt(x, name)
	case *ast.SwitchStmt:
		f.switchStmt(x, name)
	case *ast.TypeSwitchStmt:
		f.typeSwitch(x, name)
	case *ast.SelectStmt:
		f.selectStmt(x, name)
	default:
		f.stmt(s.Stmt)
		return
	}
	f.emit(&ast.LabeledStmt{Label: ident(name + dot + "e"), Stmt: do(rt("Nop"))})
	f.marked, f.lastCall = 0, 0
}

// branch lowers break, continue, goto. A labelled break is a jump behind the statement, a labelled continue one to the
// end of the loop's body: the interpreter loses them inside a select.
func (f *fn) branch(s *ast.BranchStmt) {
	if f.yield != nil && f.yieldBranch(s) {
		return
	}
	label := ""
	if s.Label != nil {
		label = s.Label.Name
	}
	switch {
	case s.Tok == token.GOTO:
		f.emit(branch(token.GOTO, label+dot+"g"))
	case s.Tok == token.BREAK && label != "":
		f.emit(branch(token.GOTO, label+dot+"e"))
	case s.Tok == token.CONTINUE && label != "":
		f.emit(branch(token.GOTO, label+dot+"c"))
	case s.Tok == token.FALLTHROUGH:
		f.emit(branch(token.FALLTHROUGH, ""))
	default:
		f.emit(branch(s.Tok, label))
	}
}

// attach puts the label that continue jumps to at the end of a lowered loop's body.
func attach(label string, s ast.Stmt) ast.Stmt {
	used := false
	ast.Inspect(s, func(n ast.Node) bool {
		if b, ok := n.(*ast.BranchStmt); ok && b.Label != nil && b.Label.Name == label+dot+"c" {
			used = true
		}
		return !used
	})
	if !used {
		return s
	}
	end := &ast.LabeledStmt{Label: ident(label + dot + "c"), Stmt: do(rt("Nop"))}
	switch s := s.(type) {
	case *ast.ForStmt:
		s.Body.List = append(s.Body.List, end)
	case *ast.RangeStmt:
		s.Body.List = append(s.Body.List, end)
	}
	return s
}
