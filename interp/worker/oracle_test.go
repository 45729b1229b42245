package worker

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// The oracle is the real toolchain. Many programs are compiled into one binary, each as a package of its own, since a
// link costs more than a small program.

// A reference is what compiled Go does with a program. Error is the compiler's message when it does not compile, or says
// why there is nothing to compare with.
type reference struct {
	Output string // stdout and stderr in order, up to the report of a panic
	Panic  string // the first line of that
	Exit   int
	Error  string
}

// goCommand returns the go command, without which there is no oracle.
func goCommand(t testing.TB) string {
	t.Helper()
	path, err := exec.LookPath("go")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("no go command to compare with: ", err)
	}
	return path
}

var (
	programPackage = regexp.MustCompile(`(?m)^package main\b`)
	programMain    = regexp.MustCompile(`(?m)^func main\(\)`)
	compileError   = regexp.MustCompile(`(?m)^(?:\./)?(zprog\d+z)/[^:]+:(\d+(?::\d+)?: .*)$`)
)

// compiled runs programs, by name, as the toolchain compiles them.
func compiled(t testing.TB, programs map[string]string) map[string]reference {
	t.Helper()
	command := goCommand(t)
	dir := t.TempDir()
	names := slices.Sorted(maps.Keys(programs))
	packages := map[string]string{} // by name
	write := func(file, text string) {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, file)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module programs\n\ngo 1.26\n")
	for i, name := range names {
		packages[name] = fmt.Sprintf("zprog%dz", i)
		src := programPackage.ReplaceAllString(programs[name], "package "+packages[name])
		write(packages[name]+"/program.go", programMain.ReplaceAllString(src, "func Main()"))
	}
	out := map[string]reference{}
	binary := filepath.Join(dir, "programs.bin")
	for range 5 {
		var list, calls strings.Builder
		for _, name := range names {
			if out[name].Error == "" {
				fmt.Fprintf(&list, "\t%q\n", "programs/"+packages[name])
				fmt.Fprintf(&calls, "\tcase %q:\n\t\t%s.Main()\n", packages[name], packages[name])
			}
		}
		write("main.go", "package main\n\nimport (\n\t\"os\"\n"+list.String()+")\n\nfunc main() {\n\tp := os.Args[1]\n\tos.Args = os.Args[:1]\n\tswitch p {\n"+calls.String()+"\t}\n}\n")
		cmd := exec.Command(command, "build", "-o", binary, ".")
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off")
		text, err := cmd.CombinedOutput()
		if err == nil {
			runCompiled(t, binary, names, packages, out)
			return out
		}
		broken := compileError.FindAllStringSubmatch(string(text), -1)
		if len(broken) == 0 {
			t.Fatalf("go build: %v\n%s", err, text)
		}
		for _, m := range broken {
			for _, name := range names {
				if packages[name] == m[1] && out[name].Error == "" {
					out[name] = reference{Error: m[2]}
				}
			}
		}
	}
	t.Fatal("the programs do not compile")
	return nil
}

// runCompiled runs the programs of a binary, two at a time, and each twice: the order of a map shows.
func runCompiled(t testing.TB, binary string, names []string, packages map[string]string, out map[string]reference) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	slots := make(chan bool, 2)
	compile := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return out[name].Error != "" })
	for _, name := range compile {
		slots <- true
		wg.Go(func() { // ends with the program
			defer func() { <-slots }()
			r := runOne(t.Context(), binary, packages[name])
			if again := runOne(t.Context(), binary, packages[name]); r.Error == "" && again != r {
				r = reference{Error: "does something else each time"}
			}
			mu.Lock()
			defer mu.Unlock()
			out[name] = r
		})
	}
	wg.Wait()
}

func runOne(ctx context.Context, binary, pkg string) reference {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, binary, pkg)
	var text bytes.Buffer
	cmd.Stdout, cmd.Stderr = &text, &text
	err := cmd.Run()
	if ctx.Err() != nil {
		return reference{Error: "does not end"}
	}
	// type arguments are printed with their path
	r := reference{Output: strings.NewReplacer("programs/"+pkg+".", "main.", pkg+".", "main.").Replace(text.String())}
	if e := (*exec.ExitError)(nil); errors.As(err, &e) {
		r.Exit = e.ExitCode()
	}
	if r.Exit == 2 {
		if i := strings.Index(r.Output, "panic: "); i >= 0 {
			r.Panic, _, _ = strings.Cut(r.Output[i+len("panic: "):], "\n")
			r.Output = r.Output[:i]
		} else if i := strings.Index(r.Output, "fatal error: "); i >= 0 {
			r.Panic, _, _ = strings.Cut(r.Output[i:], "\n")
			r.Output = r.Output[:i]
		}
	}
	return r
}

// difference says how what an engine made of a program differs from what compiled Go does; "" means that it does not.
func difference(v verdict, want reference) string {
	switch {
	case v.Ending == endRefused:
		return ""
	case v.Ending == endPanic && want.Panic != "" && (strings.Contains(v.Detail, "\n\tgo statement:") || strings.Contains(v.Output, "panic in a goroutine: ")) && strings.HasPrefix(v.Output, want.Output):
		return "" // a panic in a goroutine ends only the goroutine
	case v.Ending == endPanic && want.Exit != 0 || v.Ending == endRight && want.Exit == 0:
		if v.Output == want.Output {
			return ""
		}
	case strings.HasPrefix(want.Panic, "fatal error: all goroutines are asleep"):
		return ""
	case want.Panic == "fatal error: stack overflow" && (v.Ending == endPanic || v.Ending == endCrash):
		return ""
	}
	got, expected := strings.Split(v.Output, "\n"), strings.Split(want.Output, "\n")
	for i := range max(len(got), len(expected)) {
		if i >= len(got) || i >= len(expected) || got[i] != expected[i] {
			at := func(list []string) string {
				if i < len(list) {
					return list[i]
				}
				return "<end>"
			}
			return fmt.Sprintf("%s: line %d of the output is %q, want %q; %s %q (exit %d)", v.Ending, i+1, at(got), at(expected), v.Detail, want.Panic, want.Exit)
		}
	}
	return fmt.Sprintf("%s: %s; want exit %d %s", v.Ending, v.Detail, want.Exit, want.Panic)
}
