package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestBuilt rebuilds the page's script from its sources and compares it with the committed one.
func TestBuilt(t *testing.T) {
	files, err := build(app())
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != 2 {
		t.Fatalf("the build gave %d files, want app.js and theme.js", len(files))
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join(page, name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("templates/page/%s (%d bytes) is not what its sources give (%d bytes): run `go run .` in templates/src", name, len(got), len(want))
		}
	}
}
