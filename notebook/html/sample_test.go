package html

import (
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"quire/notebook"
	"quire/notebook/figure"
	"quire/notebook/output"
)

// sample is a report with one of everything. Its results are made up here: no cell runs.
func sample(t testing.TB) *notebook.Report {
	t.Helper()
	src, err := os.ReadFile("testdata/report.md")
	if err != nil {
		t.Fatal(err)
	}
	n := notebook.Parse("testdata/report.md", src)
	arrow, err := os.ReadFile("testdata/arrow.png")
	if err != nil {
		t.Fatal(err)
	}
	outputs := map[string][]output.Output{
		"fig-loss": {&output.Text{Stream: output.Stdout, Data: "에폭 0 손실 0.5\n에폭 1 손실 0.25\n"}, &output.Figure{Figure: curves()}},
		"log": {
			&output.Progress{Key: "p", Label: "학습", Done: 10, Total: 10}, longLog(10000),
			&output.Text{Stream: output.Stderr, Data: "경고: 학습률이 너무 클 수 있습니다\n"}, &output.Text{Stream: output.Value, Data: "0.9712"},
		},
		"tbl-result": {&output.Table{
			Columns: []output.Column{{Name: "기법", Align: output.AlignLeft}, {Name: "학습률", Align: output.AlignDecimal}, {Name: "횟수", Align: output.AlignRight}},
			Rows:    [][]string{{"SGD", "0.95", "47,001"}, {"Momentum", "1", "3,000"}, {"Adam", "0.001", "12"}},
		}},
		"hidden": {&output.Image{PNG: arrow, Alt: "숫자 그림", Width: 90}},
		"rich":   {&output.HTML{HTML: "<b onclick=\"x\">굵게</b><script>alert(1)</script>", Alternative: "글로 된 대안"}},
		"broken": {&output.Error{
			Stage: "panic", Message: "slice bounds out of range [:5000] with capacity 100", HintKo: "범위를 확인하세요.", HintEn: "Check the range.",
			Frames: []output.Frame{{Cell: "broken", Func: "main", Line: lineOf(n, "broken", 0)}},
		}},
		"crash": {&output.Error{
			Stage: "panic", Message: "index out of range", Frames: []output.Frame{
				{Cell: "fig-loss", Func: "accuracy", Line: lineOf(n, "fig-loss", 2), Col: 3}, {Cell: "crash", Line: lineOf(n, "crash", 0)},
			},
		}},
	}
	res := &notebook.Results{}
	for _, c := range n.Cells {
		r := &notebook.CellResult{Key: c.Key, Status: notebook.StatusOK, Outputs: outputs[c.Label]}
		switch c.Label {
		case "broken", "crash":
			r.Status = notebook.StatusFailed
		case "after":
			r.Status = notebook.StatusNotRun
		}
		res.Cells = append(res.Cells, r)
	}
	return notebook.NewReport(n, res)
}

// lineOf is the note's line of a line of a cell's code, counted from 0.
func lineOf(n *notebook.Note, label string, line int) int {
	for _, c := range n.Cells {
		if c.Label == label {
			return c.CodeLine + line
		}
	}
	return 0
}

func longLog(lines int) *output.Text {
	var b strings.Builder
	for i := range lines {
		fmt.Fprintf(&b, "반복 %5d  손실 %.6f\n", i, 1/float64(i+1))
	}
	return &output.Text{Stream: output.Stdout, Data: b.String()}
}

// curves is a drawing with axes, two curves and Korean labels.
func curves() *figure.Figure {
	f := &figure.Figure{W: 400, H: 220, Alt: "손실 곡선 두 개"}
	text := func(x, y, angle float64, c figure.Color, s string) {
		f.Ops = append(f.Ops, figure.Op{Text: &figure.TextOp{X: x, Y: y, Face: "sans", Size: 9, Color: c, Angle: angle, Text: s}})
	}
	for i := range 5 {
		y := 30 + 40*float64(i)
		var p figure.Path
		p.MoveTo(50, y)
		p.LineTo(340, y)
		f.Ops = append(f.Ops, figure.Op{Path: &figure.PathOp{Path: p, Stroke: "grid", Width: 0.6}})
		text(28, y-3, 0, "muted", fmt.Sprintf("%.2f", 0.1*float64(i)))
	}
	for k, name := range []string{"SGD", "모멘텀"} {
		var p figure.Path
		p.MoveTo(50, 190)
		for i := 1; i < 60; i++ {
			p.LineTo(50+290*float64(i)/59, 30+160*math.Exp(-float64(i)*float64(k+1)/20))
		}
		f.Ops = append(f.Ops, figure.Op{Path: &figure.PathOp{Path: p, Stroke: figure.Series(k + 1), Width: 1.6}})
		text(346, 30+160*math.Exp(-59*float64(k+1)/20)-3, 0, figure.Series(k+1), name)
	}
	text(180, 6, 0, "ink", "반복 횟수")
	text(14, 100, 90, "ink", "손실")
	return f
}
