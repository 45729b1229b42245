package worker

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"quire/interp/frontend"
)

// noteMain runs the notes that it imports, one after the other.
const noteMain = `package main

import (
	"fmt"
	"os"
	"runtime/debug"
%s)

func main() {
	for i, run := range []func(){%s} {
		fmt.Printf("=== %%d\n", i)
		func() {
			defer func() {
				if r := recover(); r != nil {
					fmt.Printf("panic: %%v\n%%s", r, debug.Stack())
				}
			}()
			run()
		}()
		os.Stdout.Sync()
	}
}
`

// notePrelude is what a note's program needs beside its cells: it writes the transcript.
const notePrelude = `package %s

import (
	fmts "fmt"

	outputs "quire/notebook/output"
	shows "quire/notebook/show"
)

func Run() {
	shows.SetSink(put)
	cells()
}

var begun bool

func begin(string) {
	if begun {
		fmts.Println("---")
	}
	begun = true
}

func display(values ...any) {
	for _, v := range values {
		if v == nil {
			fmts.Println("=> <nil>")
		}
		if o := shows.Value(v); o != nil {
			put(o)
		}
	}
}

func put(o outputs.Output) { fmts.Print("=> ", o.Plain()) }
`

// unlike are cases whose compiled program does not do what the note does, by design.
var unlike = map[string]string{
	"redefinition.txt/type_method_redefined_only":               "a method that is declared again replaces the first one",
	"reflection.txt/a method of a later cell is seen":           "a late method belongs to its type from its cell on",
	"notes.txt/embedded types and promoted methods over cells":  "a late method belongs to its type from its cell on",
	"encodings.txt/a method of a later cell":                    "a late method belongs to its type from its cell on",
	"notes.txt/late methods make a type implement an interface": "a late method belongs to its type from its cell on",
	"language.txt/maps range in sorted order":                   "Go's order is random",
	"language.txt/distributions draw from the cell's stream":    "Go's numbers are random",
}

// A writtenNote is a case of testdata/cells.
type writtenNote struct {
	name  string
	cells []string
	want  string
}

var (
	hintLine = regexp.MustCompile(`(?m)^\d+:\d+: hint: .*\n`)
	troubled = regexp.MustCompile(`(?m)^(\d+:\d+: (error|refused): |panic: |exit |interrupted|panic in a goroutine)`)
)

// TestCellsCompiled compiles the notes of testdata/cells that run without trouble. The compiler's programs print what the
// transcripts say.
func TestCellsCompiled(t *testing.T) {
	if os.Getenv("QUIRE_SOAK") == "" {
		t.Skip("long: set QUIRE_SOAK=1")
	}
	goTool, err := exec.LookPath("go")
	if err != nil {
		t.Skip("there is no go command")
	}
	var batch []writtenNote
	var sources [][]byte
	skipped := 0
	for _, n := range writtenNotes(t) {
		if troubled.MatchString(n.want) || strings.Contains(n.want, "declared and not used") || unlike[n.name] != "" {
			skipped++
			continue
		}
		var cells []frontend.Cell
		for i, src := range n.cells {
			cells = append(cells, frontend.Cell{Key: fmt.Sprint("c", i+1), Line: 1, Source: src})
		}
		source, err := frontend.Program(nil, cells)
		if err != nil {
			t.Logf("%s: %v", n.name, err)
			skipped++
			continue
		}
		n.want = hintLine.ReplaceAllString(n.want, "")
		batch, sources = append(batch, n), append(sources, source)
	}
	got := compileNotes(t, goTool, sources)
	for i, n := range batch {
		if got[i] != n.want {
			t.Errorf("%s\n%s\ncompiled:\n%s\ntranscript:\n%s", n.name, strings.Join(n.cells, "---\n"), got[i], n.want)
		}
	}
	t.Logf("%d notes compared, %d left out", len(batch), skipped)
}

// writtenNotes reads the cases of testdata/cells.
func writtenNotes(t *testing.T) []writtenNote {
	t.Helper()
	files, err := filepath.Glob("testdata/cells/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("testdata/cells is missing: %v", err)
	}
	var notes []writtenNote
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range strings.Split(string(text), "=== ")[1:] {
			name, rest, _ := strings.Cut(c, "\n")
			src, want, _ := strings.Cut(rest, ">>>\n")
			notes = append(notes, writtenNote{filepath.Base(file) + "/" + name, strings.Split(src, "---\n"), want})
		}
	}
	return notes
}

// compileNotes compiles programs as packages of one binary, and returns what each prints.
func compileNotes(t *testing.T, goTool string, sources [][]byte) []string {
	t.Helper()
	dir := t.TempDir()
	root, err := filepath.Abs("compiled")
	if err != nil {
		t.Fatal(err)
	}
	replace := map[string]string{}
	put := func(name, text string) {
		path := filepath.Join(dir, strings.ReplaceAll(name, "/", "_"))
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		replace[filepath.Join(root, filepath.FromSlash(name))] = path
	}
	var imports, runs strings.Builder
	for i, source := range sources {
		pkg := fmt.Sprintf("main_%d_", i)
		put(pkg+"/cells.go", "package "+pkg+strings.TrimPrefix(string(source), "package main"))
		put(pkg+"/prelude.go", fmt.Sprintf(notePrelude, pkg))
		fmt.Fprintf(&imports, "\t%q\n", "quire/interp/worker/compiled/"+pkg)
		fmt.Fprintf(&runs, "%s.Run, ", pkg)
	}
	put("main.go", fmt.Sprintf(noteMain, imports.String(), runs.String()))
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	put("overlay.json", string(overlay))
	binary := filepath.Join(dir, "notes.exe")
	build := exec.CommandContext(t.Context(), goTool, "build", "-overlay", filepath.Join(dir, "overlay.json"), "-o", binary, "quire/interp/worker/compiled")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var out bytes.Buffer
	run := exec.CommandContext(t.Context(), binary)
	run.Stdout, run.Stderr = &out, &out
	if err := run.Run(); err != nil {
		t.Errorf("%v\n%s", err, out.Bytes()[max(0, out.Len()-2000):])
	}
	got := make([]string, len(sources))
	for _, part := range strings.Split(out.String(), "=== ")[1:] {
		var i int
		head, text, _ := strings.Cut(part, "\n")
		if _, err := fmt.Sscan(head, &i); err == nil && i < len(got) {
			text = strings.ReplaceAll(text, fmt.Sprintf("quire/interp/worker/compiled/main_%d_.", i), "main.")
			got[i] = strings.ReplaceAll(text, fmt.Sprintf("main_%d_.", i), "main.")
		}
	}
	return got
}
