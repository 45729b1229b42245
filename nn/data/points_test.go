package data

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"quire/nn"
)

// numbered returns n examples with the features (i, −i) and the given labels in turn.
func numbered(n int, labels ...int) *Points {
	x, l := nn.New(n, 2), make([]int, n)
	for i := range n {
		x.Data[2*i], x.Data[2*i+1] = float32(i), -float32(i)
		l[i] = labels[i%len(labels)]
	}
	return NewPoints("numbered", x, l)
}

// ids returns the first feature of every example.
func (p *Points) ids() []float64 { return p.Column(0) }

func TestPoints(t *testing.T) {
	p := numbered(10, 0, 1, 1)
	first, rest := p.Split(7)
	half, _ := p.SplitFraction(.5)
	for _, c := range []struct {
		name string
		got  *Points
		ids  []float64
	}{
		{"Split", first, []float64{0, 1, 2, 3, 4, 5, 6}},
		{"rest", rest, []float64{7, 8, 9}},
		{"SplitFraction", half, []float64{0, 1, 2, 3, 4}},
		{"Subset of a part", rest.Subset([]int{2, 0, 2}), []float64{9, 7, 9}},
		{"Head", p.Head(2), []float64{0, 1}},
		{"Head of more", rest.Head(99), []float64{7, 8, 9}},
		{"Only", p.Only([]int{0}), []float64{0, 3, 6, 9}},
		{"Concat", rest.Concat(p.Head(1)), []float64{7, 8, 9, 0}},
	} {
		if !slices.Equal(c.got.ids(), c.ids) || c.got.Len() != len(c.ids) {
			t.Errorf("%s has %v, want %v", c.name, c.got.ids(), c.ids)
		}
		for i, id := range c.ids {
			if want := p.Label(int(id)); c.got.Label(i) != want || c.got.Point(i)[1] != -id {
				t.Errorf("%s: example %d is %v with label %d, want label %d", c.name, i, c.got.Point(i), c.got.Label(i), want)
			}
		}
	}
	mixed := p.Shuffle(nn.NewRand(1))
	if slices.Equal(mixed.ids(), p.ids()) || !slices.Equal(slices.Sorted(slices.Values(mixed.ids())), p.ids()) {
		t.Errorf("Shuffle gives %v", mixed.ids())
	}
	x, labels := p.All()
	x.Data[0], labels[0] = 99, 99
	if p.Point(0)[0] != 0 || p.Label(0) != 0 || p.Labels()[0] != 0 {
		t.Error("what All returns belongs to the examples still")
	}
	noisy := p.Noise(.5, nn.NewRand(2))
	if d := noisy.x.Sub(p.x); d.Std() < .2 || d.Std() > .9 || p.Point(3)[0] != 3 {
		t.Errorf("Noise(0.5) has a deviation of %g, and point 3 is %v", d.Std(), p.Point(3))
	}
	if got := p.String(); got != "numbered: 10 examples of 2 features, 2 classes" {
		t.Error(got)
	}
	if rows := numbered(30, 0).Table(); len(rows) != 22 || rows[0][2] != "class" || rows[21][0] != "… 10 more rows" || rows[3][1] != "-2" {
		t.Errorf("Table has %d rows: %v", len(rows), rows)
	}
}

func TestStratified(t *testing.T) {
	for _, c := range []struct {
		labels   []int
		n        int
		fraction float64
		want     []int // of each class in the first part
	}{
		{[]int{0, 0, 0, 1}, 100, .8, []int{60, 20}},
		{[]int{0, 1, 2}, 9, .5, []int{2, 2, 1}}, // 4.5 is rounded to 5: the first classes give the odd ones
		{[]int{0, 1}, 10, 0, []int{0, 0}},
		{[]int{0, 1}, 10, 1, []int{5, 5}},
		{[]int{2}, 3, .34, []int{0, 0, 1}},
	} {
		p := numbered(c.n, c.labels...)
		a, b := p.SplitStratified(c.fraction, nn.NewRand(4))
		if got := a.Counts(); !slices.Equal(got, c.want) {
			t.Errorf("%v, %g: the first part has %v, want %v", c.labels, c.fraction, got, c.want)
		}
		both := slices.Sorted(slices.Values(append(a.ids(), b.ids()...)))
		if !slices.Equal(both, p.ids()) {
			t.Errorf("%v, %g: the parts together are %v", c.labels, c.fraction, both)
		}
		if a.Len() > 6 && slices.IsSorted(a.ids()) {
			t.Errorf("%v, %g: the first part is not mixed: %v", c.labels, c.fraction, a.ids())
		}
	}
	d := SyntheticOptions{Train: 200, Test: 1}.withDefaults().draw().Train
	a, b := d.SplitStratified(.7, nn.NewRand(1))
	for class, n := range d.Counts() {
		if got := a.Counts()[class]; math.Abs(float64(got)-.7*float64(n)) >= 1 || got+b.Counts()[class] != n {
			t.Errorf("class %d: %d of %d", class, got, n)
		}
	}
	if got := d.Balanced(5, nn.NewRand(1)).Counts(); !slices.Equal(got, slices.Repeat([]int{5}, 10)) {
		t.Errorf("Balanced(5) has %v", got)
	}
}

