package worker

import (
	"reflect"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"

	"quire/interp/frontend"
	"quire/interp/symbols"
)

// plotMethods serve the functions of gonum/plot whose parameters are of interfaces without a name, or of type any.
func (s *runtimeState) plotMethods() map[string]reflect.Value {
	path := reflect.TypeFor[plotter.XYer]().PkgPath()
	as := func(x any, name string) any { return s.wrap(x, frontend.IfaceName(path, name)).Interface() }
	xs := func(x any) symbols.XErrors {
		return symbols.XErrors{XYer: as(x, "XYer").(plotter.XYer), XErrorer: as(x, "XErrorer").(plotter.XErrorer)}
	}
	ys := func(x any) symbols.YErrors {
		return symbols.YErrors{XYer: as(x, "XYer").(plotter.XYer), YErrorer: as(x, "YErrorer").(plotter.YErrorer)}
	}
	plottable := func(x any) any {
		for _, name := range []string{frontend.IfaceName(path, "XYer"), frontend.IfaceName(path, "Valuer")} {
			if _, ok := s.plain(x).(box); ok && s.isIface(x, name) {
				return s.wrap(x, name).Interface()
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
		"NewXErrorBars": v(func(x any) (*plotter.XErrorBars, error) { return symbols.NewXErrorBars(xs(x)) }),
		"NewYErrorBars": v(func(x any) (*plotter.YErrorBars, error) { return symbols.NewYErrorBars(ys(x)) }),
		"AddXErrorBars": v(func(p *plot.Plot, list ...any) error {
			var es []symbols.XErrors
			for _, x := range list {
				es = append(es, xs(x))
			}
			return symbols.AddXErrorBars(p, es...)
		}),
		"AddYErrorBars": v(func(p *plot.Plot, list ...any) error {
			var es []symbols.YErrors
			for _, x := range list {
				es = append(es, ys(x))
			}
			return symbols.AddYErrorBars(p, es...)
		}),
	}
}
