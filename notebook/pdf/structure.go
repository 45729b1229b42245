package pdf

import (
	"fmt"
	"strings"
)

// writeStructure writes the structure tree and returns the number of its root.
func writeStructure(f *file, root *element, pages []*paintedPage) int {
	tree := f.reserve()
	number(f, root)
	writeElement(f, root, tree)
	parents, next := parentTree(f, pages)
	f.objs[tree] = fmt.Appendf(nil, "<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d/RoleMap<</Title/P>>>>", root.id, parents, next)
	return tree
}

// number gives every element that has content an object.
func number(f *file, e *element) {
	e.id = f.reserve()
	for _, k := range e.kids {
		if k.elem != nil && !k.elem.empty() {
			number(f, k.elem)
		}
	}
}

func writeElement(f *file, e *element, parent int) {
	var b strings.Builder
	fmt.Fprintf(&b, "<</Type/StructElem/S/%s/P %d 0 R", e.role, parent)
	if e.alt != "" {
		b.WriteString("/Alt" + utf16Hex(e.alt))
	}
	if e.header {
		b.WriteString("/A<</O/Table/Scope/Column>>")
	}
	b.WriteString("/K[")
	for _, k := range e.kids {
		switch {
		case k.link != nil:
			fmt.Fprintf(&b, "<</Type/OBJR/Pg %d 0 R/Obj %d 0 R>>", f.pages[k.page], k.link.id)
		case k.elem == nil:
			fmt.Fprintf(&b, "<</Type/MCR/Pg %d 0 R/MCID %d>>", f.pages[k.page], k.mcid)
		case k.elem.id > 0:
			writeElement(f, k.elem, e.id)
			fmt.Fprintf(&b, "%d 0 R ", k.elem.id)
		}
	}
	b.WriteString("]>>")
	f.objs[e.id] = []byte(b.String())
}

// parentTree leads from marked content and links back to their elements. It returns its object and the next free key.
func parentTree(f *file, pages []*paintedPage) (id, next int) {
	var b strings.Builder
	for i, pg := range pages {
		fmt.Fprintf(&b, "%d[", i)
		for _, e := range pg.marks {
			fmt.Fprintf(&b, "%d 0 R ", e.id)
		}
		b.WriteString("]")
	}
	next = len(pages)
	for _, pg := range pages {
		for k := range pg.links {
			a := &pg.links[k]
			if a.id == 0 || a.link.elem == nil || a.link.elem.id == 0 {
				continue
			}
			fmt.Fprintf(&b, "%d %d 0 R ", a.parent, a.link.elem.id)
			next = a.parent + 1
		}
	}
	return f.add("<</Nums[" + b.String() + "]>>"), next
}
