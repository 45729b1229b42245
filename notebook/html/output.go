package html

import (
	"cmp"
	"encoding/base64"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"quire/notebook"
	"quire/notebook/figure"
	"quire/notebook/output"
)

// figureOutput writes a drawing with its caption below it.
func (w *writer) figureOutput(o *notebook.OutputReport, f *output.Figure) {
	if f.Figure == nil {
		return
	}
	w.openFigure(o.Caption)
	w.drawing(o)
	w.closeFigure(o.Caption)
}

// drawing writes what an output draws, without a caption.
func (w *writer) drawing(o *notebook.OutputReport) {
	switch out := o.Output.(type) {
	case *output.Figure:
		if out.Figure != nil {
			f := *out.Figure
			f.Alt = cmp.Or(o.Alt, w.words().figure)
			w.drawn++
			w.raw(w.svg(&f, figure.SVGOptions{Prefix: w.prefix + "f" + strconv.Itoa(w.drawn) + "-"}))
		}
	case *output.Image:
		w.png(o, out)
	}
}

func (w *writer) openFigure(c *notebook.Caption) {
	w.raw(`<figure class="q-figure"`)
	if c != nil {
		w.raw(attr("id", c.Anchor))
	}
	w.raw(">")
}

func (w *writer) closeFigure(c *notebook.Caption) {
	if c != nil {
		w.raw("<figcaption>")
		w.caption(c)
		w.raw("</figcaption>")
	}
	w.raw("</figure>\n")
}

// imageOutput writes a picture with its caption below it.
func (w *writer) imageOutput(o *notebook.OutputReport) {
	w.openFigure(o.Caption)
	w.drawing(o)
	w.closeFigure(o.Caption)
}

// png writes a picture. Its size is that in points which it wants, or its own at 144 dots per inch.
func (w *writer) png(o *notebook.OutputReport, m *output.Image) {
	w.raw(`<img src="data:image/png;base64,`, base64.StdEncoding.EncodeToString(m.PNG), `"`, attr("alt", cmp.Or(o.Alt, w.words().figure)))
	if !m.Smooth {
		w.raw(` class="q-sharp"`)
	}
	width := m.Width * 4 / 3
	if size, _, ok := pngSize(m.PNG); ok && m.Width == 0 {
		width = float64(size) / 1.5
	}
	if width > 0 {
		w.raw(attr("width", strconv.Itoa(int(width+.5))))
	}
	w.raw(">")
}

// tableOutput writes a table of a cell. Numbers in decimal columns stand with their points below each other.
func (w *writer) tableOutput(o *notebook.OutputReport, t *output.Table) {
	w.openTable(o.Caption)
	if o.Caption == nil && t.Caption != "" {
		w.raw("<caption>")
		w.text(t.Caption)
		w.raw("</caption>\n")
	}
	w.raw("<thead>\n<tr>")
	for _, c := range t.Columns {
		w.raw(`<th scope="col"`, alignClass(c.Align), ">")
		w.strong(func() { w.text(c.Name) })
		w.raw("</th>")
	}
	w.raw("</tr>\n</thead>\n<tbody>\n")
	places := decimalPlaces(t)
	for _, row := range t.Rows {
		w.raw("<tr>")
		for i, cell := range row {
			if i >= len(t.Columns) {
				break
			}
			w.raw("<td", alignClass(t.Columns[i].Align), ">")
			w.text(cell)
			if t.Columns[i].Align == output.AlignDecimal {
				w.padDecimals(cell, places[i])
			}
			w.raw("</td>")
		}
		w.raw("</tr>\n")
	}
	w.raw("</tbody></table></div>\n")
}

func alignClass(a output.Align) string {
	switch a {
	case output.AlignRight, output.AlignDecimal:
		return ` class="q-right"`
	case output.AlignCenter:
		return ` class="q-center"`
	}
	return ""
}

// decimalPlaces is the longest fraction in each decimal column.
func decimalPlaces(t *output.Table) []int {
	out := make([]int, len(t.Columns))
	for _, row := range t.Rows {
		for i, cell := range row {
			if i < len(out) && t.Columns[i].Align == output.AlignDecimal {
				out[i] = max(out[i], fraction(cell))
			}
		}
	}
	return out
}

// fraction is the number of characters from the decimal point of a number to its end, the point included; 0 for what
// is no number.
func fraction(s string) int {
	s = strings.TrimSpace(s)
	if s == "" || strings.Trim(s, "+-−0123456789.,eE%") != "" {
		return 0
	}
	if i := strings.IndexByte(s, '.'); i >= 0 {
		return len(s) - i
	}
	return 0
}

// isNumber tells whether a cell is a number and nothing else.
func isNumber(s string) bool {
	s = strings.TrimSpace(s)
	return strings.ContainsAny(s, "0123456789") && strings.Trim(s, "+-−0123456789.,") == ""
}

// numberColumns tells, for each column of a table of the note, the longest fraction of its numbers: -1 where something
// else than numbers stands, or where the note asks for another alignment.
func (w *writer) numberColumns(n *east.Table) []int {
	out := make([]int, len(n.Alignments))
	for i, a := range n.Alignments {
		numbers := 0
		for row := n.FirstChild(); row != nil; row = row.NextSibling() {
			c := childAt(row, i)
			if row.Kind() == east.KindTableHeader || c == nil {
				continue
			}
			if s := strings.TrimSpace(notebook.PlainText(c, w.src)); isNumber(s) {
				numbers++
				out[i] = max(out[i], fraction(s))
			} else if s != "" {
				numbers = -1
				break
			}
		}
		if numbers <= 0 || a != east.AlignNone && a != east.AlignRight {
			out[i] = -1
		}
	}
	return out
}

func childAt(n ast.Node, i int) ast.Node {
	c := n.FirstChild()
	for ; c != nil && i > 0; i-- {
		c = c.NextSibling()
	}
	return c
}

// padDecimals fills a number up to the longest fraction of its column with digits that are not seen.
func (w *writer) padDecimals(cell string, places int) {
	have := fraction(cell)
	if have >= places {
		return
	}
	pad := strings.Repeat("0", places-have)
	if have == 0 {
		pad = "." + pad[1:]
	}
	w.raw(`<span class="q-pad" aria-hidden="true">`, pad, "</span>")
}
