package data

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// The magic numbers of IDX files: bytes with one axis (labels) and with three (images).
const (
	magicLabels = 0x801
	magicImages = 0x803
)

// file is one of the four files of a data set.
type file struct {
	name         string // "train-images-idx3-ubyte"
	gzSum        string // SHA-256 of the file as published, compressed
	rawSum       string // SHA-256 of its content
	gzSize, size int64
}

// read returns the content of a file in dir, compressed (.gz) or not, after its checksum was found right. Where both are,
// one that is right is enough: Fetch puts a good .gz beside a damaged file.
func (f file) read(dir string) ([]byte, error) {
	path := filepath.Join(dir, f.name)
	raw, rawErr := f.readRaw(path)
	if rawErr == nil {
		return raw, nil
	}
	raw, err := f.readPacked(path + ".gz")
	if os.IsNotExist(err) && !os.IsNotExist(rawErr) {
		return nil, rawErr
	}
	return raw, err
}

func (f file) readRaw(path string) ([]byte, error) {
	raw, err := readFile(path, f.size)
	if err != nil {
		return nil, err
	}
	return f.checked(path, raw)
}

func (f file) readPacked(path string) ([]byte, error) {
	packed, err := readFile(path, f.gzSize)
	if err != nil {
		return nil, err
	}
	raw, err := unpack(path, packed, f.size)
	if err != nil || sum(packed) == f.gzSum {
		return raw, err
	}
	return f.checked(path, raw) // packed anew by someone: the content decides
}

// checked returns the content of a file when it is the published one.
func (f file) checked(path string, raw []byte) ([]byte, error) {
	got := sum(raw)
	switch {
	case got == f.rawSum:
		return raw, nil
	case int64(len(raw)) < f.size:
		return nil, fmt.Errorf("%s: the file ends after %d of %d bytes; fetch it again", path, len(raw), f.size)
	}
	return nil, fmt.Errorf("%s: the content is not the published one (SHA-256 %s…, want %s…); fetch it again", path, got[:12], f.rawSum[:12])
}

// readFile reads a file of at most the given size, which no right file exceeds by much.
func readFile(path string, size int64) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Size() > 2*size+1<<20 {
		return nil, fmt.Errorf("%s: %d bytes are too many for this file, which has %d; fetch it again", path, info.Size(), size)
	}
	return os.ReadFile(path)
}

func sum(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}

// unpack decompresses a file that must give exactly size bytes.
func unpack(path string, packed []byte, size int64) ([]byte, error) {
	z, err := newGzip(packed)
	if err != nil {
		return nil, fmt.Errorf("%s: this is not a gzip file (%w); fetch it again", path, err)
	}
	raw := make([]byte, size)
	n, err := io.ReadFull(z, raw)
	if err != nil {
		return nil, fmt.Errorf("%s: the content ends after %d of %d bytes (%w); fetch it again", path, n, size, err)
	}
	if extra, _ := z.Read(make([]byte, 1)); extra > 0 {
		return nil, fmt.Errorf("%s: the content is longer than %d bytes; fetch it again", path, size)
	}
	return raw, nil
}

func newGzip(packed []byte) (*gzip.Reader, error) { return gzip.NewReader(bytes.NewReader(packed)) }

// parseImages returns the pixels of an IDX file of images.
func parseImages(name string, raw []byte) (pixels []byte, height, width int, err error) {
	if len(raw) < 16 || binary.BigEndian.Uint32(raw) != magicImages {
		return nil, 0, 0, fmt.Errorf("%s: this is not an IDX file of images", name)
	}
	n, h, w := binary.BigEndian.Uint32(raw[4:]), binary.BigEndian.Uint32(raw[8:]), binary.BigEndian.Uint32(raw[12:])
	if h > 1<<12 || w > 1<<12 || uint64(n)*uint64(h)*uint64(w) != uint64(len(raw)-16) {
		return nil, 0, 0, fmt.Errorf("%s: the header says %d images of %d×%d, but %d bytes follow", name, n, h, w, len(raw)-16)
	}
	return raw[16:], int(h), int(w), nil
}

// parseLabels returns the labels of an IDX file.
func parseLabels(name string, raw []byte, classes int) ([]byte, error) {
	if len(raw) < 8 || binary.BigEndian.Uint32(raw) != magicLabels {
		return nil, fmt.Errorf("%s: this is not an IDX file of labels", name)
	}
	if n := binary.BigEndian.Uint32(raw[4:]); uint64(n) != uint64(len(raw)-8) {
		return nil, fmt.Errorf("%s: the header says %d labels, but %d bytes follow", name, n, len(raw)-8)
	}
	for i, l := range raw[8:] {
		if int(l) >= classes {
			return nil, fmt.Errorf("%s: label %d is %d, and there are %d classes", name, i, l, classes)
		}
	}
	return raw[8:], nil
}

// encodeImages and encodeLabels write IDX files.
func encodeImages(pixels []byte, height, width int) []byte {
	b := binary.BigEndian.AppendUint32(make([]byte, 0, len(pixels)+16), magicImages)
	for _, v := range []int{len(pixels) / (height * width), height, width} {
		b = binary.BigEndian.AppendUint32(b, uint32(v))
	}
	return append(b, pixels...)
}

func encodeLabels(labels []byte) []byte {
	b := binary.BigEndian.AppendUint32(make([]byte, 0, len(labels)+8), magicLabels)
	return append(binary.BigEndian.AppendUint32(b, uint32(len(labels))), labels...)
}
