package pdf

import (
	"strconv"
	"unicode/utf16"
)

// A stream is the content of one page, being written. Its y axis grows upwards, as the file's does. It remembers the
// fill colour and the font, so that each is written only when it changes.
type stream struct {
	buf    []byte
	font   string
	ink    color
	hasInk bool
}

// appendNum writes v with at most prec decimals and without trailing zeros.
func appendNum(b []byte, v float64, prec int) []byte {
	n := len(b)
	b = strconv.AppendFloat(b, nudged(v), 'f', prec, 64)
	if prec > 0 {
		for b[len(b)-1] == '0' {
			b = b[:len(b)-1]
		}
		if b[len(b)-1] == '.' {
			b = b[:len(b)-1]
		}
	}
	if string(b[n:]) == "-0" {
		b = append(b[:n], '0')
	}
	return b
}

// nudged moves v by less than any number in a file tells. Lengths are often exactly in the middle between two that a file
// can write; which of them is next would depend on the last bit, and that on whether a processor adds and multiplies in
// one step. The nudge decides.
func nudged(v float64) float64 { return v + 1e-7 }

// op writes operands and an operator.
func (s *stream) op(name string, args ...float64) {
	for _, a := range args {
		s.buf = appendNum(s.buf, a, 3)
		s.buf = append(s.buf, ' ')
	}
	s.buf = append(s.buf, name...)
	s.buf = append(s.buf, '\n')
}

func (s *stream) raw(text string) { s.buf = append(s.buf, text...) }

// fill sets the colour of text and areas.
func (s *stream) fill(c color) {
	if s.hasInk && s.ink == c {
		return
	}
	s.ink, s.hasInk = c, true
	s.colour(c, "rg")
}

func (s *stream) colour(c color, op string) {
	for _, v := range [3]uint8{c.r, c.g, c.b} {
		s.buf = appendNum(s.buf, float64(v)/255, 3)
		s.buf = append(s.buf, ' ')
	}
	s.buf = append(s.buf, op...)
	s.buf = append(s.buf, '\n')
}

// setFont selects a font resource. It must stand inside BT … ET.
func (s *stream) setFont(name string, size float64) {
	b := append([]byte("/"), name...)
	b = append(appendNum(append(b, ' '), size, 2), " Tf "...)
	if f := string(b); f != s.font {
		s.font = f
		s.raw(f)
	}
}

// forget drops what is remembered, after a Q has restored an older state.
func (s *stream) forget() { s.font, s.hasInk = "", false }

// rect fills a rectangle whose lower left corner is x, y.
func (s *stream) rect(x, y, w, h float64, c color) {
	s.fill(c)
	s.op("re f", x, y, w, h)
}

// corners says which corners of a rounded rectangle are round.
type corners struct{ top, bottom bool }

// roundRect fills a rectangle with round corners of radius r.
func (s *stream) roundRect(x, y, w, h, r float64, round corners, c color) {
	s.fill(c)
	const k = 0.5523
	rt, rb := 0.0, 0.0
	if round.top {
		rt = r
	}
	if round.bottom {
		rb = r
	}
	x1, y1 := x+w, y+h
	s.op("m", x+rb, y)
	s.op("l", x1-rb, y)
	if rb > 0 {
		s.op("c", x1-rb+k*rb, y, x1, y+rb-k*rb, x1, y+rb)
	}
	s.op("l", x1, y1-rt)
	if rt > 0 {
		s.op("c", x1, y1-rt+k*rt, x1-rt+k*rt, y1, x1-rt, y1)
	}
	s.op("l", x+rt, y1)
	if rt > 0 {
		s.op("c", x+rt-k*rt, y1, x, y1-rt+k*rt, x, y1-rt)
	}
	s.op("l", x, y+rb)
	if rb > 0 {
		s.op("c", x, y+rb-k*rb, x+rb-k*rb, y, x+rb, y)
	}
	s.op("h f")
}

const hexDigits = "0123456789abcdef"

// code writes a character code as four hex digits.
func (s *stream) code(c uint16) {
	s.buf = append(s.buf, hexDigits[c>>12], hexDigits[c>>8&15], hexDigits[c>>4&15], hexDigits[c&15])
}

// utf16Hex is text as a hexadecimal PDF string in UTF-16 with a byte order mark.
func utf16Hex(text string) string {
	b := []byte("<feff")
	for _, u := range utf16.Encode([]rune(text)) {
		b = append(b, hexDigits[u>>12], hexDigits[u>>8&15], hexDigits[u>>4&15], hexDigits[u&15])
	}
	return string(append(b, '>'))
}

// instead begins marked content that is read as text; end it with EMC.
func (s *stream) instead(text string) {
	s.raw("/Span<</ActualText" + utf16Hex(text) + ">>BDC\n")
}
