package portable

import (
	"bytes"
	"encoding/binary"
	"hash/fnv"
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/cpu"
)

// compiled are package math's own functions.
var compiled = map[string]any{
	"Acos": math.Acos, "Acosh": math.Acosh, "Asin": math.Asin, "Asinh": math.Asinh, "Atan": math.Atan, "Atan2": math.Atan2, "Atanh": math.Atanh,
	"Cbrt": math.Cbrt, "Cos": math.Cos, "Cosh": math.Cosh, "Erf": math.Erf, "Erfc": math.Erfc, "Erfcinv": math.Erfcinv, "Erfinv": math.Erfinv,
	"Exp": math.Exp, "Exp2": math.Exp2, "Expm1": math.Expm1, "Gamma": math.Gamma, "Hypot": math.Hypot, "J0": math.J0, "J1": math.J1, "Jn": math.Jn,
	"Lgamma": math.Lgamma, "Log": math.Log, "Log10": math.Log10, "Log1p": math.Log1p, "Log2": math.Log2, "Pow": math.Pow, "Sin": math.Sin,
	"Sincos": math.Sincos, "Sinh": math.Sinh, "Tan": math.Tan, "Tanh": math.Tanh, "Y0": math.Y0, "Y1": math.Y1, "Yn": math.Yn,
}

// call calls a function of either list and returns the bits of what it gives, all NaNs being one.
func call(f any, x, y float64) [2]uint64 {
	n := 0
	if m := math.Mod(y, 40); !math.IsNaN(m) {
		n = int(m)
	}
	switch f := f.(type) {
	case func(float64) float64:
		return [2]uint64{bitsOf(f(x))}
	case func(float64, float64) float64:
		return [2]uint64{bitsOf(f(x, y))}
	case func(int, float64) float64:
		return [2]uint64{bitsOf(f(n, x))}
	case func(float64) (float64, float64):
		a, b := f(x)
		return [2]uint64{bitsOf(a), bitsOf(b)}
	case func(float64) (float64, int):
		a, b := f(x)
		return [2]uint64{bitsOf(a), uint64(b)}
	}
	panic("a function of no known type")
}

func bitsOf(x float64) uint64 {
	if math.IsNaN(x) {
		return 0x7ff8000000000001
	}
	return math.Float64bits(x)
}

// arguments gives pairs of numbers: special values in all combinations, then pseudo-random ones, half of them of the
// size that is common, half of any bits.
func arguments(n int, do func(x, y float64)) {
	special := []float64{
		0, 1, 2, 3, 0.5, 0.25, 1e-9, 1e-300, 5e-324, 2.2250738585072014e-308, 2.2250738585072009e-308, 1e9, 1 << 52, 1<<53 + 2, 1e18, 1e300,
		math.MaxFloat64, math.Inf(1), math.NaN(), math.Pi, math.Pi / 2, math.Pi / 4, math.E, math.Ln2, 20, 709.782712893384, 709.7827128933841, 710, 745.1332191019411, 745.13321910194122,
		746, 708.3964185322641, 1074, 1023, 1024, math.Nextafter(1, 0), math.Nextafter(1, 2), 170.6, 171.7, 1 << 31, 4e9,
	}
	for _, x := range special {
		for _, y := range special {
			do(x, y)
			do(-x, y)
			do(x, -y)
			do(-x, -y)
		}
	}
	state := uint64(1)
	next := func() uint64 { // splitmix64
		state += 0x9e3779b97f4a7c15
		z := state
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		return z ^ z>>31
	}
	usual := func() float64 {
		b := next()
		e := int(b>>52&63) - 40 // magnitudes from 2⁻⁴⁰ to 2²³
		x := math.Ldexp(1+float64(b&(1<<52-1))/(1<<52), e)
		if b>>63 != 0 {
			x = -x
		}
		return x
	}
	for i := range n {
		if i%2 == 0 {
			do(usual(), usual())
		} else {
			do(math.Float64frombits(next()), math.Float64frombits(next()))
		}
	}
}

// TestBitsOfCompiledGo compares with package math on the processor whose bits we give.
func TestBitsOfCompiledGo(t *testing.T) {
	if runtime.GOARCH != "amd64" || !cpu.X86.HasFMA || !cpu.X86.HasAVX {
		t.Skip("package math gives other bits on this processor")
	}
	n := 100_000
	switch {
	case testing.Short():
		n = 20_000
	case os.Getenv("QUIRE_SOAK") != "":
		n = 2_000_000
	}
	for name, f := range Functions {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bad := 0
			arguments(n, func(x, y float64) {
				got, want := call(f, x, y), call(compiled[name], x, y)
				if got != want {
					if bad++; bad < 5 {
						t.Errorf("%s(%v, %v) = %x, compiled Go gives %x", name, x, y, got, want)
					}
				}
			})
			if bad > 0 {
				t.Errorf("%d of the results differ", bad)
			}
		})
	}
}

// TestSameBitsEverywhere compares a hash of results with the one that every processor must give.
func TestSameBitsEverywhere(t *testing.T) {
	const want = 0xf87bbcbdb2afd243
	// The results are those of every processor, whichever it is that runs the test.
	h := fnv.New64a()
	for _, name := range slices.Sorted(maps.Keys(Functions)) {
		arguments(20_000, func(x, y float64) {
			r := call(Functions[name], x, y)
			h.Write(binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(nil, r[0]), r[1]))
		})
	}
	if got := h.Sum64(); got != want {
		t.Errorf("the results have the hash %#x, want %#x", got, uint64(want))
	}
}

// TestFresh says that math.go is what the generator makes of the Go that runs the test.
func TestFresh(t *testing.T) {
	mod, err := os.ReadFile("../../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(mod), "\n"+strings.Replace(runtime.Version(), "go", "go ", 1)+"\n") {
		t.Skipf("what is generated is that of another Go than %s", runtime.Version())
	}
	if testing.Short() {
		t.Skip("runs the generator")
	}
	out := filepath.Join(t.TempDir(), "math.go")
	if text, err := exec.Command("go", "run", "gen.go", "-o", out).CombinedOutput(); err != nil {
		t.Fatalf("go run gen.go: %v\n%s", err, text)
	}
	got, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("math.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("math.go is not what the generator writes; run go generate")
	}
}
