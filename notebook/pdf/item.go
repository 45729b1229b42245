package pdf

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/go-text/typesetting/segmenter"
	"golang.org/x/text/unicode/norm"

	"quire/notebook/figure"
	"quire/notebook/font"
)

// A span is a piece of a paragraph in one style: text, or one of the objects that stand in a line.
type span struct {
	textStyle
	text   string
	figure *figure.Figure // a formula or a small drawing on the baseline
	zoom   float64        // what the figure is scaled by
	note   int            // a footnote mark; its number
	brk    bool           // a forced line break
	box    int            // a check box: 1 open, 2 ticked
	elem   *element       // structure element of the object, nil for text
	cost   float64        // of a break between this piece of a formula and the next; 0 when there is no next
	behind float64        // the space to the next piece where the line is not broken
}

// object tells whether the span is not text.
func (s *span) object() bool { return s.figure != nil || s.note > 0 || s.brk || s.box > 0 }

// A textStyle is how text looks. Scale multiplies the size of the paragraph; 0 means 1.
type textStyle struct {
	face    string
	scale   float64
	ink     color
	oblique bool
	code    bool
	strike  bool
	under   bool // underlined
	marked  bool // on the ground of a highlighter
	columns bool // digits are set on one width
	link    *hyperlink
	elem    *element // structure element of the text below its paragraph, nil for the paragraph's own
	rise    float64  // above the baseline, as a part of the size
}

// A hyperlink leads to a URI or to an anchor in this document.
type hyperlink struct {
	uri, anchor string
	text        string // what it is on, for readers who cannot see it
	elem        *element
}

// A frag is a part of a line: glyphs of one typeface, or one object.
type frag struct {
	style  *textStyle
	face   *typeface
	glyphs []glyph
	size   float64
	w      float64
	extra  float64 // added to the width of a space when the line is set
	track  float64 // added after every glyph when the line is set, in 1/1000 em; w includes it
	space  bool
	lost   bool // characters that no face has: drawn as boxes
	silent bool // drawn, but no part of the text: a hyphen
	note   int  // the footnote that this is the mark of
	emoji  *emoji
	object *span
}

type itemKind byte

const (
	box itemKind = iota
	glue
	penalty
)

// An item is a box, a glue or a penalty, as in Knuth and Plass, "Breaking paragraphs into lines", 1981. The frags of a
// penalty are set only when the line is broken there.
type item struct {
	kind               itemKind
	w, stretch, shrink float64
	cost               float64 // of a penalty; forbidden and more: no break; -forbidden and less: forced
	word               bool    // a penalty inside an 어절
	hyphen             bool    // a penalty inside an English word
	wide               bool    // a penalty inside what is wider than the line
	frags              []frag
}

// The costs of breaks.
const (
	forbidden    = 1e5
	costFree     = 0   // between two ideographs, which need no space
	costURL      = 90  // inside an address
	costCode     = 300 // inside long code
	costMark     = 160 // after a slash, a dash, a middle dot
	costHyphen   = 120 // inside an English word
	costWord     = 2000
	costEdge     = 3000 // that leaves one syllable alone
	costSyllable = 4000 // inside a word that is wider than the line
	stretchPerSp = 0.55 // of the width of a space
	shrinkPerSp  = 0.28
	hanStretch   = 0.05 // between two ideographs, as a part of the size
	fillStretch  = 1e6
	objectFill   = 'a' // stands for an object while breaks are looked for
)

// items turns spans into items at a type size.
func (s *shaper) items(spans []span, size float64) []item {
	p := flatten(spans)
	if len(p.text) == 0 {
		return nil
	}
	var seg segmenter.Segmenter
	seg.Init(p.text)
	it := seg.LineIterator()
	var out []item
	done := 0
	for it.Next() {
		ln := it.Line()
		start, end := max(ln.Offset, done), ln.Offset+len(ln.Text)
		if end <= done {
			continue
		}
		done = max(end, p.whole(start)) // what is whole may end inside the next segment
		out = s.segment(out, p, start, done, size)
	}
	markWords(out)
	return out
}

// flat is a paragraph as one row of characters, each with the index of its span.
type flat struct {
	text  []rune
	at    []int
	spans []span
}

func flatten(spans []span) *flat {
	p := &flat{spans: spans}
	put := func(r rune, i int) {
		p.text = append(p.text, r)
		p.at = append(p.at, i)
	}
	for i := range spans {
		switch s := &spans[i]; {
		case s.brk:
			put('\n', i)
		case s.object():
			put(objectFill, i)
		default:
			for _, r := range norm.NFC.String(s.text) {
				switch {
				case r == '\n', r == '\t', r == '\r', r == '\v', r == '\f', r == 0x85, r == 0x2028, r == 0x2029:
					r = ' '
				case r < ' ' || r == 0x7f:
					r = unicode.ReplacementChar
				}
				put(r, i)
			}
		}
	}
	return p
}

