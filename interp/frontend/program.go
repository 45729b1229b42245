package frontend

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Program returns the cells of a note as one Go program, for the compiler to check and to compare with. Cell i becomes a
// function; what cells declare becomes the package's, under another name where a name is taken.
//
// The program calls two functions that it does not declare: begin(key string) before each cell, and display(values ...any)
// with the value of a cell's last expression. Its own main is called cells. A note that declares a type or method of
// the same name twice, imports two packages under one name, or one without a name, has no such program.
func Program(params []Param, cells []Cell) ([]byte, error) {
	p, err := write(params, cells, nil)
	if err != nil {
		return nil, err
	}
	// once more, with the names of all packages known: a variable of such a name gets another
	if p, err = write(params, cells, p.imports); err != nil {
		return nil, err
	}
	return p.source()
}

// write writes the parts of the program. What has the name of one of packages gets another.
func write(params []Param, cells []Cell, packages map[string]string) (*program, error) {
	p := &program{scope: NewScope(params), imports: map[string]string{}, final: map[types.Object]string{}, taken: map[string]bool{}, methods: map[string]bool{}}
	for _, name := range []string{"begin", "display", "cells"} { // the program's own
		p.taken[name] = true
	}
	for name := range packages {
		p.taken[name] = true
	}
	for _, c := range params {
		if o, ok := p.scope.names[c.Name].obj.(*types.Const); ok {
			fmt.Fprintf(&p.decls, "const %s %s = %#v\n", c.Name, o.Type(), c.Value)
			p.taken[c.Name] = true
		}
	}
	p.main.WriteString("func cells() {\n")
	for _, c := range cells {
		if err := p.cell(c); err != nil {
			return nil, err
		}
	}
	p.main.WriteString("}\n")
	return p, nil
}

// A program is being written.
type program struct {
	scope   *Scope
	n       int               // number of the cell
	imports map[string]string // name → path
	final   map[types.Object]string
	taken   map[string]bool
	decls   bytes.Buffer
	main    bytes.Buffer
	body    bytes.Buffer // of the cell's function
	methods map[string]bool
	inits   int // how many init functions the cell has
	c       *checked
	err     error // the first that printing met
}

func (p *program) cell(c Cell) error {
	parsed, problems := p.scope.parse(c)
	if parsed == nil {
		return problemsError(problems)
	}
	p.n++
	p.c = p.scope.check(parsed)
	if len(p.c.problems) > 0 {
		return problemsError(p.c.problems)
	}
	if len(p.c.dotted) > 0 {
		return fmt.Errorf("the cell imports a package without its name")
	}
	unit, problems := p.scope.lower(p.c)
	if unit == nil {
		return problemsError(problems)
	}
	p.scope = unit.Next
	for _, f := range []*ast.File{p.c.decls, p.c.body} {
		for _, s := range f.Imports {
			if err := p.importAs(s.Name.Name, importPath(s)); err != nil {
				return err
			}
		}
	}
	if err := p.name(); err != nil {
		return err
	}
	p.rename(p.c.decls)
	p.rename(p.c.entry)
	for _, s := range p.c.stmts {
		p.rename(s)
	}
	p.declarations()
	p.statements()
	fmt.Fprintf(&p.decls, "func cell%sn%d() {\n%s}\n", dot, p.n, p.body.String())
	fmt.Fprintf(&p.main, "begin(%q)\ncell%sn%d()\n", c.Key, dot, p.n)
	p.body.Reset()
	return p.err
}

func problemsError(list []Problem) error {
	if len(list) == 0 {
		return fmt.Errorf("the cell cannot be compiled")
	}
	return fmt.Errorf("line %d: %s", list[0].Line, list[0].Message)
}

func (p *program) importAs(name, path string) error {
	if old, ok := p.imports[name]; ok && old != path {
		return fmt.Errorf("%s is the name of both %s and %s", name, old, path)
	}
	p.imports[name] = path
	return nil
}

// name gives the cell's own package-level objects the names that they have in the program.
func (p *program) name() error {
	scope := p.c.pkg.Scope()
	for _, name := range scope.Names() {
		o := scope.Lookup(name)
		if o.Parent() != scope || o.Pkg() != p.c.pkg || p.c.clones[o] != nil {
			continue
		}
		final := name
		if _, pkg := p.imports[name]; pkg || p.taken[name] || types.Universe.Lookup(name) != nil || name == "main" {
			if _, isType := o.(*types.TypeName); isType {
				return fmt.Errorf("type %s is declared twice", name)
			}
			final = fmt.Sprint(name, dot, "n", p.n)
		}
		p.taken[final] = true
		p.final[o] = final
	}
	for clone, o := range p.c.clones {
		p.final[clone] = p.final[o]
		if p.final[o] == "" {
			p.final[clone] = o.Name()
		}
	}
	return nil
}

// rename writes the final names into a tree.
func (p *program) rename(n ast.Node) {
	ast.Inspect(n, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		o := p.c.info.Uses[id]
		if o == nil {
			o = p.c.info.Defs[id]
		}
		if f, ok := o.(*types.Func); ok {
			o = f.Origin()
		}
		if final, ok := p.final[o]; ok && o != nil {
			id.Name = final
		}
		return true
	})
}

