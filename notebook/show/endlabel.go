package show

import (
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// An endLabel is the name of a line at its right end, which reads faster than a legend.
type endLabel struct {
	text  string
	line  *lineSeries
	y, to float64 // where the line ends, and where its name is set, in points
}

// maxNudge is how far a name may be moved from the end of its line, in points.
const maxNudge = 13.0

// wantsEndLabels tells whether every entry of the legend is a line that ends at the right edge, with ends far enough apart
// for their names. It fills k.ends when that is so.
func (k *composition) wantsEndLabels() bool {
	if !k.spec.legend || len(k.entries) < 2 || len(k.entries) > 6 {
		return false
	}
	// An estimate of the height of the data: the place of the legend is decided before the layout is.
	height := float64(k.c.Max.Y-k.c.Min.Y) * 0.72
	var ends []endLabel
	for _, e := range k.entries {
		if len(e.thumbs) != 1 || textWidth(k.spec.tick, e.text) > 90 {
			return false
		}
		line, ok := e.thumbs[0].(*lineSeries)
		if !ok || line.Width == 0 {
			return false
		}
		end, ok := line.last(k.p)
		if !ok || k.p.X.Norm(end.X) < 0.9 {
			return false
		}
		ends = append(ends, endLabel{text: e.text, line: line, y: k.p.Y.Norm(end.Y) * height})
	}
	k.spread(ends, 0, height)
	for _, e := range ends {
		if math.Abs(e.to-e.y) > maxNudge {
			return false
		}
	}
	k.ends = ends
	return true
}

// spread moves the names apart so that none covers another and all stay between lo and hi.
func (k *composition) spread(ends []endLabel, lo, hi float64) {
	gap := k.spec.tick * 1.25
	slices.SortStableFunc(ends, func(a, b endLabel) int {
		switch {
		case a.y < b.y:
			return -1
		case a.y > b.y:
			return 1
		}
		return 0
	})
	for i := range ends {
		ends[i].to = ends[i].y
	}
	for range 30 { // relaxation: neighbours that are too close push each other away
		moved := false
		for i := 1; i < len(ends); i++ {
			if d := gap - (ends[i].to - ends[i-1].to); d > 1e-3 {
				ends[i].to += d / 2
				ends[i-1].to -= d / 2
				moved = true
			}
		}
		if n := len(ends); n > 0 {
			if ends[0].to < lo {
				ends[0].to, moved = lo, true
			}
			if ends[n-1].to > hi {
				ends[n-1].to, moved = hi, true
			}
		}
		if !moved {
			return
		}
	}
}

func (k *composition) endWidth() (w float64) {
	for _, e := range k.ends {
		w = math.Max(w, textWidth(k.spec.tick, e.text))
	}
	return w
}

// placeEnds puts the names beside the ends of their lines, now that the place of the data is known.
func (k *composition) placeEnds() {
	_, y := k.p.Transforms(&k.data)
	for i, e := range k.ends {
		end, _ := e.line.last(k.p)
		k.ends[i].y = float64(y(end.Y))
	}
	k.spread(k.ends, float64(k.data.Min.Y), float64(k.data.Max.Y))
}

// endLabels sets the names in the colours of their lines.
func (k *composition) endLabels() {
	x, _ := k.p.Transforms(&k.data)
	for _, e := range k.ends {
		sty := style(k.spec.tick, role(e.line.LineStyle.Color))
		sty.YAlign = draw.YCenter
		end, _ := e.line.last(k.p)
		k.c.FillText(sty, vg.Point{X: max(x(end.X), k.data.Min.X) + endGap, Y: vg.Length(e.to)}, e.text)
	}
}

// Thumbnail draws the sample in a legend.
func (l *lineSeries) Thumbnail(c *draw.Canvas) {
	y := c.Center().Y
	c.StrokeLine2(l.LineStyle, c.Min.X, y, c.Max.X, y)
}

var _ plot.Thumbnailer = (*lineSeries)(nil)
