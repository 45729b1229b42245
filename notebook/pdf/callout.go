package pdf

import (
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"quire/notebook"
)

// calloutInks are the colours of callouts: of the bar and the title, and of the ground.
var calloutInks = map[string][2]color{
	"note":      {accent, {0xf1, 0xf5, 0xfb}},
	"tip":       {{0x1f, 0x7a, 0x4d}, {0xef, 0xf8, 0xf2}},
	"important": {{0x7a, 0x1f, 0x6b}, {0xf8, 0xf1, 0xf7}},
	"warning":   {warnInk, {0xfd, 0xf7, 0xea}},
	"caution":   {errorInk, errPaper},
}

// callout sets a callout: its title in the colour of its kind, on a ground with a bar.
func (b *builder) callout(c *notebook.Callout, at frame) {
	b.space(b.style.parSkip)
	inks := calloutInks[c.Name]
	e := at.elem.child("Aside")
	bd := &band{x: at.x, w: at.w, filled: true, ground: inks[1], barred: true, bar: inks[0]}
	in := at.inset(b.style.quoteIndent).in(e)
	in.w -= b.style.quoteIndent
	b.within(bd, func() {
		b.add(vitem{h: b.style.codePadY, cost: forbidden})
		bold := textStyle{face: "sans-bold", ink: inks[0]}
		t := b.style.body
		title := []span{{textStyle: bold, text: b.r.Strings.Callouts[c.Name]}}
		if own, ok := c.FirstChild().(*notebook.CalloutTitle); ok {
			title = b.spans(own, bold, t.size, in.w)
		}
		b.lines(breakLines(b.items(title, t.size), setting{measure: in.w}), in.in(e.child("P")), t, nil)
		b.keep(forbidden)
		for n := ast.Node(c.FirstChild()); n != nil; n = n.NextSibling() {
			if n.Kind() != notebook.KindCalloutTitle {
				b.block(n, in)
			}
		}
		b.trim()
		b.keep(forbidden)
		b.add(vitem{h: b.style.codePadY})
	})
	b.space(b.style.blockSkip)
}

// definitions sets a definition list: terms in bold, what they mean indented below.
func (b *builder) definitions(l *east.DefinitionList, at frame) {
	e := at.elem.child("L")
	li := e.child("LI")
	for n := l.FirstChild(); n != nil; n = n.NextSibling() {
		if n.Kind() == east.KindDefinitionTerm {
			if n.PreviousSibling() != nil && n.PreviousSibling().Kind() != east.KindDefinitionTerm {
				li = e.child("LI")
			}
			t := b.style.body
			spans := b.spans(n, textStyle{face: "sans-bold", ink: ink}, t.size, at.w)
			b.lines(breakLines(b.items(spans, t.size), setting{at.w, true}), at.in(li.child("Lbl")), t, nil)
			b.keep(forbidden)
			continue
		}
		b.children(n, at.inset(b.style.listIndent).in(li.child("LBody")))
		if d, ok := n.(*east.DefinitionDescription); ok && d.IsTight {
			b.trim()
			b.space(b.style.listSkip)
		}
	}
	b.trim()
	b.space(b.style.parSkip)
}
