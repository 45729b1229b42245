package pdf

import "fmt"

// A paintedPage is the content of one page and what goes around it in the file.
type paintedPage struct {
	content  []byte
	pictures []placedPicture
	links    []annotation
	marks    []*element
	runs     []textRun
}

// A destination is where an anchor came to stand.
type destination struct {
	page int
	y    float64 // from the top of the page
}

// paintPages draws every page.
func paintPages(b *builder, pages []*page) []*paintedPage {
	b.resolve(pages)
	extents := bandExtents(b.list)
	var out []*paintedPage
	for _, pg := range pages {
		p := &painter{b: b, page: pg, h: b.style.pageH}
		p.furniture(pg.index, len(pages))
		p.bandsOf(pg, extents)
		for _, it := range pg.items {
			if it.v.draw != nil {
				it.v.draw(p, it.y)
			}
		}
		p.paintNotes(pg.notes)
		out = append(out, &paintedPage{p.buf, p.pictures, p.links, p.marks, p.runs})
	}
	return out
}

// resolve finds where the anchors are, and gives the contents their page numbers.
func (b *builder) resolve(pages []*page) {
	b.places = map[string]destination{}
	for _, pg := range pages {
		for _, it := range pg.items {
			d := destination{pg.index, it.y}
			m := it.v.mark
			if it.repeated {
				continue
			}
			for a := m; a != nil; a = a.also {
				if _, ok := b.places[a.name]; !ok && a.name != "" {
					b.places[a.name] = d
				}
			}
			if m != nil && m.title != "" {
				b.outline = append(b.outline, outlineItem{title: m.title, level: m.level, at: d})
			}
		}
	}
	for _, c := range b.contents {
		c.page = b.pageNumber(b.places[c.anchor].page)
	}
}

// furniture draws the header (not on the first page) and the page number; a cover has neither.
func (p *painter) furniture(index, count int) {
	b, s := p.b, p.b.style
	st := textStyle{face: "sans", ink: muted}
	if index == 0 && b.hasCover() {
		return
	}
	p.edge = atHead
	defer func() { p.edge = inPage }()
	if index > 0 {
		right := line{}
		if names := authorNames(b.r.Note.Meta.Authors); names != "" {
			right = b.oneLine([]span{{textStyle: st, text: names}}, s.small.size)
			if right.w > s.width()*0.4 {
				right = line{}
			}
		}
		p.line(nil, b.shortened(b.r.Title, st, s.small.size, s.width()-right.w-20), s.left, s.headY)
		p.line(nil, right, s.left+s.width()-right.w, s.headY)
		p.artifact(func() { p.bar(s.left, s.headY+6.5, s.width(), 0.4, hairline) })
	}
	p.edge = atFoot
	foot := b.oneLine([]span{{textStyle: st, text: fmt.Sprintf("%d / %d", b.pageNumber(index), b.pageNumber(count-1))}}, s.small.size)
	p.line(nil, foot, s.left+(s.width()-foot.w)/2, s.pageH-s.footY)
}

// shortened is text on one line of at most a width; what is cut off is shown as an ellipsis.
func (b *builder) shortened(text string, st textStyle, size, width float64) line {
	lines := func(measure float64) []line {
		return breakLines(b.items([]span{{textStyle: st, text: text}}, size), setting{measure: measure})
	}
	ls := lines(width)
	switch len(ls) {
	case 0:
		return line{}
	case 1:
		return ls[0]
	}
	dots := b.oneLine([]span{{textStyle: st, text: "…"}}, size)
	ls = lines(width - dots.w)
	ls[0].add(dots.frags, 0)
	return ls[0]
}

// A bandExtent counts the items along a band: in all, and on the pages drawn so far.
type bandExtent struct{ total, drawn int }

func bandExtents(list []vitem) map[*band]*bandExtent {
	out := map[*band]*bandExtent{}
	for i := range list {
		if list[i].glue {
			continue
		}
		for _, bd := range list[i].bands {
			if out[bd] == nil {
				out[bd] = &bandExtent{}
			}
			out[bd].total++
		}
	}
	return out
}

// bandsOf draws the grounds and bars of a page's items, outer ones first. An edge where a band goes on on another page
// is left straight.
func (p *painter) bandsOf(pg *page, extents map[*band]*bandExtent) {
	type piece struct {
		y0, y1 float64
		items  int
	}
	pieces := map[*band]*piece{}
	var order []*band
	for _, it := range pg.items {
		for _, bd := range it.v.bands {
			pc := pieces[bd]
			if pc == nil {
				pc = &piece{y0: it.y}
				pieces[bd] = pc
				order = append(order, bd)
			}
			pc.y1 = it.y + it.v.h
			if !it.repeated {
				pc.items++
			}
		}
	}
	if len(order) == 0 {
		return
	}
	p.artifact(func() {
		for _, bd := range order {
			pc, ex := pieces[bd], extents[bd]
			round := corners{top: ex.drawn == 0}
			ex.drawn += pc.items
			round.bottom = ex.drawn == ex.total
			if bd.filled {
				p.roundRect(bd.x, p.h-pc.y1, bd.w, pc.y1-pc.y0, bd.radius, round, bd.ground)
			}
			if bd.barred {
				p.bar(bd.x, pc.y0, 1.7, pc.y1-pc.y0, bd.bar)
			}
		}
	})
}
