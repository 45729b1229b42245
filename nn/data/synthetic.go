package data

import (
	"fmt"
	"math"

	"quire/nn/internal/kernel"
)

// SyntheticOptions say which synthetic digits to draw. The zero value of each field means its default.
type SyntheticOptions struct {
	Seed       uint64  // 0: 1
	Train      int     // training images; 0: 60,000
	Test       int     // test images; 0: 10,000
	Difficulty float64 // 0: 1, about as hard as MNIST; see Easy
}

// Difficulties of synthetic digits: how much the writers and their movements differ. Beside each stands the test accuracy
// of a softmax classifier after 10 epochs and of a network with 50 hidden units after 16 (SGD, learning rate 0.1, batches
// of 100); on MNIST they have 0.923 and 0.973.
const (
	Easy    = 0.8  // 0.959 and 0.990
	Normal  = 1.0  // 0.915 and 0.975
	Hard    = 1.25 // 0.842 and 0.948
	Hardest = 1.5  // 0.751 and 0.904
)

// Synthetic draws images of digits, 28 × 28, in the form of MNIST. They are not handwriting: each is a skeleton of
// strokes, bent, slanted and turned at random, drawn with a soft pen, and centred as MNIST's are. The same options give
// the same bytes on every machine. The default set is kept in the user's cache.
func Synthetic(o SyntheticOptions) *Set {
	o = o.withDefaults()
	if s := o.cached(); s != nil {
		return s
	}
	s := o.draw()
	o.keep(s)
	return s
}

func (o SyntheticOptions) withDefaults() SyntheticOptions {
	set := func(v *int, or int) {
		if *v == 0 {
			*v = or
		}
		if *v < 0 {
			misuse("data.Synthetic", "%d images; the number must not be negative", *v)
		}
		if *v > most {
			misuse("data.Synthetic", "%d images are too many; give a number up to %d", *v, most)
		}
	}
	set(&o.Train, 60000)
	set(&o.Test, 10000)
	if o.Seed == 0 {
		o.Seed = 1
	}
	if o.Difficulty == 0 {
		o.Difficulty = 1
	}
	if !(o.Difficulty > 0 && o.Difficulty <= 3) {
		misuse("data.Synthetic", "difficulty %g; give a number above 0 and up to 3", o.Difficulty)
	}
	return o
}

// draw makes the images.
func (o SyntheticOptions) draw() *Set {
	s := o.set()
	s.Train = o.dataset("synthetic train", o.Seed, o.Train)
	s.Test = o.dataset("synthetic test", o.Seed+1<<32, o.Test)
	text := ""
	for _, d := range []*Dataset{s.Train, s.Test} {
		text += sum(encodeImages(d.pixels, 28, 28)) + "\n" + sum(encodeLabels(d.labels)) + "\n"
	}
	s.SHA256 = sum([]byte(text))
	return s
}

// set returns the set without its images.
func (o SyntheticOptions) set() *Set {
	source := fmt.Sprintf("drawn by this program, seed %d", o.Seed)
	if o.Difficulty != 1 {
		source += fmt.Sprintf(", difficulty %g", o.Difficulty)
	}
	return &Set{Name: "synthetic digits", Source: source}
}

// dataset draws n images, in groups on all cores. Image i depends on the seed and on i alone.
func (o SyntheticOptions) dataset(name string, seed uint64, n int) *Dataset {
	const size = 28 * 28
	d := &Dataset{Name: name, Height: 28, Width: 28, Channels: 1, ClassNames: digitNames(), classes: 10, pixels: kernel.LargeBytes(n * size), labels: make([]byte, n)}
	h := hand(o.Difficulty)
	const group = 250
	kernel.Sweep((n+group-1)/group, func(g int) {
		var page page
		for i := g * group; i < min(n, (g+1)*group); i++ {
			r := &draw{seed*0x9e3779b97f4a7c15 + uint64(i)*0xd1342543de82ef95}
			r.next()
			digit := int(r.next() % 10)
			d.labels[i] = byte(digit)
			page.write(digit, r, h, d.pixels[i*size:(i+1)*size])
		}
	})
	return d
}

// variation is how much writers and movements differ.
type variation struct {
	jitter  float64 // of points of the skeleton
	bend    float64 // of the waves that bend the page
	slant   float64
	turn    float64
	stretch float64 // of width to height
}

// hand returns the variation for a difficulty; 1 gives classifiers about the trouble that MNIST gives them.
func hand(difficulty float64) variation {
	more := difficulty - 1
	return variation{
		jitter: .036 * difficulty, bend: .041 * difficulty, turn: .12 * difficulty,
		slant: max(0, .30+float64(.16*more)), stretch: max(0, .20+float64(.1*more)),
	}
}

// pageSize is the side of the page that a digit is drawn on before it is centred.
const pageSize = 40

// page is the drawing of one digit.
type page struct {
	ink   [pageSize * pageSize]float64
	paths [][]point
	// bounds of the paths
	left, top, right, bottom float64
}

