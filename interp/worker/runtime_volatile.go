package worker

import (
	"fmt"
	"io"
	"log"
	"os"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"quire/interp"
)

// A cell is volatile when its outputs need not repeat in another run: it read a clock or the system, printed an
// address, or goroutines raced. Lowered code says what it reads (the front end has the list); the rest is found here,
// while the cell runs.
type volatility struct {
	reason   atomic.Pointer[string] // why the cell is volatile, nil when it is not
	spawned  atomic.Int64           // goroutines that the cell has started
	live     atomic.Int64           // goroutines of cells that have not ended
	mu       sync.Mutex
	printers map[int64]bool    // goroutines that have printed
	senders  map[uintptr]int64 // the goroutine that sends on a channel
	kept     []reflect.Value   // the channels, so that no other gets their address
}

// begin forgets the cell before.
func (v *volatility) begin() {
	v.reason.Store(nil)
	v.spawned.Store(0)
	v.mu.Lock()
	defer v.mu.Unlock()
	v.printers, v.senders, v.kept = map[int64]bool{}, map[uintptr]int64{}, nil
}

// volatile marks the cell. The first reason is kept.
func (v *volatility) volatile(reason string) { v.reason.CompareAndSwap(nil, &reason) }

// why is the reason, "" when the cell is not volatile.
func (v *volatility) why() string {
	if r := v.reason.Load(); r != nil {
		return *r
	}
	return ""
}

// alone reports whether the cell's own statements are all that runs.
func (v *volatility) alone() bool { return v.spawned.Load() == 0 && v.live.Load() == 0 }

// wrote notes that the calling goroutine prints.
func (v *volatility) wrote() {
	if v.alone() {
		return
	}
	id := goroutine()
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.printers[id] = true; len(v.printers) > 1 {
		v.volatile(interp.ReasonGoroutines)
	}
}

// sent notes that the calling goroutine sends on a channel. Where several do, what is received first is up to chance.
func (v *volatility) sent(ch any) {
	if v.alone() {
		return
	}
	c := reflect.ValueOf(ch)
	if c.IsNil() {
		return
	}
	id := goroutine()
	v.mu.Lock()
	defer v.mu.Unlock()
	other, known := v.senders[c.Pointer()]
	switch {
	case !known:
		v.senders[c.Pointer()] = id
		v.kept = append(v.kept, c)
	case other != id:
		v.volatile(interp.ReasonGoroutines)
	}
}

// selecting looks at the channels of a select with several cases. Which are ready, and so which is taken, is up to chance
// as soon as something else runs; without that, it can be seen whether there is a choice.
func (v *volatility) selecting(receive, send []any) {
	if v.why() != "" {
		return
	}
	if !v.alone() || slices.ContainsFunc(receive, fedFromOutside) {
		v.volatile(interp.ReasonSelect)
		return
	}
	ready := 0
	for _, x := range receive {
		if c := reflect.ValueOf(x); c.IsValid() && !c.IsNil() && (c.Len() > 0 || closed(c)) {
			ready++
		}
	}
	for _, x := range send {
		if c := reflect.ValueOf(x); c.IsValid() && !c.IsNil() && c.Len() < c.Cap() {
			ready++
		}
	}
	if ready > 1 {
		v.volatile(interp.ReasonSelect)
	}
}

// fedFromOutside reports whether something other than the note's goroutines sends on a channel: a timer, or the system.
// Looking whether such a channel is closed could take a value out of it.
func fedFromOutside(ch any) bool {
	switch ch.(type) {
	case <-chan time.Time, chan time.Time, <-chan os.Signal, chan os.Signal:
		return true
	}
	return false
}

// closed reports whether an empty channel is closed. Nobody sends on it.
func closed(c reflect.Value) bool {
	x, ok := c.TryRecv()
	return !ok && x.IsValid()
}

// logging notes a line of a logger, which may begin with the time.
func (v *volatility) logging(l *log.Logger) {
	if l == nil {
		l = log.Default()
	}
	if l.Flags()&(log.Ldate|log.Ltime|log.Lmicroseconds) != 0 {
		v.volatile("log")
	}
}

// A witness notes which goroutines write.
type witness struct {
	io.Writer
	seen *volatility
}

