package pdf

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// listBlock lays out a list. A tight list has little space between its items.
func (b *builder) listBlock(l *ast.List, at frame) {
	e := at.elem.child("L")
	e.lists = listNumbering(l)
	nested := false
	if _, ok := l.Parent().(*ast.ListItem); ok {
		nested = true
		b.trim()
		b.space(b.style.listSkip)
	}
	depth := listDepth(l)
	indent := b.style.listIndent
	if l.IsOrdered() {
		widest := strconv.Itoa(l.Start+l.ChildCount()-1) + "."
		indent = max(indent, b.width("sans", widest, b.style.body.size)+8)
	}
	number, first := l.Start, true
	for c := l.FirstChild(); c != nil; c = c.NextSibling() {
		li := e.child("LI")
		label := bullet(depth)
		if l.IsOrdered() {
			label = strconv.Itoa(number) + "."
			number++
		}
		if isTask(c) {
			label = ""
		}
		b.listItem(c, label, indent, at.in(li))
		if l.IsTight {
			b.trim()
			b.space(b.style.listSkip)
		}
		if next := c.NextSibling(); first && next != nil || next != nil && next.NextSibling() == nil {
			b.keep(costListEnd)
		}
		first = false
	}
	b.trim()
	if nested {
		b.space(b.style.listSkip)
	} else {
		b.space(b.style.parSkip + 1)
	}
}

// listNumbering is how PDF calls the marks of a list.
func listNumbering(l *ast.List) string {
	switch {
	case l.IsOrdered():
		return "Decimal"
	case isTask(l.FirstChild()):
		return "None"
	}
	return [...]string{"Disc", "Disc", "Circle"}[listDepth(l)%3] // it has no word for a dash
}

func (b *builder) listItem(n ast.Node, label string, indent float64, at frame) {
	from := len(b.list)
	body := at.elem.child("LBody")
	if label == "" { // the check box is the label
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			in := 2.0
			if c != n.FirstChild() {
				in = b.style.listIndent
			}
			b.block(c, at.inset(in).in(body))
		}
	} else {
		b.children(n, at.inset(indent).in(body))
	}
	if len(b.list) == from {
		b.lines([]line{{}}, at, b.style.body, nil) // an empty item still shows its label
	}
	for i := from; i < len(b.list) && label != ""; i++ {
		if b.list[i].glue {
			continue
		}
		b.label(&b.list[i], label, at, indent)
		break
	}
}

// label draws a bullet or number before the first line of an item.
func (b *builder) label(v *vitem, label string, at frame, indent float64) {
	t := b.style.body
	old := v.draw
	lbl := &element{role: "Lbl"}
	at.elem.kids = append([]kid{{elem: lbl}}, at.elem.kids...)
	lbl.parent = at.elem
	ln := b.oneLine([]span{{textStyle: textStyle{face: "sans", ink: muted}, text: label}}, t.size)
	v.draw = func(p *painter, y float64) {
		if shape := strings.Index(bullets, label); shape >= 0 {
			p.tagged(lbl, func() { p.bullet(label, at.x+indent-6, y+t.baseline(), t.size) })
		} else {
			p.line(lbl, ln, at.x+indent-6-ln.w, y+t.baseline())
		}
		if old != nil {
			old(p, y)
		}
	}
}

// bullets are the marks of the levels of lists: a disc, a dash, a ring.
const bullets = "•–◦"

func bullet(depth int) string { return string([]rune(bullets)[depth%3]) }

// bullet draws a mark that ends at x: those of the face are too small.
func (p *painter) bullet(mark string, x, y, size float64) {
	const d = 3.3
	p.instead(mark)
	mid := p.h - y + size*0.36
	switch mark {
	case "–":
		p.rect(x-5, mid-0.5, 5, 1, muted)
	case "◦":
		p.roundRect(x-d-0.4, mid-d/2, d, d, d/2, corners{true, true}, muted)
		p.roundRect(x-d+0.4, mid-d/2+0.8, d-1.6, d-1.6, d/2-0.8, corners{true, true}, white)
	default:
		p.roundRect(x-d-0.6, mid-d/2, d, d, d/2, corners{true, true}, muted)
	}
	p.raw("EMC\n")
}

// listDepth is how many lists a list stands in.
func listDepth(n ast.Node) int {
	d := 0
	for p := n.Parent(); p != nil; p = p.Parent() {
		if _, ok := p.(*ast.List); ok {
			d++
		}
	}
	return d
}

// isTask tells whether a list item begins with a check box.
func isTask(item ast.Node) bool {
	p := item.FirstChild()
	if p == nil {
		return false
	}
	_, ok := p.FirstChild().(*east.TaskCheckBox)
	return ok
}
