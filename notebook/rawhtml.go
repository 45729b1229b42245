package notebook

import (
	"fmt"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"golang.org/x/net/html"
)

// Raw HTML is never handed on: what of it has a meaning in a note becomes a node of the note, as if it had been written in
// Markdown, and tags that have none are shown as text. Comments, declarations and processing instructions are silent, as
// in a browser.

// KindStyled is the kind of [Styled].
var KindStyled = ast.NewNodeKind("Styled")

// Styled is inline content in a style that Markdown has no mark for: <sub>, <sup>, <u>, <mark>, <small>, <kbd>.
type Styled struct {
	ast.BaseInline
	Name string // "sub", "sup", "u", "mark", "small", "kbd"
}

// Kind returns KindStyled.
func (n *Styled) Kind() ast.NodeKind { return KindStyled }

// Dump prints the node for debugging.
func (n *Styled) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Name": n.Name}, nil)
}

// styledTags are the tags that become a [Styled].
var styledTags = map[string]string{
	"sub": "sub", "sup": "sup", "u": "u", "ins": "u", "mark": "mark", "small": "small", "kbd": "kbd",
}

// transparentTags are the tags without an effect of their own: their content stands as it is.
var transparentTags = []string{
	"abbr", "acronym", "address", "article", "aside", "bdi", "bdo", "big", "body", "button", "center", "data", "datalist",
	"dialog", "div", "fieldset", "figcaption", "figure", "font", "footer", "form", "header", "hgroup", "html", "label",
	"legend", "main", "meter", "nav", "nobr", "noscript", "optgroup", "option", "output", "p", "picture", "progress", "q",
	"rp", "rt", "ruby", "search", "section", "select", "span", "summary", "textarea", "time", "details", "colgroup", "col",
	"tbody", "thead", "tfoot", "tr", "td", "th", "table", "caption", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre",
	"h1", "h2", "h3", "h4", "h5", "h6", "source", "track", "link", "meta", "base", "area", "map", "param",
}

// embedTags are the tags of things that a report cannot show.
var embedTags = []string{"audio", "canvas", "embed", "frame", "iframe", "object", "svg", "video"}

// styleNode returns the node that a tag around inline content becomes; nil when it is no such tag.
func styleNode(tag string, attr func(string) string) ast.Node {
	switch tag {
	case "b", "strong":
		return ast.NewEmphasis(2)
	case "i", "em", "cite", "dfn", "var":
		return ast.NewEmphasis(1)
	case "s", "del", "strike":
		return newStrikethrough()
	case "code", "tt", "samp":
		return ast.NewCodeSpan()
	case "a":
		if href := attr("href"); href != "" {
			l := ast.NewLink()
			l.Destination, l.Title = []byte(href), []byte(attr("title"))
			return l
		}
	}
	if name, ok := styledTags[tag]; ok {
		return &Styled{Name: name}
	}
	return nil
}

// knownTag tells whether a tag around inline content has a meaning here.
func knownTag(tag string) bool {
	_, styled := styledTags[tag]
	return styled || slices.Contains(transparentTags, tag) || tag == "a" ||
		styleNode(tag, func(string) string { return "" }) != nil
}

// literal returns text that is shown exactly as it is.
func literal(s string) *ast.String {
	n := ast.NewString([]byte(s))
	n.SetRaw(true)
	return n
}

// lineBreak returns a hard line break at an offset in the source.
func lineBreak(at int) *ast.Text {
	br := ast.NewTextSegment(text.NewSegment(at, at))
	br.SetHardLineBreak(true)
	return br
}

// imageNode returns an image for the attributes of <img>.
func imageNode(attr func(string) string) *ast.Image {
	l := ast.NewLink()
	l.Destination, l.Title = []byte(attr("src")), []byte(attr("title"))
	if alt := strings.Join(strings.Fields(attr("alt")), " "); alt != "" {
		l.AppendChild(l, literal(alt))
	}
	img := ast.NewImage(l)
	if w := imageWidth(attr("width"), attr("style")); w != "" {
		img.SetAttributeString("width", w)
	}
	return img
}

