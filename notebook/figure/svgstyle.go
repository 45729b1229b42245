package figure

import (
	"slices"
	"strconv"
	"strings"
)

// An svgStyle is the properties that an element inherits, and the opacity gathered on the way to it.
type svgStyle struct {
	color                      RGBA
	fill, stroke               svgPaint
	contextFill, contextStroke svgPaint // in a marker: of the line that it marks
	fillOpacity, strokeOpacity float64
	opacity                    float64
	width, offset              float64
	dash                       []float64
	cap, join                  string
	evenOdd, clipEvenOdd       bool
	hidden                     bool
	size                       float64 // of the font
	mono, bold, oblique        bool
	anchor, baseline           string
	preserve                   bool
	markers                    [3]string // start, mid, end
}

// initialStyle is what CSS begins with.
func initialStyle() svgStyle {
	return svgStyle{
		color: black, fill: svgPaint{rgb: black}, stroke: svgPaint{none: true}, fillOpacity: 1, strokeOpacity: 1, opacity: 1,
		width: 1, cap: "butt", join: "miter", size: 16, anchor: "start",
	}
}

// declarations are what styles an element, in the order in which it counts: its attributes, the rules of the style
// sheet, its style attribute, and what is important.
func (r *svgReader) declarations(n *svgNode) []cssDecl {
	if n.styled {
		return n.decls
	}
	var out []cssDecl
	for _, name := range properties {
		if v, ok := n.attrs[name]; ok {
			out = append(out, cssDecl{name: name, value: v})
		}
	}
	if r.spent.rules > maxSVGCost.rules {
		r.warn("the style sheet has too many rules")
	} else {
		out = append(out, r.sheet.matching(n, &r.spent.rules)...)
	}
	out = append(out, cssDeclarations(n.attrs["style"])...)
	slices.SortStableFunc(out, func(a, b cssDecl) int { return a.rank() - b.rank() })
	n.decls, n.styled = out, true
	return out
}

// prop is the value of a property that is not inherited; "" when it is not set.
func (r *svgReader) prop(n *svgNode, name string) string {
	d := r.declarations(n)
	for i := len(d) - 1; i >= 0; i-- {
		if d[i].name == name {
			return strings.TrimSpace(d[i].value)
		}
	}
	return ""
}

// properties are the attributes that are style, in a fixed order. A font comes before the lengths that are in em, and
// a colour before what is currentColor.
var properties = []string{
	"font", "font-size", "color", "fill", "stroke", "fill-opacity", "stroke-opacity", "opacity", "stroke-width", "stroke-dasharray",
	"stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "fill-rule", "clip-rule", "clip-path", "display", "visibility",
	"font-family", "font-weight", "font-style", "text-anchor", "dominant-baseline", "alignment-baseline", "baseline-shift",
	"marker", "marker-start", "marker-mid", "marker-end", "stop-color", "stop-opacity", "vector-effect", "mask", "filter",
	"overflow", "image-rendering", "transform", "white-space", "writing-mode",
}

// style gives st the properties of an element.
func (r *svgReader) style(n *svgNode, st *svgStyle) {
	r.spent.bytes += n.length
	decls := r.declarations(n)
	for _, first := range []bool{true, false} {
		for i := range decls {
			d := &decls[i]
			if early := d.name == "font" || d.name == "font-size" || d.name == "color"; early == first {
				st.set(d.name, strings.TrimSpace(d.value))
			}
		}
	}
	switch n.attrs["space"] { // xml:space
	case "preserve":
		st.preserve = true
	case "default":
		st.preserve = false
	}
	if v := r.prop(n, "opacity"); v != "" {
		number(v, &st.opacity, st.opacity)
	}
}

