package tex

import (
	"math"
	"slices"

	"quire/notebook/figure"
)

// A Piece is a part of a formula inside a paragraph that stays on one line. Behind it, a line may end at a cost; where
// it does not, there is space.
type Piece struct {
	Figure *figure.Figure
	Cost   float64 // of a break behind the piece; the last piece has none
	Space  float64 // to the next piece, in points; it vanishes at a break
}

// TeX's penalties for a break behind a relation and behind a binary operator.
const (
	relPenalty = 500
	binPenalty = 700
)

// Inline sets a formula in the pieces that a paragraph may part it into: behind relations and binary operators of its
// outermost level.
func Inline(src string, o Options) ([]Piece, []Problem) {
	o.Display = false
	o = o.withDefaults()
	n, problems := parse(src, o.Macros)
	c := o.context()
	r, ok := n.(row)
	if !ok || len(r.items) < 3 {
		return []Piece{{Figure: c.formula(n).figure(src)}}, problems
	}
	classes := atomClasses(r.items)
	var out []Piece
	from, begun := 0, c // how the piece begins to be set
	for i := range r.items {
		next := nextAtom(r.items, i+1)
		if next == len(r.items) || !prints(r.items[i]) || classes[i] != bin && (classes[i] != rel || classes[next] == rel) {
			continue
		}
		p := Piece{Cost: relPenalty, Figure: begun.atoms(r.items[from:i+1], classes[from:i+1]).figure(src)}
		if classes[i] == bin {
			p.Cost = binPenalty
		}
		begun = begun.after(r.items[from : i+1])
		p.Space = begun.spaceBetween(classes[i], classes[next]) * begun.size()
		out = append(out, p)
		from = i + 1
	}
	last := begun.atoms(r.items[from:], classes[from:])
	return append(out, Piece{Figure: last.figure(src)}), problems
}

// nextAtom is the index of the first atom from i on.
func nextAtom(items []node, i int) int {
	for i < len(items) && !prints(items[i]) {
		i++
	}
	return i
}

// fitted sets a display within the measure: on one line when it can be.
func (c context) fitted(n node) box {
	measure := c.measure
	c.measure = 0
	if t, ok := n.(tagged); ok {
		return c.tagged(t, measure)
	}
	t, isTable := soleTable(n)
	if isTable {
		t = c.brokenRows(t, measure)
		if len(t.tags) > 0 && slices.ContainsFunc(t.tags, func(s string) bool { return s != "" }) || t.spread {
			c.measure = measure
		}
		return c.table(t)
	}
	b := c.closed(n)
	if b.w <= measure {
		return b
	}
	if lines, ok := c.broken(n, measure, measure); ok {
		return c.stackLines(lines)
	}
	return b
}

// tagged sets a display with its tag at the end of the measure.
func (c context) tagged(t tagged, measure float64) box {
	tag := c.words(t.tag, c.text, c.size()*c.scale)
	room := measure - tag.w - tagSpace*c.em
	if room < measure/3 {
		return c.node(t).closed()
	}
	c.measure = room
	b := c.fitted(t.body)
	c.measure = 0
	out := box{w: max(measure, b.w+tagSpace*c.em+tag.w)}
	x := (measure - b.w) / 2
	if x+b.w > room {
		x = max(0, room-b.w)
	}
	out.put(b, x, 0)
	out.put(tag, out.w-tag.w, 0)
	return out
}

// soleTable is the table without delimiters that n is, or has as its only atom.
func soleTable(n node) (table, bool) {
	for {
		switch v := n.(type) {
		case table:
			return v, v.left == 0 && v.right == 0
		case row:
			if len(v.items) != 1 {
				return table{}, false
			}
			n = v.items[0]
		default:
			return table{}, false
		}
	}
}

// A brokenLine is one line of a display: where it begins, from the left, and its box.
type brokenLine struct {
	indent float64
	box    box
}

// segment is what stands between two places where a display may be broken.
type segment struct {
	from, to int
	w        float64 // with the space before it when it stands behind another
	alone    float64 // at the head of a line
	binary   bool    // begins with a binary operator, not a relation
}

// The costs of a broken display: of each line, and of a break at a binary operator, which is worse than at a relation.
const (
	lineCost   = 10
	binaryCost = 6
	// alignWithin is how far to the right of a line, as a part of the measure, relations are lined up under the first.
	alignWithin = .4
	breakIndent = 2 // of lines that are not lined up, in em
)

// broken parts a row before its outermost relations and binary operators so that no line is wider than the measure (the
// first: than first). It fails where there is no way.
func (c context) broken(n node, first, measure float64) ([]brokenLine, bool) {
	r, ok := n.(row)
	for ok && len(r.items) == 1 {
		r, ok = r.items[0].(row)
	}
	if !ok {
		return nil, false
	}
	classes := atomClasses(r.items)
	segs := c.segments(r.items, classes)
	if len(segs) < 2 || len(segs) > 400 {
		return nil, false
	}
	relIndent, binIndent := c.indents(r.items, classes, segs, measure)
	starts := bestBreaks(segs, func(i int) float64 {
		switch {
		case i == 0:
			return first
		case segs[i].binary:
			return measure - binIndent
		}
		return measure - relIndent
	})
	if starts == nil {
		return nil, false
	}
	var out []brokenLine
	for k, i := range starts {
		end := len(r.items)
		if k+1 < len(starts) {
			end = segs[starts[k+1]].from
		}
		ln := brokenLine{box: c.after(r.items[:segs[i].from]).atoms(r.items[segs[i].from:end], classes[segs[i].from:end])}
		switch {
		case i == 0:
		case segs[i].binary:
			ln.indent = binIndent
		default:
			ln.indent = relIndent
		}
		out = append(out, ln)
	}
	return out, true
}

