package pdf

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"quire/notebook"
	"quire/notebook/font"
)

// A typeface is a face as one document uses it: the glyphs it needs and the name by which pages call it.
type typeface struct {
	*font.Face
	name   string // resource name: F1, F2, … in order of first use on paper
	subset *font.Subset
	text   map[uint16]string // what glyphs set by number stand for
	file   []byte            // the subset, once all pages are drawn
}

// A glyph is one character in a typeface. Lengths are in 1/1000 em; kern is what follows the advance, shift how far right
// of its place it is drawn.
type glyph struct {
	r                rune
	adv, kern, shift int16
}

// A run is glyphs of one typeface. In a run that is missing, no face can draw the characters. A run that is an emoji
// counts as one glyph.
type run struct {
	face    *typeface
	glyphs  []glyph
	width   int // in 1/1000 em
	missing bool
	emoji   *emoji
}

// A shaper turns text into runs, with fallback and kerning, and remembers every word it has seen.
type shaper struct {
	style *style // has the faces of roles
	faces map[*font.Face]*typeface
	used  []*typeface // faces on paper, in order of first use
	words map[word][]run
	lost  []rune // characters that no face has, in order of appearance
}

type word struct{ face, text string }

func newShaper() *shaper {
	return &shaper{style: newStyle(&notebook.Layout{}), faces: map[*font.Face]*typeface{}, words: map[word][]run{}}
}

// typeface returns the document's own view of a face.
func (s *shaper) typeface(f *font.Face) *typeface {
	t := s.faces[f]
	if t == nil {
		t = &typeface{Face: f, subset: font.NewSubset(f), text: map[uint16]string{}}
		s.faces[f] = t
	}
	return t
}

// use gives a face its resource name when it first comes to paper.
func (s *shaper) use(t *typeface) string {
	if t.name == "" {
		s.used = append(s.used, t)
		t.name = "F" + strconv.Itoa(len(s.used))
	}
	return t.name
}

// shape sets text in the face of a role.
func (s *shaper) shape(role, text string) []run {
	face := s.style.role(role)
	key := word{face, text}
	if r, ok := s.words[key]; ok {
		return r
	}
	var out []run
	for _, r := range font.StackOf(face).Runs(text) {
		out = append(out, s.run(r))
	}
	s.words[key] = out
	return out
}

func (s *shaper) run(r font.Run) run {
	t := s.typeface(r.Face)
	if r.Glyphs != nil {
		return emojiRun(t, r)
	}
	out := run{face: t, glyphs: make([]glyph, 0, utf8.RuneCountInString(r.Text)), missing: r.Missing != nil}
	if out.missing {
		for _, m := range r.Missing {
			if !slices.Contains(s.lost, m) {
				s.lost = append(s.lost, m)
			}
		}
	}
	last := -1
	for _, c := range r.Text {
		if out.missing {
			out.glyphs = append(out.glyphs, glyph{r: c, adv: missingWidth})
			out.width += missingWidth
			continue
		}
		gid := t.GID(c)
		if last >= 0 {
			if k := t.Kern(last, gid); k != 0 {
				out.glyphs[len(out.glyphs)-1].kern = int16(k)
				out.width += k
			}
		}
		adv := t.Advance(gid)
		out.glyphs = append(out.glyphs, glyph{r: c, adv: int16(adv)})
		out.width += adv
		last = gid
	}
	return out
}

// width is the width of text in points, on one line.
func (s *shaper) width(face, text string, size float64) float64 {
	w := 0
	for _, r := range s.shape(face, text) {
		w += r.width
	}
	return float64(w) * size / 1000
}

// missingWidth is the width of the box that stands for a character no face has, in 1/1000 em.
const missingWidth = 900

// tabular sets digits on one width, so that numbers stand in columns: the face has digits of several widths.
func tabular(r run) run {
	cell := 0
	for d := '0'; d <= '9'; d++ {
		cell = max(cell, r.face.Advance(r.face.GID(d)))
	}
	out := run{face: r.face, glyphs: make([]glyph, len(r.glyphs))}
	for i, g := range r.glyphs {
		if '0' <= g.r && g.r <= '9' {
			room := cell - int(g.adv)
			g.shift, g.kern = int16(room/2), int16(room)
		}
		out.glyphs[i] = g
		out.width += int(g.adv) + int(g.kern)
	}
	return out
}
