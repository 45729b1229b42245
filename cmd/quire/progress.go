package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"quire/notebook"
	"quire/notebook/output"
)

// progress draws the state of a run on a terminal: one line, redrawn in place, with the cell that runs, its time and
// the progress that the cell itself reports. Where standard error is no terminal it writes nothing.
type progress struct {
	w     io.Writer
	lang  language
	note  *notebook.Note
	mu    sync.Mutex
	cell  *notebook.Cell
	since time.Time
	bar   *output.Progress
	drawn bool
	stop  chan struct{}
	done  chan struct{}
}

// newProgress starts drawing; nil when w is no terminal. The drawing goroutine ends with close.
func newProgress(w io.Writer, lang language, note *notebook.Note) *progress {
	if !isTerminal(w) {
		return nil
	}
	p := &progress{w: w, lang: lang, note: note, stop: make(chan struct{}), done: make(chan struct{})}
	go p.loop()
	return p
}

func (p *progress) loop() {
	defer close(p.done)
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-p.stop:
			return
		case <-tick.C:
			p.draw()
		}
	}
}

// observe follows a run's events.
func (p *progress) observe(e notebook.Event) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case e.Kind == notebook.EventCell && e.Status == notebook.StatusRunning:
		p.since, p.bar = time.Now(), nil
		for _, c := range p.note.Cells {
			if c.Key == e.Cell {
				p.cell = c
			}
		}
	case e.Kind == notebook.EventCell:
		p.cell = nil
	case e.Kind == notebook.EventOutput:
		if bar, ok := e.Output.(*output.Progress); ok {
			p.bar = bar
		}
	}
}

func (p *progress) draw() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cell == nil {
		return
	}
	elapsed := time.Since(p.since)
	line := fmt.Sprintf("[%d/%d] %s  %.1f%s", p.cell.Number, len(p.note.Cells), p.cell.Key, elapsed.Seconds(), p.lang.pick("초", "s"))
	if b := p.bar; b != nil {
		line += "  " + barText(b, 20)
		if b.Total > 0 && b.Done > 0 && b.Done < b.Total {
			left := time.Duration(float64(elapsed) * float64(b.Total-b.Done) / float64(b.Done))
			line += p.lang.sprintf("  약 %.0f초 남음", "  about %.0f s left", left.Seconds())
		}
	}
	fmt.Fprintf(p.w, "\r\x1b[K%s", clip(line, 110))
	p.drawn = true
}

// barText is a progress bar of width cells.
func barText(b *output.Progress, width int) string {
	if b.Total <= 0 {
		return fmt.Sprintf("%s %d", b.Label, b.Done)
	}
	full := int(int64(width) * min(b.Done, b.Total) / b.Total)
	return fmt.Sprintf("%s %s%s %d/%d", b.Label, strings.Repeat("█", full), strings.Repeat("░", width-full), b.Done, b.Total)
}

// clip cuts a line to n characters.
func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}

// close stops drawing and clears the line.
func (p *progress) close() {
	if p == nil {
		return
	}
	close(p.stop)
	<-p.done
	if p.drawn {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
