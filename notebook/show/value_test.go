package show

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/plot"

	"quire/nn"
	"quire/nn/data"
	"quire/notebook/figure"
	"quire/notebook/output"
)

type broken struct{}

func (broken) Table() [][]string { panic("not ready") }

type words3 []string

func (w words3) String() string { return strings.Join(w, "+") }

func TestValue(t *testing.T) {
	tenth := 0.1
	cycle := []any{nil}
	cycle[0] = cycle
	loop := map[string]any{}
	loop["self"] = loop
	history := &nn.History{Points: []nn.Point{{Iteration: 1, TrainAccuracy: 0.5, ValidAccuracy: math.NaN()}, {Iteration: 2, TrainAccuracy: 0.6, ValidAccuracy: math.NaN()}}}
	losses := &nn.History{Losses: []float64{2, 1}}
	tests := []struct {
		value any
		kind  output.Kind
		want  string // the text form
	}{
		{5, output.KindText, "5\n"},
		{"a\nb", output.KindText, `"a\nb"` + "\n"},
		{tenth + 0.2, output.KindText, "0.30000000000000004\n"},
		{[]float64{1, 2}, output.KindText, "[1 2]\n"},
		{[]string{"a"}, output.KindText, "[a]\n"},
		{map[string]int{"b": 1, "a": 2}, output.KindText, "map[a:2 b:1]\n"},
		{map[string]int(nil), output.KindText, "map[]\n"},
		{node{Name: "a"}, output.KindText, "{Name:a Next:<nil>}\n"},
		{(*node)(nil), output.KindText, "<nil>\n"},
		{[]node(nil), output.KindText, "[]\n"},
		{[]node{{Name: "a"}}, output.KindTable, "Name  Next\n----  ----\na\n"},
		{[]*node{nil, {Name: "a"}}, output.KindTable, "Name  Next\n----  ----\n\na\n"},
		{[][]float64{{1}}, output.KindTable, "   0\n-  -\n0  1\n"},
		{[][]string{{"a"}}, output.KindText, "[[a]]\n"},
		{[][]string{{"a"}, {"1"}}, output.KindTable, "a\n-\n1\n"},
		{[]time.Time{{}}, output.KindText, "[0001-01-01 00:00:00 +0000 UTC]\n"},
		{words3{"a", "b"}, output.KindText, "a+b\n"},
		{mat.NewDense(1, 1, []float64{2}), output.KindTable, "   0\n-  -\n0  2\n"},
		{(*mat.Dense)(nil), output.KindText, "<nil>\n"},
		{errors.New("no file"), output.KindText, "no file\n"},
		{time.Second, output.KindText, "1s\n"},
		{make(chan int), output.KindText, "chan int\n"},
		{func(int) {}, output.KindText, "func(int)\n"},
		{cycle, output.KindText, "[[[[…]]]]\n"},
		{loop, output.KindText, "map[self:map[self:map[self:map[self:…]]]]\n"},
		{tabled{}, output.KindTable, "name      n      x\n----  -----  -----\na     1,234   0.5\nb            10.25\n"},
		{broken{}, output.KindText, "{}\n"},
		{nn.From([]float32{1, 2}, 2), output.KindText, "[1 2]\n"},
		{nn.FromRows([][]float64{{1, 2.5}, {3, 4}}), output.KindTable, "   0    1\n-  -  ---\n0  1  2.5\n1  3  4.0\n"},
		{nn.New(0, 3), output.KindText, "Tensor(0, 3) []\n"},
		{nn.Arange(0, 8, 1).Reshape(2, 2, 2), output.KindText, "[[[0 1]\n  [2 3]]\n\n [[4 5]\n  [6 7]]]\n"},
		{nn.NewRand(1).Uniform(0, 1, 3, 28, 28, 1), output.KindImage, "[image: 3 images of 28×28 pixels]\n"},
		{nn.NewRand(1).Uniform(0, 1, 60, 784), output.KindImage, "[image: the first 50 of 60 images of 28×28 pixels]\n"},
		{nn.NewRand(1).Uniform(0, 1, 9, 12, 3), output.KindImage, "[image: picture of 12×9 pixels]\n"},
		{nn.NewRand(1).Uniform(-1, 1, 3, 28, 28, 1), output.KindText, ""},
		{nn.NewRand(1).Uniform(-1, 1, 3, 784), output.KindTable, ""},
		{nn.New(3, 784), output.KindTable, ""},
		{nn.NewRand(1).Uniform(0, 1, 3, 5, 5, 1), output.KindText, ""},
		{nn.NewRand(1).Uniform(0, 1, 2, 200, 200, 1), output.KindText, ""},
		{data.Moons(30, 0, nn.NewRand(1)), output.KindTable, ""},
		{nn.NewMLP(nn.MLP{Sizes: []int{2, 1}, Rand: nn.NewRand(1)}), output.KindTable, "layer    output  parameters  FLOPs  bytes, N = 100\n" +
			"-------  ------  ----------  -----  --------------\n" +
			"input    (N, 2)                                800\nAffine1  (N, 1)           3      4             824\ntotal                     3      4           1,624\n"},
		{history, output.KindFigure, "[figure: accuracy / iteration: train]\n"},
		{losses, output.KindFigure, "[figure: loss / iteration]\n"},
		{nn.Curve{Name: "learning rate", X: []float64{0, 1}, Y: []float64{1, 2}}, output.KindFigure, "[figure: learning rate / iteration]\n"},
		{[]nn.Curve{{Name: "a", X: []float64{0, 1}, Y: []float64{1, 2}}, {Name: "b", X: []float64{0, 1}, Y: []float64{2, 1}}}, output.KindFigure, "[figure: iteration: a, b]\n"},
		{[]nn.Curve(nil), output.KindText, "[]\n"},
		{&nn.ScoreMap{Row: "lr", Column: "hidden", Rows: []string{"1"}, Columns: []string{"5", "9"}, Scores: [][]float64{{.5, math.NaN()}}}, output.KindFigure, "[figure: lr / hidden]\n"},
		{&nn.ScoreMap{Row: "lr", Column: "hidden", Rows: []string{"1"}, Columns: []string{"5"}, Scores: [][]float64{{math.NaN()}}}, output.KindTable, "lr \\ hidden  5\n-----------  -\n          1\n"},
		{&nn.SearchResult{Axes: []nn.Axis{{Name: "lr"}}, Trials: []*nn.Trial{{Values: []float64{1}, Score: .5}, {Values: []float64{2}, Score: .75}}}, output.KindTable, "lr   score\n--  ------\n 2  0.7500\n 1  0.5000\n"},
		{&nn.History{}, output.KindText, "0 iterations, loss NaN\n"},
		{(*nn.History)(nil), output.KindText, "<nil>\n"},
		{NewPlot("t", "x", "y"), output.KindFigure, "[figure: t; y / x]\n"},
		{(*plot.Plot)(nil), output.KindText, "<nil>\n"},
		{&figure.Figure{Alt: "f"}, output.KindFigure, "[figure: f]\n"},
		{image.NewGray(image.Rect(0, 0, 3, 2)), output.KindImage, "[image: picture of 3×2 pixels]\n"},
		{image.NewGray(image.Rectangle{}), output.KindText, ""},
		{image.Rect(1, 2, 3, 4), output.KindText, "(1,2)-(3,4)\n"},
		{image.NewUniform(color.White), output.KindText, ""},
		{&nn.Tensor{Shape: []int{3, -1}, Data: []float32{1}}, output.KindText, ""},
		{&output.HTML{Alternative: "x"}, output.KindHTML, "x\n"},
	}
	for _, tt := range tests {
		o := Value(tt.value)
		if o.Kind() != tt.kind || tt.want != "" && o.Plain() != tt.want {
			t.Errorf("Value(%T) is a %s %q, want a %s %q", tt.value, o.Kind(), o.Plain(), tt.kind, tt.want)
		}
		if text, ok := o.(*output.Text); ok && (text.Stream != output.Value || !strings.HasSuffix(text.Data, "\n")) {
			t.Errorf("Value(%T): stream %q, data %q", tt.value, text.Stream, text.Data)
		}
	}
	if o := Value(nil); o != nil {
		t.Errorf("Value(nil) = %v", o)
	}
}

