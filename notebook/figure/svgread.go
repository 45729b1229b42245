package figure

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A Measure returns the width in points of a line of text in a face at a size in points.
type Measure func(face string, size float64, text string) float64

// ReadSVG reads an SVG file as a drawing: paths stay paths, text stays text, in the faces of this program that measure
// knows, and nothing becomes pixels that is not. A pixel of CSS is 3/4 point. The figure's Alt is the file's title.
//
// The reader knows SVG 1.1 without scripts, animation, filters and masks, with what drawing programs write from SVG 2.
// What it leaves out or draws otherwise, the warnings name, each once. Nothing outside data is ever read. The error
// tells why data gives no drawing at all: it is no SVG, too large, or without a size.
func ReadSVG(data []byte, measure Measure) (*Figure, []string, error) {
	root, ids, err := parseSVG(data)
	if err != nil {
		return nil, nil, err
	}
	w, h := rootSize(root)
	k := min(1, maxSVGSide/w, maxSVGSide/h) * pointsPerPixel
	if !(w*k >= minSVGSide && h*k >= minSVGSide) {
		return nil, nil, errors.New("the SVG drawing has no size")
	}
	f := &Figure{W: w * k, H: h * k}
	r := &svgReader{measure: measure, ids: ids, out: &f.Ops}
	r.styleSheets(root)
	if t := root.child("title"); t != nil {
		f.Alt = strings.Join(strings.Fields(t.content()), " ")
	}
	s := svgState{m: matrix{k, 0, 0, -k, 0, f.H}, st: initialStyle(), w: w, h: h, unit: k}
	r.style(root, &s.st)
	s.m = s.m.mul(viewBoxFit(svgNumbers(root.attrs["viewBox"]), w, h, root.attrs["preserveAspectRatio"]))
	if box := svgNumbers(root.attrs["viewBox"]); len(box) == 4 {
		s.w, s.h = box[2], box[3]
	}
	r.children(root, s)
	f.Ops = withinBox(f.Ops, Rect{0, 0, f.W, f.H})
	return f, r.warnings, nil
}

// pointsPerPixel is the size of CSS's pixel.
const pointsPerPixel = 0.75

// The limits of a drawing: its sides, elements drawn inside each other, warnings.
const (
	maxSVGSide  = 14400 / pointsPerPixel // in pixels: what PDF allows a page
	minSVGSide  = 0.07                   // in points
	maxNested   = 250
	maxWarnings = 20
)

// An svgCost is what drawing has taken so far. References make a small file draw much: a drawing ends where one of the
// counts passes its limit.
type svgCost struct {
	elements int // drawn, and looked at for what they hand down
	ops      int
	segments int
	bytes    int // of attributes and text, each time they were read
	rules    int // of style sheets, compared with elements
	pixels   int // of pictures
}

var maxSVGCost = svgCost{elements: 200_000, ops: 200_000, segments: maxSVGSegments, bytes: 100 << 20, rules: 20_000_000, pixels: 1 << 26}

// exhausted tells whether no more is to be drawn.
func (c *svgCost) exhausted() bool {
	m := &maxSVGCost
	return c.elements > m.elements || c.ops > m.ops || c.segments > m.segments || c.bytes > m.bytes
}

// An svgReader turns a tree into operations.
type svgReader struct {
	measure  Measure
	ids      map[string]*svgNode
	sheet    cssSheet
	out      *[]Op
	spent    svgCost
	tiling   bool // inside a pattern
	warnings []string
}

// An svgState is what holds where an element is drawn.
type svgState struct {
	m     matrix // from user coordinates to points
	st    svgStyle
	w, h  float64 // of the viewport, in user units
	unit  float64 // points to the pixel, outside all transforms
	depth int
}

// warn notes something that is not drawn as the file says.
func (r *svgReader) warn(format string, args ...any) {
	if w := "SVG: " + fmt.Sprintf(format, args...); len(r.warnings) < maxWarnings && !slices.Contains(r.warnings, w) {
		r.warnings = append(r.warnings, w)
	}
}

