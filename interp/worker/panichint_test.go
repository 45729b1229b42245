package worker

import (
	"context"
	"strings"
	"testing"
	"time"

	"quire/interp/frontend"
)

// TestPanicHints runs a cell for every explanation of a run-time error, and some that get none.
func TestPanicHints(t *testing.T) {
	skipUnderRace(t)
	given := map[string]bool{}
	for _, tt := range []struct{ src, msg, hint string }{
		{"xs := []int{1}\ni := 1\nfmt.Println(xs[i])", "index out of range", "Indices go from 0"},
		{"s := \"abc\"\ni := 5\nfmt.Println(s[i])", "index out of range", "Indices go from 0"},
		{"xs := []int{1}\nn := 3\nfmt.Println(xs[:n])", "slice bounds out of range", "The bounds"},
		{"s := \"abc\"\na, b := 2, 1\nfmt.Println(s[a:b])", "slice bounds out of range", "The bounds"},
		{"var m map[string]int\nm[\"a\"] = 1", "assignment to entry in nil map", "Make the map"},
		{"type T struct{ X int }\nvar p *T\nfmt.Println(p.X)", "nil pointer dereference", "A pointer, interface or function"},
		{"var e error\nfmt.Println(e.Error())", "nil pointer dereference", "A pointer, interface or function"},
		{"var f func(int) int\nf(1)", "nil pointer dereference", "A pointer, interface or function"},
		{"a, b := 1, 0\nfmt.Println(a / b)", "integer divide by zero", "An integer was divided"},
		{"a, b := 1, 0\nfmt.Println(a % b)", "integer divide by zero", "An integer was divided"},
		{"var x any = \"a\"\nfmt.Println(x.(int))", "interface conversion: interface {} is string, not int", "The interface holds another type"},
		{"var x any\nfmt.Println(x.(int))", "interface conversion: interface {} is nil, not int", "The interface holds nothing"},
		{"c := make(chan int)\nclose(c)\nclose(c)", "close of closed channel", "The channel was closed twice"},
		{"var c chan int\nclose(c)", "close of nil channel", "The channel was never made"},
		{"c := make(chan int)\nclose(c)\nc <- 1", "send on closed channel", "The channel is closed already"},
		{"n := -1\nxs := make([]int, n)\n_ = xs", "makeslice: len out of range", "The slice's length"},
		{"x := []int{1}\ny := [2]int(x)\n_ = y", "cannot convert slice with length 1", "The slice is shorter"},
		{"m := map[any]int{}\nm[[]int{1}] = 2", "hash of unhashable type []int", "cannot be keys"},
		{"var a, b any = []int{1}, []int{1}\nfmt.Println(a == b)", "comparing uncomparable type []int", "do not compare with =="},
		{"var wg sync.WaitGroup\nwg.Done()", "negative WaitGroup counter", "wg.Done()"},
		{"n := -1\nfmt.Println(strings.Repeat(\"a\", n))", "negative Repeat count", "The count is negative"},
		{"fmt.Println(rand.Intn(0))", "invalid argument to Intn", "The range of a random number"},
		{"re := regexp.MustCompile(\"(\")\n_ = re", "regexp: Compile", "The regular expression"},
		{"x, err := strconv.Atoi(\"1 \")\nif err != nil {\n\tpanic(err)\n}\n_ = x", "invalid syntax", "The text is no number"},
		{"f, err := os.Open(\"nosuch.txt\")\nif err != nil {\n\tpanic(err)\n}\n_ = f", "nosuch.txt: ", "There is no such file"},
		{"a := mat.NewDense(2, 3, nil)\nvar c mat.Dense\nc.Mul(a, a)", "mat: dimension mismatch", "The matrices' sizes"},
		{"a := mat.NewDense(2, 3, nil)\nfmt.Println(a.At(2, 0))", "mat: row index out of range", "m.Dims()"},
		{"fmt.Println(mat.Det(mat.NewDense(2, 3, nil)))", "mat: expect square matrix", "as many rows as columns"},
		{"fmt.Println(stat.Mean([]float64{1}, []float64{1, 2}))", "stat: slice length mismatch", "the same length"},
		{"fmt.Println(floats.Dot([]float64{1}, []float64{1, 2}))", "floats: slice lengths do not match", "the same length"},
		{"a := nn.New(2, 3)\nb := nn.New(3, 3)\nc := a.Add(b)\n_ = c", "nn: Tensor.Add: a is (2, 3) and b is (3, 3)", "x.Shape shows them"},
		{"a := nn.New(2, 3)\nfmt.Println(a.At(2, 0))", "outside the shape (2, 3)", "x.Shape shows them"},
		{"x := nn.NewSGD(-1)\n_ = x", "nn: NewSGD: the learning rate is -1", ""},
		{"panic(\"index\")", "index", ""},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		o := NewEngine(EngineOptions{Seed: 1}).Run(ctx, frontend.Cell{Key: "c", Line: 1, Source: tt.src})
		cancel()
		if o.Panic == nil {
			t.Errorf("%q does not panic: %v", tt.src, o.Problems)
			continue
		}
		p := o.Panic
		if !strings.Contains(p.Message, tt.msg) || !strings.Contains(p.HintEn, tt.hint) || (tt.hint == "") != (p.HintEn == "") || (p.HintKo == "") != (p.HintEn == "") {
			t.Errorf("%q: %s\n got hint %q\nwant hint %q about %q", tt.src, p.Message, p.HintEn, tt.hint, tt.msg)
		}
		given[p.HintEn] = true
	}
	for _, e := range panicExplanations {
		if !given[e.en] {
			t.Errorf("no cell gets the hint %q", e.en)
		}
	}
}
