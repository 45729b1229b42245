package html

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"quire/notebook"
)

// inlines writes n and its siblings behind it.
func (w *writer) inlines(n ast.Node) {
	for ; n != nil; n = n.NextSibling() {
		next, ok := n.NextSibling().(*ast.Text)
		if !ok || !keepsWithNext(n) {
			w.inline(n, 0)
			continue
		}
		// What follows a formula or code without a space, such as a particle, stays on its line.
		word := leadingWord(string(next.Segment.Value(w.src)))
		if word == 0 {
			w.inline(n, 0)
			continue
		}
		w.raw(`<span class="q-glue">`)
		w.inline(n, 0)
		w.text(notebook.Unescape(string(next.Segment.Value(w.src)[:word])))
		w.raw("</span>")
		w.inline(next, word)
		n = next
	}
}

func keepsWithNext(n ast.Node) bool {
	switch n.(type) {
	case *notebook.MathInline, *ast.CodeSpan, *notebook.CrossRef:
		return true
	}
	return false
}

// leadingWord is the length of the letters that s begins with, 0 when they are more than a particle may have.
func leadingWord(s string) int {
	const longest = 8
	count := 0
	for i, r := range s {
		if unicode.IsSpace(r) || strings.ContainsRune(`\&`, r) {
			return i
		}
		if !unicode.IsLetter(r) && !strings.ContainsRune(",.;:!?)”’", r) {
			return i
		}
		if count++; count > longest {
			return 0
		}
	}
	return len(s)
}

// inline writes one inline node. skip bytes at the head of a text have been written already.
func (w *writer) inline(n ast.Node, skip int) {
	switch n := n.(type) {
	case *ast.Text:
		w.inlineText(n, skip)
	case *ast.String:
		w.text(string(n.Value))
	case *ast.Emphasis:
		w.emphasis(n)
	case *east.Strikethrough:
		w.raw("<del>")
		w.children(n)
		w.raw("</del>")
	case *ast.CodeSpan:
		w.codeSpan(n)
	case *ast.Link:
		w.link(string(n.Destination), string(n.Title), func() { w.children(n) })
	case *ast.AutoLink:
		dest := string(n.URL(w.src))
		if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(dest), "mailto:") {
			dest = "mailto:" + dest
		}
		w.link(dest, "", func() { w.text(string(n.Label(w.src))) })
	case *ast.Image:
		alt := notebook.PlainText(n, w.src)
		if !w.image(string(n.Destination), alt, imageWidth(n)) && alt != "" {
			w.text(" (" + alt + ")")
		}
	case *notebook.Styled:
		w.styled(n)
	case *notebook.MathInline:
		w.formula(n.TeX, n.Display)
	case *notebook.CrossRef:
		w.crossRef(n)
	case *east.TaskCheckBox:
		w.checkBox(n)
	case *east.FootnoteLink:
		w.footnoteLink(n)
	case *east.FootnoteBacklink:
		w.footnoteBacklink(n)
	default:
		w.children(n)
	}
}

func (w *writer) inlineText(n *ast.Text, skip int) {
	s := string(n.Segment.Value(w.src)[skip:])
	if !n.IsRaw() {
		s = notebook.Unescape(s)
	}
	w.text(s)
	switch {
	case n.HardLineBreak():
		w.raw("<br>\n")
	case n.SoftLineBreak():
		w.raw("\n")
	}
}

// imageWidth is the width that a tag of HTML gave an image.
func imageWidth(n *ast.Image) string {
	v, _ := n.AttributeString("width")
	s, _ := v.(string)
	return s
}

// styled writes inline content in the element that it is named after.
func (w *writer) styled(n *notebook.Styled) {
	w.raw("<", n.Name, ">")
	if n.Name == "kbd" {
		w.in("mono", w.bold, func() { w.children(n) })
	} else {
		w.children(n)
	}
	w.raw("</", n.Name, ">")
}