func (w witness) Write(p []byte) (int, error) {
	w.seen.wrote()
	return w.Writer.Write(p)
}

// watchAddresses marks the cell when package fmt is about to print an address. format is empty for Print and Println.
func (v *volatility) watchAddresses(format string, args []any) {
	verbs := verbsOf(format, len(args))
	for i, a := range args {
		verb := 'v'
		if verbs != nil {
			verb = verbs[i]
		}
		v.watchAddress(verb, a)
	}
}

func (v *volatility) watchAddress(verb rune, x any) {
	if x == nil || verb == 'T' {
		return
	}
	if b, ok := x.(box); ok && verb == 'p' { // for other verbs it tells itself
		x = takeOut(b.T.typ, reflect.ValueOf(b.V)).Interface()
	}
	r := reflect.ValueOf(x)
	if !mayPoint(r.Type(), 0) {
		return
	}
	if verb == 'p' {
		switch r.Kind() {
		case reflect.Pointer, reflect.Map, reflect.Slice, reflect.Chan, reflect.Func, reflect.UnsafePointer:
			if !r.IsNil() {
				v.volatile(interp.ReasonAddress)
			}
		}
		return
	}
	if printsAddress(r, 0) {
		v.volatile(interp.ReasonAddress)
	}
}

// verbsOf returns the verbs that format has for n arguments, in order; nil when they cannot be told apart simply.
func verbsOf(format string, n int) []rune {
	var verbs []rune
	rs := []rune(format)
	for i := 0; i < len(rs); i++ {
		if rs[i] != '%' {
			continue
		}
		for i++; i < len(rs) && (rs[i] >= '0' && rs[i] <= '9' || rs[i] == '+' || rs[i] == '-' || rs[i] == '#' || rs[i] == ' ' || rs[i] == '.'); i++ {
		}
		if i < len(rs) && rs[i] != '%' {
			if rs[i] == '*' || rs[i] == '[' {
				return nil
			}
			verbs = append(verbs, rs[i])
		}
	}
	if len(verbs) != n {
		return nil
	}
	return verbs
}

// mayPoint reports whether printing a value of type t can show an address.
func mayPoint(t reflect.Type, depth int) bool {
	if depth > 8 { // a type that contains itself
		return true
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Interface, reflect.Chan, reflect.Func, reflect.UnsafePointer:
		return true
	case reflect.Slice, reflect.Map: // %p shows where they are
		if depth == 0 {
			return true
		}
		return mayPoint(t.Elem(), depth+1) || t.Kind() == reflect.Map && mayPoint(t.Key(), depth+1)
	case reflect.Array:
		return mayPoint(t.Elem(), depth+1)
	case reflect.Struct:
		for f := range t.Fields() {
			if mayPoint(f.Type, depth+1) {
				return true
			}
		}
	}
	return false
}

// printsAddress follows package fmt through a value: it prints addresses of what pointers inside it point to, and of
// channels and functions, unless a method of the value prints it.
func printsAddress(v reflect.Value, depth int) bool {
	if !v.IsValid() || depth > 50 {
		return false
	}
	if v.CanInterface() {
		switch v.Interface().(type) {
		case fmt.Formatter, error, fmt.Stringer:
			return false
		}
	}
	switch v.Kind() {
	case reflect.Chan, reflect.Func, reflect.UnsafePointer:
		return !v.IsNil()
	case reflect.Pointer:
		if v.IsNil() {
			return false
		}
		switch v.Elem().Kind() {
		case reflect.Struct, reflect.Array, reflect.Slice, reflect.Map:
			return depth > 0 || printsAddress(v.Elem(), depth+1)
		}
		return true
	case reflect.Interface:
		return printsAddress(v.Elem(), depth)
	case reflect.Slice, reflect.Array:
		if !mayPoint(v.Type().Elem(), 1) {
			return false
		}
		for i := range v.Len() {
			if printsAddress(v.Index(i), depth+1) {
				return true
			}
		}
	case reflect.Map:
		if !mayPoint(v.Type(), 1) {
			return false
		}
		for it := v.MapRange(); it.Next(); {
			if printsAddress(it.Key(), depth+1) || printsAddress(it.Value(), depth+1) {
				return true
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if printsAddress(v.Field(i), depth+1) {
				return true
			}
		}
	}
	return false
}
