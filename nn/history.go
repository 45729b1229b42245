package nn

import (
	"fmt"
	"math"
	"time"
)

// Point is one evaluation during a training.
type Point struct {
	Iteration     int
	Epoch         float64 // passes over the training examples so far
	Loss          float64 // mean training loss since the point before
	TrainAccuracy float64 // NaN when it was not asked for
	ValidLoss     float64 // NaN without validation examples
	ValidAccuracy float64 // NaN without validation examples
}

// History is what a training went through.
type History struct {
	Points     []Point
	Losses     []float64 // loss of every iteration
	Iterations int       // iterations done
	Stopped    string    // why it ended early; empty when it ran to its end
	Elapsed    time.Duration
}

// Last returns the last point; a point of NaNs when there is none.
func (h *History) Last() Point {
	if len(h.Points) == 0 {
		nan := math.NaN()
		return Point{Loss: nan, TrainAccuracy: nan, ValidLoss: nan, ValidAccuracy: nan}
	}
	return h.Points[len(h.Points)-1]
}

// Best returns the point of the greatest validation accuracy, the first of equal ones.
func (h *History) Best() Point {
	best := h.Last()
	for i := len(h.Points) - 1; i >= 0; i-- {
		if p := h.Points[i]; p.ValidAccuracy >= best.ValidAccuracy {
			best = p
		}
	}
	return best
}

// Column returns one field of all points: "iteration", "epoch", "loss", "train", "validloss" or "valid".
func (h *History) Column(name string) []float64 {
	v := make([]float64, len(h.Points))
	for i, p := range h.Points {
		switch name {
		case "iteration":
			v[i] = float64(p.Iteration)
		case "epoch":
			v[i] = p.Epoch
		case "loss":
			v[i] = p.Loss
		case "train":
			v[i] = p.TrainAccuracy
		case "validloss":
			v[i] = p.ValidLoss
		case "valid":
			v[i] = p.ValidAccuracy
		default:
			misuse("History.Column", "there is no column %q; use iteration, epoch, loss, train, validloss or valid", name)
		}
	}
	return v
}

// Curve is a named line of a chart.
type Curve struct {
	Name string
	X, Y []float64
}

// Curves returns the accuracies by iteration, those that were measured.
func (h *History) Curves() []Curve {
	var curves []Curve
	for _, c := range []struct{ name, column string }{{"train", "train"}, {"validation", "valid"}} {
		if y := h.Column(c.column); len(y) > 0 && !math.IsNaN(y[len(y)-1]) {
			curves = append(curves, Curve{Name: c.name, X: h.Column("iteration"), Y: y})
		}
	}
	return curves
}

// Table returns the points as rows of text under a head. Columns that were not measured are left out.
func (h *History) Table() [][]string {
	columns := []struct{ head, name, format string }{
		{"iteration", "iteration", "%.0f"},
		{"epoch", "epoch", "%.2f"},
		{"loss", "loss", "%.4f"},
		{"train", "train", "%.4f"},
		{"validation", "valid", "%.4f"},
		{"validation loss", "validloss", "%.4f"},
	}
	rows := make([][]string, len(h.Points)+1)
	for _, c := range columns {
		values := h.Column(c.name)
		if len(values) > 0 && math.IsNaN(values[len(values)-1]) && c.name != "loss" {
			continue
		}
		rows[0] = append(rows[0], c.head)
		for i, v := range values {
			rows[i+1] = append(rows[i+1], fmt.Sprintf(c.format, v))
		}
	}
	return rows
}

// String summarises the training in a line.
func (h *History) String() string {
	p := h.Last()
	s := fmt.Sprintf("%d iterations, loss %.4f", h.Iterations, p.Loss)
	if !math.IsNaN(p.TrainAccuracy) {
		s += fmt.Sprintf(", train %.4f", p.TrainAccuracy)
	}
	if !math.IsNaN(p.ValidAccuracy) {
		s += fmt.Sprintf(", validation %.4f", p.ValidAccuracy)
	}
	if h.Stopped != "" {
		s += "; " + h.Stopped
	}
	return s
}

// Smooth returns v with each value replaced by the mean of the window values around it, for noisy loss curves; at the
// ends the window is cut.
func Smooth(v []float64, window int) []float64 {
	if window < 1 {
		misuse("Smooth", "the window is %d; it must be positive", window)
	}
	out := make([]float64, len(v))
	half := window / 2
	for i := range v {
		from, to := max(0, i-half), min(len(v), i-half+window)
		s := 0.0
		for _, x := range v[from:to] {
			s += x
		}
		out[i] = s / float64(to-from)
	}
	return out
}
