package frontend

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// The language leaves open when the variables of an expression are read if a call in it changes them; compiled Go always
// makes the calls first, from left to right, and reads variables, elements and fields behind the last one. Lengths,
// slices, and values too large for an interface's own word that go into one are taken in their turn, like calls.

// list lowers several operands. When a later one calls, earlier calls are made in temporaries before it, and what earlier
// ones read is read behind it.
func (f *fn) list(parts ...func() ast.Expr) []ast.Expr {
	out := make([]ast.Expr, len(parts))
	before := make([][]ast.Stmt, len(parts)) // what runs before each operand
	last := -1
	for i, p := range parts {
		before[i] = f.apart(func() { out[i] = p() })
		if calls(out[i]) || f.lastCalling(before[i]) > 0 {
			last = i
		}
	}
	late := false
	for i := range max(last, 0) {
		late = late || calls(out[last]) && f.readsShared(out[i]) || f.lastCalling(before[i]) < len(before[i])
	}
	follows := false
	made := make([][]ast.Stmt, len(parts)) // the calls of each operand
	for i := len(parts) - 1; i >= 0; i-- {
		if late && i <= last || follows {
			made[i] = f.apart(func() { out[i] = f.hoist(out[i]) })
		}
		follows = follows || len(before[i])+len(made[i]) > 0
	}
	var reads []ast.Stmt
	for i := range parts {
		split := len(before[i])
		if i < last && len(made[i]) == 0 {
			split = f.lastCalling(before[i])
		}
		f.emit(before[i][:split]...)
		f.emit(made[i]...)
		reads = append(reads, before[i][split:]...)
		if i == last {
			f.emit(reads...)
			reads = nil
		}
	}
	return out
}

// lastCalling returns how many statements there are up to the last that has its turn among the calls; those behind it
// read, and check what is read.
func (f *fn) lastCalling(list []ast.Stmt) int {
	for i := len(list) - 1; i >= 0; i-- {
		if !f.onlyReads(list[i]) {
			return i + 1
		}
	}
	return 0
}

// onlyReads reports whether an emitted statement keeps or checks what it reads, and no more.
func (f *fn) onlyReads(s ast.Stmt) bool {
	if f.l.turns[s] {
		return false
	}
	switch s := s.(type) {
	case *ast.AssignStmt:
		return !slices.ContainsFunc(s.Rhs, f.inItsTurn) && (s.Tok == token.ASSIGN || !slices.ContainsFunc(s.Rhs, f.measures))
	case *ast.DeclStmt:
		for _, spec := range s.Decl.(*ast.GenDecl).Specs {
			if v, ok := spec.(*ast.ValueSpec); !ok || slices.ContainsFunc(v.Values, f.inItsTurn) || slices.ContainsFunc(v.Values, f.measures) {
				return false
			}
		}
		return true
	case *ast.IfStmt: // a check
		return s.Else == nil && s.Init == nil && len(s.Body.List) == 1 && isFailure(s.Body.List[0]) && !calls(s.Cond)
	}
	return false
}

// isFailure reports whether an emitted statement is a call of the runtime that panics.
func isFailure(s ast.Stmt) bool {
	x, ok := s.(*ast.ExprStmt)
	if !ok {
		return false
	}
	c, ok := x.X.(*ast.CallExpr)
	return ok && runtimeName(c) != ""
}

// measures reports whether a lowered expression takes the length of what a call can change.
func (f *fn) measures(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		c, ok := n.(*ast.CallExpr)
		found = found || ok && isLen(c) && f.readsShared(c)
		return !found
	})
	return found
}

// inItsTurn reports whether a lowered expression calls, or takes a value as early as if it did: see list.
func (f *fn) inItsTurn(e ast.Expr) bool {
	found := calls(e)
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.SliceExpr:
			found = true
		case *ast.CallExpr:
			found = found || f.l.inTurn[n]
		}
		return !found
	})
	return found
}

