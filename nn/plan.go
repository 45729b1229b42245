package nn

// A plan is how a network trains: layers that can work in one pass over memory are joined to stages. The results have the
// same bits as those of the layers one by one, and the layers are left in the same state, so that nobody can tell, but for
// the time. Layers that are not known here are stages of their own and part the stages around them.

// stage is one layer, or a few, in training.
type stage interface {
	// forward is Forward of all layers of the stage.
	forward(x *Tensor) *Tensor
	// backward is Backward of all layers. Unless want is set nothing needs the result, which may then be nil.
	backward(dy *Tensor, want bool) *Tensor
}

// makePlan joins layers to stages.
func makePlan(layers []Layer) []stage {
	var plan []stage
	for i := 0; i < len(layers); {
		s, n := nextStage(layers, i)
		plan = append(plan, s)
		i += n
	}
	return plan
}

// nextStage returns the stage that begins with layer i and the number of its layers.
func nextStage(layers []Layer, i int) (s stage, n int) {
	before, after := reluAt(layers, i-1), reluAt(layers, i+1)
	switch l := layers[i].(type) {
	case *Conv2D:
		if s := imageStageAt(layers, i); s != nil {
			return s, len(s.layers)
		}
	case *Affine:
		s := &affineStage{affine: l, before: before, relu: after}
		if after == nil {
			return s, 1
		}
		s.gated = gates(layers, i+2)
		return s, 2
	case *ReLU:
		if gates(layers, i+1) {
			return gatedReLU{l}, 1
		}
	case *Flatten:
		if i > 0 && gates(layers, i+1) { // nobody outside sees the view
			return &flattenStage{flatten: l}, 1
		}
	}
	return newLayerStage(layers[i]), 1
}

// forwardPlan is Forward of all stages.
func forwardPlan(plan []stage, x *Tensor) *Tensor {
	for _, s := range plan {
		x = s.forward(x)
	}
	return x
}

// backwardPlan is Backward of all stages. Unless want is set, the result may be nil.
func backwardPlan(plan []stage, dy *Tensor, want bool) *Tensor {
	for i := len(plan) - 1; i >= 0; i-- {
		dy = plan[i].backward(dy, want || i > 0)
	}
	return dy
}

// reluAt returns layer i when it is a ReLU, and nil otherwise.
func reluAt(layers []Layer, i int) *ReLU {
	if i < 0 || i >= len(layers) {
		return nil
	}
	l, _ := layers[i].(*ReLU)
	return l
}

// gates reports whether layer i computes the gradient of a ReLU before it together with its own.
func gates(layers []Layer, i int) bool {
	if i >= len(layers) {
		return false
	}
	_, ok := layers[i].(*Affine)
	return ok
}

// paramBackwarder is a layer that can leave out the gradient by its input.
type paramBackwarder interface{ backwardParams(dy *Tensor) }

// layerStage is a layer by itself.
type layerStage struct {
	Layer
	short paramBackwarder // the layer, when it is one
}

func newLayerStage(l Layer) layerStage {
	s := layerStage{Layer: l}
	if isOwn(l) { // a layer of a cell may embed one of this package
		s.short, _ = l.(paramBackwarder)
	}
	return s
}

func (s layerStage) forward(x *Tensor) *Tensor { return given(s.Forward(x, true), s.Layer, "Forward") }

func (s layerStage) backward(dy *Tensor, want bool) *Tensor {
	if s.short != nil && !want {
		s.short.backwardParams(dy)
		return nil
	}
	return given(s.Backward(dy), s.Layer, "Backward")
}

// gatedReLU is a ReLU whose gradient the stage after it computes.
type gatedReLU struct{ *ReLU }

func (s gatedReLU) forward(x *Tensor) *Tensor { return s.Forward(x, true) }

func (s gatedReLU) backward(dy *Tensor, want bool) *Tensor { return dy }

// flattenStage is a Flatten that copies nothing: the layers around it see the same numbers in two shapes.
type flattenStage struct {
	flatten *Flatten
	y, dx   Tensor
}

func (s *flattenStage) forward(x *Tensor) *Tensor {
	l, n := s.flatten, x.Dim(0)
	s.y.Shape = append(s.y.Shape[:0], n, volume("Flatten.Forward", x.Shape[1:]))
	s.y.Data = x.Data
	l.shape = append(l.shape[:0], x.Shape...)
	l.y.t.Shape = append(l.y.t.Shape[:0], s.y.Shape...) // Backward by hand asks for it
	return &s.y
}

func (s *flattenStage) backward(dy *Tensor, want bool) *Tensor {
	l := s.flatten
	checkGrad("Flatten.Backward", dy, l.y.last())
	s.dx.Shape = append(s.dx.Shape[:0], l.shape...)
	s.dx.Data = dy.Data
	return &s.dx
}

// affineStage is an affine layer with the ReLU after it, whose maximum is taken when the sums are stored, and with the
// gradient of the ReLU before it.
type affineStage struct {
	affine *Affine
	relu   *ReLU // after the layer; may be nil
	gated  bool  // the stage after this one computes its gradient
	before *ReLU // before the layer, and not part of this stage; may be nil
}

func (s *affineStage) forward(x *Tensor) *Tensor {
	if s.relu == nil {
		return s.affine.Forward(x, true)
	}
	return s.affine.forwardReLU(x, s.relu)
}

func (s *affineStage) backward(dy *Tensor, want bool) *Tensor {
	if s.relu != nil && !s.gated {
		dy = s.relu.Backward(dy)
	}
	switch {
	case !want:
		s.affine.backwardParams(dy)
		return nil
	case s.before != nil:
		return s.affine.backwardReLU(dy, s.before)
	}
	return s.affine.Backward(dy)
}
