package pdf

import (
	"cmp"
	"math"
	"strconv"

	"quire/notebook/figure"
	"quire/notebook/font"
)

// figure draws a display list with its upper left corner at x, y, scaled by k.
func (p *painter) figure(f *figure.Figure, x, y, k float64) {
	d := &drawing{p: p, x: x, y: p.h - y - f.H*k, k: k}
	d.ops(f.Ops)
}

func (d *drawing) ops(ops []figure.Op) {
	for i := range ops {
		switch op := &ops[i]; {
		case op.Path != nil:
			d.path(op.Path)
		case op.Text != nil:
			d.text(op.Text)
		case op.Glyph != nil:
			d.glyph(op.Glyph)
		case op.Image != nil:
			d.image(op.Image)
		case op.Clip != nil:
			d.clip(op.Clip)
		}
	}
}

// clip draws operations inside a path. Without a path nothing is inside.
func (d *drawing) clip(o *figure.ClipOp) {
	if len(o.Path) == 0 {
		return
	}
	p := d.p
	p.raw("q\n")
	d.trace(o.Path)
	if o.EvenOdd {
		p.raw("W* n\n")
	} else {
		p.raw("W n\n")
	}
	p.forget()
	d.ops(o.Ops)
	p.raw("Q\n")
	p.forget()
}

// A drawing places a figure's coordinates on the page: the figure's lower left corner is at x, y of the stream.
type drawing struct {
	p    *painter
	x, y float64
	k    float64
}

func (d *drawing) at(p figure.Point) (x, y float64) { return d.x + p.X*d.k, d.y + p.Y*d.k }

func (d *drawing) path(o *figure.PathOp) {
	fill, fillAlpha := pigment(o.Fill)
	stroke, strokeAlpha := pigment(o.Stroke)
	hasFill, hasStroke := fillAlpha > 0, strokeAlpha > 0
	if len(o.Path) == 0 || !hasFill && !hasStroke {
		return
	}
	p := d.p
	p.raw("q ")
	if hasFill {
		p.colour(fill, "rg")
	}
	if hasStroke {
		p.colour(stroke, "RG")
		d.pen(o)
	}
	p.transparent(fillAlpha, strokeAlpha)
	d.trace(o.Path)
	paint := "S"
	switch {
	case hasFill && hasStroke:
		paint = "B"
	case hasFill:
		paint = "f"
	}
	if o.EvenOdd && hasFill {
		paint += "*"
	}
	p.raw(paint + " Q\n")
	p.forget()
}

// pen sets the width of a line, its ends, corners and dashes.
func (d *drawing) pen(o *figure.PathOp) {
	p := d.p
	p.op("w", o.Width*d.k)
	ends := map[string]string{"butt": "0 J ", "square": "2 J "}[o.Cap]
	switch {
	case ends == "" && o.Cap == "" && len(o.Dash) > 0:
		ends = "0 J "
	case ends == "":
		ends = "1 J "
	}
	corners := map[string]string{"miter": "0 j 4 M ", "bevel": "2 j "}[o.Join]
	p.raw(ends + cmp.Or(corners, "1 j "))
	if len(o.Dash) > 0 {
		p.raw("[")
		for _, v := range o.Dash {
			p.buf = append(appendNum(p.buf, v*d.k, 2), ' ')
		}
		p.raw("]")
		p.buf = appendNum(p.buf, o.Offset*d.k, 2)
		p.raw(" d ")
	}
}

// trace writes a path. Coordinates have two decimals: a hundredth of a point cannot be seen.
func (d *drawing) trace(path figure.Path) {
	p := d.p
	put := func(pt figure.Point) {
		x, y := d.at(pt)
		p.buf = append(appendNum(p.buf, x, 2), ' ')
		p.buf = append(appendNum(p.buf, y, 2), ' ')
	}
	for i := range path {
		switch s := &path[i]; s.Kind {
		case figure.Move:
			put(s.P[0])
			p.raw("m\n")
		case figure.Line:
			put(s.P[0])
			p.raw("l\n")
		case figure.Curve:
			put(s.P[0])
			put(s.P[1])
			put(s.P[2])
			p.raw("c\n")
		case figure.Close:
			p.raw("h\n")
		}
	}
}

