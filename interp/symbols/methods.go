package symbols

import (
	"reflect"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
)

// PlotMethods serve the functions of gonum/plot whose parameters are of interfaces without a name, or of type any. What
// they get may be a value of a cell's type: boxed tells whether it is one that implements an interface of package plotter,
// and as turns it into one.
func PlotMethods(boxed func(x any, name string) bool, as func(x any, name string) any) map[string]reflect.Value {
	xs := func(x any) XErrors {
		return XErrors{XYer: as(x, "XYer").(plotter.XYer), XErrorer: as(x, "XErrorer").(plotter.XErrorer)}
	}
	ys := func(x any) YErrors {
		return YErrors{XYer: as(x, "XYer").(plotter.XYer), YErrorer: as(x, "YErrorer").(plotter.YErrorer)}
	}
	plottable := func(x any) any {
		for _, name := range []string{"XYer", "Valuer"} {
			if boxed(x, name) {
				return as(x, name)
			}
		}
		return x
	}
	v := reflect.ValueOf
	return map[string]reflect.Value{
		"Plottable": v(plottable),
		"Plottables": v(func(list []any) []any {
			out := make([]any, len(list))
			for i, x := range list {
				out[i] = plottable(x)
			}
			return out
		}),
		"NewXErrorBars": v(func(x any) (*plotter.XErrorBars, error) { return NewXErrorBars(xs(x)) }),
		"NewYErrorBars": v(func(x any) (*plotter.YErrorBars, error) { return NewYErrorBars(ys(x)) }),
		"AddXErrorBars": v(func(p *plot.Plot, list ...any) error {
			var es []XErrors
			for _, x := range list {
				es = append(es, xs(x))
			}
			return AddXErrorBars(p, es...)
		}),
		"AddYErrorBars": v(func(p *plot.Plot, list ...any) error {
			var es []YErrors
			for _, x := range list {
				es = append(es, ys(x))
			}
			return AddYErrorBars(p, es...)
		}),
	}
}
