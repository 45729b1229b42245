package interp

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf8"

	"quire/notebook/output"
)

// pieceBytes is the most text that one output holds.
const pieceBytes = 64 << 10

// A merger puts what arrives of one cell back in the order in which the cell showed it. It holds no more than a piece of
// text, a crash report and one message at a time: its user reads on only where wantsText and wantsFrame say so.
type merger struct {
	key    *Key
	at     Stamp // the cell, and the mark that both streams are to reach next
	emit   func(output.Output)
	tracks [2]track // of StreamOut and StreamErr

	pending []byte // text not yet shown
	stream  Stream // of pending

	frame *outputFrame // an output that waits for its mark
	done  *Done        // set when the message has come
	ended bool         // the end mark was passed, and Done has come

	shown      int   // outputs that are not text
	shownBytes int64 // of text and outputs
}

// A track is one stream between two marks.
type track struct {
	needle [needleBytes]byte
	rest   []byte   // not searched yet
	passed bool     // the mark was found; rest comes after it
	kind   MarkKind // of that mark
	carry  []byte   // the beginning of a character whose end has not come
	crash  holder   // of standard error
}

// An outputFrame is a decoded output message.
type outputFrame struct {
	at Stamp
	o  output.Output
}

func newMerger(key *Key, number uint64, emit func(output.Output)) *merger {
	m := &merger{key: key, at: Stamp{Number: number}, emit: emit, stream: StreamOut}
	m.nextMark()
	return m
}

// nextMark sets out for the next mark.
func (m *merger) nextMark() {
	m.at.Mark++
	for i := range m.tracks {
		t := &m.tracks[i]
		t.needle = needle(m.key, m.at.Number, m.at.Mark, streamOf(i))
		t.passed = false
	}
}

func streamOf(track int) Stream { return StreamOut + Stream(track) }

// wantsText reports whether more of the stream can be used now.
func (m *merger) wantsText(track int) bool { return !m.tracks[track].passed && !m.ended }

// wantsFrame reports whether another message can be used now.
func (m *merger) wantsFrame() bool { return m.frame == nil && m.done == nil }

// addText takes bytes that arrived on a stream.
func (m *merger) addText(track int, data []byte) error {
	t := &m.tracks[track]
	t.rest = append(t.rest, data...)
	return m.advance()
}

// addFrame takes an output that arrived.
func (m *merger) addFrame(f *outputFrame) error {
	if f.at.Number != m.at.Number || f.at.Mark < m.at.Mark {
		return fmt.Errorf("an output of cell %d, mark %d came while at cell %d, mark %d", f.at.Number, f.at.Mark, m.at.Number, m.at.Mark)
	}
	m.frame = f
	return m.advance()
}

// addDone takes the message that ends the cell.
func (m *merger) addDone(d *Done) error {
	if d.Number != m.at.Number {
		return fmt.Errorf("the end of cell %d came during cell %d", d.Number, m.at.Number)
	}
	m.done = d
	return m.advance()
}

// advance passes every mark that can be passed.
func (m *merger) advance() error {
	for !m.ended {
		for i := range m.tracks {
			m.search(i)
		}
		out, err := &m.tracks[0], &m.tracks[1]
		if !out.passed || !err.passed {
			return nil
		}
		if out.kind != err.kind {
			return errors.New("the marks of the two streams differ")
		}
		passed, problem := m.pass(out.kind)
		if problem != nil || !passed {
			return problem
		}
	}
	return nil
}

// pass does what the mark stands for. It returns false when a message is needed that has not come yet.
func (m *merger) pass(kind MarkKind) (bool, error) {
	switch kind {
	case MarkOrder:
		m.flush(true)
	case MarkOutput:
		if m.frame == nil {
			return false, nil
		}
		if m.frame.at.Mark != m.at.Mark {
			return false, fmt.Errorf("the output of mark %d came at mark %d", m.frame.at.Mark, m.at.Mark)
		}
		m.flush(true)
		m.show(m.frame.o)
		m.frame = nil
	case MarkEnd:
		if m.done == nil {
			return false, nil
		}
		m.flush(true)
		m.ended = true
		return true, nil
	default:
		return false, fmt.Errorf("a mark of unknown kind %q", kind)
	}
	m.nextMark()
	return true, nil
}

func (m *merger) show(o output.Output) {
	m.shown++
	m.emit(o)
}

