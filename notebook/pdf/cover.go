package pdf

import (
	"slices"

	"quire/notebook"
)

// The places on a cover, as parts of the text height.
const (
	coverTitle = 0.22 // where the title begins
	coverLeast = 0.05 // least space between the title and who wrote it
	coverWidth = 0.62 // of the block that says who wrote it, as a part of the measure
)

// cover sets the title on a page of its own: title and subtitle in the upper half, and at its foot the course, who wrote
// it and the date.
func (b *builder) cover(at frame) {
	m := &b.r.Note.Meta
	s := b.style
	facts := b.coverFacts(m, at)
	foot := height(facts)
	b.add(vitem{h: s.height() * coverTitle, cost: forbidden, draw: func(*painter, float64) {}})
	b.coverLines(b.titleSpans(s.coverTitle.size, at), s.coverTitle, at.in(at.elem.child("Title")))
	if m.Subtitle != "" {
		b.add(vitem{h: s.coverTitle.lead * 0.4, cost: forbidden})
		b.coverLines([]span{{textStyle: running.in(muted), text: m.Subtitle}}, s.coverSubtitle, at.in(at.elem.child("P")))
	}
	b.add(vitem{h: max(s.height()*coverLeast, s.height()-height(b.list)-foot-0.5)})
	for _, v := range facts {
		b.add(v)
	}
	b.eject()
}

// coverLines sets large text in the middle.
func (b *builder) coverLines(spans []span, t textSize, at frame) {
	from := len(b.list)
	b.lines(balanced(b.items(spans, t.size), at.w), at, t, func(ln line) float64 { return (at.w - ln.w) / 2 })
	for i := from; i < len(b.list); i++ {
		b.list[i].cost = forbidden
	}
}

// A coverFact is a row at the foot of a cover: what it is, and what is said, in columns.
type coverFact struct {
	label string
	cells []string
}

// coverFacts are the rows at the foot of a cover, with hairlines between them.
func (b *builder) coverFacts(m *notebook.Meta, at frame) []vitem {
	s := b.style
	t := s.coverFact
	facts := factsOf(m, b.words)
	label, columns := 0.0, []float64{}
	for _, f := range facts {
		label = max(label, b.width("sans", f.label, t.size))
		for i, c := range f.cells {
			if i == len(columns) {
				columns = append(columns, 0)
			}
			if len(f.cells) > 1 {
				columns[i] = max(columns[i], b.width("sans", c, t.size))
			}
		}
	}
	label += 2 * t.size
	w := at.w * coverWidth
	if need := label + sum(columns) + float64(len(columns)-1)*1.5*t.size; need > w {
		w = min(at.w, need)
	}
	x := at.x + (at.w-w)/2
	var out []vitem
	for i, f := range facts {
		out = append(out, b.coverRow(f, i > 0 && f.label != "", frame{x, w, at.elem.child("P")}, label, columns))
	}
	return out
}

// coverRow is one row of a cover. Several cells stand in columns; what does not fit is broken into lines.
func (b *builder) coverRow(f coverFact, ruled bool, at frame, label float64, columns []float64) vitem {
	t := b.style.coverFact
	set := func(text string, st textStyle, w float64) []line {
		return breakLines(b.items([]span{{textStyle: st, text: text}}, t.size), setting{measure: max(w, leastMeasure/2)})
	}
	name := b.oneLine([]span{{textStyle: running.in(muted), text: f.label}}, t.size)
	cells := make([][]line, len(f.cells))
	xs := make([]float64, len(f.cells))
	x, rows := label, 1
	for i, c := range f.cells {
		xs[i] = x
		room := at.w - x
		if i < len(f.cells)-1 {
			room = min(columns[i]+1, room)
		}
		cells[i] = set(c, running, room)
		rows = max(rows, len(cells[i]))
		x += columns[i] + 1.5*t.size
	}
	pad := t.lead * 0.22
	return vitem{h: float64(rows)*t.lead + 2*pad, cost: costRow, draw: func(p *painter, y float64) {
		if ruled {
			p.artifact(func() { p.bar(at.x, y, at.w, rowRule, hairline) })
		}
		base := y + pad + t.baseline()
		p.line(at.elem, name, at.x, base)
		for i := range cells {
			for k, ln := range cells[i] {
				p.line(at.elem, ln, at.x+xs[i], base+float64(k)*t.lead)
			}
		}
	}}
}

// factsOf are the rows of a cover: course, affiliation where all have the same, authors with their numbers, date.
func factsOf(m *notebook.Meta, w words) []coverFact {
	var out []coverFact
	add := func(label string, cells ...string) {
		cells = slices.DeleteFunc(cells, func(s string) bool { return s == "" })
		if len(cells) > 0 {
			out = append(out, coverFact{label, cells})
		}
	}
	add(w.course, m.Course)
	common := ""
	if len(m.Authors) > 0 {
		common = m.Authors[0].Affiliation
		for _, a := range m.Authors {
			if a.Affiliation != common {
				common = ""
			}
		}
	}
	add(w.affiliation, common)
	for i, a := range m.Authors {
		label := ""
		if i == 0 {
			label = w.name
		}
		if len(m.Authors) == 1 {
			add(w.studentID, a.ID)
			add(w.name, a.Name)
			continue
		}
		affiliation := a.Affiliation
		if common != "" {
			affiliation = ""
		}
		add(label, a.Name, a.ID, affiliation)
	}
	add(w.date, m.Date)
	return out
}

// eject ends the page after the last item.
func (b *builder) eject() {
	b.trim()
	if n := len(b.list); n > 0 {
		b.list[n-1].cost = -forbidden
	}
}

// hasCover tells whether the title stands on a page of its own.
func (b *builder) hasCover() bool {
	return b.r.Note.Meta.TitlePage && (b.r.Note.Meta.Title != "" || b.titleHeading(0))
}

// pageNumber is the number that a page has, counted from 0 in the file: a cover is not counted.
func (b *builder) pageNumber(index int) int {
	if b.hasCover() {
		return index
	}
	return index + 1
}
