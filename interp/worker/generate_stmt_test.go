package worker

import (
	"fmt"
	"strings"
)

// statement writes one statement, or a few that belong together.
func (g *generator) statement() {
	forms := []func(){
		g.declare, g.declare, g.declare, g.assign, g.assign, g.update, g.update, g.assignPlace, g.assignPlace, g.swap,
		g.print, g.callFunction, g.callFunction, g.closure, g.deferred, g.try, g.try, g.stack, g.callMethod, g.callMethod,
		g.aliases, g.mapWork, g.localTypes, g.errors, g.embedded, g.variadic, g.shadow, g.results,
	}
	if g.depth < 3 {
		forms = append(forms, g.ifElse, g.ifElse, g.forLoop, g.forLoop, g.rangeLoop, g.rangeLoop, g.rangeLoop, g.switchTag, g.switchTag,
			g.typeSwitch, g.typeSwitch, g.captured, g.selects, g.goroutines, g.labels, g.jumps, g.bare)
	}
	oneOf(g, forms)()
}

// new declares a variable and makes it known.
func (g *generator) new(t *gtype, value string) variable {
	v := variable{name: g.fresh("v"), typ: t}
	switch g.r.IntN(3) {
	case 0:
		g.line("var %s %s = %s", v.name, t.name, value)
	case 1:
		g.line("var %s = %s(%s)", v.name, "("+t.name+")", value)
	default:
		g.line("%s := (%s)(%s)", v.name, t.name, value)
	}
	g.line("_ = %s", v.name)
	g.add(v)
	return v
}

func (g *generator) declare() {
	t := g.typ(3)
	if g.chance(10) {
		v := variable{name: g.fresh("v"), typ: t}
		g.line("var %s %s", v.name, t.name)
		g.line("_ = %s", v.name)
		g.add(v)
		return
	}
	v := g.new(t, g.expr(t, 3))
	if t.printable() && g.chance(50) {
		g.line("fmt.Println(%q, %s)", v.name, v.name)
	}
}

// assignable returns a variable that can be assigned, declaring one when there is none.
func (g *generator) assignable(ok func(variable) bool) variable {
	vars := g.variables(func(v variable) bool { return !v.ro && v.typ.kind != kFunc && ok(v) })
	if len(vars) == 0 {
		return variable{}
	}
	return vars[max(g.r.IntN(len(vars)), g.r.IntN(len(vars)))]
}

func (g *generator) assign() {
	v := g.assignable(func(variable) bool { return true })
	g.line("%s = %s", v.name, g.expr(v.typ, 3))
	g.show(v)
}

func (g *generator) show(v variable) {
	if v.typ.printable() && g.chance(60) {
		g.line("fmt.Println(%q, %s)", v.name, v.name)
	}
}

func (g *generator) update() {
	v := g.assignable(func(v variable) bool { return v.typ.numeric() || v.typ.kind == kString })
	if v.typ == nil {
		return
	}
	switch {
	case v.typ.kind == kString:
		g.line("%s += %s", v.name, g.expr(v.typ, 1))
		g.line("%s = short(%s)", v.name, v.name)
	case v.typ.kind != kInt:
		g.line("%s %s %s", v.name, oneOf(g, []string{"+=", "-=", "*="}), g.expr(v.typ, 2))
	case g.chance(30):
		g.line("%s%s", v.name, oneOf(g, []string{"++", "--"}))
	case g.chance(30):
		g.line("%s %s %d", v.name, oneOf(g, []string{"<<=", ">>="}), g.r.IntN(10))
	case g.chance(20):
		g.line("%s %s (%s | 1)", v.name, oneOf(g, []string{"/=", "%="}), g.operand(v.typ, 1))
	default:
		g.line("%s %s %s", v.name, oneOf(g, []string{"+=", "-=", "*=", "&=", "|=", "^=", "&^="}), g.expr(v.typ, 2))
	}
	g.show(v)
}