func TestDatasetLists(t *testing.T) {
	d := SyntheticOptions{Train: 60, Test: 20}.withDefaults().draw()
	few := d.Train.Only([]int{3, 5})
	if got := few.Counts(); few.Len() == 0 || got[3]+got[5] != few.Len() || got[3] != d.Train.Counts()[3] {
		t.Errorf("Only(3, 5) has %v", got)
	}
	both := few.Concat(d.Test)
	if both.Len() != few.Len()+20 || both.Label(few.Len()) != d.Test.Label(0) || !slices.Equal(both.Image(few.Len()+7), d.Test.Image(7)) ||
		!slices.Equal(both.Image(1), few.Image(1)) || both.Name != "synthetic train + synthetic test" {
		t.Errorf("Concat gives %v", both)
	}
	noisy := d.Train.Head(10).Noise(.1, nn.NewRand(1))
	x, _ := noisy.All()
	clean, _ := d.Train.Head(10).All()
	if s := x.Sub(clean).Std(); s < .05 || s > .1 || !slices.Equal(noisy.Labels(), d.Train.Head(10).Labels()) {
		t.Errorf("Noise(0.1) changes pixels by a deviation of %g; half of it is clipped", s)
	}
	if !slices.Equal(d.Train.Noise(0, nn.NewRand(1)).pixels, d.Train.pixels) {
		t.Error("Noise(0) changes pixels")
	}
	mixed := d.Train.Shuffle(nn.NewRand(5))
	if a, b := d.Train.SHA256(), mixed.SHA256(); a == b || len(a) != 64 || mixed.copied(60).SHA256() != b {
		t.Errorf("checksums %s, mixed %s", a, b)
	}
	whole := sum([]byte(sum(encodeImages(d.Train.pixels, 28, 28)) + "\n" + sum(encodeLabels(d.Train.labels)) + "\n"))
	if d.Train.SHA256() != whole || d.Train.Slice(0, 60).SHA256() != whole {
		t.Error("the checksum of a list of all images differs")
	}
	if got := d.Train.ClassNames; len(got) != 10 || got[7] != "7" {
		t.Errorf("the classes are called %v", got)
	}
}

