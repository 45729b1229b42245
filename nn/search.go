package nn

import (
	"fmt"
	"slices"
	"sync"

	"quire/nn/internal/kernel"
)

// Axis is one setting that a search varies.
type Axis struct {
	Name   string
	Values []float64 // of a grid; none for a random search, whose Ranges say where values come from
}

// Grid describes a search over all combinations of some settings.
type Grid struct {
	Axes []Axis
	// Run performs one trial and returns its score; the greatest is best: the accuracy on validation examples, say. It
	// must build its network and its optimizer anew, with Rand: t.Rand. Several trials run at the same time: Run must not
	// change what they share.
	Run      func(t *Trial) float64
	Rand     *Rand                 // stream that the trials' streams come from; nil: the default one
	Label    string                // names the search in progress
	Progress func(done, total int) // told after each trial, one call at a time
	Resume   *SearchResult         // a search to be continued, or an empty one; it is filled as trials end, see Search
	File     string                // file that the result is written to after each trial, and continued from when it exists
}

// Search runs every combination of the grid's values, one trial on each core at a time. The result does not depend on
// the number of cores. A trial that panics, or whose training by Fit diverges without best parameters to go back to, is
// recorded as failed with the reason, and the others go on; an interrupt leaves the rest undone.
//
// With Resume or File, trials that are done are kept, and only the others run: with the streams that they would have had
// then, so that the result is that of a search without a break. Resume may be an empty &SearchResult{}: it holds what was
// done when an interrupt ended the cell.
//
// Search guards against trials that are not what they seem: a trial that trains a network built before the search, or by a
// trial that has ended, fails and says so, and so do trials that share an optimizer. An axis that no trial asks for stands in
// Warnings, which are also written to the log, and so does that all trials failed.
func Search(g Grid) *SearchResult {
	g.check()
	s := &searching{run: g.Run, label: g.Label, progress: g.Progress, file: g.File}
	s.begin("Search", g.Resume, &SearchResult{Axes: cloneAxes(g.Axes)}, g.Rand, g.size(), g.values)
	return s.finish()
}

func (g Grid) check() {
	if len(g.Axes) == 0 || g.Run == nil {
		misuse("Search", "a grid needs at least one axis, and Run")
	}
	var names []string
	for _, a := range g.Axes {
		if len(a.Values) == 0 {
			misuse("Search", "the axis %q has no values", a.Name)
		}
		names = append(names, a.Name)
	}
	checkNames("Search", names)
}

// checkNames panics unless axes have names that differ.
func checkNames(op string, names []string) {
	for i, n := range names {
		if n == "" || slices.Contains(names[:i], n) {
			misuse(op, "axis %d is called %q; every axis needs a name of its own", i, n)
		}
	}
}

func cloneAxes(axes []Axis) []Axis {
	c := make([]Axis, len(axes))
	for i, a := range axes {
		c[i] = Axis{Name: a.Name, Values: slices.Clone(a.Values)}
	}
	return c
}

// size returns the number of combinations.
func (g Grid) size() int {
	n := 1
	for _, a := range g.Axes {
		n *= len(a.Values)
	}
	return n
}

// values returns the settings of trial i: the last axis varies fastest.
func (g Grid) values(i int, _ uint64) []float64 {
	values := make([]float64, len(g.Axes))
	for k := len(g.Axes) - 1; k >= 0; k-- {
		v := g.Axes[k].Values
		values[k] = v[i%len(v)]
		i /= len(v)
	}
	return values
}

// searching is a search under way.
type searching struct {
	run      func(t *Trial) float64
	label    string
	progress func(done, total int)
	file     string
	host     Host
	res      *SearchResult
	claims   claims

	mu    sync.Mutex // while a trial's end is noted
	ended []*Trial   // that are done
}

// begin makes the trials, or takes over those of an earlier search.
func (s *searching) begin(op string, resume, fresh *SearchResult, r *Rand, n int, values func(i int, seed uint64) []float64) {
	s.host = currentHost()
	if s.file != "" {
		resume = s.fromFile(op, resume)
	}
	seed := orDefault(r).Uint64()
	s.res = fresh
	if resume != nil {
		if resume.begun() {
			resume.mustMatch(op, fresh)
			seed = resume.Seed
		}
		resume.Axes, resume.Ranges = fresh.Axes, fresh.Ranges
		s.res = resume
	}
	s.res.Seed, s.res.Warnings = seed, nil
	old := s.res.Trials
	s.res.Trials = make([]*Trial, n)
	for _, t := range old {
		if t.Done && t.Number >= 0 && t.Number < n && slices.Equal(t.Values, values(t.Number, seed)) {
			t.axes = s.res.Axes
			s.res.Trials[t.Number] = t
		}
	}
	for i, t := range s.res.Trials {
		if t == nil {
			t = &Trial{Number: i, Values: values(i, seed), axes: s.res.Axes, Rand: NewRand(seed + uint64(i))}
			t.Rand.trial = t
			t.fail("not run")
			s.res.Trials[i] = t
		} else {
			s.ended = append(s.ended, t)
		}
	}
}

// finish runs the trials that are not done.
func (s *searching) finish() *SearchResult {
	trials := s.res.Trials
	defer beginSearch(&s.claims)()
	if len(s.ended) > 0 {
		s.report()
	}
	kernel.Sweep(len(trials), func(i int) {
		t := trials[i]
		if t.Done {
			return
		}
		if s.host.Interrupted() {
			t.fail("not run: interrupted")
			return
		}
		t.run(s.run)
		s.mu.Lock()
		defer s.mu.Unlock()
		if t.Done {
			s.ended = append(s.ended, t)
			s.write(s.ended)
		}
		s.report()
	})
	s.claims.settle()
	s.res.warn()
	s.write(trials)
	for _, w := range s.res.Warnings {
		fmt.Fprintln(s.host.Log, "warning: "+w)
	}
	return s.res
}

// report tells how far the search is.
func (s *searching) report() {
	if s.progress != nil {
		s.progress(len(s.ended), len(s.res.Trials))
	}
	s.host.Progress(s.label, len(s.ended), len(s.res.Trials))
}

// Parallel calls f(0) … f(n−1), one call on each core at a time, and returns when all have ended. The calls must not
// change what they share, and draw random numbers from streams of their own. After an interrupt no more calls begin.
func Parallel(n int, f func(i int)) {
	if n < 0 || f == nil {
		misuse("Parallel", "n is %d; it must not be negative, and f is needed", n)
	}
	interrupted := currentHost().Interrupted
	kernel.Sweep(n, func(i int) {
		if !interrupted() {
			f(i)
		}
	})
}
