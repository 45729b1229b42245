package data

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"quire/nn"
)

// mnist returns MNIST, or skips the test where it is not.
func mnist(t *testing.T) *Set {
	t.Helper()
	if os.Getenv("QUIRE_DATA") == "" {
		t.Skip("QUIRE_DATA is not set")
	}
	s, err := MNIST()
	if errors.Is(err, os.ErrNotExist) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestMNIST(t *testing.T) {
	s := mnist(t)
	if s.Name != "MNIST" || s.Train.Len() != 60000 || s.Test.Len() != 10000 || len(s.SHA256) != 64 {
		t.Errorf("the set is %v", s)
	}
	if got, want := s.Train.Labels()[:5], []int{5, 0, 4, 1, 9}; !slices.Equal(got, want) {
		t.Errorf("the first labels are %v, want %v", got, want)
	}
	if got, want := s.Test.Counts(), []int{980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009}; !slices.Equal(got, want) {
		t.Errorf("the test set has %v of each class, want %v", got, want)
	}
	x, labels := s.Train.Batch([]int{0, 4})
	if labels[1] != 9 || x.Max() != 1 || x.Min() != 0 || x.Row(0).Sum() < 100 {
		t.Errorf("images 0 and 4 are %v with labels %v", x, labels)
	}
}

func TestFashionMNIST(t *testing.T) {
	mnist(t)
	s, err := FashionMNIST()
	if err != nil {
		t.Skip(err)
	}
	if got := s.Train.Counts(); !slices.Equal(got, slices.Repeat([]int{6000}, 10)) {
		t.Errorf("the classes have %v images, want 6000 each", got)
	}
}

// TestTrainingOnMNIST: a short training of a small network reaches 95 % on images that it has not seen.
func TestTrainingOnMNIST(t *testing.T) { trains(t, mnist(t), .95) }

// TestTrainingOnSynthetic: the synthetic digits are about as hard.
func TestTrainingOnSynthetic(t *testing.T) {
	trains(t, SyntheticOptions{Seed: 3, Train: 12000, Test: 2000}.withDefaults().draw(), .93)
}

func trains(t *testing.T, s *Set, want float64) {
	r := nn.NewRand(1)
	net := nn.NewMLP(nn.MLP{Sizes: []int{784, 50, 30, 20, 10}, BatchNorm: true, Rand: r})
	h := nn.Fit(net, s.Train, nn.NewMomentum(.01, .9), nn.FitOptions{Iterations: 1500, Rand: r, Quiet: true, TrainSample: -1})
	if got := nn.Accuracy(net, s.Test); got < want {
		t.Errorf("%s: test accuracy %.4f after %v, want %.2f", s.Name, got, h, want)
	}
}

func TestSyntheticIsPinned(t *testing.T) {
	s := SyntheticOptions{Train: 300, Test: 200}.withDefaults().draw()
	if want := "cb2a0f2f28b251177dd2198645a8df0defec1370f75a4e703905535b7b5af759"; s.SHA256 != want {
		t.Errorf("the sum of 300 + 200 images is %s, want %s", s.SHA256, want)
	}
	if s.Name != "synthetic digits" || s.Source != "drawn by this program, seed 1" {
		t.Errorf("the set calls itself %q, %q", s.Name, s.Source)
	}
	for class, n := range s.Train.Counts() {
		if n < 10 {
			t.Errorf("only %d of 300 images show a %d", n, class)
		}
	}
	harder := SyntheticOptions{Train: 300, Test: 200, Difficulty: 1.4}.withDefaults().draw()
	other := SyntheticOptions{Train: 300, Test: 200, Seed: 2}.withDefaults().draw()
	if harder.SHA256 == s.SHA256 || other.SHA256 == s.SHA256 || !strings.Contains(harder.Source, "difficulty 1.4") {
		t.Error("difficulty or seed does not matter, or is not said")
	}
	few := SyntheticOptions{Train: 100, Test: 200}.withDefaults().draw()
	if !bytes.Equal(few.Train.pixels, s.Train.pixels[:100*784]) {
		t.Error("the first images depend on how many are drawn")
	}
}

func TestSyntheticCache(t *testing.T) {
	if testing.Short() {
		t.Skip("draws 70,000 images")
	}
	cache := t.TempDir()
	for _, name := range []string{"XDG_CACHE_HOME", "HOME", "LocalAppData"} {
		t.Setenv(name, cache)
	}
	t.Setenv("QUIRE_DATA", "")
	first := Digits()
	again := Digits()
	if first.Name != "synthetic digits" || first.String() != again.String() || !bytes.Equal(first.Train.pixels, again.Train.pixels) {
		t.Errorf("drawn: %v; from the cache: %v", first, again)
	}
	o := SyntheticOptions{}.withDefaults()
	if o.cached() == nil {
		t.Fatal("the default set is not in the cache: its sums are no longer those in syntheticFiles")
	}
	path := filepath.Join(o.cacheDir(), "t10k-labels-idx1-ubyte")
	damaged, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	damaged[100]++
	if err := os.WriteFile(path, damaged, 0o644); err != nil {
		t.Fatal(err)
	}
	if o.cached() != nil {
		t.Error("a damaged cache is used")
	}
}

func TestDataset(t *testing.T) {
	s := SyntheticOptions{Train: 50, Test: 10}.withDefaults().draw()
	d := s.Train
	first, rest := d.Split(40)
	if first.Len() != 40 || rest.Len() != 10 || rest.Label(0) != d.Label(40) || !bytes.Equal(rest.Image(3), d.Image(43)) {
		t.Error("Split does not give the first 40 and the rest")
	}
	sub := rest.Subset([]int{9, 0})
	if sub.Len() != 2 || sub.Label(0) != d.Label(49) || sub.Label(1) != d.Label(40) {
		t.Error("Subset of a part gives other images")
	}
	x, labels := sub.All()
	if !slices.Equal(x.Shape, []int{2, 784}) || labels[0] != d.Label(49) || x.At(0, 300) != float64(float32(d.Image(49)[300])*float32(1.0/255)) {
		t.Errorf("All gives %v and %v", x, labels)
	}
	mixed := d.Shuffle(nn.NewRand(1))
	if mixed.Len() != 50 || slices.Equal(mixed.Labels(), d.Labels()) || !slices.Equal(mixed.Counts(), d.Counts()) {
		t.Error("Shuffle does not give the same images in another order")
	}
	if d.Head(99).Len() != 50 || d.String() != "synthetic train: 50 images of 28×28, 10 classes" {
		t.Errorf("Head(99) has %d images of %v", d.Head(99).Len(), d)
	}
	for _, f := range []func(){func() { d.Image(50) }, func() { d.Slice(3, 51) }, func() { Synthetic(SyntheticOptions{Difficulty: -1}) }} {
		func() {
			defer func() {
				if _, ok := recover().(*nn.UsageError); !ok {
					t.Error("no UsageError")
				}
			}()
			f()
		}()
	}
}

// small describes a data set of 3 + 2 images, with its files.
func small(t *testing.T) (published, map[string][]byte) {
	t.Helper()
	s := SyntheticOptions{Train: 3, Test: 2}.withDefaults().draw()
	content := [4][]byte{encodeImages(s.Train.pixels, 28, 28), encodeLabels(s.Train.labels), encodeImages(s.Test.pixels, 28, 28), encodeLabels(s.Test.labels)}
	p, files := publishedSets()[0], map[string][]byte{}
	for i := range p.files {
		packed := pack(t, content[i])
		p.files[i].rawSum, p.files[i].gzSum = sum(content[i]), sum(packed)
		p.files[i].size, p.files[i].gzSize = int64(len(content[i])), int64(len(packed))
		files[p.files[i].name+".gz"] = packed
	}
	return p, files
}

func pack(t *testing.T, b []byte) []byte {
	t.Helper()
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}

func TestFetch(t *testing.T) {
	p, files := small(t)
	served := 0
	good := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		served++
		w.Write(files[strings.TrimPrefix(r.URL.Path, "/")])
	}))
	defer good.Close()
	bad := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("sold out")) }))
	defer bad.Close()
	gone := httptest.NewServer(http.NotFoundHandler())
	defer gone.Close()

	dir := t.TempDir()
	p.mirrors = []string{gone.URL + "/", bad.URL + "/"}
	err := p.fetch(context.Background(), dir, nil)
	if err == nil || !strings.Contains(err.Error(), "404") || !strings.Contains(err.Error(), "the answer ends after 8 of") {
		t.Errorf("mirrors without the file give %v", err)
	}
	if left, _ := os.ReadDir(filepath.Join(dir, "mnist")); len(left) != 0 {
		t.Errorf("a failed fetch left %v", left)
	}
	p.mirrors = append(p.mirrors, good.URL+"/")
	last := int64(0)
	if err := p.fetch(context.Background(), dir, func(_ string, done, total int64) { last = total - done }); err != nil || last != 0 {
		t.Fatalf("fetch: %v, %d bytes left", err, last)
	}
	s, err := p.load(filepath.Join(dir, "mnist"))
	if err != nil || s.Train.Len() != 3 || s.Test.Len() != 2 {
		t.Fatalf("after fetch: %v, %v", s, err)
	}
	if err := p.fetch(context.Background(), dir, nil); err != nil || served != 4 {
		t.Errorf("a second fetch: %v; %d files were served, want 4", err, served)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := p.fetch(ctx, t.TempDir(), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled fetch gives %v", err)
	}
	if err := Fetch(context.Background(), "minst", dir, nil); err == nil || !strings.Contains(err.Error(), "known are mnist, fashion-mnist") {
		t.Errorf("an unknown name gives %v", err)
	}
}