// place returns a part of a variable that can be assigned, its type, and the condition under which that does not panic.
func (g *generator) place(v variable) (name string, t *gtype, guard string) {
	switch v.typ.kind {
	case kArray:
		if vars := g.ofKind(kInt); len(vars) > 0 && g.chance(40) {
			return fmt.Sprintf("%s[uint(%s)%%%d]", v.name, oneOf(g, vars).name, v.typ.n), v.typ.elem, ""
		}
		return fmt.Sprintf("%s[%d]", v.name, g.r.IntN(v.typ.n)), v.typ.elem, ""
	case kSlice:
		i := g.r.IntN(3)
		return fmt.Sprintf("%s[%d]", v.name, i), v.typ.elem, fmt.Sprintf("len(%s) > %d", v.name, i)
	case kMap:
		return fmt.Sprintf("%s[%s]", v.name, g.literal(v.typ.key, 1)), v.typ.elem, v.name + " != nil"
	case kPointer:
		if v.typ.elem.kind == kStruct && g.chance(70) {
			f := oneOf(g, v.typ.elem.fields)
			return v.name + "." + f.name, f.typ, v.name + " != nil"
		}
		return "*" + v.name, v.typ.elem, v.name + " != nil"
	case kStruct:
		f := oneOf(g, v.typ.fields)
		return v.name + "." + f.name, f.typ, ""
	}
	return "", nil, ""
}

func (g *generator) assignPlace() {
	v := g.assignable(func(v variable) bool {
		switch v.typ.kind {
		case kArray, kSlice, kMap, kPointer, kStruct:
			return true
		}
		return false
	})
	if v.typ == nil {
		return
	}
	name, t, guard := g.place(v)
	for (t.kind == kStruct || t.kind == kArray) && v.typ.kind != kMap && !strings.HasPrefix(name, "*") && g.chance(60) {
		name, t, _ = g.place(variable{name: name, typ: t})
	}
	if guard != "" {
		g.line("if %s {", guard)
		g.indent++
		defer func() { g.indent--; g.line("}"); g.show(v) }()
	}
	switch {
	case t.kind == kInt && g.chance(50):
		g.line("%s %s", name, oneOf(g, []string{"++", "--", "+= 3", "*= 2", "^= 5", "<<= 1"}))
	case t.kind == kString && g.chance(50):
		g.line("%s += \"+\"", name)
	default:
		g.line("%s = %s", name, g.expr(t, 2))
	}
	if guard == "" {
		g.show(v)
	}
}

func (g *generator) swap() {
	a := g.assignable(func(variable) bool { return true })
	b := g.assignable(func(v variable) bool { return v.typ.name == a.typ.name })
	switch g.r.IntN(4) {
	case 0:
		if a.name != b.name {
			g.line("%s, %s = %s, %s", a.name, b.name, b.name, a.name)
		}
	case 1:
		c := g.assignable(func(v variable) bool { return v.typ.name != a.typ.name })
		if c.typ != nil {
			g.line("%s, %s = %s, %s", a.name, c.name, g.expr(a.typ, 2), g.expr(c.typ, 2))
		}
	case 2:
		arr := g.assignable(func(v variable) bool { return v.typ.kind == kArray && v.typ.n > 1 })
		if arr.typ != nil {
			n := arr.typ.n - 1
			g.line("%s[0], %s[%d] = %s[%d], %s[0]", arr.name, arr.name, n, arr.name, n, arr.name)
			g.show(arr)
		}
	case 3:
		n := g.fresh("i")
		t := g.basic()
		g.line("%s, %sa := 1, [3]%s{%s, %s, %s}", n, n, t.name, g.expr(t, 1), g.expr(t, 1), g.expr(t, 1))
		g.line("%s, %sa[%s] = 2, %sa[%s-1]", n, n, n, n, n)
		g.line("fmt.Println(%s, %sa)", n, n)
	}
	g.show(a)
}

