package pdf

import (
	"fmt"
	"slices"
)

// An element is a node of the structure tree, which tells readers with a screen reader (and text extraction) what a
// page's marks mean. Roles are those of PDF 1.7 §14.8, and those that roleMap explains by them.
type element struct {
	role    string
	alt     string // text alternative
	lists   string // how the items of a list are numbered
	header  bool   // of a table cell: it heads a column
	key     string // identifier in the file; of notes
	kids    []kid
	parent  *element
	box     *rect // where a figure or formula stands on its page
	boxPage int   // and the page
	block   bool  // a figure or formula of its own, not in a line
	id      int   // number of the object in the file
}

// A rect is a rectangle of the page: its lower left and its upper right corner.
type rect struct{ x0, y0, x1, y1 float64 }

// A kid is a child of an element: another element, marked content on a page, or a link annotation.
type kid struct {
	elem *element
	page int
	mcid int
	link *annotation
}

// child makes a new element below e.
func (e *element) child(role string) *element {
	c := &element{role: role}
	e.adopt(c)
	return c
}

// top is the element above all others that e stands below.
func (e *element) top() *element {
	for e.parent != nil {
		e = e.parent
	}
	return e
}

// adopt puts c, with what stands above it, below e at the place where it first appears; again does nothing.
func (e *element) adopt(c *element) {
	if c = c.top(); c != e.top() {
		c.parent = e
		e.kids = append(e.kids, kid{elem: c})
	}
}

// follow puts a note behind the block that e stands in: the place where a reader may turn from the text to it.
func (e *element) follow(note *element) {
	if note.parent != nil {
		return
	}
	for e.parent != nil && !e.parent.holdsBlocks() {
		e = e.parent
	}
	up := e.parent
	if up == nil {
		e.adopt(note)
		return
	}
	at := slices.IndexFunc(up.kids, func(k kid) bool { return k.elem == e }) + 1
	for at < len(up.kids) && up.kids[at].elem != nil && up.kids[at].elem.role == "Note" {
		at++ // behind the notes of marks before
	}
	note.parent = up
	up.kids = slices.Insert(up.kids, at, kid{elem: note})
}

// holdsBlocks tells whether the children of e are blocks.
func (e *element) holdsBlocks() bool {
	switch e.role {
	case "Document", "LBody", "BlockQuote", "Aside", "Div":
		return true
	}
	return false
}

// empty tells whether nothing on any page belongs to e.
func (e *element) empty() bool {
	for _, k := range e.kids {
		if k.elem == nil || !k.elem.empty() {
			return false
		}
	}
	return true
}

// kept tells whether e is written. Empty elements are left out, but for rows and cells: a table is regular.
func (e *element) kept() bool {
	switch e.role {
	case "TR", "TH", "TD":
		return true
	}
	return !e.empty()
}

// attributes are the entries of an element's attribute dictionaries.
func (e *element) attributes() string {
	switch {
	case e.header:
		return "/A<</O/Table/Scope/Column>>"
	case e.lists != "":
		return "/A<</O/List/ListNumbering/" + e.lists + ">>"
	case e.box != nil:
		placement := ""
		if e.block {
			placement = "/Placement/Block"
		}
		return fmt.Sprintf("/A<</O/Layout%s/BBox[%.2f %.2f %.2f %.2f]>>", placement, nudged(e.box.x0), nudged(e.box.y0), nudged(e.box.x1), nudged(e.box.y1))
	}
	return ""
}
