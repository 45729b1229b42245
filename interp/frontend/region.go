package frontend

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// A loop is an outermost loop that is being lowered, with the loops in it. Variables of its body that nothing shares are
// declared before it, so that an iteration does not allocate them anew.
//
// When it calls no interpreted code, nothing else can run between its statements: then its indices are watched rather
// than checked. Pointers to the variables that they are made of are stored in globals before the loop; a panic has the
// function search evaluate the indices of its line again.
type loop struct {
	stmt    ast.Stmt
	decls   []ast.Stmt
	watches bool                    // indices are watched
	vars    map[types.Object]string // the globals that point to variables
	stores  []ast.Stmt
	order   []types.Object
	found   []watched
	fn      *fn // for search
}

// A watched index is one that search evaluates.
type watched struct {
	line  int
	x, i  ast.Expr
	place bool // it is stored to
}

func (p *loop) declare(name string, t ast.Expr) { p.decls = append(p.decls, declare(name, t, nil)) }

// stays reports whether a variable of type t may be declared before the loop whose body declares it.
func (f *fn) stays(t types.Type) bool {
	if f.l.recursive(t) {
		return false
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return u.Info()&types.IsComplex == 0 && u.Kind() != types.UnsafePointer && u.Info()&types.IsUntyped == 0
	case *types.Slice, *types.Pointer:
		return true
	}
	return false
}

// inLoop lowers a loop statement with lower.
func (f *fn) inLoop(s ast.Stmt, lower func()) {
	outermost := f.loop == nil
	if outermost {
		f.loop = &loop{stmt: s, vars: map[types.Object]string{}, watches: f.src.cell > 0 && !f.l.next.concurrent && !f.l.checked && !f.callsIn(s)}
		if f.loop.watches {
			f.findWatched(s)
		}
	}
	old := f.quiet
	list := f.block(func() {
		if lines := f.hazardLines(s); !f.quiet && len(lines) == 1 && !f.callsIn(s) {
			f.line = lines[0]
			f.setLine()
			f.quiet = true
		}
		lower()
	}).List
	f.quiet = old
	if outermost {
		p := f.loop
		f.loop = nil
		f.emit(p.decls...)
		f.watchVars(p)
		f.emit(p.stores...)
		f.search(p)
	}
	f.emit(&ast.BlockStmt{List: list})
}

// callsIn reports whether interpreted code may be called in a loop.
func (f *fn) callsIn(s ast.Stmt) bool {
	found := false
	ast.Inspect(s, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit, *ast.GoStmt, *ast.DeferStmt, *ast.SelectStmt, *ast.SendStmt:
			found = true
		case *ast.UnaryExpr:
			found = found || n.Op == token.ARROW
		case *ast.RangeStmt:
			switch coreType(f.typeOf(n.X)).(type) {
			case *types.Signature, *types.Chan:
				found = true
			}
		case *ast.CallExpr:
			var h hazard
			f.callHazard(n, &h)
			found = found || h.calls+h.backs > 0
		}
		return !found
	})
	return found
}

// hazardLines returns the lines of a loop's statements that need a marker; more than one are not told apart.
func (f *fn) hazardLines(s ast.Stmt) (lines []int) {
	add := func(n ast.Node) {
		line := f.src.fset.Position(n.Pos()).Line
		if len(lines) > 1 || len(lines) == 1 && lines[0] == line || !f.hazards(n).any() {
			return
		}
		lines = append(lines, line)
	}
	f.eachHead(s, add)
	return lines
}

// findWatched finds the variables that indices of the loop are made of.
func (f *fn) findWatched(s ast.Stmt) {
	ast.Inspect(s, func(n ast.Node) bool {
		if e, ok := n.(*ast.IndexExpr); ok && f.watchable(e) {
			f.eachVar(e, func(o types.Object) {
				if _, ok := f.loop.vars[o]; !ok {
					f.loop.vars[o] = f.fresh("w")
					f.loop.order = append(f.loop.order, o)
				}
			})
		}
		return true
	})
}

// watchable reports whether an index expression of the loop is one that search can evaluate.
func (f *fn) watchable(e *ast.IndexExpr) bool {
	if f.loop == nil || !f.loop.watches || f.src.info.Types[e.Index].IsType() {
		return false
	}
	if _, m := coreType(f.typeOf(e.X)).(*types.Map); m {
		return false
	}
	return f.plain(e)
}