func (g *generator) print() {
	t := g.typ(2)
	if !t.printable() {
		t = g.basic()
	}
	switch g.r.IntN(6) {
	case 0:
		g.line("fmt.Printf(\"%%v %%T\\n\", %s, %s)", g.expr(t, 3), g.expr(t, 1))
	case 1:
		g.line("fmt.Printf(\"%%+v|%%#v\\n\", %s, %s)", g.expr(t, 2), g.expr(t, 1))
	case 2:
		g.line("fmt.Printf(\"%%d %%x %%08.3f %%q %%-6s|%%5t\\n\", %s, %s, %s, %s, %s, %s)", g.expr(gInt, 2), g.expr(gByte, 2), g.expr(gFloat, 2), g.expr(gString, 1), g.expr(gString, 1), g.expr(gBool, 1))
	default:
		g.line("fmt.Println(%s, %s)", g.expr(t, 3), g.expr(g.basic(), 3))
	}
}

// printScope prints the variables in scope.
func (g *generator) printScope() {
	for _, v := range g.variables(func(v variable) bool { return v.typ.printable() }) {
		g.line("fmt.Println(%q, %s)", v.name, v.name)
	}
	for _, v := range g.ofKind(kAny, kIface) {
		g.line("fmt.Printf(\"%%T\\n\", %s)", v.name)
	}
	for _, v := range g.ofKind(kPointer) {
		if v.typ.elem.printable() {
			g.line("if %s != nil { fmt.Println(%q, *%s) }", v.name, v.name, v.name)
		}
	}
}

func (g *generator) callFunction() {
	if len(g.funcs) == 0 {
		return
	}
	f := oneOf(g, g.funcs)
	call := fmt.Sprintf("%s(%s)", f.name, g.list(f.params, 2))
	switch {
	case g.chance(15):
		g.line("%s", call)
	case g.chance(15):
		g.line("defer %s", call)
	default:
		var names []string
		for range f.results {
			names = append(names, g.fresh("v"))
		}
		g.line("%s := %s", strings.Join(names, ", "), call)
		for i, t := range f.results {
			v := variable{name: names[i], typ: t}
			g.line("_ = %s", v.name)
			g.add(v)
			g.show(v)
		}
	}
}

// literalBody writes the body of a function literal that shares variables.
func (g *generator) literalBody(n int, vars ...variable) {
	oldResult, oldLoops := g.result, g.loops
	g.result, g.loops = nil, nil
	g.block(func() {
		for _, v := range vars {
			g.add(v)
		}
		for range n {
			g.statement()
		}
	})
	g.result, g.loops = oldResult, oldLoops
}

func (g *generator) closure() {
	t, p := g.typ(1), g.basic()
	name, arg := g.fresh("cl"), g.fresh("a")
	g.line("%s := func(%s %s) %s {", name, arg, p.name, t.name)
	g.literalBody(1+g.r.IntN(2), variable{name: arg, typ: p})
	g.line("\treturn %s", g.under(variable{name: arg, typ: p}, t, 2))
	g.line("}")
	for range 1 + g.r.IntN(2) {
		g.new(t, fmt.Sprintf("%s(%s)", name, g.expr(p, 1)))
	}
	if t.printable() {
		g.line("fmt.Println(%s(%s))", name, g.leaf(p))
	}
}

