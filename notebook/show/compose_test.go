package show

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"sync"
	"testing"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg/draw"

	"quire/notebook/figure"
	"quire/notebook/output"
)

// accuracyPlot is two lines that end close to each other.
func accuracyPlot() *plot.Plot {
	p := NewPlot("정확도", "에폭", "비율")
	var xs, a, b []float64
	for i := range 21 {
		xs = append(xs, float64(i))
		a = append(a, 1-0.9*math.Exp(-float64(i)/3))
		b = append(b, 0.97-0.87*math.Exp(-float64(i)/3))
	}
	Line(p, "학습", xs, a)
	Line(p, "시험", xs, b)
	return p
}

// samplePlots are plots of every kind.
func samplePlots() map[string]*plot.Plot {
	path := NewPlot("", "x", "y")
	Contour(path, func(x, y float64) float64 { return x*x/20 + y*y }, Box{-8, 3, -3, 3})
	Trajectory(path, "SGD", []float64{-7, -5, -3}, []float64{2, -1, 1})
	heat := NewPlot("", "은닉층", "학습률")
	HeatMap(heat, []string{"0.001", "0.01"}, []string{"5", "10", "15"}, [][]float64{{0.81, 0.9, 0.92}, {0.85, math.NaN(), 0.95}})
	bars := NewPlot("", "", "정확도")
	Bars(bars, "학습", []string{"SGD", "Adam"}, []float64{0.91, 0.9})
	Bars(bars, "시험", []string{"SGD", "Adam"}, []float64{0.9, 0.88})
	logs := NewPlot("", "학습률", "손실")
	LogX(logs)
	LogY(logs)
	Line(logs, "a", []float64{1e-4, 1e-2, 1}, []float64{2, 0.1, 0})
	Scatter(logs, "b", []float64{1e-4, 1e-2, 1}, []float64{1, 0.2, 3})
	VLine(logs, "여기", 1e-2)
	plain := plot.New()
	plain.Title.Text = "gonum"
	if l, err := plotter.NewLine(plotter.XYs{{X: 0, Y: -1e6}, {X: 1, Y: 2e6}}); err == nil {
		plain.Add(l, plotter.NewGrid())
		plain.Legend.Add("선", l)
	}
	zero := NewPlot("아주 긴 제목은 그림 밖으로 나가지 않고 여러 줄로 나뉘어 끝까지 읽을 수 있어야 한다", "x", "y")
	LogX(zero)
	LogY(zero)
	Scatter(zero, "점", []float64{0, 1, 10}, []float64{1, 0, math.NaN()})
	Scatter(zero, "더", []float64{-1, 1, 1000}, []float64{1, 20, 3000})
	Trajectory(zero, "길", []float64{0, 1, 5}, []float64{5, -1, 7})
	standing := plot.New()
	if b, err := plotter.NewBarChart(plotter.Values{3, 5, 4}, 30); err == nil {
		standing.Add(b)
		standing.NominalX("하나", "둘", "셋")
	}
	boxes := plot.New()
	if b, err := plotter.NewBoxPlot(30, 0, plotter.Values{1, 2, 3, 4, 50}); err == nil {
		boxes.Add(b)
	}
	hist := NewPlot("", "", "")
	Histogram(hist, "", []float64{1, 2, 2, 3, math.Inf(1)}, Bins{N: 4})
	return map[string]*plot.Plot{
		"accuracy": accuracyPlot(), "path": path, "heat": heat, "bars": bars, "logs": logs, "plain": plain, "histogram": hist,
		"zero": zero, "standing": standing, "boxes": boxes, "names": manyNames(),
		"empty": NewPlot("비었음", "", ""), "nothing": plot.New(),
	}
}

// manyNames is a bar chart whose names do not fit side by side.
func manyNames() *plot.Plot {
	p := NewPlot("", "", "")
	var names []string
	var values []float64
	for i := range 12 {
		names = append(names, "아주 긴 이름 "+string(rune('A'+i)))
		values = append(values, float64(i))
	}
	Bars(p, "", names, values)
	return p
}

// TestScaleSaysWhatIsBelow holds that the scale beside a heat map tells that failed cells lie below its beginning.
func TestScaleSaysWhatIsBelow(t *testing.T) {
	p := NewPlot("", "", "")
	HeatMap(p, []string{"a", "b"}, []string{"1", "2", "3", "4"}, [][]float64{{0.9, 0.91, 0.92, 0.93}, {0.1, 0.92, 0.94, 0.95}})
	got := texts(plotFigure(p, plotWidth, plotHeight))
	var below []string
	for _, s := range got {
		if strings.HasPrefix(s, "≤") {
			below = append(below, s)
		}
	}
	if len(below) != 1 {
		t.Errorf("the texts %q have %d beginnings of a scale, want 1", got, len(below))
	}
}

