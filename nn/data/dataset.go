package data

import (
	"fmt"

	"quire/nn"
	"quire/nn/internal/kernel"
)

// Dataset is a list of labelled images, one byte per pixel: 0 is the background, 255 the full ink. It does not change;
// Head, Slice, Subset and Shuffle give other lists of the same images.
type Dataset struct {
	Name                    string // "MNIST train"
	Height, Width, Channels int
	ClassNames              []string // what each class shows: "0", "T-shirt/top"

	pixels  []byte // all images, one after the other
	labels  []byte // all labels
	index   []int  // images of this list; nil: all, in order
	classes int
}

// Len returns the number of images.
func (d *Dataset) Len() int {
	if d.index != nil {
		return len(d.index)
	}
	return len(d.labels)
}

// ExampleLen returns the number of pixels of an image: 784 for MNIST.
func (d *Dataset) ExampleLen() int { return d.Height * d.Width * d.Channels }

// Shape returns (height, width, channels).
func (d *Dataset) Shape() []int { return []int{d.Height, d.Width, d.Channels} }

// Classes returns the number of classes; labels run from 0 to one less.
func (d *Dataset) Classes() int { return d.classes }

// at returns where image i lies in pixels and labels.
func (d *Dataset) at(i int) int {
	if i < 0 || i >= d.Len() {
		misuse("data.Dataset", "image %d of %d", i, d.Len())
	}
	if d.index != nil {
		return d.index[i]
	}
	return i
}

// Image returns the pixels of image i, row by row, as a slice of the data set: do not change it.
func (d *Dataset) Image(i int) []byte {
	n, at := d.ExampleLen(), d.at(i)
	return d.pixels[at*n : (at+1)*n : (at+1)*n]
}

// Label returns the class of image i.
func (d *Dataset) Label(i int) int { return int(d.labels[d.at(i)]) }

// Labels returns all classes.
func (d *Dataset) Labels() []int {
	v := make([]int, d.Len())
	for i := range v {
		v[i] = d.Label(i)
	}
	return v
}

// Counts returns how many images each class has.
func (d *Dataset) Counts() []int {
	return countLabels(d.Labels(), d.classes)
}

// Read implements nn.Examples: it converts the images with the given numbers to 0 … 1.
func (d *Dataset) Read(x []float32, labels []int, index []int) {
	for k, i := range index {
		labels[k] = int(d.labels[d.at(i)])
	}
	kernel.ByteRows{Bytes: d.pixels, Len: d.ExampleLen(), Places: d.index}.Read(x, index, 1.0/255)
}

// Batch returns the images with the given numbers, of shape (N, pixels) and 0 … 1, and their labels.
func (d *Dataset) Batch(index []int) (*nn.Tensor, []int) {
	x, labels := nn.New(len(index), d.ExampleLen()), make([]int, len(index))
	d.Read(x.Data, labels, index)
	return x, labels
}

// All returns all images, of shape (N, pixels) and 0 … 1, and their labels: 188 MB for the 60,000 of MNIST.
func (d *Dataset) All() (*nn.Tensor, []int) {
	return d.Batch(span(0, d.Len()))
}

// Head returns the first n images, or all when there are fewer.
func (d *Dataset) Head(n int) *Dataset { return d.Slice(0, min(n, d.Len())) }

// Slice returns the images from … to−1.
func (d *Dataset) Slice(from, to int) *Dataset {
	checkRange("data.Dataset.Slice", from, to, d.Len())
	return d.Subset(span(from, to))
}

// Subset returns the images with the given numbers, in that order.
func (d *Dataset) Subset(index []int) *Dataset {
	at := make([]int, len(index))
	for k, i := range index {
		at[k] = d.at(i)
	}
	c := *d
	c.index = at
	return &c
}

// Split returns the first n images and the rest: training and validation examples, for instance.
func (d *Dataset) Split(n int) (first, rest *Dataset) { return d.Slice(0, n), d.Slice(n, d.Len()) }

