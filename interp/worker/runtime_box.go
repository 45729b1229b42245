package worker

import (
	"bytes"
	"errors"
	"fmt"
	"go/types"
	"reflect"
	"sync"
	"sync/atomic"

	"quire/interp/worker/encoding/json"
	lookalike "quire/interp/worker/reflect"
	fault "quire/interp/worker/runtime"
)

// A userType is a type of the note's that the runtime knows: its go/types form, and the functions that are its methods.
type userType struct {
	typ     types.Type
	number  int                      // no other type has it
	Direct  int                      // tells lowered code that it may call the methods that it knows; 0 when they have changed
	methods map[string]reflect.Value // func(x any, params…) results…
	own     map[string]bool          // methods whose signature names types of cells: no interface of the library has them
	rtype   atomic.Pointer[reflect.Type]
}

// real gives a pointer its own type: inside recursive types the interpreter has pointers to a stand-in.
func (t *userType) real(v reflect.Value) reflect.Value {
	r := t.rtype.Load()
	if r == nil || v.Kind() != reflect.Pointer || v.Type() == *r || (*r).Kind() != reflect.Pointer {
		return v
	}
	return reflect.NewAt((*r).Elem(), v.UnsafePointer())
}

// A box is a value of a user's type inside an interface. Two boxes are equal when Go says that the values are.
//
// The fields have exported names because lowered code reads them.
type box struct {
	T *userType
	V any
}

// MarshalJSON serves compiled packages that write JSON themselves, such as log/slog.
func (b box) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false) // whoever asks escapes, if it wants to
	err := e.Encode(b)
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), err
}

// Empty reports whether the value, or what it points to, has no memory of its own: such values cannot be told apart.
func (b box) Empty() bool {
	t := reflect.TypeOf(b.V)
	if t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t != nil && t.Size() == 0
}

// TypeName is the name of the value's type without its package, "" for a type without a name.
func (b box) TypeName() string {
	t := b.T.typ
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	if n, ok := types.Unalias(t).(*types.Named); ok {
		return lookalike.TypeName(n)[len("main."):]
	}
	return ""
}

// A boxedError is a box whose type implements error, where an error is wanted.
type boxedError struct{ box }

func (e boxedError) Error() string { return e.T.text("Error", e.V) }

// Unwrap makes errors.Unwrap see the user's Unwrap method.
func (e boxedError) Unwrap() error {
	if m, ok := e.T.methods["Unwrap"]; ok && m.Type().NumOut() == 1 && m.Type().Out(0) == errorType {
		err, _ := m.Call([]reflect.Value{reflect.ValueOf(e.box)})[0].Interface().(error)
		return err
	}
	return nil
}

// Is makes errors.Is see the user's Is method.
func (e boxedError) Is(target error) bool {
	if m, ok := e.T.methods["Is"]; ok && m.Type().NumIn() == 2 && m.Type().In(1) == errorType {
		return m.Call([]reflect.Value{reflect.ValueOf(e.box), reflect.ValueOf(&target).Elem()})[0].Bool()
	}
	return false
}

// Format prints the error as fmt prints its own value.
func (e boxedError) Format(s fmt.State, verb rune) { e.box.Format(s, verb) }

// Timeout and Temporary are what packages os, net and net/url ask of an error; false is what it means not to have them.
func (e boxedError) Timeout() bool { return e.T.says("Timeout", e.box) }

// Temporary is like Timeout.
func (e boxedError) Temporary() bool { return e.T.says("Temporary", e.box) }

// says calls a method that returns a bool, if the type has it.
func (t *userType) says(method string, x box) bool {
	m, ok := t.methods[method]
	return ok && m.Type() == reflect.TypeFor[func(any) bool]() && m.Call([]reflect.Value{reflect.ValueOf(x)})[0].Bool()
}

// A boxedErrors is a boxedError with Unwrap() []error.
type boxedErrors struct{ box }

func (e boxedErrors) Error() string                 { return boxedError(e).Error() }
func (e boxedErrors) Is(target error) bool          { return boxedError(e).Is(target) }
func (e boxedErrors) Timeout() bool                 { return boxedError(e).Timeout() }
func (e boxedErrors) Temporary() bool               { return boxedError(e).Temporary() }
func (e boxedErrors) Format(s fmt.State, verb rune) { e.box.Format(s, verb) }
func (e boxedErrors) Unwrap() []error {
	errs, _ := e.T.methods["Unwrap"].Call([]reflect.Value{reflect.ValueOf(e.box)})[0].Interface().([]error)
	return errs
}

