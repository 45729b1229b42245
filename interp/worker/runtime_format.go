package worker

import (
	"fmt"
	"go/types"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"quire/interp"
)

// Format prints a value of a user's type as package fmt would print the value itself: by its fields' own names and
// types, through the methods Format, GoString, Error and String where the type has them.
func (x box) Format(s fmt.State, verb rune) {
	p := &printer{s: s, verb: verb, rt: current.Load()}
	p.value(x.T.typ, reflect.ValueOf(x.V), 0, true)
}

// A printer prints one operand.
type printer struct {
	s    fmt.State
	verb rune
	rt   *runtimeState
	bare bool // methods are not called
}

func (p *printer) text(s string) { io.WriteString(p.s, s) }

// leaf prints what package fmt itself prints rightly.
func (p *printer) leaf(v any) {
	if p.rt != nil {
		p.rt.watchAddress(p.verb, v)
	}
	fmt.Fprintf(p.s, fmt.FormatString(p.s, p.verb), v)
}

// methods prints by a method of the type; it reports whether there is one for the verb.
func (p *printer) methods(t types.Type, v reflect.Value) (done bool) {
	if p.rt == nil || p.bare || !v.CanInterface() {
		return false
	}
	u := p.rt.find(t)
	if u == nil || len(u.methods) == 0 {
		return false
	}
	v = u.real(v)
	if m, ok := u.methods["Format"]; ok && m.Type().NumIn() == 3 {
		defer p.caught(&done, "Format", v)
		m.Call([]reflect.Value{reflect.ValueOf(box{u, v.Interface()}), reflect.ValueOf(&p.s).Elem(), reflect.ValueOf(p.verb)})
		return true
	}
	if p.s.Flag('#') && p.verb == 'v' {
		if u.hasText("GoString") {
			defer p.caught(&done, "GoString", v)
			p.text(u.text("GoString", v.Interface()))
			return true
		}
		return false
	}
	if !strings.ContainsRune("vsxXq", p.verb) {
		return false
	}
	for _, name := range []string{"Error", "String"} {
		if !u.hasText(name) {
			continue
		}
		if v.Kind() == reflect.Pointer && v.IsNil() {
			if _, ptr := types.Unalias(t).(*types.Pointer); ptr && p.valueReceiver(t, name) {
				p.text("<nil>")
				return true
			}
		}
		defer p.caught(&done, name, v)
		p.leaf(u.text(name, v.Interface()))
		return true
	}
	return false
}

// caught is deferred around a method that prints: a panic in it is printed, as package fmt does.
func (p *printer) caught(done *bool, method string, v reflect.Value) {
	r := recover()
	if r == nil {
		return
	}
	*done = true
	p.rt.trace.take()
	if v.Kind() == reflect.Pointer && v.IsNil() {
		p.text("<nil>")
		return
	}
	fmt.Fprintf(p.s, "%%!%c(PANIC=%s method: %v)", p.verb, method, panicValue(r))
}

// valueReceiver reports whether the method of pointer type t is one of its element: calling it on nil panics.
func (p *printer) valueReceiver(t types.Type, name string) bool {
	elem := types.Unalias(t).(*types.Pointer).Elem()
	return types.NewMethodSet(elem).Lookup(nil, name) != nil
}

// value prints v, which has type t in the note. exported tells that no unexported field was on the way, so that methods
// are called.
func (p *printer) value(t types.Type, v reflect.Value, depth int, exported bool) {
	if !v.IsValid() {
		p.text("<nil>")
		return
	}
	if exported && p.methods(t, v) {
		return
	}
	if ofLibrary(t) && p.library(v, depth, exported) {
		return
	}
	v = takeOut(t, v)
	sharp := p.s.Flag('#') && p.verb == 'v'
	switch u := t.Underlying().(type) {
	case *types.Struct:
		if v.Kind() == reflect.Struct && (v.NumField() == u.NumFields() || u.NumFields() == 0) && isUserStruct(t) {
			p.structure(t, u, v, depth, exported, sharp)
			return
		}
	case *types.Pointer:
		p.pointer(t, u, v, depth, exported, sharp)
		return
	case *types.Slice:
		if p.bytes(u.Elem(), v, sharp) {
			return
		}
		p.sequence(t, u.Elem(), v, depth, exported, sharp)
		return
	case *types.Array:
		if p.bytes(u.Elem(), v, sharp) {
			return
		}
		p.sequence(t, u.Elem(), v, depth, exported, sharp)
		return
	case *types.Map:
		p.mapping(t, u, v, depth, exported, sharp)
		return
	case *types.Interface:
		p.iface(t, v, depth, exported, sharp)
		return
	case *types.Chan, *types.Signature:
		if sharp {
			p.text(fmt.Sprintf("(%s)(%s)", typeName(t), p.address(v, true)))
			return
		}
		if p.verb == 'v' {
			p.text(p.address(v, false))
			return
		}
	case *types.Basic:
		if n, ok := types.Unalias(t).(*types.Named); ok && v.Type().PkgPath() == "" {
			p.named(n, v)
			return
		}
		if _, plain := types.Unalias(t).(*types.Basic); !plain && sharp || v.Type().PkgPath() != "" && !exported {
			p.leaf(basicOf(v))
			return
		}
	}
	p.leaf(reach(v))
}

