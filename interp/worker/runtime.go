package worker

import (
	"fmt"
	"go/types"
	"io"
	"maps"
	"math"
	"reflect"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"quire/interp/frontend"
	"quire/interp/symbols"
	lookalike "quire/interp/worker/reflect"
	fault "quire/interp/worker/runtime"
)

// A runtimeState is what lowered cells call: one for each engine.
type runtimeState struct {
	boxes
	panics
	volatility
	process
	stdout, stderr io.Writer
	interrupt      atomic.Pointer[chan struct{}]
	display        []any
	shown          bool
	goPanic        func(v any, at int64)
	world          *lookalike.World
	library        func(path string) *types.Package
	place          func() string // the file and line of the note that runs
}

// current is the state of the engine that runs: values of user types format themselves by it.
var current atomic.Pointer[runtimeState]

func newRuntime(stdout, stderr io.Writer) *runtimeState {
	s := &runtimeState{process: newProcess()}
	s.volatility.begin()
	s.stdout, s.stderr = witness{stdout, &s.volatility}, witness{stderr, &s.volatility}
	s.trace = &trace{places: map[int64]int64{}, unwound: map[int64]*unwound{}, funcs: map[string]*tracedFunc{}}
	s.world = lookalike.NewWorld(reflection{s})
	s.sourced = func(v reflect.Value) reflect.Value { return v }
	s.types, s.isWrap, s.ifaces = map[int]*userType{}, map[reflect.Type]bool{}, map[string]reflect.Type{}
	s.wrappers, s.cache, s.armed = map[string][]reflect.Type{}, map[box]map[string]reflect.Value{}, map[int64]*panicking{}
	s.interned = map[wrapped]reflect.Value{}
	return s
}

// exports are the runtime's functions as lowered code sees them.
func (s *runtimeState) exports() map[string]reflect.Value {
	v := reflect.ValueOf
	m := map[string]reflect.Value{
		"Box": v(s.box), "Boxed": v((*box)(nil)), "Value": v(s.value), "Core": v(s.core), "Point": v(point), "ArrayPointer": v(arrayPointer), "Unwrap": v(s.unwrap), "Canonical": v(s.canonical), "Is": v(s.is), "Implements": v(s.implements),
		"BadAssert": v(s.badAssert), "Equal": v(s.equal), "IsNil": v(func(x any) bool { return x == nil }), "IsNilFunc": v(isNilFunc), "Method": v(s.method), "Reg": v(s.reg), "Form": v(s.form),
		"ErrorsAs": v(s.errorsAs), "Target": v(func(id int, p any) any { return target{s.get(id), p} }),
		"Defers": v((*Defers)(nil)), "Recovery": v((*Recovery)(nil)),
		"Select": v(s.choose), "Through": v(func(f any) any { return f }), "NegativeZero": v(func(x any) bool { return holdsNegativeZero(reflect.ValueOf(x)) }),
		"NewDefers": v(func() *Defers { return &Defers{} }),
		"Push":      v(func(d *Defers, f func(), arm bool) { d.calls = append(d.calls, deferred{f, arm}) }),
		"Run":       v(s.run), "Enter": v(s.enter), "Disarm": v(s.disarm), "Recover": v(s.recover), "NoRecover": v(func() any { return nil }),
		"Panic": v(s.panic), "Go": v(s.start), "Nop": v(func() {}), "Display": v(s.displayed),
		"Print": v(s.print), "Println": v(s.println), "Keys": v(s.keys), "NaNValues": v(s.nanValues),
		"RangeSyncMap": v(s.rangeSyncMap), "Volatile": v(s.volatile), "Sent": v(s.sent), "Selecting": v(s.selecting), "Logging": v(s.logging),
		"Runes": v(func(s string) []rune { return []rune(s) }), "Offsets": v(offsets),
		"RangeContinued": v(rangeContinued),
		"NilPointer":     v(func() { panic(nilPointer) }),
		"Clear":          v(func(x any) { reflect.ValueOf(x).Clear() }),
		"ArrayLen":       v(arrayLen), "OutOfRange": v(s.outOfRange), "Bounds": v(s.bounds), "BadShift": v(s.badShift),
		"BadSize": v(s.badSize), "Search": v(s.trace.addSearch), "Calls": v(s.trace.addCalls),
		"Complex":   v(func(re, im float64) complex128 { return complex(re, im) }),
		"Complex64": v(func(re, im float32) complex64 { return complex(re, im) }),
		"Real":      v(func(c complex128) float64 { return real(c) }), "Imag": v(func(c complex128) float64 { return imag(c) }),
		"Real64": v(func(c complex64) float32 { return real(c) }), "Imag64": v(func(c complex64) float32 { return imag(c) }),
		"Min": v(func(x, y float64) float64 { return min(x, y) }), "Max": v(func(x, y float64) float64 { return max(x, y) }),
		"Min32": v(func(x, y float32) float32 { return min(x, y) }), "Max32": v(func(x, y float32) float32 { return max(x, y) }),
		"Toint": v(func(x float64) int { return int(toInt64(x)) }), "Toint8": v(func(x float64) int8 { return int8(toInt32(x)) }),
		"Toint16": v(func(x float64) int16 { return int16(toInt32(x)) }), "Toint32": v(toInt32), "Toint64": v(toInt64),
		"Touint": v(func(x float64) uint { return uint(toUint64(x)) }), "Touint8": v(func(x float64) uint8 { return uint8(toInt32(x)) }),
		"Touint16": v(func(x float64) uint16 { return uint16(toInt32(x)) }), "Touint32": v(func(x float64) uint32 { return uint32(toInt64(x)) }),
		"Touint64": v(toUint64), "Touintptr": v(func(x float64) uintptr { return uintptr(toUint64(x)) }),
	}
	maps.Copy(m, s.logMethods())
	maps.Copy(m, s.flagMethods())
	maps.Copy(m, s.atomicMethods())
	maps.Copy(m, s.plotMethods())
	s.interfaces(m)
	return m
}

