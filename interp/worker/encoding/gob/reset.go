package gob

import (
	"maps"
	"slices"
	"sync"

	"quire/interp/worker/reflect"
)

// pristine is what the package knows when no cell has run yet.
var pristine = sync.OnceValue(func() func() {
	ids, named, infos := slices.Clone(idToTypeSlice), maps.Clone(types), typeInfoMap.Load().(map[reflect.Type]*typeInfo)
	tables := []*sync.Map{&userTypeCache, &nameToConcreteType, &concreteTypeToName}
	kept := make([]map[any]any, len(tables))
	for i, t := range tables {
		kept[i] = map[any]any{}
		t.Range(func(k, v any) bool {
			kept[i][k] = v
			return true
		})
	}
	return func() {
		idToTypeSlice, types = slices.Clone(ids), maps.Clone(named)
		typeInfoMap.Store(infos)
		for i, t := range tables {
			t.Clear()
			for k, v := range kept[i] {
				t.Store(k, v)
			}
		}
	}
})

// Reset forgets all types that cells have used or registered. Types are numbered in the order of their first use, and
// the numbers are in what is encoded: cells start from where a program starts.
func Reset() {
	typeLock.Lock()
	defer typeLock.Unlock()
	pristine()()
}

// replaces reports whether a type that is registered under a name takes the place of an older one: the same declaration,
// in a cell that ran again.
func replaces(name string, old any, now reflect.Type) bool {
	if o, ok := old.(reflect.Type); !ok || o.String() != now.String() || now.String() == now.Name() {
		return false
	}
	nameToConcreteType.Store(name, now)
	return true
}
