package frontend

import (
	"go/ast"
	"go/token"
	"strconv"
)

// Short constructors of syntax. The lowered tree has no positions: line markers carry them. It has no parentheses either
// where the tree itself tells what belongs together: each costs the interpreter a step.

func ident(name string) *ast.Ident { return &ast.Ident{Name: name} }

func number(n int64) ast.Expr {
	if n < 0 {
		return &ast.ParenExpr{X: &ast.UnaryExpr{Op: token.SUB, X: &ast.BasicLit{Kind: token.INT, Value: strconv.FormatUint(uint64(-n), 10)}}}
	}
	return &ast.BasicLit{Kind: token.INT, Value: strconv.FormatInt(n, 10)}
}

func text(s string) ast.Expr { return &ast.BasicLit{Kind: token.STRING, Value: strconv.Quote(s)} }

func sel(x ast.Expr, name string) ast.Expr { return &ast.SelectorExpr{X: x, Sel: ident(name)} }

func call(f ast.Expr, args ...ast.Expr) *ast.CallExpr { return &ast.CallExpr{Fun: f, Args: args} }

// rt is a call of a function of the runtime.
func rt(name string, args ...ast.Expr) *ast.CallExpr { return call(runtimeFunc(name), args...) }

func runtimeFunc(name string) ast.Expr { return sel(ident(runtimeAlias), name) }

// runtimeName is the name of the function of the runtime that a lowered call calls, "" for other calls.
func runtimeName(c *ast.CallExpr) string {
	if s, ok := c.Fun.(*ast.SelectorExpr); ok {
		if id, ok := s.X.(*ast.Ident); ok && id.Name == runtimeAlias {
			return s.Sel.Name
		}
	}
	return ""
}

const (
	runtimeAlias = "R" + dot
	// RuntimePath is the import path of the runtime's functions, which interp/worker exports to the interpreter.
	RuntimePath  = "quire/interp/worker/runtime"
	structsAlias = "T" + dot
	// StructsPath is the import path of the struct types, which interp/worker makes.
	StructsPath = "quire/interp/worker/structs"
	// Marker is the global that holds the line of the statement that runs: cell number × MarkerStep + note line.
	Marker = "line" + dot
	// Armed is the global that holds how many goroutines are on their way to a deferred function that may call recover.
	Armed = "armed" + dot
	// MarkerStep separates the cell's number from the line in a marker.
	MarkerStep = 1 << 24
)

func paren(x ast.Expr) ast.Expr {
	switch x.(type) {
	case *ast.Ident, *ast.BasicLit, *ast.ParenExpr, *ast.CallExpr, *ast.SelectorExpr, *ast.IndexExpr:
		return x
	}
	return &ast.ParenExpr{X: x}
}

func deref(x ast.Expr) ast.Expr { return &ast.ParenExpr{X: &ast.StarExpr{X: x}} }

// addr is &x; that of what a pointer points to is the pointer.
func addr(x ast.Expr) ast.Expr {
	if p, ok := x.(*ast.ParenExpr); ok {
		if s, ok := p.X.(*ast.StarExpr); ok {
			if a, ok := s.X.(*ast.UnaryExpr); ok && a.Op == token.AND {
				return a
			}
		}
	}
	return &ast.UnaryExpr{Op: token.AND, X: x}
}

func not(x ast.Expr) ast.Expr { return &ast.UnaryExpr{Op: token.NOT, X: paren(x)} }

func binary(x ast.Expr, op token.Token, y ast.Expr) ast.Expr {
	return &ast.BinaryExpr{X: x, Op: op, Y: y}
}

func exprs(x ...ast.Expr) []ast.Expr { return x }

func define(lhs, rhs []ast.Expr) ast.Stmt {
	return &ast.AssignStmt{Lhs: lhs, Tok: token.DEFINE, Rhs: rhs}
}

func assign(lhs, rhs []ast.Expr) ast.Stmt {
	return &ast.AssignStmt{Lhs: lhs, Tok: token.ASSIGN, Rhs: rhs}
}

// set is x = v. The interpreter does not store through a place in parentheses.
func set(x, v ast.Expr) ast.Stmt { return assign(exprs(ast.Unparen(x)), exprs(v)) }

func let(name string, v ast.Expr) ast.Stmt { return define(exprs(ident(name)), exprs(v)) }

func declare(name string, t, v ast.Expr) ast.Stmt {
	s := &ast.ValueSpec{Names: []*ast.Ident{ident(name)}, Type: t}
	if v != nil {
		s.Values = exprs(v)
	}
	return &ast.DeclStmt{Decl: &ast.GenDecl{Tok: token.VAR, Specs: []ast.Spec{s}}}
}

func do(x ast.Expr) ast.Stmt { return &ast.ExprStmt{X: x} }

func block(list ...ast.Stmt) *ast.BlockStmt { return &ast.BlockStmt{List: list} }

func when(cond ast.Expr, list ...ast.Stmt) *ast.IfStmt {
	return &ast.IfStmt{Cond: cond, Body: block(list...)}
}

func branch(tok token.Token, label string) ast.Stmt {
	b := &ast.BranchStmt{Tok: tok}
	if label != "" {
		b.Label = ident(label)
	}
	return b
}

func ret(x ...ast.Expr) ast.Stmt { return &ast.ReturnStmt{Results: x} }

func param(name string, t ast.Expr) *ast.Field {
	return &ast.Field{Names: []*ast.Ident{ident(name)}, Type: t}
}

func function(name string, t *ast.FuncType, body ...ast.Stmt) *ast.FuncDecl {
	return &ast.FuncDecl{Name: ident(name), Type: t, Body: block(body...)}
}

func funcType(params []*ast.Field, results ...ast.Expr) *ast.FuncType {
	t := &ast.FuncType{Params: &ast.FieldList{List: params}}
	if len(results) > 0 {
		t.Results = &ast.FieldList{}
		for _, r := range results {
			t.Results.List = append(t.Results.List, &ast.Field{Type: r})
		}
	}
	return t
}
