package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestWindowsLevels compares the loops on every level with portable Go, for windows that overlap, touch, leave gaps, or
// are cut at a border, over images with values that are equal or not numbers.
func TestWindowsLevels(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for _, c := range []int{1, 3, 8, 15, 16, 17, 30, 32, 70} {
		for _, g := range []struct{ pixels, rows, cols, stride, first, jump int }{
			{5, 2, 2, 2, 0, 0}, {4, 3, 3, 1, 0, 0}, {3, 2, 3, 4, 0, 0}, {1, 2, 2, 1, 4, 1}, {1, 1, 1, 1, 0, 0}, {2, 15, 16, 1, 0, 0},
		} {
			wide := (g.pixels-1)*g.stride + g.cols
			w := Windows{Channels: c, Pixels: g.pixels, Rows: g.rows, Cols: g.cols, XRow: (wide + 1) * c, XStep: g.stride * c, YStep: c + 2, First: g.first, Jump: g.jump}
			x, y := values(r, g.rows*w.XRow), values(r, g.pixels*w.YStep)
			for i := range x {
				switch r.IntN(30) {
				case 0:
					x[i] = float32(math.NaN())
				case 1, 2, 3:
					x[i] = 1e7
				}
			}
			t.Run(fmt.Sprintf("%d channels/%+v", c, g), func(t *testing.T) {
				for op := range windowMax2 {
					for _, gate := range []bool{false, true} {
						levels(t, func() []float32 { return windowsResult(w, op, gate, x, y) })
					}
				}
			})
		}
	}
}

// windowsResult returns all that a loop may have changed.
func windowsResult(w Windows, op int, gate bool, x, y []float32) []float32 {
	x, y = slices.Clone(x), slices.Clone(y)
	index := make([]byte, w.Pixels*IndexStep(w.Channels))
	for i := range index {
		index[i] = byte(w.First + i*7%(w.Rows*w.Cols))
	}
	w.run(windowCall{op: op, y: y, x: x, index: index, gate: gate, scale: .3})
	all := append(x, y...)
	for p := range w.Pixels { // what pads the numbers is not defined
		for _, k := range index[p*IndexStep(w.Channels):][:w.Channels] {
			all = append(all, float32(k))
		}
	}
	return all
}

func TestWindowsMax(t *testing.T) {
	nan := float32(math.NaN())
	for _, c := range []struct {
		x     []float32
		want  float32
		index byte
		gated byte
	}{
		{[]float32{1, 4, 4, 2}, 4, 1, 1},
		{[]float32{3, 1, 2, 3}, 3, 0, 0},
		{[]float32{-1, -1, -3, -1}, -1, 0, NoPixel},
		{[]float32{1, nan, 9, nan}, nan, 1, NoPixel},
		{[]float32{nan, 5, 9, 1}, nan, 0, NoPixel},
		{[]float32{0, 0, 0, 0}, 0, 0, NoPixel},
	} {
		for _, l := range Levels() {
			func() {
				defer Use(Use(l))
				w := Windows{Channels: 1, Pixels: 1, Rows: 2, Cols: 2, XRow: 2, XStep: 2, YStep: 1}
				y, index := make([]float32, 1), make([]byte, IndexStep(1))
				w.Max(y, c.x, index, false)
				plain := index[0]
				w.Max(y, c.x, index, true)
				if !sameBits(y, []float32{c.want}) || plain != c.index || index[0] != c.gated {
					t.Errorf("%v: the maximum of %v is %v at %d, behind a gate %d; want %v at %d, %d", l, c.x, y[0], plain, index[0], c.want, c.index, c.gated)
				}
			}()
		}
	}
}
