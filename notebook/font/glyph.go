package font

import (
	"math"

	xfont "golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
)

// kernSlots is the size of the cache of kerning pairs; a text in two scripts uses about a thousand.
const kernSlots = 4096

// GID returns the number of the glyph for r, 0 when the face has none.
func (f *Face) GID(r rune) int {
	if r < 0 || r > 0xFFFF {
		return f.lookUp(r)
	}
	page := f.glyphs[r>>8].Load()
	if page == nil {
		page = new([256]uint16)
		for i := range page {
			page[i] = uint16(f.lookUp(r&^0xFF + rune(i)))
		}
		f.glyphs[r>>8].Store(page)
	}
	return int(page[r&0xFF])
}

// Has tells whether the face can draw r.
func (f *Face) Has(r rune) bool { return f.GID(r) != 0 }

func (f *Face) lookUp(r rune) int {
	b := buffers.Get().(*sfnt.Buffer)
	defer buffers.Put(b)
	g, err := f.font.GlyphIndex(b, r)
	if err != nil {
		return 0
	}
	return int(g)
}

// Advance returns how far glyph gid moves the pen, in 1/1000 em; 0 for a number that is no glyph's.
func (f *Face) Advance(gid int) int { return f.milli(float64(f.advanceUnits(gid))) }

func (f *Face) advanceUnits(gid int) int {
	if gid < 0 || gid >= f.NumGlyphs() {
		return 0
	}
	return u16(f.hmtx, 4*min(gid, f.longMetrics-1))
}

// Kern returns what is added to the advance of glyph left when glyph right follows, in 1/1000 em. Monospaced faces are
// not kerned.
func (f *Face) Kern(left, right int) int {
	if f.mono || left <= 0 || right <= 0 || left > 0xFFFF || right > 0xFFFF {
		return 0
	}
	// A slot holds the pair and, in its low 16 bits, the kern; a pair of real glyphs is never 0, as an empty slot is.
	pair := uint64(left)<<16 | uint64(right)
	slot := &f.kerns[(pair*0x9E3779B97F4A7C15)>>(64-12)]
	if v := slot.Load(); v>>16 == pair {
		return int(int16(v))
	}
	k := f.milli(float64(f.kernUnits(left, right)))
	slot.Store(pair<<16 | uint64(uint16(int16(k))))
	return k
}

func (f *Face) kernUnits(left, right int) int {
	b := buffers.Get().(*sfnt.Buffer)
	defer buffers.Put(b)
	k, err := f.font.Kern(b, sfnt.GlyphIndex(left), sfnt.GlyphIndex(right), f.ppem, xfont.HintingNone)
	if err != nil {
		return 0
	}
	return int(math.Round(float64(k) / 64))
}

// A SegmentKind says what a [Segment] does.
type SegmentKind byte

// The kinds of segment. Contours are closed implicitly.
const (
	Move SegmentKind = 'M'
	Line SegmentKind = 'L'
	Quad SegmentKind = 'Q'
	Cube SegmentKind = 'C'
)

// A Segment is one piece of an outline: Move and Line use P[0], Quad P[0] (control) and P[1], Cube all three.
type Segment struct {
	Kind SegmentKind
	P    [3]Point
}

// A Point is a place in 1/1000 em from the glyph's origin, y upwards.
type Point struct{ X, Y float64 }

// Outline returns the outline of glyph gid, nil when it has no ink or there is no such glyph.
func (f *Face) Outline(gid int) []Segment {
	scale := 1000 / float64(f.upem) / 64
	var out []Segment
	for _, s := range f.segments(gid) {
		var seg Segment
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			seg.Kind = Move
		case sfnt.SegmentOpLineTo:
			seg.Kind = Line
		case sfnt.SegmentOpQuadTo:
			seg.Kind = Quad
		case sfnt.SegmentOpCubeTo:
			seg.Kind = Cube
		}
		for i, p := range s.Args {
			seg.P[i] = Point{float64(p.X) * scale, -float64(p.Y) * scale}
		}
		out = append(out, seg)
	}
	return out
}

// segments is the outline in 1/64 font units, y downwards.
func (f *Face) segments(gid int) sfnt.Segments {
	if gid < 0 || gid >= f.NumGlyphs() {
		return nil
	}
	var b sfnt.Buffer // the result lives in the buffer
	s, err := f.font.LoadGlyph(&b, sfnt.GlyphIndex(gid), f.ppem, nil)
	if err != nil {
		return nil
	}
	return s
}

// Bounds returns the box around the outline of glyph gid, in 1/1000 em with y upwards; zeros when it has no ink.
func (f *Face) Bounds(gid int) (x0, y0, x1, y1 float64) {
	for i, s := range f.Outline(gid) {
		n := 1
		switch s.Kind {
		case Quad:
			n = 2
		case Cube:
			n = 3
		}
		for j, p := range s.P[:n] {
			if i == 0 && j == 0 {
				x0, y0, x1, y1 = p.X, p.Y, p.X, p.Y
			}
			x0, y0, x1, y1 = min(x0, p.X), min(y0, p.Y), max(x1, p.X), max(y1, p.Y)
		}
	}
	return x0, y0, x1, y1
}
