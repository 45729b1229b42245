package pdf

// An element is a node of the structure tree, which tells readers with a screen reader (and text extraction) what a
// page's marks mean. Roles are those of PDF 1.7 §14.8.
type element struct {
	role   string
	alt    string // text alternative
	header bool   // of a table cell: it heads a column
	kids   []kid
	parent *element
	id     int // number of the object in the file
}

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

// adopt puts c below e at the place where it first appears; again does nothing.
func (e *element) adopt(c *element) {
	if c.parent == nil {
		c.parent = e
		e.kids = append(e.kids, kid{elem: c})
	}
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