var (
	errorType = reflect.TypeFor[error]()
	anyType   = reflect.TypeFor[any]()
)

// text calls a method without parameters that returns a string.
func (t *userType) text(method string, v any) string {
	defer translate()
	return t.methods[method].Call([]reflect.Value{reflect.ValueOf(box{t, v})})[0].String()
}

func (t *userType) hasText(method string) bool {
	m, ok := t.methods[method]
	if !ok || m.Type().NumIn() != 1 || m.Type().NumOut() != 1 || m.Type().Out(0).Kind() != reflect.String {
		return false
	}
	return !t.own[method]
}

// boxes is the part of the runtime that deals with interface values.
type boxes struct {
	mu       sync.RWMutex
	types    map[int]*userType
	unique   []*userType
	wrappers map[string][]reflect.Type // interface name → wrapper structs, richest first
	isWrap   map[reflect.Type]bool     // pointers to wrapper structs
	ifaces   map[string]reflect.Type
	cache    map[box]map[string]reflect.Value  // wrappers of pointers, so that they keep their identity
	interned map[wrapped]reflect.Value         // wrappers that stand in keys of maps
	sourced  func(reflect.Value) reflect.Value // gives compiled values without a source of random numbers the cell's
}

// add makes a type known under a number. Identical types share one entry.
func (b *boxes) add(id int, t types.Type) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if old := b.types[id]; old != nil { // of a cell that could not be loaded
		old.Direct = 0
	}
	for _, u := range b.unique {
		if types.Identical(u.typ, t) {
			u.Direct = 0
			b.types[id] = u
			return
		}
	}
	u := &userType{typ: t, number: len(b.unique), Direct: id, methods: map[string]reflect.Value{}}
	b.types[id] = u
	b.unique = append(b.unique, u)
}

func (b *boxes) get(id int) *userType {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.types[id]
}

// sourceName is the note's name of a type that the interpreter calls name.
func (b *boxes) sourceName(name string) string {
	b.mu.RLock()
	defer b.mu.RUnlock()
	for _, u := range b.unique {
		if r := u.rtype.Load(); r != nil && (*r).String() == name {
			return typeName(u.typ)
		}
	}
	return name
}

// find returns the entry of an identical type, nil when there is none.
func (b *boxes) find(t types.Type) *userType {
	b.mu.RLock()
	defer b.mu.RUnlock()
	for _, u := range b.unique {
		if types.Identical(u.typ, t) {
			return u
		}
	}
	return nil
}

// reg makes f the method of a type. When it replaces another one, functions compiled earlier must see it too.
func (b *boxes) reg(id int, name string, f any) {
	u := b.get(id)
	if _, ok := u.methods[name]; ok {
		u.Direct = 0
	}
	u.methods[name] = reflect.ValueOf(f)
	if namesCellTypes(u.typ, name) {
		if u.own == nil {
			u.own = map[string]bool{}
		}
		u.own[name] = true
	} else {
		delete(u.own, name)
	}
}

func (b *boxes) box(id int, v any) any {
	t := b.get(id)
	if t.rtype.Load() == nil && v != nil {
		r := reflect.TypeOf(v)
		t.rtype.Store(&r)
	}
	return box{t, v}
}

// value takes the lowered value out of a box.
func (b *boxes) value(x any) any {
	x = b.plain(x)
	if y, ok := x.(box); ok {
		return y.V
	}
	return x
}

// plain takes a box out of its wrapper.
func (b *boxes) plain(x any) any {
	switch e := x.(type) {
	case nil:
		return nil
	case box:
		return e
	case boxedError:
		return e.box
	case boxedErrors:
		return e.box
	}
	if t := reflect.TypeOf(x); t.Kind() == reflect.Pointer && b.isWrap[t] {
		return reflect.ValueOf(x).Elem().Field(0).Interface()
	}
	return x
}

func (b *boxes) is(x any, id int) bool {
	y, ok := b.plain(x).(box)
	return ok && y.T == b.get(id)
}

// implements reports whether x has the methods of interface type number id.
func (b *boxes) implements(x any, id int) bool {
	x = b.plain(x)
	if x == nil {
		return false
	}
	iface := b.get(id).typ.Underlying().(*types.Interface)
	if y, ok := x.(box); ok {
		return types.Implements(y.T.typ, iface)
	}
	t := reflect.TypeOf(x)
	for i := range iface.NumMethods() {
		m, ok := t.MethodByName(iface.Method(i).Name())
		sig := iface.Method(i).Type().(*types.Signature)
		if !ok || m.Type.NumIn()-1 != sig.Params().Len() || m.Type.NumOut() != sig.Results().Len() || !sameKinds(m.Type, sig) {
			return false
		}
	}
	return true
}

