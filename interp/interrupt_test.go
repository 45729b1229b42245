package interp_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"quire/interp"
	"quire/notebook"
	"quire/notebook/output"
)

// endless are cells that do not end. An interrupt leaves the worker, and all that the cells above defined.
var endless = []struct{ name, source string }{
	{"loop", "for {\n}"},
	{"counting loop", "for i := 0; ; i++ {\n\tx += i\n}"},
	{"channel", "c := make(chan int)\n<-c"},
	{"select", "select {}"},
	{"range over channel", "c := make(chan int)\nfor range c {\n}"},
	{"recursion", "func f(n int) int {\n\tif n == 0 {\n\t\treturn 0\n\t}\n\treturn f(n-1) + f(n-1)\n}\nf(60)"},
	{"Sleep", "time.Sleep(time.Hour)"},
	{"timer", "<-time.After(time.Hour)"},
	{"Mutex", "var mu sync.Mutex\nmu.Lock()\nmu.Lock()"},
	{"WaitGroup", "var wg sync.WaitGroup\nwg.Add(1)\nwg.Wait()"},
	{"Cond", "cond := sync.NewCond(&sync.Mutex{})\ncond.L.Lock()\ncond.Wait()"},
	{"goroutines", "for range 4 {\n\tgo func() {\n\t\tfor {\n\t\t}\n\t}()\n}\nselect {}"},
	{"printing", "for {\n\tfmt.Println(x)\n}"},
	{"progress", "p := show.NewProgress(\"work\", 1<<40)\nfor {\n\tp.Add(1)\n}"},
	{"training", "nn.Fit(net, examples, &nn.SGD{LR: 0.01}, nn.FitOptions{Iterations: 100_000_000, Quiet: true})"},
	{"callback", "sort.Search(1<<62, func(int) bool {\n\tfor {\n\t}\n})"},
	{"deferred loop", "func g() {\n\tdefer func() {\n\t\tfor {\n\t\t}\n\t}()\n}\ng()"},
	{"recover in a loop", "for {\n\tfunc() {\n\t\tdefer func() { recover() }()\n\t\tpanic(1)\n\t}()\n}"},
	{"native call", "n := 0\nsort.Slice(make([]byte, 1<<28), func(i, j int) bool { n++; return i < j })\nstrings.Count(strings.Repeat(\"a\", 1<<30), \"b\")"},
}

const endlessAbove = `import ("fmt"; "sort"; "strings"; "sync"; "time"; "quire/nn"; "quire/notebook/show")
x := 41
examples := nn.NewExamples(nn.New(200, 50), make([]int, 200))
net := nn.NewMLP(nn.MLP{Sizes: []int{50, 30, 2}})`

// interrupted runs an endless cell, interrupts it once it has begun, and returns how long it took to stop.
func interrupted(t testing.TB, k notebook.Kernel, source string) (o notebook.Outcome, took time.Duration, shown []output.Output) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	begun := make(chan time.Time, 1)
	o, err := k.Run(ctx, notebook.KernelCell{Key: "endless", Line: 10, Source: "println(\"go\")\n" + source}, func(o output.Output) {
		if text, ok := o.(*output.Text); ok && strings.HasPrefix(text.Data, "go") {
			go func() { // ends with the interrupt
				time.Sleep(30 * time.Millisecond)
				begun <- time.Now()
				cancel()
			}()
		}
		if o.Kind() == output.KindError {
			shown = append(shown, o)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return o, time.Since(<-begun), shown
}

// TestInterrupt interrupts cells that do not end. Afterwards what the cells above defined is there, and the interrupted
// cell does not go on.
func TestInterrupt(t *testing.T) {
	if raceDetector {
		t.Skip("the interpreter leaves interrupted goroutines behind by a race")
	}
	for _, c := range endless {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			k := start(t, interp.Options{Grace: time.Minute}, false) // the machine may be busy
			if o, all := cell(t, k, 1, endlessAbove, 0); o.Status != notebook.StatusOK {
				t.Fatal(plain(all))
			}
			o, took, shown := interrupted(t, k, c.source+"\nprintln(\"went on\")")
			t.Logf("stopped after %v", took)
			if o.Status != notebook.StatusFailed || len(shown) != 1 || o.Restarted {
				t.Errorf("%+v, shows %q", o, plain(shown))
			}
			if _, all := cell(t, k, 20, "x = min(x, 41)\nfmt.Println(x + 1)", 0); !strings.Contains(plain(all), "4") || strings.Contains(plain(all), "went on") {
				t.Errorf("afterwards: %q", plain(all))
			}
		})
	}
}

// BenchmarkInterrupt measures from the interrupt to the end of the cell.
func BenchmarkInterrupt(b *testing.B) {
	for _, c := range endless {
		b.Run(c.name, func(b *testing.B) {
			k := start(b, interp.Options{}, false)
			cell(b, k, 1, endlessAbove, 0)
			var total time.Duration
			n := 0
			for b.Loop() {
				_, took, _ := interrupted(b, k, c.source)
				total += took
				n++
			}
			b.ReportMetric(float64(total.Microseconds())/1000/float64(n), "ms/interrupt")
		})
	}
}
