package notebook

import (
	"github.com/yuin/goldmark/ast"

	"quire/notebook/output"
)

// A Report is a note with its results, as readers see it: what HTML and PDF must agree on. It numbers figures, tables,
// equations and sections, gives them captions and anchors, and says what is shown of each cell.
type Report struct {
	Note     *Note
	Results  *Results // nil when nothing has run
	Title    string   // the title, else the first heading, else the file's name
	Strings  Strings
	Headings []*Heading // in order, all levels
	Cells    []*CellReport

	headings  map[ast.Node]*Heading
	captions  map[ast.Node]*Caption
	equations map[ast.Node]*Equation
	cells     map[*Cell]*CellReport
	refs      map[string]target
}

// target is what a label stands for.
type target struct{ text, number, anchor string }

// A Heading is a section's head.
type Heading struct {
	Node   *ast.Heading
	Level  int    // 1 to 6, as the note has it
	Depth  int    // 1 to 6, at most one more than that of the heading it stands below: levels that the note leaves out do not count
	Number string // "2.1", empty unless number-sections
	Text   string // plain
	Anchor string // unique in the report
	Block  *Block
}

// A Rich is a piece of inline Markdown that stands in no block: a caption. Node's children are inline nodes whose
// segments are offsets of Source.
type Rich struct {
	Source []byte
	Node   ast.Node // its children are the text; nil when there is none
	Plain  string
}

// A Caption is the caption of a figure or table.
type Caption struct {
	Label  string // "그림 3", "Table 2"
	Text   Rich   // may be empty
	Anchor string // of the figure or table; unique in the report
}

// An Equation is the number of a displayed formula.
type Equation struct {
	Number string // "3"; shown as (3)
	Anchor string
}

// A CellReport is what readers see of a cell.
type CellReport struct {
	Cell     *Cell
	Result   *CellResult // nil when there is none
	Status   Status      // empty when the cell has not run yet
	ShowCode bool
	Outputs  []*OutputReport // what is shown, in order; errors are shown even with output: false
	Notice   string          // why there is no output, for a cell that did not run; else empty
	Anchor   string          // unique in the report
	Columns  int             // figures side by side; 0 or 1: one below the other
}

// Together tells how many of the outputs from index i on are drawings that make one figure: those that share a caption,
// or stand side by side. It is 1 for any other output.
func (c *CellReport) Together(i int) int {
	n, captioned, parts := 0, false, false
	for n < len(c.Outputs)-i && c.Outputs[i+n].drawing() && !captioned {
		captioned = c.Outputs[i+n].Caption != nil
		parts = parts || c.Outputs[i+n].Part != nil
		n++
	}
	if n > 1 && (captioned || parts || c.Columns > 1) {
		return n
	}
	return 1
}

// An OutputReport is one output of a cell, as shown. A figure's caption stands below it, a table's above. Text is as a
// terminal would show it ([output.Screen]), with lines left out when it is long.
type OutputReport struct {
	Output  output.Output
	Caption *Caption // nil: none; it stands for a Table's own caption too
	Part    *Caption // of a drawing that is a part of a figure: its letter and what it shows; nil: none
	Alt     string   // the text alternative of a figure or image
}

func (o *OutputReport) drawing() bool {
	return o.Output.Kind() == output.KindFigure || o.Output.Kind() == output.KindImage
}

// How many lines a report shows of one text output, from its beginning and its end.
const (
	reportHead = 60
	reportTail = 40
)

// NewReport puts a note and its results together. res may be nil, or have fewer cells than the note: what has not run
// shows no output. The numbers of figures do not depend on results, but for tables that bring their own captions.
func NewReport(n *Note, res *Results) *Report {
	r := &Report{
		Note: n, Results: res, Strings: stringsFor(n.Meta.Lang),
		headings: map[ast.Node]*Heading{}, captions: map[ast.Node]*Caption{}, equations: map[ast.Node]*Equation{},
		cells: map[*Cell]*CellReport{}, refs: map[string]target{},
	}
	if t := n.Meta.TOCTitle; t != "" {
		r.Strings.Contents = t
	}
	for i, c := range n.Cells {
		cr := &CellReport{Cell: c, ShowCode: c.Options.Echo}
		if res != nil && i < len(res.Cells) && res.Cells[i] != nil {
			cr.Result = res.Cells[i]
			cr.Status = cr.Result.Status
		}
		r.Cells = append(r.Cells, cr)
		r.cells[c] = cr
	}
	num := &numbering{
		report: r, anchors: map[string]bool{}, labelled: map[string]bool{}, repeats: map[string]int{},
	}
	num.run()
	r.Title = r.title()
	return r
}

// title returns the title of the note.
func (r *Report) title() string {
	if t := r.Note.Meta.Title; t != "" {
		return t
	}
	for _, h := range r.Headings {
		if h.Text != "" {
			return h.Text
		}
	}
	return noteTitle(r.Note.Name)
}

// Heading returns what the report knows of a heading, nil when node is none.
func (r *Report) Heading(node ast.Node) *Heading { return r.headings[node] }

// Caption returns the caption of a table, of a figure that is a [Div], or of a paragraph that is a [Picture], nil when it
// has none. The label of a part of a figure is its letter: "(a)".
func (r *Report) Caption(node ast.Node) *Caption { return r.captions[node] }

// Equation returns the number of a formula, nil when it has none.
func (r *Report) Equation(node ast.Node) *Equation { return r.equations[node] }

// Cell returns what is shown of a cell.
func (r *Report) Cell(c *Cell) *CellReport { return r.cells[c] }

// Reference returns what stands in the place of a reference, and the anchor that it leads to: "그림 3", or only "3".
func (r *Report) Reference(ref *CrossRef) (text, anchor string, ok bool) {
	t, ok := r.refs[ref.Label]
	if ref.Bare && t.number != "" {
		return t.number, t.anchor, ok
	}
	return t.text, t.anchor, ok
}

// Ref returns what stands in the place of a [CrossRef] that is not bare, and the anchor that it leads to: "그림 3", "fig-accuracy".
func (r *Report) Ref(label string) (text, anchor string, ok bool) {
	t, ok := r.refs[label]
	return t.text, t.anchor, ok
}

// Contents returns the headings of the contents list, those of the highest levels in use (three by default); nil unless the note
// asks for contents.
func (r *Report) Contents() []*Heading {
	if !r.Note.Meta.TOC {
		return nil
	}
	var out []*Heading
	top := r.topLevel()
	for _, h := range r.Headings {
		if h.Level < top+r.Note.Meta.TOCDepth {
			out = append(out, h)
		}
	}
	return out
}

// topLevel returns the level of the highest heading.
func (r *Report) topLevel() int {
	top := 6
	for _, h := range r.Headings {
		top = min(top, h.Level)
	}
	return top
}
