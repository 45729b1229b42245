package nn

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// wantPanic runs f and checks that it panics with an error whose text holds the given part.
func wantPanic(t *testing.T, part string, f func()) {
	t.Helper()
	defer func() {
		t.Helper()
		r := recover()
		if r == nil {
			t.Errorf("no panic; want one about %q", part)
			return
		}
		if _, ok := r.(error); !ok {
			t.Errorf("the panic is %T, want an error", r)
		}
		if s := fmt.Sprint(r); !strings.Contains(s, part) {
			t.Errorf("the panic says %q, want %q in it", s, part)
		}
	}()
	f()
}

// readJSON reads a file of values that a script computed elsewhere.
func readJSON(t *testing.T, path string, to any) {
	t.Helper()
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(file, to); err != nil {
		t.Fatal(err)
	}
}

// stepByLayers is Net.Step layer by layer, as a hand-written loop does it.
func stepByLayers(net *Net, x *Tensor, labels []int, opt Optimizer) (loss float64) {
	for _, l := range net.Layers() {
		x = l.Forward(x, true)
	}
	l := NewSoftmaxCrossEntropy()
	loss = l.Forward(x, labels)
	dy := l.Backward()
	for _, l := range slices.Backward(net.Layers()) {
		dy = l.Backward(dy)
	}
	opt.Update(net.Params())
	return loss
}
