package worker

import (
	"reflect"

	"quire/interp/symbols"
)

// copies are the packages of Go's that cells get as copies over our package reflect, below [copiesPath].
var copies = []string{"encoding/binary", "encoding/gob", "encoding/json", "encoding/xml"}

const copiesPath = "quire/interp/worker/"

// copiesExports has the tables of the copies by their own paths: there the interpreter looks for the wrapper of an
// interface that it has a value of.
func copiesExports() map[string]map[string]reflect.Value {
	out := map[string]map[string]reflect.Value{}
	for _, p := range copies {
		name, table, ok := symbols.Package(p)
		if !ok {
			panic("worker: no table of " + p)
		}
		out[copiesPath+p+"/"+name] = table
	}
	return out
}
