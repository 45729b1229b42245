package figure

import (
	"math"
	"testing"
)

func TestFade(t *testing.T) {
	tests := []struct {
		c       Color
		opacity float64
		want    Color
	}{
		{"series1", 0.4, "series1/40"},
		{"series1/50", 0.5, "series1/25"},
		{"series1", 1, "series1"},
		{"#FF0000", 0.5, "#ff000080"},
		{"#ff000080", 0.5, "#ff000040"},
		{"", 0.5, ""},
		{"ink", -1, "ink/0"},
		{"no color", 0.5, "no color"},
	}
	for _, tt := range tests {
		if got := tt.c.Fade(tt.opacity); got != tt.want {
			t.Errorf("%q.Fade(%v) = %q, want %q", tt.c, tt.opacity, got, tt.want)
		}
	}
}

func TestLiteral(t *testing.T) {
	ink := Color("ink").Literal(false)
	tests := []struct {
		c    Color
		dark bool
		want RGBA
	}{
		{"paper", false, RGBA{1, 1, 1, 1}},
		{"", false, RGBA{}},
		{"#ff0080", true, RGBA{1, 0, float64(0x80) / 255, 1}},
		{"paper/40", false, RGBA{1, 1, 1, 0.4}},
		{"#00000000", false, RGBA{}},
		{"series9", false, ink},
		{"#12345", false, ink},
		{"paper/101", false, ink},
	}
	for _, tt := range tests {
		if got := tt.c.Literal(tt.dark); got != tt.want {
			t.Errorf("%q.Literal(%v) = %v, want %v", tt.c, tt.dark, got, tt.want)
		}
	}
}

func TestSeries(t *testing.T) {
	for i, want := range map[int]Color{1: "series1", 8: "series8", 9: "series1", 17: "series1"} {
		if got := Series(i); got != want {
			t.Errorf("Series(%d) = %q, want %q", i, got, want)
		}
	}
}

// What is read or followed must stand out from its paper in both themes: text by 4.5:1, lines by 3:1, the amber and the
// sky blue by 2.5:1 on white (WCAG 2.1, contrast of relative luminances).
func TestContrast(t *testing.T) {
	least := map[Color]float64{
		"ink": 4.5, "muted": 4.5, "accent": 4.5, "error": 4.5, "grid": 1.1, "paper": 1, "series5": 2.5, "series6": 2.5,
	}
	for _, r := range Roles() {
		want, ok := least[r.Name]
		if !ok {
			want = 3
		}
		for _, dark := range []bool{false, true} {
			if got := contrast(r.Name.Literal(dark), Color("paper").Literal(dark)); got < want {
				t.Errorf("%s (dark %v) has a contrast of %.2f to its paper, want at least %v", r.Name, dark, got, want)
			}
		}
	}
}

func contrast(a, b RGBA) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(c RGBA) float64 {
	linear := func(v float64) float64 {
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}
