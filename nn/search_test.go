package nn

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"quire/nn/internal/kernel"
)

// scoreOf is a trial without a network: what it draws and what it is set to.
func scoreOf(t *Trial) float64 {
	s := t.Rand.Float64()
	for _, a := range t.axes {
		s += t.Value(a.Name)
	}
	return s
}

func textOf(s *SearchResult) string {
	text := fmt.Sprintln(s.Seed, s.Table(), s.Warnings)
	for _, t := range s.Trials {
		text += fmt.Sprintln(t.Number, t.Values, math.Float64bits(t.Score), t.Err, t.Done)
	}
	return text
}

// space has a range of every kind.
func space(n int, r *Rand) Space {
	return Space{
		Axes: []Range{
			{Name: "momentum", Low: .5, High: 1},
			{Name: "lr", Low: 1e-6, High: 1e-2, Log: true},
			{Name: "hidden", Low: 5, High: 15, Whole: true},
			{Name: "units", Low: 1, High: 1000, Whole: true, Log: true},
			{Name: "batch", Choices: []float64{100, 50}},
		},
		Trials: n, Run: scoreOf, Rand: r,
	}
}

// TestRandomSearchDraws looks at the settings of 4,000 trials. The bounds are four standard deviations.
func TestRandomSearchDraws(t *testing.T) {
	const n = 4000
	s := RandomSearch(space(n, NewRand(3)))
	column := func(k int, f func(v float64) float64) (mean float64) {
		for _, t := range s.Trials {
			mean += f(t.Values[k]) / n
		}
		return mean
	}
	for _, c := range []struct {
		what            string
		got, want, most float64
	}{
		{"mean of the uniform range", column(0, func(v float64) float64 { return v }), .75, 4 * .5 / math.Sqrt(12*n)},
		{"mean logarithm of the learning rate", column(1, math.Log10), -4, 4 * 4 / math.Sqrt(12*n)},
		{"mean of whole numbers", column(2, func(v float64) float64 { return v }), 10, 4 * math.Sqrt(10.0/n)},
		{"share of the first choice", column(4, func(v float64) float64 { return (v - 50) / 50 }), .5, 4 * .5 / math.Sqrt(n)},
		// half of the logarithms lie below √(0.5·1000.5)
		{"share of small numbers of units", column(3, func(v float64) float64 {
			if v <= 22 {
				return 1
			}
			return 0
		}), .5, 4 * .5 / math.Sqrt(n)},
	} {
		if math.Abs(c.got-c.want) > c.most {
			t.Errorf("%s is %g, want %g ± %.2g", c.what, c.got, c.want, c.most)
		}
	}
	seen := map[float64]int{}
	for _, trial := range s.Trials {
		v := trial.Values
		seen[v[2]]++
		if v[0] < .5 || v[0] >= 1 || v[1] < 1e-6 || v[1] > 1e-2 || v[3] != math.Round(v[3]) || v[3] < 1 || v[3] > 1000 || v[4] != 50 && v[4] != 100 {
			t.Fatalf("settings out of range: %v", v)
		}
	}
	for h := 5.0; h <= 15; h++ { // n/11 = 364 each
		if seen[h] < 290 || seen[h] > 440 || len(seen) != 11 {
			t.Errorf("hidden = %g came %d times of %d", h, seen[h], n)
		}
	}
}

// TestRandomSearchRepeats searches with 1, 2 and 3 workers, in one go and in parts.
func TestRandomSearchRepeats(t *testing.T) {
	defer kernel.SetWorkers(kernel.SetWorkers(0))
	want := textOf(RandomSearch(space(40, NewRand(3))))
	for workers := 1; workers <= 3; workers++ {
		kernel.SetWorkers(workers)
		if got := textOf(RandomSearch(space(40, NewRand(3)))); got != want {
			t.Errorf("%d workers give\n%s, want\n%s", workers, got, want)
		}
		part := RandomSearch(space(10, NewRand(3)))
		more := space(40, NewRand(99)) // the stream does not count: the first part's is continued
		more.Resume = part
		ran := atomic.Int32{}
		more.Run = func(t *Trial) float64 { ran.Add(1); return scoreOf(t) }
		if got := textOf(RandomSearch(more)); got != want || ran.Load() != 30 {
			t.Errorf("10 trials and 30 more, of which %d ran, give\n%s, want\n%s", ran.Load(), got, want)
		}
	}
}

