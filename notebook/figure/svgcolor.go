package figure

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// An svgPaint is what fills or strokes: nothing, a colour, or an element such as a gradient.
type svgPaint struct {
	none bool
	rgb  RGBA
	ref  string // id of the element; rgb and none say what stands for it where it is missing
}

var black = RGBA{A: 1}

// svgColor reads a CSS colour. current is currentColor.
func svgColor(s string, current RGBA) (RGBA, bool) {
	if len(s) > 300 {
		return RGBA{}, false
	}
	s = strings.ToLower(strings.TrimSpace(s))
	if v, ok := cssColors[s]; ok {
		return RGBA{float64(v>>16) / 255, float64(v>>8&255) / 255, float64(v&255) / 255, 1}, true
	}
	switch {
	case s == "currentcolor":
		return current, true
	case s == "transparent":
		return RGBA{}, true
	case strings.HasPrefix(s, "#"):
		return hexColor(s[1:])
	}
	name, args, ok := strings.Cut(s, "(")
	args, tail, closed := cutClosing(args)
	if !ok || !closed || strings.Trim(tail, " )") != "" {
		return RGBA{}, false
	}
	switch name {
	case "rgb", "rgba", "hsl", "hsla":
		return functionColor(name[:3], args)
	case "light-dark": // paper is light
		light, _ := cutComma(args)
		return svgColor(light, current)
	case "var": // a file has no page around it that could give the value
		_, fallback := cutComma(args)
		return svgColor(fallback, current)
	}
	return RGBA{}, false
}

// cutClosing cuts at the parenthesis that closes the one before s.
func cutClosing(s string) (before, after string, ok bool) {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '(':
			depth++
		case ')':
			if depth == 0 {
				return s[:i], s[i+1:], true
			}
			depth--
		}
	}
	return s, "", false
}

// cutComma cuts at the first comma outside parentheses.
func cutComma(s string) (before, after string) {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '(':
			depth++
		case ')':
			depth--
		case ',':
			if depth == 0 {
				return s[:i], s[i+1:]
			}
		}
	}
	return s, ""
}

func hexColor(h string) (RGBA, bool) {
	if len(h) == 3 || len(h) == 4 {
		var long []byte
		for i := range len(h) {
			long = append(long, h[i], h[i])
		}
		h = string(long)
	}
	if len(h) == 6 {
		h += "ff"
	}
	v, err := strconv.ParseUint(h, 16, 32)
	if err != nil || len(h) != 8 {
		return RGBA{}, false
	}
	return RGBA{float64(v>>24) / 255, float64(v>>16&255) / 255, float64(v>>8&255) / 255, float64(v&255) / 255}, true
}

// functionColor reads the arguments of rgb() and hsl(), with commas or without.
func functionColor(name, args string) (RGBA, bool) {
	c := svgScanner{s: strings.ReplaceAll(args, "/", " ")}
	v, unit := [4]float64{3: 1}, [4]string{}
	n := 0
	for ; n < 4; n++ {
		x, ok := c.number()
		if !ok {
			break
		}
		v[n], unit[n] = x, c.unit()
		if unit[n] == "%" {
			v[n] /= 100
		}
	}
	if n < 3 {
		return RGBA{}, false
	}
	alpha := unitInterval(v[3])
	if name == "hsl" {
		for i := 1; i < 3; i++ {
			if unit[i] != "%" {
				v[i] /= 100
			}
		}
		return hsl(v[0], unitInterval(v[1]), unitInterval(v[2]), alpha), true
	}
	for i := range 3 {
		if unit[i] != "%" {
			v[i] /= 255
		}
	}
	return RGBA{unitInterval(v[0]), unitInterval(v[1]), unitInterval(v[2]), alpha}, true
}

// hsl is a colour by hue in degrees, saturation and lightness: CSS Color 4, section 7.1.
func hsl(h, s, l, alpha float64) RGBA {
	f := func(n float64) float64 {
		k := math.Mod(n+h/30, 12)
		if k < 0 {
			k += 12
		}
		return l - s*min(l, 1-l)*max(-1, min(k-3, 9-k, 1))
	}
	return RGBA{f(0), f(8), f(4), alpha}
}

