package pdf

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"quire/notebook"
	"quire/notebook/figure"
	"quire/notebook/output"
)

// whole renders a note and complains about text outside the page.
func whole(t testing.TB, name string, r *notebook.Report) {
	t.Helper()
	data, _, err := Render(r, Options{})
	if err != nil || !bytes.HasPrefix(data, []byte("%PDF-")) {
		t.Fatalf("%s: no PDF: %v", name, err)
	}
	b, pages := painted(r, Options{})
	for i, pg := range pages {
		for _, run := range pg.runs {
			if run.x < 0 || run.x+run.w > b.style.pageW || run.y < 0 || run.y > b.style.pageH {
				t.Errorf("%s page %d: %q at %.1f, %.1f, %.1f wide, is outside the page", name, i+1, run.text, run.x, run.y, run.w)
			}
		}
	}
}

func TestHostileNotes(t *testing.T) {
	notes := map[string]string{
		"deep quotes":     strings.Repeat("> ", 300) + "글",
		"deep lists":      deepList(60),
		"long word":       strings.Repeat("가", 5000),
		"long latin word": strings.Repeat("a", 5000),
		"spaces":          strings.Repeat("a ", 5000),
		"NUL":             "a\x00b\x01c\x7f\n\n```\n\x00\x1b[31m\n```\n",
		"marks":           strings.Repeat("가[^1]", 300) + "\n\n[^1]: " + strings.Repeat("각주 ", 50),
		"long note":       "글[^1]\n\n[^1]: " + strings.Repeat("아주 긴 각주이다. ", 800),
		"many notes":      manyNotes(120),
		"wide table":      wideTable(60, 3),
		"tall cell":       "| a | b |\n|--|--|\n| " + strings.Repeat("긴 칸 ", 3000) + " | x |\n",
		"empty table":     "| |\n|--|\n| |\n",
		"heads only":      strings.Repeat("# 제목\n\n## 제목\n\n", 60),
		"long heading":    "# " + strings.Repeat("제목 ", 400),
		"math":            "$" + strings.Repeat("\\frac{1}{", 200) + "x" + strings.Repeat("}", 200) + "$\n\n$$" + strings.Repeat("\\\\ x", 300) + "$$\n",
		"long code line":  "```go\n" + strings.Repeat("x := 1; ", 3000) + "\n```\n",
		"front matter":    "---\ntitle: " + strings.Repeat("제목 ", 300) + "\nauthor: [" + strings.Repeat("이름, ", 200) + "끝]\ntoc: true\n---\n# a\n\n# b\n",
		"speaker":         strings.Repeat("아주긴이름을가진사람: 말한다.\n\n", 5),
		"only spaces":     " \n\t\n\u00a0\n\u3000\n",
		"joiners":         "\u200d\u200b\ufeff\u202e글\u202c\u0301\u0301\u0301",
		"letter paper":    "---\npaper: letter\n---\n" + strings.Repeat("Words of an English paragraph, set on Letter paper. ", 100),
	}
	for name, src := range notes {
		start := time.Now()
		whole(t, name, notebook.NewReport(notebook.Parse("hostile.md", []byte(src)), nil))
		if d := time.Since(start); d > 10*time.Second {
			t.Errorf("%s took %v", name, d)
		}
	}
}

func deepList(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat("  ", i) + "- 깊은 목록\n")
	}
	return b.String()
}

func manyNotes(n int) string {
	var b, notes strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "[^%d]", i)
		fmt.Fprintf(&notes, "[^%d]: 각주 %d\n\n", i, i)
	}
	return "글" + b.String() + "\n\n" + notes.String()
}

func wideTable(columns, rows int) string {
	row := "|" + strings.Repeat(" 칸 내용 |", columns) + "\n"
	return row + "|" + strings.Repeat("--|", columns) + "\n" + strings.Repeat(row, rows)
}

func TestHostileOutputs(t *testing.T) {
	n := notebook.Parse("o.md", []byte("```go\nx\n```\n"))
	outputs := map[string]output.Output{
		"huge log":       &output.Text{Stream: output.Stdout, Data: strings.Repeat("줄\n", 500_000)},
		"long line":      &output.Text{Stream: output.Stdout, Data: strings.Repeat("x", 300_000)},
		"binary":         &output.Text{Stream: output.Stderr, Data: "\xff\xfe\x00\x1b[2J\r\b\b"},
		"omitted":        &output.Text{Stream: output.Stdout, Data: "a\nb\n", OmittedLines: 12345678, OmittedAt: 2},
		"no columns":     &output.Table{Rows: [][]string{{"a"}}},
		"no rows":        &output.Table{Columns: []output.Column{{Name: "열"}}},
		"cells missing":  &output.Table{Columns: []output.Column{{Name: "a"}, {Name: "b", Align: output.AlignDecimal}}, Rows: [][]string{{"1"}, {"1", "2.5", "3"}, {}}},
		"cell of lines":  &output.Table{Columns: []output.Column{{Name: "a\nb"}}, Rows: [][]string{{"1\n2\n3"}}},
		"empty figure":   &output.Figure{Figure: &figure.Figure{}},
		"nil figure":     &output.Figure{},
		"huge figure":    &output.Figure{Figure: &figure.Figure{W: 1e6, H: 1e6, Ops: []figure.Op{{Text: &figure.TextOp{X: 5e5, Y: 5e5, Face: "none", Size: 10, Color: "ink", Text: "글"}}}}},
		"broken image":   &output.Image{PNG: []byte("no")},
		"html":           &output.HTML{HTML: "<b>", Alternative: "대신 보이는 글"},
		"empty error":    &output.Error{},
		"long error":     &output.Error{Stage: "panic", Message: strings.Repeat("오류 ", 2000), Frames: make([]output.Frame, 100)},
		"value":          &output.Text{Stream: output.Value, Data: "[1 2 3]"},
		"progress":       &output.Progress{Key: "k", Label: "학습", Done: 1, Total: 2},
		"figure, no ink": &output.Figure{Figure: &figure.Figure{W: 100, H: 50, Ops: []figure.Op{{}, {Path: &figure.PathOp{}}, {Image: &figure.ImageOp{W: 5, H: 5, PNG: []byte("x")}}, {Glyph: &figure.GlyphOp{Face: "math", GID: 99999, Size: 9, Color: "ink"}}}}},
	}
	for name, o := range outputs {
		res := &notebook.Results{Cells: []*notebook.CellResult{{Key: n.Cells[0].Key, Status: notebook.StatusOK, Outputs: []output.Output{o}}}}
		whole(t, name, notebook.NewReport(n, res))
	}
}

func FuzzRender(f *testing.F) {
	for _, name := range []string{"sample.md", "torture.md"} {
		src, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		for part := range bytes.SplitSeq(src, []byte("\n\n")) {
			f.Add(part)
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		if len(src) > 4000 {
			return
		}
		whole(t, "fuzz", notebook.NewReport(notebook.Parse("fuzz.md", src), nil))
	})
}
