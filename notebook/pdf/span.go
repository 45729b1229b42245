package pdf

import (
	"cmp"
	"net/url"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"quire/notebook"
	"quire/notebook/figure"
	"quire/notebook/tex"
)

// A speller turns inline nodes into spans. Source is what the nodes' segments are offsets of; size and measure are of
// the paragraph that the spans will stand in.
type speller struct {
	b             *builder
	source        []byte
	size, measure float64
	line          int // for warnings; 0 finds it from the source
	out           []span
}

// spans returns the inline content of a node of the note.
func (b *builder) spans(n ast.Node, st textStyle, size, measure float64) []span {
	s := &speller{b: b, source: b.r.Note.Source, size: size, measure: measure}
	s.children(n, st)
	return s.out
}

// rich returns the spans of a piece of text that stands in no block.
func (b *builder) rich(t notebook.Rich, st textStyle, size, measure float64) []span {
	if t.Node == nil {
		return nil
	}
	s := &speller{b: b, source: t.Source, size: size, measure: measure}
	s.children(t.Node, st)
	return s.out
}

func (s *speller) children(n ast.Node, st textStyle) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		s.node(c, st)
	}
}

func (s *speller) add(text string, st textStyle) {
	if text != "" {
		s.out = append(s.out, span{textStyle: st, text: text})
	}
}

func (s *speller) node(n ast.Node, st textStyle) {
	switch v := n.(type) {
	case *ast.Text:
		s.text(v, st)
	case *ast.String:
		s.add(string(v.Value), st)
	case *ast.Emphasis:
		if v.Level >= 2 {
			s.children(v, st.bold())
		} else {
			st.oblique = true
			s.children(v, st)
		}
	case *ast.CodeSpan:
		st = st.mono()
		st.elem = &element{role: "Code"}
		s.add(plainText(v, s.source), st)
	case *ast.Link:
		s.children(v, s.linked(string(v.Destination), plainText(v, s.source), st))
	case *ast.AutoLink:
		uri := string(v.URL(s.source))
		if v.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(uri, "mailto:") {
			uri = "mailto:" + uri
		}
		s.add(string(v.Label(s.source)), s.linked(uri, uri, st))
	case *ast.Image:
		s.image(v, st)
	case *notebook.Styled:
		s.children(v, st.named(v.Name))
	case *east.Strikethrough:
		st.strike = true
		s.children(v, st)
	case *east.TaskCheckBox:
		box := 1
		if v.IsChecked {
			box = 2
		}
		s.out = append(s.out, span{textStyle: st, box: box})
	case *east.FootnoteLink:
		st.scale, st.rise, st.ink = 0.66, 0.36, accent
		st.link = s.b.noteLink(v.Index)
		s.out = append(s.out, span{textStyle: st, note: v.Index})
	case *east.FootnoteBacklink:
	case *notebook.MathInline:
		s.math(v, st)
	case *notebook.CrossRef:
		s.reference(v, st)
	default:
		s.children(n, st)
	}
}

func (s *speller) text(v *ast.Text, st textStyle) {
	t := string(v.Segment.Value(s.source))
	if !v.IsRaw() {
		t = notebook.Unescape(t)
	}
	switch {
	case v.HardLineBreak():
		s.add(strings.TrimRight(t, " "), st)
		s.out = append(s.out, span{textStyle: st, brk: true})
	case v.SoftLineBreak():
		s.add(t+" ", st)
	default:
		s.add(t, st)
	}
}

// bold is the style in its bold face.
func (st textStyle) bold() textStyle {
	if !strings.HasSuffix(st.face, "-bold") {
		st.face += "-bold"
	}
	return st
}

// mono is the style of code in running text.
func (st textStyle) mono() textStyle {
	if strings.HasSuffix(st.face, "-bold") {
		st.face = "mono-bold"
	} else {
		st.face = "mono"
	}
	st.code, st.scale = true, 0.94
	return st
}

func (s *speller) linked(dest, text string, st textStyle) textStyle {
	st.ink = accent
	st.link = &hyperlink{uri: dest, text: text, elem: &element{role: "Link"}}
	if strings.HasPrefix(dest, "#") {
		st.link.uri, st.link.anchor = "", dest[1:]
		if a, err := url.PathUnescape(dest[1:]); err == nil {
			st.link.anchor = a
		}
	}
	return st
}

func (s *speller) reference(ref *notebook.CrossRef, st textStyle) {
	t, anchor, ok := s.b.r.Reference(ref)
	if !ok {
		st.ink = errorInk
		s.add("@"+ref.Label, st)
		return
	}
	st.ink = accent
	st.link = &hyperlink{anchor: anchor, text: t, elem: &element{role: "Link"}}
	s.add(strings.ReplaceAll(t, " ", "\u00a0"), st) // a number is not parted from its name
}

