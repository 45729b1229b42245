package tex

import (
	"strconv"
	"strings"
)

// spaceCommand reads commands that take a length.
func (p *parser) spaceCommand(t token) (node, bool) {
	switch t.name {
	case "hspace", "hspace*":
		if p.peek().is('*') {
			p.next()
		}
		return space{p.length(write(p.argument()), t)}, true
	case "kern", "mkern", "hskip", "mskip":
		return space{p.length(p.bareLength(), t)}, true
	}
	return nil, false
}

// rule reads \rule[raise]{width}{height}.
func (p *parser) rule(t token) node {
	var r solid
	if opt, ok := p.bracket(); ok {
		r.raise = p.length(write(opt), t)
	}
	r.w = max(p.length(write(p.argument()), t), 0)
	r.h = p.length(write(p.argument()), t)
	return r
}

// bareLength reads a length that stands without braces.
func (p *parser) bareLength() string {
	if p.peek().is('{') {
		return write(p.argument())
	}
	var b strings.Builder
	unit := 0
	for unit < 2 {
		t := p.raw()
		if t.kind == tokSpace {
			continue
		}
		if t.kind != tokChar || t.r > 127 || !strings.ContainsRune("+-.0123456789emxptunci", t.r) {
			p.putBack(t)
			break
		}
		if asciiLetter(t.r) {
			unit++
		}
		b.WriteRune(t.r)
	}
	return b.String()
}

// units are the lengths of TeX in em, for a text of 10 points.
var units = map[string]float64{
	"em": 1, "ex": .431, "mu": 1. / 18, "pt": .1, "bp": .100375, "px": .075, "mm": .284528, "cm": 2.84528, "in": 7.227,
	"pc": 1.2, "sp": 0, "dd": .107, "cc": 1.284,
}

// length reads a length in em, within 100 em.
func (p *parser) length(s string, t token) float64 {
	em, ok := parseLength(s)
	if !ok {
		p.problem(t.pos, "%s: %q is not a length", strings.TrimSpace(t.source()), clip(s))
	}
	return em
}

// parseLength reads a number and a unit; what stretches and shrinks (plus, minus) is left out.
func parseLength(s string) (em float64, ok bool) {
	s, _, _ = strings.Cut(s, "plus")
	s, _, _ = strings.Cut(s, "minus")
	s = strings.TrimSpace(s)
	unit := strings.TrimLeft(s, "+-.0123456789")
	v, err := strconv.ParseFloat(s[:len(s)-len(unit)], 64)
	if err != nil {
		return 0, false
	}
	u, ok := units[strings.TrimSpace(unit)]
	if !ok {
		return 0, v == 0 && unit == ""
	}
	return min(max(v*u, -100), 100), true
}
