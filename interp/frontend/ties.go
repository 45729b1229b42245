package frontend

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"
)

// Ties are what the names of a cell tell about how it hangs together with the cells above it.
type Ties struct {
	Vars []string // the variables among what it declares
	// Touches are names of cells above through which the cell may change something: variables that it writes or takes the
	// address of, those whose values are shared when they are copied, and functions and types, for what their code uses.
	Touches []string
	// Carries gives, for a name that the cell declares, the names through which it may read or change something: what the
	// body of a function uses; what a variable may share with others.
	Carries map[string][]string
}

// A tying finds the ties of a cell.
type tying struct {
	l       *lowerer
	written map[*ast.Ident]bool
}

func (l *lowerer) ties() Ties {
	t := &tying{l, map[*ast.Ident]bool{}}
	t.findWritten()
	ties := Ties{Carries: map[string][]string{}}
	scope := l.c.pkg.Scope()
	body := t.refs(false, t.statements()...)
	held := slices.Collect(maps.Keys(body))
	for _, name := range l.unit.Defines {
		if v, ok := scope.Lookup(name).(*types.Var); ok {
			ties.Vars = append(ties.Vars, name)
			if holds(v.Type(), 0) {
				held = append(held, name)
			}
		}
	}
	slices.Sort(held)
	held = slices.Compact(held)
	for _, name := range ties.Vars {
		if holds(scope.Lookup(name).Type(), 0) {
			ties.Carries[name] = held
		}
	}
	touches := body
	for _, d := range l.c.decls.Decls {
		fd, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		name, _, _ := strings.Cut(fd.Name.Name, dot) // the type of a method that is declared below it comes first
		if fd.Recv != nil {
			name = display(receiverBase(fd.Recv.List[0].Type).Name)
		}
		refs := t.refs(true, fd)
		ties.Carries[name] = append(ties.Carries[name], slices.Sorted(maps.Keys(refs))...)
		maps.Copy(touches, refs)
	}
	for name := range touches {
		if slices.Contains(l.unit.Uses, name) {
			ties.Touches = append(ties.Touches, name)
		}
	}
	slices.Sort(ties.Touches)
	return ties
}

// statements are the cell's own statements.
func (t *tying) statements() []ast.Node {
	var list []ast.Node
	for _, s := range t.l.c.stmts {
		list = append(list, s)
	}
	return list
}

// refs returns the top-level names in nodes through which something may be changed or kept hold of. Code that runs later
// (code, or a function literal) reads variables of any type.
func (t *tying) refs(code bool, nodes ...ast.Node) map[string]bool {
	m := map[string]bool{}
	var visit func(n ast.Node, later bool)
	visit = func(n ast.Node, later bool) {
		ast.Inspect(n, func(c ast.Node) bool {
			switch c := c.(type) {
			case *ast.FuncLit:
				if c != n {
					visit(c, true)
					return false
				}
			case *ast.Ident:
				if t.ties(c, later) {
					m[display(c.Name)] = true
				}
			}
			return true
		})
	}
	for _, n := range nodes {
		visit(n, code)
	}
	return m
}

// ties reports whether an identifier is a top-level name that ties.
func (t *tying) ties(id *ast.Ident, later bool) bool {
	o := t.l.c.info.Uses[id]
	if c, ok := t.l.c.clones[o]; ok {
		o = c
	}
	if o == nil || !isUser(o.Pkg()) {
		return false
	}
	switch o := o.(type) {
	case *types.Var:
		_, global := t.l.next.slots[o]
		return global && (later || t.written[id] || holds(o.Type(), 0))
	case *types.Func:
		return o.Type().(*types.Signature).Recv() == nil
	case *types.TypeName:
		return true
	}
	return false
}

// findWritten finds the identifiers that the cell assigns to, wholly or in part, or takes the address of, as methods with
// pointer receivers do.
func (t *tying) findWritten() {
	info := t.l.c.info
	visit := func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, x := range n.Lhs {
				t.writes(x)
			}
		case *ast.IncDecStmt:
			t.writes(n.X)
		case *ast.RangeStmt:
			if n.Tok == token.ASSIGN {
				t.writes(n.Key)
				t.writes(n.Value)
			}
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				t.writes(n.X)
			}
		case *ast.SliceExpr:
			t.writes(n.X)
		case *ast.SelectorExpr:
			if s := info.Selections[n]; s != nil && s.Kind() == types.MethodVal && pointerReceiver(s.Obj().(*types.Func)) {
				t.writes(n.X)
			}
		}
		return true
	}
	ast.Inspect(t.l.c.decls, visit)
	for _, s := range t.statements() {
		ast.Inspect(s, visit)
	}
}

// writes notes the variable that a place is part of.
func (t *tying) writes(e ast.Expr) {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			t.written[x] = true
			return
		case *ast.ParenExpr:
			e = x.X
		case *ast.SelectorExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.SliceExpr:
			e = x.X
		default:
			return
		}
	}
}

// holds reports whether copies of a value of type t share something that can change.
func holds(t types.Type, depth int) bool {
	if depth > 20 {
		return true
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return u.Kind() == types.UnsafePointer
	case *types.Array:
		return holds(u.Elem(), depth+1)
	case *types.Struct:
		for v := range u.Fields() {
			if holds(v.Type(), depth+1) {
				return true
			}
		}
		return false
	}
	return true
}
