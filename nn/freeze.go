package nn

import (
	"slices"
	"strings"
)

// Freeze keeps layers as they are in further training: their parameters are not updated and not among Params, their
// running statistics stay, and their dropout is off, because they run as in evaluation. It names layers of the network
// itself, not of a block inside:
//
//	net.Freeze("Conv2D1", "Conv2D2")
//
// Training goes back only to the first layer that is not frozen, so that frozen layers cost a Forward and nothing more.
// Therefore only the beginning of a network can be frozen: every layer with parameters before a frozen one must be frozen
// as well. Layers without parameters between them go along. It panics with a *UsageError for other layers, and when no
// parameter would be left to train. What was frozen before stays frozen: see Unfreeze.
func (n *Net) Freeze(layers ...string) {
	const op = "Net.Freeze"
	if len(layers) == 0 {
		misuse(op, "there are no names; give those of the layers to freeze, such as %q", n.names[0])
	}
	upTo := n.frozen
	for _, name := range layers {
		upTo = max(upTo, n.position(op, name)+1)
	}
	for i := n.frozen; i < upTo; i++ {
		if !slices.Contains(layers, n.names[i]) && len(n.layers[i].Params()) > 0 {
			misuse(op, "%s comes before %s and would still be trained; freeze it as well", n.names[i], n.names[upTo-1])
		}
	}
	if len(n.paramsFrom(upTo)) == 0 {
		misuse(op, "no parameter would be left to train")
	}
	n.freeze(upTo)
}

// Unfreeze lets all layers be trained again.
func (n *Net) Unfreeze() { n.freeze(0) }

// Frozen returns the names of the layers that Freeze keeps as they are.
func (n *Net) Frozen() []string { return slices.Clone(n.names[:n.frozen]) }

func (n *Net) freeze(layers int) {
	n.frozen, n.trained = layers, n.paramsFrom(layers)
	n.plan = makePlan(n.layers[layers:])
}

// paramsFrom returns the parameters of the layers from the given one on.
func (n *Net) paramsFrom(layer int) []*Param {
	skip := 0
	for _, name := range n.names[:layer] {
		for skip < len(n.params) && strings.HasPrefix(n.params[skip].Name, name+".") {
			skip++
		}
	}
	return n.params[skip:]
}

// position returns which layer has the name.
func (n *Net) position(op, name string) int {
	i := slices.Index(n.names, name)
	if i < 0 && n.hasLayer(name) {
		block, _, _ := strings.Cut(name, ".")
		misuse(op, "%s is inside %s; only whole blocks can be frozen", name, block)
	}
	if i < 0 {
		misuse(op, "there is no layer %q; there are %s", name, strings.Join(n.names, ", "))
	}
	return i
}
