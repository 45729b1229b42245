package worker

import (
	"fmt"
	"go/format"
	"math/rand/v2"
	"strings"
)

// A generator writes a random program that type-checks, ends, and prints as it goes what Go prescribes and nothing else:
// no addresses, no order of a map, no operand whose order of evaluation against a call is left open. Calls in one
// expression print, and change nothing but the fuel that ends the program.
type generator struct {
	r      *rand.Rand
	out    strings.Builder
	indent int
	count  int
	scope  [][]variable
	funcs  []function
	types  []*gtype // declared ones
	depth  int      // of nested statements
	result []*gtype // of the function that is written
	panics bool     // panics are caught where statements are written
	loops  []string // labels of the loops around, "" where there is none
}

type variable struct {
	name string
	typ  *gtype
	ro   bool // a loop's own, or a constant: not assigned
}

type function struct {
	name    string
	params  []*gtype
	results []*gtype
}

// A gkind is the kind of a type of a generated program.
type gkind int

const (
	kInt gkind = iota
	kFloat
	kComplex
	kString
	kBool
	kArray
	kSlice
	kMap
	kPointer
	kStruct
	kFunc
	kAny
	kIface
)

// A gtype is a type of a generated program, as it is written there.
type gtype struct {
	kind      gkind
	name      string
	bits      int // of integers and floats
	unsigned  bool
	elem, key *gtype
	n         int
	fields    []variable
	methods   []function // that take no pointer
	pointed   []function // that do
	embedded  *gtype
	under     string // of a named basic type
}

var (
	gInt        = &gtype{kind: kInt, name: "int", bits: 64}
	gString     = &gtype{kind: kString, name: "string"}
	gBool       = &gtype{kind: kBool, name: "bool"}
	gFloat      = &gtype{kind: kFloat, name: "float64", bits: 64}
	gComplex    = &gtype{kind: kComplex, name: "complex128", bits: 128}
	gAny        = &gtype{kind: kAny, name: "any"}
	gRune       = &gtype{kind: kInt, name: "rune", bits: 32}
	gByte       = &gtype{kind: kInt, name: "byte", bits: 8, unsigned: true}
	gShape      = &gtype{kind: kIface, name: "Shape"}
	gBasicTypes = []*gtype{
		gInt, gInt, gInt, gString, gString, gBool, gFloat, gComplex, gRune, gByte,
		{kind: kInt, name: "int8", bits: 8},
		{kind: kInt, name: "int16", bits: 16},
		{kind: kInt, name: "int32", bits: 32},
		{kind: kInt, name: "int64", bits: 64},
		{kind: kInt, name: "uint", bits: 64, unsigned: true},
		{kind: kInt, name: "uint8", bits: 8, unsigned: true},
		{kind: kInt, name: "uint16", bits: 16, unsigned: true},
		{kind: kInt, name: "uint32", bits: 32, unsigned: true},
		{kind: kInt, name: "uint64", bits: 64, unsigned: true},
		{kind: kFloat, name: "float32", bits: 32},
	}
)

// generate writes the program of a seed.
func generate(seed uint64) string {
	g := &generator{r: rand.New(rand.NewPCG(seed, 7)), panics: seed%4 != 0}
	g.line("package main")
	g.line("")
	g.line(`import ("fmt"; "sort"; "strings"; "sync"; "errors")`)
	g.line("")
	g.declareTypes()
	g.out.WriteString(generatedHead)
	if g.panics {
		g.out.WriteString(generatedTry)
	} else {
		g.line("func try(name string, f func()) { f(); fmt.Println(name) }")
	}
	g.push()
	g.globals()
	for range 3 + g.r.IntN(4) {
		g.function()
	}
	g.methods()
	g.line("func main() {")
	g.line("\tstarted = true")
	g.line("\tfmt.Println(early)")
	g.push()
	for range 8 + g.r.IntN(10) {
		g.statement()
	}
	g.printScope()
	g.pop()
	g.line("}")
	text, err := format.Source([]byte(g.out.String()))
	if err != nil {
		return fmt.Sprintf("// %v\n%s", err, g.out.String())
	}
	return string(text)
}

