package kernel

import (
	"runtime"
	"sync/atomic"
	"testing"
	"time"
)

type count []atomic.Int32

func (c count) Task(i int) { c[i].Add(1) }

func TestSplitRunsEveryTaskOnce(t *testing.T) {
	defer SetWorkers(SetWorkers(3))
	for round := range 2000 {
		n := 1 + round%9
		c := make(count, n)
		Split(c, n)
		for i := range c {
			if got := c[i].Load(); got != 1 {
				t.Fatalf("round %d: task %d of %d ran %d times", round, i, n, got)
			}
		}
	}
}

func TestSweep(t *testing.T) {
	defer SetWorkers(SetWorkers(3))
	c := make(count, 50)
	Sweep(50, func(i int) {
		if !Sweeping() {
			t.Error("Sweeping() = false inside Sweep")
		}
		Split(c, 1)
		c[i].Add(1)
	})
	for i := range c {
		if c[i].Load() < 1 {
			t.Errorf("call %d did not run", i)
		}
	}
	defer func() {
		if r := recover(); r != "stop" {
			t.Errorf("Sweep panicked with %v, want the panic of its call", r)
		}
	}()
	Sweep(5, func(i int) {
		if i == 2 {
			panic("stop")
		}
	})
}

// TestHelpersSleep: without jobs the helpers sleep soon, and serve the next job all the same.
func TestHelpersSleep(t *testing.T) {
	defer SetWorkers(SetWorkers(2))
	for round := range 3 {
		c := make(count, 6)
		shared.busy.Lock()
		shared.run(c, len(c), 2, time.Now())
		shared.busy.Unlock()
		for i := range c {
			if got := c[i].Load(); got != 1 {
				t.Fatalf("round %d: task %d ran %d times", round, i, got)
			}
		}
		for start := time.Now(); !shared.helpers[1].asleep.Load(); runtime.Gosched() {
			if time.Since(start) > 10*time.Second {
				t.Fatalf("round %d: the helper is still looking for work", round)
			}
		}
	}
}

// TestSweepKeepsJobsTogether: inside Sweep no job is shared, so that helpers take no core from other calls.
func TestSweepKeepsJobsTogether(t *testing.T) {
	defer SetWorkers(SetWorkers(2))
	Sweep(1, func(int) {
		before := shared.number.Load()
		for range 100 {
			Split(make(count, 4), 4)
		}
		if got := shared.number.Load(); got != before {
			t.Errorf("%d jobs were shared inside Sweep", got-before)
		}
	})
}
