package pdf

import (
	"unicode/utf8"

	"quire/notebook/font"
)

// An emoji is one picture in a line: what it says, and the glyphs whose layers draw it.
type emoji struct {
	text string
	gids []int
}

// emojiRun is the run of one emoji.
func emojiRun(t *typeface, r font.Run) run {
	first, _ := utf8.DecodeRuneInString(r.Text)
	out := run{face: t, emoji: &emoji{r.Text, r.Glyphs}}
	for _, gid := range r.Glyphs {
		out.width += t.Advance(gid)
	}
	out.glyphs = []glyph{{r: first, adv: int16(out.width)}}
	return out
}

// emoji draws an emoji with its baseline at x, y of the stream, turned by an angle: the layers of its glyphs one over the
// other. Read or copied it is its characters.
func (p *painter) emoji(f *frag, x, y, sin, cos float64) {
	p.instead(f.emoji.text)
	room := float64(f.glyphs[0].kern) / 2 // on the grid of code it stands in the middle of its cells
	at := room * f.size / 1000
	for _, gid := range f.emoji.gids {
		for _, l := range f.face.Layers(gid) {
			p.layer(f, l, x+at*cos, y+at*sin, sin, cos)
		}
		at += float64(f.face.Advance(gid)) * f.size / 1000
	}
	p.raw("EMC\n")
	w := f.w
	if cos < 0.5 {
		w = 0
	}
	p.runs = append(p.runs, textRun{x, p.h - y, w, f.size, f.emoji.text})
}

// layer draws one layer of a glyph.
func (p *painter) layer(f *frag, l font.Layer, x, y, sin, cos float64) {
	c := f.style.ink
	if !l.Ink {
		mix := func(v uint8) uint8 { return uint8((int(v)*int(l.Color.A) + 255*(255-int(l.Color.A)) + 127) / 255) }
		c = color{mix(l.Color.R), mix(l.Color.G), mix(l.Color.B)}
	}
	p.fill(c)
	p.raw("BT ")
	p.setFont(p.b.use(f.face), f.size)
	if sin == 0 && cos == 1 {
		p.op("Td", x, y)
	} else {
		p.op("Tm", cos, sin, -sin, cos, x, y)
	}
	code := f.face.subset.Glyph(l.GID)
	f.face.text[code] = "\u200b" // a layer says nothing of its own
	p.raw("<")
	p.code(code)
	p.raw(">Tj ET\n")
}
