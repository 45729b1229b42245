package figure

import "strings"

// foreign draws the text of a foreignObject: the labels that diagram editors write as HTML. Of HTML's layout it knows
// lines, and text in the middle or at one side of its box; draw.io gives the box in the style of the first element.
func (r *svgReader) foreign(n *svgNode, s svgState) {
	var root *svgNode
	for _, k := range n.kids {
		if strings.HasPrefix(k.name, "html:") {
			root = k
			break
		}
	}
	if root == nil {
		return
	}
	box := Rect{s.length(n, "x", s.w, 0), s.length(n, "y", s.h, 0), 0, 0}
	box.X1, box.Y1 = box.X0+s.length(n, "width", s.w, 0), box.Y0+s.length(n, "height", s.h, 0)
	l := &foreignText{r: r, align: "start", upright: 0.5}
	s.st.anchor, s.st.baseline, s.st.preserve = "start", "", false
	if !r.foreignBox(root, &box, l) && strings.HasSuffix(n.attrs["width"], "%") {
		r.warn("HTML in the drawing is not drawn")
		return
	}
	l.take(root, s)
	l.draw(box)
}

// foreignBox reads the box of a label as draw.io writes it: padding-top, margin-left and width of a flex box.
func (r *svgReader) foreignBox(n *svgNode, box *Rect, l *foreignText) bool {
	length := func(name string) (float64, bool) { return svgLength(r.prop(n, name), 0, 16) }
	top, ok := length("padding-top")
	left, ok2 := length("margin-left")
	width, ok3 := length("width")
	if !ok || !ok2 || !ok3 {
		return false
	}
	*box = Rect{left, top, left + width, top}
	switch align := r.prop(n, "justify-content"); {
	case strings.Contains(align, "center"):
		l.align = "middle"
	case strings.Contains(align, "end"):
		l.align = "end"
	}
	switch align := r.prop(n, "align-items"); {
	case strings.Contains(align, "start"):
		l.upright = 0
	case strings.Contains(align, "end"):
		l.upright = 1
	}
	return true
}

// A foreignText gathers the lines of a label.
type foreignText struct {
	r       *svgReader
	lines   [][]svgPiece
	nowrap  bool
	align   string
	upright float64 // where the lines stand in the height of the box: 0 at the top, 1 at the bottom
	spaced  svgText // for white space
}

// htmlBlocks are the elements of HTML that begin a line.
var htmlBlocks = map[string]bool{"html:div": true, "html:p": true, "html:li": true, "html:tr": true, "html:h1": true, "html:h2": true, "html:h3": true}

func (l *foreignText) take(n *svgNode, s svgState) {
	if s.depth++; s.depth > maxNested || l.r.spent.exhausted() || l.r.prop(n, "display") == "none" {
		return
	}
	l.r.spent.elements++
	l.r.spent.bytes += n.length
	decls := l.r.declarations(n)
	for i := range decls {
		switch d := &decls[i]; d.name {
		case "text-align":
			align, ok := map[string]string{"center": "middle", "right": "end", "end": "end", "left": "start", "start": "start"}[d.value]
			if ok {
				l.align = align
			}
		case "white-space":
			l.nowrap = strings.HasPrefix(d.value, "nowrap")
		case "color", "font", "font-size", "font-family", "font-weight", "font-style":
			s.st.set(d.name, d.value)
		}
	}
	switch n.name {
	case "html:b", "html:strong", "html:h1", "html:h2", "html:h3":
		s.st.bold = true
	case "html:i", "html:em":
		s.st.oblique = true
	case "html:center":
		l.align = "middle"
	}
	s.st.fill = svgPaint{rgb: s.st.color}
	if htmlBlocks[n.name] {
		l.newLine(false)
	}
	for _, k := range n.kids {
		switch {
		case k.name == "":
			l.add(k.text, s)
		case k.name == "html:br":
			l.newLine(true)
		case strings.HasPrefix(k.name, "html:") && k.name != "html:style" && k.name != "html:script":
			l.take(k, s)
		}
	}
	if htmlBlocks[n.name] {
		l.newLine(false)
	}
}

// newLine begins a line, unless the last one is still empty.
func (l *foreignText) newLine(always bool) {
	if n := len(l.lines); always || n > 0 && len(l.lines[n-1]) > 0 {
		l.lines = append(l.lines, nil)
	}
	l.spaced.spaced = true
}

func (l *foreignText) add(text string, s svgState) {
	if len(l.lines) == 0 {
		l.lines, l.spaced.spaced = [][]svgPiece{nil}, true
	}
	text = l.spaced.collapsed(strings.ReplaceAll(text, "\u00a0", " "), false)
	if text != "" {
		n := len(l.lines) - 1
		l.lines[n] = append(l.lines[n], svgPiece{s: s, text: text})
	}
}

// draw sets the lines in their box.
func (l *foreignText) draw(box Rect) {
	const leading = 1.2
	var lines [][]svgPiece
	height := 0.0
	for _, line := range l.lines {
		for _, short := range l.wrapped(line, box.X1-box.X0) {
			lines = append(lines, short)
			height += leading * short[0].s.st.size
		}
	}
	y := box.Y0 + (box.Y1-box.Y0-height)*l.upright
	x := map[string]float64{"start": box.X0, "middle": (box.X0 + box.X1) / 2, "end": box.X1}[l.align]
	for _, line := range lines {
		size := line[0].s.st.size
		t := &svgText{r: l.r, spaced: true, anchor: l.align, x: x, origin: x, y: y + size*(leading/2+0.36)}
		for _, p := range line {
			t.add(p.text, p.s)
		}
		t.trim()
		t.flush()
		y += leading * size
	}
}

// wrapped cuts a line at spaces where it is wider than its box. Editors give labels that may have any width a box of
// one pixel.
func (l *foreignText) wrapped(line []svgPiece, measure float64) [][]svgPiece {
	if len(line) == 0 {
		return nil
	}
	if l.nowrap || measure <= 1 {
		return [][]svgPiece{line}
	}
	out := [][]svgPiece{nil}
	x := 0.0
	for _, p := range line {
		for _, word := range strings.SplitAfter(p.text, " ") {
			if word == "" {
				continue
			}
			width := func(s string) float64 { return l.r.measure(p.s.st.face(), p.s.st.size, s) }
			last := len(out) - 1
			if x > 0 && x+width(strings.TrimRight(word, " ")) > measure {
				out, x = append(out, nil), 0
				last++
			}
			out[last] = append(out[last], svgPiece{s: p.s, text: word})
			x += width(word)
		}
	}
	for i := range out {
		out[i] = joined(out[i])
	}
	return out
}

// joined makes one piece of neighbours in one style.
func joined(line []svgPiece) []svgPiece {
	var out []svgPiece
	for _, p := range line {
		if n := len(out) - 1; n >= 0 && out[n].s.st.face() == p.s.st.face() && out[n].s.st.size == p.s.st.size &&
			out[n].s.st.fill == p.s.st.fill && out[n].s.st.oblique == p.s.st.oblique {
			out[n].text += p.text
			continue
		}
		out = append(out, p)
	}
	return out
}
