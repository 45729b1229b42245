package notebook

import (
	"strconv"

	"github.com/yuin/goldmark/ast"
)

// Match gives the blocks of next the ids by which a live page knows them, sets next.IDs to them, and returns them. A
// block that is in old, a former version of the note (or nil), keeps its id: the same text first, in order; then cells
// with the same key; then, between matched neighbours, blocks of the same kind, which were edited. old must have ids of
// its own from an earlier Match. Nothing that reaches an output depends on ids.
func Match(old, next *Note) []string {
	ids := make([]string, len(next.Blocks))
	if old != nil && len(old.IDs) == len(old.Blocks) {
		m := &matching{old: old, next: next, ids: ids, used: make([]bool, len(old.Blocks)), from: make([]int, len(ids))}
		for i := range m.from {
			m.from[i] = -1
		}
		m.sameText()
		m.sameKey()
		m.edited()
		next.nextID = max(next.nextID, old.nextID)
	}
	for i := range ids {
		if ids[i] == "" {
			ids[i] = "b" + strconv.Itoa(next.nextID)
			next.nextID++
		}
	}
	next.IDs = ids
	return ids
}

// matching is the state of Match.
type matching struct {
	old, next *Note
	ids       []string // of next's blocks
	used      []bool   // old's blocks that are taken
	from      []int    // old's block of each of next's, -1 for none
}

// pair gives next's block j the id of old's block i.
func (m *matching) pair(i, j int) {
	m.ids[j], m.used[i], m.from[j] = m.old.IDs[i], true, i
}

// sameText pairs blocks with the same text: those at the beginning and at the end that did not change, then the rest by
// hash, in order.
func (m *matching) sameText() {
	a, b := m.old.Blocks, m.next.Blocks
	start, end := 0, 0
	for start < len(a) && start < len(b) && a[start].Hash == b[start].Hash {
		m.pair(start, start)
		start++
	}
	for end < len(a)-start && end < len(b)-start && a[len(a)-1-end].Hash == b[len(b)-1-end].Hash {
		m.pair(len(a)-1-end, len(b)-1-end)
		end++
	}
	byHash := map[string][]int{}
	for i := start; i < len(a)-end; i++ {
		byHash[a[i].Hash] = append(byHash[a[i].Hash], i)
	}
	for j := start; j < len(b)-end; j++ {
		if is := byHash[b[j].Hash]; len(is) > 0 {
			m.pair(is[0], j)
			byHash[b[j].Hash] = is[1:]
		}
	}
}

// sameKey pairs cells with the same key.
func (m *matching) sameKey() {
	byKey := map[string]int{}
	for i, b := range m.old.Blocks {
		if b.Cell != nil && !m.used[i] {
			byKey[b.Cell.Key] = i
		}
	}
	for j, b := range m.next.Blocks {
		if b.Cell == nil || m.from[j] >= 0 {
			continue
		}
		if i, ok := byKey[b.Cell.Key]; ok {
			m.pair(i, j)
		}
	}
}

// edited pairs blocks of the same kind that stand between the same neighbours.
func (m *matching) edited() {
	i := 0 // old's blocks before i are passed
	for j, b := range m.next.Blocks {
		if m.from[j] >= 0 {
			i = m.from[j] + 1
			continue
		}
		for k := i; k < len(m.old.Blocks) && !m.used[k]; k++ {
			if sameKind(m.old.Blocks[k], b) {
				m.pair(k, j)
				i = k + 1
				break
			}
		}
	}
}

// sameKind tells whether two blocks are both cells, both lists, and so on. Headings, paragraphs and formulas turn into
// one another while they are typed, so they count as one kind.
func sameKind(a, b *Block) bool {
	if (a.Cell == nil) != (b.Cell == nil) {
		return false
	}
	return a.Cell != nil || a.Node.Kind() == b.Node.Kind() || isLine(a.Node) && isLine(b.Node)
}

func isLine(n ast.Node) bool {
	switch n.Kind() {
	case ast.KindParagraph, ast.KindHeading, KindMathBlock:
		return true
	}
	return false
}
