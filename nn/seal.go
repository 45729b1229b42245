package nn

import (
	"reflect"
	"slices"
)

// seal is what a network looked like when it was built, as far as an assignment in a cell could change it.
type seal struct {
	settings []setting
	params   []held
}

// held is where a parameter stands in a network's memory.
type held struct {
	shape       []int
	at          int // place in Net.values and Net.grads
	value, grad *Tensor
}

// setting is a field of a layer of this package.
type setting interface {
	changed() bool
	describe() (name string, was, is any)
}

// field is a setting of a type.
type field[T comparable] struct {
	name string
	at   *T
	was  T
}

func (f *field[T]) changed() bool { return *f.at != f.was }

func (f *field[T]) describe() (string, any, any) { return f.name, f.was, *f.at }

// newSeal notes the settings of all layers of this package. Those of other layers are their own affair: nothing says
// which of their fields may change.
func newSeal(n *Net) seal {
	var s seal
	n.each(func(path string, l Layer) {
		if !isOwn(l) {
			return
		}
		v := reflect.Indirect(reflect.ValueOf(l))
		for i := range v.NumField() {
			if t := v.Type().Field(i); t.IsExported() && !t.Anonymous {
				s.note(path+"."+t.Name, v.Field(i).Addr().Interface())
			}
		}
	})
	at := 0
	for _, p := range n.params {
		s.params = append(s.params, held{shape: slices.Clone(p.Value.Shape), at: at, value: p.Value, grad: p.Grad})
		at += wholeLines(len(p.Value.Data))
	}
	return s
}

// note adds the field that at points to.
func (s *seal) note(name string, at any) {
	switch at := at.(type) {
	case *int:
		s.settings = append(s.settings, &field[int]{name, at, *at})
	case *float64:
		s.settings = append(s.settings, &field[float64]{name, at, *at})
	case *bool:
		s.settings = append(s.settings, &field[bool]{name, at, *at})
	case *string:
		s.settings = append(s.settings, &field[string]{name, at, *at})
	case *Init:
		s.settings = append(s.settings, &field[Init]{name, at, *at})
	case **Param:
		s.settings = append(s.settings, &field[*Param]{name, at, *at})
	case **Tensor:
		s.settings = append(s.settings, &field[*Tensor]{name, at, *at})
	}
}

// intact panics when a setting of a layer is not what it was when the network was built, and takes over tensors that were
// assigned to a parameter: p.Value = p.Value.Sub(p.Grad.Scale(lr)) is as good as a change in place.
func (n *Net) intact(op string) {
	if n == nil || len(n.layers) == 0 {
		misuse(op, "there is no network; make one with NewNet, BuildNet or NewMLP")
	}
	for _, s := range n.seal.settings {
		if s.changed() {
			name, was, is := s.describe()
			refuseSetting(op, name, was, is)
		}
	}
	n.settle(op)
}

func refuseSetting(op, name string, was, is any) {
	switch was.(type) {
	case *Param, *Tensor:
		misuse(op, "%s was replaced after the network was built; copy the numbers into it instead: copy(l.W.Value.Data, w.Data)", name)
	}
	misuse(op, "%s was %v when the network was built and is %v now; a network does not change: build a new one", name, was, is)
}

// settle takes over tensors that were assigned to Value or Grad of a parameter.
func (n *Net) settle(op string) {
	for i, p := range n.params {
		h := &n.seal.params[i]
		if p.Value != h.value || !h.in(n.values) {
			p.Value = h.takeOver(op, p.Name+".Value", p.Value, h.value, n.values)
		}
		n.settleGrad(op, p, h)
	}
}

// settleGrads is settle after a Backward, which may assign a tensor to Grad.
func (n *Net) settleGrads(op string) {
	for i, p := range n.params {
		n.settleGrad(op, p, &n.seal.params[i])
	}
}

func (n *Net) settleGrad(op string, p *Param, h *held) {
	if p.Grad != h.grad || !h.fits(p.Grad) || !starts(p.Grad, n.grads, h.at) {
		p.Grad = h.takeOver(op, p.Name+".Grad", p.Grad, h.grad, n.grads)
	}
}

// in reports whether the value is at its place.
func (h *held) in(values []float32) bool { return h.fits(h.value) && starts(h.value, values, h.at) }

// fits reports whether a tensor has the shape, and numbers for it.
func (h *held) fits(t *Tensor) bool {
	return slices.Equal(t.Shape, h.shape) && len(t.Data) == volumeOf(h.shape)
}

// starts reports whether a tensor's numbers begin at a place of a vector.
func starts(t *Tensor, all []float32, at int) bool {
	return len(t.Data) == 0 || at < len(all) && &t.Data[0] == &all[at]
}

// takeOver copies the numbers of t, which came from outside, to the place of the network's own tensor, and returns that.
func (h *held) takeOver(op, name string, t, mine *Tensor, all []float32) *Tensor {
	if t == nil {
		misuse(op, "%s is nil; it must be a tensor of shape %s", name, shapeText(h.shape))
	}
	size := volume(op, h.shape)
	if slices.Equal(t.Shape, h.shape) && len(t.Data) != size {
		misuse(op, "%s has %d numbers in Data and the shape %s; the numbers may change, not how many they are", name, len(t.Data), shapeText(h.shape))
	}
	if !slices.Equal(t.Shape, h.shape) {
		misshape(op, name, t.Shape, shapeText(h.shape), "a network does not change its shapes after it was built")
	}
	copy(all[h.at:h.at+size], t.Data)
	mine.Shape, mine.Data = slices.Clone(h.shape), all[h.at:h.at+size:h.at+size]
	return mine
}
