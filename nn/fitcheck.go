package nn

import (
	"fmt"
	"math"
	"sync/atomic"

	"quire/nn/internal/kernel"
)

// checkFit panics when options of Fit cannot work.
func checkFit(net *Net, train Examples, opt Optimizer, o FitOptions) {
	if (o.Iterations > 0) == (o.Epochs > 0) || o.Iterations < 0 || o.Epochs < 0 {
		misuse("Fit", "give either Iterations or Epochs, a positive number")
	}
	if train == nil || opt == nil || net == nil {
		misuse("Fit", "the network, the training examples and the optimizer are all needed")
	}
	if train.Len() == 0 {
		misuse("Fit", "there are no examples to train on")
	}
	if o.Batch < 0 {
		misuse("Fit", "the batch size is %d; it must be positive", o.Batch)
	}
	if o.EvalEvery < 0 || o.TrainSample < -1 {
		misuse("Fit", "EvalEvery is %d and TrainSample %d; 0 is every epoch and all examples, −1 of TrainSample none", o.EvalEvery, o.TrainSample)
	}
	checkRateOf(opt, o)
	checkValidation(o)
	if o.ClipNorm < 0 || o.ClipValue < 0 || math.IsNaN(o.ClipNorm+o.ClipValue) {
		misuse("Fit", "ClipNorm is %g and ClipValue %g; give positive numbers, or 0 for no limit", o.ClipNorm, o.ClipValue)
	}
	for i, m := range o.Metrics {
		if m.Name == "" || m.Of == nil {
			misuse("Fit", "metric %d needs Name and Of", i)
		}
	}
}

// checkRateOf panics when nobody can set the learning rate, or nobody has.
func checkRateOf(opt Optimizer, o FitOptions) {
	rate, ok := opt.(RateSetter)
	if o.Schedule != nil && !ok {
		misuse("Fit", "a Schedule needs an optimizer with the methods LearningRate and SetLearningRate; write them, or change the rate in OnStep")
	}
	if _, ours := opt.(remembering); ours && o.Schedule == nil && rate.LearningRate() == 0 {
		misuse("Fit", "the learning rate of the optimizer is 0: nothing would change; make it with a rate, as in nn.NewSGD(0.1)")
	}
}

// checkValidation panics when early stopping or the best parameters are wanted and there is nothing to judge by.
func checkValidation(o FitOptions) {
	if o.ValidationSplit != 0 && o.Validation != nil {
		misuse("Fit", "give either Validation or ValidationSplit")
	}
	if o.ValidationSplit != 0 && !(o.ValidationSplit > 0 && o.ValidationSplit < 1) {
		misuse("Fit", "ValidationSplit is %g; give the share of the training examples to keep aside, such as 0.2", o.ValidationSplit)
	}
	if o.Patience < 0 || !(o.MinDelta >= 0) {
		misuse("Fit", "Patience is %d and MinDelta %g; they must not be negative", o.Patience, o.MinDelta)
	}
	if !wantsBest(o) {
		if o.Monitor != "" {
			misuse("Fit", "Monitor is %q, but nothing is chosen by it; set Patience, KeepBest or BestFile", o.Monitor)
		}
		return
	}
	if o.Validation == nil && o.ValidationSplit == 0 {
		misuse("Fit", "Patience, KeepBest and BestFile choose by validation examples; set Validation or ValidationSplit: neither the training nor the test examples will do")
	}
	monitorOf(o)
}

// checkFor panics when examples do not fit the network: no examples, another number of features, a label that no output
// stands for, or what is not a number. It returns the number of classes when labels must be below it, and 0 otherwise.
func checkFor(net *Net, what string, examples Examples) (classes int) {
	if examples == nil {
		return 0
	}
	if examples.Len() == 0 {
		misuse("Fit", "there are no %s examples", what)
	}
	if in := net.shapes[0]; examples.ExampleLen() != volume("Fit", in) {
		advice := fmt.Sprintf("the network takes %d numbers and an example has %d: build the network for Input {%d}", volume("Fit", in), examples.ExampleLen(), examples.ExampleLen())
		misshape("Fit", "one "+what+" example", []int{examples.ExampleLen()}, shapeText(in), advice)
	}
	m, targets := examples.(TargetExamples)
	if targets {
		if out := net.shapes[len(net.shapes)-1]; m.TargetLen() != volume("Fit", out) {
			misshape("Fit", "one "+what+" target", []int{m.TargetLen()}, shapeText(out), "give a target for each output")
		}
	} else if _, ok := net.loss.(*SoftmaxCrossEntropy); ok && len(net.shapes[len(net.shapes)-1]) == 1 {
		classes = net.shapes[len(net.shapes)-1][0]
	}
	checkMemory(what, examples, classes)
	return classes
}

// checkMemory looks through examples in memory, once for each.
func checkMemory(what string, examples Examples, classes int) {
	switch m := examples.(type) {
	case indexed:
		checkMemory(what, m.source(), classes)
	case *memory:
		for i, label := range m.labels {
			if classes > 0 && (label < 0 || label >= classes) {
				badLabel(what, i, label, classes)
			}
		}
		m.seen.check("Fit", what+" example", m.x)
	case *targetMemory:
		m.seen.check("Fit", what+" example", m.x)
		m.seenTargets.check("Fit", "the target of "+what+" example", m.t)
	}
}

func badLabel(what string, example, label, classes int) {
	misuse("Fit", "the label of %s example %d is %d, and the network has %d outputs, for the classes 0 … %d; give the last layer more units, or correct the label", what, example, label, classes, classes-1)
}

// once remembers that a tensor was looked through.
type once struct{ done atomic.Bool }

// check panics when a row of x holds what is not a finite number. Inside a sweep it does not look: many trials share x.
func (o *once) check(op, what string, x *Tensor) {
	if kernel.Sweeping() || o.done.Load() {
		return
	}
	if i := notFinite(x.Data); i >= 0 {
		n := x.rowLen()
		misuse(op, "%s %d holds %v at place %d; repair it, or leave it out", what, i/n, x.Data[i], i%n)
	}
	o.done.Store(true)
}

// notFinite returns the place of the first element that is NaN or infinite, or −1.
func notFinite(v []float32) int {
	for i, x := range v {
		if x-x != 0 {
			return i
		}
	}
	return -1
}

// faultOfBatch names the first example of the last batch that holds what is not a number, or returns "".
func (f *fitting) faultOfBatch() string {
	b := f.batches
	if i := notFinite(b.x.Data); i >= 0 {
		n := b.x.Shape[1]
		return fmt.Sprintf("training example %d holds %v at place %d; repair it, or leave it out", b.index[i/n], b.x.Data[i], i%n)
	}
	if t := b.targets.last(); f.targets && t != nil {
		if i := notFinite(t.Data); i >= 0 {
			n := t.rowLen()
			return fmt.Sprintf("the target of training example %d holds %v at place %d; repair it, or leave it out", b.index[i/n], t.Data[i], i%n)
		}
	}
	return ""
}
