package notebook

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"quire/notebook/output"
)

// numbering walks a note in order and gives out numbers and anchors.
type numbering struct {
	report                     *Report
	figures, tables, equations int
	sections                   [6]int
	anchors                    map[string]bool // in use
	repeats                    map[string]int  // the last number that was added to an anchor
	labelled                   map[string]bool // labels that are the anchor of something
}

// run numbers everything. Labels are anchors as they are; the anchors of all else avoid them.
func (u *numbering) run() {
	n := u.report.Note
	for name := range n.labels {
		u.anchors[name] = true
	}
	for _, b := range n.Blocks {
		for _, node := range collect[*ast.Heading](b.Node) {
			if node.Parent() == n.Root {
				u.addHeading(b, node)
			}
		}
	}
	u.numberSections()
	for _, b := range n.Blocks {
		if b.Cell != nil {
			u.cell(u.report.cells[b.Cell])
			continue
		}
		for _, node := range collect[ast.Node](b.Node) {
			u.node(node)
		}
	}
	u.plain()
}

// plain puts what references stand for into the plain text of headings and captions, once all numbers are known.
func (u *numbering) plain() {
	r := u.report
	ref := func(ref *CrossRef) string {
		if text, _, ok := r.Reference(ref); ok {
			return text
		}
		return asWritten(ref)
	}
	fill := func(c *Caption) {
		if c != nil && c.Text.Node != nil {
			c.Text.Plain = plainWith(c.Text.Node, c.Text.Source, ref)
		}
	}
	for _, h := range r.Headings {
		h.Text = plainWith(h.Node, r.Note.Source, ref)
	}
	for _, c := range r.captions {
		fill(c)
	}
	for _, c := range r.Cells {
		for _, o := range c.Outputs {
			fill(o.Caption)
			fill(o.Part)
			if o.Alt == "" && o.Part != nil {
				o.Alt = o.Part.Text.Plain
			}
			if o.Alt == "" && o.Caption != nil && o.Output.Kind() != output.KindTable {
				o.Alt = o.Caption.Text.Plain
			}
		}
	}
}

// node numbers a piece of prose.
func (u *numbering) node(node ast.Node) {
	r, n := u.report, u.report.Note
	switch node := node.(type) {
	case *MathBlock:
		if labelKind(node.Label) == "eq" {
			u.equations++
			number := strconv.Itoa(u.equations)
			r.equations[node] = &Equation{Number: number, Anchor: u.labelAnchor(node.Label, "eq-"+number)}
			u.ref(node.Label, fmt.Sprintf("%s (%s)", r.Strings.Equation, number), "("+number+")")
		}
	case *east.Table:
		if c, ok := n.captions[node]; ok {
			rich := Rich{Source: n.Source, Node: c.node, Plain: PlainText(c.node, n.Source)}
			r.captions[node] = u.table(c.label, rich)
		}
	case *Div:
		u.div(node)
	case *ast.Paragraph:
		if p, ok := n.pictures[node]; ok && r.captions[node] == nil {
			plain := PlainText(p.Image, n.Source)
			if plain != "" || p.Label != "" {
				r.captions[node] = u.figure(p.Label, Rich{Source: n.Source, Node: p.Image, Plain: plain})
			}
		}
	}
}

// div numbers a figure of several pictures: the figure, then its parts.
func (u *numbering) div(d *Div) {
	r, n := u.report, u.report.Note
	c, ok := n.captions[d]
	if !ok {
		return
	}
	whole := u.figure(c.label, Rich{Source: n.Source, Node: c.node, Plain: PlainText(c.node, n.Source)})
	r.captions[d] = whole
	parts, named := n.Pictures(d), false
	for _, p := range parts {
		pic := n.pictures[p]
		named = named || pic.Label != "" || PlainText(pic.Image, n.Source) != ""
	}
	for i, p := range parts {
		if named && len(parts) > 1 {
			pic := n.pictures[p]
			r.captions[p] = u.part(whole, i, pic.Label, Rich{Source: n.Source, Node: pic.Image, Plain: PlainText(pic.Image, n.Source)})
		}
	}
}

// part gives part i of a figure its letter.
func (u *numbering) part(whole *Caption, i int, name string, text Rich) *Caption {
	letter := "(" + partLetter(i) + ")"
	c := &Caption{Label: letter, Text: text}
	c.Anchor = u.labelAnchor(name, partLabel(whole.Anchor, i))
	if name != "" {
		u.ref(name, whole.Label+letter, whole.Label[strings.LastIndexByte(whole.Label, ' ')+1:]+letter)
	}
	return c
}

