package worker

import (
	"fmt"
	"go/types"
	"maps"
	"reflect"
	"strings"
	"sync"

	"quire/interp"
	"quire/interp/frontend"
	"quire/interp/symbols"
	lookalike "quire/interp/worker/reflect"
)

// A reflection is what our package reflect asks about the types of cells.
type reflection struct{ s *runtimeState }

func (r reflection) Open(x any) (t types.Type, v any, boxed bool) {
	x = r.s.plain(x)
	if b, ok := x.(box); ok {
		return b.T.typ, b.V, true
	}
	return nil, x, false
}

func (r reflection) Box(t types.Type, v any) any { return box{r.s.intern(t), v} }

func (r reflection) Form(t types.Type) reflect.Type {
	if u := r.s.find(t); u != nil {
		if form := u.rtype.Load(); form != nil {
			return *form
		}
	}
	return nil
}

func (r reflection) Method(t types.Type, name string) reflect.Value {
	if u := r.s.find(t); u != nil {
		return u.methods[name]
	}
	return reflect.Value{}
}

func (r reflection) Wrap(x any, iface reflect.Type) reflect.Value {
	name := "_error"
	if iface != errorType {
		name = frontend.IfaceName(lookalike.Origin(iface.PkgPath()), iface.Name())
	}
	if r.s.ifaces[name] != iface {
		r.s.panic(fmt.Sprintf("reflect: a value of a cell's type in the interface %s is not supported", iface))
	}
	return r.s.wrap(x, name)
}

func (r reflection) Compiled(path, name string) reflect.Type {
	v, ok := compiledTables()[path][name]
	if !ok || v.Kind() != reflect.Pointer || !v.IsNil() {
		return nil
	}
	return v.Type().Elem()
}

func (r reflection) Package(path string) *types.Package { return r.s.library(path) }

func (r reflection) Print(st fmt.State, verb rune, t types.Type, v reflect.Value, exported bool) {
	p := &printer{s: st, verb: verb, rt: r.s}
	if form := r.Form(t); form != nil && form.Kind() == reflect.Struct && v.Kind() != reflect.Struct {
		whole := reflect.New(form).Elem() // of a type that contains itself: methods take it whole
		whole.Field(0).Set(v)
		v = whole
	}
	p.value(t, v, 0, exported)
}

func (r reflection) Compare(t reflect.Type) (cmp func(a, b reflect.Value) int, ok bool) {
	var o ordering
	return func(a, b reflect.Value) int {
		c := o.compare(a, b)
		if o.address {
			r.s.volatile(interp.ReasonOrder)
		}
		return c
	}, true
}

func (r reflection) Sprint(args []any) string { return fmt.Sprint(r.s.spaced(args)...) }

func (r reflection) Sprintln(args []any) string { return fmt.Sprintln(r.s.prepare("", args)...) }

func (r reflection) Sprintf(format string, args []any) string {
	return string(r.s.formatted(format, args))
}

func (r reflection) Errorf(format string, args []any) error { return r.s.wrapping(format, args) }

func (r reflection) Recovered(v any) any {
	v = plainPanic(v)
	if _, ok := v.(exit); ok {
		panic(v)
	}
	r.s.unwinding.set(false)
	v = r.s.plain(panicValue(v))
	if b, ok := v.(box); ok && b.T.hasText("Error") {
		return r.s.wrap(b, "_error").Interface()
	}
	return v
}

func (r reflection) Panic(v any) { r.s.panic(v) }

// form makes the lowered form of a type known; p is a nil pointer to it.
func (b *boxes) form(id int, p any) {
	r := reflect.TypeOf(p).Elem()
	b.get(id).rtype.Store(&r)
}

// intern returns the entry of a type, which it makes when there is none.
func (b *boxes) intern(t types.Type) *userType {
	if u := b.find(t); u != nil {
		return u
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, u := range b.unique {
		if types.Identical(u.typ, t) {
			return u
		}
	}
	u := &userType{typ: t, number: len(b.unique), methods: map[string]reflect.Value{}}
	b.unique = append(b.unique, u)
	return u
}

// lookalikes are the tables of the packages that cells get in a form of our own, by import path.
var lookalikes = map[string]map[string]reflect.Value{
	"reflect": reflectTable(),
}

// noType is what the interpreter wants for every interface that nil is assigned to. No type of a cell can be a
// reflect.Type, so it has no methods.
type noType struct{ IValue any }

// lookalikePath is the import path of our reflect.
var lookalikePath = reflect.TypeFor[lookalike.Type]().PkgPath()

// compiledTables returns the tables of all packages by import path, ours in place of Go's.
var compiledTables = sync.OnceValue(func() map[string]map[string]reflect.Value {
	all := map[string]map[string]reflect.Value{}
	for key, table := range symbols.Exports() {
		if i := strings.LastIndexByte(key, '/'); i >= 0 {
			all[key[:i]] = table
		}
	}
	maps.Copy(all, lookalikes)
	return all
})

func reflectTable() map[string]reflect.Value {
	v := reflect.ValueOf
	return map[string]reflect.Value{
		"Append": v(lookalike.Append), "AppendSlice": v(lookalike.AppendSlice), "ArrayOf": v(lookalike.ArrayOf), "ChanOf": v(lookalike.ChanOf),
		"Copy": v(lookalike.Copy), "DeepEqual": v(lookalike.DeepEqual), "Indirect": v(lookalike.Indirect), "MakeChan": v(lookalike.MakeChan),
		"MakeFunc": v(lookalike.MakeFunc), "MakeMap": v(lookalike.MakeMap), "MakeMapWithSize": v(lookalike.MakeMapWithSize),
		"MakeSlice": v(lookalike.MakeSlice), "MapOf": v(lookalike.MapOf), "New": v(lookalike.New), "PointerTo": v(lookalike.PointerTo),
		"PtrTo": v(lookalike.PtrTo), "SliceOf": v(lookalike.SliceOf), "Swapper": v(lookalike.Swapper), "TypeOf": v(lookalike.TypeOf),
		"ValueOf": v(lookalike.ValueOf), "VisibleFields": v(lookalike.VisibleFields), "Zero": v(lookalike.Zero),

		"MapIter": v((*lookalike.MapIter)(nil)), "Method": v((*lookalike.Method)(nil)), "StructField": v((*lookalike.StructField)(nil)),
		"Type": v((*lookalike.Type)(nil)), "Value": v((*lookalike.Value)(nil)),
		"Kind": v((*reflect.Kind)(nil)), "ChanDir": v((*reflect.ChanDir)(nil)), "StructTag": v((*reflect.StructTag)(nil)),
		"ValueError": v((*reflect.ValueError)(nil)),
	}
}
