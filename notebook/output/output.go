// Package output holds the kinds of output that a cell can have.
//
// An output is a value: it has canonical bytes (the same on every machine), a hash over them, and a text form. The
// worker sends canonical bytes, the results store keeps them, the renderers and `quire verify` compare and show them.
package output

import "quire/notebook/figure"

// A Kind names a kind of output.
type Kind string

// The kinds of output.
const (
	KindText     Kind = "text"
	KindFigure   Kind = "figure"
	KindTable    Kind = "table"
	KindImage    Kind = "image"
	KindProgress Kind = "progress"
	KindHTML     Kind = "html"
	KindError    Kind = "error"
)

// An Output is one of *Text, *Figure, *Table, *Image, *Progress, *HTML and *Error.
type Output interface {
	// Kind says which of the types it is.
	Kind() Kind
	// Plain is the output as plain text, as `quire run` prints it and as a reader without pictures gets it.
	Plain() string
}

// The streams of a [Text].
const (
	Stdout = "stdout" // what the cell printed
	Stderr = "stderr" // what it wrote to standard error
	Value  = "value"  // the printed value of the cell's last expression
)

// Text is printed text. Data is kept exactly as written; it need not be valid UTF-8 nor end in a newline.
//
// An excerpt lacks OmittedLines lines before Data[OmittedAt:]. OmittedAt is the beginning of a line, unless a line alone
// is too long to keep.
type Text struct {
	Stream       string
	Data         string
	OmittedLines int
	OmittedAt    int
}

// Figure is a drawing.
type Figure struct {
	Figure *figure.Figure `json:"figure"`
}

// Align is how a table column is set.
type Align string

// The alignments. AlignDecimal lines numbers up on their decimal points.
const (
	AlignLeft    Align = "left"
	AlignRight   Align = "right"
	AlignCenter  Align = "center"
	AlignDecimal Align = "decimal"
)

// A Column is the head of a table column.
type Column struct {
	Name  string `json:"name"`
	Align Align  `json:"align"`
}

// Table is rows of text under named columns; every row has len(Columns) cells. Caption may be empty.
type Table struct {
	Caption string     `json:"caption,omitempty"`
	Columns []Column   `json:"columns"`
	Rows    [][]string `json:"rows"`
}

// Image is a PNG. Width is the width it wants in points, 0 for its own size at 144 dots per inch.
type Image struct {
	PNG    []byte  `json:"png"`
	Width  float64 `json:"width,omitempty"`
	Alt    string  `json:"alt,omitempty"`
	Smooth bool    `json:"smooth,omitempty"` // false where pixels are data and must stay sharp
}

// Progress is the state of a running loop; the same Key replaces the one before. It is never part of a result.
type Progress struct {
	Key   string `json:"key"`
	Label string `json:"label"`
	Done  int64  `json:"done"`
	Total int64  `json:"total"` // 0 when unknown
}

// HTML is rich output, shown only inside a sandboxed frame. Alternative is what paper prints; it is never empty.
type HTML struct {
	HTML        string `json:"html"`
	Alternative string `json:"alternative"`
}

// A Frame is one step of the path of calls that led to an error, in the note's own lines.
type Frame struct {
	Cell string `json:"cell"` // the key of the cell
	Func string `json:"func,omitempty"`
	Line int    `json:"line"`          // 1-based, in the note; 0 when unknown
	Col  int    `json:"col,omitempty"` // 1-based in bytes; 0 when unknown

	// Times is how many calls of a function in itself the step stands for; 0 means one.
	Times int `json:"times,omitempty"`
}

// Error is why a cell failed. Stage is "check" (the cell did not compile; nothing ran), "refused" (a construct that
// cannot be run right), "panic", "exit", "timeout", "interrupt", "crash" (the worker died) or "limit".
//
// Message is in Go's own words; HintKo and HintEn say in one sentence what to do, and may be empty. Frames begins with
// the place of the error.
type Error struct {
	Stage   string  `json:"stage"`
	Message string  `json:"message"`
	HintKo  string  `json:"hint_ko,omitempty"`
	HintEn  string  `json:"hint_en,omitempty"`
	Frames  []Frame `json:"frames,omitempty"`
}

// Kind returns KindText.
func (*Text) Kind() Kind { return KindText }

// Kind returns KindFigure.
func (*Figure) Kind() Kind { return KindFigure }

// Kind returns KindTable.
func (*Table) Kind() Kind { return KindTable }

// Kind returns KindImage.
func (*Image) Kind() Kind { return KindImage }

// Kind returns KindProgress.
func (*Progress) Kind() Kind { return KindProgress }

// Kind returns KindHTML.
func (*HTML) Kind() Kind { return KindHTML }

// Kind returns KindError.
func (*Error) Kind() Kind { return KindError }
