package frontend

import (
	"go/ast"
	"go/token"
	"go/types"
)

// forStmt lowers a for loop. When a variable of its head is shared with a closure that it outlives, or pointed to, every
// iteration gets its own copy, before the last clause of the head runs.
func (f *fn) forStmt(s *ast.ForStmt, label string) {
	walking := f.walking(s)
	for _, o := range walking {
		if f.nonNil == nil {
			f.nonNil = map[types.Object]bool{}
		}
		f.nonNil[o] = true
	}
	defer func() {
		for _, o := range walking {
			delete(f.nonNil, o)
		}
	}()
	f.inLoop(s, func() {
		var shared []types.Object
		if s.Init != nil {
			f.stmt(s.Init)
			if a, ok := s.Init.(*ast.AssignStmt); ok && a.Tok == token.DEFINE {
				for _, x := range a.Lhs {
					if o := f.src.info.Defs[x.(*ast.Ident)]; o != nil && f.root.boxed[o] {
						shared = append(shared, o)
					}
				}
			}
		}
		out := &ast.ForStmt{}
		f.marked, f.lastCall = 0, 0
		var cond ast.Expr
		pre := f.block(func() {
			if s.Cond != nil {
				f.markNode(s.Cond)
				cond = f.expr(s.Cond)
			}
		})
		post := f.block(func() {
			for _, o := range shared {
				n := ident(f.nameOf(o))
				t := f.fresh("n")
				f.emit(let(t, call(ident("new"), f.typ(o.Type()))), set(deref(ident(t)), deref(n)), set(n, ident(t)))
			}
			if s.Post != nil {
				f.stmt(s.Post)
			}
		})
		switch len(post.List) {
		case 0:
		case 1:
			out.Post = post.List[0]
		default: // no source can say this, but the interpreter runs it
			out.Post = post
		}
		if len(pre.List) == 0 {
			out.Cond, cond = cond, nil
		}
		out.Body = f.block(func() {
			f.emit(pre.List...)
			if cond != nil {
				f.emit(when(not(cond), branch(token.BREAK, "")))
			}
			f.statements(s.Body.List, false)
		})
		f.emit(attach(label, out))
	})
}

// rangeStmt lowers every form of range.
func (f *fn) rangeStmt(s *ast.RangeStmt, label string) {
	f.l.pos = s.Pos()
	t := f.typeOf(s.X)
	f.inLoop(s, func() {
		f.markNode(s.X)
		switch u := coreType(t).(type) {
		case *types.Basic:
			if u.Info()&types.IsString != 0 {
				f.rangeString(s, label)
			} else {
				f.rangeInt(s, label)
			}
		case *types.Slice:
			f.rangeList(s, label, f.core(s.X), types.Typ[types.Int], u.Elem())
		case *types.Array:
			f.rangeArray(s, label, u)
		case *types.Pointer:
			a := u.Elem().Underlying().(*types.Array)
			p := f.temp(f.core(s.X))
			if s.Value == nil || isBlank(s.Value) { // the pointer may be nil
				f.intLoop(s, label, number(a.Len()), types.Typ[types.Int])
				return
			}
			f.rangeSlice(s, label, &ast.SliceExpr{X: f.takeOut(deref(p), u.Elem())}, a)
		case *types.Map:
			f.rangeMap(s, label, u)
		case *types.Chan:
			f.rangeChan(s, label, u)
		case *types.Signature:
			f.rangeFunc(s, label, u)
		default:
			f.l.refuse("range over "+t.String()+" is not supported", "다른 반복문으로 쓰세요.", "Write the loop another way.")
		}
	})
}

// direct reports whether a variable that a range statement defines can be the loop's own: nobody points to it or
// watches it, and a key is not assigned, for the interpreter counts with it.
func (f *fn) direct(o types.Object, key bool) bool {
	if o == nil || f.root.boxed[o] || key && f.root.assigned[o] {
		return false
	}
	if f.loop != nil {
		if _, watched := f.loop.vars[o]; watched {
			return false
		}
	}
	return true
}

// watchedKey reports whether the key that a range statement defines is watched: the interpreter's own cannot be.
func (f *fn) watchedKey(s *ast.RangeStmt) bool {
	id, ok := s.Key.(*ast.Ident)
	if !ok || s.Tok != token.DEFINE {
		return false
	}
	_, watched := f.loop.vars[f.src.info.Defs[id]]
	return watched
}

// rangeVar returns the name to let the loop set, "_" when the place is not wanted, and what stores it in the body.
func (f *fn) rangeVar(s *ast.RangeStmt, x ast.Expr, own types.Type) (name string, store func()) {
	if x == nil || isBlank(x) {
		return "_", func() {}
	}
	name = f.fresh("k")
	if id, ok := x.(*ast.Ident); ok && s.Tok == token.DEFINE {
		o := f.src.info.Defs[id]
		if f.direct(o, x == s.Key) && f.sameForm(own, f.env.apply(o.Type())) {
			return f.local(o), func() {}
		}
		return name, func() { f.declareVar(o, f.convert(ident(name), own, o.Type())) }
	}
	return name, func() { f.emit(set(f.storing(f.rangePlace(s, x)), f.convert(ident(name), own, f.typeOf(x)))) }
}

