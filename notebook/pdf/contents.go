package pdf

import (
	"strconv"
	"strings"
)

// A contentsLine is one entry of the table of contents. Its page number is known when the pages are cut.
type contentsLine struct {
	anchor string
	page   int
}

// tableOfContents lists the headings with dotted leaders and page numbers.
func (b *builder) tableOfContents(at frame) {
	base, n := 7, 0
	for _, h := range b.r.Headings {
		if !b.isTitle(h.Anchor) {
			base, n = min(base, h.Level), n+1
		}
	}
	if n < 2 {
		return
	}
	t, ht := b.style.contents, b.style.contentsHead
	toc := at.elem.child("TOC")
	head := b.oneLine([]span{{textStyle: textStyle{face: headFace, ink: ink}, text: b.r.Strings.Contents}}, ht.size)
	b.lines([]line{head}, at.in(toc.child("Caption")), ht, nil)
	b.keep(forbidden)
	b.space(3)
	lists := []*element{toc} // of the levels that the next entry may stand in
	var last *element
	for _, h := range b.r.Headings {
		if b.isTitle(h.Anchor) || h.Level-base >= b.r.Note.Meta.TOCDepth {
			continue
		}
		d := min(b.depth(h)-1, len(lists))
		if last == nil {
			d = 0
		}
		if d == len(lists) {
			lists = append(lists, last.child("TOC"))
		}
		lists = lists[:d+1]
		last = lists[d].child("TOCI")
		b.contentsEntry(h.Number, h.Text, h.Anchor, h.Level-base, t, at.in(last))
	}
	if b.hasCover() {
		b.eject()
		return
	}
	b.space(b.style.contentsSkip)
}

func (b *builder) isTitle(anchor string) bool {
	if !b.titleHeading(0) {
		return false
	}
	h := b.r.Heading(b.r.Note.Blocks[0].Node)
	return h != nil && h.Anchor == anchor
}

func (b *builder) contentsEntry(number, text, name string, depth int, t textSize, at frame) {
	toci := at.elem
	st := textStyle{face: "sans", ink: ink, link: &hyperlink{anchor: name, text: strings.TrimSpace(number + " " + text), elem: toci.child("Reference").child("Link")}}
	if depth == 0 {
		st = st.bold()
	}
	indent := float64(depth) * b.style.contentsStep
	spans := []span{{textStyle: st, text: text}}
	if number != "" {
		spans = []span{{textStyle: st, text: number + "\u2002" + text}}
	}
	ls := breakLines(b.items(spans, t.size), setting{measure: at.w - indent - 34})
	entry := &contentsLine{anchor: name}
	b.contents = append(b.contents, entry)
	for i, ln := range ls {
		v := vitem{h: t.lead, cost: costRow}
		if i < len(ls)-1 {
			v.cost = forbidden
		}
		v.draw = func(p *painter, y float64) {
			base := y + t.baseline()
			p.line(toci, ln, at.x+indent, base)
			if i == len(ls)-1 {
				p.leader(st.link.elem.parent, entry, at.x+indent+ln.w+5, at.x+at.w, base, t.size)
			}
		}
		b.add(v)
	}
}

// leader draws dots from x to a page number that ends at right.
func (p *painter) leader(e *element, c *contentsLine, x, right, y, size float64) {
	st := textStyle{face: "sans", ink: muted}
	num := p.b.oneLine([]span{{textStyle: st, text: strconv.Itoa(c.page)}}, size)
	p.artifact(func() {
		gap := p.b.style.leaderGap
		end := right - 22
		if end-x < 2*gap {
			return
		}
		from := end - float64(int((end-x)/gap))*gap // dots of all lines stand below each other
		p.raw("q 1 J [0 ")
		p.buf = append(appendNum(p.buf, gap, 2), "] 0 d "...)
		p.op("w", 0.9)
		p.colour(hairline, "RG")
		p.op("m", from, p.h-y+0.6)
		p.op("l", end, p.h-y+0.6)
		p.raw("S Q\n")
		p.forget()
	})
	p.line(e, num, right-num.w, y)
}
