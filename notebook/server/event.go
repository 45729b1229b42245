package server

import "encoding/json"

// protocolVersion is in every snapshot; a page that was built for another one reloads itself.
const protocolVersion = 1

// An event is one message of the log. T says which of the fields are set:
//
//	doc     Doc: the note has changed; Order is complete, Blocks are those that changed
//	cell    Cell, State, MS, Stale, Because: how a cell stands
//	clear   Cell: its outputs are about to be replaced
//	out     Cell, Item: a text item is appended to, every other item replaces the one with its number
//	kernel  State, Message
//	done    State ("ok", "failed" or "stopped"), MS: a run has ended
//	file    Message: the note's file cannot be read; empty when it can again
//	trust   State: the note's trust has changed
type event struct {
	Seq     uint64   `json:"seq"`
	T       string   `json:"t"`
	Cell    string   `json:"cell,omitempty"` // the id of the cell's block
	State   string   `json:"state,omitempty"`
	MS      int64    `json:"ms,omitempty"`
	Stale   bool     `json:"stale,omitempty"`
	Because int      `json:"because,omitempty"` // the number of the cell that made this one stale, 0: the note itself
	Message string   `json:"message,omitempty"`
	Item    *item    `json:"item,omitempty"`
	Doc     *docView `json:"doc,omitempty"`
}

// encode writes an event with its number.
func (e event) encode(seq uint64) []byte {
	e.Seq = seq
	b, err := json.Marshal(e)
	if err != nil { // an event holds only strings, numbers and their lists
		panic(err)
	}
	return b
}

// A snapshot is everything that a page shows, and the number of the last event in it.
type snapshot struct {
	T       string      `json:"t"` // "hello"
	V       int         `json:"v"`
	Boot    string      `json:"boot"`
	Seq     uint64      `json:"seq"`
	Doc     docView     `json:"doc"`
	Cells   []*cellView `json:"cells"`
	Kernel  string      `json:"kernel"`
	Message string      `json:"message,omitempty"` // of the kernel
	Busy    bool        `json:"busy"`              // a run is under way
	File    string      `json:"file,omitempty"`    // why the note's file cannot be read
	Trust   TrustLevel  `json:"trust"`
}

// A docView is the note as a page shows it.
type docView struct {
	Version  int           `json:"version"`
	Title    string        `json:"title"`
	Head     string        `json:"head"` // the title block, HTML
	Lang     string        `json:"lang"`
	Problems []problemView `json:"problems"`
	Order    []string      `json:"order"` // ids of all blocks
	Blocks   []blockView   `json:"blocks"`
}

// A blockView is one block of the note: prose, as HTML, or a cell.
type blockView struct {
	ID       string        `json:"id"`
	HTML     string        `json:"html,omitempty"`
	Headings []headingView `json:"headings,omitempty"`
	Cell     *codeView     `json:"cell,omitempty"`
}

// A headingView is a line of the outline.
type headingView struct {
	Level  int    `json:"level"`
	Text   string `json:"text"`
	Anchor string `json:"anchor"`
}

// A codeView is a cell's source as a page shows it.
type codeView struct {
	Number int    `json:"number"`
	Label  string `json:"label,omitempty"`
	Code   string `json:"code"`  // HTML
	Line   int    `json:"line"`  // of the note, of the first line of the code
	Lines  int    `json:"lines"` // of the code
	Echo   bool   `json:"echo"`  // whether the report shows the code
	Output bool   `json:"output"`
	Eval   bool   `json:"eval"`
}

// A problemView is a diagnostic of the note.
type problemView struct {
	Line     int    `json:"line"`
	Col      int    `json:"col"`
	Severity string `json:"severity"`
	Message  string `json:"message"`
	HintKo   string `json:"hintKo,omitempty"`
	HintEn   string `json:"hintEn,omitempty"`
}

// A cellView is how a cell stands and what it has shown.
type cellView struct {
	ID      string  `json:"id"`
	State   string  `json:"state"` // "idle", or a notebook.Status
	MS      int64   `json:"ms"`    // how long it ran; while it runs, how long so far
	Stale   bool    `json:"stale"`
	Because int     `json:"because,omitempty"`
	Items   []*item `json:"items"`
}

// An item is one output of a cell. N is its number in the cell, from 0.
type item struct {
	N    int    `json:"n"`
	Kind string `json:"kind"` // of output.Kind
	HTML string `json:"html,omitempty"`

	// Of text: Dropped counts the lines before Text that the server does not keep for pages.
	Stream  string `json:"stream,omitempty"`
	Text    string `json:"text,omitempty"`
	Dropped int    `json:"dropped,omitempty"`

	// Of progress. Total is 0 when it is unknown; Gone tells that the bar is not shown any more.
	Key   string `json:"key,omitempty"`
	Label string `json:"label,omitempty"`
	Done  int64  `json:"done,omitempty"`
	Total int64  `json:"total,omitempty"`
	Gone  bool   `json:"gone,omitempty"`

	// Of html: the address of the sandboxed document, and what paper prints.
	Src string `json:"src,omitempty"`
	Alt string `json:"alt,omitempty"`

	Error *errorView `json:"error,omitempty"`
}

// An errorView is why a cell failed.
type errorView struct {
	Stage   string      `json:"stage"`
	Message string      `json:"message"`
	HintKo  string      `json:"hintKo,omitempty"`
	HintEn  string      `json:"hintEn,omitempty"`
	Frames  []frameView `json:"frames,omitempty"`
}

// A frameView is one step of the path of calls, in lines of a cell's shown code.
type frameView struct {
	Cell     string `json:"cell,omitempty"` // the id of the cell's block, empty when it is not in the note any more
	Number   int    `json:"number,omitempty"`
	Line     int    `json:"line,omitempty"` // 1-based, in the shown code
	NoteLine int    `json:"noteLine"`
	Func     string `json:"func,omitempty"`
}
