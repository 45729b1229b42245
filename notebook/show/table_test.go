package show

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"gonum.org/v1/gonum/mat"

	"quire/nn"
	"quire/notebook/output"
)

// shown returns what f shows.
func shown(t *testing.T, f func()) []output.Output {
	t.Helper()
	var out []output.Output
	SetSink(func(o output.Output) { out = append(out, o) })
	defer SetSink(nil)
	f()
	return out
}

// plain joins the text forms of outputs.
func plain(out []output.Output) string {
	var b strings.Builder
	for _, o := range out {
		b.WriteString(o.Plain())
	}
	return b.String()
}

type level int

func (l level) String() string { return fmt.Sprintf("L%d", int(l)) }

type base struct {
	ID     int `show:"번호"`
	hidden int
}

type run struct {
	base
	Name  string `show:"이름"`
	LR    float64
	Level level
	Took  time.Duration
	Err   error
	OK    bool
	Note  string `show:"-"`
}

type node struct {
	Name string
	Next *node
}

type outer struct {
	*base
	Time  time.Time
	Ch    chan int
	F     func(int) string
	Inner struct{ A, B float64 }
	M     map[string][]int
}

type tabled struct{}

func (tabled) Table() [][]string {
	return [][]string{{"name", "n", "x"}, {"a", "1,234", "0.5"}, {"b", "", "10.25"}}
}

