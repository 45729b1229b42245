package worker

import (
	"encoding"
	"encoding/json"
	"fmt"
	"log/slog"
	"reflect"
)

// LogValue makes package slog see the user's method LogValue; without one the value stands for itself.
func (x box) LogValue() slog.Value {
	if m, ok := x.T.methods["LogValue"]; ok && m.Type() == reflect.TypeFor[func(any) slog.Value]() {
		return m.Call([]reflect.Value{reflect.ValueOf(x)})[0].Interface().(slog.Value)
	}
	if rt := current.Load(); rt != nil && x.T.hasText("Error") {
		return slog.AnyValue(rt.wrap(x, "_error").Interface())
	}
	if m, ok := x.T.methods["MarshalText"]; ok && m.Type() == reflect.TypeFor[func(any) ([]byte, error)]() {
		return slog.AnyValue(loggedText{logged{x}})
	}
	return slog.AnyValue(logged{x})
}

// logged is a value in a log record, which package slog prints.
type logged struct{ x box }

var (
	_ fmt.Formatter          = logged{}
	_ json.Marshaler         = logged{}
	_ encoding.TextMarshaler = loggedText{}
)

// Format prints the value as fmt would.
func (l logged) Format(s fmt.State, verb rune) { l.x.Format(s, verb) }

// MarshalJSON is for handlers that write JSON.
func (l logged) MarshalJSON() ([]byte, error) { return l.x.MarshalJSON() }

// loggedText is one whose type writes itself as text.
type loggedText struct{ logged }

// MarshalText calls the user's method.
func (l loggedText) MarshalText() ([]byte, error) {
	out := l.x.T.methods["MarshalText"].Call([]reflect.Value{reflect.ValueOf(l.x)})
	err, _ := out[1].Interface().(error)
	return out[0].Bytes(), err
}