// generatedHead is in every program.
const generatedHead = `
var fuel = 400

type Shape interface {
	Area() int
	Name() string
}

type Number interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~float32 | ~float64
}

type Pair[A, B any] struct {
	First  A
	Second B
}

func (p Pair[A, B]) Swap() Pair[B, A] { return Pair[B, A]{p.Second, p.First} }

type Stack[T any] struct{ items []T }

func (s *Stack[T]) Push(x T)  { s.items = append(s.items, x) }
func (s *Stack[T]) Len() int  { return len(s.items) }
func (s *Stack[T]) Pop() (x T, ok bool) {
	if len(s.items) == 0 {
		return x, false
	}
	x = s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return x, true
}
func (s Stack[T]) All() func(yield func(int, T) bool) {
	return func(yield func(int, T) bool) {
		for i, x := range s.items {
			if !yield(i, x) {
				return
			}
		}
	}
}

func get[T any](s []T, i int) (zero T) {
	if i >= 0 && i < len(s) {
		return s[i]
	}
	return zero
}

func pick[T any](first bool, a, b T) T {
	if first {
		return a
	}
	return b
}

func mapTo[T, U any](s []T, f func(T) U) (out []U) {
	for _, x := range s {
		out = append(out, f(x))
	}
	return out
}

func total[T Number](s ...T) (sum T) {
	for _, x := range s {
		sum += x
	}
	return sum
}

func keysOf[K comparable, V any](m map[K]V) []string {
	var out []string
	for k, v := range m {
		out = append(out, fmt.Sprint(k, ":", v))
	}
	sort.Strings(out)
	return out
}

func count(n int) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

var (
	started bool
	early   []string // what tr told while the package was initialized
)

func tr[T any](name string, x T) T {
	if !started {
		early = append(early, fmt.Sprint("tr ", name, " ", x))
	} else {
		fmt.Println("tr", name, x)
	}
	return x
}

func area(s Shape) int {
	if s == nil {
		return -1
	}
	return s.Area()
}

func sum(s string) (n int) {
	for i, c := range s {
		n += i * int(c)
	}
	return n
}

func short[S ~string](s S) S { return s[:min(len(s), 24)] }

var yes = true

var errBase = errors.New("base")

var _ = strings.ToUpper
var _ sync.Mutex

`

const generatedTry = `func try(name string, f func()) {
	defer func() {
		if r := recover(); r != nil {
			if e, ok := r.(error); ok {
				fmt.Println(name, "error:", e.Error())
				return
			}
			fmt.Println(name, "panic:", r)
		}
	}()
	f()
	fmt.Println(name, "fine")
}

`

func (g *generator) line(format string, args ...any) {
	g.out.WriteString(strings.Repeat("\t", g.indent))
	if len(args) == 0 {
		g.out.WriteString(format)
	} else {
		fmt.Fprintf(&g.out, format, args...)
	}
	g.out.WriteByte('\n')
}

func (g *generator) push() { g.scope = append(g.scope, nil); g.indent++ }

func (g *generator) pop() { g.scope = g.scope[:len(g.scope)-1]; g.indent-- }

// block writes statements in a scope of their own.
func (g *generator) block(body func()) {
	g.push()
	g.depth++
	body()
	g.depth--
	g.pop()
}

func (g *generator) add(v variable) {
	g.scope[len(g.scope)-1] = append(g.scope[len(g.scope)-1], v)
}

func (g *generator) fresh(prefix string) string {
	g.count++
	return fmt.Sprint(prefix, g.count)
}

func (g *generator) chance(percent int) bool { return g.r.IntN(100) < percent }

func oneOf[T any](g *generator, list []T) T { return list[g.r.IntN(len(list))] }

// variables returns those in scope that ok accepts; the inner ones stand at the end.
func (g *generator) variables(ok func(variable) bool) (out []variable) {
	for _, s := range g.scope {
		for _, v := range s {
			if ok(v) {
				out = append(out, v)
			}
		}
	}
	return out
}

func (g *generator) ofKind(kinds ...gkind) []variable {
	return g.variables(func(v variable) bool {
		for _, k := range kinds {
			if v.typ.kind == k {
				return true
			}
		}
		return false
	})
}

