package worker

import (
	"regexp"
	"strings"
	"sync"
)

// A trace collects the lines that the interpreter prints while a panic passes through its frames.
type trace struct {
	mu    sync.Mutex
	lines []string
}

type tracedFrame struct{ name string }

var traceLine = regexp.MustCompile(`panic: main\.([^(\s]+)\(\.\.\.\)`)

// Write takes one line.
func (t *trace) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if m := traceLine.FindSubmatch(p); m != nil && len(t.lines) < 1000 {
		t.lines = append(t.lines, string(m[1]))
	}
	return len(p), nil
}

func (t *trace) reset() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.lines = nil
}

// frames returns the functions of the note that the last panic passed through, innermost first.
func (t *trace) frames() []tracedFrame {
	t.mu.Lock()
	defer t.mu.Unlock()
	var out []tracedFrame
	for _, l := range t.lines {
		name, _, _ := strings.Cut(l, "ꞏ")
		if name == "" { // what no name of the note can be: the cell's own statements
			name = "cell"
		}
		out = append(out, tracedFrame{name})
	}
	return out
}
