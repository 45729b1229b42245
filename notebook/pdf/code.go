package pdf

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/text/unicode/norm"

	"quire/notebook/font"
	"quire/notebook/output"
)

// fence lays out a fenced block that is no cell.
func (b *builder) fence(f *ast.FencedCodeBlock, at frame) {
	lang := ""
	if l := f.Language(b.r.Note.Source); l != nil {
		lang = strings.Trim(strings.ToLower(string(l)), "{}.")
	}
	if i := strings.IndexAny(lang, ",{ "); i >= 0 {
		lang = lang[:i]
	}
	code := strings.TrimRight(segments(f.Lines(), b.r.Note.Source), "\n")
	b.numberedCode(code, lang, b.r.Note.LineNumbers(f), at)
}

// code lays out code on its ground.
func (b *builder) code(code, lang string, at frame) { b.numberedCode(code, lang, false, at) }

// numberedCode lays out code on its ground, with the numbers of its lines when it is to have them.
func (b *builder) numberedCode(code, lang string, numbers bool, at frame) {
	bd := &band{x: at.x, w: at.w, filled: true, ground: codePaper, radius: b.style.codeRadius}
	b.space(b.style.blockSkip * 0.6)
	b.listing(listing{lines: highlight(lang, code), size: b.style.code, band: bd, goesOn: b.words.codeGoesOn, role: "Code", numbers: numbers}, at)
	b.space(b.style.blockSkip)
}

// A listing is text on a grid of cells: code, or what code printed.
type listing struct {
	lines  [][]token
	size   textSize
	band   *band
	goesOn string // what is said where it goes on on the next page
	role   string
	label  string // a small line above the text; may be empty

	numbers bool // at the left of the lines
}

// listing lays out a listing; it may be split between pages, best at an empty line.
func (b *builder) listing(l listing, at frame) {
	s := b.style
	left := at.x + s.codePadX
	gutter := 0.0 // the column of the numbers
	if l.numbers {
		gutter = (float64(max(2, len(strconv.Itoa(len(l.lines))))) + 2) * l.size.size * gridCell
	}
	grid := grid{size: l.size.size, columns: max(8, int((at.w-2*s.codePadX-gutter)/(l.size.size*gridCell)))}
	var rows []codeLine
	for i, tokens := range l.lines {
		first := len(rows)
		rows = append(rows, b.wrap(tokens, grid)...)
		if l.numbers {
			rows[first].number = i + 1
		}
	}
	var label *element
	if l.label != "" {
		label = at.elem.child("P")
	}
	e := at.elem.child("P").child(l.role)
	b.within(l.band, func() {
		b.add(vitem{h: s.codePadY, cost: forbidden})
		if l.label != "" {
			in := frame{at.x + s.codePadX, at.w, label}
			b.paragraphOf(l.label, textStyle{face: "sans", ink: muted}, in, textSize{s.small.size * 0.86, s.small.lead * 0.86})
			b.keep(forbidden)
		}
		for i, row := range rows {
			v := vitem{h: l.size.lead, cost: splitCost(rows, i)}
			v.head = []vitem{{h: s.codePadY, bands: b.bands}}
			v.tail = []vitem{b.goesOn(l.goesOn, at)}
			v.draw = func(p *painter, y float64) {
				if row.number > 0 {
					p.lineNumber(row.number, left+gutter-2*gridCell*l.size.size, y+l.size.baseline(), l.size.size)
				}
				p.codeLine(e, row, left+gutter, y+l.size.baseline())
			}
			b.add(v)
		}
		b.add(vitem{h: s.codePadY})
	})
}

// splitCost is the cost of a page break after row i of a listing: none at an empty line, more close to one, most near the
// listing's ends.
func splitCost(rows []codeLine, i int) float64 {
	n := len(rows)
	switch {
	case i == n-1:
		return forbidden // the ground's lower edge follows
	case n <= 6:
		return costCodeWhole
	case i < 2 || i >= n-3:
		return costCodeEnd
	case n <= 12:
		return costCodeDozen
	case rows[i].empty():
		return 0
	case rows[i+1].wrapped:
		return costCodeLine * 4
	case rows[i-1].empty() || rows[i-2].empty() || rows[i+1].empty() || rows[i+2].empty():
		return costCodeLine * 2
	}
	return costCodeLine
}

// goesOn is the last piece of a listing on a page when the listing goes on on the next one.
func (b *builder) goesOn(text string, at frame) vitem {
	s := b.style
	st := textStyle{face: "sans", ink: muted}
	return vitem{h: s.small.lead + 1, bands: b.bands, draw: func(p *painter, y float64) {
		ln := b.oneLine([]span{{textStyle: st, text: text + "\u00a0↓"}}, s.small.size*0.9)
		p.line(nil, ln, at.x+at.w-s.codePadX-ln.w, y+s.small.baseline()-1)
	}}
}

// A grid sets text in cells of half an em; wide characters take two.
type grid struct {
	size    float64
	columns int
}

// gridCell is the width of a cell in em: the monospaced face is drawn on it.
const gridCell = 0.5

// A codeLine is one line on the page. A wrapped one continues the line before it.
type codeLine struct {
	line
	indent  int // cells before the text
	wrapped bool
	number  int // of the line in the code, 0 where none is shown
}

