package frontend

import (
	"fmt"
	"strings"
	"testing"
)

// cell20 is an ordinary cell of 20 lines.
const cell20 = `import "fmt"
type Point%[1]d struct{ X, Y float64 }
func (p Point%[1]d) Norm() float64 { return math.Sqrt(p.X*p.X + p.Y*p.Y) }
func mean%[1]d(xs []float64) float64 {
	s := 0.0
	for _, x := range xs {
		s += x
	}
	return s / float64(len(xs))
}
points%[1]d := []Point%[1]d{{1, 2}, {3, 4}}
total%[1]d := 0.0
for i, p := range points%[1]d {
	if i%%2 == 0 {
		total%[1]d += p.Norm()
	} else {
		total%[1]d -= p.X
	}
}
fmt.Println(total%[1]d, mean%[1]d([]float64{1, 2, 3}))
`

// BenchmarkCell is the front end on a 20-line cell in a note of 50 cells.
func BenchmarkCell(b *testing.B) {
	s := NewScope(nil)
	for i := range 50 {
		u, problems := s.Compile(Cell{Key: fmt.Sprint("c", i), Line: 1, Source: fmt.Sprintf(cell20, i)})
		if u == nil {
			b.Fatal(problems)
		}
		s = u.Next
	}
	src := fmt.Sprintf(cell20, 49)
	for b.Loop() {
		if u, problems := s.Compile(Cell{Key: "x", Line: 1, Source: src}); u == nil {
			b.Fatal(problems)
		}
	}
}

func TestCompile(t *testing.T) {
	s := NewScope([]Param{{"epochs", int64(3)}, {"lr", 0.01}, {"name", "a"}, {"deep", true}})
	u, problems := s.Compile(Cell{Key: "k", Line: 40, Source: "x := float64(epochs) * lr\ny := x\nfunc f() float64 { return y }\n"})
	if u == nil {
		t.Fatal(problems)
	}
	if got := strings.Join(u.Defines, " "); got != "x y f" {
		t.Errorf("Defines = %q, want x y f", got)
	}
	if got := strings.Join(u.Uses, " "); got != "epochs lr" {
		t.Errorf("Uses = %q, want epochs lr", got)
	}
	if v, _ := u.Next.Compile(Cell{Line: 50, Source: "f() + x"}); v == nil || v.Display == nil || v.Display.Type.String() != "float64" {
		t.Errorf("the cell below does not see f and x, or shows no float64")
	}
	if _, ok := s.Names()["x"]; ok {
		t.Error("Compile changed its scope")
	}
}

// TestProblems holds places and words of what stops a cell.
func TestProblems(t *testing.T) {
	for _, tt := range []struct{ src, want string }{
		{"a := 1\nb := \"x\"\nc := a + b", "42:6: error: invalid operation: a + b (mismatched types int and string)"},
		{"func f() int {\n\treturn 1 +\n\t\tzz\n}", "42:3: error: undefined: zz"},
		{"x := 1\nx := 2", "41:3: error: no new variables on left side of :="},
		{"func g() int { }", "40:16: error: missing return"},
		{"import \"no/such\"", "40:8: error: could not import no/such (package no/such is not bundled with Quire)"},
		{"v := []int{1,2\n", "40:15: error: syntax error: unexpected newline in composite literal; possibly missing comma or }"},
	} {
		_, problems := NewScope(nil).Compile(Cell{Line: 40, Source: tt.src})
		if len(problems) == 0 {
			t.Errorf("%q compiles, want %s", tt.src, tt.want)
			continue
		}
		p := problems[0]
		if got := fmt.Sprintf("%d:%d: %s: %s", p.Line, p.Col, p.Severity, p.Message); !strings.HasPrefix(got, tt.want) {
			t.Errorf("%q:\n got %s\nwant %s", tt.src, got, tt.want)
		}
		if p.HintKo == "" || p.HintEn == "" {
			t.Errorf("%q: no hint in both languages", tt.src)
		}
	}
}

// FuzzCompile looks for cells that make the front end panic.
func FuzzCompile(f *testing.F) {
	f.Add(fmt.Sprintf(cell20, 1))
	f.Add("for i := range 3 { defer func() { recover() }() }")
	f.Add("func F[T any](x T) T { return x }\nF(1)")
	f.Fuzz(func(t *testing.T, src string) { NewScope(nil).Compile(Cell{Line: 1, Source: src}) })
}
