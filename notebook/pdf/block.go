package pdf

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"quire/notebook"
)

// running is the style of running text.
var running = textStyle{face: "sans", ink: ink}

// block lays out one block of the note.
func (b *builder) block(n ast.Node, at frame) {
	switch v := n.(type) {
	case *ast.Heading:
		b.heading(v, at)
	case *ast.Paragraph:
		if pic, ok := b.r.Note.Picture(v); ok {
			b.pictureBlock(v, pic, at)
			return
		}
		if name, ok := b.r.Note.Speaker(v); ok {
			b.speech(v, name, at)
			return
		}
		b.paragraph(v, at)
	case *ast.TextBlock:
		b.paragraph(v, at)
	case *ast.FencedCodeBlock:
		b.fence(v, at)
	case *ast.CodeBlock:
		b.code(strings.TrimRight(segments(v.Lines(), b.r.Note.Source), "\n"), "", at)
	case *ast.Blockquote:
		b.quote(v, at)
	case *notebook.Callout:
		b.callout(v, at)
	case *notebook.Div:
		b.div(v, at)
	case *east.DefinitionList:
		b.definitions(v, at)
	case *ast.List:
		b.listBlock(v, at)
	case *ast.ThematicBreak:
		b.rule(at)
	case *notebook.Preformatted:
		b.code(v.Content, v.Language, at)
	case *notebook.MathBlock:
		b.mathBlock(v, at)
	case *east.Table:
		b.tableBlock(v, at)
	case *east.FootnoteList:
	default:
		b.children(n, at)
	}
}

// children lays out the blocks inside a block.
func (b *builder) children(n ast.Node, at frame) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		b.block(c, at)
	}
}

func (b *builder) heading(h *ast.Heading, at frame) {
	level := min(max(h.Level, 1), 6)
	st := b.style.headings[level]
	text := textStyle{face: headFace, ink: ink}
	var spans []span
	info := b.r.Heading(h)
	if info != nil {
		if info.Number != "" {
			spans = append(spans, span{textStyle: text, text: info.Number + "\u2002"})
		}
		b.anchor = &anchor{name: info.Anchor, title: strings.TrimSpace(info.Number + " " + info.Text), level: level}
	}
	spans = append(spans, b.spans(h, text, st.size, at.w)...)
	b.space(st.above)
	depth := level
	if info != nil {
		depth = b.depth(info)
	}
	e := at.elem.child("H" + strconv.Itoa(depth))
	from := len(b.list)
	b.lines(balanced(b.items(spans, st.size), at.w), at.in(e), st.textSize, nil)
	if st.rule {
		b.add(vitem{h: 5, draw: func(p *painter, y float64) { p.artifact(func() { p.bar(at.x, y+4, at.w, 0.6, hairline) }) }})
	}
	for i := from; i < len(b.list); i++ {
		b.list[i].cost = forbidden
	}
	b.space(st.below)
}

// depth is the level of a heading in the structure: the first is the highest, and none is left out.
func (b *builder) depth(h *notebook.Heading) int {
	if !b.titleHeading(0) {
		return h.Depth
	}
	for _, other := range b.r.Headings[1:] {
		if other.Depth == 1 {
			return h.Depth
		}
	}
	return max(1, h.Depth-1) // the highest heading is the title
}

func (b *builder) paragraph(n ast.Node, at frame) {
	t := b.style.body
	spans := b.spans(n, running, t.size, at.w)
	if len(spans) == 0 {
		return
	}
	e := at.elem.child("P")
	b.lines(breakLines(b.items(spans, t.size), setting{at.w, true}), at.in(e), t, nil)
	b.keep(b.introduces(n))
	b.space(b.style.parSkip)
}

// introduces is the cost of a page break between a paragraph and what follows it: high where it leads to a list or a
// formula, as a colon at its end does.
func (b *builder) introduces(n ast.Node) float64 {
	colon := strings.HasSuffix(strings.TrimSpace(plainText(n, b.r.Note.Source)), ":")
	switch n.NextSibling().(type) {
	case *ast.List, *notebook.MathBlock, *ast.FencedCodeBlock, *east.Table:
		if colon {
			return costListHead
		}
	default:
		return 0
	}
	switch n.NextSibling().(type) {
	case *ast.List, *notebook.MathBlock:
		return costListEnd
	}
	return costInside
}

func (b *builder) rule(at frame) {
	b.space(b.style.ruleSkip)
	b.add(vitem{h: 1, draw: func(p *painter, y float64) {
		p.artifact(func() { p.bar(at.x+at.w*0.35, y, at.w*0.3, 0.6, hairline) })
	}})
	b.space(b.style.ruleSkip)
}

func (b *builder) quote(q *ast.Blockquote, at frame) {
	b.space(b.style.parSkip)
	e := at.elem.child("BlockQuote")
	bd := &band{x: at.x + 1, w: at.w, barred: true, bar: hairline}
	b.within(bd, func() {
		b.children(q, at.inset(b.style.quoteIndent).in(e))
		b.trim()
	})
	b.space(b.style.blockSkip)
}

// speechIndent is where speeches begin: right of the longest speaker's name, within reason.
func (b *builder) speechIndent() float64 {
	w := 0.0
	for _, bl := range b.r.Note.Blocks {
		if name, ok := b.r.Note.Speaker(bl.Node); ok && name != "" {
			w = max(w, b.width("sans-bold", name, b.style.body.size))
		}
	}
	return min(max(w+b.style.speakerGap, b.style.speakerMin), b.style.width()*0.25)
}

// speech sets one paragraph of a dialogue as a script: the speaker's name hangs at the left.
func (b *builder) speech(n ast.Node, name string, at frame) {
	t := b.style.body
	in := at.inset(b.indent)
	e := at.elem.child("P")
	ls := breakLines(b.items(b.spans(n, running, t.size, in.w), t.size), setting{in.w, true})
	from := len(b.list)
	if name == "" || len(ls) == 0 {
		b.lines(ls, in.in(e), t, nil)
	} else {
		st := textStyle{face: "sans-bold", ink: b.speakerInk(name)}
		label := breakLines(b.items([]span{{textStyle: st, text: name}}, t.size), setting{measure: b.indent - 4})
		own := e.child("Span") // so that a name of several lines is not read between those of the speech
		b.lines(ls, in.in(e), t, nil)
		b.hang(from, label, at.in(own), t)
	}
	b.keep(b.introduces(n))
	b.space(b.style.parSkip)
}

func (b *builder) speakerInk(name string) color {
	c, ok := b.speakers[name]
	if !ok {
		c = speakerInks[len(b.speakers)%len(speakerInks)]
		b.speakers[name] = c
	}
	return c
}

// hang draws a label of one or more lines at the left of the items from index from on.
func (b *builder) hang(from int, label []line, at frame, t textSize) {
	for i, ln := range label {
		k := from + i
		if k >= len(b.list) || b.list[k].draw == nil {
			b.lines(label[i:], at, t, nil) // the label is longer than the speech
			return
		}
		old := b.list[k].draw
		b.list[k].draw = func(p *painter, y float64) {
			last := i == len(label)-1
			p.tagged(at.elem, func() {
				if last { // reads and copies as the note has it
					p.instead(ln.text() + ": ")
				}
				p.line(at.elem, ln, at.x, y+t.baseline())
				if last {
					p.raw("EMC\n")
				}
			})
			old(p, y)
		}
	}
}
