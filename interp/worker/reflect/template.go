package reflect

import "fmt"

// What the copies of the template packages ask the runtime through this package.

// An Entry is a key of a map with what the map holds for it.
type Entry struct{ Key, Value Value }

// Entries returns the entries of a map in the order in which package fmt prints them.
func Entries(m Value) []Entry {
	var out []Entry
	for it := m.MapRange(); it.Next(); {
		out = append(out, Entry{it.Key(), it.Value()})
	}
	return out
}

// Sprint is fmt.Sprint for values of cells.
func Sprint(args []any) string {
	if w := world.Load(); w != nil {
		return w.host.Sprint(args)
	}
	return fmt.Sprint(args...)
}

// Sprintln is fmt.Sprintln for values of cells.
func Sprintln(args []any) string {
	if w := world.Load(); w != nil {
		return w.host.Sprintln(args)
	}
	return fmt.Sprintln(args...)
}

// Sprintf is fmt.Sprintf for values of cells.
func Sprintf(format string, args []any) string {
	if w := world.Load(); w != nil {
		return w.host.Sprintf(format, args)
	}
	return fmt.Sprintf(format, args...)
}

// Errorf is fmt.Errorf for values of cells.
func Errorf(format string, args []any) error {
	if w := world.Load(); w != nil {
		return w.host.Errorf(format, args)
	}
	return fmt.Errorf(format, args...)
}

// Recovered is what the cell's code panicked with, given what recover gave. The end of the process is no panic: it goes on.
func Recovered(r any) any {
	if w := world.Load(); w != nil && r != nil {
		return w.host.Recovered(r)
	}
	return r
}
