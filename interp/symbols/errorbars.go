package symbols

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/plotutil"
)

// The functions of gonum/plot for error bars take interfaces without a name, which have no wrapper. An XErrors or a
// YErrors is put together from the two interfaces that one consists of.

// XErrors has points and the errors of their X values.
type XErrors struct {
	plotter.XYer
	plotter.XErrorer
}

// YErrors has points and the errors of their Y values.
type YErrors struct {
	plotter.XYer
	plotter.YErrorer
}

// NewXErrorBars is plotter.NewXErrorBars.
func NewXErrorBars(e XErrors) (*plotter.XErrorBars, error) { return plotter.NewXErrorBars(e) }

// NewYErrorBars is plotter.NewYErrorBars.
func NewYErrorBars(e YErrors) (*plotter.YErrorBars, error) { return plotter.NewYErrorBars(e) }

// AddXErrorBars is plotutil.AddXErrorBars.
func AddXErrorBars(p *plot.Plot, list ...XErrors) error {
	var es []interface {
		plotter.XYer
		plotter.XErrorer
	}
	for _, e := range list {
		es = append(es, e)
	}
	return plotutil.AddXErrorBars(p, es...)
}

// AddYErrorBars is plotutil.AddYErrorBars.
func AddYErrorBars(p *plot.Plot, list ...YErrors) error {
	var es []interface {
		plotter.XYer
		plotter.YErrorer
	}
	for _, e := range list {
		es = append(es, e)
	}
	return plotutil.AddYErrorBars(p, es...)
}
