package worker

import (
	"strings"
	"testing"

	"quire/interp/frontend"
	"quire/notebook/output"
	"quire/notebook/show"
)

// TestShowDeclared shows values of types that cells declare.
func TestShowDeclared(t *testing.T) {
	const src = `import ("errors"; "fmt"; "quire/notebook/show"; "time")
type level int
func (l level) String() string { return fmt.Sprintf("L%d", int(l)) }
type grade float64
type base struct { ID int ` + "`show:\"번호\"`" + `; secret string }
type run struct {
	base
	Name  string ` + "`show:\"이름\"`" + `
	Grade grade
	Level level
	Took  time.Duration
	Err   error
	Tags  []string
	Base  *base
	Note  string ` + "`show:\"-\"`" + `
	low   int
}
type scores []float64
func (s scores) Table() [][]string { return [][]string{{"점수"}, {fmt.Sprint(s[0])}} }
type node struct { Name string; Next *node }
runs := []*run{
	{base{1, "x"}, "he", 0.5, 3, time.Second, nil, []string{"a", "b"}, &base{4, "q"}, "n", 1},
	nil,
	{base{2, "y"}, "xavier", 0.25, 4, 0, errors.New("bad"), nil, nil, "n", 1},
}
show.Table(level(3))
show.Table(runs)
show.Table(map[level]grade{2: 0.5, 1: 0.25})
show.Table([]any{run{Name: "q"}, &run{Name: "r"}}[:1])
show.Table(scores{7})
show.Table([]node{{"a", &node{"b", nil}}})
show.Table([]grade{0.5})`
	want := `L3
번호  이름    Grade  Level  Took  Err  Tags   Base
----  ------  -----  -----  ----  ---  -----  ------
   1  he       0.50  L3     1s         [a b]  &{4 q}

   2  xavier   0.25  L4     0s    bad  []
key  value
---  -----
L1    0.25
L2    0.50
번호  이름  Grade  Level  Took  Err  Tags  Base
----  ----  -----  -----  ----  ---  ----  ----
   0  q         0  L0     0s         []
점수
----
   7
Name  Next
----  ----------
a     &{b <nil>}
   value
-  -----
0    0.5
`
	var got strings.Builder
	show.SetSink(func(o output.Output) { got.WriteString(o.Plain()) })
	defer show.SetSink(nil)
	e := NewEngine(EngineOptions{Seed: 1, Stdout: &got, Stderr: &got})
	if o := e.Run(t.Context(), frontend.Cell{Key: "c", Line: 1, Source: src}); !o.OK() {
		t.Fatalf("%+v %+v", o.Problems, o.Panic)
	}
	if got.String() != want {
		t.Errorf("shows\n%s\nwant\n%s", got.String(), want)
	}
}
