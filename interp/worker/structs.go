package worker

import (
	"fmt"
	"go/ast"
	"go/types"
	"reflect"
	"strconv"
	"unsafe"

	"quire/interp/frontend"
)

// The struct types of cells.
//
// The interpreter can declare struct types itself, but when they refer to each other in a circle it mixes up their
// fields. So they are made here, with package reflect, and the interpreter gets them as types of a compiled package.
// Package reflect cannot make circles either: a field that refers to a struct which does not exist yet is made with a
// stand-in of the same size and shape, and gets its true type when all exist.

// structs keeps the struct types of an engine by their lowered names.
type structs struct {
	made map[string]reflect.Type
}

// standIn takes the place of a struct that does not exist yet.
type standIn struct{}

// add makes the structs that a unit declares and returns them as symbols for the interpreter.
//
// paths has the import paths that the unit's aliases stand for.
func (s *structs) add(list []frontend.Struct, paths map[string]string) (map[string]reflect.Value, error) {
	if s.made == nil {
		s.made = map[string]reflect.Type{}
	}
	b := &structMaker{structs: s, paths: paths, todo: map[string]frontend.Struct{}}
	for _, t := range list {
		b.todo[t.Name] = t
	}
	symbols := map[string]reflect.Value{}
	for _, t := range list {
		if err := b.create(t.Name); err != nil {
			return nil, err
		}
	}
	for _, p := range b.patches {
		t, err := b.typ(p.expr, false)
		if err != nil {
			return nil, err
		}
		setFieldType(p.of, p.field, t)
	}
	for _, t := range list {
		symbols[t.Name] = reflect.Zero(reflect.PointerTo(s.made[t.Name]))
	}
	return symbols, nil
}

// A structMaker makes the structs of one unit.
type structMaker struct {
	*structs
	paths   map[string]string
	todo    map[string]frontend.Struct // not made yet
	patches []fieldPatch
	missing bool // a stand-in was used
}

// A fieldPatch is a field whose true type has to be set when all structs exist.
type fieldPatch struct {
	of    reflect.Type
	field int
	expr  ast.Expr
}

// create makes one struct, after those that it holds by value.
func (b *structMaker) create(name string) error {
	t, ok := b.todo[name]
	if !ok {
		return nil
	}
	delete(b.todo, name)
	var fields []reflect.StructField
	var patches []fieldPatch
	for _, f := range t.Type.Fields.List {
		if err := b.createHeld(f.Type); err != nil {
			return err
		}
	}
	for i, f := range t.Type.Fields.List {
		b.missing = false
		ft, err := b.typ(f.Type, true)
		if err != nil {
			return err
		}
		field := reflect.StructField{Name: f.Names[0].Name, Type: ft}
		if b.missing {
			// package reflect gives equal structs one type: the tag keeps those with stand-ins apart
			field.Tag = reflect.StructTag(strconv.Quote(name))
			patches = append(patches, fieldPatch{field: i, expr: f.Type})
		}
		fields = append(fields, field)
	}
	made := reflect.StructOf(fields)
	for _, p := range patches {
		p.of = made
		b.patches = append(b.patches, p)
	}
	b.made[name] = made
	return nil
}

// createHeld makes the structs that a field of the given type holds by value.
func (b *structMaker) createHeld(e ast.Expr) error {
	switch e := e.(type) {
	case *ast.ArrayType:
		if e.Len != nil {
			return b.createHeld(e.Elt)
		}
	case *ast.StructType:
		for _, f := range e.Fields.List {
			if err := b.createHeld(f.Type); err != nil {
				return err
			}
		}
	case *ast.SelectorExpr:
		return b.create(e.Sel.Name)
	}
	return nil
}

// typ is the type that a lowered type expression means; with shape, structs that do not exist yet have stand-ins, and
// the type has at least the size and the pointers of the true one.
func (b *structMaker) typ(e ast.Expr, shape bool) (reflect.Type, error) {
	switch e := e.(type) {
	case *ast.Ident:
		if t, ok := basicTypes[e.Name]; ok {
			return t, nil
		}
	case *ast.SelectorExpr:
		return b.named(e, shape)
	case *ast.StarExpr:
		return b.of(reflect.PointerTo, e.X, shape)
	case *ast.ArrayType:
		if e.Len == nil {
			return b.of(reflect.SliceOf, e.Elt, shape)
		}
		n, err := strconv.Atoi(e.Len.(*ast.BasicLit).Value)
		if err != nil {
			return nil, err
		}
		return b.of(func(t reflect.Type) reflect.Type { return reflect.ArrayOf(n, t) }, e.Elt, shape)
	case *ast.ChanType:
		dir := map[ast.ChanDir]reflect.ChanDir{ast.SEND | ast.RECV: reflect.BothDir, ast.SEND: reflect.SendDir, ast.RECV: reflect.RecvDir}[e.Dir]
		return b.of(func(t reflect.Type) reflect.Type { return reflect.ChanOf(dir, t) }, e.Value, shape)
	case *ast.MapType:
		k, err := b.typ(e.Key, shape)
		if err != nil {
			return nil, err
		}
		return b.of(func(v reflect.Type) reflect.Type { return reflect.MapOf(k, v) }, e.Value, shape)
	case *ast.FuncType:
		in, err := b.list(e.Params, shape)
		if err != nil {
			return nil, err
		}
		out, err := b.list(e.Results, shape)
		if err != nil {
			return nil, err
		}
		return reflect.FuncOf(in, out, false), nil
	case *ast.StructType:
		return b.anonymous(e, shape)
	}
	return nil, fmt.Errorf("type %T of a field", e)
}

