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
	e := at.elem.child("Formula")
	e.alt = v.TeX
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
	b.add(formula(f, number, at, k, e))
	b.space(b.style.parSkip + 3)
}

func formula(f *figure.Figure, number line, at frame, k float64, e *element) vitem {
	w, h := f.W*k, f.H*k
	return vitem{h: h, draw: func(p *painter, y float64) {
		p.tagged(e, func() {
			p.instead(e.alt)
			p.figure(f, at.x+(at.w-w)/2, y, k)
			p.raw("EMC\n")
		})
		if len(number.frags) > 0 {
			axis := y + h - f.Depth*k // the baseline of the formula
			p.line(e, number, at.x+at.w-number.w, axis)
		}
	}}
}
