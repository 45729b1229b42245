package frontend

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"
)

// functionName returns the global that holds a function of cells, or an instance of a generic one, which it lowers at
// the first use. ok is false for compiled functions.
func (f *fn) functionName(fun ast.Expr, obj *types.Func) (name string, ok bool) {
	l := f.l
	if o, ok := l.c.clones[obj].(*types.Func); ok {
		obj = o
	}
	sig := obj.Type().(*types.Signature)
	src, own := l.next.sources[obj]
	if !own {
		src, own = l.preludeSource(obj)
	}
	if !own {
		if sig.TypeParams().Len() > 0 {
			l.pos = fun.Pos()
			l.refuse(fmt.Sprintf("the generic function %s.%s is not supported", obj.Pkg().Name(), obj.Name()),
				"이 제네릭 함수는 셀에서 쓸 수 없습니다. 직접 반복문을 쓰세요.", "This generic function of the library cannot be used in cells; write the loop.")
			return "z", true
		}
		return "", false
	}
	if sig.TypeParams().Len() == 0 {
		if s, ok := l.next.slots[obj]; ok {
			return s, true
		}
		return l.instance(obj, src, nil, nil), true
	}
	inst := f.src.info.Instances[calleeIdent(fun)]
	if inst.TypeArgs == nil {
		return "", false
	}
	args := make([]types.Type, inst.TypeArgs.Len())
	for i := range args {
		args[i] = f.env.apply(inst.TypeArgs.At(i))
	}
	own2 := src.info.Defs[src.decl.Name].Type().(*types.Signature)
	return l.instance(obj, src, own2.TypeParams(), args), true
}

// instance returns the global of one instance of a function, lowering it if it is new.
func (l *lowerer) instance(obj types.Object, src source, params *types.TypeParamList, args []types.Type) string {
	parts := []string{fmt.Sprintf("func %d", l.objectID(obj))}
	for _, a := range args {
		parts = append(parts, l.key(a))
	}
	key := strings.Join(parts, ";")
	if name, ok := l.next.emitted[key]; ok {
		return name
	}
	if !l.room(obj) {
		return "z"
	}
	l.count++
	name := fmt.Sprintf("%s%s%d_%d", obj.Name(), dot, l.n, l.count)
	l.next.emitted[key] = name
	e := newEnv(params, args)
	l.queue = append(l.queue, func() {
		sig := src.info.Defs[src.decl.Name].Type().(*types.Signature)
		if e != nil {
			sig = e.apply(sig).(*types.Signature)
		}
		l.function(name, &src, e, sig)
	})
	return name
}

func newEnv(params *types.TypeParamList, args []types.Type) *env {
	if len(args) == 0 {
		return nil
	}
	e := &env{params: map[*types.TypeParam]types.Type{}, local: map[*types.Named]*types.Named{}}
	for i, a := range args {
		e.params[params.At(i)] = a
	}
	return e
}

// room reports whether one more instance may be made: instantiation can recurse without end.
func (l *lowerer) room(obj types.Object) bool {
	l.instances++
	if l.instances < 2000 {
		return true
	}
	if l.instances == 2000 {
		l.refuse("instantiation of "+obj.Name()+" does not end", "타입 인자가 끝없이 커지는 제네릭입니다.", "The generic's type arguments grow without end.")
	}
	return false
}

// methodName returns the global that holds a method of a user's type; t is the type of the receiver.
func (f *fn) methodName(t types.Type, m *types.Func) (string, bool) {
	t, m = f.l.own(t), f.l.ownMethod(m).(*types.Func)
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	n, ok := types.Unalias(t).(*types.Named)
	if !ok || !isUser(n.Obj().Pkg()) {
		return "", false
	}
	l := f.l
	if n.TypeArgs().Len() == 0 {
		name, ok := l.next.methods[method{n.Obj(), m.Name()}]
		if src, own := l.preludeSource(m); !ok && own {
			return l.instance(m, src, nil, nil), true
		}
		if !ok {
			l.refuse("method "+m.Name()+" of "+n.Obj().Name()+" is not known here", "메서드를 타입과 같은 셀에 두세요.", "Put the method into the cell that declares the type.")
		}
		return name, true
	}
	origin := m.Origin()
	src, ok := l.next.sources[origin]
	if !ok {
		src, ok = l.preludeSource(origin)
	}
	if !ok {
		l.refuse("method "+m.Name()+" of "+n.Obj().Name()+" is not known here", "메서드를 타입과 같은 셀에 두세요.", "Put the method into the cell that declares the type.")
		return "z", true
	}
	return l.instance(origin, src, origin.Type().(*types.Signature).RecvTypeParams(), typeList(n.TypeArgs())), true
}

// methodDecl registers a method of a type that the cell declares.
func (l *lowerer) methodDecl(fd *ast.FuncDecl, obj *types.Func, sig *types.Signature) {
	t := sig.Recv().Type()
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	n, ok := types.Unalias(t).(*types.Named)
	if !ok || sig.RecvTypeParams().Len() > 0 || fd.Name.Name == "_" {
		return
	}
	name := slot(n.Obj().Name()+"_"+fd.Name.Name+dot+"m", l.n)
	l.next.methods[method{n.Obj(), fd.Name.Name}] = name
	src := l.next.sources[obj]
	l.queue = append(l.queue, func() { l.function(name, &src, nil, sig) })
}

