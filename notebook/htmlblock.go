package notebook

import (
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// KindPreformatted is the kind of [Preformatted].
var KindPreformatted = ast.NewNodeKind("Preformatted")

// Preformatted is text whose spaces and lines count, and which does not stand in the source as it is: <pre>.
type Preformatted struct {
	ast.BaseBlock
	Language string
	Content  string // without a line break at its end
}

// Kind returns KindPreformatted.
func (n *Preformatted) Kind() ast.NodeKind { return KindPreformatted }

// Dump prints the node for debugging.
func (n *Preformatted) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Language": n.Language, "Content": n.Content}, nil)
}

func newStrikethrough() ast.Node { return east.NewStrikethrough() }

// htmlBlock puts nodes into the place of a block of HTML.
func (n *Note) htmlBlock(h *ast.HTMLBlock) {
	raw := string(h.Lines().Value(n.Source))
	if h.HasClosure() {
		raw += string(h.ClosureLine.Value(n.Source))
	}
	r := &htmlReader{at: h.Pos(), note: n}
	r.top = &r.nodes
	if r.unknownOnly(raw) {
		r.verbatim(raw)
	} else {
		r.parse(raw)
	}
	r.flush()
	parent := h.Parent()
	for _, c := range r.nodes {
		setPos(c, h.Pos())
		parent.InsertBefore(parent, h, c)
	}
	parent.RemoveChild(parent, h)
}

// setPos gives the nodes that were made of a block its place. A paragraph knows its place by its lines.
func setPos(n ast.Node, pos int) {
	if n.Type() == ast.TypeBlock {
		if k := n.Kind(); (k == ast.KindParagraph || k == ast.KindTextBlock) && n.Lines().Len() == 0 {
			n.Lines().Append(text.NewSegment(pos, pos))
		}
		n.SetPos(pos)
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		setPos(c, pos)
	}
}

// A htmlReader makes blocks of an HTML tree.
type htmlReader struct {
	note   *Note
	at     int               // where the HTML stands in the source
	nodes  []ast.Node        // what it becomes
	top    *[]ast.Node       // where blocks are added
	line   []ast.Node        // inline nodes of the paragraph that is open
	styles []func() ast.Node // what inline nodes are wrapped in, outermost first
	space  bool              // a space waits for the next text
}

// maxHTMLDepth is how deep tags may nest; what is deeper is text.
const maxHTMLDepth = 100

// unknownOnly tells whether the block begins with a tag that means nothing here: it is text between angle brackets.
func (r *htmlReader) unknownOnly(raw string) bool {
	z := html.NewTokenizer(strings.NewReader(raw))
	switch z.Next() {
	case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
		name, _ := z.TagName()
		return !blockTag(string(name))
	}
	return false
}

// blockTag tells whether a tag means something here or is left out for a reason.
func blockTag(tag string) bool {
	return knownTag(tag) || slices.Contains(embedTags, tag) ||
		slices.Contains([]string{"br", "hr", "wbr", "img", "input", "script", "style", "template", "head", "title", "math"}, tag)
}

// verbatim shows HTML as it is written.
func (r *htmlReader) verbatim(raw string) {
	r.note.warnHTML(r.at, "the HTML tag "+shortTag(strings.TrimSpace(firstOf(raw)))+" is shown as text")
	for i, l := range strings.Split(strings.TrimRight(raw, "\n"), "\n") {
		if i > 0 {
			r.line = append(r.line, lineBreak(r.at))
		}
		r.line = append(r.line, literal(strings.TrimSpace(l)))
	}
}

// firstOf is the first tag of HTML.
func firstOf(raw string) string {
	if i := strings.IndexByte(raw, '>'); i >= 0 {
		return raw[:i+1]
	}
	return raw
}

// parse reads HTML as a browser does. Rows and cells without their table are put into one, as blank lines part them from
// it.
func (r *htmlReader) parse(raw string) {
	lower := strings.ToLower(raw)
	if !strings.Contains(lower, "<table") && (strings.Contains(lower, "<tr") || strings.Contains(lower, "<td") || strings.Contains(lower, "<th")) {
		raw = "<table>" + raw
	}
	nodes, err := html.ParseFragment(strings.NewReader(raw), &html.Node{Type: html.ElementNode, DataAtom: atom.Body, Data: "body"})
	if err != nil { // nested too deep
		r.verbatim(raw)
		return
	}
	for _, c := range nodes {
		r.node(c, 0)
	}
}

