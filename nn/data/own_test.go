package data

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"quire/nn"
)

func TestReadIDX(t *testing.T) {
	s := SyntheticOptions{Train: 30, Test: 2}.withDefaults().draw().Train
	images, labels := encodeImages(s.pixels, 28, 28), encodeLabels(s.labels)
	dir := t.TempDir()
	file := func(name string, b []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good, goodLabels := file("images", images), file("labels.gz", pack(t, labels))
	d, err := ReadIDX(good, goodLabels)
	if err != nil || d.Len() != 30 || d.Classes() != 10 || d.SHA256() != s.SHA256() || !bytes.Equal(d.Image(7), s.Image(7)) || d.Name != "images" {
		t.Fatalf("%v, %v", d, err)
	}
	packed := pack(t, images)
	for _, c := range []struct{ name, images, labels, want string }{
		{"cut", file("cut", images[:len(images)-1]), goodLabels, "the header says 30 images of 28×28, but 23519 bytes follow"},
		{"cut and packed", file("cut.gz", packed[:len(packed)/2]), goodLabels, "cut.gz: the file is cut short: its content ends after "},
		{"the wrong way round", goodLabels, good, "labels.gz: this is not an IDX file of images"},
		{"other labels", good, file("three", encodeLabels([]byte{1, 2, 3})), "3 labels for 23520 bytes of images of 28×28; the two files do not belong together"},
		{"no pixels", file("none", encodeImages(nil, 1, 1<<12)), file("one", encodeLabels([]byte{1})), "do not belong together"},
		{"not there", filepath.Join(dir, "gone"), goodLabels, "gone: no such file"},
	} {
		d, err := ReadIDX(c.images, c.labels)
		if err == nil || !strings.Contains(err.Error(), c.want) && !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: %v, %v; want the error %q", c.name, d, err, c.want)
		}
	}
}

func TestNewDataset(t *testing.T) {
	s := SyntheticOptions{Train: 20, Test: 2}.withDefaults().draw().Train
	x, labels := s.All()
	d := NewDataset("mine", x.Reshape(-1, 28, 28), labels)
	if !bytes.Equal(d.pixels, s.pixels) || !slices.Equal(d.Labels(), labels) || d.Channels != 1 || d.Classes() != slices.Max(labels)+1 {
		t.Errorf("%v", d)
	}
	if c := NewDataset("colour", nn.Full(.5, 2, 4, 4, 3), []int{0, 200}); c.Channels != 3 || c.Classes() != 201 || c.Image(1)[0] != 128 {
		t.Errorf("%v, first byte %d", c, c.Image(1)[0])
	}
	for want, f := range map[string]func(){
		"x has the shape [2 4] and there are 2 labels": func() { NewDataset("", nn.New(2, 4), []int{0, 1}) },
		"image 1 holds 1.5; values go from 0":          func() { NewDataset("", nn.FromFloats([]float64{0, 1.5}, 2, 1, 1), []int{0, 1}) },
		"label 256 of image 1":                         func() { NewDataset("", nn.New(2, 1, 1), []int{0, 256}) },
	} {
		func() {
			defer func() {
				if e, ok := recover().(*nn.UsageError); !ok || !strings.Contains(e.Error(), want) {
					t.Errorf("panic %v, want %q", e, want)
				}
			}()
			f()
		}()
	}
}
