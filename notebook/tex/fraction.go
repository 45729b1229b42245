package tex

import "quire/notebook/figure"

// nullDelimiter is the space at both sides of a fraction without delimiters, in em: 1.2 pt at 10 pt.
const nullDelimiter = .12

// fraction sets a numerator over a denominator (rule 15).
func (c context) fraction(f fraction) box {
	outer := c
	if f.style != inherit {
		c.style = f.style
	}
	num, den := c.smaller(false).closed(f.num), c.smaller(true).closed(f.den)
	if f.continued {
		num, den = c.closed(f.num), c.crampedStyle().closed(f.den)
		num.h, num.d = max(num.h, .85*c.em), max(num.d, .35*c.em) // LaTeX's strut
		if free := den.w - num.w; free > 0 && f.align != 0 {
			x := 0.0
			if f.align == 'r' {
				x = free
			}
			wide := box{w: den.w, h: num.h, d: num.d}
			wide.put(num, x, 0)
			num = wide
		}
	}
	var b box
	if f.rule {
		b = c.ruledFraction(num, den, f.thickness*c.em)
	} else {
		b = c.barelessFraction(num, den)
	}
	if f.left != 0 || f.right != 0 {
		want := c.font.consts[delimitedSubFormulaMinHeight] * c.size() / 1000
		if c.displayed() {
			want = 2.39 * c.size()
		} else {
			want = max(min(want, 1.01*c.size()), c.size()) * 1.05
		}
		return outer.enclose(b, f.left, f.right, want)
	}
	var out box
	pad := nullDelimiter * c.em
	out.put(b, pad, 0)
	out.w = b.w + 2*pad
	return out
}

// ruledFraction keeps both parts clear of the rule.
func (c context) ruledFraction(num, den box, thickness float64) box {
	t := c.k(fractionRuleThickness)
	if thickness > 0 {
		t = thickness
	}
	axis := c.k(axisHeight)
	up := max(c.choose(fractionNumeratorDisplayStyleShiftUp, fractionNumeratorShiftUp),
		axis+t/2+c.choose(fractionNumDisplayStyleGapMin, fractionNumeratorGapMin)+num.d)
	down := max(c.choose(fractionDenominatorDisplayStyleShiftDown, fractionDenominatorShiftDown),
		-axis+t/2+c.choose(fractionDenomDisplayStyleGapMin, fractionDenominatorGapMin)+den.h)
	w := max(num.w, den.w)
	var out box
	out.put(num, (w-num.w)/2, up)
	out.put(den, (w-den.w)/2, -down)
	out.rule(0, axis-t/2, w, t, c.color)
	out.w = w
	return out
}

// barelessFraction keeps both parts clear of each other.
func (c context) barelessFraction(num, den box) box {
	up := c.choose(stackTopDisplayStyleShiftUp, stackTopShiftUp)
	down := c.choose(stackBottomDisplayStyleShiftDown, stackBottomShiftDown)
	if lack := c.choose(stackDisplayStyleGapMin, stackGapMin) - ((up - num.d) - (den.h - down)); lack > 0 {
		up += lack / 2
		down += lack / 2
	}
	w := max(num.w, den.w)
	var out box
	out.put(num, (w-num.w)/2, up)
	out.put(den, (w-den.w)/2, -down)
	out.w = w
	return out
}

// radical sets a root (rule 11).
func (c context) radical(r radical) box {
	b := c.crampedStyle().closed(r.body)
	t := c.k(radicalRuleThickness)
	gap := c.choose(radicalDisplayStyleVerticalGap, radicalVerticalGap)
	sign := c.tall('√', b.h+b.d+gap+t)
	if extra := sign.h + sign.d - (b.h + b.d + gap + t); extra > 0 {
		gap += extra / 2
	}
	top := b.h + gap + t
	var out box
	x := 0.0
	if r.degree != nil {
		d := c
		d.style = scriptScriptStyle
		deg := d.closed(r.degree)
		raise := c.font.consts[radicalDegreeBottomRaisePercent] / 100 * (sign.h + sign.d)
		x = max(0, c.k(radicalKernBeforeDegree))
		out.put(deg, x, top-sign.h-sign.d+raise+deg.d)
		x = max(0, x+deg.w+c.k(radicalKernAfterDegree))
	}
	out.put(sign, x, top-sign.h)
	x += sign.w
	out.rule(x, b.h+gap, b.w, t, c.color)
	out.put(b, x, 0)
	out.w = x + b.w
	out.h = max(out.h, top+c.k(radicalExtraAscender))
	return out
}

// lineEnd is the length of the strokes at the ends of a segment, in em.
const lineEnd = .2

