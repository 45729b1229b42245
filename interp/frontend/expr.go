package frontend

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"
)

// typeOf is the type of an expression in this instance.
func (f *fn) typeOf(e ast.Expr) types.Type {
	t := f.src.info.TypeOf(e)
	if t == nil {
		return types.Typ[types.Invalid]
	}
	return f.env.apply(t)
}

func (f *fn) under(e ast.Expr) types.Type { return f.typeOf(e).Underlying() }

// to lowers e as a value of type t.
func (f *fn) to(e ast.Expr, t types.Type) ast.Expr {
	return f.takenInTurn(f.convert(f.expr(e), f.typeOf(e), t), e, t)
}

// expr lowers an expression to a value of the lowered form of its own type. What cannot stand in an expression is
// emitted before it.
func (f *fn) expr(e ast.Expr) ast.Expr {
	tv := f.src.info.Types[e]
	if v := constOf(tv); v != nil {
		return f.constant(v, tv.Type)
	}
	switch e := e.(type) {
	case *ast.ParenExpr:
		return f.expr(e.X)
	case *ast.Ident:
		return f.ident(e)
	case *ast.FuncLit:
		return f.closure(e)
	case *ast.CompositeLit:
		return f.composite(e, f.typeOf(e))
	case *ast.SelectorExpr:
		return f.selector(e)
	case *ast.IndexExpr:
		return f.index(e)
	case *ast.IndexListExpr:
		return f.funcValue(e)
	case *ast.SliceExpr:
		return f.slice(e)
	case *ast.StarExpr:
		return deref(f.core(e.X))
	case *ast.TypeAssertExpr:
		return f.assertOne(e)
	case *ast.CallExpr:
		return f.callValue(e)
	case *ast.UnaryExpr:
		return f.unary(e)
	case *ast.BinaryExpr:
		return f.binary(e)
	}
	f.l.pos = e.Pos()
	f.l.refuse(fmt.Sprintf("this expression (%T) is not supported", e), "더 간단한 식으로 나누어 쓰세요.", "Split it into simpler expressions.")
	return ident("nil")
}

// ident lowers a name.
func (f *fn) ident(id *ast.Ident) ast.Expr {
	o := f.src.info.Uses[id]
	if o == nil {
		o = f.src.info.Defs[id]
	}
	switch o := o.(type) {
	case *types.Nil:
		return ident("nil")
	case *types.Func:
		return f.funcValue(id)
	case *types.Var:
		return f.ref(o)
	}
	return ident(id.Name)
}

// ref lowers a use of a variable.
func (f *fn) ref(o types.Object) ast.Expr {
	if s, ok := f.global(o); ok {
		return ident(s)
	}
	if v, ok := o.(*types.Var); ok && o.Pkg() != nil && !isUser(o.Pkg()) { // of a dot import
		return f.libraryVar(v)
	}
	name := f.variable(o)
	if f.root.boxed[o] {
		return deref(ident(name))
	}
	return ident(name)
}

// global returns the slot of a top-level variable.
func (f *fn) global(o types.Object) (string, bool) {
	s, ok := f.l.next.slots[o]
	return s, ok
}

// addrOf lowers &e for a place e.
func (f *fn) addrOf(e ast.Expr) ast.Expr {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return f.addrOf(e.X)
	case *ast.Ident:
		o := f.src.info.Uses[e]
		if _, ok := f.global(o); !ok && f.root.boxed[o] {
			return ident(f.variable(o))
		}
	case *ast.StarExpr:
		p := f.stable(f.core(e.X))
		f.emit(when(binary(p, token.EQL, ident("nil")), do(rt("NilPointer"))))
		return p
	case *ast.CompositeLit:
		return f.addrOfLit(e, f.typeOf(e))
	}
	return addr(f.expr(e))
}

