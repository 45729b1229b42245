package nn

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Trial is one point of a search.
type Trial struct {
	Number  int       // from 0, in the order of the search
	Values  []float64 // one for each axis
	Rand    *Rand     // the trial's own stream
	Score   float64   // what Run returned; NaN when it failed
	History *History  // for Run to set, when it likes
	Err     string    // why the trial failed; empty when it did not
	Done    bool      // it ran to its end, rightly or not, and will not run again
	Elapsed time.Duration

	axes  []Axis
	read  uint64 // a bit for each axis whose value was asked for
	ended int32

	diverged string // how a training of the trial's network diverged; empty when none did
}

// Value returns the trial's value of an axis.
func (t *Trial) Value(name string) float64 {
	for i, a := range t.axes {
		if a.Name == name {
			atomic.OrUint64(&t.read, 1<<min(i, 63))
			return t.Values[i]
		}
	}
	var names []string
	for _, a := range t.axes {
		names = append(names, a.Name)
	}
	misuse("Trial.Value", "there is no axis %q; there are %s", name, strings.Join(names, ", "))
	return 0
}

// Int returns the trial's value of an axis as a whole number, rounded.
func (t *Trial) Int(name string) int { return int(math.Round(t.Value(name))) }

// String reads "lr=0.01 hidden=50: 0.9621".
func (t *Trial) String() string {
	if t.Err != "" {
		return t.settings() + ": " + t.Err
	}
	return t.settings() + fmt.Sprintf(": %.4f", t.Score)
}

// settings reads "lr=0.01 hidden=50".
func (t *Trial) settings() string {
	parts := make([]string, len(t.Values))
	for i, v := range t.Values {
		parts[i] = fmt.Sprintf("%s=%g", t.axes[i].Name, v)
	}
	return strings.Join(parts, " ")
}

func (t *Trial) fail(reason string) { t.Err, t.Score = reason, math.NaN() }

// run performs the trial and records how it ended.
func (t *Trial) run(f func(*Trial) float64) {
	start := time.Now()
	t.Err = ""
	defer func() {
		t.Elapsed = time.Since(start)
		atomic.StoreInt32(&t.ended, 1)
		if r := recover(); r != nil {
			t.fail(fmt.Sprint(r))
		}
		// What an interrupted trial gives, or fails with, is not its result.
		if t.Done = !currentHost().Interrupted(); !t.Done {
			t.fail("interrupted")
		}
	}()
	t.diverged = ""
	t.Score = f(t)
	if t.diverged != "" {
		t.fail(t.diverged)
	} else if h := t.History; h != nil && h.Stopped != "" && (!finite(t.Score) || h.diverged && h.Restored == 0) {
		t.fail(h.Stopped)
	} else if math.IsNaN(t.Score) {
		t.fail("the score is not a number")
	}
}

// underway counts the searches that run, and remembers the number of networks that were built before the first of them.
var underway struct {
	sync.Mutex
	searches int
	before   atomic.Int64 // −1: no search
	claims   []*claims
}

// births counts the networks that were built.
var births atomic.Int64

func init() { underway.before.Store(-1) }

// beginSearch makes networks look after whom they belong to, until the returned function is called.
func beginSearch(c *claims) (end func()) {
	underway.Lock()
	defer underway.Unlock()
	if underway.searches++; underway.searches == 1 {
		underway.before.Store(births.Load())
	}
	underway.claims = append(underway.claims, c)
	return func() {
		underway.Lock()
		defer underway.Unlock()
		underway.claims = slices.DeleteFunc(underway.claims, func(d *claims) bool { return d == c })
		if underway.searches--; underway.searches == 0 {
			underway.before.Store(-1)
		}
	}
}

// guard panics when a search is under way and the network is not of a trial of its own: built before the search, or by a
// trial that has ended. Only training asks.
func (n *Net) guard() {
	before := underway.before.Load()
	if before < 0 {
		return
	}
	if n.born <= before {
		misuse("Search", "the network was built before the search; build it inside Run, with Rand: t.Rand, or every trial goes on with what the one before it trained")
	}
	if t := n.trial; t != nil && atomic.LoadInt32(&t.ended) == 1 {
		misuse("Search", "the network belongs to trial %d (%s), which has ended; build a new one in each trial, with Rand: t.Rand", t.Number, t.settings())
	}
}

// claims notes which trial uses which optimizer.
type claims struct {
	mu     sync.Mutex
	by     map[Optimizer]*Trial
	shared map[*Trial]bool // trials that share an optimizer
}

// claim notes that a trial trains with an optimizer that remembers what it did.
func (t *Trial) claim(opt remembering) {
	if len(opt.memory().states) == 0 {
		return // nothing to share
	}
	underway.Lock()
	defer underway.Unlock()
	for _, c := range underway.claims {
		c.note(opt, t)
	}
}

func (c *claims) note(opt Optimizer, t *Trial) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.by == nil {
		c.by, c.shared = map[Optimizer]*Trial{}, map[*Trial]bool{}
	}
	first, taken := c.by[opt]
	if !taken {
		c.by[opt] = t
	} else if first != t {
		c.shared[first], c.shared[t] = true, true
		misuse("Search", sharedOptimizer)
	}
}

const sharedOptimizer = "trials share an optimizer, which remembers what it did in one when it works in another; make a new one in each trial"

// settle fails the trials that shared an optimizer, whichever used it first.
func (c *claims) settle() {
	for t := range c.shared {
		t.fail("nn: Search: " + sharedOptimizer)
	}
}

// belong notes that a network is trained with a trial's stream, and panics when it is another trial's.
func (n *Net) belong(r *Rand) {
	if r == nil || r.trial == nil || underway.before.Load() < 0 {
		return
	}
	n.guard()
	if t := n.trial; t != nil && t != r.trial {
		misuse("Search", "the network belongs to trial %d (%s), and this is trial %d; build a new one in each trial, with Rand: t.Rand", t.Number, t.settings(), r.trial.Number)
	}
	n.trial = r.trial
}
