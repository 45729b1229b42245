// Package tex sets TeX mathematics.
//
// [Layout] reads a formula (what stands between dollar signs in a note), lays it out by the rules of the TeXbook's
// appendix G with the measures of the OpenType MATH table of Latin Modern Math, and returns a drawing that notebook/html
// turns into SVG and notebook/pdf into page operators. [MathML] writes the same formula as MathML, for screen readers.
//
// Nothing in a formula can fail: an unknown command is drawn as its own source in the colour role "error" and reported
// as a [Problem], a missing brace is supplied, and limits on size and depth keep a hostile formula cheap.
package tex

import "quire/notebook/figure"

// Options says how a formula is set. The zero value is an inline formula of 10 points.
type Options struct {
	Display bool              // display style: large operators, limits above and below
	Size    float64           // the em in points; 0 means 10
	Macros  map[string]string // user commands: name (with or without the backslash) → body with #1 … #9
	Color   figure.Color      // colour of the formula; "" means "ink"
	Text    string            // face of \text and of Hangul; "" means "sans"
	// TextScale is the size of that text, in em: where formulas are set larger than the words around them, it makes up
	// for it. 0 means 1.
	TextScale float64
	// Measure is how wide a display may be, in points: tags stand at its right, and what is wider is broken into lines.
	// 0 means that it may have any width.
	Measure float64
}

// A Problem is something in a formula that could not be set as it was written.
type Problem struct {
	Offset  int    // byte offset in the formula's source
	Message string // in plain English, beginning with the command it is about
	HintKo  string // what to do, in Korean; may be empty
	HintEn  string // and in English
	Minor   bool   // nothing is missing in the drawing
}
