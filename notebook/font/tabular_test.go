package font

import (
	"testing"

	"golang.org/x/image/font/sfnt"
)

// Figures of the sans faces have several widths; their tabular forms have one.
func TestTabular(t *testing.T) {
	for _, name := range []string{Sans, SansBold} {
		f := Get(name)
		widths := map[int]bool{}
		changed := 0
		for r := '0'; r <= '9'; r++ {
			gid := f.Tabular(f.GID(r))
			widths[f.Advance(gid)] = true
			if gid != f.GID(r) {
				changed++
			}
		}
		if len(widths) != 1 || changed == 0 {
			t.Errorf("%s: tabular figures have %d widths, %d differ from the plain ones", name, len(widths), changed)
		}
		if g := f.GID('가'); f.Tabular(g) != g {
			t.Errorf("%s: a syllable has a tabular form", name)
		}
	}
	if f := Get(Mono); f.Tabular(f.GID('1')) <= 0 {
		t.Error("a face without the feature loses its figures")
	}
}

func TestRuneAs(t *testing.T) {
	f := Get(Sans)
	s := NewSubset(f)
	want := f.Tabular(f.GID('1'))
	if code := s.RuneAs('1', want); code != '1' {
		t.Errorf("the code of 1 is %d", code)
	}
	if s.RuneAs('1', -1) != 0 || s.RuneAs(0x1F600, want) != 0 || s.RuneAs('1', f.NumGlyphs()) != 0 {
		t.Error("what cannot be added has a code")
	}
	sub, err := sfnt.Parse(s.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	var b sfnt.Buffer
	g, err := sub.GlyphIndex(&b, '1')
	if err != nil || g == 0 {
		t.Fatalf("1 is glyph %d: %v", g, err)
	}
	adv, err := sub.GlyphAdvance(&b, g, f.ppem, 0)
	if err != nil || int(adv>>6) != f.advanceUnits(want) {
		t.Errorf("1 is %v wide, want %d: %v", adv, f.advanceUnits(want), err)
	}
}
