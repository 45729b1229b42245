package pdf

import (
	"fmt"
	"slices"
	"strings"
)

// roleMap explains the roles that PDF 1.7 does not know.
const roleMap = "<</Title/P/Aside/Div>>"

// writeStructure writes the structure tree and returns the number of its root.
func writeStructure(f *file, root *element, pages []*paintedPage) int {
	tree := f.reserve()
	var named []*element
	number(f, root, &named)
	writeElement(f, root, tree)
	parents, next := parentTree(f, pages)
	f.objs[tree] = fmt.Appendf(nil, "<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d/RoleMap%s%s>>", root.id, parents, next, roleMap, idTree(named))
	return tree
}

// number gives every element that is written an object, and collects those with a key.
func number(f *file, e *element, named *[]*element) {
	e.id = f.reserve()
	if e.key != "" {
		*named = append(*named, e)
	}
	for _, k := range e.kids {
		if k.elem != nil && k.elem.kept() {
			number(f, k.elem, named)
		}
	}
}

// idTree leads from keys to elements.
func idTree(named []*element) string {
	if len(named) == 0 {
		return ""
	}
	slices.SortFunc(named, func(a, b *element) int { return strings.Compare(a.key, b.key) })
	var b strings.Builder
	for _, e := range named {
		fmt.Fprintf(&b, "(%s) %d 0 R ", e.key, e.id)
	}
	return "/IDTree<</Names[" + b.String() + "]>>"
}

func writeElement(f *file, e *element, parent int) {
	var b strings.Builder
	fmt.Fprintf(&b, "<</Type/StructElem/S/%s/P %d 0 R", e.role, parent)
	if e.alt != "" {
		b.WriteString("/Alt" + utf16Hex(e.alt))
	}
	if e.key != "" {
		b.WriteString("/ID(" + e.key + ")")
	}
	b.WriteString(e.attributes())
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