// plain reports whether an expression is made of variables, constants, fields, elements and arithmetic only.
func (f *fn) plain(e ast.Expr) bool {
	e = ast.Unparen(e)
	if f.src.info.Types[e].Value != nil {
		return true
	}
	switch e := e.(type) {
	case *ast.Ident:
		o, ok := f.src.info.Uses[e].(*types.Var)
		if !ok || o.Pkg() != nil && !isUser(o.Pkg()) {
			return false
		}
		if _, global := f.global(o); global {
			return true
		}
		return !f.root.boxed[o] && f.root.home[o] != nil && (f.stays(f.env.apply(o.Type())) || o.Pos() < f.loop.stmt.Pos() || o.Pos() >= f.loop.stmt.End())
	case *ast.SelectorExpr:
		s := f.src.info.Selections[e]
		return s != nil && s.Kind() == types.FieldVal && f.plain(e.X)
	case *ast.StarExpr:
		return f.plain(e.X)
	case *ast.IndexExpr:
		if _, m := coreType(f.typeOf(e.X)).(*types.Map); m || f.src.info.Types[e.Index].IsType() {
			return false
		}
		return f.plain(e.X) && f.plain(e.Index)
	case *ast.BinaryExpr:
		switch e.Op {
		case token.ADD, token.SUB, token.MUL, token.QUO, token.REM, token.AND:
			return f.integer(e) && f.plain(e.X) && f.plain(e.Y)
		}
	case *ast.CallExpr:
		tv := f.src.info.Types[e.Fun]
		if len(e.Args) != 1 || !tv.IsType() && !(tv.IsBuiltin() && builtinName(f, e.Fun) == "len") {
			return false
		}
		return f.plain(e.Args[0]) && (!tv.IsType() || f.integer(e) && f.integer(e.Args[0]))
	}
	return false
}

// eachVar calls do for the local variables of a plain expression.
func (f *fn) eachVar(e ast.Expr, do func(types.Object)) {
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			f.eachVar(n.X, do)
			return false
		case *ast.Ident:
			if o, ok := f.src.info.Uses[n].(*types.Var); ok {
				if _, global := f.global(o); !global {
					do(o)
				}
			}
		}
		return true
	})
}

// watchVars stores pointers to the watched variables.
func (f *fn) watchVars(p *loop) {
	for _, o := range p.order {
		w := p.vars[o]
		f.l.vars = append(f.l.vars, &ast.GenDecl{Tok: token.VAR, Specs: []ast.Spec{&ast.ValueSpec{Names: []*ast.Ident{ident(w)}, Type: &ast.StarExpr{X: f.typ(o.Type())}}}})
		f.emit(set(ident(w), addr(ident(f.variable(o)))))
	}
}

// watch has search evaluate an index. The operands are lowered once more, with pointers in the place of variables.
func (p *loop) watch(f *fn, e *ast.IndexExpr, place bool) {
	if p.fn == nil {
		p.fn = &fn{l: f.l, src: f.src, env: f.env, root: &root{names: map[types.Object]string{}, taken: map[string]bool{}, boxed: map[types.Object]bool{}, home: map[types.Object]ast.Node{}}, own: map[types.Object]bool{}, capped: map[types.Object]string{}}
		for o, w := range p.vars {
			p.fn.root.names[o], p.fn.root.boxed[o], p.fn.own[o] = w, true, true
		}
	}
	w := watched{line: f.line, place: place}
	p.fn.out = new([]ast.Stmt)
	p.fn.unchecked = true
	w.x, w.i = p.fn.indexed(e.X), p.fn.indexValue(e.Index)
	if len(*p.fn.out) == 0 {
		p.found = append(p.found, w)
	}
}

// search emits the function that finds the watched index that a panic is about.
func (f *fn) search(p *loop) {
	var body []ast.Stmt
	slices.SortStableFunc(p.found, func(a, b watched) int { return order(a.place, b.place) })
	for _, w := range p.found {
		n := f.fresh("i")
		size := f.fresh("n")
		body = append(body, when(binary(ident(Marker), token.EQL, number(f.marker(w.line))),
			let(n, w.i),
			let(size, call(ident("len"), w.x)),
			when(binary(binary(ident(n), token.LSS, number(0)), token.LOR, binary(ident(n), token.GEQ, ident(size))),
				ret(number(int64(w.line)), ident(n), ident(size)))))
	}
	f.emitSearch(body)
}
