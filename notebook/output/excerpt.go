package output

import (
	"bytes"
	"strings"
)

// Excerpt returns t with at most head lines from its beginning and tail lines from its end, and t itself when it is not
// longer than both and nothing was left out of it before. Lines left out before are counted with the new ones.
func Excerpt(t *Text, head, tail int) *Text {
	lines := strings.Count(t.Data, "\n")
	if t.Data != "" && !strings.HasSuffix(t.Data, "\n") {
		lines++
	}
	if lines <= head+tail {
		return t
	}
	before, after := t.Data, t.Data
	if t.OmittedLines > 0 {
		before, after = t.Data[:t.OmittedAt], t.Data[t.OmittedAt:]
	}
	h, e := len(firstLines(before, head)), len(t.Data)-len(lastLines(after, tail))
	if h >= e {
		return t
	}
	left := strings.Count(t.Data[h:e], "\n")
	return &Text{
		Stream: t.Stream, Data: t.Data[:h] + t.Data[e:],
		OmittedLines: t.OmittedLines + left, OmittedAt: h,
	}
}

// firstLines returns the first n lines of s.
func firstLines(s string, n int) string {
	end := 0
	for range n {
		i := strings.IndexByte(s[end:], '\n')
		if i < 0 {
			return s
		}
		end += i + 1
	}
	return s[:end]
}

// lastLines returns the last n lines of s.
func lastLines(s string, n int) string {
	if n <= 0 {
		return ""
	}
	start := len(strings.TrimSuffix(s, "\n"))
	for range n {
		i := strings.LastIndexByte(s[:start], '\n')
		if i < 0 {
			return s
		}
		start = i
	}
	return s[start+1:]
}

// Bounds of what a [Log] keeps of one text in memory, at either end.
const (
	keepLines = 500
	keepBytes = 128 << 10
)

// A window is one text of a log: its beginning, its end, and a count of the lines between.
type window struct {
	stream    string
	head      []byte
	headLines int
	full      bool // head takes no more
	tail      []byte
	tailLines int
	omitted   int  // newlines between head and tail
	cut       bool // something is left out there
}

// write appends data.
func (w *window) write(data []byte) {
	for !w.full && len(data) > 0 {
		n := bytes.IndexByte(data, '\n') + 1
		if n > 0 {
			w.headLines++
		} else {
			n = len(data)
		}
		if room := keepBytes - len(w.head); n > room {
			n, w.full = room, true
		}
		w.head = append(w.head, data[:n]...)
		w.full = w.full || w.headLines >= keepLines
		data = data[n:]
	}
	w.tail = append(w.tail, data...)
	w.tailLines += bytes.Count(data, newline)
	// Cutting at twice the bounds makes it cheap: each byte is moved a bounded number of times.
	if len(w.tail) > 2*keepBytes || w.tailLines > 2*keepLines {
		w.trim()
	}
}

var newline = []byte("\n")

// trim cuts the tail down to its bounds.
func (w *window) trim() {
	cut := max(0, len(w.tail)-keepBytes)
	if cut > 0 { // at the beginning of a line, or of a character where a line is longer than all that is kept
		if i := bytes.IndexByte(w.tail[cut:], '\n'); i >= 0 && cut+i+1 < len(w.tail) {
			cut += i + 1
		}
		for cut < len(w.tail) && w.tail[cut]&0xc0 == 0x80 {
			cut++
		}
	}
	lines := bytes.Count(w.tail[cut:], newline)
	for ; lines > keepLines; lines-- {
		cut += bytes.IndexByte(w.tail[cut:], '\n') + 1
	}
	if cut == 0 {
		return
	}
	w.omitted += bytes.Count(w.tail[:cut], newline)
	w.cut = true
	w.tail = append(w.tail[:0], w.tail[cut:]...)
	w.tailLines = lines
}

// text returns what the window shows.
func (w *window) text() *Text {
	c := *w
	c.tail = bytes.Clone(w.tail)
	c.trim()
	t := &Text{Stream: w.stream, Data: string(w.head) + string(c.tail)}
	if c.cut {
		t.OmittedLines, t.OmittedAt = max(1, c.omitted), len(w.head)
	}
	return t
}
