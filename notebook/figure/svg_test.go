package figure

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strings"
	"testing"
)

// sampleFigure has one operation of each kind.
func sampleFigure() *Figure {
	var p Path
	p.MoveTo(10, 10)
	p.LineTo(60, 40)
	p.CurveTo(70, 40, 80, 30, 80, 20)
	p.Close()
	return &Figure{W: 100, H: 50, Depth: 5, Alt: `정확도 "a<b"`, Ops: []Op{
		{Path: &PathOp{Path: p, Fill: "series1/40", Stroke: "ink", Width: 1.5, Dash: []float64{3, 2}}},
		{Text: &TextOp{X: 5, Y: 8, Face: "sans-bold", Size: 9, Color: "muted", Width: 30, Text: "학습 & 시험"}},
		{Text: &TextOp{X: 5, Y: 8, Face: "mono", Size: 9, Color: "#ff000080", Angle: 90, Text: "x  y"}},
		{Glyph: &GlyphOp{X: 50, Y: 20, Face: "math", Size: 10, Color: "ink", GID: 7, Text: "∑"}},
		{Image: &ImageOp{X: 20, Y: 5, W: 10, H: 10, PNG: []byte("png")}},
	}}
}

func TestSVG(t *testing.T) {
	got := string(sampleFigure().SVG(SVGOptions{Prefix: "f1-", Class: "plot", Glyph: square}))
	want := []string{
		`width="100pt" height="50pt" viewBox="0 0 100 50" class="plot" role="img" aria-label="정확도 &#34;a&lt;b&#34;"`,
		`<defs><path id="f1-g0" d="M0 0L500 0 500-500Z"/></defs>`,
		`<path d="M10 40L60 10C70 10 80 20 80 30Z" fill="var(--q-series1,#0b68b0)" fill-opacity=".4"` +
			` stroke="var(--q-ink,#1f2328)" stroke-width="1.5" stroke-linejoin="round" stroke-dasharray="3 2"/>`,
		`<text x="5" y="42"`, `font-weight="700"`, `textLength="30" lengthAdjust="spacingAndGlyphs"`, `>학습 &amp; 시험</text>`,
		`<text transform="translate(5 42) rotate(-90)"`, `fill="#ff0000" fill-opacity=".5"`, ` xml:space="preserve">x  y</text>`,
		`<use href="#f1-g0" transform="translate(50 30) scale(0.01)"`,
		`<image x="20" y="35" width="10" height="10" preserveAspectRatio="none" image-rendering="pixelated" href="data:image/png;base64,cG5n"/>`,
	}
	for _, w := range want {
		if !strings.Contains(got, w) {
			t.Errorf("the drawing lacks %s:\n%s", w, got)
		}
	}
	if strings.Contains(got, "style=") {
		t.Error("the drawing has a style attribute, which a strict content security policy blocks")
	}
	wellFormed(t, got)
}

func square(string, int) Path {
	var p Path
	p.MoveTo(0, 0)
	p.LineTo(500, 0)
	p.LineTo(500, 500)
	p.Close()
	return p
}

func TestSVGOptions(t *testing.T) {
	f := sampleFigure()
	tests := []struct {
		name     string
		o        SVGOptions
		has, not string
	}{
		{"roles by the caller", SVGOptions{Color: func(c Color) string { return "C-" + string(c) }}, `fill="C-series1" fill-opacity=".4"`, "var("},
		{"families by the caller", SVGOptions{Family: func(f string) string { return "F-" + f }}, `font-family="F-sans-bold"`, "Quire"},
		{"a glyph without outline is its text", SVGOptions{}, ">∑</text>", "<use"},
		{"a glyph that stands elsewhere", SVGOptions{Glyph: square, GlyphID: func(string, int) string { return "shared7" }}, `href="#shared7"`, "<defs>"},
		{"hidden from readers", SVGOptions{Hidden: true}, `aria-hidden="true"`, "aria-label"},
	}
	for _, tt := range tests {
		got := string(f.SVG(tt.o))
		if !strings.Contains(got, tt.has) || strings.Contains(got, tt.not) {
			t.Errorf("%s: want %s and not %s in\n%s", tt.name, tt.has, tt.not, got)
		}
		wellFormed(t, got)
	}
}

