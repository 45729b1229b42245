package pdf

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"quire/notebook"
	"quire/notebook/output"
)

// A title page holds the title, who wrote it and nothing else; the contents have their own page, and pages are counted
// from there.
func TestCover(t *testing.T) {
	src := "---\ntitle: 학습 기술\ncourse: 딥러닝\nauthor:\n  - {name: 김하늘, id: \"1\", affiliation: 가}\n  - {name: 이도윤, id: \"2\", affiliation: 나}\ndate: 2026-11-24\ntitle-page: true\ntoc: true\n---\n# 하나\n\n글.\n\n# 둘\n\n글.\n"
	r := notebook.NewReport(notebook.Parse("c.md", []byte(src)), nil)
	b, pages := painted(r, Options{})
	if len(pages) != 3 {
		t.Fatalf("%d pages, want cover, contents and text", len(pages))
	}
	texts := make([]string, len(pages))
	for i, pg := range pages {
		for _, run := range pg.runs {
			texts[i] += run.text + "\n"
		}
	}
	for _, want := range []string{"학습 기술", "과목", "딥러닝", "이름", "김하늘", "이도윤", "제출일"} {
		if !strings.Contains(texts[0], want) {
			t.Errorf("the cover has no %q:\n%s", want, texts[0])
		}
	}
	if strings.Contains(texts[0], " / ") || strings.Contains(texts[0], "하나") {
		t.Errorf("the cover has more than it should:\n%s", texts[0])
	}
	if !strings.Contains(texts[1], "1 / 2") || !strings.Contains(texts[1], "차례") || strings.Contains(texts[1], "글") {
		t.Errorf("the page of the contents:\n%s", texts[1])
	}
	if !strings.Contains(texts[2], "2 / 2") || b.contents[0].page != 2 {
		t.Errorf("the first page of text is %d in the contents, and says:\n%s", b.contents[0].page, texts[2])
	}
	data, _, err := Render(r, Options{})
	if err != nil || !bytes.Contains(data, []byte("/PageLabels")) && !strings.Contains(string(data), "ObjStm") {
		t.Errorf("no page labels, %v", err)
	}
}

// However many authors and however long the title, nothing of a cover is lost.
func TestCoverOfMany(t *testing.T) {
	var src strings.Builder
	src.WriteString("---\ntitle: " + strings.Repeat("긴 제목 ", 60) + "\nauthor:\n")
	for i := range 80 {
		fmt.Fprintf(&src, "  - {name: 이름%02d, id: \"%d\", affiliation: 학과 %d}\n", i, 1000+i, i%3)
	}
	src.WriteString("title-page: true\n---\n# 끝\n")
	r := notebook.NewReport(notebook.Parse("many.md", []byte(src.String())), nil)
	whole(t, "many authors", r)
	_, pages := painted(r, Options{})
	var text strings.Builder
	for _, pg := range pages {
		for _, run := range pg.runs {
			text.WriteString(run.text)
		}
	}
	for i := range 80 {
		if !strings.Contains(text.String(), fmt.Sprintf("이름%02d", i)) {
			t.Errorf("author %d is not there", i)
		}
	}
}

// Numbers stand before the lines of code, not before their wrapped parts, and beside all of a listing that is split.
func TestLineNumbers(t *testing.T) {
	long := "x := []int{" + strings.Repeat("100, ", 40) + "}"
	src := "---\ncode-line-numbers: true\n---\n```{.go}\n" + long + "\ny := 1\n" + strings.Repeat("z++\n", 80) + "```\n\n```{.go code-line-numbers=\"false\"}\nlast\n```\n"
	_, pages := painted(notebook.NewReport(notebook.Parse("n.md", []byte(src)), nil), Options{})
	count := map[string]int{}
	edge := 0.0
	for _, pg := range pages {
		for _, run := range pg.runs {
			if run.size < 8 && run.x < 100 && strings.Trim(run.text, "0123456789") == "" {
				count[run.text]++
				if right := run.x + run.w; edge != 0 && math.Abs(right-edge) > 0.1 {
					t.Errorf("the number %s ends at %.1f, others at %.1f", run.text, right, edge)
				}
				edge = run.x + run.w
			}
		}
	}
	for i := 1; i <= 82; i++ {
		if count[fmt.Sprint(i)] != 1 {
			t.Errorf("line %d is numbered %d times", i, count[fmt.Sprint(i)])
		}
	}
	if len(count) != 82 {
		t.Errorf("%d numbers, want 82", len(count))
	}
}

// What a cell printed is attached where the page leaves lines out, and only there.
func TestLogsAreAttached(t *testing.T) {
	n := notebook.Parse("l.md", []byte("```go\n//| label: long/one\nx\n```\n\n```go\n//| label: a:b\nx\n```\n\n```go\n//| label: short\nx\n```\n"))
	log := longLog()
	res := &notebook.Results{}
	for i, c := range n.Cells {
		o := []output.Output{log}
		if i == 2 {
			o = []output.Output{&output.Text{Stream: output.Stdout, Data: "짧다\n"}}
		}
		res.Cells = append(res.Cells, &notebook.CellResult{Key: c.Key, Status: notebook.StatusOK, Outputs: o})
	}
	b, pages := painted(notebook.NewReport(n, res), Options{})
	shown := b.shown()
	if len(shown) != 2 || string(shown[1].Data) != log.Data {
		t.Fatalf("%d logs, want those of the first two cells", len(shown))
	}
	for _, a := range shown {
		if !notebook.IsCarriedName(a.Name) || !strings.HasPrefix(a.Name, "logs/") {
			t.Errorf("name %q", a.Name)
		}
		found := false
		for _, pg := range pages {
			for _, run := range pg.runs {
				found = found || strings.Contains(run.text, a.Name)
			}
		}
		if !found {
			t.Errorf("no page says that %s is attached", a.Name)
		}
	}
}

// A log of any length is cut to the limit, and says how much is left out.
func TestLogsAreBounded(t *testing.T) {
	r := &notebook.CellResult{Outputs: []output.Output{&output.Text{Stream: output.Stdout, Data: strings.Repeat("가나다라마바사\n", 10000)}, &output.Text{Stream: output.Stdout, Data: "끝\n"}}}
	data := printed(r, 10_000)
	if len(data) > 10_100 || !bytes.HasPrefix(data, []byte("가나다")) || !bytes.HasSuffix(data, []byte("\n끝\n")) || !bytes.Contains(data, []byte(" bytes …]")) {
		t.Errorf("%d bytes: %.40s … %s", len(data), data, data[len(data)-20:])
	}
	if whole := printed(r, 1<<20); len(whole) != 10000*22+4 {
		t.Errorf("%d bytes of %d", len(whole), 10000*22+4)
	}
}
