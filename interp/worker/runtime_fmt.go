package worker

import (
	"fmt"
	"io"
	"log"
	"os"
	"reflect"
	"strings"

	lookalike "quire/interp/worker/reflect"
)

// prepare makes values of user types ready for package fmt: %T must see their names, %w their errors.
func (s *runtimeState) prepare(format string, args []any) (string, []any) {
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
	if !strings.ContainsAny(format, "Tp") {
		return format, out
	}
	return s.typeVerbs(format, out)
}

// typeVerbs rewrites %T and %p of user types: package fmt handles them before it asks the operand.
func (s *runtimeState) typeVerbs(format string, args []any) (string, []any) {
	args = append([]any(nil), args...)
	b := []byte(format)
	n := 0
	for i := 0; i < len(b); i++ {
		if b[i] != '%' {
			continue
		}
		for i++; i < len(b) && strings.IndexByte("+-# 0123456789.", b[i]) >= 0; i++ {
		}
		switch {
		case i >= len(b):
		case b[i] == '%':
			continue
		case b[i] == '*':
			n++
			i--
			b = append(b[:i+1:i+1], b[i+1:]...)
			continue
		case b[i] == '[': // explicit indexes: too rare to follow
			return format, args
		case b[i] == 'T' && n < len(args):
			switch x := s.plain(args[n]).(type) {
			case box:
				b[i] = 's'
				args[n] = typeName(x.t.typ)
			case lookalike.Printed:
				args[n] = x.Value
			}
		case b[i] == 'p' && n < len(args):
			if x, ok := s.plain(args[n]).(box); ok {
				args[n] = x.v
			}
		}
		if b[i] == 'p' && n < len(args) {
			if x, ok := s.plain(args[n]).(box); ok {
				args[n] = x.v
			}
		}
		n++
	}
	return string(b), args
}

func (s *runtimeState) fmtExports() map[string]reflect.Value {
	v := reflect.ValueOf
	return map[string]reflect.Value{
		"Print":   v(func(a ...any) (int, error) { _, a = s.prepare("", a); return fmt.Fprint(s.stdout, a...) }),
		"Println": v(func(a ...any) (int, error) { _, a = s.prepare("", a); return fmt.Fprintln(s.stdout, a...) }),
		"Printf":  v(func(f string, a ...any) (int, error) { f, a = s.prepare(f, a); return fmt.Fprintf(s.stdout, f, a...) }),
		"Sprintf": v(func(f string, a ...any) string { f, a = s.prepare(f, a); return fmt.Sprintf(f, a...) }),
		"Fprintf": v(func(w io.Writer, f string, a ...any) (int, error) {
			f, a = s.prepare(f, a)
			return fmt.Fprintf(s.to(w), f, a...)
		}),
		"Appendf":  v(func(b []byte, f string, a ...any) []byte { f, a = s.prepare(f, a); return fmt.Appendf(b, f, a...) }),
		"Errorf":   v(func(f string, a ...any) error { f, a = s.prepare(f, a); return fmt.Errorf(f, a...) }),
		"Append":   v(func(b []byte, a ...any) []byte { _, a = s.prepare("", a); return fmt.Append(b, a...) }),
		"Appendln": v(func(b []byte, a ...any) []byte { _, a = s.prepare("", a); return fmt.Appendln(b, a...) }),
		"Sprint":   v(func(a ...any) string { _, a = s.prepare("", a); return fmt.Sprint(a...) }),
		"Sprintln": v(func(a ...any) string { _, a = s.prepare("", a); return fmt.Sprintln(a...) }),
		"Fprint":   v(func(w io.Writer, a ...any) (int, error) { _, a = s.prepare("", a); return fmt.Fprint(s.to(w), a...) }),
		"Fprintln": v(func(w io.Writer, a ...any) (int, error) { _, a = s.prepare("", a); return fmt.Fprintln(s.to(w), a...) }),
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

func (s *runtimeState) logExports() map[string]reflect.Value {
	v := reflect.ValueOf
	fatal := func(text string) {
		log.Print(text)
		panic(exit{1})
	}
	panics := func(text string) {
		log.Print(text)
		panic(panicOf{text})
	}
	sprint := func(a []any) string { _, a = s.prepare("", a); return fmt.Sprint(a...) }
	sprintln := func(a []any) string { _, a = s.prepare("", a); return fmt.Sprintln(a...) }
	sprintf := func(f string, a []any) string { f, a = s.prepare(f, a); return fmt.Sprintf(f, a...) }
	return map[string]reflect.Value{
		"Print":   v(func(a ...any) { log.Print(sprint(a)) }),
		"Println": v(func(a ...any) { log.Print(sprintln(a)) }),
		"Printf":  v(func(f string, a ...any) { log.Print(sprintf(f, a)) }),
		"Fatal":   v(func(a ...any) { fatal(sprint(a)) }),
		"Fatalln": v(func(a ...any) { fatal(sprintln(a)) }),
		"Fatalf":  v(func(f string, a ...any) { fatal(sprintf(f, a)) }),
		"Panic":   v(func(a ...any) { panics(sprint(a)) }),
		"Panicln": v(func(a ...any) { panics(sprintln(a)) }),
		"Panicf":  v(func(f string, a ...any) { panics(sprintf(f, a)) }),
		// The interpreter has a logger of its own behind these; the one above is package log's.
		"SetFlags": v(log.SetFlags), "SetPrefix": v(log.SetPrefix), "SetOutput": v(log.SetOutput),
		"Flags": v(log.Flags), "Prefix": v(log.Prefix), "Writer": v(log.Writer), "Output": v(log.Output), "Default": v(log.Default),
	}
}
