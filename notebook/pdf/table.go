package pdf

import (
	"cmp"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"quire/notebook"
	"quire/notebook/output"
)

// A table is rows of cells under a head, before it is set.
type table struct {
	caption *notebook.Caption
	title   string // a caption in plain text, when there is no other
	head    []tableCell
	rows    [][]tableCell
	align   []output.Align
	first   int     // the number of its second column in the whole table, counted from 0, when it is a group of columns
	scale   float64 // of the type to begin with; 0 for 1
}

// A tableCell is the content of one cell. Plain is its text, for lining up numbers.
type tableCell struct {
	spans []span
	plain string
	items []item
	width float64 // on one line
	least float64 // of its widest 어절
	left  float64 // of what stands before the decimal point
	right float64 // of the rest
}

// tableBlock sets a table of the note.
func (b *builder) tableBlock(v *east.Table, at frame) {
	t := &table{caption: b.r.Caption(v)}
	for _, a := range v.Alignments {
		t.align = append(t.align, map[east.Alignment]output.Align{
			east.AlignLeft: output.AlignLeft, east.AlignRight: output.AlignRight, east.AlignCenter: output.AlignCenter,
		}[a])
	}
	for r := v.FirstChild(); r != nil; r = r.NextSibling() {
		st := running
		_, isHead := r.(*east.TableHeader)
		if isHead {
			st = st.bold()
		}
		cells := b.noteCells(r, st, at.w)
		if isHead {
			t.head = cells
		} else {
			t.rows = append(t.rows, cells)
		}
	}
	t.alignNumbers()
	b.table(t, at)
}

func (b *builder) noteCells(row ast.Node, st textStyle, measure float64) []tableCell {
	var cells []tableCell
	for c := row.FirstChild(); c != nil; c = c.NextSibling() {
		cells = append(cells, tableCell{spans: b.spans(c, st, b.style.table.size, measure), plain: plainText(c, b.r.Note.Source)})
	}
	return cells
}

// alignNumbers lines a column of numbers up on the decimal point, unless the note asks for something else.
func (t *table) alignNumbers() {
	for c := range t.align {
		if t.align[c] != "" && t.align[c] != output.AlignRight {
			continue
		}
		numbers := 0
		for _, r := range t.rows {
			if c >= len(r) || isMissing(r[c].plain) {
				continue
			}
			if !isNumber(r[c].plain) {
				numbers = -1
				break
			}
			numbers++
		}
		if numbers > 0 {
			t.align[c] = output.AlignDecimal
		}
	}
}

// numeral matches a number with a sign, thousands, a decimal part, a power of ten, a deviation and a short unit.
var numeral = regexp.MustCompile(`^[~≈<>≤≥±]?[-+−]?(\d[\d,]*(\.\d*)?|\.\d+)([eE][-+−]?\d+|×10\^?[-−⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹\d]+)?(±[\d.,]+([eE][-+−]?\d+)?)?([%‰°℃$₩]|[a-zA-Zµμ가-힣/]{1,4})?[*†‡]{0,3}$`)

// isNumber tells whether a cell is a number.
func isNumber(s string) bool {
	return numeral.MatchString(strings.Join(strings.Fields(strings.TrimLeft(s, "$₩ ")), ""))
}

// isMissing tells whether a cell stands for a number that is not there.
func isMissing(s string) bool {
	switch strings.TrimSpace(s) {
	case "", "-", "–", "—", "−", "·", "…", "NaN", "nan", "n/a", "N/A", "Inf", "+Inf", "-Inf":
		return true
	}
	return false
}

// outputTable sets a table that a cell showed.
func (b *builder) outputTable(o *output.Table, c *notebook.Caption, at frame) {
	t := &table{caption: c}
	if c == nil {
		t.title = o.Caption
	}
	for _, col := range o.Columns {
		t.align = append(t.align, col.Align)
		t.head = append(t.head, textCell(col.Name, running.bold()))
	}
	for _, row := range o.Rows {
		cells := make([]tableCell, len(o.Columns))
		for i := range cells {
			if i < len(row) {
				cells[i] = textCell(row[i], running)
			}
		}
		t.rows = append(t.rows, cells)
	}
	b.table(t, at)
}

