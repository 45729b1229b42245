package worker

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"quire/interp/frontend"
)

// shrink makes a program smaller as long as it goes wrong in the way it does: statements, declarations and clauses are
// deleted, blocks and calls replaced by their parts. It gives up when the time is over.
func shrink(t *testing.T, src string, limit time.Duration) string {
	t.Helper()
	how := symptom(difference(judgeOne(t, src), compiled(t, map[string]string{"p": src})["p"]))
	if how == "" {
		return src
	}
	for end := time.Now().Add(limit); time.Now().Before(end); {
		smaller := shrinkOnce(t, src, how, end)
		if smaller == "" {
			return src
		}
		src = smaller
	}
	return src
}

func judgeOne(t *testing.T, src string) verdict {
	return judge(t, map[string]string{"p": src}, 10*time.Second)["p"]
}

// symptom is what must stay of a difference while a program shrinks.
func symptom(d string) string {
	if i := strings.Index(d, "cannot be interpreted: "); i >= 0 {
		return "cannot be interpreted"
	}
	kind, _, _ := strings.Cut(d, ":")
	return kind
}

// shrinkOnce tries every edit of a program alone, forty at a time, and makes as many of those that keep the symptom as go
// together. It returns "" when none does.
func shrinkOnce(t *testing.T, src, how string, end time.Time) string {
	edits := neighbours(src)
	for len(edits) > 0 && time.Now().Before(end) {
		var list []string
		var tried []edit
		for len(edits) > 0 && len(list) < 40 {
			if c := apply(src, edits[:1]); valid(c) {
				list, tried = append(list, c), append(tried, edits[0])
			}
			edits = edits[1:]
		}
		var good []edit
		for i, ok := range showing(t, list, how) {
			if ok && !slices.ContainsFunc(good, tried[i].overlaps) {
				good = append(good, tried[i])
			}
		}
		if len(good) == 0 {
			continue
		}
		var together []string
		for n := len(good); n > 0; n-- {
			if c := apply(src, good[:n]); valid(c) {
				together = append(together, c)
			}
		}
		for i, ok := range showing(t, together, how) {
			if ok {
				return together[i]
			}
		}
	}
	return ""
}

// showing reports which programs show the symptom.
func showing(t *testing.T, list []string, how string) []bool {
	if len(list) == 0 {
		return nil
	}
	programs := map[string]string{}
	for i, c := range list {
		programs[fmt.Sprintf("p%03d", i)] = c
	}
	want, got := compiled(t, programs), judge(t, programs, 5*time.Second)
	out := make([]bool, len(list))
	for i := range list {
		name := fmt.Sprintf("p%03d", i)
		out[i] = want[name].Error == "" && symptom(difference(got[name], want[name])) == how
	}
	return out
}

// An edit replaces a part of a program.
type edit struct {
	from, to int
	by       string
}

func (e edit) overlaps(f edit) bool { return e.from < f.to && f.from < e.to }

func apply(src string, edits []edit) string {
	edits = slices.Clone(edits)
	slices.SortFunc(edits, func(a, b edit) int { return cmp.Compare(b.from, a.from) })
	for _, e := range edits {
		src = src[:e.from] + e.by + src[e.to:]
	}
	return src
}

// valid reports whether a program type-checks and leaves nothing unused.
func valid(src string) bool {
	unit, problems := frontend.NewScope(nil).Compile(frontend.Cell{Key: "p", Line: 1, Source: src})
	for _, p := range problems {
		if p.Severity == frontend.Error {
			return false
		}
	}
	if !programMain.MatchString(src) {
		return false
	}
	return unit == nil || len(unit.Hints) == 0
}

