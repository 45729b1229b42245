package html

import (
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"quire/notebook"
)

// callout writes a callout as a named region with a title.
func (w *writer) callout(c *notebook.Callout) {
	word := w.strings().Callouts[c.Name]
	w.raw(`<div class="q-callout q-`, c.Name, `" role="note"`, attr("aria-label", word), ">\n", `<p class="q-callout-title">`)
	w.strong(func() {
		if title, ok := c.FirstChild().(*notebook.CalloutTitle); ok {
			w.children(title)
		} else {
			w.text(word)
		}
	})
	w.raw("</p>\n")
	for n := ast.Node(c.FirstChild()); n != nil; n = n.NextSibling() {
		if n.Kind() != notebook.KindCalloutTitle {
			w.node(n)
		}
	}
	w.raw("</div>\n")
}

// definitions writes a definition list.
func (w *writer) definitions(l *east.DefinitionList) {
	w.raw("<dl>\n")
	for n := l.FirstChild(); n != nil; n = n.NextSibling() {
		tag := "dd"
		if n.Kind() == east.KindDefinitionTerm {
			tag = "dt"
		}
		w.raw("<", tag, ">")
		w.children(n)
		w.raw("</", tag, ">\n")
	}
	w.raw("</dl>\n")
}
