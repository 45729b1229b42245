package server

import (
	"strings"
	"time"

	"quire/notebook"
	"quire/notebook/output"
)

// Printed text is collected for this long, or until there is this much of it, before it becomes an event.
const (
	collectTime = 25 * time.Millisecond
	collectSize = 64 << 10
)

// A pendingText is text of one stream of one cell that is not an event yet.
type pendingText struct {
	cell, stream string
	data         strings.Builder
	timer        *time.Timer // nil when none runs
}

// collect adds to the pending text. The caller holds mu.
func (n *liveNote) collect(cell string, t *output.Text) {
	p := &n.text
	if p.cell != cell || p.stream != t.Stream {
		n.flush(true)
		p.cell, p.stream = cell, t.Stream
	}
	p.data.WriteString(t.Data)
	if p.data.Len() >= collectSize {
		n.flush(false)
		return
	}
	if p.timer == nil {
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
}

// flush makes an event of the pending text. Unless all of it must go, an unfinished character at its end waits for the
// rest. The caller holds mu.
func (n *liveNote) flush(all bool) {
	p := &n.text
	if p.timer != nil {
		p.timer.Stop()
		p.timer = nil
	}
	if p.data.Len() == 0 {
		return
	}
	text, rest := p.data.String(), ""
	if !all {
		text, rest = wholeRunes(text)
	}
	p.data.Reset()
	p.data.WriteString(rest)
	if text == "" {
		return
	}
	n.publish(n.view.apply(notebook.Event{
		Kind: notebook.EventOutput, Cell: p.cell, Output: &output.Text{Stream: p.stream, Data: text},
	}))
}
