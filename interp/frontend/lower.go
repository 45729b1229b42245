package frontend

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"
)

// A lowerer writes the lowered form of one cell.
type lowerer struct {
	c          *checked
	unit       *Unit
	next       *Scope
	n          int // number of the cell
	count      int // for fresh names
	pos        token.Pos
	src        *source
	vars       []ast.Decl
	funcs      []ast.Decl
	makers     []ast.Decl // of literals: behind the functions that those name, which the interpreter must know by then
	init       []ast.Stmt // registrations, at the head of the entry
	aliases    map[string]string
	queue      []func()
	loops      map[string]bool // whether a type is recursive, by its key
	refused    []Problem
	instances  int
	checked    bool                            // indices are checked where they stand: the library turns panics into text
	late       map[method]bool                 // the methods of types of cells above that the cell declares
	selections map[*ast.SelectorExpr]selection // of calls that were taken apart
	inTurn     map[*ast.CallExpr]bool          // conversions that copy before later calls
	turns      map[ast.Stmt]bool               // temporaries that stay before later calls
	delayed    map[*ast.CallExpr]bool          // calls of go and defer statements
	passings   map[*ast.CallExpr]passing       // lowered calls with floats among their arguments
	dispatches map[*ast.CallExpr]dispatch      // lowered calls of methods of interfaces
	sites      []site                          // where such calls stand, until the types are known
}

// A fn is a function that is being lowered: a declared one, a literal, or the entry.
type fn struct {
	l          *lowerer
	src        *source
	env        *env
	parent     *fn
	root       *root
	out        *[]ast.Stmt
	sig        *types.Signature // of the source
	results    []types.Object   // named results, and all results where calls are deferred
	inner      bool             // the body of a function that defers: results are set, then it returns nothing
	state      string           // the variable that holds the deferred calls
	recovers   string           // the variable that recover asks
	caps       []capture
	capped     map[types.Object]string
	own        map[types.Object]bool
	labels     map[string]string
	yield      *yielding // of the range-over-func body that this is
	valuePlace ast.Expr  // of a range that assigns, from the store of its key to that of its value
	remark     bool      // calls inside the statement must be followed by a marker
	line       int       // the line of the statement
	marked     int       // the line that the marker is known to hold here, 0 when it is not known
	name       string    // the global name; for a literal that of its maker
	info       *Func     // nil for a function of ours
	lastCall   int       // the line that the global of the last call is known to hold here
	notes      []noted
	operands   *[]ast.Stmt           // where the operands of a place that is called for are kept until all calls are made
	calm       bool                  // the statement calls nothing that could run interpreted code
	nonNil     map[types.Object]bool // pointers that the loop walks with
	late       *[]ast.Stmt           // where the checks of the place that is being lowered go
	checks     map[ast.Expr][]ast.Stmt
	steady     bool  // the assignment changes no variable: operands that are names stay as they are
	unchecked  bool  // indices are not checked
	quiet      bool  // the marker was set before the loop that is being lowered
	loop       *loop // the outermost loop that is being lowered
}

// A root is shared by a declared function and its literals: names are unique in it.
type root struct {
	names    map[types.Object]string
	taken    map[string]bool
	boxed    map[types.Object]bool
	assigned map[types.Object]bool // after their declaration
	values   map[types.Object][]ast.Expr
	home     map[types.Object]ast.Node
}

// A capture is a variable of an enclosing function that a literal uses.
type capture struct {
	obj  types.Object
	name string
	typ  ast.Expr
	copy types.Type // of a value that is copied into the literal, nil for pointers
}

func (l *lowerer) newFn(src *source, e *env) *fn {
	return &fn{l: l, src: src, env: e, root: &root{names: map[types.Object]string{}, taken: map[string]bool{}, boxed: map[types.Object]bool{}}, own: map[types.Object]bool{}, capped: map[types.Object]string{}}
}

// refuse records that the construct at the current place is not supported.
func (l *lowerer) refuse(msg, ko, en string) {
	fset := l.c.fset
	if l.src != nil {
		fset = l.src.fset
	}
	p := fset.Position(l.pos)
	line, col := p.Line, p.Column
	if !l.pos.IsValid() || l.src != nil && l.src.cell != l.n {
		line, col = l.c.cell.Line, 1
	}
	l.refused = append(l.refused, refusal(line, col, msg, ko, en))
}

// fresh returns a name that nothing else has: neither a slot nor a name of the note.
func (l *lowerer) fresh(name string) string {
	l.count++
	return fmt.Sprint(name, dot, dot, l.count)
}

func (f *fn) fresh(name string) string { return f.l.fresh(name) }