// declarations writes the cell's types, constants, functions and variables.
func (p *program) declarations() {
	inits := 0
	for _, d := range p.c.decls.Decls {
		switch d := d.(type) {
		case *ast.GenDecl:
			if d.Tok == token.TYPE || d.Tok == token.CONST {
				p.print(&p.decls, d)
			}
		case *ast.FuncDecl:
			if d.Recv == nil && d.Name.Name == "init" {
				inits++
				d.Name = ast.NewIdent(fmt.Sprint("init", dot, "n", p.n, "_", inits))
			}
			m := p.method(d)
			if m.Recv != nil {
				p.declareMethod(receiverBase(m.Recv.List[0].Type).Name + "." + m.Name.Name)
			}
			p.print(&p.decls, m)
		}
	}
	scope := p.c.pkg.Scope()
	for _, name := range scope.Names() {
		if v, ok := scope.Lookup(name).(*types.Var); ok && v.Parent() == scope && p.c.clones[v] == nil {
			fmt.Fprintf(&p.decls, "var %s %s\n", p.final[v], types.TypeString(v.Type(), p.qualify))
		}
	}
	p.inits = inits
}

// declareMethod notes a method; a program cannot declare it again.
func (p *program) declareMethod(name string) {
	if p.methods[name] && p.err == nil {
		p.err = fmt.Errorf("method %s is declared twice", name)
	}
	p.methods[name] = true
}

// method turns a method that was declared in a later cell than its type back into one.
func (p *program) method(d *ast.FuncDecl) *ast.FuncDecl {
	if !slices.Contains(p.c.late, d) {
		return d
	}
	m := *d
	_, name, _ := strings.Cut(d.Name.Name, dot+"m")
	m.Name = ast.NewIdent(name)
	ft := *d.Type
	m.Recv = &ast.FieldList{List: ft.Params.List[:1]}
	ft.Params = &ast.FieldList{List: ft.Params.List[1:]}
	m.Type = &ft
	return &m
}

// qualify names a package in a type.
func (p *program) qualify(pkg *types.Package) string {
	if isUser(pkg) {
		return ""
	}
	for name, path := range p.imports {
		if path == pkg.Path() {
			return name
		}
	}
	name := pkg.Name()
	for p.taken[name] || p.imports[name] != "" {
		name += dot
	}
	p.imports[name] = pkg.Path()
	return name
}

// statements writes the body of the cell's function. What it declares at the top is assigned.
func (p *program) statements() {
	if p.c.pure {
		for _, in := range p.c.info.InitOrder {
			var lhs []ast.Expr
			for _, v := range in.Lhs {
				name := p.final[v]
				if name == "" {
					name = "_"
				}
				lhs = append(lhs, ast.NewIdent(name))
			}
			p.print(&p.body, &ast.AssignStmt{Lhs: lhs, Tok: token.ASSIGN, Rhs: exprs(in.Rhs)})
		}
	}
	for i, s := range p.c.stmts {
		if i == p.c.initAt {
			p.runInits()
		}
		h := p.c.hoisted[s]
		a, define := s.(*ast.AssignStmt)
		switch {
		case h != nil && p.c.pure:
		case h != nil && define:
			p.print(&p.body, &ast.AssignStmt{Lhs: a.Lhs, Tok: token.ASSIGN, Rhs: a.Rhs})
		case h != nil:
			for _, spec := range h.specs {
				var lhs []ast.Expr
				for _, n := range spec.Names {
					lhs = append(lhs, n)
				}
				if len(spec.Values) > 0 {
					p.print(&p.body, &ast.AssignStmt{Lhs: lhs, Tok: token.ASSIGN, Rhs: spec.Values})
				}
			}
		case p.c.display != nil && s == ast.Stmt(p.c.display) && p.shown(p.c.display.X):
			p.print(&p.body, &ast.ExprStmt{X: call(ident("display"), p.c.display.X)})
		default:
			p.print(&p.body, s)
		}
	}
	if p.c.initAt == len(p.c.stmts) {
		p.runInits()
	}
	if m, ok := p.c.pkg.Scope().Lookup("main").(*types.Func); ok && p.final[m] != "" {
		fmt.Fprintf(&p.body, "%s()\n", p.final[m])
	}
}

func (p *program) runInits() {
	for i := range p.inits {
		fmt.Fprintf(&p.body, "init%sn%d_%d()\n", dot, p.n, i+1)
	}
}

// shown reports whether the value of a last expression is displayed.
func (p *program) shown(e ast.Expr) bool {
	tv := p.c.info.Types[e]
	c, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return true
	}
	f := &fn{src: &source{info: p.c.info}}
	return !tv.IsVoid() && !f.printing(c)
}

func (p *program) print(to *bytes.Buffer, n any) {
	if err := format.Node(to, p.c.fset, n); err != nil && p.err == nil {
		p.err = fmt.Errorf("print the program: %w", err)
	}
	to.WriteByte('\n')
}

// source assembles the file, with the imports that it needs.
func (p *program) source() ([]byte, error) {
	rest := p.decls.String() + p.main.String()
	file, err := parser.ParseFile(token.NewFileSet(), "", "package main\n"+rest, 0)
	if err != nil {
		return nil, fmt.Errorf("parse the program: %w", err)
	}
	var out bytes.Buffer
	out.WriteString("package main\n\n")
	used := map[string]string{}
	for _, id := range file.Unresolved {
		if path, ok := p.imports[id.Name]; ok {
			used[id.Name] = path
		}
	}
	for _, name := range slices.Sorted(maps.Keys(used)) {
		fmt.Fprintf(&out, "import %s %s\n", name, strconv.Quote(used[name]))
	}
	out.WriteString(rest)
	return format.Source(out.Bytes())
}
