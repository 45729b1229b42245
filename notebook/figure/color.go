package figure

import (
	"fmt"
	"strconv"
	"strings"
)

// A Role is a colour that a theme decides. Light is its value on white paper, Dark on a dark page, both "#rrggbb".
type Role struct {
	Name  Color
	Light string
	Dark  string
}

// roles are the colours of the default theme. The series hues keep apart in order for the three common kinds of colour
// blindness (after Okabe & Ito 2008), and each has a contrast of at least 3:1 with its paper, but for the amber and the
// sky blue on white, which are for areas and for the fifth line on.
var roles = [...]Role{
	{"ink", "#1f2328", "#e6e8eb"},
	{"muted", "#59636e", "#a2a9b1"},
	{"grid", "#e3e6ea", "#343a41"},
	{"paper", "#ffffff", "#16191d"},
	{"accent", "#0b57c2", "#7db3ff"},
	{"error", "#c22b2b", "#ff8a80"},
	{"series1", "#0b68b0", "#5aaef0"},
	{"series2", "#d45a00", "#ff9a4d"},
	{"series3", "#00926a", "#3fcfa4"},
	{"series4", "#a2438b", "#e08bcb"},
	{"series5", "#c98f00", "#f0c04a"},
	{"series6", "#3ba3d8", "#8ad3f7"},
	{"series7", "#7a583a", "#c9a27f"},
	{"series8", "#6b7280", "#b3bac4"},
}

// Roles returns the roles of the default theme, in a fixed order.
func Roles() []Role {
	out := roles
	return out[:]
}

// Series returns the role of the i-th series, counted from 1. After the eighth they begin again.
func Series(i int) Color {
	return Color("series" + strconv.Itoa((i-1)%8+1))
}

// Fade returns c at the given opacity, from 0 to 1: a role "accent" becomes "accent/40" for 0.4, "#rrggbb" becomes
// "#rrggbbaa". A color that is already faded is faded further.
func (c Color) Fade(opacity float64) Color {
	base, old, ok := c.split()
	if !ok || base == "" {
		return c
	}
	opacity = min(max(opacity, 0), 1) * old
	if opacity > 0.995 {
		return base
	}
	if base[0] == '#' {
		return Color(fmt.Sprintf("%s%02x", base, int(opacity*255+0.5)))
	}
	return Color(fmt.Sprintf("%s/%d", base, int(opacity*100+0.5)))
}

// split separates the opacity from a color; ok is false for what is no color. The base is lower case.
func (c Color) split() (base Color, opacity float64, ok bool) {
	s := string(c)
	if strings.HasPrefix(s, "#") {
		if _, err := strconv.ParseUint(s[1:], 16, 32); err != nil || (len(s) != 7 && len(s) != 9) {
			return "", 0, false
		}
		if len(s) == 7 {
			return Color(strings.ToLower(s)), 1, true
		}
		a, _ := strconv.ParseUint(s[7:], 16, 8)
		return Color(strings.ToLower(s[:7])), float64(a) / 255, true
	}
	name, percent, faded := strings.Cut(s, "/")
	opacity = 1
	if faded {
		n, err := strconv.Atoi(percent)
		if err != nil || n < 0 || n > 100 {
			return "", 0, false
		}
		opacity = float64(n) / 100
	}
	for _, r := range roles {
		if string(r.Name) == name {
			return r.Name, opacity, true
		}
	}
	return "", 0, s == ""
}

// An RGBA is a literal colour with straight (not premultiplied) components from 0 to 1.
type RGBA struct{ R, G, B, A float64 }

// Literal returns the colour of c in the default theme on white paper, or on a dark page. The empty color is fully
// transparent; a color that is neither a role nor a literal is ink.
func (c Color) Literal(dark bool) RGBA {
	base, opacity, ok := c.split()
	if !ok {
		base, opacity = "ink", 1
	}
	if base == "" {
		return RGBA{}
	}
	hex := string(base)
	for _, r := range roles {
		if r.Name == base {
			hex = r.Light
			if dark {
				hex = r.Dark
			}
		}
	}
	v, _ := strconv.ParseUint(hex[1:], 16, 32)
	return RGBA{float64(v>>16) / 255, float64(v>>8&255) / 255, float64(v&255) / 255, opacity}
}
