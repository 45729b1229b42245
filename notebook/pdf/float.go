package pdf

// A float is a figure or a table in the list. It may shrink, and one with a number may stand at the top of the next page
// instead of its own place, where it would leave a hole.
type float struct {
	k          float64 // the scale of its drawings
	numbered   bool    // the text finds it by its number
	free       bool    // it may leave its place
	gap        float64 // the space in its place when it has left it
	first, end int     // its items in the list
	index      int     // among the free ones
}

// floating lays out what f adds as one float. free says that it may leave its place.
func (b *builder) floating(numbered, free bool, at frame, f func()) {
	gap := 0.0
	if n := len(b.list); n > 0 && b.list[n-1].glue {
		gap = b.list[n-1].h
	}
	b.space(b.style.blockSkip)
	old := b.float
	if old == nil {
		free = free && len(b.bands) == 0 && at.x == b.style.left // what stands in a quote or a list stays there
		b.float = &float{k: 1, numbered: numbered, free: free, gap: gap}
	}
	f()
	b.float = old
	b.space(b.style.blockSkip + 3)
}

// freeFloats finds the floats in the list, and returns those that may leave their places.
func (b *builder) freeFloats() []*float {
	var free []*float
	for i := 0; i < len(b.list); {
		fl := b.list[i].float
		if fl == nil {
			i++
			continue
		}
		fl.first = i
		for i < len(b.list) && b.list[i].float == fl {
			if !b.list[i].glue {
				fl.end = i + 1
			}
			i++
		}
		if h, least, _ := b.floatHeight(fl); fl.end <= fl.first || h-least > b.style.height()*largestFloat {
			fl.free = false
		}
		if fl.free {
			fl.index = len(free)
			free = append(free, fl)
		}
	}
	return free
}

// largestFloat is the part of the text height up to which a figure may leave its place.
const largestFloat = 0.9

// floatHeight is the height of a float, by how much it can shrink, and its footnotes.
func (b *builder) floatHeight(fl *float) (h, shrink float64, notes []int) {
	for k := fl.first; k < fl.end; k++ {
		v := &b.list[k]
		h += v.h
		shrink += v.full * (1 - b.style.figureShrink)
		notes = append(notes, v.notes...)
	}
	return h, shrink, notes
}

// deferredAt is the free float whose place is at item k, when it is one of those from index on; else nil.
func (g *pager) deferredAt(k, index int) *float {
	if k >= len(g.list) {
		return nil
	}
	if fl := g.list[k].float; fl != nil && fl.free && fl.index >= index && fl.first == k {
		return fl
	}
	return nil
}

// flow visits the items from i on with their heights, but for the free floats from index deferred on, in whose places
// the text closes up. It ends when visit returns false.
func (g *pager) flow(i, deferred int, visit func(k int, h float64) bool) {
	for k := i; k < len(g.list); {
		if fl := g.deferredAt(k, deferred); fl != nil {
			k = fl.end
			if k < len(g.list) && g.list[k].glue {
				k++
			}
			continue
		}
		v, h, next := &g.list[k], g.list[k].h, k+1
		if v.glue && deferred < len(g.floats) {
			h, next = g.closed(k, deferred)
		}
		if !visit(k, h) {
			return
		}
		k = next
	}
}

// closed is the height of the glue at item k, and what comes after it, when the deferred floats that follow are not
// there.
func (g *pager) closed(k, deferred int) (h float64, next int) {
	h, next = g.list[k].h, k+1
	for fl := g.deferredAt(next, deferred); fl != nil; fl = g.deferredAt(next, deferred) {
		h, next = fl.gap, fl.end
		if next < len(g.list) && g.list[next].glue {
			if after := g.list[next].h; after > g.style.blockSkip+3 {
				h = max(h, after)
			}
			next++
		}
	}
	return h, next
}

// aboveText is the space between the figures at the top of a page and item i below them.
func (b *builder) aboveText(i int) float64 {
	if i > 0 && b.list[i-1].glue {
		return max(b.style.floatSkip, b.list[i-1].h)
	}
	return b.style.floatSkip
}
