package kernel

import (
	"testing"
	"time"
)

// TestJudge follows the account of jobs that take the caller 20 µs.
func TestJudge(t *testing.T) {
	const us = time.Microsecond
	var j judge
	now := time.Unix(1, 0)
	job := func(own int, waited time.Duration) {
		now = now.Add(20*us + waited)
		j.note(outcome{tasks: 2, own: own, worked: 20 * us, waited: waited}, now)
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
	for range 450 { // 9 ms saved
		job(1, 0)
	}
	if j.pause != leastPause {
		t.Errorf("after jobs that saved 9 ms the pause is %v, want %v", j.pause, leastPause)
	}
	for range 200 {
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
