package pdf

import (
	"cmp"
	"math"

	"quire/notebook"
	"quire/notebook/font"
)

// A style holds every number that sets appearance, in points.
type style struct {
	pageW, pageH             float64
	left, right, top, bottom float64 // margins of the text area
	headY, footY             float64 // baselines of header and footer, from the top and the bottom of the page

	faces     map[string]string // the face of every role: what the code calls "sans" is the theme's face of running text
	mathScale float64           // of formulas: their letters are as high as those of the text around them

	body, caption, table, code, output, note, small textSize
	subtitle, byline, contents, contentsHead        textSize
	coverTitle, coverSubtitle, coverFact            textSize

	parSkip      float64 // after a paragraph
	blockSkip    float64 // around figures, tables, code
	listSkip     float64 // between items of a tight list
	listIndent   float64
	quoteIndent  float64
	speakerGap   float64         // between a speaker's name and the speech
	speakerMin   float64         // least indent of a speech
	headings     [7]headingStyle // 0 is the title
	titleSkip    float64         // below the title block
	contentsSkip float64         // below the contents
	contentsStep float64         // indent of each level of the contents
	leaderGap    float64         // between the dots of the contents
	captionSkip  float64         // between a figure and its caption
	ruleSkip     float64         // around a thematic break
	tightSkip    float64         // between code and what it printed
	codePadX     float64
	codePadY     float64
	codeRadius   float64
	tablePadX    float64
	tablePadY    float64
	captionInset float64 // captions are narrower than the measure by this on each side
	figureMax    float64 // greatest height of a figure, as a part of the text height
	figureShrink float64 // how far a figure may shrink to fit the rest of a page
	panelGap     float64 // between figures side by side
	floatSkip    float64 // below figures at the top of a page
	imageDPI     float64 // greatest resolution of an embedded picture
	screenDPI    float64 // resolution that a picture without a width is shown at
	headLines    int     // lines of a long output that are shown at its head
	tailLines    int     // and at its tail
	underline    float64 // of the size
	noteGap      float64 // space above the footnotes, rule included
	noteRule     float64 // length of the rule above footnotes
}

// A textSize is a type size with its leading.
type textSize struct{ size, lead float64 }

func (t *textSize) scale(k float64) { t.size, t.lead = t.size*k, t.lead*k }

// A headingStyle is the look of one level of heading. Rule draws a line under it.
type headingStyle struct {
	textSize
	above, below float64
	rule         bool
}

// baseline is the distance from the top of a line to its baseline: the letters stand in the middle of the leading.
func (t textSize) baseline() float64 { return float64(t.lead*0.5) + float64(t.size*0.36) }

// width is the measure: the width of the text area.
func (s *style) width() float64 { return s.pageW - s.left - s.right }

// height is the height of the text area.
func (s *style) height() float64 { return s.pageH - s.top - s.bottom }

// The roles that are not the name of a face.
const (
	headFace      = "head-bold"  // of headings and the title
	labelFace     = "label"      // of the labels in drawings
	labelBoldFace = "label-bold" // and of what is bold there
)

// A theme is what makes one look another: all the rest follows from the numbers of the sans theme.
type theme struct {
	faces      map[string]string // where a role has another face than its name
	body       textSize          // of running text, on paper as wide as A4 and when the note does not say
	labelScale float64           // of what else is set in the face of running text: tables, captions, notes
	mathScale  float64
}

// The labels of drawings are sans in every theme, as in most textbooks: they are small, and were measured so when they
// were drawn.
var themes = map[string]theme{
	"sans": {
		faces: map[string]string{headFace: font.SansBold, labelFace: font.Sans, labelBoldFace: font.SansBold},
		body:  textSize{10.2, 16.6}, labelScale: 1, mathScale: 1.04,
	},
	// The syllables of the serif stand wider apart, its thin strokes want more light between the lines.
	"serif": {
		faces: map[string]string{
			font.Sans: font.Serif, font.SansBold: font.SerifBold,
			headFace: font.SansBold, labelFace: font.Sans, labelBoldFace: font.SansBold,
		},
		body: textSize{9.8, 17}, labelScale: 0.96, mathScale: 1.07,
	},
}

// The page of the sans theme on A4, from which the margins on other paper follow.
const (
	baseWidth     = 595.28
	sideMargin    = 68 / baseWidth // of the width
	topMargin     = 70 / 841.89    // of the height
	bottomMargin  = 76 / 841.89
	headInMargin  = 44.0 / 70 // where the header stands in the upper margin
	footInMargin  = 40.0 / 76 // and the page number in the lower
	narrowing     = 0.25      // type shrinks with this power of the width of the paper
	leastForHead  = 27.0      // an upper margin with less room has no header
	leastForFoot  = 24.0      // nor a lower one a page number
	latexBaseline = 1.2       // what linestretch counts in
)

// role is the face of a role.
func (s *style) role(name string) string {
	if f, ok := s.faces[name]; ok {
		return f
	}
	return name
}

// newStyle returns the numbers for a note: those of its theme, on its paper, with the sizes and margins it asks for.
func newStyle(l *notebook.Layout) *style {
	th, ok := themes[l.Theme]
	if !ok {
		th = themes["sans"]
	}
	s := baseStyle()
	s.faces, s.mathScale = th.faces, th.mathScale
	s.page(l)
	size := l.FontSize
	if size == 0 {
		size = th.body.size * min(1, math.Pow(s.pageW/baseWidth, narrowing))
	}
	s.body = th.body
	for _, t := range []*textSize{&s.caption, &s.table, &s.note, &s.subtitle, &s.byline, &s.contents} {
		t.scale(th.labelScale)
	}
	s.scale(size / th.body.size)
	if l.LineStretch > 0 {
		k := l.LineStretch * latexBaseline * size / s.body.lead
		for _, t := range []*textSize{&s.body, &s.note, &s.contents} {
			t.lead *= k
		}
	}
	return s
}

