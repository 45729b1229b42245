package pdf

import "strconv"

// A footnote is set at the foot of the page that has its mark. One that is too long for that is set at the end.
type footnote struct {
	number int
	lines  []line
	elem   *element
	atEnd  bool
}

// noteLimit is the part of the text height that the notes of one line may take.
const noteLimit = 0.35

// prepareNotes breaks the footnotes into lines: their height must be known before the pages are cut.
func (b *builder) prepareNotes() {
	t := b.style.note
	for _, fn := range b.r.Note.Footnotes {
		n := &footnote{number: fn.Index, elem: &element{role: "Note"}}
		num := textStyle{face: "sans", ink: accent}
		spans := []span{{textStyle: num, text: strconv.Itoa(fn.Index) + ".\u00a0"}}
		for c := fn.FirstChild(); c != nil; c = c.NextSibling() {
			if c != fn.FirstChild() {
				spans = append(spans, span{textStyle: running, brk: true})
			}
			spans = append(spans, b.spans(c, running, t.size, b.style.width())...)
		}
		n.lines = breakLines(b.items(spans, t.size), setting{b.style.width(), true})
		n.atEnd = float64(len(n.lines))*t.lead > b.style.height()*noteLimit
		b.notes[fn.Index] = n
	}
}

// notesHeight is the room that the notes of a page take, the gap above them included.
func (b *builder) notesHeight(numbers []int) float64 {
	h := 0.0
	for _, i := range numbers {
		if n := b.notes[i]; n != nil && !n.atEnd {
			h += b.noteHeight(n)
		}
	}
	if h > 0 {
		h += b.style.noteGap
	}
	return h
}

func (b *builder) noteHeight(n *footnote) float64 {
	h := 0.0
	for _, ln := range n.lines {
		h += b.noteLine(ln)
	}
	return h
}

func (b *builder) noteLine(ln line) float64 {
	t := b.style.note
	return max(t.lead, max(t.baseline(), ln.asc+1)+max(t.lead-t.baseline(), ln.desc+1))
}

// limitNotes moves notes to the end where a single line has more of them than a page can hold.
func (b *builder) limitNotes() {
	for i := range b.list {
		h := 0.0
		for _, k := range b.list[i].notes {
			n := b.notes[k]
			if n == nil || n.atEnd {
				continue
			}
			if h += b.noteHeight(n); h > b.style.height()*noteLimit {
				n.atEnd = true
			}
		}
	}
}

// endNotes sets the notes that do not fit at a page's foot.
func (b *builder) endNotes(at frame) {
	b.limitNotes()
	head := false
	for _, fn := range b.r.Note.Footnotes {
		n := b.notes[fn.Index]
		if !n.atEnd {
			continue
		}
		if !head {
			head = true
			b.space(20)
			b.lines([]line{b.oneLine([]span{{textStyle: running.bold(), text: b.words.notes}}, b.style.body.size)}, at.in(at.elem.child("P")), b.style.body, nil)
			b.keep(forbidden)
			b.space(4)
		}
		at.elem.adopt(n.elem)
		b.lines(n.lines, at.in(n.elem), b.style.note, nil)
	}
}

// paintNotes draws the notes of a page above its lower margin.
func (p *painter) paintNotes(numbers []int) {
	b := p.b
	h := b.notesHeight(numbers)
	if h == 0 {
		return
	}
	s := b.style
	y := s.pageH - s.bottom - h + s.noteGap
	p.artifact(func() { p.bar(s.left, y-5.5, s.noteRule, 0.5, hairline) })
	for _, i := range numbers {
		n := b.notes[i]
		if n == nil || n.atEnd {
			continue
		}
		b.root.adopt(n.elem)
		for _, ln := range n.lines {
			p.line(n.elem, ln, s.left, y+max(s.note.baseline(), ln.asc+1))
			y += b.noteLine(ln)
		}
	}
}
