package tex

import (
	"fmt"
	"html"
	"strings"
	"unicode"
)

// MathML writes the formula src as a <math> element, with its source as an annotation. It is for screen readers: the
// drawing of [Layout] is what is seen.
func MathML(src string, o Options) string {
	n, _ := parse(src, o.Macros)
	display := ""
	if o.Display {
		display = ` display="block"`
	}
	w := &mathWriter{}
	w.node(n)
	return fmt.Sprintf(`<math xmlns="http://www.w3.org/1998/Math/MathML"%s><semantics>%s<annotation encoding="application/x-tex">%s</annotation></semantics></math>`,
		display, w.b.String(), escape(src))
}

type mathWriter struct{ b strings.Builder }

func escape(s string) string { return html.EscapeString(strings.ToValidUTF8(s, "\uFFFD")) }

// element writes a tag around parts, each of which is exactly one element.
func (w *mathWriter) element(tag string, parts ...node) {
	w.b.WriteString("<" + tag + ">")
	for _, p := range parts {
		w.node(p)
	}
	name, _, _ := strings.Cut(tag, " ")
	w.b.WriteString("</" + name + ">")
}

func (w *mathWriter) leaf(tag, s string) {
	name, _, _ := strings.Cut(tag, " ")
	w.b.WriteString("<" + tag + ">" + escape(s) + "</" + name + ">")
}

// node writes n as one element.
func (w *mathWriter) node(n node) {
	switch n := n.(type) {
	case nil:
		w.b.WriteString("<mrow></mrow>")
	case row:
		w.row(n)
	case symbol:
		w.symbol(n)
	case operator:
		w.operator(n)
	case scripted:
		w.scripted(n)
	case fraction:
		w.fraction(n)
	case radical:
		if n.degree != nil {
			w.element("mroot", n.body, n.degree)
		} else {
			w.element("msqrt", n.body)
		}
	case accent:
		w.mark(n.body, n.mark, n.under, true)
	case line:
		mark := '¯'
		if n.under {
			mark = '_'
		}
		w.mark(n.body, mark, n.under, true)
	case brace:
		w.mark(n.body, n.mark, n.under, false)
	case arrow:
		w.around(symbol{r: n.r, plain: n.r, cls: rel}, n.below, n.above, "munder", "mover", "munderover")
	case stack:
		w.around(n.base, n.below, n.above, "munder", "mover", "munderover")
	case fence:
		w.fence(n)
	case table:
		w.table(n)
	default:
		w.plain(n)
	}
}

// plain writes what only wraps others, words, and space.
func (w *mathWriter) plain(n node) {
	switch n := n.(type) {
	case delimiter:
		w.leaf(`mo stretchy="false"`, delimiterText(n.r))
	case text:
		switch n.face {
		case textBold:
			w.leaf(`mtext mathvariant="bold"`, n.s)
		case textItalic:
			w.leaf(`mtext mathvariant="italic"`, n.s)
		case textMono:
			w.leaf(`mtext mathvariant="monospace"`, n.s)
		default:
			w.leaf("mtext", n.s)
		}
	case space:
		fmt.Fprintf(&w.b, `<mspace width="%.3gem"/>`, n.em)
	case classed:
		w.node(n.body)
	case choice:
		w.node(n.styles[0])
	case phantom:
		if n.ink {
			w.node(n.body)
		} else {
			w.element("mphantom", n.body)
		}
	case framed:
		if notation := n.notation(); notation != "" {
			w.element(`menclose notation="`+notation+`"`, n.body)
		} else {
			w.node(n.body)
		}
	case colored:
		if strings.HasPrefix(string(n.color), "#") {
			w.element(`mstyle mathcolor="`+string(n.color)+`"`, n.body)
		} else {
			w.node(n.body)
		}
	case tagged:
		w.b.WriteString("<mrow>")
		w.node(n.body)
		w.leaf("mtext", n.tag)
		w.b.WriteString("</mrow>")
	case solid:
		fmt.Fprintf(&w.b, `<mspace width="%.3gem"/>`, n.w)
	case raised:
		w.node(n.body)
	case mirrored:
		w.node(n.body)
	case circled:
		w.element(`menclose notation="circle"`, n.body)
	case angled:
		notation := "actuarial"
		if n.phase {
			notation = "phasorangle"
		}
		w.element(`menclose notation="`+notation+`"`, n.body)
	case failed:
		w.b.WriteString("<merror>")
		w.leaf("mtext", n.src)
		w.b.WriteString("</merror>")
	}
}

// notation names the strokes of a frame as MathML does.
func (f framed) notation() string {
	var names []string
	for _, n := range []struct {
		drawn bool
		name  string
	}{{f.box, "box"}, {f.up, "updiagonalstrike"}, {f.down, "downdiagonalstrike"}, {f.flat, "horizontalstrike"}} {
		if n.drawn {
			names = append(names, n.name)
		}
	}
	return strings.Join(names, " ")
}

func delimiterText(r rune) string {
	if r == 0 {
		return ""
	}
	return string(r)
}

// row writes its atoms; digits that follow each other are one number.
func (w *mathWriter) row(r row) {
	w.b.WriteString("<mrow>")
	var number strings.Builder
	flush := func() {
		if number.Len() > 0 {
			w.leaf("mn", number.String())
			number.Reset()
		}
	}
	word := 0 // the end of the word that has been written
	for i, n := range r.items {
		s, ok := n.(symbol)
		if i < word {
			continue
		}
		if word = wordEnd(r.items, i); word > i+1 {
			flush()
			w.leaf("mi", plainName(row{r.items[i:word]}))
			continue
		}
		if ok && (unicode.IsDigit(s.plain) || s.plain == '.' && number.Len() > 0 && digitAt(r.items, i+1)) {
			number.WriteRune(s.plain)
			continue
		}
		flush()
		if prints(n) {
			w.node(n)
		} else if sp, ok := n.(space); ok {
			w.plain(sp)
		}
	}
	flush()
	w.b.WriteString("</mrow>")
}

