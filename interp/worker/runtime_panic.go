package worker

import (
	"bytes"
	"fmt"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"sync"

	fault "quire/interp/worker/runtime"
)

// nilPointer is what a nil pointer, map or function is answered with.
var nilPointer = fault.Text("invalid memory address or nil pointer dereference")

// rangeContinued panics where an iterator calls the body of a loop that was left: over is the code of one that ended.
func rangeContinued(code int) {
	const over = -2
	if code == over {
		panic(fault.Text("range function continued iteration after whole loop exit"))
	}
	panic(fault.Text("range function continued iteration after function for loop body returned false"))
}

// A panicking is the panic that a function with deferred calls is in.
type panicking struct {
	value     any
	path      *unwound
	recovered bool
	goexit    bool
}

// Defers is the list of deferred calls of one function activation.
type Defers struct {
	calls []deferred
}

type deferred struct {
	f   func()
	arm bool // the function may call recover itself
}

// A Recovery is what recover asks: the panic whose deferred call the function is, if it is one.
type Recovery struct{ p *panicking }

// panics keeps, for each goroutine, the panic that the next function to begin may recover.
type panics struct {
	mu    sync.Mutex
	armed map[int64]*panicking
	count *int // where lowered code reads how many are armed
	trace *trace

	unwinding unwinding
}

// goroutine returns the number of the calling goroutine.
func goroutine() int64 {
	var buf [64]byte
	n := runtime.Stack(buf[:], false)
	f := bytes.Fields(buf[:n])
	id, err := strconv.ParseInt(string(f[1]), 10, 64)
	if err != nil {
		panic("worker: goroutine number: " + err.Error())
	}
	return id
}

// run executes body and then the deferred calls, as Go does.
func (s *panics) run(d *Defers, body func()) {
	p := &panicking{recovered: true, goexit: true}
	finished := false
	defer func() {
		if finished {
			return
		}
		// Goexit: the deferred calls run, and nothing can be recovered.
		s.calls(d, p)
	}()
	func() {
		defer func() {
			if r := recover(); r != nil {
				finished = ends(r) // no deferred call runs
				p = s.panicked(r)
				s.unwinding.set(true)
			}
		}()
		body()
		p = &panicking{recovered: true}
	}()
	if finished {
		s.trace.put(p.path)
		panic(p.value)
	}
	p = s.calls(d, p)
	finished = true
	if !p.recovered {
		s.trace.put(p.path)
		panic(p.value)
	}
	s.unwinding.set(false)
}

// ends reports whether a panic stands for the end of the process.
func ends(r any) bool {
	_, ok := plainPanic(r).(exit)
	return ok
}

// panicked is the panic with the value that recover gave.
func (s *panics) panicked(r any) *panicking {
	u := s.trace.take()
	r = plainPanic(r)
	if !ownPanic(r) {
		r = s.trace.explain(r, u)
	}
	return &panicking{value: r, path: u}
}

func (s *panics) calls(d *Defers, p *panicking) *panicking {
	for len(d.calls) > 0 {
		c := d.calls[len(d.calls)-1]
		d.calls = d.calls[:len(d.calls)-1]
		func() {
			defer func() {
				if r := recover(); r != nil {
					p = s.panicked(r)
					if ends(r) {
						d.calls = nil
					}
				}
			}()
			if c.arm {
				id := goroutine()
				s.arm(id, p)
				defer s.arm(id, nil)
			}
			c.f()
		}()
	}
	return p
}

// enter is called by a function that calls recover, when it begins.
func (s *panics) enter() *Recovery {
	id := goroutine()
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.armed[id]
	delete(s.armed, id)
	poke(s.count, len(s.armed))
	return &Recovery{p}
}

// disarm is called before an ordinary call of a function that calls recover: it may recover nothing, even if a deferred
// call is on its way to it.
func (s *panics) disarm() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.armed) > 0 {
		delete(s.armed, goroutine())
		poke(s.count, len(s.armed))
	}
}

// arm lets the next function that begins in a goroutine recover p, or none.
func (s *panics) arm(id int64, p *panicking) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p == nil {
		delete(s.armed, id)
	} else {
		s.armed[id] = p
	}
	poke(s.count, len(s.armed))
}

