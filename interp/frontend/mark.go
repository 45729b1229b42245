package frontend

import (
	"go/ast"
	"go/token"
	"go/types"
)

// Before a statement that can panic the lowered code stores the statement's line in a global, so that a panic knows its
// line exactly.

// mark emits the marker of a simple statement, when it can panic.
func (f *fn) mark(s ast.Node) { f.markNode(s) }

func (f *fn) markNode(n ast.Node) {
	f.remark = false
	if n == nil {
		return
	}
	f.line = f.src.fset.Position(n.Pos()).Line
	calls, other := f.hazards(n)
	f.remark = calls > 0 && other > 0
	if calls+other > 0 {
		f.setLine()
	}
}

// setLineAt marks a statement without asking whether it can panic.
func (f *fn) setLineAt(n ast.Node) {
	f.line = f.src.fset.Position(n.Pos()).Line
	f.setLine()
}

// setLine emits the marker of the current statement.
func (f *fn) setLine() {
	if f.src.cell == 0 || f.line == 0 {
		return
	}
	f.emit(set(ident(Marker), number(int64(f.src.cell)*MarkerStep+int64(f.line))))
}

// here is the value of the marker at a node.
func (f *fn) here(n ast.Node) int64 {
	return int64(f.src.cell)*MarkerStep + int64(f.src.fset.Position(n.Pos()).Line)
}

// hazards counts the calls of interpreted code in a statement's own expressions, and the other operations that can
// panic.
func (f *fn) hazards(n ast.Node) (calls, other int) {
	info := f.src.info
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit, *ast.BlockStmt:
			return false
		case *ast.IndexExpr:
			if tv := info.Types[n.Index]; !tv.IsType() {
				if _, m := f.under(n.X).(*types.Map); !m {
					other++
				}
			}
		case *ast.SliceExpr, *ast.StarExpr, *ast.TypeAssertExpr:
			other++
		case *ast.SelectorExpr:
			if s := info.Selections[n]; s != nil {
				if _, ptr := s.Recv().Underlying().(*types.Pointer); ptr || s.Indirect() {
					other++
				}
			}
		case *ast.AssignStmt:
			for _, x := range n.Lhs {
				if ix, ok := x.(*ast.IndexExpr); ok {
					if _, m := f.under(ix.X).(*types.Map); m {
						other++
					}
				}
			}
			if n.Tok == token.QUO_ASSIGN || n.Tok == token.REM_ASSIGN {
				other++
			}
		case *ast.BinaryExpr:
			if (n.Op == token.QUO || n.Op == token.REM) && info.Types[n.Y].Value == nil {
				other++
			}
			if n.Op == token.EQL || n.Op == token.NEQ {
				if iface, _ := isIface(f.typeOf(n.X)); iface && !info.Types[n.Y].IsNil() {
					other++
				}
			}
		case *ast.CallExpr:
			c, o := f.callHazard(n)
			calls += c
			other += o
		case *ast.SendStmt, *ast.GoStmt, *ast.DeferStmt:
			other++
		}
		return true
	})
	return calls, other
}

func (f *fn) callHazard(n *ast.CallExpr) (calls, other int) {
	fun := ast.Unparen(n.Fun)
	tv := f.src.info.Types[fun]
	switch {
	case tv.IsType():
		if _, slice := f.under(n.Args[0]).(*types.Slice); slice {
			return 0, 1
		}
		return 0, 0
	case tv.IsBuiltin():
		switch builtinName(f, fun) {
		case "panic", "make", "close", "delete":
			return 0, 1
		}
		return 0, 0
	}
	if id := calleeIdent(fun); id != nil {
		if o, ok := f.src.info.Uses[id].(*types.Func); ok && o.Pkg() != nil && !isUser(o.Pkg()) && o.Type().(*types.Signature).TypeParams().Len() == 0 {
			return 0, 1
		}
	}
	return 1, 0
}
