package kernel

import (
	"testing"
	"time"
)

// TestJudge follows the account of jobs that take the caller 20 µs.
func TestJudge(t *testing.T) {
	const us = time.Microsecond
	now, used := time.Unix(1, 0), time.Duration(0)
	j := judge{cpu: func() (time.Duration, bool) { return used, true }}
	job := func(own int, waited time.Duration) {
		start := now
		now = now.Add(20*us + waited)
		used += 40 * us
		j.note(outcome{tasks: 2, own: own, workers: 2, start: start, worked: start.Add(20 * us), end: now})
	}
	for range 100 {
		job(1, 1*us)
	}
	if !j.allows(now) || j.balance != mostBalance {
		t.Fatalf("after helpful jobs: %+v", j)
	}
	job(1, 1200*us) // the helper lost its core once
	if !j.allows(now) {
		t.Error("one late job stops the helpers, although they saved more")
	}
	job(1, 3000*us)
	if j.allows(now) || j.allows(now.Add(leastPause-us)) {
		t.Errorf("after two very late jobs the helpers go on: %+v", j)
	}
	now = now.Add(4 * leastPause)
	if !j.allows(now) {
		t.Errorf("the helpers get no second chance: %+v", j)
	}
	job(1, 3000*us)
	if j.pause != 2*leastPause {
		t.Errorf("the second pause is %v, want %v", j.pause, 2*leastPause)
	}
	now = now.Add(time.Second)
	for range 900 { // a window of 16 ms
		job(1, 0)
	}
	if j.pause != leastPause {
		t.Errorf("after 16 undisturbed ms the pause is %v, want %v", j.pause, leastPause)
	}
	for range 900 {
		job(1, 0)
	}
	if j.pause != 0 {
		t.Errorf("after more helpful jobs the pause is %v, want none", j.pause)
	}
	for range 10000 { // a helper that sleeps costs nothing and saves nothing
		job(2, 0)
	}
	if !j.allows(now) {
		t.Error("jobs without a helper's work count as late")
	}
}

// TestJudgeSeesBusyCores: when the process gets less of the cores than it asks for, helpers take from the caller what they
// give, although every job looks twice as fast as without them.
func TestJudgeSeesBusyCores(t *testing.T) {
	for _, c := range []struct {
		name  string
		share float64       // of two cores that the process gets
		gap   time.Duration // between jobs
		want  bool
	}{
		{"free", 1, 10 * time.Microsecond, true},
		{"a little busy", .9, 10 * time.Microsecond, true},
		{"half busy", .6, 10 * time.Microsecond, false},
		{"jobs far from each other say nothing", .5, time.Millisecond, true},
	} {
		now, used := time.Unix(1, 0), time.Duration(0)
		j := judge{cpu: func() (time.Duration, bool) { return used, true }}
		for range 2000 {
			start := now.Add(c.gap)
			now = start.Add(20 * time.Microsecond)
			used += time.Duration(2 * c.share * float64(20*time.Microsecond+c.gap))
			if j.allows(start) {
				j.note(outcome{tasks: 2, own: 1, workers: 2, start: start, worked: now, end: now})
			}
		}
		if got := j.pause == 0; got != c.want {
			t.Errorf("%s: the helpers are at work: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestProcessTime(t *testing.T) {
	before, ok := processTime()
	if !ok {
		t.Skip("this system tells processor time too coarsely")
	}
	for start := time.Now(); ; {
		if after, _ := processTime(); after-before >= 5*time.Millisecond {
			return
		}
		if time.Since(start) > 10*time.Second { // of work, with the core to itself or not
			t.Fatal("the processor time stands still")
		}
	}
}
