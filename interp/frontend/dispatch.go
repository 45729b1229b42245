package frontend

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// A call of a method of an interface that the note declares can always be made by asking the runtime for the function:
// that crosses from interpreted to compiled code and back. Where the types that the interface may hold are known when
// the cell is compiled, the lowered code looks which of them it holds, and calls their methods itself:
//
//	b, ok := x.(R.Boxed)
//	n := 0
//	if ok {
//		n = b.T.Direct
//	}
//	if n == 1 {
//		r = square_area(b.V.(square), k)
//	} else {
//		r = R.Method(x, "area").(func(any, float64) float64)(x, k)
//	}
//
// The last branch serves the rest: nil, values of the library, types that later cells declare, and types of which a later
// cell declared a method again. The runtime takes the number from those.

// maxBranches is how many types a call looks for.
const maxBranches = 8

// A dispatch is such a call, before the types are known.
type dispatch struct {
	fun  *ast.FuncType // of what the runtime gives
	recv types.Type    // the interface
	m    *types.Func
	sig  *types.Signature
	args []ast.Expr // the receiver, a name, first
}

// A site is a place where a dispatch is made: at holds the slow call until all types are known.
type site struct {
	dispatch
	src *source
	at  *ast.BlockStmt
	use func(call ast.Expr) ast.Stmt
}

// dispatched emits what use makes of a call of an interface's method.
func (f *fn) dispatched(d dispatch, use func(call ast.Expr) ast.Stmt) {
	d.args = slices.Clone(d.args)
	for i, a := range d.args[1:] {
		if calls(a) {
			d.args[i+1] = f.tempOf(a, f.env.apply(d.sig.Params().At(i).Type()))
		}
	}
	at := f.block(func() { f.sent(d.slow(f), use) })
	f.emit(at)
	f.l.sites = append(f.l.sites, site{d, f.src, at, use})
}

// slow is the call by way of the runtime.
func (d dispatch) slow(f *fn) *ast.CallExpr {
	fun := &ast.TypeAssertExpr{X: rt("Method", d.args[0], text(d.m.Name())), Type: d.fun}
	return f.passes(call(fun, slices.Clone(d.args)...), d.sig, nil, d.fun)
}

// fillSites gives the calls of interfaces' methods that were lowered so far a branch for each type.
func (l *lowerer) fillSites() {
	sites := l.sites
	l.sites = nil
	for _, s := range sites {
		old := l.src
		l.src = s.src
		l.fillSite(s)
		l.src = old
	}
}

func (l *lowerer) fillSite(s site) {
	iface := s.recv.Underlying().(*types.Interface)
	b, ok, n := l.fresh("b"), l.fresh("ok"), l.fresh("n")
	var chain ast.Stmt = &ast.BlockStmt{List: s.at.List}
	count := 0
	for _, t := range slices.Backward(l.next.boxed) {
		if count == maxBranches {
			break
		}
		if types.IsInterface(t.typ) || !types.Implements(t.typ, iface) {
			continue
		}
		body := l.branch(s, t, b)
		if body == nil {
			continue
		}
		chain = &ast.IfStmt{Cond: binary(ident(n), token.EQL, number(int64(t.id))), Body: body, Else: chain}
		count++
	}
	if count == 0 {
		return
	}
	s.at.List = []ast.Stmt{
		define(exprs(ident(b), ident(ok)), exprs(&ast.TypeAssertExpr{X: s.args[0], Type: runtimeFunc("Boxed")})),
		let(n, number(0)),
		when(ident(ok), set(ident(n), sel(sel(ident(b), "T"), "Direct"))),
		chain,
	}
}

// branch is the call for values of one type, nil when it is none that can be written here.
func (l *lowerer) branch(s site, t boxedType, box string) *ast.BlockStmt {
	selected := types.NewMethodSet(t.typ).Lookup(s.m.Pkg(), s.m.Name())
	if selected == nil || !types.Identical(selected.Type().(*types.Signature), s.sig) {
		return nil
	}
	f := l.newFn(s.src, nil)
	m := selected.Obj().(*types.Func)
	if !userMethod(m) {
		name, ok := l.next.emitted[dispatcherKey(t.id, m.Name())]
		if !ok {
			return nil
		}
		return f.block(func() { f.sent(f.passes(call(ident(name), slices.Clone(s.args)...), s.sig, nil, s.fun), s.use) })
	}
	return f.block(func() {
		recv := ast.Expr(&ast.TypeAssertExpr{X: sel(ident(box), "V"), Type: l.typ(t.typ)})
		if !types.Identical(m.Signature().Recv().Type(), t.typ) {
			recv = f.temp(recv)
		}
		recv, own := f.receiver(recv, selection{obj: m, index: selected.Index(), recv: t.typ}, m)
		f.either(f.callMethod(recv, own, m, slices.Clone(s.args[1:])), s.use)
	})
}

// userMethod reports whether a method has a body in a cell: it is none of the library's, and none of an embedded
// interface.
func userMethod(m *types.Func) bool {
	t := m.Signature().Recv().Type()
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	n, ok := types.Unalias(t).(*types.Named)
	return ok && isUser(n.Obj().Pkg()) && !types.IsInterface(n)
}
