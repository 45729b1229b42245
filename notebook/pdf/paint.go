package pdf

import "strconv"

// A painter writes one page. Its y axis grows downwards from the top of the page.
type painter struct {
	stream
	b        *builder
	page     *page
	h        float64 // height of the page
	pictures []placedPicture
	links    []annotation
	marks    []*element // element of each marked content, by its number
	inside   bool       // of marked content
	edge     edge       // of the page, where artifacts belong to it
	runs     []textRun  // what tests look at
}

// An annotation is a link on a page: a rectangle, from the top of the page, and where it leads.
type annotation struct {
	x, y, w, h float64
	link       *hyperlink
	page       int
	id         int // number of its object in the file
	parent     int // its key in the parent tree
}

// A placedPicture stands at a place of the content stream; the container draws it there.
type placedPicture struct {
	at         int // offset in the stream
	pic        *picture
	x, y, w, h float64 // from the top of the page
}

// A textRun is one string on a page, for tests: where its baseline begins, how wide it is, what it says.
type textRun struct {
	x, y, w, size float64
	text          string
}

// tagged draws content that belongs to an element.
func (p *painter) tagged(e *element, draw func()) {
	if e == nil || p.inside {
		p.artifact(draw)
		return
	}
	id := len(p.marks)
	p.marks = append(p.marks, e)
	e.kids = append(e.kids, kid{page: p.page.index, mcid: id})
	p.raw("/" + e.role + "<</MCID " + strconv.Itoa(id) + ">>BDC\n")
	p.inside = true
	draw()
	p.inside = false
	p.raw("EMC\n")
}

// bound notes where the drawing of an element stands.
func (p *painter) bound(e *element, x, y, w, h float64) {
	if e == nil {
		return
	}
	r := rect{x, p.h - y - h, x + w, p.h - y}
	if e.box != nil && e.boxPage == p.page.index { // a formula in pieces
		r = rect{min(r.x0, e.box.x0), min(r.y0, e.box.y0), max(r.x1, e.box.x1), max(r.y1, e.box.y1)}
	}
	e.box, e.boxPage = &r, p.page.index
}

// artifact draws what is no content: rules, grounds, page numbers.
func (p *painter) artifact(draw func()) {
	if p.inside {
		draw()
		return
	}
	switch p.edge {
	case atHead:
		p.raw("/Artifact<</Type/Pagination/Subtype/Header/Attached[/Top]>>BDC\n")
	case atFoot:
		p.raw("/Artifact<</Type/Pagination/Subtype/Footer/Attached[/Bottom]>>BDC\n")
	default:
		p.raw("/Artifact BMC\n")
	}
	p.inside = true
	draw()
	p.inside = false
	p.raw("EMC\n")
}

// An edge is where furniture stands on a page.
type edge int

const (
	inPage edge = iota
	atHead
	atFoot
)

// bar fills a rectangle whose upper left corner is x, y.
func (p *painter) bar(x, y, w, h float64, c color) { p.rect(x, p.h-y-h, w, h, c) }

// line draws a line of text with its baseline at y. e is the element it belongs to; nil makes it an artifact.
func (p *painter) line(e *element, ln line, x, y float64) {
	for i := 0; i < len(ln.frags); {
		own := ln.frags[i].owner()
		j, w := i, 0.0
		for j < len(ln.frags) && ln.frags[j].owner() == own {
			w += ln.frags[j].w + ln.frags[j].extra
			j++
		}
		target := e
		if own != nil && e != nil {
			target = own
			e.adopt(own)
		}
		frags := ln.frags[i:j]
		p.mention(target, frags)
		p.tagged(target, func() { p.frags(frags, x, y) })
		p.link(frags, x, y, w)
		x += w
		i = j
	}
}

// owner is the element that a frag belongs to below its paragraph: a link, a formula, code.
func (f *frag) owner() *element {
	if f.object != nil && f.object.elem != nil {
		return f.object.elem
	}
	if f.style.link != nil {
		return f.style.link.elem
	}
	return f.style.elem
}

// link records the annotation of frags that are one link.
func (p *painter) link(frags []frag, x, y, w float64) {
	l := frags[0].style.link
	if l == nil {
		return
	}
	size := frags[0].size
	a := annotation{x: x, y: y - size*0.9 - frags[0].style.rise*size, w: w, h: size * 1.2, link: l, page: p.page.index}
	p.links = append(p.links, a)
}

