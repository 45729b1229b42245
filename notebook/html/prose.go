package html

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"quire/notebook"
	"quire/notebook/font"
)

// block writes a top-level block.
func (w *writer) block(b *notebook.Block) {
	if b.Cell != nil {
		w.cell(b.Cell)
		return
	}
	w.node(b.Node)
}

// children writes the blocks or the inline nodes below a node.
func (w *writer) children(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Type() == ast.TypeInline {
			w.inlines(c)
			return
		}
		w.node(c)
	}
}

// node writes a block-level node.
func (w *writer) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		w.heading(n)
	case *ast.Paragraph:
		w.paragraph(n)
	case *ast.TextBlock:
		w.children(n)
	case *ast.ThematicBreak:
		w.raw("<hr>\n")
	case *ast.Blockquote:
		w.raw("<blockquote>\n")
		w.children(n)
		w.raw("</blockquote>\n")
	case *notebook.Callout:
		w.callout(n)
	case *notebook.Div:
		w.div(n)
	case *east.DefinitionList:
		w.definitions(n)
	case *ast.List:
		w.list(n)
	case *ast.ListItem:
		w.listItem(n)
	case *ast.FencedCodeBlock:
		w.numberedCode(string(n.Language(w.src)), string(n.Lines().Value(w.src)), 0, w.r.Note.LineNumbers(n))
	case *ast.CodeBlock:
		w.code("", string(n.Lines().Value(w.src)), 0)
	case *notebook.MathBlock:
		w.mathBlock(n)
	case *east.Table:
		w.table(n)
	case *east.FootnoteList:
		w.footnotes(n)
	case *notebook.Preformatted:
		w.code(n.Language, n.Content+"\n", 0)
	case *ast.LinkReferenceDefinition:
		// Definitions show nothing.
	default:
		w.children(n)
	}
}

// heading writes a heading with its number. The title is the page's first level, so sections begin with the second.
func (w *writer) heading(n *ast.Heading) {
	level, id, number := n.Level, "", ""
	if h := w.r.Heading(n); h != nil {
		level, number = w.level(h.Depth), h.Number
		id = attr("id", h.Anchor)
	}
	tag := "h" + strconv.Itoa(level)
	w.raw("<", tag, id, ">")
	w.in(font.Sans, true, func() {
		if number != "" {
			w.raw(`<span class="q-number">`)
			w.text(number)
			w.raw("</span> ")
		}
		w.children(n)
	})
	w.raw("</", tag, ">\n")
}

// level is the level in the page of a heading of the note, which stands below the title where there is one.
func (w *writer) level(depth int) int {
	if w.r.Note.Meta.Title != "" {
		depth++
	}
	return min(depth, 6)
}

// paragraph writes a paragraph, a lone picture with its caption, or a speech of a dialogue.
func (w *writer) paragraph(n *ast.Paragraph) {
	if p, ok := w.r.Note.Picture(n); ok {
		w.picture(n, p)
		return
	}
	name, speech := w.r.Note.Speaker(n)
	if !speech {
		w.raw("<p>")
		w.children(n)
		w.raw("</p>\n")
		return
	}
	fmt.Fprintf(&w.b, `<div class="q-speech q-name%d">`, w.speakerWidth())
	w.strong(func() {
		w.raw(`<p class="q-speaker">`)
		w.text(name)
		w.raw("</p>")
	})
	w.raw("<p>")
	w.children(n)
	w.raw("</p></div>\n")
}

// speakerWidth is the room that the longest speaker's name takes, in em, from 2 to 12.
func (w *writer) speakerWidth() int {
	widest := 0.0
	for _, b := range w.r.Note.Blocks {
		if name, ok := w.r.Note.Speaker(b.Node); ok {
			widest = max(widest, font.Measure(w.face+"-bold", 1, name))
		}
	}
	return min(max(int(math.Ceil(widest+.75)), 2), 12)
}

