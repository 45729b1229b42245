package font

import (
	"sync"

	"golang.org/x/text/unicode/norm"
)

// stacks has, for every face, the stack that begins with it.
var stacks = func() (l [len(sources)]func() *Stack) {
	for i, s := range sources {
		l[i] = sync.OnceValue(func() *Stack { return NewStack(append([]string{s.name}, helpers(s)...)...) })
	}
	return l
}()

// helpers are tried first for what a face cannot draw. The signs between the letters of a serif come from formulas.
func helpers(s source) []string {
	var names []string
	if s.family == serifFamily {
		names = append(names, SerifHan, Math)
	}
	if s.weight == 700 {
		names = append(names, SansBold)
	}
	return names
}

// StackOf returns the stack that begins with the named face; an unknown name is sans.
func StackOf(name string) *Stack { return stacks[indexOf(name)]() }

// Measure returns the width in points of one line of text set in the named face at size points, with fallback and
// kerning. The text is composed (NFC) first.
func Measure(face string, size float64, text string) float64 {
	return float64(StackOf(face).Width(text)) * size / 1000
}

// Width returns the width of one line of text in 1/1000 em, with fallback and kerning. The text is composed (NFC)
// first. What no face can draw is as wide as the first face's missing glyph.
func (s *Stack) Width(text string) int {
	if !norm.NFC.IsNormalString(text) {
		text = norm.NFC.String(text)
	}
	width, last, lastGID, done := 0, (*Face)(nil), 0, 0
	for i, r := range text {
		if i < done { // inside an emoji
			continue
		}
		if n := EmojiLen(text[i:]); n > 0 {
			f := Get(Emoji)
			for _, gid := range f.emoji(text[i : i+n]) {
				width += f.Advance(gid)
			}
			last, done = nil, i+n
			continue
		}
		f := s.face(r)
		if f == nil {
			if Invisible(r) {
				continue
			}
			f = s.first()
		}
		gid := f.GID(r)
		width += f.Advance(gid)
		if f == last {
			width += f.Kern(lastGID, gid)
		}
		last, lastGID = f, gid
	}
	return width
}
