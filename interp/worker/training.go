package worker

import (
	"sync"
	"time"

	"quire/nn"
	"quire/notebook/output"
)

// A training ends the loops of package nn that an interrupted cell was in. They are compiled, so that the interpreter
// cannot stop them; they ask instead, before each batch.
//
// The flag is raised only after the interpreter has left the cell: a loop that ended earlier would let the cell's next
// statement run for a moment.
type training struct {
	mu      sync.Mutex
	raised  bool
	asked   time.Time     // when a loop last asked
	stopped chan struct{} // closed when a loop was told to stop
}

// stopWait bounds how long stop waits for a loop, and how long ago one must have asked to be thought running.
const stopWait = time.Second

// settle is how long loops that train beside the first one have to see the flag too.
const settle = 30 * time.Millisecond

// host is what nn is given.
func (t *training) host(p *port) nn.Host {
	return nn.Host{
		Log:         stdout{p},
		Interrupted: t.interrupted,
		Progress: func(label string, done, total int) {
			p.show(&output.Progress{Key: label, Label: label, Done: int64(done), Total: int64(total)})
		},
	}
}

// begin lets loops run.
func (t *training) begin() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.raised, t.asked, t.stopped = false, time.Time{}, make(chan struct{})
}

// interrupted is asked by loops.
func (t *training) interrupted() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.asked = time.Now()
	if !t.raised {
		return false
	}
	select {
	case <-t.stopped:
	default:
		close(t.stopped)
	}
	return true
}

// stop raises the flag, and waits for a loop that is running to see it: it must not go on training what later cells use.
func (t *training) stop() {
	t.mu.Lock()
	t.raised = true
	running := time.Since(t.asked) < stopWait
	stopped := t.stopped
	t.mu.Unlock()
	if !running {
		return
	}
	select {
	case <-stopped:
		time.Sleep(settle)
	case <-time.After(stopWait):
	}
}