// basic returns a random basic type, or a declared one whose underlying type is basic.
func (g *generator) basic() *gtype {
	if g.chance(15) {
		var named []*gtype
		for _, t := range g.types {
			if t.under != "" {
				named = append(named, t)
			}
		}
		if len(named) > 0 {
			return oneOf(g, named)
		}
	}
	return oneOf(g, gBasicTypes)
}

// typ returns a random type.
func (g *generator) typ(depth int) *gtype {
	if depth <= 0 || g.chance(45) {
		return g.basic()
	}
	switch g.r.IntN(9) {
	case 0:
		return arrayOf(1+g.r.IntN(3), g.typ(depth-1))
	case 1, 2:
		return sliceOf(g.typ(depth - 1))
	case 3:
		return mapOf(g.comparable(), g.typ(depth-1))
	case 4:
		return pointerTo(g.typ(depth - 1))
	case 5:
		return gAny
	case 6:
		return gShape
	}
	if s := g.structs(); len(s) > 0 {
		return oneOf(g, s)
	}
	return gInt
}

func (g *generator) structs() (out []*gtype) {
	for _, t := range g.types {
		if t.kind == kStruct {
			out = append(out, t)
		}
	}
	return out
}

// comparable returns a type for keys.
func (g *generator) comparable() *gtype {
	for range 4 {
		if t := g.typ(1); t.comparable() && t.kind != kAny && t.kind != kIface && t.kind != kPointer && t.kind != kFloat && t.kind != kComplex {
			return t
		}
	}
	return gString
}

func arrayOf(n int, t *gtype) *gtype {
	return &gtype{kind: kArray, name: fmt.Sprintf("[%d]%s", n, t.name), n: n, elem: t}
}

func sliceOf(t *gtype) *gtype { return &gtype{kind: kSlice, name: "[]" + t.name, elem: t} }

func mapOf(k, v *gtype) *gtype {
	return &gtype{kind: kMap, name: fmt.Sprintf("map[%s]%s", k.name, v.name), key: k, elem: v}
}

func pointerTo(t *gtype) *gtype { return &gtype{kind: kPointer, name: "*" + t.name, elem: t} }

// comparable reports whether == is defined, and cannot panic.
func (t *gtype) comparable() bool {
	switch t.kind {
	case kSlice, kMap, kFunc, kAny, kIface:
		return false
	case kArray:
		return t.elem.comparable()
	case kStruct:
		for _, f := range t.fields {
			if !f.typ.comparable() {
				return false
			}
		}
	}
	return true
}

// printable reports whether what fmt prints of a value says no address.
func (t *gtype) printable() bool {
	switch t.kind {
	case kPointer, kFunc, kAny, kIface:
		return false
	case kArray, kSlice:
		return t.elem.printable()
	case kMap:
		return t.key.printable() && t.elem.printable()
	case kStruct:
		for _, f := range t.fields {
			if !f.typ.printable() {
				return false
			}
		}
	}
	return true
}

func (t *gtype) numeric() bool { return t.kind == kInt || t.kind == kFloat || t.kind == kComplex }

// declareTypes writes some types of the program.
func (g *generator) declareTypes() {
	for i := range 1 + g.r.IntN(3) {
		b := oneOf(g, gBasicTypes)
		t := *b
		t.name, t.under = fmt.Sprint("N", i), b.name
		g.types = append(g.types, &t)
		g.line("type %s %s", t.name, b.name)
	}
	for i := range 2 + g.r.IntN(3) {
		t := &gtype{kind: kStruct, name: fmt.Sprint("S", i)}
		if s := g.structs(); len(s) > 0 && g.chance(40) {
			t.embedded = oneOf(g, s)
			t.fields = append(t.fields, variable{name: t.embedded.name, typ: t.embedded})
		}
		for j := range 1 + g.r.IntN(3) {
			name := fmt.Sprintf("%c%d%d", "fF"[g.r.IntN(2)], i, j)
			t.fields = append(t.fields, variable{name: name, typ: g.typ(2)})
		}
		g.line("type %s struct {", t.name)
		for i, f := range t.fields {
			if i == 0 && t.embedded != nil {
				g.line("\t%s", f.name)
			} else {
				g.line("\t%s %s", f.name, f.typ.name)
			}
		}
		g.line("}")
		g.types = append(g.types, t)
		t.methods = []function{{name: "Area", results: []*gtype{gInt}}, {name: "Name", results: []*gtype{gString}}}
		t.pointed = []function{{name: fmt.Sprint("Set", i), params: []*gtype{gInt}}}
	}
}

