package server

import (
	"strings"
	"time"

	"quire/notebook"
	"quire/notebook/output"
)

// What a cell prints, and how far its loops are, is collected for this long, or until there is this much text, before it
// becomes an event.
const (
	collectTime = 25 * time.Millisecond
	collectSize = 64 << 10
)

// A collector holds what is not an event yet: text of one stream of one cell, and the newest state of its progress bars.
// Progress that is not on the page yet is never held back, so that outputs keep their order.
type collector struct {
	cell, stream string
	text         strings.Builder
	bars         []*output.Progress // one per key
	timer        *time.Timer        // nil when none runs
}

// collect holds an output back for a moment. It returns false for what must not wait. The caller holds mu.
func (n *liveNote) collect(e notebook.Event) bool {
	if e.Kind != notebook.EventOutput {
		return false
	}
	switch o := e.Output.(type) {
	case *output.Text:
		n.collectText(e.Cell, o)
	case *output.Progress:
		if !n.view.hasProgress(e.Cell, o.Key) {
			return false
		}
		n.collectProgress(e.Cell, o)
	default:
		return false
	}
	return true
}

func (n *liveNote) collectText(cell string, t *output.Text) {
	p := &n.held
	if p.cell != cell || p.stream != t.Stream {
		n.flush(true)
		p.cell, p.stream = cell, t.Stream
	}
	p.text.WriteString(t.Data)
	if p.text.Len() >= collectSize {
		n.flush(false)
		return
	}
	n.flushSoon()
}

func (n *liveNote) collectProgress(cell string, o *output.Progress) {
	p := &n.held
	if p.cell != cell {
		n.flush(true)
		p.cell = cell
	}
	n.flushSoon()
	for i, bar := range p.bars {
		if bar.Key == o.Key {
			p.bars[i] = o
			return
		}
	}
	p.bars = append(p.bars, o)
}

// flushSoon starts the timer unless it runs. The caller holds mu.
func (n *liveNote) flushSoon() {
	p := &n.held
	if p.timer != nil {
		return
	}
	var timer *time.Timer
	timer = time.AfterFunc(collectTime, func() {
		n.mu.Lock()
		defer n.mu.Unlock()
		if p.timer == timer { // else what it was for has gone already
			n.flush(false)
		}
	})
	p.timer = timer
}

// flush makes events of what is held. Unless all of it must go, an unfinished character at the end of the text waits for
// the rest. The caller holds mu.
func (n *liveNote) flush(all bool) {
	p := &n.held
	if p.timer != nil {
		p.timer.Stop()
		p.timer = nil
	}
	text, rest := p.text.String(), ""
	if !all {
		text, rest = wholeRunes(text)
	}
	p.text.Reset()
	p.text.WriteString(rest)
	if text != "" {
		n.release(&output.Text{Stream: p.stream, Data: text})
	}
	for _, bar := range p.bars {
		n.release(bar)
	}
	p.bars = nil
}

func (n *liveNote) release(o output.Output) {
	n.publish(n.view.apply(notebook.Event{Kind: notebook.EventOutput, Cell: n.held.cell, Output: o}))
}