// interfaces adds the conversions to every compiled interface that a user's type can implement, with a wrapper.
func (s *runtimeState) interfaces(m map[string]reflect.Value) {
	add := func(name string, iface reflect.Type) {
		s.ifaces[name] = iface
		m["To"+name] = reflect.MakeFunc(reflect.FuncOf([]reflect.Type{anyType}, []reflect.Type{iface}, false), func(in []reflect.Value) []reflect.Value {
			return []reflect.Value{s.wrap(in[0].Interface(), name)}
		})
		m["Is"+name] = reflect.ValueOf(func(x any) bool { return s.isIface(x, name) })
	}
	add("_error", errorType)
	defer add(frontend.IfaceName("reflect", "Type"), reflect.TypeFor[lookalike.Type]())
	composed := map[reflect.Type][]reflect.Type{}
	all := symbols.Exports()
	for w, list := range all["."]["MapTypes"].Interface().(map[reflect.Value][]reflect.Type) {
		if w.Kind() == reflect.Pointer { // the others are functions that look behind an empty interface
			composed[w.Type().Elem()] = list
		}
	}
	for key, table := range all {
		i := strings.LastIndexByte(key, '/')
		if i < 0 {
			continue
		}
		for name, v := range table {
			t := v.Type()
			if v.Kind() != reflect.Pointer || !v.IsNil() || strings.HasPrefix(name, "_") || t.Elem().Kind() != reflect.Interface {
				continue
			}
			iface := frontend.IfaceName(key[:i], name)
			add(iface, t.Elem())
			if w, ok := table["_"+name]; ok {
				wrapper := w.Type().Elem()
				s.wrappers[iface] = append(slices.Clone(composed[wrapper]), wrapper)
				for _, x := range s.wrappers[iface] {
					s.isWrap[reflect.PointerTo(x)] = true
				}
			}
		}
	}
}

// unwrap turns a value of a compiled interface into an any that holds a box, when it wraps one.
func (s *runtimeState) unwrap(x any) any { return s.plain(x) }

func (s *runtimeState) panic(v any) {
	if v == nil {
		panic(new(runtime.PanicNilError))
	}
	switch v.(type) {
	case box, string, reflect.Value, *reflect.ValueError, runtime.Error, interface{ Unwrap() []error }:
	default: // nobody takes it for the interpreter's own: compiled code that recovers sees the value itself
		panic(v)
	}
	if s.isIface(v, "_error") {
		panic(errorPanic{panicOf{v}, s.wrap(v, "_error").Interface().(error)})
	}
	panic(panicOf{v})
}

// panicOf is a value that the cell panicked with, as opposed to a run-time error of the interpreter.
type panicOf struct{ v any }

func (panicOf) own() {}

// ownPanic tells panicOf and errorPanic from what the interpreter and compiled code panic with.
func ownPanic(r any) bool {
	_, ok := r.(interface{ own() })
	return ok
}

// Format prints the value: compiled code that recovers may tell it.
func (p panicOf) Format(s fmt.State, verb rune) { fmt.Fprintf(s, fmt.FormatString(s, verb), p.v) }

// An errorPanic is a panicOf whose value is an error.
type errorPanic struct {
	panicOf
	err error
}

// Error is the error's text. The interpreter asks for it, too, in every function that the panic leaves, and must not run
// the cell's code for that.
func (p errorPanic) Error() string {
	var pcs [1]uintptr
	if runtime.Callers(2, pcs[:]) > 0 {
		f, _ := runtime.CallersFrames(pcs[:]).Next()
		if strings.HasPrefix(f.Function, interpreterPath) {
			return ""
		}
	}
	return p.err.Error()
}

// interpreterPath begins the names of the interpreter's functions.
const interpreterPath = "github.com/traefik/yaegi/interp."

// Unwrap makes errors.Is and errors.As look at the error.
func (p errorPanic) Unwrap() error { return p.err }

