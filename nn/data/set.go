package data

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"quire/nn/internal/kernel"
)

// Set is a data set with its customary division.
type Set struct {
	Name   string // "MNIST", "Fashion-MNIST", "synthetic digits"
	Source string // where it came from: a folder, or how it was made
	SHA256 string // for reports: over the SHA-256 sums of the four files (training images, labels, test images, labels)
	Train  *Dataset
	Test   *Dataset
}

// String reads "MNIST (from /home/me/data/mnist), 60000 + 10000 images, SHA-256 1b2c3d4e5f60…".
func (s *Set) String() string {
	return fmt.Sprintf("%s (%s), %d + %d images, SHA-256 %s…", s.Name, s.Source, s.Train.Len(), s.Test.Len(), s.SHA256[:12])
}

// published describes a data set that is downloaded.
type published struct {
	name, folder string
	files        [4]file // training images, training labels, test images, test labels
	mirrors      []string
	classes      []string // their names; nil: the digits
}

const (
	imageBytes60k = 16 + 60000*784
	imageBytes10k = 16 + 10000*784
)

// publishedSets lists the data sets by the name of their folder.
func publishedSets() []published {
	names := [4]string{"train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"}
	sizes := [4]int64{imageBytes60k, 8 + 60000, imageBytes10k, 8 + 10000}
	mnist := published{
		name: "MNIST", folder: "mnist",
		files: [4]file{
			{gzSum: "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609", rawSum: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db", gzSize: 9912422},
			{gzSum: "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c", rawSum: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5", gzSize: 28881},
			{gzSum: "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6", rawSum: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7", gzSize: 1648877},
			{gzSum: "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6", rawSum: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2", gzSize: 4542},
		},
		mirrors: []string{
			"https://storage.googleapis.com/cvdf-datasets/mnist/",
			"https://ossci-datasets.s3.amazonaws.com/mnist/",
			"https://raw.githubusercontent.com/fgnt/mnist/master/",
			"https://github.com/WegraLee/deep-learning-from-scratch/raw/master/dataset/",
		},
	}
	fashion := published{
		name: "Fashion-MNIST", folder: "fashion-mnist",
		files: [4]file{
			{gzSum: "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84", rawSum: "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888", gzSize: 26421880},
			{gzSum: "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845", rawSum: "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9", gzSize: 29515},
			{gzSum: "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073", rawSum: "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b", gzSize: 4422102},
			{gzSum: "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5", rawSum: "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34", gzSize: 5148},
		},
		mirrors: []string{
			"https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
			"https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
			"http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
		},
		classes: []string{"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"},
	}
	for i := range names {
		mnist.files[i].name, mnist.files[i].size = names[i], sizes[i]
		fashion.files[i].name, fashion.files[i].size = names[i], sizes[i]
	}
	return []published{mnist, fashion}
}

// lookUp returns the data set with the given folder name.
func lookUp(folder string) (published, error) {
	var known []string
	for _, p := range publishedSets() {
		if p.folder == folder {
			return p, nil
		}
		known = append(known, p.folder)
	}
	return published{}, fmt.Errorf("there is no data set %q; known are %s", folder, strings.Join(known, ", "))
}

// Folders returns the folders in which data sets are looked for, in order: $QUIRE_DATA, then the user's cache.
func Folders() []string {
	var dirs []string
	if dir := os.Getenv("QUIRE_DATA"); dir != "" {
		dirs = append(dirs, dir)
	}
	if dir, err := os.UserCacheDir(); err == nil {
		dirs = append(dirs, filepath.Join(dir, "quire", "data"))
	}
	return dirs
}

// MNIST returns the handwritten digits of LeCun, Cortes and Burges: 60,000 and 10,000 images of 28 × 28. The four IDX
// files, .gz or not, lie in the folder mnist of one of Folders; the error says when they do not, or are damaged.
func MNIST() (*Set, error) { return load("mnist") }

// FashionMNIST returns the pictures of clothes of Xiao, Rasul and Vollgraf (2017), in the format of MNIST, from the
// folder fashion-mnist.
func FashionMNIST() (*Set, error) { return load("fashion-mnist") }

// Digits returns MNIST when it is there and its checksums are right, and the synthetic digits otherwise. Name and Source
// of the result say which.
func Digits() *Set {
	s, err := MNIST()
	if err == nil {
		return s
	}
	synthetic := Synthetic(SyntheticOptions{})
	if !errors.Is(err, os.ErrNotExist) {
		synthetic.Source += "; MNIST could not be used: " + err.Error()
	}
	return synthetic
}

func load(folder string) (*Set, error) {
	p, err := lookUp(folder)
	if err != nil {
		return nil, err
	}
	var damaged error // what is wrong in the first folder that has the set
	for _, dir := range Folders() {
		dir = filepath.Join(dir, folder)
		if _, err := os.Stat(dir); err != nil {
			continue
		}
		s, err := p.load(dir)
		if err == nil {
			return s, nil
		}
		if damaged == nil {
			damaged = fmt.Errorf("read %s: %w", p.name, err)
		}
	}
	if damaged != nil {
		return nil, damaged
	}
	return nil, fmt.Errorf("%s is not on this machine; get it with: quire data fetch %s: %w", p.name, folder, os.ErrNotExist)
}

// load reads the four files, each on its own goroutine.
func (p published) load(dir string) (*Set, error) {
	var raw [4][]byte
	var errs [4]error
	var all sync.WaitGroup
	for i, f := range p.files {
		all.Add(1)
		go func() { // ends when the file is read
			defer all.Done()
			raw[i], errs[i] = f.read(dir)
		}()
	}
	all.Wait()
	if err := errors.Join(errs[:]...); err != nil {
		return nil, err
	}
	s := &Set{Name: p.name, Source: "from " + dir}
	var err error
	if s.Train, err = newDataset(p.name+" train", raw[0], raw[1]); err != nil {
		return nil, err
	}
	if s.Test, err = newDataset(p.name+" test", raw[2], raw[3]); err != nil {
		return nil, err
	}
	if p.classes != nil {
		s.Train.ClassNames, s.Test.ClassNames = p.classes, p.classes
	}
	s.SHA256 = p.sum()
	return s, nil
}

// sum is the SHA-256 of a data set whose files were all found right.
func (p published) sum() string {
	text := ""
	for _, f := range p.files {
		text += f.rawSum + "\n"
	}
	return sum([]byte(text))
}

// newDataset returns the images and labels of two IDX files.
func newDataset(name string, images, labels []byte) (*Dataset, error) {
	const classes = 10
	pixels, h, w, err := parseImages(name, images)
	if err != nil {
		return nil, err
	}
	l, err := parseLabels(name, labels, classes)
	if err != nil {
		return nil, err
	}
	if len(l)*h*w != len(pixels) {
		return nil, fmt.Errorf("%s: %d labels for %d images; the two files do not belong together", name, len(l), len(pixels)/max(1, h*w))
	}
	return &Dataset{Name: name, Height: h, Width: w, Channels: 1, ClassNames: digitNames(), pixels: kernel.InLargePages(pixels), labels: l, classes: classes}, nil
}

// digitNames are "0" to "9".
func digitNames() []string { return strings.Split("0123456789", "") }
