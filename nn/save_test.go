package nn

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// saved returns the file of a network.
func saved(t testing.TB, n *Net) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := n.Save(&file); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// signed gives a file the checksum of its content.
func signed(body []byte) []byte {
	sum := sha256.Sum256(body)
	return append(slices.Clone(body), sum[:]...)
}

func TestLoadSaysWhatIsWrong(t *testing.T) {
	mlp := func(sizes ...int) *Net { return NewMLP(MLP{Sizes: sizes, BatchNorm: true, Rand: NewRand(1)}) }
	file := saved(t, mlp(2, 3, 2))
	body := file[:len(file)-sha256.Size]
	flip := func(at int) []byte {
		f := slices.Clone(file)
		f[at] ^= 1
		return f
	}
	huge := binary.LittleEndian.AppendUint32([]byte(saveMagic), saveVersion)
	huge = binary.LittleEndian.AppendUint32(huge, 1<<31)
	shape := binary.LittleEndian.AppendUint32(huge[:12:12], 1)
	for _, n := range []uint32{0, 3, 1 << 30, 1 << 30, 1 << 30} {
		shape = binary.LittleEndian.AppendUint32(shape, n)
	}
	version := slices.Clone(body)
	version[8] = 9
	for _, c := range []struct {
		name string
		file []byte
		want string
	}{
		{"empty", nil, "this is not a saved network"},
		{"text", []byte("a text that is no network"), "this is not a saved network"},
		{"magic only", file[:8], "the file ends after 8 bytes, in the middle: it was cut short"},
		{"cut in the head", file[:15], "the file ends after 15 bytes"},
		{"cut in the values", body[:len(body)-3], "the file ends after"},
		{"cut in the checksum", file[:len(file)-1], "the file ends after"},
		{"longer", append(slices.Clone(file), 0), "the checksum is wrong: the file is damaged"},
		{"a value", flip(len(body) - 2), "the checksum is wrong: the file is damaged"},
		{"a name", flip(21), "the checksum is wrong: the file is damaged"},
		{"more tensors than bytes", huge, "the file ends after"},
		{"a shape without end", shape, "the file is damaged"},
		{"a version", signed(version), "the file has version 9, and this program knows version 1"},
		{"wider", saved(t, mlp(2, 4, 2)), "Affine1.W is (2, 4) in the file and (2, 3) in Net(2 → Affine1 → BatchNorm1 → ReLU1 → Affine2 → 2)"},
		{"deeper", saved(t, mlp(2, 3, 3, 2)), "Affine2.W is (3, 3) in the file and (3, 2) in Net(2"},
		{"more at the end", saved(t, mlp(2, 3, 2, 2)), "the file has BatchNorm2.gamma (2) where Net(2 →"},
		{"without batch norm", saved(t, NewMLP(MLP{Sizes: []int{2, 3, 2}, Rand: NewRand(1)})), "the file has Affine2.W (3, 2) where Net(2 → Affine1 → BatchNorm1 → ReLU1 → Affine2 → 2) has BatchNorm1.gamma (3)"},
	} {
		net := mlp(2, 3, 2)
		for _, p := range net.params {
			for i := range p.Value.Data {
				p.Value.Data[i] += 1
			}
		}
		before := net.Hash()
		err := net.Load(bytes.NewReader(c.file))
		if err == nil || !strings.HasPrefix(err.Error(), "load network: ") || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: Load gives %v, want %q", c.name, err, c.want)
		}
		if net.Hash() != before {
			t.Errorf("%s: a Load that failed changed the network", c.name)
		}
	}
}

func TestSaveFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "그물.net")
	net, other := deep(1), deep(2)
	if err := net.SaveFile(path); err != nil {
		t.Fatal(err)
	}
	if err := other.LoadFile(path); err != nil || other.Hash() != net.Hash() {
		t.Errorf("LoadFile: %v; equal: %v", err, other.Hash() == net.Hash())
	}
	missing := filepath.Join(dir, "missing", "a.net")
	if err := net.LoadFile(missing); !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), missing) {
		t.Errorf("LoadFile of no file gives %v", err)
	}
	if err := net.SaveFile(missing); !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), missing) {
		t.Errorf("SaveFile into no folder gives %v", err)
	}
	if err := os.WriteFile(path, []byte("quirenet"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := net.LoadFile(path); err == nil || !strings.HasPrefix(err.Error(), path+": load network: the file ends after 8 bytes") {
		t.Errorf("LoadFile of a cut file gives %v", err)
	}
	failed := errors.New("the disk is full")
	err := replaceFile(path, func(io.Writer) error { return failed })
	if !errors.Is(err, failed) {
		t.Errorf("a failed write gives %v", err)
	}
	if b, err := os.ReadFile(path); err != nil || string(b) != "quirenet" {
		t.Errorf("after a failed write the old file holds %q (%v)", b, err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("a failed write leaves %v (%v)", entries, err)
	}
}

// FuzzLoad: whatever a file holds, a network loads it or stays as it was.
func FuzzLoad(f *testing.F) {
	build := func() *Net { return NewMLP(MLP{Sizes: []int{2, 3, 2}, BatchNorm: true, Rand: NewRand(1)}) }
	file := saved(f, build())
	f.Add(file)
	f.Add(file[:30])
	f.Add(file[:len(file)-sha256.Size])
	f.Add(saved(f, NewMLP(MLP{Sizes: []int{3, 2}, Rand: NewRand(1)})))
	f.Fuzz(func(t *testing.T, content []byte) {
		for _, file := range [][]byte{content, signed(content)} { // a right checksum lets the content through
			net := build()
			before := net.Hash()
			err := net.Load(bytes.NewReader(file))
			if err != nil && net.Hash() != before {
				t.Errorf("Load failed (%v) and changed the network", err)
			}
			if err == nil && !bytes.Equal(saved(t, net), file) && !bytes.Contains(file, []byte{0xff}) {
				t.Error("what was loaded is not what is saved again")
			}
		}
	})
}
