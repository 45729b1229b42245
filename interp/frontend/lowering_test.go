package frontend_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"quire/interp/frontend"
	"quire/interp/library"
	"quire/interp/worker"
)

var oracle = flag.Bool("oracle", false, "rewrite the expected output in testdata/lowering with what the go command prints")

// A lowering is a case of testdata/lowering: a program, or statements that are one in func main, and what it prints.
type lowering struct{ name, src, want string }

// readLowerings reads a file of cases. A case is "=== name", the source, a line ">>>" and the output. The output of a
// program that panics ends with the panic and its line.
func readLowerings(t *testing.T, file string) []lowering {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var list []lowering
	for _, c := range strings.Split("\n"+string(text), "\n=== ")[1:] {
		name, rest, _ := strings.Cut(c, "\n")
		src, want, ok := strings.Cut(rest, "\n>>>")
		if !ok && !*oracle {
			t.Fatalf("%s: case %q has no expected output", file, name)
		}
		want = ended(strings.TrimPrefix(want, "\n"))
		list = append(list, lowering{name, strings.TrimRight(src, "\n") + "\n", want})
	}
	return list
}

var hasMain = regexp.MustCompile(`(?m)^func main\(`)

// program returns the whole program of a case: with its package clause, the imports that it needs, and main.
func (c lowering) program(t *testing.T) string {
	t.Helper()
	body := c.src
	if !hasMain.MatchString(body) {
		body = "func main() {\n" + body + "}\n"
	}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, c.name, "package main\n"+body, 0)
	if err != nil {
		t.Fatalf("%s: %v", c.name, err)
	}
	free := map[*ast.Ident]bool{}
	for _, id := range f.Unresolved {
		free[id] = true
	}
	var paths []string
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := s.X.(*ast.Ident); ok && free[id] {
				if p, ok := library.Guess(id.Name); ok {
					paths = append(paths, fmt.Sprintf("import %q;", p))
				}
			}
		}
		return true
	})
	slices.Sort(paths)
	return "package main; " + strings.Join(slices.Compact(paths), " ") + " " + body
}

// run returns what a cell prints, and how it ends when that is not well.
func run(t *testing.T, src string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	var out bytes.Buffer
	o := worker.NewEngine(worker.EngineOptions{Seed: 1, Stdout: &out, Stderr: &out}).Run(ctx, frontend.Cell{Key: "case", Line: 1, Source: src})
	for _, p := range o.Problems {
		fmt.Fprintf(&out, "%s on line %d: %s\n", p.Severity, p.Line, p.Message)
	}
	if p := o.Panic; p != nil {
		fmt.Fprintf(&out, "panic: %s", p.Message)
		if len(p.Frames) > 0 {
			fmt.Fprintf(&out, " (line %d)", p.Frames[0].Line)
		}
		fmt.Fprintln(&out)
	}
	if o.Interrupted {
		fmt.Fprintln(&out, "does not end")
	}
	return ended(out.String())
}

// ended is output with an end to its last line.
func ended(text string) string {
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	return text
}

// TestLowerings runs the cases of testdata/lowering, each as a program and, where it is a list of statements, as a plain cell too.
func TestLowerings(t *testing.T) {
	if raceDetector {
		t.Skip("goroutines of cells share the marker of the line")
	}
	files, err := filepath.Glob("testdata/lowering/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, file := range files {
		cases := readLowerings(t, file)
		if *oracle {
			rewrite(t, file, cases)
		}
		for _, c := range cases {
			total++
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txt")+"/"+c.name, func(t *testing.T) {
				if got := run(t, c.program(t)); got != c.want {
					t.Errorf("%s\nprogram prints:\n%s\nwant:\n%s", c.src, got, c.want)
				}
				if hasMain.MatchString(c.src) || strings.Contains(c.want, "panic: ") {
					return
				}
				if got := run(t, c.src); got != c.want {
					t.Errorf("%s\ncell prints:\n%s\nwant:\n%s", c.src, got, c.want)
				}
			})
		}
	}
	if total < 150 {
		t.Errorf("only %d cases", total)
	}
}

// notGo are files whose lowerings no program shows: they mark cells and give them their stream of random numbers.
var notGo = []string{"source.go", "volatile.go"}

var lowers = regexp.MustCompile(`(?m)^func \(f \*fn\)`)

// TestEveryLoweringHasCases wants a file of cases beside every file that lowers.
func TestEveryLoweringHasCases(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !lowers.Match(text) || slices.Contains(notGo, file) {
			continue
		}
		if _, err := os.Stat(filepath.Join("testdata", "lowering", strings.TrimSuffix(file, ".go")+".txt")); err != nil {
			t.Errorf("%s has no cases: %v", file, err)
		}
	}
}

// rewrite runs the cases with the go command and writes the file anew.
func rewrite(t *testing.T, file string, cases []lowering) {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module cases\n\ngo 1.26\n")
	for i, c := range cases {
		write(fmt.Sprintf("c%d/main.go", i), c.program(t))
	}
	build := exec.Command("go", "build", "-o", "bin/", "./...")
	build.Dir = dir
	if text, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", file, err, text)
	}
	var again strings.Builder
	for i := range cases {
		cases[i].want = compiled(t, filepath.Join(dir, "bin", fmt.Sprintf("c%d", i)))
		fmt.Fprintf(&again, "=== %s\n%s>>>\n%s", cases[i].name, cases[i].src, cases[i].want)
	}
	if err := os.WriteFile(file, []byte(again.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

var (
	panicLine = regexp.MustCompile(`(?m)^panic: (.*)$`)
	placeLine = regexp.MustCompile(`main\.go:(\d+)`)
)

// compiled runs a compiled case.
func compiled(t *testing.T, program string) string {
	t.Helper()
	cmd := exec.Command(program)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if err == nil {
		return ended(out.String() + errs.String())
	}
	var exit *exec.ExitError
	m, at := panicLine.FindStringSubmatch(errs.String()), placeLine.FindStringSubmatch(errs.String())
	if !errors.As(err, &exit) || m == nil || at == nil {
		t.Fatalf("%s: %v\n%s", program, err, errs.String())
	}
	return fmt.Sprintf("%spanic: %s (line %s)\n", out.String(), m[1], at[1])
}
