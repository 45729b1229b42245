package reflect

import (
	std "reflect"
)

// Call calls the function v.
func (v Value) Call(in []Value) []Value { return v.call("Call", in) }

// CallSlice calls the variadic function v with the slice of its last parameter.
func (v Value) CallSlice(in []Value) []Value { return v.call("CallSlice", in) }

func (v Value) call(op string, in []Value) []Value {
	v.need(op, v.Kind() == Func)
	if v.ro != 0 {
		fail("reflect: reflect.Value." + op + " using value obtained using unexported field")
	}
	if v.v.IsNil() {
		fail("reflect.Value.Call: call of nil function")
	}
	v.checkCount(op, len(in))
	n, variadic := v.t.NumIn(), v.t.IsVariadic()
	for _, x := range in {
		if !x.IsValid() {
			fail("reflect: " + op + " using zero Value argument")
		}
		x.exported(op)
	}
	var args []std.Value
	for i := range n {
		t := v.t.in(i)
		if variadic && i == n-1 && op == "Call" {
			args = append(args, v.rest(t, in[i:]))
			continue
		}
		if !assignable(in[i].t, t) {
			fail("reflect: " + op + " using " + in[i].t.String() + " as type " + t.String())
		}
		args = append(args, in[i].assignTo("reflect.Value.Call", t))
	}
	low := v.v.Type()
	for i := range args {
		args[i] = cast(args[i], low.In(i))
	}
	var out []std.Value
	if low.IsVariadic() {
		out = v.v.CallSlice(args)
	} else {
		out = v.v.Call(args)
	}
	ret := make([]Value, len(out))
	for i, x := range out {
		ret[i] = from(v.t.out(i), x, 0)
	}
	return ret
}

// checkCount panics when a call has the wrong number of arguments.
func (v Value) checkCount(op string, have int) {
	n, variadic := v.t.NumIn(), v.t.IsVariadic()
	if op == "CallSlice" && !variadic {
		fail("reflect: CallSlice of non-variadic function")
	}
	least := n
	if variadic && op == "Call" {
		least--
	}
	if have < least {
		fail("reflect: " + op + " with too few input arguments")
	}
	if have > n && (!variadic || op == "CallSlice") {
		fail("reflect: " + op + " with too many input arguments")
	}
}

// rest packs the arguments of a variadic parameter, whose type is t.
func (v Value) rest(t *rtype, in []Value) std.Value {
	s := std.MakeSlice(t.low(), len(in), len(in))
	for i, x := range in {
		if !assignable(x.t, t.elem()) {
			fail("reflect: cannot use " + x.t.String() + " as type " + t.elem().String() + " in Call")
		}
		s.Index(i).Set(cast(x.assignTo("reflect.Value.Call", t.elem()), s.Type().Elem()))
	}
	return s
}

// MakeFunc returns a function of a type that calls fn.
func MakeFunc(t Type, fn func(args []Value) (results []Value)) Value {
	ft := t.own()
	if ft.Kind() != Func {
		fail("reflect: call of MakeFunc with non-Func type")
	}
	low := ft.low()
	f := std.MakeFunc(low, func(args []std.Value) []std.Value {
		in := make([]Value, len(args))
		for i, a := range args {
			in[i] = from(ft.in(i), a, 0)
		}
		out := fn(in)
		if len(out) != ft.NumOut() {
			fail("reflect: wrong return count from function created by MakeFunc")
		}
		ret := make([]std.Value, len(out))
		for i, x := range out {
			if !x.IsValid() {
				fail("reflect: function created by MakeFunc using closure returned zero Value")
			}
			if x.ro != 0 {
				fail("reflect: function created by MakeFunc using closure returned value obtained from unexported field")
			}
			ret[i] = cast(x.assignTo("reflect.MakeFunc", ft.out(i)), low.Out(i))
		}
		return ret
	})
	return Value{t: ft, v: f}
}
