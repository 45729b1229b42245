package reports

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"quire/interp/frontend"
	"quire/notebook"
	"quire/notebook/output"
)

// prelude is what a report's program needs beside its cells: it writes down what they show.
const prelude = `package main

import (
	"fmt"

	"quire/nn"
	"quire/notebook/output"
	"quire/notebook/show"
)

func main() {
	show.SetSink(put)
	cells()
}

func begin(key string) {
	nn.SeedDefault(seed, key)
	fmt.Printf("== %s\n", key)
}

func display(values ...any) {
	for _, v := range values {
		if o := show.Value(v); o != nil {
			put(o)
		}
	}
}

func put(o output.Output) {
	switch o := o.(type) {
	case *output.Progress:
	case *output.Text:
		fmt.Print(o.Data)
	default:
		h := output.NewHasher()
		h.Add(o)
		fmt.Println("=>", o.Kind(), h.Sum())
	}
}
`

// TestCompiled compiles every report as one program. The compiled program prints and shows, bit for bit, what the
// interpreted note does.
func TestCompiled(t *testing.T) {
	goTool, err := exec.LookPath("go")
	if err != nil {
		t.Skip("there is no go command")
	}
	for _, name := range notes(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := run(t, name, short[name])
			var cells []frontend.Cell
			for i, c := range r.Note.Cells {
				if r.Results.Cells[i].Status == notebook.StatusOK {
					cells = append(cells, frontend.Cell{Key: c.Key, Line: c.Line, Source: c.Source})
				}
			}
			var params []frontend.Param
			for _, p := range r.Note.Meta.Params {
				params = append(params, frontend.Param{Name: p.Name, Value: p.Value})
			}
			source, err := frontend.Program(params, cells)
			if err != nil {
				t.Fatal(err)
			}
			binary := build(t, goTool, map[string][]byte{
				"cells.go":   source,
				"prelude.go": []byte(strings.Replace(prelude, "seed,", fmt.Sprintf("%d,", r.Note.Meta.Seed), 1)),
			})
			var stderr bytes.Buffer
			cmd := exec.CommandContext(t.Context(), binary)
			cmd.Stderr = &stderr
			got, err := cmd.Output()
			if err != nil {
				t.Fatalf("%v\n%s", err, stderr.Bytes())
			}
			if want := shown(r); string(got) != want {
				t.Errorf("the compiled report and the interpreted one differ: %s", firstDifference(string(got), want))
			}
		})
	}
}

// build compiles a program that can import what the module has.
func build(t *testing.T, goTool string, files map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	here, err := filepath.Abs("compiled")
	if err != nil {
		t.Fatal(err)
	}
	replace := map[string]string{}
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, text, 0o644); err != nil {
			t.Fatal(err)
		}
		replace[filepath.Join(here, name)] = path
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "overlay.json"), overlay, 0o644); err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(dir, "program.exe")
	cmd := exec.CommandContext(t.Context(), goTool, "build", "-overlay", filepath.Join(dir, "overlay.json"), "-o", binary, "quire/reports/compiled")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s\n%s", err, out, files["cells.go"])
	}
	return binary
}

// shown is what the program of a report prints.
func shown(r *notebook.Report) string {
	var b strings.Builder
	for _, c := range r.Results.Cells {
		if c.Status != notebook.StatusOK {
			continue
		}
		fmt.Fprintf(&b, "== %s\n", c.Key)
		for _, o := range c.Outputs {
			if text, ok := o.(*output.Text); ok {
				b.WriteString(text.Data)
				continue
			}
			h := output.NewHasher()
			h.Add(o)
			fmt.Fprintln(&b, "=>", o.Kind(), h.Sum())
		}
	}
	return b.String()
}

func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("line %d is %q, want %q", i+1, a[i], b[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(a), len(b))
}
