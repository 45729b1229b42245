package data

import (
	"fmt"
	"math"
	"strings"

	"quire/nn"
)

// Gate returns the four rows of a logic gate: "and", "or", "nand", "nor" or "xor", the one that no single perceptron
// learns (chapter 2).
func Gate(name string) *Points {
	outputs := map[string][]int{"and": {0, 0, 0, 1}, "or": {0, 1, 1, 1}, "nand": {1, 1, 1, 0}, "nor": {1, 0, 0, 0}, "xor": {0, 1, 1, 0}}
	labels, ok := outputs[strings.ToLower(name)]
	if !ok {
		misuse("data.Gate", "there is no gate %q; known are and, or, nand, nor, xor", name)
	}
	p := NewPoints(strings.ToUpper(name), nn.FromRows([][]float64{{0, 0}, {0, 1}, {1, 0}, {1, 1}}), labels)
	p.Source = "a truth table"
	return p
}

// Xor returns n points of the square from (−1, −1) to (1, 1): class 1 where the signs of x and y differ, class 0 elsewhere.
// noise is the deviation of what is added to both coordinates afterwards. A nil stream is the default one.
func Xor(n int, noise float64, r *nn.Rand) *Points {
	return plane("xor", n, 2, noise, orDefault(r), func(_ int, r *nn.Rand) (x, y float64, class int) {
		x, y = 2*r.Float64()-1, 2*r.Float64()-1
		if (x > 0) != (y > 0) {
			return x, y, 1
		}
		return x, y, 0
	})
}

// Moons returns n points of two half circles of radius 1 that reach into each other, in turn: class 0 is open downwards
// around (0, 0), class 1 upwards around (1, ½). noise is the deviation of what is added to both coordinates; 0.1 to 0.3 is
// usual. A nil stream is the default one.
func Moons(n int, noise float64, r *nn.Rand) *Points {
	return plane("moons", n, 2, noise, orDefault(r), func(i int, r *nn.Rand) (x, y float64, class int) {
		t := float64(math.Pi * r.Float64())
		if i%2 == 0 {
			return cosine(t), sine(t), 0
		}
		return 1 - cosine(t), .5 - sine(t), 1
	})
}

// Circles returns n points of two circles around (0, 0), in turn: class 0 has radius 1, class 1 radius ½. noise is the
// deviation of what is added to both coordinates. A nil stream is the default one.
func Circles(n int, noise float64, r *nn.Rand) *Points {
	return plane("circles", n, 2, noise, orDefault(r), func(i int, r *nn.Rand) (x, y float64, class int) {
		t := float64(2 * math.Pi * r.Float64())
		radius := 1 / float64(1+i%2)
		return float64(radius * cosine(t)), float64(radius * sine(t)), i % 2
	})
}

// Spirals returns n points of arms that turn by 4 radians on their way from (0, 0) to radius 1, one arm for each class, in
// turn. noise is the deviation of what is added to both coordinates; 0.02 leaves the arms apart. A nil stream is the
// default one.
func Spirals(n, classes int, noise float64, r *nn.Rand) *Points {
	checkClasses("data.Spirals", classes)
	return plane("spirals", n, classes, noise, orDefault(r), func(i int, r *nn.Rand) (x, y float64, class int) {
		class = i % classes
		radius := r.Float64()
		t := float64(2*math.Pi*float64(class)/float64(classes)) + float64(4*radius)
		return float64(radius * cosine(t)), float64(radius * sine(t)), class
	})
}

// Blobs returns n points of round heaps, one for each class, in turn: normally distributed with deviation std around
// centres at equal distances on the circle of radius 3. With a small std straight lines divide them. A nil stream is the
// default one.
func Blobs(n, classes int, std float64, r *nn.Rand) *Points {
	checkClasses("data.Blobs", classes)
	return plane("blobs", n, classes, std, orDefault(r), func(i int, _ *nn.Rand) (x, y float64, class int) {
		class = i % classes
		t := float64(2 * math.Pi * float64(class) / float64(classes))
		return float64(3 * cosine(t)), float64(3 * sine(t)), class
	})
}

func checkClasses(op string, classes int) {
	if classes < 1 {
		misuse(op, "%d classes; the number must be positive", classes)
	}
}

// plane draws n points, and then the noise of each.
func plane(name string, n, classes int, noise float64, r *nn.Rand, draw func(i int, r *nn.Rand) (x, y float64, class int)) *Points {
	checkToy(name, n, noise)
	x, labels := nn.New(n, 2), make([]int, n)
	for i := range n {
		a, b, class := draw(i, r)
		x.Data[2*i] = float32(a + float64(noise*r.Norm()))
		x.Data[2*i+1] = float32(b + float64(noise*r.Norm()))
		labels[i] = class
	}
	p := &Points{Name: name, Source: fmt.Sprintf("drawn by this program, noise %g", noise), Features: []string{"x", "y"}, x: x, labels: labels}
	for c := range classes {
		p.ClassNames = append(p.ClassNames, fmt.Sprint(c))
	}
	return p
}

// most is the greatest number of examples that are made.
const most = 1 << 24

func checkToy(name string, n int, noise float64) {
	if n > most {
		misuse("data."+strings.ToUpper(name[:1])+name[1:], "%d points are too many; give a number up to %d", n, most)
	}
	if n < 0 || !(noise >= 0) {
		misuse("data."+strings.ToUpper(name[:1])+name[1:], "%d points with noise of deviation %g; neither may be negative", n, noise)
	}
}

// Sine returns n pairs of x from −1 to 1 and y = sin(πx), with normal noise of the given deviation added to y: for
// regression. A nil stream is the default one.
func Sine(n int, noise float64, r *nn.Rand) *Values {
	return curveOf("sine", n, noise, orDefault(r), func(x float64) float64 { return sine(float64(math.Pi * x)) })
}

// Line returns n pairs of x from −1 to 1 and y = slope·x + intercept, with normal noise of the given deviation added to y:
// for regression. A nil stream is the default one.
func Line(n int, slope, intercept, noise float64, r *nn.Rand) *Values {
	return curveOf("line", n, noise, orDefault(r), func(x float64) float64 { return float64(slope*x) + intercept })
}

func curveOf(name string, n int, noise float64, r *nn.Rand, f func(x float64) float64) *Values {
	checkToy(name, n, noise)
	x, t := nn.New(n, 1), nn.New(n, 1)
	for i := range n {
		v := 2*r.Float64() - 1
		x.Data[i] = float32(v)
		t.Data[i] = float32(f(v) + float64(noise*r.Norm()))
	}
	return &Values{Name: name, Source: fmt.Sprintf("drawn by this program, noise %g", noise), Features: []string{"x"}, Targets: []string{"y"}, x: x, t: t}
}
