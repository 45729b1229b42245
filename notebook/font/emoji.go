package font

import (
	"image/color"
	"unicode/utf8"
)

// The characters of which emoji are made up.
const (
	joiner      = 0x200D // makes one picture of two
	asText      = 0xFE0E // asks for the sign in black
	asEmoji     = 0xFE0F // asks for the picture in colours
	keycap      = 0x20E3 // puts the digit before it on a key
	firstSkin   = 0x1F3FB
	lastSkin    = 0x1F3FF
	firstFlag   = 0x1F1E6 // regional indicators: two are a flag
	lastFlag    = 0x1F1FF
	firstTag    = 0xE0020
	lastTag     = 0xE007F
	firstPlane1 = 0x1F000 // from here on, what the emoji face has is in colours by default
)

// presentation are the characters of the basic plane that are emoji by default: Emoji_Presentation of Unicode 15.1.
var presentation = parseRunes("presentation", `
231A-231B 23E9-23EC 23F0 23F3 25FD-25FE 2614-2615 2648-2653 267F 2693 26A1 26AA-26AB 26BD-26BE
26C4-26C5 26CE 26D4 26EA 26F2-26F3 26F5 26FA 26FD 2705 270A-270B 2728 274C 274E 2753-2755 2757
2795-2797 27B0 27BF 2B1B-2B1C 2B50 2B55`)

// emojiSource is the place of the emoji face in sources.
var emojiSource = indexOf(Emoji)

// EmojiLen returns how many bytes at the beginning of text are one emoji in colours: 0 when text begins with none. Signs
// that are black by default, such as ☀ and ✔, are emoji when U+FE0F follows.
func EmojiLen(text string) int {
	r, n := utf8.DecodeRuneInString(text)
	if r < 0x231A && !mayBeEmoji(r) || 0x3299 < r && r < firstPlane1 {
		return 0
	}
	next, m := utf8.DecodeRuneInString(text[n:])
	switch {
	case r < 0x80: // a digit on a key
		if next == asEmoji {
			n += m
			next, m = utf8.DecodeRuneInString(text[n:])
		}
		if next != keycap {
			return 0
		}
		return n + m
	case firstFlag <= r && r <= lastFlag && firstFlag <= next && next <= lastFlag:
		return n + m
	case next == asText || !isEmoji(r, next):
		return 0
	}
	return n + emojiTail(text[n:])
}

// mayBeEmoji tells whether an emoji may begin with r, a character below the first that is emoji by default.
func mayBeEmoji(r rune) bool {
	switch r {
	case '#', '*', 0xA9, 0xAE, 0x203C, 0x2049, 0x2122, 0x2139:
		return true
	}
	return '0' <= r && r <= '9' || 0x2194 <= r && r <= 0x21AA
}

// isEmoji tells whether r is in colours when next follows.
func isEmoji(r, next rune) bool {
	if r < firstPlane1 && next != asEmoji && !presentation.has(r) {
		return false
	}
	return mayHave(emojiSource, r)
}

// emojiTail is the length of what goes on an emoji: variation selectors, skin tones, tags, and what is joined to it.
func emojiTail(text string) int {
	n := 0
	for n < len(text) {
		r, m := utf8.DecodeRuneInString(text[n:])
		switch {
		case r == asEmoji, r == keycap, firstSkin <= r && r <= lastSkin, firstTag <= r && r <= lastTag:
			n += m
		case r == joiner:
			after, k := utf8.DecodeRuneInString(text[n+m:])
			if after < 0x2190 || !mayHave(emojiSource, after) {
				return n
			}
			n += m + k
		default:
			return n
		}
	}
	return n
}

// emoji returns the glyphs of one emoji: a single one where the face has it, otherwise its parts.
func (f *Face) emoji(text string) []int {
	var gids, bare []int
	for _, r := range text {
		gid := f.GID(r)
		gids = append(gids, gid)
		if r != asEmoji {
			bare = append(bare, gid)
		}
	}
	for _, try := range [][]int{gids, bare} {
		if out := f.ligatures(try); len(out) == 1 && out[0] != 0 {
			return out
		}
	}
	var out []int
	for _, gid := range f.ligatures(gids) {
		if len(f.Layers(gid)) > 0 {
			out = append(out, gid)
		}
	}
	if out == nil {
		out = []int{0}
	}
	return out
}

// ligatures replaces glyphs by the ligatures of the face's feature ccmp, the longest first.
func (f *Face) ligatures(gids []int) []int {
	const ligature, extension = 4, 7
	t := f.tables["GSUB"]
	if len(t) < 10 {
		return gids
	}
	lookups := t[u16(t, 8):]
	for i := range u16(lookups, 0) {
		lookup := lookups[u16(lookups, 2+2*i):]
		for j := range u16(lookup, 4) {
			sub, kind := lookup[u16(lookup, 6+2*j):], u16(lookup, 0)
			if kind == extension {
				kind, sub = u16(sub, 2), sub[u16(sub, 4)<<16|u16(sub, 6):]
			}
			if kind == ligature {
				gids = ligate(sub, gids)
			}
		}
	}
	return gids
}

// ligate replaces glyphs by the ligatures of one subtable.
func ligate(sub []byte, gids []int) []int {
	var out []int
	for i := 0; i < len(gids); {
		gid, n := gids[i], 1
		if at, ok := coverageIndex(sub[u16(sub, 2):], gid); ok {
			set := sub[u16(sub, 6+2*at):]
			for k := range u16(set, 0) {
				l := set[u16(set, 2+2*k):]
				if count := u16(l, 2); count > n && beginsWith(gids[i+1:], l[4:], count-1) {
					gid, n = u16(l, 0), count
				}
			}
		}
		out = append(out, gid)
		i += n
	}
	return out
}

// beginsWith tells whether gids begins with n glyphs that stand in b.
func beginsWith(gids []int, b []byte, n int) bool {
	if len(gids) < n {
		return false
	}
	for i := range n {
		if gids[i] != u16(b, 2*i) {
			return false
		}
	}
	return true
}

// A Layer is one glyph of a stack. Ink tells that it is drawn in the colour of the text; else Color says in which.
type Layer struct {
	GID   int
	Color color.NRGBA
	Ink   bool
}

// Layers returns what glyph gid is made of, from the bottom up: by the tables COLR (version 0) and CPAL. It is nil for a
// glyph of one colour.
func (f *Face) Layers(gid int) []Layer {
	t, palette := f.tables["COLR"], f.tables["CPAL"]
	if len(t) < 14 || len(palette) < 14 {
		return nil
	}
	bases, layers := t[u32(t, 4):], t[u32(t, 8):]
	colours := palette[u32(palette, 8)+4*u16(palette, 12):]
	lo, hi := 0, u16(t, 2)
	for lo < hi {
		m := (lo + hi) / 2
		switch base := bases[6*m:]; {
		case gid < u16(base, 0):
			hi = m
		case gid > u16(base, 0):
			lo = m + 1
		default:
			out := make([]Layer, u16(base, 4))
			for i := range out {
				l := layers[4*(u16(base, 2)+i):]
				out[i].GID = u16(l, 0)
				if k := u16(l, 2); k == 0xFFFF {
					out[i].Ink = true
				} else {
					c := colours[4*k:]
					out[i].Color = color.NRGBA{R: c[2], G: c[1], B: c[0], A: c[3]}
				}
			}
			return out
		}
	}
	return nil
}

func u32(b []byte, i int) int { return u16(b, i)<<16 | u16(b, i+2) }
