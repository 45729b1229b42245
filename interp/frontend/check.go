package frontend

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"quire/interp/library"
)

// A source is where a declaration stands: what its identifiers mean, and the cell.
type source struct {
	decl *ast.FuncDecl
	info *types.Info
	fset *token.FileSet
	pkg  *types.Package
	cell int // 0 for the library's own Go
}

// A hoisted statement is a top-level := or var, whose variables are globals.
type hoisted struct {
	index int // among the statements of the cell
	stmt  ast.Stmt
	specs []*ast.ValueSpec
}

// checked is a cell after go/types.
type checked struct {
	*parsed
	pkg      *types.Package
	info     *types.Info
	stmts    []ast.Stmt // all top-level statements in order, hoisted ones included
	hoisted  map[ast.Stmt]*hoisted
	declared map[string]int  // hoisted name → index of the statement that declares it first
	pure     bool            // declarations only: initialized as a package is
	initAt   int             // how many statements run before the cell's init functions
	late     []*ast.FuncDecl // methods of types of cells above
	display  *ast.ExprStmt
	uses     []string
	paths    []string
	imported map[string]string       // package names that this cell imports itself
	dotted   map[string]types.Object // what its dot imports bring
	clones   map[types.Object]types.Object
	problems []Problem
	hints    []Problem
}

// A checker holds what check works on.
type checker struct {
	*checked
	above  *Scope
	inDecl map[string]bool // names of functions, types and constants
	late   map[*ast.FuncDecl]bool
	keys   []*ast.Ident // of literals, named as what the cell declares further down

	ownHints int  // hints that are not of go/types
	survey   bool // the cell may be broken: everything is looked at, and types of cells above stay as they are
}

// check resolves names and types of a parsed cell against the scope above it.
func (s *Scope) check(p *parsed) *checked { return s.checkWith(p, false).checked }

// checkWith checks a cell; with survey, as far as it can be checked whatever is wrong with it.
func (s *Scope) checkWith(p *parsed, survey bool) *checker {
	k := &checker{survey: survey, above: s, inDecl: map[string]bool{}, late: map[*ast.FuncDecl]bool{}, checked: &checked{
		parsed: p, pkg: types.NewPackage("main", "main"), hoisted: map[ast.Stmt]*hoisted{}, declared: map[string]int{},
		imported: map[string]string{}, dotted: map[string]types.Object{}, clones: map[types.Object]types.Object{},
		info: newInfo(),
	}}
	for _, d := range p.decls.Decls {
		for _, n := range declNames(d) {
			k.inDecl[n] = true
		}
	}
	k.bodies()
	k.hoist()
	k.readImports()
	k.lateMethods()
	k.resolve()
	if len(k.problems) == 0 || survey {
		k.typeCheck()
		k.checkKeys()
	}
	if len(k.problems) == 0 {
		k.beforeInit()
		k.placeInits()
		k.vet()
	}
	k.problems, k.hints = tidy(k.problems), tidy(k.hints)
	return k
}

func (k *checker) errorf(pos token.Pos, format string, args ...any) {
	line, col := k.at(pos)
	k.problems = append(k.problems, explain(Problem{Line: line, Col: col, Severity: Error, Message: display(fmt.Sprintf(format, args...))}))
}

func (k *checker) refuse(pos token.Pos, msg, ko, en string) {
	line, col := k.at(pos)
	k.problems = append(k.problems, refusal(line, col, msg, ko, en))
}

func declNames(d ast.Decl) (names []string) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			names = append(names, d.Name.Name)
		}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				names = append(names, s.Name.Name)
			case *ast.ValueSpec:
				for _, n := range s.Names {
					names = append(names, n.Name)
				}
			}
		}
	}
	return names
}

