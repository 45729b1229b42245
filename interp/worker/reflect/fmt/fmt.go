// Package fmt is what the copies of the template packages use of Go's fmt. It prints values of types that cells declare,
// and reflect's Values, as Go's fmt prints what they stand for.
package fmt

import (
	"fmt"
	"io"

	"quire/interp/worker/reflect"
)

// Stringer is Go's.
type Stringer = fmt.Stringer

// Sprint is Go's, for values of cells.
func Sprint(a ...any) string { return reflect.Sprint(a) }

// Sprintln is Go's, for values of cells.
func Sprintln(a ...any) string { return reflect.Sprintln(a) }

// Sprintf is Go's, for values of cells.
func Sprintf(format string, a ...any) string { return reflect.Sprintf(format, a) }

// Errorf is Go's, for values of cells.
func Errorf(format string, a ...any) error { return reflect.Errorf(format, a) }

// Fprint is Go's, for values of cells.
func Fprint(w io.Writer, a ...any) (int, error) { return w.Write([]byte(reflect.Sprint(a))) }

// Fprintf is Go's, for values of cells.
func Fprintf(w io.Writer, format string, a ...any) (int, error) {
	return w.Write([]byte(reflect.Sprintf(format, a)))
}
