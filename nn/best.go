package nn

import (
	"fmt"
	"math"
	"slices"
)

// best keeps the parameters that were best on the validation examples.
type best struct {
	net       *Net
	monitor   string
	sign      float64 // −1: less is better
	delta     float64
	patience  int
	value     float64     // times sign; NaN before the first number
	iteration int         // of the best; −1 before
	waited    int         // evaluations since
	copies    [][]float32 // of the network's tensors
	file      string
}

// wantsBest reports whether options ask for the best parameters.
func wantsBest(o FitOptions) bool { return o.Patience > 0 || o.KeepBest || o.BestFile != "" }

// monitorOf returns what better and worse are told by, and panics when there is no such thing.
func monitorOf(o FitOptions) string {
	switch o.Monitor {
	case "", "valid":
		return "valid"
	case "validloss":
		return o.Monitor
	case "train", "loss":
		misuse("Fit", "Monitor is %q, which is of the training examples; choose by validation: \"valid\" or \"validloss\"", o.Monitor)
	}
	if !slices.ContainsFunc(o.Metrics, func(m Metric) bool { return m.Name == o.Monitor }) {
		misuse("Fit", "there is no %q to monitor; use \"valid\", \"validloss\" or the name of a metric", o.Monitor)
	}
	return o.Monitor
}

func newBest(net *Net, o FitOptions) *best {
	if !wantsBest(o) {
		return nil
	}
	b := &best{net: net, monitor: monitorOf(o), sign: 1, delta: o.MinDelta, patience: o.Patience, value: math.NaN(), iteration: -1, file: o.BestFile}
	if b.monitor == "validloss" {
		b.sign = -1
	}
	b.copies = make([][]float32, len(net.tensors()))
	return b
}

// see looks at an evaluation, and reports whether patience is at its end.
func (b *best) see(value float64, iteration int) (end bool, err error) {
	value *= b.sign
	if math.IsNaN(b.value) && !math.IsNaN(value) || value > b.value+b.delta {
		b.value, b.iteration, b.waited = value, iteration, 0
		for i, t := range b.net.tensors() {
			b.copies[i] = append(b.copies[i][:0], t.t.Data...)
		}
		if b.file != "" {
			err = b.write()
		}
		return false, err
	}
	b.waited++
	return b.patience > 0 && b.waited >= b.patience, nil
}

// write writes the network to the file, all of it or nothing.
func (b *best) write() error {
	if err := putFile(b.file, b.net.Save); err != nil {
		return fmt.Errorf("write the best network: %w", err)
	}
	return nil
}

// back puts the best parameters into the network.
func (b *best) back() {
	for i, t := range b.net.tensors() {
		copy(t.t.Data, b.copies[i])
	}
}

// judge compares a point with the best so far, and ends the training when patience is at its end.
func (f *fitting) judge(p Point) {
	if f.best == nil {
		return
	}
	values := f.h.Column(f.best.monitor)
	end, err := f.best.see(values[len(values)-1], p.Iteration)
	if err != nil && f.h.FileErr == nil {
		f.h.FileErr = err
		f.say(err.Error())
	}
	if end && f.h.Stopped == "" && p.Iteration < f.t.Total {
		f.h.Stopped = fmt.Sprintf("stopped at iteration %d: no better %s for %s", p.Iteration, monitorName(f.best.monitor, f.h.ScoreName()), evaluations(f.best.waited))
	}
}

func evaluations(n int) string {
	if n == 1 {
		return "1 evaluation"
	}
	return fmt.Sprintf("%d evaluations", n)
}

func monitorName(monitor, score string) string {
	switch monitor {
	case "valid":
		return "validation " + score
	case "validloss":
		return "validation loss"
	}
	return monitor
}

// restore ends a training with the best parameters, if that is wanted. After an interrupt the network stays as it is.
func (f *fitting) restore() {
	if f.best == nil || f.best.iteration < 0 || f.h.interrupted || f.o.Patience == 0 && !f.o.KeepBest {
		return
	}
	if f.best.iteration == f.t.Iteration && !f.h.diverged {
		return
	}
	f.best.back()
	f.h.Restored = f.best.iteration
	if f.h.Stopped != "" {
		f.h.Stopped += fmt.Sprintf("; the network has the best parameters, those of iteration %d", f.best.iteration)
	}
}
