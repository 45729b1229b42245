package notebook

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// tableCaptions takes the paragraphs ": caption {#tbl-x}" below tables out of the tree and keeps them as captions. The
// line may follow the table at once, where it looks like a last row, or after a blank line.
func (n *Note) tableCaptions() {
	for _, t := range collect[*east.Table](n.Root) {
		var seg text.Segment
		var marks []*east.FootnoteLink
		switch next := t.NextSibling().(type) {
		case *ast.Paragraph:
			if next.Lines().Len() == 0 || !n.captionLine(next.Lines().At(0)) {
				continue
			}
			lines := next.Lines()
			seg = text.NewSegment(lines.At(0).Start, lines.At(lines.Len()-1).Stop)
			marks = collect[*east.FootnoteLink](next)
			next.Parent().RemoveChild(next.Parent(), next)
		default:
			row, ok := t.LastChild().(*east.TableRow)
			if !ok || row.FirstChild() == nil || row.FirstChild().Lines().Len() == 0 {
				continue
			}
			start := row.Pos()
			line := text.NewSegment(start, n.lineEnd(start))
			if !n.captionLine(line) {
				continue
			}
			seg = line
			marks = collect[*east.FootnoteLink](row)
			t.RemoveChild(t, row)
		}
		n.addTableCaption(t, seg, marks)
	}
}

// captionLine tells whether a line begins as the caption of a table does.
func (n *Note) captionLine(line text.Segment) bool {
	s := bytes.TrimLeft(line.Value(n.Source), " \t")
	return bytes.HasPrefix(s, []byte(": ")) || bytes.HasPrefix(s, []byte("Table: "))
}

// lineEnd returns the offset of the end of the line of offset.
func (n *Note) lineEnd(offset int) int {
	if i := bytes.IndexByte(n.Source[offset:], '\n'); i >= 0 {
		return offset + i
	}
	return len(n.Source)
}

// addTableCaption keeps the caption of a table, which stands at seg in the source and has the given marks of footnotes.
func (n *Note) addTableCaption(t *east.Table, seg text.Segment, marks []*east.FootnoteLink) {
	start := seg.Start + strings.IndexByte(string(seg.Value(n.Source)), ':') + 1
	raw := string(n.Source[start:seg.Stop])
	body, a, _ := trailingAttrs(raw)
	lead := len(body) - len(strings.TrimLeft(body, " \t"))
	n.captions[t] = tableCaption{
		node:  n.parseCaption(start+lead, start+len(strings.TrimRight(body, " \t\n")), marks),
		label: a.id,
	}
}

// parseCaption is parseInline of a part of the note, with marks of footnotes that are known.
func (n *Note) parseCaption(start, end int, marks []*east.FootnoteLink) *ast.Paragraph {
	known := map[string]*east.FootnoteLink{}
	for _, m := range marks {
		if i := m.Index - 1; 0 <= i && i < len(n.Footnotes) {
			known[string(n.Footnotes[i].Ref)] = m
		}
	}
	return parseWith(&footnoteCheck{known: known}, n.Source, start, end)
}

// parseInline returns a paragraph with the inline nodes of source[start:end].
func parseInline(source []byte, start, end int) *ast.Paragraph {
	return parseWith(new(footnoteCheck), source, start, end)
}

func parseWith(check *footnoteCheck, source []byte, start, end int) *ast.Paragraph {
	masked := make([]byte, max(start, end))
	for i := range masked {
		masked[i] = '\n'
	}
	copy(masked[start:], source[start:max(start, end)])
	if p, ok := newParser(check).Parse(text.NewReader(masked)).FirstChild().(*ast.Paragraph); ok {
		inlineHTML(p, masked, nil)
		return p
	}
	p := ast.NewParagraph()
	p.AppendChild(p, ast.NewTextSegment(text.NewSegment(start, max(start, end))))
	return p
}

