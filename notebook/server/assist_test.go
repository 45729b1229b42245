package server

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
)

const assistNote = "# 보고서\n\n결과는 @fig-loss 와 같다.\n\n```go\n//| label: fig-loss\n// 손실값들.\n손실 := []float64{0.5, 0.25}\n```\n\n  ```go\n  fmt.Println(\"😀\", 손실)\n  ```\n"

// TestHoverAndComplete asks about a note that nobody has run.
func TestHoverAndComplete(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "note.md"), assistNote)
	s := newSite(t, Options{Path: dir})
	f := s.follow(t, "note.md")
	for len(f.snap.Doc.Order) == 0 {
		for _, e := range f.read() {
			if e.Doc != nil {
				f.snap.Doc = *e.Doc
			}
		}
	}
	var cells []string
	for _, b := range f.snap.Doc.Blocks {
		if b.Cell != nil {
			cells = append(cells, b.ID)
		}
	}
	ask := func(what string, command any, into any) int {
		t.Helper()
		body, err := json.Marshal(command)
		check(t, err)
		status, text, _ := s.do(t, http.MethodPost, "/notes/note.md/"+what, string(body), func(*http.Request) {})
		if status == http.StatusOK {
			check(t, json.Unmarshal([]byte(text), into))
		}
		return status
	}
	for _, tt := range []struct {
		cell, line, col, status int
		want                    string
	}{
		{1, 1, 3, 200, "fmt package \"package fmt\" 0 "},
		{1, 1, 6, 200, "Println func \"func fmt.Println(a ...any) (n int, err error)\" 0 "},
		{1, 1, 20, 200, "손실 var \"var 손실 []float64\" 2 " + cells[0]},
		{0, 2, 1, 200, "손실 var \"var 손실 []float64\" 2 " + cells[0]},
		{0, 1, 5, 204, ""},
		{1, 1, 15, 204, ""},
		{1, 99, 1, 204, ""},
		{1, -5, -5, 204, ""},
	} {
		var v hoverView
		status := ask("hover", hoverCommand{cells[tt.cell], tt.line, tt.col}, &v)
		got := ""
		if status == http.StatusOK {
			got = fmt.Sprintf("%s %s %q %d %s", v.Name, v.Kind, v.Signature, v.CodeLine, v.Cell)
		}
		if status != tt.status || got != tt.want {
			t.Errorf("hover %+v: %d %s", tt, status, got)
		}
	}
	if status := ask("hover", hoverCommand{"b99", 1, 1}, nil); status != http.StatusNotFound {
		t.Errorf("hover over no cell: status %d, want 404", status)
	}

	var list []completionView
	if status := ask("complete", completeCommand{nil, 3, 10}, &list); status != 200 || len(list) == 0 || list[0].Insert != "@fig-loss" {
		t.Errorf("complete a reference: %d %+v", status, list)
	}
	text := strings.Replace(assistNote, "  fmt.Println(\"😀\", 손실)", "  _ = \"😀\"; 손", 1)
	list = nil
	status := ask("complete", completeCommand{&text, 12, 14}, &list)
	if status != 200 || len(list) == 0 || list[0].Label != "손실" || list[0].From != 13 || list[0].To != 14 || list[0].Line != 12 {
		t.Errorf("complete text that is not saved: %d %+v", status, list)
	}
	long := strings.Repeat("가", maxCommand) + "\n" + text // longer than other commands may be
	list = nil
	if status := ask("complete", completeCommand{&long, 13, 14}, &list); status != 200 || len(list) == 0 {
		t.Errorf("complete a long text: %d %+v", status, list)
	}
}