// hoist emits the calls in a lowered expression, and what else is evaluated in its turn, and returns the rest.
func (f *fn) hoist(e ast.Expr) ast.Expr {
	switch x := e.(type) {
	case *ast.ParenExpr:
		return &ast.ParenExpr{X: f.hoist(x.X)}
	case *ast.StarExpr:
		return &ast.StarExpr{X: f.hoist(x.X)}
	case *ast.SelectorExpr:
		return &ast.SelectorExpr{X: f.hoist(x.X), Sel: x.Sel}
	case *ast.IndexExpr:
		return &ast.IndexExpr{X: f.hoist(x.X), Index: f.hoist(x.Index)}
	case *ast.KeyValueExpr:
		return &ast.KeyValueExpr{Key: x.Key, Value: f.hoist(x.Value)}
	case *ast.UnaryExpr:
		if x.Op != token.ARROW {
			return &ast.UnaryExpr{Op: x.Op, X: f.hoist(x.X)}
		}
		return f.temp(x)
	case *ast.BinaryExpr:
		if x.Op != token.LAND && x.Op != token.LOR {
			l := f.hoist(x.X)
			return &ast.BinaryExpr{X: l, Op: x.Op, Y: f.hoist(x.Y)}
		}
		if calls(x) {
			return f.temp(x)
		}
	case *ast.SliceExpr:
		return f.temp(x)
	case *ast.CompositeLit:
		lit := &ast.CompositeLit{Type: x.Type}
		for _, el := range x.Elts {
			lit.Elts = append(lit.Elts, f.hoist(el))
		}
		return lit
	case *ast.TypeAssertExpr:
		return &ast.TypeAssertExpr{X: f.hoist(x.X), Type: x.Type}
	case *ast.CallExpr:
		if isCall(x) || (f.l.inTurn[x] || isLen(x) || toSlice(x)) && f.readsShared(x) {
			return f.temp(x)
		}
		c := &ast.CallExpr{Fun: x.Fun, Ellipsis: x.Ellipsis}
		for _, a := range x.Args {
			c.Args = append(c.Args, f.hoist(a))
		}
		return c
	}
	return e
}

// calls reports whether a lowered expression has what Go makes in its turn: a call or a receive.
func calls(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.CallExpr:
			found = found || isCall(n)
		case *ast.UnaryExpr:
			found = found || n.Op == token.ARROW
		}
		return !found
	})
	return found
}

// conversions are functions of the runtime that stand for conversions and operators.
var conversions = []string{
	"ArrayLen", "Box", "Canonical", "Core", "Equal", "Form", "Implements", "Index", "Is", "IsNil", "IsNilFunc", "NilPointer", "Point",
	"Shift", "Size", "Target", "Unwrap", "Value",
}

// isCall reports whether a lowered call is one in the source, rather than a conversion, an operator or the making of a
// closure.
func isCall(c *ast.CallExpr) bool {
	switch fun := c.Fun.(type) {
	case *ast.ParenExpr, *ast.ArrayType:
		return false
	case *ast.SelectorExpr:
		if name := runtimeName(c); name != "" {
			return !slices.Contains(conversions, name) && !strings.HasPrefix(name, "To") && !strings.HasPrefix(name, "Is_")
		}
	case *ast.Ident:
		if strings.HasPrefix(fun.Name, "make"+dot+dot) {
			return false
		}
		if fun.Name == "make" {
			return true
		}
	}
	return !pureCall(c)
}

func isLen(c *ast.CallExpr) bool {
	id, ok := c.Fun.(*ast.Ident)
	return ok && (id.Name == "len" || id.Name == "cap")
}

// toSlice reports whether a lowered call converts to an unnamed slice type.
func toSlice(c *ast.CallExpr) bool {
	fun := c.Fun
	if p, ok := fun.(*ast.ParenExpr); ok {
		fun = p.X
	}
	t, ok := fun.(*ast.ArrayType)
	return ok && t.Len == nil
}

// toString reports whether a lowered call converts to string, maybe from a slice, of which it reads the elements.
func toString(c *ast.CallExpr) bool {
	id, ok := c.Fun.(*ast.Ident)
	if !ok || id.Name != "string" || len(c.Args) != 1 {
		return false
	}
	_, literal := c.Args[0].(*ast.BasicLit)
	return !literal
}

