package font

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A Stack is faces in the order in which they are tried for a rune. A face is read when it is first needed.
type Stack struct{ members []member }

// A member of a stack is a source, and how to get its face.
type member struct {
	source int
	face   func() *Face
}

// fallbacks are tried after the faces of every stack; what they repeat is skipped.
var fallbacks = [...]string{Sans, SansJP, Han, Mono, Math, Symbols, Emoji}

// NewStack returns the stack of the named faces, followed by all that help.
func NewStack(names ...string) *Stack {
	s := &Stack{}
	for _, n := range append(names, fallbacks[:]...) {
		i := indexOf(n)
		if !slices.ContainsFunc(s.members, func(m member) bool { return m.source == i }) {
			s.members = append(s.members, member{i, loaders[i]})
		}
	}
	return s
}

// first is the face that the stack begins with; what no face can draw counts as its own.
func (s *Stack) first() *Face { return s.members[0].face() }

// A Run is a stretch of text that one face draws.
//
// Missing is nil when Face can draw all of Text. Otherwise no face of the stack can draw any of it: Text is exactly the
// runes of Missing, and Face is the stack's first.
//
// Glyphs is nil when every rune of Text has a glyph of its own. Otherwise Text is one emoji, and Glyphs are what draws
// it: one glyph, or its parts side by side.
type Run struct {
	Face    *Face
	Text    string
	Missing []rune
	Glyphs  []int
}

// Runs splits text into runs. The text is composed first (NFC), so that Hangul written as separate Jamo is one syllable;
// runes without ink, such as joiners and variation selectors, are left out where no face knows them. Bytes that are not
// UTF-8 become U+FFFD.
func (s *Stack) Runs(text string) []Run {
	text = norm.NFC.String(strings.ToValidUTF8(text, "\uFFFD"))
	var out []Run
	var cur Run
	start := 0
	cut := func(end int) {
		if end > start {
			cur.Text = text[start:end]
			out = append(out, cur)
		}
	}
	for i, r := range text {
		if i < start { // inside an emoji
			continue
		}
		if n := EmojiLen(text[i:]); n > 0 {
			cut(i)
			f := Get(Emoji)
			out = append(out, Run{Face: f, Text: text[i : i+n], Glyphs: f.emoji(text[i : i+n])})
			cur, start = Run{}, i+n
			continue
		}
		f := s.face(r)
		missing := f == nil
		if missing {
			f = s.first()
		}
		skip := missing && Invisible(r)
		if skip || f != cur.Face || missing != (cur.Missing != nil) {
			cut(i)
			cur, start = Run{Face: f}, i
		}
		if skip {
			cur, start = Run{}, i+utf8.RuneLen(r)
			continue
		}
		if missing {
			cur.Missing = append(cur.Missing, r)
		}
	}
	cut(len(text))
	return out
}

// face is the first face that has r, nil when none has.
func (s *Stack) face(r rune) *Face {
	for i := range s.members {
		m := &s.members[i]
		if !mayHave(m.source, r) {
			continue
		}
		if f := m.face(); f.Has(r) {
			return f
		}
	}
	return nil
}

// Invisible tells whether r never has ink of its own: joiners, direction marks, variation selectors and other format
// characters.
func Invisible(r rune) bool {
	switch {
	case r == 0x034F, r == 0x115F, r == 0x1160, r == 0x3164, r == 0xFFA0:
		return true
	case 0xFE00 <= r && r <= 0xFE0F, 0xE0100 <= r && r <= 0xE01EF:
		return true
	}
	return unicode.Is(unicode.Cf, r)
}
