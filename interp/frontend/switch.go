package frontend

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// A switch becomes a switch without a tag, with one condition per clause; the default clause goes last. Where a clause
// falls through, or a condition needs statements of its own, the clauses are numbered first and the switch goes by number.

// clause is one clause of a lowered switch.
type clause struct {
	conds []func() ast.Expr // nil for the default
	def   bool
	body  func()
}

func (f *fn) switchStmt(s *ast.SwitchStmt, label string) {
	f.emit(f.block(func() {
		if s.Init != nil {
			f.stmt(s.Init)
		}
		f.l.pos = s.Pos()
		if s.Tag != nil {
			f.markNode(s.Tag)
		}
		var tag ast.Expr
		var tagType types.Type
		if s.Tag != nil {
			tagType = types.Default(f.typeOf(s.Tag))
			tag = f.tempOf(f.to(s.Tag, tagType), tagType)
		}
		var list []clause
		through := false
		for _, st := range s.Body.List {
			cc := st.(*ast.CaseClause)
			c := clause{def: cc.List == nil, body: func() { f.statements(cc.Body, false) }}
			if n := len(cc.Body); n > 0 {
				if b, ok := cc.Body[n-1].(*ast.BranchStmt); ok && b.Tok == token.FALLTHROUGH {
					through = true
				}
			}
			for _, e := range cc.List {
				c.conds = append(c.conds, func() ast.Expr {
					f.markNode(e)
					return f.caseCond(e, tag, tagType)
				})
			}
			list = append(list, c)
		}
		f.clauses(list, through, label)
	}))
}

// caseCond is the condition of one expression of a case.
func (f *fn) caseCond(e, tag ast.Expr, tagType types.Type) ast.Expr {
	empty := types.NewInterfaceType(nil, nil)
	if tag == nil {
		if iface, _ := isIface(f.typeOf(e)); iface {
			return rt("Equal", f.to(e, empty), call(ident("any"), ident("true")))
		}
		return f.expr(e)
	}
	t := f.typeOf(e)
	if isNil(t) {
		return f.isNil(tag, tagType)
	}
	ti, _ := isIface(tagType)
	ei, _ := isIface(t)
	_, st := tagType.Underlying().(*types.Struct)
	_, arr := tagType.Underlying().(*types.Array)
	if ti || ei {
		return rt("Equal", f.convert(tag, tagType, empty), f.to(e, empty))
	}
	if st || arr {
		return rt("Equal", tag, f.to(e, tagType))
	}
	if !types.AssignableTo(t, tagType) {
		return binary(f.takeOut(f.convert(tag, tagType, t), t), token.EQL, f.takeOut(f.expr(e), t))
	}
	return binary(f.takeOut(tag, tagType), token.EQL, f.takeOut(f.to(e, tagType), tagType))
}

// clauses emits the switch.
func (f *fn) clauses(list []clause, numbered bool, label string) {
	type lowered struct {
		pre  *ast.BlockStmt
		cond ast.Expr
	}
	conds := make([][]lowered, len(list))
	for i, c := range list {
		for _, cond := range c.conds {
			var l lowered
			l.pre = f.block(func() { l.cond = cond() })
			numbered = numbered || len(l.pre.List) > 0
			conds[i] = append(conds[i], l)
		}
	}
	sw := &ast.SwitchStmt{Body: block()}
	add := func(cond ast.Expr, body func()) {
		cc := &ast.CaseClause{Body: clauseBody(f.block(body).List)}
		if cond != nil {
			cc.List = exprs(cond)
		}
		sw.Body.List = append(sw.Body.List, cc)
	}
	if !numbered {
		for i, c := range list {
			if c.def {
				continue
			}
			cond := conds[i][0].cond
			for _, l := range conds[i][1:] {
				cond = binary(cond, token.LOR, l.cond)
			}
			add(cond, c.body)
		}
		for _, c := range list {
			if c.def {
				add(nil, c.body)
			}
		}
		f.emit(attach(label, sw))
		return
	}
	n := f.fresh("n")
	f.emit(let(n, number(-1)))
	for i := range list {
		for _, l := range conds[i] {
			l.pre.List = append(l.pre.List, when(l.cond, set(ident(n), number(int64(i)))))
			f.emit(when(binary(ident(n), token.LSS, number(0)), l.pre.List...))
		}
	}
	for i, c := range list {
		if c.def {
			f.emit(when(binary(ident(n), token.LSS, number(0)), set(ident(n), number(int64(i)))))
		}
	}
	for i, c := range list {
		add(binary(ident(n), token.EQL, number(int64(i))), c.body)
	}
	f.emit(attach(label, sw))
}