// write draws a digit into 28 × 28 bytes.
func (p *page) write(digit int, r *draw, v variation, image []byte) {
	skeleton := r.strokes(digit)
	w := newWarp(r, v)
	radius := r.in(.6, 1.9) // of the pen, in pixels
	p.paths = p.paths[:0]
	p.left, p.top, p.right, p.bottom = 1e9, 1e9, -1e9, -1e9
	for _, s := range skeleton {
		moved := stroke{make([]point, len(s.points)), s.smooth}
		for i, q := range s.points {
			moved.points[i] = point{q.x + float64(r.normal()*v.jitter), q.y + float64(r.normal()*v.jitter)}
		}
		path := moved.path()
		for i, q := range path {
			path[i] = w.move(q)
			p.left, p.right = min(p.left, path[i].x), max(p.right, path[i].x)
			p.top, p.bottom = min(p.top, path[i].y), max(p.bottom, path[i].y)
		}
		p.paths = append(p.paths, path)
	}
	p.draw(r, radius)
	p.centre(r.in(.9, 1.15), image)
}

// warp bends, slants, turns and stretches.
type warp struct {
	stretch, slant, cos, sin float64
	waves                    [4]wave
}

type wave struct{ kx, ky, phase, ax, ay float64 }

func newWarp(r *draw, v variation) warp {
	w := warp{slant: float64(r.normal()*v.slant) + .12} // to the right on average, as in MNIST
	turn := float64(r.normal() * v.turn)
	w.stretch = float64(kernel.Exp(float32(r.normal() * v.stretch)))
	w.cos, w.sin = cosine(turn), sine(turn)
	for i := range w.waves {
		w.waves[i] = wave{r.in(-5, 5), r.in(-5, 5), r.in(0, 2*math.Pi), float64(r.normal() * v.bend), float64(r.normal() * v.bend)}
	}
	return w
}

func (w *warp) move(p point) point {
	x, y := float64((p.x-.5)*w.stretch), p.y-.5
	dx, dy := 0.0, 0.0
	for _, v := range w.waves {
		t := sine(float64(v.kx*x) + float64(v.ky*y) + v.phase)
		dx += float64(v.ax * t)
		dy += float64(v.ay * t)
	}
	x, y = x+dx, y+dy
	x -= float64(w.slant * y)
	return point{float64(x*w.cos) - float64(y*w.sin), float64(x*w.sin) + float64(y*w.cos)}
}

// draw puts the paths on the page, their larger side 20 pixels long as in MNIST.
func (p *page) draw(r *draw, radius float64) {
	clear(p.ink[:])
	scale := float64(20-2*radius) / max(p.right-p.left, p.bottom-p.top)
	cx, cy := float64((p.left+p.right)/2*scale), float64((p.top+p.bottom)/2*scale)
	at := func(q point) point {
		return point{float64(q.x*scale) - cx + pageSize/2, float64(q.y*scale) - cy + pageSize/2}
	}
	for _, path := range p.paths {
		pen := float64(radius * r.in(.8, 1.1))
		for i := range len(path) - 1 {
			pressure := 1 + float64(.18*sine(float64(float64(i)*.35)+pen))
			p.line(at(path[i]), at(path[i+1]), float64(pen*pressure))
		}
	}
}

// line draws a piece of a stroke: full ink up to 0.6 pixels inside the radius, none from 0.6 outside.
func (p *page) line(a, b point, radius float64) {
	reach := radius + 1.2
	x0, x1 := int(max(0, min(a.x, b.x)-reach)), int(min(pageSize-1, max(a.x, b.x)+reach+1))
	y0, y1 := int(max(0, min(a.y, b.y)-reach)), int(min(pageSize-1, max(a.y, b.y)+reach+1))
	vx, vy := b.x-a.x, b.y-a.y
	length := float64(vx*vx) + float64(vy*vy)
	edge := radius + .6
	for y := y0; y <= y1; y++ {
		for x := x0; x <= x1; x++ {
			px, py := float64(x)+.5-a.x, float64(y)+.5-a.y
			t := 0.0
			if length > 0 {
				t = max(0, min(1, (float64(px*vx)+float64(py*vy))/length))
			}
			ex, ey := px-float64(t*vx), py-float64(t*vy)
			d := float64(ex*ex) + float64(ey*ey)
			if d >= edge*edge {
				continue
			}
			ink := &p.ink[y*pageSize+x]
			*ink = max(*ink, min(1, (edge-math.Sqrt(d))/1.2))
		}
	}
}

// centre copies the page so that the centre of its ink lies in the middle of the image.
func (p *page) centre(gain float64, image []byte) {
	var mass, mx, my float64
	for i, v := range p.ink {
		mass += v
		mx += float64(v * (float64(i%pageSize) + .5))
		my += float64(v * (float64(i/pageSize) + .5))
	}
	dx, dy := int(math.Round(mx/mass-14)), int(math.Round(my/mass-14))
	for i := range image {
		x, y := i%28+dx, i/28+dy
		v := 0.0
		if x >= 0 && x < pageSize && y >= 0 && y < pageSize {
			v = min(1, float64(p.ink[y*pageSize+x]*gain))
		}
		image[i] = byte(float64(v*255) + .5)
	}
}
