package show

import (
	"fmt"
	"image/color"

	"gonum.org/v1/plot/plotutil"

	"quire/notebook/figure"
)

// A roleColor is a color.Color that keeps its role on the way through gonum/plot.
type roleColor struct{ role figure.Color }

// RGBA is the role's colour on white paper.
func (c roleColor) RGBA() (r, g, b, a uint32) {
	v := c.role.Literal(false)
	part := func(x float64) uint32 { return uint32(x*v.A*0xFFFF + 0.5) }
	return part(v.R), part(v.G), part(v.B), part(v.A)
}

// An autoColor marks what the cell's author has not coloured: gonum's defaults are set to it, and drawing replaces it by
// the next series colour.
type autoColor struct{}

// RGBA is ink's.
func (autoColor) RGBA() (r, g, b, a uint32) { return roleColor{ink}.RGBA() }

func isAuto(c color.Color) bool {
	_, ok := c.(autoColor)
	return ok
}

// Series returns the colour of the i-th line, counted from 1. Like the other colours of this package it follows the
// theme: it is right on a light page, on a dark one and on paper.
func Series(i int) color.Color { return roleColor{figure.Series(i)} }

// Ink returns the colour of text and of reference lines.
func Ink() color.Color { return roleColor{ink} }

// Muted returns the colour of what should stay in the background.
func Muted() color.Color { return roleColor{muted} }

// Fade returns c at an opacity between 0 and 1, for areas under lines.
func Fade(c color.Color, opacity float64) color.Color { return roleColor{role(c).Fade(opacity)} }

// role turns a colour into a role or a literal. Black and white are ink and paper, and the palettes that gonum hands out
// by number are the series colours, so that a plot that was not made for Quire follows the theme too.
func role(c color.Color) figure.Color {
	if c == nil || isAuto(c) {
		return ink
	}
	if r, ok := c.(roleColor); ok {
		return r.role
	}
	for i, s := range plotutil.SoftColors {
		if c == s {
			return figure.Series(i + 1)
		}
	}
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	var out figure.Color
	switch {
	case n.A == 0:
		return ""
	case n.R == 0 && n.G == 0 && n.B == 0:
		out = ink
	case n.R == 255 && n.G == 255 && n.B == 255:
		out = paper
	default:
		out = figure.Color(fmt.Sprintf("#%02x%02x%02x", n.R, n.G, n.B))
	}
	return out.Fade(float64(n.A) / 255)
}