func (l *codeLine) empty() bool { return len(l.frags) == 0 }

// A cell is a character of a line of code, with the token it is from. Tail is what follows in the same emoji.
type cell struct {
	r     rune
	width int
	tok   *token
	tail  string
}

// wrap sets one line of code, in as many lines as it needs. A line is broken after a space or a mark when one is near.
func (b *builder) wrap(tokens []token, g grid) []codeLine {
	cells := toCells(tokens)
	indent := 0
	for indent < len(cells) && cells[indent].r == ' ' {
		indent++
	}
	if indent == len(cells) {
		return []codeLine{{}}
	}
	hang := min(indent+2, g.columns/2)
	first := 0 // the spaces at the head are part of the text
	if indent > g.columns/2 {
		first = g.columns / 2
		cells = cells[indent:]
	}
	var out []codeLine
	for len(cells) > 0 {
		at := first
		if len(out) > 0 {
			at = hang
		}
		n := fitCells(cells, g.columns-at)
		out = append(out, codeLine{line: b.gridLine(cells[:n], g), indent: at, wrapped: len(out) > 0})
		cells = cells[n:]
	}
	return out
}

func toCells(tokens []token) []cell {
	var out []cell
	col := 0
	for i := range tokens {
		t := &tokens[i]
		done, text := 0, norm.NFC.String(t.text)
		for k, r := range text {
			if k < done {
				continue
			}
			if n := font.EmojiLen(text[k:]); n > 0 {
				out = append(out, cell{r, 2, t, text[k+utf8.RuneLen(r) : k+n]})
				col, done = col+2, k+n
				continue
			}
			if r == '\t' {
				for n := 4 - col%4; n > 0; n-- {
					out = append(out, cell{r: ' ', width: 1, tok: t})
					col++
				}
				continue
			}
			if r < ' ' || r == 0x7f {
				r = utf8.RuneError
			}
			w := cellWidth(r)
			out = append(out, cell{r: r, width: w, tok: t})
			col += w
		}
	}
	return out
}

// cellWidth is how many cells a character takes. Vowels and final letters of old Hangul, which join to no syllable here,
// stand side by side.
func cellWidth(r rune) int {
	if 0x1160 < r && r <= 0x11FF || 0xD7B0 <= r && r <= 0xD7FF {
		return 2
	}
	return output.Width(string(r))
}

// fitCells is how many cells go on a line of so many columns: at least one.
func fitCells(cells []cell, columns int) int {
	w, n := 0, 0
	for n < len(cells) && w+cells[n].width <= columns {
		w += cells[n].width
		n++
	}
	if n == len(cells) || n < 2 {
		return max(n, 1)
	}
	lead := 0
	for lead < n && cells[lead].r == ' ' {
		lead++
	}
	for k := n; k > n-24 && k > max(n/2, lead); k-- {
		if strings.ContainsRune(" ,;(", cells[k-1].r) {
			return k
		}
	}
	return n
}

// gridLine sets cells as frags, one for each token and face, every glyph forced onto the grid.
func (b *builder) gridLine(cells []cell, g grid) line {
	var ln line
	for i := 0; i < len(cells); {
		j := i
		var text strings.Builder
		for j < len(cells) && cells[j].tok == cells[i].tok {
			text.WriteRune(cells[j].r)
			text.WriteString(cells[j].tail)
			j++
		}
		st := &textStyle{face: "mono", ink: cells[i].tok.ink, oblique: cells[i].tok.oblique}
		frags := b.frags(st, text.String(), g.size)
		for k := range frags {
			toGrid(&frags[k])
		}
		ln.add(frags, 0)
		i = j
	}
	return ln
}

// toGrid gives every glyph the width of its cells.
func toGrid(f *frag) {
	gs := make([]glyph, len(f.glyphs))
	total := 0
	for i, g := range f.glyphs {
		want := cellWidth(g.r) * 500
		if f.emoji != nil {
			want = 1000
		}
		g.kern = int16(want - int(g.adv))
		gs[i] = g
		total += want
	}
	f.glyphs, f.w = gs, float64(total)*f.size/1000
}

// lineNumber draws the number of a line, which ends at x. It is no part of the code: what is copied has no numbers.
func (p *painter) lineNumber(n int, x, y, size float64) {
	ln := p.b.oneLine([]span{{textStyle: textStyle{face: "mono", ink: faint, scale: 0.9}, text: strconv.Itoa(n)}}, size)
	p.artifact(func() {
		p.instead("")
		p.frags(ln.frags, x-ln.w, y)
		p.raw("EMC\n")
	})
}

// codeLine draws a line of code whose margin is at x.
func (p *painter) codeLine(e *element, l codeLine, x, y float64) {
	if l.empty() {
		return
	}
	size := l.frags[0].size
	x += float64(l.indent) * gridCell * size
	if l.wrapped {
		mark := p.b.oneLine([]span{{textStyle: textStyle{face: "mono", ink: faint}, text: "↪"}}, size)
		p.artifact(func() {
			p.instead("")
			p.frags(mark.frags, x-2*gridCell*size, y)
			p.raw("EMC\n")
		})
	}
	p.line(e, l.line, x, y)
}