// partLetter is a, b, … z, aa, ab …
func partLetter(i int) string {
	if i >= 26 {
		return partLetter(i/26-1) + partLetter(i%26)
	}
	return string(rune('a' + i))
}

// addHeading adds a heading of the top level.
func (u *numbering) addHeading(b *Block, node *ast.Heading) {
	r := u.report
	h := &Heading{Node: node, Level: node.Level, Text: PlainText(node, r.Note.Source), Block: b}
	if name, _ := r.Note.labelOf(node); name != "" {
		h.Anchor = u.labelAnchor(name, name)
	} else {
		h.Anchor = u.anchor(slug(h.Text))
	}
	r.Headings = append(r.Headings, h)
	r.headings[node] = h
}

// numberSections numbers the headings, if the note asks for it, and makes them targets of references.
func (u *numbering) numberSections() {
	r := u.report
	top := r.topLevel()
	var above []int // the levels of the headings that the next one may stand below
	unnumbered := 7 // the level of the {.unnumbered} heading that the next one may stand below
	for _, h := range r.Headings {
		for len(above) > 0 && above[len(above)-1] >= h.Level {
			above = above[:len(above)-1]
		}
		above = append(above, h.Level)
		h.Depth = len(above)
		if h.Level <= unnumbered {
			unnumbered = 7
		}
		if hasClass(h.Node, "unnumbered") {
			unnumbered = min(unnumbered, h.Level)
		}
		if level := h.Level - top; r.Note.Meta.NumberSections && unnumbered == 7 && level < r.Note.Meta.NumberDepth {
			u.sections[level]++
			clear(u.sections[level+1:])
			parts := make([]string, level+1)
			for i := range parts {
				parts[i] = strconv.Itoa(u.sections[i])
			}
			h.Number = strings.Join(parts, ".")
		}
		if name, _ := r.Note.labelOf(h.Node); name != "" {
			u.ref(name, r.Strings.sectionRef(h), h.Number)
		}
	}
}

// hasClass tells whether a heading has a class: # Thanks {.unnumbered}.
func hasClass(h *ast.Heading, name string) bool {
	v, ok := h.AttributeString("class")
	class, isText := v.([]byte)
	return ok && isText && slices.Contains(strings.Fields(string(class)), name)
}

// figure and table number a figure or table with a label, which may be empty, and a caption.

func (u *numbering) figure(name string, text Rich) *Caption {
	u.figures++
	return u.caption(u.report.Strings.Figure, "fig", u.figures, name, text)
}

func (u *numbering) table(name string, text Rich) *Caption {
	u.tables++
	return u.caption(u.report.Strings.Table, "tbl", u.tables, name, text)
}

func (u *numbering) caption(word, kind string, number int, name string, text Rich) *Caption {
	c := &Caption{Label: fmt.Sprintf("%s %d", word, number), Text: text}
	if labelKind(name) != kind {
		name = ""
	}
	c.Anchor = u.labelAnchor(name, fmt.Sprintf("%s-%d", kind, number))
	if name != "" {
		u.ref(name, c.Label, strconv.Itoa(number))
	}
	return c
}

// ref makes a label stand for text, and for a number where only that is asked for. The first of several equal labels counts.
func (u *numbering) ref(name, text, number string) {
	if _, ok := u.report.refs[name]; !ok {
		u.report.refs[name] = target{text, number, name}
	}
}

// labelAnchor returns the label as the anchor where it is used for the first time, else a new anchor.
func (u *numbering) labelAnchor(name, other string) string {
	if _, known := u.report.Note.labels[name]; known && !u.labelled[name] {
		u.labelled[name] = true
		return name
	}
	return u.anchor(other)
}

// anchor returns an anchor that is not in use: name, or name with a number.
func (u *numbering) anchor(name string) string {
	a := name
	for u.anchors[a] {
		u.repeats[name] = max(u.repeats[name], 1) + 1
		a = fmt.Sprintf("%s-%d", name, u.repeats[name])
	}
	u.anchors[a] = true
	return a
}

// slug makes an anchor of a heading's text: letters and digits of any script, in lower case, with hyphens between.
func slug(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	if s := strings.TrimRight(b.String(), "-"); s != "" {
		return s
	}
	return "section"
}

