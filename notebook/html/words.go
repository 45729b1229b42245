package html

import (
	"fmt"
	"strings"

	"quire/notebook"
	"quire/notebook/output"
)

// words are what the renderer itself says, in the language of the note.
type words struct {
	back, alternative, error                string
	noImage                                 string // a format with the path and the reason
	external, outside, unreadable, notImage string
	cellFormat, placeFormat, noteLineFormat string
	callsFormat, moreFormat                 string
	outputs                                 map[string]string
	tasks                                   map[bool]string // the boxes of tasks, by whether they are ticked
	skip, figure                            string
	author, date, course                    string
}

var korean = words{
	back: "본문으로", alternative: "글로 보기", error: "오류",
	noImage:  "그림을 보일 수 없습니다: %s (%v)",
	external: "바깥에서 불러오는 그림은 싣지 않습니다", outside: "노트의 폴더 안에 있는 그림만 싣습니다", unreadable: "파일을 읽을 수 없습니다", notImage: "그림 파일이 아닙니다",
	cellFormat: "셀 %d", placeFormat: "셀 %d, %d번째 줄", noteLineFormat: "노트 %d번째 줄", callsFormat: "호출 경로 %d개",
	moreFormat: "%d줄 더 보기",
	outputs:    map[string]string{output.Stdout: "출력", output.Stderr: "표준 오류", output.Value: "값"},
	tasks:      map[bool]string{true: "한 일", false: "할 일"},
	skip:       "본문으로 건너뛰기", figure: "그림",
	author: "작성자", date: "날짜", course: "과목",
}

var english = words{
	back: "Back to the text", alternative: "As text", error: "Error",
	noImage:  "The image cannot be shown: %s (%v)",
	external: "images from elsewhere are not included", outside: "only images in the note's folder are included", unreadable: "the file cannot be read", notImage: "not an image file",
	cellFormat: "Cell %d", placeFormat: "cell %d, line %d", noteLineFormat: "line %d of the note", callsFormat: "Path of %d calls",
	moreFormat: "Show %d more lines",
	outputs:    map[string]string{output.Stdout: "output", output.Stderr: "standard error", output.Value: "value"},
	tasks:      map[bool]string{true: "done", false: "to do"},
	skip:       "Skip to the text", figure: "Figure",
	author: "Author", date: "Date", course: "Course",
}

func (w *writer) korean() bool {
	if w.r == nil {
		return true
	}
	tag, _, _ := strings.Cut(strings.ToLower(w.r.Note.Meta.Lang), "-")
	return tag == "ko"
}

func (w *writer) words() *words {
	if w.korean() {
		return &korean
	}
	return &english
}

// strings are the words that all renderers share.
func (w *writer) strings() notebook.Strings {
	return w.r.Strings
}

func (s *words) cell(n int) string         { return fmt.Sprintf(s.cellFormat, n) }
func (s *words) place(cell, n int) string  { return fmt.Sprintf(s.placeFormat, cell, n) }
func (s *words) noteLine(n int) string     { return fmt.Sprintf(s.noteLineFormat, n) }
func (s *words) calls(n int) string        { return fmt.Sprintf(s.callsFormat, n) }
func (s *words) more(n int) string         { return fmt.Sprintf(s.moreFormat, n) }
func (s *words) output(name string) string { return s.outputs[name] }
