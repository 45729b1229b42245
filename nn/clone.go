package nn

import (
	"reflect"
	"strings"
)

// cloner is a layer of this package: it can be copied, and its Forward without train keeps nothing.
type cloner interface{ clone() Layer }

// isOwn reports whether a layer is one of this package, not one of a cell that embeds one of this package.
func isOwn(l Layer) bool {
	_, ok := l.(cloner)
	return ok && ofPackage(l)
}

// ofPackage reports whether the type of v is declared in this package.
func ofPackage(v any) bool {
	t := reflect.TypeOf(v)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.PkgPath() == packagePath
}

// ownLossOf returns a loss of this package, and nil for a loss of a cell, which may embed one of this package.
func ownLossOf(l Loss) ownLoss {
	if own, ok := l.(ownLoss); ok && ofPackage(l) {
		return own
	}
	return nil
}

var packagePath = reflect.TypeFor[Net]().PkgPath()

// LossCloner is a Loss of a cell that can be copied with its network: CloneLoss returns a loss with the same settings that
// shares nothing with it.
type LossCloner interface {
	CloneLoss() Loss
}

// Clone returns a copy of the network: the same structure and numbers, in memory of its own. Training one does not touch
// the other.
//
// A layer of a cell is copied by its method Clone (see Cloner); it need not copy numbers, Net.Clone does. Without that
// method Clone panics with a *UsageError that names the layer. A loss of a cell is copied by CloneLoss (see LossCloner);
// without it both networks use the same value, and only one of them may run at a time.
func (n *Net) Clone() *Net {
	s := NetSpec{Input: n.shapes[0], Names: n.names, WeightDecay: n.decay.l2, L1: n.decay.l1, Rand: NewRand(0)}
	s.Layers = cloneLayers("Net.Clone", n.chain.parts())
	s.Loss = cloneLoss(n.loss)
	c := BuildNet(s)
	c.copyTensors("Net.Clone", n, n.tensors(), c.tensors())
	for i, p := range n.params {
		c.params[i].decay = p.decay
	}
	c.freeze(n.frozen)
	return c
}

// cloneLoss returns a copy of a loss, or the loss itself when it cannot be copied.
func cloneLoss(l Loss) Loss {
	if own := ownLossOf(l); own != nil {
		return own.cloneLoss()
	}
	c, ok := l.(LossCloner)
	if !ok {
		return l
	}
	twin := c.CloneLoss()
	if twin == nil {
		misuse("Net.Clone", "CloneLoss of %T returned nil; return a new loss with the same settings", l)
	}
	return twin
}

// cloneLayers returns copies of layers.
func cloneLayers(op string, parts []member) []Layer {
	copies := make([]Layer, len(parts))
	for i, p := range parts {
		copies[i] = cloneLayer(op, p)
	}
	return copies
}

func cloneLayer(op string, p member) Layer {
	if isOwn(p.layer) {
		return p.layer.(cloner).clone()
	}
	if _, ok := p.layer.(*funcLayer); ok {
		misuse(op, "%s was made by Func, whose two functions share variables that cannot be copied; write a type with a method Clone, or build the network anew and call CopyParams", p.name)
	}
	c, ok := p.layer.(Cloner)
	if !ok {
		misuse(op, "%s is a layer of your own without a method Clone() nn.Layer that returns a new layer with the same settings; write one, or build the network anew and call CopyParams", p.name)
	}
	l := c.Clone()
	if l == nil {
		misuse(op, "Clone of %s returned nil; return a new layer with the same settings", p.name)
	}
	if k := identity(l); k != nil && k == identity(p.layer) {
		misuse(op, "Clone of %s returned the layer itself; return a new one with the same settings", p.name)
	}
	return l
}

// CopyParams copies parameters and running statistics from another network. Without names, all of them, and the two
// networks must have the same layers; with names, those of the named layers only, for transfer learning:
//
//	head := nn.NewNet(…)                   // the same layers but the last
//	head.CopyParams(trained, "Conv2D1", "Affine1")
//	head.Freeze("Conv2D1", "Affine1")
//
// Tensors are matched by name and must have equal shapes; it panics with a *UsageError or *ShapeError that names the
// first that does not fit, and nothing is copied then.
func (n *Net) CopyParams(from *Net, layers ...string) {
	const op = "Net.CopyParams"
	if from == nil {
		misuse(op, "there is no network to copy from")
	}
	from.intact(op)
	n.intact(op)
	source, dest := from.tensors(), n.tensors()
	if len(layers) > 0 {
		source, dest = selectLayers(op, from, source, layers), selectLayers(op, n, dest, layers)
	}
	n.copyTensors(op, from, source, dest)
}

// selectLayers returns the tensors that belong to the named layers of a network.
func selectLayers(op string, n *Net, all []named, layers []string) []named {
	var chosen []named
	for _, name := range layers {
		n.checkLayer(op, name)
		for _, t := range all {
			if strings.HasPrefix(t.name, name+".") {
				chosen = append(chosen, t)
			}
		}
	}
	return chosen
}

// checkLayer panics unless the network has a layer of that name, which may stand in a block.
func (n *Net) checkLayer(op, name string) {
	if n.hasLayer(name) {
		return
	}
	misuse(op, "there is no layer %q in %v", name, n)
}

func (n *Net) hasLayer(name string) bool {
	found := false
	n.each(func(path string, _ Layer) {
		found = found || path == name || strings.HasPrefix(path, name+".")
	})
	return found
}

// copyTensors copies tensors that must match one by one.
func (n *Net) copyTensors(op string, from *Net, source, dest []named) {
	theirs, mine := from.String(), n.String()
	if theirs == mine { // they differ in sizes that String leaves out
		theirs, mine = "the network to copy from", "this one"
	}
	if problem := compareTensors(source, dest, theirs, mine); problem != "" {
		misuse(op, "%s", problem)
	}
	for i, t := range dest {
		copy(t.t.Data, source[i].t.Data)
	}
}
