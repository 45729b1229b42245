package worker

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// mutantWrappers are statements that run another one once.
var mutantWrappers = [][2]string{
	{"func() { ", " }()"},
	{"func() { zd := make(chan bool); go func() { defer close(zd); ", " }(); <-zd }()"},
	{"func() { defer func() { ", " }() }()"},
	{"for range 1 { ", " }"},
	{"for range zOnce { ", " }"},
	{"if true { ", " }"},
	{"switch { default: ", " }"},
	{"select { default: ", " }"},
	{"for zi := 0; zi < 1; zi++ { ", " }"},
	{"for range []string{\"\"} { ", " }"},
	{"switch any(0).(type) { case int: ", " }"},
	{"func(zf func()) { zf() }(func() { ", " })"},
	{"{ defer func() {}(); ", " }"},
}

// wrapped wraps a statement, or the body of a function.
func (m *mutator) wrapped() {
	wrapper := func() [2]string { return mutantWrappers[m.r.IntN(len(mutantWrappers))] }
	list := func(stmts []ast.Stmt) {
		for _, s := range stmts {
			if a, ok := s.(*ast.AssignStmt); ok && a.Tok == token.DEFINE {
				continue
			}
			if m.text(s) == "defer close(zd)" { // once only
				continue
			}
			w := wrapper()
			m.add(m.around(s, w[0], w[1])...)
		}
	}
	m.inspect(func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BlockStmt:
			list(n.List)
		case *ast.CaseClause:
			list(n.Body)
		case *ast.FuncDecl:
			m.body(n.Type, n.Body, wrapper())
		case *ast.FuncLit:
			m.body(n.Type, n.Body, wrapper())
		}
		return true
	})
}

// body wraps the body of a function; one with results then ends with a panic.
func (m *mutator) body(t *ast.FuncType, b *ast.BlockStmt, w [2]string) {
	if b == nil || len(b.List) == 0 {
		return
	}
	end := ""
	if t.Results != nil {
		end = "; panic(\"end\")"
	}
	m.add(edit{m.at(b.Lbrace) + 1, m.at(b.Lbrace) + 1, w[0] + "\n"}, edit{m.at(b.Rbrace), m.at(b.Rbrace), "\n" + w[1] + end + "\n"})
}

// loops turns loops into other forms.
func (m *mutator) loops() {
	m.inspect(func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ForStmt:
			m.counting(n)
		case *ast.RangeStmt:
			if n.Tok == token.ASSIGN && n.Value != nil {
				// Go's compiler assigns what a function yields one after the other, not as the assignment of two values
				// that the specification describes.
				return true
			}
			t := m.info.Types[n.X].Type
			switch t.Underlying().(type) {
			case *types.Slice:
				m.add(m.around(n.X, "zAll(", ")")...)
			case *types.Basic:
				if b := t.Underlying().(*types.Basic); b.Info()&types.IsInteger != 0 {
					m.add(m.around(n.X, "zUpTo(int(", "))")...)
					if id, ok := n.Key.(*ast.Ident); ok && n.Tok == token.DEFINE {
						m.add(edit{m.at(n.For), m.at(n.X.End()), fmt.Sprintf("for %s := 0; %s < int(%s); %s++", id.Name, id.Name, m.text(n.X), id.Name)})
					}
				}
			case *types.Array:
				m.add(m.around(n.X, "zAll((", ")[:])")...)
			}
		}
		return true
	})
}

// counting turns for i := a; i < n; i++ into a range.
func (m *mutator) counting(n *ast.ForStmt) {
	init, ok := n.Init.(*ast.AssignStmt)
	cond, ok2 := n.Cond.(*ast.BinaryExpr)
	inc, ok3 := n.Post.(*ast.IncDecStmt)
	if !ok || !ok2 || !ok3 || len(init.Lhs) != 1 || init.Tok != token.DEFINE || cond.Op != token.LSS && cond.Op != token.LEQ || inc.Tok != token.INC {
		return
	}
	i, limit := m.text(init.Lhs[0]), m.text(cond.Y)
	for _, x := range []string{limit, "zUpTo(" + limit + ")", "zAll(make([]bool, " + limit + "))"} {
		m.add(edit{m.at(n.For), m.at(n.Body.Lbrace), fmt.Sprintf("for %s := range %s ", i, x)})
	}
}

