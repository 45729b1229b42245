package frontend

import (
	"fmt"
	"go/constant"
	"go/token"
	"go/types"
	"maps"
	"strings"

	"quire/interp/library"
)

// A Scope is what a cell can see: the names that the cells above it declared. It does not change.
//
// Every cell is a block nested in the one above: what it declares gets a slot of its own, named after the name and the
// cell, so redefining hides the older object and functions compiled earlier keep what they saw.
type Scope struct {
	lib     *library.Importer
	cells   int                     // how many cells stand above
	names   map[string]entry        // what an identifier means here
	slots   map[types.Object]string // the global that holds an object
	sources map[types.Object]source // the declarations of functions and methods, for instances made below
	methods map[method]string       // the global function that a method is
	emitted map[string]string       // what is already compiled: canonical type or instance → global
	boxed   []boxedType             // the types that the runtime knows; their method sets may grow
	prel    *preludes
	typeIDs int
	objects int
}

// An entry is an object of a cell above, or a package.
type entry struct {
	obj  types.Object
	path string // import path, when obj is nil
}

// A boxedType is a type with its number.
type boxedType struct {
	id  int
	typ types.Type
}

// A method names a method of a type declared in cells; recv is the origin of a generic type.
type method struct {
	recv *types.TypeName
	name string
}

// dot separates a name from what makes it unique. It is a letter that programs do not use.
const dot = "ꞏ"

// NewScope returns the outermost scope of a note: its parameters and nothing else.
func NewScope(params []Param) *Scope {
	s := &Scope{
		lib: library.NewImporter(), names: map[string]entry{}, slots: map[types.Object]string{},
		sources: map[types.Object]source{}, methods: map[method]string{}, emitted: map[string]string{}, prel: newPreludes(),
	}
	pkg := types.NewPackage("main", "main")
	for _, p := range params {
		if c := paramConst(pkg, p); c != nil {
			s.names[p.Name] = entry{obj: c}
		}
	}
	return s
}

func paramConst(pkg *types.Package, p Param) types.Object {
	if !token.IsIdentifier(p.Name) {
		return nil
	}
	switch v := p.Value.(type) {
	case bool:
		return types.NewConst(token.NoPos, pkg, p.Name, types.Typ[types.Bool], constant.MakeBool(v))
	case string:
		return types.NewConst(token.NoPos, pkg, p.Name, types.Typ[types.String], constant.MakeString(v))
	case float64:
		return types.NewConst(token.NoPos, pkg, p.Name, types.Typ[types.Float64], constant.MakeFloat64(v))
	case int64:
		return types.NewConst(token.NoPos, pkg, p.Name, types.Typ[types.Int], constant.MakeInt64(v))
	case int:
		return types.NewConst(token.NoPos, pkg, p.Name, types.Typ[types.Int], constant.MakeInt64(int64(v)))
	}
	return nil
}

// next returns a copy of s for the cell below, which the lowerer fills.
func (s *Scope) next() *Scope {
	return &Scope{
		lib: s.lib, cells: s.cells + 1, names: maps.Clone(s.names), slots: maps.Clone(s.slots),
		sources: maps.Clone(s.sources), methods: maps.Clone(s.methods), emitted: maps.Clone(s.emitted),
		boxed: s.boxed[:len(s.boxed):len(s.boxed)], prel: s.prel, typeIDs: s.typeIDs, objects: s.objects,
	}
}

// slot is the global for a name that cell number n declares.
func slot(name string, n int) string { return fmt.Sprint(name, dot, n) }

// display removes what makes names unique from a message.
func display(msg string) string {
	for {
		i := strings.Index(msg, dot)
		if i < 0 {
			return msg
		}
		j := i + len(dot)
		for j < len(msg) && (msg[j] >= '0' && msg[j] <= '9' || msg[j] >= 'a' && msg[j] <= 'z') {
			j++
		}
		msg = msg[:i] + msg[j:]
	}
}

// Names returns what an identifier can mean below the cells of s, for completion.
func (s *Scope) Names() map[string]types.Object {
	out := map[string]types.Object{}
	for n, e := range s.names {
		if e.obj != nil {
			out[n] = e.obj
		}
	}
	return out
}
