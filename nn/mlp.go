package nn

import "strings"

// MLP describes the multi-layer network of chapter 6 (MultiLayerNet and MultiLayerNetExtend): affine layers, with an
// activation after each but the last, and between the two a batch normalisation, and after them dropout, on request.
type MLP struct {
	Sizes       []int   // inputs, hidden layers, outputs: {784, 50, 30, 20, 10}
	Activation  string  // "relu" (also when empty), "sigmoid" or "tanh"
	Init        Init    // empty: He for relu, Xavier for the others
	BatchNorm   bool    // Affine → BatchNorm → activation
	Dropout     float64 // part dropped after each activation; 0: none
	WeightDecay float64 // λ of the penalty ½·λ·ΣW² (section 6.4.2)
	L1          float64 // λ of the penalty λ·Σ|W|
	Loss        Loss    // nil: SoftmaxCrossEntropy
	Rand        *Rand   // nil: the default stream
}

// NewMLP returns the network of a description.
func NewMLP(m MLP) *Net {
	if len(m.Sizes) < 2 {
		misuse("NewMLP", "Sizes has %d numbers; it needs the inputs and the outputs at least", len(m.Sizes))
	}
	var layers []Layer
	if m.Dropout != 0 {
		NewDropout(m.Dropout) // refuses what cannot be, also where no layer is hidden
	}
	activation("NewMLP", strings.ToLower(m.Activation))
	for _, size := range m.Sizes[1 : len(m.Sizes)-1] {
		layers = append(layers, NewAffine(size))
		if m.BatchNorm {
			layers = append(layers, NewBatchNorm())
		}
		layers = append(layers, activation("NewMLP", strings.ToLower(m.Activation)))
		if m.Dropout != 0 {
			layers = append(layers, NewDropout(m.Dropout))
		}
	}
	layers = append(layers, NewAffine(m.Sizes[len(m.Sizes)-1]))
	init := m.Init
	if init == "" && strings.ToLower(m.Activation) != "relu" && m.Activation != "" {
		init = Xavier
	}
	return BuildNet(NetSpec{Input: m.Sizes[:1], Layers: layers, Init: init, WeightDecay: m.WeightDecay, L1: m.L1, Loss: m.Loss, Rand: m.Rand})
}

// activation returns the layer of a name in lower case; the empty one means ReLU.
func activation(op, name string) Layer {
	switch name {
	case "", "relu":
		return NewReLU()
	case "sigmoid":
		return NewSigmoid()
	case "tanh":
		return NewTanh()
	}
	misuse(op, "there is no activation %q; use \"relu\", \"sigmoid\" or \"tanh\"", name)
	return nil
}