// wordEnd is the index behind the upright letters that begin at items[i].
func wordEnd(items []node, i int) int {
	for i < len(items) {
		if s, ok := items[i].(symbol); !ok || s.r != s.plain || !asciiLetter(s.r) {
			break
		}
		i++
	}
	return i
}

func digitAt(items []node, i int) bool {
	if i >= len(items) {
		return false
	}
	s, ok := items[i].(symbol)
	return ok && unicode.IsDigit(s.plain)
}

func (w *mathWriter) symbol(s symbol) {
	switch {
	case unicode.IsDigit(s.plain):
		w.leaf("mn", string(s.r))
	case s.plain != s.r && alphabetItalic.letter(s.plain) == s.r:
		w.leaf("mi", string(s.plain)) // a single letter is italic by itself
	case s.plain == s.r && unicode.IsLetter(s.r) && s.r < 0x2000:
		w.leaf(`mi mathvariant="normal"`, string(s.r))
	case unicode.IsLetter(s.plain):
		w.leaf("mi", string(s.r))
	case s.cls == ord && s.r != '/' && s.r != '|' && s.r != '′':
		w.leaf("mi", string(s.r))
	default:
		w.leaf("mo", string(s.r))
	}
}

// operator writes a large operator or the name of one.
func (w *mathWriter) operator(o operator) {
	if o.r != 0 {
		w.leaf("mo", string(o.r))
		return
	}
	if name := plainName(o.body); name != "" {
		w.leaf("mi", name)
		return
	}
	w.node(o.body)
}

// plainName is the text of a row of letters, "" when there is anything else in it.
func plainName(n node) string {
	r, ok := n.(row)
	if !ok {
		return ""
	}
	var b strings.Builder
	for _, it := range r.items {
		switch s := it.(type) {
		case symbol:
			b.WriteRune(s.plain)
		case space:
			b.WriteByte(' ')
		default:
			return ""
		}
	}
	return b.String()
}

func (w *mathWriter) scripted(s scripted) {
	c := context{style: displayStyle}
	if c.takesLimits(s.base) {
		w.around(s.base, s.sub, s.sup, "munder", "mover", "munderover")
		return
	}
	w.around(s.base, s.sub, s.sup, "msub", "msup", "msubsup")
}

// around writes a base with what stands below and above it, in the element for the parts that there are.
func (w *mathWriter) around(base, below, above node, low, high, both string) {
	switch {
	case below != nil && above != nil:
		w.element(both, base, below, above)
	case below != nil:
		w.element(low, base, below)
	case above != nil:
		w.element(high, base, above)
	default:
		w.node(base)
	}
}

// mark writes a body with an accent or a stretched mark.
func (w *mathWriter) mark(body node, mark rune, under, isAccent bool) {
	tag := "mover"
	if under {
		tag = "munder"
	}
	attr := ""
	if isAccent {
		attr = ` accent="true"`
		if under {
			attr = ` accentunder="true"`
		}
	}
	w.b.WriteString("<" + tag + attr + ">")
	w.node(body)
	w.leaf("mo", spacing(mark))
	w.b.WriteString("</" + tag + ">")
}

// spacing is the form of a combining mark that stands alone.
func spacing(mark rune) string {
	alone := map[rune]string{
		0x300: "`", 0x301: "´", 0x302: "^", 0x303: "~", 0x304: "¯", 0x306: "˘", 0x307: "˙", 0x308: "¨", 0x30A: "˚",
		0x30C: "ˇ", 0x330: "~", 0x338: "/", 0x20D7: "→", 0x20DB: "⃛", 0x20DC: "⃜",
	}
	if s, ok := alone[mark]; ok {
		return s
	}
	return string(mark)
}

func (w *mathWriter) fraction(f fraction) {
	tag := "mfrac"
	if !f.rule {
		tag = `mfrac linethickness="0"`
	}
	if f.left == 0 && f.right == 0 {
		w.element(tag, f.num, f.den)
		return
	}
	w.b.WriteString("<mrow>")
	w.leaf("mo", delimiterText(f.left))
	w.element(tag, f.num, f.den)
	w.leaf("mo", delimiterText(f.right))
	w.b.WriteString("</mrow>")
}

func (w *mathWriter) fence(f fence) {
	w.b.WriteString("<mrow>")
	if f.left != 0 {
		w.leaf("mo", string(f.left))
	}
	for i, p := range f.parts {
		if i > 0 {
			w.leaf("mo", delimiterText(f.middles[i-1]))
		}
		w.node(p)
	}
	if f.right != 0 {
		w.leaf("mo", string(f.right))
	}
	w.b.WriteString("</mrow>")
}

func (w *mathWriter) table(t table) {
	w.b.WriteString("<mrow>")
	if t.left != 0 {
		w.leaf("mo", string(t.left))
	}
	w.b.WriteString("<mtable>")
	for i, r := range t.rows {
		w.b.WriteString("<mtr>")
		for _, cell := range r {
			w.element("mtd", cell)
		}
		if i < len(t.tags) && t.tags[i] != "" {
			w.b.WriteString("<mtd>")
			w.leaf("mtext", t.tags[i])
			w.b.WriteString("</mtd>")
		}
		w.b.WriteString("</mtr>")
	}
	w.b.WriteString("</mtable>")
	if t.right != 0 {
		w.leaf("mo", string(t.right))
	}
	w.b.WriteString("</mrow>")
}
