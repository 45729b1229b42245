package kernel

import (
	"sync/atomic"
	"testing"
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
