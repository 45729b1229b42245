// Package reflect is package reflect as cells see it.
//
// A type that a cell declares has no compiled form: its values are kept in plain structs and basic types, without its
// name, its methods and its tags, and travel in interfaces as boxes that carry the type. This package has the names and
// the meaning of Go's own reflect. Its Type is either a compiled type or a type of go/types, and its Value pairs such a
// Type with the value that the interpreter keeps. For compiled types everything is left to Go's own package; the two
// kinds mix freely, in slices, maps, interfaces, calls and conversions.
//
// The lowered code of cells, and the copies of the template packages beside it, use this package in place of Go's.
package reflect

import (
	"fmt"
	"go/types"
	std "reflect"
)

// What does not depend on types of cells is Go's own.
type (
	// Kind is Go's.
	Kind = std.Kind
	// ChanDir is Go's.
	ChanDir = std.ChanDir
	// StructTag is Go's.
	StructTag = std.StructTag
	// ValueError is Go's.
	ValueError = std.ValueError
)

// The kinds of types.
const (
	Invalid       = std.Invalid
	Bool          = std.Bool
	Int           = std.Int
	Int8          = std.Int8
	Int16         = std.Int16
	Int32         = std.Int32
	Int64         = std.Int64
	Uint          = std.Uint
	Uint8         = std.Uint8
	Uint16        = std.Uint16
	Uint32        = std.Uint32
	Uint64        = std.Uint64
	Uintptr       = std.Uintptr
	Float32       = std.Float32
	Float64       = std.Float64
	Complex64     = std.Complex64
	Complex128    = std.Complex128
	Array         = std.Array
	Chan          = std.Chan
	Func          = std.Func
	Interface     = std.Interface
	Map           = std.Map
	Pointer       = std.Pointer
	Slice         = std.Slice
	String        = std.String
	Struct        = std.Struct
	UnsafePointer = std.UnsafePointer
)

// The directions of channels.
const (
	RecvDir = std.RecvDir
	SendDir = std.SendDir
	BothDir = std.BothDir
)

// A Host is the runtime of the cells: it knows how values of their types are kept.
type Host interface {
	// Open takes a value out of its box, and any wrapper off. boxed is false for a compiled value, which is v then.
	Open(x any) (t types.Type, v any, boxed bool)
	// Box puts a lowered value of type t into a box.
	Box(t types.Type, v any) any
	// Form is the lowered form of a type that a cell declares, nil when the runtime does not know it.
	Form(t types.Type) std.Type
	// Method is func(x any, params…) results… for a method of t, not valid when there is none.
	Method(t types.Type, name string) std.Value
	// Wrap is a box as a value of a compiled interface with methods.
	Wrap(x any, iface std.Type) std.Value
	// Compiled is a named type of a compiled package, nil when there is none.
	Compiled(path, name string) std.Type
	// Package is the type information of a compiled package, nil when there is none.
	Package(path string) *types.Package
	// Print prints a lowered value as package fmt prints the value that it stands for.
	Print(s fmt.State, verb rune, t types.Type, v std.Value, exported bool)
	// Compare is the order in which keys of maps are visited; ok is false when there is none for a type.
	Compare(t std.Type) (cmp func(a, b std.Value) int, ok bool)
	// Sprint, Sprintln, Sprintf and Errorf are Go's functions of package fmt, for values of cells.
	Sprint(args []any) string
	Sprintln(args []any) string
	Sprintf(format string, args []any) string
	Errorf(format string, args []any) error
	// Recovered is what the cell's code panicked with, given what recover gave.
	Recovered(r any) any
	// Panic panics with v as a cell does.
	Panic(v any)
}