func TestLongValueIsCut(t *testing.T) {
	got := Value(strings.Repeat("가", 1<<20)).Plain()
	if len(got) > textBytes+100 || !strings.HasSuffix(got, "… (3145730 bytes)\n") || strings.ContainsRune(got, '\uFFFD') {
		t.Errorf("%d bytes, ends in %q", len(got), got[len(got)-40:])
	}
}

// pixels decodes an image output.
func pixels(t *testing.T, o output.Output) (*output.Image, image.Image) {
	t.Helper()
	m, ok := o.(*output.Image)
	if !ok {
		t.Fatalf("shows a %s: %s", o.Kind(), o.Plain())
	}
	img, err := png.Decode(bytes.NewReader(m.PNG))
	if err != nil {
		t.Fatal(err)
	}
	return m, img
}

func TestImage(t *testing.T) {
	tests := []struct {
		w, h   int
		size   image.Point
		width  float64
		smooth bool
	}{
		{28, 28, image.Pt(28, 28), 140, false},
		{64, 10, image.Pt(64, 10), 128, false},
		{300, 200, image.Pt(300, 200), 150, true},
		{2000, 10, image.Pt(2000, 10), 460, true},
		{5000, 50, image.Pt(1666, 16), 460, true},
	}
	for _, tt := range tests {
		src := image.NewGray(image.Rect(-1, -1, tt.w-1, tt.h-1))
		for i := range src.Pix {
			src.Pix[i] = 200
		}
		m, img := pixels(t, shown(t, func() { Image(src) })[0])
		if img.Bounds().Size() != tt.size || m.Width != tt.width || m.Smooth != tt.smooth {
			t.Errorf("%d×%d: %v, %v points wide, smooth %v; want %v, %v, %v", tt.w, tt.h, img.Bounds().Size(), m.Width, m.Smooth, tt.size, tt.width, tt.smooth)
		}
		if r, _, _, a := img.At(0, 0).RGBA(); r>>8 != 200 || a != 0xffff {
			t.Errorf("%d×%d: pixel %d, alpha %d", tt.w, tt.h, r>>8, a)
		}
	}
	for _, img := range []image.Image{nil, (*image.Gray)(nil), image.NewGray(image.Rectangle{}), image.NewUniform(color.Black)} {
		if got := plain(shown(t, func() { Image(img) })); got != "(no image)\n" {
			t.Errorf("Image(%T) shows %q", img, got)
		}
	}
}