// SplitFraction returns the first part of the images, a number from 0 to 1, and the rest. Shuffle first where the order
// means something.
func (d *Dataset) SplitFraction(fraction float64) (first, rest *Dataset) {
	return d.Split(part("data.Dataset.SplitFraction", d.Len(), fraction))
}

// SplitStratified divides the images at random so that every class has the same share in both parts, as nearly as whole
// images allow. Both parts come in random order. A nil stream is the default one.
func (d *Dataset) SplitStratified(fraction float64, r *nn.Rand) (first, rest *Dataset) {
	a, b := stratified("data.Dataset.SplitStratified", d.Labels(), d.classes, fraction, r)
	return d.Subset(a), d.Subset(b)
}

// Only returns the images of the given classes, in order. Their labels stay as they are.
func (d *Dataset) Only(classes []int) *Dataset {
	return d.Subset(only("data.Dataset.Only", d.Labels(), d.classes, classes))
}

// Balanced returns n images of each class that has any, drawn and ordered at random. A nil stream is the default one. It
// panics with *nn.UsageError when a class has fewer.
func (d *Dataset) Balanced(n int, r *nn.Rand) *Dataset {
	return d.Subset(balanced("data.Dataset.Balanced", d.Labels(), d.classes, n, r))
}

// Concat returns the images followed by those of another data set, which must be of the same size.
func (d *Dataset) Concat(o *Dataset) *Dataset {
	if o == nil {
		misuse("data.Dataset.Concat", "the other data set is nil")
	}
	if d.Height != o.Height || d.Width != o.Width || d.Channels != o.Channels {
		misuse("data.Dataset.Concat", "the images are %d×%d×%d and %d×%d×%d", d.Height, d.Width, d.Channels, o.Height, o.Width, o.Channels)
	}
	c := d.copied(d.Len() + o.Len())
	c.classes = max(d.classes, o.classes)
	if len(o.ClassNames) > len(c.ClassNames) {
		c.ClassNames = o.ClassNames
	}
	if o.Name != d.Name {
		c.Name += " + " + o.Name
	}
	for i := range o.Len() {
		c.pixels = append(c.pixels, o.Image(i)...)
		c.labels = append(c.labels, o.labels[o.at(i)])
	}
	return c
}

// copied returns the images in memory of their own, with room for n.
func (d *Dataset) copied(n int) *Dataset {
	c := *d
	c.index = nil
	c.pixels, c.labels = make([]byte, 0, n*d.ExampleLen()), make([]byte, 0, n)
	for i := range d.Len() {
		c.pixels = append(c.pixels, d.Image(i)...)
		c.labels = append(c.labels, d.labels[d.at(i)])
	}
	return &c
}

// Noise returns the images with normal noise added to every pixel: std is its deviation, where 1 is the full ink. What
// lies outside is clipped. A nil stream is the default one.
func (d *Dataset) Noise(std float64, r *nn.Rand) *Dataset {
	if !(std >= 0) {
		misuse("data.Dataset.Noise", "the deviation is %g; it must not be negative", std)
	}
	c, r := d.copied(d.Len()), orDefault(r)
	for i, v := range c.pixels {
		c.pixels[i] = byte(min(255, max(0, float64(v)+float64(255*std*r.Norm()))) + .5)
	}
	return c
}

// SHA256 returns the checksum of the images and labels in their order, for reports: over the checksums of the two as IDX
// files.
func (d *Dataset) SHA256() string {
	c := d
	if d.index != nil {
		c = d.copied(d.Len())
	}
	return sum([]byte(sum(encodeImages(c.pixels, d.Height, d.Width)) + "\n" + sum(encodeLabels(c.labels)) + "\n"))
}

// Shuffle returns the images in random order. A nil stream is the default one.
func (d *Dataset) Shuffle(r *nn.Rand) *Dataset {
	return d.Subset(orDefault(r).Perm(d.Len()))
}

// String reads "MNIST train: 60000 images of 28×28, 10 classes".
func (d *Dataset) String() string {
	return fmt.Sprintf("%s: %s of %d×%d, %s", d.Name, many(d.Len(), "image"), d.Height, d.Width, many(d.classes, "class"))
}