// imageWidth returns the width that <img> asks for: by its attribute, or by width or zoom in its style.
func imageWidth(width, style string) string {
	if width != "" {
		return width
	}
	for part := range strings.SplitSeq(style, ";") {
		key, value, _ := strings.Cut(part, ":")
		switch strings.ToLower(strings.TrimSpace(key)) {
		case "width", "max-width", "zoom":
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// rawHTML turns the raw HTML of the note into its own nodes.
func (n *Note) rawHTML() {
	for _, h := range collect[*ast.HTMLBlock](n.Root) {
		n.htmlBlock(h)
	}
	inlineHTML(n.Root, n.Source, n.warnHTML)
}

// warnHTML reports HTML that is not shown as a browser would show it.
func (n *Note) warnHTML(offset int, message string) {
	n.report(offset, Diagnostic{
		Severity: SeverityWarning, Message: message,
		HintKo: "마크다운으로 쓰거나, 셀에서 show.HTML을 쓰세요.",
		HintEn: "Write Markdown, or show.HTML in a cell.",
	})
}

// inlineHTML turns the raw HTML inside the paragraphs below root into nodes. warn, which may be nil, hears of what is
// shown as text.
func inlineHTML(root ast.Node, source []byte, warn func(offset int, message string)) {
	done := map[ast.Node]bool{}
	for _, h := range collect[*ast.RawHTML](root) {
		if p := h.Parent(); p != nil && !done[p] {
			done[p] = true
			r := &tagReader{source: source, warn: warn}
			r.read(p)
		}
	}
}

// A tagReader puts the nodes between an opening and a closing tag of one parent into the node that the tags stand for.
type tagReader struct {
	source []byte
	warn   func(offset int, message string)
	open   []openTag
}

// An openTag is a tag that has no end yet, with what stands behind it.
type openTag struct {
	name  string
	node  ast.Node // nil for a tag without effect
	nodes []ast.Node
}

func (r *tagReader) read(parent ast.Node) {
	r.open = []openTag{{}}
	for _, c := range childrenOf(parent) {
		parent.RemoveChild(parent, c)
		if h, ok := c.(*ast.RawHTML); ok {
			r.tag(h)
		} else {
			r.put(c)
		}
	}
	for len(r.open) > 1 { // without an end: without effect
		r.flatten()
	}
	for _, c := range r.open[0].nodes {
		parent.AppendChild(parent, c)
	}
}

func (r *tagReader) put(nodes ...ast.Node) {
	top := &r.open[len(r.open)-1]
	top.nodes = append(top.nodes, nodes...)
}

// flatten drops the innermost open tag and keeps what it holds.
func (r *tagReader) flatten() {
	last := r.open[len(r.open)-1]
	r.open = r.open[:len(r.open)-1]
	r.put(last.nodes...)
}

func (r *tagReader) tag(h *ast.RawHTML) {
	raw := string(h.Segments.Value(r.source))
	at := h.Segments.At(0).Start
	z := html.NewTokenizer(strings.NewReader(raw))
	kind := z.Next()
	t := z.Token()
	switch {
	case strings.HasPrefix(raw, "<![CDATA["):
		r.put(literal(strings.TrimSuffix(raw[len("<![CDATA["):], "]]>")))
	case kind == html.CommentToken || kind == html.DoctypeToken:
	case kind == html.EndTagToken && knownTag(t.Data):
		r.end(t.Data)
	case kind == html.StartTagToken || kind == html.SelfClosingTagToken:
		if !r.start(t, kind, at) {
			r.unknown(raw, at)
		}
	default:
		r.unknown(raw, at)
	}
}

// unknown shows a tag that means nothing here as it is written.
func (r *tagReader) unknown(raw string, at int) {
	r.put(literal(strings.Join(strings.Fields(raw), " ")))
	if r.warn != nil {
		r.warn(at, fmt.Sprintf("the HTML tag %s is shown as text", shortTag(raw)))
	}
}

// shortTag is a tag without its attributes.
func shortTag(raw string) string {
	if i := strings.IndexAny(raw, " \t\n"); i > 0 {
		return raw[:i] + "…>"
	}
	return raw
}

// start opens a tag, or sets one that has no content. It returns false for a tag that means nothing here.
func (r *tagReader) start(t html.Token, kind html.TokenType, at int) bool {
	attr := tokenAttr(t)
	switch t.Data {
	case "br", "hr":
		r.put(lineBreak(at))
		return true
	case "wbr":
		r.put(literal("\u200b"))
		return true
	case "img":
		r.put(imageNode(attr))
		return true
	case "input":
		r.put(literal(inputText(attr)))
		return true
	}
	if slices.Contains(embedTags, t.Data) && attr("src") != "" {
		r.put(embedLink(t.Data, attr("src")))
		return true
	}
	if !knownTag(t.Data) {
		return false
	}
	if node := styleNode(t.Data, attr); kind == html.StartTagToken {
		r.open = append(r.open, openTag{name: t.Data, node: node})
	}
	return true
}

// end closes the innermost open tag of a name; without one, the tag has no effect.
func (r *tagReader) end(name string) {
	k := slices.IndexFunc(r.open, func(o openTag) bool { return o.name == name })
	if k < 0 {
		return
	}
	for i := range slices.Backward(r.open) {
		if r.open[i].name == name {
			k = i
			break
		}
	}
	for len(r.open)-1 > k {
		r.flatten()
	}
	last := r.open[k]
	r.open = r.open[:k]
	if last.node == nil {
		r.put(last.nodes...)
		return
	}
	fill(last.node, last.nodes, r.source)
	r.put(last.node)
}

// fill puts nodes into a node. Code takes their text only.
func fill(node ast.Node, nodes []ast.Node, source []byte) {
	if _, code := node.(*ast.CodeSpan); code {
		var b strings.Builder
		for _, c := range nodes {
			b.WriteString(plainRaw(c, source))
		}
		nodes = []ast.Node{literal(b.String())}
	}
	for _, c := range nodes {
		node.AppendChild(node, c)
	}
}

// plainRaw is the text of an inline node with the spaces at its ends.
func plainRaw(node ast.Node, source []byte) string {
	var b strings.Builder
	plainText(&b, node, source, asWritten)
	return b.String()
}

func tokenAttr(t html.Token) func(string) string {
	return func(key string) string {
		for _, a := range t.Attr {
			if a.Key == key {
				return a.Val
			}
		}
		return ""
	}
}

// inputText is a control of a form as text.
func inputText(attr func(string) string) string {
	switch strings.ToLower(attr("type")) {
	case "checkbox", "radio":
		return "☐"
	case "hidden":
		return ""
	}
	return attr("value")
}

// embedLink is a link to what cannot be shown.
func embedLink(tag, src string) ast.Node {
	l := ast.NewLink()
	l.Destination = []byte(src)
	l.AppendChild(l, literal("["+tag+": "+src+"]"))
	return l
}
