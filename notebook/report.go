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
type target struct{ text, anchor string }

// A Heading is a section's head.
type Heading struct {
	Node   *ast.Heading
	Level  int    // 1 to 6
	Number string // "2.1", empty unless number-sections
	Text   string // plain
	Anchor string // unique in the report
	Block  *Block
}

// A Rich is a piece of inline Markdown that stands in no block: a caption. Node's children are inline nodes whose
// segments are offsets of Source.
type Rich struct {
	Source []byte
	Node   ast.Node // a paragraph or text block; nil when there is no text
	Plain  string
}

// A Caption is the caption of a figure or table.
type Caption struct {
	Label  string // "그림 3", "Table 2"; empty when it is not numbered
	Text   Rich   // may be empty
	Anchor string // of the figure or table; unique in the report, may be empty
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
	Status   Status
	ShowCode bool
	Outputs  []*OutputReport // what is shown, in order; errors are shown even with output: false
	Notice   string          // why there is no output, for cells that did not run; empty otherwise
	Anchor   string
}

// An OutputReport is one output of a cell, as shown. A figure's caption stands below it, a table's above.
type OutputReport struct {
	Output  output.Output
	Caption *Caption // nil: none
}

// Strings are the words that a report adds to the note, in its language.
type Strings struct {
	Figure, Table, Equation, Section string
	Contents, Footnotes              string
	NotRun, Skipped, Failed, Running string
	LinesOmitted                     string // a format with %s: the count
	Output                           string // the name of a text output, for readers who cannot see its frame
}

// Heading returns what the report knows of a heading, nil when node is none.
func (r *Report) Heading(node ast.Node) *Heading { return r.headings[node] }

// Caption returns the caption of a table or of a paragraph that is a [Picture], nil when it has none.
func (r *Report) Caption(node ast.Node) *Caption { return r.captions[node] }

// Equation returns the number of a formula, nil when it has none.
func (r *Report) Equation(node ast.Node) *Equation { return r.equations[node] }

// Cell returns what is shown of a cell.
func (r *Report) Cell(c *Cell) *CellReport { return r.cells[c] }

// Ref returns what stands in the place of a [CrossRef] and the anchor that it leads to: "그림 3", "fig-accuracy".
func (r *Report) Ref(label string) (text, anchor string, ok bool) {
	t, ok := r.refs[label]
	return t.text, t.anchor, ok
}