// library prints a value of a compiled type, or of a pointer to one, when package fmt does it rightly by itself: by the
// value's methods, or without them where an unexported field was on the way.
func (p *printer) library(v reflect.Value, depth int, exported bool) bool {
	if !v.CanInterface() || v.Kind() == reflect.Interface {
		return false
	}
	if exported && depth > 0 && v.Kind() == reflect.Pointer && !p.prints(v.Interface()) {
		p.compiledPointer(v)
		return true
	}
	if exported {
		switch x := v.Interface().(type) {
		case fmt.Formatter, fmt.Stringer, error:
			p.leaf(x)
			return true
		}
		return false
	}
	if v.Kind() == reflect.Pointer { // its address
		return false
	}
	p.leaf(unexported(v))
	return true
}

// ofLibrary reports whether t is a named type of a compiled package, or a pointer to one.
func ofLibrary(t types.Type) bool {
	t = types.Unalias(t)
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	n, ok := t.(*types.Named)
	return ok && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() != "main" && n.TypeArgs().Len() == 0
}

// unexported returns v as the value of an unexported field: fmt does not call its methods.
func unexported(v reflect.Value) reflect.Value { return inStruct(v).Field(0) }

// inStruct returns a struct with v as its only field, which is not exported.
func inStruct(v reflect.Value) reflect.Value {
	holder := reflect.New(reflect.StructOf([]reflect.StructField{{Name: "v", PkgPath: "main", Type: v.Type()}}))
	reflect.NewAt(v.Type(), holder.UnsafePointer()).Elem().Set(v)
	return holder.Elem()
}

func isUserStruct(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return !ok || n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "main"
}

// reach returns a value even of an unexported field of a compiled struct.
func reach(v reflect.Value) any {
	if v.CanInterface() {
		return v.Interface()
	}
	return v
}

// basicOf strips a named basic type of its methods.
func basicOf(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Bool:
		return v.Bool()
	case reflect.String:
		return v.String()
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return v.Int()
	case reflect.Float32:
		return float32(v.Float())
	case reflect.Float64:
		return v.Float()
	}
	return reach(v)
}

func (p *printer) structure(t types.Type, u *types.Struct, v reflect.Value, depth int, exported, sharp bool) {
	if sharp {
		p.text(typeName(t))
	}
	p.text("{")
	for i := range u.NumFields() {
		if i > 0 {
			p.text(map[bool]string{true: ", ", false: " "}[sharp])
		}
		f := u.Field(i)
		if sharp || p.s.Flag('+') && p.verb == 'v' {
			p.text(f.Name() + ":")
		}
		p.value(f.Type(), v.Field(i), depth+1, exported && f.Exported())
	}
	p.text("}")
}

func (p *printer) address(v reflect.Value, sharp bool) string {
	if v.IsNil() {
		if sharp {
			return "nil"
		}
		return "<nil>"
	}
	if p.rt != nil {
		p.rt.volatile(interp.ReasonAddress)
	}
	return "0x" + strconv.FormatUint(uint64(v.Pointer()), 16)
}

func (p *printer) pointer(t types.Type, u *types.Pointer, v reflect.Value, depth int, exported, sharp bool) {
	if v.Kind() == reflect.Pointer && depth == 0 && !v.IsNil() && p.verb != 'p' {
		switch u.Elem().Underlying().(type) {
		case *types.Struct, *types.Slice, *types.Array, *types.Map:
			p.text("&")
			p.value(u.Elem(), v.Elem(), depth+1, exported)
			return
		}
	}
	if p.verb == 'v' {
		if sharp {
			p.text(fmt.Sprintf("(%s)(%s)", typeName(t), p.address(v, true)))
		} else {
			p.text(p.address(v, false))
		}
		return
	}
	if strings.ContainsRune("bodxX", p.verb) {
		p.leaf(p.number(v))
		return
	}
	sub := *p // the verb does not fit: fmt tells the value, without methods
	sub.verb, sub.bare = 'v', true
	p.text(fmt.Sprintf("%%!%c(%s=", p.verb, typeName(t)))
	sub.value(t, v, 0, exported)
	p.text(")")
}

// number is a pointer as an integer.
func (p *printer) number(v reflect.Value) uintptr {
	p.address(v, true)
	return v.Pointer()
}

