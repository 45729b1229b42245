package symbols

import (
	"bytes"
	"reflect"
	"slices"
	"testing"

	"github.com/traefik/yaegi/interp"
)

// eval runs a program with all tables and returns what it printed.
func eval(t *testing.T, src string) string {
	t.Helper()
	var out bytes.Buffer
	i := interp.New(interp.Options{Stdout: &out, Stderr: &out})
	if err := i.Use(Exports()); err != nil {
		t.Fatal(err)
	}
	if _, err := i.Eval(src); err != nil {
		t.Fatalf("%v in\n%s", err, src)
	}
	return out.String()
}

func TestPrograms(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{
			"constants", `package main
import ("fmt"; "math"; "os"; "time"; "runtime")
func main() { fmt.Println(math.MaxInt64, math.Pi, uint64(math.MaxUint64), string(os.PathSeparator) != "", time.Second, runtime.GOOS != "") }`,
			"9223372036854775807 3.141592653589793 18446744073709551615 true 1s true\n",
		},
		{"names of 1.26", `package main
import ("fmt"; "strings"; "sync")
func main() {
	var wg sync.WaitGroup
	n := 0
	wg.Go(func() { n = 7 })
	wg.Wait()
	strings.Lines("a\nb\n")(func(l string) bool { n++; return true })
	fmt.Println(n)
}`, "9\n"},
		{"gonum", `package main
import ("fmt"; "gonum.org/v1/gonum/mat"; "gonum.org/v1/gonum/stat")
func main() {
	a := mat.NewDense(2, 2, []float64{1, 2, 3, 4})
	fmt.Println(mat.Det(a) < -1.99, stat.Mean([]float64{1, 2, 6}, nil))
}`, "true 3\n"},
		{"a reader that copies itself", `package main
import ("fmt"; "io"; "os"; "strings")
type R struct{ said bool }
func (r *R) Read(p []byte) (int, error) { return 0, io.EOF }
func (r *R) WriteTo(w io.Writer) (int64, error) { fmt.Print("WriteTo "); return 0, nil }
func main() { var b strings.Builder; io.Copy(&b, &R{}); fmt.Println(os.Args != nil) }`, "WriteTo true\n"},
		{"a plotter with a range of its own", `package main
import ("fmt"; "gonum.org/v1/plot"; "gonum.org/v1/plot/vg/draw")
type P struct{}
func (P) Plot(c draw.Canvas, p *plot.Plot) {}
func (P) DataRange() (xmin, xmax, ymin, ymax float64) { return -3, 3, 0, 9 }
func main() { p := plot.New(); var me plot.Plotter = P{}; p.Add(me); fmt.Println(p.X.Min, p.Y.Max) }`, "-3 9\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := eval(t, c.src); got != c.want {
				t.Errorf("printed %q, want %q", got, c.want)
			}
		})
	}
}

func TestPackages(t *testing.T) {
	all := Packages()
	if !slices.IsSorted(all) {
		t.Error("Packages() is not sorted")
	}
	for _, p := range []string{"fmt", "math/rand/v2", "gonum.org/v1/gonum/mat", "gonum.org/v1/plot/plotter"} {
		if !slices.Contains(all, p) {
			t.Errorf("Packages() lacks %s", p)
		}
	}
	for _, p := range []string{"unsafe", "syscall", "os/exec", "plugin"} {
		if slices.Contains(all, p) {
			t.Errorf("Packages() has %s", p)
		}
	}
	name, symbols, ok := Package("math/rand/v2")
	if !ok || name != "rand" || symbols["Perm"].Kind() != reflect.Func {
		t.Errorf("Package(math/rand/v2) = %q, …, %v, Perm is a %v", name, ok, symbols["Perm"].Kind())
	}
	if _, _, ok := Package("unsafe"); ok {
		t.Error("Package(unsafe) is there")
	}
	if _, symbols, _ := Package("os"); symbols["StartProcess"].IsValid() {
		t.Error("os has StartProcess")
	}
}

// TestComposed checks that wrappers come richest first and begin with the value that they wrap, as the interpreter needs.
func TestComposed(t *testing.T) {
	mapTypes := Exports()["."]["MapTypes"].Interface().(map[reflect.Value][]reflect.Type)
	count := 0
	for key, wrappers := range mapTypes {
		if key.Kind() != reflect.Pointer {
			continue
		}
		count++
		for i, w := range wrappers {
			if w.Field(0).Name != "IValue" {
				t.Errorf("%v begins with %s", w, w.Field(0).Name)
			}
			if i > 0 && w.NumField() > wrappers[i-1].NumField() {
				t.Errorf("%v comes after the poorer %v", w, wrappers[i-1])
			}
		}
	}
	if count < 4 {
		t.Errorf("%d interfaces have composed wrappers, want at least 4", count)
	}
}

func BenchmarkExports(b *testing.B) {
	for b.Loop() {
		for _, t := range tables {
			t.symbols()
		}
	}
}
