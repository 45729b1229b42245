package nn

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"math"
)

// The file of a network, all numbers little-endian:
//
//	"quirenet" and version 1 (uint32)
//	number of tensors (uint32): parameters, then running statistics, in the order of the layers
//	for each: length of the name (uint32), name, axes (uint32), shape (uint32 each), values (float32)
//	SHA-256 of everything before (32 bytes)
const (
	saveMagic   = "quirenet"
	saveVersion = 1
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
	for i, l := range n.layers {
		if s, ok := l.(Stateful); ok {
			for k, t := range s.State() {
				all = append(all, named{fmt.Sprintf("%s.state%d", n.names[i], k), t})
			}
		}
	}
	return all
}

// Hash returns the SHA-256 of all parameters and running statistics in hexadecimal: equal networks have equal hashes.
func (n *Net) Hash() string {
	sum := sha256.Sum256(n.encode())
	return hex.EncodeToString(sum[:])
}

func (n *Net) encode() []byte {
	var b bytes.Buffer
	put := func(v int) { b.Write(binary.LittleEndian.AppendUint32(nil, uint32(v))) }
	b.WriteString(saveMagic)
	put(saveVersion)
	all := n.tensors()
	put(len(all))
	for _, t := range all {
		put(len(t.name))
		b.WriteString(t.name)
		put(len(t.t.Shape))
		for _, d := range t.t.Shape {
			put(d)
		}
		values := make([]byte, 0, 4*len(t.t.Data))
		for _, v := range t.t.Data {
			bits := math.Float32bits(v)
			if v != v {
				bits = 0x7fc00000 // processors differ in the bits of what is not a number
			}
			values = binary.LittleEndian.AppendUint32(values, bits)
		}
		b.Write(values)
	}
	return b.Bytes()
}

// Save writes parameters and running statistics, with a checksum.
func (n *Net) Save(w io.Writer) error {
	body := n.encode()
	sum := sha256.Sum256(body)
	if _, err := w.Write(append(body, sum[:]...)); err != nil {
		return fmt.Errorf("save network: %w", err)
	}
	return nil
}

// Load reads what Save wrote into a network of the same structure. On an error the network is as before.
func (n *Net) Load(r io.Reader) error {
	all := n.tensors()
	size := len(n.encode())
	file, err := io.ReadAll(io.LimitReader(r, int64(size)+sha256.Size+1))
	if err != nil {
		return fmt.Errorf("load network: %w", err)
	}
	if !bytes.HasPrefix(file, []byte(saveMagic)) {
		return fmt.Errorf("load network: this is not a saved network")
	}
	if len(file) < size+sha256.Size {
		return fmt.Errorf("load network: the file ends after %d of %d bytes, or it is another network", len(file), size+sha256.Size)
	}
	body := file[:size]
	if sum := sha256.Sum256(body); len(file) != size+sha256.Size || !bytes.Equal(sum[:], file[size:]) {
		return fmt.Errorf("load network: the checksum is wrong: the file is damaged, or it is another network than %v", n)
	}
	return n.decode(body, all)
}

// decode fills the tensors from a body whose checksum is right.
func (n *Net) decode(body []byte, all []named) error {
	want := n.encode()
	at := len(saveMagic) + 8
	var places []int
	for _, t := range all {
		head := 8 + len(t.name) + 4*len(t.t.Shape)
		if !bytes.Equal(body[at:at+head], want[at:at+head]) {
			return fmt.Errorf("load network: the file holds another network than %v: %s %s is not where it should be", n, t.name, shapeText(t.t.Shape))
		}
		places = append(places, at+head)
		at += head + 4*len(t.t.Data)
	}
	for k, t := range all {
		for i := range t.t.Data {
			t.t.Data[i] = math.Float32frombits(binary.LittleEndian.Uint32(body[places[k]+4*i:]))
		}
	}
	return nil
}
