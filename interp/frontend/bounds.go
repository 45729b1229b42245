package frontend

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// The interpreter's own panics do not name index and length. Three things do:
//
//   - In a loop that calls no interpreted code nothing is added to an index: the loop first stores pointers to the
//     variables that its indices are made of, see region.go.
//   - Elsewhere in a function, index and length are noted in globals of their own before the statement. Only the index
//     that a panic is about can then be out of range. This is cheaper than a comparison, for the interpreter allocates
//     every intermediate result of a function when the function is called.
//   - Where functions run at the same time, and in the cell's own statements, a check before the statement carries the
//     line: one comparison, two where the index may be negative.
//
// In the first two a function of ours, search, finds the index when there was a panic.

// A noted index is one whose value and length are kept in globals.
type noted struct {
	line        int
	index, size ast.Expr
	place       bool // it is stored to
}

// checked lowers x[i]; emit takes what has to run before the element is touched.
func (f *fn) checked(e *ast.IndexExpr, x, i ast.Expr, emit func(...ast.Stmt)) ast.Expr {
	_, array := coreType(f.typeOf(e.X)).(*types.Array)
	if p, ok := coreType(f.typeOf(e.X)).(*types.Pointer); ok {
		_, array = p.Elem().Underlying().(*types.Array)
	}
	_, literal := i.(*ast.BasicLit)
	switch {
	case f.src.cell == 0 || f.unchecked || literal && array:
		return &ast.IndexExpr{X: x, Index: i}
	case f.watchable(e):
		f.loop.watch(f, e, false)
		return &ast.IndexExpr{X: x, Index: i}
	}
	x = f.again(x)
	if f.info != nil && f.info.Name != "" && !f.l.next.concurrent && !f.l.checked {
		return f.noteIndex(e, x, i, emit)
	}
	if _, name := i.(*ast.Ident); !name && !literal {
		i = f.tempOf(i, types.Typ[types.Int])
	}
	fail := do(rt("OutOfRange", number(f.marker(f.src.fset.Position(e.Lbrack).Line)), i, call(ident("any"), x)))
	bad := ast.Expr(binary(i, token.GEQ, call(ident("len"), x)))
	if !literal && !f.nonNegative(e.Index) {
		bad = binary(binary(i, token.LSS, number(0)), token.LOR, bad)
	}
	emit(when(bad, fail))
	return &ast.IndexExpr{X: x, Index: i}
}

// noteIndex lowers x[i] whose index and length are noted.
func (f *fn) noteIndex(e *ast.IndexExpr, x, i ast.Expr, emit func(...ast.Stmt)) ast.Expr {
	n := noted{line: f.src.fset.Position(e.Lbrack).Line, index: i, size: ident(f.fresh("n"))}
	f.l.vars = append(f.l.vars, declare(n.size.(*ast.Ident).Name, ident("int"), nil).(*ast.DeclStmt).Decl)
	if _, literal := i.(*ast.BasicLit); !literal {
		g := ident(f.fresh("i"))
		f.l.vars = append(f.l.vars, declare(g.Name, ident("int"), nil).(*ast.DeclStmt).Decl)
		_, name := i.(*ast.Ident)
		switch {
		case name:
			emit(set(g, i))
		case f.calm: // nothing runs before the element is reached
			f.emit(set(g, i))
			i = g
		default:
			i = f.tempOf(i, types.Typ[types.Int])
			emit(set(g, i))
		}
		n.index = g
	}
	emit(set(n.size, call(ident("len"), x)))
	f.notes = append(f.notes, n)
	f.l.init = append(f.l.init, set(n.size, number(noBound))) // until it is noted
	return &ast.IndexExpr{X: x, Index: i}
}

// order sorts what is stored to behind what is stored: that is computed first.
func order(a, b bool) int { return cmp.Compare(map[bool]int{true: 1}[a], map[bool]int{true: 1}[b]) }

// searchNotes emits the function that finds the noted index that is out of range.
func (f *fn) searchNotes() {
	slices.SortStableFunc(f.notes, func(a, b noted) int { return order(a.place, b.place) })
	var body []ast.Stmt
	for _, n := range f.notes {
		bad := ast.Expr(binary(n.index, token.GEQ, n.size))
		if _, literal := n.index.(*ast.BasicLit); !literal {
			bad = binary(binary(n.index, token.LSS, number(0)), token.LOR, bad)
		}
		t := f.fresh("n")
		body = append(body, when(bad, let(t, n.size), set(n.size, number(1<<62)), ret(number(int64(n.line)), n.index, ident(t))))
	}
	f.emitSearch(body)
}

func (f *fn) emitSearch(body []ast.Stmt) {
	if len(body) == 0 {
		return
	}
	body = append(body, ret(number(0), number(0), number(0)))
	name, n := f.fresh("search"), ident("int")
	f.l.funcs = append(f.l.funcs, function(name, funcType(nil, n, n, n), body...))
	f.l.init = append(f.l.init, do(rt("Search", text(f.name), ident(name))))
}

// noBound stands for a bound that a slice expression does not have.
const noBound = 1 << 62

// bounds emits the check of a slice expression's bounds.
func (f *fn) bounds(e *ast.SliceExpr, xs []ast.Expr, at [3]int) []ast.Expr {
	if f.src.cell == 0 || e.Low == nil && e.High == nil {
		return xs
	}
	for i := range xs {
		_, name := xs[i].(*ast.Ident)
		_, literal := xs[i].(*ast.BasicLit)
		switch {
		case i > 0 && !name && !literal:
			xs[i] = f.tempOf(xs[i], types.Typ[types.Int])
		case hasCall(xs[i]):
			xs[i] = f.temp(xs[i])
		}
	}
	x := xs[0]
	size := call(ident("cap"), x)
	if b, ok := coreType(f.typeOf(e.X)).(*types.Basic); ok && b.Info()&types.IsString != 0 {
		size = call(ident("len"), x)
	}
	given := [3]ast.Expr{number(0), number(noBound), number(noBound)}
	for i := range given {
		if at[i] > 0 {
			given[i] = xs[at[i]]
		}
	}
	low, high, limit := given[0], given[1], given[2]
	var bad []ast.Expr
	if at[0] > 0 && !f.nonNegative(e.Low) {
		bad = append(bad, binary(low, token.LSS, number(0)))
	}
	if at[0] == 0 && !f.nonNegative(e.High) {
		bad = append(bad, binary(high, token.LSS, number(0)))
	}
	top := ast.Expr(size)
	if at[2] > 0 {
		bad = append(bad, binary(limit, token.GTR, size))
		top = limit
	}
	if at[1] > 0 {
		bad = append(bad, binary(high, token.GTR, top))
	}
	lit, ok := low.(*ast.BasicLit)
	zero := ok && lit.Value == "0"
	switch {
	case at[0] > 0 && at[1] > 0 && !(zero && f.nonNegative(e.High)):
		bad = append(bad, binary(low, token.GTR, high))
	case at[0] > 0 && at[1] == 0:
		bad = append(bad, binary(low, token.GTR, call(ident("len"), x)))
	}
	cond := bad[0]
	for _, b := range bad[1:] {
		cond = binary(cond, token.LOR, b)
	}
	line := number(f.marker(f.src.fset.Position(e.Lbrack).Line))
	f.emit(when(cond, do(rt("Bounds", line, low, high, limit, call(ident("any"), x)))))
	return xs
}

// again returns a lowered operand that can be written twice without computing it twice.
func (f *fn) again(x ast.Expr) ast.Expr {
	if hasCall(x) {
		return f.temp(x)
	}
	return x
}
