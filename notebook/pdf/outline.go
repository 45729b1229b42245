package pdf

import (
	"fmt"
	"strings"
)

// An outlineItem is a heading in the reader's side bar.
type outlineItem struct {
	title string
	level int
	at    destination

	id, parent, prev, next, first, last, count int
}

// writeOutline writes the headings as a tree and returns the number of its root, 0 when there are none.
func writeOutline(f *file, b *builder) int {
	items := b.outline
	if len(items) == 0 {
		return 0
	}
	root := outlineItem{id: f.reserve()}
	var stack []*outlineItem
	byID := map[int]*outlineItem{root.id: &root}
	for i := range items {
		it := &items[i]
		it.id = f.reserve()
		byID[it.id] = it
		for len(stack) > 0 && stack[len(stack)-1].level >= it.level {
			stack = stack[:len(stack)-1]
		}
		up := &root
		if len(stack) > 0 {
			up = stack[len(stack)-1]
		}
		it.parent = up.id
		if up.last == 0 {
			up.first = it.id
		} else {
			it.prev = up.last
			byID[up.last].next = it.id
		}
		up.last = it.id
		for p := up; ; p = byID[p.parent] {
			p.count++
			if p == &root {
				break
			}
		}
		stack = append(stack, it)
	}
	for i := range items {
		it := &items[i]
		f.objs[it.id] = []byte("<</Title" + utf16Hex(it.title) + "/Dest" + b.destination(f, it.at) + it.links() + ">>")
	}
	f.objs[root.id] = []byte("<</Type/Outlines" + root.links() + ">>")
	return root.id
}

// links are the entries that tie an item to its neighbours.
func (it *outlineItem) links() string {
	var b strings.Builder
	for _, e := range []struct {
		key string
		id  int
	}{{"Parent", it.parent}, {"Prev", it.prev}, {"Next", it.next}, {"First", it.first}, {"Last", it.last}} {
		if e.id > 0 {
			fmt.Fprintf(&b, "/%s %d 0 R", e.key, e.id)
		}
	}
	if it.count > 0 {
		fmt.Fprintf(&b, "/Count %d", it.count)
	}
	return b.String()
}
