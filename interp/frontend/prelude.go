package frontend

import (
	"embed"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path"
	"strings"
	"sync"
)

// Generic functions of the standard library have no compiled form. Their Go source here is instantiated like the user's.
//
//go:embed prelude/*.go.txt
var preludeFiles embed.FS

// preludes keeps what has been parsed and checked, per outermost scope.
type preludes struct {
	mu   sync.Mutex
	pkgs map[string]*prelude
}

type prelude struct {
	pkg     *types.Package
	sources map[string]source // by function name, methods as T.M
}

func newPreludes() *preludes { return &preludes{pkgs: map[string]*prelude{}} }

func preludeFile(importPath string) string {
	return "prelude/" + strings.ReplaceAll(importPath, "/", "_") + ".go.txt"
}

// prelude returns our Go for a package of the standard library, or nil.
func (l *lowerer) prelude(importPath string) *types.Package {
	if p := l.loadPrelude(importPath); p != nil {
		return p.pkg
	}
	return nil
}

func (l *lowerer) loadPrelude(importPath string) *prelude {
	ps := l.next.prel
	ps.mu.Lock()
	defer ps.mu.Unlock()
	if p, ok := ps.pkgs[importPath]; ok {
		return p
	}
	text, err := preludeFiles.ReadFile(preludeFile(importPath))
	if err != nil {
		ps.pkgs[importPath] = nil
		return nil
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, path.Base(importPath), text, parser.SkipObjectResolution)
	if err != nil {
		panic("frontend: prelude: " + err.Error())
	}
	info := &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Implicits: map[ast.Node]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{}, Instances: map[*ast.Ident]types.Instance{},
	}
	conf := types.Config{Importer: l.next.lib, GoVersion: "go1.26"}
	pkg := types.NewPackage("main", file.Name.Name)
	if err := types.NewChecker(&conf, fset, pkg, info).Files([]*ast.File{file}); err != nil {
		panic("frontend: prelude: " + err.Error())
	}
	p := &prelude{pkg: pkg, sources: map[string]source{}}
	for _, d := range file.Decls {
		if fd, ok := d.(*ast.FuncDecl); ok {
			name := fd.Name.Name
			if fd.Recv != nil {
				name = receiverBase(fd.Recv.List[0].Type).Name + "." + name
			}
			p.sources[name] = source{decl: fd, info: info, fset: fset, pkg: pkg}
		}
	}
	ps.pkgs[importPath] = p
	return p
}

// preludeSource returns our Go for a function of the standard library, or for one of our own.
func (l *lowerer) preludeSource(obj *types.Func) (source, bool) {
	if obj.Pkg() == nil {
		return source{}, false
	}
	p := l.loadPrelude(obj.Pkg().Path())
	if isUser(obj.Pkg()) {
		for _, q := range l.next.prel.pkgs {
			if q != nil && q.pkg == obj.Pkg() {
				p = q
			}
		}
	}
	if p == nil {
		return source{}, false
	}
	name := obj.Name()
	if r := obj.Type().(*types.Signature).Recv(); r != nil {
		t := r.Type()
		if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
			t = ptr.Elem()
		}
		n, ok := types.Unalias(t).(*types.Named)
		if !ok {
			return source{}, false
		}
		name = n.Obj().Name() + "." + name
	} else if obj.Type().(*types.Signature).TypeParams().Len() == 0 && !isUser(obj.Pkg()) {
		return source{}, false
	}
	s, ok := p.sources[name]
	return s, ok
}

// own returns our type for an instance of a generic type of the standard library, or a pointer to one; other types are
// returned as they are.
func (l *lowerer) own(t types.Type) types.Type {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		if o := l.own(p.Elem()); o != p.Elem() {
			return types.NewPointer(o)
		}
		return t
	}
	n, ok := types.Unalias(t).(*types.Named)
	if !ok || n.TypeArgs().Len() == 0 || n.Obj().Pkg() == nil || isUser(n.Obj().Pkg()) {
		return t
	}
	p := l.prelude(n.Obj().Pkg().Path())
	if p == nil {
		return t
	}
	o, ok := p.Scope().Lookup(n.Obj().Name()).(*types.TypeName)
	if !ok {
		return t
	}
	return instantiate(o.Type().(*types.Named), typeList(n.TypeArgs()))
}

// ownMethod returns our method for one of a generic type of the standard library.
func (l *lowerer) ownMethod(o types.Object) types.Object {
	m, ok := o.(*types.Func)
	if !ok || m.Type().(*types.Signature).Recv() == nil {
		return o
	}
	recv := m.Type().(*types.Signature).Recv().Type()
	if t := l.own(recv); t != recv {
		if own, _, _ := types.LookupFieldOrMethod(t, true, nil, m.Name()); own != nil {
			return own
		}
	}
	return o
}