// rootSize is the size of the drawing in pixels: what the file says, else its viewBox, else what browsers take.
func rootSize(root *svgNode) (w, h float64) {
	side := func(name string) float64 {
		s := root.attrs[name]
		if v, ok := svgLength(s, 0, 16); ok && !strings.HasSuffix(strings.TrimSpace(s), "%") {
			return v
		}
		return 0
	}
	w, h = side("width"), side("height")
	box := svgNumbers(root.attrs["viewBox"])
	if len(box) != 4 || !(box[2] > 0 && box[3] > 0) {
		box = []float64{0, 0, 300, 150}
	}
	_, hasW := root.attrs["width"]
	_, hasH := root.attrs["height"]
	switch {
	case w == 0 && hasW && !strings.HasSuffix(root.attrs["width"], "%") || h == 0 && hasH && !strings.HasSuffix(root.attrs["height"], "%"):
		// it asks for nothing to be drawn
	case w == 0 && h == 0:
		w, h = box[2], box[3]
	case w == 0:
		w = h * box[2] / box[3]
	case h == 0:
		h = w * box[3] / box[2]
	}
	return w, h
}

// styleSheets reads the style elements, wherever they stand.
func (r *svgReader) styleSheets(n *svgNode) {
	if n.name == "style" {
		for _, u := range r.sheet.add(n.content()) {
			r.warn("style rules for %s are not used", u)
		}
	}
	for _, k := range n.kids {
		r.styleSheets(k)
	}
}

func (r *svgReader) children(n *svgNode, s svgState) {
	for _, k := range n.kids {
		r.draw(k, s)
	}
}

// draw draws an element and what is in it.
func (r *svgReader) draw(n *svgNode, s svgState) {
	if n.name == "" || n.name == "?" || strings.HasPrefix(n.name, "html:") || notDrawn[n.name] {
		return
	}
	if r.spent.elements++; r.spent.exhausted() {
		r.warn("the drawing is too large: the rest of it is not drawn")
		return
	}
	if s.depth++; s.depth > maxNested {
		r.warn("elements nested more than %d deep are not drawn", maxNested)
		return
	}
	if r.prop(n, "display") == "none" {
		return
	}
	r.style(n, &s.st)
	if t := r.prop(n, "transform"); t != "" && t != "none" {
		s.m = s.m.mul(svgTransform(t))
	}
	r.effects(n)
	r.clip(n, s, func() { r.element(n, s) })
}

// notDrawn are the elements that say something about others, or about the file.
var notDrawn = map[string]bool{
	"defs": true, "symbol": true, "clipPath": true, "mask": true, "marker": true, "pattern": true, "linearGradient": true,
	"radialGradient": true, "filter": true, "style": true, "title": true, "desc": true, "metadata": true, "font": true,
	"stop": true, "view": true, "cursor": true, "color-profile": true,
}

// effects warns of what is left out of an element's looks.
func (r *svgReader) effects(n *svgNode) {
	for _, name := range []string{"mask", "filter"} {
		if v := r.prop(n, name); v != "" && v != "none" {
			r.warn("a %s has no effect", name)
		}
	}
}

// element draws an element whose state is set.
func (r *svgReader) element(n *svgNode, s svgState) {
	switch n.name {
	case "g", "a":
		r.group(n, s)
	case "switch":
		r.choose(n, s)
	case "svg":
		r.nested(n, s)
	case "use":
		r.use(n, s)
	case "path", "rect", "circle", "ellipse", "line", "polyline", "polygon":
		r.shape(n, s)
	case "text":
		r.text(n, s)
	case "image":
		r.picture(n, s)
	case "foreignObject":
		r.foreign(n, s)
	default:
		r.warn("<%s> is not drawn", firstRunes(n.name, 40))
	}
}

