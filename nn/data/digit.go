package data

import "math"

// point is a place on the page; y grows downwards. A digit is drawn in the square from (0, 0) to (1, 1).
type point struct{ x, y float64 }

// stroke is one movement of the pen: straight from point to point, or a smooth curve through them.
type stroke struct {
	points []point
	smooth bool
}

func curve(p ...point) stroke { return stroke{p, true} }

func lines(p ...point) stroke { return stroke{p, false} }

// draw is the stream of one image.
type draw struct{ state uint64 }

// next is SplitMix64.
func (d *draw) next() uint64 {
	d.state += 0x9e3779b97f4a7c15
	z := d.state
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb
	return z ^ (z >> 31)
}

// unit returns a number from 0 to 1.
func (d *draw) unit() float64 { return float64(d.next()>>11) / (1 << 53) }

// in returns a number between a and b.
func (d *draw) in(a, b float64) float64 { return a + float64((b-a)*d.unit()) }

// at returns a point with x between x0 and x1 and y between y0 and y1.
func (d *draw) at(x0, x1, y0, y1 float64) point { return point{d.in(x0, x1), d.in(y0, y1)} }

// normal returns a number of nearly normal distribution: the sum of twelve uniform ones, which needs no logarithm.
func (d *draw) normal() float64 {
	s := 0.0
	for range 12 {
		s += d.unit()
	}
	return s - 6
}

// strokes returns the skeleton of a digit in one of the ways that people write it.
func (d *draw) strokes(digit int) []stroke {
	way := d.unit()
	switch digit {
	case 0:
		return d.zero()
	case 1:
		return d.one(way)
	case 2:
		return d.two(way)
	case 3:
		return d.three(way)
	case 4:
		return d.four(way)
	case 5:
		return d.five()
	case 6:
		return []stroke{curve(d.at(.5, .8, 0, .08), d.at(.28, .42, .25, .36), d.at(.12, .24, .6, .72), d.at(.36, .48, .96, 1),
			d.at(.72, .86, .78, .86), d.at(.62, .76, .56, .64), d.at(.36, .48, .54, .62), d.at(.18, .28, .7, .85))}
	case 7:
		return d.seven(way)
	case 8:
		return []stroke{curve(d.at(.62, .82, .08, .2), d.at(.42, .55, 0, .03), d.at(.2, .32, .14, .26), d.at(.42, .54, .42, .5),
			d.at(.7, .84, .68, .8), d.at(.42, .56, .96, 1), d.at(.16, .28, .7, .82), d.at(.44, .54, .46, .54),
			d.at(.68, .84, .16, .26), d.at(.55, .68, 0, .08))}
	}
	return d.nine(way)
}

// zero is an ellipse that starts near the top and may run past its start or stop before it.
func (d *draw) zero() []stroke {
	rx, ry, start, over := d.in(.22, .42), d.in(.42, .5), d.in(-.5, .5), d.in(-.25, .45)
	var p []point
	const steps = 9
	for i := range steps + 1 {
		part := float64(i) / steps
		angle := float64(start-math.Pi/2) - float64((2*math.Pi+over)*part)
		spiral := 1 + float64(.06*float64(part*over))
		p = append(p, point{.5 + float64(float64(rx*spiral)*cosine(angle)), .5 + float64(float64(ry*spiral)*sine(angle))})
	}
	return []stroke{curve(p...)}
}

// one is a bar, sometimes with a flag or a base.
func (d *draw) one(way float64) []stroke {
	s := []stroke{curve(point{d.in(.47, .53), 0}, point{d.in(.46, .54), .5}, point{d.in(.47, .53), 1})}
	if way < .2 {
		s = append(s, lines(d.at(.28, .4, .15, .28), point{.5, 0}))
	}
	if way > .05 && way < .12 {
		s = append(s, lines(point{.3, 1}, point{.7, 1}))
	}
	return s
}

// two has a looped or a straight base.
func (d *draw) two(way float64) []stroke {
	top := []point{d.at(.1, .25, .15, .32), d.at(.3, .45, 0, .04), d.at(.72, .85, .12, .26), d.at(.55, .7, .48, .6), d.at(.12, .25, .88, 1)}
	if way < .45 {
		return []stroke{curve(append(top, d.at(.05, .15, .8, .88), d.at(.25, .35, .76, .86), d.at(.55, .65, .9, .98), d.at(.85, 1, .86, 1))...)}
	}
	base := d.in(.92, 1)
	return []stroke{curve(top...), curve(top[len(top)-1], point{.5, base - d.in(0, .08)}, point{d.in(.8, 1), base})}
}

// three has a round or a flat top.
func (d *draw) three(way float64) []stroke {
	middle := d.at(.3, .52, .4, .52)
	bottom := curve(middle, d.at(.68, .8, .5, .62), d.at(.7, .85, .75, .85), d.at(.4, .52, .95, 1), d.at(.08, .2, .8, .92))
	if way < .15 {
		return []stroke{lines(point{.18, .03}, point{d.in(.7, .8), .03}, middle), bottom}
	}
	return []stroke{curve(d.at(.12, .25, .08, .22), d.at(.4, .5, 0, .03), d.at(.7, .82, .15, .26), d.at(.55, .66, .36, .44), middle), bottom}
}

