package nn

import "strings"

// TwoLayerNet describes the network of chapters 4 and 5: Affine1 → activation → Affine2. The zero value is the book's, for
// MNIST: 784 inputs, 50 hidden units, 10 outputs.
type TwoLayerNet struct {
	Input, Hidden, Output int    // 0: 784, 50 and 10
	Activation            string // "sigmoid" (chapter 4; also when empty), "relu" (chapter 5) or "tanh"
	Init                  Init   // empty: Std(0.01)
	Rand                  *Rand  // nil: the default stream
}

// NewTwoLayerNet returns the network of a description. Its layers are called as in the book: Affine1, Relu1 or Sigmoid1,
// Affine2.
func NewTwoLayerNet(t TwoLayerNet) *Net {
	t.Input, t.Hidden, t.Output = or(t.Input, 784), or(t.Hidden, 50), or(t.Output, 10)
	if t.Input < 1 || t.Hidden < 1 || t.Output < 1 {
		misuse("NewTwoLayerNet", "Input is %d, Hidden %d and Output %d; they must be positive", t.Input, t.Hidden, t.Output)
	}
	name := strings.ToLower(t.Activation)
	if name == "" {
		name = "sigmoid"
	}
	return BuildNet(NetSpec{
		Input:  []int{t.Input},
		Layers: []Layer{NewAffine(t.Hidden), activation("NewTwoLayerNet", name), NewAffine(t.Output)},
		Names:  []string{"Affine1", strings.ToUpper(name[:1]) + name[1:] + "1", "Affine2"},
		Init:   t.Init.or(Std(0.01)), Rand: t.Rand,
	})
}

// or returns v, or other when v is 0.
func or(v, other int) int {
	if v == 0 {
		return other
	}
	return v
}

// SimpleConvNet describes the network of chapter 7: Conv1 → Relu1 → Pool1 → Affine1 → Relu2 → Affine2. The zero value is
// the book's, for MNIST: 30 filters of 5 × 5, 100 hidden units, 433,890 parameters.
type SimpleConvNet struct {
	Input      []int // shape of one image (H, W, C); nil: {28, 28, 1}
	Filters    int   // 0: 30
	FilterSize int   // 0: 5
	Stride     int   // 0: 1
	Pad        int
	Hidden     int   // units of Affine1; 0: 100
	Output     int   // 0: 10
	Init       Init  // empty: Std(0.01)
	Rand       *Rand // nil: the default stream
}

// NewSimpleConvNet returns the network of a description. Pooling takes windows of 2 × 2. Between Pool1 and Affine1 stands
// Flatten1, which the book does inside Affine. Its images are (N, C, H, W) and those here (N, H, W, C), so that the rows of
// Affine1.W are in another order.
func NewSimpleConvNet(s SimpleConvNet) *Net {
	if s.Input == nil {
		s.Input = []int{28, 28, 1}
	}
	return BuildNet(NetSpec{
		Input: s.Input,
		Layers: []Layer{
			NewConv2D(or(s.Filters, 30), or(s.FilterSize, 5), or(s.Stride, 1), s.Pad), NewReLU(), NewMaxPool(2, 2),
			NewFlatten(), NewAffine(or(s.Hidden, 100)), NewReLU(), NewAffine(or(s.Output, 10)),
		},
		Names: []string{"Conv1", "Relu1", "Pool1", "Flatten1", "Affine1", "Relu2", "Affine2"},
		Init:  s.Init.or(Std(0.01)), Rand: s.Rand,
	})
}

// DeepConvNet describes the network of chapter 8: three times two convolutions of 3 × 3, each with ReLU, and pooling, then
// Affine1 → Relu7 → Dropout1 → Affine2 → Dropout2. The zero value is the book's, for MNIST: 16, 16, 32, 32, 64 and 64
// filters, 50 hidden units, 123,552 parameters.
type DeepConvNet struct {
	Input   []int   // shape of one image (H, W, C); nil: {28, 28, 1}
	Filters []int   // of the six convolutions; nil: {16, 16, 32, 32, 64, 64}
	Hidden  int     // units of Affine1; 0: 50
	Output  int     // 0: 10
	Dropout float64 // part dropped; 0: 0.5, negative: no dropout
	// PlainOutput leaves Dropout2 out. The book drops outputs as well, which sets half of the logits of every training
	// example to 0, that of the right class as often as others: the training loss stays high, and the logits grow large.
	PlainOutput bool
	Init        Init  // empty: He
	Rand        *Rand // nil: the default stream
}

// NewDeepConvNet returns the network of a description. The fourth convolution has a border of 2, the others of 1, as in
// the book, so that 28 × 28 pixels become 14 × 14, 8 × 8 and 4 × 4. Affine1 has its inputs in another order than the book:
// see NewSimpleConvNet.
func NewDeepConvNet(d DeepConvNet) *Net {
	if d.Input == nil {
		d.Input = []int{28, 28, 1}
	}
	if d.Filters == nil {
		d.Filters = []int{16, 16, 32, 32, 64, 64}
	}
	if len(d.Filters) != 6 {
		misuse("NewDeepConvNet", "Filters has %d numbers; give one for each of the six convolutions", len(d.Filters))
	}
	if d.Dropout == 0 {
		d.Dropout = 0.5
	}
	s := NetSpec{Input: d.Input, Init: d.Init, Rand: d.Rand}
	add := func(name string, l Layer) {
		s.Names, s.Layers = append(s.Names, name), append(s.Layers, l)
	}
	digit := func(kind string, i int) string { return kind + string(rune('0'+i)) }
	for i, filters := range d.Filters {
		pad := 1
		if i == 3 {
			pad = 2
		}
		add(digit("Conv", i+1), NewConv2D(filters, 3, 1, pad))
		add(digit("Relu", i+1), NewReLU())
		if i%2 == 1 {
			add(digit("Pool", i/2+1), NewMaxPool(2, 2))
		}
	}
	add("Flatten1", NewFlatten())
	add("Affine1", NewAffine(or(d.Hidden, 50)))
	add("Relu7", NewReLU())
	if d.Dropout > 0 {
		add("Dropout1", NewDropout(d.Dropout))
	}
	add("Affine2", NewAffine(or(d.Output, 10)))
	if d.Dropout > 0 && !d.PlainOutput {
		add("Dropout2", NewDropout(d.Dropout))
	}
	return BuildNet(s)
}
