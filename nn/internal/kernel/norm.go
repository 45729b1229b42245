package kernel

// DecaySign adds f to p0 where p1 is positive and takes it away where p1 is negative: the gradient of f·Σ|p1|, for a
// positive f.
func DecaySign(p0, p1 []float32, f float32) {
	p1 = p1[:len(p0)]
	n := flat{op: loopDecaySign, p: [4][]float32{p0, p1}, f: [5]float32{f}}.each(len(p0))
	for i := n; i < len(p0); i++ {
		switch w := p1[i]; {
		case w > 0:
			p0[i] = Flush(p0[i] + f)
		case w < 0:
			p0[i] = Flush(p0[i] - f)
		}
	}
}

// Scale multiplies every element of p by f.
func Scale(p []float32, f float32) { MulNumber(p, p, f) }

// Clip limits every element of p to −limit … limit; what is not a number stays.
func Clip(p []float32, limit float32) {
	n := flat{op: loopClip, p: [4][]float32{p}, f: [5]float32{limit, -limit}}.each(len(p))
	for i := n; i < len(p); i++ {
		switch v := p[i]; {
		case v > limit:
			p[i] = limit
		case v < -limit:
			p[i] = -limit
		}
	}
}
