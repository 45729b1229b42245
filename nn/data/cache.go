package data

import (
	"os"
	"path/filepath"
)

// syntheticFiles describes the four files of the default synthetic set, as they are kept in the user's cache. Their sums
// pin the drawing: a change of it needs another folder name.
func syntheticFiles() published {
	return published{
		name: "synthetic", folder: "synthetic-digits-1",
		files: [4]file{
			{name: "train-images-idx3-ubyte", size: imageBytes60k, rawSum: "9a0432c68b4cb59b32f374cea8a5b1d3532efd545ca4a008a0dab6038afae7f3"},
			{name: "train-labels-idx1-ubyte", size: 8 + 60000, rawSum: "bac9046433f1eacaf985f9523e3bdccfa873756a94353a68c8787c8744c53bce"},
			{name: "t10k-images-idx3-ubyte", size: imageBytes10k, rawSum: "126f0c8513ab52c20ce2ebff0b08e25004918f7bb22ae7a4b9270dc31a9f9a19"},
			{name: "t10k-labels-idx1-ubyte", size: 8 + 10000, rawSum: "345acb5627f630e6c792b7132001d9d31275f3b90669ae2cccd3665d03ffdb67"},
		},
	}
}

// cacheDir returns the folder of the cached default set, or "" for other options or when there is no cache.
func (o SyntheticOptions) cacheDir() string {
	dir, err := os.UserCacheDir()
	if err != nil || o != (SyntheticOptions{}).withDefaults() {
		return ""
	}
	return filepath.Join(dir, "quire", "data", syntheticFiles().folder)
}

// cached returns the default set from the cache, or nil when it is not there or not right.
func (o SyntheticOptions) cached() *Set {
	dir := o.cacheDir()
	if dir == "" {
		return nil
	}
	s, err := syntheticFiles().load(dir)
	if err != nil {
		return nil
	}
	named := o.set()
	s.Name, s.Source = named.Name, named.Source
	return s
}

// keep writes the default set to the cache. Without a cache that can be written, it is drawn again next time.
func (o SyntheticOptions) keep(s *Set) {
	dir := o.cacheDir()
	if dir == "" || os.MkdirAll(dir, 0o755) != nil {
		return
	}
	content := [4][]byte{
		encodeImages(s.Train.pixels, 28, 28), encodeLabels(s.Train.labels),
		encodeImages(s.Test.pixels, 28, 28), encodeLabels(s.Test.labels),
	}
	for i, f := range syntheticFiles().files {
		if sum(content[i]) != f.rawSum || replaceFile(filepath.Join(dir, f.name), content[i]) != nil {
			return
		}
	}
}
