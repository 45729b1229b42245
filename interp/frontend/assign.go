package frontend

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// assignment lowers every form of assignment and :=.
func (f *fn) assignment(s *ast.AssignStmt) {
	switch s.Tok {
	case token.DEFINE:
		f.define(s)
	case token.ASSIGN:
		f.plainAssign(s)
	default:
		op := binaryOf(s.Tok)
		f.update(s.Lhs[0], op, func() ast.Expr {
			if op == token.SHL || op == token.SHR {
				return f.shiftCount(s.Rhs[0])
			}
			return f.divisor(op, s.Rhs[0], f.typeOf(s.Lhs[0]))
		})
	}
}

func binaryOf(t token.Token) token.Token {
	return t - token.ADD_ASSIGN + token.ADD
}

// define lowers := in a block: new variables are declared, the others assigned.
func (f *fn) define(s *ast.AssignStmt) {
	var ts []types.Type
	var os []types.Object
	fresh := make([]bool, len(s.Lhs))
	for i, x := range s.Lhs {
		id := x.(*ast.Ident)
		o := f.src.info.Defs[id]
		if o != nil && id.Name != "_" {
			fresh[i] = true
		} else {
			o = f.src.info.Uses[id]
		}
		os = append(os, o)
		if o == nil {
			ts = append(ts, nil)
		} else {
			ts = append(ts, o.Type())
		}
	}
	for i, v := range f.values(ts, s.Rhs) {
		switch {
		case os[i] == nil:
			f.discard(v)
		case fresh[i]:
			f.declareVar(os[i], v)
		default:
			f.emit(set(f.ref(os[i]), v))
		}
	}
}

// plainAssign lowers =. Calls come first: which place is meant is read behind them, unless the place itself is called for.
func (f *fn) plainAssign(s *ast.AssignStmt) {
	many := len(s.Lhs) > 1
	f.steady = f.calm
	for _, x := range s.Lhs {
		if _, name := ast.Unparen(x).(*ast.Ident); name && !isBlank(x) {
			f.steady = false
		}
	}
	var lhs []ast.Expr
	var ts []types.Type
	for _, x := range s.Lhs {
		if isBlank(x) {
			ts = append(ts, nil)
		} else {
			ts = append(ts, f.typeOf(x))
		}
	}
	if !f.calm && (many || ts[0] != nil && f.hasCalls(s.Lhs[0])) {
		f.assignAfter(s, ts)
		return
	}
	reads := f.apart(func() {
		for _, x := range s.Lhs {
			if isBlank(x) {
				lhs = append(lhs, ident("_"))
			} else {
				lhs = append(lhs, f.place(x, many))
			}
		}
	})
	f.steady = false
	if !f.calm && len(reads) > 0 {
		v := f.tempOf(f.one2(ts[0], s.Rhs[0]), ts[0])
		f.emit(reads...)
		f.emit(set(f.storing(lhs[0]), v))
		return
	}
	f.emit(reads...)
	f.store(lhs, ts, s.Rhs)
}

// assignAfter lowers an assignment that calls: first all calls, then what the places are made of, then the stores.
func (f *fn) assignAfter(s *ast.AssignStmt, ts []types.Type) {
	lhs := make([]ast.Expr, len(s.Lhs))
	reads := make([][]ast.Stmt, len(s.Lhs))
	for i, x := range s.Lhs {
		if !isBlank(x) && f.hasCalls(x) {
			lhs[i], reads[i] = f.calledPlace(x)
		}
	}
	vs := f.values(ts, s.Rhs)
	if len(vs) == 1 {
		vs[0] = f.tempOf(vs[0], ts[0])
	}
	for i, x := range s.Lhs {
		switch {
		case isBlank(x):
			lhs[i] = ident("_")
		case lhs[i] == nil:
			lhs[i] = f.place(x, true)
		default:
			f.emit(reads[i]...)
		}
	}
	f.steady = false
	f.storeAll(lhs, ts, vs)
}

// calledPlace makes the calls in a place, and returns it with what reads the rest.
func (f *fn) calledPlace(x ast.Expr) (place ast.Expr, reads []ast.Stmt) {
	var operands []ast.Stmt
	list := f.apart(func() {
		f.operands = &operands
		place = f.place(x, true)
		f.operands = nil
	})
	n := f.lastCalling(list)
	f.emit(list[:n]...)
	return place, append(list[n:], operands...)
}

