package frontend

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite testdata/hints.txt")

// A mistake is a cell that a beginner writes, and what is told about it: for each problem its place, severity and words,
// then the hint in Korean and in English.
type mistake struct{ title, cell, told string }

// readMistakes reads testdata/hints.txt: "=== title", the cell, "---", and what is told.
func readMistakes(t *testing.T) []mistake {
	t.Helper()
	data, err := os.ReadFile("testdata/hints.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []mistake
	for _, part := range strings.Split(string(data), "=== ")[1:] {
		title, rest, _ := strings.Cut(part, "\n")
		cell, told, _ := strings.Cut(rest, "---\n")
		out = append(out, mistake{title, strings.TrimSuffix(cell, "\n"), told})
	}
	return out
}

// tell formats what is told about a cell.
func tell(cell string) string {
	var b strings.Builder
	for _, p := range NewScope(nil).Diagnose(Cell{Key: "a", Line: 1, Source: cell}).Problems {
		fmt.Fprintf(&b, "%d:%d: %s: %s\n    %s\n    %s\n", p.Line, p.Col, p.Severity, strings.ReplaceAll(p.Message, "\n", "\n  "), p.HintKo, p.HintEn)
	}
	return b.String()
}

// TestHints holds the hints about the commonest mistakes. After a change of the hints run it with -update and read the
// difference: a hint that does not fit the cause is worse than none.
func TestHints(t *testing.T) {
	list := readMistakes(t)
	if len(list) < 60 {
		t.Errorf("only %d mistakes", len(list))
	}
	var b strings.Builder
	explained := map[string]bool{}
	for _, m := range list {
		got := tell(m.cell)
		fmt.Fprintf(&b, "=== %s\n%s\n---\n%s", m.title, m.cell, got)
		if got != m.told && !*update {
			t.Errorf("%s:\n%s\n got %s\nwant %s", m.title, m.cell, got, m.told)
		}
		lines := strings.Split(got, "\n")
		for i, l := range lines {
			if hint, ok := strings.CutPrefix(l, "    "); ok && hint == "" {
				t.Errorf("%s: %s has no hint", m.title, lines[max(0, i-1)])
			} else if ok {
				explained[hint] = true
			}
		}
	}
	if n := len(explained) / 2; n < 60 {
		t.Errorf("only %d different hints", n)
	}
	if *update {
		if err := os.WriteFile("testdata/hints.txt", []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestNearest(t *testing.T) {
	names := []string{"count", "uint", "total", "fmt", "Println", "Printf", "learningRate", "x", "i"}
	for word, want := range map[string]string{
		"cuont": "count", "coun": "count", "Total": "total", "fmy": "fmt", "Prinln": "Println", "printf": "Printf", "learnigRat": "learningRate",
		"y": "", "cuonts": "count", "suint": "uint", "wint": "uint", "int": "uint", "abc": "", "totally": "total", "j": "", "total": "",
	} {
		if got := Nearest(word, names); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

// differs are mistakes about which the compiler says something else, on purpose.
var differs = map[string]string{
	"too few arguments":           "it points to the argument, go/types to the bracket",
	"an index into a number":      "it points to the bracket, go/types to the value",
	"generic without type":        "it points to the bracket, go/types to the name",
	"a string that is not closed": "it points to the end of the line",
	"a string of two lines":       "it points to the end of the line",
	"curly quotes":                "go/parser has the better words",
	"an assignment with a space":  "it reads a label without a statement",
	"a brace that is missing":     "it reads on into the program around the cell",
	"a stray brace":               "it reads on into the program around the cell",
	"an unfinished expression":    "it reads on into the program around the cell",
}

var compilerLine = regexp.MustCompile(`(?m)^(?:\S*/)?c(\d+)\.go:(\d+:\d+): (.*(?:\n\t.*)*)`)

// otherPlace is a second line of an error, about another line of the program.
var otherPlace = regexp.MustCompile(`\n\t\S+: (previous case|other declaration of .*)`)

// TestCompilerWords compares the errors with those of the compiler: words, line and column.
func TestCompilerWords(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the go command")
	}
	dir := t.TempDir()
	write := func(name, text string) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module x\ngo 1.26\n")
	list := readMistakes(t)
	for i, m := range list {
		if text, ok := asProgram(m.cell, fmt.Sprintf("c%d.go", i)); ok {
			write(fmt.Sprintf("c%d/a.go", i), text)
		}
	}
	cmd := exec.Command("go", "build", "-gcflags=-e", "./...")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off")
	out, _ := cmd.CombinedOutput() // it fails: every program is wrong
	said := map[string]bool{}
	for _, m := range compilerLine.FindAllSubmatch(bytes.ReplaceAll(out, []byte("\r"), nil), -1) {
		words := otherPlace.ReplaceAllString(string(m[3]), "")
		said[fmt.Sprintf("%s %s: error: %s", m[1], m[2], strings.ReplaceAll(words, "\n\t", "\n  \t"))] = true
	}
	compared := 0
	for i, m := range list {
		if _, ok := asProgram(m.cell, ""); !ok || differs[m.title] != "" {
			continue
		}
		for _, p := range strings.Split(strings.TrimPrefix(regexp.MustCompile(`(?m)^(\d+:\d+: )`).ReplaceAllString(m.told, "\x00$1"), "\x00"), "\x00") {
			first, _, _ := strings.Cut(p, "\n    ")
			if !strings.Contains(first, ": error: ") {
				continue
			}
			compared++
			if !said[fmt.Sprint(i, " ", first)] {
				t.Errorf("%s: %q is not what the compiler says:\n%s", m.title, first, linesOf(out, i))
			}
		}
	}
	if compared < 50 {
		t.Errorf("compared only %d errors", compared)
	}
}

// linesOf returns what the compiler says about one program.
func linesOf(out []byte, i int) string {
	var b strings.Builder
	for _, m := range compilerLine.FindAllSubmatch(out, -1) {
		if string(m[1]) == fmt.Sprint(i) {
			fmt.Fprintf(&b, "  %s: %s\n", m[2], m[3])
		}
	}
	return b.String()
}

var stdPackage = regexp.MustCompile(`\b(fmt|os|strings|math|strconv|errors|time)\.`)

// asProgram makes a program of a cell of statements, or of a cell of declarations. Others are left alone.
func asProgram(cell, name string) (string, bool) {
	statements, functions := false, false
	for _, k := range split(cell) {
		switch k.kind.String() {
		case "import", "package":
			return "", false
		case "func":
			functions = true
		case "ILLEGAL":
			statements = true
		}
	}
	if functions && statements || regexp.MustCompile(`\b(nn|mat|stat)\.`).MatchString(cell) {
		return "", false
	}
	var b strings.Builder
	b.WriteString("package main\n")
	seen := map[string]bool{}
	for _, m := range stdPackage.FindAllStringSubmatch(cell, -1) {
		if !seen[m[1]] {
			seen[m[1]] = true
			fmt.Fprintf(&b, "import %q\n", m[1])
		}
	}
	if functions {
		fmt.Fprintf(&b, "//line %s:1:1\n%s\nfunc main() {}\n", name, cell)
	} else {
		fmt.Fprintf(&b, "func main() {\n//line %s:1:1\n%s\n}\n", name, cell)
	}
	return b.String(), true
}
