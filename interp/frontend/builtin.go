package frontend

import (
	"go/ast"
	"go/token"
	"go/types"
)

func builtinName(f *fn, fun ast.Expr) string {
	if id := calleeIdent(fun); id != nil {
		return id.Name
	}
	return ""
}

// builtin lowers a call of a predeclared function.
func (f *fn) builtin(e *ast.CallExpr, name string) ast.Expr {
	if len(e.Args) == 1 && name != "print" && name != "println" {
		if _, several := f.typeOf(e.Args[0]).(*types.Tuple); several {
			f.l.pos = e.Pos()
			f.l.refuse("the builtin "+name+" cannot take the values of a call that gives several",
				"값을 변수에 먼저 받은 뒤 넘기세요.", "Assign the values to variables first.")
			return ident("nil")
		}
	}
	switch name {
	case "append":
		return f.appendCall(e)
	case "len", "cap":
		return f.length(e, name)
	case "clear":
		return rt("Clear", f.core(e.Args[0]))
	case "close":
		return call(ident("close"), f.core(e.Args[0]))
	case "copy":
		xs := f.list(func() ast.Expr { return f.core(e.Args[0]) }, func() ast.Expr { return f.bytesOf(e.Args[1]) })
		return call(ident("copy"), xs...)
	case "delete":
		m := coreType(f.typeOf(e.Args[0])).(*types.Map)
		xs := f.list(func() ast.Expr { return f.core(e.Args[0]) }, func() ast.Expr { return f.mapKey(e.Args[1], m) })
		return call(ident("delete"), xs...)
	case "complex":
		xs := f.list(func() ast.Expr { return f.expr(e.Args[0]) }, func() ast.Expr { return f.expr(e.Args[1]) })
		if b := f.under(e).(*types.Basic); b.Kind() == types.Complex64 {
			return rt("Complex64", xs...)
		}
		return rt("Complex", xs...)
	case "real", "imag":
		suffix := map[bool]string{true: "64", false: ""}[f.under(e).(*types.Basic).Kind() == types.Float32]
		return rt(map[string]string{"real": "Real", "imag": "Imag"}[name]+suffix, f.expr(e.Args[0]))
	case "make":
		return f.makeCall(e)
	case "max", "min":
		return f.minMax(e, name)
	case "new":
		return f.newCall(e)
	case "panic":
		return rt("Panic", f.to(e.Args[0], types.NewInterfaceType(nil, nil)))
	case "print", "println":
		return rt(map[string]string{"print": "Print", "println": "Println"}[name], f.printArgs(e)...)
	case "recover":
		return f.recoverCall()
	}
	f.l.pos = e.Pos()
	f.l.refuse("the builtin "+name+" is not supported", "unsafe는 셀에서 쓸 수 없습니다.", "unsafe cannot be used in cells.")
	return ident("nil")
}

// printArgs lowers the arguments of print and println; a call that gives several values is spread.
func (f *fn) printArgs(e *ast.CallExpr) []ast.Expr {
	if len(e.Args) == 1 {
		if tu, ok := f.typeOf(e.Args[0]).(*types.Tuple); ok {
			out := f.tuple(e.Args[0].(*ast.CallExpr))
			for i, x := range out {
				out[i] = f.convert(x, tu.At(i).Type(), types.NewInterfaceType(nil, nil))
			}
			return out
		}
	}
	var parts []func() ast.Expr
	for _, a := range e.Args {
		parts = append(parts, func() ast.Expr { return f.printArg(a) })
	}
	return f.list(parts...)
}

func (f *fn) printArg(a ast.Expr) ast.Expr {
	if b, ok := f.under(a).(*types.Basic); ok && b.Kind() != types.UntypedNil {
		return call(ident("any"), f.expr(a))
	}
	return f.to(a, types.NewInterfaceType(nil, nil))
}

// length lowers len and cap. A pointer to an array may be nil: its length is known, and only calls in it are made.
func (f *fn) length(e *ast.CallExpr, name string) ast.Expr {
	if p, ok := coreType(f.typeOf(e.Args[0])).(*types.Pointer); ok {
		f.discard(f.expr(e.Args[0]))
		return number(p.Elem().Underlying().(*types.Array).Len())
	}
	return call(ident(name), f.core(e.Args[0]))
}

