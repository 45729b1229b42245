package pdf

import (
	"math"
	"slices"
)

// The costs of pages, added to the costs of their breaks.
const (
	emptyCost    = 9000 // of a page with nothing on it
	regretCost   = 9000 // of a page that could have been filled and was not
	cheap        = 400  // breaks that fill a page well cost no more
	pageCost     = 400  // of every page
	stubCost     = 3000 // of a last page that is nearly empty
	stubPart     = 0.10
	brokenCost   = 1e7  // of a break that is forbidden
	overflow     = 1e9  // of an item that is taller than the page
	shrinkCost   = 600  // of figures that are as small as they may be; smaller ones cost in proportion
	deferCost    = 450  // of a figure that goes to the next page
	passCost     = 300  // of a heading between a figure's place and the figure
	passSection  = 1500 // of one of the highest level
	intrudeCost  = 900  // of figures above the second part of a listing or a table
	costHeadLine = 2500 // after a heading and only one line
	mostDeferred = 3    // figures at the top of one page
)

// A pager cuts the list of a builder into pages. Before has for each item the number of free floats whose places are
// before it.
type pager struct {
	*builder
	floats []*float
	before []int
}

func newPager(b *builder) *pager {
	b.keepHeadings()
	g := &pager{builder: b, floats: b.freeFloats(), before: make([]int, len(b.list)+2)}
	for _, fl := range g.floats {
		g.before[fl.first+1]++
	}
	for i := 1; i < len(g.before); i++ {
		g.before[i] += g.before[i-1]
	}
	return g
}

// A pagePlan says what stands on a page: tops free floats from index from on, then the items from first up to and
// without end, but for the free floats from index deferred on. Its figures are scaled.
type pagePlan struct {
	first, end   int
	from, tops   int
	deferred     int
	scale        float64
	floatsFollow int // the first float that stands on a later page
	cost         float64
}

// A pageState is a way to fill pages with all that stands before an item and with the free floats before one.
type pageState struct {
	float int
	cost  float64
	plan  pagePlan
	prev  *pageState
}

// plan finds the pages whose total cost is least, by dynamic programming over where a page may begin and which floats
// are still to come then.
func (g *pager) plan() []pagePlan {
	n := len(g.list)
	best := make([][]*pageState, n+1)
	best[g.begin(0)] = []*pageState{{}}
	for i := range n + 1 {
		for at := 0; at < len(best[i]); at++ { // a page of figures alone adds states to its own item
			st := best[i][at]
			if i == n && st.float == len(g.floats) {
				break
			}
			g.pagesFrom(i, st, func(pl pagePlan) {
				reach(&best[pl.end], st, pl)
			})
		}
	}
	var out []pagePlan
	if len(best[n]) > 0 {
		for st := best[n][len(best[n])-1]; st.prev != nil; st = st.prev {
			out = append(out, st.plan)
		}
	}
	slices.Reverse(out)
	return out
}

// reach adds the state that a page leads to, unless it is there already at less cost. States are ordered by float.
func reach(states *[]*pageState, from *pageState, pl pagePlan) {
	cost := from.cost + pl.cost
	at, found := slices.BinarySearchFunc(*states, pl.floatsFollow, func(s *pageState, float int) int { return s.float - float })
	switch {
	case !found:
		*states = slices.Insert(*states, at, &pageState{pl.floatsFollow, cost, pl, from})
	case cost < (*states)[at].cost:
		*(*states)[at] = pageState{pl.floatsFollow, cost, pl, from}
	}
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
	next   int
	total  float64 // height of the page's content
	shrink float64 // by which its figures can be lower
	cost   float64 // of the break
	later  int     // floats that were passed over
	passed float64 // cost of the headings behind the first of them
	forced bool
}

// pagesFrom gives every page that begins with item i to try.
func (g *pager) pagesFrom(i int, st *pageState, try func(pagePlan)) {
	pending := g.before[i]
	start := pageStart{item: i, room: g.style.height()}
	for _, fl := range g.floats[st.float:pending] {
		h, shrink, notes := g.floatHeight(fl)
		h += g.style.floatSkip
		if start.tops > 0 && start.used+h-start.shrink-shrink+g.notesHeight(append(start.notes, notes...)) > start.room {
			break
		}
		start.used, start.shrink, start.notes = start.used+h, start.shrink+shrink, append(start.notes, notes...)
		start.tops++
	}
	pl := pagePlan{first: i, from: st.float, tops: start.tops}
	if start.tops > 0 { // figures alone
		pl.end, pl.floatsFollow, pl.deferred, pl.scale = i, st.float+start.tops, len(g.floats), 1
		total := start.used - g.style.floatSkip + g.notesHeight(start.notes)
		if total > start.room {
			pl.scale = g.scaleFor(total-start.room, start.shrink)
		}
		pl.cost = pageCost + emptyCost*max(0, 1-total/start.room)
		try(pl)
	}
	if i == len(g.list) {
		return
	}
	pl.deferred = len(g.floats)
	if st.float+start.tops < pending {
		pl.deferred = st.float + start.tops // those that come now must wait as well
		g.tryEnds(pl, start, try)
		return
	}
	passed := g.tryEnds(pl, start, try)
	for k := pending; k < passed; k++ {
		pl.deferred = k
		g.tryEnds(pl, start, try)
	}
}

