package symbols

import "fmt"

// printHeld prints what a wrapper holds, so that a wrapper inside a value of a compiled package's type prints as the
// interpreted value itself would: []graph.Node, say, whose elements are of a cell's type.
func printHeld(v any, s fmt.State, verb rune) {
	fmt.Fprintf(s, fmt.FormatString(s, verb), v)
}