// named reports whether a lowered operand is made of names and numbers only. An assignment that names no variable does
// not change it.
func named(x ast.Expr) bool {
	ok := true
	ast.Inspect(x, func(n ast.Node) bool {
		switch n.(type) {
		case nil, *ast.Ident, *ast.BasicLit, *ast.BinaryExpr:
		default:
			ok = false
		}
		return ok
	})
	return ok
}

func isBlank(e ast.Expr) bool {
	id, ok := ast.Unparen(e).(*ast.Ident)
	return ok && id.Name == "_"
}

// place lowers the left side of an assignment. With fixed its operands are evaluated now, otherwise only those that call:
// what stands on the right must not change which place is meant.
//
// An index is checked when the place is stored to, behind what stands on the right: see storing.
func (f *fn) place(e ast.Expr, fixed bool) ast.Expr {
	if f.late != nil {
		return f.placeOf(e, fixed)
	}
	f.late = new([]ast.Stmt)
	x := f.placeOf(e, fixed)
	if len(*f.late) > 0 {
		if f.checks == nil {
			f.checks = map[ast.Expr][]ast.Stmt{}
		}
		f.checks[x] = *f.late
	}
	f.late = nil
	return x
}

// storing emits the checks of a place, and returns the place.
func (f *fn) storing(place ast.Expr) ast.Expr {
	f.emit(f.checks[place]...)
	return place
}

// checkedPlace lowers x[i] on the left side.
func (f *fn) checkedPlace(e *ast.IndexExpr, x, i ast.Expr) ast.Expr {
	late := f.late
	if f.watchable(e) {
		f.loop.watch(f, e, true)
		return &ast.IndexExpr{X: x, Index: i}
	}
	n := len(f.notes)
	p := f.checked(e, x, i, func(s ...ast.Stmt) { *late = append(*late, s...) })
	if len(f.notes) > n {
		f.notes[n].place = true
	}
	return p
}

func (f *fn) placeOf(e ast.Expr, fixed bool) ast.Expr {
	keep := func(x ast.Expr) ast.Expr {
		if _, lit := x.(*ast.BasicLit); lit || !fixed && !hasCall(x) || f.steady && named(x) {
			return x
		}
		if f.operands != nil { // the calls now, the rest later
			x = f.hoist(x)
			t := f.fresh("t")
			*f.operands = append(*f.operands, let(t, x))
			return ident(t)
		}
		return f.temp(x)
	}
	switch e := e.(type) {
	case *ast.ParenExpr:
		return f.place(e.X, fixed)
	case *ast.StarExpr:
		return deref(keep(f.core(e.X)))
	case *ast.IndexExpr:
		if m, ok := coreType(f.typeOf(e.X)).(*types.Map); ok {
			xs := f.list(func() ast.Expr { return f.core(e.X) }, func() ast.Expr { return f.mapKey(e.Index, m) })
			x := keep(xs[0])
			return &ast.IndexExpr{X: paren(x), Index: keep(xs[1])}
		}
		xs := f.list(func() ast.Expr { return f.indexedPlace(e.X, fixed, keep) }, func() ast.Expr { return f.indexValue(e.Index) })
		return f.checkedPlace(e, xs[0], keep(xs[1]))
	case *ast.SelectorExpr:
		if s, ok := f.selection(e); ok {
			return f.fieldPlace(e, s, fixed, keep)
		}
	}
	x := f.expr(e)
	if f.compiledVar(e) { // the interpreter sets it only through a pointer
		if isFunc(f.typeOf(e)) {
			f.l.pos = e.Pos()
			f.l.refuse(fmt.Sprintf("assignment to %s, a function variable of the library, is not supported", types.ExprString(e)),
				"라이브러리의 함수 변수는 셀에서 바꿀 수 없습니다.", "Cells cannot change function variables of the library.")
		}
		return deref(f.temp(addr(x)))
	}
	return x
}

// compiledVar reports whether e names a variable of a compiled package.
func (f *fn) compiledVar(e ast.Expr) bool {
	id := calleeIdent(e)
	if id == nil {
		return false
	}
	v, ok := f.src.info.Uses[id].(*types.Var)
	return ok && !v.IsField() && v.Pkg() != nil && !isUser(v.Pkg())
}