// addrOfLit lowers &T{…}.
func (f *fn) addrOfLit(e *ast.CompositeLit, t types.Type) ast.Expr {
	if _, ok := t.Underlying().(*types.Struct); ok {
		return addr(f.composite(e, t))
	}
	n := f.fresh("p")
	v := f.composite(e, t)
	f.emit(let(n, call(ident("new"), f.typ(t))), set(deref(ident(n)), v))
	return ident(n)
}

func (f *fn) unary(e *ast.UnaryExpr) ast.Expr {
	switch e.Op {
	case token.AND:
		return f.addrOf(e.X)
	case token.ARROW:
		x := &ast.UnaryExpr{Op: token.ARROW, X: f.channel(e.X)}
		if b, ok := f.under(e).(*types.Basic); ok && b.Info()&types.IsBoolean != 0 {
			return f.temp(x) // in a condition the interpreter forgets what it waited for
		}
		return &ast.ParenExpr{X: x}
	}
	x := f.expr(e.X)
	return &ast.UnaryExpr{Op: e.Op, X: x}
}

func (f *fn) binary(e *ast.BinaryExpr) ast.Expr {
	switch e.Op {
	case token.LAND, token.LOR:
		return f.shortCircuit(e)
	case token.EQL, token.NEQ:
		return f.equality(e)
	case token.SHL, token.SHR:
		xs := f.list(func() ast.Expr { return f.expr(e.X) }, func() ast.Expr { return f.shiftCount(e.Y) })
		return binary(xs[0], e.Op, xs[1])
	}
	t := f.operandType(e)
	xs := f.list(func() ast.Expr { return f.to(e.X, t) }, func() ast.Expr { return f.divisor(e.Op, e.Y, t) })
	return binary(xs[0], e.Op, xs[1])
}

// divisor lowers the right operand of an operation. The interpreter takes a constant zero for a mistake, also where it
// makes an infinity.
func (f *fn) divisor(op token.Token, e ast.Expr, t types.Type) ast.Expr {
	y := f.to(e, t)
	if v := f.src.info.Types[e].Value; op == token.QUO && v != nil && constant.Sign(constant.Real(v)) == 0 {
		return f.tempOf(y, t)
	}
	return y
}

func (f *fn) shiftCount(e ast.Expr) ast.Expr {
	if v := f.src.info.Types[e].Value; v != nil {
		return f.constant(constant.ToInt(v), types.Typ[types.Uint])
	}
	x := f.expr(e)
	if b, ok := f.under(e).(*types.Basic); ok && b.Info()&types.IsUnsigned == 0 {
		x = call(ident("int"), x)
		if f.src.cell > 0 && !f.nonNegative(e) {
			x = f.tempOf(x, types.Typ[types.Int])
			f.emit(when(binary(x, token.LSS, number(0)), do(rt("BadShift", number(f.here(e))))))
		}
		return call(ident("uint"), x)
	}
	return call(ident("uint"), x)
}

// operandType is the common type of the operands of an arithmetic operation or comparison.
func (f *fn) operandType(e *ast.BinaryExpr) types.Type {
	tx, ty := f.typeOf(e.X), f.typeOf(e.Y)
	if b, ok := tx.(*types.Basic); ok && b.Info()&types.IsUntyped != 0 {
		return ty
	}
	if !types.AssignableTo(ty, tx) { // a channel of both directions, and one of one
		return ty
	}
	return tx
}

// shortCircuit lowers && and ||; when the right side needs statements of its own they run only if it is reached.
func (f *fn) shortCircuit(e *ast.BinaryExpr) ast.Expr {
	x := f.expr(e.X)
	var y ast.Expr
	body := f.block(func() { y = f.expr(e.Y) })
	if len(body.List) == 0 {
		return binary(x, e.Op, y)
	}
	t := f.fresh("c")
	f.emit(let(t, x))
	cond := ast.Expr(ident(t))
	if e.Op == token.LOR {
		cond = not(ident(t))
	}
	body.List = append(body.List, set(ident(t), y))
	f.emit(&ast.IfStmt{Cond: cond, Body: body})
	return ident(t)
}