// rangePlace lowers the key or value of a range that assigns. What the value's place is must be known before the key
// changes.
func (f *fn) rangePlace(s *ast.RangeStmt, x ast.Expr) ast.Expr {
	if x == s.Value && f.valuePlace != nil {
		p := f.valuePlace
		f.valuePlace = nil
		return p
	}
	if _, name := ast.Unparen(s.Value).(*ast.Ident); x != s.Key || s.Value == nil || name {
		return f.place(x, false)
	}
	p := f.place(x, true)
	f.valuePlace = f.place(s.Value, true)
	return p
}

func (f *fn) rangeBody(s *ast.RangeStmt, stores ...func()) *ast.BlockStmt {
	return f.block(func() {
		f.marked, f.lastCall = 0, 0
		for _, st := range stores {
			st()
		}
		f.statements(s.Body.List, false)
	})
}

// rangeList is a range over a slice or string: the interpreter's own, with names of ours.
func (f *fn) rangeList(s *ast.RangeStmt, label string, x ast.Expr, kt, vt types.Type) {
	x = f.temp(x)
	if s.Value == nil && vt != types.Typ[types.Rune] && f.watchedKey(s) {
		f.intLoop(s, label, call(ident("len"), x), kt)
		return
	}
	k, storeK := f.rangeVar(s, s.Key, kt)
	v, storeV := f.rangeVar(s, s.Value, vt)
	out := &ast.RangeStmt{Key: ident(k), Value: ident(v), Tok: token.DEFINE, X: x}
	if v == "_" {
		out.Value = nil
		if k == "_" {
			out.Key = ident(f.fresh("k"))
		}
	}
	if _, ch := vt.Underlying().(*types.Chan); ch && v != "_" { // the interpreter takes such elements for the range itself
		out.Key, out.Value = ident(f.fresh("k")), nil
		loadK, loadV := storeK, storeV
		storeK = func() {
			if k != "_" {
				f.emit(let(k, out.Key))
			}
			f.emit(let(v, &ast.IndexExpr{X: x, Index: out.Key}))
			loadK()
		}
		storeV = loadV
	}
	out.Body = f.rangeBody(s, storeK, storeV)
	f.emit(attach(label, out))
}

// rangeString ranges over the characters as a slice, with a list of their offsets: the interpreter counts wrongly behind
// bytes that are no text.
func (f *fn) rangeString(s *ast.RangeStmt, label string) {
	text := f.temp(f.expr(s.X))
	chars := f.temp(rt("Runes", call(ident("string"), text)))
	k, storeK := f.rangeVar(s, s.Key, types.Typ[types.Int])
	v, storeV := f.rangeVar(s, s.Value, types.Typ[types.Rune])
	out := &ast.RangeStmt{Key: ident(f.fresh("k")), Value: ident(v), Tok: token.DEFINE, X: chars}
	if v == "_" {
		out.Value = nil
	}
	if k != "_" {
		offsets := f.temp(rt("Offsets", call(ident("string"), text)))
		load := storeK
		storeK = func() {
			f.emit(let(k, &ast.IndexExpr{X: offsets, Index: out.Key}))
			load()
		}
	}
	out.Body = f.rangeBody(s, storeK, storeV)
	f.emit(attach(label, out))
}

// rangeArray copies the array when its elements are wanted, as Go does.
func (f *fn) rangeArray(s *ast.RangeStmt, label string, a *types.Array) {
	if s.Value == nil || isBlank(s.Value) {
		if f.callsOrReceives(s.X) {
			f.discard(f.expr(s.X))
		}
		f.intLoop(s, label, number(a.Len()), types.Typ[types.Int])
		return
	}
	p := f.fresh("p")
	x := f.core(s.X)
	f.emit(let(p, call(ident("new"), f.typ(a))), set(deref(ident(p)), x))
	f.rangeSlice(s, label, &ast.SliceExpr{X: deref(ident(p))}, a)
}

// callsOrReceives reports whether an expression calls a function or receives: len of it is no constant then.
func (f *fn) callsOrReceives(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.CallExpr:
			tv := f.src.info.Types[ast.Unparen(n.Fun)]
			found = found || !tv.IsType() && f.src.info.Types[n].Value == nil
		case *ast.UnaryExpr:
			found = found || n.Op == token.ARROW
		}
		return !found
	})
	return found
}

func (f *fn) rangeSlice(s *ast.RangeStmt, label string, x ast.Expr, a *types.Array) {
	f.rangeList(s, label, x, types.Typ[types.Int], a.Elem())
}

func (f *fn) rangeInt(s *ast.RangeStmt, label string) {
	t := f.typeOf(s.X)
	if id, ok := s.Key.(*ast.Ident); ok && !isBlank(s.Key) {
		if o := f.src.info.Defs[id]; o != nil {
			t = f.env.apply(o.Type())
		} else {
			t = f.typeOf(s.Key)
		}
	}
	f.intLoop(s, label, f.to(s.X, t), types.Default(t))
}

