package font

import (
	"bytes"
	"encoding/binary"
	"slices"
	"testing"

	xfont "golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
)

const sampleText = "AVATAR To. fi é 정확도 (훈련) 손실 값을 漢字 カナ ✓ → − ∑ 𝑥"

// sample is a subset of the runes of sampleText and a few bare glyphs.
func sample(f *Face) *Subset {
	s := NewSubset(f)
	for _, r := range sampleText {
		s.Rune(r)
	}
	for gid := range 40 {
		s.Glyph(1000 + gid)
	}
	return s
}

// A subset draws what its face draws: read back by another reader, every glyph has the advance and, within a font unit,
// the box of the original.
func TestSubsetGlyphs(t *testing.T) {
	for _, name := range Names() {
		f := Get(name)
		s := sample(f)
		ft, err := sfnt.Parse(s.Bytes())
		if err != nil {
			t.Errorf("%s: parse subset: %v", name, err)
			continue
		}
		if ft.NumGlyphs() != s.Len()+1 {
			t.Errorf("%s: subset has %d glyphs, want %d and the missing one", name, ft.NumGlyphs(), s.Len())
		}
		var b sfnt.Buffer
		for _, e := range s.Entries() {
			gid, err := ft.GlyphIndex(&b, rune(e.Code))
			if err != nil || gid == 0 {
				t.Errorf("%s: code %04X has no glyph (%v)", name, e.Code, err)
				continue
			}
			want, wantAdv, err := f.font.GlyphBounds(&b, sfnt.GlyphIndex(e.GID), f.ppem, xfont.HintingNone)
			if err != nil {
				t.Fatal(err)
			}
			got, adv, err := ft.GlyphBounds(&b, gid, f.ppem, xfont.HintingNone)
			if err != nil {
				t.Errorf("%s: glyph of %04X: %v", name, e.Code, err)
				continue
			}
			if adv != wantAdv {
				t.Errorf("%s: %04X advances by %v, want %v", name, e.Code, adv, wantAdv)
			}
			// A converted cubic's control points lie elsewhere than the cubic's own, so only copied outlines are compared.
			if _, simple := f.simpleGlyph(e.GID); simple && got != want {
				t.Errorf("%s: %04X fills %v, want %v", name, e.Code, got, want)
			}
		}
	}
}

// The curve that a converted glyph draws stays within half a unit and rounding of the original, everywhere.
func TestCubicConversion(t *testing.T) {
	c := cubic{{0, 0}, {0, 30000}, {30000, 60000}, {64000, 64000}}
	from := c[0]
	var worst float64
	c.quadratics(0, func(ctl, end Point) {
		for i := 1; i < 20; i++ {
			u := float64(i) / 20
			p := middleAt(middleAt(from, ctl, u), middleAt(ctl, end, u), u)
			worst = max(worst, distance(c, p))
		}
		from = end
	})
	if worst > 0.45*64 {
		t.Errorf("the quadratics are off by %.2f font units, want at most 0.45", worst/64)
	}
	if from != c[3] {
		t.Errorf("the quadratics end at %v, want %v", from, c[3])
	}
}

func middleAt(a, b Point, u float64) Point { return Point{a.X + (b.X-a.X)*u, a.Y + (b.Y-a.Y)*u} }

// distance is how far p is from the nearest of 4,000 points of c.
func distance(c cubic, p Point) float64 {
	best := 1e18
	for i := range 4001 {
		u := float64(i) / 4000
		ab, bc, cd := middleAt(c[0], c[1], u), middleAt(c[1], c[2], u), middleAt(c[2], c[3], u)
		q := middleAt(middleAt(ab, bc, u), middleAt(bc, cd, u), u)
		best = min(best, max(abs(q.X-p.X), abs(q.Y-p.Y)))
	}
	return best
}

func abs(v float64) float64 { return max(v, -v) }

func TestSubsetCodes(t *testing.T) {
	s := NewSubset(Get(Math))
	if c := s.Rune('A'); c != 'A' {
		t.Errorf("Rune('A') = %04X, want its own code", c)
	}
	if c := s.Rune('가'); c != 0 {
		t.Errorf("Rune('가') = %04X in a face without Hangul, want 0", c)
	}
	x := s.Rune(0x1D465)
	if x != privateFirst || s.Rune(0x1D465) != x {
		t.Errorf("Rune(𝑥) = %04X, want the first private code, each time", x)
	}
	if g := s.Glyph(2000); g != privateFirst+1 || s.Glyph(2000) != g {
		t.Errorf("Glyph(2000) = %04X, want the second private code, each time", g)
	}
	if g := s.Glyph(s.Face().NumGlyphs()); g != 0 {
		t.Errorf("Glyph past the end = %04X, want 0", g)
	}
	want := []Entry{{'A', s.Face().GID('A'), 'A'}, {privateFirst, s.Face().GID(0x1D465), 0x1D465}, {privateFirst + 1, 2000, 0}}
	if got := s.Entries(); !slices.Equal(got, want) {
		t.Errorf("Entries() = %v, want %v", got, want)
	}
}

func TestSubsetDeterministic(t *testing.T) {
	a, b := NewSubset(Get(Sans)), NewSubset(Get(Sans))
	runes := []rune("정확도와 손실 AVATAR")
	for _, r := range runes {
		a.Rune(r)
	}
	slices.Reverse(runes)
	for _, r := range runes {
		b.Rune(r)
	}
	a.Kerning, b.Kerning = true, true
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("the same glyphs in another order give other bytes")
	}
	if len(NewSubset(Get(Sans)).Bytes()) == 0 {
		t.Error("an empty subset must still be a font")
	}
}

// Readers that check checksums sum the whole file, with the adjustment, to a fixed number.
func TestSubsetChecksums(t *testing.T) {
	b := sample(Get(Mono)).Bytes()
	if sum := checksum(b); sum != 0xB1B0AFBA {
		t.Errorf("the file sums to %08X, want B1B0AFBA", sum)
	}
	for tag, data := range directory(b) {
		for i := range u16(b, 4) {
			e := b[12+16*i:]
			if string(e[:4]) != tag || tag == "head" { // the sum of head is taken before the adjustment
				continue
			}
			if want := binary.BigEndian.Uint32(e[4:]); checksum(data) != want {
				t.Errorf("%s sums to %08X, its entry says %08X", tag, checksum(data), want)
			}
		}
	}
}

func TestSubsetKerning(t *testing.T) {
	s := NewSubset(Get(Sans))
	s.Rune('A')
	s.Rune('V')
	s.Kerning = true
	ft, err := sfnt.Parse(s.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	var b sfnt.Buffer
	k, err := ft.Kern(&b, 1, 2, s.Face().ppem, xfont.HintingNone)
	if want := s.Face().kernUnits(s.Face().GID('A'), s.Face().GID('V')); err != nil || int(k)/64 != want || want >= 0 {
		t.Errorf("the kern of AV is %d (%v), want %d", int(k)/64, err, want)
	}
}

func BenchmarkSubset(b *testing.B) {
	s := NewSubset(Get(Sans))
	for r := rune(0xAC00); r < 0xAC00+1000; r++ {
		s.Rune(r)
	}
	for b.Loop() {
		s.Bytes()
	}
}