// findPictures finds the paragraphs that hold one image and nothing else but its attributes.
func (n *Note) findPictures() {
	images := collect[*ast.Image](n.Root)
	attributes := make([]attrs, len(images))
	for i, img := range images {
		attributes[i] = n.imageAttrs(img)
	}
	for _, d := range collect[*Div](n.Root) {
		if d.Columns() > 0 || labelKind(d.ID) == "fig" {
			n.splitImages(d)
		}
	}
	for i, img := range images {
		p, ok := img.Parent().(*ast.Paragraph)
		if !ok || p.ChildCount() != 1 {
			continue
		}
		a := attributes[i]
		pic := Picture{Image: img, Label: a.id, Width: a.get("width"), Pos: n.Meta.FigPos}
		if strings.Contains(a.get("fig-pos"), "H") {
			pic.Pos = "H"
		}
		if w, ok := img.AttributeString("width"); ok && pic.Width == "" {
			pic.Width, _ = w.(string)
		}
		n.pictures[p] = pic
	}
}

// imageAttrs takes the attributes that follow an image out of the text.
func (n *Note) imageAttrs(img *ast.Image) attrs {
	t, ok := img.NextSibling().(*ast.Text)
	if !ok {
		return attrs{}
	}
	s := string(t.Segment.Value(n.Source))
	a, size, ok := parseAttrs(s)
	if !ok {
		return attrs{}
	}
	t.Segment.Start += size
	if t.Segment.Start >= t.Segment.Stop && !t.SoftLineBreak() && !t.HardLineBreak() {
		t.Parent().RemoveChild(t.Parent(), t)
	}
	return a
}

// findLabels collects what references can name, and reports labels that are given twice.
func (n *Note) findLabels() {
	for _, b := range n.Blocks {
		if b.Cell != nil {
			if kind := labelKind(b.Cell.Label); kind != "" {
				n.addLabel(b.Cell.Label, kind, b.Start)
				for i := range b.Cell.Options.FigSubs {
					n.addLabel(partLabel(b.Cell.Label, i), kind, b.Start)
				}
			}
			continue
		}
		for _, node := range collect[ast.Node](b.Node) {
			if s, kind := n.labelOf(node); s != "" {
				n.addLabel(s, kind, max(0, node.Pos()))
			}
		}
	}
}

// partLabel is the label of part i of a cell's figure: fig-x-1 is the first.
func partLabel(figure string, i int) string { return figure + "-" + strconv.Itoa(i+1) }

// checkCaptions reports references in the captions of cells that name nothing.
func (n *Note) checkCaptions() {
	for _, b := range n.Blocks {
		if b.Cell == nil {
			continue
		}
		for _, s := range append([]string{b.Cell.Options.FigCap, b.Cell.Options.TblCap}, b.Cell.Options.FigSubs...) {
			if !strings.Contains(s, "@") {
				continue
			}
			resolveRefs(parseInline([]byte(s), 0, len(s)), n.labels, func(ref *CrossRef) {
				n.unknownRef(&CrossRef{Label: ref.Label, Start: b.Start})
			})
		}
	}
}

// labelOf returns the label of a node other than a cell, and what it names.
func (n *Note) labelOf(node ast.Node) (name, kind string) {
	switch node := node.(type) {
	case *ast.Heading:
		if id, ok := node.AttributeString("id"); ok {
			if b, ok := id.([]byte); ok {
				return string(b), "sec"
			}
		}
	case *MathBlock:
		return node.Label, "eq"
	case *east.Table:
		return n.captions[node].label, "tbl"
	case *Div:
		return n.captions[node].label, "fig"
	case *ast.Paragraph:
		return n.pictures[node].Label, "fig"
	}
	return "", ""
}

// addLabel adds a label that stands at an offset in the source. A heading may have any; the others are named after what
// they label.
func (n *Note) addLabel(name, kind string, offset int) {
	if want := labelKind(name); kind != "sec" && want != kind {
		n.report(offset, Diagnostic{
			Severity: SeverityWarning, Message: fmt.Sprintf("label %q: nothing can refer to it", name),
			HintKo: fmt.Sprintf("이름을 %s-로 시작하세요.", kind), HintEn: fmt.Sprintf("Let it begin with %s-.", kind),
		})
		return
	}
	if first, ok := n.labels[name]; ok {
		n.report(offset, Diagnostic{
			Severity: SeverityError, Message: fmt.Sprintf("label %q is already used in line %d", name, first.line),
			HintKo: "이름은 한 번만 쓸 수 있습니다.", HintEn: "Give each a label of its own.",
		})
		return
	}
	n.labels[name] = label{kind, n.Line(offset)}
}

// labelNames returns all labels, in order.
func (n *Note) labelNames() []string {
	return sortedKeys(n.labels)
}