func (g *generator) deferred() {
	v := g.assignable(func(v variable) bool { return v.typ.printable() })
	if v.typ == nil {
		return
	}
	switch g.r.IntN(3) {
	case 0:
		g.line("func() {")
		g.line("\tdefer fmt.Println(\"deferred\", %s)", v.name)
		g.line("\tfor i := range 3 { defer func() { fmt.Println(\"d\", i, %s) }() }", v.name)
		g.literalBody(1)
		g.line("\t%s = %s", v.name, g.expr(v.typ, 2))
		g.line("}()")
	case 1:
		r := g.fresh("r")
		g.line("%s := func() (r %s, err error) {", r, v.typ.name)
		g.line("%s", `defer func() { if x := recover(); x != nil { err = fmt.Errorf("recovered %v", x) } }()`)
		g.line("\tr = %s", g.expr(v.typ, 2))
		g.line("\tif %s { panic(%s) }", g.expr(gBool, 2), g.expr(gString, 1))
		g.line("\treturn %s, errBase", g.expr(v.typ, 2))
		g.line("}")
		g.line("fmt.Println(%s())", r)
	case 2:
		g.line("fmt.Println(func() (r int) { defer func() { r *= 2 }(); r = %s; return r + 1 }())", g.expr(gInt, 2))
	}
}

// try writes statements of which the last may panic, where the program catches that.
func (g *generator) try() {
	if !g.panics {
		return
	}
	g.panics = false
	defer func() { g.panics = true }()
	g.line("try(%q, func() {", g.fresh("try"))
	g.literalBody(1)
	i := g.operand(gInt, 1)
	n := g.fresh("x")
	switch g.r.IntN(12) {
	case 0:
		g.line("\t%s := %s", n, g.expr(sliceOf(gInt), 2))
		g.line("\tfmt.Println(%s[%s])", n, i)
	case 1:
		g.line("\t%s := [3]int{1, 2, 3}", n)
		g.line("\t%s[uint(%s)%%5] = 7", n, i)
		g.line("\tfmt.Println(%s)", n)
	case 2:
		g.line("\tvar %s map[string]int", n)
		g.line("\t%s[%s]++", n, g.expr(gString, 1))
	case 3:
		g.line("\tvar %s *%s", n, oneOf(g, g.structs()).name)
		g.line("\tfmt.Println(*%s)", n)
	case 4:
		g.line("\t%s := %s", n, g.operand(gInt, 1))
		g.line("\tfmt.Println(%s / (%s %% 3))", i, n)
	case 5:
		g.line("\t%s := any(%s)", n, g.typed(g.basic(), 1))
		g.line("\tfmt.Println(%s.(%s))", n, g.basic().name)
	case 6:
		g.line("\tpanic(%s)", g.typed(g.basic(), 2))
	case 7:
		g.line("%s", `panic(fmt.Errorf("wrapped: %w", errBase))`)
	case 8:
		g.line("\t%s := %s", n, g.operand(gString, 1))
		g.line("\tfmt.Println(%s[uint(%s)%%4:uint(%s)%%3])", n, i, g.operand(gInt, 1))
	case 9:
		g.line("\t%s := any(%s)", n, g.typed(sliceOf(gInt), 1))
		g.line("\tfmt.Println(%s == %s)", n, n)
	case 10:
		g.line("\tvar %s Shape", n)
		g.line("\tfmt.Println(%s.Area())", n)
	case 11:
		g.line("\tvar %s any = %s", n, g.typed(g.basic(), 1))
		g.line("\tfmt.Println(%s.(Shape).Name())", n)
	}
	g.line("})")
}

func (g *generator) stack() {
	t := g.basic()
	s := g.fresh("s")
	g.line("var %s Stack[%s]", s, t.name)
	g.line("for i := range %d {", 1+g.r.IntN(3))
	g.line("\t_ = i")
	g.line("\t%s.Push(%s)", s, g.expr(t, 2))
	g.line("}")
	switch g.r.IntN(3) {
	case 0:
		g.line("for i, x := range %s.All() { fmt.Println(i, x); if i == 1 { break } }", s)
	case 1:
		g.line("%spush := %s.Push", s, s)
		g.line("%spush(%s)", s, g.expr(t, 1))
		s2 := g.fresh("s")
		g.line("%s := %s", s2, s)
		g.line("%s.items[0] = %s", s2, g.expr(t, 1))
		g.line("fmt.Println(%s)", s2)
	}
	g.line("if x, ok := %s.Pop(); ok { fmt.Println(x, %s.Len(), %s) }", s, s, s)
}

