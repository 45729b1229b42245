package notebook

import (
	"slices"
	"testing"
)

// TestDefinitions: only formulas that may define commands are kept, blocks and those in lines, in order.
func TestDefinitions(t *testing.T) {
	n := Parse("n.md", []byte("$x \\left( y \\right)$\n\n$$\n\\newcommand{\\a}{1}\n$$\n\nand $\\def\\b{2} \\b$, $\\b$\n"))
	want := []string{"\\newcommand{\\a}{1}", "\\def\\b{2} \\b"}
	if got := n.Definitions(); !slices.Equal(got, want) {
		t.Errorf("Definitions() = %q, want %q", got, want)
	}
}