// indexedPlace lowers what is indexed on the left side: an array is a place itself, which a temporary would copy.
func (f *fn) indexedPlace(e ast.Expr, fixed bool, keep func(ast.Expr) ast.Expr) ast.Expr {
	switch u := f.under(e).(type) {
	case *types.Array:
		return f.takeOut(f.place(e, fixed), f.typeOf(e))
	case *types.Pointer:
		if _, arr := u.Elem().Underlying().(*types.Array); arr {
			return f.takeOut(deref(keep(f.core(e))), u.Elem())
		}
	}
	return keep(f.core(e))
}

// fieldPlace lowers x.name on the left side; pointers on the way are operands.
func (f *fn) fieldPlace(e *ast.SelectorExpr, s selection, fixed bool, keep func(ast.Expr) ast.Expr) ast.Expr {
	t := s.recv
	var x ast.Expr
	if _, ptr := t.Underlying().(*types.Pointer); ptr {
		x = keep(f.expr(e.X))
	} else {
		x = f.place(e.X, fixed)
		if p, ok := x.(*ast.ParenExpr); ok {
			if st, ok := p.X.(*ast.StarExpr); ok { // a boxed struct stands for itself by its pointer
				x = st.X
			}
		}
	}
	for i := range s.index {
		x, t = f.path(x, t, s.index[i:i+1])
		if _, ptr := t.Underlying().(*types.Pointer); ptr && i < len(s.index)-1 {
			x = keep(x)
		}
	}
	return x
}

// update lowers x op= y and x++.
func (f *fn) update(x ast.Expr, op token.Token, y func() ast.Expr) {
	var p ast.Expr
	var reads []ast.Stmt
	switch {
	case f.calm:
		p = f.place(x, false)
	case f.hasCalls(x):
		p, reads = f.calledPlace(x)
	default:
		reads = f.apart(func() { p = f.place(x, false) })
	}
	v := y()
	if (f.checks[p] != nil || len(reads) > 0) && hasCall(v) {
		v = f.tempOf(v, f.typeOf(x))
	}
	f.emit(reads...)
	p = ast.Unparen(f.storing(p))
	if f.updates(x, op) && !hasCall(v) {
		f.emit(&ast.AssignStmt{Lhs: exprs(p), Tok: op - token.ADD + token.ADD_ASSIGN, Rhs: exprs(v)})
		return
	}
	f.emit(set(p, binary(p, op, v)))
}

// updates reports whether the interpreter's own op= is right: for the common operations on numbers and strings.
func (f *fn) updates(x ast.Expr, op token.Token) bool {
	b, ok := f.under(x).(*types.Basic)
	if !ok {
		return false
	}
	switch op {
	case token.ADD:
		return b.Info()&(types.IsInteger|types.IsFloat|types.IsString) != 0
	case token.SUB, token.MUL:
		return b.Info()&(types.IsInteger|types.IsFloat) != 0
	case token.QUO:
		return b.Info()&types.IsFloat != 0
	}
	return false
}

// store lowers lhs = rhs. A nil type stands for the blank. With several values all are computed before any is stored.
func (f *fn) store(lhs []ast.Expr, ts []types.Type, rhs []ast.Expr) {
	if len(lhs) == 1 && len(rhs) == 1 {
		v := f.one2(ts[0], rhs[0])
		if ts[0] == nil {
			f.discard(v)
			return
		}
		if hasCall(v) && (hasCall(lhs[0]) || f.checks[lhs[0]] != nil) || readsMemory(v) && f.isElement(lhs[0]) && !f.ordered(v) {
			v = f.tempOf(v, ts[0])
		}
		f.emit(set(f.storing(lhs[0]), f.atHome(lhs[0], v, ts[0])))
		return
	}
	f.storeAll(lhs, ts, f.values(ts, rhs))
}

// storeAll stores values that have been computed, one after the other.
func (f *fn) storeAll(lhs []ast.Expr, ts []types.Type, vs []ast.Expr) {
	for i, v := range vs {
		if ts[i] == nil {
			f.discard(v)
			continue
		}
		f.emit(set(f.storing(lhs[i]), v))
	}
}

// atHome returns a value to be stored in a place. The interpreter makes a struct literal the new home of the variable that
// it is assigned to: pointers to one of the package, which has its home from the start, would go on pointing to the old.
func (f *fn) atHome(place, v ast.Expr, t types.Type) ast.Expr {
	lit, ok := ast.Unparen(v).(*ast.CompositeLit)
	if id, name := place.(*ast.Ident); !ok || !name || !isSlot(id.Name) {
		return v
	}
	if _, ok := t.Underlying().(*types.Struct); !ok {
		return v
	}
	return f.tempOf(lit, t)
}

