package pdf

import (
	"cmp"

	"github.com/yuin/goldmark/ast"

	"quire/notebook"
	"quire/notebook/output"
)

// A panel is one drawing among those of a figure. Draw draws it at a scale; k is what it is scaled by to fit its column.
type panel struct {
	graphic
	caption *notebook.Caption // "(a)" and its text; may be nil
	k       float64
}

// A graphic is something of a size that can be drawn at any scale.
type graphic struct {
	w, h float64
	alt  string
	draw func(p *painter, x, y, k float64)
}

// div sets a fenced div: its pictures side by side, all else as it stands.
func (b *builder) div(d *notebook.Div, at frame) {
	pictures := b.r.Note.Pictures(d)
	if len(pictures) == 0 {
		b.children(d, at)
		return
	}
	var panels []*panel
	free := true
	flush := func(c *notebook.Caption) {
		b.panels(panels, d.Columns(), c, free, at)
		panels = nil
	}
	whole := b.r.Caption(d)
	for c := d.FirstChild(); c != nil; c = c.NextSibling() {
		if pic, ok := b.r.Note.Picture(c); ok {
			free = free && pic.Pos == ""
			dr, _ := b.pictureDrawing(c, pic, at.w/float64(max(1, d.Columns())))
			panels = append(panels, &panel{graphic: dr, caption: b.r.Caption(c)})
			continue
		}
		if whole == nil {
			flush(nil)
		}
		b.block(c, at)
	}
	flush(whole)
}

// panels sets drawings in columns, each with its caption, and the caption of the whole below. Those of one row stand on
// one line.
func (b *builder) panels(panels []*panel, columns int, c *notebook.Caption, free bool, at frame) {
	if len(panels) == 0 {
		return
	}
	numbered := c != nil && c.Label != ""
	for _, p := range panels {
		numbered = numbered || p.caption != nil && p.caption.Label != ""
	}
	columns = min(max(columns, 1), len(panels))
	b.floating(numbered, numbered && free, at, func() {
		if c != nil {
			b.anchor = &anchor{name: c.Anchor}
		}
		e := at.elem.child("Div")
		for i := 0; i < len(panels); i += columns {
			if i > 0 {
				b.keep(costSmall)
				b.add(vitem{h: b.style.blockSkip, cost: costSmall})
			}
			b.panelRow(panels[i:min(i+columns, len(panels))], columns, at.in(e))
		}
		if c != nil {
			b.keep(forbidden)
			b.caption(c, at.in(e))
		}
	})
}

// panelRow sets one row of drawings, and below it their captions.
func (b *builder) panelRow(row []*panel, columns int, at frame) {
	s := b.style
	width := (at.w - s.panelGap*float64(columns-1)) / float64(columns)
	left := at.x + (at.w-width*float64(len(row))-s.panelGap*float64(len(row)-1))/2 // a row that is not full stands in the middle
	x := func(i int) float64 { return left + float64(i)*(width+s.panelGap) }
	high := 0.0
	elems := make([]*element, len(row))
	for i, p := range row {
		p.k = min(1, width/max(p.w, 1), s.height()*s.figureMax/max(p.h, 1))
		high = max(high, p.h*p.k)
		elems[i] = at.elem.child("Figure")
		elems[i].alt = p.alt
		if elems[i].alt == "" && p.caption != nil {
			elems[i].alt = p.caption.Text.Plain
		}
		elems[i].alt, elems[i].block = cmp.Or(elems[i].alt, b.r.Strings.Figure), true
	}
	fl := b.float
	for _, p := range row {
		if p.caption != nil {
			b.marked(p.caption.Anchor)
		}
	}
	b.add(vitem{h: high, full: high, cost: forbidden, draw: func(pt *painter, y float64) {
		for i, p := range row {
			k := p.k * fl.k
			left, top := x(i)+(width-p.w*k)/2, y+high*fl.k-p.h*k
			pt.tagged(elems[i], func() { p.draw(pt, left, top, k) })
			pt.bound(elems[i], left, top, p.w*k, p.h*k)
		}
	}})
	b.panelCaptions(row, elems, width, x)
}

// marked makes the next item the place of an anchor, beside those that wait for it.
func (b *builder) marked(name string) {
	b.anchor = &anchor{name: name, also: b.anchor}
}

