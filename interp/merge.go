package interp

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"quire/notebook/output"
)

// The indices of the two streams.
const (
	mainTrack  = 0
	faultTrack = 1
)

// A merger puts what arrives of one cell back in the order in which the cell showed it. It holds no more than a piece of
// text, a crash report and one message at a time: its user reads on only where wantsText and wantsFrame say so.
type merger struct {
	key  *Key
	at   Stamp // the cell, and the mark that the main stream is to reach next
	page page

	rest    [2][]byte // of each stream: not searched yet
	mark    [needleBytes]byte
	kind    MarkKind // of the mark that was reached and cannot be passed yet, 0 for none
	tagged  int      // bytes that follow in the main stream and are text for standard error
	last    [needleBytes]byte
	faultAt bool // the stream of faults has reached its mark
	crash   holder

	frame *outputFrame // an output that waits for its mark
	done  *Done        // set when the message has come
	ended bool         // both streams and the messages have reached the end of the cell

	shown      int   // outputs that are not text
	shownBytes int64 // of text and outputs
}

// An outputFrame is a decoded output message.
type outputFrame struct {
	at Stamp
	o  output.Output
}

// newMerger returns a merger for the cell with the number. rest is what the streams had brought already.
func newMerger(key *Key, number uint64, rest [2][]byte, emit func(output.Output)) *merger {
	m := &merger{key: key, at: Stamp{Number: number}, rest: rest, page: page{emit: emit}}
	m.last = needle(key, m.at, StreamFault)
	m.nextMark()
	return m
}

// nextMark sets out for the next mark.
func (m *merger) nextMark() {
	m.at.Mark++
	m.kind = 0
	m.mark = needle(m.key, m.at, StreamMain)
}

// wantsText reports whether more of the stream can be used now.
func (m *merger) wantsText(track int) bool {
	if track == faultTrack {
		return !m.faultAt
	}
	return m.kind == 0
}

// wantsFrame reports whether another message can be used now.
func (m *merger) wantsFrame() bool { return m.frame == nil && m.done == nil }

// addText takes bytes that arrived on a stream.
func (m *merger) addText(track int, data []byte) error {
	m.rest[track] = append(m.rest[track], data...)
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
	m.searchFaults()
	for !m.ended {
		if m.kind == 0 && !m.search() {
			return nil
		}
		passed, err := m.pass()
		if err != nil || !passed {
			return err
		}
	}
	return nil
}

// search hands on the text before the next mark of the main stream. It returns false when the mark has not come.
func (m *merger) search() bool {
	rest := m.rest[mainTrack]
	if n := min(m.tagged, len(rest)); n > 0 {
		m.text(output.Stderr, rest[:n])
		m.tagged -= n
		rest = rest[n:]
	}
	at, ok := find(rest, m.mark[:])
	ok = ok && at+needleBytes < len(rest)
	if ok {
		ok = MarkKind(rest[at+needleBytes]) != MarkError || at+needleBytes+2 < len(rest)
	}
	if m.tagged == 0 {
		m.text(output.Stdout, rest[:at])
		rest = rest[at:]
	}
	if ok {
		m.kind = MarkKind(rest[needleBytes])
		rest = rest[needleBytes+1:]
	}
	m.rest[mainTrack] = append(m.rest[mainTrack][:0], rest...)
	return ok
}

// find returns where in text the needle begins, or where a part of it begins that more bytes may complete, or the end.
func find(text, needle []byte) (at int, whole bool) {
	if at := bytes.Index(text, needle); at >= 0 {
		return at, true
	}
	for n := min(len(text), len(needle)-1); n > 0; n-- {
		if bytes.HasPrefix(needle, text[len(text)-n:]) {
			return len(text) - n, false
		}
	}
	return len(text), false
}

// pass does what the mark stands for. It returns false when a message is needed that has not come yet.
func (m *merger) pass() (bool, error) {
	switch m.kind {
	case MarkError:
		rest := m.rest[mainTrack]
		m.tagged = int(binary.BigEndian.Uint16(rest))
		if m.tagged > MaxError {
			return false, fmt.Errorf("%d bytes for standard error at once", m.tagged)
		}
		m.rest[mainTrack] = rest[2:]
	case MarkOutput:
		if m.frame == nil {
			return false, nil
		}
		if m.frame.at.Mark != m.at.Mark {
			return false, fmt.Errorf("the output of mark %d came at mark %d", m.frame.at.Mark, m.at.Mark)
		}
		m.show()
	case MarkEnd:
		if m.done == nil || !m.faultAt {
			return false, nil
		}
		m.page.flush(true)
		m.ended = true
		return true, nil
	default:
		return false, fmt.Errorf("a mark of unknown kind %q", m.kind)
	}
	m.nextMark()
	return true, nil
}

// show shows the output that waited for its mark.
func (m *merger) show() {
	m.page.flush(true)
	m.shown++
	m.page.emit(m.frame.o)
	m.frame = nil
}

// text takes the cell's own bytes.
func (m *merger) text(stream string, data []byte) {
	m.shownBytes += int64(len(data))
	m.page.add(stream, data)
}

// searchFaults hands on what came on the stream of faults. What may be the runtime's last words is held back.
func (m *merger) searchFaults() {
	rest := m.rest[faultTrack]
	if m.faultAt || len(rest) == 0 {
		return
	}
	at, whole := find(rest, m.last[:])
	m.text(output.Stderr, m.crash.filter(rest[:at]))
	rest = rest[at:]
	if whole {
		m.faultAt = true
		m.text(output.Stderr, m.crash.release())
		rest = rest[needleBytes:]
	}
	m.rest[faultTrack] = append(m.rest[faultTrack][:0], rest...)
}

// tick is called now and then while there is something to show: it shows it.
func (m *merger) tick() {
	m.text(output.Stderr, m.crash.tick())
	m.page.flush(false)
}

// waiting reports whether there is something that tick would show, now or later.
func (m *merger) waiting() bool { return m.page.waiting() || m.crash.holding() }

// die shows what is left when the worker is dead and its streams are read to their end; next returns the outputs that
// have not been read yet, one by one. When the worker crashed, the report that the Go runtime left is returned instead of
// shown.
func (m *merger) die(crashed bool, next func() *outputFrame) string {
	for m.kind != 0 || m.search() {
		if m.kind == MarkOutput && m.frame == nil {
			m.frame = next()
		}
		if passed, err := m.pass(); err != nil || !passed {
			m.nextMark()
		}
		if m.ended {
			break
		}
	}
	if !m.ended {
		m.text(output.Stdout, m.rest[mainTrack])
		m.rest[mainTrack] = nil
	}
	m.searchFaults()
	m.text(output.Stderr, m.crash.filter(m.rest[faultTrack]))
	report := ""
	if crashed {
		report = m.crash.take()
	}
	m.text(output.Stderr, m.crash.release())
	m.page.flush(true)
	return report
}
