// Package template is Go's html/template on top of our reflect, so that it sees into types that cells declare.
package template

import (
	"iter"
	"maps"
	"slices"
)

// byName ranges over templates in the order of their names, so that two runs list them alike.
func byName(m map[string]*Template) iter.Seq2[string, *Template] {
	return func(yield func(string, *Template) bool) {
		for _, name := range slices.Sorted(maps.Keys(m)) {
			if !yield(name, m[name]) {
				return
			}
		}
	}
}
