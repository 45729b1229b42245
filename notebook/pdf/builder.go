package pdf

import (
	"bytes"
	"strings"

	"quire/notebook"
	"quire/notebook/tex"
)

// A builder turns a report into the vertical list.
type builder struct {
	*shaper
	style    *style
	r        *notebook.Report
	o        Options
	words    words
	root     *element // of the structure tree
	list     []vitem
	bands    []*band
	float    *float  // that is being laid out
	anchor   *anchor // waits for the next item
	notes    map[int]*footnote
	speakers map[string]color
	indent   float64 // of speeches
	pictures map[string]*loadedPicture
	macros   map[string]string // of the formulas
	warnings []Warning
	contents []*contentsLine
	places   map[string]destination // of anchors, once the pages are cut
	outline  []outlineItem
	sections int // the highest level of heading in use
	logs     []attachedLog
	veils    []veil // of transparent drawings, in order of first use
}

// words are what the typesetter itself says, in the note's language.
type words struct {
	codeGoesOn, tableGoesOn, outputGoesOn        string
	missingImage, studentID, notes, stderr, line string
	log, wholeLog                                string // of what a cell printed
	cover, course, affiliation, name, date       string // on a cover
	columns                                      string // which columns a part of a wide table has
	images                                       map[error]string
}

// reason says why an image is not shown.
func (w words) reason(err error) string {
	if s, ok := w.images[err]; ok {
		return s
	}
	return err.Error()
}

func wordsFor(lang string) words {
	if strings.HasPrefix(strings.ToLower(lang), "ko") {
		return words{
			codeGoesOn: "다음 쪽에 계속", tableGoesOn: "표가 다음 쪽에 이어집니다", outputGoesOn: "다음 쪽에 계속",
			missingImage: "그림을 불러올 수 없음", studentID: "학번", notes: "주석", stderr: "표준 오류", line: "%d행", log: "셀 %s의 출력 전체", wholeLog: "(전체는 첨부 파일 %s)",
			cover: "표지", course: "과목", affiliation: "소속", name: "이름", date: "제출일",
			columns: "(계속, %d–%d열)",
			images:  map[error]string{errNoImage: "파일이 없습니다", errRemoteImage: "이 컴퓨터에 있는 파일만 보입니다", errOutside: "노트의 폴더 안에 있는 그림만 싣습니다", errImageFormat: "PNG, JPEG, GIF, SVG 그림이 아닙니다", errImageSize: "그림이 너무 큽니다"},
		}
	}
	return words{
		codeGoesOn: "continued on the next page", tableGoesOn: "table continues on the next page", outputGoesOn: "continued on the next page",
		missingImage: "image cannot be loaded", studentID: "ID", notes: "Notes", stderr: "standard error", line: "line %d", log: "all that cell %s printed", wholeLog: "(all of it is attached: %s)",
		cover: "Cover", course: "Course", affiliation: "Affiliation", name: "Name", date: "Date",
		columns: "(continued, columns %d–%d)",
	}
}

func newBuilder(r *notebook.Report, o Options) *builder {
	style := newStyle(&r.Note.Meta.Layout)
	b := &builder{
		shaper:   newShaper(),
		style:    style,
		r:        r,
		o:        o,
		words:    wordsFor(r.Note.Meta.Lang),
		root:     &element{role: "Document"},
		notes:    map[int]*footnote{},
		speakers: map[string]color{},
		pictures: map[string]*loadedPicture{},
		macros:   tex.Macros(r.Note.Meta.Macros, r.Note.Definitions()),
	}
	b.shaper.style = style
	return b
}

// warn reports something that is shown in place of what the note asks for.
func (b *builder) warn(line int, message string) { b.warnAt(Warning{Line: line, Message: message}) }

func (b *builder) warnAt(w Warning) {
	for _, have := range b.warnings {
		if have == w {
			return
		}
	}
	b.warnings = append(b.warnings, w)
}

// lineAt is the note's line of an offset in its source.
func (b *builder) lineAt(offset int) int {
	src := b.r.Note.Source
	if offset < 0 || offset > len(src) {
		return 0
	}
	return bytes.Count(src[:offset], []byte("\n")) + 1
}

// document lays out everything.
func (b *builder) document() {
	at := frame{b.style.left, b.style.width(), b.root}
	b.prepareNotes()
	b.sections = 7
	for _, h := range b.r.Headings {
		if !b.isTitle(h.Anchor) {
			b.sections = min(b.sections, h.Level)
		}
	}
	b.indent = b.speechIndent()
	b.title(at)
	if b.r.Note.Meta.TOC {
		b.tableOfContents(at)
	}
	blocks := b.r.Note.Blocks
	for i, bl := range blocks {
		if b.titleHeading(i) {
			b.titleAnchor()
			continue
		}
		if bl.Cell != nil {
			b.cell(bl.Cell, at)
			continue
		}
		b.block(bl.Node, at)
	}
	b.endNotes(at)
	b.warnOfLost()
}
