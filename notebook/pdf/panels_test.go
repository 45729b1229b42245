package pdf

import (
	"math"
	"strings"
	"testing"

	"quire/notebook"
	"quire/notebook/output"
)

// Figures of a cell with layout-ncol stand side by side on one line, with letters below them and one caption.
func TestFiguresSideBySide(t *testing.T) {
	n := notebook.Parse("p.md", []byte("@fig-two-2를 보라.\n\n```go\n//| label: fig-two\n//| fig-cap: 둘\n//| fig-subcap: [왼쪽, 오른쪽]\n//| layout-ncol: 2\n//| echo: false\nx\n```\n"))
	res := &notebook.Results{Cells: []*notebook.CellResult{{Key: n.Cells[0].Key, Status: notebook.StatusOK, Outputs: []output.Output{box300(300, 200), box300(200, 300)}}}}
	if len(n.Diagnostics) > 0 {
		t.Error(n.Diagnostics)
	}
	_, pages := painted(notebook.NewReport(n, res), Options{})
	at := map[string]textRun{}
	for _, run := range pages[0].runs {
		at[run.text] = run
	}
	left, right := at["왼쪽"], at["오른쪽"]
	if left.y != right.y || left.y == 0 || left.x > right.x-100 {
		t.Errorf("captions at %.1f, %.1f and %.1f, %.1f; want them beside each other", left.x, left.y, right.x, right.y)
	}
	var text strings.Builder
	for _, run := range pages[0].runs {
		text.WriteString(run.text)
	}
	for _, want := range []string{"그림\u00a01(b)", "(a)", "(b)", "그림\u00a01\u2002"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("no %q in %q", want, text.String())
		}
	}
}

// Images in a fenced div stand side by side; one that is missing has its box there.
func TestImagesInADiv(t *testing.T) {
	n := notebook.Parse("d.md", []byte("::: {#fig-pair layout-ncol=2}\n![하나](none1.png){#fig-a}\n![둘](none2.png)\n\n둘의 비교\n:::\n\n[-@fig-pair]와 @fig-a는 다르다.\n"))
	b, pages := painted(notebook.NewReport(n, nil), Options{})
	var boxes []textRun
	var text strings.Builder
	for _, run := range pages[0].runs {
		text.WriteString(run.text)
		if strings.HasPrefix(run.text, "none") {
			boxes = append(boxes, run)
		}
	}
	if len(boxes) != 2 || math.Abs(boxes[0].y-boxes[1].y) > 0.1 || boxes[1].x < b.style.pageW/2 {
		t.Errorf("boxes of missing images: %+v, want two beside each other", boxes)
	}
	for _, want := range []string{"(a)", "(b)", "둘의 비교", "그림\u00a01(a)는"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("no %q in %q", want, text.String())
		}
	}
}
