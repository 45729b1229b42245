package worker

import (
	"bytes"
	"go/ast"
	"go/build"
	"go/doc"
	"go/format"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"quire/interp/frontend"
)

// An example is one of the standard library's, as a whole program.
type example struct {
	name, source, want string
	unordered          bool
}

// examplesIn returns the examples below a folder that have output and can stand alone.
func examplesIn(t *testing.T, root string) []example {
	t.Helper()
	var list []example
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, path)
		rel = filepath.ToSlash(rel)
		if d.IsDir() && (d.Name() == "testdata" || d.Name() == "internal" || d.Name() == "vendor" || rel == "cmd") {
			return filepath.SkipDir
		}
		if !d.IsDir() && strings.HasSuffix(d.Name(), "_test.go") && strings.Contains(d.Name(), "example") {
			list = append(list, examplesOf(path, filepath.ToSlash(filepath.Dir(rel)))...)
		}
		return nil
	})
	if err != nil {
		t.Errorf("the library's source is not here: %v", err)
	}
	return list
}

// examplesOf returns those of one file.
func examplesOf(path, folder string) (list []example) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, path, nil, parser.ParseComments)
	if err != nil {
		return nil
	}
	for _, e := range doc.Examples(file) {
		name := folder + "." + e.Name
		if e.Play == nil || e.Output == "" || usesFiles(e.Play) || elsewhere.MatchString(name) {
			continue
		}
		var b bytes.Buffer
		if format.Node(&b, fset, e.Play) == nil {
			// the example's own package is main here
			want := strings.ReplaceAll(e.Output, file.Name.Name+".", "main.")
			list = append(list, example{name, b.String(), want, e.Unordered})
		}
	}
	return list
}

// elsewhere are examples whose output depends on the file that they stand in, or on a time zone that their tests set.
var elsewhere = regexp.MustCompile(`^(log\.Logger|time\.(Date|Parse|Time_Format)$|runtime\.Frames|go/printer\.Fprint|sync\.OnceValues|os\.ReadFile|io/ioutil\.ReadFile|stat\.CC|graph/community\.Profile_)`)

// usesFiles reports whether an example needs more than itself: files, the network, other processes, or unsafe code.
func usesFiles(f *ast.File) bool {
	needs := []string{
		`"net"`, `"net/http"`, `"net/http/httptest"`, `"os/exec"`, `"unsafe"`, `"syscall"`, `"testing"`, `"plugin"`, `"testing/synctest"`,
		`"testing/iotest"`, `"archive/zip"`,
	}
	found := false
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.ImportSpec); ok && slices.Contains(needs, s.Path.Value) {
			found = true
		}
		return !found
	})
	return found
}

// TestSoakExamples runs the examples of the standard library, gonum, gonum/plot and nn. Each prints what it says, or is
// refused before it runs.
func TestSoakExamples(t *testing.T) {
	skipUnderRace(t)
	if os.Getenv("QUIRE_SOAK") == "" {
		t.Skip("set QUIRE_SOAK=1 to run the examples of the standard library")
	}
	t.Chdir(".") // comes back here: some examples go elsewhere, and change the environment
	env := os.Environ()
	t.Cleanup(func() {
		os.Clearenv()
		for _, v := range env {
			name, value, _ := strings.Cut(v, "=")
			os.Setenv(name, value)
		}
	})
	right, refused := 0, 0
	list := examplesIn(t, filepath.Join(build.Default.GOROOT, "src"))
	list = append(list, examplesIn(t, "../../nn")...)
	for _, module := range []string{"gonum.org/v1/gonum", "gonum.org/v1/plot"} {
		dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", module).Output()
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, examplesIn(t, strings.TrimSpace(string(dir)))...)
	}
	for _, e := range list {
		t.Run(e.name, func(t *testing.T) {
			got, o := runProgram(t, e.source)
			lines := func(s string) string {
				all := strings.Split(strings.TrimSpace(s), "\n")
				for i := range all {
					all[i] = strings.TrimSpace(all[i])
				}
				if e.unordered {
					slices.Sort(all)
				}
				return strings.Join(all, "\n")
			}
			switch {
			case len(o.Problems) > 0:
				refused++
				first := o.Problems[0]
				t.Logf("%s: line %d: %s", first.Severity, first.Line, first.Message)
				if first.Severity != frontend.Refused && !strings.Contains(first.Message, "is not bundled with Quire") || strings.Contains(first.Message, "cannot be interpreted") {
					t.Errorf("%s", e.source)
				}
			case o.Panic != nil:
				t.Errorf("panic: %s %v\n%s", o.Panic.Message, o.Panic.Frames, e.source)
			case o.Interrupted:
				t.Errorf("does not end\n%s", e.source)
			case lines(got) != lines(e.want):
				t.Errorf("got:\n%s\nwant:\n%s\n%s", got, e.want, e.source)
			default:
				right++
			}
		})
	}
	t.Logf("%d of %d examples right, %d refused", right, len(list), refused)
}
