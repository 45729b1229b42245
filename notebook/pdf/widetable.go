package pdf

import (
	"fmt"

	"quire/notebook/output"
)

// The scales of the type in tables that are too wide: smaller type is not read with ease. What does not fit then is set
// in groups of columns, at the scale of groups.
const (
	leastScale = 0.74
	groupScale = 0.9
)

// columnGroups divides a table that is too wide even in the smallest type into tables below each other, each with the
// first column and as many others as fit. It returns nil for a table that fits, or one of few columns, whose words are
// parted instead.
func (b *builder) columnGroups(t *table, at frame) []*table {
	n := len(t.align)
	if n < 5 {
		return nil
	}
	g := &tableGrid{align: t.align, padX: min(b.style.tablePadX, at.w*0.2/float64(n))}
	_, least, _ := b.measureAt(t, g, leastScale)
	if sum(least) <= at.w {
		return nil
	}
	g.padX = b.style.tablePadX
	natural, least, _ := b.measureAt(t, g, groupScale)
	wanted := func(c int) float64 { return max(least[c], min(natural[c], at.w*0.3)) }
	cuts := divide(n, wanted, at.w)
	for k := 0.96; k > 0.5; k -= 0.04 { // groups of about one width
		even := divide(n, wanted, at.w*k)
		if len(even) > len(cuts) {
			break
		}
		cuts = even
	}
	var groups []*table
	for i, from := range cuts {
		to := n
		if i+1 < len(cuts) {
			to = cuts[i+1]
		}
		groups = append(groups, t.columns(from, to))
	}
	for i, part := range groups {
		part.scale = groupScale
		if i > 0 {
			part.caption, part.title = nil, b.again(t, part)
		}
	}
	return groups
}

// divide returns where the groups of n columns begin, each with column 0 and as many others as the width holds.
func divide(n int, wanted func(int) float64, width float64) []int {
	var cuts []int
	for from := 1; from < n; {
		cuts = append(cuts, from)
		w := wanted(0) + wanted(from)
		for from++; from < n && w+wanted(from) <= width; from++ {
			w += wanted(from)
		}
	}
	return cuts
}

// again is the title of a further group of a table.
func (b *builder) again(t, part *table) string {
	title := fmt.Sprintf(b.words.columns, part.first+1, part.first+len(part.align)-1)
	if t.caption != nil && t.caption.Label != "" {
		return t.caption.Label + " " + title
	}
	return title
}

// columns is the table of the first column and those from from up to and without to.
func (t *table) columns(from, to int) *table {
	cut := func(r []tableCell) []tableCell { return append([]tableCell{r[0]}, r[from:to]...) }
	out := &table{caption: t.caption, title: t.title, head: cut(t.head), first: from}
	for _, r := range t.rows {
		out.rows = append(out.rows, cut(r))
	}
	out.align = append([]output.Align{t.align[0]}, t.align[from:to]...)
	return out
}
