package pdf

// A vitem is one piece of the vertical list: a line, a row, a figure, or a space (glue, which vanishes at the top of a
// page).
type vitem struct {
	h     float64
	glue  bool
	cost  float64 // of a page break after the item; forbidden and more: only when there is no other way; -forbidden: always
	draw  func(p *painter, y float64)
	notes []int   // footnotes whose marks are in the item
	bands []*band // grounds and bars that run along it
	head  []vitem // repeated above the item when it begins a page
	tail  []vitem // set below the item when the page ends with it
	mark  *anchor // where a link or the outline leads
	float *float  // the figure that the item belongs to
	full  float64 // the height of a drawing at scale 1: h follows the scale of its float; 0 for all else
}

// A band is what runs along a group of items: a ground, a bar at its left.
type band struct {
	x, w   float64
	ground color
	filled bool
	bar    color
	barred bool
	radius float64
}

// An anchor is a place that links and the outline lead to.
type anchor struct {
	name  string  // of the report; may be empty
	title string  // in the outline; empty for what is not in it
	level int     // of the heading
	also  *anchor // at the same place
}

// add appends an item.
func (b *builder) add(v vitem) *vitem {
	v.bands = b.bands
	v.float = b.float
	if b.anchor != nil && !v.glue {
		v.mark, b.anchor = b.anchor, nil
	}
	b.list = append(b.list, v)
	return &b.list[len(b.list)-1]
}

// space puts at least h between what stands above and what comes next: spaces do not add up.
func (b *builder) space(h float64) {
	if n := len(b.list); n == 0 {
		return
	} else if last := &b.list[n-1]; last.glue && sameBands(last.bands, b.bands) {
		last.h = max(last.h, h)
		return
	}
	b.add(vitem{h: h, glue: true})
}

// trim removes the space at the end of the list and returns it.
func (b *builder) trim() float64 {
	h := 0.0
	for n := len(b.list); n > 0 && b.list[n-1].glue; n-- {
		h = max(h, b.list[n-1].h)
		b.list = b.list[:n-1]
	}
	return h
}

func sameBands(a, b []*band) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// keep makes a page break after the last item cost at least cost.
func (b *builder) keep(cost float64) {
	for i := len(b.list) - 1; i >= 0; i-- {
		if !b.list[i].glue {
			b.list[i].cost = max(b.list[i].cost, cost)
			return
		}
	}
}

// within lays out what f adds with a band along it.
func (b *builder) within(bd *band, f func()) {
	old := b.bands
	b.bands = append(old[:len(old):len(old)], bd)
	f()
	b.bands = old
}

// A frame is the part of the page that a block stands in, and the element that its structure goes to.
type frame struct {
	x, w float64
	elem *element
}

// inset is the frame less some width at its left.
func (f frame) inset(d float64) frame {
	d = min(d, max(0, f.w-leastMeasure)) // deep nesting must not eat up the measure
	return frame{f.x + d, f.w - d, f.elem}
}

// in is the frame with another element.
func (f frame) in(e *element) frame { return frame{f.x, f.w, e} }

// leastMeasure is the width that nesting leaves.
const leastMeasure = 90

// The costs of page breaks.
const (
	costWidow     = 6000 // one line of a paragraph alone on a page
	costInside    = 120  // inside a paragraph
	costCodeWhole = 6500 // inside a few lines of code
	costCodeDozen = 1200 // inside a dozen
	costCodeLine  = 600  // inside code
	costCodeEnd   = 5000 // near its first and last lines
	costRow       = 900  // inside a table
	costRowEnd    = 5000
	costSmall     = 6500 // inside a table that easily stands on one page
	costListHead  = 4000 // between a sentence and the list that it introduces
	costListEnd   = 1500 // after the first item of a list, and before the last
)

// lines adds a paragraph's lines to the list, with widows and orphans kept. x is the left edge; align gives what to add
// for a line.
func (b *builder) lines(ls []line, at frame, t textSize, align func(line) float64) {
	for i, ln := range ls {
		base := max(t.baseline(), ln.asc+1.2)
		h := max(t.lead, base+max(t.lead-t.baseline(), ln.desc+1.2))
		x := at.x
		if align != nil {
			x += align(ln)
		}
		v := vitem{h: h, notes: ln.notes}
		v.draw = func(p *painter, y float64) { p.line(at.elem, ln, x, y+base) }
		switch n := len(ls); {
		case n > 1 && n <= 3 && i < n-1, n > 1 && (i == 0 || i == n-2):
			v.cost = costWidow
		case i < n-1:
			v.cost = costInside
		}
		b.add(v)
	}
}