// equality lowers == and !=. Comparisons of interfaces, and of values that contain interfaces, are the runtime's.
func (f *fn) equality(e *ast.BinaryExpr) ast.Expr {
	tx, ty := f.typeOf(e.X), f.typeOf(e.Y)
	ix, _ := isIface(tx)
	iy, _ := isIface(ty)
	if isNil(tx) || isNil(ty) {
		other, t := e.X, tx
		if isNil(tx) {
			other, t = e.Y, ty
		}
		x := f.isNil(f.expr(other), t)
		if e.Op == token.NEQ {
			return not(x)
		}
		return x
	}
	_, sx := tx.Underlying().(*types.Struct)
	_, ax := tx.Underlying().(*types.Array)
	if !ix && !iy && !sx && !ax {
		t := f.operandType(e)
		xs := f.list(func() ast.Expr { return f.takeOut(f.to(e.X, t), t) }, func() ast.Expr { return f.takeOut(f.to(e.Y, t), t) })
		return binary(xs[0], e.Op, xs[1])
	}
	empty := types.NewInterfaceType(nil, nil)
	var xs []ast.Expr
	if ix || iy {
		xs = f.list(func() ast.Expr { return f.to(e.X, empty) }, func() ast.Expr { return f.to(e.Y, empty) })
	} else {
		xs = f.list(func() ast.Expr { return f.expr(e.X) }, func() ast.Expr { return f.expr(e.Y) })
	}
	x := rt("Equal", xs...)
	if e.Op == token.NEQ {
		return not(x)
	}
	return x
}

// isNil is x == nil for a value of type t.
func (f *fn) isNil(x ast.Expr, t types.Type) ast.Expr {
	x = f.takeOut(x, t)
	if iface, _ := isIface(t); iface { // a nil function in it does not make it nil
		return rt("IsNil", x)
	}
	if _, fn := t.Underlying().(*types.Signature); fn {
		return rt("IsNilFunc", x)
	}
	return binary(x, token.EQL, ident("nil"))
}

// hasCall reports whether a lowered expression calls or receives.
func hasCall(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.CallExpr:
			found = found || !pureCall(n)
		case *ast.UnaryExpr:
			found = found || n.Op == token.ARROW
		}
		return !found
	})
	return found
}

// pureCall reports whether a lowered call is a conversion, asks for a length or checks an index.
func pureCall(c *ast.CallExpr) bool {
	id, ok := c.Fun.(*ast.Ident)
	return runtimeName(c) == "Index" || ok && types.Universe.Lookup(id.Name) != nil && id.Name != "append" && id.Name != "copy"
}

// hasCalls reports whether an expression of the source calls.
func (f *fn) hasCalls(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.CallExpr:
			found = found || !f.src.info.Types[n.Fun].IsType()
		}
		return !found
	})
	return found
}

// composite lowers a literal of type t.
func (f *fn) composite(e *ast.CompositeLit, t types.Type) ast.Expr {
	if f.l.recursive(t) {
		return f.putIn(f.composite(e, t.Underlying()), t)
	}
	lit := &ast.CompositeLit{Type: f.typ(t)}
	switch u := coreType(t).(type) {
	case *types.Struct:
		f.structLit(lit, e, u)
	case *types.Map:
		var parts []func() ast.Expr
		for _, x := range e.Elts {
			kv := x.(*ast.KeyValueExpr)
			parts = append(parts, func() ast.Expr { return f.mapKey(kv.Key, u) }, func() ast.Expr { return f.element(kv.Value, u.Elem()) })
		}
		if len(e.Elts) > 1 && f.hasCalls(e) { // entry by entry, as Go does
			m := f.fresh("m")
			f.emit(let(m, call(ident("make"), f.l.typ(u))))
			for i := 0; i < len(parts); i += 2 {
				xs := f.list(parts[i : i+2]...)
				f.emit(set(&ast.IndexExpr{X: ident(m), Index: xs[0]}, xs[1]))
			}
			return ident(m)
		}
		xs := f.list(parts...)
		if iface, _ := isIface(u.Key()); iface { // the interpreter compares such keys wrongly in a literal
			m := f.fresh("m")
			f.emit(let(m, call(ident("make"), f.l.typ(u))))
			for i := 0; i < len(xs); i += 2 {
				f.emit(set(&ast.IndexExpr{X: ident(m), Index: xs[i]}, xs[i+1]))
			}
			return ident(m)
		}
		for i := 0; i < len(xs); i += 2 {
			lit.Elts = append(lit.Elts, &ast.KeyValueExpr{Key: xs[i], Value: xs[i+1]})
		}
	case *types.Slice:
		f.sequence(lit, e, u.Elem())
	case *types.Array:
		f.sequence(lit, e, u.Elem())
	case *types.Pointer: // elided &T in a literal
		return f.addrOfLit(e, u.Elem())
	}
	return lit
}