// readsShared reports whether a lowered expression reads what a call can change: a variable of the note's top level, an
// element, a field, or what a pointer points to. Other variables that closures assign live behind pointers.
func (f *fn) readsShared(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit, *ast.ArrayType, *ast.MapType, *ast.StructType, *ast.FuncType, *ast.ChanType:
			return false
		case *ast.CallExpr:
			if isCall(n) {
				return false // a temporary holds it
			}
			found = found || toString(n)
			for _, a := range n.Args {
				found = found || f.readsShared(a)
			}
			return false
		case *ast.SelectorExpr:
			if id, ok := n.X.(*ast.Ident); ok && f.isAlias(id.Name) {
				return false
			}
			found = true
		case *ast.IndexExpr, *ast.StarExpr:
			found = true
		case *ast.Ident:
			found = found || strings.Contains(n.Name, dot) && !strings.Contains(n.Name, dot+dot) && !f.isAlias(n.Name)
		}
		return !found
	})
	return found
}

func (f *fn) isAlias(name string) bool {
	_, ok := f.l.aliases[name]
	return ok || name == runtimeAlias
}

// takenInTurn marks the conversion of e to an interface where compiled Go copies the value before later calls: one larger
// than a word that is computed, or that a local variable holds. What is reached through memory is read later.
func (f *fn) takenInTurn(x, e ast.Expr, to types.Type) ast.Expr {
	t := f.typeOf(e)
	c, ok := x.(*ast.CallExpr)
	if !ok || isNil(t) || !copiedToInterface(t) || f.src.info.Types[e].Value != nil {
		return x
	}
	if iface, _ := isIface(t); iface {
		return x
	}
	if iface, _ := isIface(to); iface && !f.inMemory(e) {
		f.l.inTurn[c] = true
	}
	return x
}

// inMemory reports whether compiled Go keeps what e names in memory rather than in registers.
func (f *fn) inMemory(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		_, global := f.global(f.src.info.Uses[e])
		return global || !inRegisters(f.typeOf(e))
	case *ast.StarExpr:
		return true
	case *ast.SelectorExpr:
		s, ok := f.selection(e)
		if !ok || isPointer(s.recv) {
			return ok
		}
		_, method := s.obj.(*types.Func)
		return !method && f.inMemory(e.X)
	case *ast.IndexExpr:
		switch coreType(f.typeOf(e.X)).(type) {
		case *types.Array:
			return f.inMemory(e.X)
		case *types.Map:
			return false
		}
		return true
	}
	return false
}

func isPointer(t types.Type) bool {
	_, ok := t.Underlying().(*types.Pointer)
	return ok
}

// inRegisters reports whether a variable of the type can live in registers: four words at most, without arrays.
func inRegisters(t types.Type) bool {
	if sizes.Sizeof(t) > 4*8 {
		return false
	}
	switch u := t.Underlying().(type) {
	case *types.Array:
		return u.Len() == 0 || u.Len() == 1 && inRegisters(u.Elem())
	case *types.Struct:
		for i := range u.NumFields() {
			if !inRegisters(u.Field(i).Type()) {
				return false
			}
		}
		return u.NumFields() <= 4
	}
	return true
}

var sizes = types.SizesFor("gc", "amd64")

func copiedToInterface(t types.Type) bool {
	t = types.Default(t)
	for {
		switch u := t.Underlying().(type) {
		case *types.Struct:
			if u.NumFields() == 1 {
				t = u.Field(0).Type()
				continue
			}
		case *types.Array:
			if u.Len() == 1 {
				t = u.Elem()
				continue
			}
		case *types.Slice:
			return false
		case *types.Basic:
			if u.Info()&types.IsString != 0 {
				return false
			}
		}
		break
	}
	size := sizes.Sizeof(t)
	word := size == 2 || size == 4 || size == 8
	return !word || sizes.Alignof(t) != size || hasPointers(t)
}

func hasPointers(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return u.Kind() == types.UnsafePointer || u.Info()&types.IsString != 0
	case *types.Struct:
		for i := range u.NumFields() {
			if hasPointers(u.Field(i).Type()) {
				return true
			}
		}
		return false
	case *types.Array:
		return u.Len() > 0 && hasPointers(u.Elem())
	}
	return true
}
