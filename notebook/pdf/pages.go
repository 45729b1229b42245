package pdf

import "math"

// A page is a part of the vertical list with the place of every item.
type page struct {
	index int
	items []placed
	notes []int
}

// A placed item has its upper edge at y from the top of the page. A repeated one is a head or tail that stands there
// because of the page break.
type placed struct {
	v        *vitem
	y        float64
	repeated bool
}

// The costs of pages, added to the costs of their breaks.
const (
	emptyCost   = 9000 // of a page with nothing on it
	mendable    = 0.3  // of the cost of a hole before a figure that can move
	regretCost  = 9000 // of a page that could have been filled and was not
	cheap       = 400  // breaks that fill a page well cost no more
	pageCost    = 400  // of every page
	stubCost    = 3000 // of a last page that is nearly empty
	stubPart    = 0.10
	brokenCost  = 1e7   // of a break that is forbidden
	bonus       = -3000 // of a page that ends where a figure was moved to
	overflow    = 1e9   // of an item that is taller than the page
	holePart    = 0.09  // of the text height: an empty end of a page that is worth mending
	maxMending  = 60    // rounds
	leastInHole = 1.9   // lines of text that a hole must hold for a figure to move behind them
)

// paginate cuts the list into pages at the cheapest breaks overall, and mends holes before figures.
func paginate(b *builder) []*page {
	for range maxMending {
		cuts := b.cut()
		if !b.mend(cuts) {
			return b.pages(cuts)
		}
	}
	return b.pages(b.cut())
}

// A remedy is what has been tried to fill the hole before a figure, in this order.
type remedy int

const (
	untried remedy = iota
	smaller
	later
)

// A span of the list that stands on one page: items from first up to and without end.
type cutPage struct{ first, end int }

