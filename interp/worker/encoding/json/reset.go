package json

import "quire/interp/worker/reflect"

// Reset forgets what was found out about types: a later cell may declare methods of a type.
func Reset() {
	encoderCache.Clear()
	fieldCache.Clear()
}

// isZero calls the method IsZero, which v has.
func isZero(v reflect.Value) bool { return v.MethodByName("IsZero").Call(nil)[0].Bool() }
