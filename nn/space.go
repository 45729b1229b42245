package nn

import (
	"fmt"
	"math"
	"slices"

	"quire/nn/internal/kernel"
)

// Range is one setting that a random search draws: uniformly from Low to High; with Log, so that its logarithm is uniform;
// with Whole, a whole number from Low to High, both included; or one of Choices.
type Range struct {
	Name      string
	Low, High float64
	Log       bool      // for what matters by factors, such as learning rates: 1e-6 … 1e-2
	Whole     bool      // for numbers of units, layers, examples in a batch
	Choices   []float64 // instead of Low and High
}

// Space describes a random search: a number of trials, each with settings drawn from ranges. With the same number of
// trials, that visits more values of the settings that matter than a grid does (Bergstra and Bengio 2012).
type Space struct {
	Axes   []Range
	Trials int
	// Run performs one trial and returns its score; the greatest is best. What is said at Grid holds for it.
	Run      func(t *Trial) float64
	Rand     *Rand                 // stream that settings and the trials' streams come from; nil: the default one
	Label    string                // names the search in progress
	Progress func(done, total int) // told after each trial, one call at a time
	Resume   *SearchResult         // a search to be continued, maybe with more trials: see Search
	File     string                // file that the result is written to after each trial, and continued from when it exists
}

// RandomSearch runs trials with random settings, one on each core at a time. What is said at Search holds for it. The
// settings of a trial depend on the stream and the trial's number alone: asking for more trials adds to the first ones.
func RandomSearch(space Space) *SearchResult {
	space.check()
	fresh := &SearchResult{Ranges: slices.Clone(space.Axes)}
	for _, r := range space.Axes {
		fresh.Axes = append(fresh.Axes, Axis{Name: r.Name})
	}
	s := &searching{run: space.Run, label: space.Label, progress: space.Progress, file: space.File}
	s.begin("RandomSearch", space.Resume, fresh, space.Rand, space.Trials, space.values)
	return s.finish()
}

func (space Space) check() {
	if len(space.Axes) == 0 || space.Run == nil || space.Trials < 1 {
		misuse("RandomSearch", "a space needs at least one axis, Trials (now %d), and Run", space.Trials)
	}
	var names []string
	for _, r := range space.Axes {
		r.check()
		names = append(names, r.Name)
	}
	checkNames("RandomSearch", names)
}

func (r Range) check() {
	switch {
	case len(r.Choices) > 0:
		if r.Low != 0 || r.High != 0 || r.Log || r.Whole {
			misuse("RandomSearch", "the axis %q has Choices and a range; give one of them", r.Name)
		}
	case !(r.Low < r.High) || !finite(r.Low) || !finite(r.High):
		misuse("RandomSearch", "the axis %q goes from %g to %g; Low must be below High", r.Name, r.Low, r.High)
	case r.Log && r.Low <= 0:
		misuse("RandomSearch", "the axis %q has Log and begins at %g; a logarithm needs a positive number", r.Name, r.Low)
	case r.Whole && (r.Low != math.Round(r.Low) || r.High != math.Round(r.High)):
		misuse("RandomSearch", "the axis %q has Whole and goes from %g to %g; give whole numbers", r.Name, r.Low, r.High)
	}
}

func (r Range) equal(o Range) bool {
	return r.Name == o.Name && r.Low == o.Low && r.High == o.High && r.Log == o.Log && r.Whole == o.Whole && slices.Equal(r.Choices, o.Choices)
}

// text reads "0.0001 … 0.1, logarithmic".
func (r Range) text() string {
	if len(r.Choices) > 0 {
		return fmt.Sprintf("%d choices", len(r.Choices))
	}
	s := fmt.Sprintf("%g … %g", r.Low, r.High)
	if r.Whole {
		s += ", whole"
	}
	if r.Log {
		s += ", logarithmic"
	}
	return s
}

// values draws the settings of trial i from a stream that is not the trial's own.
func (space Space) values(i int, seed uint64) []float64 {
	r := NewRand(seed + uint64(i)).Split("settings")
	values := make([]float64, len(space.Axes))
	for k, a := range space.Axes {
		values[k] = a.draw(r)
	}
	return values
}

// draw returns a value of the range.
func (r Range) draw(rnd *Rand) float64 {
	low, high := r.Low, r.High
	switch {
	case len(r.Choices) > 0:
		return r.Choices[rnd.Intn(len(r.Choices))]
	case r.Whole && !r.Log:
		return low + float64(rnd.Intn(int(high-low)+1))
	case r.Whole: // each whole number has its share of the logarithm
		low, high = low-0.5, high+0.5
	}
	u := rnd.Float64()
	v := low + float64((high-low)*u)
	if r.Log {
		a, b := kernel.Log(low), kernel.Log(high)
		v = exp64(a + float64((b-a)*u))
	}
	if r.Whole {
		v = math.Round(v)
	}
	return min(max(v, r.Low), r.High)
}

// exact reports whether the values are few and can be listed.
func (r Range) exact() bool { return len(r.Choices) > 0 || r.Whole && r.High-r.Low < 12 }

// list returns the values of a range that is exact, in ascending order.
func (r Range) list() []float64 {
	if len(r.Choices) > 0 {
		v := slices.Clone(r.Choices)
		slices.Sort(v)
		return slices.Compact(v)
	}
	var v []float64
	for x := r.Low; x <= r.High; x++ {
		v = append(v, x)
	}
	return v
}

// bins divides a range into n equal parts, equal by the logarithm where that is what counts.
func (r Range) bins(n int) bins {
	b := bins{edges: make([]float64, n+1)}
	for i := range b.edges {
		part := float64(i) / float64(n)
		b.edges[i] = r.Low + float64((r.High-r.Low)*part)
		if r.Log {
			a, z := kernel.Log(r.Low), kernel.Log(r.High)
			b.edges[i] = exp64(a + float64((z-a)*part))
		}
	}
	for i := range n {
		b.names = append(b.names, fmt.Sprintf("%.2g–%.2g", b.edges[i], b.edges[i+1]))
	}
	return b
}