// objectID numbers the type names that occur, for canonical keys. Equal objects get equal numbers in all cells.
func (l *lowerer) objectID(o types.Object) int {
	if c, ok := l.c.clones[o]; ok {
		o = c
	}
	key := fmt.Sprintf("obj %p", o)
	if s, ok := l.next.emitted[key]; ok {
		var n int
		fmt.Sscan(s, &n)
		return n
	}
	l.next.objects++
	l.next.emitted[key] = fmt.Sprint(l.next.objects)
	return l.next.objects
}

// pkgAlias is the name under which the unit imports a package.
func (l *lowerer) pkgAlias(path string) string {
	a := "P" + dot + strings.NewReplacer("/", "_", ".", "_", "-", "_").Replace(path)
	l.aliases[a] = path
	return a
}

// lower turns a checked cell into a unit.
func (s *Scope) lower(c *checked) (*Unit, []Problem) {
	l := &lowerer{c: c, n: s.cells + 1, next: s.next(), aliases: map[string]string{}, loops: map[string]bool{}, selections: map[*ast.SelectorExpr]selection{}, inTurn: map[*ast.CallExpr]bool{}, turns: map[ast.Stmt]bool{}, delayed: map[*ast.CallExpr]bool{}, passings: map[*ast.CallExpr]passing{}, late: map[method]bool{}, dispatches: map[*ast.CallExpr]dispatch{}}
	l.unit = &Unit{Fset: c.fset, Entry: slot(dot+"cell", l.n), Next: l.next, Hints: c.hints, Uses: c.uses, Imports: c.paths}
	l.src = &source{info: c.info, fset: c.fset, pkg: c.pkg, cell: l.n}
	l.checkProcess()
	l.starts()
	l.declare()
	l.reflects()
	l.checkCrossing()
	l.functions()
	l.entry()
	l.drop()
	for len(l.queue)+len(l.sites) > 0 && len(l.refused) == 0 {
		if len(l.queue) == 0 {
			l.fillSites()
			continue
		}
		q := l.queue[0]
		l.queue = l.queue[1:]
		q()
	}
	if len(l.refused) > 0 {
		return nil, tidy(l.refused)
	}
	l.finish()
	l.unit.Ties = l.ties()
	return l.unit, nil
}

// starts finds out whether functions of cells may run at the same time.
func (l *lowerer) starts() {
	for _, path := range l.c.paths {
		l.next.concurrent = l.next.concurrent || path == "sync"
	}
	look := func(n ast.Node) bool {
		if _, ok := n.(*ast.GoStmt); ok {
			l.next.concurrent = true
		}
		return !l.next.concurrent
	}
	for _, d := range l.c.decls.Decls {
		ast.Inspect(d, look)
	}
	for _, s := range l.c.stmts {
		ast.Inspect(s, look)
	}
}

// declare gives the cell's top-level objects their slots and makes them known below.
func (l *lowerer) declare() {
	scope := l.c.pkg.Scope()
	own := made{key: l.c.cell.Key, names: map[string]entry{}}
	for _, name := range Names(l.c.cell.Source) {
		o := scope.Lookup(name)
		if o == nil || l.c.clones[o] != nil {
			continue
		}
		l.unit.Defines = append(l.unit.Defines, name)
		if name == "main" && l.c.program {
			continue
		}
		own.names[name] = entry{obj: o}
		delete(l.next.unsure, name)
	}
	for name, o := range l.c.dotted {
		if _, ok := own.names[name]; !ok {
			own.names[name] = entry{obj: o}
		}
	}
	for name, path := range l.c.imported {
		own.names[name] = entry{path: path}
	}
	maps.Copy(l.next.names, own.names)
	for _, name := range scope.Names() {
		o := scope.Lookup(name)
		if o.Parent() == scope && l.c.clones[o] == nil {
			l.next.slots[o] = slot(name, l.n)
			own.objects = append(own.objects, o)
		}
	}
	for _, d := range l.c.decls.Decls {
		if fd, ok := d.(*ast.FuncDecl); ok && l.c.info.Defs[fd.Name] != nil {
			own.objects = append(own.objects, l.c.info.Defs[fd.Name])
		}
	}
	l.next.made = append(l.next.made, own)
	for clone, o := range l.c.clones {
		if s, ok := l.next.slots[o]; ok {
			l.next.slots[clone] = s
		}
	}
	for _, name := range scope.Names() {
		if v, ok := scope.Lookup(name).(*types.Var); ok && v.Parent() == scope && l.c.clones[v] == nil {
			l.vars = append(l.vars, &ast.GenDecl{Tok: token.VAR, Specs: []ast.Spec{&ast.ValueSpec{Names: []*ast.Ident{ident(slot(name, l.n))}, Type: l.typ(v.Type())}}})
		}
	}
}