func (f *fn) structLit(lit, e *ast.CompositeLit, u *types.Struct) {
	var parts []func() ast.Expr
	var names []string
	for i, x := range e.Elts {
		index, v := i, x
		if kv, ok := x.(*ast.KeyValueExpr); ok {
			v = kv.Value
			for j := range u.NumFields() {
				if u.Field(j).Name() == kv.Key.(*ast.Ident).Name {
					index = j
				}
			}
		}
		field := u.Field(index)
		names = append(names, f.l.field(field, index))
		parts = append(parts, func() ast.Expr { return f.element(v, field.Type()) })
	}
	for i, x := range f.list(parts...) {
		if strings.HasPrefix(names[i], "Z_blank") { // a blank field keeps nothing
			f.discard(x)
			continue
		}
		lit.Elts = append(lit.Elts, &ast.KeyValueExpr{Key: ident(names[i]), Value: x})
	}
}

// sequence lowers the elements of an array or slice literal. Indices are constants.
func (f *fn) sequence(lit, e *ast.CompositeLit, elem types.Type) {
	var parts []func() ast.Expr
	var keys []ast.Expr
	for _, x := range e.Elts {
		var key ast.Expr
		if kv, ok := x.(*ast.KeyValueExpr); ok {
			key = f.constant(f.src.info.Types[kv.Key].Value, types.Typ[types.Int])
			x = kv.Value
		}
		keys = append(keys, key)
		parts = append(parts, func() ast.Expr { return f.element(x, elem) })
	}
	for i, x := range f.list(parts...) {
		if keys[i] != nil {
			x = &ast.KeyValueExpr{Key: keys[i], Value: x}
		}
		lit.Elts = append(lit.Elts, x)
	}
}

// element lowers one element of a literal, whose own type may be left out.
func (f *fn) element(e ast.Expr, t types.Type) ast.Expr {
	if c, ok := e.(*ast.CompositeLit); ok && c.Type == nil {
		return f.composite(c, f.env.apply(t))
	}
	x := f.to(e, t)
	if a, ok := ast.Unparen(x).(*ast.UnaryExpr); ok && a.Op == token.AND && indexed(a.X) {
		return f.tempOf(x, t) // the interpreter does not know the type of an array's element here
	}
	return f.sliced(x, t)
}

// indexed reports whether a place is in an element of an array or slice.
func indexed(x ast.Expr) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.IndexExpr:
		return true
	case *ast.SelectorExpr:
		return indexed(x.X)
	}
	return false
}

// sliced makes (*p)[i:j] a variable where its type is asked for: the interpreter takes it for that of p.
func (f *fn) sliced(x ast.Expr, t types.Type) ast.Expr {
	if s, ok := ast.Unparen(x).(*ast.SliceExpr); ok {
		if _, star := ast.Unparen(s.X).(*ast.StarExpr); star {
			return f.tempOf(x, t)
		}
	}
	return x
}

