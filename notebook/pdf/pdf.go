// Package pdf sets a note and its results as a PDF.
//
// The way is the typesetter's. The note's tree and the results of its cells become blocks; the text of a block becomes
// items (boxes, glue and penalties: item.go); items become lines (Knuth and Plass, linebreak.go); lines, figures, rows
// and rules are stacked on one long vertical list (vlist.go, and a file for each kind of block); the list is cut into
// pages (pages.go); each page is written as a content stream of our own (stream.go, paint.go). github.com/go-pdf/fpdf
// is the container for pages, fonts and pictures (container.go); a finishing pass over its output adds what it does not
// write: links, outline, structure tree, metadata, exact ToUnicode maps, attachments (finish.go).
//
// Lengths are points. In layout y grows downwards from the top of the page; the content stream turns it over. Every
// number that sets appearance is in style.go. The same report and options give the same bytes: no clock, host or map
// order enters the file.
//
// Nothing in a note can make [Render] fail: what cannot be set is shown in place and reported as a [Warning].
package pdf

import (
	"fmt"
	"slices"
	"time"

	"quire/notebook"
)

// An Attachment is a file carried inside the PDF.
type Attachment struct {
	Name string // file name, unique among the attachments; may have slashes
	MIME string // for example "text/markdown"
	Desc string // one line for the reader's list of attachments
	Data []byte
}

// Options are what Render needs beyond the report.
type Options struct {
	// Attachments are embedded in this order. The first one is marked as the document's source, the rest as supplements.
	Attachments []Attachment
	// Attach, when it is not nil, is called once the pages are set, with the image files of the note's folder that they
	// show, in the order of their names, and with the text of the cells that they show only in part, which has descriptions.
	// What it returns is embedded after Attachments.
	Attach func(shown []Attachment) []Attachment
	// Date is written as creation and modification date. The zero value leaves dates out.
	Date time.Time
	// Dir is the note's folder. Images are read from inside it only; their paths are relative to it.
	Dir string
}

// A Warning tells what could not be set as the note asks. Line and Col are the place in the note, counted from
// 1; 0 when unknown.
type Warning struct {
	Line, Col int
	Message   string
}

// String formats the warning with its place.
func (w Warning) String() string {
	switch {
	case w.Line == 0:
		return w.Message
	case w.Col > 0:
		return fmt.Sprintf("line %d:%d: %s", w.Line, w.Col, w.Message)
	}
	return fmt.Sprintf("line %d: %s", w.Line, w.Message)
}

// At formats the warning with its place in a file, as diagnostics are: file:line:col: message.
func (w Warning) At(file string) string {
	switch {
	case w.Line == 0:
		return fmt.Sprintf("%s: %s", file, w.Message)
	case w.Col > 0:
		return fmt.Sprintf("%s:%d:%d: %s", file, w.Line, w.Col, w.Message)
	}
	return fmt.Sprintf("%s:%d: %s", file, w.Line, w.Message)
}

// Render sets the report and returns the bytes of a PDF. The warnings tell what is shown in place of something that
// could not be set; the error is non-nil only when the container fails.
func Render(r *notebook.Report, o Options) ([]byte, []Warning, error) {
	b := newBuilder(r, o)
	b.document()
	pages := paginate(b)
	painted := paintPages(b, pages)
	if o.Attach != nil {
		b.o.Attachments = append(slices.Clip(o.Attachments), o.Attach(b.shown())...)
	}
	data, err := writeFile(b, painted)
	return data, b.warnings, err
}