// clauseBody puts statements with labels into a block: the interpreter finds labels in blocks only.
func clauseBody(list []ast.Stmt) []ast.Stmt {
	if !slices.ContainsFunc(list, func(s ast.Stmt) bool { _, ok := s.(*ast.LabeledStmt); return ok }) {
		return list
	}
	var last []ast.Stmt
	if b, ok := list[len(list)-1].(*ast.BranchStmt); ok && b.Tok == token.FALLTHROUGH {
		list, last = list[:len(list)-1], []ast.Stmt{b}
	}
	return append([]ast.Stmt{block(list...)}, last...)
}

func (f *fn) typeSwitch(s *ast.TypeSwitchStmt, label string) {
	f.emit(f.block(func() {
		if s.Init != nil {
			f.stmt(s.Init)
		}
		f.l.pos = s.Pos()
		f.markNode(s.Assign)
		var x ast.Expr
		switch a := s.Assign.(type) {
		case *ast.ExprStmt:
			x = ast.Unparen(a.X).(*ast.TypeAssertExpr).X
		case *ast.AssignStmt:
			x = ast.Unparen(a.Rhs[0]).(*ast.TypeAssertExpr).X
		}
		v := f.dynamic(x)
		var list []clause
		for _, st := range s.Body.List {
			cc := st.(*ast.CaseClause)
			c := clause{def: cc.List == nil}
			for _, e := range cc.List {
				c.conds = append(c.conds, func() ast.Expr {
					if f.src.info.Types[e].IsNil() {
						return rt("IsNil", v)
					}
					return f.is(v, f.typeOf(e))
				})
			}
			c.body = func() {
				if o := f.src.info.Implicits[cc]; o != nil && f.usesIn(cc.Body, o) {
					if len(cc.List) == 1 && !f.src.info.Types[cc.List[0]].IsNil() {
						f.declareVar(o, f.as(v, f.env.apply(o.Type())))
					} else {
						f.declareVar(o, f.convert(v, types.NewInterfaceType(nil, nil), f.env.apply(o.Type())))
					}
				}
				f.statements(cc.Body, false)
			}
			list = append(list, c)
		}
		f.clauses(list, false, label)
	}))
}

// usesIn reports whether statements use an object.
func (f *fn) usesIn(list []ast.Stmt, o types.Object) bool {
	found := false
	for _, s := range list {
		ast.Inspect(s, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && f.src.info.Uses[id] == o {
				found = true
			}
			return !found
		})
	}
	return found
}

// selectStmt lowers a select to one whose clauses only note which was chosen and what was received, and a switch: the
// interpreter loses jumps out of clauses.
func (f *fn) selectStmt(s *ast.SelectStmt, label string) {
	f.l.pos = s.Pos()
	f.setLineAt(s)
	if len(s.Body.List) == 0 {
		sel := &ast.SelectStmt{Body: block()}
		f.selecting(sel)
		f.emit(sel)
		return
	}
	f.emit(f.block(func() {
		sel, sw := &ast.SelectStmt{Body: block()}, &ast.SwitchStmt{Body: block()}
		n := f.fresh("n")
		got := [2]ast.Expr{ident(f.fresh("v")), ident(f.fresh("ok"))}
		for i, st := range s.Body.List {
			cc := st.(*ast.CommClause)
			out, after := f.commClause(cc, got)
			sel.Body.List = append(sel.Body.List, out)
			body := f.block(func() {
				after()
				f.statements(cc.Body, false)
			})
			sw.Body.List = append(sw.Body.List, &ast.CaseClause{List: exprs(binary(ident(n), token.EQL, number(int64(i)))), Body: clauseBody(body.List)})
		}
		f.selecting(sel)
		f.emit(define([]ast.Expr{ident(n), got[0], got[1]}, exprs(choosing(sel))))
		f.emit(set(ident("_"), got[0]), set(ident("_"), got[1]))
		f.emit(attach(label, sw))
	}))
}

