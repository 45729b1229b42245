package pdf

import (
	"quire/notebook"
	"quire/notebook/figure"
	"quire/notebook/tex"
)

// mathBlock sets a displayed formula in the middle, with its number at the right.
func (b *builder) mathBlock(v *notebook.MathBlock, at frame) {
	t := b.style.body
	f, problems := tex.Layout(v.TeX, tex.Options{Display: true, Size: t.size * mathScale, Macros: b.macros})
	for _, p := range problems {
		b.warn(b.lineAt(v.Start), "formula: "+p.Message)
	}
	par := at.elem.child("P")
	e := par.child("Formula")
	e.alt, e.block = v.TeX, true
	var number line
	room := at.w
	if eq := b.r.Equation(v); eq != nil {
		b.anchor = &anchor{name: eq.Anchor}
		number = b.oneLine([]span{{textStyle: running, text: "(" + eq.Number + ")"}}, t.size)
		room -= 2 * (number.w + 8)
	}
	k := min(1, room/max(1, f.W), b.style.height()*0.9/max(1, f.H))
	b.keep(costListEnd)
	b.space(b.style.parSkip + 1)
	b.add(formula(f, number, at.in(par), k, e))
	b.space(b.style.parSkip + 3)
}

func formula(f *figure.Figure, number line, at frame, k float64, e *element) vitem {
	w, h := f.W*k, f.H*k
	return vitem{h: h, draw: func(p *painter, y float64) {
		p.tagged(e, func() {
			p.formula(f, e, at.x+(at.w-w)/2, y, k, e.alt)
		})
		if len(number.frags) > 0 {
			axis := y + h - f.Depth*k // the baseline of the formula
			p.line(at.elem, number, at.x+at.w-number.w, axis)
		}
	}}
}

// formula draws a formula with its upper left corner at x, y. What is read or copied is its source, at the baseline and as
// wide as the drawing: readers would take the height of its first letter for the line's, and the room beside its last for
// a space.
func (p *painter) formula(f *figure.Figure, e *element, x, y, k float64, source string) {
	w, h := f.W*k, f.H*k
	p.instead(source)
	p.blank(x, y+h-f.Depth*k, w, p.b.style.body.size)
	p.raw("EMC\n")
	p.instead("")
	p.figure(f, x, y, k)
	p.raw("EMC\n")
	p.bound(e, x, y, w, h)
}