func (d *drawing) text(o *figure.TextOp) {
	c, alpha := pigment(o.Color)
	if alpha <= 0 || o.Text == "" {
		return
	}
	p := d.p
	if alpha < 1 {
		p.raw("q ")
		p.transparent(alpha, alpha)
		defer func() {
			p.raw("Q\n")
			p.forget()
		}()
		p.forget()
	}
	x, y := d.at(figure.Point{X: o.X, Y: o.Y})
	sin, cos := math.Sincos(o.Angle * math.Pi / 180)
	size := o.Size * d.k
	st := &textStyle{face: labelRole(o.Face), ink: c, oblique: o.Slant}
	for _, f := range p.b.frags(st, o.Text, size) {
		switch {
		case f.lost:
			p.lost(&f, x, p.h-y)
		case f.emoji != nil:
			p.emoji(&f, x, y, sin, cos)
		default:
			p.turned(&f, x, y, sin, cos)
		}
		x, y = x+f.w*cos, y+f.w*sin
	}
}

// labelRole is the role of a face that a drawing names.
func labelRole(face string) string {
	switch face {
	case font.Sans:
		return labelFace
	case font.SansBold:
		return labelBoldFace
	}
	return face
}

// turned draws a frag with its baseline turned around x, y of the stream.
func (p *painter) turned(f *frag, x, y, sin, cos float64) {
	p.fill(f.style.ink)
	p.raw("BT ")
	p.setFont(p.b.use(f.face), f.size)
	switch {
	case f.style.oblique:
		const lean = 0.2
		p.op("Tm", cos, sin, lean*cos-sin, lean*sin+cos, x, y)
	case sin == 0 && cos == 1:
		p.op("Td", x, y)
	default:
		p.op("Tm", cos, sin, -sin, cos, x, y)
	}
	p.raw("[<")
	var text []rune
	for i, g := range f.glyphs {
		p.code(f.face.subset.Rune(g.r))
		if g.kern != 0 && i+1 < len(f.glyphs) {
			p.buf = append(strconv.AppendInt(append(p.buf, '>'), -int64(g.kern), 10), '<')
		}
		text = append(text, g.r)
	}
	p.raw(">]TJ ET\n")
	w := f.w
	if cos < 0.5 {
		w = 0
	}
	p.runs = append(p.runs, textRun{x, p.h - y, w, f.size, string(text)})
}

func (d *drawing) glyph(o *figure.GlyphOp) {
	c, ok := inkOf(o.Color)
	if !ok {
		return
	}
	p := d.p
	face := p.b.typeface(font.Get(o.Face))
	x, y := d.at(figure.Point{X: o.X, Y: o.Y})
	p.fill(c)
	p.raw("BT ")
	p.setFont(p.b.use(face), o.Size*d.k)
	p.op("Td", x, y)
	code := face.subset.Glyph(o.GID)
	if _, ok := face.text[code]; !ok {
		face.text[code] = o.Text
	}
	p.raw("<")
	p.code(code)
	p.raw(">Tj ET\n")
}

func (d *drawing) image(o *figure.ImageOp) {
	pic, err := d.p.b.picture(o.PNG, o.W*d.k, !o.Smooth, true)
	if err != nil {
		return
	}
	x, y := d.at(figure.Point{X: o.X, Y: o.Y})
	d.p.place(pic, x, d.p.h-y-o.H*d.k, o.W*d.k, o.H*d.k)
}

// place draws a picture with its upper left corner at x, y.
func (p *painter) place(pic *picture, x, y, w, h float64) {
	p.pictures = append(p.pictures, placedPicture{at: len(p.buf), pic: pic, x: x, y: y, w: w, h: h})
}

// pigment is the colour of a role or a literal and how much of it covers, from 0 to 1.
func pigment(c figure.Color) (color, float64) {
	l := c.Literal(false)
	b := func(v float64) uint8 { return uint8(255*v + 0.5) }
	return color{b(l.R), b(l.G), b(l.B)}, l.A
}

// inkOf is the colour on paper of a role or a literal; false for the colour that paints nothing. What is half
// transparent is mixed with the paper.
func inkOf(c figure.Color) (color, bool) {
	if c == "" {
		return color{}, false
	}
	l := c.Literal(false)
	mix := func(v float64) uint8 { return uint8(255*(v*l.A+1-l.A) + 0.5) }
	return color{mix(l.R), mix(l.G), mix(l.B)}, l.A > 0
}