// cell numbers the figures and tables of a cell and decides what is shown of it. A cell with fig-cap or a label fig-…
// has a number whether it ran or not, so numbers do not change while a note runs.
func (u *numbering) cell(c *CellReport) {
	r, o := u.report, c.Cell.Options
	c.Anchor = u.anchor("cell-" + strconv.Itoa(c.Cell.Number))
	c.Columns = o.Columns
	var fig, tbl *Caption
	if o.FigCap != "" || len(o.FigSubs) > 0 || labelKind(c.Cell.Label) == "fig" {
		fig = u.figure(c.Cell.Label, r.rich(o.FigCap))
	}
	if o.TblCap != "" || labelKind(c.Cell.Label) == "tbl" {
		tbl = u.table(c.Cell.Label, r.rich(o.TblCap))
	}
	var parts []*Caption
	for i, text := range o.FigSubs {
		name := ""
		if labelKind(c.Cell.Label) == "fig" {
			name = partLabel(c.Cell.Label, i)
		}
		parts = append(parts, u.part(fig, i, name, r.rich(text)))
	}
	if c.Status == StatusNotRun {
		c.Notice = r.Strings.NotRun
	}
	if c.Result == nil {
		return
	}
	for _, out := range c.Result.Outputs {
		if _, isError := out.(*output.Error); !isError && !o.Output {
			continue
		}
		c.Outputs = append(c.Outputs, u.output(out, o.FigAlt))
	}
	u.placeCaptions(c, fig, tbl)
	u.placeParts(c, parts)
}

// placeParts gives the captions of the parts of a figure to the drawings of a cell, in order.
func (u *numbering) placeParts(c *CellReport, parts []*Caption) {
	i := 0
	for _, or := range c.Outputs {
		if or.drawing() && i < len(parts) {
			or.Part = parts[i]
			i++
		}
	}
}

// output returns an output as it is shown, without its caption.
func (u *numbering) output(out output.Output, alt string) *OutputReport {
	or := &OutputReport{Output: out}
	switch out := out.(type) {
	case *output.Text:
		t := *out
		if t.OmittedLines > 0 {
			head := output.Screen(t.Data[:t.OmittedAt])
			t.Data, t.OmittedAt = head+output.Screen(t.Data[t.OmittedAt:]), len(head)
		} else {
			t.Data = output.Screen(t.Data)
		}
		or.Output = output.Excerpt(&t, reportHead, reportTail)
	case *output.Figure:
		or.Alt = alt
		if alt == "" && out.Figure != nil {
			or.Alt = out.Figure.Alt
		}
	case *output.Image:
		or.Alt = alt
		if alt == "" {
			or.Alt = out.Alt
		}
	}
	return or
}

// placeCaptions gives the captions of a cell to its outputs: the figure's to the last figure or image, the table's to
// the first table. Other tables that bring a caption get a number of their own.
func (u *numbering) placeCaptions(c *CellReport, fig, tbl *Caption) {
	last := -1
	for i, or := range c.Outputs {
		switch out := or.Output.(type) {
		case *output.Figure, *output.Image:
			last = i
		case *output.Table:
			switch {
			case tbl != nil:
				if tbl.Text.Node == nil && out.Caption != "" {
					tbl.Text = u.report.rich(out.Caption)
				}
				or.Caption, tbl = tbl, nil
			case out.Caption != "":
				or.Caption = u.table("", u.report.rich(out.Caption))
			}
		}
	}
	if last >= 0 && fig != nil {
		c.Outputs[last].Caption = fig
	}
}

// rich parses the Markdown of a caption.
func (r *Report) rich(s string) Rich {
	s = strings.TrimSpace(s)
	if s == "" {
		return Rich{}
	}
	src := []byte(s)
	node := parseInline(src, 0, len(src))
	resolveRefs(node, r.Note.labels, nil)
	return Rich{Source: src, Node: node, Plain: PlainText(node, src)}
}

// noteTitle returns the name of a note's file without its folder and extension.
func noteTitle(name string) string {
	base := baseName(name)
	if t := strings.TrimSuffix(base, filepath.Ext(base)); t != "" {
		return t
	}
	return base
}

// baseName returns the name of a file without its folder.
func baseName(name string) string { return filepath.Base(filepath.ToSlash(name)) }