func (g *generator) callMethod() {
	v := g.assignable(func(v variable) bool { return v.typ.kind == kStruct })
	if v.typ == nil {
		return
	}
	switch g.r.IntN(6) {
	case 0:
		g.line("%s.%s(%s)", v.name, v.typ.pointed[0].name, g.expr(gInt, 2))
	case 1:
		f := g.fresh("f")
		g.line("%s := %s.Area", f, v.name)
		g.line("%s = %s", v.name, g.expr(v.typ, 2))
		g.line("fmt.Println(%s())", f)
	case 2:
		g.line("fmt.Println(%s.Area(%s), (*%s).Name(&%s))", v.typ.name, v.name, v.typ.name, v.name)
	case 3:
		s := g.fresh("sh")
		g.line("var %s Shape = &%s", s, v.name)
		g.line("fmt.Println(%s.Area(), %s.Name(), %s == Shape(&%s))", s, s, s, v.name)
	case 4:
		f := g.fresh("f")
		g.line("%s := %s.%s", f, v.name, v.typ.pointed[0].name)
		g.line("%s(%s)", f, g.expr(gInt, 2))
	case 5:
		g.line("func() { defer %s.%s(%s); %s = %s }()", v.name, v.typ.pointed[0].name, g.expr(gInt, 1), v.name, g.expr(v.typ, 1))
	}
	g.show(v)
}

func (g *generator) aliases() {
	t := g.basic()
	a, b := g.fresh("a"), g.fresh("b")
	g.line("%s := make([]%s, %d, %d)", a, t.name, 2+g.r.IntN(2), 4+g.r.IntN(3))
	g.line("%s[0], %s[1] = %s, %s", a, a, g.expr(t, 1), g.expr(t, 1))
	switch g.r.IntN(4) {
	case 0:
		g.line("%s := append(%s[:1], %s, %s[0])", b, a, g.expr(t, 1), a)
	case 1:
		g.line("%s := %s[1:2:%d]", b, a, 2+g.r.IntN(2))
		g.line("%s = append(%s, %s)", b, b, g.expr(t, 1))
	case 2:
		g.line("%s := %s[:cap(%s)]", b, a, a)
		g.line("fmt.Println(copy(%s[1:], %s), copy(%s, %s[2:]))", b, a, a, b)
	case 3:
		g.line("%s := append([]%s{}, %s...)", b, t.name, a)
		g.line("clear(%s[1:])", a)
	}
	g.line("%s[0] = %s", b, g.expr(t, 1))
	g.line("fmt.Println(%s, %s, len(%s), cap(%s))", a, b, b, a)
	g.add(variable{name: a, typ: sliceOf(t)})
}

func (g *generator) mapWork() {
	v := g.assignable(func(v variable) bool { return v.typ.kind == kMap })
	if v.typ == nil {
		v = g.new(mapOf(g.comparable(), g.typ(1)), "nil")
		g.line("%s = make(%s)", v.name, v.typ.name)
	}
	key := func() string { return g.expr(v.typ.key, 1) }
	switch g.r.IntN(5) {
	case 0:
		g.line("delete(%s, %s)", v.name, key())
	case 1:
		g.line("if x, ok := %s[%s]; ok { _ = x; fmt.Println(\"found\", len(%s)) }", v.name, key(), v.name)
	case 2:
		g.line("if %s != nil { %s[%s] = %s; clear(%s); %s[%s] = %s }", v.name, v.name, key(), g.expr(v.typ.elem, 1), v.name, v.name, key(), g.expr(v.typ.elem, 1))
	case 3:
		if v.typ.printable() {
			g.line("fmt.Println(keysOf(%s))", v.name)
		}
	case 4:
		g.line("%s = %s{%s: %s}", v.name, v.typ.name, key(), g.expr(v.typ.elem, 1))
	}
	g.show(v)
}

