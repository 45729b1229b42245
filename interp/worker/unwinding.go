package worker

import (
	"sync"
	"time"
)

// unwinding knows the goroutines that a cell started, and which of them run deferred calls because of a panic. Such a
// call may well let the cell's own statements end, as wg.Done does, before the panic has reached the goroutine's end,
// where it is reported.
type unwinding struct {
	mu        sync.Mutex
	panicking map[int64]bool // by goroutine
	count     int            // that are
}

// unwindWait bounds how long the end of a cell waits for panics on their way.
const unwindWait = 500 * time.Millisecond

// enter tells that the calling goroutine is one of the cell's. leave tells that it ends.
func (u *unwinding) enter() {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.panicking == nil {
		u.panicking = map[int64]bool{}
	}
	u.panicking[goroutine()] = false
}

func (u *unwinding) leave() {
	u.set(false)
	u.mu.Lock()
	defer u.mu.Unlock()
	delete(u.panicking, goroutine())
}

// set tells whether the calling goroutine is panicking.
func (u *unwinding) set(panicking bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if len(u.panicking) == 0 {
		return
	}
	id := goroutine()
	was, ours := u.panicking[id]
	if !ours || was == panicking {
		return
	}
	u.panicking[id] = panicking
	if panicking {
		u.count++
	} else {
		u.count--
	}
}

// wait waits until no goroutine is on its way to a report.
func (u *unwinding) wait() {
	for deadline := time.Now().Add(unwindWait); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		u.mu.Lock()
		n := u.count
		u.mu.Unlock()
		if n == 0 {
			return
		}
	}
}
