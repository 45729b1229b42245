package notebook

import "strings"

// Strings are the words that a report adds to the note, in its language.
type Strings struct {
	Figure, Table, Equation, Section string
	Contents, Footnotes              string
	NotRun                           string // why a cell below a failed one has no output
	Skipped                          string // the same for eval: false
	Failed, Running, Queued          string
	LinesOmitted                     string            // a format with one %s: the number of lines
	Output                           string            // the name of a text output, for readers who cannot see its frame
	Callouts                         map[string]string // the titles of callouts, by their name
}

// stringsFor returns the words in the language of a tag: Korean for ko, English for all others.
func stringsFor(lang string) Strings {
	if tag, _, _ := strings.Cut(strings.ToLower(lang), "-"); tag == "ko" {
		return Strings{
			Figure: "그림", Table: "표", Equation: "식", Section: "절",
			Contents: "차례", Footnotes: "각주",
			NotRun: "위의 셀이 실패하여 실행하지 않았습니다.", Skipped: "실행하지 않는 셀입니다.",
			Failed: "실패", Running: "실행 중", Queued: "대기 중",
			LinesOmitted: "… %s줄 생략 …", Output: "출력",
			Callouts: map[string]string{"note": "참고", "tip": "도움말", "important": "중요", "warning": "주의", "caution": "경고"},
		}
	}
	return Strings{
		Figure: "Figure", Table: "Table", Equation: "Equation", Section: "Section",
		Contents: "Contents", Footnotes: "Footnotes",
		NotRun: "Not run, because a cell above failed.", Skipped: "This cell is not run.",
		Failed: "failed", Running: "running", Queued: "queued",
		LinesOmitted: "… %s lines left out …", Output: "output",
		Callouts: map[string]string{"note": "Note", "tip": "Tip", "important": "Important", "warning": "Warning", "caution": "Caution"},
	}
}

// sectionRef returns how a reference names a section: by its number, or by its title when sections have none.
func (s Strings) sectionRef(h *Heading) string {
	korean := s.Section == "절"
	switch {
	case h.Number != "" && korean:
		return h.Number + s.Section
	case h.Number != "":
		return s.Section + " " + h.Number
	case korean:
		return "‘" + h.Text + "’"
	}
	return "“" + h.Text + "”"
}
