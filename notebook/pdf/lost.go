package pdf

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/bidi"

	"quire/notebook/font"
)

// mostLost is how many characters one warning names.
const mostLost = 8

// warnOfLost reports the characters that no face has, by the line of the note where each first stands.
func (b *builder) warnOfLost() {
	lines := map[int][]string{}
	for _, r := range b.lost {
		at := 0
		if i := bytes.IndexRune(b.r.Note.Source, r); i >= 0 {
			at = b.lineAt(i)
		}
		lines[at] = append(lines[at], fmt.Sprintf("%q (U+%04X)", r, r))
	}
	for _, at := range slices.Sorted(maps.Keys(lines)) {
		names, rest := lines[at], ""
		if n := len(names) - mostLost; n > 0 {
			names, rest = names[:mostLost], fmt.Sprintf(" and %d more", n)
		}
		b.warn(at, "no font has "+strings.Join(names, ", ")+rest)
	}
}

// lost draws characters that no face has as boxes with their codes in them. The codes are drawn, not written: what is
// read or copied is the character, as one invisible space as wide as the box.
func (p *painter) lost(f *frag, x, y float64) {
	w := missingWidth * f.size / 1000
	left := x
	for i, place := range visual(f.glyphs) {
		g := f.glyphs[i]
		x := left + w*float64(place)
		p.instead(string(g.r))
		p.blank(x, y, w, f.size)
		p.raw("EMC\n")
		top, h := y-f.size*0.84, f.size*1.02
		p.raw("q ")
		p.colour(faint, "RG")
		p.op("w", 0.4)
		p.op("re S", x+w*0.06, p.h-top-h, w*0.88, h)
		p.raw("Q\n")
		p.forget()
		code := fmt.Sprintf("%04X", g.r)
		half := (len(code) + 1) / 2
		for i, part := range []string{code[:half], code[half:]} {
			p.traced(part, x+w/2, top+h*(0.44+0.42*float64(i)), f.size*0.38)
		}
		p.runs = append(p.runs, textRun{x, y, w, f.size, string(g.r)})
	}
}

// visual returns the place of each glyph from the left. Letters that are written from right to left stand so, and who
// reads the file back puts them in order again.
func visual(gs []glyph) []int {
	out := make([]int, len(gs))
	for i := 0; i < len(gs); {
		j := i + 1
		if rightToLeft(gs[i].r) {
			for j < len(gs) && (rightToLeft(gs[j].r) || unicode.Is(unicode.M, gs[j].r)) {
				j++
			}
		}
		for k := i; k < j; k++ {
			out[k] = i + j - 1 - k
		}
		i = j
	}
	return out
}

func rightToLeft(r rune) bool {
	p, _ := bidi.LookupRune(r)
	return p.Class() == bidi.R || p.Class() == bidi.AL
}

// blank writes an invisible space of a width.
func (p *painter) blank(x, y, w, size float64) {
	face := p.b.typeface(font.Get(font.Sans))
	natural := float64(face.Advance(face.GID(' '))) * size / 1000
	p.raw("BT 3 Tr ")
	p.setFont(p.b.use(face), size)
	p.op("Tz", 100*w/max(natural, 0.01))
	p.op("Td", x, p.h-y)
	p.raw("<")
	p.code(face.subset.Rune(' '))
	p.raw(">Tj 0 Tr 100 Tz ET\n")
}

// traced fills the outlines of a short text whose middle is at x.
func (p *painter) traced(text string, x, y, size float64) {
	face := font.Get(font.Mono)
	x -= p.b.width(font.Mono, text, size) / 2
	p.fill(muted)
	k := size / 1000
	for _, r := range text {
		gid := face.GID(r)
		p.outline(face.Outline(gid), x, p.h-y, k)
		x += float64(face.Advance(gid)) * k
	}
	p.raw("f\n")
}

// outline adds a glyph's outline to the path, scaled by k, with its origin at x, y of the stream.
func (p *painter) outline(segments []font.Segment, x, y, k float64) {
	at := func(q font.Point) (float64, float64) { return x + q.X*k, y + q.Y*k }
	var cx, cy float64 // the current point
	open := false
	for _, s := range segments {
		switch s.Kind {
		case font.Move:
			if open {
				p.raw("h\n")
			}
			open = true
			cx, cy = at(s.P[0])
			p.op("m", cx, cy)
		case font.Line:
			cx, cy = at(s.P[0])
			p.op("l", cx, cy)
		case font.Quad:
			qx, qy := at(s.P[0])
			ex, ey := at(s.P[1])
			p.op("c", cx+2*(qx-cx)/3, cy+2*(qy-cy)/3, ex+2*(qx-ex)/3, ey+2*(qy-ey)/3, ex, ey)
			cx, cy = ex, ey
		case font.Cube:
			ax, ay := at(s.P[0])
			bx, by := at(s.P[1])
			cx, cy = at(s.P[2])
			p.op("c", ax, ay, bx, by, cx, cy)
		}
	}
	if open {
		p.raw("h\n")
	}
}
