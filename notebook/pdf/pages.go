package pdf

import "slices"

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

// paginate cuts the list into pages at the cheapest breaks overall.
func paginate(b *builder) []*page {
	g := newPager(b)
	plans := g.plan()
	pages := make([]*page, 0, len(plans))
	for i := range plans {
		pages = append(pages, g.page(i, &plans[i], i == len(plans)-1))
	}
	if len(pages) == 0 {
		pages = append(pages, &page{})
	}
	return pages
}

// page places the items of one page: first the figures that come from earlier pages, then what else is planned.
func (g *pager) page(index int, pl *pagePlan, last bool) *page {
	pg := &page{index: index}
	y := g.style.top
	put := func(v *vitem, h float64, repeated bool) {
		if !v.glue {
			pg.items = append(pg.items, placed{v, y, repeated})
			pg.notes = append(pg.notes, v.notes...)
		}
		y += h
	}
	scaled := func(v *vitem) float64 {
		if v.full > 0 && v.float != nil {
			v.float.k = pl.scale
			v.h = v.full * pl.scale
		}
		return v.h
	}
	for _, fl := range g.floats[pl.from : pl.from+pl.tops] {
		for k := fl.first; k < fl.end; k++ {
			put(&g.list[k], scaled(&g.list[k]), false)
		}
		y += g.style.floatSkip
	}
	if pl.tops > 0 && pl.first < pl.end {
		y += g.aboveText(pl.first) - g.style.floatSkip
	}
	if index > 0 && pl.first < pl.end {
		for k := range g.list[pl.first].head {
			put(&g.list[pl.first].head[k], g.list[pl.first].head[k].h, true)
		}
	}
	var before *vitem
	g.flow(pl.first, pl.deferred, func(k int, h float64) bool {
		v := &g.list[k]
		if k >= pl.end {
			return false
		}
		if !v.glue {
			h, before = scaled(v), v
		}
		put(v, h, false)
		return true
	})
	slices.Sort(pg.notes) // a caption above a table has later numbers than the table
	if before != nil && !last {
		for k := range before.tail {
			put(&before.tail[k], before.tail[k].h, true)
		}
	}
	return pg
}

func height(vs []vitem) float64 {
	h := 0.0
	for _, v := range vs {
		h += v.h
	}
	return h
}
