package reflect

import (
	"go/types"
	std "reflect"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/tools/go/types/typeutil"

	"quire/interp/frontend"
)

// A World is what one runtime knows about the types of its cells. Identical types have one *rtype, so that == and the
// keys of maps hold.
type World struct {
	host Host

	mu    sync.Mutex
	known typeutil.Map // types.Type → *rtype
}

// world is the one whose cells run.
var world atomic.Pointer[World]

// compiled holds the *rtype of each compiled type; they are the same in all worlds.
var compiled sync.Map

// NewWorld returns an empty world.
func NewWorld(h Host) *World { return &World{host: h} }

// Enter makes w the world whose cells run.
func (w *World) Enter() { world.Store(w) }

func host() Host { return world.Load().host }

// fail panics as the package does when it is used wrongly.
func fail(v any) {
	if w := world.Load(); w != nil {
		w.host.Panic(v)
	}
	panic(v)
}

// ofCompiled is the type of a compiled value.
func ofCompiled(t std.Type) *rtype {
	if t == nil {
		return nil
	}
	if r, ok := compiled.Load(t); ok {
		return r.(*rtype)
	}
	r, _ := compiled.LoadOrStore(t, &rtype{std: t})
	return r.(*rtype)
}

// of is the type of a value that has type t in a cell; low is its lowered form, or nil when that is to be found out.
func of(t types.Type, low std.Type) *rtype {
	t = types.Unalias(t)
	if !frontend.NeedsBox(t) {
		if low == nil {
			low = lower(t)
		}
		return ofCompiled(low)
	}
	w := world.Load()
	w.mu.Lock()
	defer w.mu.Unlock()
	if r, ok := w.known.At(t).(*rtype); ok {
		return r
	}
	r := &rtype{src: t}
	w.known.Set(t, r)
	return r
}

// lower is the lowered form of a type.
func lower(t types.Type) std.Type {
	t = types.Unalias(t)
	switch t := t.(type) {
	case *types.Basic:
		return basics[types.Default(t).(*types.Basic).Kind()]
	case *types.Pointer:
		return std.PointerTo(lower(t.Elem()))
	case *types.Slice:
		return std.SliceOf(lower(t.Elem()))
	case *types.Array:
		return std.ArrayOf(int(t.Len()), lower(t.Elem()))
	case *types.Map:
		return std.MapOf(lower(frontend.KeyType(t)), lower(t.Elem()))
	case *types.Chan:
		return std.ChanOf(direction(t), lower(t.Elem()))
	case *types.Signature:
		return std.FuncOf(lowerAll(t.Params()), lowerAll(t.Results()), false)
	case *types.Interface:
		return anyType
	case *types.Struct:
		return lowerStruct(t)
	case *types.Named:
		return lowerNamed(t)
	}
	fail("reflect: type " + TypeName(t) + " has no form here")
	return nil
}

func lowerAll(list *types.Tuple) []std.Type {
	out := make([]std.Type, list.Len())
	for i := range out {
		out[i] = lower(list.At(i).Type())
	}
	return out
}

func lowerStruct(t *types.Struct) std.Type {
	fields := make([]std.StructField, t.NumFields())
	for i := range fields {
		v := t.Field(i)
		fields[i] = std.StructField{Name: frontend.FieldName(v, i), Type: lower(v.Type())}
	}
	return std.StructOf(fields)
}

func lowerNamed(t *types.Named) std.Type {
	obj := t.Obj()
	switch u := t.Underlying().(type) {
	case *types.Interface:
		if obj.Pkg() == nil {
			if obj.Name() == "error" {
				return errorType
			}
			return anyType
		}
	case *types.Struct:
		if isUser(t) || t.TypeArgs().Len() > 0 {
			if low := host().Form(t); low != nil {
				return low
			}
			return lowerStruct(u)
		}
	}
	if isUser(t) || t.TypeArgs().Len() > 0 {
		if low := host().Form(t); low != nil && held(t, low) {
			return low
		}
		return lower(t.Underlying())
	}
	if low := host().Compiled(obj.Pkg().Path(), obj.Name()); low != nil {
		return low
	}
	fail("reflect: type " + TypeName(t) + " of the library cannot be reached by reflection here")
	return nil
}

