package html

import (
	"fmt"
	"strconv"
	"strings"

	"quire/notebook/output"
)

// Long text is folded: its head and tail are seen, what lies between opens on demand and is printed in any case.
const (
	foldOver = 40 // lines
	foldHead = 10
	foldTail = 20
)

// textOutput writes printed text, with a line that says how much is left out.
func (w *writer) textOutput(t *output.Text) {
	stream := t.Stream
	if stream == "" {
		stream = output.Stdout
	}
	w.raw(`<div class="q-text"`, attr("data-stream", stream), ` role="group"`, attr("aria-label", w.words().output(stream)), ">")
	if stream == output.Stderr {
		w.raw(`<p class="q-stream">`)
		w.text(w.words().output(stream))
		w.raw("</p>")
	}
	w.in("mono", false, func() { w.foldedText(t) })
	w.raw("</div>\n")
}

func (w *writer) foldedText(t *output.Text) {
	if t.OmittedLines > 0 {
		at := min(max(t.OmittedAt, 0), len(t.Data))
		head, middle := splitLines(t.Data[:at], foldHead)
		w.pre(head)
		w.fold(middle)
		w.omitted(t.OmittedLines)
		middle, tail := splitTail(t.Data[at:], foldTail)
		w.fold(middle)
		w.pre(tail)
		return
	}
	if countLines(t.Data) <= foldOver {
		w.pre(t.Data)
		return
	}
	head, rest := splitLines(t.Data, foldHead)
	middle, tail := splitTail(rest, foldTail)
	w.pre(head)
	w.fold(middle)
	w.pre(tail)
}

// fold writes lines that open on demand.
func (w *writer) fold(s string) {
	n := countLines(s)
	if n == 0 {
		return
	}
	if n < foldHead {
		w.pre(s)
		return
	}
	w.raw(`<details class="q-more"><summary>`)
	w.in("sans", false, func() { w.text(w.words().more(n)) })
	w.raw("</summary>")
	w.pre(s)
	w.raw("</details>")
}

// omitted writes how many lines are not there.
func (w *writer) omitted(n int) {
	w.raw(`<p class="q-omitted">`)
	w.in("sans", false, func() { w.text(fmt.Sprintf(w.strings().LinesOmitted, thousands(n))) })
	w.raw("</p>")
}

func (w *writer) pre(s string) {
	s = strings.TrimSuffix(s, "\n")
	w.raw(`<pre tabindex="0">`)
	if strings.HasPrefix(s, "\n") {
		w.raw("\n") // HTML leaves out a line break at the head of a pre
	}
	w.text(s)
	w.raw("</pre>")
}

// countLines counts lines; the last need not end in a line break.
func countLines(s string) int {
	n := strings.Count(s, "\n")
	if s != "" && !strings.HasSuffix(s, "\n") {
		n++
	}
	return n
}

// splitLines splits s behind its first n lines.
func splitLines(s string, n int) (head, rest string) {
	at := 0
	for ; n > 0; n-- {
		i := strings.IndexByte(s[at:], '\n')
		if i < 0 {
			return s, ""
		}
		at += i + 1
	}
	return s[:at], s[at:]
}

// splitTail splits s before its last n lines.
func splitTail(s string, n int) (rest, tail string) {
	return splitLines(s, max(0, countLines(s)-n))
}

// thousands writes a number with commas.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
