package worker

import (
	"fmt"
	"io"
	"os"
	"reflect"

	lookalike "quire/interp/worker/reflect"
)

// prepare makes values of user types that are errors ready for package fmt: %w must see them.
func (s *runtimeState) prepare(format string, args []any) []any {
	s.watchAddresses(format, args)
	out := args
	put := func(i int, x any) {
		if &out[0] == &args[0] {
			out = append([]any(nil), args...)
		}
		out[i] = x
	}
	for i, a := range args {
		switch b := s.plain(a).(type) {
		case box:
			if b.t.hasText("Error") {
				put(i, s.wrap(b, "_error").Interface())
			}
		case lookalike.Value:
			put(i, lookalike.Printed{Value: b})
		}
	}
	return out
}

// formatted is fmt.Sprintf.
func (s *runtimeState) formatted(format string, args []any) []byte {
	args = s.prepare(format, args)
	if s.hasBox(args) {
		return s.printf(format, args)
	}
	return fmt.Appendf(nil, format, args...)
}

func (s *runtimeState) fmtExports() map[string]reflect.Value {
	v := reflect.ValueOf
	return map[string]reflect.Value{
		"Print":    v(func(a ...any) (int, error) { a = s.prepare("", a); return fmt.Fprint(s.stdout, a...) }),
		"Println":  v(func(a ...any) (int, error) { a = s.prepare("", a); return fmt.Fprintln(s.stdout, a...) }),
		"Printf":   v(func(f string, a ...any) (int, error) { return s.stdout.Write(s.formatted(f, a)) }),
		"Sprintf":  v(func(f string, a ...any) string { return string(s.formatted(f, a)) }),
		"Fprintf":  v(func(w io.Writer, f string, a ...any) (int, error) { return s.to(w).Write(s.formatted(f, a)) }),
		"Append":   v(func(b []byte, a ...any) []byte { return fmt.Append(b, s.prepare("", a)...) }),
		"Appendf":  v(func(b []byte, f string, a ...any) []byte { return append(b, s.formatted(f, a)...) }),
		"Appendln": v(func(b []byte, a ...any) []byte { return fmt.Appendln(b, s.prepare("", a)...) }),
		"Errorf": v(func(f string, a ...any) error {
			if a = s.prepare(f, a); s.hasBox(a) {
				return s.errorf(f, a)
			}
			return fmt.Errorf(f, a...)
		}),
		"Sprint":   v(func(a ...any) string { a = s.prepare("", a); return fmt.Sprint(a...) }),
		"Sprintln": v(func(a ...any) string { a = s.prepare("", a); return fmt.Sprintln(a...) }),
		"Fprint":   v(func(w io.Writer, a ...any) (int, error) { a = s.prepare("", a); return fmt.Fprint(s.to(w), a...) }),
		"Fprintln": v(func(w io.Writer, a ...any) (int, error) { a = s.prepare("", a); return fmt.Fprintln(s.to(w), a...) }),
	}
}

// to is w itself, or the engine's own writer where w is the process's: only that tells standard error from output.
func (s *runtimeState) to(w io.Writer) io.Writer {
	switch w {
	case os.Stdout:
		return s.stdout
	case os.Stderr:
		return s.stderr
	}
	return w
}

// exit is the panic that stands for the end of the process.
type exit struct{ code int }

func (s *runtimeState) osExports() map[string]reflect.Value {
	return map[string]reflect.Value{"Exit": reflect.ValueOf(func(code int) { panic(exit{code}) })}
}
