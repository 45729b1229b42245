package worker

import (
	"fmt"
	"io"
	"reflect"
)

// scanner is a place of a user's type that reads itself.
type scanner struct{ box }

// Scan calls the user's method.
func (x scanner) Scan(state fmt.ScanState, verb rune) error {
	out := x.T.methods["Scan"].Call([]reflect.Value{reflect.ValueOf(x.box), reflect.ValueOf(&state).Elem(), reflect.ValueOf(verb)})
	err, _ := out[0].Interface().(error)
	return err
}

var scanType = reflect.TypeFor[func(any, fmt.ScanState, rune) error]()

// places makes the operands of a scan places that package fmt can store into: pointers to users' types are pointers to
// their lowered forms.
func (s *runtimeState) places(args []any) []any {
	out := make([]any, len(args))
	for i, a := range args {
		out[i] = a
		b, ok := s.plain(a).(box)
		if !ok {
			continue
		}
		out[i] = b.V
		if m, ok := b.T.methods["Scan"]; ok && m.Type() == scanType {
			out[i] = scanner{b}
		}
	}
	return out
}

func (s *runtimeState) scanExports() map[string]reflect.Value {
	v := reflect.ValueOf
	return map[string]reflect.Value{
		"Scan":    v(func(a ...any) (int, error) { return fmt.Scan(s.places(a)...) }),
		"Scanln":  v(func(a ...any) (int, error) { return fmt.Scanln(s.places(a)...) }),
		"Scanf":   v(func(f string, a ...any) (int, error) { return fmt.Scanf(f, s.places(a)...) }),
		"Sscan":   v(func(t string, a ...any) (int, error) { return fmt.Sscan(t, s.places(a)...) }),
		"Sscanln": v(func(t string, a ...any) (int, error) { return fmt.Sscanln(t, s.places(a)...) }),
		"Sscanf":  v(func(t, f string, a ...any) (int, error) { return fmt.Sscanf(t, f, s.places(a)...) }),
		"Fscan":   v(func(r io.Reader, a ...any) (int, error) { return fmt.Fscan(r, s.places(a)...) }),
		"Fscanln": v(func(r io.Reader, a ...any) (int, error) { return fmt.Fscanln(r, s.places(a)...) }),
		"Fscanf":  v(func(r io.Reader, f string, a ...any) (int, error) { return fmt.Fscanf(r, f, s.places(a)...) }),
	}
}