func unitInterval(v float64) float64 { return min(max(v, 0), 1) }

// color is the literal for c at a further opacity; empty when nothing is seen of it.
func (c RGBA) color(opacity float64) Color {
	b := func(v float64) int { return int(unitInterval(v)*255 + 0.5) }
	if b(c.A*opacity) == 0 {
		return ""
	}
	return Color(fmt.Sprintf("#%02x%02x%02x", b(c.R), b(c.G), b(c.B))).Fade(c.A * opacity)
}

// onWhite is c as it looks on white paper.
func (c RGBA) onWhite() RGBA {
	f := func(v float64) float64 { return v*c.A + 1 - c.A }
	return RGBA{f(c.R), f(c.G), f(c.B), 1}
}

func (c RGBA) mix(d RGBA, t float64) RGBA {
	f := func(a, b float64) float64 { return a + t*(b-a) }
	return RGBA{f(c.R, d.R), f(c.G, d.G), f(c.B, d.B), f(c.A, d.A)}
}

// svgPaintOf reads a fill or stroke: a colour, none, or url(#id) with what stands for it.
func svgPaintOf(s string, st *svgStyle) (svgPaint, bool) {
	s = strings.TrimSpace(s)
	switch s {
	case "none":
		return svgPaint{none: true}, true
	case "context-fill":
		return st.contextFill, true
	case "context-stroke":
		return st.contextStroke, true
	}
	if id, rest, ok := svgURL(s); ok {
		p := svgPaint{ref: id, none: true}
		if c, ok := svgColor(rest, st.color); ok {
			p.none, p.rgb = false, c
		}
		return p, true
	}
	c, ok := svgColor(s, st.color)
	return svgPaint{rgb: c}, ok
}

// svgURL reads url(#id), and returns what follows it.
func svgURL(s string) (id, rest string, ok bool) {
	s, ok = strings.CutPrefix(strings.TrimSpace(s), "url(")
	if !ok {
		return "", "", false
	}
	ref, rest, ok := strings.Cut(s, ")")
	ref, local := strings.CutPrefix(strings.Trim(ref, " \"'"), "#")
	if !local {
		ref = "" // another file: never read
	}
	return ref, rest, ok
}

