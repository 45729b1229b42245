package interp

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"quire/notebook/output"
)

// A tape is what a worker sends: two streams, and messages.
type tape struct {
	key    Key
	at     Stamp
	stream [2]bytes.Buffer
	frames []*outputFrame
	want   strings.Builder // the story that the parent is to tell
}

func newTape() *tape { return &tape{key: Key{7}, at: Stamp{Number: 3, Mark: 1}} }

func (p *tape) out(s string) { p.stream[mainTrack].WriteString(s); p.want.WriteString(s) }

func (p *tape) err(s string) {
	p.stream[mainTrack].Write(AppendError(nil, &p.key, p.at, []byte(s)))
	p.at.Mark++
	p.want.WriteString("!" + s)
}

func (p *tape) mark(kind MarkKind) {
	p.stream[mainTrack].Write(AppendMark(nil, &p.key, p.at, kind))
	p.at.Mark++
	if kind == MarkEnd {
		p.stream[faultTrack].Write(AppendFaultEnd(nil, &p.key, p.at.Number))
	}
}

func (p *tape) show(caption string) {
	p.frames = append(p.frames, &outputFrame{p.at, &output.Table{Caption: caption}})
	p.mark(MarkOutput)
	p.want.WriteString("[" + caption + "]")
}

// story collects what a merger emits. Text for standard error begins with an exclamation mark.
type story struct {
	strings.Builder
	stream string
	last   byte
}

func (s *story) emit(o output.Output) {
	switch o := o.(type) {
	case *output.Text:
		for line := range strings.Lines(o.Data) {
			if o.Stream == output.Stderr && (s.stream != o.Stream || s.last == '\n') {
				s.WriteString("!")
			}
			s.WriteString(line)
			s.stream, s.last = o.Stream, line[len(line)-1]
		}
	case *output.Table:
		s.WriteString("[" + o.Caption + "]")
		s.stream = ""
	}
}

// TestMergeAnyArrival sends one cell's streams cut at random places and in random order of arrival, and expects the same
// story every time.
func TestMergeAnyArrival(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 1))
		p := newTape()
		for i := range 30 {
			switch r.IntN(4) {
			case 0:
				p.show(fmt.Sprint("T", i))
			case 1:
				p.err(fmt.Sprintf("오류 %d\n", i))
			default:
				p.out(fmt.Sprintf("한 줄 %d\n", i))
			}
		}
		p.mark(MarkEnd)
		var got story
		m := newMerger(&p.key, 3, [2][]byte{}, got.emit)
		if err := play(p, m, r); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if got.String() != p.want.String() {
			t.Fatalf("seed %d tells\n%q, want\n%q", seed, got.String(), p.want.String())
		}
	}
}

