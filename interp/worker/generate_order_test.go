package worker

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
)

// TestOrder compares programs whose calls change what the expression around them reads and where the statement stores.
func TestOrder(t *testing.T) { compareOrder(t, 1, 20) }

// TestSoakOrder compares many. QUIRE_SEED is the first seed, QUIRE_PROGRAMS how many.
func TestSoakOrder(t *testing.T) {
	if os.Getenv("QUIRE_SOAK") == "" {
		t.Skip("QUIRE_SOAK is not set")
	}
	first, n := 1000, 200
	if s, err := strconv.Atoi(os.Getenv("QUIRE_SEED")); err == nil {
		first = s
	}
	if s, err := strconv.Atoi(os.Getenv("QUIRE_PROGRAMS")); err == nil {
		n = s
	}
	for ; n > 0; first, n = first+100, n-100 {
		compareOrder(t, first, min(n, 100))
	}
}

func compareOrder(t *testing.T, first, n int) {
	t.Helper()
	skipUnderRace(t)
	programs := map[string]string{}
	for seed := first; seed < first+n; seed++ {
		g := order{r: rand.New(rand.NewPCG(uint64(seed), 23))}
		programs[fmt.Sprintf("order%06d", seed)] = g.program()
	}
	comparePrograms(t, programs, 99)
}

// An order generator writes statements over a fixed state, which the functions that they call change.
type order struct {
	r    *rand.Rand
	next int
}

const orderHead = `package main

import "fmt"

type T struct {
	a   int
	b   []int
	arr [3]int
	p   *T
}

func (t T) val() int   { return t.a*10 + t.arr[0] }
func (t *T) ptr() int  { t.a++; return t.a }
func (t *T) to(n int) *T { t.a += n; return t.p }

var (
	gi = 1
	gs = []int{1, 2, 3}
	ga = [4]int{5, 6, 7, 8}
	gm = map[string]int{"a": 1, "b": 2}
	gt = []T{{a: 1, b: []int{1, 2}}, {a: 2, b: []int{3, 4}}}
	gp = ring()
	gf = func(n int) int { return n + 1 }
	gx any = 3
)

func ring() *T {
	x, y := &T{a: 3, b: []int{5, 6}}, &T{a: 4, b: []int{7, 8}}
	x.p, y.p = y, x
	return x
}

func inc() int       { gi = (gi + 1) % 7; return gi }
func grow() int      { gs = append([]int{gs[1], gs[0]}, gs[:2]...); return len(gs) }
func elem(n int) int { gs[n&1] += n&3 + 1; return gs[0] }
func arr(n int) int  { ga[n&3]++; return ga[n&1] }
func more() int      { gt = append([]T{{a: gi, b: []int{gi, 9}}}, gt[0]); return gt[1].a }
func hop() int       { gp = gp.p; return gp.a }
func keys() int      { gm = map[string]int{"a": gm["b"] % 50, "b": gm["a"]%50 + 1}; return gm["a"] }
func swapf() int     { old := gf; gf = func(n int) int { return n*2 - gi }; return old(1) % 9 }
func dyn() int       { gx = gi; return gx.(int) }
func two() (int, bool) { return inc() + grow(), true }
func pair(n int) (int, int) { elem(n); hop(); return n & 7, more() }
func node() *T       { hop(); return gp }
func list() []int    { grow(); return gs }
func all() string    { return fmt.Sprint(gi, gs, ga, gm, gt[0].a, gt[0].b, gt[0].arr, gt[1].a, gt[1].b, gp.a, gp.b, gp.arr, gp.p.a, gp.p.b, gp.p.arr, gx) }
func clip() {
	for i := range gs { gs[i] %= 100 }
	for i := range ga { ga[i] %= 100 }
	for i := range gt { gt[i].a %= 100; gt[i].p = nil }
	gp.a %= 100; gp.p.a %= 100
	if len(gs) > 6 { gs = gs[:4:4] }
}
`

func (g *order) program() string {
	var b strings.Builder
	b.WriteString(orderHead)
	b.WriteString("func main() {\n\tli, ls, la := 2, []int{4, 5, 6}, [2]int{1, 2}\n\tlt := T{a: 7, b: []int{1, 1}}\n\tlp := &lt\n")
	b.WriteString("\tbump := func() int { li = (li + 1) % 5; ls = append([]int{li}, ls[:2]...); la[li&1]++; lt.a++; return li }\n")
	b.WriteString("\trepl := func() (int, error) { lp = &T{a: li, b: []int{8, 8}}; lt = T{a: la[0], b: ls}; return lp.a, nil }\n")
	b.WriteString("\tshow := func(n int) { clip(); li %= 50; lt.a %= 100; lp.a %= 100; fmt.Println(n, all(), li, ls, la, lt.a, lt.b, lt.arr, lp.a, lp.b, lp.arr) }\n")
	b.WriteString("\tvar x, y int\n\tvar ok bool\n\tvar err error\n\tgp.p.p = gp\n")
	for i := range 25 {
		b.WriteString("\tgp = ring2()\n\t" + g.statement() + fmt.Sprintf("\n\tshow(%d)\n", i))
	}
	b.WriteString("\tfmt.Println(x, y, ok, err, bump(), lp.a)\n\t_, _ = repl()\n}\n\nfunc ring2() *T { q := ring(); q.a, q.p.a = gp.a, gp.p.a; return q }\n")
	return b.String()
}

