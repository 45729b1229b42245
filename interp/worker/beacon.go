package worker

import (
	"strings"
	"time"

	"quire/interp"
	"quire/interp/frontend"
)

// beaconEvery is how often the parent is told which line is being run. When the process dies of something that no
// recover stops, it is all that is known of the place.
const beaconEvery = 10 * time.Millisecond

// A span is where a cell stands in the note.
type span struct {
	key         string
	first, last int
}

// marker returns where lowered code keeps the line that it is running: MarkerStep times the cell's number, plus the line.
func (e *Engine) marker() *int { return e.global(frontend.Marker) }

// global returns the place of a global of lowered code, an int. It is nil when the interpreter does not give it.
func (e *Engine) global(name string) *int {
	v, err := e.interp.Eval("&" + name)
	if err != nil || !v.IsValid() || !v.CanInterface() {
		return nil
	}
	p, _ := v.Interface().(*int)
	return p
}

// beacon tells the parent which line of which cell is being run, until stop is closed.
func (s *server) beacon(number uint64, stop <-chan struct{}) {
	ticker := time.NewTicker(beaconEvery)
	defer ticker.Stop()
	last := 0
	for {
		select {
		case <-stop:
			return
		case <-ticker.C:
			if now := peek(s.marker); now != last {
				last = now
				line := now % frontend.MarkerStep
				s.conn.Send(interp.TypePlace, interp.Encode(interp.Place{Number: number, Cell: s.cellAt(line), Line: line}))
			}
		}
	}
}

// peek reads the marker while the cell's goroutines write it. A torn or late value would name a wrong line of a dying
// cell, no more, and the interpreter has no way to write it otherwise.
//
//go:norace
func peek(p *int) int { return *p }

// poke writes to a place that lowered code reads without a lock.
//
//go:norace
func poke(p *int, n int) { *p = n }

// remember notes where a cell stands.
func (s *server) remember(r interp.Run) {
	s.spans = append(s.spans, span{r.Key, r.Line, r.Line + strings.Count(r.Source, "\n")})
}

// cellAt returns the key of the cell that has the line, the latest first.
func (s *server) cellAt(line int) string {
	for i := len(s.spans) - 1; i >= 0; i-- {
		if c := s.spans[i]; c.first <= line && line <= c.last {
			return c.key
		}
	}
	return ""
}
