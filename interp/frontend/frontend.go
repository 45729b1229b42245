// Package frontend turns a cell of real Go into the subset of Go that the interpreter runs correctly.
//
// split → parse → check (go/types) → refuse → lower. Nothing runs here. A construct is lowered, or refused with a clear
// message; it never reaches the interpreter in a form that runs wrong. Positions are the note's own lines throughout.
package frontend

import (
	"go/ast"
	"go/token"
	"go/types"
)

// A Cell is the Go text of one cell. Line is the 1-based line of the note on which Source begins.
//
// Note lists the keys of all cells of the note in order, this one's among them; see [Scope.At]. With a nil Note the cell
// stands below everything that was compiled.
type Cell struct {
	Key    string
	File   string
	Line   int
	Source string
	Note   []string
}

// A Severity grades a [Problem].
type Severity string

// The severities: errors and refusals stop the cell before anything runs, hints do not.
const (
	Error   Severity = "error"
	Refused Severity = "refused"
	Hint    Severity = "hint"
)

// A Problem is something wrong with a cell, at a place in the note. Line and Col are 1-based; Col counts bytes.
type Problem struct {
	Line, Col int
	Severity  Severity
	Message   string // the compiler's own words for errors
	HintKo    string // one more sentence for beginners; may be empty
	HintEn    string
}

// A Param is a typed constant of the outermost scope. Value is a bool, int64, float64 or string.
type Param struct {
	Name  string
	Value any
}

// A Unit is a checked and lowered cell, ready for the interpreter.
type Unit struct {
	Fset    *token.FileSet
	File    *ast.File         // imports, types, slots, functions and the function Entry
	Entry   string            // the name of the function to call, with no arguments and no results
	Drop    string            // the name of the function that lets go of what the cell's variables hold; "" when it has none
	Display *Display          // the value of the last expression, nil when there is none to show
	Structs []Struct          // struct types, which the file refers to as those of package StructsPath
	Aliases map[string]string // import paths by the names under which the file, and the structs, import them
	Funcs   []*Func           // the functions of the unit
	Values  []string          // the functions, of this and earlier units, that are used as values
	Types   []Type            // user types that the unit's code refers to by number
	Defines []string          // names that the cell declares, in order
	Uses    []string          // names of cells above that it refers to, sorted
	Ties    Ties              // how it hangs together with the cells above
	Imports []string          // import paths that it needs, sorted
	Hints   []Problem
	Next    *Scope // the scope for the cell below
}

// A Display is the value of the last expression: Entry hands it to the runtime's Display.
type Display struct {
	Type types.Type // the type of a single value, or a tuple
}

// A Type is a type that the runtime must know: values of it travel in interfaces together with its number.
type Type struct {
	ID   int
	Type types.Type
}

// A Struct is a struct type of the lowered code. It may refer to others of its unit, and of units before, in a circle.
type Struct struct {
	Name string
	Type *ast.StructType
}
