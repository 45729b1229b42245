package frontend

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// below returns the scope below some good cells.
func below(t testing.TB, cells ...string) *Scope {
	t.Helper()
	s := NewScope([]Param{{"epochs", int64(3)}})
	line := 1
	for i, c := range cells {
		d := s.Diagnose(Cell{Key: fmt.Sprint("c", i), Line: line, Source: c})
		if len(d.Problems) > 0 {
			t.Fatal(d.Problems)
		}
		s = d.Next
		line += strings.Count(c, "\n") + 3
	}
	return s
}

// The cells above those of the tests.
var above = []string{
	"// A Point is a place in the plane.\ntype Point struct {\n\tX, Y float64 // in metres\n\tname string\n}\n\n// Norm is the distance from the origin.\nfunc (p Point) Norm() float64 { return math.Sqrt(p.X*p.X + p.Y*p.Y) }\n",
	"net := nn.NewNet([]int{2}, []nn.Layer{nn.NewAffine(3)})\n// points are samples.\npoints := []Point{{1, 2, \"a\"}}\ntotal := 0.0\n_, _, _ = net, points, total\n",
}

// at cuts the cursor "█" out of a source.
func at(t testing.TB, src string) (string, int) {
	t.Helper()
	before, after, ok := strings.Cut(src, "█")
	if !ok {
		t.Fatalf("%q has no cursor", src)
	}
	return before + after, len(before)
}

// TestComplete holds what is offered first, and what must be or must not be among the rest ("-name").
func TestComplete(t *testing.T) {
	s := below(t, above...)
	for _, tt := range []struct{ name, src, want string }{
		{"package member", "fmt.Pri█", "Print Printf Println"},
		{"package member in a call", "x := 1\nfmt.Println(x, strings.ToU█)\n", "ToUpper ToUpperSpecial"},
		{"member of a note's variable", "net.█", "… Forward Backward"},
		{"statement below", "net.█\nfmt.Println(total)\n", "… Forward"},
		{"field and method", "points[0].█", "name Norm X Y"},
		{"small letters fit", "points[0].no█", "Norm"},
		{"range body, braces open", "for i := range points { points[i].█", "name Norm X Y"},
		{"range variable", "for _, q := range points {\n\tq.█\n}\n", "name Norm X Y"},
		{"local first", "func f(topic int) {\n\tto█\n}\n", "topic total"},
		{"names of the note", "fmt.Println(tot█", "total"},
		{"params of the note", "for range ep█", "epochs"},
		{"cell's own names", "speed := 1\nspeed2 := spe█\n", "speed -speed2"},
		{"function below", "a := comp█\n\nfunc compute() int { return 1 }\n", "compute"},
		{"method value below a broken function", "func f() {\n\tif x {\n\nfunc (p Point) Far() bool { return p.█ }\n", "name Norm X Y"},
		{"literal keys", "p := Point{█}", "X Y name"},
		{"literal keys left", "p := Point{X: 1, █}", "Y name -X"},
		{"literal value", "p := Point{X: to█}", "total"},
		{"elided literal", "ps := []Point{{█}}", "X Y name"},
		{"pointer literal", "p := &Point{Y: 2,\n\t█\n}", "X name"},
		{"library literal", "http.Server{Ad█}", "Addr"},
		{"import path", "import \"gonum.org/v1/gonum/st█\"", "gonum.org/v1/gonum/stat"},
		{"import path, open", "import (\n\t\"fmt\"\n\t\"encoding/js█\n)", "encoding/json"},
		{"import by last element", "import \"plotter█\"", "gonum.org/v1/plot/plotter"},
		{"package that would be imported", "plott█", "plotter"},
		{"imported package", "import \"math/rand/v2\"\nran█", "rand range"},
		{"keyword", "retu█", "return"},
		{"builtin", "app█", "append"},
		{"type position", "var p Poi█", "Point"},
		{"deferred call", "func f() {\n\tdefer net.Forw█\n}", "Forward"},
		{"go statement", "go fmt.Printl█", "Println"},
		{"condition without a block", "if points[0].█", "name Norm X Y"},
		{"condition with a block", "if points[0].█ > 1 {\n\tfmt.Println()\n}", "name Norm X Y"},
		{"switch case", "switch total {\ncase tot█\n}", "total"},
		{"chained calls", "strings.NewReader(\"a\").Re█", "Read ReadAt ReadByte ReadRune Reset"},
		{"embedded", "type T struct{ Point }\nvar t T\nt.█", "Point name Norm X Y"},
		{"embedded interface", "var r struct{ io.Reader }\nr.█", "Reader Read"},
		{"generic", "type Box[T any] struct{ V T }\nfunc (b Box[T]) Get() T { return b.V }\nb := Box[int]{1}\nb.█", "Get V"},
		{"method expression", "Point.█", "Norm -X"},
		{"closure", "f := func(alpha int) int { return al█ }", "alpha"},
		{"half a line above", "x := \nnet.█", "… Forward"},
		{"open call above", "fmt.Println(total\nnet.█", "… Forward"},
		{"unexported members stay hidden", "var b strings.Builder\nb.█", "-addr -buf"},
		{"subsequence", "strings.HSuf█", "HasSuffix"},
		{"in a comment", "// net.█", ""},
		{"in a string", "s := \"net.█\"", ""},
		{"in a number", "x := 3█", ""},
		{"empty", "█", "epochs net Point points total"},
		{"nothing known", "nosuch.█", ""},
		{"variable declared from itself", "zed := zed█", ""},
		{"closers first", "}) points[0].█", "name Norm X Y"},
		{"map element", "m := map[string]Point{}\nm[\"a\"].█", "name Norm X Y"},
		{"second result", "f, err := os.Open(\"x\")\nerr.█", "Error"},
		{"type switch", "var e any = total\nswitch v := e.(type) {\ncase Point:\n\tv.█\n}", "name Norm X Y"},
		{"channel of structs", "c := make(chan Point)\n(<-c).█", "name Norm X Y"},
		{"Korean names", "합계 := 1\n평균 := 합█", "합계"},
		{"word continues behind the cursor", "fmt.Pri█ntln(1)", "Print Printf Println"},
	} {
		src, off := at(t, tt.src)
		var got []string
		for _, i := range s.Complete(Cell{Key: "x", Line: 40, Source: src}, off) {
			got = append(got, i.Label)
		}
		at := 0
		loose := strings.HasPrefix(tt.want, "… ")
		for _, w := range strings.Fields(strings.TrimPrefix(tt.want, "… ")) {
			if w, not := strings.CutPrefix(w, "-"); not {
				if slices.Contains(got, w) {
					t.Errorf("%s: %q offers %s", tt.name, tt.src, w)
				}
				continue
			}
			if loose && !slices.Contains(got, w) || !loose && (at >= len(got) || got[at] != w) {
				t.Errorf("%s: %q offers %v, want %s", tt.name, tt.src, got[:min(12, len(got))], tt.want)
				break
			}
			at++
		}
		if tt.want == "" && len(got) > 0 {
			t.Errorf("%s: %q offers %v, want nothing", tt.name, tt.src, got[:min(12, len(got))])
		}
	}
}

