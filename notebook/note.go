package notebook

import (
	"time"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// A Note is a parsed note. It does not change after [Parse], but for the ids that [Match] gives it.
//
// Source is the text that all offsets refer to: the file without a byte order mark, with "\n" line ends, U+FFFD where
// the file had NUL or invalid UTF-8, and prose in Unicode form NFC. Line numbers are those of the file.
type Note struct {
	Name        string // the file's name, as it stands in messages
	Source      []byte
	Meta        Meta
	Root        *ast.Document // the tree that Blocks are the children of
	Blocks      []*Block
	Cells       []*Cell
	Footnotes   []*east.Footnote // in the order of their numbers, which begin at 1
	IDs         []string         // ids of Blocks on a live page, set by Match
	Diagnostics []Diagnostic     // ordered by place

	speakers    map[ast.Node]string
	pictures    map[ast.Node]Picture
	captions    map[ast.Node]tableCaption
	labels      map[string]label // what @label can refer to
	lines       []int            // offset of each line's first byte
	nextID      int              // the number of the next live id
	definitions []string         // formulas that may define commands
}

// A Block is one top-level piece of a note: a paragraph, a heading, a list, a table, a cell. Definitions of links and raw
// HTML are blocks too, which show nothing. When the note has footnotes, the last block is their list, an
// [*east.FootnoteList], wherever they were written.
type Block struct {
	Hash       string   // of the block's own text
	Occurrence int      // 0 for the first block with this hash, 1 for the second …
	Node       ast.Node // the top-level node, children included
	Cell       *Cell    // nil for prose
	Start, End int      // bytes of Source
	Line       int      // 1-based line of Start
}

// A Cell is a fence of Go.
type Cell struct {
	Number   int    // 1-based among the note's cells
	Key      string // unique in the note: the label, else the first name defined, else counted from the cell before
	Hash     string // of Code
	Label    string // Options.Label
	Source   string // the whole text in the fence, option lines kept
	Code     string // what readers see: Source without its option lines
	Line     int    // 1-based line of the note on which Source begins
	CodeLine int    // the same for Code
	Indent   int    // columns that the fence is indented by, left out of Source
	Options  Options
}

// Options are what the `//|` lines at the head of a cell and the attributes of its fence say, over what the front
// matter says under execute.
type Options struct {
	Label    string
	FigCap   string // Markdown
	FigAlt   string
	TblCap   string   // Markdown
	FigSubs  []string // captions of the parts of a figure, Markdown
	FigPos   string   // "H": the figure stays in its place
	Columns  int      // figures side by side, 0: one below the other
	LineNums bool     // number the lines of the code
	Echo     bool     // show the code
	Eval     bool     // run the cell
	Output   bool     // show what it printed and drew
	Error    bool     // it may fail: the cells below run even then
	Volatile Verdict  // whether the output repeats in every run
	Cache    bool
	Timeout  time.Duration // 0: none
}

// Meta is the front matter.
type Meta struct {
	Title, Subtitle string
	Authors         []Author
	Course, Date    string
	Lang            string // "ko" or "en" or another BCP 47 tag; by default "ko" when the text has Hangul
	Seed            int64  // 1 by default
	Params          []Param
	TOC             bool
	NumberSections  bool
	TitlePage       bool   // the title stands on a page of its own
	FigPos          string // "H": figures stay in their places
	LineNums        bool   // number the lines of all code
	NumberDepth     int    // levels of headings that are numbered
	TOCDepth        int    // levels of headings in the contents
	TOCTitle        string // what stands above the contents; "": the word of the language
	Layout
	Macros  map[string]string // TeX commands: name → body with #1 … #9
	Execute Execute
}

// An Author is one author of a note. ID is the student number.
type Author struct{ Name, ID, Affiliation string }

// Execute is what the front matter sets for all cells.
type Execute struct {
	Echo, Eval, Output, Error bool
	Timeout                   time.Duration
}

// A Picture is a paragraph that holds one image and nothing else.
type Picture struct {
	Image *ast.Image
	Label string // fig-…, may be empty
	Width string // as written: "50%", "300", "8cm"; may be empty
	Pos   string // "H": it stays in its place
}

// tableCaption is the paragraph ": caption {#tbl-x}" that stood below a table.
type tableCaption struct {
	node  *ast.Paragraph // without the colon and the label; no longer in the tree
	label string
}

// A label names something that @label refers to.
type label struct {
	kind string // "fig", "tbl", "eq", "sec"
	line int
}

// Speaker tells whether a top-level paragraph is part of a dialogue. Name is who speaks; it is empty for a further
// paragraph of the same speech. The name and its colon are not among the paragraph's children.
func (n *Note) Speaker(node ast.Node) (name string, ok bool) {
	name, ok = n.speakers[node]
	return name, ok
}

// Picture tells whether a paragraph is a lone image.
func (n *Note) Picture(node ast.Node) (Picture, bool) {
	p, ok := n.pictures[node]
	return p, ok
}
