package tex

import "quire/notebook/figure"

// Layout sets the formula src. The figure's Depth is the part below the baseline; its Alt is the source. A formula with
// problems is still drawn, as far as it was understood.
func Layout(src string, o Options) (*figure.Figure, []Problem) {
	o = o.withDefaults()
	return &figure.Figure{
		W: o.Size * 0.5 * float64(len(src)), H: o.Size, Depth: o.Size / 4, Alt: src,
		Ops: []figure.Op{{Text: &figure.TextOp{Y: o.Size / 4, Face: o.Text, Size: o.Size, Color: o.Color, Text: src}}},
	}, nil
}

func (o Options) withDefaults() Options {
	if o.Size <= 0 {
		o.Size = 10
	}
	if o.Color == "" {
		o.Color = "ink"
	}
	if o.Text == "" {
		o.Text = "sans"
	}
	return o
}