func (g *order) one(list ...string) string { return list[g.r.IntN(len(list))] }

// call is an int that changes something.
func (g *order) call(depth int) string {
	switch g.r.IntN(16) {
	case 0:
		return "grow()"
	case 1:
		return "elem(" + g.expr(depth-1) + ")"
	case 2:
		return "arr(" + g.expr(depth-1) + ")"
	case 3:
		return "more()"
	case 4:
		return "hop()"
	case 5:
		return "keys()"
	case 6:
		return "swapf()"
	case 7:
		return "dyn()"
	case 8:
		return "bump()"
	case 9:
		return g.one("gp", "lp", "gp.p", "gt["+g.index(depth-1)+"]") + ".ptr()"
	case 10:
		return "node().a"
	case 11:
		return "list()[" + g.index(depth-1) + "]"
	case 12:
		return "gp.to(" + g.expr(depth-1) + "&3).a"
	case 13:
		return g.one("gp", "lp", "lt", "gt["+g.index(depth-1)+"]") + ".val()"
	}
	return "inc()"
}

func (g *order) index(depth int) string {
	if g.r.IntN(3) == 0 {
		return g.one("0", "1")
	}
	return g.expr(depth) + "&1"
}

func (g *order) read(depth int) string {
	i := func() string { return g.index(depth - 1) }
	switch g.r.IntN(14) {
	case 0:
		return "gs[" + i() + "]"
	case 1:
		return "ga[" + i() + "]"
	case 2:
		return `gm["` + g.one("a", "b") + `"]`
	case 3:
		return "gt[" + i() + "]." + g.one("a", "b["+i()+"]", "arr["+i()+"]")
	case 4:
		return "gp." + g.one("a", "b["+i()+"]", "arr["+i()+"]", "p.a", "p.arr["+i()+"]")
	case 5:
		return "ls[" + i() + "]"
	case 6:
		return "la[" + i() + "]"
	case 7:
		return g.one("lt", "lp") + "." + g.one("a", "arr["+i()+"]", "b["+i()+"]")
	case 8:
		return g.one("len(gs)", "len(ls)", "len(gm)", "gx.(int)", "gf("+g.expr(depth-1)+"&7)")
	case 9:
		return g.one("li", "li", "x", "y")
	}
	return "gi"
}

func (g *order) expr(depth int) string {
	if depth <= 0 {
		return g.one("gi", "li", "x", "1", "2", "inc()", "bump()", "gs[0]", "gp.a", "la[1]", "hop()")
	}
	switch g.r.IntN(8) {
	case 0, 1, 2:
		return g.read(depth)
	case 3, 4:
		return g.call(depth)
	case 5:
		return "[]int{" + g.one("gi", "li", "gs[1]", "gp.a", "2") + ", " + g.call(depth-1) + "}[" + g.one("0", "1") + "]"
	}
	return "(" + g.expr(depth-1) + g.one(" + ", " - ", " ^ ") + g.expr(depth-1) + ")"
}

// place is where an int can be stored.
func (g *order) place() string {
	i := func() string { return g.index(2) }
	return g.one("gs["+i()+"]", "ga["+i()+"]", `gm["`+g.one("a", "b")+`"]`, "gt["+i()+"].a", "gt["+i()+"].b["+i()+"]", "gt["+i()+"].arr["+i()+"]",
		"gp.a", "gp.p.a", "gp.b["+i()+"]", "gp.arr["+i()+"]", "node().a", "list()["+i()+"]", "gi", "x", "y", "li", "ls["+i()+"]", "la["+i()+"]",
		"lt.a", "lt.arr["+i()+"]", "lp.a", "lp.b["+i()+"]", "lp.arr["+i()+"]")
}

func (g *order) statement() string {
	g.next++
	e := func() string { return g.expr(2) }
	switch g.r.IntN(16) {
	case 0, 1, 2:
		return g.place() + " = " + e()
	case 3:
		return g.place() + g.one(" += ", " -= ", " ^= ") + e()
	case 4, 5:
		return g.place() + ", " + g.place() + " = " + e() + ", " + e()
	case 6:
		return g.place() + ", " + g.place() + ", " + g.place() + " = " + e() + ", " + e() + ", " + e()
	case 7:
		return g.place() + ", ok = two()"
	case 8:
		return g.place() + ", err = repl()"
	case 9:
		return g.place() + ", " + g.place() + " = pair(" + e() + ")"
	case 10:
		return "fmt.Println(" + e() + ", " + e() + ", " + e() + ")"
	case 11:
		return "x, y = func(a, b, c int) (int, int) { return a + b, c }(" + e() + ", " + e() + ", " + e() + ")"
	case 12:
		return fmt.Sprintf("{ v%d := T{a: %s, b: []int{%s, %s}, arr: [3]int{%s, %s}}; fmt.Println(v%[1]d.a, v%[1]d.b, v%[1]d.arr) }", g.next, e(), e(), e(), e(), e())
	case 13:
		return "x, y = func() (int, int) { return " + e() + ", " + e() + " }()"
	case 14:
		return "if v, w := " + e() + ", " + e() + "; v < w { x = v } else { y = w }"
	}
	return "switch " + e() + " & 1 { case " + e() + " & 3: x++; case " + e() + " & 3: y++; default: x-- }"
}
