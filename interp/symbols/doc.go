// Package symbols holds what interpreted cells can reach of compiled packages: the reflect tables and interface wrappers
// of the standard library, of gonum and gonum/plot, and of quire/nn, quire/nn/data and quire/notebook/show.
//
// Everything but this page is generated, one file a package:
//
//	go generate ./interp/symbols              all of it; needed after a change of Go's or a dependency's version
//	go run ./interp/symbols/gen nn show       only these packages, in a second or two
//	go run ./interp/symbols/gen -check        compare, and fail where a file is not what would be generated
//
// A table is a map from an exported name to its value. Functions, typed constants and the addresses of variables are
// there as they are, untyped constants as go/constant values, a type T as a nil *T. For each interface I that another
// package's type can implement there is also a wrapper _I, a struct that has I's methods and calls functions in its
// fields: an interpreted type has no methods that compiled code could see, and is passed inside one. Compiled code that
// asks whether a value has more methods than I (io.Copy does, and so do nn and plot) is served by composed wrappers, one
// for each combination of the optional interfaces. They are listed in Exports()["."]["MapTypes"], richest first.
//
// Generic functions and types have no value and no table entry; the front end instantiates them. Withheld are packages
// that leave the type system or start processes, and the few functions that do; package gen has the lists. Tables are
// made for linux/amd64 and are the same everywhere; constants that differ between systems are taken from the package when
// it is compiled.
package symbols

//go:generate go run ./gen

import (
	"maps"
	"reflect"
	"slices"
	"sync"
)

// A table makes the symbols of one package.
type table struct {
	name     string // the package's name, the last part of the key in Exports
	symbols  func() map[string]reflect.Value
	composed func() map[reflect.Value][]reflect.Type // nil for most
}

// Packages returns the import paths of all packages that cells can import and that have a table, sorted.
func Packages() []string {
	return slices.Sorted(maps.Keys(tables))
}

// Package returns the name and the symbols of the package with the given import path. ok is false when there is no such
// table. The map is the caller's.
func Package(importPath string) (name string, symbols map[string]reflect.Value, ok bool) {
	t, ok := tables[importPath]
	if !ok {
		return "", nil, false
	}
	return t.name, t.symbols(), true
}

// Exports returns the tables of all packages, keyed by import path and name ("math/rand/rand"), in the form that the
// interpreter's Use takes. The entry "." holds MapTypes, the composed wrappers of interfaces and, for functions that look
// for methods behind an empty interface, the interfaces to look for.
//
// The maps are made once and shared: they must not be changed.
func Exports() map[string]map[string]reflect.Value {
	return exports()
}

var exports = sync.OnceValue(func() map[string]map[string]reflect.Value {
	all := make(map[string]map[string]reflect.Value, len(tables)+1)
	mapTypes := probes()
	for importPath, t := range tables {
		all[importPath+"/"+t.name] = t.symbols()
		if t.composed != nil {
			maps.Copy(mapTypes, t.composed())
		}
	}
	all["."] = map[string]reflect.Value{"MapTypes": reflect.ValueOf(mapTypes)}
	return all
})