func (s *panics) recover(r *Recovery) any {
	if r.p == nil || r.p.recovered {
		return nil
	}
	r.p.recovered = true
	return panicValue(r.p.value)
}

// plainPanic takes values out of reflect.Value, as the interpreter throws them.
func plainPanic(r any) any {
	if v, ok := r.(reflect.Value); ok && v.IsValid() && v.CanInterface() {
		return v.Interface()
	}
	return r
}

// interpreted are the interpreter's and reflect's messages for run-time errors, and Go's.
var interpreted = []struct{ text, want string }{
	{"index out of range", "index out of range"},
	{"slice index out of bounds", "slice bounds out of range"},
	{"reflect.Value.Slice: slice", "slice bounds out of range"},
	{"reflect.Value.Slice3: slice", "slice bounds out of range"},
	{"string slice index out of bounds", "slice bounds out of range"},
	{"Method on nil interface value", "invalid memory address or nil pointer dereference"},
	{"on zero Value", "invalid memory address or nil pointer dereference"},
	{"reflect: indirection through nil pointer", "invalid memory address or nil pointer dereference"},
	{"call of nil function", "invalid memory address or nil pointer dereference"},
	{"reflect.Value.Call: call of nil", "invalid memory address or nil pointer dereference"},
	{"using zero Value argument", "invalid memory address or nil pointer dereference"},
	{"Method on nil interface value", "invalid memory address or nil pointer dereference"},
	{"reflect.Value.Grow: slice overflow", "growslice: len out of range"},
	{"reflect.MakeSlice: negative len", "makeslice: len out of range"},
	{"reflect.MakeSlice: negative cap", "makeslice: cap out of range"},
	{"reflect.MakeSlice: len > cap", "makeslice: cap out of range"},
}

// panicValue turns the interpreter's own messages into the run-time errors of compiled Go.
func panicValue(v any) any {
	v = plainPanic(v)
	s := ""
	switch x := v.(type) {
	case panicOf:
		return x.v
	case errorPanic:
		return x.v
	case string:
		s = x
	case *reflect.ValueError:
		s = x.Error()
	case *runtime.TypeAssertionError: // cells know it under our name
		return fault.Assertion(x.Error())
	case runtime.Error:
		s = x.Error()
		for _, about := range []string{"hash of unhashable type", "comparing uncomparable type"} {
			if _, name, ok := strings.Cut(s, about); ok {
				return fault.Text(about + " " + current.Load().sourceName(strings.TrimLeft(name, ": ")))
			}
		}
		if strings.HasPrefix(s, "interface conversion: interface {} is nil, not") || !strings.HasPrefix(s, "reflect") {
			return v
		}
	}
	if !strings.HasPrefix(s, "reflect") {
		return v
	}
	if strings.HasPrefix(s, "reflect.MakeChan") {
		return fault.Plain("makechan: size out of range")
	}
	for _, m := range interpreted {
		if strings.Contains(s, m.text) {
			return fault.Text(m.want)
		}
	}
	return v
}

// panicText is what Go prints behind "panic: " for a value.
func (b *boxes) panicText(v any) string {
	v = b.plain(v)
	if y, ok := v.(box); ok {
		switch {
		case y.T.hasText("Error"):
			return y.T.text("Error", y.V)
		case y.T.hasText("String"):
			return y.T.text("String", y.V)
		}
		if name := typeName(y.T.typ); reflect.ValueOf(y.V).Kind() <= reflect.Complex128 || reflect.ValueOf(y.V).Kind() == reflect.String {
			return fmt.Sprintf("%s(%s)", name, plainValue(y.V))
		}
		return fmt.Sprintf("(%s) %v", typeName(y.T.typ), y)
	}
	switch x := v.(type) {
	case error:
		return x.Error()
	case fmt.Stringer:
		return x.String()
	case string:
		return x
	}
	return plainValue(v)
}

// plainValue prints a basic value as a panic does.
func plainValue(v any) string {
	switch x := v.(type) {
	case bool, int, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64, uintptr:
		return fmt.Sprint(x)
	case float32:
		return printed(float64(x), 32)
	case float64:
		return printed(x, 64)
	case string:
		return strconv.Quote(x)
	}
	return fmt.Sprintf("(%T) %v", v, v)
}
