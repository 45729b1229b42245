package worker

import (
	"go/types"
	"reflect"
)

// Package show looks into values of user types by these methods: it must not know the worker.

// Declared returns the type as the note declares it, and the lowered value.
func (x box) Declared() (types.Type, reflect.Value) {
	return x.T.typ, takeOut(x.T.typ, reflect.ValueOf(x.V))
}

// Part returns a value inside x, whose type in the note is t, as a value of that type.
func (x box) Part(t types.Type, v reflect.Value) any {
	rt := current.Load()
	if rt == nil {
		return v.Interface()
	}
	u := rt.find(t)
	if u == nil {
		u = &userType{typ: t}
	}
	return box{u, u.real(v).Interface()}
}

// Text returns what the type's own Error or String says.
func (x box) Text() (string, bool) {
	for _, name := range []string{"Error", "String"} {
		if x.T.hasText(name) {
			return x.T.text(name, x.V), true
		}
	}
	return "", false
}

// Table returns what the type's own Table() [][]string says.
func (x box) Table() ([][]string, bool) {
	m, ok := x.T.methods["Table"]
	if !ok || m.Type().NumIn() != 1 || m.Type().NumOut() != 1 || m.Type().Out(0) != reflect.TypeFor[[][]string]() {
		return nil, false
	}
	return m.Call([]reflect.Value{reflect.ValueOf(x)})[0].Interface().([][]string), true
}
