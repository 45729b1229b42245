package frontend

import (
	"go/ast"
	"go/token"
	"strings"
)

// A Func tells what a lowered function is in the note, for the path of calls that led to a panic.
//
// The line of a call that is on the way is known in two cases: the function has calls on one line only, or it stores the
// line of its last call in a global of its own, and no other activation of it can have run since.
type Func struct {
	Global      string   // its name in the lowered code
	Name        string   // its name in the note, "" for the cell's own statements
	First, Last int      // its lines
	CallLine    int      // the only line with calls, 0 when there are several or none
	Calls       string   // the global that holds the line of the last call, when there are several
	Of          string   // the global name of the function whose body, or part of it, this is; "" for most
	Static      []string // the functions that it calls by name
	Dynamic     bool     // it calls others: function values, methods of interfaces, compiled code that calls back
	Escapes     bool     // it can be called in such ways
	Cell        int      // the number of the cell; 0 for the library's own Go
}

// begin makes f known under a global name. n is the whole function.
func (f *fn) begin(global, name string, n ast.Node, body ast.Node) {
	f.name = global
	pos := f.src.fset.Position
	f.info = &Func{Global: global, Name: name, Cell: f.src.cell, First: pos(n.Pos()).Line, Last: pos(n.End()).Line}
	f.l.unit.Funcs = append(f.l.unit.Funcs, f.info)
	f.lastCall = 0
	if f.src.cell == 0 {
		return
	}
	switch lines := f.callLines(body); len(lines) {
	case 0:
	case 1:
		for line := range lines {
			f.info.CallLine = line
		}
	default:
		f.info.Calls = f.fresh("calls")
		f.l.vars = append(f.l.vars, declare(f.info.Calls, ident("int"), nil).(*ast.DeclStmt).Decl)
		f.l.init = append(f.l.init, do(rt("Calls", text(global), addr(ident(f.info.Calls)))))
	}
}

// callLines returns the lines of the statements of a body that call, without those of its closures.
func (f *fn) callLines(body ast.Node) map[int]bool {
	lines := map[int]bool{}
	f.eachHead(body, func(n ast.Node) {
		if h := f.hazards(n); h.calls+h.backs > 0 {
			lines[f.src.fset.Position(n.Pos()).Line] = true
		}
	})
	return lines
}

// eachHead calls do for what statements evaluate themselves: simple statements, conditions, tags and the like.
func (f *fn) eachHead(body ast.Node, do func(ast.Node)) {
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return n.Body == body
		case *ast.ExprStmt, *ast.AssignStmt, *ast.IncDecStmt, *ast.ValueSpec, *ast.ReturnStmt, *ast.SendStmt, *ast.GoStmt, *ast.DeferStmt, *ast.SelectStmt:
			do(n)
		case *ast.IfStmt:
			do(n.Cond)
		case *ast.ForStmt:
			if n.Cond != nil {
				do(n.Cond)
			}
		case *ast.RangeStmt:
			do(n.X)
			for _, x := range []ast.Expr{n.Key, n.Value} {
				if x != nil && !isDefined(n, x) {
					do(x)
				}
			}
		case *ast.SwitchStmt:
			if n.Tag != nil {
				do(n.Tag)
			}
		case *ast.CaseClause:
			for _, x := range n.List {
				do(x)
			}
		case *ast.TypeSwitchStmt:
			do(n.Assign)
		}
		return true
	})
}

// called stores the line of a statement that calls.
func (f *fn) called() {
	if f.info == nil || f.info.Calls == "" || f.lastCall == f.line {
		return
	}
	f.emit(set(ident(f.info.Calls), number(int64(f.line))))
	f.lastCall = f.line
}

// calls records that f calls a lowered function by name, "" for one that is not known.
func (f *fn) calls(name string) {
	for f.info == nil && f.parent != nil {
		f = f.parent
	}
	switch {
	case f.info == nil:
	case name == "":
		f.info.Dynamic = true
	default:
		f.info.Static = append(f.info.Static, name)
	}
}

// funcTitle is how a path of calls names a declared function: f, (*T).M or T.M.
func funcTitle(d *ast.FuncDecl) string {
	recv := d.Recv
	name := d.Name.Name
	if _, late, ok := strings.Cut(name, dot+"m"); ok { // a method of a cell above
		name = late
		recv = &ast.FieldList{List: d.Type.Params.List[:1]}
	}
	if recv == nil || len(recv.List) == 0 {
		return name
	}
	t := recv.List[0].Type
	base := receiverBase(t)
	if base == nil {
		return name
	}
	if _, ptr := ast.Unparen(t).(*ast.StarExpr); ptr {
		return "(*" + base.Name + ")." + name
	}
	return base.Name + "." + name
}

// litTitle is how a path of calls names a function literal in f.
func (f *fn) litTitle() string {
	p := f
	for p.parent != nil {
		p = p.parent
	}
	if p.info == nil || p.info.Name == "" {
		return "func literal"
	}
	return "func literal in " + p.info.Name
}

// part makes f known as the body, or a part of it, of the function around it.
func (f *fn) part(n ast.Node) {
	p := f.parent
	for p.info == nil && p.parent != nil {
		p = p.parent
	}
	if p.info == nil {
		return
	}
	f.begin(f.fresh("make"), p.info.Name, n, n)
	f.info.First, f.info.Last = p.info.First, p.info.Last
	f.info.Of = p.info.Global
	p.info.Static = append(p.info.Static, f.info.Global)
	p.info.Dynamic = true // the runtime runs deferred calls in between
}

// isDefined reports whether x, the key or value of a range statement, is a variable that it declares.
func isDefined(n *ast.RangeStmt, x ast.Expr) bool {
	_, ok := x.(*ast.Ident)
	return ok && n.Tok == token.DEFINE || isBlank(x)
}
