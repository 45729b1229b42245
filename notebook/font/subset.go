package font

import "slices"

// The private codes: what glyphs without a code of their own get.
const (
	privateFirst = 0xE000
	privateLast  = 0xF8FF
)

// A Subset collects the glyphs that a document uses of one face. Every glyph has a 16-bit code by which text streams and
// the font's cmap name it: a rune of the basic plane is its own code, everything else (other planes, glyphs that no
// character names) has a private code from U+E000 on, in the order of first use.
//
// A Subset belongs to one goroutine.
type Subset struct {
	Family  string // the font's name; NewSubset sets the face's Family
	Kerning bool   // write the pairs that are kerned, for renderers that shape text themselves

	face    *Face
	glyphs  map[uint16]Entry
	private map[privateKey]uint16
	next    int
}

// privateKey is what a private code stands for: a rune, or a bare glyph (rune 0).
type privateKey struct {
	gid int
	r   rune
}

// An Entry is one glyph of a subset. Rune is 0 for a glyph that was asked for by its number.
type Entry struct {
	Code uint16
	GID  int
	Rune rune
}

// NewSubset returns an empty subset of face.
func NewSubset(face *Face) *Subset {
	return &Subset{
		Family: face.Family(), face: face, next: privateFirst,
		glyphs: map[uint16]Entry{}, private: map[privateKey]uint16{},
	}
}

// Face returns the face that the subset is of.
func (s *Subset) Face() *Face { return s.face }

// Rune adds the glyph of r and returns its code; 0, the code of the missing glyph, when the face has none.
func (s *Subset) Rune(r rune) uint16 {
	gid := s.face.GID(r)
	if gid == 0 {
		return 0
	}
	if r > 0 && r < 0xFFFF && (r < privateFirst || r > privateLast) {
		code := uint16(r)
		if _, ok := s.glyphs[code]; !ok {
			s.glyphs[code] = Entry{code, gid, r}
		}
		return code
	}
	return s.allot(privateKey{gid, r})
}

// Glyph adds the glyph numbered gid and returns its private code; 0 for a number that is no glyph's.
func (s *Subset) Glyph(gid int) uint16 {
	if gid <= 0 || gid >= s.face.NumGlyphs() {
		return 0
	}
	return s.allot(privateKey{gid: gid})
}

// allot gives out private codes; 0 when all 6,400 are used.
func (s *Subset) allot(k privateKey) uint16 {
	if code, ok := s.private[k]; ok {
		return code
	}
	if s.next > privateLast {
		return 0
	}
	code := uint16(s.next)
	s.next++
	s.private[k] = code
	s.glyphs[code] = Entry{code, k.gid, k.r}
	return code
}

// Len returns the number of glyphs, the missing glyph not counted.
func (s *Subset) Len() int { return len(s.glyphs) }

// Entries returns the glyphs in the order of their codes.
func (s *Subset) Entries() []Entry {
	out := make([]Entry, 0, len(s.glyphs))
	for _, e := range s.glyphs {
		out = append(out, e)
	}
	slices.SortFunc(out, func(a, b Entry) int { return int(a.Code) - int(b.Code) })
	return out
}

// Bytes returns the subset as a TrueType font: the missing glyph, then the glyphs in the order of their codes, with full
// metrics and a format 4 cmap. The same glyphs give the same bytes, in whatever order they were added, as long as
// private codes were given out in the same order.
func (s *Subset) Bytes() []byte { return buildTrueType(s) }