// TestSearchResumes interrupts searches after any number of trials and continues them, with the result kept in memory and
// in a file.
func TestSearchResumes(t *testing.T) {
	defer kernel.SetWorkers(kernel.SetWorkers(0))
	defer SetHost(Host{})
	file := filepath.Join(t.TempDir(), "search.json")
	grid := func() Grid {
		return Grid{
			Axes: []Axis{{"a", []float64{1, 2, 3}}, {"b", []float64{1, 2}}}, Rand: NewRand(7),
			Run: func(t *Trial) float64 {
				if t.Value("a") == 2 && t.Value("b") == 1 {
					panic(errors.New("unlucky"))
				}
				return scoreOf(t)
			},
		}
	}
	want := textOf(Search(grid()))
	for workers := 1; workers <= 3; workers++ {
		kernel.SetWorkers(workers)
		for stop := range 7 {
			for _, useFile := range []bool{false, true} {
				os.Remove(file)
				var runs atomic.Int32
				counted := func(g Grid) Grid {
					run := g.Run
					g.Run = func(t *Trial) float64 { runs.Add(1); return run(t) }
					if useFile {
						g.File = file
					}
					return g
				}
				var begun atomic.Int32
				SetHost(Host{Interrupted: func() bool { return begun.Add(1) > int32(2*stop) }})
				g, res := counted(grid()), &SearchResult{}
				if !useFile {
					g.Resume = res
				}
				Search(g)
				SetHost(Host{})
				again := counted(grid())
				if again.Rand = NewRand(1); !useFile {
					again.Resume = res
				}
				if got := textOf(Search(again)); got != want {
					t.Errorf("%d workers, interrupted at question %d: %s, want %s", workers, 2*stop, got, want)
				}
				if runs.Load() > 6+3 {
					t.Errorf("%d trials ran for 6 results; only those that were interrupted should run again", runs.Load())
				}
			}
		}
	}
	runs := 0
	g := grid()
	g.File, g.Run = file, func(t *Trial) float64 { runs++; return 0 }
	if got := textOf(Search(g)); got != want || runs != 0 {
		t.Errorf("a search that is complete ran %d trials", runs)
	}
	g.Axes = g.Axes[:1]
	wantPanic(t, "nn: Search: the search to be continued varied a (3 values), b (2 values), and this one varies a (3 values)", func() { Search(g) })
	if err := os.WriteFile(file, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	wantPanic(t, "nn: Search: the file cannot be continued from: load search: unexpected EOF; give another File, or remove it", func() { Search(g) })
	g.File = filepath.Join(t.TempDir(), "none", "x.json")
	SetHost(Host{Log: new(strings.Builder)})
	if res := Search(g); res.FileErr == nil || res.Best() == nil {
		t.Errorf("a file that cannot be written leaves the error %v and the result %v", res.FileErr, res)
	}
}

func TestSearchFile(t *testing.T) {
	s := RandomSearch(space(12, NewRand(3)))
	s.Trials[3].fail("diverged")
	s.Trials[4].Score = math.Inf(1)
	var file bytes.Buffer
	if err := s.Save(&file); err != nil {
		t.Fatal(err)
	}
	again, err := LoadSearch(bytes.NewReader(file.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if textOf(again) != textOf(s) || again.Best().String() != s.Best().String() || again.Trials[2].Rand.Uint64() != NewRand(s.Seed+2).Uint64() {
		t.Errorf("what was loaded is\n%s, want\n%s", textOf(again), textOf(s))
	}
	for want, text := range map[string]string{
		"unexpected EOF":                    file.String()[:100],
		"this is not a saved search":        `{"format":"quire search 9"}`,
		`the seed "x" is no number`:         `{"format":"quire search 1","seed":"x"}`,
		"trial 0: 0 values for 1 axes":      `{"format":"quire search 1","seed":"1","axes":[{"Name":"a"}],"trials":[{}]}`,
		`trial 0: "?" is no number`:         `{"format":"quire search 1","seed":"1","trials":[{"score":"?"}]}`,
		"trial 0: the score is NaN, and":    `{"format":"quire search 1","seed":"1","trials":[{"score":"NaN"}]}`,
		"load search: 1 ranges for 0 axes":  `{"format":"quire search 1","seed":"1","ranges":[{}]}`,
		"load search: invalid character 'q": `quirenet`,
	} {
		if _, err := LoadSearch(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %v, want %q", text, err, want)
		}
	}
}

// TestTrialsMustNotShare has trials that are not what they seem: each way of using the network or the optimizer of another
// one fails, in Fit and by hand, with 1 and with 2 workers.
func TestTrialsMustNotShare(t *testing.T) {
	defer kernel.SetWorkers(kernel.SetWorkers(0))
	train := rings(40, NewRand(1))
	build := func(r *Rand) *Net { return NewMLP(MLP{Sizes: []int{2, 4, 2}, Rand: r}) }
	fit := func(net *Net, opt Optimizer, t *Trial) float64 {
		return Fit(net, train, opt, FitOptions{Iterations: 5, Rand: t.Rand}).Last().TrainAccuracy
	}
	step := func(net *Net, opt Optimizer, t *Trial) float64 {
		x, labels := NewBatches(train, 10, t.Rand).Next()
		return net.Step(x, labels, opt)
	}
	for workers := 1; workers <= 2; workers++ {
		kernel.SetWorkers(workers)
		outside, shared := build(NewRand(1)), NewMomentum(.1, .9)
		var mu sync.Mutex
		var first *Net
		kept := func(t *Trial) *Net {
			mu.Lock()
			defer mu.Unlock()
			if first == nil {
				first = build(t.Rand)
			}
			return first
		}
		for _, c := range []struct {
			name, want string
			failed     int
			run        func(t *Trial) float64
		}{
			{"its own", "", 0, func(t *Trial) float64 { return fit(build(t.Rand), NewMomentum(.1, .9), t) }},
			{"its own, by hand", "", 0, func(t *Trial) float64 { return step(build(t.Rand), NewMomentum(.1, .9), t) }},
			{"a copy", "", 0, func(t *Trial) float64 { return fit(outside.Clone(), NewMomentum(.1, .9), t) }},
			{"a network from outside", "the network was built before the search; build it inside Run, with Rand: t.Rand", 4, func(t *Trial) float64 { return fit(outside, NewSGD(.1), t) }},
			{"a network from outside, by hand", "the network was built before the search", 4, func(t *Trial) float64 { return step(outside, NewSGD(.1), t) }},
			{"another trial's network", "the network belongs to trial ", 3, func(t *Trial) float64 {
				if net := kept(t); workers == 1 || net.trial == t {
					return fit(net, NewSGD(.1), t)
				}
				return fit(first, NewSGD(.1), t)
			}},
			{"an optimizer from outside", "trials share an optimizer, which remembers what it did in one when it works in another; make a new one in each trial", 4, func(t *Trial) float64 { return fit(build(t.Rand), shared, t) }},
			{"SGD from outside, which remembers nothing", "", 0, func() func(t *Trial) float64 {
				sgd := NewSGD(.1)
				return func(t *Trial) float64 { return fit(build(t.Rand), sgd, t) }
			}()},
		} {
			res := Search(Grid{Axes: []Axis{{"a", []float64{1, 2, 3, 4}}}, Rand: NewRand(4), Run: func(t *Trial) float64 { t.Value("a"); return c.run(t) }})
			failed := 0
			for _, trial := range res.Trials {
				if trial.Err != "" {
					failed++
					if c.want == "" || !strings.Contains(trial.Err, c.want) || strings.Contains(trial.Err, "\n") {
						t.Errorf("%s, %d workers: %v, want %q", c.name, workers, trial, c.want)
					}
				}
			}
			if failed != c.failed {
				t.Errorf("%s, %d workers: %d trials failed, want %d: %v", c.name, workers, failed, c.failed, res)
			}
		}
		// After the search, its networks may be trained on.
		if first == nil {
			t.Fatal("no trial built a network")
		}
		Fit(first, train, NewSGD(.1), FitOptions{Iterations: 2, Quiet: true, Rand: NewRand(1)})
	}
	// By hand, with a network that an earlier trial left behind.
	kernel.SetWorkers(1)
	var left *Net
	res := Search(Grid{Axes: []Axis{{"a", []float64{1, 2}}}, Rand: NewRand(4), Run: func(t *Trial) float64 {
		t.Value("a")
		if left == nil {
			left = build(t.Rand)
		}
		return step(left, NewSGD(.1), t)
	}})
	if e := res.Trials[1].Err; res.Trials[0].Err != "" || !strings.Contains(e, "the network belongs to trial 0 (a=1), which has ended; build a new one in each trial, with Rand: t.Rand") {
		t.Errorf("%v and %v", res.Trials[0], res.Trials[1])
	}
}

func TestOptimizerIsForOneGoroutine(t *testing.T) {
	o := NewAdam(.1)
	o.means.m.enter("Adam.Update")
	wantPanic(t, "nn: Adam.Update: the optimizer is at work in another goroutine; make a new one for each network", func() { o.Update(nil) })
	o.means.m.leave()
	o.Update(nil)
}

func TestSearchWarnsOfAxesThatNobodyReads(t *testing.T) {
	defer SetHost(Host{})
	var log strings.Builder
	SetHost(Host{Log: &log})
	axes := []Axis{{"lr", []float64{1, 2}}, {"hidden", []float64{5, 6}}, {"fixed", []float64{1}}}
	want := `the axis hidden was never read: trials that differ only in it trained the same network; read it by t.Value("hidden") or t.Int("hidden")`
	res := Search(Grid{Axes: axes, Rand: NewRand(1), Run: func(t *Trial) float64 { return t.Value("lr") }})
	if !slices.Equal(res.Warnings, []string{want}) || log.String() != "warning: "+want+"\n" {
		t.Errorf("warnings %q, log %q", res.Warnings, log.String())
	}
	if !strings.HasSuffix(res.String(), "\nwarning: "+want) {
		t.Errorf("String gives %q", res)
	}
	res = Search(Grid{Axes: axes, Rand: NewRand(1), Run: func(t *Trial) float64 { return t.Value("lr") * float64(t.Int("hidden")) }})
	if len(res.Warnings) != 0 {
		t.Errorf("warnings %q, want none", res.Warnings)
	}
	res = Search(Grid{Axes: axes, Rand: NewRand(1), Run: func(t *Trial) float64 { return 1 }})
	if len(res.Warnings) != 1 || !strings.HasPrefix(res.Warnings[0], "no trial read its settings") {
		t.Errorf("warnings %q", res.Warnings)
	}
}

func TestSearchTableIsSorted(t *testing.T) {
	res := Search(Grid{Axes: []Axis{{"a", []float64{1, 2, 3, 4}}}, Rand: NewRand(1), Run: func(t *Trial) float64 {
		switch t.Int("a") {
		case 1:
			panic("no luck")
		case 3:
			return 9
		}
		return t.Value("a")
	}})
	want := "[[a score] [3 9.0000] [4 4.0000] [2 2.0000] [1 no luck]]"
	if got := fmt.Sprint(res.Table()); got != want {
		t.Errorf("the table is %s, want %s", got, want)
	}
	if got, want := res.String(), "4 trials; the best is a=3: 9.0000; 1 failed, the first: a=1: no luck"; got != want {
		t.Errorf("String gives %q, want %q", got, want)
	}
	if res.Trials[0].Value("a") != 1 {
		t.Error("Table changed the order of Trials")
	}
}

// TestDivergedTrialsFail has a trial whose network still gives a number after its training diverged.
func TestDivergedTrialsFail(t *testing.T) {
	train, valid := rings(100, NewRand(1)), rings(50, NewRand(2))
	search := func(best bool) *SearchResult {
		return Search(Grid{Axes: []Axis{{"lr", []float64{.1, 1e20}}}, Rand: NewRand(3), Run: func(t *Trial) float64 {
			net := NewMLP(MLP{Sizes: []int{2, 5, 2}, Rand: t.Rand})
			t.History = Fit(net, train, NewSGD(t.Value("lr")), FitOptions{Iterations: 20, EvalEvery: 1, EvalFirst: true, Validation: valid, KeepBest: best, Rand: t.Rand})
			return Accuracy(net, valid)
		}})
	}
	if res := search(false); res.Trials[0].Err != "" || !strings.Contains(res.Trials[1].Err, "diverged at iteration") || res.Best().Number != 0 {
		t.Errorf("%v and %v", res.Trials[0], res.Trials[1])
	}
	if res := search(true); res.Trials[1].Err != "" && res.Trials[1].History.Restored > 0 {
		t.Errorf("a trial whose best parameters came back failed: %v", res.Trials[1])
	}
}

// TestScoreMap puts trials of a random search into cells: the best of each counts, and every trial is in one.
func TestScoreMap(t *testing.T) {
	s := RandomSearch(space(300, NewRand(3)))
	for _, axes := range [][2]string{{"lr", "hidden"}, {"momentum", "batch"}, {"units", "lr"}} {
		m := s.Map(axes[0], axes[1])
		best := math.Inf(-1)
		for i, row := range m.Scores {
			if len(m.Scores) != len(m.Rows) || len(row) != len(m.Columns) {
				t.Fatalf("%v: %d rows, names %v × %v", axes, len(m.Scores), m.Rows, m.Columns)
			}
			for _, v := range row {
				if v > best {
					best = v
				}
			}
			if len(m.Table()[i+1]) != len(row)+1 {
				t.Errorf("%v: the table is %v", axes, m.Table())
			}
		}
		if best != s.Best().Score {
			t.Errorf("%v: the best cell has %g, the best trial %g", axes, best, s.Best().Score)
		}
	}
	m := s.Map("lr", "batch")
	if want := "1e-06–3.2e-06"; m.Rows[0] != want || len(m.Rows) != 8 || fmt.Sprint(m.Columns) != "[50 100]" {
		t.Errorf("rows %v, want %s first, columns %v", m.Rows, want, m.Columns)
	}
	wantPanic(t, "the values of a random search make no rows and columns; use Map", func() { s.Matrix("lr", "hidden") })
	wantPanic(t, `there is no axis "x"`, func() { s.Map("x", "lr") })
}

func TestSearchMisuse(t *testing.T) {
	run := func(*Trial) float64 { return 0 }
	for want, axes := range map[string][]Range{
		"a space needs at least one axis, Trials (now 1), and Run":                  {},
		`the axis "a" goes from 2 to 1; Low must be below High`:                     {{Name: "a", Low: 2, High: 1}},
		`the axis "a" has Log and begins at 0; a logarithm needs a positive number`: {{Name: "a", High: 1, Log: true}},
		`the axis "a" has Whole and goes from 0.5 to 2; give whole numbers`:         {{Name: "a", Low: .5, High: 2, Whole: true}},
		`the axis "a" has Choices and a range; give one of them`:                    {{Name: "a", High: 1, Choices: []float64{1}}},
		`axis 1 is called "a"; every axis needs a name of its own`:                  {{Name: "a", High: 1}, {Name: "a", High: 1}},
	} {
		wantPanic(t, "nn: RandomSearch: "+want, func() { RandomSearch(Space{Axes: axes, Trials: 1, Run: run}) })
	}
	wantPanic(t, `nn: Search: axis 0 is called ""`, func() { Search(Grid{Axes: []Axis{{"", []float64{1}}}, Run: run}) })
	wantPanic(t, `nn: Trial.Value: there is no axis "c"; there are a, b`, func() { (&Trial{axes: []Axis{{Name: "a"}, {Name: "b"}}}).Value("c") })
}

// TestParallelEndsAtAnInterrupt begins no more calls once the notebook interrupts.
func TestParallelEndsAtAnInterrupt(t *testing.T) {
	defer SetHost(Host{})
	defer kernel.SetWorkers(kernel.SetWorkers(1))
	calls := 0
	SetHost(Host{Interrupted: func() bool { return calls >= 3 }})
	Parallel(10, func(int) { calls++ })
	if calls != 3 {
		t.Errorf("%d calls, want 3", calls)
	}
}

// TestTrialsThatDivergeHaveNoScore: a trial whose training diverged has no score, also when Run returns one of before, and a search
// without any score says so.
func TestTrialsThatDivergeHaveNoScore(t *testing.T) {
	var log strings.Builder
	SetHost(Host{Log: &log})
	defer SetHost(Host{})
	x := NewRand(1).Normal(0, 1, 6, 4)
	train := NewExamples(x, []int{0, 1, 2, 0, 1, 2})
	run := func(t *Trial) float64 {
		net := NewMLP(MLP{Sizes: []int{4, 5, 3}, Rand: t.Rand})
		return Fit(net, train, NewSGD(t.Value("lr")), FitOptions{Epochs: 30, Rand: t.Rand}).Last().TrainAccuracy
	}
	res := Search(Grid{Axes: []Axis{{Name: "lr", Values: []float64{1e9, .1}}}, Run: run, Rand: NewRand(2)})
	if a, b := res.Trials[0], res.Trials[1]; !strings.HasPrefix(a.Err, "diverged at iteration 2") || !math.IsNaN(a.Score) || b.Err != "" || res.Best() != b {
		t.Errorf("trials: %v, %v", a, b)
	}
	if log.Len() > 0 {
		t.Errorf("the search wrote\n%s", log.String())
	}
	res = Search(Grid{Axes: []Axis{{Name: "lr", Values: []float64{1e9, 1e10}}}, Run: run, Rand: NewRand(2)})
	if want := "warning: every trial failed, the first: diverged at iteration 2: "; res.Best() != nil || !strings.HasPrefix(log.String(), want) {
		t.Errorf("the search wrote %q, want %q", log.String(), want)
	}
}