// sameKinds compares a compiled method's types with a signature's, as far as their names and kinds go.
func sameKinds(m reflect.Type, sig *types.Signature) bool {
	for i := range sig.Params().Len() {
		if !sameKind(m.In(i+1), sig.Params().At(i).Type()) {
			return false
		}
	}
	for i := range sig.Results().Len() {
		if !sameKind(m.Out(i), sig.Results().At(i).Type()) {
			return false
		}
	}
	return true
}

func sameKind(r reflect.Type, t types.Type) bool {
	return r.String() == typeName(t)
}

// method returns what calls method name on x: func(x any, params…) results….
func (b *boxes) method(x any, name string) any {
	x = b.plain(x)
	switch y := x.(type) {
	case nil:
		panic(nilPointer)
	case box:
		m, ok := y.T.methods[name]
		if !ok {
			panic(fmt.Sprintf("internal: %s has no method %s", typeName(y.T.typ), name))
		}
		return m.Interface()
	}
	m := b.sourced(reflect.ValueOf(x)).MethodByName(name)
	if !m.IsValid() {
		panic(fmt.Sprintf("internal: %T has no method %s", x, name))
	}
	t := m.Type()
	in := []reflect.Type{anyType}
	for i := range t.NumIn() {
		in = append(in, t.In(i))
	}
	var out []reflect.Type
	for i := range t.NumOut() {
		out = append(out, t.Out(i))
	}
	return reflect.MakeFunc(reflect.FuncOf(in, out, false), func(args []reflect.Value) []reflect.Value {
		if t.IsVariadic() {
			return m.CallSlice(args[1:])
		}
		return m.Call(args[1:])
	}).Interface()
}

// equal is == of two interface values, or of two structs or arrays.
func (b *boxes) equal(x, y any) (eq bool) {
	x, y = b.plain(x), b.plain(y)
	defer func() {
		if r := recover(); r != nil {
			u, ok := x.(box)
			if ok && !types.Comparable(u.T.typ) {
				panic(fault.Text("comparing uncomparable type " + typeName(u.T.typ)))
			}
			panic(r) // about x itself, or about what an interface in it holds
		}
	}()
	return x == y || b.same(reflect.ValueOf(x), reflect.ValueOf(y))
}

// same reports whether two values are equal but for the wrappers inside them: a value in a compiled interface has a new
// wrapper each time, which does not compare.
func (b *boxes) same(x, y reflect.Value) bool {
	if !x.IsValid() || !y.IsValid() || x.Type() != y.Type() {
		return false
	}
	switch x.Kind() {
	case reflect.Struct:
		if u, ok := x.Interface().(box); ok {
			w := y.Interface().(box)
			return u == w || u.T == w.T && b.same(reflect.ValueOf(u.V), reflect.ValueOf(w.V))
		}
		for i := range x.NumField() {
			if !x.Type().Field(i).IsExported() || !b.same(x.Field(i), y.Field(i)) {
				return false
			}
		}
		return true
	case reflect.Array:
		for i := range x.Len() {
			if !b.same(x.Index(i), y.Index(i)) {
				return false
			}
		}
		return true
	case reflect.Interface:
		if x.IsNil() || y.IsNil() {
			return x.IsNil() && y.IsNil()
		}
		u, w := b.plain(x.Interface()), b.plain(y.Interface())
		return u == w || b.same(reflect.ValueOf(u), reflect.ValueOf(w))
	}
	return x.Interface() == y.Interface()
}

// isNilFunc is == nil of a function.
func isNilFunc(x any) bool {
	if x == nil {
		return true
	}
	v := reflect.ValueOf(x)
	return v.Kind() == reflect.Func && v.IsNil()
}