// segments measures the parts of a row between the places where it may be broken.
func (c context) segments(items []node, classes []class) []segment {
	var out []segment
	from, prev := 0, noClass
	binary := false
	end := func(to int) {
		b := c.atoms(items[from:to], classes[from:to])
		s := segment{from: from, to: to, alone: b.w, w: b.w, binary: binary}
		if first := nextAtom(items, from); from > 0 && first < to {
			s.w += c.spaceBetween(prev, classes[first]) * c.size()
		}
		out = append(out, s)
		c = c.after(items[from:to])
	}
	last := noClass
	for i, n := range items {
		if !prints(n) {
			continue
		}
		if cls := classes[i]; last != noClass && (cls == bin || cls == rel && last != rel) {
			end(i)
			from, prev, binary = i, last, cls == bin
		}
		last = classes[i]
	}
	end(len(items))
	return out
}

// indents are where lines begin that start with a relation and with a binary operator: under the first relation, and
// behind it, when that is not too far to the right.
func (c context) indents(items []node, classes []class, segs []segment, measure float64) (relIndent, binIndent float64) {
	x := 0.0
	for i, s := range segs {
		if i > 0 && !s.binary {
			x += s.w - s.alone
			sign := c.after(items[:s.from]).closed(items[s.from])
			behind := x + sign.w + mu[thick]*c.size()
			if behind <= alignWithin*measure {
				return x, behind
			}
			break
		}
		x += s.w
	}
	return breakIndent * c.em, (breakIndent + 1) * c.em
}

// bestBreaks chooses the segments that begin lines; width is how wide the line that begins with a segment may be. It
// is nil when some line cannot be made narrow enough.
func bestBreaks(segs []segment, width func(i int) float64) []int {
	n := len(segs)
	cost, next := make([]float64, n+1), make([]int, n)
	for i := n - 1; i >= 0; i-- {
		cost[i] = math.Inf(1)
		room, w := width(i), segs[i].alone
		for j := i + 1; j <= n; j++ {
			if w > room+1e-6 {
				break
			}
			here := lineCost + cost[j]
			if j < n {
				if segs[j].binary {
					here += binaryCost
				}
				here += 4 * (room - w) * (room - w) / (room * room)
				w += segs[j].w
			}
			if here < cost[i] {
				cost[i], next[i] = here, j
			}
		}
	}
	if math.IsInf(cost[0], 1) {
		return nil
	}
	var out []int
	for i := 0; i < n; i = next[i] {
		out = append(out, i)
	}
	return out
}

// stackLines puts lines under each other, as far apart as those of aligned formulas. The baseline is that of the last.
func (c context) stackLines(lines []brokenLine) box {
	var out box
	y := 0.0
	size := c.size()
	for i := len(lines) - 1; i >= 0; i-- {
		ln := lines[i]
		if i < len(lines)-1 {
			below := lines[i+1].box
			y += max(strut[0]*size, below.h+rowSkip*size) + max(strut[1]*size, ln.box.d+rowSkip*size) + jot*size
		}
		out.put(ln.box, ln.indent, y)
		out.w = max(out.w, ln.indent+ln.box.w)
	}
	return out
}

// brokenRows parts the last cells of rows that are wider than the measure; their rest stands in rows of its own.
func (c context) brokenRows(t table, measure float64) table {
	in := c
	in.style = max(t.style, displayStyle)
	g := in.gridOf(t)
	tags := 0.0
	for _, tag := range g.tags {
		if tag.w > 0 {
			tags = max(tags, tag.w+tagSpace*c.em)
		}
	}
	room := measure - tags
	if g.width <= room {
		return t
	}
	out := t
	out.rows, out.gaps, out.tags, out.lines = nil, nil, nil, t.lines
	for i, cells := range t.rows {
		last := len(cells) - 1
		tag, gap := at(t.tags, i), at(t.gaps, i)
		rest := room
		if last >= 0 && t.column(last).align == 'l' {
			rest -= g.left[last]
		}
		lines, ok := []node(nil), false
		if last >= 0 && g.cells[i][last].w > rest && !t.ruled() {
			lines, ok = in.brokenCell(cells[last], rest)
		}
		if !ok {
			out.rows, out.tags, out.gaps = append(out.rows, cells), append(out.tags, tag), append(out.gaps, gap)
			continue
		}
		for k, ln := range lines {
			row := make([]node, last+1)
			if k == 0 {
				copy(row, cells)
			}
			row[last] = ln
			out.rows, out.tags, out.gaps = append(out.rows, row), append(out.tags, ""), append(out.gaps, 0)
		}
		out.tags[len(out.tags)-1], out.gaps[len(out.gaps)-1] = tag, gap
	}
	return out
}

// brokenCell parts a cell into the lines that fit; those behind the first are indented.
func (c context) brokenCell(cell node, measure float64) ([]node, bool) {
	lines, ok := c.broken(cell, measure, measure)
	if !ok {
		return nil, false
	}
	var out []node
	for _, ln := range lines {
		b := ln.box
		out = append(out, row{[]node{space{ln.indent / c.size()}, set{b}}})
	}
	return out, true
}

// at is s[i], the zero value behind the end.
func at[T any](s []T, i int) T {
	if i < len(s) {
		return s[i]
	}
	var zero T
	return zero
}