// readsMemory reports whether a lowered value is read from an element, a field or through a pointer.
func readsMemory(x ast.Expr) bool {
	found := false
	ast.Inspect(x, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.IndexExpr, *ast.StarExpr, *ast.SelectorExpr:
			found = true
		}
		return !found
	})
	return found
}

// bytesOf turns a string operand of copy and append into bytes.
func (f *fn) bytesOf(e ast.Expr) ast.Expr {
	x := f.core(e)
	if b, ok := coreType(f.typeOf(e)).(*types.Basic); ok && b.Info()&types.IsString != 0 {
		return call(&ast.ArrayType{Elt: ident("byte")}, x)
	}
	return x
}

func (f *fn) appendCall(e *ast.CallExpr) ast.Expr {
	st := f.typeOf(e)
	s, ok := coreType(st).(*types.Slice)
	if !ok {
		s = types.NewSlice(types.Typ[types.Byte])
	}
	parts := []func() ast.Expr{func() ast.Expr {
		if f.src.info.Types[e.Args[0]].IsNil() {
			return call(f.typ(s), ident("nil"))
		}
		return f.core(e.Args[0])
	}}
	for i, a := range e.Args[1:] {
		parts = append(parts, func() ast.Expr {
			if e.Ellipsis.IsValid() && i == len(e.Args)-2 {
				if f.src.info.Types[a].IsNil() {
					return call(f.typ(s), ident("nil"))
				}
				return f.bytesOf(a)
			}
			x := f.to(a, s.Elem())
			if iface, _ := isIface(s.Elem()); !iface && isNilIdent(x) { // the interpreter must see the type
				return call(paren(f.typ(s.Elem())), x)
			}
			if len(e.Args) > 2 && readsMemory(x) { // the interpreter would read it after storing those before
				x = f.tempOf(x, s.Elem())
			}
			return x
		})
	}
	xs := f.list(parts...)
	if len(xs) == 1 {
		return f.putIn(xs[0], st)
	}
	c := call(ident("append"), xs...)
	if e.Ellipsis.IsValid() {
		c.Ellipsis = 1
	}
	return f.putIn(c, st)
}

func (f *fn) makeCall(e *ast.CallExpr) ast.Expr {
	t := f.typeOf(e)
	parts := []func() ast.Expr{}
	for _, a := range e.Args[1:] {
		parts = append(parts, func() ast.Expr { return f.indexValue(a) })
	}
	xs := f.list(parts...)
	if _, ok := coreType(t).(*types.Slice); ok {
		f.sizes(e, xs)
	}
	made := coreType(t)
	if c, ok := made.(*types.Chan); ok { // only a channel of both directions can be made
		made = types.NewChan(types.SendRecv, c.Elem())
	}
	return f.putIn(call(ident("make"), append(exprs(f.l.typ(made)), xs...)...), t)
}

// sizes emits the check of what make is given: sizes out of range panic as in compiled Go.
func (f *fn) sizes(e *ast.CallExpr, xs []ast.Expr) {
	for i, x := range xs {
		if _, lit := x.(*ast.BasicLit); lit || f.src.cell == 0 {
			continue
		}
		xs[i] = f.tempOf(x, types.Typ[types.Int])
		fail := do(rt("BadSize", number(f.here(e)), number(int64(i))))
		if !f.nonNegative(e.Args[i+1]) {
			f.emit(when(binary(xs[i], token.LSS, number(0)), fail))
		}
		f.emit(when(binary(xs[i], token.GTR, number(1<<40)), fail))
	}
	if len(xs) == 2 && f.src.cell > 0 {
		f.emit(when(binary(xs[1], token.LSS, xs[0]), do(rt("BadSize", number(f.here(e)), number(1)))))
	}
}

