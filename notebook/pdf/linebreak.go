package pdf

import "math"

// A setting says how a paragraph is broken into lines.
type setting struct {
	measure float64
	justify bool // else ragged right, and no 어절 is ever parted
}

// The constants of the line breaker, in the units of Knuth and Plass.
const (
	linePenalty   = 10
	keepRatio     = 2.0   // an 어절 is parted only where the line without it would be stretched more than this
	ragStretch    = 0.6   // a ragged line may end short by this part of the measure at ratio 1
	adjacentCost  = 1e4   // for a tight line next to a loose one
	stiff         = 0.002 // a line without spaces stretches by this part of the measure
	shortLastCost = 6e5   // for a last line of a syllable or two
	shortLast     = 0.07  // of the measure
	doubleWord    = 5e5   // two parted words in a row
	doubleHyphen  = 5e4   // two hyphens in a row
)

// A breakpoint is a place where a line may end, with the best way there. After is the first item of the next line.
type breakpoint struct {
	at, after, class int
	demerits, ratio  float64
	word, hyphen     bool
	prev             *breakpoint
}

// breaker finds the breaks of one paragraph. w, stretch and shrink are sums over items before an index.
type breaker struct {
	items              []item
	set                setting
	w, stretch, shrink []float64
	words              bool    // 어절 may be parted
	tolerance          float64 // the greatest ratio
	sinceSpace         []int   // the last glue before an item, -1
}

// breakLines sets items in lines: the breaks that are best for the paragraph as a whole (Knuth & Plass 1981), first
// without parting an 어절, then parting as few as possible.
func breakLines(items []item, set setting) []line {
	for len(items) > 0 && items[len(items)-1].kind != box {
		items = items[:len(items)-1]
	}
	if len(items) == 0 {
		return nil
	}
	items = append(fit(items, set), item{kind: glue, stretch: fillStretch}, item{kind: penalty, cost: -2 * forbidden})
	b := newBreaker(items, set)
	type pass struct {
		words     bool
		tolerance float64
	}
	passes := []pass{{false, keepRatio}, {true, 2.6}, {true, 5}, {true, math.Inf(1)}}
	if !set.justify {
		passes = []pass{{false, 2}, {false, math.Inf(1)}, {true, math.Inf(1)}}
	}
	for _, p := range passes {
		b.words, b.tolerance = p.words, p.tolerance
		if end := b.best(); end != nil {
			return b.lines(end)
		}
	}
	return b.anyhow()
}

// balanced breaks a heading or caption: ragged, with lines of about the same width, so that no word is left alone.
func balanced(items []item, measure float64) []line {
	best := breakLines(items, setting{measure: measure})
	if len(best) < 2 || len(best) > 6 {
		return best
	}
	for lo, hi := measure*0.45, measure; hi-lo > 4; {
		mid := float64((lo + hi) / 2)
		if ls := breakLines(items, setting{measure: mid}); len(ls) == len(best) && !overfull(ls, mid) {
			best, hi = ls, mid
		} else {
			lo = mid
		}
	}
	return best
}

// overfull tells whether a line is wider than the measure or parts a word.
func overfull(ls []line, measure float64) bool {
	for _, ln := range ls {
		if ln.w > measure+0.01 || ln.word {
			return true
		}
	}
	return false
}

func newBreaker(items []item, set setting) *breaker {
	n := len(items)
	b := &breaker{items: items, set: set, w: make([]float64, n+1), stretch: make([]float64, n+1), shrink: make([]float64, n+1), sinceSpace: make([]int, n+1)}
	space := -1
	for i, x := range items {
		b.sinceSpace[i] = space
		b.w[i+1], b.stretch[i+1], b.shrink[i+1] = b.w[i], b.stretch[i]+x.stretch, b.shrink[i]+x.shrink
		if x.kind != penalty {
			b.w[i+1] += x.w
		}
		if b.legalGlue(i) {
			space = i
		}
	}
	b.sinceSpace[n] = space
	return b
}

func (b *breaker) legalGlue(i int) bool {
	return b.items[i].kind == glue && i > 0 && b.items[i-1].kind == box && b.items[i].stretch < fillStretch
}

// legal tells whether a line may end at item i in this pass.
func (b *breaker) legal(i int) bool {
	x := &b.items[i]
	switch {
	case x.kind != penalty:
		return b.legalGlue(i)
	case x.cost >= forbidden:
		return false
	case x.wide:
		return true
	case !b.set.justify:
		return !x.hyphen && (!x.word || b.words)
	}
	return x.cost < costWord || b.words
}

// firstBox is the first item from i on that starts a line.
func (b *breaker) firstBox(i int) int {
	for i < len(b.items) && b.items[i].kind != box {
		i++
	}
	return i
}