func TestToySets(t *testing.T) {
	r := nn.NewRand(1)
	for _, c := range []struct {
		p       *Points
		classes int
		class   func(x, y float64) int // of a point without noise
	}{
		{Xor(200, 0, r), 2, func(x, y float64) int { return map[bool]int{false: 0, true: 1}[(x > 0) != (y > 0)] }},
		{Circles(200, 0, r), 2, func(x, y float64) int { return map[bool]int{true: 0, false: 1}[math.Hypot(x, y) > .75] }},
		{Moons(200, 0, r), 2, func(x, y float64) int {
			return map[bool]int{true: 0, false: 1}[math.Abs(math.Hypot(x, y)-1) < 1e-6 && y >= 0]
		}},
		{Blobs(200, 3, .1, r), 3, func(x, y float64) int {
			return int(math.Round(math.Mod(math.Atan2(y, x)/(2*math.Pi)*3+3, 3))) % 3
		}},
		{Spirals(200, 3, 0, r), 3, func(x, y float64) int {
			radius := math.Hypot(x, y)
			return int(math.Round(math.Mod((math.Atan2(y, x)-4*radius)/(2*math.Pi)*3+9, 3))) % 3
		}},
	} {
		if c.p.Len() != 200 || c.p.Classes() != c.classes || !slices.Equal(c.p.Features, []string{"x", "y"}) {
			t.Errorf("%v", c.p)
		}
		for i := range c.p.Len() {
			if q := c.p.Point(i); c.p.Label(i) != c.class(q[0], q[1]) {
				t.Errorf("%s: point %v has class %d", c.p.Name, q, c.p.Label(i))
			}
		}
		for class, n := range c.p.Counts() {
			if n < 60 {
				t.Errorf("%s: only %d of 200 have class %d", c.p.Name, n, class)
			}
		}
	}
	// The numbers of seed 1, pinned: they are part of every result.
	if got, want := fmt.Sprintf("%.6f", Moons(2, .1, nn.NewRand(1)).Point(1)), "[1.859295 0.398246]"; got != want {
		t.Errorf("the second point of two moons is %s, want %s", got, want)
	}
	xor := Gate("XOR")
	if x, labels := xor.All(); !slices.Equal(labels, []int{0, 1, 1, 0}) || x.At(2, 0) != 1 || x.At(2, 1) != 0 {
		t.Errorf("xor is %v, %v", x, labels)
	}
	x, y := Sine(100, 0, nn.NewRand(1)).All()
	for i := range x.Data {
		if d := y.At(i, 0) - math.Sin(math.Pi*x.At(i, 0)); math.Abs(d) > 1e-6 {
			t.Errorf("sine of %g is %g", x.At(i, 0), y.At(i, 0))
		}
	}
	line := Line(50, 2, -1, .1, nn.NewRand(1))
	if x, y := line.All(); y.Sub(x.Scale(2)).Mean() > -.9 || y.Sub(x.Scale(2)).Std() > .15 {
		t.Errorf("the line has mean %g and deviation %g", y.Sub(x.Scale(2)).Mean(), y.Sub(x.Scale(2)).Std())
	}
}

func TestScalers(t *testing.T) {
	x := nn.FromRows([][]float64{{1, 5, 1000001}, {3, 5, 1000002}, {8, 5, 1000003}})
	for name, c := range map[string]struct {
		s    *Scaler
		want [][]float64
	}{
		// By NumPy: (x - x.mean(0)) / x.std(0), and (x - x.min(0)) / (x.max(0) - x.min(0)).
		"Standard": {Standard(x), [][]float64{{-1.0190493307, 0, -1.2247448714}, {-.3396831102, 0, 0}, {1.3587324410, 0, 1.2247448714}}},
		"MinMax":   {MinMax(x), [][]float64{{0, 0, 0}, {2.0 / 7, 0, .5}, {1, 0, 1}}},
	} {
		got := c.s.Apply(x)
		if !got.Equal(nn.FromRows(c.want), 1e-6) || !c.s.Invert(got).Equal(x, .1) {
			t.Errorf("%s gives %v, want %v", name, got, c.want)
		}
	}
	p := numbered(10, 0, 1)
	train, test := p.Split(5)
	s := train.Standard()
	if a, b := train.Scaled(s), test.Scaled(s); math.Abs(a.x.Mean()) > 1e-6 || b.Point(0)[0] < 1 || test.Point(0)[0] != 5 {
		t.Errorf("training examples have mean %g, and test example 0 is %v", a.x.Mean(), b.Point(0))
	}
	v := Line(40, 3, 7, 0, nn.NewRand(1))
	scaled := v.Scaled(v.MinMax()).ScaledTargets(v.TargetScaler())
	sx, sy := scaled.All()
	_, y := v.All()
	if sx.Min() != 0 || sx.Max() != 1 || math.Abs(sy.Mean()) > 1e-6 || math.Abs(sy.Std()-1) > 1e-6 || !v.TargetScaler().Invert(sy).Equal(y, 1e-5) {
		t.Errorf("scaled: x from %g to %g, y with mean %g and deviation %g", sx.Min(), sx.Max(), sy.Mean(), sy.Std())
	}
}

