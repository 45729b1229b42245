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
		panic(&nn.UsageError{Op: "data.Dataset", Problem: fmt.Sprintf("image %d of %d", i, d.Len())})
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
	v := make([]int, d.classes)
	for i := range d.Len() {
		v[d.Label(i)]++
	}
	return v
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
	index := make([]int, d.Len())
	for i := range index {
		index[i] = i
	}
	return d.Batch(index)
}

// Head returns the first n images, or all when there are fewer.
func (d *Dataset) Head(n int) *Dataset { return d.Slice(0, min(n, d.Len())) }

// Slice returns the images from … to−1.
func (d *Dataset) Slice(from, to int) *Dataset {
	if from < 0 || to > d.Len() || from > to {
		panic(&nn.UsageError{Op: "data.Dataset.Slice", Problem: fmt.Sprintf("images %d … %d of %d", from, to-1, d.Len())})
	}
	index := make([]int, 0, to-from)
	for i := from; i < to; i++ {
		index = append(index, d.at(i))
	}
	return d.with(index)
}

// Subset returns the images with the given numbers, in that order.
func (d *Dataset) Subset(index []int) *Dataset {
	at := make([]int, len(index))
	for k, i := range index {
		at[k] = d.at(i)
	}
	return d.with(at)
}

func (d *Dataset) with(index []int) *Dataset {
	c := *d
	c.index = index
	return &c
}

// Split returns the first n images and the rest: training and validation examples, for instance.
func (d *Dataset) Split(n int) (first, rest *Dataset) { return d.Slice(0, n), d.Slice(n, d.Len()) }

// Shuffle returns the images in random order. A nil stream is the default one.
func (d *Dataset) Shuffle(r *nn.Rand) *Dataset {
	if r == nil {
		r = nn.DefaultRand()
	}
	return d.Subset(r.Perm(d.Len()))
}

// String reads "MNIST train: 60000 images of 28×28, 10 classes".
func (d *Dataset) String() string {
	return fmt.Sprintf("%s: %d images of %d×%d, %d classes", d.Name, d.Len(), d.Height, d.Width, d.classes)
}