func TestTable(t *testing.T) {
	ring := &node{Name: "a"}
	ring.Next = ring
	tests := []struct {
		name  string
		value any
		want  string
	}{
		{"structs", []run{
			{base{1, 0}, "he", 0.1 + 0.2, 3, time.Second, nil, true, "x"},
			{base{2, 0}, "xavier", 0.01, 4, time.Minute, errors.New("bad"), false, "y"},
		}, `
번호  이름      LR  Level  Took  Err  OK
----  ------  ----  -----  ----  ---  -----
   1  he      0.30  L3     1s         true
   2  xavier  0.01  L4     1m0s  bad  false
`},
		{"pointers", []*node{{"a", &node{"b", nil}}, nil, ring}, `
Name  Next
----  -----------
a     &{b <nil>}

a     &{a &{a …}}
`},
		{"odd fields", []outer{{Ch: make(chan int), F: func(int) string { return "" }, M: map[string][]int{"b": {2}, "a": nil}}}, `
번호  Time                           Ch        F                 Inner  M
----  -----------------------------  --------  ----------------  -----  ---------------
      0001-01-01 00:00:00 +0000 UTC  chan int  func(int) string  {0 0}  map[a:[] b:[2]]
`},
		{"no rows", []run{}, "\n번호  이름  LR  Level  Took  Err  OK\n----  ----  --  -----  ----  ---  --\n"},
		{"matrix", [][]float64{{1, 2}, {3}}, "\n   0  1\n-  -  -\n0  1  2\n1  3\n"},
		{"floats", [][]float32{{0.1, 100}, {0.25, 1e-7}}, "\n      0      1\n-  ----  -----\n0  0.10    100\n1  0.25  1e-07\n"},
		{"ints", [][]int{{10000, 5}, {-2000000, 60000}}, "\n            0      1\n-  ----------  -----\n0      10,000      5\n1  -2,000,000  60000\n"},
		{"text", [][]string{{"h", "n"}, {"a"}, {"b", "2"}}, "\nh  n\n-  -\na\nb  2\n"},
		{"map", map[string]float64{"b": 1, "a": math.NaN(), "c": math.Inf(-1)}, "\nkey  value\n---  -----\na      NaN\nb        1\nc     -Inf\n"},
		{"map of ints", map[int]bool{10: true, 9: false}, "\nkey  value\n---  -----\n  9  false\n 10  true\n"},
		{"nil map", map[string]int(nil), "\nkey  value\n---  -----\n"},
		{"map of anything", map[any]any{2: "x", "a": nil, 1: []int{1}}, "\nkey  value\n---  -----\n1    [1]\n2    x\na\n"},
		{"numbers", []int{5, 7}, "\n   value\n-  -----\n0      5\n1      7\n"},
		{"gonum", mat.NewDense(2, 2, []float64{1, 0.5, 1e-9, 2}), "\n       0    1\n-  -----  ---\n0      1  0.5\n1  1e-09  2.0\n"},
		{"gonum vector", mat.NewVecDense(2, []float64{1, 2}), "\n   0\n-  -\n0  1\n1  2\n"},
		{"tensor", nn.From([]float32{0.1, 0.2}, 2), "\n     0    1\n-  ---  ---\n0  0.1  0.2\n"},
		{"own table", tabled{}, "\nname      n      x\n----  -----  -----\na     1,234   0.5\nb            10.25\n"},
		{"pointer to slice", &[]int{5}, "\n   value\n-  -----\n0      5\n"},
		{"no table", 5, "\n5\n"},
		{"nil", nil, "\n<nil>\n"},
		{"nil pointer", (*nn.Tensor)(nil), "\n<nil>\n"},
		{"nil matrix", (*mat.Dense)(nil), "\n<nil>\n"},
		{"tensor with three axes", nn.New(1, 1, 2), "\n[[[0 0]]]\n"},
		{"struct without fields", []struct{}{{}}, "\n[{}]\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			defer func() {
				if r := recover(); r != nil {
					t.Fatalf("panics: %v", r)
				}
			}()
			got := "\n" + plain(shown(t, func() { Table(tt.value) }))
			if got != tt.want {
				t.Errorf("shows %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestFloatColumns checks the number of decimals that a column gets.
func TestFloatColumns(t *testing.T) {
	tests := []struct {
		values []float64
		want   string
	}{
		{[]float64{1, 2, 3}, "1 2 3"},
		{[]float64{0.1 + 0.2, 0.25}, "0.30 0.25"},
		{[]float64{2.302585, 0.01234567}, "2.303 0.012"},
		{[]float64{0.96543, 0.1}, "0.9654 0.1000"},
		{[]float64{1234.5678, 0.1234}, "1234.57 0.12"},
		{[]float64{0.1, 0.01, 0.001, 0.0001}, "0.1000 0.0100 0.0010 0.0001"},
		{[]float64{0.5, 1.234e-7, 0}, "0.5 1.234e-07 0.0"},
		{[]float64{1.5e-9, 2e-6, 0}, "1.5e-09 2e-06 0"},
		{[]float64{12345.678, 1}, "12346 1"},
		{[]float64{6.02214e23, 1}, "6.022e+23 1e+00"},
		{[]float64{-0.00004, 10}, "-4e-05 10"},
		{[]float64{math.Copysign(0, -1), 0.5}, "0.0 0.5"},
		{[]float64{math.NaN(), math.Inf(1), math.Inf(-1), 0.5}, "NaN +Inf -Inf 0.5"},
		{[]float64{math.MaxFloat64, math.SmallestNonzeroFloat64}, "1.798e+308 4.941e-324"},
	}
	for _, tt := range tests {
		cells := make([]cellValue, len(tt.values))
		for i, v := range tt.values {
			cells[i] = cellOf(datumOf(v))
		}
		got, align := setColumn(cells)
		if strings.Join(got, " ") != tt.want || align != output.AlignDecimal {
			t.Errorf("%v: %q aligned %s, want %q", tt.values, got, align, tt.want)
		}
	}
}

// TestLargeTables checks what is left out, and that it is said.
func TestLargeTables(t *testing.T) {
	table := func(v any) *output.Table { return shown(t, func() { Table(v) })[0].(*output.Table) }
	m := table(nn.New(100, 30))
	if len(m.Columns) != 1+12+1 || len(m.Rows) != 20+1 || m.Columns[0].Name != "100×30" || m.Rows[20][0] != "…" || m.Rows[0][13] != "…" {
		t.Errorf("tensor: %d columns, %d rows, corner %q", len(m.Columns), len(m.Rows), m.Columns[0].Name)
	}
	s := table(make([]node, 600))
	if len(s.Rows) != 501 || s.Rows[500][0] != "… 100 more" {
		t.Errorf("structs: %d rows, the last %q", len(s.Rows), s.Rows[len(s.Rows)-1])
	}
	for _, tt := range []*output.Table{m, s} {
		for i, r := range tt.Rows {
			if len(r) != len(tt.Columns) {
				t.Fatalf("row %d has %d cells of %d", i, len(r), len(tt.Columns))
			}
		}
	}
}

func TestRows(t *testing.T) {
	got := plain(shown(t, func() {
		Rows([]string{"이름", "값"}, [][]string{{"가", "1.5"}, {"나", "10.25", "끝"}, nil})
		Rows(nil, nil)
	}))
	want := "이름     값\n----  -----  --\n가     1.5\n나    10.25  끝\n\n\n\n"
	if got != want {
		t.Errorf("shows\n%q, want\n%q", got, want)
	}
}

// A wrapped value stands for what the worker hands over of a type that a note declares.
type wrapped struct {
	typ types.Type
	v   any
}

func (w wrapped) Declared() (types.Type, reflect.Value)  { return w.typ, reflect.ValueOf(w.v) }
func (w wrapped) Part(t types.Type, v reflect.Value) any { return wrapped{t, v.Interface()} }
func (w wrapped) Table() ([][]string, bool)              { return nil, false }
func (w wrapped) Text() (string, bool) {
	if n, ok := w.typ.(*types.Named); ok && n.NumMethods() > 0 {
		return "own " + fmt.Sprint(w.v), true
	}
	return "", false
}

// TestDeclared shows values whose fields have other names, and no tags, in the running program.
func TestDeclared(t *testing.T) {
	const src = `package main
import "time"
type grade float64
type mark int
func (mark) String() string
type base struct { ID int ` + "`show:\"번호\"`" + `; secret int }
type row struct { base; Name string; G grade ` + "`show:\"점수\"`" + `; M mark; Took time.Duration; Out int ` + "`show:\"-\"`" + `; low int; Next *row }
var rows []row`
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", src, 0)
	if err != nil {
		t.Fatal(err)
	}
	clock := types.NewPackage("time", "time")
	clock.Scope().Insert(types.NewTypeName(0, clock, "Duration", nil))
	types.NewNamed(clock.Scope().Lookup("Duration").(*types.TypeName), types.Typ[types.Int64], nil)
	clock.MarkComplete()
	conf := types.Config{Importer: importer{clock}}
	pkg, err := conf.Check("main", fset, []*ast.File{f}, nil)
	if err != nil {
		t.Fatal(err)
	}
	type lowBase struct{ ID, Z_secret int }
	type low struct {
		Base  lowBase
		Name  string
		G     float64
		M     int
		Took  time.Duration
		Out   int
		Z_low int
		Next  *lowBase // a stand-in for the type itself
	}
	rows := wrapped{pkg.Scope().Lookup("rows").Type(), []low{
		{lowBase{1, 2}, "a", 0.5, 3, time.Second, 1, 2, &lowBase{7, 8}}, {lowBase{2, 2}, "b", 0.25, 4, 0, 1, 2, nil},
	}}
	want := `번호  Name  점수  M      Took  Next
----  ----  ----  -----  ----  ------
   1  a     0.50  own 3  1s    &{7 8}
   2  b     0.25  own 4  0s
`
	if got := plain(shown(t, func() { Table(rows) })); got != want {
		t.Errorf("shows\n%s\nwant\n%s", got, want)
	}
	if got := Value(rows).Plain(); got != want {
		t.Errorf("Value is\n%s\nwant\n%s", got, want)
	}
}

type importer struct{ pkg *types.Package }

func (i importer) Import(string) (*types.Package, error) { return i.pkg, nil }
