package kernel

// SumSquares returns Σ x². The squares are exact in float64, and added in eight chains, element i in chain i mod 8, whose
// sums are added in pairs.
func SumSquares(x []float32) float64 {
	var s [8]float64
	for len(x) >= 8 {
		v := x[:8]
		for j := range s {
			s[j] += float64(v[j]) * float64(v[j])
		}
		x = x[8:]
	}
	for j, v := range x {
		s[j] += float64(v) * float64(v)
	}
	return chains(&s)
}

// SumSizes returns Σ |x|, added as SumSquares does.
func SumSizes(x []float32) float64 {
	var s [8]float64
	for len(x) >= 8 {
		v := x[:8]
		for j := range s {
			s[j] += float64(abs(v[j]))
		}
		x = x[8:]
	}
	for j, v := range x {
		s[j] += float64(abs(v))
	}
	return chains(&s)
}

// chains adds eight sums in pairs.
func chains(s *[8]float64) float64 {
	return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]))
}

func abs(x float32) float32 {
	if x < 0 {
		return -x
	}
	return x
}

// DecaySign adds f to p0 where p1 is positive and takes it away where p1 is negative: the gradient of f·Σ|p1|, for a
// positive f.
func DecaySign(p0, p1 []float32, f float32) {
	p1 = p1[:len(p0)]
	for i, w := range p1 {
		switch {
		case w > 0:
			p0[i] = Flush(p0[i] + f)
		case w < 0:
			p0[i] = Flush(p0[i] - f)
		}
	}
}

// Scale multiplies every element of p by f.
func Scale(p []float32, f float32) {
	for i, v := range p {
		p[i] = Flush(v * f)
	}
}

// Clip limits every element of p to −limit … limit; what is not a number stays.
func Clip(p []float32, limit float32) {
	for i, v := range p {
		switch {
		case v > limit:
			p[i] = limit
		case v < -limit:
			p[i] = -limit
		}
	}
}
