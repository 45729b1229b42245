package worker

import (
	"fmt"
	"strings"
)

// some writes up to n statements in a block.
func (g *generator) some(n int) {
	g.block(func() {
		for range 1 + g.r.IntN(n) {
			g.statement()
		}
	})
}

func (g *generator) ifElse() {
	if g.chance(30) {
		n := g.fresh("v")
		t := g.basic()
		g.line("if %s := %s; %s {", n, g.typed(t, 2), g.under(variable{name: n, typ: t}, gBool, 2))
		g.line("\t_ = %s", n)
	} else {
		g.line("if %s {", g.expr(gBool, 3))
	}
	g.some(2)
	if g.chance(50) {
		if g.chance(30) {
			g.line("} else if %s {", g.expr(gBool, 2))
			g.some(2)
		}
		g.line("} else {")
		g.some(2)
	}
	g.line("}")
}

// loop writes the body of a loop, which may leave it early.
func (g *generator) loop(label string, vars ...variable) {
	g.loops = append(g.loops, label)
	g.block(func() {
		for _, v := range vars {
			g.line("_ = %s", v.name)
			g.add(v)
			if v.typ.printable() && g.chance(40) {
				g.line("fmt.Println(%q, %s)", v.name, v.name)
			}
		}
		for range 1 + g.r.IntN(2) {
			g.statement()
		}
		if g.chance(35) {
			g.line("if %s { %s }", g.expr(gBool, 2), oneOf(g, []string{"break", "continue"}))
			g.statement()
		}
	})
	g.loops = g.loops[:len(g.loops)-1]
}

func (g *generator) forLoop() {
	i := g.fresh("i")
	v := variable{name: i, typ: gInt, ro: true}
	switch g.r.IntN(4) {
	case 0:
		g.line("for %s := 0; %s < %d; %s++ {", i, i, 1+g.r.IntN(4), i)
		g.loop("", v)
		g.line("}")
	case 1:
		g.line("for %s, %sj := 0, 9; %s < %sj; %s, %sj = %s+2, %sj-1 {", i, i, i, i, i, i, i, i)
		g.loop("", v, variable{name: i + "j", typ: gInt, ro: true})
		g.line("}")
	case 2:
		g.line("%s := 0", i)
		g.line("for %s < %d {", i, 1+g.r.IntN(4))
		g.line("\t%s++", i)
		g.loop("", v)
		g.line("}")
	case 3:
		g.line("%s := %d", i, 1+g.r.IntN(4))
		g.line("for {")
		g.line("\tif %s--; %s < 0 { break }", i, i)
		g.loop("", v)
		g.line("}")
	}
}

func (g *generator) rangeLoop() {
	i, x := g.fresh("i"), g.fresh("x")
	vi := variable{name: i, typ: gInt, ro: g.chance(60)}
	switch g.r.IntN(9) {
	case 0:
		g.line("for %s := range %d {", i, 1+g.r.IntN(4))
		g.loop("", vi)
	case 1:
		t := g.typ(1)
		g.line("for %s, %s := range %s {", i, x, g.typed(sliceOf(t), 2)) // gofmt would drop mere parentheses
		g.loop("", vi, variable{name: x, typ: t})
	case 2:
		a := g.assignable(func(v variable) bool { return v.typ.kind == kArray })
		if a.typ == nil {
			a = g.new(arrayOf(3, gInt), "[3]int{4, 5, 6}")
		}
		amp := oneOf(g, []string{"", "&"})
		g.line("for %s, %s := range %s%s {", i, x, amp, a.name)
		g.line("\t%s[%d] = %s", a.name, g.r.IntN(a.typ.n), g.expr(a.typ.elem, 1))
		g.loop("", vi, variable{name: x, typ: a.typ.elem})
	case 3:
		g.line("for %s, %s := range string(%s) {", i, x, g.operand(gString, 2))
		g.loop("", vi, variable{name: x, typ: gRune})
	case 4:
		m := g.fresh("m")
		g.line("%s := map[string]int{\"a\": %s, \"b\": 2, \"c\": 3}", m, g.expr(gInt, 1))
		g.line("%s := 0", x)
		g.line("for k, v := range %s { %s += len(k) * v; if v == 2 { delete(%s, k) } }", m, x, m)
		g.line("fmt.Println(%s, %s)", x, m)
		return
	case 5:
		g.line("for %s := range count(%d) {", i, 1+g.r.IntN(4))
		g.loop("", vi)
	case 6:
		t := g.basic()
		g.line("for %s, %s := range (Stack[%s]{%s}).All() {", i, x, t.name, g.expr(sliceOf(t), 1))
		g.loop("", vi, variable{name: x, typ: t})
	case 7:
		g.line("var %s int; var %s string", i, x)
		g.line("for %s, %s = range []string{%s, %s} {", i, x, g.expr(gString, 1), g.expr(gString, 1))
		g.loop("", variable{name: i, typ: gInt, ro: true}, variable{name: x, typ: gString})
		g.line("}")
		g.line("fmt.Println(%s, %s)", i, x)
		return
	case 8:
		t := oneOf(g, gBasicTypes[10:19])
		g.line("for %s := range %s(%d) {", i, t.name, g.r.IntN(5))
		g.loop("", variable{name: i, typ: t})
	}
	g.line("}")
}