// math sets a formula among words, in the pieces that a line may be broken between.
func (s *speller) math(v *notebook.MathInline, st textStyle) {
	size := st.size(s.size)
	o := tex.Options{Display: v.Display, Size: size * s.b.style.mathScale, Text: s.b.style.role("sans"), Color: colorName(st.ink), Macros: s.b.macros}
	var pieces []tex.Piece
	var problems []tex.Problem
	if v.Display {
		pieces = make([]tex.Piece, 1)
		o.Measure = s.measure
		pieces[0].Figure, problems = tex.Layout(v.TeX, o)
	} else {
		pieces, problems = tex.Inline(v.TeX, o)
	}
	s.b.formulaProblems(v, problems)
	zoom := 1.0
	for i, p := range pieces {
		p.Figure = enclosed(p.Figure)
		pieces[i] = p
		zoom = min(zoom, s.measure/max(1, p.Figure.W), s.b.style.height()*0.5/max(1, tall(p.Figure)))
	}
	e := &element{role: "Formula", alt: v.TeX}
	for i, p := range pieces {
		sp := span{textStyle: st, figure: p.Figure, zoom: zoom, elem: e, behind: p.Space * zoom, cost: p.Cost}
		if i == 0 {
			sp.text = v.TeX // what copying gives is the whole, once
		}
		s.out = append(s.out, sp)
	}
}

// named is the style that a tag of HTML asks for.
func (st textStyle) named(tag string) textStyle {
	scale := st.scale
	if scale == 0 {
		scale = 1
	}
	switch tag {
	case "sub":
		st.scale, st.rise = scale*0.7, st.rise-0.16
	case "sup":
		st.scale, st.rise = scale*0.7, st.rise+0.5
	case "small":
		st.scale = scale * 0.85
	case "u":
		st.under = true
	case "mark":
		st.marked = true
	case "kbd":
		return st.mono()
	}
	return st
}

// image sets an image that stands among words: on the baseline, at most three lines high.
func (s *speller) image(v *ast.Image, st textStyle) {
	pic, err := s.b.load(string(v.Destination))
	if err != nil {
		s.b.warn(s.line, "image "+string(v.Destination)+": "+s.b.words.reason(err))
		st.ink = errorInk
		s.add("["+s.b.words.missingImage+": "+shortPath(string(v.Destination)), st)
		if v.HasChildren() {
			s.add(" (", st)
			s.children(v, st)
			s.add(")", st)
		}
		s.add("]", st)
		return
	}
	w, h := pic.natural(s.b.style)
	k := min(1, s.measure/w, 3*s.size*1.6/h)
	if asked, ok := v.AttributeString("width"); ok { // of a tag of HTML, which may ask for a larger one
		if a, _ := asked.(string); widthOf(a, s.measure) > 0 {
			k = min(widthOf(a, s.measure)/w, s.measure/w, s.b.style.height()*0.5/h)
		}
	}
	f := pic.drawing
	if f == nil {
		f, k = &figure.Figure{W: w * k, H: h * k, Ops: []figure.Op{{Image: &figure.ImageOp{W: w * k, H: h * k, PNG: pic.raw, Smooth: true}}}}, 1
	}
	s.b.remarks(s.line, string(v.Destination), pic)
	alt := cmp.Or(plainText(v, s.source), pic.title(), s.b.r.Strings.Figure)
	s.out = append(s.out, span{textStyle: st, figure: f, zoom: k, text: alt, elem: &element{role: "Figure", alt: alt}})
}

// plainText is the text of a node without its marks.
func plainText(n ast.Node, source []byte) string {
	var t strings.Builder
	var walk func(ast.Node)
	walk = func(n ast.Node) {
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			switch v := c.(type) {
			case *ast.Text:
				t.Write(v.Segment.Value(source))
				if v.SoftLineBreak() {
					t.WriteByte(' ')
				}
			case *ast.String:
				t.Write(v.Value)
			default:
				walk(c)
			}
		}
	}
	walk(n)
	return t.String()
}

// colorName is a colour as figures write it.
func colorName(c color) figure.Color {
	const hex = "0123456789abcdef"
	b := []byte{'#'}
	for _, v := range []uint8{c.r, c.g, c.b} {
		b = append(b, hex[v>>4], hex[v&15])
	}
	return figure.Color(b)
}

// segments is the text of a block's lines.
func segments(l *text.Segments, source []byte) string {
	var b strings.Builder
	for i := range l.Len() {
		seg := l.At(i)
		b.Write(seg.Value(source))
	}
	return b.String()
}