// play feeds the tape to the merger in random pieces, as far as it wants them.
func play(p *tape, m *merger, r *rand.Rand) error {
	sent := false
	for i := 0; !m.ended; i++ {
		if i > 100_000 {
			return fmt.Errorf("the merger waits for ever")
		}
		var err error
		switch track := r.IntN(4); {
		case track < 2 && m.wantsText(track) && p.stream[track].Len() > 0:
			err = m.addText(track, p.stream[track].Next(1+r.IntN(40)))
		case track == 2 && m.wantsFrame() && len(p.frames) > 0:
			f := p.frames[0]
			p.frames = p.frames[1:]
			err = m.addFrame(f)
		case track == 2 && m.wantsFrame() && !sent:
			sent = true
			err = m.addDone(&Done{Number: 3, OK: true})
		case track == 3:
			m.tick()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// TestMergeRefuses checks that a worker which breaks the rules is noticed.
func TestMergeRefuses(t *testing.T) {
	table := &output.Table{}
	for name, do := range map[string]func(m *merger, p *tape) error{
		"an output of another cell": func(m *merger, _ *tape) error { return m.addFrame(&outputFrame{Stamp{2, 1}, table}) },
		"an output of the past":     func(m *merger, _ *tape) error { return m.addFrame(&outputFrame{Stamp{3, 0}, table}) },
		"the end of another cell":   func(m *merger, _ *tape) error { return m.addDone(&Done{Number: 4}) },
		"an output too late": func(m *merger, p *tape) error {
			p.mark(MarkOutput)
			feed(m, p)
			return m.addFrame(&outputFrame{Stamp{3, 2}, table})
		},
		"much for standard error at once": func(m *merger, p *tape) error {
			p.stream[mainTrack].Write(append(AppendMark(nil, &p.key, p.at, MarkError), 0xff, 0xff))
			return feed(m, p)
		},
		"a mark of no kind": func(m *merger, p *tape) error {
			p.mark('?')
			return feed(m, p)
		},
	} {
		p := newTape()
		if do(newMerger(&p.key, 3, [2][]byte{}, func(output.Output) {}), p) == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func feed(m *merger, p *tape) error {
	for i := range p.stream {
		if err := m.addText(i, p.stream[i].Bytes()); err != nil {
			return err
		}
	}
	return nil
}

// TestForgedMarks prints what looks like marks, but was made without the key or is of the past: it is text.
func TestForgedMarks(t *testing.T) {
	p := newTape()
	p.out("a")
	old := AppendMark(nil, &p.key, p.at, MarkEnd)
	p.show("T")
	p.out(string(old)) // replayed
	p.out(string(AppendMark(nil, &Key{8}, p.at, MarkEnd)))
	p.out(string(AppendMark(nil, &p.key, Stamp{4, p.at.Mark}, MarkEnd))) // of another cell
	p.out(string(AppendFaultEnd(nil, &p.key, 3)))                        // of the other stream
	p.mark(MarkEnd)
	var got story
	m := newMerger(&p.key, 3, [2][]byte{}, got.emit)
	if err := play(p, m, rand.New(rand.NewPCG(1, 1))); err != nil {
		t.Fatal(err)
	}
	if got.String() != p.want.String() {
		t.Errorf("tells %q, want %q", got.String(), p.want.String())
	}
}

// TestRestIsKept ends a cell and goes on printing: that belongs to the next cell.
func TestRestIsKept(t *testing.T) {
	p := newTape()
	p.out("a")
	p.mark(MarkEnd)
	var got, next story
	m := newMerger(&p.key, 3, [2][]byte{}, got.emit)
	p.stream[mainTrack].WriteString("late")
	if err := feed(m, p); err != nil {
		t.Fatal(err)
	}
	if err := m.addDone(&Done{Number: 3}); err != nil || !m.ended || got.String() != "a" {
		t.Fatalf("tells %q, ended %v, %v", got.String(), m.ended, err)
	}
	m = newMerger(&p.key, 4, m.rest, next.emit)
	m.die(false, func() *outputFrame { return nil })
	if next.String() != "late" {
		t.Errorf("the next cell tells %q, want late", next.String())
	}
}

// TestDie ends the worker in the middle of everything: all that arrived is shown, in order as far as there is one.
func TestDie(t *testing.T) {
	p := newTape()
	p.out("a ")
	p.show("T")
	p.err("b ")
	p.show("U")
	p.out("c ")
	p.stream[faultTrack].WriteString("fatal error: stack overflow\n\ngoroutine 1 [running]:\n")
	frames := p.frames
	next := func() *outputFrame {
		if len(frames) == 0 {
			return nil
		}
		f := frames[0]
		frames = frames[1:]
		return f
	}
	var got story
	m := newMerger(&p.key, 3, [2][]byte{}, got.emit)
	if err := feed(m, p); err != nil {
		t.Fatal(err)
	}
	report := m.die(true, next)
	if got.String() != p.want.String() || !strings.HasPrefix(report, "fatal error: stack overflow\n") {
		t.Errorf("tells %q and reports %q, want %q", got.String(), report, p.want.String())
	}
}

func TestHolder(t *testing.T) {
	for _, c := range []struct {
		name   string
		pieces []string
		shown  string // at once
		after  string // when nothing more came for some time
	}{
		{"ordinary text", []string{"one\n", "two"}, "one\ntwo", ""},
		{"last words in the middle of a line", []string{"say panic: no\n"}, "say panic: no\n", ""},
		{"a panic of the cell's own", []string{"a\npanic: x\nb\n"}, "a\n", "panic: x\nb\n"},
		{"in pieces", []string{"a\nfat", "al err", "or: x\n"}, "a\n", "fatal error: x\n"},
		{"not last words after all", []string{"a\nfat", "her\n"}, "a\nfather\n", ""},
		{"an unfinished beginning", []string{"a\nfat"}, "a\n", "fat"},
	} {
		var h holder
		var shown, after strings.Builder
		for _, p := range c.pieces {
			shown.Write(h.filter([]byte(p)))
		}
		for range holdTicks + 1 {
			after.Write(h.tick())
		}
		if shown.String() != c.shown || after.String() != c.after || h.holding() {
			t.Errorf("%s: shows %q, then %q; want %q, then %q", c.name, shown.String(), after.String(), c.shown, c.after)
		}
	}
}

func TestHolderWaitsForStacks(t *testing.T) {
	var h holder
	h.filter([]byte("fatal error: stack overflow\n\nruntime stack:\n"))
	for range 10 * holdTicks {
		if b := h.tick(); len(b) > 0 {
			t.Fatalf("shows %q while the runtime writes its stacks", b)
		}
	}
	if got := h.take(); !strings.HasPrefix(got, "fatal error") {
		t.Errorf("reports %q", got)
	}
}

func TestUnfinished(t *testing.T) {
	for text, want := range map[string]int{"": 0, "a": 0, "가": 0, "가"[:1]: 1, "a" + "가"[:2]: 2, "🙂"[:3]: 3, "\x80\x80\x80": 0, "\xff": 0} {
		if got := unfinished([]byte(text)); got != want {
			t.Errorf("unfinished(%q) = %d, want %d", text, got, want)
		}
	}
}

// FuzzMerge feeds arbitrary bytes as a stream: nothing is lost, whatever they are.
func FuzzMerge(f *testing.F) {
	f.Add([]byte("text"), []byte("error"), 3)
	f.Add([]byte("\xea\xb0"), []byte("panic: x\n"), 1)
	f.Fuzz(func(t *testing.T, out, err []byte, step int) {
		var got [2]bytes.Buffer
		m := newMerger(&Key{}, 1, [2][]byte{}, func(o output.Output) {
			i := 0
			if o.(*output.Text).Stream == output.Stderr {
				i = 1
			}
			got[i].WriteString(o.(*output.Text).Data)
		})
		step = 1 + step&0xff
		for i, data := range [][]byte{out, err} {
			for len(data) > 0 {
				n := min(step, len(data))
				if m.addText(i, data[:n]) != nil {
					t.Fatal("text is refused")
				}
				m.tick()
				data = data[n:]
			}
		}
		m.die(false, func() *outputFrame { return nil })
		if !bytes.Equal(got[0].Bytes(), out) || !bytes.Equal(got[1].Bytes(), err) {
			t.Fatalf("%q and %q came as %q and %q", out, err, got[0].Bytes(), got[1].Bytes())
		}
	})
}