// node reads one node of the tree.
func (r *htmlReader) node(c *html.Node, depth int) {
	switch {
	case c.Type == html.TextNode:
		r.text(c.Data)
	case c.Type != html.ElementNode:
	case depth > maxHTMLDepth:
		r.text(textOf(c))
	default:
		r.element(c, depth+1)
	}
}

func (r *htmlReader) children(c *html.Node, depth int) {
	for k := c.FirstChild; k != nil; k = k.NextSibling {
		r.node(k, depth)
	}
}

// text adds words. White space is one space, as in a browser.
func (r *htmlReader) text(s string) {
	words := strings.Join(strings.FieldsFunc(s, isHTMLSpace), " ")
	if words == "" {
		r.space = r.space || s != ""
		return
	}
	if (r.space || isHTMLSpace(rune(s[0]))) && len(r.line) > 0 {
		words = " " + words
	}
	r.space = isHTMLSpace(rune(s[len(s)-1]))
	r.inline(literal(words))
}

func isHTMLSpace(r rune) bool { return strings.ContainsRune(" \t\n\r\f", r) }

// inline adds an inline node in the styles that are open.
func (r *htmlReader) inline(node ast.Node) {
	for _, style := range slices.Backward(r.styles) {
		outer := style()
		fill(outer, []ast.Node{node}, r.note.Source)
		node = outer
	}
	r.line = append(r.line, node)
}

// flush ends the paragraph that is open.
func (r *htmlReader) flush() {
	r.space = false
	if len(r.line) == 0 {
		return
	}
	p := ast.NewParagraph()
	for _, c := range r.line {
		p.AppendChild(p, c)
	}
	r.line = nil
	r.add(p)
}

func (r *htmlReader) add(n ast.Node) { *r.top = append(*r.top, n) }

// inside collects the blocks that f makes.
func (r *htmlReader) inside(f func()) []ast.Node {
	r.flush()
	var nodes []ast.Node
	old := r.top
	r.top = &nodes
	f()
	r.flush()
	r.top = old
	return nodes
}

// element reads one element.
func (r *htmlReader) element(c *html.Node, depth int) {
	attr := nodeAttr(c)
	switch tag := c.Data; tag {
	case "br":
		r.line = append(r.line, lineBreak(r.at))
		r.space = false
	case "hr":
		r.flush()
		r.add(ast.NewThematicBreak())
	case "wbr":
		r.inline(literal("\u200b"))
	case "img":
		r.spaced()
		r.inline(imageNode(attr))
	case "input":
		if s := inputText(attr); s != "" {
			r.text(s + " ")
		}
	case "style", "template", "head", "title", "link", "meta", "base":
		if strings.TrimSpace(textOf(c)) != "" && tag != "style" {
			r.note.warnHTML(r.at, "the HTML element "+tag+" is left out")
		}
	case "script":
		if s := textOf(c); strings.TrimSpace(s) != "" {
			r.note.warnHTML(r.at, "a script is shown, not run")
			r.flush()
			r.add(&Preformatted{Language: "javascript", Content: strings.Trim(s, "\n")})
		}
	case "h1", "h2", "h3", "h4", "h5", "h6":
		r.heading(c, depth)
	case "pre", "textarea":
		r.flush()
		r.add(&Preformatted{Language: codeLanguage(c), Content: strings.TrimRight(textOf(c), "\n")})
	case "ul", "ol", "menu":
		r.list(c, depth)
	case "blockquote":
		q := ast.NewBlockquote()
		appendAll(q, r.inside(func() { r.children(c, depth) }))
		r.add(q)
	case "table":
		r.table(c, depth)
	case "summary", "dt", "legend":
		r.flush()
		r.styled(func() ast.Node { return ast.NewEmphasis(2) }, c, depth)
		r.flush()
	default:
		r.other(c, attr, depth)
	}
}

// spaced adds the space that waits.
func (r *htmlReader) spaced() {
	if r.space && len(r.line) > 0 {
		r.inline(literal(" "))
	}
	r.space = false
}

