package data

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"quire/nn"
)

// mostIDX bounds what is read from one IDX file.
const mostIDX = 1 << 30

// ReadIDX reads images and labels in the format of MNIST, such as those of Kuzushiji-MNIST or EMNIST, from two files, packed
// by gzip or not. Classes run from 0 to the greatest label. There is no checksum to compare with; that of the result is
// SHA256.
func ReadIDX(images, labels string) (*Dataset, error) {
	rawImages, err := readIDXFile(images)
	if err != nil {
		return nil, err
	}
	rawLabels, err := readIDXFile(labels)
	if err != nil {
		return nil, err
	}
	pixels, h, w, err := parseImages(images, rawImages)
	if err != nil {
		return nil, err
	}
	l, err := parseLabels(labels, rawLabels, 256)
	if err != nil {
		return nil, err
	}
	if len(l)*h*w != len(pixels) || h*w == 0 {
		return nil, fmt.Errorf("%s and %s: %d labels for %d bytes of images of %d×%d; the two files do not belong together", images, labels, len(l), len(pixels), h, w)
	}
	d := &Dataset{Name: filepath.Base(images), Height: h, Width: w, Channels: 1, pixels: pixels, labels: l}
	d.nameClasses()
	return d, nil
}

// readIDXFile returns the content of a file, unpacked when it is packed.
func readIDXFile(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read data set: %w", err)
	}
	defer file.Close()
	raw, err := io.ReadAll(io.LimitReader(file, mostIDX+1))
	if err != nil {
		return nil, fmt.Errorf("read data set: %w", err)
	}
	if len(raw) >= 2 && raw[0] == 0x1f && raw[1] == 0x8b {
		if raw, err = unpackAll(raw); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	if len(raw) > mostIDX {
		return nil, fmt.Errorf("%s: more than %d bytes", path, mostIDX)
	}
	return raw, nil
}

// unpackAll decompresses what fits into mostIDX.
func unpackAll(packed []byte) ([]byte, error) {
	z, err := newGzip(packed)
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(io.LimitReader(z, mostIDX+1))
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, fmt.Errorf("the file is cut short: its content ends after %d bytes", len(raw))
	}
	return raw, err
}

// NewDataset returns images of one's own: x has shape (N, H, W) or (N, H, W, C), with values from 0 to 1, which are rounded
// to bytes, and there is a label from 0 to 255 for each image. Classes run from 0 to the greatest label.
func NewDataset(name string, x *nn.Tensor, labels []int) *Dataset {
	need("data.NewDataset", "x", x)
	if len(x.Shape) < 3 || len(x.Shape) > 4 || x.Shape[0] != len(labels) {
		misuse("data.NewDataset", "x has the shape %v and there are %d labels; want (N, height, width) or (N, height, width, channels)", x.Shape, len(labels))
	}
	d := &Dataset{Name: name, Height: x.Shape[1], Width: x.Shape[2], Channels: 1, pixels: make([]byte, x.Len()), labels: make([]byte, len(labels))}
	if len(x.Shape) == 4 {
		d.Channels = x.Shape[3]
	}
	for i, v := range x.Data {
		if !(v >= 0 && v <= 1) {
			misuse("data.NewDataset", "image %d holds %g; values go from 0, the background, to 1", i/d.ExampleLen(), v)
		}
		d.pixels[i] = byte(float32(v*255) + .5)
	}
	for i, l := range labels {
		if l < 0 || l > 255 {
			misuse("data.NewDataset", "label %d of image %d; labels go from 0 to 255", l, i)
		}
		d.labels[i] = byte(l)
	}
	d.nameClasses()
	return d
}

// nameClasses finds the number of classes, and calls them by their numbers.
func (d *Dataset) nameClasses() {
	for _, l := range d.labels {
		d.classes = max(d.classes, int(l)+1)
	}
	for c := range d.classes {
		d.ClassNames = append(d.ClassNames, strconv.Itoa(c))
	}
}
