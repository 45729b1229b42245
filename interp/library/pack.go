package library

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// A pack is the count of parts and, for each, its name, its compressed and its full length (uvarints and bytes), then
// the compressed parts in the same order, so that one part can be read without the others.
type pack struct {
	names []string
	parts map[string]part
}

type part struct {
	data []byte
	size int
}

var errShort = errors.New("damaged")

// openPack reads the index; it keeps data.
func openPack(data []byte) (*pack, error) {
	uvarint := func() int {
		v, n := binary.Uvarint(data)
		if n <= 0 || v > 1<<31 {
			data = nil
			return 0
		}
		data = data[n:]
		return int(v)
	}
	x := &pack{parts: map[string]part{}}
	lengths := make([]int, 0, 256)
	for range uvarint() {
		n := uvarint()
		if n > len(data) || len(data) == 0 {
			return nil, errShort
		}
		name := string(data[:n])
		data = data[n:]
		lengths = append(lengths, uvarint())
		x.parts[name] = part{size: uvarint()}
		x.names = append(x.names, name)
	}
	for i, name := range x.names {
		if lengths[i] > len(data) {
			return nil, errShort
		}
		p := x.parts[name]
		p.data, data = data[:lengths[i]], data[lengths[i]:]
		x.parts[name] = p
	}
	return x, nil
}

// read returns one part.
func (x *pack) read(name string) ([]byte, error) {
	p, ok := x.parts[name]
	if !ok {
		return nil, fmt.Errorf("no %q", name)
	}
	out := make([]byte, 0, p.size)
	buf := bytes.NewBuffer(out)
	if _, err := io.Copy(buf, io.LimitReader(flate.NewReader(bytes.NewReader(p.data)), int64(p.size))); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return buf.Bytes(), nil
}
