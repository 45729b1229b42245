package show

import (
	"fmt"
	"sync"
	"time"

	"quire/notebook/output"
)

// progressEvery is the least time between two outputs of one bar.
const progressEvery = 50 * time.Millisecond

// A Progress is a bar that shows how far a loop has come. It may be used from several goroutines. It is never part of a
// cell's result.
type Progress struct {
	mu    sync.Mutex
	state output.Progress
	sent  time.Time
	ended bool
	now   func() time.Time
}

// running holds the keys of the bars that have not ended, so that two of one name can be told apart.
var running struct {
	sync.Mutex
	keys map[string]bool
}

// NewProgress shows a bar at 0 of total; total 0 stands for an unknown end. label may be "". A bar takes the place of an
// ended one with the same label.
func NewProgress(label string, total int) *Progress { return newProgress(label, total, time.Now) }

func newProgress(label string, total int, now func() time.Time) *Progress {
	p := &Progress{state: output.Progress{Key: takeKey(label), Label: label, Total: int64(max(0, total))}, now: now}
	p.send()
	return p
}

// takeKey returns the label, or label#2, label#3, … while bars with those keys run.
func takeKey(label string) string {
	running.Lock()
	defer running.Unlock()
	if running.keys == nil {
		running.keys = map[string]bool{}
	}
	key := label
	for i := 2; running.keys[key]; i++ {
		key = fmt.Sprintf("%s#%d", label, i)
	}
	running.keys[key] = true
	return key
}

// Add moves the bar by n steps.
func (p *Progress) Add(n int) { p.move(func(done int64) int64 { return done + int64(n) }) }

// Set moves the bar to done steps.
func (p *Progress) Set(done int) { p.move(func(int64) int64 { return int64(done) }) }

// Done ends the bar at its total. Nothing moves it afterwards.
func (p *Progress) Done() {
	p.move(func(done int64) int64 {
		if p.state.Total == 0 {
			p.state.Total = done
		}
		p.end()
		return p.state.Total
	})
}

// move changes the number of steps done, and sends the state: not more often than the eye can follow, but at the end
// always. It does nothing after the end.
func (p *Progress) move(to func(done int64) int64) {
	if p == nil || p.now == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended {
		return
	}
	done := max(0, to(p.state.Done))
	if p.state.Total > 0 {
		done = min(done, p.state.Total)
	}
	p.state.Done = done
	if p.state.Total > 0 && done == p.state.Total {
		p.end()
	}
	if p.ended || p.now().Sub(p.sent) >= progressEvery {
		p.send()
	}
}

// end gives the key back.
func (p *Progress) end() {
	if p.ended {
		return
	}
	p.ended = true
	running.Lock()
	defer running.Unlock()
	delete(running.keys, p.state.Key)
}

func (p *Progress) send() {
	p.sent = p.now()
	state := p.state
	show(&state)
}