func TestDigits(t *testing.T) {
	x := nn.New(3, 4)
	x.Data[0], x.Data[5], x.Data[6] = 1, 0.5, float32(math.NaN()) // first of image 0; second and third of image 1
	set := data.Synthetic(data.SyntheticOptions{Seed: 1, Train: 60, Test: 10}).Train
	tests := []struct {
		name   string
		images any
		count  int
		size   image.Point
		width  float64
	}{
		{"flat", x, 3, image.Pt(10, 2), 168},
		{"N, H, W, 1", x.Reshape(3, 2, 2, 1), 2, image.Pt(6, 2), 112},
		{"N, H, W", x.Reshape(3, 2, 2), 99, image.Pt(10, 2), 168},
		{"one", x.Reshape(12).Rows(0, 4), 1, image.Pt(2, 2), 56},
		{"one matrix", nn.New(4, 3), 5, image.Pt(3, 4), 56},
		{"data set", set, 50, image.Pt(298, 148), 300},
		{"data set, 20 in a row", set, 60, image.Pt(598, 88), 460},
	}
	for _, tt := range tests {
		m, img := pixels(t, shown(t, func() { Digits(tt.images, tt.count) })[0])
		if img.Bounds().Size() != tt.size || m.Width != tt.width || m.Smooth {
			t.Errorf("%s: %v, %v points wide, smooth %v; want %v, %v", tt.name, img.Bounds().Size(), m.Width, m.Smooth, tt.size, tt.width)
		}
	}
	_, img := pixels(t, shown(t, func() { Digits(x, 3) })[0])
	gray := func(x, y int) uint8 { return color.GrayModel.Convert(img.At(x, y)).(color.Gray).Y }
	if got := [...]uint8{gray(0, 0), gray(1, 0), gray(2, 0), gray(5, 0), gray(4, 1)}; got != [...]uint8{0, 255, 255, 127, 255} {
		t.Errorf("pixels %v", got)
	}
	for _, none := range []any{nil, (*data.Dataset)(nil), &data.Dataset{}, (*nn.Tensor)(nil), nn.New(0, 784)} {
		if got := plain(shown(t, func() { Digits(none, 5) })); got != "(no images)\n" {
			t.Errorf("Digits(%T) shows %q", none, got)
		}
	}
	for _, wrong := range []any{"x", nn.New(2, 3, 4, 3), nn.New(7), &nn.Tensor{Shape: []int{-1, 4}}} {
		func() {
			defer func() {
				if r := recover(); !strings.HasPrefix(fmt.Sprint(r), "show.Digits: ") {
					t.Errorf("Digits(%T): %v", wrong, r)
				}
			}()
			Digits(wrong, 1)
		}()
	}
}

