package notebook

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// KindDiv is the kind of [Div].
var KindDiv = ast.NewNodeKind("Div")

// Div is a fenced div, as in pandoc and Quarto: the blocks between a line ::: {#id .class key=value} and a line :::. One
// word in the place of the braces is a class. Callouts are no Divs: ::: {.callout-note} becomes a [Callout]. Divs of the
// top level that mean nothing here are not in the tree: their blocks stand in their place.
type Div struct {
	ast.BaseBlock
	ID      string
	Classes []string // without the dot

	title  string // what follows a bare word: ::: tip Title
	attrs  attrs
	closed bool
}

// Kind returns KindDiv.
func (n *Div) Kind() ast.NodeKind { return KindDiv }

// Dump prints the node for debugging.
func (n *Div) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"ID": n.ID, "Classes": strings.Join(n.Classes, " ")}, nil)
}

// Value returns the value of an attribute, "" when the div does not have it.
func (n *Div) Value(key string) string { return n.attrs.get(key) }

// Is tells whether the div has a class.
func (n *Div) Is(class string) bool { return slices.Contains(n.Classes, class) }

// divParser reads fenced divs. Unlike pandoc it needs no blank lines around the fences.
type divParser struct{}

// Trigger returns the colon.
func (divParser) Trigger() []byte { return []byte{':'} }

// Open begins a div.
func (divParser) Open(_ ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, _ := r.PeekLine()
	pos := pc.BlockOffset()
	if pos < 0 {
		return nil, parser.NoChildren
	}
	d := openDiv(string(line[pos:]))
	if d == nil {
		return nil, parser.NoChildren
	}
	r.AdvanceToEOL()
	return d, parser.HasChildren
}

// openDiv reads the line that opens a div: ::: {.class}, ::: class, ::: class ::: or, where the class is that of a
// callout, ::: tip Title and :::tip[Title].
func openDiv(line string) *Div {
	rest := strings.TrimLeft(line, ":")
	if len(line)-len(rest) < 3 {
		return nil
	}
	rest = strings.TrimSpace(strings.TrimRight(strings.TrimSpace(rest), ":"))
	if strings.HasPrefix(rest, "{") {
		a, size, ok := parseAttrs(rest)
		if !ok || strings.TrimSpace(rest[size:]) != "" {
			return nil
		}
		d := &Div{ID: a.id, attrs: a}
		for _, c := range a.classes {
			d.Classes = append(d.Classes, strings.TrimPrefix(c, "."))
		}
		return d
	}
	class := attrWord(rest)
	title := strings.TrimSpace(rest[len(class):])
	if _, known := calloutName(class); class == "" || title != "" && !known {
		return nil
	}
	if strings.HasPrefix(title, "[") && strings.HasSuffix(title, "]") {
		title = title[1 : len(title)-1]
	}
	return &Div{Classes: []string{class}, title: title}
}

// Continue goes on up to the line of colons that closes this div: the innermost one that is open.
func (divParser) Continue(node ast.Node, r text.Reader, pc parser.Context) parser.State {
	line, _ := r.PeekLine()
	s := bytes.TrimSpace(line)
	if len(s) < 3 || len(bytes.Trim(s, ":")) > 0 || !innermostDiv(node, pc) {
		return parser.Continue | parser.HasChildren
	}
	node.(*Div).closed = true
	r.AdvanceToEOL()
	return parser.Close
}

// innermostDiv tells whether no other div and no code is open inside a div.
func innermostDiv(node ast.Node, pc parser.Context) bool {
	for _, b := range slices.Backward(pc.OpenedBlocks()) {
		switch b.Node.Kind() {
		case ast.KindFencedCodeBlock:
			return false
		case KindDiv:
			return b.Node == node
		}
	}
	return true
}

// Close does nothing.
func (divParser) Close(ast.Node, text.Reader, parser.Context) {}

// CanInterruptParagraph tells that a div may follow a line of text.
func (divParser) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine tells that four spaces make code.
func (divParser) CanAcceptIndentedLine() bool { return false }

