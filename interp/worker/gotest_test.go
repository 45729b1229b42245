package worker

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// Go's own tests are in the folder test of the toolchain. Those that begin with "// run" must end well and print what
// stands in the file beside them that ends in .out, or nothing.

// goTestDir returns the folder of Go's own tests, and skips where there is none.
func goTestDir(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Skip("no go command: ", err)
	}
	dir := filepath.Join(string(bytes.TrimSpace(out)), "test")
	if _, err := os.Stat(filepath.Join(dir, "ken")); err != nil {
		t.Skip("this toolchain comes without Go's own tests: ", err)
	}
	return dir
}

var (
	goTestImport  = regexp.MustCompile(`(?m)^\s*(?:import\s+)?(?:[\w.]+\s+)?"([\w/.]+)"\s*(?://.*)?$`)
	goTestOutside = []string{"unsafe", "runtime", "runtime/debug", "os/exec", "syscall"}
)

// goTests returns the programs of the folders that need nothing but the language and the library. Each is followed by
// what it must print.
func goTests(t *testing.T, dir string, folders ...string) (programs, want map[string]string) {
	t.Helper()
	programs, want = map[string]string{}, map[string]string{}
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(dir, folder, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !isGoTest(string(src)) {
				continue
			}
			name := strings.TrimSuffix(filepath.Base(file), ".go")
			if folder != "." {
				name = folder + "/" + name
			}
			out, _ := os.ReadFile(strings.TrimSuffix(file, ".go") + ".out")
			programs[name], want[name] = string(src), string(out)
		}
	}
	return programs, want
}

func isGoTest(src string) bool {
	first, _, _ := strings.Cut(strings.TrimLeft(src, "\n"), "\n")
	if strings.TrimSpace(first) != "// run" || !strings.Contains(src, "\npackage main") || strings.Contains(src, "\n//go:build") {
		return false
	}
	for _, m := range goTestImport.FindAllStringSubmatch(src, -1) {
		if slices.Contains(goTestOutside, m[1]) {
			return false
		}
	}
	return true
}

// goTestKnown are the programs that neither end as they should nor are refused, and why.
var goTestKnown = map[string]struct {
	ending ending
	why    string
}{
	"copy":                 {endHang, "slow"},
	"divmod":               {endHang, "slow"},
	"ken/divconst":         {endHang, "slow"},
	"ken/modconst":         {endHang, "slow"},
	"fixedbugs/issue13169": {endHang, "slow"},
	"fixedbugs/issue16249": {endHang, "slow"},
	"fixedbugs/issue59680": {endHang, "slow"},
	"fixedbugs/issue19040": {endWrong, "the words of the panic: a value method called with a nil pointer"},
	"fixedbugs/issue59411": {endPanic, "keys that are NaN, cleared while an iterator of reflect goes over them"},
	"typeparam/issue47901": {endWrong, "refused in the interpreter's words: a variable of a recursive channel type that a literal shares"},
	"fixedbugs/issue75569": {endCrash, "jumps between the labels of several loops made with goto"},
}

// TestGoTests runs some of Go's own tests.
func TestGoTests(t *testing.T) {
	skipUnderRace(t)
	programs, want := goTests(t, goTestDir(t), ".", "ken", "typeparam")
	for name := range programs {
		if !slices.Contains([]string{
			"range", "recover", "escape", "closure7", "const4", "defer", "method5", "range4", "switch", "typeswitch", "stringrange",
			"ken/embed", "ken/robfunc", "typeparam/orderedmap", "typeparam/list", "typeparam/sets",
		}, name) {
			delete(programs, name)
		}
	}
	if r := checkGoTests(t, programs, want); r[endRight] != len(programs) || len(programs) < 14 {
		t.Errorf("%d of %d right", r[endRight], len(programs))
	}
}

// TestSoakGoTests runs them all. None may run wrong, and three in four must run.
func TestSoakGoTests(t *testing.T) {
	skipUnderRace(t)
	if os.Getenv("QUIRE_SOAK") == "" {
		t.Skip("QUIRE_SOAK is not set")
	}
	dir := goTestDir(t)
	for _, folders := range [][]string{{".", "typeparam", "ken", "chan", "interface"}, {"fixedbugs"}} {
		programs, want := goTests(t, dir, folders...)
		r := checkGoTests(t, programs, want)
		if len(programs) < 250 || r[endRight]*4 < len(programs)*3 {
			t.Errorf("%d of %d right", r[endRight], len(programs))
		}
	}
}

// checkGoTests runs programs, reports those that do not end as they should, and counts the endings.
func checkGoTests(t *testing.T, programs, want map[string]string) map[ending]int {
	t.Helper()
	verdicts := judge(t, programs, 10*time.Second)
	again := map[string]string{} // what did not end beside the others gets a process, and more time, of its own
	for name, v := range verdicts {
		if v.Ending == endHang && goTestKnown[name].ending != endHang {
			again[name] = programs[name]
		}
	}
	for name, src := range again {
		for n, v := range judge(t, map[string]string{name: src}, time.Minute) {
			verdicts[n] = v
		}
	}
	count := map[ending]int{}
	for _, name := range slices.Sorted(maps.Keys(verdicts)) {
		v := verdicts[name]
		if v.Ending == endRight && v.Output != want[name] {
			v.Ending, v.Detail = endWrong, fmt.Sprintf("got %q, want %q", v.Output, want[name])
		}
		if strings.Contains(v.Detail, "is not bundled with Quire") {
			v.Ending = endRefused
		}
		count[v.Ending]++
		known, ok := goTestKnown[name]
		switch {
		case v.Ending == endRight:
		case v.Ending == endRefused:
			t.Logf("%s: %s", name, v.Detail)
		case ok && v.Ending == known.ending:
			t.Logf("%s: %s: %s", name, v.Ending, known.why)
		default:
			t.Errorf("%s: %s\n%s\n%.1000s", name, v.Ending, v.Detail, v.Output)
		}
	}
	t.Logf("%d programs: %v", len(programs), count)
	return count
}
