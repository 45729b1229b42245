package notebook

import (
	"maps"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// PlainText returns the text of a node and everything below it: formulas as TeX, images as their alternatives, lines
// joined by spaces, blocks by newlines.
//
// References stand as they were written: @fig-accuracy.
func PlainText(node ast.Node, source []byte) string {
	return plainWith(node, source, func(label string) string { return "@" + label })
}

// plainWith is PlainText with ref's text in the place of references.
func plainWith(node ast.Node, source []byte, ref func(label string) string) string {
	var b strings.Builder
	plainText(&b, node, source, ref)
	return strings.TrimSpace(b.String())
}

func plainText(b *strings.Builder, node ast.Node, source []byte, ref func(string) string) {
	switch node := node.(type) {
	case *ast.Text:
		b.Write(unescape(node.Segment.Value(source), node.IsRaw()))
		if node.SoftLineBreak() || node.HardLineBreak() {
			b.WriteByte(' ')
		}
		return
	case *ast.String:
		b.Write(unescape(node.Value, node.IsRaw()))
		return
	case *MathInline:
		b.WriteString(node.TeX)
		return
	case *MathBlock:
		b.WriteString(node.TeX + "\n")
		return
	case *CrossRef:
		b.WriteString(ref(node.Label))
		return
	case *ast.AutoLink:
		b.Write(node.Label(source))
		return
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		b.Write(node.Lines().Value(source))
		return
	case *ast.RawHTML, *ast.HTMLBlock, *east.FootnoteBacklink, *east.FootnoteLink:
		return
	}
	for c := node.FirstChild(); c != nil; c = c.NextSibling() {
		plainText(b, c, source, ref)
	}
	if node.Type() == ast.TypeBlock {
		b.WriteByte('\n')
	}
}

// unescape resolves backslash escapes and entities, as a renderer does.
func unescape(text []byte, raw bool) []byte {
	if raw {
		return text
	}
	return util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(text)))
}

// sortedKeys returns the keys of m in order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
