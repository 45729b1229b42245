package nn

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
)

// The file of a network, all numbers little-endian:
//
//	"quirenet" and version 1 (uint32)
//	number of tensors (uint32): parameters, then running statistics, in the order of the layers
//	for each: length of the name (uint32), name, axes (uint32), shape (uint32 each), values (float32)
//	SHA-256 of everything before (32 bytes)
//
// Names are those of Net.Param, "Affine1.W" and "Residual1.Conv2D2.W"; the running statistics of a layer are called
// "BatchNorm1.state0", "BatchNorm1.state1" in the order of State. What is not a number is saved as 0x7fc00000.
const (
	saveMagic   = "quirenet"
	saveVersion = 1
	saveLimit   = 1 << 30 // no network of a course is larger
)

// named is a tensor of a network with its name.
type named struct {
	name string
	t    *Tensor
}

// tensors lists everything that makes up a trained network.
func (n *Net) tensors() []named {
	var all []named
	for _, p := range n.params {
		all = append(all, named{p.Name, p.Value})
	}
	n.each(func(path string, l Layer) {
		if s, ok := l.(Stateful); ok {
			for k, t := range s.State() {
				all = append(all, named{fmt.Sprintf("%s.state%d", path, k), t})
			}
		}
	})
	return all
}

// Hash returns the SHA-256 of all parameters and running statistics in hexadecimal: equal networks have equal hashes.
func (n *Net) Hash() string {
	sum := sha256.Sum256(n.encode())
	return hex.EncodeToString(sum[:])
}

// Hash returns the SHA-256 of the parameter's name, shape and values in hexadecimal.
func (p *Param) Hash() string {
	sum := sha256.Sum256(appendTensor(nil, named{p.Name, p.Value}))
	return hex.EncodeToString(sum[:])
}

func (n *Net) encode() []byte {
	n.settle("Net.Save")
	all := n.tensors()
	b := append([]byte(nil), saveMagic...)
	b = binary.LittleEndian.AppendUint32(b, saveVersion)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(all)))
	for _, t := range all {
		b = appendTensor(b, t)
	}
	return b
}

func appendTensor(b []byte, t named) []byte {
	b = append(binary.LittleEndian.AppendUint32(b, uint32(len(t.name))), t.name...)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(t.t.Shape)))
	for _, d := range t.t.Shape {
		b = binary.LittleEndian.AppendUint32(b, uint32(d))
	}
	b = slices.Grow(b, 4*len(t.t.Data))
	for _, v := range t.t.Data {
		bits := math.Float32bits(v)
		if v != v {
			bits = 0x7fc00000 // processors differ in the bits of what is not a number
		}
		b = binary.LittleEndian.AppendUint32(b, bits)
	}
	return b
}

// Save writes parameters and running statistics, with a checksum. The structure is not part of it: Load needs a network
// that was built in the same way. See SaveTraining for what an optimizer remembers.
func (n *Net) Save(w io.Writer) error {
	body := n.encode()
	sum := sha256.Sum256(body)
	if _, err := w.Write(append(body, sum[:]...)); err != nil {
		return fmt.Errorf("save network: %w", err)
	}
	return nil
}

// Load reads what Save wrote into a network of the same structure. It returns an error that says so when the file is cut
// short, damaged, no saved network, or that of another network, and then names the first layer that differs. On an error
// the network is as before.
func (n *Net) Load(r io.Reader) error {
	file, err := io.ReadAll(io.LimitReader(r, saveLimit+1))
	if err != nil {
		return fmt.Errorf("load network: %w", err)
	}
	if err := n.load(file); err != nil {
		return fmt.Errorf("load network: %w", err)
	}
	return nil
}

func (n *Net) load(file []byte) error {
	saved, err := decodeNet(file)
	if err != nil {
		return err
	}
	n.settle("Net.Load")
	mine := n.tensors()
	if problem := compareTensors(saved, mine, "the file", n.String()); problem != "" {
		return errors.New(problem)
	}
	for i, t := range mine {
		copy(t.t.Data, saved[i].t.Data)
	}
	return nil
}

// decodeNet reads the tensors of a file.
func decodeNet(file []byte) ([]named, error) {
	if !bytes.HasPrefix(file, []byte(saveMagic)) {
		return nil, errors.New("this is not a saved network")
	}
	if len(file) > saveLimit {
		return nil, fmt.Errorf("the file is larger than %d MB", saveLimit>>20)
	}
	d := decoder{rest: file[len(saveMagic):]}
	if v := d.number(); !d.short && v != saveVersion {
		return nil, fmt.Errorf("the file has version %d, and this program knows version %d", v, saveVersion)
	}
	all, err := d.tensors()
	switch {
	case d.short:
		return nil, fmt.Errorf("the file ends after %d bytes, in the middle: it was cut short, or it is damaged", len(file))
	case err != nil:
		return nil, err
	}
	body := file[:len(file)-len(d.rest)]
	if sum := sha256.Sum256(body); !bytes.Equal(sum[:], d.rest) {
		return nil, errors.New("the checksum is wrong: the file is damaged")
	}
	return all, nil
}

// decoder reads numbers and texts from the beginning of a file.
type decoder struct {
	rest  []byte
	short bool // the file ended before what it announces
}

func (d *decoder) take(n int) []byte {
	if d.short || n < 0 || n > len(d.rest) {
		d.short = true
		return nil
	}
	b := d.rest[:n]
	d.rest = d.rest[n:]
	return b
}

func (d *decoder) number() int {
	b := d.take(4)
	if b == nil {
		return 0
	}
	return int(binary.LittleEndian.Uint32(b))
}

// tensors reads the list of tensors; only the checksum should be left after it.
func (d *decoder) tensors() (all []named, err error) {
	for range d.number() {
		t := named{name: string(d.take(d.number())), t: &Tensor{}}
		axes := d.number()
		size := 1
		for range axes {
			if d.short {
				return nil, nil
			}
			n := d.number()
			if n > saveLimit || size*n > saveLimit {
				return nil, errors.New("the checksum is wrong: the file is damaged")
			}
			t.t.Shape = append(t.t.Shape, n)
			size *= n
		}
		values := d.take(4 * size)
		if d.short {
			return nil, nil
		}
		t.t.Data = make([]float32, size)
		for i := range t.t.Data {
			t.t.Data[i] = math.Float32frombits(binary.LittleEndian.Uint32(values[4*i:]))
		}
		all = append(all, t)
	}
	if len(d.rest) < sha256.Size {
		d.short = true
	}
	return all, nil
}

// compareTensors says where two networks differ in structure, or "" when they do not. source is where the first list comes
// from and dest the network of the second.
func compareTensors(a, b []named, source, dest string) string {
	for i, t := range b {
		if i == len(a) {
			return fmt.Sprintf("%s has no %s %s of %s", source, t.name, shapeText(t.t.Shape), dest)
		}
		if a[i].name != t.name {
			return fmt.Sprintf("%s has %s %s where %s has %s %s", source, a[i].name, shapeText(a[i].t.Shape), dest, t.name, shapeText(t.t.Shape))
		}
		if !slices.Equal(a[i].t.Shape, t.t.Shape) {
			return fmt.Sprintf("%s is %s in %s and %s in %s", t.name, shapeText(a[i].t.Shape), source, shapeText(t.t.Shape), dest)
		}
	}
	if len(a) > len(b) {
		return fmt.Sprintf("%s also has %s %s, which %s has not", source, a[len(b)].name, shapeText(a[len(b)].t.Shape), dest)
	}
	return ""
}