// choosing is the runtime's select of the communications. The interpreter keeps the cases of a select in one place for all
// goroutines that come to it.
func choosing(s *ast.SelectStmt) ast.Expr {
	kinds := ""
	anySlice := func() *ast.CompositeLit { return &ast.CompositeLit{Type: &ast.ArrayType{Elt: ident("any")}} }
	chans, sends := anySlice(), anySlice()
	for _, c := range s.Body.List {
		var ch, value ast.Expr = ident("nil"), ident("nil")
		switch c := c.(*ast.CommClause).Comm.(type) {
		case nil:
			kinds += "d"
		case *ast.SendStmt:
			kinds, ch, value = kinds+"s", c.Chan, c.Value
		case *ast.ExprStmt:
			kinds, ch = kinds+"r", c.X.(*ast.UnaryExpr).X
		}
		chans.Elts = append(chans.Elts, call(ident("any"), ch))
		sends.Elts = append(sends.Elts, call(ident("any"), value))
	}
	return rt("Select", text(kinds), chans, sends)
}

// commClause lowers the communication of a clause. after stores what it received, which got names, where the clause wants
// it.
func (f *fn) commClause(cc *ast.CommClause, got [2]ast.Expr) (out *ast.CommClause, after func()) {
	out, after = &ast.CommClause{}, func() {}
	switch c := cc.Comm.(type) {
	case *ast.SendStmt:
		ch := coreType(f.typeOf(c.Chan)).(*types.Chan)
		cv := f.tempOf(f.core(c.Chan), ch)
		out.Comm = &ast.SendStmt{Chan: cv, Value: f.tempOf(f.to(c.Value, ch.Elem()), ch.Elem())}
	case *ast.ExprStmt:
		out.Comm = do(f.received(c.X))
	case *ast.AssignStmt:
		if !slices.ContainsFunc(c.Lhs, func(x ast.Expr) bool { return !isBlank(x) }) {
			out.Comm = do(f.received(c.Rhs[0]))
			break
		}
		ch := coreType(f.typeOf(ast.Unparen(c.Rhs[0]).(*ast.UnaryExpr).X)).(*types.Chan)
		own := []types.Type{ch.Elem(), types.Typ[types.Bool]}[:len(c.Lhs)]
		out.Comm = do(f.received(c.Rhs[0]))
		after = func() {
			value := got[0]
			if iface, compiled := isIface(f.env.apply(ch.Elem())); !iface || compiled {
				// in a variable first: of what a compiled function returned, the interpreter asks for the first field of a struct
				v, t := f.fresh("v"), ident(f.fresh("t"))
				f.emit(declare(v, ident("any"), got[0]))
				f.emit(define(exprs(t, ident("_")), exprs(&ast.TypeAssertExpr{X: ident(v), Type: f.typ(ch.Elem())})))
				value = t
			}
			f.receivedInto(c, []ast.Expr{value, got[1]}, own)
		}
	}
	return out, after
}

func (f *fn) received(e ast.Expr) ast.Expr {
	u := ast.Unparen(e).(*ast.UnaryExpr)
	return &ast.UnaryExpr{Op: token.ARROW, X: f.tempOf(f.core(u.X), coreType(f.typeOf(u.X)))}
}

// receivedInto stores what a case received.
func (f *fn) receivedInto(c *ast.AssignStmt, names []ast.Expr, own []types.Type) {
	for i, x := range c.Lhs {
		if isBlank(x) {
			continue
		}
		if id, ok := x.(*ast.Ident); ok && c.Tok == token.DEFINE {
			if o := f.src.info.Defs[id]; o != nil {
				f.declareVar(o, f.convert(names[i], own[i], o.Type()))
			}
			continue
		}
		f.emit(set(f.storing(f.place(x, false)), f.convert(names[i], own[i], f.typeOf(x))))
	}
}