// divs makes callouts of the divs that are some, and puts the blocks of those that mean nothing into their place.
func (n *Note) divs() {
	for _, d := range collect[*Div](n.Root) {
		if !d.closed {
			n.report(d.Pos(), Diagnostic{
				Severity: SeverityWarning, Message: "the div is not closed: it goes on to the end of what it stands in",
				HintKo: "끝나는 곳에 ::: 줄을 쓰세요.", HintEn: "End it with a line :::.",
			})
		}
		if len(d.Classes) > 0 {
			if name, ok := calloutName(d.Classes[0]); ok {
				n.calloutDiv(d, name)
				continue
			}
		}
		if labelKind(d.ID) == "fig" && !n.hasCell(d) {
			n.divCaption(d)
		}
		if d.Parent() == n.Root && (!d.meaningful() || n.hasCell(d)) {
			if n.hasCell(d) && d.Columns() > 1 {
				n.report(d.Pos(), Diagnostic{
					Severity: SeverityWarning, Message: "cells do not stand side by side",
					HintKo: "한 셀에서 그림을 여러 개 그리고 그 셀에 //| layout-ncol: 2를 쓰세요.",
					HintEn: "Draw the figures in one cell, and give it //| layout-ncol: 2.",
				})
			}
			for _, c := range childrenOf(d) {
				n.Root.InsertBefore(n.Root, d, c)
			}
			n.Root.RemoveChild(n.Root, d)
		}
	}
}

// meaningful tells whether the div says how its blocks are laid out, or is something that references can name.
func (n *Div) meaningful() bool {
	if labelKind(n.ID) != "" {
		return true
	}
	return slices.ContainsFunc(n.attrs.values, func(a attr) bool { return strings.HasPrefix(a.key, "layout") })
}

// calloutDiv puts a callout into the place of a div. Its title is the attribute title, else a heading at its beginning.
func (n *Note) calloutDiv(d *Div, name string) {
	c := &Callout{Name: name}
	c.SetPos(d.Pos())
	title := new(CalloutTitle)
	if t := cmp.Or(d.title, d.Value("title")); t != "" {
		title.AppendChild(title, ast.NewString([]byte(t)))
	} else if h, ok := d.FirstChild().(*ast.Heading); ok {
		for _, child := range childrenOf(h) {
			title.AppendChild(title, child)
		}
		d.RemoveChild(d, h)
	} else if t := aliasTitle(d.Classes[0]); t != "" {
		title.AppendChild(title, ast.NewString([]byte(t)))
	}
	if title.HasChildren() {
		c.AppendChild(c, title)
	}
	for _, child := range childrenOf(d) {
		c.AppendChild(c, child)
	}
	d.Parent().ReplaceChild(d.Parent(), d, c)
}

// Columns is how many images the div sets side by side: its layout-ncol, 0 when it does not say.
func (n *Div) Columns() int {
	columns, _ := strconv.Atoi(n.Value("layout-ncol"))
	return min(max(columns, 0), maxColumns)
}

// divCaption takes the last paragraph of a figure out of the tree and keeps it as its caption.
func (n *Note) divCaption(d *Div) {
	p, ok := d.LastChild().(*ast.Paragraph)
	if !ok || len(collect[*ast.Image](p)) > 0 {
		n.captions[d] = tableCaption{node: ast.NewParagraph(), label: d.ID}
		return
	}
	d.RemoveChild(d, p)
	n.captions[d] = tableCaption{node: p, label: d.ID}
}

// splitImages gives every image of a paragraph of images a paragraph of its own.
func (n *Note) splitImages(d *Div) {
	for _, c := range childrenOf(d) {
		p, ok := c.(*ast.Paragraph)
		if !ok || p.ChildCount() < 2 {
			continue
		}
		var images []ast.Node
		for _, x := range childrenOf(p) {
			t, isText := x.(*ast.Text)
			if isText && len(bytes.TrimSpace(t.Segment.Value(n.Source))) == 0 {
				continue
			}
			if x.Kind() != ast.KindImage {
				images = nil
				break
			}
			images = append(images, x)
		}
		for _, img := range images {
			own := ast.NewParagraph()
			own.SetPos(p.Pos())
			own.SetLines(p.Lines())
			own.AppendChild(own, img)
			d.InsertBefore(d, p, own)
		}
		if len(images) > 0 {
			d.RemoveChild(d, p)
		}
	}
}

// Pictures returns the paragraphs below a div that are lone images, when they stand side by side or are one figure; nil
// for any other node.
func (n *Note) Pictures(node ast.Node) []*ast.Paragraph {
	d, ok := node.(*Div)
	if !ok || d.Columns() < 1 && labelKind(d.ID) != "fig" {
		return nil
	}
	var out []*ast.Paragraph
	for c := d.FirstChild(); c != nil; c = c.NextSibling() {
		if p, ok := c.(*ast.Paragraph); ok {
			if _, lone := n.pictures[p]; lone {
				out = append(out, p)
			}
		}
	}
	return out
}

// hasCell tells whether Go stands in a div: only what stands at the top level is run.
func (n *Note) hasCell(d *Div) bool {
	for _, f := range collect[*ast.FencedCodeBlock](d) {
		if n.fenceInfo(f).isGo {
			return true
		}
	}
	return false
}