// four is open or closed.
func (d *draw) four(way float64) []stroke {
	x := d.in(.62, .78)
	if way < .72 {
		return []stroke{
			curve(d.at(.12, .32, 0, .1), d.at(.08, .2, .42, .58), d.at(.35, .5, .5, .62), d.at(.78, .95, .42, .58)),
			curve(point{x + d.in(-.02, .14), d.in(0, .15)}, point{x, .5}, point{x + d.in(-.16, .04), 1}),
		}
	}
	return []stroke{
		lines(point{x, 0}, d.at(.05, .2, .55, .66), d.at(.85, 1, .55, .66)),
		lines(point{x, d.in(0, .15)}, point{x + d.in(-.1, .03), 1}),
	}
}

func (d *draw) five() []stroke {
	corner, middle := d.at(.25, .38, 0, .06), d.at(.18, .32, .38, .48)
	return []stroke{
		curve(d.at(.7, .98, 0, .1), point{.55, corner.y + d.in(-.02, .03)}, corner),
		lines(corner, middle),
		curve(middle, d.at(.45, .58, .36, .44), d.at(.74, .88, .55, .68), d.at(.6, .75, .85, .93), d.at(.3, .42, .95, 1), d.at(.06, .18, .8, .93)),
	}
}

// seven sometimes has a bar across, or a serif.
func (d *draw) seven(way float64) []stroke {
	end, corner := point{d.in(.25, .5), 1}, d.at(.75, .92, .03, .12)
	s := []stroke{
		curve(d.at(.08, .18, .02, .16), point{.45, d.in(.02, .1)}, corner),
		curve(corner, d.at(.5, .66, .4, .55), end),
	}
	if way < .22 {
		y := d.in(.45, .56)
		s = append(s, lines(point{d.in(.28, .38), y}, point{d.in(.7, .8), y + d.in(-.05, .05)}))
	}
	if way > .3 && way < .45 {
		s = append(s, lines(d.at(.06, .14, .2, .28), point{.12, .08}))
	}
	return s
}

// nine has a straight or a curved tail.
func (d *draw) nine(way float64) []stroke {
	j := d.at(.68, .82, .18, .32)
	loop := curve(j, d.at(.42, .55, 0, .05), d.at(.14, .26, .2, .32), d.at(.36, .48, .46, .54), point{j.x - .03, j.y + .08})
	if way < .6 {
		return []stroke{loop, curve(point{j.x + d.in(-.02, .04), j.y - d.in(0, .12)}, point{j.x - d.in(0, .06), .6}, point{j.x - d.in(.02, .22), 1})}
	}
	return []stroke{loop, curve(j, point{j.x - .01, .6}, d.at(.5, .62, .92, 1), d.at(.2, .35, .88, 1))}
}

// path returns the stroke as a chain of short straight pieces.
func (s stroke) path() []point {
	if !s.smooth {
		var out []point
		for i := range len(s.points) - 1 {
			out = append(out, straight(s.points[i], s.points[i+1])...)
		}
		return out
	}
	const pieces = 8
	var out []point
	p := s.points
	for i := range len(p) - 1 {
		before, after := p[max(i-1, 0)], p[min(i+2, len(p)-1)]
		for k := range pieces {
			t := float64(k) / pieces
			out = append(out, point{catmullRom(before.x, p[i].x, p[i+1].x, after.x, t), catmullRom(before.y, p[i].y, p[i+1].y, after.y, t)})
		}
	}
	return append(out, p[len(p)-1])
}

func straight(a, b point) []point {
	const pieces = 6
	var out []point
	for k := range pieces + 1 {
		t := float64(k) / pieces
		out = append(out, point{a.x + float64((b.x-a.x)*t), a.y + float64((b.y-a.y)*t)})
	}
	return out
}

// catmullRom is the cubic through b (t = 0) and c (t = 1) with slopes (c−a)/2 and (d−b)/2. Every product is rounded, so
// that the result is the same on processors that fuse.
func catmullRom(a, b, c, d, t float64) float64 {
	t2 := float64(t * t)
	t3 := float64(t2 * t)
	quadratic := float64(2*a) - float64(5*b) + float64(4*c) - d
	cubic := float64(3*b) - a - float64(3*c) + d
	return 0.5 * (float64(2*b) + float64((c-a)*t) + float64(quadratic*t2) + float64(cubic*t3))
}

// sine returns sin x for moderate x, the same on every machine: x is brought to ±π/4 of a multiple of π/2, and the series
// are those of FreeBSD's k_sin.c and k_cos.c.
func sine(x float64) float64 {
	n := math.Floor(float64(x*(2/math.Pi)) + 0.5)
	r := float64(x-float64(n*1.57079632673412561417e+00)) - float64(n*6.07710050650619224932e-11)
	var v float64
	if int(n)&1 == 0 {
		v = sinSeries(r)
	} else {
		v = cosSeries(r)
	}
	if int(n)&2 != 0 {
		return -v
	}
	return v
}

func cosine(x float64) float64 { return sine(x + math.Pi/2) }

func series(z float64, coefficients ...float64) float64 {
	p := 0.0
	for _, c := range coefficients {
		p = float64(p*z) + c
	}
	return p
}

func sinSeries(r float64) float64 {
	z := float64(r * r)
	p := series(z, 1.58969099521155010221e-10, -2.50507602534068634195e-08, 2.75573137070700676789e-06, -1.98412698298579493134e-04, 8.33333333332248946124e-03, -1.66666666666666324348e-01)
	return r + float64(float64(r*z)*p)
}

func cosSeries(r float64) float64 {
	z := float64(r * r)
	p := series(z, -1.13596475577881948265e-11, 2.08757232129817482790e-09, -2.75573143513906633035e-07, 2.48015872894767294178e-05, -1.38888888888741095749e-03, 4.16666666666666019037e-02)
	return 1 - float64(0.5*z) + float64(float64(z*z)*p)
}