// TestNamesAreWhole holds that no name of a bar is dropped for want of room.
func TestNamesAreWhole(t *testing.T) {
	got := strings.Join(texts(plotFigure(manyNames(), plotWidth, plotHeight)), "|")
	for i := range 12 {
		if name := "아주 긴 이름 " + string(rune('A'+i)); !strings.Contains(got, name) {
			t.Errorf("%q is not drawn", name)
		}
	}
}

// TestBarsStandOnTheirAxis holds that gonum's own bars cover no label of the y axis.
func TestBarsStandOnTheirAxis(t *testing.T) {
	f := plotFigure(samplePlots()["standing"], plotWidth, plotHeight)
	for _, label := range f.Ops {
		if label.Text == nil {
			continue
		}
		for _, bar := range f.Ops {
			if bar.Path != nil && bar.Path.Fill != "" && bar.Bounds().Overlaps(label.Bounds()) {
				t.Errorf("a bar at %v covers %q at %v", bar.Bounds(), label.Text.Text, label.Bounds())
			}
		}
	}
}

// TestTextsStayApart holds that no text of a plot lies on another.
func TestTextsStayApart(t *testing.T) {
	for name, p := range samplePlots() {
		f := plotFigure(p, plotWidth, plotHeight)
		for i, a := range f.Ops {
			for _, b := range f.Ops[i+1:] {
				if a.Text == nil || b.Text == nil || a.Text.Angle != 0 || b.Text.Angle != 0 {
					continue
				}
				x, y := core(a), core(b)
				if x.Overlaps(y) {
					t.Errorf("%s: %q lies on %q", name, a.Text.Text, b.Text.Text)
				}
			}
		}
	}
}

// core is the box of a text without the white above its capitals and below its baseline.
func core(op figure.Op) figure.Rect {
	t := op.Text
	return figure.Rect{X0: t.X, Y0: t.Y, X1: t.X + t.Width, Y1: t.Y + t.Size*0.7}
}

// TestPlotsStayInside holds that nothing of a plot is drawn outside its figure, in any size.
func TestPlotsStayInside(t *testing.T) {
	for name, p := range samplePlots() {
		for _, size := range [][2]float64{{plotWidth, plotHeight}, {460, 120}, {180, 160}} {
			f := plotFigure(p, size[0], size[1])
			if len(f.Ops) == 0 && name != "nothing" {
				t.Errorf("%s: nothing was drawn", name)
			}
			for _, op := range f.Ops {
				if x0, y0, x1, y1 := extent(op); x0 < -0.5 || y0 < -0.5 || x1 > f.W+0.5 || y1 > f.H+0.5 {
					t.Errorf("%s at %v: %s reaches (%.1f, %.1f)–(%.1f, %.1f)", name, size, describe(op), x0, y0, x1, y1)
				}
			}
		}
	}
}

// extent is the box of an operation, of curves that of their ends.
func extent(op figure.Op) (x0, y0, x1, y1 float64) {
	switch {
	case op.Text != nil && op.Text.Angle != 0:
		r := op.Bounds()
		return r.X0, r.Y0, r.X1, r.Y1
	case op.Text != nil:
		return op.Text.X, op.Text.Y, op.Text.X + op.Text.Width, op.Text.Y + op.Text.Size*0.7
	case op.Path != nil:
		x0, y0, x1, y1 = math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
		for _, s := range op.Path.Path {
			if s.Kind == figure.Close {
				continue
			}
			p := s.P[0]
			if s.Kind == figure.Curve {
				p = s.P[2]
			}
			x0, x1, y0, y1 = math.Min(x0, p.X), math.Max(x1, p.X), math.Min(y0, p.Y), math.Max(y1, p.Y)
		}
	}
	return x0, y0, x1, y1
}

func describe(op figure.Op) string {
	b, err := json.Marshal(op)
	if err != nil {
		return err.Error()
	}
	return string(b[:min(len(b), 100)])
}

// texts are the texts of a figure, in order.
func texts(f *figure.Figure) (out []string) {
	for _, op := range f.Ops {
		if op.Text != nil {
			out = append(out, op.Text.Text)
		}
	}
	return out
}