// functions registers every function and method of the cell and lowers those that are not generic.
func (l *lowerer) functions() {
	for _, d := range l.c.decls.Decls {
		fd, ok := d.(*ast.FuncDecl)
		if !ok || fd.Body == nil {
			continue
		}
		obj, _ := l.c.info.Defs[fd.Name].(*types.Func)
		if obj == nil { // blank or init
			continue
		}
		src := *l.src
		src.decl = fd
		sig := obj.Type().(*types.Signature)
		l.next.sources[obj] = src
		switch {
		case slices.Contains(l.c.late, fd):
			l.lateMethod(fd, obj)
		case sig.Recv() != nil:
			l.methodDecl(fd, obj, sig)
		case fd.Name.Name == "_" || fd.Name.Name == "init":
		case sig.TypeParams().Len() == 0:
			name := l.next.slots[obj]
			l.queue = append(l.queue, func() { l.function(name, &src, nil, sig) })
		}
	}
	l.registerTypes()
}

// inits returns the names of the cell's init functions, in order, lowering them.
func (l *lowerer) inits() []string {
	var names []string
	for _, d := range l.c.decls.Decls {
		fd, ok := d.(*ast.FuncDecl)
		if !ok || fd.Recv != nil || fd.Name.Name != "init" {
			continue
		}
		src := *l.src
		src.decl = fd
		name := l.fresh(fmt.Sprint("init", l.n, "_"))
		names = append(names, name)
		l.queue = append(l.queue, func() { l.function(name, &src, nil, types.NewSignatureType(nil, nil, nil, nil, nil, false)) })
	}
	return names
}

// function lowers a declared function, or one instance of it, under a global name.
func (l *lowerer) function(name string, src *source, e *env, sig *types.Signature) {
	old := l.src
	l.src = src
	defer func() { l.src = old }()
	f := l.newFn(src, e)
	fd := src.decl
	f.root.findBoxes(src.info, fd.Recv, fd.Type, fd.Body)
	l.pos = fd.Pos()
	f.begin(name, funcTitle(fd), fd, fd.Body)
	f.info.Escapes = fd.Recv != nil || strings.Contains(fd.Name.Name, dot)
	ft, body := f.signature(fd.Recv, fd.Type, fd.Body, sig)
	l.funcs = append(l.funcs, &ast.FuncDecl{Name: ident(name), Type: ft, Body: body})
	f.searchNotes()
}

// entry lowers the statements: the function that runs the cell.
func (l *lowerer) entry() {
	f := l.newFn(l.src, nil)
	all := &ast.BlockStmt{List: l.c.stmts}
	f.root.findBoxes(l.c.info, nil, &ast.FuncType{Params: &ast.FieldList{}}, all)
	f.sig = types.NewSignatureType(nil, nil, nil, nil, nil, false)
	f.begin(l.unit.Entry, "", all, all)
	f.info.First, f.info.Last = l.c.cell.Line, l.c.cell.Line+strings.Count(l.c.cell.Source, "\n")
	f.collectLabels(all)
	var list []ast.Stmt
	f.out = &list
	inits := l.inits()
	run := func(f *fn) {
		first, rest := l.c.stmts[:l.c.initAt], l.c.stmts[l.c.initAt:]
		if l.c.pure {
			f.initOrder()
			rest = nil
		} else {
			f.statements(first, true)
		}
		for _, name := range inits {
			f.emit(do(call(ident(name))))
		}
		f.statements(rest, true)
		if m, ok := l.c.pkg.Scope().Lookup("main").(*types.Func); ok && m.Parent() == l.c.pkg.Scope() && l.c.clones[m] == nil {
			f.emit(do(call(ident(l.next.slots[m]))))
		}
	}
	if hasDefer(all) {
		f.deferring(all, run)
	} else {
		run(f)
	}
	l.funcs = append(l.funcs, &ast.FuncDecl{Name: ident(l.unit.Entry), Type: funcType(nil), Body: &ast.BlockStmt{List: list}})
}

// drop emits the function that lets go of what the cell's variables hold.
func (l *lowerer) drop() {
	f := l.newFn(l.src, nil)
	scope := l.c.pkg.Scope()
	body := f.block(func() {
		for _, name := range scope.Names() {
			if v, ok := scope.Lookup(name).(*types.Var); ok && v.Parent() == scope && l.c.clones[v] == nil {
				f.emit(set(ident(slot(name, l.n)), f.zero(v.Type())))
			}
		}
	})
	if len(body.List) == 0 {
		return
	}
	l.unit.Drop = slot(dot+"drop", l.n)
	l.funcs = append(l.funcs, &ast.FuncDecl{Name: ident(l.unit.Drop), Type: funcType(nil), Body: body})
}

