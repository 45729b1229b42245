package pdf

import "strconv"

// A footnote is set at the foot of the page that has its mark. One that is too long for that is set at the end.
type footnote struct {
	number int
	lines  []line
	elem   *element
	atEnd  bool
	placed bool // with an item that has its mark
}

// noteLimit is the part of the text height that the notes of one line may take.
const noteLimit = 0.35

// prepareNotes breaks the footnotes into lines: their height must be known before the pages are cut.
func (b *builder) prepareNotes() {
	t := b.style.note
	for _, fn := range b.r.Note.Footnotes {
		n := &footnote{number: fn.Index, elem: &element{role: "Note", key: noteAnchor(fn.Index)}}
		num := textStyle{face: "sans", ink: accent, elem: n.elem.child("Lbl")}
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

// noteAnchor is the name of a note among the anchors, where those of the report have no space.
func noteAnchor(number int) string { return "note " + strconv.Itoa(number) }

// noteLink leads from a mark to its note.
func (b *builder) noteLink(number int) *hyperlink {
	l := &hyperlink{anchor: noteAnchor(number), text: b.r.Strings.Footnotes + " " + strconv.Itoa(number)}
	l.elem = (&element{role: "Reference"}).child("Link")
	return l
}

// mention puts the notes whose marks are among frags behind the block of the marks.
func (p *painter) mention(e *element, frags []frag) {
	for i := range frags {
		if n := p.b.notes[frags[i].note]; n != nil && e != nil {
			e.follow(n.elem)
		}
	}
}

// limitNotes gives every note to the first item from an index on that has its mark, with the notes whose marks are in it,
// and moves notes to the end where a single item has more of them than a page can hold.
func (b *builder) limitNotes(from int) {
	for i := from; i < len(b.list); i++ {
		b.list[i].notes = b.firstMarks(b.list[i].notes, nil)
		h := 0.0
		for _, k := range b.list[i].notes {
			n := b.notes[k]
			if n.atEnd {
				continue
			}
			if h += b.noteHeight(n); h > b.style.height()*noteLimit {
				n.atEnd = true
			}
		}
	}
}

// firstMarks appends to out the notes that no item has yet.
func (b *builder) firstMarks(numbers, out []int) []int {
	for _, k := range numbers {
		n := b.notes[k]
		if n == nil || n.placed {
			continue
		}
		n.placed = true
		out = append(out, k)
		if !n.atEnd {
			for _, ln := range n.lines {
				out = b.firstMarks(ln.notes, out)
			}
		}
	}
	return out
}

// endNotes sets the notes that do not fit at a page's foot.
func (b *builder) endNotes(at frame) {
	b.limitNotes(0)
	head := false
	for _, fn := range b.r.Note.Footnotes {
		n := b.notes[fn.Index]
		if !n.atEnd {
			continue
		}
		from := len(b.list)
		if !head {
			head = true
			b.space(20)
			b.lines([]line{b.oneLine([]span{{textStyle: running.bold(), text: b.words.notes}}, b.style.body.size)}, at.in(at.elem.child("P")), b.style.body, nil)
			b.keep(forbidden)
			b.space(4)
		}
		at.elem.adopt(n.elem)
		b.anchor = &anchor{name: noteAnchor(n.number)}
		b.lines(n.lines, at.in(n.elem), b.style.note, nil)
		b.limitNotes(from)
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
		b.places[noteAnchor(n.number)] = destination{p.page.index, y}
		b.root.adopt(n.elem)
		for _, ln := range n.lines {
			p.line(n.elem, ln, s.left, y+max(s.note.baseline(), ln.asc+1))
			y += b.noteLine(ln)
		}
	}
}
