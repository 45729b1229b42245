package frontend

import (
	"go/ast"
	"go/token"
	"go/types"
)

// A range over a function calls it with the body as a closure. How the body was left goes through a variable: 0 is the
// usual way, the others are numbered jumps out of the loop, made behind the call.
type yielding struct {
	code    types.Object
	kinds   map[*ast.BranchStmt]token.Token // those that end the iteration or this loop
	inside  map[string]bool                 // labels within the body
	outer   *fn
	exits   []func()
	results []types.Object
}

func (f *fn) rangeFunc(s *ast.RangeStmt, label string, sig *types.Signature) {
	iter := f.temp(f.core(s.X))
	y := &yielding{kinds: map[*ast.BranchStmt]token.Token{}, inside: map[string]bool{}, outer: f}
	y.classify(s.Body, label)
	f.calls("")
	y.code = types.NewVar(s.Pos(), f.src.pkg, "exit", types.Typ[types.Int])
	f.root.boxed[y.code] = true
	f.declareVar(y.code, number(0))
	ysig := coreType(sig.Params().At(0).Type()).(*types.Signature)
	g := f.child(f.sig)
	g.part(s.Body)
	g.info.Escapes = true
	g.yield, g.labels, g.state, g.results = y, f.labels, f.state, f.results
	if f.state != "" {
		g.share(f.state, defersType())
		g.shareUp(f.state, defersType())
	}
	g.recovers = f.recovers
	if f.recovers != "" {
		g.share(f.recovers, recoverType())
		g.shareUp(f.recovers, recoverType())
	}
	ft := &ast.FuncType{Params: &ast.FieldList{}, Results: &ast.FieldList{List: []*ast.Field{{Type: ident("bool")}}}}
	vars := []ast.Expr{s.Key, s.Value}
	var stores []func()
	for i := range ysig.Params().Len() {
		t := ysig.Params().At(i).Type()
		name, store := g.rangeVar(s, vars[i], t)
		if name == "_" {
			name = f.fresh("k")
		}
		stores = append(stores, store)
		ft.Params.List = append(ft.Params.List, param(name, f.typ(t)))
	}
	entered := g.ref(y.code)
	body := g.rangeBody(s, stores...)
	body.List = append(body.List, ret(ident("true")))
	g.searchNotes()
	body.List = append([]ast.Stmt{when(binary(entered, token.NEQ, number(0)), do(rt("RangeContinued", entered)))}, body.List...)
	f.emit(do(call(iter, f.putIn(f.make(g, ft, body), sig.Params().At(0).Type()))))
	left := f.temp(f.ref(y.code))
	f.emit(set(f.ref(y.code), number(loopOver)))
	for i, exit := range y.exits {
		f.emit(when(binary(left, token.EQL, number(int64(i+1))), f.block(exit).List...))
	}
}

// What the variable of a loop holds, besides the numbers of jumps: an iterator that calls the body once more panics.
const (
	loopBroken = -1
	loopOver   = -2
)

// shareUp hands a variable of ours through the closures between it and its owner.
func (f *fn) shareUp(name string, t ast.Expr) {
	for p := f.parent; p != nil && p.yield != nil; p = p.parent {
		p.share(name, t)
	}
}

// classify finds the jumps that concern this loop.
func (y *yielding) classify(body *ast.BlockStmt, label string) {
	ast.Inspect(body, func(n ast.Node) bool {
		if l, ok := n.(*ast.LabeledStmt); ok {
			y.inside[l.Label.Name] = true
		}
		return true
	})
	var walk func(n ast.Node, loop, breakable bool)
	walk = func(n ast.Node, loop, breakable bool) {
		ast.Inspect(n, func(m ast.Node) bool {
			if m == n {
				return true
			}
			switch m := m.(type) {
			case *ast.FuncLit:
				return false
			case *ast.ForStmt, *ast.RangeStmt:
				walk(m, true, true)
				return false
			case *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
				walk(m, loop, true)
				return false
			case *ast.BranchStmt:
				own := m.Label == nil && (m.Tok == token.BREAK && !breakable || m.Tok == token.CONTINUE && !loop) ||
					m.Label != nil && m.Label.Name == label && label != ""
				if own {
					y.kinds[m] = m.Tok
				}
			}
			return true
		})
	}
	walk(body, false, false)
}

// yieldBranch lowers a jump inside the body of a range over a function; it reports whether the jump concerns it.
func (f *fn) yieldBranch(s *ast.BranchStmt) bool {
	y := f.yield
	if tok, ok := y.kinds[s]; ok {
		if tok == token.BREAK {
			f.emit(set(f.ref(y.code), number(loopBroken)))
		}
		f.emit(ret(ident(map[bool]string{true: "true", false: "false"}[tok == token.CONTINUE])))
		return true
	}
	if s.Label == nil || y.inside[s.Label.Name] {
		return false
	}
	f.leave(func() { y.outer.branch(s) })
	return true
}

// leave ends the loop and has exit run behind it, in the function around.
func (f *fn) leave(exit func()) {
	y := f.yield
	y.exits = append(y.exits, exit)
	f.emit(set(f.ref(y.code), number(int64(len(y.exits)))), ret(ident("false")))
}

// yieldReturn lowers a return inside the body: the values travel in boxes.
func (f *fn) yieldReturn(s *ast.ReturnStmt) {
	y := f.yield
	if len(s.Results) == 0 {
		f.leave(func() { y.outer.returnStmt(s) })
		return
	}
	top := y // the loop around all the others, which leads the values out
	for top.outer.yield != nil {
		top = top.outer.yield
	}
	ts := f.resultTypes()
	if top.results == nil {
		for _, t := range ts {
			o := types.NewVar(s.Pos(), f.src.pkg, "r", t)
			f.root.boxed[o] = true
			top.results = append(top.results, o)
		}
		top.outer.before(top.code, top.results)
	}
	var lhs []ast.Expr
	for _, o := range top.results {
		lhs = append(lhs, f.ref(o))
	}
	f.store(lhs, ts, s.Results)
	f.leave(func() { y.outer.returnValues(top.results) })
}

// before declares variables in front of the statement that declares mark.
func (f *fn) before(mark types.Object, vars []types.Object) {
	b := f.block(func() {
		for _, o := range vars {
			f.declareVar(o, nil)
		}
	})
	name := f.nameOf(mark)
	for i, s := range *f.out {
		if a, ok := s.(*ast.AssignStmt); ok && a.Tok == token.DEFINE {
			if id, ok := a.Lhs[0].(*ast.Ident); ok && id.Name == name {
				*f.out = append((*f.out)[:i:i], append(b.List, (*f.out)[i:]...)...)
				return
			}
		}
	}
}

// returnValues returns what boxes hold.
func (f *fn) returnValues(from []types.Object) {
	if f.yield != nil { // a loop in a loop: one more step out
		f.leave(func() { f.yield.outer.returnValues(from) })
		return
	}
	var vs []ast.Expr
	for _, o := range from {
		vs = append(vs, f.ref(o))
	}
	if f.inner || f.anyBoxed() {
		for i, o := range f.results {
			f.emit(set(f.ref(o), vs[i]))
		}
		if f.inner {
			f.emit(ret())
		} else {
			f.emit(ret(f.resultValues()...))
		}
		return
	}
	f.emit(ret(vs...))
}
