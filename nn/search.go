package nn

import (
	"fmt"
	"math"
	"strings"
	"time"

	"quire/nn/internal/kernel"
)

// Axis is one setting that a search varies.
type Axis struct {
	Name   string
	Values []float64
}

// Grid describes a search over all combinations of some settings.
type Grid struct {
	Axes []Axis
	// Run performs one trial and returns its score; the greatest is best: the accuracy on validation examples, say. It
	// must build its network anew, with Rand: t.Rand. Several trials run at the same time: Run must not change what they
	// share.
	Run      func(t *Trial) float64
	Rand     *Rand                 // stream that the trials' streams come from; nil: the default one
	Label    string                // names the search in progress
	Progress func(done, total int) // told after each trial, one call at a time
}

// Trial is one point of a search.
type Trial struct {
	Number  int       // from 0, in the order of the grid
	Values  []float64 // one for each axis
	Rand    *Rand     // the trial's own stream
	Score   float64   // what Run returned; NaN when it failed
	History *History  // for Run to set, when it likes
	Err     string    // why the trial failed; empty when it did not
	Elapsed time.Duration

	axes []Axis
}

// Value returns the trial's value of an axis.
func (t *Trial) Value(name string) float64 {
	for i, a := range t.axes {
		if a.Name == name {
			return t.Values[i]
		}
	}
	misuse("Trial.Value", "there is no axis %q", name)
	return 0
}

// Int returns the trial's value of an axis as a whole number, rounded.
func (t *Trial) Int(name string) int { return int(math.Round(t.Value(name))) }

// String reads "lr=0.01 hidden=50: 0.9621".
func (t *Trial) String() string {
	parts := make([]string, len(t.Values))
	for i, v := range t.Values {
		parts[i] = fmt.Sprintf("%s=%g", t.axes[i].Name, v)
	}
	s := strings.Join(parts, " ") + ": "
	if t.Err != "" {
		return s + t.Err
	}
	return s + fmt.Sprintf("%.4f", t.Score)
}

// SearchResult holds all trials of a search, in the order of the grid: the last axis varies fastest.
type SearchResult struct {
	Axes   []Axis
	Trials []*Trial
}

// Search runs every combination of the grid's values, one trial on each core at a time. The result does not depend on
// the number of cores. A trial that panics is recorded as failed with the reason, and the others go on; an interrupt
// leaves the rest undone.
func Search(g Grid) *SearchResult {
	res := g.trials()
	h := currentHost()
	done := make(chan struct{}, len(res.Trials))
	report := func(n int) {
		if g.Progress != nil {
			g.Progress(n, len(res.Trials))
		}
		h.Progress(g.Label, n, len(res.Trials))
	}
	finished := make(chan struct{})
	go func() { // ends when done is closed
		defer close(finished)
		n := 0
		for range done {
			n++
			report(n)
		}
	}()
	kernel.Sweep(len(res.Trials), func(i int) {
		if h.Interrupted() {
			res.Trials[i].fail("not run: interrupted")
		} else {
			res.Trials[i].run(g.Run)
		}
		done <- struct{}{}
	})
	close(done)
	<-finished
	return res
}

// trials lists the combinations.
func (g Grid) trials() *SearchResult {
	if len(g.Axes) == 0 || g.Run == nil {
		misuse("Search", "a grid needs at least one axis, and Run")
	}
	total := 1
	for _, a := range g.Axes {
		if len(a.Values) == 0 {
			misuse("Search", "the axis %q has no values", a.Name)
		}
		total *= len(a.Values)
	}
	base := orDefault(g.Rand).Uint64()
	res := &SearchResult{Axes: g.Axes}
	for i := range total {
		t := &Trial{Number: i, Values: make([]float64, len(g.Axes)), axes: g.Axes, Rand: NewRand(base + uint64(i))}
		rest := i
		for k := len(g.Axes) - 1; k >= 0; k-- {
			v := g.Axes[k].Values
			t.Values[k] = v[rest%len(v)]
			rest /= len(v)
		}
		res.Trials = append(res.Trials, t)
	}
	return res
}

func (t *Trial) fail(reason string) { t.Err, t.Score = reason, math.NaN() }

// run performs the trial and records how it ended.
func (t *Trial) run(f func(*Trial) float64) {
	start := time.Now()
	defer func() {
		t.Elapsed = time.Since(start)
		if r := recover(); r != nil {
			t.fail(fmt.Sprint(r))
		}
	}()
	t.Score = f(t)
	if currentHost().Interrupted() {
		t.fail("interrupted")
	} else if t.History != nil && t.History.Stopped != "" && !finite(t.Score) {
		t.fail(t.History.Stopped)
	} else if math.IsNaN(t.Score) {
		t.fail("the score is not a number")
	}
}

// Best returns the trial with the greatest score, the first of equal ones; nil when all failed.
func (s *SearchResult) Best() *Trial {
	var best *Trial
	for _, t := range s.Trials {
		if t.Err == "" && (best == nil || t.Score > best.Score) {
			best = t
		}
	}
	return best
}

// Table returns the trials as rows of text under a head.
func (s *SearchResult) Table() [][]string {
	var head []string
	for _, a := range s.Axes {
		head = append(head, a.Name)
	}
	rows := [][]string{append(head, "score")}
	for _, t := range s.Trials {
		var row []string
		for _, v := range t.Values {
			row = append(row, fmt.Sprintf("%g", v))
		}
		score := fmt.Sprintf("%.4f", t.Score)
		if t.Err != "" {
			score = t.Err
		}
		rows = append(rows, append(row, score))
	}
	return rows
}

// Matrix returns the scores for a heat map: a row for each value of one axis, a column for each of another. Of several
// trials that differ in a third axis the best counts; NaN stands where none succeeded.
func (s *SearchResult) Matrix(row, col string) [][]float64 {
	r, c := s.axis(row), s.axis(col)
	m := make([][]float64, len(s.Axes[r].Values))
	for i := range m {
		m[i] = make([]float64, len(s.Axes[c].Values))
		for j := range m[i] {
			m[i][j] = math.NaN()
		}
	}
	for _, t := range s.Trials {
		i, j := s.place(t.Number, r), s.place(t.Number, c)
		if t.Err == "" && !(m[i][j] >= t.Score) {
			m[i][j] = t.Score
		}
	}
	return m
}

func (s *SearchResult) axis(name string) int {
	for i, a := range s.Axes {
		if a.Name == name {
			return i
		}
	}
	misuse("SearchResult.Matrix", "there is no axis %q", name)
	return 0
}

// place returns which value of an axis a trial has.
func (s *SearchResult) place(trial, axis int) int {
	for k := len(s.Axes) - 1; k > axis; k-- {
		trial /= len(s.Axes[k].Values)
	}
	return trial % len(s.Axes[axis].Values)
}

// Parallel calls f(0) … f(n−1), one call on each core at a time, and returns when all have ended. The calls must not
// change what they share, and draw random numbers from streams of their own.
func Parallel(n int, f func(i int)) {
	if n < 0 || f == nil {
		misuse("Parallel", "n is %d; it must not be negative, and f is needed", n)
	}
	kernel.Sweep(n, f)
}