// badAssert panics as a failed assertion of x to type number id does; from is the operand's static type.
func (b *boxes) badAssert(x any, from, id int) {
	x = b.plain(x)
	want, static := b.get(id).typ, b.get(from).typ
	dynamic := ""
	switch y := x.(type) {
	case nil:
	case box:
		dynamic = typeName(y.T.typ)
	default:
		dynamic = reflect.TypeOf(x).String()
	}
	iface, toIface := want.Underlying().(*types.Interface)
	op := typeName(static)
	switch {
	case dynamic == "" && toIface:
		panic(fault.Assertion("interface conversion: interface is nil, not " + typeName(want)))
	case dynamic == "":
		panic(fault.Assertion(fmt.Sprintf("interface conversion: %s is nil, not %s", op, typeName(want))))
	case toIface:
		panic(fault.Assertion(fmt.Sprintf("interface conversion: %s is not %s: missing method %s", dynamic, typeName(want), b.missing(x, iface))))
	}
	scopes := ""
	if dynamic == typeName(want) {
		scopes = " (types from different scopes)"
	}
	panic(fault.Assertion(fmt.Sprintf("interface conversion: %s is %s, not %s%s", op, dynamic, typeName(want), scopes)))
}

func (b *boxes) missing(x any, iface *types.Interface) string {
	if y, ok := x.(box); ok {
		if m, _ := types.MissingMethod(y.T.typ, iface, true); m != nil {
			return m.Name()
		}
	}
	for i := range iface.NumMethods() {
		if _, ok := reflect.TypeOf(x).MethodByName(iface.Method(i).Name()); !ok {
			return iface.Method(i).Name()
		}
	}
	return "?"
}

// wrap turns an interface value into one of the compiled interface type iface, which it implements.
func (b *boxes) wrap(x any, name string) reflect.Value {
	iface := b.ifaces[name]
	out := reflect.New(iface).Elem()
	p := b.plain(x)
	y, ok := p.(box)
	if !ok {
		if p != nil {
			out.Set(b.sourced(reflect.ValueOf(p)))
		}
		return out
	}
	if iface == errorType {
		if m, ok := y.T.methods["Unwrap"]; ok && m.Type().NumOut() == 1 && m.Type().Out(0).Kind() == reflect.Slice {
			out.Set(reflect.ValueOf(boxedErrors{y}))
		} else {
			out.Set(reflect.ValueOf(boxedError{y}))
		}
		return out
	}
	pointer := reflect.ValueOf(y.V).Kind() == reflect.Pointer
	if pointer {
		b.mu.RLock()
		w, ok := b.cache[y][name]
		b.mu.RUnlock()
		if ok {
			out.Set(w)
			return out
		}
	}
	w := b.newWrapper(y, name)
	out.Set(w)
	if pointer {
		b.mu.Lock()
		if b.cache[y] == nil {
			b.cache[y] = map[string]reflect.Value{}
		}
		b.cache[y][name] = w
		b.mu.Unlock()
	}
	return out
}

// A wrapped is a value and the type of its wrapper.
type wrapped struct {
	box
	wrapper reflect.Type
}

// canonical returns x, a struct or an array, with one wrapper for all equal values that it holds in compiled interfaces: then
// it is equal to others as Go says, and a key of a map.
func (b *boxes) canonical(x any) any {
	out := reflect.New(reflect.TypeOf(x)).Elem()
	out.Set(reflect.ValueOf(x))
	b.mu.Lock()
	defer b.mu.Unlock()
	b.canonicalIn(out)
	return out.Interface()
}

func (b *boxes) canonicalIn(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				b.canonicalIn(v.Field(i))
			}
		}
	case reflect.Array:
		for i := range v.Len() {
			b.canonicalIn(v.Index(i))
		}
	case reflect.Interface:
		w := v.Elem()
		if !w.IsValid() || !b.isWrap[w.Type()] {
			return
		}
		y := w.Elem().Field(0).Interface().(box)
		if !reflect.ValueOf(y.V).Comparable() {
			return
		}
		key := wrapped{y, w.Type()}
		if _, ok := b.interned[key]; !ok {
			b.interned[key] = w
		}
		v.Set(b.interned[key])
	}
}

// newWrapper fills the richest wrapper whose methods the box has.
func (b *boxes) newWrapper(y box, name string) reflect.Value {
next:
	for _, t := range b.wrappers[name] {
		w := reflect.New(t)
		w.Elem().Field(0).Set(reflect.ValueOf(y))
		for i := 1; i < t.NumField(); i++ {
			f := t.Field(i)
			m, ok := y.T.methods[f.Name[1:]]
			if !ok || y.T.own[f.Name[1:]] || !fits(m.Type(), f.Type) {
				continue next
			}
			w.Elem().Field(i).Set(reflect.MakeFunc(f.Type, func(args []reflect.Value) []reflect.Value {
				defer translate()
				return m.Call(append([]reflect.Value{reflect.ValueOf(y)}, args...))
			}))
		}
		return w
	}
	panic(fmt.Sprintf("internal: no wrapper of %s for %s", name, typeName(y.T.typ)))
}