// panelCaptions sets the captions of a row of drawings side by side.
func (b *builder) panelCaptions(row []*panel, elems []*element, width float64, x func(int) float64) {
	t := b.style.caption
	lines := make([][]line, len(row))
	v := vitem{h: b.style.captionSkip, cost: costSmall}
	most := 0
	for i, p := range row {
		if p.caption == nil {
			continue
		}
		lines[i] = b.captionText(p.caption, width)
		most = max(most, len(lines[i]))
	}
	if most == 0 {
		b.list[len(b.list)-1].cost = costSmall
		return
	}
	base := make([]float64, most)
	for n := range most {
		asc, desc := t.baseline(), t.lead-t.baseline()
		for i := range lines {
			if n < len(lines[i]) {
				asc, desc = max(asc, lines[i][n].asc+1.2), max(desc, lines[i][n].desc+1.2)
				v.notes = append(v.notes, lines[i][n].notes...)
			}
		}
		base[n] = v.h + asc
		v.h += asc + desc
	}
	captions := make([]*element, len(row))
	for i := range row {
		if len(lines[i]) > 0 {
			captions[i] = elems[i].child("Caption")
		}
	}
	v.draw = func(p *painter, y float64) {
		for i := range lines {
			for n, ln := range lines[i] {
				p.line(captions[i], ln, x(i)+(width-ln.w)/2, y+base[n])
			}
		}
	}
	b.add(v)
}

// cellFigure sets several drawings of a cell as one figure.
func (b *builder) cellFigure(c *notebook.CellReport, outputs []*notebook.OutputReport, at frame) {
	var panels []*panel
	for _, o := range outputs {
		if d, ok := b.outputDrawing(o, at); ok {
			panels = append(panels, &panel{graphic: d, caption: o.Part})
		}
	}
	b.panels(panels, c.Columns, outputs[len(outputs)-1].Caption, c.Cell.Options.FigPos == "", at)
}

// outputDrawing is the drawing that an output is; ok is false when there is nothing to draw.
func (b *builder) outputDrawing(r *notebook.OutputReport, at frame) (d graphic, ok bool) {
	switch o := r.Output.(type) {
	case *output.Figure:
		if o.Figure == nil {
			return d, false
		}
		f := b.sound(o.Figure)
		return graphic{f.W, f.H, cmp.Or(r.Alt, f.Alt), func(p *painter, x, y, k float64) { p.figure(f, x, y, k) }}, true
	case *output.Image:
		d, err := b.imageDrawing(o, at)
		if err != nil {
			b.warn(0, "image output: "+b.words.reason(err))
			return b.broken("PNG", err, at.w), true
		}
		d.alt = cmp.Or(r.Alt, o.Alt)
		return d, true
	}
	return d, false
}

// imageDrawing is a picture of a cell, at the size that it asks for or at most that of the measure.
func (b *builder) imageDrawing(o *output.Image, at frame) (d graphic, err error) {
	p, err := newPicture(o.PNG)
	if err != nil {
		return d, err
	}
	w, h := p.natural(b.style)
	if o.Width > 0 {
		w, h = o.Width, h*o.Width/w
	}
	w, h = b.limit(w, h, at)
	pic, err := b.picture(o.PNG, w, !o.Smooth, false)
	return graphic{w, h, o.Alt, func(p *painter, x, y, k float64) { p.place(pic, x, y, w*k, h*k) }}, err
}

// pictureDrawing is an image of the note, or the box that says why there is none.
func (b *builder) pictureDrawing(n ast.Node, pic notebook.Picture, measure float64) (d graphic, err error) {
	path := string(pic.Image.Destination)
	p, err := b.load(path)
	if err == nil {
		w, h := p.natural(b.style)
		if asked := widthOf(pic.Width, measure); asked > 0 {
			w, h = asked, h*asked/w
		}
		w, h = b.limit(w, h, frame{w: measure})
		var draw func(p *painter, x, y, k float64)
		if draw, err = b.drawer(p, w, h); err == nil {
			b.remarks(b.nodeLine(n), path, p)
			return graphic{w, h, cmp.Or(plainText(pic.Image, b.r.Note.Source), p.title()), draw}, nil
		}
	}
	b.warn(b.nodeLine(n), "image "+path+": "+b.words.reason(err))
	return b.broken(path, err, measure), err
}

// broken is the box in the place of an image that cannot be shown, as a drawing.
func (b *builder) broken(path string, err error, width float64) graphic {
	t := b.style.caption
	lines := breakLines(b.items(b.missingText(path, err), t.size), setting{measure: width - 20})
	h := float64(len(lines))*t.lead + 24
	return graphic{width, h, path, func(p *painter, x, y, k float64) {
		p.roundRect(x, p.h-y-h*k, width*k, h*k, b.style.codeRadius, corners{true, true}, errPaper)
		y += (h*k - float64(len(lines))*t.lead) / 2
		for i, ln := range lines {
			p.line(nil, ln, x+(width*k-ln.w)/2, y+float64(i)*t.lead+t.baseline())
		}
	}}
}