// group draws the children of a group. The display list has no opacity of groups: where parts lie over each other, the
// lower one shows through.
func (r *svgReader) group(n *svgNode, s svgState) {
	before := len(*r.out)
	r.children(n, s)
	if v := r.prop(n, "opacity"); v != "" && len(*r.out) > before+1 {
		opacity := 1.0
		if number(v, &opacity, 1); opacity < 1 {
			r.warn("the parts of a transparent group show through each other")
		}
	}
}

func firstRunes(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}

// length is an attribute of an element as a length; whole is what 100 % is.
func (s *svgState) length(n *svgNode, name string, whole, missing float64) float64 {
	if v, ok := svgLength(n.attrs[name], whole, s.st.size); ok {
		return v
	}
	return missing
}

// choose draws the first alternative that gives something. Diagram editors write labels as HTML, with text, often
// cut short, or a picture for readers that do not know HTML: the picture is the last choice.
func (r *svgReader) choose(n *svgNode, s svgState) {
	var last *svgNode
	warned := r.warnings
	for _, k := range n.kids {
		switch {
		case k.name == "" || k.name == "?" || !spoken(k.attrs["systemLanguage"]):
			continue
		case k.name == "image":
			last = k
			continue
		case k.name != "foreignObject":
			r.warnings = warned
			r.draw(k, s)
			return
		}
		if ops := r.collected(func() { r.draw(k, s) }); len(ops) > 0 {
			*r.out = append(*r.out, ops...)
			return
		}
	}
	if last != nil {
		r.draw(last, s)
	}
}

// spoken tells whether an alternative is for everybody or in a language of the reports.
func spoken(languages string) bool {
	return languages == "" || strings.Contains(languages, "ko") || strings.Contains(languages, "en")
}

// nested draws an svg element inside another.
func (r *svgReader) nested(n *svgNode, s svgState) {
	w, h := s.length(n, "width", s.w, s.w), s.length(n, "height", s.h, s.h)
	s.m = s.m.mul(matrix{1, 0, 0, 1, s.length(n, "x", s.w, 0), s.length(n, "y", s.h, 0)})
	r.viewport(n, s, w, h)
}

// viewport draws the children of n in a box of w × h at the origin, through its viewBox.
func (r *svgReader) viewport(n *svgNode, s svgState, w, h float64) {
	if w <= 0 || h <= 0 {
		return
	}
	outer := s.m
	s.w, s.h = w, h
	if box := svgNumbers(n.attrs["viewBox"]); len(box) == 4 {
		if box[2] <= 0 || box[3] <= 0 {
			return
		}
		s.m = s.m.mul(viewBoxFit(box, w, h, n.attrs["preserveAspectRatio"]))
		s.w, s.h = box[2], box[3]
	}
	if r.prop(n, "overflow") == "visible" {
		r.children(n, s)
		return
	}
	r.within(Rect{0, 0, w, h}.path().placed(outer), false, func() { r.children(n, s) })
}

// use draws an element that stands elsewhere in the file.
func (r *svgReader) use(n *svgNode, s svgState) {
	target := r.ids[n.href()]
	if target == nil {
		if n.attrs["href"] != "" {
			r.warn("<use> of %s is not drawn: no such element in the file", firstRunes(n.attrs["href"], 60))
		}
		return
	}
	s.m = s.m.mul(matrix{1, 0, 0, 1, s.length(n, "x", s.w, 0), s.length(n, "y", s.h, 0)})
	switch target.name {
	case "symbol", "svg":
		if s.depth++; s.depth > maxNested || r.prop(target, "display") == "none" {
			return
		}
		r.style(target, &s.st)
		w := s.length(n, "width", s.w, s.length(target, "width", s.w, s.w))
		h := s.length(n, "height", s.h, s.length(target, "height", s.h, s.h))
		r.viewport(target, s, w, h)
	default:
		r.draw(target, s)
	}
}

// emit adds an operation.
func (r *svgReader) emit(op Op) {
	r.spent.ops++
	*r.out = append(*r.out, op)
}