// page sets the paper and its margins.
func (s *style) page(l *notebook.Layout) {
	s.pageW, s.pageH = l.Size()
	m := l.Margin
	s.left, s.right = cmp.Or(m.Left, s.pageW*sideMargin), cmp.Or(m.Right, s.pageW*sideMargin)
	s.top, s.bottom = cmp.Or(m.Top, s.pageH*topMargin), cmp.Or(m.Bottom, s.pageH*bottomMargin)
	s.headY, s.footY = s.top*headInMargin, s.bottom*footInMargin
}

// scale makes type and the space around it k times as large.
func (s *style) scale(k float64) {
	for _, t := range []*textSize{
		&s.body, &s.caption, &s.table, &s.code, &s.output, &s.note, &s.small, &s.subtitle, &s.byline, &s.contents, &s.contentsHead,
	} {
		t.scale(k)
	}
	for i := range s.headings {
		h := &s.headings[i]
		h.scale(k)
		h.above, h.below = h.above*k, h.below*k
	}
	for _, d := range []*float64{
		&s.parSkip, &s.blockSkip, &s.listSkip, &s.listIndent, &s.quoteIndent, &s.speakerGap, &s.speakerMin, &s.titleSkip,
		&s.contentsSkip, &s.contentsStep, &s.leaderGap, &s.captionSkip, &s.ruleSkip, &s.tightSkip, &s.codePadX, &s.codePadY,
		&s.tablePadX, &s.tablePadY, &s.captionInset, &s.noteGap,
	} {
		*d *= k
	}
}

// baseStyle returns the numbers of the sans theme on A4, but for the page.
func baseStyle() *style {
	s := &style{
		caption: textSize{8.9, 13.4},
		table:   textSize{9.2, 13.4},
		code:    textSize{8.5, 12.6},
		output:  textSize{8.1, 11.9},
		note:    textSize{8.4, 12.6},
		small:   textSize{8.2, 12},

		subtitle:      textSize{12.4, 19},
		byline:        textSize{9.8, 15.4},
		coverTitle:    textSize{27, 38},
		coverSubtitle: textSize{14, 22},
		coverFact:     textSize{11, 18},

		contents:     textSize{10.2, 16.2},
		contentsHead: textSize{11.2, 18},

		parSkip:      7,
		blockSkip:    9,
		listSkip:     2.4,
		listIndent:   18,
		quoteIndent:  14,
		titleSkip:    16,
		contentsSkip: 18,
		contentsStep: 14,
		leaderGap:    5,
		captionSkip:  5,
		ruleSkip:     11,
		tightSkip:    4,
		speakerGap:   12,
		speakerMin:   34,
		codePadX:     9,
		codePadY:     6.5,
		codeRadius:   3.5,
		tablePadX:    6,
		tablePadY:    2.3,
		captionInset: 24,
		figureMax:    0.62,
		figureShrink: 0.78,
		panelGap:     14,
		floatSkip:    16,
		imageDPI:     300,
		screenDPI:    144,
		headLines:    24,
		tailLines:    8,
		underline:    0.055,
		noteGap:      13,
		noteRule:     110,
	}
	s.headings = [7]headingStyle{
		0: {textSize{21, 29}, 0, 6, false}, // the title
		1: {textSize{16.4, 24}, 23, 8, true},
		2: {textSize{13.6, 20}, 19, 6, false},
		3: {textSize{11.8, 17.6}, 15, 4.5, false},
		4: {textSize{10.8, 16.6}, 12, 4, false},
		5: {textSize{10.2, 16}, 10, 3, false},
		6: {textSize{10.2, 16}, 10, 3, false},
	}
	return s
}

// A color is red, green and blue from 0 to 255.
type color struct{ r, g, b uint8 }

// The colours of paper: dark enough to print in grey.
var (
	ink       = color{0x1b, 0x1f, 0x24}
	muted     = color{0x66, 0x70, 0x85}
	faint     = color{0xa0, 0xa7, 0xb4}
	hairline  = color{0xc9, 0xce, 0xd6}
	accent    = color{0x1f, 0x4f, 0xa3}
	errorInk  = color{0xb4, 0x23, 0x18}
	warnInk   = color{0x8a, 0x5a, 0x00}
	warnBar   = color{0xe0, 0xb0, 0x50}
	valueBar  = color{0x9d, 0xb6, 0xdc}
	white     = color{0xff, 0xff, 0xff}
	codePaper = color{0xf5, 0xf6, 0xf8}
	markPaper = color{0xff, 0xf2, 0xb3}
	errPaper  = color{0xfd, 0xf2, 0xf1}

	tokenKeyword = color{0x8a, 0x1f, 0x8c}
	tokenString  = color{0x0b, 0x6b, 0x3a}
	tokenComment = color{0x6b, 0x72, 0x80}
	tokenNumber  = color{0x9a, 0x4b, 0x00}
	tokenFunc    = color{0x1f, 0x4f, 0xa3}
	tokenType    = color{0x0b, 0x6a, 0x78}

	speakerInks = [...]color{{0x1f, 0x4f, 0xa3}, {0xa3, 0x46, 0x1f}, {0x1f, 0x7a, 0x4d}, {0x7a, 0x1f, 0x6b}}
)
