package pdf

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"

	"quire/notebook"
)

// pictureBlock sets a paragraph that is a lone image, with its caption below.
func (b *builder) pictureBlock(n ast.Node, pic notebook.Picture, at frame) {
	c := b.r.Caption(n)
	d, err := b.pictureDrawing(n, pic, at.w)
	if err == nil {
		b.figureBlock(d, c, pic.Pos == "", at)
		return
	}
	e := b.missing(string(pic.Image.Destination), err, at)
	if c != nil {
		b.trim()
		b.keep(forbidden)
		b.anchor = &anchor{name: c.Anchor}
		b.caption(c, at.in(e))
	}
}

// drawer is what draws a picture at w × h.
func (b *builder) drawer(p *loadedPicture, w, h float64) (func(p *painter, x, y, k float64), error) {
	if f := p.drawing; f != nil {
		return func(p *painter, x, y, k float64) { p.figure(f, x, y, k*w/f.W) }, nil
	}
	fitted, err := b.fitted(p, w, false)
	return func(p *painter, x, y, k float64) { p.place(fitted, x, y, w*k, h*k) }, err
}

// remarks warns of what a drawing does not show as its file says.
func (b *builder) remarks(line int, path string, p *loadedPicture) {
	for _, note := range p.notes {
		b.warn(line, "image "+path+": "+note)
	}
}

// title is what a picture says of itself.
func (p *loadedPicture) title() string {
	if p.drawing == nil {
		return ""
	}
	return p.drawing.Alt
}

// limit shrinks a size to the measure and to the greatest height of a figure.
func (b *builder) limit(w, h float64, at frame) (float64, float64) {
	k := min(1, at.w/max(w, 1), b.style.height()*b.style.figureMax/max(h, 1))
	return w * k, h * k
}

// widthOf reads a width as notes give it: "50%", "8cm", "300px", "300" (pixels of a screen), "120pt"; 0 when there is
// none.
func widthOf(s string, measure float64) float64 {
	units := []struct {
		name   string
		points float64
	}{{"%", measure / 100}, {"cm", 72 / 2.54}, {"mm", 72 / 25.4}, {"in", 72}, {"pt", 1}, {"px", 0.75}, {"", 0.75}}
	for _, u := range units {
		if t, ok := strings.CutSuffix(strings.TrimSpace(s), u.name); ok {
			v, err := strconv.ParseFloat(strings.TrimSpace(t), 64)
			if err != nil || v <= 0 {
				return 0
			}
			return v * u.points
		}
	}
	return 0
}

// shortPath is the address of an image as it is shown: without the bytes of one that stands in its address.
func shortPath(path string) string {
	if kind, _, ok := strings.Cut(path, ","); ok && strings.HasPrefix(strings.ToLower(path), "data:") {
		return kind + ",…"
	}
	return path
}

// missingText says which image is not shown, and why.
func (b *builder) missingText(path string, err error) []span {
	st := textStyle{face: "sans", ink: errorInk}
	return []span{{textStyle: st, text: b.words.missingImage + ": "}, {textStyle: textStyle{face: "mono", ink: errorInk}, text: shortPath(path)}, {textStyle: st, text: " (" + b.words.reason(err) + ")"}}
}

// plainSpans is the text of spans.
func plainSpans(spans []span) string {
	var t strings.Builder
	for _, s := range spans {
		t.WriteString(s.text)
	}
	return t.String()
}

// missing shows where an image should be, and returns the figure's element.
func (b *builder) missing(path string, err error, at frame) *element {
	t := b.style.caption
	spans := b.missingText(path, err)
	in := frame{at.x + 10, at.w - 20, at.elem.child("Figure")}
	in.elem.alt, in.elem.block = plainSpans(spans), true
	b.space(b.style.blockSkip)
	b.within(&band{x: at.x, w: at.w, filled: true, ground: errPaper, radius: b.style.codeRadius}, func() {
		ls := breakLines(b.items(spans, t.size), setting{measure: in.w})
		h := 24 + t.lead*float64(len(ls))
		b.add(vitem{h: 12, cost: forbidden, draw: func(p *painter, y float64) { p.bound(in.elem, at.x, y, at.w, h) }})
		b.lines(ls, in, t, func(ln line) float64 { return (in.w - ln.w) / 2 })
		b.keep(forbidden)
		b.add(vitem{h: 12})
	})
	b.space(b.style.blockSkip)
	return in.elem
}

// figureBlock sets a drawing in the middle of the measure, with its caption below. It may shrink when the pages are cut,
// and move when it is free.
func (b *builder) figureBlock(d graphic, c *notebook.Caption, free bool, at frame) {
	e := at.elem.child("Figure")
	e.alt = d.alt
	if c != nil && e.alt == "" {
		e.alt = cmp.Or(c.Text.Plain, c.Label)
	}
	e.alt, e.block = cmp.Or(e.alt, b.r.Strings.Figure), true
	numbered := c != nil && c.Label != ""
	size, h := b.limit(d.w, d.h, at)
	size /= max(d.w, 0.01)
	b.floating(numbered, numbered && free, at, func() {
		if c != nil {
			b.anchor = &anchor{name: c.Anchor}
		}
		fl := b.float
		b.add(vitem{h: h, full: h, draw: func(p *painter, y float64) {
			k := fl.k * size
			x := at.x + (at.w-d.w*k)/2
			p.tagged(e, func() { d.draw(p, x, y, k) })
			p.bound(e, x, y, d.w*k, d.h*k)
		}})
		if c != nil {
			b.keep(forbidden)
			b.caption(c, at.in(e))
		}
	})
}

// caption sets a caption in the middle, ragged, below what it is about.
func (b *builder) caption(c *notebook.Caption, at frame) {
	b.add(vitem{h: b.style.captionSkip, cost: forbidden})
	b.captionLines(c, at)
	b.space(b.style.blockSkip + 3)
}

func (b *builder) captionLines(c *notebook.Caption, at frame) {
	s := b.style
	ls := b.captionText(c, at.w-2*s.captionInset)
	from := len(b.list)
	b.lines(ls, at.in(at.elem.child("Caption")), s.caption, func(ln line) float64 { return (at.w - ln.w) / 2 })
	for i := from; i < len(b.list)-1; i++ {
		b.list[i].cost = forbidden
	}
}

// captionText breaks a caption into lines.
func (b *builder) captionText(c *notebook.Caption, measure float64) []line {
	st := textStyle{face: "sans", ink: muted}
	var spans []span
	if c.Label != "" {
		bold := st.bold()
		bold.ink = ink
		spans = append(spans, span{textStyle: bold, text: strings.ReplaceAll(c.Label, " ", "\u00a0") + "\u2002"})
	}
	size := b.style.caption.size
	spans = append(spans, b.rich(c.Text, st, size, measure)...)
	return balanced(b.items(spans, size), measure)
}

// nodeLine is the note's line of a block.
func (b *builder) nodeLine(n ast.Node) int {
	if l := n.Lines(); l != nil && l.Len() > 0 {
		return b.lineAt(l.At(0).Start)
	}
	return 0
}
