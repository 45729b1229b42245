package nn

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"sync/atomic"
)

// state keeps a tensor beside each parameter: velocities, means of squares.
type state struct {
	vectors map[*Param][]float32
	busy    int32 // 1 while Update runs
}

func (s *state) of(p *Param) []float32 {
	v, ok := s.vectors[p]
	if !ok || len(v) != len(p.Value.Data) {
		if s.vectors == nil {
			s.vectors = map[*Param][]float32{}
		}
		v = aligned(len(p.Value.Data))
		s.vectors[p] = v
	}
	return v
}

// enter begins an Update, and panics when another goroutine is in one.
func (s *state) enter(op string) {
	if !atomic.CompareAndSwapInt32(&s.busy, 0, 1) {
		misuse(op, "the optimizer is at work in another goroutine; make a new one for each network")
	}
}

// leave ends an Update.
func (s *state) leave() { atomic.StoreInt32(&s.busy, 0) }

// remembering is an optimizer of this package: what it keeps between steps can be forgotten and saved.
type remembering interface {
	Optimizer
	RateSetter
	memory() memoryOf
}

// memoryOf is what an optimizer keeps between steps.
type memoryOf struct {
	name   string
	fields []*float64 // settings, the learning rate first
	states []*state
	means  *means // of Adam, whose steps count; nil for others
}

func (o *SGD) memory() memoryOf {
	return memoryOf{name: "SGD", fields: []*float64{&o.LR}}
}

func (o *Momentum) memory() memoryOf {
	return memoryOf{name: "Momentum", fields: []*float64{&o.LR, &o.Mu}, states: []*state{&o.v}}
}

func (o *Nesterov) memory() memoryOf {
	return memoryOf{name: "Nesterov", fields: []*float64{&o.LR, &o.Mu}, states: []*state{&o.v}}
}

func (o *AdaGrad) memory() memoryOf {
	return memoryOf{name: "AdaGrad", fields: []*float64{&o.LR, &o.Eps}, states: []*state{&o.h}}
}

func (o *RMSprop) memory() memoryOf {
	return memoryOf{name: "RMSprop", fields: []*float64{&o.LR, &o.Decay, &o.Eps}, states: []*state{&o.h}}
}

func (o *Adam) memory() memoryOf {
	return memoryOf{
		name: "Adam", fields: []*float64{&o.LR, &o.Beta1, &o.Beta2, &o.Eps},
		states: []*state{&o.means.m, &o.means.h}, means: &o.means,
	}
}

func (o *AdamW) memory() memoryOf {
	return memoryOf{
		name: "AdamW", fields: []*float64{&o.LR, &o.Beta1, &o.Beta2, &o.Eps, &o.WeightDecay},
		states: []*state{&o.means.m, &o.means.h}, means: &o.means,
	}
}

// LearningRate implements RateSetter.
func (o *SGD) LearningRate() float64 { return o.LR }

// LearningRate implements RateSetter.
func (o *Momentum) LearningRate() float64 { return o.LR }

// LearningRate implements RateSetter.
func (o *Nesterov) LearningRate() float64 { return o.LR }

// LearningRate implements RateSetter.
func (o *AdaGrad) LearningRate() float64 { return o.LR }

// LearningRate implements RateSetter.
func (o *RMSprop) LearningRate() float64 { return o.LR }

// LearningRate implements RateSetter.
func (o *Adam) LearningRate() float64 { return o.LR }

// LearningRate implements RateSetter.
func (o *AdamW) LearningRate() float64 { return o.LR }

// SetLearningRate implements RateSetter: it sets LR.
func (o *SGD) SetLearningRate(lr float64) { o.LR = lr }

// SetLearningRate implements RateSetter: it sets LR.
func (o *Momentum) SetLearningRate(lr float64) { o.LR = lr }

// SetLearningRate implements RateSetter: it sets LR.
func (o *Nesterov) SetLearningRate(lr float64) { o.LR = lr }

// SetLearningRate implements RateSetter: it sets LR.
func (o *AdaGrad) SetLearningRate(lr float64) { o.LR = lr }

// SetLearningRate implements RateSetter: it sets LR.
func (o *RMSprop) SetLearningRate(lr float64) { o.LR = lr }

// SetLearningRate implements RateSetter: it sets LR.
func (o *Adam) SetLearningRate(lr float64) { o.LR = lr }

// SetLearningRate implements RateSetter: it sets LR.
func (o *AdamW) SetLearningRate(lr float64) { o.LR = lr }

// Reset forgets the velocities: the next step is like the first. The settings stay.
func (o *Momentum) Reset() { o.memory().forget() }

// Reset forgets the velocities: the next step is like the first. The settings stay.
func (o *Nesterov) Reset() { o.memory().forget() }

// Reset forgets the sums of squares: the next step is like the first. The settings stay.
func (o *AdaGrad) Reset() { o.memory().forget() }

// Reset forgets the means of squares: the next step is like the first. The settings stay.
func (o *RMSprop) Reset() { o.memory().forget() }

// Reset forgets the running means: the next step is like the first. The settings stay.
func (o *Adam) Reset() { o.memory().forget() }

// Reset forgets the running means: the next step is like the first. The settings stay.
func (o *AdamW) Reset() { o.memory().forget() }

func (m memoryOf) forget() {
	for _, s := range m.states {
		s.vectors = nil
	}
	if m.means != nil {
		m.means.steps, m.means.power1, m.means.power2 = 0, 0, 0
	}
}

