package tex

// operator sets a large operator, or a name.
func (c context) operator(o operator) box {
	if o.r == 0 {
		return c.closed(o.body)
	}
	gid := c.font.face.GID(o.r)
	if gid == 0 {
		return c.symbol(o.r)
	}
	b := c.glyph(gid, string(o.r))
	if c.displayed() {
		want := c.k(displayOperatorMinHeight)
		for _, v := range c.font.tall[gid].variants {
			if b.h+b.d >= want {
				break
			}
			b = c.glyph(v.gid, string(o.r))
		}
	}
	slant := b.italic
	b.italic = 0
	out := c.onAxis(b)
	out.slant = slant
	return out
}

// onAxis moves a box so that its middle is on the axis of fractions and operators.
func (c context) onAxis(b box) box {
	half := (b.h + b.d) / 2
	axis := c.k(axisHeight)
	var out box
	out.put(b, 0, axis+half-b.h)
	out.w, out.h, out.d = b.w, axis+half, half-axis
	return out
}

// scripted sets a superscript and a subscript, beside their base or above and below it.
func (c context) scripted(s scripted) box {
	b := c.node(s.base)
	if c.takesLimits(s.base) {
		return c.limits(b, s.sup, s.sub)
	}
	sup, sub := s.sup, s.sub
	primes, rest := splitPrimes(sup)
	if primes > 0 {
		b = c.primed(b, primes)
		if sup = rest; sup == nil && sub == nil {
			return b
		}
	}
	return c.scripts(b, sup, sub)
}

// takesLimits tells whether the scripts of n stand above and below it.
func (c context) takesLimits(n node) bool {
	for {
		switch v := n.(type) {
		case operator:
			return v.limits == limitsAlways || v.limits == limitsDisplay && c.displayed()
		case brace:
			return v.class() == op
		case colored:
			n = v.body
		case row:
			if len(v.items) != 1 {
				return false
			}
			// {\sum} is an ordinary atom, but a brace in braces was meant to have its label.
			b, ok := v.items[0].(brace)
			return ok && b.class() == op
		default:
			return false
		}
	}
}

// splitPrimes takes the primes off the head of a superscript.
func splitPrimes(sup node) (primes int, rest node) {
	isPrime := func(n node) bool { s, ok := n.(symbol); return ok && s.r == '′' }
	if isPrime(sup) {
		return 1, nil
	}
	r, ok := sup.(row)
	if !ok {
		return 0, sup
	}
	for primes < len(r.items) && isPrime(r.items[primes]) {
		primes++
	}
	switch left := r.items[primes:]; len(left) {
	case 0:
		if primes > 0 {
			return primes, nil
		}
		return 0, sup
	case 1:
		return primes, left[0]
	default:
		return primes, row{left}
	}
}

// primed sets primes behind b. The font's primes stand high already.
func (c context) primed(b box, n int) box {
	out := b
	out.parts = nil
	out.put(b, 0, 0)
	out.w += b.italic
	for n > 0 {
		k := min(n, 4)
		p := c.symbol([]rune("′″‴⁗")[k-1])
		raise := 0.0
		if !b.char {
			raise = max(0, b.h-superscriptDrop*c.script(false).size()-c.k(superscriptShiftUp))
		}
		out.put(p, out.w, raise)
		out.w += p.w
		n -= k
	}
	// A subscript stays below the base, not behind the primes.
	out.slant = out.w - b.w
	out.italic, out.char = 0, b.char
	return out
}

// isArrow tells whether n is a horizontal arrow.
func isArrow(n node) bool {
	for {
		r, ok := n.(row)
		if !ok || len(r.items) != 1 {
			break
		}
		n = r.items[0]
	}
	s, ok := n.(symbol)
	return ok && s.r != '↑' && s.r != '↓' && (s.r >= '←' && s.r <= '↔' || s.r >= '↚' && s.r <= '↣' || s.r >= '⟵' && s.r <= '⟿')
}

// limitPad is the space beyond what stands above and below an operator, in em: TeX's ξ13, which the MATH table lacks.
const limitPad = .1

// limits sets what stands above and below b (the TeXbook, appendix G, rule 13a).
func (c context) limits(b box, above, below node) box {
	slant := b.slant
	b = b.closed()
	up, down := c.script(false).closed(above), c.script(true).closed(below)
	w := max(b.w, up.w, down.w)
	out := b.centredIn(w)
	if above != nil {
		gap := max(c.k(upperLimitGapMin), c.k(upperLimitBaselineRiseMin)-up.d)
		out.put(up, (w-up.w)/2+slant/2, b.h+gap+up.d)
		out.h += limitPad * c.size()
	}
	if below != nil {
		gap := max(c.k(lowerLimitGapMin), c.k(lowerLimitBaselineDropMin)-down.h)
		out.put(down, (w-down.w)/2-slant/2, -(b.d + gap + down.h))
		out.d += limitPad * c.size()
	}
	return out
}

// What the MATH table of Latin Modern gives for these holds for every face alike, or not at all; Computer Modern's own values
// (σ13, σ16, σ18 and σ19 of cmsy10), in em, are what LaTeX sets by.
const (
	subscriptAlone  = .15
	superscriptHigh = .413 // in display style
	superscriptDrop = .386
	subscriptDrop   = .05
)

// overshoot is how much nearer than the rule asks the ink of two scripts may come, in em: round letters go beyond the
// height that a font of TeX gives for them.
const overshoot = .015

// scripts sets sup and sub beside b (rule 18).
func (c context) scripts(b box, sup, sub node) box {
	up, down := c.script(false).closed(sup), c.script(true).closed(sub)
	var rise, drop float64
	if !b.char {
		s := c.script(false).size()
		rise, drop = b.h-superscriptDrop*s, b.d+subscriptDrop*s
	}
	if sup != nil {
		shift := c.k(superscriptShiftUp)
		if c.displayed() {
			shift = superscriptHigh * c.size()
		}
		if c.cramped {
			shift = c.k(superscriptShiftUpCramped)
		}
		rise = max(rise, shift, up.d+c.k(superscriptBottomMin))
	}
	if sub != nil {
		if sup == nil {
			drop = max(drop, subscriptAlone*c.size(), down.h-c.k(subscriptTopMax))
		} else {
			drop = max(drop, c.k(subscriptShiftDown))
		}
	}
	if sup != nil && sub != nil {
		if gap := (rise - up.d) - (down.h - drop); gap < c.k(subSuperscriptGapMin)-overshoot*c.size() {
			drop += c.k(subSuperscriptGapMin) - gap
			if lift := c.k(superscriptBottomMaxWithSubscript) - (rise - up.d); lift > 0 {
				rise += lift
				drop -= lift
			}
		}
	}
	out := box{}
	out.put(b, 0, 0)
	out.w = b.w + b.italic
	if sup != nil {
		out.put(up, b.w+b.italic, rise)
		out.w = max(out.w, b.w+b.italic+up.w)
	}
	if sub != nil {
		out.put(down, b.w-b.slant, -drop)
		if sup == nil && b.slant == 0 {
			out.w = b.w // the subscript stands where the italic correction would be
		}
		if right := b.w - b.slant + down.w; sup == nil && right < out.w {
			return out // primes reach beyond it
		}
		out.w = max(out.w, b.w-b.slant+down.w)
	}
	out.w += c.k(spaceAfterScript)
	return out
}
