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

// libraryExamples returns the examples of the standard library that have output and can stand alone.
func libraryExamples(t *testing.T) []example {
	t.Helper()
	root := filepath.Join(build.Default.GOROOT, "src")
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
		if d.IsDir() || !strings.HasPrefix(d.Name(), "example") || !strings.HasSuffix(d.Name(), "_test.go") {
			return nil
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, path, nil, parser.ParseComments)
		if err != nil || strings.Contains(filepath.Dir(rel), "syscall") {
			return nil
		}
		for _, e := range doc.Examples(file) {
			if e.Play == nil || e.Output == "" {
				continue
			}
			var b bytes.Buffer
			name := filepath.ToSlash(filepath.Dir(rel)) + "." + e.Name
			if format.Node(&b, fset, e.Play) == nil && !usesFiles(e.Play) && !elsewhere.MatchString(name) {
				// the example's own package is main here
				want := strings.ReplaceAll(e.Output, file.Name.Name+".", "main.")
				list = append(list, example{name, b.String(), want, e.Unordered})
			}
		}
		return nil
	})
	if err != nil {
		t.Skipf("the standard library's source is not here: %v", err)
	}
	return list
}

// elsewhere are examples whose output depends on the file that they stand in, or on a time zone that their tests set.
var elsewhere = regexp.MustCompile(`^(log\.Logger|time\.(Date|Parse|Time_Format)$|runtime\.Frames|go/printer\.Fprint|sync\.OnceValues|os\.ReadFile|io/ioutil\.ReadFile|.*_test\.go)`)

// usesFiles reports whether an example needs more than itself: files, the network, other processes, or unsafe code.
func usesFiles(f *ast.File) bool {
	needs := []string{
		`"net"`, `"net/http"`, `"net/http/httptest"`, `"os/exec"`, `"unsafe"`, `"syscall"`, `"testing"`, `"plugin"`, `"testing/synctest"`,
		`"testing/fstest"`, `"testing/iotest"`, `"archive/zip"`, `"encoding/json/v2"`, `"encoding/json/jsontext"`,
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

func TestSoakLibraryExamples(t *testing.T) {
	skipUnderRace(t)
	if os.Getenv("QUIRE_SOAK") == "" {
		t.Skip("set QUIRE_SOAK=1 to run the examples of the standard library")
	}
	right, refused := 0, 0
	list := libraryExamples(t)
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
				for _, p := range o.Problems {
					t.Logf("%s: line %d: %s", p.Severity, p.Line, p.Message)
					if p.Severity != frontend.Refused {
						t.Errorf("%s", e.source)
					}
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
