package frontend

import (
	"fmt"
	"go/types"
	"slices"
)

// A dot import gives the exported names of a package their meaning in this cell and those below, until a cell declares
// them again. They need no import of the file: they stand in the cell's scope like the names of cells above.

// dotImport makes the names of a package known to the cell.
func (k *checker) dotImport(pkg *types.Package) {
	for _, name := range pkg.Scope().Names() {
		if o := pkg.Scope().Lookup(name); o.Exported() {
			k.dotted[name] = o
		}
	}
}

// insertDotted puts what a dot import brought into the cell's scope.
func (k *checker) insertDotted(o types.Object) {
	k.insert(o)
	if path := o.Pkg().Path(); !slices.Contains(k.paths, path) {
		k.paths = append(k.paths, path)
	}
}

// dottedUnused reports whether the cell uses nothing of a package that it imports with a dot.
func (k *checker) dottedUnused(path string, used map[string]bool) bool {
	for name, o := range k.dotted {
		if used[name] && o.Pkg().Path() == path {
			return false
		}
	}
	return true
}

func unusedImport(path string) string { return fmt.Sprintf("%q imported and not used", path) }
