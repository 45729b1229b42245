package html

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"quire/notebook/font"
)

// A faceSet collects the characters of a page by face, so that the page carries just those.
type faceSet struct {
	runes  map[string]map[rune]bool
	tables bool // there are tables, whose figures stand in columns
}

func newFaceSet() *faceSet { return &faceSet{runes: map[string]map[rune]bool{}} }

// add notes text that is set in a face, with what other faces draw where that one cannot.
func (s *faceSet) add(face, text string) {
	if s == nil || text == "" {
		return
	}
	for _, run := range font.StackOf(face).Runs(text) {
		if run.Missing != nil || run.Glyphs != nil { // every browser has emoji
			continue
		}
		name := run.Face.Name()
		if s.runes[name] == nil {
			s.runes[name] = map[rune]bool{}
		}
		for _, r := range run.Text {
			if !conjoining(r) {
				s.runes[name][r] = true
			}
		}
	}
}

// conjoining tells whether r is a letter of old Hangul that forms syllables with its neighbours. Subsets carry no rules
// for that, the fonts of most systems do.
func conjoining(r rune) bool {
	return 0x1100 <= r && r <= 0x11FF || 0xA960 <= r && r <= 0xA97F || 0xD7B0 <= r && r <= 0xD7FF
}

// css writes a rule for each face that is used, with a subset of the font in it. The families are names of our own: those
// of the fonts are reserved for the unmodified files.
func (s *faceSet) css() string {
	var b strings.Builder
	for _, name := range font.Names() {
		runes := make([]rune, 0, len(s.runes[name]))
		for r := range s.runes[name] {
			runes = append(runes, r)
		}
		if len(runes) == 0 {
			continue
		}
		slices.Sort(runes)
		face := font.Get(name)
		sub := font.NewSubset(face)
		sub.Kerning = !face.Monospaced()
		for _, r := range runes {
			sub.Rune(r)
		}
		fontFace(&b, sub, "")
	}
	if s.tables {
		figures(&b, font.Sans)
		figures(&b, font.SansBold)
	}
	return b.String()
}

// fontFace writes the rule of one subset. descriptors are further ones, each with a semicolon behind it.
func fontFace(b *strings.Builder, sub *font.Subset, descriptors string) {
	fmt.Fprintf(b, "@font-face{font-family:%q;font-weight:%d;%ssrc:url(data:font/woff;base64,%s) format(\"woff\")}\n",
		sub.Family, sub.Face().Weight(), descriptors, base64.StdEncoding.EncodeToString(woff(sub.Bytes())))
}

// figures writes the rule of the family that sets the figures of tables on one width: subsets carry no font features.
func figures(b *strings.Builder, face string) {
	f := font.Get(face)
	sub := font.NewSubset(f)
	sub.Family = "Quire Figures"
	for r := '0'; r <= '9'; r++ {
		sub.RuneAs(r, f.Tabular(f.GID(r)))
	}
	fontFace(b, sub, "unicode-range:U+30-39;")
}