// frags draws the frags of one owner.
func (p *painter) frags(frags []frag, x, y float64) {
	p.codeGround(frags, x, y)
	for i := 0; i < len(frags); {
		f := &frags[i]
		switch {
		case f.object != nil:
			p.object(f, x, y)
			x += f.w + f.extra
			i++
			continue
		case f.lost:
			p.lost(f, x, y)
			x += f.w + f.extra
			i++
			continue
		case f.emoji != nil:
			p.emoji(f, x, p.h-y+f.style.rise*f.size, 0, 1)
			p.strokes(frags[i:i+1], x, y)
			x += f.w + f.extra
			i++
			continue
		}
		j, w := i, 0.0
		for j < len(frags) && f.joins(&frags[j]) {
			w += frags[j].w + frags[j].extra
			j++
		}
		if f.silent {
			p.instead("")
		}
		p.glyphs(frags[i:j], x, y, w)
		if f.silent {
			p.raw("EMC\n")
		}
		p.strokes(frags[i:j], x, y)
		x += w
		i = j
	}
}

// joins tells whether g can be drawn in the same string as f.
func (f *frag) joins(g *frag) bool {
	return g.object == nil && !g.lost && g.emoji == nil && g.silent == f.silent && g.face == f.face && g.size == f.size &&
		g.style.ink == f.style.ink && g.style.oblique == f.style.oblique && g.style.rise == f.style.rise
}

// glyphs draws frags of one typeface, size and colour as one string.
func (p *painter) glyphs(frags []frag, x, y, w float64) {
	f := &frags[0]
	size, base := f.size, p.h-y+f.style.rise*f.size
	p.fill(f.style.ink)
	p.raw("BT ")
	p.setFont(p.b.use(f.face), size)
	if f.style.oblique {
		p.op("Tm", 1, 0, 0.2, 1, x, base)
	} else {
		p.op("Td", x, base)
	}
	p.raw("[<")
	var text []rune
	gap := 0.0
	for i := range frags {
		for k, g := range frags[i].glyphs {
			if gap += float64(g.shift); gap != 0 {
				p.buf = append(appendNum(append(p.buf, '>'), -gap, 1), '<')
			}
			p.code(f.face.subset.Rune(g.r))
			gap = float64(g.kern-g.shift) + frags[i].track
			if k == len(frags[i].glyphs)-1 {
				gap += frags[i].extra * 1000 / size
			}
			text = append(text, g.r)
		}
	}
	p.raw(">]TJ ET\n")
	p.runs = append(p.runs, textRun{x, p.h - base, w, size, string(text)})
}

// strokes draws the line through struck text and the line under underlined text.
func (p *painter) strokes(frags []frag, x, y float64) {
	for i := range frags {
		f := &frags[i]
		if f.style.strike {
			p.bar(x, y-f.size*0.34, f.w+f.extra, f.size*p.b.style.underline, f.style.ink)
		}
		if f.style.under {
			p.bar(x, y+f.size*0.13, f.w+f.extra, f.size*p.b.style.underline, f.style.ink)
		}
		x += f.w + f.extra
	}
}

// ground is the colour that text in this style stands on, when it is not the paper's.
func (st *textStyle) ground() (color, bool) {
	switch {
	case st.code:
		return codePaper, true
	case st.marked:
		return markPaper, true
	}
	return color{}, false
}

// codeGround draws the ground under code and highlighted text, one piece for each stretch.
func (p *painter) codeGround(frags []frag, x, y float64) {
	for i := 0; i < len(frags); {
		f := &frags[i]
		ground, ok := f.style.ground()
		if !ok {
			x += f.w + f.extra
			i++
			continue
		}
		w, size := 0.0, f.size
		for i < len(frags) {
			if g, ok := frags[i].style.ground(); !ok || g != ground {
				break
			}
			w += frags[i].w + frags[i].extra
			i++
		}
		p.roundRect(x-1.2, p.h-y-size*0.30, w+2.4, size*1.22, 1.6, corners{true, true}, ground)
		x += w
	}
}

// object draws an object in the line.
func (p *painter) object(f *frag, x, y float64) {
	switch o := f.object; {
	case o.figure != nil:
		p.formula(o.figure, o.elem, x, y-(o.figure.H-o.figure.Depth)*o.zoom, o.zoom, o.text)
	case o.box > 0:
		p.checkBox(o.box == 2, x, y, f.size)
	}
}

// checkBox draws the box of a task, ticked or open.
func (p *painter) checkBox(ticked bool, x, y, size float64) {
	text := "☐"
	if ticked {
		text = "☑"
	}
	p.instead(text)
	a := size * 0.78
	x, base := x+size*0.08, p.h-y-size*0.06
	p.raw("q ")
	p.colour(muted, "RG")
	p.op("w", 0.8)
	if ticked {
		p.colour(accent, "RG")
	}
	p.op("re S", x, base, a, a)
	if ticked {
		p.raw("1 J 1 j ")
		p.op("w", 1.3)
		p.op("m", x+a*0.22, base+a*0.52)
		p.op("l", x+a*0.42, base+a*0.28)
		p.op("l", x+a*0.8, base+a*0.76)
		p.op("S")
	}
	p.raw("Q\nEMC\n")
	p.forget()
}