func isUser(t *types.Named) bool { return t.Obj().Pkg() != nil && t.Obj().Pkg().Path() == "main" }

func direction(t *types.Chan) std.ChanDir {
	switch t.Dir() {
	case types.SendOnly:
		return std.SendDir
	case types.RecvOnly:
		return std.RecvDir
	}
	return std.BothDir
}

var (
	anyType   = std.TypeFor[any]()
	errorType = std.TypeFor[error]()
)

var basics = map[types.BasicKind]std.Type{
	types.Bool: std.TypeFor[bool](), types.String: std.TypeFor[string](),
	types.Int: std.TypeFor[int](), types.Int8: std.TypeFor[int8](), types.Int16: std.TypeFor[int16](), types.Int32: std.TypeFor[int32](), types.Int64: std.TypeFor[int64](),
	types.Uint: std.TypeFor[uint](), types.Uint8: std.TypeFor[uint8](), types.Uint16: std.TypeFor[uint16](), types.Uint32: std.TypeFor[uint32](), types.Uint64: std.TypeFor[uint64](),
	types.Uintptr: std.TypeFor[uintptr](), types.Float32: std.TypeFor[float32](), types.Float64: std.TypeFor[float64](),
	types.Complex64: std.TypeFor[complex64](), types.Complex128: std.TypeFor[complex128](),
}

// source is the type in terms of go/types, nil for a compiled type that its package does not export.
func source(t std.Type) types.Type {
	if t.Name() != "" {
		return sourceNamed(t)
	}
	switch t.Kind() {
	case Pointer:
		if e := source(t.Elem()); e != nil {
			return types.NewPointer(e)
		}
	case Slice:
		if e := source(t.Elem()); e != nil {
			return types.NewSlice(e)
		}
	case Array:
		if e := source(t.Elem()); e != nil {
			return types.NewArray(e, int64(t.Len()))
		}
	case Map:
		k, e := source(t.Key()), source(t.Elem())
		if k != nil && e != nil {
			return types.NewMap(k, e)
		}
	case Chan:
		dir := map[std.ChanDir]types.ChanDir{BothDir: types.SendRecv, SendDir: types.SendOnly, RecvDir: types.RecvOnly}[t.ChanDir()]
		if e := source(t.Elem()); e != nil {
			return types.NewChan(dir, e)
		}
	case Func:
		return sourceFunc(t)
	case Interface:
		if t.NumMethod() == 0 {
			return types.NewInterfaceType(nil, nil)
		}
	case Struct:
		if t.NumField() == 0 {
			return types.NewStruct(nil, nil)
		}
	}
	return nil
}

func sourceNamed(t std.Type) types.Type {
	if t.PkgPath() == "" {
		if t.Kind() == Interface {
			return types.Universe.Lookup(t.Name()).Type()
		}
		for k, b := range basics {
			if b == t {
				return types.Typ[k]
			}
		}
		return nil
	}
	if p := host().Package(Origin(t.PkgPath())); p != nil {
		if o := p.Scope().Lookup(t.Name()); o != nil {
			return o.Type()
		}
	}
	if t.Kind() == Interface {
		return sourceInterface(t)
	}
	return nil
}

// Origin returns the import path of Go's package where that of a copy is given.
func Origin(path string) string { return strings.TrimPrefix(path, "quire/interp/worker/") }

func sourceInterface(t std.Type) types.Type {
	var methods []*types.Func
	for m := range t.Methods() {
		sig := sourceFunc(m.Type)
		if sig == nil || m.PkgPath != "" {
			return nil
		}
		methods = append(methods, types.NewFunc(0, nil, m.Name, sig.(*types.Signature)))
	}
	return types.NewInterfaceType(methods, nil).Complete()
}

func sourceFunc(t std.Type) types.Type {
	list := func(n int, at func(int) std.Type) *types.Tuple {
		var vars []*types.Var
		for i := range n {
			s := source(at(i))
			if s == nil {
				return nil
			}
			vars = append(vars, types.NewVar(0, nil, "", s))
		}
		return types.NewTuple(vars...)
	}
	in, out := list(t.NumIn(), t.In), list(t.NumOut(), t.Out)
	if in.Len() != t.NumIn() || out.Len() != t.NumOut() {
		return nil
	}
	return types.NewSignatureType(nil, nil, nil, in, out, t.IsVariadic())
}
