package server

import (
	"bytes"
	"unicode/utf8"
)

// A textTail keeps the end of a growing text, in whole lines where it can.
type textTail struct {
	limit   int // bytes
	data    []byte
	dropped int // lines that are not in data any more
}

func (t *textTail) write(s string) {
	t.data = append(t.data, s...)
	if len(t.data) < 2*t.limit { // cut rarely, so that writing stays linear
		return
	}
	cut := len(t.data) - t.limit
	if i := bytes.IndexByte(t.data[cut:], '\n'); i >= 0 {
		cut += i + 1
	}
	t.dropped += bytes.Count(t.data[:cut], []byte{'\n'})
	t.data = append([]byte(nil), t.data[cut:]...)
}

func (t *textTail) text() string { return string(t.data) }

// wholeRunes splits s before an unfinished UTF-8 sequence at its end, so that a character that was written in two
// pieces does not reach a page as two replacement characters.
func wholeRunes(s string) (whole, rest string) {
	for i := len(s) - 1; i >= max(0, len(s)-utf8.UTFMax+1); i-- {
		if !utf8.RuneStart(s[i]) {
			continue
		}
		if utf8.FullRuneInString(s[i:]) {
			break
		}
		return s[:i], s[i:]
	}
	return s, ""
}
