package frontend

import (
	"fmt"
	"strings"
	"testing"
)

// diagnose checks cells, each below the ones before it, and returns what is wrong with them.
func diagnose(cells ...string) []string {
	s := NewScope(nil)
	var out []string
	line := 1
	for i, src := range cells {
		d := s.Diagnose(Cell{Key: fmt.Sprint("c", i), Line: line, Source: src})
		for _, p := range d.Problems {
			out = append(out, fmt.Sprintf("%d:%d: %s: %s", p.Line, p.Col, p.Severity, p.Message))
		}
		s = d.Next
		line += 10
	}
	return out
}

// TestDiagnose holds what is told of notes with broken cells: every mistake once, and what can be known below it.
func TestDiagnose(t *testing.T) {
	for _, tt := range []struct {
		name  string
		cells []string
		want  []string
	}{
		{"good", []string{"x := 1", "fmt.Println(x)"}, nil},
		{"all errors of a cell", []string{"a := 1 + \"x\"\nb := nothing\nvar c int = 1.5\n_, _, _ = a, b, c"}, []string{
			"1:6: error: invalid operation: 1 + \"x\" (mismatched types untyped int and untyped string)",
			"2:6: error: undefined: nothing", "3:13: error: cannot use 1.5 (untyped float constant) as int value in variable declaration (truncated)",
		}},
		{"names of a cell with a type error", []string{"x := missing()\ny := 2", "fmt.Println(x, y)", "z := x + y\nz.anything()"}, []string{"1:6: error: undefined: missing"}},
		{"what is known is checked", []string{"x := missing()\ny := 2", "fmt.Println(x)\ny = \"a\""}, []string{
			"1:6: error: undefined: missing", "12:5: error: cannot use \"a\" (untyped string constant) as int value in assignment",
		}},
		{"syntax error", []string{"net := nn.New(2,\nfunc f() int { return 1 }\ntype T struct{ A int }", "fmt.Println(net, f())\nvar t T\nt.A = 1"}, []string{
			"1:17: error: syntax error: unexpected EOF, expected expression",
		}},
		{"names of a half written cell", []string{"a, b := 1,\nvar c", "fmt.Println(a, b)"}, []string{"2:1: error: syntax error: unexpected keyword var, expected expression"}},
		{"methods of a broken cell", []string{"type T struct{}", "func (t T) Area() int { return", "var t T\nt.Area()\nvar s interface{ Area() int } = t\n_ = s"}, []string{"11:31: error: syntax error: unexpected EOF, expected }"}},
		{"a refused cell", []string{"import \"unsafe\"\nq := 1", "q++"}, []string{"1:8: refused: import of unsafe is not possible in a cell"}},
		{"declared again below", []string{"x := missing()", "x := 1\nfmt.Println(x)", "var s string = x\n_ = s"}, []string{
			"1:6: error: undefined: missing", "21:16: error: cannot use x (variable of type int) as string value in variable declaration",
		}},
		{"errors beside unknown names", []string{"x := missing()", "fmt.Println(x, other)"}, []string{"1:6: error: undefined: missing", "11:16: error: undefined: other"}},
		{"generic of a broken cell", []string{"func Map[T any](xs []T) []T {", "ys := Map([]int{1})\nfmt.Println(ys)"}, []string{"1:30: error: syntax error: unexpected EOF, expected }"}},
		{"hints beside errors", []string{"func f() { unused := 1 }\nvar s string = 1"}, []string{
			"1:12: hint: declared and not used: unused", "2:16: error: cannot use 1 (untyped int constant) as string value in variable declaration",
		}},
		{"a type of a broken cell", []string{"type T struct{ A int; B nothing }", "t := T{A: 1}\nt.B.c()\nfmt.Println(t.A)"}, []string{"1:25: error: undefined: nothing"}},
		{"a late method whose head is wrong", []string{"type T struct{}", "func (t T) F(x nosuch) {}", "T{}.F(1)"}, []string{"11:16: error: undefined: nosuch"}},
	} {
		if got := diagnose(tt.cells...); strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, strings.Join(got, "\n     "), strings.Join(tt.want, "\n     "))
		}
	}
}

// FuzzDiagnose looks for notes of two cells that make the front end panic.
func FuzzDiagnose(f *testing.F) {
	f.Add("x := missing()\ntype T struct{ A", "var t T\nt.A = x")
	f.Add("func (t T) M() {", "T.M()")
	f.Add("type T[P any] struct{}\nfunc (t T[P]) M() nosuch {}", "func (t T) N() {}\nT[int]{}.M()")
	f.Fuzz(func(t *testing.T, a, b string) { diagnose(a, b) })
}
