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
	cells   int                     // how many cells were compiled
	names   map[string]entry        // what an identifier means here
	outer   map[string]entry        // what the note's parameters mean
	made    []made                  // the cells that were compiled, in that order
	slots   map[types.Object]string // the global that holds an object
	sources map[types.Object]source // the declarations of functions and methods, for instances made below
	methods map[method]string       // the global function that a method is
	emitted map[string]string       // what is already compiled: canonical type or instance → global
	boxed   []boxedType             // the types that the runtime knows; their method sets may grow
	prel    *preludes
	typeIDs int
	objects int

	concurrent bool // a cell starts goroutines
	reflected  bool // a cell uses reflection: the runtime knows the forms of all types

	texts  []*parsed       // the cells above, where scopes come from Diagnose
	unsure map[string]bool // names of cells with errors: what they are is a guess
	lost   map[string]bool // methods that cells with errors should have declared
}

// An entry is an object of a cell above, or a package.
type entry struct {
	obj  types.Object
	path string // import path, when obj is nil
}

// made is what a cell added when it was compiled.
type made struct {
	key     string
	names   map[string]entry
	objects []types.Object // that have slots or sources
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
	s.outer = s.names
	return s
}

// Again returns the outermost scope of a note, as [NewScope] does. What s has loaded of the library is not loaded again.
func (s *Scope) Again(params []Param) *Scope {
	again := NewScope(params)
	again.lib, again.prel = s.lib, s.prel
	return again
}

// At returns the scope in which to compile a cell that has a place in a note: it sees what the cells above it declared when
// they were last compiled, and nothing of the others. What the note no longer has, and what the cell itself was before,
// is forgotten.
func (s *Scope) At(c Cell) *Scope {
	if c.Note == nil {
		return s
	}
	place := map[string]int{}
	for i, key := range c.Note {
		place[key] = i + 1
	}
	here := place[c.Key]
	next := s.next()
	next.cells, next.made = s.cells, nil
	above := make([]*made, len(c.Note)+1)
	for i := range s.made {
		m := &s.made[i]
		at := place[m.key]
		if at == 0 || at == here {
			next.forget(m.objects)
			continue
		}
		next.made = append(next.made, *m)
		if at < here {
			above[at] = m
		}
	}
	next.names = maps.Clone(s.outer)
	for _, m := range above {
		if m != nil {
			maps.Copy(next.names, m.names)
		}
	}
	return next
}

// forget removes objects that nothing can refer to any more.
func (s *Scope) forget(list []types.Object) {
	for _, o := range list {
		delete(s.slots, o)
		delete(s.sources, o)
	}
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
		lib: s.lib, cells: s.cells + 1, names: maps.Clone(s.names), outer: s.outer, made: s.made[:len(s.made):len(s.made)], slots: maps.Clone(s.slots),
		sources: maps.Clone(s.sources), methods: maps.Clone(s.methods), emitted: maps.Clone(s.emitted),
		boxed: s.boxed[:len(s.boxed):len(s.boxed)], prel: s.prel, typeIDs: s.typeIDs, objects: s.objects, reflected: s.reflected, concurrent: s.concurrent,
		texts: s.texts[:len(s.texts):len(s.texts)], unsure: maps.Clone(s.unsure), lost: s.lost,
	}
}

// slot is the global for a name that cell number n declares.
func slot(name string, n int) string { return fmt.Sprint(name, dot, n) }

// isSlot reports whether a lowered name is a slot, and not one of a function.
func isSlot(name string) bool { return strings.Contains(name, dot) && !strings.Contains(name, dot+dot) }

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

// Package returns the type information of a package of the library, nil when there is none.
func (s *Scope) Package(path string) *types.Package {
	p, err := s.lib.Import(path)
	if err != nil {
		return nil
	}
	return p
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