func TestLinesAreNamedAtTheirEnds(t *testing.T) {
	f := plotFigure(accuracyPlot(), plotWidth, plotHeight)
	var colors []figure.Color
	var ys []float64
	for _, op := range f.Ops {
		if op.Text != nil && (op.Text.Text == "학습" || op.Text.Text == "시험") {
			colors, ys = append(colors, op.Text.Color), append(ys, op.Text.Y)
		}
	}
	if len(colors) != 2 || colors[0] == colors[1] || !strings.HasPrefix(string(colors[0]), "series") {
		t.Fatalf("names of lines are set in %v, want two series colours", colors)
	}
	if d := math.Abs(ys[0] - ys[1]); d < tickSize {
		t.Errorf("names stand %.1f points apart, want at least %.1f", d, tickSize)
	}
}

func TestLegendStandsAbove(t *testing.T) {
	p := accuracyPlot()
	Scatter(p, "점", []float64{1, 2}, []float64{0.2, 0.3})
	f := plotFigure(p, plotWidth, plotHeight)
	for _, op := range f.Ops {
		if op.Text != nil && op.Text.Text == "학습" && op.Text.Y < f.H*0.75 {
			t.Errorf("the legend stands at %.1f of %.1f", op.Text.Y, f.H)
		}
	}
}

// TestColours holds that authors' colours are kept, missing ones are given in turn, and the plot itself is not changed.
func TestColours(t *testing.T) {
	p := plot.New()
	auto := &plotter.Line{XYs: plotter.XYs{{X: 0, Y: 0}, {X: 1, Y: 1}}, LineStyle: plotter.DefaultLineStyle}
	own := &plotter.Line{XYs: plotter.XYs{{X: 0, Y: 1}, {X: 1, Y: 0}}, LineStyle: draw.LineStyle{Color: Series(5), Width: 1}}
	p.Add(own, auto)
	f := plotFigure(p, plotWidth, plotHeight)
	var strokes []figure.Color
	for _, op := range f.Ops {
		if op.Path != nil && strings.HasPrefix(string(op.Path.Stroke), "series") {
			strokes = append(strokes, op.Path.Stroke)
		}
	}
	if len(strokes) != 2 || strokes[0] != "series5" || strokes[1] != "series1" {
		t.Errorf("lines are drawn in %v, want series5 and series1", strokes)
	}
	if !isAuto(auto.LineStyle.Color) {
		t.Error("drawing changed the plot that was given")
	}
}

func TestPlotsRepeat(t *testing.T) {
	want := map[string][]byte{}
	for name, p := range samplePlots() {
		want[name] = output.Canonical(&output.Figure{Figure: plotFigure(p, plotWidth, plotHeight)})
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for name, p := range samplePlots() {
				if got := output.Canonical(&output.Figure{Figure: plotFigure(p, plotWidth, plotHeight)}); !bytes.Equal(got, want[name]) {
					t.Errorf("%s: drawn twice, it differs", name)
				}
			}
		})
	}
	wg.Wait()
}

func TestHeatMap(t *testing.T) {
	p := NewPlot("", "", "")
	HeatMap(p, []string{"위", "아래"}, []string{"a", "b"}, [][]float64{{0.1, 0.25}, {0.5, 0.75}})
	got := strings.Join(texts(plotFigure(p, plotWidth, plotHeight)), " ")
	for _, want := range []string{"0.10", "0.25", "0.50", "0.75", "위", "아래"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in %q", want, got)
		}
	}
	defer func() {
		if r := recover(); r == nil || !strings.Contains(r.(string), "row 0 has 1 values under 2 names") {
			t.Errorf("HeatMap with a short row panics with %v", r)
		}
	}()
	HeatMap(p, []string{"a"}, []string{"b", "c"}, [][]float64{{1}})
}

func TestGrid(t *testing.T) {
	f := gridFigure([][]*plot.Plot{{accuracyPlot(), nil}, {samplePlots()["histogram"], accuracyPlot()}})
	if f.H < 2*panelHeight || f.W != gridWidth {
		t.Errorf("two rows of panels are %.0f × %.0f", f.W, f.H)
	}
	for _, op := range f.Ops {
		if x0, y0, x1, y1 := extent(op); x0 < -0.5 || y0 < -0.5 || x1 > f.W+0.5 || y1 > f.H+0.5 {
			t.Errorf("%s is outside", describe(op))
		}
	}
}

func BenchmarkPlot(b *testing.B) {
	p := accuracyPlot()
	for b.Loop() {
		plotFigure(p, plotWidth, plotHeight)
	}
}
