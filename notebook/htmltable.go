package notebook

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"golang.org/x/net/html"
)

// maxSpan bounds how many columns a cell may take.
const maxSpan = 100

// table reads a table: its rows in order, the first as the head when it has head cells alone. A cell that takes several
// columns is followed by empty ones.
func (r *htmlReader) table(c *html.Node, depth int) {
	r.flush()
	rows := tableRows(c)
	t := east.NewTable()
	columns := 0
	var made []*east.TableRow
	heads := 0
	for i, row := range rows {
		tr := east.NewTableRow(nil)
		head := true
		for k := row.FirstChild; k != nil; k = k.NextSibling {
			if k.Data != "td" && k.Data != "th" || k.Type != html.ElementNode {
				continue
			}
			head = head && k.Data == "th"
			r.tableCell(tr, k, depth)
		}
		columns = max(columns, tr.ChildCount())
		if head && tr.HasChildren() && heads == i {
			heads++
		}
		made = append(made, tr)
	}
	if columns == 0 {
		r.children(c, depth)
		return
	}
	t.Alignments = make([]east.Alignment, columns)
	for i := range t.Alignments {
		t.Alignments[i] = east.AlignNone
	}
	head := east.NewTableRow(nil)
	if heads > 0 {
		head, made = made[0], made[1:]
	}
	pad(head, columns)
	t.AppendChild(t, east.NewTableHeader(head))
	for _, tr := range made {
		pad(tr, columns)
		t.AppendChild(t, tr)
	}
	r.tableCaption(t, c, depth)
	r.add(t)
}

// pad fills a row with empty cells.
func pad(row *east.TableRow, columns int) {
	for row.ChildCount() < columns {
		row.AppendChild(row, east.NewTableCell())
	}
}

// tableRows are the rows of a table, not those of the tables inside it.
func tableRows(c *html.Node) (rows []*html.Node) {
	for k := c.FirstChild; k != nil; k = k.NextSibling {
		switch k.Data {
		case "tr":
			rows = append(rows, k)
		case "thead", "tbody", "tfoot":
			rows = append(rows, tableRows(k)...)
		}
	}
	return rows
}

// tableCell adds a cell to a row. Its blocks become lines.
func (r *htmlReader) tableCell(tr *east.TableRow, c *html.Node, depth int) {
	cell := east.NewTableCell()
	switch align := strings.ToLower(nodeAttr(c)("align") + nodeAttr(c)("style")); {
	case strings.Contains(align, "right"):
		cell.Alignment = east.AlignRight
	case strings.Contains(align, "center"):
		cell.Alignment = east.AlignCenter
	default:
		cell.Alignment = east.AlignNone
	}
	for i, block := range r.inside(func() { r.children(c, depth) }) {
		if i > 0 {
			cell.AppendChild(cell, lineBreak(r.at))
		}
		appendAll(cell, inlinesOf(block, r.note.Source, r.at))
	}
	tr.AppendChild(tr, cell)
	span, _ := strconv.Atoi(nodeAttr(c)("colspan"))
	for range min(span, maxSpan) - 1 {
		tr.AppendChild(tr, east.NewTableCell())
	}
}

// inlinesOf are the inline nodes of a block and of the blocks in it, a line for each.
func inlinesOf(block ast.Node, source []byte, at int) (nodes []ast.Node) {
	if p, ok := block.(*Preformatted); ok {
		for i, l := range strings.Split(p.Content, "\n") {
			if i > 0 {
				nodes = append(nodes, lineBreak(at))
			}
			code := ast.NewCodeSpan()
			code.AppendChild(code, literal(l))
			nodes = append(nodes, code)
		}
		return nodes
	}
	for _, c := range childrenOf(block) {
		if c.Type() == ast.TypeInline {
			nodes = append(nodes, c)
			continue
		}
		if len(nodes) > 0 {
			nodes = append(nodes, lineBreak(at))
		}
		nodes = append(nodes, inlinesOf(c, source, at)...)
	}
	return nodes
}

// tableCaption keeps the caption of a table.
func (r *htmlReader) tableCaption(t *east.Table, c *html.Node, depth int) {
	for k := c.FirstChild; k != nil; k = k.NextSibling {
		if k.Data != "caption" || k.Type != html.ElementNode {
			continue
		}
		p := ast.NewParagraph()
		for _, block := range r.inside(func() { r.children(k, depth) }) {
			appendAll(p, inlinesOf(block, r.note.Source, r.at))
		}
		if p.HasChildren() {
			r.note.captions[t] = tableCaption{node: p}
		}
		return
	}
}
