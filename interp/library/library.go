// Package library knows the packages that cells can import: the standard library, gonum, gonum/plot, quire/nn,
// quire/nn/data and quire/notebook/show.
//
// The type information (what go/types needs to check a cell) is generated from the compiler's export data, embedded,
// compressed package by package, and decoded when a cell first imports a package: no Go toolchain and no source is
// needed on the user's machine. After a change of what is bundled run go generate; a test compares.
package library

import (
	"bytes"
	_ "embed"
	"fmt"
	"go/token"
	"go/types"
	"path"
	"sync"

	"golang.org/x/tools/go/gcexportdata"
)

//go:generate go run ./gen

//go:embed types.bin
var data []byte

var index = sync.OnceValue(func() *pack {
	x, err := openPack(data)
	if err != nil {
		panic("library: the embedded type information is damaged: " + err.Error())
	}
	return x
})

// An Importer gives go/types the bundled packages. Packages of one importer belong together: two importers give
// different, not identical, types. It may be used by several goroutines.
type Importer struct {
	mu   sync.Mutex
	fset *token.FileSet
	pkgs map[string]*types.Package
	done map[string]bool
}

// NewImporter returns an importer that has loaded nothing yet.
func NewImporter() *Importer {
	return &Importer{fset: token.NewFileSet(), pkgs: map[string]*types.Package{}, done: map[string]bool{}}
}

// Import returns the package with that path, loading it at its first use. The error says when it is not bundled.
func (m *Importer) Import(importPath string) (*types.Package, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.done[importPath] {
		return m.pkgs[importPath], nil
	}
	if !Has(importPath) {
		return nil, fmt.Errorf("package %s is not bundled with Quire", importPath)
	}
	text, err := index().read(importPath)
	if err != nil {
		return nil, fmt.Errorf("type information of %s: %w", importPath, err)
	}
	pkg, err := gcexportdata.Read(bytes.NewReader(text), m.fset, m.pkgs, importPath)
	if err != nil {
		return nil, fmt.Errorf("type information of %s: %w", importPath, err)
	}
	m.done[importPath] = true
	return pkg, nil
}

// Paths returns the import paths of all bundled packages, sorted.
func Paths() []string { return index().names }

// Has reports whether a package is bundled.
func Has(importPath string) bool {
	_, ok := index().parts[importPath]
	return ok
}

// preferred is what a bare name means where several packages have it.
var preferred = map[string]string{
	"rand": "math/rand", "template": "text/template", "color": "image/color", "draw": "image/draw",
	"scanner": "text/scanner", "data": "quire/nn/data", "show": "quire/notebook/show", "nn": "quire/nn",
	"plot": "gonum.org/v1/plot", "mat": "gonum.org/v1/gonum/mat", "stat": "gonum.org/v1/gonum/stat",
	"path": "path", "font": "gonum.org/v1/plot/font", "heap": "container/heap", "list": "container/list",
	"ring": "container/ring", "json": "encoding/json", "maps": "maps", "slices": "slices",
}

var byName = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	count := map[string]int{}
	for _, p := range Paths() {
		base := path.Base(p)
		if base == "v2" {
			continue
		}
		count[base]++
		m[base] = p
	}
	for n, c := range count {
		if c > 1 {
			delete(m, n)
		}
	}
	for n, p := range preferred {
		if Has(p) {
			m[n] = p
		}
	}
	return m
})

// Names returns the names by which [Guess] knows packages, with their import paths.
func Names() map[string]string { return byName() }

// Guess returns the path of the bundled package that a cell most likely means by a name that it did not import, and
// whether there is one.
func Guess(name string) (string, bool) {
	p, ok := byName()[name]
	return p, ok
}