// intLoop counts from 0 to n−1.
func (f *fn) intLoop(s *ast.RangeStmt, label string, n ast.Expr, t types.Type) {
	i := f.fresh("i")
	store := func() {}
	if s.Key != nil && !isBlank(s.Key) {
		if id, ok := s.Key.(*ast.Ident); ok && s.Tok == token.DEFINE {
			o := f.src.info.Defs[id]
			if !f.root.boxed[o] && !f.root.assigned[o] {
				i = f.local(o)
			} else {
				store = func() { f.declareVar(o, ident(i)) }
			}
		} else {
			store = func() { f.emit(set(f.storing(f.place(s.Key, false)), ident(i))) }
		}
	}
	if f.loop != nil && f.stays(f.env.apply(t)) {
		f.loop.declare(i, f.typ(t))
		f.emit(set(ident(i), f.zero(t)))
	} else {
		f.emit(declare(i, f.typ(t), f.zero(t)))
	}
	if _, literal := n.(*ast.BasicLit); !literal {
		end := f.fresh("n")
		f.emit(declare(end, f.typ(t), n))
		n = ident(end)
	}
	f.emit(attach(label, &ast.ForStmt{
		Cond: binary(ident(i), token.LSS, n),
		Post: &ast.IncDecStmt{X: ident(i), Tok: token.INC},
		Body: f.rangeBody(s, store),
	}))
}

// rangeMap visits the keys in sorted order; what the body deletes is not visited. Keys that are no number come first, and
// cannot be looked up.
func (f *fn) rangeMap(s *ast.RangeStmt, label string, m *types.Map) {
	mv := f.temp(f.core(s.X))
	keys := f.fresh("keys")
	f.emit(let(keys, &ast.TypeAssertExpr{X: rt("Keys", mv), Type: f.typ(types.NewSlice(KeyType(m)))}))
	k := f.fresh("k")
	v, storeV := f.rangeVar(s, s.Value, m.Elem())
	_, storeK := f.rangeVar(s, s.Key, KeyType(m))
	if s.Key != nil && !isBlank(s.Key) {
		if id, ok := s.Key.(*ast.Ident); ok && s.Tok == token.DEFINE {
			o := f.src.info.Defs[id]
			storeK = func() { f.declareVar(o, f.convert(ident(k), KeyType(m), o.Type())) }
		} else {
			storeK = func() {
				f.emit(set(f.storing(f.rangePlace(s, s.Key)), f.convert(ident(k), KeyType(m), f.typeOf(s.Key))))
			}
		}
	}
	ok := f.fresh("ok")
	out := &ast.RangeStmt{Key: ident("_"), Value: ident(k), Tok: token.DEFINE, X: ident(keys)}
	gone := []ast.Stmt{branch(token.CONTINUE, "")}
	if b, float := m.Key().Underlying().(*types.Basic); float && b.Info()&types.IsFloat != 0 {
		values := f.temp(&ast.TypeAssertExpr{X: rt("NaNValues", mv), Type: f.typ(types.NewSlice(m.Elem()))})
		out.Key = ident(f.fresh("i"))
		gone = []ast.Stmt{when(binary(binary(ident(k), token.EQL, ident(k)), token.LOR, binary(call(ident("len"), mv), token.EQL, number(0))), gone...)}
		if v != "_" {
			gone = append(gone, set(ident(v), &ast.IndexExpr{X: values, Index: out.Key}))
		}
	}
	_, ch := m.Key().Underlying().(*types.Chan)
	if ch { // the interpreter takes such elements for the range itself
		out.Key, out.Value = ident(f.fresh("i")), nil
	}
	out.Body = f.block(func() {
		f.marked, f.lastCall = 0, 0
		if ch {
			f.emit(let(k, &ast.IndexExpr{X: ident(keys), Index: out.Key}))
		}
		f.emit(define(exprs(ident(v), ident(ok)), exprs(&ast.IndexExpr{X: mv, Index: ident(k)})))
		f.emit(when(not(ident(ok)), gone...))
		storeK()
		storeV()
		f.statements(s.Body.List, false)
	})
	f.emit(attach(label, out))
}

func (f *fn) rangeChan(s *ast.RangeStmt, label string, c *types.Chan) {
	ch := f.tempOf(f.core(s.X), c)
	v, store := f.rangeVar(s, s.Key, c.Elem())
	ok := f.fresh("ok")
	f.emit(attach(label, &ast.ForStmt{Body: f.block(func() {
		f.marked, f.lastCall = 0, 0
		f.emit(define(exprs(ident(v), ident(ok)), exprs(&ast.UnaryExpr{Op: token.ARROW, X: ch})))
		f.emit(when(not(ident(ok)), branch(token.BREAK, "")))
		store()
		f.statements(s.Body.List, false)
	})}))
}