// set sets an inherited property. A value that is not understood leaves it as it was.
func (st *svgStyle) set(name, value string) {
	switch name {
	case "color":
		if c, ok := svgColor(value, st.color); ok {
			st.color = c
		}
	case "fill":
		if p, ok := svgPaintOf(value, st); ok {
			st.fill = p
		}
	case "stroke":
		if p, ok := svgPaintOf(value, st); ok {
			st.stroke = p
		}
	case "fill-opacity":
		number(value, &st.fillOpacity, 1)
	case "stroke-opacity":
		number(value, &st.strokeOpacity, 1)
	case "stroke-width":
		if v, ok := svgLength(value, 100, st.size); ok && v >= 0 {
			st.width = v
		}
	case "stroke-dasharray":
		st.dash = dashes(value, st.size)
	case "stroke-dashoffset":
		if v, ok := svgLength(value, 100, st.size); ok {
			st.offset = v
		}
	case "stroke-linecap":
		one(value, &st.cap, "butt", "round", "square")
	case "stroke-linejoin":
		one(value, &st.join, "miter", "round", "bevel")
	case "fill-rule":
		st.evenOdd = value == "evenodd"
	case "clip-rule":
		st.clipEvenOdd = value == "evenodd"
	case "visibility":
		st.hidden = value == "hidden" || value == "collapse"
	case "white-space":
		st.preserve = strings.HasPrefix(value, "pre")
	case "marker":
		st.markers = [3]string{value, value, value}
	case "marker-start":
		st.markers[0] = value
	case "marker-mid":
		st.markers[1] = value
	case "marker-end":
		st.markers[2] = value
	default:
		st.setFont(name, value)
	}
}

func (st *svgStyle) setFont(name, value string) {
	switch name {
	case "font-size":
		if v, ok := svgLength(value, st.size, st.size); ok && v >= 0 {
			st.size = v
		} else if v, ok := fontSizes[value]; ok {
			st.size = v
		}
	case "font-family":
		st.mono = monospaced(value)
	case "font-weight":
		n, err := strconv.ParseFloat(value, 64)
		st.bold = value == "bold" || value == "bolder" || err == nil && n >= 600
	case "font-style":
		st.oblique = value == "italic" || strings.HasPrefix(value, "oblique")
	case "font":
		st.shorthand(value)
	case "text-anchor":
		one(value, &st.anchor, "start", "middle", "end")
	case "dominant-baseline", "alignment-baseline":
		st.baseline = value
	}
}

// fontSizes are the sizes that CSS has words for, in pixels.
var fontSizes = map[string]float64{"xx-small": 9, "x-small": 10, "small": 13, "medium": 16, "large": 18, "x-large": 24, "xx-large": 32}

// shorthand reads the font property: style and weight, size, family.
func (st *svgStyle) shorthand(value string) {
	f := strings.Fields(value)
	bold, oblique := false, false
	for i, w := range f {
		size, _, _ := strings.Cut(w, "/")
		v, ok := svgLength(size, st.size, st.size)
		word, named := fontSizes[size]
		switch _, err := strconv.Atoi(w); {
		case err == nil && len(w) == 3: // a weight
			bold = w >= "600"
		case ok || named:
			if !ok {
				v = word
			}
			st.size, st.bold, st.oblique = v, bold, oblique
			st.mono = monospaced(strings.Join(f[i+1:], " "))
			return
		case w == "bold" || w == "bolder":
			bold = true
		case w == "italic" || w == "oblique":
			oblique = true
		}
	}
}

// monospaced tells whether the first family of a list is a face on a grid.
func monospaced(families string) bool {
	first, _, _ := strings.Cut(strings.ToLower(families), ",")
	for _, s := range []string{"mono", "courier", "consol", "menlo", "monaco", "coding", "d2coding", "typewriter"} {
		if strings.Contains(first, s) {
			return true
		}
	}
	return false
}

// face is the face of this program for a style.
func (st *svgStyle) face() string {
	face := "sans"
	if st.mono {
		face = "mono"
	}
	if st.bold {
		face += "-bold"
	}
	return face
}

// number sets *v to an opacity, times k.
func number(value string, v *float64, k float64) {
	if n, ok := svgLength(value, 1, 1); ok {
		*v = unitInterval(n) * k
	}
}

// one sets *v to a value that is among the known ones.
func one(value string, v *string, known ...string) {
	if slices.Contains(known, value) {
		*v = value
	}
}

// dashes reads a dash array: nil for a line that is not dashed, and for what is no array of lengths.
func dashes(value string, em float64) []float64 {
	d := svgLengths(value, 100, em)
	sum := 0.0
	for _, v := range d {
		if v < 0 {
			return nil
		}
		sum += v
	}
	if sum == 0 || len(d) > 64 {
		return nil
	}
	if len(d)%2 == 1 {
		d = append(d, d...)
	}
	return d
}
