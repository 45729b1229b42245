package nn

import (
	"fmt"
	"math"
	"slices"
	"strings"
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
	LR            float64 // learning rate of the step before; NaN when the optimizer does not tell, or before the first step

	score string // what the accuracies are: "R²" where targets are numbers
}

// History is what a training went through.
type History struct {
	Points     []Point
	Losses     []float64 // loss of every iteration
	Rates      []float64 // learning rate of every iteration, when there was a schedule
	Iterations int       // iterations done
	Stopped    string    // why it ended early; empty when it ran to its end
	Restored   int       // iteration whose parameters the network got back at the end, as the best ones; 0: none
	FileErr    error     // why the best network could not be written to its file
	Elapsed    time.Duration

	seen        int // examples that were trained on
	score       string
	names       []string    // of the metrics
	values      [][]float64 // of the metrics, for each point
	order       []int       // of the metrics of this training among names
	interrupted bool
	diverged    bool
}

// metrics prepares the columns of metrics: earlier points, and those that do not measure one, have NaN there.
func (h *History) metrics(metrics []Metric) {
	h.interrupted, h.diverged = false, false
	for _, m := range metrics {
		if slices.Contains(columnNames, m.Name) {
			misuse("Fit", "a metric cannot be called %q, as there is such a column already", m.Name)
		}
		if !slices.Contains(h.names, m.Name) {
			h.names = append(h.names, m.Name)
			h.values = append(h.values, nil)
		}
	}
	h.order = h.order[:0]
	for _, m := range metrics {
		h.order = append(h.order, slices.Index(h.names, m.Name))
	}
}

// add adds a point and the metrics that were measured with it.
func (h *History) add(p Point, values []float64) {
	for k := range h.values {
		for len(h.values[k]) < len(h.Points)+1 {
			h.values[k] = append(h.values[k], math.NaN())
		}
	}
	for i, v := range values {
		h.values[h.order[i]][len(h.Points)] = v
	}
	h.Points = append(h.Points, p)
}

// MetricNames returns the names of the metrics, in order; each is a name for Column.
func (h *History) MetricNames() []string { return slices.Clone(h.names) }

// ScoreName says what TrainAccuracy and ValidAccuracy are: "accuracy", or "R²" where the targets are numbers.
func (h *History) ScoreName() string {
	if h.score == "" {
		return "accuracy"
	}
	return h.score
}

// scoreName returns what Evaluate gives beside the loss.
func scoreName(net *Net, examples Examples) string {
	if _, ok := examples.(TargetExamples); ok {
		switch net.loss.(type) {
		case *SoftmaxCrossEntropy, *BCE:
		default:
			return "R²"
		}
	}
	return "accuracy"
}

// Last returns the last point; a point of NaNs when there is none.
func (h *History) Last() Point {
	if len(h.Points) == 0 {
		nan := math.NaN()
		return Point{Loss: nan, TrainAccuracy: nan, ValidLoss: nan, ValidAccuracy: nan}
	}
	return h.Points[len(h.Points)-1]
}

// Best returns the point of the greatest validation accuracy, the first of equal ones. What Patience and KeepBest of
// FitOptions choose, and maybe by another measure, is in Restored.
func (h *History) Best() Point {
	best := h.Last()
	for i := len(h.Points) - 1; i >= 0; i-- {
		if p := h.Points[i]; p.ValidAccuracy >= best.ValidAccuracy {
			best = p
		}
	}
	return best
}

var columnNames = []string{"iteration", "epoch", "loss", "train", "validloss", "valid", "lr"}

// Column returns one field of all points: "iteration", "epoch", "loss", "train", "validloss", "valid", "lr" or the name of
// a metric.
func (h *History) Column(name string) []float64 {
	v := make([]float64, len(h.Points))
	if k := slices.Index(h.names, name); k >= 0 {
		for i := range v {
			v[i] = math.NaN()
		}
		copy(v, h.values[k])
		return v
	}
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
		case "lr":
			v[i] = p.LR
		default:
			misuse("History.Column", "there is no column %q; use %s", name, strings.Join(append(slices.Clone(columnNames), h.names...), ", "))
		}
	}
	return v
}

// Curve is a named line of a chart.
type Curve struct {
	Name string
	X, Y []float64
}

// LossCurves returns the losses by iteration: the mean training loss since the point before, and that of the validation
// examples where there are any.
func (h *History) LossCurves() []Curve {
	var curves []Curve
	for _, c := range []struct{ name, column string }{{"train", "loss"}, {"validation", "validloss"}} {
		var x, y []float64
		for i, v := range h.Column(c.column) {
			if !math.IsNaN(v) {
				x, y = append(x, float64(h.Points[i].Iteration)), append(y, v)
			}
		}
		if len(y) > 0 {
			curves = append(curves, Curve{Name: c.name, X: x, Y: y})
		}
	}
	return curves
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

// Table returns the points as rows of text under a head. Columns that were not measured are left out, and the learning rate
// where there was no schedule.
func (h *History) Table() [][]string {
	type column struct{ head, name, format string }
	score := scorePrefix(h.score)
	columns := []column{
		{"iteration", "iteration", "%.0f"},
		{"epoch", "epoch", "%.2f"},
		{"loss", "loss", "%.4f"},
		{"train" + score, "train", "%.4f"},
		{"validation" + score, "valid", "%.4f"},
		{"validation loss", "validloss", "%.4f"},
	}
	for _, name := range h.names {
		columns = append(columns, column{name, name, "%.4f"})
	}
	if len(h.Rates) > 0 {
		columns = append(columns, column{"lr", "lr", "%.4g"})
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

// String is the line that Fit writes for a point. What was not measured is left out.
func (p Point) String() string {
	s := fmt.Sprintf("iteration %5d  epoch %6.2f", p.Iteration, p.Epoch)
	score := scorePrefix(p.score)
	for _, v := range []struct {
		name  string
		value float64
	}{{"loss", p.Loss}, {"train" + score, p.TrainAccuracy}, {"validation" + score, p.ValidAccuracy}} {
		if !math.IsNaN(v.value) {
			s += fmt.Sprintf("  %s %.4f", v.name, v.value)
		}
	}
	return s
}

// scorePrefix is what stands before a score that is no accuracy: " R²".
func scorePrefix(score string) string {
	if score == "" || score == "accuracy" {
		return ""
	}
	return " " + score
}

// String summarises the training in a line.
func (h *History) String() string {
	p := h.Last()
	score := scorePrefix(h.score)
	s := fmt.Sprintf("%d iterations, loss %.4f", h.Iterations, p.Loss)
	if !math.IsNaN(p.TrainAccuracy) {
		s += fmt.Sprintf(", train%s %.4f", score, p.TrainAccuracy)
	}
	if !math.IsNaN(p.ValidAccuracy) {
		s += fmt.Sprintf(", validation%s %.4f", score, p.ValidAccuracy)
	}
	if h.Stopped != "" {
		s += "; " + h.Stopped
	} else if h.Restored > 0 {
		s += fmt.Sprintf("; the network has the best parameters, those of iteration %d", h.Restored)
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
