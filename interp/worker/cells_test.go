package worker

import (
	"bytes"
	"cmp"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"quire/interp/frontend"
	"quire/notebook/output"
)

var update = flag.Bool("update", false, "rewrite the expected outcomes in testdata/cells")

// transcript runs the cells of a note in one engine, each as with error: true, and writes down what each printed and how
// it ended.
func transcript(t *testing.T, cells []string) string {
	t.Helper()
	var out bytes.Buffer
	e := NewEngine(EngineOptions{Seed: 1, Stdout: &out, Stderr: &out, Show: func(o output.Output) { fmt.Fprint(&out, "=> ", o.Plain()) }})
	for i, src := range cells {
		if i > 0 {
			fmt.Fprintln(&out, "---")
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		o := e.Run(ctx, frontend.Cell{Key: fmt.Sprint("c", i+1), Line: 1, Source: src})
		cancel()
		for _, p := range append(o.Problems, o.Hints...) {
			fmt.Fprintf(&out, "%d:%d: %s: %s\n", p.Line, p.Col, p.Severity, p.Message)
		}
		if p := o.Panic; p != nil {
			fmt.Fprintf(&out, "panic: %s\n", p.Message)
			for _, f := range p.Frames {
				fmt.Fprintf(&out, "\t%s %s:%d%s\n", cmp.Or(f.Func, "cell"), f.Cell, f.Line, times(f))
			}
		}
		if o.Exit != nil {
			fmt.Fprintf(&out, "exit %d\n", *o.Exit)
		}
		if o.Interrupted {
			fmt.Fprintln(&out, "interrupted")
		}
	}
	return out.String()
}

// TestCells runs the notes of testdata/cells/*.txt. A case is "=== name", cells separated by "---", a line ">>>" and the
// transcript.
func TestCells(t *testing.T) {
	skipUnderRace(t)
	files, err := filepath.Glob("testdata/cells/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("testdata/cells is missing: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var again strings.Builder
		for _, c := range strings.Split(string(text), "=== ")[1:] {
			name, rest, _ := strings.Cut(c, "\n")
			src, want, _ := strings.Cut(rest, ">>>\n")
			cells := strings.Split(src, "---\n")
			t.Run(name, func(t *testing.T) {
				got := transcript(t, cells)
				if got != want && !*update {
					t.Errorf("%s\ngot:\n%s\nwant:\n%s", src, got, want)
				}
				want = got
			})
			fmt.Fprintf(&again, "=== %s\n%s>>>\n%s", name, src, want)
		}
		if *update {
			if err := os.WriteFile(file, []byte(again.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// times is how a frame says that it stands for several activations.
func times(f output.Frame) string {
	if f.Times == 0 {
		return ""
	}
	return fmt.Sprint(" × ", f.Times)
}