// segment appends the items of text[start:end], which ends where a line may end.
func (s *shaper) segment(out []item, p *flat, start, end int, size float64) []item {
	ink := end
	for ink > start && (p.text[ink-1] == ' ' || p.text[ink-1] == '\n') {
		ink--
	}
	from := start
	for i := start; i < ink-1; i++ {
		if sp := &p.spans[p.at[i]]; sp.cost > 0 {
			out = append(s.solid(out, p, from, i+1, size), item{kind: penalty, cost: sp.cost}, sp.pieceSpace(size))
			from = i + 1
		}
	}
	out = s.solid(out, p, from, ink, size)
	last := max(start, end-1)
	switch {
	case end > ink && p.text[last] == '\n':
		return append(out, item{kind: glue, stretch: fillStretch}, item{kind: penalty, cost: -2 * forbidden})
	case end > ink:
		return append(out, s.space(p.spans[p.at[ink]].textStyle, end-ink, size))
	case end < len(p.text):
		return breakBetween(out, p, end, size)
	}
	return out
}

// solid appends the items of text[start:end], which has no space and no end of a piece of a formula in it.
func (s *shaper) solid(out []item, p *flat, start, end int, size float64) []item {
	switch {
	case inURL(p, start, end):
		return s.parted(out, p, start, end, size, partAfter, partBefore, costURL)
	case longCode(p, start, end):
		return s.parted(out, p, start, end, size, codeAfter, codeBefore, costCode)
	case end > start:
		return s.hyphenated(out, p, start, end, size)
	}
	return out
}

// pieceSpace is the space between a piece of a formula and the next, which vanishes where the line is broken.
func (sp *span) pieceSpace(size float64) item {
	blank := &span{textStyle: sp.textStyle, elem: sp.elem, figure: &figure.Figure{W: sp.behind}, zoom: 1}
	return item{kind: glue, w: sp.behind, frags: []frag{{style: &sp.textStyle, object: blank, space: true, size: size, w: sp.behind}}}
}

// box makes one box of text[start:end]: a stretch that is never broken.
func (s *shaper) box(p *flat, start, end int, size float64) item {
	b := item{kind: box}
	for i := start; i < end; {
		j := i + 1
		for j < end && p.at[j] == p.at[i] {
			j++
		}
		sp := &p.spans[p.at[i]]
		if sp.object() {
			b.frags = append(b.frags, s.object(sp, size)...)
		} else {
			b.frags = append(b.frags, s.frags(&sp.textStyle, string(p.text[i:j]), size)...)
		}
		i = j
	}
	for _, f := range b.frags {
		b.w += f.w
	}
	return b
}

// frags sets text in a style.
func (s *shaper) frags(st *textStyle, text string, size float64) []frag {
	size = st.size(size)
	var out []frag
	for _, r := range s.shape(st.face, text) {
		if st.columns && !r.missing && r.emoji == nil {
			r = tabular(r)
		}
		out = append(out, frag{style: st, face: r.face, glyphs: r.glyphs, size: size, lost: r.missing, emoji: r.emoji, w: float64(r.width) * size / 1000})
	}
	return out
}

func (st *textStyle) size(base float64) float64 {
	if st.scale > 0 {
		return base * st.scale
	}
	return base
}

// object makes the frags of an object in the line.
func (s *shaper) object(sp *span, size float64) []frag {
	switch {
	case sp.note > 0:
		out := s.frags(&sp.textStyle, strconv.Itoa(sp.note), size)
		out[0].note = sp.note
		return out
	case sp.figure != nil:
		return []frag{{style: &sp.textStyle, object: sp, size: size, w: sp.figure.W * sp.zoom}}
	case sp.box > 0:
		return []frag{{style: &sp.textStyle, object: sp, size: size, w: size * 1.35}}
	}
	return nil
}

// space makes the glue of n spaces.
func (s *shaper) space(st textStyle, n int, size float64) item {
	st2 := st
	fr := s.frags(&st2, " ", size)
	if len(fr) == 0 {
		return item{kind: glue}
	}
	f := fr[0]
	f.space = true
	g := item{kind: glue, w: f.w, frags: []frag{f}}
	if st.code {
		for range n - 1 {
			g.frags, g.w = append(g.frags, f), g.w+f.w
		}
		return g
	}
	g.stretch, g.shrink = f.w*stretchPerSp, f.w*shrinkPerSp
	return g
}

// split parts a box that is wider than the line into its characters.
func split(b item, word bool) []item {
	between := item{kind: penalty, cost: costSyllable, word: word, wide: true}
	var out []item
	for _, f := range b.frags {
		if f.object != nil {
			out = append(out, item{kind: box, w: f.w, frags: []frag{f}}, between)
			continue
		}
		for i := 0; i < len(f.glyphs); {
			j := i + 1
			for j < len(f.glyphs) && f.glyphs[j].clings(f.glyphs[j-1].r) {
				j++
			}
			g := f
			g.glyphs, g.w = f.glyphs[i:j:j], glyphsWidth(f.glyphs[i:j], f.size)
			out = append(out, item{kind: box, w: g.w, frags: []frag{g}}, between)
			i = j
		}
	}
	if len(out) > 0 {
		out = out[:len(out)-1]
	}
	return out
}

// clings tells whether g stays on the line of the character before it, wherever a word is parted.
func (g *glyph) clings(before rune) bool {
	return font.Invisible(g.r) || unicode.In(g.r, unicode.M, unicode.Pe, unicode.Pf) || strings.ContainsRune(".,;:!?%、。，．！？：；", g.r) ||
		unicode.In(before, unicode.Ps, unicode.Pi)
}

func glyphsWidth(gs []glyph, size float64) float64 {
	n := 0
	for _, g := range gs {
		n += int(g.adv) + int(g.kern)
	}
	return float64(n) * size / 1000
}