// cut finds the breaks whose total cost is least, by dynamic programming over the places where a page may begin.
func (b *builder) cut() []cutPage {
	n := len(b.list)
	best := make([]float64, n+1) // of pages that hold all items before an index
	from := make([]int, n+1)
	for i := range best {
		best[i] = math.Inf(1)
	}
	best[b.begin(0)] = 0
	for i := range n {
		if !math.IsInf(best[i], 1) && !b.list[i].glue {
			b.extend(i, best, from)
		}
	}
	var out []cutPage
	for end := n; end > b.begin(0); end = from[end] {
		out = append(out, cutPage{from[end], end})
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out
}

// begin is the first item from i on that a page can begin with.
func (b *builder) begin(i int) int {
	for i < len(b.list) && b.list[i].glue {
		i++
	}
	return i
}

// A candidate is a place where the page that is being tried may end: before item next.
type candidate struct {
	next  int
	total float64 // height of the page's content
	cost  float64 // of the break
}

// extend tries every page that begins with item i.
func (b *builder) extend(i int, best []float64, from []int) {
	room := b.style.height()
	ends := b.candidates(i, room)
	reach := 0.0 // how far the page could be filled by a later break that costs little
	for k := len(ends) - 1; k >= 0; k-- {
		e := &ends[k]
		cost := best[i] + e.cost + pageCost
		switch empty := max(0, 1-e.total/room); {
		case e.total > room+0.01:
			cost += overflow
		case e.next < len(b.list):
			c := emptyCost * empty
			if at := b.floatAt(e.next); at >= 0 && b.list[at].float.tried < later {
				c *= mendable
			}
			cost += c + regretCost*max(0, reach-e.total)/room
			if e.cost <= cheap {
				reach = max(reach, e.total)
			}
		case 1-empty < stubPart && i > 0:
			cost += stubCost
		}
		if cost < best[e.next] {
			best[e.next], from[e.next] = cost, i
		}
	}
}

// candidates are the ends of a page that begins with item i, in order. The first is there even when it is overfull.
func (b *builder) candidates(i int, room float64) []candidate {
	var out []candidate
	var notes []int
	used := 0.0
	if i > 0 {
		used = height(b.list[i].head)
	}
	for k := i; k < len(b.list); k++ {
		v := &b.list[k]
		used += v.h
		if v.glue {
			continue
		}
		notes = append(notes, v.notes...)
		filled := used + b.notesHeight(notes)
		if filled > room+0.01 && k > i {
			break
		}
		next := b.begin(k + 1)
		total := filled
		if next < len(b.list) {
			total += height(v.tail)
		}
		if total <= room+0.01 || k == i {
			out = append(out, candidate{next, total, breakCost(v, next == len(b.list))})
		}
	}
	return out
}

func breakCost(v *vitem, last bool) float64 {
	switch {
	case last:
		return 0
	case v.cost >= forbidden:
		return brokenCost
	}
	return v.cost
}

func height(vs []vitem) float64 {
	h := 0.0
	for _, v := range vs {
		h += v.h
	}
	return h
}

// pages places the items of each page.
func (b *builder) pages(cuts []cutPage) []*page {
	var out []*page
	for i, c := range cuts {
		pg := &page{index: i}
		y := b.style.top
		put := func(v *vitem, repeated bool) {
			if !v.glue {
				pg.items = append(pg.items, placed{v, y, repeated})
				pg.notes = append(pg.notes, v.notes...)
			}
			y += v.h
		}
		if i > 0 {
			for k := range b.list[c.first].head {
				put(&b.list[c.first].head[k], true)
			}
		}
		last := c.end - 1
		for last > c.first && b.list[last].glue {
			last--
		}
		for k := c.first; k <= last; k++ {
			put(&b.list[k], false)
		}
		if i < len(cuts)-1 {
			for k := range b.list[last].tail {
				put(&b.list[last].tail[k], true)
			}
		}
		out = append(out, pg)
	}
	if len(out) == 0 {
		out = append(out, &page{})
	}
	return out
}

// mend looks for the first page that ends in a hole because a figure follows which did not fit. It makes the figure a
// little smaller, or moves it behind the text that follows it. It tells whether it changed anything; nothing is tried twice.
func (b *builder) mend(cuts []cutPage) bool {
	for i := 0; i+1 < len(cuts); i++ {
		next := cuts[i+1].first
		first := b.floatAt(next)
		if first < 0 || b.list[first].float.tried == later {
			continue
		}
		fl := b.list[first].float
		hole := b.hole(cuts[i], i == 0)
		if hole < b.style.height()*holePart {
			continue
		}
		if first > next { // a heading comes with it
			hole -= height(b.list[next:first])
			if next > 0 && b.list[next-1].glue {
				hole -= b.list[next-1].h
			}
		}
		if fl.tried == untried {
			fl.tried = smaller
			if b.shrink(fl, first, hole) {
				return true
			}
		}
		fl.tried = later
		b.scale(fl, first, 1) // being smaller did not help
		if b.postpone(fl, first, hole) {
			return true
		}
	}
	return false
}

// floatAt is the first item of the float that stands at item i, or behind headings that begin there; -1 when there is
// none.
func (b *builder) floatAt(i int) int {
	for i < len(b.list) && b.list[i].float == nil && (b.list[i].glue || b.list[i].cost >= forbidden) {
		i++
	}
	if i < len(b.list) && b.list[i].float != nil {
		return i
	}
	return -1
}

// hole is the empty height at the end of a page.
func (b *builder) hole(c cutPage, firstPage bool) float64 {
	used := 0.0
	if !firstPage {
		used = height(b.list[c.first].head)
	}
	var notes []int
	last := c.end - 1
	for last > c.first && b.list[last].glue {
		last--
	}
	for k := c.first; k <= last; k++ {
		used += b.list[k].h
		notes = append(notes, b.list[k].notes...)
	}
	return b.style.height() - used - b.notesHeight(notes)
}

// group is the end of the items of a float that begins at first, and their height with the space above.
func (b *builder) group(fl *float, first int) (end int, h float64) {
	if first > 0 && b.list[first-1].glue {
		h = b.list[first-1].h
	}
	for end = first; end < len(b.list) && b.list[end].float == fl; end++ {
		h += b.list[end].h
	}
	for end > first && b.list[end-1].glue {
		end--
		h -= b.list[end].h
	}
	return end, h
}

// shrink scales a figure so that it fits into the hole, when that takes little.
func (b *builder) shrink(fl *float, first int, hole float64) bool {
	if fl.h == 0 {
		return false // a table
	}
	_, h := b.group(fl, first)
	k := (fl.h - (h - hole)) / fl.h
	if h <= hole || k < b.style.figureShrink {
		return false
	}
	b.scale(fl, first, math.Floor(k*200)/200)
	return true
}

// scale sets the scale of a float.
func (b *builder) scale(fl *float, first int, k float64) {
	fl.k = k
	for i := first; i < len(b.list) && b.list[i].float == fl; i++ {
		if b.list[i].drawing {
			b.list[i].h = fl.h * k
		}
	}
}

// postpone moves a numbered figure behind as many of the following lines of text as fill the hole.
func (b *builder) postpone(fl *float, first int, hole float64) bool {
	end, _ := b.group(fl, first)
	if !fl.free {
		return false
	}
	start := b.begin(end)
	stop, h := start, 0.0
	if first > 0 && b.list[first-1].glue {
		h = b.list[first-1].h
	}
	for k := start; k < len(b.list); k++ {
		v := &b.list[k]
		if !v.glue && (!v.prose || v.mark != nil || v.float != nil || len(v.notes) > 0) {
			break
		}
		if h += v.h; h > hole {
			break
		}
		if !v.glue && v.cost <= cheap {
			stop = k + 1
		}
	}
	if float64(stop-start) < leastInHole {
		return false
	}
	text := append([]vitem{}, b.list[start:stop]...)
	text[len(text)-1].cost = bonus
	figure := append([]vitem{}, b.list[first:end]...)
	gap := vitem{h: b.style.blockSkip + 3, glue: true}
	moved := append(append(append(text, gap), figure...), gap)
	rest := b.begin(stop)
	b.list = append(append(append([]vitem{}, b.list[:first]...), moved...), b.list[rest:]...)
	return true
}
