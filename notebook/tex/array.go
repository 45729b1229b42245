package tex

import (
	"slices"

	"quire/notebook/figure"
)

// ruleWidth and doubleRule are the measures of the rules of arrays, in em: 0.4 pt and 2 pt at 10 pt.
const (
	ruleWidth  = .04
	doubleRule = .2
	tagSpace   = 2   // before a tag
	rowSkip    = .05 // around what is higher than a line
)

// grid is a table that has been measured.
type grid struct {
	cells     [][]box
	widths    []float64
	left      []float64 // where each column begins
	high, low []float64 // of each row
	tags      []box
	width     float64
	measure   float64 // tags stand at its end; 0 for none
	shift     float64 // of the rows, to the right
}

// multlineSpread is how much wider than its widest row a multline is where there is no measure, in em.
const multlineSpread = 2

// spread makes a table of one column as wide as the measure, or wider than its rows by extra.
func (g *grid) spread(measure, extra float64) {
	if len(g.widths) != 1 {
		return
	}
	g.widths[0] = max(g.widths[0]+extra, measure)
	g.width = g.widths[0]
}

// table sets rows of cells, centred on the axis.
func (c context) table(t table) box {
	if len(t.rows) == 0 {
		return c.enclose(box{}, t.left, t.right, 0)
	}
	measure := c.measure
	c.measure = 0
	in := c
	in.style = max(t.style, min(c.style, scriptScriptStyle))
	if c.style == displayStyle {
		in.style = t.style
	}
	g := in.gridOf(t)
	tags := 0.0
	for _, tag := range g.tags {
		if tag.w > 0 {
			tags = max(tags, tag.w+tagSpace*c.em)
		}
	}
	if t.spread {
		g.spread(measure-tags, multlineSpread*c.em)
	}
	g.measure = measure
	if measure > 0 && tags > 0 { // the rows stand in the middle of the measure, or left of the tags
		g.shift = max(0, min((measure-g.width)/2, measure-tags-g.width))
	}
	b := in.placeRows(t, g)
	out := box{w: b.w}
	half := (b.h + b.d) / 2
	out.put(b, 0, c.k(axisHeight)+half-b.h)
	if t.left == 0 && t.right == 0 {
		return out
	}
	return c.enclose(out, t.left, t.right, c.delimiterSize(out))
}

// gridOf sets the cells.
func (c context) gridOf(t table) grid {
	n := len(t.rows)
	g := grid{cells: make([][]box, n), high: make([]float64, n), low: make([]float64, n), tags: make([]box, n)}
	size := c.size()
	for i, r := range t.rows {
		g.high[i], g.low[i] = t.strut[0]*size, t.strut[1]*size
		for j, cell := range r {
			if col := t.column(j); col.align == 'l' && j > 0 && t.column(j-1).align == 'r' {
				cell = afterNothing(cell)
			} else if t.spread && i > 0 {
				cell = afterNothing(cell)
			}
			b := c.closed(cell)
			g.cells[i] = append(g.cells[i], b)
			if j == len(g.widths) {
				g.widths = append(g.widths, 0)
			}
			g.widths[j] = max(g.widths[j], b.w)
			above, below := rowSkip, rowSkip
			if i == 0 && !t.ruled() {
				above = 0
			}
			if i == n-1 && !t.ruled() {
				below = 0
			}
			g.high[i], g.low[i] = max(g.high[i], b.h+above*size), max(g.low[i], b.d+below*size)
		}
		if i < len(t.tags) && t.tags[i] != "" {
			g.tags[i] = c.words(t.tags[i], c.text, size*c.scale)
		}
	}
	x := t.edge * size
	for j, w := range g.widths {
		if j > 0 {
			x += t.column(j).space * size
		}
		g.left = append(g.left, x)
		x += w
	}
	g.width = x + t.edge*size
	return g
}

// afterNothing puts an empty atom before a cell, so that a relation at its head keeps the space before it.
func afterNothing(cell node) node {
	if r, ok := cell.(row); ok {
		return row{append([]node{row{}}, r.items...)}
	}
	return row{[]node{row{}, cell}}
}

func (t table) column(j int) column { return t.columns[j%len(t.columns)] }

// placeRows puts the rows under each other and draws the rules. The reference point of the result is its upper left
// corner.
func (c context) placeRows(t table, g grid) box {
	var out box
	y := 0.0
	rules := func(i int) {
		if i < len(t.lines) {
			y -= c.hlines(&out, t.lines[i], y, g.width)
		}
	}
	rules(0)
	for i, cells := range g.cells {
		if i > 0 {
			y -= t.jot * c.size()
		}
		y -= g.high[i]
		for j, b := range cells {
			free := g.widths[j] - b.w
			x := g.left[j]
			align := t.column(j).align
			if t.spread && i == 0 {
				align = 'l'
			} else if t.spread && i == len(g.cells)-1 {
				align = 'r'
			}
			switch align {
			case 'c':
				x += free / 2
			case 'r':
				x += free
			}
			out.put(b, g.shift+x, y)
		}
		if tag := g.tags[i]; tag.w > 0 {
			at := max(g.shift+g.width+tagSpace*c.em, g.measure-tag.w)
			out.put(tag, at, y)
			out.w = max(out.w, at+tag.w)
		}
		y -= g.low[i]
		if i < len(t.gaps) {
			y -= t.gaps[i] * c.size()
		}
		rules(i + 1)
	}
	c.vlines(&out, t, g, y)
	out.w, out.h, out.d = max(out.w, g.width), 0, -y
	return out
}

// hlines draws horizontal rules from y downwards and returns how much room they take.
func (c context) hlines(out *box, rules string, y, w float64) float64 {
	used := 0.0
	for i, r := range rules {
		if i > 0 {
			used += doubleRule * c.em
		}
		used += ruleWidth * c.em
		if r == ':' {
			var p figure.Path
			p.MoveTo(0, 0)
			p.LineTo(w, 0)
			dash := []float64{.4 * c.em, .4 * c.em}
			op := figure.PathOp{Path: p, Stroke: c.color, Width: ruleWidth * c.em, Dash: dash}
			out.draw(figure.Op{Path: &op}, 0, y-used+ruleWidth*c.em/2)
			continue
		}
		out.rule(0, y-used, w, ruleWidth*c.em, c.color)
	}
	return used
}

// vlines draws the vertical rules between the columns.
func (c context) vlines(out *box, t table, g grid, bottom float64) {
	draw := func(n int, x float64) {
		x -= float64(n-1) * doubleRule * c.em / 2
		for i := range n {
			out.rule(x+float64(i)*doubleRule*c.em-ruleWidth*c.em/2, bottom, ruleWidth*c.em, -bottom, c.color)
		}
	}
	for j, col := range t.columns[:min(len(t.columns), len(g.widths))] {
		x := 0.0
		if j > 0 {
			x = (g.left[j] + g.left[j-1] + g.widths[j-1]) / 2
		}
		draw(col.rules, x)
	}
	draw(t.rules, g.width)
}

// ruled tells whether the table has horizontal rules.
func (t table) ruled() bool {
	return slices.ContainsFunc(t.lines, func(rules string) bool { return rules != "" })
}
