package interp

import (
	"bytes"
	"slices"
)

// lastWords are the beginnings of lines with which the Go runtime begins to report its end.
var lastWords = [][]byte{
	[]byte("fatal error: "),
	[]byte("panic: "),
	[]byte("runtime: "),
	[]byte("runtime error: "),
	[]byte("unexpected fault address "),
	[]byte("SIG"),
	[]byte("[signal "),
	[]byte("acquirep: "),
	[]byte("quire worker: "),
}

// traces are the beginnings of lines that follow last words when they are true: the stacks, which can take seconds.
var traces = [][]byte{[]byte("\ngoroutine "), []byte("\nruntime stack:\n")}

const (
	holdTicks = 30      // about 300 ms: after that it was no crash, unless stacks follow
	maxHeld   = 1 << 20 // a report is shorter
)

// A holder keeps back what on standard error looks like the runtime's report of a crash: it is shown as text when the
// worker lives on, and explained when it does not.
type holder struct {
	inLine  bool // the text so far does not end at the end of a line
	report  bool // held begins with last words, not only with a beginning of them
	held    []byte
	ticks   int
	retired []byte // the last report that was shown as text after all
}

func (h *holder) holding() bool { return len(h.held) > 0 }

// filter takes text and returns what can be shown at once.
func (h *holder) filter(data []byte) []byte {
	if h.holding() {
		h.held = append(h.held, data...)
		if !h.report {
			return h.again()
		}
		if len(h.held) > maxHeld {
			return h.release()
		}
		return nil
	}
	for i := 0; i < len(data); {
		end := len(data)
		if n := bytes.IndexByte(data[i:], '\n'); n >= 0 {
			end = i + n + 1
		}
		if !h.inLine {
			if whole, part := isLastWords(data[i:end]); whole || part {
				h.held, h.report, h.ticks = append(h.held, data[i:]...), whole, 0
				return data[:i]
			}
		}
		h.inLine = data[end-1] != '\n'
		i = end
	}
	return data
}

// again looks anew at what was held because it might become last words.
func (h *holder) again() []byte {
	data := h.held
	h.held = nil
	return slices.Clone(h.filter(data))
}

// isLastWords reports whether the line begins with last words, or is a part of such a beginning.
func isLastWords(line []byte) (whole, part bool) {
	for _, w := range lastWords {
		if bytes.HasPrefix(line, w) {
			return true, false
		}
		part = part || bytes.HasPrefix(w, line)
	}
	return false, part
}

// tick lets time pass; it returns what has been held for too long.
func (h *holder) tick() []byte {
	if !h.holding() {
		return nil
	}
	h.ticks++
	switch {
	case !h.report && h.ticks < 3, h.report && h.ticks < holdTicks:
		return nil
	case h.report && slices.ContainsFunc(traces, func(t []byte) bool { return bytes.Contains(h.held, t) }):
		return nil
	}
	return h.release()
}

// release returns what is held: it was no crash.
func (h *holder) release() []byte {
	data := h.held
	if h.report {
		h.retired = data[:min(len(data), 16<<10)]
	}
	h.held, h.report = nil, false
	if len(data) > 0 {
		h.inLine = data[len(data)-1] != '\n'
	}
	return data
}

// take returns the report of a worker that has died of a crash, whether it is still held or was shown before.
func (h *holder) take() string {
	if !h.report {
		return string(h.retired)
	}
	data := h.held
	h.held, h.report = nil, false
	return string(data)
}
