package worker

import (
	"reflect"

	"quire/interp/frontend"
	"quire/interp/symbols"
)

// plotterPath is the package whose interfaces values of cells are plotted by.
const plotterPath = "gonum.org/v1/plot/plotter"

// plotMethods serve the functions of gonum/plot that look at what they get.
func (s *runtimeState) plotMethods() map[string]reflect.Value {
	boxed := func(x any, name string) bool {
		_, ok := s.plain(x).(box)
		return ok && s.isIface(x, frontend.IfaceName(plotterPath, name))
	}
	as := func(x any, name string) any { return s.wrap(x, frontend.IfaceName(plotterPath, name)).Interface() }
	return symbols.PlotMethods(boxed, as)
}