func textCell(s string, st textStyle) tableCell {
	s = output.Screen(s)
	return tableCell{spans: []span{{textStyle: st, text: s}}, plain: s}
}

// table sets a table in the middle of the measure.
func (b *builder) table(t *table, at frame) {
	columns := len(t.head)
	for _, r := range t.rows {
		columns = max(columns, len(r))
	}
	if columns == 0 {
		return
	}
	t.pad(columns)
	if groups := b.columnGroups(t, at); groups != nil {
		for _, part := range groups {
			b.setTable(part, at)
		}
		return
	}
	b.setTable(t, at)
}

// setTable sets a table whose rows are of one length.
func (b *builder) setTable(t *table, at frame) {
	g := b.tableGrid(t, at)
	g.elem = at.elem.child("Table")
	numbered := t.caption != nil && t.caption.Label != ""
	b.floating(numbered, numbered && t.first == 0 && len(t.rows) <= freeTable, at, func() {
		b.tableCaption(t, at, g.elem)
		b.tableRows(t, g)
	})
}

// pad gives every row the same number of cells.
func (t *table) pad(n int) {
	grow := func(r []tableCell) []tableCell { return append(r, make([]tableCell, max(0, n-len(r)))...) }
	t.head = grow(t.head)
	for i := range t.rows {
		t.rows[i] = grow(t.rows[i])
	}
	for len(t.align) < n {
		t.align = append(t.align, output.AlignLeft)
	}
}

func (b *builder) tableCaption(t *table, at frame, e *element) {
	c := t.caption
	if c == nil && t.title != "" {
		ln := breakLines(b.items([]span{{textStyle: textStyle{face: "sans", ink: muted}, text: t.title}}, b.style.caption.size), setting{measure: at.w - 2*b.style.captionInset})
		from := len(b.list)
		b.lines(ln, at.in(e.child("Caption")), b.style.caption, func(ln line) float64 { return (at.w - ln.w) / 2 })
		b.fasten(from)
		return
	}
	if c == nil {
		return
	}
	b.anchor = &anchor{name: c.Anchor}
	from := len(b.list)
	b.captionLines(c, at.in(e))
	b.fasten(from)
}

// fasten keeps the items from an index on with what follows, and adds a little space.
func (b *builder) fasten(from int) {
	for i := from; i < len(b.list); i++ {
		b.list[i].cost = forbidden
	}
	if len(b.list) > from {
		b.add(vitem{h: 4, cost: forbidden})
	}
}

// A tableGrid is the geometry of a table: left edge, column widths with padding, type size.
type tableGrid struct {
	x, w   float64
	cols   []float64
	align  []output.Align
	size   textSize
	padX   float64
	points []float64 // per decimal column, the room right of the point
	ruled  bool      // a hairline between rows, where some take several lines
	elem   *element
}

// tableGrid measures the cells and shares out the measure.
func (b *builder) tableGrid(t *table, at frame) *tableGrid {
	g := &tableGrid{align: t.align, size: b.style.table, padX: min(b.style.tablePadX, at.w*0.2/float64(len(t.align)))}
	scale := cmp.Or(t.scale, 1)
	for {
		natural, least, heads := b.measureAt(t, g, scale)
		cols := share(natural, least, heads, at.w)
		if cols != nil || scale < leastScale {
			if cols == nil {
				cols = squeeze(least, at.w)
			}
			g.cols = cols
			break
		}
		scale *= 0.9
	}
	for _, w := range g.cols {
		g.w += w
	}
	g.x = at.x + (at.w-g.w)/2
	return g
}

// measureAt measures the cells at a scale of the type size.
func (b *builder) measureAt(t *table, g *tableGrid, scale float64) (natural, least, heads []float64) {
	g.size = textSize{b.style.table.size * scale, b.style.table.lead * scale}
	return b.measureCells(t, g)
}

