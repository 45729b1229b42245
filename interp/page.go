package interp

import (
	"unicode/utf8"

	"quire/notebook/output"
)

// pieceBytes is the most text that one output holds.
const pieceBytes = 64 << 10

// A page turns text that arrives in small pieces into outputs: as few as can be, and none that ends within a character.
type page struct {
	emit    func(output.Output)
	pending []byte            // text not yet shown
	stream  string            // of pending
	carry   map[string][]byte // by stream: the beginning of a character whose end has not come
}

// add appends text to what is shown next.
func (p *page) add(stream string, data []byte) {
	if len(data) == 0 {
		return
	}
	if stream != p.stream {
		p.flush(false)
		p.stream = stream
	}
	if begun := p.carry[stream]; len(begun) > 0 {
		p.pending = append(p.pending, begun...)
		delete(p.carry, stream)
	}
	for len(data) > 0 {
		n := min(len(data), max(pieceBytes-len(p.pending), 1))
		p.pending = append(p.pending, data[:n]...)
		data = data[n:]
		if len(p.pending) >= pieceBytes {
			p.flush(false)
			p.pending = append(p.pending, p.carry[stream]...)
			delete(p.carry, stream)
		}
	}
}

// flush shows the text that has come: all of it, or all but an unfinished character, which waits for its end.
func (p *page) flush(all bool) {
	keep := 0
	if !all {
		keep = unfinished(p.pending)
	}
	if n := len(p.pending) - keep; n > 0 {
		p.emit(&output.Text{Stream: p.stream, Data: string(p.pending[:n])})
	}
	if keep > 0 {
		if p.carry == nil {
			p.carry = map[string][]byte{}
		}
		p.carry[p.stream] = append([]byte(nil), p.pending[len(p.pending)-keep:]...)
	}
	p.pending = p.pending[:0]
	if !all {
		return
	}
	for _, stream := range []string{output.Stdout, output.Stderr} {
		if begun := p.carry[stream]; len(begun) > 0 {
			p.emit(&output.Text{Stream: stream, Data: string(begun)})
			delete(p.carry, stream)
		}
	}
}

// waiting reports whether there is text that flush would show.
func (p *page) waiting() bool { return len(p.pending) > 0 }

// unfinished returns how many bytes at the end of text begin a character that more bytes may complete.
func unfinished(text []byte) int {
	for n := 1; n <= min(utf8.UTFMax-1, len(text)); n++ {
		if tail := text[len(text)-n:]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				return n
			}
			return 0
		}
	}
	return 0
}