// methods writes the methods of the struct types: they implement Shape.
func (g *generator) methods() {
	for _, t := range g.structs() {
		for _, m := range t.methods {
			g.body(fmt.Sprintf("func (s %s) %s() %s", t.name, m.name, m.results[0].name), []variable{{name: "s", typ: t}}, m.results, 0)
		}
		g.body(fmt.Sprintf("func (s *%s) %s(a int)", t.name, t.pointed[0].name), []variable{{name: "(*s)", typ: t}, {name: "a", typ: gInt}}, nil, 3)
	}
}

// globals writes variables of the package, each of which may use those written after it.
func (g *generator) globals() {
	var lines []string
	for i := range 2 + g.r.IntN(4) {
		t := g.typ(2)
		name := fmt.Sprint("g", i)
		lines = append([]string{fmt.Sprintf("var %s %s = %s", name, t.name, g.expr(t, 2))}, lines...)
		g.add(variable{name: name, typ: t})
	}
	g.indent--
	for _, l := range lines {
		g.line("%s", l)
	}
	g.line("const (")
	g.line("\tc0 = iota*%d + %d", 1+g.r.IntN(5), g.r.IntN(5))
	g.line("\tc1")
	g.line("\t_")
	g.line("\tc3")
	g.line("\tcf = c3 / 2.0")
	g.line("\tcs = \"k\" + \"%c\"", 'a'+rune(g.r.IntN(26)))
	g.line(")")
	for _, n := range []string{"c0", "c1", "c3"} {
		g.add(variable{name: n, typ: gInt, ro: true})
	}
	g.add(variable{name: "cs", typ: gString, ro: true})
	g.indent++
}

// function writes a function that the ones below can call.
func (g *generator) function() {
	f := function{name: g.fresh("fn")}
	var params []string
	var vars []variable
	for range g.r.IntN(4) {
		t := g.typ(2)
		name := g.fresh("p")
		params = append(params, name+" "+t.name)
		vars = append(vars, variable{name: name, typ: t})
		f.params = append(f.params, t)
	}
	for range 1 + g.r.IntN(2) {
		f.results = append(f.results, g.typ(2))
	}
	named := g.chance(40)
	var results []string
	for i, t := range f.results {
		if named {
			name := fmt.Sprint("r", i)
			results = append(results, name+" "+t.name)
			vars = append(vars, variable{name: name, typ: t})
		} else {
			results = append(results, t.name)
		}
	}
	g.indent--
	g.body(fmt.Sprintf("func %s(%s) (%s)", f.name, strings.Join(params, ", "), strings.Join(results, ", ")), vars, f.results, 2+g.r.IntN(4))
	g.indent++
	g.funcs = append(g.funcs, f)
}

// body writes a function of some statements.
func (g *generator) body(head string, vars []variable, results []*gtype, n int) {
	oldResult, oldLoops, oldPanics := g.result, g.loops, g.panics
	g.result, g.loops, g.panics = results, nil, false
	g.line("%s {", head)
	g.block(func() {
		for _, v := range vars {
			g.add(v)
		}
		values := g.zeros(results)
		g.line("if fuel--; fuel < 0 {")
		g.line("\treturn %s", values)
		g.line("}")
		if n > 0 && g.chance(30) {
			g.line("defer func() { fmt.Println(%q) }()", g.fresh("deferred "))
		}
		for range n {
			g.statement()
		}
		if len(results) > 0 {
			g.line("return %s", g.list(results, 2))
		}
	})
	g.line("}")
	g.result, g.loops, g.panics = oldResult, oldLoops, oldPanics
}

func (g *generator) zeros(ts []*gtype) string {
	var out []string
	for _, t := range ts {
		out = append(out, "*new("+t.name+")")
	}
	return strings.Join(out, ", ")
}

func (g *generator) list(ts []*gtype, depth int) string {
	var out []string
	for _, t := range ts {
		out = append(out, g.expr(t, depth))
	}
	return strings.Join(out, ", ")
}
