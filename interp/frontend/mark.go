package frontend

import (
	"go/ast"
	"go/token"
	"go/types"
)

// Before a statement that can panic the lowered code stores the statement's line in a global, so that a panic knows its
// line exactly. Indices need no marker where their checks know the line, see bounds.go.

// A hazard is what can happen in a statement's own expressions.
type hazard struct {
	calls int // of interpreted code
	backs int // calls of compiled code that may call interpreted code
	other int // operations that can panic and do not know their line
}

func (h hazard) any() bool { return h.calls+h.backs+h.other > 0 }

// mark emits the marker of a simple statement, when it can panic.
func (f *fn) mark(s ast.Node) { f.markNode(s) }

func (f *fn) markNode(n ast.Node) {
	f.remark = false
	if n == nil {
		return
	}
	f.line = f.src.fset.Position(n.Pos()).Line
	h := f.hazards(n)
	f.calm = h.calls+h.backs == 0
	f.remark = h.calls > 0 && h.other+h.backs > 0
	if h.any() {
		f.setLine()
	}
	if h.backs > 0 {
		f.calls("")
	}
	if h.calls+h.backs > 0 {
		f.called()
		f.marked = 0
	}
}

// setLineAt marks a statement without asking whether it can panic.
func (f *fn) setLineAt(n ast.Node) {
	f.line = f.src.fset.Position(n.Pos()).Line
	f.setLine()
}

// setLine emits the marker of the current statement.
func (f *fn) setLine() {
	if f.src.cell == 0 || f.line == 0 || f.quiet || f.marked == f.line {
		return
	}
	f.emit(set(ident(Marker), number(f.marker(f.line))))
	f.marked = f.line
}

// marker is the value of the marker for a line of the cell.
func (f *fn) marker(line int) int64 { return int64(f.src.cell)*MarkerStep + int64(line) }

// here is the value of the marker at a node.
func (f *fn) here(n ast.Node) int64 { return f.marker(f.src.fset.Position(n.Pos()).Line) }

// hazards counts what can happen in a statement's own expressions.
func (f *fn) hazards(n ast.Node) (h hazard) {
	info := f.src.info
	ast.Inspect(n, func(n ast.Node) bool {
		if e, ok := n.(ast.Expr); ok && info.Types[e].IsType() {
			return false
		}
		switch n := n.(type) {
		case *ast.FuncLit, *ast.BlockStmt:
			return false
		case *ast.IndexExpr:
			if f.watchable(n) {
				h.other++
			}
		case *ast.StarExpr, *ast.TypeAssertExpr:
			h.other++
		case *ast.SelectorExpr:
			if s := info.Selections[n]; s != nil {
				if _, ptr := s.Recv().Underlying().(*types.Pointer); ptr && !f.solid(n.X) || s.Indirect() && !ptr {
					h.other++
				}
			}
		case *ast.AssignStmt:
			h.other += f.storeHazards(n)
		case *ast.IncDecStmt:
			if f.isMapElem(n.X) {
				h.other++
			}
		case *ast.BinaryExpr:
			if f.operationPanics(n) {
				h.other++
			}
		case *ast.CallExpr:
			f.callHazard(n, &h)
		case *ast.SendStmt, *ast.GoStmt, *ast.DeferStmt:
			h.other++
		}
		return true
	})
	return h
}

func (f *fn) isMapElem(e ast.Expr) bool {
	ix, ok := ast.Unparen(e).(*ast.IndexExpr)
	if !ok {
		return false
	}
	_, m := coreType(f.typeOf(ix.X)).(*types.Map)
	return m
}

func (f *fn) storeHazards(n *ast.AssignStmt) (count int) {
	for _, x := range n.Lhs {
		if f.isMapElem(x) {
			count++
		}
	}
	if n.Tok == token.QUO_ASSIGN || n.Tok == token.REM_ASSIGN {
		if f.integer(n.Lhs[0]) && f.src.info.Types[n.Rhs[0]].Value == nil {
			count++
		}
	}
	return count
}

func (f *fn) integer(e ast.Expr) bool {
	b, ok := f.under(e).(*types.Basic)
	return ok && b.Info()&types.IsInteger != 0
}

// operationPanics reports whether a binary operation can panic: a division by zero, or a comparison of interfaces.
func (f *fn) operationPanics(n *ast.BinaryExpr) bool {
	switch n.Op {
	case token.QUO, token.REM:
		return f.src.info.Types[n.Y].Value == nil && f.integer(n.X)
	case token.EQL, token.NEQ:
		x, _ := isIface(f.typeOf(n.X))
		y, _ := isIface(f.typeOf(n.Y))
		return (x || y) && !f.src.info.Types[n.X].IsNil() && !f.src.info.Types[n.Y].IsNil()
	}
	return false
}

func (f *fn) callHazard(n *ast.CallExpr, h *hazard) {
	fun := ast.Unparen(n.Fun)
	tv := f.src.info.Types[fun]
	switch {
	case tv.IsType():
		if _, slice := f.under(n.Args[0]).(*types.Slice); slice {
			h.other++
		}
	case tv.IsBuiltin():
		switch builtinName(f, fun) {
		case "panic", "close", "delete", "clear":
			h.other++
		case "make":
			for _, a := range n.Args[1:] {
				if f.src.info.Types[a].Value == nil {
					h.other++
				}
			}
		}
	case f.compiledCallee(fun) == nil:
		h.calls++
	case f.callsBack(n):
		h.backs++
	default:
		h.other++
	}
}

// compiledCallee is the compiled function or method that is called, nil when lowered code is or may be.
func (f *fn) compiledCallee(fun ast.Expr) *types.Func {
	id := calleeIdent(fun)
	if id == nil {
		return nil
	}
	o, ok := f.src.info.Uses[id].(*types.Func)
	if !ok || o.Pkg() == nil || isUser(o.Pkg()) || o.Type().(*types.Signature).TypeParams().Len() > 0 {
		return nil
	}
	if s, ok := fun.(*ast.SelectorExpr); ok && f.src.info.Selections[s] != nil {
		if iface, _ := isIface(f.typeOf(s.X)); iface {
			return nil
		}
	}
	return o
}

// callsBack reports whether a call of compiled code may call functions of cells: through what it is given, or what its
// receiver holds. Numbers, strings, and slices of them have no functions.
func (f *fn) callsBack(n *ast.CallExpr) bool {
	for _, a := range n.Args {
		if !dead(f.typeOf(a)) {
			return true
		}
	}
	if s, ok := ast.Unparen(n.Fun).(*ast.SelectorExpr); ok && f.src.info.Selections[s] != nil {
		return !dead(f.typeOf(s.X))
	}
	return false
}

// dead reports whether values of a type hold no functions.
func dead(t types.Type) bool {
	for range 5 {
		switch u := t.Underlying().(type) {
		case *types.Basic:
			return true
		case *types.Slice:
			t = u.Elem()
		case *types.Array:
			t = u.Elem()
		case *types.Pointer:
			t = u.Elem()
		case *types.Struct:
			return deadStructs[types.Unalias(t).String()]
		default:
			return false
		}
	}
	return false
}

// deadStructs are structs of the library whose methods call nothing of cells.
var deadStructs = map[string]bool{
	"strings.Builder": true, "bytes.Buffer": true, "time.Time": true, "sync.Mutex": true, "sync.RWMutex": true, "sync.WaitGroup": true,
	"math/rand.Rand": true, "math/rand/v2.Rand": true, "quire/nn.Tensor": true,
	"gonum.org/v1/gonum/mat.Dense": true, "gonum.org/v1/gonum/mat.VecDense": true,
}