func (f *fn) index(e *ast.IndexExpr) ast.Expr {
	if f.src.info.Types[e.Index].IsType() {
		return f.funcValue(e)
	}
	xt := f.typeOf(e.X)
	if m, ok := coreType(xt).(*types.Map); ok {
		xs := f.list(func() ast.Expr { return f.core(e.X) }, func() ast.Expr { return f.mapKey(e.Index, m) })
		return &ast.IndexExpr{X: paren(xs[0]), Index: xs[1]}
	}
	xs := f.list(func() ast.Expr { return f.indexed(e.X) }, func() ast.Expr { return f.indexValue(e.Index) })
	return f.checked(e, xs[0], xs[1], f.emit)
}

func (f *fn) mapKey(e ast.Expr, m *types.Map) ast.Expr {
	key := KeyType(m)
	if f.src.info.Types[e].IsNil() && !f.l.recursive(key) { // the interpreter must see the type
		return call(paren(f.typ(key)), ident("nil"))
	}
	x := f.element(e, key)
	if wrapsInside(key, 0) != nil {
		return &ast.TypeAssertExpr{X: rt("Canonical", x), Type: f.typ(key)}
	}
	return x
}

// KeyType is the type of a map's keys in lowered code. A wrapper of a value is not equal to another wrapper of it, so
// keys of a compiled interface type are kept as what is in the wrapper. In keys that hold such a type inside, equal values
// share a wrapper.
func KeyType(m *types.Map) types.Type {
	if wraps(m.Key()) {
		return types.NewInterfaceType(nil, nil)
	}
	return m.Key()
}

// wraps reports whether values of cells' types are wrapped to be of type t, in wrappers that do not compare.
func wraps(t types.Type) bool {
	_, compiled := isIface(t)
	return compiled && t.String() != "error" && t.String() != "reflect.Type"
}

// wrapsInside returns such a type that is part of t, itself not counted; nil when there is none.
func wrapsInside(t types.Type, depth int) types.Type {
	if depth > 0 && wraps(t) {
		return t
	}
	switch u := t.Underlying().(type) {
	case *types.Struct:
		if _, named := types.Unalias(t).(*types.Named); named && !isUserType(t) {
			return nil
		}
		for v := range u.Fields() {
			if w := wrapsInside(v.Type(), depth+1); w != nil {
				return w
			}
		}
	case *types.Array:
		return wrapsInside(u.Elem(), depth+1)
	}
	return nil
}

// indexed lowers the operand of an index or slice expression; pointers to arrays are followed.
func (f *fn) indexed(e ast.Expr) ast.Expr {
	x := f.core(e)
	if p, ok := f.under(e).(*types.Pointer); ok {
		if _, arr := p.Elem().Underlying().(*types.Array); arr {
			return f.takeOut(deref(x), p.Elem())
		}
	}
	return x
}

func (f *fn) indexValue(e ast.Expr) ast.Expr {
	x := f.expr(e)
	if b, ok := f.under(e).(*types.Basic); ok && b.Kind() != types.Int && b.Kind() != types.UntypedInt {
		return call(ident("int"), x)
	}
	return x
}

func (f *fn) slice(e *ast.SliceExpr) ast.Expr {
	parts := []func() ast.Expr{func() ast.Expr { return f.indexed(e.X) }}
	var at [3]int
	for i, x := range []ast.Expr{e.Low, e.High, e.Max} {
		if x != nil {
			at[i] = len(parts)
			parts = append(parts, func() ast.Expr { return f.indexValue(x) })
		}
	}
	xs := f.bounds(e, f.list(parts...), at)
	out := &ast.SliceExpr{X: paren(xs[0]), Slice3: e.Slice3}
	for i, p := range []*ast.Expr{&out.Low, &out.High, &out.Max} {
		if at[i] > 0 {
			*p = xs[at[i]]
		}
	}
	if f.l.recursive(f.typeOf(e)) {
		return f.putIn(out, f.typeOf(e))
	}
	return out
}
