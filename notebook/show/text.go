package show

import (
	"strings"
	"sync"

	xfont "golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"gonum.org/v1/plot"
	pfont "gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"quire/notebook/font"
)

// typeface is the name under which gonum knows our faces.
const typeface = "Quire Sans"

// gonum's defaults are process globals. They are set before any cell can run, once, to constants: fonts measured by our
// faces, and a colour that says that the author has set none.
func init() {
	plot.DefaultFont = pfont.Font{Typeface: typeface}
	plotter.DefaultFont = plot.DefaultFont
	plot.DefaultTextHandler = handler{}
	plotter.DefaultLineStyle = draw.LineStyle{Color: autoColor{}, Width: lineWidth}
	plotter.DefaultGlyphStyle = draw.GlyphStyle{Color: autoColor{}, Radius: dotRadius, Shape: draw.CircleGlyph{}}
	plotter.DefaultGridLineStyle = draw.LineStyle{Color: roleColor{grid}, Width: gridLine}
}

// registerFonts puts our faces into gonum's cache, for cells that save a plot as a picture themselves.
var registerFonts = sync.OnceFunc(func() {
	var faces pfont.Collection
	for _, f := range []struct {
		name   string
		weight xfont.Weight
	}{{font.Sans, xfont.WeightNormal}, {font.SansBold, xfont.WeightBold}} {
		ft, err := opentype.Parse(font.Get(f.name).Raw())
		if err != nil {
			panic("show: " + err.Error()) // the bytes are part of the binary
		}
		faces = append(faces, pfont.Face{Font: pfont.Font{Typeface: typeface, Weight: f.weight}, Face: ft})
	}
	pfont.DefaultCache.Add(faces)
})

// faceName is the face of notebook/font for a font of gonum's.
func faceName(f pfont.Font) string {
	mono := strings.Contains(string(f.Variant), "Mono") || strings.Contains(string(f.Typeface), "Mono")
	bold := f.Weight >= xfont.WeightSemiBold
	switch {
	case mono && bold:
		return font.MonoBold
	case mono:
		return font.Mono
	case bold:
		return font.SansBold
	}
	return font.Sans
}

// A handler is gonum's text handler on our faces: it measures with fallback, so that no label is wider than it thinks.
type handler struct{}

// Cache returns gonum's cache, with our faces in it.
func (handler) Cache() *pfont.Cache {
	registerFonts()
	return pfont.DefaultCache
}

// Extents returns the ascent, descent and line height of a font.
func (handler) Extents(f pfont.Font) pfont.Extents {
	ft := font.Get(faceName(f))
	e := pfont.Extents{
		Ascent:  vg.Length(ft.CapHeight()+40) * f.Size / 1000, // labels are centred on their capitals
		Descent: vg.Length(-ft.Descent()) * f.Size / 1000,
	}
	e.Height = e.Ascent + e.Descent + f.Size/5
	return e
}

// Lines splits text at line breaks.
func (handler) Lines(s string) []string { return strings.Split(strings.TrimRight(s, "\n"), "\n") }

// Box returns the width of one line, its height above and its depth below the baseline.
func (h handler) Box(s string, f pfont.Font) (width, height, depth vg.Length) {
	e := h.Extents(f)
	return vg.Length(font.Measure(faceName(f), float64(f.Size), s)), e.Ascent, e.Descent
}

// Draw sets text at pt, aligned and turned as its style says.
func (h handler) Draw(c vg.Canvas, s string, sty text.Style, pt vg.Point) {
	if strings.TrimRight(s, "\n") == "" {
		return
	}
	c.SetColor(sty.Color)
	c.Push()
	defer c.Pop()
	c.Translate(pt)
	c.Rotate(sty.Rotation)
	lines, e := h.Lines(s), h.Extents(sty.Font)
	leading := e.Height
	height := e.Ascent + e.Descent + leading*vg.Length(len(lines)-1)
	y := height*vg.Length(1+sty.YAlign) - e.Ascent
	f := pfont.Face{Font: sty.Font}
	if _, ours := c.(*canvas); !ours {
		f = h.Cache().Lookup(sty.Font, sty.Font.Size)
	}
	for i, line := range lines {
		w, _, _ := h.Box(line, sty.Font)
		c.FillString(f, vg.Point{X: w * vg.Length(sty.XAlign), Y: y - leading*vg.Length(i)}, line)
	}
}

// style is a text style of ours.
func style(size float64, c figureColor) text.Style {
	return text.Style{Color: roleColor{c}, Font: pfont.From(plot.DefaultFont, vg.Length(size)), Handler: handler{}}
}