func (b *structMaker) of(build func(reflect.Type) reflect.Type, elem ast.Expr, shape bool) (reflect.Type, error) {
	t, err := b.typ(elem, shape)
	if err != nil {
		return nil, err
	}
	return build(t), nil
}

func (b *structMaker) list(l *ast.FieldList, shape bool) ([]reflect.Type, error) {
	if l == nil {
		return nil, nil
	}
	out := make([]reflect.Type, len(l.List))
	for i, f := range l.List {
		t, err := b.typ(f.Type, shape)
		if err != nil {
			return nil, err
		}
		out[i] = t
	}
	return out, nil
}

func (b *structMaker) anonymous(e *ast.StructType, shape bool) (reflect.Type, error) {
	types, err := b.list(e.Fields, shape)
	if err != nil {
		return nil, err
	}
	fields := make([]reflect.StructField, len(types))
	for i, t := range types {
		fields[i] = reflect.StructField{Name: e.Fields.List[i].Names[0].Name, Type: t}
	}
	return reflect.StructOf(fields), nil
}

// named is a struct of cells or a type of a compiled package.
func (b *structMaker) named(e *ast.SelectorExpr, shape bool) (reflect.Type, error) {
	pkg, name := e.X.(*ast.Ident).Name, e.Sel.Name
	path := b.paths[pkg]
	if path == frontend.StructsPath {
		if t, ok := b.made[name]; ok {
			return t, nil
		}
		if shape {
			b.missing = true
			return reflect.TypeFor[standIn](), nil
		}
	}
	if v, ok := compiledTables()[path][name]; ok && v.Kind() == reflect.Pointer {
		return v.Type().Elem(), nil
	}
	return nil, fmt.Errorf("type %s.%s of a field", path, name)
}

// basicTypes are the predeclared types that lowered code uses.
var basicTypes = map[string]reflect.Type{
	"any": anyType, "error": errorType, "bool": reflect.TypeFor[bool](), "string": reflect.TypeFor[string](),
	"int": reflect.TypeFor[int](), "int8": reflect.TypeFor[int8](), "int16": reflect.TypeFor[int16](), "int32": reflect.TypeFor[int32](), "int64": reflect.TypeFor[int64](),
	"uint": reflect.TypeFor[uint](), "uint8": reflect.TypeFor[uint8](), "uint16": reflect.TypeFor[uint16](), "uint32": reflect.TypeFor[uint32](), "uint64": reflect.TypeFor[uint64](),
	"byte": reflect.TypeFor[byte](), "rune": reflect.TypeFor[rune](), "uintptr": reflect.TypeFor[uintptr](),
	"float32": reflect.TypeFor[float32](), "float64": reflect.TypeFor[float64](),
	"complex64": reflect.TypeFor[complex64](), "complex128": reflect.TypeFor[complex128](),
}

// The layout of a struct type of package reflect, as internal/abi declares it.
type (
	abiType struct {
		_, _       uintptr        // size and how far pointers reach
		_          uint32         // hash
		_, _, _, _ uint8          // flags, alignments, kind
		_          unsafe.Pointer // equality
		_          unsafe.Pointer // pointer mask
		_, _       int32          // names
	}
	abiField struct {
		_   unsafe.Pointer // name
		typ unsafe.Pointer
		_   uintptr // offset
	}
	abiStruct struct {
		abiType
		_      unsafe.Pointer // package path
		fields []abiField
	}
)

// setFieldType changes the type of a field to one of the same size and shape.
func setFieldType(of reflect.Type, field int, t reflect.Type) {
	(*abiStruct)(typePointer(of)).fields[field].typ = typePointer(t)
}

// typePointer is the address of what describes a type: the data word of the interface that holds it.
func typePointer(t reflect.Type) unsafe.Pointer {
	return (*[2]unsafe.Pointer)(unsafe.Pointer(&t))[1]
}

// takeOut returns what a value of type t holds. Types that contain themselves without a struct in between are structs with
// one field here.
func takeOut(t types.Type, v reflect.Value) reflect.Value {
	if v.Kind() != reflect.Struct {
		return v
	}
	switch t.Underlying().(type) {
	case *types.Struct, *types.Interface:
		return v
	}
	return v.Field(0)
}

// core takes the lowered value out of a box, in the form of its underlying type.
func (b *boxes) core(x any) any {
	if y, ok := b.plain(x).(box); ok {
		return takeOut(y.T.typ, reflect.ValueOf(y.V)).Interface()
	}
	return b.value(x)
}

// point returns the pointer p as one of the type that like has; what they point to has the same layout.
func point(p, like any) any {
	v := reflect.ValueOf(p)
	t := reflect.TypeOf(like)
	if v.IsNil() {
		return reflect.Zero(t).Interface()
	}
	return reflect.NewAt(t.Elem(), v.UnsafePointer()).Interface()
}

// arrayPointer returns a pointer to the array in which a slice's elements lie, as one of the type that like has; nil for a
// nil slice.
func arrayPointer(slice, like any) any {
	v, t := reflect.ValueOf(slice), reflect.TypeOf(like)
	if v.IsNil() {
		return reflect.Zero(t).Interface()
	}
	return reflect.NewAt(t.Elem(), v.UnsafePointer()).Interface()
}