func (g *generator) switchTag() {
	var t *gtype
	tag := ""
	switch g.r.IntN(3) {
	case 0:
	case 1:
		t = g.basic()
		tag = "(" + g.operand(t, 2) + ")"
	case 2:
		t = g.basic()
		n := g.fresh("v")
		tag = fmt.Sprintf("%s := %s; %s", n, g.typed(t, 2), n)
	}
	g.line("switch %s {", tag)
	n := 1 + g.r.IntN(3)
	def := -1
	if g.chance(70) {
		def = g.r.IntN(n + 1)
	}
	for i := range n + 1 {
		switch {
		case i == def:
			g.line("default:")
		case t == nil:
			g.line("case %s:", g.expr(gBool, 2))
		default: // no two constants
			g.line("case %s, %s:", g.operand(t, 2), g.operand(t, 1))
		}
		g.some(2)
		if g.chance(20) && i < n {
			g.line("\tfallthrough")
		} else if g.chance(10) {
			g.line("\tif %s { break }", g.expr(gBool, 1))
			g.line("\tfmt.Println(\"not broken\")")
		}
	}
	g.line("}")
}

func (g *generator) typeSwitch() {
	vars := g.ofKind(kAny, kIface)
	if len(vars) == 0 {
		vars = []variable{g.new(gAny, g.literal(gAny, 2))}
	}
	v := oneOf(g, vars)
	x := g.fresh("x")
	g.line("switch %s := %s.(type) {", x, v.name)
	seen := map[string]bool{}
	for range 1 + g.r.IntN(4) {
		t := g.typ(1)
		if v.typ.kind == kIface {
			t = oneOf(g, g.structs())
			if g.chance(50) {
				t = pointerTo(t)
			}
		}
		name := strings.NewReplacer("byte", "uint8", "rune", "int32").Replace(t.name)
		if seen[name] || t.kind == kIface || t.kind == kAny {
			continue
		}
		seen[name] = true
		g.line("case %s:", t.name)
		g.block(func() {
			g.line("_ = %s", x)
			g.line("fmt.Println(\"is %s\")", t.name)
			g.add(variable{name: x, typ: t})
			g.statement()
		})
	}
	if v.typ.kind == kAny && g.chance(40) {
		g.line("case nil, Shape, error:")
		g.line("\tfmt.Println(\"one of three\", %s == nil)", x)
	}
	g.line("default:")
	g.line("\t_ = %s", x)
	g.some(1)
	g.line("}")
}

// captured makes closures in a loop.
func (g *generator) captured() {
	fs, i := g.fresh("fs"), g.fresh("i")
	g.line("var %s []func() int", fs)
	loop := oneOf(g, []string{"for %[1]s := 0; %[1]s < 3; %[1]s++ {", "for %[1]s := range 3 {", "for _, %[1]s := range []int{5, 6, 7} {", "for %[1]s := range count(3) {"})
	g.line("%s", fmt.Sprintf(loop, i))
	g.block(func() {
		g.add(variable{name: i, typ: gInt, ro: true})
		v := g.new(gInt, g.expr(gInt, 2))
		g.line("%s = append(%s, func() int { %s += %s; %s; return %s })", fs, fs, v.name, i, oneOf(g, []string{"_ = 0", i + "++", i + " *= 2"}), oneOf(g, []string{i, v.name}))
		if g.chance(40) {
			g.line("if %s == 1 { continue }", i)
		}
		if g.chance(50) {
			g.line("p := &%s", i)
			g.line("%s = append(%s, func() int { return *p * 2 })", fs, fs)
		}
		g.statement()
	})
	g.line("}")
	g.line("for _, f := range %s { fmt.Println(f(), f()) }", fs)
}

