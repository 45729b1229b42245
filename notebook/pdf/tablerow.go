package pdf

import "quire/notebook/output"

// The thickness of a table's rules.
const (
	outerRule = 0.9
	headRule  = 0.5
	rowRule   = 0.3
)

// tallRow is the number of lines from which on a row may be split between pages.
const tallRow = 9

// smallTable is the number of rows up to which a table is split only in need.
const smallTable = 10

// freeTable is the number of rows up to which a table may stand at the top of the next page instead of being split.
const freeTable = 24

// tableRows adds head and rows to the list. The head is repeated where the table goes on on the next page.
func (b *builder) tableRows(t *table, g *tableGrid) {
	rows := make([]tableRow, len(t.rows))
	for i := range rows {
		rows[i] = b.tableRow(t.rows[i], g)
		g.ruled = g.ruled || rows[i].lines > 1
	}
	head := b.tableRow(t.head, g)
	head.head = true
	for _, v := range b.headItems(head, g, g.elem) {
		b.add(v)
	}
	again := b.headItems(head, g, nil)
	for i := range again {
		again[i].notes = nil
	}
	body := g.elem.child("TBody")
	tail := []vitem{g.rule(outerRule, ink), b.tableTail(g)}
	for i, r := range rows {
		cost := float64(costRow)
		switch n := len(rows); {
		case i == n-1:
			cost = forbidden // the last rule follows
		case n <= smallTable:
			cost = costSmall
		case i < 2 || i >= n-3: // three rows at least on either page
			cost = costRowEnd
		}
		tr := body.child("TR")
		from := len(b.list)
		b.addRow(r, g, tr, "TD", cost)
		for k := from; k < len(b.list); k++ {
			b.list[k].tail = tail
			if i > 0 || k > from {
				b.list[k].head = again
			}
		}
		if g.ruled && i < len(rows)-1 {
			b.list[len(b.list)-1].draw = underlined(b.list[len(b.list)-1], g)
		}
	}
	b.add(g.rule(outerRule, ink))
}

// underlined draws a row with a hairline at its foot.
func underlined(v vitem, g *tableGrid) func(p *painter, y float64) {
	return func(p *painter, y float64) {
		v.draw(p, y)
		p.artifact(func() { p.bar(g.x, y+v.h-rowRule/2, g.w, rowRule, hairline) })
	}
}

func (g *tableGrid) rule(h float64, c color) vitem {
	return vitem{h: h, cost: forbidden, draw: func(p *painter, y float64) {
		p.artifact(func() { p.bar(g.x, y, g.w, h, c) })
	}}
}

func (b *builder) headItems(head tableRow, g *tableGrid, e *element) []vitem {
	if head.empty() {
		return []vitem{g.rule(outerRule, ink)}
	}
	var tr *element
	if e != nil {
		tr = e.child("THead").child("TR")
	}
	v := b.rowItem(head, g, tr, "TH")
	v.cost = forbidden
	return []vitem{g.rule(outerRule, ink), v, g.rule(headRule, ink)}
}

// tableTail says that the table goes on.
func (b *builder) tableTail(g *tableGrid) vitem {
	t := b.style.small
	return vitem{h: t.lead + 2, draw: func(p *painter, y float64) {
		ln := b.oneLine([]span{{textStyle: textStyle{face: "sans", ink: muted}, text: b.words.tableGoesOn}}, t.size*0.9)
		p.line(nil, ln, max(g.x, g.x+g.w-ln.w), y+2+t.baseline())
	}}
}

// A tableRow is a row whose cells are broken into lines.
type tableRow struct {
	head  bool
	cells []setCell
	lines int // of the tallest cell
}

// A setCell is a cell in lines, with how it is lined up. Point is the room right of the decimal point.
type setCell struct {
	lines []line
	align output.Align
	right float64
}

func (r *tableRow) empty() bool {
	for _, c := range r.cells {
		if len(c.lines) > 0 {
			return false
		}
	}
	return true
}

