package pdf

import (
	"quire/notebook"
	"quire/notebook/figure"
	"quire/notebook/tex"
)

// numberGap is the least space between a formula and its number, in em.
const numberGap = 1.2

// mathBlock sets a displayed formula in the middle, with its number at the right. One that is wider than the measure is
// set on several lines, and its number beside the last.
func (b *builder) mathBlock(v *notebook.MathBlock, at frame) {
	t := b.style.body
	var number line
	room := at.w
	if eq := b.r.Equation(v); eq != nil {
		b.anchor = &anchor{name: eq.Anchor}
		number = b.oneLine([]span{{textStyle: running, text: "(" + eq.Number + ")"}}, t.size)
		room -= number.w + numberGap*t.size
	}
	f, problems := tex.Layout(v.TeX, tex.Options{Display: true, Size: t.size * b.style.mathScale, Text: b.style.role("sans"), Measure: room, Macros: b.macros})
	f = enclosed(f)
	b.formulaProblems(v, problems)
	par := at.elem.child("P")
	e := par.child("Formula")
	e.alt, e.block = v.TeX, true
	k := min(1, room/max(1, f.W), b.style.height()*0.9/max(1, tall(f)))
	b.keep(costListEnd)
	b.space(b.style.parSkip + 1)
	b.add(formula(f, number, at.in(par), k, e))
	b.space(b.style.parSkip + 3)
}

// formulaProblems reports what is wrong with a formula, at its place in the note.
func (b *builder) formulaProblems(n notebook.Formula, problems []tex.Problem) {
	for _, p := range problems {
		line, col := b.r.Note.FormulaPosition(n, p.Offset)
		b.warnAt(Warning{Line: line, Col: col, Message: "formula: " + p.Message})
	}
}

// formula is a display: in the middle of its frame, or, where its number would be in the way, before the number.
func formula(f *figure.Figure, number line, at frame, k float64, e *element) vitem {
	w, h := f.W*k, f.H*k
	x := (at.w - w) / 2
	if len(number.frags) > 0 {
		x = max(0, min(x, at.w-number.w-numberGap*number.frags[0].size-w))
	}
	return vitem{h: h, draw: func(p *painter, y float64) {
		p.tagged(e, func() {
			p.formula(f, e, at.x+x, y, k, e.alt)
		})
		if len(number.frags) > 0 {
			axis := y + h - f.Depth*k // the baseline of the formula
			p.line(at.elem, number, at.x+at.w-number.w, axis)
		}
	}}
}

// formula draws a formula with its upper left corner at x, y. What is read or copied is its source, at the baseline and as
// wide as the drawing: readers would take the height of its first letter for the line's, and the room beside its last for
// a space. Of a formula in pieces, the first carries the source of all.
func (p *painter) formula(f *figure.Figure, e *element, x, y, k float64, source string) {
	w, h := f.W*k, f.H*k
	if source != "" {
		p.instead(source)
		p.blank(x, y+h-f.Depth*k, w, p.b.style.body.size)
		p.raw("EMC\n")
	}
	p.instead("")
	p.figure(f, x, y, k)
	p.raw("EMC\n")
	p.bound(e, x, y, w, h)
}
