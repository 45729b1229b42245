package nn

// cloner is a layer of this package: it can be copied, and its Forward without train keeps nothing.
type cloner interface{ clone() Layer }

// Clone returns a copy that shares nothing with the network, for layers of this package. It panics with a *UsageError
// for others: build the network anew and copy the parameters.
func (n *Net) Clone() *Net {
	s := NetSpec{Input: n.shapes[0], WeightDecay: n.decay.l2, L1: n.decay.l1, Rand: NewRand(0)}
	for i, l := range n.layers {
		c, ok := l.(cloner)
		if !ok {
			misuse("Net.Clone", "%s is not a layer of this package; build the network anew", n.names[i])
		}
		s.Layers = append(s.Layers, c.clone())
	}
	s.Loss = n.loss
	if own, ok := n.loss.(ownLoss); ok {
		s.Loss = own.cloneLoss()
	}
	c := BuildNet(s)
	for i, p := range n.params {
		c.params[i].decay = p.decay
	}
	return c
}
