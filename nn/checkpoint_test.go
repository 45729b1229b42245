package nn

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// interruptible is a training with everything that a file has to keep: running statistics, dropout, an optimizer with
// memory, and batches of which a pass is not a multiple.
type interruptible struct {
	net     *Net
	opt     Optimizer
	batches *Batches
}

func newInterruptible(seed uint64, optimizer string) interruptible {
	r := NewRand(seed)
	data := NewRand(77)
	labels := make([]int, 50)
	for i := range labels {
		labels[i] = data.Intn(3)
	}
	return interruptible{
		net:     NewMLP(MLP{Sizes: []int{6, 9, 3}, BatchNorm: true, Dropout: .3, Rand: r}),
		opt:     NewOptimizer(optimizer, .01),
		batches: NewBatches(NewExamples(data.Normal(0, 1, 50, 6), labels), 8, r),
	}
}

func (t interruptible) run(steps int) {
	for range steps {
		x, labels := t.batches.Next()
		t.net.Step(x, labels, t.opt)
	}
}

// TestTrainingGoesOn: a training that is saved and loaded elsewhere ends with the same bits as one without a break.
func TestTrainingGoesOn(t *testing.T) {
	for _, optimizer := range []string{"sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"} {
		path := filepath.Join(t.TempDir(), "training.quire")
		whole := newInterruptible(1, optimizer)
		whole.run(40)
		first := newInterruptible(1, optimizer)
		first.run(17)
		if err := SaveTraining(path, first.net, first.opt, first.batches); err != nil {
			t.Fatal(err)
		}
		second := newInterruptible(2, optimizer)
		second.run(3)
		if err := LoadTraining(path, second.net, second.opt, second.batches); err != nil {
			t.Fatal(err)
		}
		second.run(23)
		if second.net.Hash() != whole.net.Hash() {
			t.Errorf("%s: a training with a break ends elsewhere than one without", optimizer)
		}
	}
}

func TestLoadTrainingSaysWhatIsWrong(t *testing.T) {
	a := newInterruptible(1, "adam")
	a.run(5)
	encode := func(i interruptible) []byte {
		var b bytes.Buffer
		if err := saveTraining(&b, i.net, i.opt, i.batches); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	file := encode(a)
	damaged := bytes.Clone(file)
	damaged[len(file)/2] ^= 4
	other := a
	other.opt = NewSGD(.1)
	lone := a
	lone.batches = nil
	wide := newInterruptible(1, "adam")
	wide.net = NewMLP(MLP{Sizes: []int{6, 10, 3}, BatchNorm: true, Dropout: .3, Rand: NewRand(1)})
	few := newInterruptible(1, "adam")
	few.batches = NewBatches(NewExamples(New(20, 6), make([]int, 20)), 8, NewRand(1))
	for _, c := range []struct {
		name string
		file []byte
		want string
	}{
		{"nothing", nil, "this is not a saved training"},
		{"cut", file[:len(file)-50], "the file ends after"},
		{"damaged", damaged, "the checksum is wrong"},
		{"other optimizer", encode(other), "the file holds another optimizer than Adam"},
		{"other network", encode(wide), "Affine1.W is (6, 10) in the file and (6, 9) in"},
		{"without batches", encode(lone), "the file has 1 random streams and this training 2"},
		{"other examples", encode(few), "the batches of the file are from 20 examples and these from 50"},
	} {
		b := newInterruptible(3, "adam")
		b.run(2)
		before := encode(b)
		if err := loadTraining(c.file, b.net, b.opt, b.batches); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
		if !bytes.Equal(encode(b), before) {
			t.Errorf("%s: a load that failed changed the training", c.name)
		}
	}
	path := filepath.Join(t.TempDir(), "none")
	if err := LoadTraining(path, a.net, a.opt, nil); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("loading no file gives %v", err)
	}
	if err := SaveTraining(path, a.net, ownOptimizer{}, nil); err == nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "is not an optimizer of package nn") {
		t.Errorf("saving an optimizer of one's own gives %v", err)
	}
}

type ownOptimizer struct{}

func (ownOptimizer) Update([]*Param) {}

func FuzzLoadTraining(f *testing.F) {
	a := newInterruptible(1, "momentum")
	a.run(3)
	var b bytes.Buffer
	if err := saveTraining(&b, a.net, a.opt, a.batches); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add(b.Bytes()[:b.Len()-32])
	f.Add(b.Bytes()[:100])
	f.Fuzz(func(t *testing.T, content []byte) {
		for _, file := range [][]byte{content, signed(content)} {
			i := newInterruptible(2, "momentum")
			before := i.net.Hash()
			if err := loadTraining(file, i.net, i.opt, i.batches); err != nil && i.net.Hash() != before {
				t.Errorf("the load failed (%v) and changed the network", err)
			} else if err == nil {
				i.run(7)
			}
		}
	})
}