// measureCells sets every cell's items and returns, per column with padding, the natural width, the least width without
// parting an 어절, and the least width with the heads whole.
func (b *builder) measureCells(t *table, g *tableGrid) (natural, least, heads []float64) {
	n := len(t.align)
	natural, least, heads = make([]float64, n), make([]float64, n), make([]float64, n)
	g.points = make([]float64, n)
	lefts := make([]float64, n)
	measure := func(row []tableCell, head bool) {
		for c := range row {
			cell := &row[c]
			if !head && (g.align[c] == output.AlignDecimal || g.align[c] == output.AlignRight) {
				cell.inColumns()
			}
			b.measureCell(cell, g.size.size)
			least[c] = max(least[c], cell.least)
			natural[c] = max(natural[c], cell.width)
			if head {
				heads[c] = cell.width
			} else if g.align[c] == output.AlignDecimal {
				cell.splitNumber()
				lefts[c], g.points[c] = max(lefts[c], cell.left), max(g.points[c], cell.right)
			}
		}
	}
	measure(t.head, true)
	for _, r := range t.rows {
		measure(r, false)
	}
	for c := range natural {
		if g.align[c] == output.AlignDecimal {
			natural[c] = max(natural[c], lefts[c]+g.points[c])
			least[c] = max(least[c], lefts[c]+g.points[c])
		}
		heads[c] = max(heads[c], least[c]) + 2*g.padX
		natural[c] += 2 * g.padX
		least[c] += 2 * g.padX
	}
	return natural, least, heads
}

// measureCell finds a cell's width on one line and the width of its widest 어절.
func (b *builder) measureCell(c *tableCell, size float64) {
	c.items = b.items(c.spans, size)
	c.width, c.least = 0, 0
	w := 0.0
	for _, x := range c.items {
		switch {
		case x.kind == box:
			w += x.w
			c.width += x.w
			c.least = max(c.least, w)
		case x.kind == glue:
			c.width += x.w
			w = 0
		case x.cost < costWord && !x.hyphen && !x.word:
			w = 0
		}
	}
}

// inColumns sets the digits of a cell on one width.
func (c *tableCell) inColumns() {
	for i := range c.spans {
		c.spans[i].columns = true
	}
}

// splitNumber measures a cell's whole part and the rest, which begins with the decimal point, an exponent or a unit.
func (c *tableCell) splitNumber() {
	digits := false
	w := 0.0
	for _, x := range c.items {
		if x.kind == penalty {
			continue
		}
		for i := range x.frags {
			f := &x.frags[i]
			for j, g := range f.glyphs {
				isDigit := '0' <= g.r && g.r <= '9'
				if g.r == '.' || digits && !isDigit && g.r != ',' {
					c.left, c.right = w, c.width-w
					return
				}
				digits = digits || isDigit
				w += glyphsWidth(f.glyphs[j:j+1], f.size)
			}
		}
	}
	c.left, c.right = c.width, 0
}

// share gives each column its natural width, or, where the measure is too narrow, its least width and a part of what is
// left; heads stay whole when they can. It returns nil when even the least widths are too much.
func share(natural, least, heads []float64, measure float64) []float64 {
	total := sum(natural)
	if total <= measure {
		return natural
	}
	base := heads
	if sum(heads) > measure {
		base = least
	}
	if sum(base) > measure {
		return nil
	}
	out := make([]float64, len(natural))
	for c := range out {
		out[c] = base[c] + (measure-sum(base))*max(0, natural[c]-base[c])/max(1, total-sum(base))
	}
	return out
}

// squeeze makes columns narrower than their 어절: narrow ones keep their width, the others share what is left.
func squeeze(least []float64, measure float64) []float64 {
	out := make([]float64, len(least))
	limit := measure
	for range 20 { // lower the widest until all fit
		total := 0.0
		for c, w := range least {
			out[c] = min(w, limit)
			total += out[c]
		}
		if total <= measure {
			return out
		}
		limit *= max(0.5, measure/total)
	}
	for c := range out {
		out[c] = measure / float64(len(out))
	}
	return out
}

func sum(v []float64) float64 {
	s := 0.0
	for _, x := range v {
		s += x
	}
	return s
}
