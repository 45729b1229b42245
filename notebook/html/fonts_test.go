package html

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"quire/notebook/font"
)

// Unpacking a font gives its tables back.
func TestWOFF(t *testing.T) {
	sub := font.NewSubset(font.Get(font.Sans))
	for _, r := range "가나다 abc 0123" {
		sub.Rune(r)
	}
	ttf := sub.Bytes()
	packed := woff(ttf)
	if len(packed) >= len(ttf) || int(binary.BigEndian.Uint32(packed[8:])) != len(packed) {
		t.Errorf("%d bytes became %d", len(ttf), len(packed))
	}
	be := binary.BigEndian
	for i := range int(be.Uint16(ttf[4:])) {
		was, is := ttf[12+16*i:], packed[44+20*i:]
		want := ttf[be.Uint32(was[8:]):][:be.Uint32(was[12:])]
		got := packed[be.Uint32(is[4:]):][:be.Uint32(is[8:])]
		if len(got) < len(want) {
			z, err := zlib.NewReader(bytes.NewReader(got))
			if err != nil {
				t.Fatal(err)
			}
			if got, err = io.ReadAll(z); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(was[:4], is[:4]) || !bytes.Equal(got, want) || be.Uint32(is[4:])%4 != 0 {
			t.Errorf("table %q differs", was[:4])
		}
	}
	for _, bad := range [][]byte{nil, []byte("x"), ttf[:40], bytes.Repeat([]byte{255}, 300)} {
		if !bytes.Equal(woff(bad), bad) {
			t.Errorf("%d bytes that are no font were packed", len(bad))
		}
	}
}

// Letters of old Hangul are left to fonts that join them: those of the page would set them one after the other.
func TestOldHangulIsJoined(t *testing.T) {
	s := newFaceSet()
	s.add(font.Sans, "옛한글 ᄒᆞᆫ글")
	for face, runes := range s.runes {
		for r := range runes {
			if conjoining(r) {
				t.Errorf("%s carries %U", face, r)
			}
		}
	}
	if !s.runes[font.Sans]['글'] {
		t.Error("the sans face has no 글")
	}
}

var variable = regexp.MustCompile(`--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)`)

// Text can be read on its ground, by day and by night: 4.5 to 1 at least (WCAG 2.2, 1.4.3), and the curves of figures be
// seen, 3 to 1 but for yellow and light blue, which have darker neighbours.
func TestContrast(t *testing.T) {
	colors := map[string][2]string{}
	for _, m := range variable.FindAllStringSubmatch(sheet(), -1) {
		colors[m[1]] = [2]string{m[2], m[3]}
	}
	for _, ground := range []string{"bg", "panel"} {
		for _, ink := range []string{"ink", "soft", "muted", "accent", "warn", "bad", "tok-keyword", "tok-string", "tok-number", "tok-type", "tok-comment"} {
			for i, scheme := range []string{"light", "dark"} {
				if c := contrast(t, colors[ink][i], colors[ground][i]); c < 4.5 {
					t.Errorf("%s: %s on %s has a contrast of %.2f", scheme, ink, ground, c)
				}
			}
		}
	}
	for i, scheme := range []string{"light", "dark"} {
		if c := contrast(t, colors["bad"][i], colors["bad-bg"][i]); c < 4.5 {
			t.Errorf("%s: an error has a contrast of %.2f", scheme, c)
		}
		for _, n := range []int{1, 2, 3, 4, 7, 8} {
			if c := contrast(t, colors["q-series"+strconv.Itoa(n)][i], colors["bg"][i]); c < 3 {
				t.Errorf("%s: series %d has a contrast of %.2f", scheme, n, c)
			}
		}
	}
}

// contrast is the contrast ratio of two colours.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + .05) / (min(x, y) + .05)
}

func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	sum := 0.0
	for i, k := range []float64{.2126, .7152, .0722} {
		if len(hex) != 7 {
			t.Fatalf("no colour: %q", hex)
		}
		v, err := strconv.ParseUint(strings.TrimPrefix(hex, "#")[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		sum += k * linear(float64(v)/255)
	}
	return sum
}

// linear is a part of a colour without sRGB's curve.
func linear(v float64) float64 {
	if v <= .04045 {
		return v / 12.92
	}
	return math.Pow((v+.055)/1.055, 2.4)
}
