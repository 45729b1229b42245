package kernel

import "math"

// Bytes sets dst = src · scale, byte by byte.
func Bytes(dst []float32, src []byte, scale float32) {
	n := loopBytes(dst, src, scale)
	for i, v := range src[n:] {
		dst[n+i] = float32(float32(v) * scale)
	}
}

// ReLU sets dst = max(src, 0); what is not a number stays.
func ReLU(dst, src []float32) {
	dst = dst[:len(src)]
	n := flat{op: loopReLU, p: [4][]float32{dst, src}}.each(len(src))
	for i, v := range src[n:] {
		if 0 > v {
			v = 0
		}
		dst[n+i] = v
	}
}

// ReLUGrad sets dst = dy where y > 0, and 0 elsewhere.
func ReLUGrad(dst, dy, y []float32) {
	dst, y = dst[:len(dy)], y[:len(dy)]
	n := flat{op: loopReLUGrad, p: [4][]float32{dst, dy, y}}.each(len(dy))
	for i := n; i < len(dy); i++ {
		v := dy[i]
		if !(y[i] > 0) {
			v = 0
		}
		dst[i] = v
	}
}

// Decay adds f·p1 to p0: the gradient of a weight penalty.
func Decay(p0, p1 []float32, f float32) {
	p1 = p1[:len(p0)]
	n := flat{op: loopDecay, p: [4][]float32{p0, p1}, f: [5]float32{f}}.each(len(p0))
	for i := n; i < len(p0); i++ {
		p0[i] = Flush(p0[i] + float32(f*p1[i]))
	}
}

// SGD steps p against the gradient g: p ← p − lr·g.
func SGD(p, g []float32, lr float32) {
	g = g[:len(p)]
	n := flat{op: loopSGD, p: [4][]float32{p, g}, f: [5]float32{lr}}.each(len(p))
	for i := n; i < len(p); i++ {
		p[i] = Flush(p[i] - float32(lr*g[i]))
	}
}

// Momentum steps p with velocity v: v ← μ·v − lr·g, p ← p + v (Polyak 1964).
func Momentum(p, g, v []float32, lr, mu float32) {
	g, v = g[:len(p)], v[:len(p)]
	n := flat{op: loopMomentum, p: [4][]float32{p, g, v}, f: [5]float32{lr, mu}}.each(len(p))
	for i := n; i < len(p); i++ {
		v[i] = flushState(float32(mu*v[i]) - float32(lr*g[i]))
		p[i] = Flush(p[i] + v[i])
	}
}

// Nesterov steps p with velocity v: v ← μ·v − lr·g, p ← p + μ·v − lr·g (Bengio et al. 2012, arXiv:1212.0901, eq. 7).
func Nesterov(p, g, v []float32, lr, mu float32) {
	g, v = g[:len(p)], v[:len(p)]
	n := flat{op: loopNesterov, p: [4][]float32{p, g, v}, f: [5]float32{lr, mu}}.each(len(p))
	for i := n; i < len(p); i++ {
		step := float32(lr * g[i])
		v[i] = flushState(float32(mu*v[i]) - step)
		p[i] = Flush(p[i] + (float32(mu*v[i]) - step))
	}
}

// AdaGrad steps p with the sum h of squared gradients: h ← h + g², p ← p − lr·g/(√h + ε) (Duchi et al. 2011).
func AdaGrad(p, g, h []float32, lr, eps float32) {
	g, h = g[:len(p)], h[:len(p)]
	n := flat{op: loopAdaGrad, p: [4][]float32{p, g, h}, f: [5]float32{lr, eps}}.each(len(p))
	for i := n; i < len(p); i++ {
		h[i] = flushState(h[i] + float32(g[i]*g[i]))
		p[i] = scaledStep(p[i], g[i], h[i], lr, eps)
	}
}

// scaledStep returns p − lr·m/(√h + ε).
func scaledStep(p, m, h, lr, eps float32) float32 {
	return Flush(p - float32(float32(lr*m)/(sqrt(h)+eps)))
}

func sqrt(x float32) float32 { return float32(math.Sqrt(float64(x))) }

// Rates are the factors of one step of RMSprop and Adam.
type Rates struct {
	LR, Eps float32 // for Adam, LR already holds the correction of both means' bias
	One     float32 // RMSprop: ρ; Adam: 1−β₁
	Two     float32 // RMSprop: 1−ρ; Adam: 1−β₂
}

// RMSprop steps p with the mean h of squared gradients: h ← ρ·h + (1−ρ)·g², p ← p − lr·g/(√h + ε) (Hinton, lecture 6e).
func RMSprop(p, g, h []float32, r Rates) {
	g, h = g[:len(p)], h[:len(p)]
	n := flat{op: loopRMSprop, p: [4][]float32{p, g, h}, f: [5]float32{r.LR, r.Eps, r.One, r.Two}}.each(len(p))
	for i := n; i < len(p); i++ {
		h[i] = flushState(float32(r.One*h[i]) + float32(r.Two*float32(g[i]*g[i])))
		p[i] = scaledStep(p[i], g[i], h[i], r.LR, r.Eps)
	}
}

// Adam steps p with the means m of gradients and h of squared gradients: m ← m + (1−β₁)(g − m),
// h ← h + (1−β₂)(g² − h), p ← p − lr·m/(√h + ε) (Kingma and Ba 2015, arXiv:1412.6980).
func Adam(p, g, m, h []float32, r Rates) {
	g, m, h = g[:len(p)], m[:len(p)], h[:len(p)]
	n := flat{op: loopAdam, p: [4][]float32{p, g, h, m}, f: [5]float32{r.LR, r.Eps, r.One, r.Two}}.each(len(p))
	for i := n; i < len(p); i++ {
		m[i] = flushState(m[i] + float32(r.One*(g[i]-m[i])))
		h[i] = flushState(h[i] + float32(r.Two*(float32(g[i]*g[i])-h[i])))
		p[i] = scaledStep(p[i], m[i], h[i], r.LR, r.Eps)
	}
}

// AdamW steps p like Adam, after p ← p + decay·p; decay is negative (Loshchilov and Hutter 2019, arXiv:1711.05101).
func AdamW(p, g, m, h []float32, r Rates, decay float32) {
	g, m, h = g[:len(p)], m[:len(p)], h[:len(p)]
	n := flat{op: loopAdamW, p: [4][]float32{p, g, h, m}, f: [5]float32{r.LR, r.Eps, r.One, r.Two, decay}}.each(len(p))
	for i := n; i < len(p); i++ {
		m[i] = flushState(m[i] + float32(r.One*(g[i]-m[i])))
		h[i] = flushState(h[i] + float32(r.Two*(float32(g[i]*g[i])-h[i])))
		p[i] = scaledStep(Flush(p[i]+float32(decay*p[i])), m[i], h[i], r.LR, r.Eps)
	}
}