func TestCompleteItem(t *testing.T) {
	s := below(t, above...)
	for _, tt := range []struct {
		src  string
		want Item
	}{
		{"fmt.Sprintl█", Item{Label: "Sprintln", Kind: KindFunc, Detail: "(a ...any) string", Doc: "Sprintln formats using the default formats", Insert: "Sprintln", Start: 4, End: 11}},
		{"points[0].Nor█m", Item{Label: "Norm", Kind: KindMethod, Detail: "() float64", Doc: "Norm is the distance from the origin.", Insert: "Norm", Start: 10, End: 14}},
		{"Point{X█}", Item{Label: "X", Kind: KindField, Detail: "float64", Doc: "in metres", Insert: "X: ", Start: 6, End: 7}},
		{"poin█", Item{Label: "points", Kind: KindVar, Detail: "[]Point", Doc: "points are samples.", Insert: "points", Start: 0, End: 4}},
		{"math.Pi█", Item{Label: "Pi", Kind: KindConst, Detail: "untyped float = 3.14159", Doc: "https://oeis.org/A000796", Insert: "Pi", Start: 5, End: 7}},
		{"Poin█", Item{Label: "Point", Kind: KindType, Detail: "struct", Doc: "A Point is a place in the plane.", Insert: "Point", Start: 0, End: 4}},
		{"func f(depth int) { dep█ }", Item{Label: "depth", Kind: KindParam, Detail: "int", Insert: "depth", Start: 20, End: 23}},
		{"appen█", Item{Label: "append", Kind: KindFunc, Detail: "(slice []Type, elems ...Type) []Type", Doc: "The append built-in function appends", Insert: "append", Start: 0, End: 5}},
		{"strcon█", Item{Label: "strconv", Kind: KindPackage, Detail: "strconv", Doc: "Package strconv implements", Insert: "strconv", Start: 0, End: 6}},
	} {
		src, off := at(t, tt.src)
		items := s.Complete(Cell{Key: "x", Line: 40, Source: src}, off)
		if len(items) == 0 {
			t.Errorf("%q: no items", tt.src)
			continue
		}
		got := items[0]
		got.rank = rank{}
		if !strings.HasPrefix(got.Doc, tt.want.Doc) || !strings.HasPrefix(got.Detail, tt.want.Detail) || tt.want.Doc == "" && got.Doc != "" {
			t.Errorf("%q: doc %q, detail %q", tt.src, got.Doc, got.Detail)
		}
		got.Doc, got.Detail = tt.want.Doc, tt.want.Detail
		if got != tt.want {
			t.Errorf("%q:\n got %+v\nwant %+v", tt.src, got, tt.want)
		}
	}
}

func FuzzComplete(f *testing.F) {
	f.Add("for i := range points { points[i].", 34)
	f.Add("func (p Point) Far( { return }\nx := Point{X: p.", 47)
	f.Add("import \"fm\nvar x = ", 9)
	s := below(f, above...)
	f.Fuzz(func(t *testing.T, src string, offset int) {
		c := Cell{Line: 1, Source: src}
		for _, i := range s.Complete(c, offset) {
			if i.Start < 0 || i.End < i.Start || i.End > len(src) {
				t.Errorf("item %+v is outside of the cell", i)
			}
		}
		s.Hover(c, offset)
	})
}

// BenchmarkComplete is one completion in a cell of 20 lines below 50 others.
func BenchmarkComplete(b *testing.B) {
	s := NewScope(nil)
	for i := range 50 {
		u, problems := s.Compile(Cell{Key: fmt.Sprint("c", i), Line: 1, Source: fmt.Sprintf(cell20, i)})
		if u == nil {
			b.Fatal(problems)
		}
		s = u.Next
	}
	src := fmt.Sprintf(cell20, 50) + "fmt.Pri\n"
	for name, c := range map[string]struct {
		src    string
		offset int
	}{"member": {src, len(src) - 1}, "name": {src + "to", len(src) + 2}, "anything": {src, len(src)}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if len(s.Complete(Cell{Key: "x", Line: 1, Source: c.src}, c.offset)) == 0 {
					b.Fatal("nothing offered")
				}
			}
		})
	}
}
