// Package font is the faces that Quire sets text in: metrics, outlines, fallback per rune, and subsets.
//
// A [Face] is one font file that ships inside the binary, named by what it is for ("sans", "mono-bold", "math") and
// parsed when it is first asked for. Figures, formulas, pages and HTML all measure with the same faces, so that a label
// is as wide on the screen as on paper.
//
// Lengths are 1/1000 em, rounded the way a PDF writes glyph widths: a line that is measured here ends on paper where it
// was measured to end. The outlines and the bounds keep the font's own precision.
//
// Text that a face cannot draw falls back along a [Stack], rune by rune; what no face can draw is reported and never
// lost. Emoji are found as sequences before that, and are stacks of coloured layers. A [Subset] holds the glyphs that one
// document uses, as a small TrueType font.
//
// Everything is safe for use by several goroutines at once, except that a Subset belongs to one.
package font
