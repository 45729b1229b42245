package main

import (
	"os"
	"runtime"
	"strings"
	"testing"
)

// TestFresh fails where a copy is not what the generator would write now: Go has another version, or a copy was edited.
func TestFresh(t *testing.T) {
	mod, err := os.ReadFile("../../../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(mod), "\n"+strings.Replace(runtime.Version(), "go", "go ", 1)+"\n") {
		t.Skipf("what is generated is that of another Go than %s", runtime.Version())
	}
	if err := run(true); err != nil {
		t.Error(err)
	}
}