// A pageStart is a page before its own items are on it.
type pageStart struct {
	item         int
	tops         int
	used, shrink float64
	notes        []int
	room         float64
}

// tryEnds tries every end of a page. It returns the number of the free floats whose places were come by.
func (g *pager) tryEnds(pl pagePlan, start pageStart, try func(pagePlan)) (passed int) {
	ends := g.candidates(pl, start)
	filled := 0.0 // how far the page could be filled by a later break that costs little
	for k := len(ends) - 1; k >= 0; k-- {
		e := &ends[k]
		if e.later == 0 && pl.deferred < len(g.floats) && pl.deferred >= g.before[start.item] {
			continue // no float is passed over: this page is tried without that
		}
		p := pl
		p.end, p.scale = e.next, 1
		p.cost = pageCost + e.cost + deferCost*float64(e.later)
		p.floatsFollow = g.before[e.next]
		if pl.deferred < len(g.floats) {
			p.floatsFollow = min(p.floatsFollow, pl.deferred)
		}
		total := min(e.total, start.room)
		switch over := e.total - start.room; {
		case over > e.shrink+0.01:
			p.cost += overflow
		case over > 0.01:
			p.scale = g.scaleFor(over, e.shrink)
			p.cost += shrinkCost * (0.3 + 0.7*over/e.shrink)
		}
		end := e.next == len(g.list) && p.floatsFollow == len(g.floats)
		switch empty := max(0, 1-total/start.room); {
		case e.forced:
		case !end:
			p.cost += emptyCost*empty + regretCost*max(0, filled-total)/start.room
			if e.cost <= cheap {
				filled = max(filled, total)
			}
		case 1-empty < stubPart && start.item > 0:
			p.cost += stubCost
		}
		if e.later > 0 {
			p.cost += e.passed
			if e.next < len(g.list) && len(g.list[e.next].head) > 0 {
				p.cost += intrudeCost
			}
		}
		try(p)
	}
	if len(ends) == 0 {
		return 0
	}
	return g.before[ends[len(ends)-1].next+1]
}

// scaleFor is the scale at which figures that can shrink by a height are lower by a part of it.
func (b *builder) scaleFor(lower, shrink float64) float64 {
	k := 1 - (1-b.style.figureShrink)*min(1, lower/shrink)
	return math.Floor(k*1000) / 1000
}

// candidates are the ends of a page that begins with item i, in order. The first is there even when it is overfull.
func (g *pager) candidates(pl pagePlan, start pageStart) []candidate {
	var out []candidate
	c := candidate{shrink: start.shrink}
	notes := slices.Clip(start.notes)
	used := start.used
	if start.item > 0 {
		used += height(g.list[start.item].head)
	}
	if start.tops > 0 {
		used += g.aboveText(start.item) - g.style.floatSkip
	}
	g.flow(start.item, pl.deferred, func(k int, h float64) bool {
		v := &g.list[k]
		waiting := g.before[k] - pl.deferred // floats for a later page
		seen := max(0, g.before[k]-max(pl.deferred, g.before[start.item]))
		if waiting > 0 && (waiting > mostDeferred || v.float != nil && v.float.numbered && !v.float.free) {
			return false // figures stay in order
		}
		used += h
		if v.glue {
			return true
		}
		c.shrink += v.full * (1 - g.style.figureShrink)
		if seen > 0 {
			c.passed = max(c.passed, g.passing(v))
		}
		notes = append(notes, v.notes...)
		filled := used + g.notesHeight(notes)
		first := len(out) == 0 && k == start.item && start.tops == 0
		if filled-c.shrink > start.room+0.01 && !first {
			return false
		}
		c.next, c.later = g.begin(k+1), seen
		c.total = filled
		if c.next < len(g.list) {
			c.total += height(v.tail)
		}
		c.forced = v.cost <= -forbidden
		if c.total-c.shrink <= start.room+0.01 || first {
			c.cost = breakCost(v, c.next == len(g.list))
			out = append(out, c)
		}
		return !c.forced
	})
	return out
}

// passing is the cost of an item between a figure's place and the figure: of a heading, most of one that begins another
// section.
func (b *builder) passing(v *vitem) float64 {
	switch m := v.mark; {
	case m == nil || m.title == "":
		return 0
	case m.level <= b.sections:
		return passSection
	}
	return passCost
}

func breakCost(v *vitem, last bool) float64 {
	switch {
	case last || v.cost <= -forbidden:
		return 0
	case v.cost >= forbidden:
		return brokenCost
	}
	return v.cost
}

// keepHeadings makes a page break after a heading and a single line costly.
func (b *builder) keepHeadings() {
	for i := range b.list {
		m := b.list[i].mark
		if m == nil || m.title == "" {
			continue
		}
		k := i
		for k < len(b.list) && (b.list[k].glue || b.list[k].cost >= forbidden) {
			k++
		}
		if k < len(b.list) && b.list[k].h < 2*b.style.body.lead {
			b.list[k].cost = max(b.list[k].cost, costHeadLine)
		}
	}
}