// The file of an optimizer, all numbers little-endian:
//
//	"quireopt" and version 1 (uint32)
//	length of the optimizer's name (uint32), name
//	number of settings (uint32), settings (float64 each)
//	steps (uint64), β₁ᵗ and β₂ᵗ (float64), or zeros
//	number of states (uint32), number of parameters (uint32)
//	for each parameter: length of its name (uint32), name, elements (uint32), and its part of each state (float32)
//	SHA-256 of everything before (32 bytes)
const (
	optimizerMagic   = "quireopt"
	optimizerVersion = 1
)

// SaveOptimizer writes an optimizer of this package with what it remembers of a network's parameters. Together with
// Net.Save, a training can go on later as if it had not been interrupted.
func SaveOptimizer(w io.Writer, opt Optimizer, net *Net) error {
	m, err := memoryFor("save", opt)
	if err != nil {
		return err
	}
	body := m.encode(net.Params())
	sum := sha256.Sum256(body)
	if _, err := w.Write(append(body, sum[:]...)); err != nil {
		return fmt.Errorf("save optimizer: %w", err)
	}
	return nil
}

// LoadOptimizer reads what SaveOptimizer wrote into an optimizer of the same kind, for a network of the same structure:
// settings and memory become those of the file. On an error the optimizer is as before.
func LoadOptimizer(r io.Reader, opt Optimizer, net *Net) error {
	m, err := memoryFor("load", opt)
	if err != nil {
		return err
	}
	params := net.Params()
	want := m.encode(params)
	file, err := io.ReadAll(io.LimitReader(r, int64(len(want))+sha256.Size+1))
	if err != nil {
		return fmt.Errorf("load optimizer: %w", err)
	}
	if !bytes.HasPrefix(file, []byte(optimizerMagic)) {
		return fmt.Errorf("load optimizer: this is not a saved optimizer")
	}
	head := m.head()
	if !bytes.HasPrefix(file, head) {
		return fmt.Errorf("load optimizer: the file holds another optimizer than %s", m.name)
	}
	if len(file) != len(want)+sha256.Size {
		return fmt.Errorf("load optimizer: the file has not the %d bytes of %s for this network: it is cut short, or the network is another", len(want)+sha256.Size, m.name)
	}
	body := file[:len(want)]
	if sum := sha256.Sum256(body); !bytes.Equal(sum[:], file[len(want):]) {
		return fmt.Errorf("load optimizer: the checksum is wrong: the file is damaged")
	}
	return m.decode(body, params)
}

func memoryFor(what string, opt Optimizer) (memoryOf, error) {
	r, ok := opt.(remembering)
	if !ok {
		return memoryOf{}, fmt.Errorf("%s optimizer: %T is not an optimizer of package nn; save its fields yourself", what, opt)
	}
	return r.memory(), nil
}

// head is the beginning of a file, up to the settings.
func (m memoryOf) head() []byte {
	b := binary.LittleEndian.AppendUint32([]byte(optimizerMagic), optimizerVersion)
	b = appendText(b, m.name)
	return binary.LittleEndian.AppendUint32(b, uint32(len(m.fields)))
}

func (m memoryOf) encode(params []*Param) []byte {
	b := m.head()
	for _, f := range m.fields {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(*f))
	}
	var count means
	if m.means != nil {
		count = *m.means
	}
	b = binary.LittleEndian.AppendUint64(b, uint64(count.steps))
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(count.power1))
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(count.power2))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(m.states)))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(params)))
	for _, p := range params {
		b = appendText(b, p.Name)
		b = binary.LittleEndian.AppendUint32(b, uint32(len(p.Value.Data)))
		for _, s := range m.states {
			for _, v := range s.of(p) {
				b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
			}
		}
	}
	return b
}

// appendText appends a length and a text.
func appendText(b []byte, s string) []byte {
	return append(binary.LittleEndian.AppendUint32(b, uint32(len(s))), s...)
}

// decode takes over a body whose length and checksum are right.
func (m memoryOf) decode(body []byte, params []*Param) error {
	at := len(m.head())
	number := func() uint64 {
		at += 8
		return binary.LittleEndian.Uint64(body[at-8:])
	}
	fields := make([]float64, len(m.fields))
	for i := range fields {
		fields[i] = math.Float64frombits(number())
	}
	steps, power1, power2 := int(number()), math.Float64frombits(number()), math.Float64frombits(number())
	at += 8 // the numbers of states and parameters
	values := make([][][]float32, len(m.states))
	for _, p := range params {
		head := binary.LittleEndian.AppendUint32(appendText(nil, p.Name), uint32(len(p.Value.Data)))
		if !bytes.Equal(body[at:at+len(head)], head) {
			return fmt.Errorf("load optimizer: the file belongs to another network: %s %s is not where it should be", p.Name, shapeText(p.Value.Shape))
		}
		at += len(head)
		for k := range m.states {
			v := aligned(len(p.Value.Data))
			for i := range v {
				v[i] = math.Float32frombits(binary.LittleEndian.Uint32(body[at:]))
				at += 4
			}
			values[k] = append(values[k], v)
		}
	}
	m.forget()
	for i, f := range m.fields {
		*f = fields[i]
	}
	for k, s := range m.states {
		for i, p := range params {
			copy(s.of(p), values[k][i])
		}
	}
	if m.means != nil {
		m.means.steps, m.means.power1, m.means.power2 = steps, power1, power2
	}
	return nil
}
