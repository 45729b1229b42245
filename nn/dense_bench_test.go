package nn_test

import (
	"fmt"
	"testing"

	"quire/nn"
	"quire/nn/internal/kernel"
)

// BenchmarkNets times training steps of the nets that the peers train, with their random batches.
func BenchmarkNets(b *testing.B) {
	train := images(60000)
	for _, n := range peerNets() {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("%s/%d", n.name, workers), func(b *testing.B) {
				defer kernel.SetWorkers(kernel.SetWorkers(workers))
				net, opt, batches := n.build(), n.opt(), nn.NewBatchesWithReplacement(train, n.batch, nn.NewRand(2))
				b.ReportAllocs()
				for b.Loop() {
					x, t := batches.Next()
					net.Step(x, t, opt)
				}
			})
		}
	}
}
