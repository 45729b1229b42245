package frontend

import (
	"go/ast"
	"go/token"
	"go/types"
)

// boxes finds the local variables that must live in a cell of memory of their own: those whose address is taken, and
// those that a closure shares with code that assigns them. All others are copied into closures by value.
type boxes struct {
	info     *types.Info
	home     map[types.Object]ast.Node // the closure that declares the variable
	captured map[types.Object]bool
	assigned map[types.Object]bool
	address  map[types.Object]bool
	values   map[types.Object][]ast.Expr // what is assigned; nil stands for what is not known
	stack    []ast.Node
}

// findBoxes analyses one function: its type, for parameters and results, and its body.
func (r *root) findBoxes(info *types.Info, recv *ast.FieldList, ft *ast.FuncType, body *ast.BlockStmt) {
	b := &boxes{info, map[types.Object]ast.Node{}, map[types.Object]bool{}, map[types.Object]bool{}, map[types.Object]bool{}, map[types.Object][]ast.Expr{}, nil}
	b.function(body, recv, ft, body)
	for o := range b.captured {
		if b.assigned[o] {
			b.address[o] = true
		}
	}
	r.boxed, r.assigned, r.values, r.home = b.address, b.assigned, b.values, b.home
}

func (b *boxes) top() ast.Node { return b.stack[len(b.stack)-1] }

func (b *boxes) push(n ast.Node) { b.stack = append(b.stack, n) }

func (b *boxes) pop() { b.stack = b.stack[:len(b.stack)-1] }

func (b *boxes) function(n ast.Node, recv *ast.FieldList, ft *ast.FuncType, body *ast.BlockStmt) {
	b.push(n)
	defer b.pop()
	for _, list := range []*ast.FieldList{recv, ft.Params, ft.Results} {
		if list == nil {
			continue
		}
		for _, f := range list.List {
			for _, id := range f.Names {
				b.declare(id)
				b.value(b.info.Defs[id], nil)
				if list == ft.Results && hasDefer(body) {
					b.address[b.info.Defs[id]] = true
				}
			}
		}
	}
	if hasDefer(body) { // the body becomes a closure of its own
		b.push(body)
		defer b.pop()
	}
	b.walk(body)
}

func (b *boxes) declare(id *ast.Ident) {
	if o := b.info.Defs[id]; o != nil {
		b.home[o] = b.top()
	}
}

func (b *boxes) walk(n ast.Node) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			b.function(n, nil, n.Type, n.Body)
			return false
		case *ast.RangeStmt:
			if isFunc(b.info.TypeOf(n.X)) {
				b.walk(n.X)
				b.push(n)
				b.rangeVars(n)
				b.walk(n.Body)
				b.pop()
				return false
			}
			b.rangeVars(n)
			b.walk(n.X)
			b.walk(n.Body)
			return false
		case *ast.Ident:
			b.ident(n)
		case *ast.ForStmt:
			return b.forStmt(n)
		case *ast.AssignStmt:
			b.assigns(n)
			for _, x := range n.Lhs {
				b.mark(b.assigned, x, n.Tok == token.DEFINE)
			}
		case *ast.ValueSpec:
			for i, id := range n.Names {
				switch {
				case len(n.Values) == len(n.Names):
					b.value(b.info.Defs[id], n.Values[i])
				case len(n.Values) > 0:
					b.value(b.info.Defs[id], nil)
				}
			}
		case *ast.IncDecStmt:
			b.steps(n)
			b.mark(b.assigned, n.X, false)
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				b.mark(b.address, n.X, false)
			}
		case *ast.SliceExpr:
			if _, ok := b.under(n.X).(*types.Array); ok {
				b.mark(b.address, n.X, false)
			}
		case *ast.SelectorExpr:
			b.selector(n)
		case *ast.TypeSwitchStmt:
			for _, c := range n.Body.List {
				if o := b.info.Implicits[c]; o != nil {
					b.value(o, nil)
					b.home[o] = b.top()
				}
			}
		}
		return true
	})
}