// hoist makes package variables of the top-level := and var statements, so that functions of the cell see them.
func (k *checker) hoist() {
	body := k.entry.Body
	k.stmts = body.List
	k.pure = true
	var rest []ast.Stmt
	for i, st := range k.stmts {
		h := &hoisted{index: i, stmt: st}
		switch x := st.(type) {
		case *ast.EmptyStmt:
			continue
		case *ast.DeclStmt:
			g := x.Decl.(*ast.GenDecl)
			if g.Tok != token.VAR {
				rest = append(rest, st)
				continue
			}
			for _, s := range g.Specs {
				h.specs = append(h.specs, s.(*ast.ValueSpec))
			}
		case *ast.AssignStmt:
			k.pure = false
			if x.Tok != token.DEFINE {
				rest = append(rest, st)
				continue
			}
			spec, again := k.defineSpec(x)
			if spec == nil {
				continue
			}
			h.specs = []*ast.ValueSpec{spec}
			if again != nil {
				rest = append(rest, again)
			}
		default:
			k.pure = false
			rest = append(rest, st)
			continue
		}
		k.hoisted[st] = h
		for _, s := range h.specs {
			for _, n := range s.Names {
				if _, ok := k.declared[n.Name]; !ok && n.Name != "_" {
					k.declared[n.Name] = i
				}
			}
		}
		k.decls.Decls = append(k.decls.Decls, &ast.GenDecl{Tok: token.VAR, TokPos: st.Pos(), Specs: asSpecs(h.specs), Lparen: st.Pos(), Rparen: st.End()})
	}
	if n := len(k.stmts); n > 0 {
		k.display, _ = k.stmts[n-1].(*ast.ExprStmt)
	}
	body.List = rest
}

func asSpecs(list []*ast.ValueSpec) []ast.Spec {
	out := make([]ast.Spec, len(list))
	for i, s := range list {
		out[i] = s
	}
	return out
}

// defineSpec turns "a, b := rhs" into a variable spec. Names that the cell declared before are assigned: for them the
// spec has blanks, and again is an assignment with the same right side, so that go/types checks both.
func (k *checker) defineSpec(x *ast.AssignStmt) (spec *ast.ValueSpec, again *ast.AssignStmt) {
	spec = &ast.ValueSpec{Values: x.Rhs}
	var lhs []ast.Expr
	fresh, old := false, false
	for _, e := range x.Lhs {
		id, ok := e.(*ast.Ident)
		if !ok {
			k.errorf(e.Pos(), "non-name %s on left side of :=", types.ExprString(e))
			return nil, nil
		}
		_, known := k.declared[id.Name]
		switch {
		case id.Name == "_":
			lhs = append(lhs, id)
			spec.Names = append(spec.Names, id)
		case known:
			old = true
			lhs = append(lhs, id)
			spec.Names = append(spec.Names, &ast.Ident{Name: "_", NamePos: id.NamePos})
		default:
			fresh = true
			lhs = append(lhs, &ast.Ident{Name: "_", NamePos: id.NamePos})
			spec.Names = append(spec.Names, id)
		}
	}
	if !fresh {
		k.errorf(x.TokPos, "no new variables on left side of :=")
		return nil, nil
	}
	if old {
		again = &ast.AssignStmt{Lhs: lhs, TokPos: x.TokPos, Tok: token.ASSIGN, Rhs: x.Rhs}
	}
	return spec, again
}

// readImports checks the cell's own import specs.
func (k *checker) readImports() {
	for _, s := range k.imports {
		path := importPath(s)
		if path == "C" || path == "unsafe" {
			k.refuse(s.Pos(), "import of "+path+" is not possible in a cell", "이 패키지는 셀에서 쓸 수 없습니다.", "This package cannot be used in cells.")
			continue
		}
		pkg, err := k.above.lib.Import(path)
		if err != nil {
			line, col := k.at(s.Path.Pos())
			k.problems = append(k.problems, Problem{
				Line: line, Col: col, Severity: Error, Message: fmt.Sprintf("could not import %s (%v)", path, err),
				HintKo: "셀에서 쓸 수 있는 것은 표준 라이브러리, gonum, gonum/plot, quire/nn, quire/nn/data, quire/notebook/show 입니다.",
				HintEn: "Cells can import the standard library, gonum, gonum/plot, quire/nn, quire/nn/data and quire/notebook/show.",
			})
			continue
		}
		name := pkg.Name()
		if s.Name != nil {
			name = s.Name.Name
		}
		switch name {
		case "_":
		case ".":
			k.dotImport(pkg)
		default:
			k.imported[name] = path
		}
	}
}