func (w *writer) emphasis(n *ast.Emphasis) {
	if n.Level == 2 {
		w.raw("<strong>")
		w.strong(func() { w.children(n) })
		w.raw("</strong>")
		return
	}
	w.raw("<em>")
	w.children(n)
	w.raw("</em>")
}

func (w *writer) codeSpan(n *ast.CodeSpan) {
	var s strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			s.Write(t.Segment.Value(w.src))
			if t.SoftLineBreak() {
				s.WriteByte(' ')
			}
		} else if t, ok := c.(*ast.String); ok {
			s.Write(t.Value)
		}
	}
	w.raw("<code>")
	w.in("mono", w.bold, func() { w.text(strings.ReplaceAll(s.String(), "\n", " ")) })
	w.raw("</code>")
}

// link writes a link, or only its text where it would lead to somewhere that a report has no business to lead to.
func (w *writer) link(dest, title string, label func()) {
	dest, ok := safeLink(dest)
	if !ok {
		label()
		return
	}
	w.raw("<a", attr("href", dest))
	if title != "" {
		w.raw(attr("title", notebook.Unescape(title)))
	}
	if !strings.HasPrefix(dest, "#") {
		w.raw(` rel="noopener noreferrer"`)
	}
	w.raw(">")
	label()
	w.raw("</a>")
}

// safeLink returns where a link leads. Only http, https, mailto, tel and relative addresses are followed.
func safeLink(dest string) (string, bool) {
	dest = notebook.Unescape(strings.TrimSpace(dest))
	// Browsers skip control characters and white space inside a scheme.
	bare := strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7F || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, dest)
	scheme, _, ok := strings.Cut(bare, ":")
	if !ok || strings.ContainsAny(scheme, "/?#") {
		return encodeLink(dest), !strings.HasPrefix(bare, "//") && !strings.Contains(bare, `\`)
	}
	switch strings.ToLower(scheme) {
	case "http", "https", "mailto", "tel":
		return encodeLink(dest), true
	}
	return "", false
}

// encodeLink percent-encodes what may not stand in an address.
func encodeLink(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError || r <= ' ' || r == 0x7F || strings.ContainsRune("<>\"`{}|^", r) {
			b.WriteString(url.PathEscape(s[i : i+n]))
		} else {
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	return b.String()
}

// crossRef writes "그림 3" with a link to it; a label that nothing has is shown as it is written.
func (w *writer) crossRef(n *notebook.CrossRef) {
	text, anchor, ok := w.r.Reference(n)
	if !ok {
		w.raw(`<span class="q-missing">`)
		w.text("@" + n.Label)
		w.raw("</span>")
		return
	}
	w.raw("<a", attr("href", "#"+anchor), ">")
	w.text(text)
	w.raw("</a>")
}

func (w *writer) checkBox(n *east.TaskCheckBox) {
	w.raw(`<input type="checkbox" disabled`)
	if n.IsChecked {
		w.raw(" checked")
	}
	w.raw(attr("aria-label", w.words().tasks[n.IsChecked]), "> ")
}

// footnoteID is the id of the k-th reference to a footnote. The colon keeps it apart from the anchors of headings.
func footnoteID(index, k int) string {
	if k > 0 {
		return fmt.Sprintf("fnref:%d-%d", index, k+1)
	}
	return fmt.Sprintf("fnref:%d", index)
}

func (w *writer) footnoteLink(n *east.FootnoteLink) {
	fmt.Fprintf(&w.b, `<sup class="q-fn"><a id="%s" href="#fn:%d" role="doc-noteref">`, footnoteID(n.Index, n.RefIndex), n.Index)
	w.text(fmt.Sprint(n.Index))
	w.raw("</a></sup>")
}

func (w *writer) footnoteBacklink(n *east.FootnoteBacklink) {
	fmt.Fprintf(&w.b, ` <a class="q-back" href="#%s" role="doc-backlink"%s>`, footnoteID(n.Index, n.RefIndex), attr("aria-label", w.words().back))
	w.text("↩")
	w.raw("</a>")
}