// start runs f in a goroutine; a panic in it is reported, with the marker of its go statement, and ends the goroutine
// only.
func (s *runtimeState) start(at int64, f func()) {
	s.spawned.Add(1)
	s.live.Add(1)
	go func() { // ends when f does
		defer s.live.Add(-1)
		s.unwinding.enter()
		defer s.unwinding.leave()
		defer func() {
			if r := recover(); r != nil {
				s.goPanic(r, at)
			}
		}()
		f()
	}()
}

// holdsNegativeZero reports whether a value is nothing but zeros, of which one has a sign.
func holdsNegativeZero(v reflect.Value) bool {
	if !v.IsZero() {
		return false
	}
	switch v.Kind() {
	case reflect.Float32, reflect.Float64:
		return math.Signbit(v.Float())
	case reflect.Complex64, reflect.Complex128:
		return math.Signbit(real(v.Complex())) || math.Signbit(imag(v.Complex()))
	case reflect.Array:
		for i := range v.Len() {
			if holdsNegativeZero(v.Index(i)) {
				return true
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if holdsNegativeZero(v.Field(i)) {
				return true
			}
		}
	}
	return false
}

func (s *runtimeState) displayed(v ...any) {
	s.display, s.shown = v, true
}

// print is the builtin: to standard error, in the runtime's own format.
func (s *runtimeState) print(v ...any) {
	for _, x := range v {
		io.WriteString(s.stderr, s.builtinText(s.plain(x)))
	}
}

func (s *runtimeState) println(v ...any) {
	var b strings.Builder
	for i, x := range v {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(s.builtinText(s.plain(x)))
	}
	b.WriteByte('\n')
	io.WriteString(s.stderr, b.String())
}

func (s *runtimeState) builtinText(x any) string {
	if y, ok := x.(box); ok {
		x = y.V
	}
	switch x := x.(type) {
	case nil:
		return "(0x0,0x0)"
	case float64:
		return printed(x, 64)
	case float32:
		return printed(float64(x), 32)
	case complex128:
		return strconv.FormatComplex(x, 'g', -1, 128)
	case complex64:
		return strconv.FormatComplex(complex128(x), 'g', -1, 64)
	case string:
		return x
	}
	v := reflect.ValueOf(x)
	switch v.Kind() {
	case reflect.Float32, reflect.Float64:
		return printed(v.Float(), v.Type().Bits())
	case reflect.Complex64, reflect.Complex128:
		return strconv.FormatComplex(v.Complex(), 'g', -1, v.Type().Bits())
	case reflect.Pointer, reflect.Map, reflect.Chan, reflect.Func, reflect.UnsafePointer:
		s.watchAddress('p', x)
		return fmt.Sprintf("0x%x", v.Pointer())
	case reflect.Slice:
		s.watchAddress('p', x)
		return fmt.Sprintf("[%d/%d]0x%x", v.Len(), v.Cap(), v.Pointer())
	}
	return fmt.Sprint(x)
}

// printed is a float of the given size as print and panic write it since Go 1.26.
func printed(x float64, bits int) string { return strconv.FormatFloat(x, 'g', -1, bits) }

// offsets returns where the characters of a string begin.
func offsets(s string) []int {
	out := make([]int, 0, len(s))
	for i := range s {
		out = append(out, i)
	}
	return out
}

func arrayLen(have, want int) {
	if have < want {
		panic(fault.Conversion(have, want))
	}
}

// choose waits for one of the communications of a select statement, of which each has a letter: r to receive, s to send, d
// for the default. It returns the number of the one that took place, and what was received. An interrupt ends it: the
// interpreter then leaves the cell.
func (s *runtimeState) choose(kinds string, chans, sends []any) (n int, value any, ok bool) {
	cases := make([]reflect.SelectCase, len(kinds), len(kinds)+1)
	for i, kind := range kinds {
		ch := reflect.ValueOf(chans[i])
		switch kind {
		case 'd':
			cases[i].Dir = reflect.SelectDefault
		case 'r':
			cases[i] = reflect.SelectCase{Dir: reflect.SelectRecv, Chan: ch}
		case 's':
			cases[i] = reflect.SelectCase{Dir: reflect.SelectSend, Chan: ch, Send: reflect.ValueOf(sends[i])}
			if sends[i] == nil {
				cases[i].Send = reflect.Zero(ch.Type().Elem())
			}
		}
	}
	if stop := s.interrupt.Load(); stop != nil {
		cases = append(cases, reflect.SelectCase{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(*stop)})
	}
	n, v, ok := reflect.Select(cases)
	if n == len(kinds) {
		return -1, nil, false
	}
	if v.IsValid() {
		value = v.Interface()
	}
	return n, value, ok
}

// sleep is time.Sleep, ended by an interrupt.
func (s *runtimeState) sleep(d time.Duration) {
	stop := s.interrupt.Load()
	if stop == nil {
		time.Sleep(d)
		return
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-*stop:
	}
}
