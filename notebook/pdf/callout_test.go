package pdf

import (
	"strings"
	"testing"

	"quire/notebook"
	"quire/notebook/output"
)

// The ground of a callout never stands at the foot or the head of a page without text on it.
func TestCalloutGroundHasText(t *testing.T) {
	for n := range 40 {
		src := strings.Repeat("한 줄이다.\n\n", n) + "> [!NOTE] 제목\n> 첫 줄이다.\\\n> 둘째 줄이다.\n\n끝이다.\n"
		b := newBuilder(notebook.NewReport(notebook.Parse("a.md", []byte(src)), nil), Options{})
		b.document()
		for _, pg := range paginate(b) {
			ground, text := false, false
			for _, it := range pg.items {
				if len(it.v.bands) > 0 {
					ground = true
					text = text || it.v.draw != nil
				}
			}
			if ground && !text {
				t.Errorf("after %d lines: page %d has the ground of the callout, but none of its text", n, pg.index+1)
			}
		}
	}
}

// Blank lines at the end of what a cell printed take no room.
func TestNoBlankLinesBelowOutput(t *testing.T) {
	height := func(printed string) float64 {
		n := notebook.Parse("a.md", []byte("```go\nfmt.Println(x)\n```\n"))
		res := &notebook.Results{Cells: []*notebook.CellResult{{
			Key: n.Cells[0].Key, Status: notebook.StatusOK,
			Outputs: []output.Output{&output.Text{Stream: output.Stdout, Data: printed}},
		}}}
		b := newBuilder(notebook.NewReport(n, res), Options{})
		b.document()
		h := 0.0
		for _, v := range b.list {
			h += v.h
		}
		return h
	}
	if got, want := height("하나\n\n둘\n\n\n"), height("하나\n\n둘"); got != want {
		t.Errorf("the output takes %.1f points with blank lines at its end, %.1f without", got, want)
	}
}