// notes are the footnotes whose marks are in the row.
func (r *tableRow) notes() []int {
	var out []int
	for _, c := range r.cells {
		for _, ln := range c.lines {
			out = append(out, ln.notes...)
		}
	}
	return out
}

func (b *builder) tableRow(cells []tableCell, g *tableGrid) tableRow {
	r := tableRow{lines: 1}
	for c := range cells {
		s := setCell{align: g.align[c], right: cells[c].right}
		s.lines = breakLines(cells[c].items, setting{measure: g.cols[c] - 2*g.padX + 0.01})
		r.lines = max(r.lines, len(s.lines))
		r.cells = append(r.cells, s)
	}
	return r
}

// addRow adds a row to the list: as one item, or line by line when it is tall.
func (b *builder) addRow(r tableRow, g *tableGrid, tr *element, role string, cost float64) {
	if r.lines < tallRow {
		v := b.rowItem(r, g, tr, role)
		v.cost = cost
		b.add(v)
		return
	}
	elems := make([]*element, len(r.cells))
	for c := range elems {
		elems[c] = tr.child(role)
	}
	for i := range r.lines {
		slice := tableRow{lines: 1}
		for _, c := range r.cells {
			part := setCell{align: c.align, right: c.right}
			if i < len(c.lines) {
				part.lines = c.lines[i : i+1]
			}
			slice.cells = append(slice.cells, part)
		}
		top, bottom := 0.0, 0.0
		if i == 0 {
			top = b.style.tablePadY
		}
		v := vitem{cost: costCodeLine * 4}
		if i == r.lines-1 {
			bottom, v.cost = b.style.tablePadY, cost
		}
		h, base := rowExtent(slice, g.size)
		v.notes = slice.notes()
		v.h = h + top + bottom
		v.draw = func(p *painter, y float64) { p.row(slice, g, elems, y+top, base) }
		b.add(v)
	}
}

// rowItem is a whole row as one item. A nil tr makes it an artifact: a repeated head.
func (b *builder) rowItem(r tableRow, g *tableGrid, tr *element, role string) vitem {
	elems := make([]*element, len(r.cells))
	if tr != nil {
		for c := range elems {
			elems[c] = tr.child(role)
			elems[c].header = role == "TH"
		}
	}
	h, base := rowExtent(r, g.size)
	pad := b.style.tablePadY
	return vitem{h: h + 2*pad, notes: r.notes(), draw: func(p *painter, y float64) { p.row(r, g, elems, y+pad, base) }}
}

// rowExtent is the height of a row without padding, and the baseline of each of its lines from its top: lines of one row
// stand on common baselines.
func rowExtent(r tableRow, t textSize) (h float64, base []float64) {
	base = make([]float64, r.lines)
	for i := range r.lines {
		asc, desc := t.baseline(), t.lead-t.baseline()
		for _, c := range r.cells {
			if i < len(c.lines) {
				asc, desc = max(asc, c.lines[i].asc+0.8), max(desc, c.lines[i].desc+0.8)
			}
		}
		base[i] = h + asc
		h += asc + desc
	}
	return h, base
}

// row draws the cells of a row whose first line begins at y.
func (p *painter) row(r tableRow, g *tableGrid, elems []*element, y float64, base []float64) {
	x := g.x
	for c := range r.cells {
		cell := &r.cells[c]
		for i, ln := range cell.lines {
			p.line(elems[c], ln, x+g.offset(c, cell, ln, r.head), y+base[i])
		}
		x += g.cols[c]
	}
}

// offset is where a line begins in its column.
func (g *tableGrid) offset(c int, cell *setCell, ln line, head bool) float64 {
	end := g.cols[c] - g.padX - ln.w
	switch cell.align {
	case output.AlignRight:
		return end
	case output.AlignCenter:
		return (g.cols[c] - ln.w) / 2
	case output.AlignDecimal:
		if head || len(cell.lines) > 1 || g.points[c] == 0 {
			return end
		}
		return max(g.padX, end-(g.points[c]-cell.right))
	}
	return g.padX
}
