package show

import (
	"quire/nn"
	"quire/notebook/output"
)

// historyFigure draws the accuracies of a training, or R² of a regression, or its losses where none of them was measured
// twice. It returns nil when there is nothing to draw.
func historyFigure(h *nn.History) output.Output {
	p := NewPlot("", "iteration", h.ScoreName())
	drawn := false
	for _, c := range h.Curves() {
		if len(c.X) > 1 {
			Line(p, c.Name, c.X, c.Y)
			drawn = true
		}
	}
	if !drawn {
		if len(h.Losses) < 2 {
			return nil
		}
		p = NewPlot("", "iteration", "loss")
		Line(p, "", nil, h.Losses)
	}
	return &output.Figure{Figure: plotFigure(p, plotWidth, plotHeight)}
}

// curvesFigure draws lines by iteration: a single one under its name, more with a name each. It returns nil when there is
// nothing to draw.
func curvesFigure(curves []nn.Curve) output.Output {
	p := NewPlot("", "iteration", "")
	drawn := false
	for _, c := range curves {
		if len(c.X) < 2 {
			continue
		}
		name := c.Name
		if len(curves) == 1 {
			p.Y.Label.Text, name = c.Name, ""
		}
		Line(p, name, c.X, c.Y)
		drawn = true
	}
	if !drawn {
		return nil
	}
	return &output.Figure{Figure: plotFigure(p, plotWidth, plotHeight)}
}

// scoreMapFigure draws the scores of a search as a heat map. It returns nil when no trial has one.
func scoreMapFigure(m *nn.ScoreMap) output.Output {
	some := false
	for _, row := range m.Scores {
		for _, v := range row {
			some = some || finite(v)
		}
	}
	if !some {
		return nil
	}
	p := NewPlot("", m.Column, m.Row)
	HeatMap(p, m.Rows, m.Columns, m.Scores)
	return &output.Figure{Figure: plotFigure(p, plotWidth, plotHeight)}
}
