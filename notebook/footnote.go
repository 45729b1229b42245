package notebook

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// footnoteCheck finds references to footnotes that are not there, and footnotes that nothing refers to. It stands behind
// goldmark's own parser of references, so it sees only what that one left, and before its transformer, which drops the
// footnotes that are not used.
type footnoteCheck struct {
	undefined, unused []footnoteAt

	known map[string]*east.FootnoteLink // marks in a caption, which is read apart from the footnotes
}

// footnoteAt is the name of a footnote and an offset in the source.
type footnoteAt struct {
	name   string
	offset int
}

// Trigger returns the bracket.
func (c *footnoteCheck) Trigger() []byte { return []byte{'['} }

// Parse notes a reference to nothing. It makes no node then: the text stays as it is.
func (c *footnoteCheck) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, seg := block.PeekLine()
	rest, ok := strings.CutPrefix(string(line[:min(len(line), 1000)]), "[^")
	if !ok {
		return nil
	}
	name, after, ok := strings.Cut(rest, "]")
	if m := c.known[name]; m != nil && ok {
		block.Advance(len("[^" + name + "]"))
		mark := east.NewFootnoteLink(m.Index)
		mark.RefCount, mark.RefIndex = m.RefCount, m.RefIndex
		return mark
	}
	if ok && name != "" && !strings.ContainsAny(name, " \t[") && !strings.HasPrefix(after, "(") {
		c.undefined = append(c.undefined, footnoteAt{name, seg.Start})
	}
	return nil
}

// Transform notes the footnotes that nothing refers to.
func (c *footnoteCheck) Transform(doc *ast.Document, _ text.Reader, _ parser.Context) {
	for _, f := range collect[*east.Footnote](doc) {
		if f.Index < 0 {
			c.unused = append(c.unused, footnoteAt{string(f.Ref), f.Pos()})
		}
	}
}

// footnotes takes the list of footnotes, which goldmark puts at the end of the tree, and reports what check found.
func (n *Note) footnotes(check *footnoteCheck) {
	for _, u := range check.undefined {
		n.report(u.offset, Diagnostic{
			Severity: SeverityError, Message: "undefined footnote: [^" + u.name + "]",
			HintKo: "각주의 내용을 [^" + u.name + "]: … 줄로 쓰세요.", HintEn: "Write its text on a line [^" + u.name + "]: ….",
		})
	}
	for _, u := range check.unused {
		n.report(u.offset, Diagnostic{
			Severity: SeverityWarning, Message: "footnote [^" + u.name + "] is not used, and is left out",
			HintKo: "본문에 [^" + u.name + "]를 쓰세요.", HintEn: "Refer to it with [^" + u.name + "].",
		})
	}
	list, ok := n.Root.LastChild().(*east.FootnoteList)
	if !ok {
		return
	}
	for c := list.FirstChild(); c != nil; c = c.NextSibling() {
		if f, ok := c.(*east.Footnote); ok {
			n.Footnotes = append(n.Footnotes, f)
		}
	}
}