// resolve gives every free identifier of the cell its meaning: a name of a cell above, a package, or nothing.
func (k *checker) resolve() {
	used := map[string]bool{}
	need := map[string]string{} // of both files: initializers of variables moved from one to the other
	bases := selectorBases(k.decls, k.body)
	for _, f := range []*ast.File{k.decls, k.body} {
		keys := structKeys(f)
		for _, id := range freeKeys(f) {
			k.resolveKey(id, keys[id])
		}
		for _, id := range f.Unresolved {
			name := id.Name
			used[name] = true
			if at, ok := k.declared[name]; ok && f == k.body && !k.pure {
				k.shadowed(id, at)
				continue
			}
			if _, ok := k.declared[name]; ok || k.inDecl[name] {
				continue
			}
			if path, ok := k.imported[name]; ok {
				need[name] = path
				continue
			}
			if o, ok := k.dotted[name]; ok {
				k.insertDotted(o)
				continue
			}
			if e, ok := k.above.names[name]; ok {
				if e.obj != nil && !isUser(e.obj.Pkg()) {
					k.insertDotted(e.obj)
				} else if e.obj != nil {
					k.insert(e.obj)
					k.uses = append(k.uses, name)
				} else {
					need[name] = e.path
				}
				continue
			}
			if types.Universe.Lookup(name) == nil && bases[id] {
				if path, ok := library.Guess(name); ok {
					need[name] = path
				}
			}
		}
	}
	k.addImports(k.decls, need)
	k.addImports(k.body, need)
	for _, s := range k.imports {
		name := ""
		for n, p := range k.imported {
			if p == importPath(s) && (s.Name == nil || s.Name.Name == n) {
				name = n
			}
		}
		dotted := s.Name != nil && s.Name.Name == "."
		if (name != "" && !used[name] || dotted && k.dottedUnused(importPath(s), used)) && !k.onlyImports() {
			line, col := k.at(s.Pos())
			k.hints = append(k.hints, explain(Problem{Line: line, Col: col, Severity: Hint, Message: unusedImport(importPath(s))}))
		}
	}
	slices.Sort(k.uses)
	k.uses = slices.Compact(k.uses)
}

// onlyImports reports whether the cell has nothing but imports: they are for the cells below.
func (k *checker) onlyImports() bool { return len(k.stmts) == 0 && len(k.decls.Decls) == 0 }

// shadowed handles a use, in the statements, of a name that the cell itself declares further down: it means the object
// of the cells above.
func (k *checker) shadowed(id *ast.Ident, at int) {
	e, ok := k.above.names[id.Name]
	switch {
	case !ok:
		if path, known := k.imported[id.Name]; known && path != "" {
			return
		}
		line, _ := k.at(k.stmts[at].Pos())
		l, c := k.at(id.Pos())
		k.problems = append(k.problems, Problem{
			Line: l, Col: c, Severity: Error, Message: "undefined: " + id.Name,
			HintKo: fmt.Sprintf("이 셀에서 %s 선언은 더 아래 %d번째 줄에 있습니다. 그 줄을 위로 옮기세요.", id.Name, line),
			HintEn: fmt.Sprintf("%s is declared further down, on line %d; move that line up.", id.Name, line),
		})
	case e.obj == nil:
		k.errorf(id.Pos(), "use of package %s without selector", id.Name)
	case !isUser(e.obj.Pkg()):
		k.refuse(id.Pos(), fmt.Sprintf("%s means what a dot import brought, and the cell declares it further down", id.Name),
			"다른 이름으로 선언하세요.", "Declare it under another name.")
	default:
		k.uses = append(k.uses, id.Name)
		name := id.Name + dot + "a"
		id.Name = name
		if k.pkg.Scope().Lookup(name) == nil {
			c := cloneObject(e.obj, name)
			k.clones[c] = e.obj
			k.pkg.Scope().Insert(c)
		}
	}
}