// lateMethod registers a method of a type of a cell above; check has made it a function of the receiver.
func (l *lowerer) lateMethod(fd *ast.FuncDecl, obj *types.Func) {
	sig := obj.Type().(*types.Signature)
	t := sig.Params().At(0).Type()
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	n := types.Unalias(t).(*types.Named)
	_, mname, _ := strings.Cut(fd.Name.Name, dot+"m")
	name := slot(n.Obj().Name()+"_"+mname+dot+"m", l.n)
	l.next.methods[method{n.Obj(), mname}] = name
	l.late[method{n.Obj(), mname}] = true
	src := l.next.sources[obj]
	l.queue = append(l.queue, func() { l.function(name, &src, nil, sig) })
}

// funcValue lowers a named function, or an instance, that is used as a value.
func (f *fn) funcValue(e ast.Expr) ast.Expr {
	obj := f.staticFunc(e)
	if obj == nil {
		f.l.pos = e.Pos()
		f.l.refuse("this use of a function is not supported", "함수 리터럴로 감싸세요.", "Wrap it in a function literal.")
		return ident("nil")
	}
	sig := f.typeOf(e).(*types.Signature)
	if name, ok := f.functionName(e, obj); ok {
		f.l.unit.Values = append(f.l.unit.Values, name)
		return f.bind(sig, nil, nil, func(g *fn, args []ast.Expr) ast.Expr {
			return g.passes(call(ident(name), args...), sig, nil, nil)
		})
	}
	f.unsteady(obj, nil)
	fun := sel(ident(f.l.pkgAlias(obj.Pkg().Path())), obj.Name())
	if !sig.Variadic() {
		return fun
	}
	return f.bind(sig, nil, nil, func(_ *fn, args []ast.Expr) ast.Expr {
		c := call(fun, args...)
		c.Ellipsis = 1
		return c
	})
}

// registerTypes tells the runtime the methods that this cell adds to types which values travel in interfaces already.
func (l *lowerer) registerTypes() {
	if len(l.late) == 0 {
		return
	}
	for _, t := range l.next.boxed {
		l.register(t.id, t.typ, l.isLate)
	}
}

// isLate reports whether the cell declares a method of a type of a cell above.
func (l *lowerer) isLate(m *types.Func) bool {
	t := m.Signature().Recv().Type()
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	n, ok := types.Unalias(t).(*types.Named)
	return ok && l.late[method{n.Obj(), m.Name()}]
}

// register emits functions through which the runtime calls the methods of values of type t in interfaces. With only,
// just those that it picks.
func (l *lowerer) register(id int, t types.Type, only func(*types.Func) bool) {
	if iface, _ := isIface(t); iface {
		return
	}
	base := t
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		base = p.Elem()
	}
	if !hasMethods(base) {
		return
	}
	set := types.NewMethodSet(t)
	for i := range set.Len() {
		s := set.At(i)
		m := s.Obj().(*types.Func)
		if only != nil && !only(m) {
			continue
		}
		if _, no := unsupported[m.FullName()]; no || !m.Exported() && !isUser(m.Pkg()) {
			continue
		}
		l.queue = append(l.queue, func() { l.dispatcher(id, t, s, m) })
	}
}

// hasMethods reports whether a type can have methods that the user wrote or embedded.
func hasMethods(t types.Type) bool {
	t = types.Unalias(t)
	if n, ok := t.(*types.Named); ok {
		return isUser(n.Obj().Pkg()) || n.TypeArgs().Len() > 0
	}
	_, st := t.(*types.Struct)
	return st
}

// dispatcher emits one of them: func(x any, params) results.
func (l *lowerer) dispatcher(id int, t types.Type, s *types.Selection, m *types.Func) {
	f := l.newFn(l.src, nil)
	msig := s.Type().(*types.Signature)
	names := make([]string, msig.Params().Len())
	args := make([]ast.Expr, len(names))
	for i := range names {
		names[i] = l.fresh("a")
		args[i] = ident(names[i])
	}
	ft := l.funcType(msig, names)
	ft.Params.List = append([]*ast.Field{param("x"+dot, ident("any"))}, ft.Params.List...)
	body := f.block(func() {
		recv := ast.Expr(&ast.TypeAssertExpr{X: rt("Value", ident("x"+dot)), Type: l.typ(t)})
		recv = f.temp(recv)
		r, rtyp := f.receiver(recv, selection{obj: m, index: s.Index(), recv: t}, m)
		x := f.callMethod(r, rtyp, m, args)
		if msig.Results().Len() == 0 {
			f.either(x, do)
		} else {
			f.either(x, func(call ast.Expr) ast.Stmt { return ret(call) })
		}
	})
	name := l.fresh("call")
	l.next.emitted[dispatcherKey(id, m.Name())] = name
	l.funcs = append(l.funcs, &ast.FuncDecl{Name: ident(name), Type: ft, Body: body})
	l.init = append(l.init, do(rt("Reg", number(int64(id)), text(m.Name()), ident(name))))
}

// dispatcherKey is the key under which emitted has the name of such a function.
func dispatcherKey(id int, method string) string { return fmt.Sprintf("call %d %s", id, method) }
