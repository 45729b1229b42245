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
				if hole := b.style.pageH - b.style.bottom - last.y - last.v.h; hole > b.style.height()*0.09+2*b.style.body.lead {
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

// pagesOf lays a report out and says on which page, in which order, the figures stand.
func pagesOf(t *testing.T, r *notebook.Report) (pages []*page, figures []int) {
	t.Helper()
	b := newBuilder(r, Options{})
	b.document()
	pages = paginate(b)
	for _, pg := range pages {
		for _, it := range pg.items {
			if it.v.full > 0 {
				figures = append(figures, pg.index)
			}
		}
	}
	return pages, figures
}

// Figures stand in their order, on the page of their place or on the next.
func TestFiguresStayNearAndInOrder(t *testing.T) {
	moved := 0
	for paragraphs := 1; paragraphs < 20; paragraphs++ {
		r := figureReport(paragraphs, 400)
		b := newBuilder(r, Options{})
		b.document()
		g := newPager(b)
		plans := g.plan()
		next := 0
		for i, pl := range plans {
			if pl.from+pl.tops > next {
				for f := pl.from; f < pl.from+pl.tops; f++ {
					fl := g.floats[f]
					if i == 0 || fl.first < plans[i-1].first || fl.first >= plans[i-1].end {
						t.Errorf("%d paragraphs: figure %d stands more than a page behind its place", paragraphs, f+1)
					}
					moved++
				}
				next = pl.from + pl.tops
			}
		}
		_, figures := pagesOf(t, r)
		if len(figures) != 3 || figures[0] > figures[1] || figures[1] > figures[2] {
			t.Errorf("%d paragraphs: figures on the pages %v, want three in order", paragraphs, figures)
		}
	}
	if moved == 0 {
		t.Error("no figure went to another page: the test has no case for it")
	}
}

// A figure with fig-pos: H, or without a number, does not leave its place.
func TestFiguresThatStay(t *testing.T) {
	for _, option := range []string{"//| fig-pos: H\n//| fig-cap: 설명", "//| output: true"} {
		for paragraphs := 6; paragraphs < 12; paragraphs++ {
			text := strings.Repeat(strings.Repeat("그림 앞뒤의 글은 쪽이 나뉘어도 이어져야 한다. ", 4)+"\n\n", paragraphs)
			n := notebook.Parse("h.md", []byte(text+"```go\n"+option+"\nx\n```\n\n"+text))
			res := &notebook.Results{Cells: []*notebook.CellResult{{Key: n.Cells[0].Key, Status: notebook.StatusOK, Outputs: []output.Output{box300(300, 400)}}}}
			pages, _ := pagesOf(t, notebook.NewReport(n, res))
			code := false
			for _, pg := range pages {
				for _, it := range pg.items {
					if it.v.full > 0 && !code {
						t.Errorf("%s: the figure stands before its code", option)
					}
					code = code || len(it.v.bands) > 0
					if code && it.v.full == 0 && len(it.v.bands) == 0 {
						t.Errorf("%s, %d paragraphs: text stands between the code and its figure", option, paragraphs)
					}
					if it.v.full > 0 {
						code = true
						goto next
					}
				}
			}
		next:
		}
	}
}

func box300(w, h float64) *output.Figure {
	var p figure.Path
	p.MoveTo(0, 0)
	p.LineTo(w, 0)
	p.LineTo(w, h)
	p.Close()
	return &output.Figure{Figure: &figure.Figure{W: w, H: h, Ops: []figure.Op{{Path: &figure.PathOp{Path: p, Fill: "grid"}}}}}
}

// After a heading at least two lines follow on its page.
func TestHeadingsHaveTwoLinesBelow(t *testing.T) {
	for n := range 45 {
		src := strings.Repeat("글 한 줄이다.\n\n", n+5) + "# 제목\n\n한 줄이다.\n\n" + strings.Repeat("이어지는 글이다.\n\n", 12)
		pages, _ := pagesOf(t, notebook.NewReport(notebook.Parse("heads.md", []byte(src)), nil))
		for _, pg := range pages[:len(pages)-1] {
			if k := len(pg.items); k > 1 && pg.items[k-2].v.mark != nil {
				t.Errorf("%d paragraphs: page %d ends with a heading and one line", n, pg.index+1)
			}
		}
	}
}

// The heads of a table stand in the same places on every page of it.
func TestTableHeadsStandAlike(t *testing.T) {
	n := notebook.Parse("t.md", []byte("```go\n//| label: tbl-a\nx\n```\n"))
	res := &notebook.Results{Cells: []*notebook.CellResult{{Key: n.Cells[0].Key, Status: notebook.StatusOK, Outputs: []output.Output{historyTable(200)}}}}
	_, pages := painted(notebook.NewReport(n, res), Options{})
	places := map[string]float64{}
	for i, pg := range pages {
		for _, run := range pg.runs {
			switch run.text {
			case "에폭", "훈련 손실", "시험 정확도", "메모":
				if x, ok := places[run.text]; ok && x != run.x {
					t.Errorf("page %d: %q stands at %.1f, on the first page at %.1f", i+1, run.text, run.x, x)
				}
				places[run.text] = run.x
			}
		}
	}
	if len(places) != 4 {
		t.Errorf("heads found: %v", places)
	}
}

// A table of forty columns is set in groups, in type that can be read, and nothing of it is lost.
func TestWideTablesAreDivided(t *testing.T) {
	var head, rule, row strings.Builder
	for i := range 40 {
		fmt.Fprintf(&head, "| 열%02d ", i)
		rule.WriteString("|---")
		fmt.Fprintf(&row, "| %02d칸 ", i)
	}
	src := head.String() + "|\n" + rule.String() + "|\n" + row.String() + "|\n\n: 넓은 표 {#tbl-wide}\n"
	b, pages := painted(notebook.NewReport(notebook.Parse("w.md", []byte(src)), nil), Options{})
	count, text := map[string]int{}, ""
	for _, pg := range pages {
		for _, run := range pg.runs {
			text += run.text + "\n"
			if strings.Contains(run.text, "열") && run.size < b.style.table.size*leastScale {
				t.Errorf("%q is set in %.1f points", run.text, run.size)
			}
			count[run.text]++
		}
	}
	for i := 1; i < 40; i++ {
		if count[fmt.Sprintf("열%02d", i)] != 1 || count[fmt.Sprintf("%02d칸", i)] != 1 {
			t.Errorf("column %d stands %d times under its head", i, count[fmt.Sprintf("%02d칸", i)])
		}
	}
	if count["열00"] < 2 || !strings.Contains(text, "표 1 (계속, ") {
		t.Errorf("the groups do not repeat the first column, or do not say that they go on:\n%s", text)
	}
}

// A table that is split has at least three rows on its first and on its last page.
func TestTablesLeaveThreeRows(t *testing.T) {
	for lines := range 36 {
		src := strings.Repeat("글 한 줄이다.\n\n", lines) + "```go\n//| label: tbl-a\n//| echo: false\nx\n```\n"
		n := notebook.Parse("t.md", []byte(src))
		res := &notebook.Results{Cells: []*notebook.CellResult{{Key: n.Cells[0].Key, Status: notebook.StatusOK, Outputs: []output.Output{historyTable(64)}}}}
		_, pages := painted(notebook.NewReport(n, res), Options{})
		for i, pg := range pages {
			rows := map[float64]bool{}
			for _, run := range pg.runs {
				if run.size == 9.2 && strings.Trim(run.text, "0123456789.") == "" {
					rows[run.y] = true
				}
			}
			if len(rows) == 1 || len(rows) == 2 {
				t.Errorf("%d lines before the table: page %d has %d rows of it", lines, i+1, len(rows))
			}
		}
	}
}