// TestTrainingOnToySets: what these sets are for. A perceptron cannot learn xor, a hidden layer can.
func TestTrainingOnToySets(t *testing.T) {
	r := nn.NewRand(1)
	for name, c := range map[string]struct {
		p     *Points
		sizes []int
		least float64
		most  float64
	}{
		"xor without a hidden layer": {Xor(400, 0, r), []int{2, 2}, .2, .75},
		"xor":                        {Xor(400, 0, r), []int{2, 16, 2}, .95, 1},
		"spirals":                    {Spirals(300, 3, .02, r), []int{2, 64, 64, 3}, .93, 1},
		"blobs":                      {Blobs(300, 4, .5, r), []int{2, 4}, .97, 1},
	} {
		r := nn.NewRand(2) // the order of the cases is random
		train, test := c.p.SplitStratified(.7, r)
		net := nn.NewMLP(nn.MLP{Sizes: c.sizes, Rand: r})
		nn.Fit(net, train, nn.NewAdam(.01), nn.FitOptions{Iterations: 1500, Batch: 50, Rand: r, Quiet: true, TrainSample: -1})
		if got := nn.Accuracy(net, test); got < c.least || got > c.most {
			t.Errorf("%s: accuracy %.3f, want %.2f to %.2f", name, got, c.least, c.most)
		}
	}
	var examples nn.TargetExamples = Sine(300, .05, r)
	net := nn.BuildNet(nn.NetSpec{Input: []int{1}, Layers: []nn.Layer{nn.NewAffine(32), nn.NewTanh(), nn.NewAffine(1)}, Loss: nn.NewMSE(), Rand: r})
	nn.Fit(net, examples, nn.NewAdam(.02), nn.FitOptions{Iterations: 2000, Batch: 50, Rand: r, Quiet: true, TrainSample: -1})
	x, y := Sine(100, 0, r).All()
	if d := net.Predict(x).Sub(y); math.Sqrt(d.Square().Mean()) > .1 {
		t.Errorf("the sine is learnt with an error of %g", math.Sqrt(d.Square().Mean()))
	}
}

func TestDataMisuse(t *testing.T) {
	p, d := numbered(10, 0, 1), SyntheticOptions{Train: 10, Test: 1}.withDefaults().draw().Train
	v := Sine(3, 0, nn.NewRand(1))
	for want, f := range map[string]func(){
		"data.Points.Slice: examples 3 … 10 of 10":                               func() { p.Slice(3, 11) },
		"data.Points: example 10 of 10":                                          func() { p.Label(10) },
		"data.Points.Column: feature 2 of 2: x1, x2":                             func() { p.Column(2) },
		"data.Points.SplitFraction: the fraction is 80; give a number":           func() { p.SplitFraction(80) },
		"data.Points.Only: there is no class 2; classes are 0 … 1":               func() { p.Only([]int{2}) },
		"data.Points.Balanced: class 0 has 5 examples and 6 are asked for":       func() { p.Balanced(6, nil) },
		"data.Points.Concat: the examples have 2 and 1 features":                 func() { p.Concat(NewPoints("", nn.New(1, 1), []int{0})) },
		"data.Points.Noise: the deviation is -1":                                 func() { p.Noise(-1, nil) },
		"data.NewPoints: x has the shape [2 3] and there are 3 labels; want (3,": func() { NewPoints("", nn.New(2, 3), []int{0, 1, 0}) },
		"data.NewPoints: label -1 of example 0; labels count from 0":             func() { NewPoints("", nn.New(1, 3), []int{-1}) },
		"data.NewValues: x has the shape [2 3] and t [3 1]":                      func() { NewValues("", nn.New(2, 3), nn.New(3, 1)) },
		"data.Values: example 3 of 3":                                            func() { v.Subset([]int{3}) },
		"data.Values.Slice: examples 2 … 0 of 3":                                 func() { v.Slice(2, 1) },
		"data.Dataset.SplitStratified: the fraction is NaN":                      func() { d.SplitStratified(math.NaN(), nil) },
		"data.Dataset.Concat: the images are 28×28×1 and 0×0×0":                  func() { d.Concat(&Dataset{}) },
		"data.Scaler.Apply: x has the shape [2 3] and the scaler was made for 2": func() { p.Standard().Apply(nn.New(2, 3)) },
		"data.Standard: x has the shape [0 2]":                                   func() { Standard(nn.New(0, 2)) },
		"data.Gate: there is no gate \"not\"; known are and, or":                 func() { Gate("not") },
		"data.Moons: -1 points with noise of deviation 0":                        func() { Moons(-1, 0, nil) },
		"data.Spirals: 0 classes":                                                func() { Spirals(5, 0, 0, nil) },
		"data.Sine: 5 points with noise of deviation NaN":                        func() { Sine(5, math.NaN(), nil) },
	} {
		func() {
			defer func() {
				e, ok := recover().(*nn.UsageError)
				if !ok || !strings.Contains(e.Error(), want) {
					t.Errorf("panic %v, want a UsageError with %q", e, want)
				}
			}()
			f()
		}()
	}
}
