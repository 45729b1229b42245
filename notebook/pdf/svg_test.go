package pdf

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quire/notebook"
	"quire/notebook/figure"
)

// drawings is the folder with drawings in the styles of several programs.
var drawings = filepath.Join("..", "figure", "testdata", "svg")

// svgReport is a note that shows every drawing, one of them in a line.
func svgReport(t *testing.T) *notebook.Report {
	t.Helper()
	var src strings.Builder
	src.WriteString("---\ntitle: 그림\nlang: ko\n---\n\n")
	for _, name := range []string{"matplotlib", "drawio", "powerpoint", "vgsvg", "graphviz", "hand"} {
		src.WriteString("![" + name + "의 그림](" + name + ".svg){#fig-" + name + "}\n\n")
	}
	src.WriteString("![](inkscape.svg)\n\n글 속의 ![작은 그림](graphviz.svg) 그림\n")
	return notebook.NewReport(notebook.Parse("svg.md", []byte(src.String())), nil)
}

func TestDrawings(t *testing.T) {
	data, warnings, err := Render(svgReport(t), Options{Dir: drawings})
	if err != nil {
		t.Fatal(err)
	}
	keep(t, "svg.pdf", data)
	for _, w := range warnings {
		if w.Line == 0 || !strings.HasPrefix(w.Message, "image ") || !strings.Contains(w.Message, ".svg: SVG: ") {
			t.Errorf("warning %q names no line, image or reason", w)
		}
	}
	if got := bytes.Count(data, []byte("/Subtype /Image")); got != 1 {
		t.Errorf("%d pictures in the file, want the one of the matplotlib drawing: the rest are lines and text", got)
	}
	again, _, _ := Render(svgReport(t), Options{Dir: drawings})
	if !bytes.Equal(data, again) {
		t.Error("the second rendering differs from the first")
	}
	file := filepath.Join(t.TempDir(), "svg.pdf")
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
	tool(t, "qpdf", "--check", file)
	text := tool(t, "pdftotext", file, "-")
	for _, label := range []string{"정확도 (%)", "에폭", "입력층", "784", "W, b", "활성화 함수", "데이터", "y = Wx+b", "학습률 0.1", "손실", "loss", "행렬곱", "ReLU", "은닉층", "라벨 id", "끝 맞춤"} {
		if !strings.Contains(text, label) {
			t.Errorf("the text of the file lacks the label %q", label)
		}
	}
	for _, hidden := range []string{"보이지 않음", "안 보임", "cannot display"} {
		if strings.Contains(text, hidden) {
			t.Errorf("the text of the file has %q, which the drawing hides", hidden)
		}
	}
	tree := tool(t, "pdfinfo", "-struct", file)
	if got := strings.Count(tree, "Figure"); got < 8 {
		t.Errorf("%d figures in the structure tree, want 8", got)
	}
}

// A drawing without a text in the note is known by its own title.
func TestTitleOfDrawing(t *testing.T) {
	_, pages := painted(svgReport(t), Options{Dir: drawings})
	var alts []string
	for _, pg := range pages {
		for _, e := range pg.marks {
			if e.role == "Figure" {
				alts = append(alts, e.alt)
			}
		}
	}
	for _, want := range []string{"drawio의 그림", "신경망"} {
		if !strings.Contains(strings.Join(alts, "|"), want) {
			t.Errorf("no figure has the alternative %q: %q", want, alts)
		}
	}
}

// Files that are no drawing are shown as what they are, and nothing stops the export.
func TestBrokenDrawings(t *testing.T) {
	dir := t.TempDir()
	for name, src := range map[string]string{
		"cut.svg":  `<svg width="10" height="10"><rect`,
		"flat.svg": `<svg width="10" height="0"/>`,
		"bomb.svg": `<svg width="10" height="10"><g id="a"><use href="#a"/><use href="#a"/></g></svg>`,
		"html.svg": `<html><body>x</body></html>`,
		"wide.svg": `<svg width="1e30" height="1"><path d="M-1e30 0L1e30 1" stroke="red" stroke-width="1e30"/></svg>`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(src), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	src := "![a](cut.svg)\n\n![b](flat.svg)\n\n![c](bomb.svg)\n\n![d](html.svg)\n\n![e](wide.svg)\n\n글 ![f](cut.svg) 글\n"
	data, warnings, err := Render(notebook.NewReport(notebook.Parse("broken.md", []byte(src)), nil), Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if len(warnings) < 4 {
		t.Errorf("warnings %v, want one for each of cut, flat, html and cut again", warnings)
	}
	file := filepath.Join(dir, "broken.pdf")
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
	tool(t, "qpdf", "--check", file)
}

// What the display list asks of the pen is written: fill rule, ends, corners, dashes, transparency, clips, slant.
func TestPen(t *testing.T) {
	var path figure.Path
	path.MoveTo(0, 0)
	path.LineTo(10, 10)
	stroke := func(o figure.PathOp) figure.Op {
		o.Path, o.Stroke, o.Width = path, "#000000", 1
		return figure.Op{Path: &o}
	}
	for _, c := range []struct {
		op   figure.Op
		want []string
	}{
		{stroke(figure.PathOp{}), []string{"1 J 1 j ", "S Q"}},
		{stroke(figure.PathOp{Dash: []float64{1, 2}}), []string{"0 J 1 j [1 2 ]0 d "}},
		{stroke(figure.PathOp{Dash: []float64{1}, Offset: .5, Cap: "round", Join: "bevel"}), []string{"1 J 2 j [1 ]0.5 d "}},
		{stroke(figure.PathOp{Cap: "butt", Join: "miter"}), []string{"0 J 0 j 4 M "}},
		{stroke(figure.PathOp{Cap: "square", Join: "round", Fill: "#ff0000", EvenOdd: true}), []string{"2 J 1 j ", "B* Q"}},
		{figure.Op{Path: &figure.PathOp{Path: path, Fill: "#ff000080"}}, []string{"1 0 0 rg", "/A80FF gs ", "f Q"}},
		{figure.Op{Clip: &figure.ClipOp{Path: path, EvenOdd: true, Ops: []figure.Op{stroke(figure.PathOp{})}}}, []string{"q\n", "W* n\n", "S Q\nQ\n"}},
		{figure.Op{Clip: &figure.ClipOp{Path: path, Ops: []figure.Op{stroke(figure.PathOp{})}}}, []string{"W n\n"}},
		{figure.Op{Text: &figure.TextOp{Face: "sans", Size: 10, Color: "ink", Text: "a", Slant: true}}, []string{"1 0 0.2 1 0 742 Tm"}},
		{figure.Op{Text: &figure.TextOp{Face: "sans", Size: 10, Color: "#ff000080", Text: "a"}}, []string{"q /A8080 gs 1 0 0 rg", "Q\n"}},
	} {
		b := newBuilder(notebook.NewReport(notebook.Parse("pen.md", nil), nil), Options{})
		p := &painter{b: b, page: &page{}, h: 842}
		p.figure(&figure.Figure{W: 100, H: 100, Ops: []figure.Op{c.op}}, 0, 0, 1)
		for _, want := range c.want {
			if !bytes.Contains(p.buf, []byte(want)) {
				t.Errorf("%+v is drawn as %q, which lacks %q", c.op, p.buf, want)
			}
		}
	}
}