// minMax lowers min and max to comparisons; floats go to the runtime, which knows about NaN and signed zeros.
func (f *fn) minMax(e *ast.CallExpr, name string) ast.Expr {
	t := f.typeOf(e)
	var parts []func() ast.Expr
	for _, a := range e.Args {
		parts = append(parts, func() ast.Expr { return f.to(a, t) })
	}
	xs := f.list(parts...)
	b, _ := t.Underlying().(*types.Basic)
	if b != nil && b.Info()&types.IsFloat != 0 {
		fun := map[string]string{"min": "Min", "max": "Max"}[name]
		if b.Kind() == types.Float32 {
			fun += "32"
		}
		x := xs[0]
		for _, y := range xs[1:] {
			x = rt(fun, x, y)
		}
		return x
	}
	r := f.fresh("m")
	f.emit(declare(r, f.typ(t), xs[0]))
	op := map[string]token.Token{"min": token.LSS, "max": token.GTR}[name]
	for _, x := range xs[1:] {
		y := f.tempOf(x, t)
		f.emit(when(binary(y, op, ident(r)), set(ident(r), y)))
	}
	return ident(r)
}

func (f *fn) newCall(e *ast.CallExpr) ast.Expr {
	t := f.typeOf(e).Underlying().(*types.Pointer).Elem()
	if f.src.info.Types[e.Args[0]].IsType() {
		return call(ident("new"), f.typ(t))
	}
	x := f.to(e.Args[0], t)
	p := f.fresh("p")
	f.emit(let(p, call(ident("new"), f.typ(t))), set(deref(ident(p)), x))
	return ident(p)
}

// conversion lowers T(x).
func (f *fn) conversion(e *ast.CallExpr) ast.Expr {
	t, from := f.typeOf(e), f.typeOf(e.Args[0])
	if iface, _ := isIface(t); iface {
		return f.to(e.Args[0], t)
	}
	x := f.expr(e.Args[0])
	if isNil(from) {
		if f.l.recursive(t) {
			return f.zero(t)
		}
		return call(paren(f.typ(t)), ident("nil"))
	}
	if a := f.arrayOf(x, from, t); a != nil {
		return a
	}
	if !types.Identical(from, t) {
		if p, ok := f.samePointer(x, from, t); ok {
			return p
		}
		if f.l.recursive(from) || f.l.recursive(t) {
			return f.retype(x, from, t)
		}
	}
	fb, basic := from.Underlying().(*types.Basic)
	tb, toBasic := t.Underlying().(*types.Basic)
	switch {
	case basic && toBasic:
		if f.sameForm(from, t) {
			return x
		}
		if fb.Info()&types.IsFloat != 0 && tb.Info()&types.IsInteger != 0 {
			x = rt("To"+tb.Name(), call(ident("float64"), x))
			if f.sameForm(tb, t) {
				return x
			}
		}
		return call(f.typ(t), x)
	case f.sameForm(from, t):
		return x
	}
	return call(paren(f.typ(t)), x)
}

// arrayOf lowers the conversion of a slice to an array, or to a pointer to one; it returns nil for other conversions.
func (f *fn) arrayOf(x ast.Expr, from, t types.Type) ast.Expr {
	if _, slice := coreType(from).(*types.Slice); !slice {
		return nil
	}
	at := t
	p, pointer := t.Underlying().(*types.Pointer)
	if pointer {
		at = p.Elem()
	}
	a, array := at.Underlying().(*types.Array)
	if !array {
		return nil
	}
	s := f.temp(f.takeOut(x, from))
	f.emit(do(rt("ArrayLen", call(ident("len"), s), number(a.Len()))))
	if pointer {
		to := f.typ(types.NewPointer(at))
		return f.putIn(&ast.TypeAssertExpr{X: rt("ArrayPointer", s, call(ident("new"), f.typ(at))), Type: to}, t)
	}
	if a.Len() == 0 {
		return f.zero(t)
	}
	v := f.fresh("p")
	f.emit(let(v, call(ident("new"), f.typ(a))), do(call(ident("copy"), &ast.SliceExpr{X: deref(ident(v))}, s)))
	return f.putIn(deref(ident(v)), t)
}
