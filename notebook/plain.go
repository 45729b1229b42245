package notebook

import (
	"bytes"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// PlainText returns the text of a node and everything below it: formulas as TeX, images as their alternatives, lines
// joined by spaces, blocks by newlines.
//
// References stand as they were written: @fig-accuracy.
func PlainText(node ast.Node, source []byte) string {
	return plainWith(node, source, asWritten)
}

// asWritten is a reference as it stands in a note.
func asWritten(ref *CrossRef) string {
	if ref.Bare {
		return "[-@" + ref.Label + "]"
	}
	return "@" + ref.Label
}

// plainWith is PlainText with ref's text in the place of references.
func plainWith(node ast.Node, source []byte, ref func(*CrossRef) string) string {
	var b strings.Builder
	plainText(&b, node, source, ref)
	return strings.TrimSpace(b.String())
}

func plainText(b *strings.Builder, node ast.Node, source []byte, ref func(*CrossRef) string) {
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
		b.WriteString(ref(node))
		return
	case *ast.AutoLink:
		b.Write(node.Label(source))
		return
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		b.Write(node.Lines().Value(source))
		return
	case *Preformatted:
		b.WriteString(node.Content + "\n")
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
	if raw || !bytes.ContainsAny(text, `\&`) {
		return text
	}
	return []byte(Unescape(string(text)))
}

// Unescape resolves what Markdown's text keeps until it is shown: backslashes before punctuation, and entities.
func Unescape(s string) string {
	if !strings.ContainsAny(s, `\&`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && util.IsPunct(s[i+1]):
			i++
			b.WriteByte(s[i])
		case s[i] == '&':
			text, size := entity(s[i:])
			b.WriteString(text)
			i += size - 1
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// maxEntity is how long the longest entity is, &CounterClockwiseContourIntegral;, with room to spare.
const maxEntity = 40

// entity returns what the ampersand at the beginning of s stands for, and how many bytes that takes there.
func entity(s string) (text string, size int) {
	end := strings.IndexByte(s[:min(len(s), maxEntity)], ';')
	if end < 2 {
		return "&", 1
	}
	name := s[1:end]
	if name[0] != '#' {
		if e, ok := util.LookUpHTML5EntityByName(name); ok {
			return string(e.Characters), end + 1
		}
		return "&", 1
	}
	digits, base := name[1:], 10
	if len(digits) > 0 && (digits[0] == 'x' || digits[0] == 'X') {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || base == 10 && len(digits) > 7 || base == 16 && len(digits) > 6 {
		return "&", 1
	}
	if r := rune(n); n != 0 && n <= unicode.MaxRune && utf8.ValidRune(r) {
		return string(r), end + 1
	}
	return string(utf8.RuneError), end + 1
}

// sortedKeys returns the keys of m in order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
