package nn_test

import (
	"fmt"
	"testing"

	"quire/nn"
	"quire/nn/internal/kernel"
)

// trainingNets lists the report's net, SimpleConvNet and a small net in the manner of chapter 8, with their optimizers,
// and what they become. The hashes hold on every machine.
func trainingNets() []struct {
	name, pinned string
	batch, steps int
	build        func() *nn.Net
	opt          func() nn.Optimizer
} {
	momentum := func() nn.Optimizer { return nn.NewMomentum(.01, .9) }
	adam := func() nn.Optimizer { return nn.NewAdam(.001) }
	nets := peerNets()
	return []struct {
		name, pinned string
		batch, steps int
		build        func() *nn.Net
		opt          func() nn.Optimizer
	}{
		{"a", "cd893a4367be8544 0x1.43912038ac9bep+01", 100, 4, nets[0].build, momentum},
		{"a with Adam", "2de66c3a9263e3ba 0x1.2fa370b80fc69p+01", 100, 4, nets[0].build, adam},
		{"c", "32fda978f4df18d1 0x1.26b8bab7a7211p+01", 7, 3, nets[2].build, adam},
		{"small d", "3e2073bde6d501d3 0x1.289e6f205c9d6p+02", 11, 3, smallDeepNet, adam},
	}
}

// smallDeepNet has the kinds of layers of DeepConvNet, and batch normalisation of images.
func smallDeepNet() *nn.Net {
	return nn.BuildNet(nn.NetSpec{
		Input: []int{28, 28, 1},
		Layers: []nn.Layer{
			nn.NewConv2D(4, 3, 2, 1), nn.NewReLU(), nn.NewConv2D(4, 3, 1, 1), nn.NewReLU(), nn.NewMaxPool(2, 2),
			nn.NewConv2D(6, 3, 1, 2), nn.NewBatchNorm(), nn.NewReLU(), nn.NewMaxPool(2, 2),
			nn.NewFlatten(), nn.NewAffine(50), nn.NewReLU(), nn.NewDropout(.5), nn.NewAffine(10), nn.NewDropout(.5),
		},
		Rand: nn.NewRand(3),
	})
}

// TestTrainingBits trains on every level of this machine with 1, 2 and 3 workers: the parameters have the same bits.
func TestTrainingBits(t *testing.T) {
	train := images(500)
	for _, n := range trainingNets() {
		t.Run(n.name, func(t *testing.T) {
			defer kernel.Use(kernel.Current())
			defer kernel.SetWorkers(kernel.SetWorkers(0))
			for _, l := range kernel.Levels() {
				kernel.Use(l)
				for workers := 1; workers <= 3; workers++ {
					if l == kernel.Portable && workers != 2 && testing.Short() {
						continue
					}
					kernel.SetWorkers(workers)
					net, opt, batches := n.build(), n.opt(), nn.NewBatches(train, n.batch, nn.NewRand(5))
					loss := 0.0
					for range n.steps {
						x, labels := batches.Next()
						loss = net.Step(x, labels, opt)
					}
					if got := fmt.Sprintf("%s %x", net.Hash()[:16], loss); got != n.pinned {
						t.Errorf("%v, %d workers: %s, want %s", l, workers, got, n.pinned)
					}
				}
			}
		})
	}
}

// TestPeersAllocateNothing: a step of the nets that are compared with others needs no memory, its batch included.
func TestPeersAllocateNothing(t *testing.T) {
	train := images(300)
	for _, n := range append(peerNets(), peerNet{name: "small d", build: smallDeepNet}) {
		for name, opt := range map[string]nn.Optimizer{"Momentum": nn.NewMomentum(1e-4, .9), "Adam": nn.NewAdam(1e-4)} {
			net, batches := n.build(), nn.NewBatches(train, 20, nn.NewRand(2))
			step := func() {
				x, labels := batches.Next()
				net.Step(x, labels, opt)
			}
			step()
			step()
			if got := testing.AllocsPerRun(5, step); got != 0 {
				t.Errorf("a step of %s with %s allocates %g times, want 0", n.name, name, got)
			}
		}
	}
}
