package show

import (
	"quire/notebook/figure"
	"quire/notebook/font"
)

// The numbers that decide how plots look. Lengths are points.
const (
	plotWidth    = 400.0 // of a plot that says nothing of its size
	plotHeight   = 240.0
	gridWidth    = 470.0 // of a grid of panels: the measure of a page
	panelHeight  = 150.0 // of one row of a grid, with its title and ticks
	countsHeight = 78.0  // of a row of histograms
	panelGap     = 10.0
	margin       = 4.0 // around everything, so that nothing touches the edge

	titleSize = 10.5
	labelSize = 9.0
	tickSize  = 8.5
	panelSize = 9.0 // titles of panels
	smallTick = 7.5 // ticks in panels
	valueSize = 8.5 // numbers in heat map cells and on bars

	titleGap  = 7.0 // below a title
	legendGap = 5.0 // below a row of legend entries
	entryGap  = 14.0
	swatch    = 16.0 // the width of a sample in a legend
	swatchGap = 4.0
	labelGap  = 5.0 // between the ticks and an axis label
	tickGap   = 4.0 // between an axis and its tick labels
	tickMark  = 3.0
	endGap    = 4.0 // between the end of a line and its name

	lineWidth   = 1.6
	dotRadius   = 2.4
	axisWidth   = 0.7
	gridLine    = 0.6
	markerWidth = 0.9
	denseWidth  = 1.0 // of lines with so many points that they are a band
	densePoints = 600

	barWidth = 7.0  // of the scale of colours beside a heat map
	barGap   = 10.0 // between it and the cells

	tickSpaceX = 52.0 // at least so much from one tick of the x axis to the next
	tickSpaceY = 21.0
	roomX      = 0.02 // of the range, added left and right of data whose axis is not fixed
	headroom   = 0.05 // of the range, added above and below data whose axis is not fixed
)

// The faces of plots.
const (
	face     = font.Sans
	faceBold = font.SansBold
)

// The roles of what is not data.
const (
	ink   figure.Color = "ink"
	muted figure.Color = "muted"
	grid  figure.Color = "grid"
	paper figure.Color = "paper"
)

// dashes are the patterns of the lines beyond the eighth, which repeat the colours.
var dashes = [...][]float64{nil, {4, 2.2}, {1.5, 2}}
