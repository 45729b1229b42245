package pdf

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"quire/notebook"
	"quire/notebook/figure"
	"quire/notebook/output"
)

// sampleReport is the sample note with results that are made up here: no cell runs.
func sampleReport(t testing.TB) *notebook.Report {
	t.Helper()
	return sampleWith(t, "")
}

// sampleWith is the sample with more lines in its front matter.
func sampleWith(t testing.TB, meta string) *notebook.Report {
	t.Helper()
	src, err := os.ReadFile("testdata/sample.md")
	if err != nil {
		t.Fatal(err)
	}
	src = bytes.Replace(src, []byte("---\n"), []byte("---\n"+meta), 1)
	n := notebook.Parse("sample.md", src)
	for _, d := range n.Diagnostics {
		t.Log(d.Text(n.Name))
	}
	outputs := map[string][]output.Output{
		"fig-curve": {
			&output.Text{Stream: output.Stdout, Data: "학습률 0.010에서 시험 정확도 12.34% (반복 10000회, 은닉층 [50 30 20], 배치 크기 100, 가중치 초깃값 He)\n"},
			&output.Figure{Figure: curves()},
		},
		"log":         {longLog(), &output.Text{Stream: output.Stderr, Data: "경고: 학습률이 너무 클 수 있습니다\n"}},
		"tbl-history": {historyTable(64)},
		"broken": {&output.Error{
			Stage: "check", Message: `cannot use "문자열" (untyped string constant) as int value in variable declaration`,
			HintKo: "정수 변수에 문자열을 넣을 수 없습니다. 형을 string으로 바꾸거나 정수를 쓰세요.", Frames: []output.Frame{{Cell: "broken", Line: 160, Col: 13}},
		}},
	}
	res := &notebook.Results{}
	for _, c := range n.Cells {
		r := &notebook.CellResult{Key: c.Key, Status: notebook.StatusOK, Outputs: outputs[c.Label]}
		switch c.Label {
		case "broken":
			r.Status = notebook.StatusFailed
		case "after":
			r.Status = notebook.StatusNotRun
		}
		res.Cells = append(res.Cells, r)
	}
	return notebook.NewReport(n, res)
}

func longLog() *output.Text {
	var b strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&b, "반복 %4d 손실 %.6f\n", i*10, 1/float64(i*10+1))
	}
	return &output.Text{Stream: output.Stdout, Data: b.String()}
}

func historyTable(rows int) *output.Table {
	t := &output.Table{Columns: []output.Column{{Name: "에폭", Align: output.AlignRight}, {Name: "훈련 손실", Align: output.AlignDecimal}, {Name: "시험 정확도", Align: output.AlignDecimal}, {Name: "메모", Align: output.AlignLeft}}}
	for i := range rows {
		t.Rows = append(t.Rows, []string{fmt.Sprint(i + 1), fmt.Sprintf("%.4g", 2.3*math.Pow(0.93, float64(i))), fmt.Sprintf("%.3f", 1-0.9*math.Pow(0.95, float64(i))), strings.Repeat("기록", i%4)})
	}
	return t
}

// curves is a drawing with axes, three curves, Korean labels and a legend.
func curves() *figure.Figure {
	f := &figure.Figure{W: 400, H: 240, Alt: "학습률에 따른 정확도 곡선 세 개"}
	text := func(x, y, angle float64, s string) {
		f.Ops = append(f.Ops, figure.Op{Text: &figure.TextOp{X: x, Y: y, Face: "sans", Size: 9, Color: "ink", Angle: angle, Text: s}})
	}
	for i := range 5 {
		y := 40 + 40*float64(i)
		var p figure.Path
		p.MoveTo(50, y)
		p.LineTo(390, y)
		f.Ops = append(f.Ops, figure.Op{Path: &figure.PathOp{Path: p, Stroke: "grid", Width: 0.6}})
		text(25, y-3, 0, fmt.Sprintf("%.2f", 0.8+0.05*float64(i)))
	}
	for k := range 3 {
		var p figure.Path
		for i := range 60 {
			x := float64(i) / 59
			y := 40 + 155*(1-math.Exp(-x*float64(6-k)))
			if i == 0 {
				p.MoveTo(50+340*x, y)
			} else {
				p.LineTo(50+340*x, y)
			}
		}
		op := &figure.PathOp{Path: p, Stroke: figure.Series(k + 1), Width: 1.5}
		if k == 1 {
			op.Dash = []float64{4, 2}
		}
		f.Ops = append(f.Ops, figure.Op{Path: op})
		text(300, 60+14*float64(k), 0, fmt.Sprintf("학습률 %g", math.Pow(10, -float64(k+1))))
	}
	text(195, 8, 0, "반복 횟수")
	text(14, 100, 90, "정확도")
	return f
}
