package server

import "strings"

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
	if i := strings.IndexByte(string(t.data[cut:]), '\n'); i >= 0 {
		cut += i + 1
	}
	t.dropped += strings.Count(string(t.data[:cut]), "\n")
	t.data = append([]byte(nil), t.data[cut:]...)
}

func (t *textTail) text() string { return string(t.data) }

// wholeRunes splits s before an unfinished UTF-8 sequence at its end, so that a character that was written in two
// pieces does not reach a page as two replacement characters.
func wholeRunes(s string) (whole, rest string) {
	for i := len(s) - 1; i >= 0 && i >= len(s)-3; i-- {
		b := s[i]
		if b < 0x80 || b >= 0xC0 {
			need := 1
			switch {
			case b >= 0xF0:
				need = 4
			case b >= 0xE0:
				need = 3
			case b >= 0xC0:
				need = 2
			}
			if len(s)-i < need {
				return s[:i], s[i:]
			}
			return s, ""
		}
	}
	return s, ""
}