// cssColors are the named colours of CSS.
var cssColors = map[string]uint32{
	"aliceblue": 0xf0f8ff, "antiquewhite": 0xfaebd7, "aqua": 0x00ffff, "aquamarine": 0x7fffd4, "azure": 0xf0ffff,
	"beige": 0xf5f5dc, "bisque": 0xffe4c4, "black": 0x000000, "blanchedalmond": 0xffebcd, "blue": 0x0000ff,
	"blueviolet": 0x8a2be2, "brown": 0xa52a2a, "burlywood": 0xdeb887, "cadetblue": 0x5f9ea0,
	"chartreuse": 0x7fff00, "chocolate": 0xd2691e, "coral": 0xff7f50, "cornflowerblue": 0x6495ed,
	"cornsilk": 0xfff8dc, "crimson": 0xdc143c, "cyan": 0x00ffff, "darkblue": 0x00008b, "darkcyan": 0x008b8b,
	"darkgoldenrod": 0xb8860b, "darkgray": 0xa9a9a9, "darkgreen": 0x006400, "darkgrey": 0xa9a9a9,
	"darkkhaki": 0xbdb76b, "darkmagenta": 0x8b008b, "darkolivegreen": 0x556b2f, "darkorange": 0xff8c00,
	"darkorchid": 0x9932cc, "darkred": 0x8b0000, "darksalmon": 0xe9967a, "darkseagreen": 0x8fbc8f,
	"darkslateblue": 0x483d8b, "darkslategray": 0x2f4f4f, "darkslategrey": 0x2f4f4f, "darkturquoise": 0x00ced1,
	"darkviolet": 0x9400d3, "deeppink": 0xff1493, "deepskyblue": 0x00bfff, "dimgray": 0x696969,
	"dimgrey": 0x696969, "dodgerblue": 0x1e90ff, "firebrick": 0xb22222, "floralwhite": 0xfffaf0,
	"forestgreen": 0x228b22, "fuchsia": 0xff00ff, "gainsboro": 0xdcdcdc, "ghostwhite": 0xf8f8ff, "gold": 0xffd700,
	"goldenrod": 0xdaa520, "gray": 0x808080, "green": 0x008000, "greenyellow": 0xadff2f, "grey": 0x808080,
	"honeydew": 0xf0fff0, "hotpink": 0xff69b4, "indianred": 0xcd5c5c, "indigo": 0x4b0082, "ivory": 0xfffff0,
	"khaki": 0xf0e68c, "lavender": 0xe6e6fa, "lavenderblush": 0xfff0f5, "lawngreen": 0x7cfc00,
	"lemonchiffon": 0xfffacd, "lightblue": 0xadd8e6, "lightcoral": 0xf08080, "lightcyan": 0xe0ffff,
	"lightgoldenrodyellow": 0xfafad2, "lightgray": 0xd3d3d3, "lightgreen": 0x90ee90, "lightgrey": 0xd3d3d3,
	"lightpink": 0xffb6c1, "lightsalmon": 0xffa07a, "lightseagreen": 0x20b2aa, "lightskyblue": 0x87cefa,
	"lightslategray": 0x778899, "lightslategrey": 0x778899, "lightsteelblue": 0xb0c4de, "lightyellow": 0xffffe0,
	"lime": 0x00ff00, "limegreen": 0x32cd32, "linen": 0xfaf0e6, "magenta": 0xff00ff, "maroon": 0x800000,
	"mediumaquamarine": 0x66cdaa, "mediumblue": 0x0000cd, "mediumorchid": 0xba55d3, "mediumpurple": 0x9370db,
	"mediumseagreen": 0x3cb371, "mediumslateblue": 0x7b68ee, "mediumspringgreen": 0x00fa9a,
	"mediumturquoise": 0x48d1cc, "mediumvioletred": 0xc71585, "midnightblue": 0x191970, "mintcream": 0xf5fffa,
	"mistyrose": 0xffe4e1, "moccasin": 0xffe4b5, "navajowhite": 0xffdead, "navy": 0x000080, "oldlace": 0xfdf5e6,
	"olive": 0x808000, "olivedrab": 0x6b8e23, "orange": 0xffa500, "orangered": 0xff4500, "orchid": 0xda70d6,
	"palegoldenrod": 0xeee8aa, "palegreen": 0x98fb98, "paleturquoise": 0xafeeee, "palevioletred": 0xdb7093,
	"papayawhip": 0xffefd5, "peachpuff": 0xffdab9, "peru": 0xcd853f, "pink": 0xffc0cb, "plum": 0xdda0dd,
	"powderblue": 0xb0e0e6, "purple": 0x800080, "rebeccapurple": 0x663399, "red": 0xff0000, "rosybrown": 0xbc8f8f,
	"royalblue": 0x4169e1, "saddlebrown": 0x8b4513, "salmon": 0xfa8072, "sandybrown": 0xf4a460,
	"seagreen": 0x2e8b57, "seashell": 0xfff5ee, "sienna": 0xa0522d, "silver": 0xc0c0c0, "skyblue": 0x87ceeb,
	"slateblue": 0x6a5acd, "slategray": 0x708090, "slategrey": 0x708090, "snow": 0xfffafa, "springgreen": 0x00ff7f,
	"steelblue": 0x4682b4, "tan": 0xd2b48c, "teal": 0x008080, "thistle": 0xd8bfd8, "tomato": 0xff6347,
	"turquoise": 0x40e0d0, "violet": 0xee82ee, "wheat": 0xf5deb3, "white": 0xffffff, "whitesmoke": 0xf5f5f5,
	"yellow": 0xffff00, "yellowgreen": 0x9acd32,
}