// ordered reports whether the panics of a value that is stored come before those of its place by themselves: where
// indices are watched the search knows the order.
func (f *fn) ordered(v ast.Expr) bool {
	if f.loop == nil || !f.loop.watches {
		return false
	}
	ok := true
	ast.Inspect(v, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.StarExpr, *ast.SelectorExpr:
			ok = false
		}
		return ok
	})
	return ok
}

// isElement reports whether a lowered place is an element, perhaps of a map: a panic of what is stored there must come
// before the place is touched.
func (f *fn) isElement(x ast.Expr) bool {
	_, ok := x.(*ast.IndexExpr)
	return ok
}

// one2 lowers a single value as type t; nil keeps its own type.
func (f *fn) one2(t types.Type, e ast.Expr) ast.Expr {
	if t == nil {
		return f.expr(e)
	}
	return f.to(e, t)
}

// values lowers the right sides of an assignment to as many values as there are types: n to n, one call with several
// results, or a comma-ok form. Several values are temporaries or constants.
func (f *fn) values(ts []types.Type, rhs []ast.Expr) []ast.Expr {
	if len(rhs) == 1 && len(ts) == 1 {
		return exprs(f.one2(ts[0], rhs[0]))
	}
	if len(rhs) == 1 {
		vs, own := f.spreadValue(rhs[0], len(ts))
		for i := range vs {
			if ts[i] != nil {
				vs[i] = f.convert(vs[i], own[i], ts[i])
			}
		}
		return vs
	}
	parts := make([]func() ast.Expr, len(rhs))
	for i, e := range rhs {
		parts[i] = func() ast.Expr { return f.one2(ts[i], e) }
	}
	vs := f.list(parts...)
	for i, v := range vs {
		if _, lit := v.(*ast.BasicLit); lit || isNilIdent(v) {
			continue
		}
		if ts[i] == nil {
			f.discard(v)
			vs[i] = ident("nil")
			continue
		}
		vs[i] = f.tempOf(v, ts[i])
	}
	return vs
}

func isNilIdent(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == "nil"
}

// spreadValue lowers one expression that gives n values, and returns their types.
func (f *fn) spreadValue(e ast.Expr, n int) ([]ast.Expr, []types.Type) {
	e = ast.Unparen(e)
	boolean := types.Typ[types.Bool]
	switch x := e.(type) {
	case *ast.CallExpr:
		tu := f.typeOf(x).(*types.Tuple)
		var ts []types.Type
		for i := range tu.Len() {
			ts = append(ts, tu.At(i).Type())
		}
		return f.tuple(x), ts
	case *ast.IndexExpr:
		t := coreType(f.typeOf(x.X)).(*types.Map).Elem()
		return f.lookup(f.index(x), t), []types.Type{t, boolean}
	case *ast.UnaryExpr:
		t := coreType(f.typeOf(x.X)).(*types.Chan).Elem()
		return f.pair(&ast.UnaryExpr{Op: token.ARROW, X: f.channel(x.X)}), []types.Type{t, boolean}
	case *ast.TypeAssertExpr:
		t := f.typeOf(x.Type)
		v, ok := f.assertTwo(x, t)
		return exprs(v, ok), []types.Type{t, boolean}
	}
	f.l.refuse("this assignment is not supported", "값을 변수에 먼저 받으세요.", "Assign the value to a variable first.")
	return make([]ast.Expr, n), make([]types.Type, n)
}

// lookup emits the comma-ok form of x, an element of a map. Where the key is missing the interpreter leaves the variable
// as it is, in a loop as the iteration before left it.
func (f *fn) lookup(x ast.Expr, t types.Type) []ast.Expr {
	v, ok := ident(f.fresh("t")), ident(f.fresh("ok"))
	f.emit(declare(v.Name, f.typ(t), f.zero(t)), declare(ok.Name, ident("bool"), nil))
	f.emit(&ast.AssignStmt{Lhs: exprs(v, ok), Tok: token.ASSIGN, Rhs: exprs(x)})
	return exprs(v, ok)
}

// pair emits a comma-ok form.
func (f *fn) pair(x ast.Expr) []ast.Expr {
	names := exprs(ident(f.fresh("t")), ident(f.fresh("ok")))
	f.emit(define(slices.Clone(names), exprs(x)))
	return names
}