func TestDamagedFiles(t *testing.T) {
	p, files := small(t)
	write := func(dir string, change func(name string, b []byte) (string, []byte)) {
		for name, b := range files {
			name, b = change(name, slices.Clone(b))
			if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	unpacked := func(b []byte) []byte {
		z, err := gzip.NewReader(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		var raw bytes.Buffer
		if _, err := raw.ReadFrom(z); err != nil {
			t.Fatal(err)
		}
		return raw.Bytes()
	}
	for _, c := range []struct {
		name   string
		want   string // in the error; empty: none
		change func(name string, b []byte) (string, []byte)
	}{
		{"as published", "", func(n string, b []byte) (string, []byte) { return n, b }},
		{"unpacked", "", func(n string, b []byte) (string, []byte) { return strings.TrimSuffix(n, ".gz"), unpacked(b) }},
		{"packed anew", "", func(n string, b []byte) (string, []byte) {
			var packed bytes.Buffer
			z, _ := gzip.NewWriterLevel(&packed, gzip.NoCompression)
			z.Write(unpacked(b))
			z.Close()
			return n, packed.Bytes()
		}},
		{"cut short", "the content ends after", func(n string, b []byte) (string, []byte) { return n, b[:len(b)/2] }},
		{"other content", "the content is not the published one", func(n string, b []byte) (string, []byte) {
			raw := unpacked(b)
			raw[len(raw)-1] ^= 1
			return strings.TrimSuffix(n, ".gz"), raw
		}},
		{"not packed", "not a gzip file", func(n string, b []byte) (string, []byte) { return n, []byte("no") }},
	} {
		dir := t.TempDir()
		write(dir, c.change)
		_, err := p.load(dir)
		if (err == nil) != (c.want == "") || (err != nil && !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

func TestHeaders(t *testing.T) {
	images, labels := encodeImages(make([]byte, 2*784), 28, 28), encodeLabels([]byte{1, 2})
	if _, err := newDataset("x", images, labels); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		want           string
		images, labels []byte
	}{
		{"the header says 2 images of 28×28, but 1567 bytes follow", images[:len(images)-1], labels},
		{"not an IDX file of images", labels, labels},
		{"not an IDX file of labels", images, images},
		{"the header says 2 labels, but 1 bytes follow", images, labels[:len(labels)-1]},
		{"label 0 is 10, and there are 10 classes", images, encodeLabels([]byte{10, 0})},
		{"3 labels for 2 images", images, encodeLabels([]byte{1, 2, 3})},
		{"not an IDX file of images", nil, labels},
	} {
		if _, err := newDataset("x", c.images, c.labels); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want %q", err, c.want)
		}
	}
}

func TestDigitsSaysWhatItIs(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("QUIRE_DATA", dir)
	t.Setenv("XDG_CACHE_HOME", dir)
	if _, err := MNIST(); !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "quire data fetch mnist") {
		t.Errorf("without files MNIST gives %v", err)
	}
}

// FuzzDataset: whatever the files hold, the result is a data set that can be read, or an error.
func FuzzDataset(f *testing.F) {
	f.Add(encodeImages(make([]byte, 8), 2, 2), encodeLabels([]byte{1, 2}))
	f.Add(encodeImages(nil, 1<<12, 1), encodeLabels(nil))
	f.Add([]byte("\x00\x00\x08\x03\xff\xff\xff\xff"), []byte{})
	f.Fuzz(func(t *testing.T, images, labels []byte) {
		d, err := newDataset("fuzz", images, labels)
		if err != nil {
			return
		}
		if x, l := d.All(); len(l) != d.Len() || x.Len() != d.Len()*d.ExampleLen() {
			t.Errorf("%v gives %d labels and %d numbers", d, len(l), x.Len())
		}
	})
}
