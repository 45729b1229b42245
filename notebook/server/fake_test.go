package server

import (
	"context"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	"quire/notebook"
	"quire/notebook/figure"
	"quire/notebook/output"
)

// A fakeKernel does what each line of a cell says: text "…" prints, error "…" fails with a frame at its own line,
// wait waits for an interrupt, progress N counts to N, figure, table, html and many N show things. Other lines do nothing.
type fakeKernel struct{}

func (*fakeKernel) Close() error { return nil }

func (k *fakeKernel) Run(ctx context.Context, cell notebook.KernelCell, emit func(output.Output)) (notebook.Outcome, error) {
	start := time.Now()
	end := func(s notebook.Status) (notebook.Outcome, error) {
		return notebook.Outcome{Status: s, Elapsed: time.Since(start)}, nil
	}
	for i, line := range strings.Split(cell.Source, "\n") {
		word, rest, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "// "), " ")
		text, err := strconv.Unquote(rest)
		if err != nil {
			text = rest
		}
		switch word {
		case "text":
			emit(&output.Text{Stream: output.Stdout, Data: text})
		case "warn":
			emit(&output.Text{Stream: output.Stderr, Data: text})
		case "many":
			n, _ := strconv.Atoi(text)
			for j := range n {
				emit(&output.Text{Stream: output.Stdout, Data: fmt.Sprintf("반복 %3d  손실 %.4f  정확도 %.4f\n", j+1, 2.3/float64(j+1), 1-.9/float64(j+1))})
			}
		case "progress":
			n, _ := strconv.Atoi(text)
			for j := range n {
				emit(&output.Progress{Key: "p", Label: "학습", Done: int64(j + 1), Total: int64(n)})
			}
		case "half":
			for _, done := range []int64{1, 8, 14} {
				emit(&output.Progress{Label: "학습", Done: done, Total: 20}) // the empty key is a key too
			}
		case "figure":
			emit(&output.Figure{Figure: fakeFigure()})
		case "table":
			emit(&output.Table{
				Columns: []output.Column{{Name: "기법", Align: output.AlignLeft}, {Name: "학습률", Align: output.AlignDecimal}, {Name: "정확도", Align: output.AlignDecimal}},
				Rows:    [][]string{{"SGD", "0.95", "91.92 %"}, {"Momentum", "0.1", "96.41 %"}, {"AdaGrad", "1.5", "97.18 %"}, {"Adam", "0.3", "97.36 %"}},
			})
		case "html":
			emit(&output.HTML{HTML: text, Alternative: "HTML 출력"})
		case "error":
			emit(&output.Error{
				Stage: "panic", Message: text,
				HintKo: "label에는 값이 5000개 있어 마지막 번호는 4999인데, 5000번을 읽었습니다.", HintEn: "label has 5000 values; the last is number 4999.",
				Frames: []output.Frame{{Cell: cell.Key, Func: "Accuracy", Line: cell.Line + i}, {Cell: cell.Key, Line: cell.Line + i + 1}},
			})
			return end(notebook.StatusFailed)
		case "wait":
			<-ctx.Done()
		}
		if ctx.Err() != nil {
			emit(&output.Error{Stage: "interrupt", Message: "interrupted", Frames: []output.Frame{{Cell: cell.Key, Line: cell.Line + i}}})
			return end(notebook.StatusFailed)
		}
	}
	return end(notebook.StatusOK)
}

// fakeFigure is a small plot.
func fakeFigure() *figure.Figure {
	f := &figure.Figure{W: 360, H: 200, Alt: "네 기법의 손실"}
	for i := range 5 {
		var p figure.Path
		p.MoveTo(40, 30+float64(i)*38)
		p.LineTo(290, 30+float64(i)*38)
		f.Ops = append(f.Ops, figure.Op{Path: &figure.PathOp{Path: p, Stroke: "grid", Width: .6}})
	}
	for i, name := range []string{"SGD", "Momentum", "AdaGrad", "Adam"} {
		var p figure.Path
		y := 180.0
		p.MoveTo(40, y)
		for x := 1; x <= 25; x++ {
			y -= (y - 30 - float64(i)*28) / (12 - float64(i))
			p.LineTo(40+float64(x)*10, y)
		}
		f.Ops = append(f.Ops,
			figure.Op{Path: &figure.PathOp{Path: p, Stroke: figure.Series(i + 1), Width: 1.4}},
			figure.Op{Text: &figure.TextOp{X: 296, Y: y - 3, Face: "sans-bold", Size: 9, Color: figure.Series(i + 1), Text: name}})
	}
	return f
}

// fakeListener is a listener that only has an address.
type fakeListener string

func (fakeListener) Accept() (net.Conn, error) { return nil, net.ErrClosed }
func (fakeListener) Close() error              { return nil }
func (l fakeListener) Addr() net.Addr {
	a, _ := net.ResolveTCPAddr("tcp", string(l))
	return a
}
