package show

import (
	"math"
	"reflect"
	"strconv"
	"strings"

	"quire/notebook/output"
)

// A cellValue is what stands in one cell of a table before its column is set: a text, or a number that has none yet.
type cellValue struct {
	kind  cellKind
	text  string
	float float64 // of a number, for a float column
}

type cellKind int

const (
	blank  cellKind = iota // nothing: nil, or beyond the end of a row
	words                  // text
	whole                  // an integer; text is it
	number                 // a floating-point number
)

// separateFrom is the least integer that is written with separators.
const separateFrom = 10000

// cellOf looks at a value: a number is one unless its type has a text of its own.
func cellOf(d datum) cellValue {
	d = d.open()
	if !d.v.IsValid() {
		return cellValue{}
	}
	if text, ok := d.ownText(); ok {
		return cellValue{kind: words, text: text}
	}
	if p, ok := d.deref(); ok && d.v.Kind() == reflect.Pointer && p.v.Kind() != reflect.Struct {
		return cellOf(p)
	}
	switch v := d.v; {
	case v.CanInt():
		return cellValue{whole, strconv.FormatInt(v.Int(), 10), float64(v.Int())}
	case v.CanUint():
		return cellValue{whole, strconv.FormatUint(v.Uint(), 10), float64(v.Uint())}
	case v.Kind() == reflect.Float32:
		return cellValue{kind: number, float: short32(v.Float())}
	case v.CanFloat():
		return cellValue{kind: number, float: v.Float()}
	case v.Kind() == reflect.String:
		return cellValue{kind: words, text: v.String()}
	case isNilPointer(v) && v.Kind() == reflect.Pointer:
		return cellValue{}
	}
	return cellValue{kind: words, text: nested(d)}
}

// short32 is the float64 with the digits that tell a float32 from its neighbours: 0.1 rather than 0.10000000149011612.
func short32(v float64) float64 {
	s, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'g', -1, 32), 64)
	return s
}

// setColumn writes the cells of a column, all in one way, and says how the column is aligned.
func setColumn(cells []cellValue) ([]string, output.Align) {
	var kinds [number + 1]int
	for _, c := range cells {
		kinds[c.kind]++
	}
	out := make([]string, len(cells))
	switch {
	case kinds[words] > 0 || kinds[whole]+kinds[number] == 0:
		for i, c := range cells {
			if out[i] = c.text; c.kind == number {
				out[i] = shortFloat(c.float, false)
			}
		}
		return out, output.AlignLeft
	case kinds[number] == 0:
		large := true
		for _, c := range cells {
			large = large && (c.kind == blank || math.Abs(c.float) >= separateFrom)
		}
		for i, c := range cells {
			if out[i] = c.text; large {
				out[i] = separate(c.text)
			}
		}
		return out, output.AlignRight
	}
	setFloats(out, cells)
	return out, output.AlignDecimal
}

// setFloats writes numbers with a common number of decimals.
func setFloats(out []string, cells []cellValue) {
	values := make([]float64, 0, len(cells))
	for _, c := range cells {
		if c.kind != blank {
			values = append(values, c.float)
		}
	}
	digits, powers := floatDecimals(values)
	for i, c := range cells {
		switch {
		case c.kind == blank:
		case powers:
			out[i] = powerText(c.float)
		default:
			out[i] = fixedText(c.float, digits)
		}
	}
}

// floatDecimals returns how many digits after the point the numbers of a column get: as many as show 4 significant
// digits of those that matter (a tenth of the largest and more) and 2 of the others; trailing zeros do not count.
// powers tells that all of them are written as powers of ten, being too small or too large.
func floatDecimals(values []float64) (digits int, powers bool) {
	largest := 0.0
	for _, v := range values {
		if finite(v) {
			largest = math.Max(largest, math.Abs(v))
		}
	}
	if largest != 0 && (largest < 1e-4 || largest >= 1e15) {
		return 0, true
	}
	for _, v := range values {
		switch a := math.Abs(v); {
		case !finite(v) || a < 1e-4:
		case a >= largest/10:
			digits = max(digits, decimalsFor(v, 4))
		default:
			digits = max(digits, decimalsFor(v, 2))
		}
	}
	return digits, false
}

// decimalsFor returns how many digits after the point v has when it is rounded to n significant digits.
func decimalsFor(v float64, n int) int {
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(v, 'e', n-1, 64), "e")
	_, fraction, _ := strings.Cut(mantissa, ".")
	e, _ := strconv.Atoi(exponent)
	return max(0, len(strings.TrimRight(fraction, "0"))-e)
}

// fixedText writes v with digits decimals; as a power of ten when those do not show it.
func fixedText(v float64, digits int) string {
	if !finite(v) {
		return notFinite(v)
	}
	if a := math.Abs(v); a != 0 && a < 1e-4 && decimalsFor(v, 2) > digits {
		return powerText(v)
	}
	s := strconv.FormatFloat(v, 'f', digits, 64)
	if strings.Trim(s, "-0.") == "" {
		return strings.TrimPrefix(s, "-")
	}
	return s
}

// powerText writes v as 1.234e-05.
func powerText(v float64) string {
	if !finite(v) {
		return notFinite(v)
	}
	if v == 0 {
		return "0"
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(v, 'e', 3, 64), "e")
	return strings.TrimRight(strings.TrimRight(mantissa, "0"), ".") + "e" + exponent
}

func notFinite(v float64) string {
	switch {
	case math.IsNaN(v):
		return "NaN"
	case v > 0:
		return "+Inf"
	}
	return "-Inf"
}

// shortFloat writes a number that stands alone, with up to 4 significant digits.
func shortFloat(v float64, single bool) string {
	if single {
		v = short32(v)
	}
	digits, powers := floatDecimals([]float64{v})
	if powers {
		return powerText(v)
	}
	return fixedText(v, digits)
}

// alignmentOf says how a column of ready text is aligned: numbers on their points.
func alignmentOf(cells []string) output.Align {
	points, numbers := false, false
	for _, c := range cells {
		if c == "" || strings.HasPrefix(c, "…") { // "… 180 more rows"
			continue
		}
		if _, err := strconv.ParseFloat(strings.ReplaceAll(c, ",", ""), 64); err != nil {
			return output.AlignLeft
		}
		numbers = true
		points = points || strings.Contains(c, ".")
	}
	switch {
	case points:
		return output.AlignDecimal
	case numbers:
		return output.AlignRight
	}
	return output.AlignLeft
}
