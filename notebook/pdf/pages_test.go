package pdf

import (
	"fmt"
	"strings"
	"testing"

	"quire/notebook"
	"quire/notebook/figure"
	"quire/notebook/output"
)

// figureReport is text and figures in turn: paragraphs lines of text before each of three figures of a height.
func figureReport(paragraphs int, height float64) *notebook.Report {
	var src strings.Builder
	for i := range 3 {
		for range paragraphs {
			src.WriteString(strings.Repeat("그림 앞뒤의 글은 쪽이 나뉘어도 빈틈없이 이어져야 한다. ", 4) + "\n\n")
		}
		fmt.Fprintf(&src, "```go\n//| label: fig-%d\n//| fig-cap: 그림의 설명\n//| echo: false\nx\n```\n\n", i)
	}
	for range 8 {
		src.WriteString(strings.Repeat("마지막 그림 뒤에도 글이 이어진다. ", 8) + "\n\n")
	}
	n := notebook.Parse("figures.md", []byte(src.String()))
	res := &notebook.Results{}
	for _, c := range n.Cells {
		var p figure.Path
		p.MoveTo(0, 0)
		p.LineTo(300, 0)
		p.LineTo(300, height)
		p.LineTo(0, height)
		p.Close()
		f := &figure.Figure{W: 300, H: height, Ops: []figure.Op{{Path: &figure.PathOp{Path: p, Fill: "grid"}}}}
		res.Cells = append(res.Cells, &notebook.CellResult{Key: c.Key, Status: notebook.StatusOK, Outputs: []output.Output{&output.Figure{Figure: f}}})
	}
	return notebook.NewReport(n, res)
}

// Where there is text enough, no page but the last ends in a hole: figures move behind text or shrink a little.
func TestNoHolesBeforeFigures(t *testing.T) {
	for paragraphs := 5; paragraphs < 18; paragraphs++ {
		for _, h := range []float64{120, 240, 330} {
			r := figureReport(paragraphs, h)
			b := newBuilder(r, Options{})
			b.document()
			pages := paginate(b)
			for i, pg := range pages[:len(pages)-1] {
				last := pg.items[len(pg.items)-1]
				if hole := b.style.pageH - b.style.bottom - last.y - last.v.h; hole > b.style.height()*holePart+2*b.style.body.lead {
					t.Errorf("%d paragraphs, figures of %.0f: page %d ends with %.0f points empty", paragraphs, h, i+1, hole)
				}
			}
		}
	}
}

// Every item stands on exactly one page, in order but for the figures that moved, and no page is overfull.
func TestPagesHoldEverything(t *testing.T) {
	for _, r := range []*notebook.Report{sampleReport(t), noteReport(t, "torture.md"), figureReport(7, 240)} {
		b := newBuilder(r, Options{})
		b.document()
		pages := paginate(b)
		count := map[*vitem]int{}
		for _, pg := range pages {
			for _, it := range pg.items {
				if !it.repeated {
					count[it.v]++
				}
				if bottom := it.y + it.v.h + b.notesHeight(pg.notes); bottom > b.style.pageH-b.style.bottom+0.1 {
					t.Errorf("%s page %d: an item ends at %.1f", r.Note.Name, pg.index+1, bottom)
				}
			}
		}
		for i := range b.list {
			v := &b.list[i]
			if !v.glue && count[v] != 1 {
				t.Errorf("%s: item %d stands on %d pages", r.Note.Name, i, count[v])
			}
		}
	}
}

// A heading is never the last thing on a page.
func TestHeadingsStayWithText(t *testing.T) {
	for n := range 40 {
		src := strings.Repeat("글 한 줄이다.\n\n", n+10) + "# 제목\n\n## 작은 제목\n\n" + strings.Repeat("이어지는 글이다. ", 30)
		b := newBuilder(notebook.NewReport(notebook.Parse("heads.md", []byte(src)), nil), Options{})
		b.document()
		for _, pg := range paginate(b) {
			if last := pg.items[len(pg.items)-1]; last.v.mark != nil {
				t.Errorf("%d paragraphs: page %d ends with the heading %q", n, pg.index+1, last.v.mark.title)
			}
		}
	}
}

func TestTableHeadsRepeat(t *testing.T) {
	n := notebook.Parse("t.md", []byte("```go\n//| label: tbl-a\nx\n```\n"))
	res := &notebook.Results{Cells: []*notebook.CellResult{{Key: n.Cells[0].Key, Status: notebook.StatusOK, Outputs: []output.Output{historyTable(150)}}}}
	_, pages := painted(notebook.NewReport(n, res), Options{})
	if len(pages) < 3 {
		t.Fatalf("%d pages, want at least 3", len(pages))
	}
	for i, pg := range pages {
		found := false
		for _, run := range pg.runs {
			found = found || run.text == "에폭"
		}
		if !found {
			t.Errorf("page %d has no table head", i+1)
		}
	}
}
