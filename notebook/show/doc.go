// Package show is what the cells of a note import to show things: plots, tables, pictures, progress and pages of HTML.
//
// Every function either shows something below the cell at once (Plot, Grid, Table, Image, Digits, Progress, HTML), or
// helps to make a plot that is shown later (NewPlot, Line, Scatter, Bars, Histogram, HeatMap, Contour). The value of a
// cell's last expression is shown by its type without any call: a plot as a figure, a slice of structs or a matrix as a
// table, a training history as its curves, an image as a picture, everything else as text.
//
// A plot takes three lines; it is one of gonum/plot, whose plotters can be added too:
//
//	p := show.NewPlot("정확도", "반복", "accuracy")
//	show.Line(p, "학습", nil, accuracies)
//	show.Plot(p)
//
// A table shows a slice of structs, a row each; a matrix; or a map, in the order of its keys. Numbers of a column get
// equally many decimals and stand under each other:
//
//	type run struct { Name string `show:"이름"`; LR float64; Accuracy float64 `show:"정확도"` }
//	runs := []run{{"he", 0.01, 0.9712}, {"xavier", 0.01, 0.9705}}
//	show.Table(runs)
//
// Pictures, the digits of a data set, and a bar for a loop that takes long:
//
//	show.Image(img)
//	show.Digits(data.Digits().Train, 50)
//	bar := show.NewProgress("학습", 1000); bar.Add(1); bar.Done()
//
// All of them look the same on the page, in dark mode and on paper: figures are drawings whose colours are roles, and
// tables are data that the renderers set. The same values give the same bytes, always. Captions and numbers (그림 1, 표 2)
// are no business of this package: a cell's options fig-cap and tbl-cap set them.
//
// Wrong arguments, such as x and y values of different numbers, panic with a sentence that says what to do. Odd values do
// not: nil, NaN and empty slices are shown as what they are. Outside a notebook, in a program that is run with go run,
// everything is printed as plain text to standard output.
//
// # Inside
//
// An output is handed to the sink that the worker has set (SetSink). Plots are drawn by gonum's plotters into a vg.Canvas
// that records a figure.Figure; composition (title, legend, axes, ticks, labels) and style are this package's own.
// Tables look at values by reflection; values of types that a cell declares come with their Go types (see datum).
package show
