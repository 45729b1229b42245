package worker

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"hash/fnv"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"quire/interp/library"
)

// TestMutants compares some mutants of the programs under testdata with what compiled Go does with them.
func TestMutants(t *testing.T) { compareMutants(t, 1, 10) }

// TestSoakMutants compares many. QUIRE_SEED is the first seed, QUIRE_PROGRAMS how many.
func TestSoakMutants(t *testing.T) {
	if os.Getenv("QUIRE_SOAK") == "" {
		t.Skip("QUIRE_SOAK is not set")
	}
	first, n := 1000, 100
	if s, err := strconv.Atoi(os.Getenv("QUIRE_SEED")); err == nil {
		first = s
	}
	if s, err := strconv.Atoi(os.Getenv("QUIRE_PROGRAMS")); err == nil {
		n = s
	}
	for n > 0 {
		compareMutants(t, first, min(n, 100))
		first, n = first+100, n-100
	}
}

// unsteady programs print what the machine, the time or chance makes of them once an edit takes away their care, or pad or
// keep the name of a type, which has the name of its package in it.
var unsteady = regexp.MustCompile(`"(time|os|os/.*|runtime.*|math/rand.*|unsafe|context|sync/atomic|testing.*|log.*|reflect)"|%p|%-?\d+T|Sprintf\([^)]*%T|range m\b`)

// compareMutants compares the mutants of n seeds. A seed gives a program of testdata and its edits.
func compareMutants(t *testing.T, first, n int) {
	t.Helper()
	skipUnderRace(t)
	programs := map[string]string{}
	for _, folder := range []string{"corpus", "spec", "student", "types"} {
		files, err := filepath.Glob("testdata/" + folder + "/*.txtar")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if src := string(a.Files[0].Data); !unsteady.MatchString(src) && quietInit(t, src) {
				programs[file] = src
			}
		}
	}
	lib := library.NewImporter()
	mutants := map[string]string{}
	for seed := first; seed < first+n; seed++ {
		r := rand.New(rand.NewPCG(uint64(seed), 11))
		for _, file := range shuffled(programs, seed)[:10] {
			src := programs[file]
			if mutant := mutate(src, lib, r); mutant != "" && strings.TrimSpace(mutant) != strings.TrimSpace(src) {
				mutants[fmt.Sprintf("mutant%06d", seed)] = mutant
				break
			}
		}
	}
	if len(mutants) < n*9/10 {
		t.Errorf("only %d mutants of %d seeds", len(mutants), n)
	}
	comparePrograms(t, mutants, 50)
}

// shuffled returns the names of programs in the order of a seed. A new program takes its place in it and leaves the others
// where they are, so that most seeds stay the mutants that they were.
func shuffled(programs map[string]string, seed int) []string {
	place := func(name string) uint64 {
		h := fnv.New64a()
		fmt.Fprintf(h, "%d %s", seed, name)
		return rand.NewPCG(h.Sum64(), 0).Uint64()
	}
	names := slices.Collect(maps.Keys(programs))
	slices.SortFunc(names, func(a, b string) int { return cmp.Compare(place(a), place(b)) })
	return names
}

// quietInit reports whether the initialization of a program does nothing that is seen: the compiled programs are one
// binary, which initializes them all.
func quietInit(t *testing.T, src string) bool {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "p.go", src, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	quiet := true
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok {
			quiet = quiet && (f.Recv != nil || f.Name.Name != "init")
			continue
		}
		ast.Inspect(d, func(n ast.Node) bool {
			if c, ok := n.(*ast.CallExpr); ok {
				if s, ok := c.Fun.(*ast.SelectorExpr); !ok || s.Sel.Name != "New" {
					quiet = false
				}
			}
			_, function := n.(*ast.FuncLit)
			return !function
		})
	}
	return quiet
}
