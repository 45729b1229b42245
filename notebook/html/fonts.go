package html

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"quire/notebook/font"
)

// A faceSet collects the characters of a page by face, so that the page carries just those.
type faceSet struct{ runes map[string]map[rune]bool }

// add notes text that is set in a face, with what other faces draw where that one cannot.
func (s *faceSet) add(face, text string) {
	if s == nil || text == "" {
		return
	}
	for _, run := range font.StackOf(face).Runs(text) {
		if run.Missing != nil {
			continue
		}
		name := run.Face.Name()
		if s.runes[name] == nil {
			s.runes[name] = map[rune]bool{}
		}
		for _, r := range run.Text {
			s.runes[name][r] = true
		}
	}
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
		fmt.Fprintf(&b, "@font-face{font-family:%q;font-weight:%d;src:url(data:font/ttf;base64,%s) format(\"truetype\")}\n",
			face.Family(), face.Weight(), base64.StdEncoding.EncodeToString(sub.Bytes()))
	}
	return b.String()
}