func (b *boxes) under(e ast.Expr) types.Type {
	if t := b.info.TypeOf(e); t != nil {
		return t.Underlying()
	}
	return nil
}

func (b *boxes) ident(id *ast.Ident) {
	if o := b.info.Defs[id]; o != nil {
		b.home[o] = b.top()
		return
	}
	o := b.info.Uses[id]
	if home, ok := b.home[o]; ok && home != b.top() {
		b.captured[o] = true
	}
}

// rangeVars handles key and value of a range statement: defined ones belong to the iteration.
func (b *boxes) rangeVars(n *ast.RangeStmt) {
	for _, x := range []ast.Expr{n.Key, n.Value} {
		if x == nil {
			continue
		}
		id, ok := x.(*ast.Ident)
		if ok && (x != n.Key || !counts(b.info.TypeOf(n.X))) {
			b.value(b.info.ObjectOf(id), nil)
		}
		if ok && n.Tok == token.DEFINE {
			b.declare(id)
			continue
		}
		b.mark(b.assigned, x, false)
		b.walk(x)
	}
}

// counts reports whether the key of a range over a value of type t counts from 0.
func counts(t types.Type) bool {
	switch coreType(t).(type) {
	case *types.Basic, *types.Slice, *types.Array, *types.Pointer:
		return true
	}
	return false
}

// selector marks x in x.M when M has a pointer receiver and x is a variable: the call takes its address.
func (b *boxes) selector(n *ast.SelectorExpr) {
	s := b.info.Selections[n]
	if s == nil || s.Kind() != types.MethodVal {
		return
	}
	sig := s.Obj().Type().(*types.Signature)
	if sig.Recv() == nil {
		return
	}
	if _, ptr := types.Unalias(sig.Recv().Type()).(*types.Pointer); !ptr {
		return
	}
	if _, ptr := b.under(n.X).(*types.Pointer); !ptr {
		b.mark(b.address, n.X, false)
	}
}

// mark records the variable that a place is part of.
func (b *boxes) mark(set map[types.Object]bool, x ast.Expr, defining bool) {
	for {
		switch e := x.(type) {
		case *ast.ParenExpr:
			x = e.X
		case *ast.Ident:
			if o := b.info.Uses[e]; o != nil {
				set[o] = true
			} else if !defining {
				set[b.info.Defs[e]] = true
			}
			return
		case *ast.SelectorExpr:
			if _, ptr := b.under(e.X).(*types.Pointer); ptr || b.info.Selections[e] == nil {
				return
			}
			x = e.X
		case *ast.IndexExpr:
			if _, arr := b.under(e.X).(*types.Array); !arr {
				return
			}
			x = e.X
		default:
			return
		}
	}
}

// hasDefer reports whether a function's own body, not its closures, defers calls.
func hasDefer(body *ast.BlockStmt) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.DeferStmt:
			found = true
		}
		return !found
	})
	return found
}

func isFunc(t types.Type) bool {
	if t == nil {
		return false
	}
	_, ok := coreType(t).(*types.Signature)
	return ok
}

// coreType is the underlying type, for a type parameter that of its constraint's single type.
func coreType(t types.Type) types.Type {
	tp, ok := types.Unalias(t).(*types.TypeParam)
	if !ok {
		return t.Underlying()
	}
	u, ok := tp.Constraint().Underlying().(*types.Interface)
	if !ok {
		return nil
	}
	for i := range u.NumEmbeddeds() {
		switch e := types.Unalias(u.EmbeddedType(i)).(type) {
		case *types.Union:
			if e.Len() == 1 {
				return e.Term(0).Type().Underlying()
			}
		default:
			if _, iface := e.Underlying().(*types.Interface); !iface {
				return e.Underlying()
			}
		}
	}
	return nil
}
