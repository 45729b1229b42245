package nn

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Summary returns a table of the layers: output shape for N examples, parameters, and the multiplications and additions
// of Forward for one example.
func (n *Net) Summary() string {
	rows := n.Table()
	widths := make([]int, len(rows[0]))
	for _, r := range rows {
		for j, cell := range r {
			widths[j] = max(widths[j], utf8.RuneCountInString(cell))
		}
	}
	var b strings.Builder
	for _, r := range rows {
		line := ""
		for j, cell := range r {
			pad := strings.Repeat(" ", widths[j]-utf8.RuneCountInString(cell))
			if j < 2 {
				line += cell + pad + "  "
			} else {
				line += pad + cell + "  "
			}
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return b.String()
}

// Table returns the rows of Summary; the first is the head, the last the total.
func (n *Net) Table() [][]string {
	rows := [][]string{{"layer", "output", "parameters", "FLOPs"}, {"input", batchText(n.shapes[0]), "", ""}}
	flops := 0
	for i, l := range n.layers {
		params := 0
		for _, p := range l.Params() {
			params += len(p.Value.Data)
		}
		cost := ""
		if c, ok := l.(FLOPCounter); ok {
			k := c.FLOPs(n.shapes[i])
			flops += k
			cost = thousands(k)
		}
		rows = append(rows, []string{n.names[i], batchText(n.shapes[i+1]), thousands(params), cost})
	}
	return append(rows, []string{"total", "", thousands(n.NumParams()), thousands(flops)})
}

// thousands writes 41234 as 41,234.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// String names the layers: "Net(784 → Affine1 → ReLU1 → Affine2 → 10)".
func (n *Net) String() string {
	out := n.shapes[len(n.shapes)-1]
	trim := func(s []int) string {
		if len(s) == 1 {
			return fmt.Sprint(s[0])
		}
		return shapeText(s)
	}
	return "Net(" + trim(n.shapes[0]) + " → " + strings.Join(n.names, " → ") + " → " + trim(out) + ")"
}