// TestProgress checks what a bar sends when every look at the clock takes 10 ms.
func TestProgress(t *testing.T) {
	clock := time.Unix(0, 0)
	now := func() time.Time { clock = clock.Add(10 * time.Millisecond); return clock }
	out := shown(t, func() {
		a := newProgress("학습", 100, now)
		b := newProgress("학습", 0, now)
		for range 20 {
			a.Add(1)
		}
		a.Set(99)
		a.Add(5) // beyond the end
		a.Add(1) // after the end
		b.Add(7)
		b.Done()
		b.Done()
		newProgress("학습", 1, now).Done()
		(*Progress)(nil).Add(1)
		new(Progress).Done()
	})
	var got []string
	for _, o := range out {
		p := o.(*output.Progress)
		got = append(got, fmt.Sprintf("%s %d/%d", p.Key, p.Done, p.Total))
	}
	want := "학습 0/100, 학습#2 0/0, 학습 4/100, 학습 9/100, 학습 14/100, 학습 19/100, 학습 100/100, 학습#2 7/0, 학습#2 7/7, 학습 0/1, 학습 1/1"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("sends\n%s\nwant\n%s", s, want)
	}
}

func TestProgressFromGoroutines(t *testing.T) {
	out := shown(t, func() {
		p := NewProgress("", 1000)
		var wg sync.WaitGroup
		for range 10 {
			wg.Go(func() {
				for range 100 {
					p.Add(1)
				}
			})
		}
		wg.Wait()
	})
	last := out[len(out)-1].(*output.Progress)
	if last.Done != 1000 || len(out) > 100 {
		t.Errorf("%d outputs, the last %+v", len(out), last)
	}
}

func TestHTML(t *testing.T) {
	if got := plain(shown(t, func() { HTML("<b>x</b>", "x"); HTML("<hr>", "") })); got != "x\n[html]\n" {
		t.Errorf("shows %q", got)
	}
}

// TestRepeats shows the same values twice.
func TestRepeats(t *testing.T) {
	values := func() []output.Output {
		return shown(t, func() {
			Table(map[string]int{"a": 1, "b": 2, "c": 3, "d": 4})
			Table([]outer{{M: map[string][]int{"x": nil, "y": nil, "z": nil}}})
			Image(image.NewGray(image.Rect(0, 0, 9, 9)))
			show(Value(&nn.History{Losses: []float64{3, 2, 1}}))
		})
	}
	a, b := values(), values()
	for i := range a {
		if output.Hash(a[i]) != output.Hash(b[i]) {
			t.Errorf("output %d differs", i)
		}
	}
}