// search looks for the track's mark, and hands on the text that certainly stands before it.
func (m *merger) search(i int) {
	t := &m.tracks[i]
	if t.passed || len(t.rest) == 0 {
		return
	}
	at := bytes.Index(t.rest, t.needle[:])
	switch {
	case at < 0:
		keep := overlap(t.rest, t.needle[:])
		m.text(i, t.rest[:len(t.rest)-keep])
		t.rest = append(t.rest[:0], t.rest[len(t.rest)-keep:]...)
	case at+needleBytes < len(t.rest):
		m.text(i, t.rest[:at])
		t.kind = MarkKind(t.rest[at+needleBytes])
		t.passed = true
		t.rest = append(t.rest[:0], t.rest[at+needleBytes+1:]...)
		m.add(i, t.crash.release())
	}
}

// overlap returns the length of the longest end of text that is a beginning of mark.
func overlap(text, mark []byte) int {
	for n := min(len(text), len(mark)-1); n > 0; n-- {
		if bytes.HasPrefix(mark, text[len(text)-n:]) {
			return n
		}
	}
	return 0
}

// text takes the cell's own bytes from a stream. What may be the runtime's last words is held back.
func (m *merger) text(i int, data []byte) {
	if streamOf(i) == StreamErr {
		data = m.tracks[i].crash.filter(data)
	}
	m.add(i, data)
}

// add appends text to what is shown next.
func (m *merger) add(i int, data []byte) {
	if len(data) == 0 {
		return
	}
	m.shownBytes += int64(len(data))
	if s := streamOf(i); s != m.stream {
		m.flush(false)
		m.stream = s
	}
	if t := &m.tracks[i]; len(t.carry) > 0 {
		m.pending = append(m.pending, t.carry...)
		t.carry = nil
	}
	for len(data) > 0 {
		n := min(len(data), max(pieceBytes-len(m.pending), 1))
		m.pending = append(m.pending, data[:n]...)
		data = data[n:]
		if len(m.pending) >= pieceBytes {
			m.flush(false)
		}
	}
}

// flush shows the text that has come. At a mark, all of it; otherwise an unfinished character waits for its end.
func (m *merger) flush(all bool) {
	keep := 0
	if !all {
		keep = unfinished(m.pending)
	}
	t := &m.tracks[m.stream-StreamOut]
	if n := len(m.pending) - keep; n > 0 {
		m.emit(&output.Text{Stream: streamName(m.stream), Data: string(m.pending[:n])})
		t.carry = append(t.carry, m.pending[n:]...)
	} else {
		t.carry = append(t.carry, m.pending...)
	}
	m.pending = m.pending[:0]
	if !all {
		return
	}
	for i := range m.tracks {
		if t := &m.tracks[i]; len(t.carry) > 0 {
			m.emit(&output.Text{Stream: streamName(streamOf(i)), Data: string(t.carry)})
			t.carry = nil
		}
	}
}

func streamName(s Stream) string {
	if s == StreamErr {
		return output.Stderr
	}
	return output.Stdout
}

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

// tick is called now and then while there is something to show: it shows it.
func (m *merger) tick() {
	m.add(1, m.tracks[1].crash.tick())
	m.flush(false)
}

// waiting reports whether there is something that tick would show, now or later.
func (m *merger) waiting() bool {
	return len(m.pending) > 0 || m.tracks[1].crash.holding()
}

// die shows what is left when the worker is dead and its streams are read to their end; next returns the outputs that
// have not been read yet, one by one. When the worker crashed, the report that the Go runtime left is returned instead of
// shown.
func (m *merger) die(crashed bool, next func() *outputFrame) string {
	for !m.ended && m.dieAtMark(next) {
		m.nextMark()
	}
	crash := &m.tracks[1].crash
	report := ""
	if crashed {
		report = crash.take()
	}
	m.add(1, crash.release())
	m.flush(true)
	return report
}

// dieAtMark shows the text before the next mark, and the output that belongs to it. It returns false when no stream has
// reached that mark: then all text has been shown.
func (m *merger) dieAtMark(next func() *outputFrame) bool {
	reached := false
	var kind MarkKind
	for i := range m.tracks {
		m.search(i)
		if t := &m.tracks[i]; t.passed {
			reached, kind = true, t.kind
		} else {
			m.text(i, t.rest)
			t.rest = nil
		}
	}
	if reached && kind == MarkOutput {
		if m.frame == nil {
			m.frame = next()
		}
		if f := m.frame; f != nil && f.at.Mark == m.at.Mark {
			m.flush(true)
			m.show(f.o)
			m.frame = nil
		}
	}
	return reached
}
