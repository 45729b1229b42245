package nn

import (
	"fmt"
	"testing"
	"time"

	"quire/nn/internal/kernel"
)

// bookConvNets builds the networks of chapters 7 (c) and 8 (d).
func bookConvNets() map[string]*Net {
	c := []Layer{NewConv2D(30, 5, 1, 0), NewReLU(), NewMaxPool(2, 2), NewFlatten(), NewAffine(100), NewReLU(), NewAffine(10)}
	var d []Layer
	for i, s := range [][2]int{{16, 1}, {16, 1}, {32, 1}, {32, 2}, {64, 1}, {64, 1}} {
		d = append(d, NewConv2D(s[0], 3, 1, s[1]), NewReLU())
		if i%2 == 1 {
			d = append(d, NewMaxPool(2, 2))
		}
	}
	d = append(d, NewFlatten(), NewAffine(50), NewReLU(), NewDropout(.5), NewAffine(10), NewDropout(.5))
	nets := map[string]*Net{}
	for name, layers := range map[string][]Layer{"c": c, "d": d} {
		nets[name] = BuildNet(NetSpec{Input: []int{28, 28, 1}, Layers: layers, Rand: NewRand(1)})
	}
	return nets
}

// shortest returns the least time of f among samples: what a core takes when nothing else disturbs it.
func shortest(samples int, f func()) time.Duration {
	best := time.Duration(1 << 62)
	for range samples {
		start := time.Now()
		f()
		best = min(best, time.Since(start))
	}
	return best
}

// peakRate returns the GFLOP/s of fused multiply-adds on one core.
func peakRate() float64 {
	flops := 0
	t := shortest(300, func() { flops = kernel.Peak(20000) })
	return float64(flops) / float64(t.Nanoseconds())
}

// BenchmarkConv measures, on one core, the products of each convolution of the networks of chapters 7 (c) and 8 (d), in
// GFLOP/s and as a share of what the core does at most, and the phases of a training step on 100 images. Every figure is
// the best of many samples:
//
//	go test ./nn -run '^$' -bench '^BenchmarkConv$' -benchtime 1x
func BenchmarkConv(b *testing.B) {
	defer kernel.SetWorkers(kernel.SetWorkers(1))
	x, labels := NewRand(2).Uniform(0, 1, 100, 28, 28, 1), make([]int, 100)
	for name, net := range bookConvNets() {
		opt := NewAdam(.001)
		net.Step(x, labels, opt)
		b.Run(name+"/step", func(b *testing.B) { phases(b, net, x, labels, opt) })
		s := net.plan[0].(*imageStage)
		for k := range s.blocks {
			benchmarkBlock(b, fmt.Sprintf("%s/conv%d", name, k+1), s, k)
		}
	}
}

// phases reports the parts of a step in µs: convolutions forward, what follows them with the loss, convolutions backward,
// update.
func phases(b *testing.B, net *Net, x *Tensor, labels []int, opt Optimizer) {
	var least [5]time.Duration
	for i := range 40 * b.N {
		var at [5]time.Time
		at[0] = time.Now()
		y := net.plan[0].forward(x)
		at[1] = time.Now()
		net.loss.Forward(forwardPlan(net.plan[1:], y), labels)
		dy := backwardPlan(net.plan[1:], net.loss.Backward(), true)
		at[2] = time.Now()
		net.plan[0].backward(dy, false)
		at[3] = time.Now()
		opt.Update(net.params)
		at[4] = time.Now()
		for k := range least {
			t := at[4].Sub(at[0])
			if k < 4 {
				t = at[k+1].Sub(at[k])
			}
			if i == 0 || t < least[k] {
				least[k] = t
			}
		}
	}
	b.ReportMetric(0, "ns/op")
	for k, unit := range []string{"µs-forward", "µs-dense", "µs-backward", "µs-update", "µs-step"} {
		b.ReportMetric(float64(least[k].Nanoseconds())/1e3, unit)
	}
}

// benchmarkBlock measures the products and the pooling of one block, each with the operands that it has in training.
func benchmarkBlock(b *testing.B, name string, s *imageStage, k int) {
	block, w := s.blocks[k], s.newScratch()
	g := &block.g
	flops := 2 * g.oh * g.ow * g.f * g.r * g.s * g.c
	dy := block.gradient(w.dy[k], 0, 0)
	y, dx := aligned(g.oh*g.ow*g.f), aligned(g.h*g.w*g.c)
	measure := func(what string, flops int, f func(image int)) {
		b.Run(name+"/"+what, func(b *testing.B) {
			image := 0
			t := shortest(2000*b.N, func() {
				f(image)
				image = (image + 1) % 100
			})
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(t.Nanoseconds())/1e3, "µs/image")
			if peak := peakRate(); flops > 0 {
				rate := float64(flops) / float64(t.Nanoseconds())
				b.ReportMetric(rate, "GFLOP/s")
				b.ReportMetric(100*rate/peak, "%peak")
			}
		})
	}
	measure("forward", flops, func(i int) {
		p := g.product(block.row(), g.ow*g.f)
		p.ReLU = true
		p.Run(kernel.Operands{C: y, A: block.input(i, g.pad), B: block.conv.W.Value.Data, Bias: block.conv.B.Value.Data}, 0, g.ow)
	})
	measure("dW", flops, func(i int) {
		block.partial.add(0, g, convImage{x: block.input(i, g.pad), xRow: block.row(), dy: dy, dyRow: block.gradRow()})
	})
	if k > 0 {
		measure("dX", 2*g.h*g.w*g.f*g.r*g.s*g.c, func(i int) {
			a := block.gradient(w.dy[k], g.r-1-g.pad, g.s-1-g.pad)
			g.inputGradient(block.gradRow(), g.w*g.c).Run(kernel.Operands{C: dx, A: a, B: block.flipped}, 0, g.w)
		})
	}
	if block.pool != nil {
		out, row := s.output(k, 0)
		measure("pool", 0, func(i int) { block.poolForward(out, y, row, i) })
		measure("pool-gradient", 0, func(i int) { block.poolGradient(dy, w.pooled[k], i) })
	}
}
