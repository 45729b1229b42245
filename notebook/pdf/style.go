package pdf

import "strings"

// A style holds every number that sets appearance, in points.
type style struct {
	pageW, pageH             float64
	left, right, top, bottom float64 // margins of the text area
	headY, footY             float64 // baselines of header and footer, from the top and the bottom of the page

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

// newStyle returns the numbers for a paper, "a4" (the default) or "letter".
func newStyle(paper string) *style {
	s := &style{
		pageW: 595.28, pageH: 841.89,
		left: 68, right: 68, top: 70, bottom: 76,
		headY: 44, footY: 40,

		body:    textSize{10.2, 16.6},
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
	if strings.EqualFold(paper, "letter") || strings.EqualFold(paper, "us-letter") {
		s.pageW, s.pageH = 612, 792
		s.left, s.right = 76, 76
		s.top, s.bottom = 66, 70
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