// list writes a list. A list of tasks has boxes instead of bullets.
func (w *writer) list(n *ast.List) {
	tag, start := "ul", ""
	if n.IsOrdered() {
		tag = "ol"
		if n.Start != 1 {
			start = attr("start", strconv.Itoa(n.Start))
		}
	}
	class := ""
	if isTask(n.FirstChild()) {
		class = ` class="q-tasks"`
	}
	w.raw("<", tag, class, start, ">\n")
	w.children(n)
	w.raw("</", tag, ">\n")
}

// isTask tells whether a list item begins with a check box.
func isTask(item ast.Node) bool {
	if item == nil || item.FirstChild() == nil {
		return false
	}
	_, ok := item.FirstChild().FirstChild().(*east.TaskCheckBox)
	return ok
}

func (w *writer) listItem(n *ast.ListItem) {
	w.raw("<li>")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		w.node(c)
		if c.Kind() == ast.KindTextBlock && c.NextSibling() != nil {
			w.raw("\n")
		}
	}
	w.raw("</li>\n")
}

// table writes a table of the note.
func (w *writer) table(n *east.Table) {
	caption := w.r.Caption(n)
	w.openTable(caption)
	places := w.numberColumns(n)
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		_, head := row.(*east.TableHeader)
		tag := "td"
		switch {
		case head:
			w.raw("<thead>\n")
			tag = "th"
		case row.PreviousSibling() != nil && row.PreviousSibling().Kind() == east.KindTableHeader:
			w.raw("<tbody>\n")
		}
		w.raw("<tr>")
		i := 0
		for c := row.FirstChild(); c != nil; c = c.NextSibling() {
			w.tableCell(c.(*east.TableCell), tag, places[min(i, len(places)-1)])
			i++
		}
		w.raw("</tr>\n")
		switch {
		case head:
			w.raw("</thead>\n")
		case row.NextSibling() == nil:
			w.raw("</tbody>\n")
		}
	}
	w.raw("</table></div>\n")
}

// tableCell writes a cell. places is the longest fraction of a column of numbers, -1 in others.
func (w *writer) tableCell(c *east.TableCell, tag string, places int) {
	w.raw("<", tag)
	switch {
	case places >= 0, c.Alignment == east.AlignRight:
		w.raw(` class="q-right"`)
	case c.Alignment == east.AlignCenter:
		w.raw(` class="q-center"`)
	}
	if tag == "th" {
		w.raw(` scope="col"`)
	}
	w.raw(">")
	w.in(w.face, tag == "th", func() { w.children(c) })
	if s := notebook.PlainText(c, w.src); tag == "td" && places > 0 && isNumber(s) {
		w.padDecimals(s, places)
	}
	w.raw("</", tag, ">")
}

// openTable begins a table with its caption above it.
func (w *writer) openTable(c *notebook.Caption) {
	id := ""
	if c != nil {
		id = attr("id", c.Anchor)
	}
	if w.faces != nil {
		w.faces.tables = true
	}
	w.raw(`<div class="q-table"`, id, ` tabindex="0"><table>`, "\n")
	if c != nil {
		w.raw("<caption>")
		w.caption(c)
		w.raw("</caption>\n")
	}
}

// caption writes a label and its text.
func (w *writer) caption(c *notebook.Caption) {
	w.raw(`<b class="q-label">`)
	w.strong(func() { w.text(c.Label) })
	w.raw("</b>")
	if c.Text.Node == nil || strings.TrimSpace(c.Text.Plain) == "" {
		return
	}
	w.raw(" ")
	old := w.src
	w.src = c.Text.Source
	w.children(c.Text.Node)
	w.src = old
}

// footnotes writes the list of footnotes at the end of the note.
func (w *writer) footnotes(n *east.FootnoteList) {
	w.raw(`<section class="q-footnotes" role="doc-endnotes"`, attr("aria-label", w.r.Strings.Footnotes), ">\n<ol>\n")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		f, ok := c.(*east.Footnote)
		if !ok {
			continue
		}
		fmt.Fprintf(&w.b, `<li id="fn:%d">`, f.Index)
		w.children(f)
		w.raw("</li>\n")
	}
	w.raw("</ol>\n</section>\n")
}
