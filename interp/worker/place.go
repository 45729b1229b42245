package worker

import (
	"go/ast"
	"go/token"
)

// place gives every node of a lowered file one position. The interpreter files imports and types under the base name of
// the file that a node's position lies in; lines are carried by markers, not by positions.
func place(file *ast.File, pos token.Pos) {
	file.Package = pos
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			n.NamePos = pos
		case *ast.BasicLit:
			n.ValuePos = pos
		case *ast.CompositeLit:
			n.Lbrace = pos
		case *ast.ParenExpr:
			n.Lparen = pos
		case *ast.StarExpr:
			n.Star = pos
		case *ast.UnaryExpr:
			n.OpPos = pos
		case *ast.BinaryExpr:
			n.OpPos = pos
		case *ast.FuncType:
			n.Func = pos
		case *ast.ArrayType:
			n.Lbrack = pos
		case *ast.MapType:
			n.Map = pos
		case *ast.StructType:
			n.Struct = pos
		case *ast.ChanType:
			n.Begin = pos
		case *ast.FieldList:
			n.Opening = pos
		case *ast.BlockStmt:
			n.Lbrace = pos
		case *ast.GenDecl:
			n.TokPos = pos
		default:
			placeStmt(n, pos)
		}
		return true
	})
}

func placeStmt(n ast.Node, pos token.Pos) {
	switch n := n.(type) {
	case *ast.AssignStmt:
		n.TokPos = pos
	case *ast.IfStmt:
		n.If = pos
	case *ast.ForStmt:
		n.For = pos
	case *ast.RangeStmt:
		n.For = pos
	case *ast.SwitchStmt:
		n.Switch = pos
	case *ast.SelectStmt:
		n.Select = pos
	case *ast.CaseClause:
		n.Case = pos
	case *ast.CommClause:
		n.Case = pos
	case *ast.BranchStmt:
		n.TokPos = pos
	case *ast.ReturnStmt:
		n.Return = pos
	case *ast.SendStmt:
		n.Arrow = pos
	}
}
