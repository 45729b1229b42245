package notebook

import (
	"strings"
	"testing"
)

// TestFormulaPosition holds that a place in a formula is found in the note, across the marks of quotes and lists.
func TestFormulaPosition(t *testing.T) {
	for _, c := range []struct {
		src, find string
		line, col int
	}{
		{"a $x + \\bad$\n", `\bad`, 1, 8},
		{"가 $$ x \\bad $$ 나\n", `\bad`, 1, 10},
		{"$$\na \\\\\n\\bad\n$$\n", `\bad`, 3, 1},
		{"$$ \\bad $$ {#eq-a}\n", `\bad`, 1, 4},
		{"> $$\n> a = b \\\\\n> c \\bad\n> $$\n", `\bad`, 3, 5},
		{"- 목록\n\n  $$\n    \\bad\n  $$\n", `\bad`, 4, 5},
		{"> a $x +\n> \\bad$\n", `\bad`, 2, 3},
	} {
		n := Parse("a.md", []byte(c.src))
		fs := n.Formulas()
		if len(fs) != 1 {
			t.Errorf("%q has %d formulas", c.src, len(fs))
			continue
		}
		i := strings.Index(fs[0].Source(), c.find)
		if line, col := n.FormulaPosition(fs[0], i); i < 0 || line != c.line || col != c.col {
			t.Errorf("%q: %s is at %d:%d, want %d:%d", c.src, c.find, line, col, c.line, c.col)
		}
	}
}