// fits reports whether a method's function has the parameters and results of a wrapper's field.
func fits(m, f reflect.Type) bool {
	if m.NumIn() != f.NumIn()+1 || m.NumOut() != f.NumOut() {
		return false
	}
	for i := range f.NumIn() {
		if m.In(i+1) != f.In(i) {
			return false
		}
	}
	for i := range f.NumOut() {
		if m.Out(i) != f.Out(i) {
			return false
		}
	}
	return true
}

// isIface reports whether x implements a compiled interface.
func (b *boxes) isIface(x any, name string) bool {
	x = b.plain(x)
	if x == nil {
		return false
	}
	y, ok := x.(box)
	if !ok {
		return reflect.TypeOf(x).Implements(b.ifaces[name])
	}
	t := b.ifaces[name]
	for i := range t.NumMethod() {
		m, ok := y.T.methods[t.Method(i).Name]
		if !ok || y.T.own[t.Method(i).Name] || !fits(m.Type(), t.Method(i).Type) {
			return false
		}
	}
	return true
}

// A target is where errors.As stores what it finds.
type target struct {
	elem *userType
	ptr  any
}

// errorsAs is errors.As for targets of any type.
func (b *boxes) errorsAs(err error, to any) bool {
	t, ok := to.(target)
	if !ok {
		return errors.As(err, to)
	}
	if t.ptr == nil || reflect.ValueOf(t.ptr).IsNil() {
		panic("errors: target cannot be nil")
	}
	return b.asOne(err, t)
}

func (b *boxes) asOne(err error, t target) bool {
	for err != nil {
		if b.matches(err, t) {
			return true
		}
		p, _ := b.plain(err).(box)
		if p.T != nil {
			if m, ok := p.T.methods["As"]; ok && m.Type().NumIn() == 2 {
				if m.Call([]reflect.Value{reflect.ValueOf(p), reflect.ValueOf(b.targetOf(t))})[0].Bool() {
					return true
				}
			}
		}
		switch u := err.(type) {
		case interface{ Unwrap() error }:
			err = u.Unwrap()
		case interface{ Unwrap() []error }:
			for _, e := range u.Unwrap() {
				if e != nil && b.asOne(e, t) {
					return true
				}
			}
			return false
		default:
			return false
		}
	}
	return false
}

// targetOf is a target as a method As sees it.
func (b *boxes) targetOf(t target) any {
	if u := b.find(types.NewPointer(t.elem.typ)); u != nil && needsExact(t.elem.typ) {
		return box{u, t.ptr}
	}
	return t.ptr
}

// matches stores err in the target when its type is the target's.
func (b *boxes) matches(err error, t target) bool {
	place := reflect.ValueOf(t.ptr).Elem()
	p := b.plain(err)
	if y, ok := p.(box); ok {
		if iface, ok := t.elem.typ.Underlying().(*types.Interface); ok {
			if !types.Implements(y.T.typ, iface) {
				return false
			}
			if place.Type() == anyType {
				place.Set(reflect.ValueOf(p))
				return true
			}
			if place.Type() == errorType {
				place.Set(reflect.ValueOf(&err).Elem())
				return true
			}
			return false
		}
		if y.T != t.elem {
			return false
		}
		place.Set(reflect.ValueOf(y.V))
		return true
	}
	if iface, ok := t.elem.typ.Underlying().(*types.Interface); ok && place.Type() == anyType {
		for i := range iface.NumMethods() {
			if _, ok := reflect.TypeOf(p).MethodByName(iface.Method(i).Name()); !ok {
				return false
			}
		}
		place.Set(reflect.ValueOf(p))
		return true
	}
	if _, user := t.elem.typ.Underlying().(*types.Interface); !user && needsExact(t.elem.typ) {
		return false
	}
	if reflect.TypeOf(p).AssignableTo(place.Type()) {
		place.Set(reflect.ValueOf(p))
		return true
	}
	return false
}

// needsExact reports whether only a box can hold a value of the type.
func needsExact(t types.Type) bool {
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	n, ok := types.Unalias(t).(*types.Named)
	return ok && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "main"
}

// typeName is a type as the runtime's messages and %T print it.
func typeName(t types.Type) string { return lookalike.TypeName(t) }
