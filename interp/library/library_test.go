package library

import (
	"bytes"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestImport(t *testing.T) {
	m := NewImporter()
	for _, tt := range []struct{ path, name, want string }{
		{"fmt", "Println", "func fmt.Println(a ...any) (n int, err error)"},
		{"gonum.org/v1/gonum/stat", "Mean", "func gonum.org/v1/gonum/stat.Mean(x []float64, weights []float64) float64"},
		{"gonum.org/v1/plot/plotter", "XYs", "type gonum.org/v1/plot/plotter.XYs []gonum.org/v1/plot/plotter.XY"},
		{"math/rand/v2", "N", "func math/rand/v2.N[Int math/rand/v2.intType](n Int) Int"},
		{"sync", "WaitGroup", "type sync.WaitGroup struct{noCopy sync.noCopy; state sync/atomic.Uint64; sema uint32}"},
	} {
		pkg, err := m.Import(tt.path)
		if err != nil {
			t.Fatal(err)
		}
		obj := pkg.Scope().Lookup(tt.name)
		if obj == nil {
			t.Errorf("%s.%s: not there", tt.path, tt.name)
			continue
		}
		if got := types.ObjectString(obj, nil); got != tt.want {
			t.Errorf("%s.%s = %s, want %s", tt.path, tt.name, got, tt.want)
		}
	}
	a, _ := m.Import("io")
	b, _ := m.Import("bufio")
	r := a.Scope().Lookup("Reader").Type()
	if p := b.Scope().Lookup("NewReader").Type().(*types.Signature).Params().At(0).Type(); !types.Identical(p, r) {
		t.Errorf("bufio.NewReader takes %v, want io.Reader of the same importer", p)
	}
	if _, err := m.Import("example.com/none"); err == nil || err.Error() != "package example.com/none is not bundled with Quire" {
		t.Errorf("unknown package: error %v", err)
	}
}

func TestGuess(t *testing.T) {
	for name, want := range map[string]string{"fmt": "fmt", "rand": "math/rand", "mat": "gonum.org/v1/gonum/mat", "plotter": "gonum.org/v1/plot/plotter", "template": "text/template", "nosuch": ""} {
		if got, _ := Guess(name); got != want {
			t.Errorf("Guess(%q) = %q, want %q", name, got, want)
		}
	}
}

// TestFresh generates the data again and compares.
func TestFresh(t *testing.T) {
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(mod), "\n"+strings.Replace(runtime.Version(), "go", "go ", 1)+"\n") {
		t.Skipf("what is generated is that of another Go than %s", runtime.Version())
	}
	if testing.Short() {
		t.Skip("runs the go command for half a minute")
	}
	out := t.TempDir()
	if text, err := exec.Command("go", "run", "./gen", "-o", out).CombinedOutput(); err != nil {
		t.Fatalf("go run ./gen: %v\n%s", err, text)
	}
	for name, embedded := range map[string][]byte{"types.bin": data, "docs.bin": docData} {
		got, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, embedded) {
			t.Errorf("%s is stale: run go generate ./interp/library (%d bytes here, %d bytes embedded)", name, len(got), len(embedded))
		}
	}
}

// TestNoPaths looks for folders of the machine that generated the data.
func TestNoPaths(t *testing.T) {
	for _, name := range Paths() {
		text, err := index().read(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range []string{"/root/", "/home/", "/usr/", "/tmp/", "/work"} {
			if i := bytes.Index(text, []byte(s)); i >= 0 {
				t.Errorf("%s contains %q", name, text[max(0, i-20):min(len(text), i+40)])
			}
		}
	}
}

func TestDoc(t *testing.T) {
	for _, tt := range []struct{ path, name, want string }{
		{"fmt", "Println", "Println formats using the default formats for its operands and writes to standard output."},
		{"strings", "Builder.WriteString", "WriteString appends the contents of s to b's buffer."},
		{"io", "Reader.Read", ""},
		{"net/http", "Server.Addr", "Addr optionally specifies the TCP address for the server to listen on,"},
		{"math", "Pi", "https://oeis.org/A000796"},
		{"quire/nn", "Affine.Forward", "Forward "},
		{"gonum.org/v1/gonum/mat", "Dense", "Dense is a dense matrix representation."},
		{"sort", "", "Package sort provides primitives for sorting slices and user-defined collections."},
		{"fmt", "NoSuchName", ""},
		{"example.com/none", "X", ""},
	} {
		if got := Doc(tt.path, tt.name); !strings.HasPrefix(got, tt.want) || tt.want == "" && got != "" {
			t.Errorf("Doc(%q, %q) = %q, want %q…", tt.path, tt.name, got, tt.want)
		}
	}
}