// neighbours returns edits that leave something out, the greatest first.
func neighbours(src string) []edit {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", src, parser.SkipObjectResolution)
	if err != nil {
		return nil
	}
	var out []edit
	at := func(p token.Pos) int { return fset.Position(p).Offset }
	replace := func(from, to token.Pos, by string) {
		if e := (edit{at(from), at(to), by}); len(by) < e.to-e.from {
			out = append(out, e)
		}
	}
	part := func(n ast.Node) string { return src[at(n.Pos()):at(n.End())] }
	runs := func(n int, from, to func(int) token.Pos) {
		for size := n; size >= 1; size /= 2 {
			for i := 0; i+size <= n; i += max(1, size/2) {
				replace(from(i), to(i+size-1), "")
			}
		}
	}
	list := func(s []ast.Stmt) {
		runs(len(s), func(i int) token.Pos { return s[i].Pos() }, func(i int) token.Pos { return s[i].End() })
		for i := range len(s) - 1 { // a declaration and what uses its name
			replace(s[i].Pos(), s[i+1].End(), "")
		}
	}
	runs(len(file.Decls), func(i int) token.Pos { return file.Decls[i].Pos() }, func(i int) token.Pos { return file.Decls[i].End() })
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BlockStmt:
			list(n.List)
		case *ast.CaseClause:
			list(n.Body)
		case *ast.CommClause:
			list(n.Body)
		case *ast.GenDecl:
			for _, s := range n.Specs {
				replace(s.Pos(), s.End(), "")
			}
		case *ast.StructType:
			for _, f := range n.Fields.List {
				replace(f.Pos(), f.End(), "")
			}
		case *ast.IfStmt:
			replace(n.Pos(), n.End(), part(n.Body))
			if n.Else != nil {
				replace(n.Pos(), n.End(), part(n.Else))
				replace(n.Body.End(), n.End(), "")
			}
		case *ast.ForStmt:
			replace(n.Pos(), n.End(), part(n.Body))
		case *ast.RangeStmt:
			replace(n.Pos(), n.End(), part(n.Body))
		case *ast.LabeledStmt:
			replace(n.Pos(), n.End(), part(n.Stmt))
		case *ast.CallExpr:
			for i, a := range n.Args {
				replace(n.Pos(), n.End(), part(a))
				if i < len(n.Args)-1 {
					replace(a.Pos(), n.Args[i+1].Pos(), "")
				} else if i > 0 {
					replace(n.Args[i-1].End(), a.End(), "")
				}
			}
			if f, ok := n.Fun.(*ast.FuncLit); ok && len(n.Args) == 0 {
				replace(n.Pos(), n.End(), part(f.Body))
			}
		case *ast.BinaryExpr:
			replace(n.Pos(), n.End(), part(n.X))
			replace(n.Pos(), n.End(), part(n.Y))
		case *ast.ParenExpr:
			replace(n.Pos(), n.End(), part(n.X))
		case *ast.CompositeLit:
			for i, e := range n.Elts {
				if i < len(n.Elts)-1 {
					replace(e.Pos(), n.Elts[i+1].Pos(), "")
				} else {
					replace(e.Pos(), e.End(), "")
				}
			}
		}
		return true
	})
	saved := func(e edit) int { return e.to - e.from - len(e.by) }
	slices.SortStableFunc(out, func(a, b edit) int { return cmp.Compare(saved(b), saved(a)) })
	return slices.Compact(out)
}

// TestSoakShrink shrinks the programs of the folder QUIRE_SHRINK in place.
func TestSoakShrink(t *testing.T) {
	dir := os.Getenv("QUIRE_SHRINK")
	if dir == "" {
		t.Skip("QUIRE_SHRINK is not set")
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		small := shrink(t, string(src), time.Minute)
		if err := os.WriteFile(file, []byte(small), 0o644); err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d bytes of %d", file, len(small), len(src))
	}
}

// TestShrink shrinks a program that cannot be compared to the end: its output names its own file.
func TestShrink(t *testing.T) {
	skipUnderRace(t)
	src := `package main

import (
	"os"
	"strings"
)

func unused() {}

func main() {
	x := 3
	if x > 2 {
		println(len(os.Args) > 99, os.Getppid() == 1, strings.HasSuffix(os.Args[0], ".bin"))
		println("more")
	}
}
`
	small := shrink(t, src, 20*time.Second)
	if !strings.Contains(small, "Args[0]") || strings.Contains(small, "unused") || strings.Contains(small, "more") {
		t.Errorf("shrunk to %s", small)
	}
}