// line sets a rule over or under a body (rules 9 and 10).
func (c context) line(l line) box {
	if l.under {
		b := c.closed(l.body)
		t, gap := c.k(underbarRuleThickness), c.k(underbarVerticalGap)
		out := b.centredIn(b.w)
		out.rule(0, -b.d-gap-t, b.w, t, c.color)
		if l.ends {
			out.rule(0, -b.d-gap-t-lineEnd*c.size()/2, t, lineEnd*c.size()+t, c.color)
			out.rule(b.w-t, -b.d-gap-t-lineEnd*c.size()/2, t, lineEnd*c.size()+t, c.color)
		}
		out.d = b.d + gap + t + c.k(underbarExtraDescender)
		return out
	}
	b := c.crampedStyle().closed(l.body)
	t, gap := c.k(overbarRuleThickness), c.k(overbarVerticalGap)
	out := b.centredIn(b.w)
	out.rule(0, b.h+gap, b.w, t, c.color)
	if l.ends {
		out.rule(0, b.h+gap-lineEnd*c.size()/2, t, lineEnd*c.size()+t, c.color)
		out.rule(b.w-t, b.h+gap-lineEnd*c.size()/2, t, lineEnd*c.size()+t, c.color)
	}
	out.h = b.h + gap + t + c.k(overbarExtraAscender)
	return out
}

// frameGap and frameRule are the measures of \boxed, in em.
const (
	frameGap  = .3
	frameRule = .04
	// cancelOver is how far the strokes of \cancel reach beyond their body.
	cancelOver = .1
)

// framed sets a frame around its body, a ground behind it, or strokes through it.
func (c context) framed(f framed) box {
	b := c.closed(f.body)
	gap := 0.0
	inset := 0.0
	if f.box || f.fill != "" {
		gap = frameGap * c.em
	}
	if f.box {
		gap += frameRule * c.em
		inset = frameRule * c.em / 2
	}
	var out box
	out.w, out.h, out.d = b.w+2*gap, b.h+gap, b.d+gap
	border := f.border
	if border == "" || border == inkColor {
		border = c.color
	}
	if f.box || f.fill != "" {
		var p figure.Path
		p.MoveTo(inset, inset-out.d)
		p.LineTo(out.w-inset, inset-out.d)
		p.LineTo(out.w-inset, out.h-inset)
		p.LineTo(inset, out.h-inset)
		p.Close()
		op := figure.PathOp{Path: p, Fill: f.fill}
		if f.box {
			op.Stroke, op.Width = border, frameRule*c.em
		}
		out.draw(figure.Op{Path: &op}, 0, 0)
	}
	out.put(b, gap, 0)
	stroke := func(x0, y0, x1, y1 float64) {
		var p figure.Path
		p.MoveTo(x0, y0)
		p.LineTo(x1, y1)
		out.draw(figure.Op{Path: &figure.PathOp{Path: p, Stroke: c.color, Width: frameRule * c.em}}, 0, 0)
	}
	over := cancelOver * c.em
	if f.up {
		stroke(0, -out.d-over, out.w, out.h+over)
	}
	if f.down {
		stroke(0, out.h+over, out.w, -out.d-over)
	}
	if f.flat {
		stroke(0, c.k(axisHeight), out.w, c.k(axisHeight))
	}
	return out
}

// phantom sets what its body leaves of itself.
func (c context) phantom(p phantom) box {
	b := c.closed(p.body)
	out := box{h: b.h, d: b.d, w: b.w}
	x := 0.0
	if !p.width {
		x = -p.shift * b.w
		out.w = 0
	}
	if p.ink {
		out.put(b, x, 0)
	}
	if !p.high {
		out.h = 0
	}
	if !p.depth {
		out.d = 0
	}
	return out
}

// angled sets an angle around its body.
func (c context) angled(n angled) box {
	b := c.crampedStyle().closed(n.body)
	t, gap := c.k(overbarRuleThickness), c.k(overbarVerticalGap)
	var out box
	if !n.phase {
		w := b.w + gap
		out.put(b, 0, 0)
		out.rule(0, b.h+gap, w+t, t, c.color)
		out.rule(w, -b.d, t, b.h+b.d+gap+t, c.color)
		out.w, out.h = w+t, b.h+gap+t
		return out
	}
	high, low := b.h, b.d+gap+t
	lead := (high + low) * .5 // as steep as 63°
	var p figure.Path
	p.MoveTo(lead, high)
	p.LineTo(0, -low+t/2)
	p.LineTo(lead+b.w, -low+t/2)
	out.draw(figure.Op{Path: &figure.PathOp{Path: p, Stroke: c.color, Width: t}}, 0, 0)
	out.put(b, lead, 0)
	out.w, out.h, out.d = lead+b.w, b.h, low
	return out
}