func TestSVGOfPens(t *testing.T) {
	var p Path
	p.MoveTo(0, 0)
	p.LineTo(10, 10)
	f := &Figure{W: 10, H: 10, Ops: []Op{
		{Path: &PathOp{Path: p, Fill: "#ff0000", EvenOdd: true, Stroke: "#000000", Width: 1, Cap: "round", Join: "bevel", Dash: []float64{1, 2}, Offset: .5}},
		{Path: &PathOp{Path: p, Stroke: "#000000", Width: 1, Cap: "butt", Join: "miter"}},
		{Clip: &ClipOp{Path: p, EvenOdd: true, Ops: []Op{{Text: &TextOp{Face: "sans", Size: 9, Color: "#000000", Slant: true, Text: "기울임"}}, {Clip: &ClipOp{Path: p}}}}},
		{Image: &ImageOp{W: 1, H: 1, PNG: []byte("\xff\xd8\xff"), Smooth: true}},
	}}
	got := string(f.SVG(SVGOptions{Prefix: "f-"}))
	for _, want := range []string{
		`<path d="M0 10L10 0" fill="#ff0000" fill-rule="evenodd" stroke="#000000" stroke-width="1" stroke-linejoin="bevel" stroke-linecap="round" stroke-dasharray="1 2" stroke-dashoffset=".5"/>`,
		`<path d="M0 10L10 0" fill="none" stroke="#000000" stroke-width="1"/>`,
		`<clipPath id="f-c0"><path d="M0 10L10 0" clip-rule="evenodd"/></clipPath><g clip-path="url(#f-c0)"><text`,
		`font-style="oblique"`, `<clipPath id="f-c1">`, `</g></g>`, `data:image/jpeg;base64,`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the drawing lacks %s:\n%s", want, got)
		}
	}
	wellFormed(t, got)
	g := &Figure{W: 30, H: 30}
	g.Draw(f, 5, 7)
	if a, b := f.Ops[2].Bounds(), g.Ops[2].Bounds(); b != (Rect{a.X0 + 5, a.Y0 + 7, a.X1 + 5, a.Y1 + 7}) {
		t.Errorf("a clip from %v, drawn at 5, 7, reaches from %v", a, b)
	}
	if f.Ops[2].Clip.Path[0].P[0] != (Point{}) {
		t.Error("drawing a figure has changed it")
	}
}

func TestSVGDeterministic(t *testing.T) {
	a, b := sampleFigure().SVG(SVGOptions{Glyph: square}), sampleFigure().SVG(SVGOptions{Glyph: square})
	if !bytes.Equal(a, b) {
		t.Error("the same figure gives different bytes")
	}
}

// A figure comes from a cell, which may put anything into it: the SVG stays well-formed and carries no markup of the
// cell's.
func TestSVGHostile(t *testing.T) {
	const evil = "\"><script>alert(1)</script>\x00\x1b\xff]]>"
	var p Path
	p.MoveTo(math.NaN(), math.Inf(1))
	p.LineTo(1e300, -1e300)
	f := &Figure{W: math.NaN(), H: math.Inf(-1), Alt: evil, Ops: []Op{
		{},
		{Path: &PathOp{Path: p, Fill: evil, Stroke: evil, Width: 1, Dash: []float64{math.NaN()}}},
		{Path: &PathOp{Path: Path{{Kind: '"'}}, Fill: "ink"}},
		{Text: &TextOp{Face: evil, Size: math.NaN(), Color: evil, Text: evil}},
		{Glyph: &GlyphOp{Face: evil, Size: math.NaN(), Color: evil, GID: -1, Text: evil}},
		{Image: &ImageOp{PNG: []byte(evil)}},
	}}
	for _, o := range []SVGOptions{{}, {Glyph: square, Prefix: evil, Class: evil}} {
		got := string(f.SVG(o))
		if strings.Contains(got, "<script") {
			t.Errorf("markup of the cell's is in the drawing:\n%s", got)
		}
		wellFormed(t, got)
	}
}

func wellFormed(t *testing.T, svg string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("not well-formed: %v\n%s", err, svg)
		}
	}
}
