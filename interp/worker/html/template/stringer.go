package template

import (
	"quire/interp/worker/reflect"
	"quire/interp/worker/reflect/fmt"
)

// A setting is one of GODEBUG's that has its default value.
type setting struct{}

// Value is the default.
func (setting) Value() string { return "" }

// IncNonDefault is never called.
func (setting) IncNonDefault() {}

// stringerText is the text of a Stringer that does not marshal itself; other values are as they are.
func stringerText(a any) any {
	if a == nil {
		return nil
	}
	v := reflect.ValueOf(a)
	if !v.Type().Implements(jsonMarshalType) && v.Type().Implements(reflect.TypeFor[fmt.Stringer]()) {
		return v.MethodByName("String").Call(nil)[0].String()
	}
	return a
}