// values sends an expression through a generic function.
func (m *mutator) values() {
	through := []string{"zID", "zAny", "zChan", "zMap", "zDefer", "zPanic", "zClose", "zEmbed", "zGet", "zSeq"}
	m.inspect(func(n ast.Node) bool {
		e, ok := n.(ast.Expr)
		if !ok {
			return true
		}
		tv := m.info.Types[e]
		if !tv.IsValue() || tv.IsNil() || tv.Type == nil {
			return true
		}
		if _, tuple := tv.Type.(*types.Tuple); tuple {
			return true
		}
		t := types.TypeString(tv.Type, func(p *types.Package) string {
			if p == m.pkg {
				return ""
			}
			return p.Name()
		})
		name := through[m.r.IntN(len(through))]
		m.add(m.around(e, name+"(", ")")...)
		if !strings.Contains(t, "untyped") {
			m.add(m.around(e, name+"["+t+"](", ")")...)
			m.add(m.around(e, "func() "+t+" { return ", " }()")...)
		}
		return true
	})
}

// variables makes a local variable a part of something.
func (m *mutator) variables() {
	homes := [][3]string{{"zPtr", "(*", ")"}, {"zBox", "", ".v"}, {"zArray", "", "[1]"}}
	m.inspect(func(n ast.Node) bool {
		a, ok := n.(*ast.AssignStmt)
		if !ok || a.Tok != token.DEFINE || len(a.Lhs) != 1 || len(a.Rhs) != 1 {
			return true
		}
		id := a.Lhs[0].(*ast.Ident)
		o := m.info.Defs[id]
		if o == nil || id.Name == "_" {
			return true
		}
		home := homes[m.r.IntN(len(homes))]
		e := m.around(a.Rhs[0], home[0]+"(", ")")
		for _, use := range m.mentions(o)[1:] {
			e = append(e, m.replace(use, home[1]+use.Name+home[2]))
		}
		m.add(e...)
		if len(m.mentions(o)) > 1 { // a variable of the package
			g := fmt.Sprintf("zGlobal%d", len(m.src))
			t := types.TypeString(o.Type(), func(p *types.Package) string {
				if p == m.pkg {
					return ""
				}
				return p.Name()
			})
			e := []edit{{m.at(id.Pos()), m.at(a.TokPos) + 2, g + " = "}, {len(m.src), len(m.src), "\nvar " + g + " " + t + "\n"}}
			for _, use := range m.mentions(o)[1:] {
				e = append(e, m.replace(use, g))
			}
			m.add(e...)
		}
		return true
	})
}

// functions makes a function a method, generic, or a variable.
func (m *mutator) functions() {
	for _, d := range m.file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Body == nil || f.Recv != nil || f.Name.Name == "main" || f.Name.Name == "init" || strings.HasPrefix(f.Name.Name, "z") {
			continue
		}
		uses := m.mentions(m.info.Defs[f.Name])[1:]
		to := func(head edit, by string, more ...edit) {
			e := append([]edit{head}, more...)
			for _, id := range uses {
				e = append(e, m.replace(id, by))
			}
			m.add(e...)
		}
		name := f.Name.Name
		before := edit{m.at(f.Name.Pos()), m.at(f.Name.Pos()), "(zr zRecv) "}
		to(before, "zRecv{}."+name)
		before.by = "(zr *zRecv) "
		to(before, "new(zRecv)."+name)
		before.by = "(zRecv) "
		to(before, "(struct{ zRecv }{})."+name)
		if f.Type.TypeParams != nil {
			continue
		}
		behind := edit{m.at(f.Name.End()), m.at(f.Name.End()), "[Z any]"}
		to(behind, name+"[int]")
		to(behind, name+"[struct{ a []string }]")
		m.add(edit{m.at(f.Pos()), m.at(f.Name.End()), "var " + name + " = func"})
	}
}
