package nn

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// summaryBatch is the batch that Summary and Table give the memory for: the book's.
const summaryBatch = 100

// Summary returns a table of the layers: output shape for N examples, parameters, multiplications and additions of Forward
// for one example, and memory in bytes for a batch of 100. What stands in a block is indented under it. A layer that does
// not count its operations has an empty place there.
//
// The memory is that of parameters and outputs and of the gradients by them, 4 bytes a number: what follows from the shapes.
// Some layers keep more, some share.
func (n *Net) Summary() string { return alignRows(n.Table()) }

// Table returns the rows of Summary; the first is the head, the last the total.
func (n *Net) Table() [][]string { return n.TableFor(summaryBatch) }

// TableFor is Table with the memory for a batch of the given size.
func (n *Net) TableFor(batch int) [][]string {
	if batch < 1 {
		misuse("Net.TableFor", "the batch is %d; it must be positive", batch)
	}
	rows := [][]string{
		{"layer", "output", "parameters", "FLOPs", fmt.Sprintf("bytes, N = %d", batch)},
		{"input", batchText(n.shapes[0]), "", "", thousands(4 * batch * volume("Net.Table", n.shapes[0]))},
	}
	all := cost{bytes: 4 * batch * volume("Net.Table", n.shapes[0])}
	for i, p := range n.chain.parts() {
		lines, c := layerRows(p, n.shapes[i], batch, 0)
		if i < n.frozen {
			lines[0][0] += " (frozen)"
		}
		rows = append(rows, lines...)
		all.add(c)
	}
	rows = append(rows, append([]string{"total", ""}, all.cells()...))
	if n.frozen > 0 {
		left := 0
		for _, p := range n.trained {
			left += len(p.Value.Data)
		}
		rows = append(rows, []string{"trained", "", thousands(left), "", ""})
	}
	return rows
}

// cost is what a layer takes.
type cost struct {
	params, flops, bytes int
	counted              bool // flops is known
}

func (c *cost) add(d cost) {
	c.params += d.params
	c.flops += d.flops
	c.bytes += d.bytes
	c.counted = c.counted || d.counted
}

func (c cost) cells() []string {
	flops := ""
	if c.counted {
		flops = thousands(c.flops)
	}
	return []string{thousands(c.params), flops, thousands(c.bytes)}
}

// layerRows returns the rows of a layer whose inputs have the given shape and of the layers inside it.
func layerRows(p member, input []int, batch, depth int) (rows [][]string, c cost) {
	output := shapeAfter(p.layer, input)
	c.bytes = 8 * batch * volume("Net.Table", output)
	if f, ok := p.layer.(FLOPCounter); ok {
		c.flops, c.counted = f.FLOPs(input), true
	}
	for _, q := range p.layer.Params() {
		c.params += len(q.Value.Data)
	}
	c.bytes += 8 * c.params
	b, isBlock := p.layer.(block)
	if !isBlock {
		return [][]string{append([]string{indent(depth) + p.name, batchText(output)}, c.cells()...)}, c
	}
	c.bytes -= 8 * c.params // counted inside
	if _, ok := p.layer.(*Sequential); ok {
		c.bytes = 0 // its output is that of its last layer
	}
	at := input
	for _, q := range b.parts() {
		if q.name == projectionName {
			at = input
		}
		lines, inside := layerRows(q, at, batch, depth+1)
		rows = append(rows, lines...)
		c.bytes += inside.bytes
		at = shapeAfter(q.layer, at)
	}
	head := append([]string{indent(depth) + p.name, batchText(output)}, c.cells()...)
	return append([][]string{head}, rows...), c
}

// indent is made of spaces that pages keep.
func indent(depth int) string { return strings.Repeat("\u00a0\u00a0", depth) }

// alignRows writes rows of text in columns: the first two to the left, the others to the right.
func alignRows(rows [][]string) string {
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
	return strings.ReplaceAll(b.String(), "\u00a0", " ")
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