func (g *generator) selects() {
	c := g.fresh("ch")
	t := g.basic()
	g.line("%s := make(chan %s, 2)", c, t.name)
	g.line("for i := range 4 {")
	g.line("\t_ = i")
	g.line("\tselect {")
	switch g.r.IntN(3) {
	case 0:
		g.line("\tcase %s <- %s:", c, g.expr(t, 2))
		g.line("\t\tfmt.Println(\"sent\", i)")
	case 1:
		g.line("\tcase x, ok := <-%s:", c)
		g.line("\t\tfmt.Println(\"received\", x, ok)")
	case 2:
		g.line("\tcase %s <- %s:", c, g.expr(t, 2))
		g.line("\t\tif i == 1 { break }")
		g.line("\t\tfmt.Println(\"sent\", i)")
	}
	g.line("\tdefault:")
	g.some(1)
	g.line("\t}")
	g.line("}")
	g.line("close(%s)", c)
	g.line("for x := range %s { fmt.Println(x) }", c)
	g.line("x%s, ok%s := <-%s", c, c, c)
	g.line("fmt.Println(x%s, ok%s, len(%s), cap(%s))", c, c, c, c)
}

func (g *generator) goroutines() {
	w, r := g.fresh("wg"), g.fresh("res")
	n := 2 + g.r.IntN(3)
	k := g.r.IntN(10)
	switch g.r.IntN(4) {
	case 0:
		g.line("var %s sync.WaitGroup", w)
		g.line("%s := make([]int, %d)", r, n)
		g.line("for i := range %d {", n)
		g.line("\t%s.Add(1)", w)
		g.line("\tgo func() { defer %s.Done(); for j := range i + 1 { %s[i] += j * %d } }()", w, r, k)
		g.line("}")
		g.line("%s.Wait()", w)
		g.line("fmt.Println(%s)", r)
	case 1:
		g.line("%s := make(chan int)", r)
		g.line("for i := range %d { go func(x int) { %s <- x*x + %d }(i) }", n, r, k)
		g.line("%ssum := 0", r)
		g.line("for range %d { %ssum += <-%s }", n, r, r)
		g.line("fmt.Println(%ssum)", r)
	case 2:
		g.line("%s, %s := make(chan int), make(chan string, 1)", w, r)
		g.line("go func() { defer close(%s); for x := range %s { %s <- fmt.Sprint(\"got\", x) } }()", r, w, r)
		g.line("go func() { defer close(%s); for i := range %d { %s <- i + %d } }()", w, n, w, k)
		g.line("for s := range %s { fmt.Println(s) }", r)
	case 3:
		g.line("var %s sync.WaitGroup; var %sm sync.Mutex; %s := map[int]int{}", w, w, r)
		g.line("for i := range %d {", n)
		g.line("\t%s.Go(func() { %sm.Lock(); defer %sm.Unlock(); %s[i%%2] += i + %d })", w, w, w, r, k)
		g.line("}")
		g.line("%s.Wait()", w)
		g.line("fmt.Println(%s)", r)
	}
}

func (g *generator) labels() {
	l, i := g.fresh("outer"), g.fresh("i")
	g.line("%s:", l)
	g.line("for %s := range 4 {", i)
	g.block(func() {
		g.add(variable{name: i, typ: gInt, ro: true})
		j := g.fresh("j")
		g.line("%s", fmt.Sprintf(oneOf(g, []string{"for %[1]s := 0; %[1]s < 3; %[1]s++ {", "for %[1]s := range count(3) {", "for %[1]s := range []int{1, 2, 3} {"}), j))
		g.block(func() {
			g.add(variable{name: j, typ: gInt, ro: true})
			g.line("fmt.Println(%s, %s)", i, j)
			switch g.r.IntN(3) {
			case 0:
				g.line("switch { case %s: continue %s; case %s: break %s; case %s == 1: break }", g.expr(gBool, 2), l, g.expr(gBool, 2), l, i)
			case 1:
				g.line("if %s { continue %s }", g.expr(gBool, 2), l)
			case 2:
				g.line("select { default: if %s { break %s }; if %s == 1 { continue %s } }", g.expr(gBool, 2), l, j, l)
			}
			g.statement()
		})
		g.line("}")
	})
	g.line("}")
}

// jumps writes a loop with goto, in a function of its own: no jump may cross a declaration.
func (g *generator) jumps() {
	l, n := g.fresh("again"), g.fresh("n")
	g.line("func() {")
	g.line("\t%s := 0", n)
	g.line("%s:", l)
	g.line("\t%s++", n)
	g.line("\tif %s < %d { fmt.Println(%s); goto %s }", n, 1+g.r.IntN(4), n, l)
	if g.chance(50) {
		g.line("\tfor i := range 3 { if i == %s-1 { goto %sdone } }", n, l)
		g.line("\tfmt.Println(\"through\")")
		g.line("%sdone:", l)
	}
	g.line("\tfmt.Println(\"done\", %s)", n)
	g.line("}()")
}

func (g *generator) bare() {
	g.line("{")
	g.some(3)
	g.line("}")
}