// initOrder assigns the package variables of a cell of declarations in the order that Go prescribes.
func (f *fn) initOrder() {
	for _, in := range f.src.info.InitOrder {
		f.l.pos = in.Rhs.Pos()
		var lhs []ast.Expr
		var ts []types.Type
		for _, v := range in.Lhs {
			if v.Name() == "_" {
				lhs = append(lhs, ident("_"))
			} else {
				lhs = append(lhs, ident(f.l.next.slots[v]))
			}
			ts = append(ts, v.Type())
		}
		f.mark(in.Rhs)
		if len(in.Lhs) == 1 && in.Lhs[0].Name() == "_" {
			f.discard(f.to(in.Rhs, ts[0]))
			continue
		}
		f.store(lhs, ts, exprs(in.Rhs))
	}
}

// finish assembles the file.
func (l *lowerer) finish() {
	file := &ast.File{Name: ident("main")}
	l.aliases[runtimeAlias] = RuntimePath
	l.aliases[structsAlias] = StructsPath
	l.unit.Aliases = l.aliases
	var names []string
	for a := range l.aliases {
		names = append(names, a)
	}
	slices.Sort(names)
	for _, a := range names {
		file.Decls = append(file.Decls, &ast.GenDecl{Tok: token.IMPORT, Specs: []ast.Spec{&ast.ImportSpec{Name: ident(a), Path: text(l.aliases[a]).(*ast.BasicLit)}}})
	}
	file.Decls = append(file.Decls, l.vars...)
	file.Decls = append(file.Decls, l.funcs...)
	file.Decls = append(file.Decls, l.makers...)
	for _, d := range l.funcs {
		if fd := d.(*ast.FuncDecl); fd.Name.Name == l.unit.Entry {
			fd.Body.List = append(l.init, fd.Body.List...)
		}
	}
	l.unit.File = file
}

// emit appends a lowered statement.
func (f *fn) emit(s ...ast.Stmt) { *f.out = append(*f.out, s...) }

// apart returns what lower emits.
func (f *fn) apart(lower func()) []ast.Stmt {
	var list []ast.Stmt
	out := f.out
	f.out = &list
	lower()
	f.out = out
	return list
}

// block lowers into a fresh list.
func (f *fn) block(body func()) *ast.BlockStmt {
	list := f.apart(body)
	f.marked, f.lastCall = 0, 0
	return &ast.BlockStmt{List: list}
}

// temp emits name := x and returns the name.
func (f *fn) temp(x ast.Expr) *ast.Ident {
	n := f.fresh("t")
	f.emit(let(n, x))
	return ident(n)
}

// tempOf is temp for a value whose lowered type cannot be left to inference.
func (f *fn) tempOf(x ast.Expr, t types.Type) *ast.Ident {
	n := f.fresh("t")
	if f.loop != nil && f.stays(f.env.apply(t)) {
		f.loop.declare(n, f.typ(t))
		f.emit(set(ident(n), x))
		return ident(n)
	}
	f.emit(declare(n, f.typ(t), x))
	return ident(n)
}

// nameOf is the unique name of a local object in this function.
func (f *fn) nameOf(o types.Object) string {
	if n, ok := f.root.names[o]; ok {
		return n
	}
	n := o.Name()
	if n == "_" || f.root.taken[n] || types.Universe.Lookup(n) != nil || token.IsKeyword(n) || n == "main" || n == "init" {
		n = f.fresh(n)
	}
	f.root.taken[n] = true
	f.root.names[o] = n
	return n
}

// local makes o a variable of this function and returns its name.
func (f *fn) local(o types.Object) string {
	f.own[o] = true
	return f.nameOf(o)
}

// variable returns the name that holds o here, capturing it from an enclosing function when it must.
func (f *fn) variable(o types.Object) string {
	name := f.nameOf(o)
	if f.own[o] || f.parent == nil {
		return name
	}
	if _, ok := f.capped[o]; !ok {
		f.parent.variable(o)
		f.capped[o] = name
		c := capture{obj: o, name: name, typ: f.typ(o.Type()), copy: f.env.apply(o.Type())}
		if f.root.boxed[o] {
			c.typ, c.copy = &ast.StarExpr{X: c.typ}, nil
		}
		f.caps = append(f.caps, c)
	}
	return name
}

// declareVar emits the declaration of a local variable with an initial value of its own lowered type; init nil means
// the zero value.
func (f *fn) declareVar(o types.Object, init ast.Expr) {
	name := f.local(o)
	switch {
	case f.root.boxed[o]:
		f.emit(let(name, call(ident("new"), f.typ(o.Type()))))
		if init != nil {
			f.emit(set(deref(ident(name)), init))
		}
	case f.loop != nil && f.stays(f.env.apply(o.Type())):
		if init == nil {
			init = f.zero(o.Type())
		}
		f.loop.declare(name, f.typ(o.Type()))
		f.emit(set(ident(name), init))
	default:
		f.emit(declare(name, f.typ(o.Type()), init))
	}
}
