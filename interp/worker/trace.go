package worker

import (
	"regexp"
	"runtime"
	"strings"
	"sync"

	"quire/interp/frontend"
)

// A trace follows panics through the interpreter's frames. While a panic passes through one, the interpreter prints a line
// with the name of the frame's function; the trace reads it, on the goroutine that panics.
type trace struct {
	mu      sync.Mutex
	marker  *int
	places  map[int64]int64    // by goroutine: the place that a check of the runtime's knows
	unwound map[int64]*unwound // by goroutine
	funcs   map[string]*tracedFunc
}

// A tracedFunc is a lowered function that a panic can pass through.
type tracedFunc struct {
	*frontend.Func
	calls    *int // the line of its last call
	searches []func() (line, index, length int)
	escapes  bool
	loops    int // 1 when it can be called again while it runs, -1 when it cannot, 0 when that was not asked
}

// An unwound is what is known of one panic's path.
type unwound struct {
	at    int64 // the marker of its place
	sure  bool  // a check named the place
	steps []step
}

// A step is one or more activations of one function.
type step struct {
	name  string
	call  int // the line of the last call that the function stored
	times int
}

// maxSteps bounds the steps that are kept of one panic: the innermost ones, and as many of the outermost.
const maxSteps = 200

var traceLine = regexp.MustCompile(`panic: main\.([^(\s]+)\(\.\.\.\)`)

// Write takes one line.
func (t *trace) Write(p []byte) (int, error) {
	m := traceLine.FindSubmatch(p)
	if m == nil {
		return len(p), nil
	}
	name := strings.TrimSuffix(string(m[1]), ".func")
	id, goesOn := goroutine(), continues()
	t.mu.Lock()
	defer t.mu.Unlock()
	u := t.unwound[id]
	if u == nil || !goesOn {
		at, sure := t.places[id]
		if !sure && t.marker != nil {
			at = int64(peek(t.marker))
		}
		u = &unwound{at: at, sure: sure}
		t.unwound[id] = u
	}
	delete(t.places, id)
	s := step{name: name, times: 1}
	if f := t.funcs[name]; f != nil && f.calls != nil {
		s.call = peek(f.calls)
	}
	u.add(s)
	return len(p), nil
}

func (u *unwound) add(s step) {
	if n := len(u.steps); n > 1 && u.steps[n-1].name == s.name {
		u.steps[n-1].times++
		return
	}
	if len(u.steps) >= 2*maxSteps {
		u.steps = append(u.steps[:maxSteps], u.steps[maxSteps+1:]...)
	}
	u.steps = append(u.steps, s)
}

// continues reports whether the line that is being written is about a panic that has passed through a frame before: then
// a deferred function has raised it again, the interpreter's own for that frame or one of the library's, or the runtime
// has, after deferred calls.
func continues() bool {
	var pcs [32]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs[:])])
	for {
		f, more := frames.Next()
		if f.Function == "runtime.gopanic" {
			by, _ := frames.Next()
			under, _ := frames.Next()
			return under.Function == "runtime.gopanic" || strings.HasSuffix(by.Function, "worker.(*panics).run")
		}
		if !more {
			return false
		}
	}
}

// at tells the place of the panic that the calling goroutine is about to raise.
func (t *trace) at(marker int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.places[goroutine()] = marker
}

// take returns, and forgets, the path of the calling goroutine's last panic.
func (t *trace) take() *unwound {
	t.mu.Lock()
	defer t.mu.Unlock()
	id := goroutine()
	u := t.unwound[id]
	delete(t.unwound, id)
	return u
}

// put takes back what take gave, for a panic that is raised again.
func (t *trace) put(u *unwound) {
	if u == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.unwound[goroutine()] = u
}

// ended returns the path of the panic that left the function with the given name, and forgets all.
func (t *trace) ended(name string) *unwound {
	t.mu.Lock()
	defer t.mu.Unlock()
	var found *unwound
	for _, u := range t.unwound {
		if u.steps[len(u.steps)-1].name == name {
			found = u
		}
	}
	t.unwound, t.places = map[int64]*unwound{}, map[int64]int64{}
	return found
}

// add makes the functions of a unit known.
func (t *trace) add(u *frontend.Unit) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, f := range u.Funcs {
		t.funcs[f.Global] = &tracedFunc{Func: f, escapes: f.Escapes}
	}
	for _, name := range u.Values {
		if f := t.funcs[name]; f != nil {
			f.escapes = true
		}
	}
	for _, f := range t.funcs {
		f.loops = 0
	}
}

func (t *trace) addCalls(name string, line *int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if f := t.funcs[name]; f != nil {
		f.calls = line
	}
}

func (t *trace) addSearch(name string, find func() (int, int, int)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if f := t.funcs[name]; f != nil {
		f.searches = append(f.searches, find)
	}
}

// again reports whether a function can be called while it runs. The caller holds the lock.
func (t *trace) again(f *tracedFunc) bool {
	if f.loops == 0 {
		f.loops = -1
		if t.reaches(f, f, map[*tracedFunc]bool{}) {
			f.loops = 1
		}
	}
	return f.loops > 0
}

func (t *trace) reaches(from, to *tracedFunc, seen map[*tracedFunc]bool) bool {
	if seen[from] {
		return false
	}
	seen[from] = true
	for _, name := range from.Static {
		if g := t.funcs[name]; g != nil && (g == to || t.reaches(g, to, seen)) {
			return true
		}
	}
	if from.Dynamic {
		for _, g := range t.funcs {
			if g.escapes && (g == to || t.reaches(g, to, seen)) {
				return true
			}
		}
	}
	return false
}
