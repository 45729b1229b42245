// Package figure is a drawing as a display list.
//
// Whoever draws (a plot, a formula, an image of a table) makes a [Figure]; whoever shows it walks the list: [Figure.SVG]
// for the page and HTML, notebook/pdf for page operators. Lengths are points (1/72 inch). The origin is the lower left
// corner of the figure's box, y grows upwards, as in PDF. A figure names faces and colour roles, never font files or
// theme values, so the same figure is right in a light page, a dark page and on paper.
//
// [ReadSVG] goes the other way: it reads the SVG files of drawing programs (svgread.go, and a file for each thing that
// SVG has: svgtree.go, svgstyle.go, svgsheet.go, svgcolor.go, svgnumber.go, svgpath.go, svgshape.go, svgclip.go,
// svggradient.go, svgpattern.go, svgtext.go, svgpicture.go, svgforeign.go).
package figure

// A Figure is a box of W × H points with a list of operations, painted in order.
//
// Depth is the part of H below the baseline; it is 0 for everything but formulas. Alt is the text alternative, for
// readers who cannot see the drawing.
type Figure struct {
	W     float64 `json:"w"`
	H     float64 `json:"h"`
	Depth float64 `json:"depth,omitempty"`
	Alt   string  `json:"alt,omitempty"`
	Ops   []Op    `json:"ops"`
}

// An Op is one operation: exactly one of its fields is set.
type Op struct {
	Path  *PathOp  `json:"path,omitempty"`
	Text  *TextOp  `json:"text,omitempty"`
	Glyph *GlyphOp `json:"glyph,omitempty"`
	Image *ImageOp `json:"image,omitempty"`
	Clip  *ClipOp  `json:"clip,omitempty"`
}

// A Color is a role ("ink", "muted", "grid", "paper", "accent", "error", "series1" … "series8") or a literal
// "#rrggbb" or "#rrggbbaa". A role may be faded to a percentage: "series1/40". The empty Color paints nothing.
// [Color.Literal] gives its components.
type Color string

// A PathOp fills and then strokes a path. Width is the line width; Dash alternates on and off lengths, of which the
// line has passed Offset where it begins.
type PathOp struct {
	Path    Path      `json:"d"`
	Fill    Color     `json:"fill,omitempty"`
	EvenOdd bool      `json:"evenodd,omitempty"` // fill by the even-odd rule, not by the winding number
	Stroke  Color     `json:"stroke,omitempty"`
	Width   float64   `json:"width,omitempty"`
	Dash    []float64 `json:"dash,omitempty"`
	Offset  float64   `json:"offset,omitempty"`
	Cap     string    `json:"cap,omitempty"`  // the ends of lines: "butt", "round", "square"; "": as the renderer likes
	Join    string    `json:"join,omitempty"` // the corners: "miter" up to 4 widths, "bevel", "round"; "": round
}

// A ClipOp paints operations, and of them only what lies inside a path.
type ClipOp struct {
	Path    Path `json:"d"`
	EvenOdd bool `json:"evenodd,omitempty"`
	Ops     []Op `json:"ops"`
}

// A TextOp sets one line of text with its baseline starting at X, Y, turned by Angle degrees counter-clockwise around
// that point. Width is the advance that the drawer measured; a renderer may use it to correct for other metrics.
type TextOp struct {
	X     float64 `json:"x"`
	Y     float64 `json:"y"`
	Face  string  `json:"face"` // a face name of notebook/font: "sans", "sans-bold", "mono", "mono-bold", "math"
	Size  float64 `json:"size"`
	Color Color   `json:"color"`
	Angle float64 `json:"angle,omitempty"`
	Width float64 `json:"width,omitempty"`
	Slant bool    `json:"slant,omitempty"` // oblique
	Text  string  `json:"text"`
}

// A GlyphOp draws one glyph of a face by its number, for glyphs that no character names (the stretched delimiters and
// size variants of formulas). Text is what copying it should give; it may be empty.
type GlyphOp struct {
	X     float64 `json:"x"`
	Y     float64 `json:"y"`
	Face  string  `json:"face"`
	Size  float64 `json:"size"`
	Color Color   `json:"color"`
	GID   int     `json:"gid"`
	Text  string  `json:"text,omitempty"`
}

// An ImageOp draws a PNG (or a JPEG, which photographs in SVG files are) into the box whose lower left corner is X, Y. Smooth is false where pixels are data (heat
// maps, digits) and must stay sharp squares.
type ImageOp struct {
	X      float64 `json:"x"`
	Y      float64 `json:"y"`
	W      float64 `json:"w"`
	H      float64 `json:"h"`
	PNG    []byte  `json:"png"`
	Smooth bool    `json:"smooth,omitempty"`
}
