package show

import (
	"math"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
)

// niceTicks returns ticks from lo to hi at round steps, at most n of them and at least two where the range allows, with
// labels that all have the same number of decimals.
func niceTicks(lo, hi float64, n int) []plot.Tick {
	if !(hi > lo) || !finite(lo) || !finite(hi) {
		return nil
	}
	step := niceStep((hi - lo) / float64(max(n, 2)))
	eps := step * 1e-6
	var values []float64
	for i := math.Ceil((lo - eps) / step); i*step <= hi+eps; i++ {
		values = append(values, i*step)
	}
	labels := formatTicks(values, step)
	out := make([]plot.Tick, len(values))
	for i, v := range values {
		out[i] = plot.Tick{Value: v, Label: labels[i]}
	}
	return out
}

// niceStep is the smallest of 1, 2, 2.5, 5 × 10ᵏ that is at least min. Steps of 2.5 are left out: between whole numbers
// they would make halves.
func niceStep(min float64) float64 {
	exp := math.Floor(math.Log10(min))
	base := math.Pow(10, exp)
	for _, m := range [...]float64{1, 2, 2.5, 5, 10} {
		if m == 2.5 && exp == 0 {
			continue
		}
		if m*base >= min*(1-1e-9) {
			return m * base
		}
	}
	return 10 * base
}

// formatTicks writes the values of an axis alike: with the decimals that the step needs, a real minus sign, separators
// from ten thousand on, and as a power of ten when they are very large or very small.
func formatTicks(values []float64, step float64) []string {
	largest := 0.0
	for _, v := range values {
		largest = max(largest, math.Abs(v))
	}
	out := make([]string, len(values))
	if largest >= 1e7 || largest < 1e-4 && largest > 0 {
		exp := int(math.Floor(math.Log10(largest) + 1e-9))
		unit := math.Pow(10, float64(exp))
		dec := decimals(step / unit)
		for i, v := range values {
			if math.Abs(v) < step*1e-6 {
				out[i] = "0"
				continue
			}
			out[i] = minus(strconv.FormatFloat(v/unit, 'f', dec, 64)) + "×10" + superscript(exp)
		}
		return out
	}
	dec := decimals(step)
	for i, v := range values {
		s := strconv.FormatFloat(v, 'f', dec, 64)
		if largest >= 10000 {
			s = separate(s)
		}
		if math.Abs(v) < step*1e-6 {
			s = strings.TrimPrefix(s, "-")
		}
		out[i] = minus(s)
	}
	return out
}

// decimals is how many digits after the point a step needs.
func decimals(step float64) int {
	for d := range 12 {
		x := step * math.Pow(10, float64(d))
		if math.Abs(x-math.Round(x)) < 1e-6*math.Max(1, x) && x > 0.5 {
			return d
		}
	}
	return 12
}

// separate puts a comma between groups of three digits of the whole part.
func separate(s string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	whole, rest, point := strings.Cut(s, ".")
	var b strings.Builder
	for i, d := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	if point {
		b.WriteString("." + rest)
	}
	return sign + b.String()
}

// superscript writes a whole number in raised digits.
func superscript(n int) string {
	return strings.NewReplacer("-", "⁻", "0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹").
		Replace(strconv.Itoa(n))
}

// logTicks returns ticks for a logarithmic axis: the powers of ten, thinned to at most n, and where there are too few of
// them, 2 and 5 times those as well.
func logTicks(lo, hi float64, n int) []plot.Tick {
	if !(lo > 0) || !(hi > lo) || !finite(hi) {
		return nil
	}
	first, last := int(math.Ceil(math.Log10(lo)-1e-9)), int(math.Floor(math.Log10(hi)+1e-9))
	if last-first < 1 {
		return fineLogTicks(lo, hi, n)
	}
	step := max(1, (last-first+n-1)/max(n-1, 1))
	plain := first >= -3 && last <= 5
	var out []plot.Tick
	for e := first; e <= last; e++ {
		v := math.Pow(10, float64(e))
		label := ""
		if (e-first)%step == 0 {
			label = powerLabel(e, plain)
		}
		out = append(out, plot.Tick{Value: v, Label: label})
	}
	return out
}

func powerLabel(e int, plain bool) string {
	if !plain {
		return "10" + superscript(e)
	}
	return separate(strconv.FormatFloat(math.Pow(10, float64(e)), 'f', max(0, -e), 64))
}

// fineLogTicks is for a logarithmic axis of less than two decades.
func fineLogTicks(lo, hi float64, n int) []plot.Tick {
	var out []plot.Tick
	for e := math.Floor(math.Log10(lo)); e <= math.Log10(hi); e++ {
		for _, m := range [...]float64{1, 2, 5} {
			v := m * math.Pow(10, e)
			if v >= lo*(1-1e-9) && v <= hi*(1+1e-9) {
				out = append(out, plot.Tick{Value: v, Label: minus(separate(strconv.FormatFloat(v, 'g', 3, 64)))})
			}
		}
	}
	if len(out) < 2 {
		return niceTicks(lo, hi, n)
	}
	return out
}
