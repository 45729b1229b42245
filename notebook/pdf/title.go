package pdf

import (
	"strings"

	"github.com/yuin/goldmark/ast"

	"quire/notebook"
)

// title sets the title block: title, subtitle, authors with student numbers and affiliations, course and date.
func (b *builder) title(at frame) {
	m := &b.r.Note.Meta
	if m.Title == "" && !b.titleHeading(0) {
		return
	}
	if m.TitlePage {
		b.cover(at)
		return
	}
	h := b.style.headings[0]
	spans := b.titleSpans(h.size, at)
	b.add(vitem{h: 4})
	b.lines(balanced(b.items(spans, h.size), at.w), at.in(at.elem.child("Title")), h.textSize, nil)
	if m.Subtitle != "" {
		b.add(vitem{h: 1})
		b.titleLine(m.Subtitle, textStyle{face: "sans", ink: muted}, b.style.subtitle, at)
	}
	b.add(vitem{h: h.below})
	for _, l := range byline(m, b.words) {
		b.titleLine(l, running, b.style.byline, at)
	}
	if l := joined(m.Course, m.Date); l != "" {
		b.titleLine(l, running.in(muted), b.style.byline, at)
	}
	b.add(vitem{h: 8, draw: func(p *painter, y float64) { p.artifact(func() { p.bar(at.x, y+7, at.w, 0.9, ink) }) }})
	for i := range b.list {
		b.list[i].cost = forbidden
	}
	b.space(b.style.titleSkip)
}

// titleSpans is the text of the title: that of the front matter, or the heading that stands for it.
func (b *builder) titleSpans(size float64, at frame) []span {
	st := textStyle{face: headFace, ink: ink}
	if t := b.r.Note.Meta.Title; t != "" {
		return []span{{textStyle: st, text: t}}
	}
	spans := b.spans(b.r.Note.Blocks[0].Node, st, size, at.w)
	b.titleAnchor()
	return spans
}

func (b *builder) titleLine(text string, st textStyle, t textSize, at frame) {
	b.lines(breakLines(b.items([]span{{textStyle: st, text: text}}, t.size), setting{measure: at.w}), at.in(at.elem.child("P")), t, nil)
}

// byline is the lines that name the authors. Those of one affiliation share a line.
func byline(m *notebook.Meta, w words) []string {
	var out []string
	for i := 0; i < len(m.Authors); {
		var names []string
		aff := m.Authors[i].Affiliation
		for i < len(m.Authors) && m.Authors[i].Affiliation == aff {
			a := m.Authors[i]
			name := strings.ReplaceAll(a.Name, " ", "\u00a0")
			if a.ID != "" {
				name += "\u00a0(" + w.studentID + "\u00a0" + a.ID + ")"
			}
			names = append(names, name)
			i++
		}
		out = append(out, joined(strings.Join(names, ", "), aff))
	}
	return out
}

// joined puts a dot between two texts, when both are there.
func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "  ·  " + b
}

// titleHeading tells whether block i is the heading that stands for, or repeats, the title.
func (b *builder) titleHeading(i int) bool {
	blocks := b.r.Note.Blocks
	if i != 0 || len(blocks) == 0 {
		return false
	}
	h, ok := blocks[0].Node.(*ast.Heading)
	if !ok || h.Level != 1 {
		return false
	}
	info := b.r.Heading(h)
	if t := b.r.Note.Meta.Title; t != "" {
		return info != nil && info.Text == t
	}
	return info == nil || info.Number == ""
}

// titleAnchor makes links to the heading that became the title lead to the top of the first page.
func (b *builder) titleAnchor() {
	info := b.r.Heading(b.r.Note.Blocks[0].Node)
	if info == nil {
		return
	}
	a := &anchor{name: info.Anchor, title: info.Text, level: info.Level}
	if len(b.list) > 0 {
		b.list[0].mark = a
	} else {
		b.anchor = a
	}
}

// authorNames are the names in the header of each page.
func authorNames(authors []notebook.Author) string {
	var names []string
	for _, a := range authors {
		names = append(names, a.Name)
	}
	return strings.Join(names, ", ")
}