// cloneObject returns an object that stands for obj under another name.
func cloneObject(obj types.Object, name string) types.Object {
	switch o := obj.(type) {
	case *types.Const:
		return types.NewConst(o.Pos(), o.Pkg(), name, o.Type(), o.Val())
	case *types.TypeName:
		return types.NewTypeName(o.Pos(), o.Pkg(), name, o.Type())
	case *types.Func:
		return types.NewFunc(o.Pos(), o.Pkg(), name, o.Type().(*types.Signature))
	}
	return types.NewVar(obj.Pos(), obj.Pkg(), name, obj.Type())
}

func (k *checker) insert(obj types.Object) {
	if k.pkg.Scope().Lookup(obj.Name()) == nil {
		k.pkg.Scope().Insert(obj)
	}
}

// selectorBases returns the identifiers that stand before a dot.
func selectorBases(files ...*ast.File) map[*ast.Ident]bool {
	m := map[*ast.Ident]bool{}
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				if id, ok := s.X.(*ast.Ident); ok {
					m[id] = true
				}
			}
			return true
		})
	}
	return m
}

func (k *checker) addImports(f *ast.File, need map[string]string) {
	names := make([]string, 0, len(need))
	for n := range need {
		names = append(names, n)
	}
	slices.Sort(names)
	for _, n := range names {
		spec := &ast.ImportSpec{Name: ast.NewIdent(n), Path: &ast.BasicLit{Kind: token.STRING, Value: strconv.Quote(need[n])}}
		f.Decls = append([]ast.Decl{&ast.GenDecl{Tok: token.IMPORT, Specs: []ast.Spec{spec}}}, f.Decls...)
		f.Imports = append(f.Imports, spec)
		if !slices.Contains(k.paths, need[n]) {
			k.paths = append(k.paths, need[n])
		}
	}
	slices.Sort(k.paths)
}

// typeCheck runs go/types over the cell.
func (k *checker) typeCheck() {
	if k.typeCheckOnce() || !k.addKeys() {
		return
	}
	// once more, with the keys
	old := k.pkg.Scope()
	k.problems, k.hints, k.pkg = nil, k.hints[:k.ownHints], types.NewPackage("main", "main")
	for _, name := range old.Names() {
		if o := old.Lookup(name); o.Parent() != old || k.clones[o] != nil {
			k.pkg.Scope().Insert(o)
		}
	}
	k.info = newInfo()
	k.typeCheckOnce()
}

func newInfo() *types.Info {
	return &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Implicits: map[ast.Node]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{},
		Instances: map[*ast.Ident]types.Instance{}, Scopes: map[ast.Node]*types.Scope{},
	}
}

// typeCheckOnce reports whether there is no literal without keys of a struct type of a cell above.
func (k *checker) typeCheckOnce() bool {
	conf := k.config()
	k.ownHints = len(k.hints)
	unkeyed := false
	var errs []told
	conf.Error = func(err error) {
		e := err.(types.Error)
		if k.display != nil && e.Pos >= k.display.Pos() && e.Pos < k.display.End() && strings.HasSuffix(e.Msg, "is not used") || strings.HasPrefix(e.Msg, "\t") {
			return
		}
		line, col := k.at(e.Pos)
		p := Problem{Line: line, Col: col, Severity: Error, Message: strings.ReplaceAll(display(e.Msg), "cell.go:", "line ")}
		if strings.HasPrefix(e.Msg, "implicit assignment to unexported field") {
			unkeyed = true
		}
		if e.Soft && (strings.Contains(e.Msg, "declared and not used") || strings.Contains(e.Msg, "imported and not used")) {
			p.Severity = Hint
		}
		errs = append(errs, told{p, e.Pos})
	}
	types.NewChecker(conf, k.fset, k.pkg, k.info).Files([]*ast.File{k.decls, k.body})
	if k.survey {
		return !unkeyed // nobody reads the errors
	}
	for _, e := range errs {
		if p := k.advise(e); p.Severity == Hint {
			k.hints = append(k.hints, p)
		} else {
			k.problems = append(k.problems, p)
		}
	}
	return !unkeyed
}

