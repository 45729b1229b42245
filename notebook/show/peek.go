package show

import (
	"reflect"

	"gonum.org/v1/plot"
)

// gonum/plot keeps what was added to a plot, and the entries of its legend, in unexported fields. To place a legend where
// it covers nothing, and to give colours to what has none, they have to be read; they are never written. A test fails
// when another version of gonum/plot names them otherwise.

// plotters returns what was added to p, in order.
func plotters(p *plot.Plot) []plot.Plotter {
	f := reflect.ValueOf(p).Elem().FieldByName("plotters")
	return *(*[]plot.Plotter)(f.Addr().UnsafePointer())
}

// An entry is one line of a legend: its text and what draws the sample.
type entry struct {
	text   string
	thumbs []plot.Thumbnailer
}

// entries returns the entries of p's legend, in order.
func entries(p *plot.Plot) []entry {
	list := reflect.ValueOf(&p.Legend).Elem().FieldByName("entries")
	out := make([]entry, list.Len())
	for i := range out {
		e := list.Index(i)
		out[i].text = e.FieldByName("text").String()
		out[i].thumbs = *(*[]plot.Thumbnailer)(e.FieldByName("thumbs").Addr().UnsafePointer())
	}
	return out
}
