package frontend

import (
	"go/ast"
	"go/types"
)

// A selection is x.name with every step to the field or method spelled out.
type selection struct {
	obj   types.Object
	index []int
	recv  types.Type // of x
	expr  bool       // a method expression T.M
}

// selection resolves a selector in this instance; ok is false for a qualified name.
func (f *fn) selection(e *ast.SelectorExpr) (s selection, ok bool) {
	if s, ok := f.l.selections[e]; ok {
		return s, true
	}
	sel := f.src.info.Selections[e]
	if sel == nil {
		return s, false
	}
	s.recv = f.l.own(f.env.apply(sel.Recv()))
	s.expr = sel.Kind() == types.MethodExpr
	s.obj, s.index, _ = types.LookupFieldOrMethod(s.recv, true, sel.Obj().Pkg(), sel.Obj().Name())
	if s.obj == nil {
		s.obj, s.index = sel.Obj(), sel.Index()
	}
	s.obj = f.l.ownMethod(s.obj)
	return s, true
}

// selector lowers x.name used as a value or place.
func (f *fn) selector(e *ast.SelectorExpr) ast.Expr {
	s, ok := f.selection(e)
	if !ok {
		return f.qualified(e)
	}
	if s.expr {
		return f.methodExpr(e, s)
	}
	if m, ok := s.obj.(*types.Func); ok {
		return f.methodValue(e, s, m)
	}
	x, _ := f.path(f.operand(e.X), s.recv, s.index)
	return x
}

// operand lowers x in x.name. A boxed struct stands for itself by its pointer.
func (f *fn) operand(x ast.Expr) ast.Expr {
	v := f.expr(x)
	if p, ok := v.(*ast.ParenExpr); ok {
		if st, ok := p.X.(*ast.StarExpr); ok {
			if _, isPtr := f.under(x).(*types.Pointer); !isPtr {
				return st.X
			}
		}
	}
	return paren(v)
}

// path follows field indices from x of type t and returns the last field and its type.
func (f *fn) path(x ast.Expr, t types.Type, index []int) (ast.Expr, types.Type) {
	for _, i := range index {
		x = f.takeOut(x, t)
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		st := coreType(t).(*types.Struct)
		field := st.Field(i)
		x = sel(paren(x), f.fieldName(t, field, i))
		t = field.Type()
	}
	return x, t
}

// fieldName is the lowered name of a field of type t.
func (f *fn) fieldName(t types.Type, v *types.Var, i int) string {
	if n, ok := types.Unalias(t).(*types.Named); ok && !isUser(n.Obj().Pkg()) {
		return v.Name()
	}
	return f.l.field(v, i)
}

// qualified lowers pkg.Name.
func (f *fn) qualified(e *ast.SelectorExpr) ast.Expr {
	switch o := f.src.info.Uses[e.Sel].(type) {
	case *types.Func:
		return f.funcValue(e)
	case *types.Var:
		f.unsteady(o, nil)
		return f.libraryVar(o)
	}
	return sel(f.expr(e.X), e.Sel.Name)
}

// libraryVar reads a variable of a compiled package through a pointer: in many places the interpreter takes the value that
// the variable has when the cell is compiled.
func (f *fn) libraryVar(o *types.Var) ast.Expr {
	return deref(addr(sel(ident(f.l.pkgAlias(o.Pkg().Path())), o.Name())))
}

// methodValue lowers x.M that is not called: the receiver is evaluated, and copied, now.
func (f *fn) methodValue(e *ast.SelectorExpr, s selection, m *types.Func) ast.Expr {
	sig := f.env.apply(m.Type()).(*types.Signature)
	recv, t := f.receiver(f.receiverOperand(e.X, s), s, m)
	if iface, _ := isIface(t); iface {
		recv = f.stable(recv)
		f.emit(when(f.isNil(recv, t), do(rt("NilPointer"))))
	}
	return f.bind(sig, []capture{{name: "r" + dot, typ: f.typ(t), copy: t}}, exprs(recv), func(g *fn, args []ast.Expr) ast.Expr {
		return g.callMethod(ident("r"+dot), t, m, args)
	})
}

// methodExpr lowers T.M: a function whose first parameter is the receiver.
func (f *fn) methodExpr(e *ast.SelectorExpr, s selection) ast.Expr {
	m := s.obj.(*types.Func)
	sig := f.typeOf(e).(*types.Signature)
	return f.bind(sig, nil, nil, func(g *fn, args []ast.Expr) ast.Expr {
		recv, rt := g.receiver(args[0], s, m)
		return g.callMethod(recv, rt, m, args[1:])
	})
}

// receiverOperand lowers the operand of a method selection; for a pointer method of a variable that is its address.
func (f *fn) receiverOperand(x ast.Expr, s selection) ast.Expr {
	if f.needsAddress(s) {
		return f.addrOf(x)
	}
	return f.expr(x)
}

// needsAddress reports whether the method has a pointer receiver and x, with no embedded pointer in between, is a value.
func (f *fn) needsAddress(s selection) bool {
	m, ok := s.obj.(*types.Func)
	if !ok || !pointerReceiver(m) {
		return false
	}
	t := s.recv
	for _, i := range s.index[:len(s.index)-1] {
		st, ok := t.Underlying().(*types.Struct)
		if !ok { // a pointer
			return false
		}
		t = st.Field(i).Type()
	}
	_, ptr := t.Underlying().(*types.Pointer)
	return !ptr
}

func pointerReceiver(m *types.Func) bool {
	r := m.Type().(*types.Signature).Recv()
	if r == nil {
		return false
	}
	_, ptr := types.Unalias(r.Type()).(*types.Pointer)
	return ptr
}

// receiver turns the operand of a method selection, as receiverOperand gives it, into the value that the method itself
// takes, and returns that value's type.
func (f *fn) receiver(x ast.Expr, s selection, m *types.Func) (ast.Expr, types.Type) {
	t := s.recv
	if f.needsAddress(s) {
		t = types.NewPointer(t)
	}
	if len(s.index) > 1 {
		x, t = f.path(x, t, s.index[:len(s.index)-1])
		if _, ptr := t.Underlying().(*types.Pointer); !ptr && pointerReceiver(m) {
			return addr(x), types.NewPointer(t)
		}
	}
	if p, ptr := types.Unalias(t).Underlying().(*types.Pointer); ptr && !pointerReceiver(m) {
		if iface, _ := isIface(t); !iface {
			return deref(x), p.Elem()
		}
	}
	return x, t
}