// addKeys writes the field names into struct literals of the note's types. go/types takes the cells for different
// packages when it looks at literals without keys. It reports whether it wrote any.
func (k *checker) addKeys() bool {
	done := false
	visit := func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		if !ok || len(lit.Elts) == 0 {
			return true
		}
		t := k.info.TypeOf(lit)
		if t == nil {
			return true
		}
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		st, ok := t.Underlying().(*types.Struct)
		if !ok || st.NumFields() != len(lit.Elts) {
			return true
		}
		if _, keyed := lit.Elts[0].(*ast.KeyValueExpr); keyed || !isUserType(t) {
			return true
		}
		for i, e := range lit.Elts {
			lit.Elts[i] = &ast.KeyValueExpr{Key: &ast.Ident{Name: st.Field(i).Name(), NamePos: e.Pos()}, Colon: e.Pos(), Value: e}
		}
		done = true
		return true
	}
	ast.Inspect(k.decls, visit)
	ast.Inspect(k.body, visit)
	return done
}

func (k *checker) config() *types.Config {
	return &types.Config{Importer: k.above.lib, GoVersion: "go1.26", Sizes: types.SizesFor("gc", "amd64"), DisableUnusedImportCheck: true}
}

// beforeInit reports statements that run a function which needs a variable declared, and so set, only further down.
func (k *checker) beforeInit() {
	if k.pure || len(k.declared) == 0 {
		return
	}
	refs := map[types.Object]map[types.Object]bool{}
	for _, d := range k.decls.Decls {
		if fd, ok := d.(*ast.FuncDecl); ok && fd.Body != nil {
			refs[k.info.Defs[fd.Name]] = k.refs(fd.Body)
		}
	}
	for i, st := range k.stmts {
		seen := map[types.Object]bool{}
		var visit func(map[types.Object]bool, types.Object)
		visit = func(set map[types.Object]bool, via types.Object) {
			for o := range set {
				if at, ok := k.declared[o.Name()]; ok && via != nil && at >= i && o.Parent() == k.pkg.Scope() && o.Pkg() == k.pkg {
					line, _ := k.at(k.stmts[at].Pos())
					k.errorf(st.Pos(), "%s uses %s before it is declared on line %d", via.Name(), o.Name(), line)
				}
				if r, ok := refs[o]; ok && !seen[o] {
					seen[o] = true
					visit(r, o)
				}
			}
		}
		visit(k.refs(st), nil)
	}
}

// placeInits finds where init functions run: behind the leading variables, and behind those that they use.
func (k *checker) placeInits() {
	for k.initAt < len(k.stmts) && k.hoisted[k.stmts[k.initAt]] != nil {
		k.initAt++
	}
	bodies := map[types.Object]*ast.BlockStmt{}
	var list []*ast.BlockStmt
	for _, d := range k.decls.Decls {
		if fd, ok := d.(*ast.FuncDecl); ok && fd.Body != nil {
			bodies[k.info.Defs[fd.Name]] = fd.Body
			if fd.Recv == nil && fd.Name.Name == "init" {
				list = append(list, fd.Body)
			}
		}
	}
	seen := map[types.Object]bool{nil: true}
	for len(list) > 0 {
		refs := k.refs(list[0])
		list = list[1:]
		for o := range refs {
			if at, ok := k.declared[o.Name()]; ok && o.Parent() == k.pkg.Scope() && o.Pkg() == k.pkg {
				k.initAt = max(k.initAt, at+1)
			}
			if body := bodies[o]; body != nil && !seen[o] {
				seen[o] = true
				list = append(list, body)
			}
		}
	}
}

// refs returns the package-level objects and methods that a node refers to.
func (k *checker) refs(n ast.Node) map[types.Object]bool {
	m := map[types.Object]bool{}
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			switch o := k.info.Uses[id].(type) {
			case *types.Func:
				m[o.Origin()] = true
			case *types.Var:
				if o.Parent() == k.pkg.Scope() {
					m[o] = true
				}
			}
		}
		return true
	})
	return m
}

// constOf is the constant value of an expression, or nil.
func constOf(tv types.TypeAndValue) constant.Value {
	if tv.IsType() {
		return nil
	}
	return tv.Value
}
