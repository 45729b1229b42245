package nn

import "quire/nn/internal/kernel"

// splitWork is the number of multiplications from which a product is shared among the cores: below, moving the operands
// from the cache of one core to that of another costs more than it saves.
const splitWork = 1 << 19

// productJob runs a product on all cores. A layer keeps one for each of its products, so that a step allocates nothing.
type productJob struct {
	p     kernel.Product
	x     kernel.Operands
	parts int
}

// run computes the whole product.
func (j *productJob) run(p kernel.Product, x kernel.Operands) {
	if p.M == 0 || p.N == 0 {
		return
	}
	*j = productJob{p: p, x: x, parts: 1}
	if p.Work() >= splitWork {
		j.parts = min(kernel.Workers(), p.M)
	}
	kernel.Split(j, j.parts)
}

// Task computes one part of the rows.
func (j *productJob) Task(i int) {
	j.p.Run(j.x, j.p.M*i/j.parts, j.p.M*(i+1)/j.parts)
}