func (g *generator) localTypes() {
	n := g.fresh("L")
	t := g.basic()
	g.line("type %s struct { a %s; b [2]int; p *%s }", n, t.name, n)
	v := g.fresh("v")
	g.line("%s := %s{a: %s, b: [2]int{%d, 2}}", v, n, g.expr(t, 2), g.r.IntN(9))
	g.line("%sc := %s", v, v)
	g.line("%sc.b[1]++", v)
	g.line("%s.p = &%sc", v, v)
	g.line("%s.p.a = %s", v, g.expr(t, 1))
	g.line("fmt.Println(%s.a, %s.b, %sc.b, %s.p.b == %s.b, %sc.p == nil, %s.p.p == nil)", v, v, v, v, v, v, v)
	if g.chance(40) {
		g.line("const %sk = iota + %d", v, g.r.IntN(4))
		g.line("fmt.Println(%sk<<2, %sk/3.0)", v, v)
	}
	if g.chance(40) {
		g.line("%sa := struct{ X int; Y string }{%s, %s}", v, g.expr(gInt, 1), g.expr(gString, 1))
		g.line("%so := %sa", v, v)
		g.line("%so.X++", v)
		g.line("fmt.Printf(\"%%v %%+v %%v\\n\", %sa, %so, %sa == %so)", v, v, v, v)
	}
}

func (g *generator) errors() {
	e := g.fresh("e")
	g.line("%s := fmt.Errorf(\"%%v: %%w\", %s, errBase)", e, g.expr(g.basic(), 1))
	g.line("fmt.Println(%s, errors.Is(%s, errBase), errors.Unwrap(%s) == errBase)", e, e, e)
}

func (g *generator) embedded() {
	for _, t := range g.structs() {
		if t.embedded == nil || g.chance(50) {
			continue
		}
		v := g.new(t, g.literal(t, 2))
		f := oneOf(g, t.embedded.fields)
		g.line("%s.%s = %s", v.name, t.embedded.name+"."+f.name, g.expr(f.typ, 1))
		g.line("%s.%s(%s)", v.name, t.embedded.pointed[0].name, g.expr(gInt, 1))
		if f.typ.printable() {
			g.line("fmt.Println(%s.%s)", v.name, f.name)
		}
		g.show(v)
		return
	}
}

func (g *generator) variadic() {
	t := oneOf(g, gBasicTypes[10:])
	n := g.fresh("n")
	g.line("%s := []%s{%s, %s}", n, t.name, g.expr(t, 1), g.expr(t, 1))
	g.line("fmt.Println(total(%s...), total[%s](), total(%s))", n, t.name, g.typed(t, 1))
	f := g.fresh("f")
	g.line("%s := func(head string, rest ...%s) int { rest = append(rest, %s); return len(head) + len(rest) }", f, t.name, g.expr(t, 1))
	g.line("fmt.Println(%s(%s), %s(\"a\", %s...), %s)", f, g.expr(gString, 1), f, n, n)
}

func (g *generator) shadow() {
	v := g.assignable(func(v variable) bool { return v.typ.printable() && !strings.Contains(v.name, "*") })
	if v.typ == nil {
		return
	}
	g.line("{")
	g.line("\t%s := %s", v.name, g.typed(v.typ, 2))
	g.line("\t%s = %s", v.name, g.expr(v.typ, 2))
	g.line("\tfmt.Println(%s)", v.name)
	g.line("}")
	g.line("fmt.Println(%s)", v.name)
}

// results leaves the function early.
func (g *generator) results() {
	if g.result == nil {
		return
	}
	g.line("if %s {", g.expr(gBool, 2))
	g.line("\treturn %s", g.list(g.result, 2))
	g.line("}")
}
