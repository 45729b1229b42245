package worker

import (
	"strings"

	"quire/interp/frontend"
	fault "quire/interp/worker/runtime"
	"quire/notebook/output"
)

// frames is the path of calls of a panic in the note's lines, innermost first. A line that is not known is 0.
func (e *Engine) frames(u *unwound) []output.Frame {
	if u == nil {
		return nil
	}
	t := e.trace
	t.mu.Lock()
	defer t.mu.Unlock()
	var out []output.Frame
	part := ""
	for i, s := range u.steps {
		f := t.funcs[s.name]
		if f == nil || f.Cell == 0 { // a function of ours, or of the library
			continue
		}
		if f.Global == part { // its body has been shown
			part = ""
			continue
		}
		part = f.Of
		line := f.CallLine
		if f.calls != nil && !t.again(f) {
			line = s.call
		}
		if i == 0 || len(out) == 0 && u.sure {
			line = 0
			if at := int(u.at % frontend.MarkerStep); int(u.at/frontend.MarkerStep) == f.Cell && f.First <= at && at <= f.Last {
				line = at
			}
		}
		out = append(out, output.Frame{Cell: e.key(f.Cell), Func: f.Name, Line: line, Times: s.times})
	}
	return collapse(out)
}

// collapse joins neighbours that say the same.
func collapse(list []output.Frame) []output.Frame {
	var out []output.Frame
	for _, f := range list {
		if n := len(out); n > 0 {
			last := out[n-1]
			last.Times = f.Times
			if last == f {
				out[n-1].Times += f.Times
				continue
			}
		}
		out = append(out, f)
	}
	for i := range out {
		if out[i].Times == 1 {
			out[i].Times = 0
		}
	}
	return out
}

// key is the key of a cell by its number.
func (e *Engine) key(n int) string {
	if n >= 1 && n <= len(e.cells) {
		return e.cells[n-1]
	}
	return ""
}

// explain gives a value that was panicked with its final form: the interpreter's words become Go's. For an index, line,
// index and length are searched.
func (t *trace) explain(v any, u *unwound) any {
	v = plainPanic(v)
	if s, ok := v.(string); !ok || u == nil || !strings.HasPrefix(s, "reflect: ") || !strings.Contains(s, "index out of range") {
		return panicValue(v)
	}
	t.mu.Lock()
	f := t.funcs[u.steps[0].name]
	t.mu.Unlock()
	if f == nil {
		return panicValue(v)
	}
	for _, find := range f.searches {
		if line, i, n := t.searched(find); line > 0 {
			u.at = int64(f.Cell)*frontend.MarkerStep + int64(line)
			return fault.Index(i, n)
		}
	}
	return panicValue(v)
}

// searched calls a search; it finds nothing when it panics itself.
func (t *trace) searched(find func() (int, int, int)) (line, i, n int) {
	defer func() {
		if recover() != nil {
			t.take()
			line = 0
		}
	}()
	return find()
}

// translate is deferred around methods of cells that the library calls: the library may recover a panic and print it, so it
// gets its final form here.
func translate() {
	r := recover()
	if r == nil {
		return
	}
	if s := current.Load(); s != nil {
		if !ownPanic(plainPanic(r)) {
			s.trace.mu.Lock()
			u := s.trace.unwound[goroutine()]
			s.trace.mu.Unlock()
			r = s.trace.explain(r, u)
		}
	}
	panic(r)
}
