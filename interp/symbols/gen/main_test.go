package main

import (
	"os"
	"runtime"
	"strings"
	"testing"
)

// TestFresh fails where a table is not what the generator would write now.
func TestFresh(t *testing.T) {
	mod, err := os.ReadFile("../../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(mod), "\n"+strings.Replace(runtime.Version(), "go", "go ", 1)+"\n") {
		t.Skipf("what is generated is that of another Go than %s", runtime.Version())
	}
	if testing.Short() {
		t.Skip("asks the go command for the export data of 200 packages")
	}
	if err := run("", nil, true); err != nil {
		t.Error(err)
	}
}

func TestSources(t *testing.T) {
	got := map[string]source{}
	for _, s := range sources([]string{"fmt", "os", "os/exec", "unsafe", "internal/abi", "vendor/x", "debug/elf", "log/syslog", "crypto/internal/x"}) {
		got[s.path] = s
	}
	for _, p := range []string{"fmt", "os", "log/syslog", "gonum.org/v1/gonum/mat", "quire/nn"} {
		if _, ok := got[p]; !ok {
			t.Errorf("cells do not get %s", p)
		}
	}
	for _, p := range []string{"os/exec", "unsafe", "internal/abi", "vendor/x", "debug/elf", "crypto/internal/x"} {
		if _, ok := got[p]; ok {
			t.Errorf("cells get %s", p)
		}
	}
	if !got["log/syslog"].unix {
		t.Error("log/syslog has no build constraint, and Windows lacks it")
	}
	if w := strings.Join(got["os"].withheld, " "); !strings.Contains(w, "StartProcess") {
		t.Errorf("of os, cells are denied %q, want StartProcess among them", w)
	}
}

func TestFileName(t *testing.T) {
	for path, want := range map[string]string{
		"math/rand/v2":              "math_rand_v2.go",
		"net/http/httptest":         "net_http_httptest.go",
		"example/test":              "example_test_pkg.go",
		"example/linux":             "example_linux_pkg.go",
		"gonum.org/v1/plot/plotter": "plot_plotter.go",
	} {
		if got := fileName(path); got != want {
			t.Errorf("fileName(%q) = %q, want %q", path, got, want)
		}
	}
}