// best returns the end of the best sequence of breaks, nil when some line cannot be set within the tolerance.
func (b *breaker) best() *breakpoint {
	active := []*breakpoint{{at: -1, after: b.firstBox(0), class: 1}}
	var next []*breakpoint
	for i := range b.items {
		if !b.legal(i) {
			continue
		}
		forced := b.items[i].cost <= -forbidden
		var best [4]*breakpoint
		next = next[:0]
		for _, a := range active {
			r := b.ratio(a.after, i)
			if r >= -1-1e-9 && !forced {
				next = append(next, a)
			}
			if r < -1-1e-9 || r > b.tolerance || b.needless(a, i) {
				continue
			}
			if c := b.candidate(a, i, r); best[c.class] == nil || c.demerits < best[c.class].demerits {
				best[c.class] = c
			}
		}
		for _, c := range best {
			if c != nil {
				next = append(next, c)
			}
		}
		active, next = next, active
		if len(active) == 0 {
			return nil
		}
	}
	var end *breakpoint
	for _, a := range active {
		if a.at == len(b.items)-1 && (end == nil || a.demerits < end.demerits) {
			end = a
		}
	}
	return end
}

// ratio is how far the glue of a line from item start to a break at item i is stretched (positive) or shrunk.
func (b *breaker) ratio(start, i int) float64 {
	if start > i {
		return 0
	}
	w, stretch, shrink := b.w[i]-b.w[start], b.stretch[i]-b.stretch[start], b.shrink[i]-b.shrink[start]
	if b.items[i].kind == penalty {
		w += b.items[i].w
	}
	if !b.set.justify {
		stretch, shrink = stretch+float64(b.set.measure*ragStretch), 0
	}
	switch d := b.set.measure - w; {
	case math.Abs(d) < 1e-6:
		return 0
	case d > 0 && stretch > 0:
		return d / stretch
	case d > 0:
		return d / (b.set.measure * stiff)
	case shrink > 0:
		return d / shrink
	}
	return -1e6
}

// needless tells whether a break at i parts an 어절 although the line would be good without it. A ragged line always is.
func (b *breaker) needless(a *breakpoint, i int) bool {
	if !b.items[i].word {
		return false
	}
	space := b.sinceSpace[i]
	return space > a.after && (!b.set.justify || b.stretched(a.after, space) <= keepRatio)
}

// stretched is how far the glue of a line from item start to a space at item i is stretched, nothing else helping.
func (b *breaker) stretched(start, i int) float64 {
	d, stretch := b.set.measure-(b.w[i]-b.w[start]), b.stretch[i]-b.stretch[start]
	switch {
	case d <= 0:
		return 0
	case stretch > 0:
		return d / stretch
	}
	return math.Inf(1)
}

// candidate is the breakpoint at i for a line that starts after a.
func (b *breaker) candidate(a *breakpoint, i int, r float64) *breakpoint {
	x := &b.items[i]
	bad := float64(100 * math.Abs(r*r*r))
	d := float64((linePenalty + bad) * (linePenalty + bad))
	if x.kind == penalty && x.cost > 0 {
		d += float64(x.cost * x.cost)
	}
	c := &breakpoint{at: i, after: b.firstBox(i), class: fitness(r), ratio: r, prev: a, word: x.word, hyphen: x.hyphen}
	if c.word && a.word {
		d += doubleWord
	}
	if c.hyphen && a.hyphen {
		d += doubleHyphen
	}
	if abs(c.class-a.class) > 1 {
		d += adjacentCost
	}
	if x.cost <= -forbidden && a.at >= 0 && b.w[i]-b.w[a.after] < b.set.measure*shortLast {
		d += shortLastCost
	}
	c.demerits = a.demerits + d
	return c
}

// fitness sorts lines by how tight they are: tight, decent, loose, very loose.
func fitness(r float64) int {
	switch {
	case r < -0.5:
		return 0
	case r <= 0.5:
		return 1
	case r <= 1:
		return 2
	}
	return 3
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// fit parts what is wider than the measure: first an 어절 between its syllables, then any box between its characters.
func fit(items []item, set setting) []item {
	var out []item
	for i := 0; i < len(items); {
		j, w := i, 0.0
		for j < len(items) && !items[j].parts(set) {
			if items[j].kind == box {
				w += items[j].w
			}
			j++
		}
		if w <= set.measure {
			out = append(out, items[i:j]...)
		} else {
			out = append(out, loosen(items[i:j], set.measure)...)
		}
		if j < len(items) {
			out = append(out, items[j])
			j++
		}
		i = j
	}
	return out
}

// parts tells whether a line may end at x without parting an 어절.
func (x *item) parts(set setting) bool {
	switch x.kind {
	case glue:
		return x.delimits()
	case penalty:
		return x.cost < costWord && (set.justify || !x.word && !x.hyphen)
	}
	return false
}

// loosen lets a stretch that is wider than the measure break anywhere, best where it may be parted anyhow.
func loosen(items []item, measure float64) []item {
	var out []item
	word := false
	for i := range items {
		word = word || items[i].word
	}
	for _, x := range items {
		switch {
		case x.kind == penalty:
			if x.cost > costMark {
				x.cost, x.hyphen, x.w, x.frags = costSyllable, false, 0, nil
			}
			x.wide, x.word = true, word
			out = append(out, x)
		case x.w > measure/3:
			out = append(out, split(x, word)...)
		default:
			out = append(out, x)
		}
	}
	return out
}