// other reads an element that is a style, a thing that cannot be shown, a block, or none of these.
func (r *htmlReader) other(c *html.Node, attr func(string) string, depth int) {
	tag := c.Data
	if styleNode(tag, attr) != nil {
		r.spaced()
		r.styled(func() ast.Node { return styleNode(tag, attr) }, c, depth)
		return
	}
	if slices.Contains(embedTags, tag) {
		src := attr("src")
		if src == "" {
			src = attr("data")
		}
		r.note.warnHTML(r.at, "the HTML element "+tag+" is not shown")
		if src != "" {
			r.spaced()
			r.inline(embedLink(tag, src))
		}
	}
	known := blockTag(tag)
	if !known {
		r.note.warnHTML(r.at, "the HTML tag <"+tag+"> is shown as text")
		r.text("<" + tag + ">")
	}
	block := !inlineElement(tag) && known
	if block {
		r.flush()
	}
	r.children(c, depth)
	if block {
		r.flush()
	}
	if !known && c.FirstChild != nil {
		r.text("</" + tag + ">")
	}
}

// inlineElement tells whether an element without effect stands in a line.
func inlineElement(tag string) bool {
	return slices.Contains([]string{
		"a", "abbr", "acronym", "bdi", "bdo", "big", "button", "data", "font", "label", "meter", "nobr", "noscript", "output",
		"picture", "progress", "q", "rp", "rt", "ruby", "source", "span", "time", "math", "svg", "map", "area",
	}, tag)
}

// styled reads the content of an element in a style.
func (r *htmlReader) styled(style func() ast.Node, c *html.Node, depth int) {
	r.styles = append(r.styles, style)
	r.children(c, depth)
	r.styles = r.styles[:len(r.styles)-1]
}

func (r *htmlReader) heading(c *html.Node, depth int) {
	r.flush()
	r.children(c, depth)
	level, _ := strconv.Atoi(c.Data[1:])
	h := ast.NewHeading(level)
	for _, k := range r.line {
		h.AppendChild(h, k)
	}
	r.line = nil
	r.space = false
	if h.HasChildren() {
		if id := nodeAttr(c)("id"); validLabel(id) {
			h.SetAttributeString("id", []byte(id))
		}
		r.add(h)
	}
}

func (r *htmlReader) list(c *html.Node, depth int) {
	l := ast.NewList('-')
	if c.Data == "ol" {
		l.Marker, l.Start = '.', 1
		if s, err := strconv.Atoi(nodeAttr(c)("start")); err == nil && s >= 0 && s < 1e9 {
			l.Start = s
		}
	}
	for k := c.FirstChild; k != nil; k = k.NextSibling {
		if k.Type == html.TextNode && strings.TrimSpace(k.Data) == "" || k.Type == html.CommentNode {
			continue
		}
		item := ast.NewListItem(2)
		appendAll(item, tight(r.inside(func() {
			if k.Data == "li" {
				r.children(k, depth)
			} else {
				r.node(k, depth)
			}
		})))
		l.AppendChild(l, item)
	}
	r.flush()
	if l.HasChildren() {
		r.add(l)
	}
}

// tight makes the paragraphs of a list item text without space around it.
func tight(nodes []ast.Node) []ast.Node {
	for i, n := range nodes {
		if p, ok := n.(*ast.Paragraph); ok {
			t := ast.NewTextBlock()
			appendAll(t, childrenOf(p))
			nodes[i] = t
		}
	}
	return nodes
}

func appendAll(parent ast.Node, nodes []ast.Node) {
	for _, c := range nodes {
		parent.AppendChild(parent, c)
	}
}

func nodeAttr(c *html.Node) func(string) string {
	return tokenAttr(html.Token{Attr: c.Attr})
}

// textOf is all text below a node.
func textOf(c *html.Node) string {
	var b strings.Builder
	for d := range c.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// codeLanguage is the language that a <pre> or the <code> in it names: class="language-go".
func codeLanguage(c *html.Node) string {
	for _, n := range []*html.Node{c, c.FirstChild} {
		if n == nil {
			continue
		}
		for class := range strings.FieldsSeq(nodeAttr(n)("class")) {
			if lang, ok := strings.CutPrefix(class, "language-"); ok {
				return lang
			}
		}
	}
	return ""
}
