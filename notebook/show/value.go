package show

import (
	"fmt"
	"image"
	"reflect"
	"strconv"
	"unicode/utf8"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/plot"

	"quire/nn"
	"quire/notebook/figure"
	"quire/notebook/output"
)

// textBytes is the longest text of a value; the rest is cut.
const textBytes = 1 << 20

// Value returns how v is shown when it is the value of a cell's last expression: a plot or a training history as a
// figure, a slice of structs or a matrix as a table, an image as a picture, a tensor of images as a sheet, and everything else as a text, a line or
// more. nil gives nil. What methods of v panic with is not passed on: v is then shown as text.
func Value(v any) output.Output {
	if v == nil {
		return nil
	}
	if o := rich(v); o != nil {
		return o
	}
	text := valueText(v)
	if len(text) > textBytes {
		cut := textBytes
		for !utf8.RuneStart(text[cut]) {
			cut--
		}
		text = fmt.Sprintf("%s… (%d bytes)", text[:cut], len(text))
	}
	return &output.Text{Stream: output.Value, Data: text + "\n"}
}

// rich returns a value as something better than text, nil when there is nothing better.
func rich(v any) (o output.Output) {
	defer func() {
		if recover() != nil { // a method of the note's, or of a value that is not ready
			o = nil
		}
	}()
	if x := reflect.ValueOf(v); x.Kind() == reflect.Pointer && x.IsNil() {
		return nil
	}
	switch x := v.(type) {
	case output.Output:
		return x
	case *plot.Plot:
		return &output.Figure{Figure: plotFigure(x, plotWidth, plotHeight)}
	case *figure.Figure:
		return &output.Figure{Figure: x}
	case *nn.History:
		return historyFigure(x)
	case nn.Curve:
		return curvesFigure([]nn.Curve{x})
	case []nn.Curve:
		return curvesFigure(x)
	case *nn.ScoreMap:
		if m := scoreMapFigure(x); m != nil {
			return m
		}
	case *nn.Tensor:
		return tensorOutput(x)
	case error:
		return nil
	case image.Rectangle, *image.Uniform:
		return nil // images without end
	case image.Image:
		if m := imageOf(x); m != nil {
			return m
		}
		return nil
	}
	if d := datumOf(v); isTable(d) {
		if t := tableOf(v); t != nil {
			return t
		}
	}
	return nil
}

// isTable reports whether the value of a last expression is shown as a table.
func isTable(d datum) bool {
	if !d.v.IsValid() || isNilPointer(d.v) {
		return false
	}
	switch x := d.any().(type) {
	case declared:
		if _, ok := x.Text(); ok {
			return false
		}
		if _, ok := x.Table(); ok {
			return true
		}
	case interface{ Table() [][]string }, mat.Matrix:
		return true
	case [][]string: // what methods called Table return: a head and at least a row under it
		return len(x) > 1 && len(x[0]) > 0
	case fmt.Stringer:
		return false
	}
	if d.v.Kind() != reflect.Slice && d.v.Kind() != reflect.Array || d.v.Len() == 0 {
		return false
	}
	first, ok := d.part(element(d.typ), d.v.Index(0)).deref()
	if !ok {
		first = datum{v: reflect.Zero(pointee(d.v.Type().Elem())), typ: nil}
	}
	switch first.v.Kind() {
	case reflect.Struct:
		_, own := first.ownText()
		return !own && first.v.NumField() > 0
	case reflect.Slice, reflect.Array:
		return isNumber(first.v.Type().Elem())
	}
	return false
}

func pointee(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}

// isNumber reports whether t is a type of numbers other than bytes and runes, which are text more often than not.
func isNumber(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int64, reflect.Uint, reflect.Uint16, reflect.Uint32, reflect.Uint64,
		reflect.Float32, reflect.Float64:
		return true
	}
	return false
}

// valueText writes a value as %+v does; strings in quotes, functions and channels, which have no value but an address, by
// their type, and what is too deep to be written, a value that contains itself say, in a short form.
func valueText(v any) string {
	if s, ok := v.(string); ok {
		return strconv.Quote(s)
	}
	d := datumOf(v)
	if !d.v.IsValid() {
		return "<nil>"
	}
	switch d.v.Kind() {
	case reflect.Func, reflect.Chan, reflect.UnsafePointer:
		return d.typeName()
	}
	steps := 1 << 20
	if tooDeep(d.v, 0, &steps) {
		return nested(d)
	}
	return fmt.Sprintf("%+v", v)
}

// tooDeep reports whether package fmt would go very deep, or for ever, writing v. It follows what fmt follows: not the
// pointers inside. steps bounds the work.
func tooDeep(v reflect.Value, depth int, steps *int) bool {
	if *steps--; depth > 100 || *steps < 0 {
		return true
	}
	switch v.Kind() {
	case reflect.Pointer:
		return depth == 0 && !v.IsNil() && tooDeep(v.Elem(), 1, steps)
	case reflect.Interface:
		return !v.IsNil() && v.Elem().Kind() != reflect.Pointer && tooDeep(v.Elem(), depth+1, steps)
	case reflect.Slice, reflect.Array:
		if isFlat(v.Type().Elem()) {
			return false
		}
		for i := range v.Len() {
			if tooDeep(v.Index(i), depth+1, steps) {
				return true
			}
		}
	case reflect.Map:
		if isFlat(v.Type().Elem()) {
			return false
		}
		for it := v.MapRange(); it.Next(); {
			if tooDeep(it.Value(), depth+1, steps) {
				return true
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if tooDeep(v.Field(i), depth+1, steps) {
				return true
			}
		}
	}
	return false
}

// isFlat reports whether values of t hold no others.
func isFlat(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Interface, reflect.Slice, reflect.Array, reflect.Map, reflect.Struct:
		return false
	}
	return true
}