// compiledPointer prints a pointer of the library's that is not the operand itself, and has no methods to print it.
func (p *printer) compiledPointer(v reflect.Value) {
	switch {
	case p.verb == 'v' && p.s.Flag('#'):
		p.text(fmt.Sprintf("(%s)(%s)", v.Type(), p.address(v, true)))
	case p.verb == 'v':
		p.text(p.address(v, false))
	case strings.ContainsRune("bodxX", p.verb):
		p.leaf(p.number(v))
	default:
		text := fmt.Sprintf(fmt.FormatString(p.s, p.verb), inStruct(v).Interface())
		p.text(text[1 : len(text)-1])
	}
}

// bytes prints byte slices and arrays where the verb treats them as one string.
func (p *printer) bytes(elem types.Type, v reflect.Value, sharp bool) bool {
	b, ok := elem.Underlying().(*types.Basic)
	if !ok || b.Kind() != types.Uint8 || !strings.ContainsRune("sqxX", p.verb) {
		return false
	}
	out := make([]byte, v.Len())
	for i := range out {
		out[i] = byte(v.Index(i).Uint())
	}
	p.leaf(out)
	return true
}

func (p *printer) sequence(t, elem types.Type, v reflect.Value, depth int, exported, sharp bool) {
	begin, sep, end := "[", " ", "]"
	if sharp {
		begin, sep, end = typeName(t)+"{", ", ", "}"
		if v.Kind() == reflect.Slice && v.IsNil() {
			p.text(typeName(t) + "(nil)")
			return
		}
	}
	p.text(begin)
	for i := range v.Len() {
		if i > 0 {
			p.text(sep)
		}
		p.value(elem, v.Index(i), depth+1, exported)
	}
	p.text(end)
}

func (p *printer) mapping(t types.Type, u *types.Map, v reflect.Value, depth int, exported, sharp bool) {
	begin, sep, end := "map[", " ", "]"
	if sharp {
		if v.IsNil() {
			p.text(typeName(t) + "(nil)")
			return
		}
		begin, sep, end = typeName(t)+"{", ", ", "}"
	}
	p.text(begin)
	keys := v.MapKeys()
	slices.SortStableFunc(keys, compareValues)
	for i, k := range keys {
		if i > 0 {
			p.text(sep)
		}
		p.value(u.Key(), k, depth+1, exported)
		p.text(":")
		p.value(u.Elem(), v.MapIndex(k), depth+1, exported)
	}
	p.text(end)
}

// iface prints what an interface holds.
func (p *printer) iface(t types.Type, v reflect.Value, depth int, exported, sharp bool) {
	if v.Kind() == reflect.Interface {
		if v.IsNil() {
			if sharp {
				p.text(typeName(t) + "(nil)")
			} else {
				p.text("<nil>")
			}
			return
		}
		v = v.Elem()
	}
	if !v.CanInterface() {
		p.leaf(v)
		return
	}
	x := v.Interface()
	if p.rt != nil {
		x = p.rt.plain(x)
	}
	if b, ok := x.(box); ok {
		p.value(b.T.typ, reflect.ValueOf(b.V), depth+1, exported)
		return
	}
	if !exported { // fmt does not call methods of what an unexported field holds
		if v := reflect.ValueOf(x); v.Kind() == reflect.Pointer {
			p.compiledPointer(v)
		} else {
			p.leaf(unexported(v))
		}
		return
	}
	if depth > 0 && reflect.ValueOf(x).Kind() == reflect.Pointer && !p.prints(x) {
		p.compiledPointer(reflect.ValueOf(x))
		return
	}
	p.leaf(x)
}

// prints reports whether a value of the library prints itself with the verb.
func (p *printer) prints(x any) bool {
	if p.bare {
		return false
	}
	switch x := x.(type) {
	case fmt.Formatter:
		return true
	case fmt.GoStringer:
		if p.s.Flag('#') && p.verb == 'v' {
			return true
		}
		_, text := x.(fmt.Stringer)
		_, err := x.(error)
		return (text || err) && strings.ContainsRune("vsxXq", p.verb)
	case error, fmt.Stringer:
		return strings.ContainsRune("vsxXq", p.verb) && !(p.s.Flag('#') && p.verb == 'v')
	}
	return false
}

// named prints a basic value of a user's type; where the verb does not fit, fmt names the type.
func (p *printer) named(t types.Type, v reflect.Value) {
	text := fmt.Sprintf(fmt.FormatString(p.s, p.verb), reach(v))
	bad := "%!" + string(p.verb) + "(" + v.Type().String() + "="
	if rest, ok := strings.CutPrefix(text, bad); ok {
		text = "%!" + string(p.verb) + "(" + typeName(t) + "=" + rest
	}
	p.text(text)
}
