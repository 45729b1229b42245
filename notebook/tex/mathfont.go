package tex

import (
	"encoding/binary"
	"sync"
	"sync/atomic"

	"quire/notebook/font"
)

// mathFont is the math face with its OpenType MATH table (ISO 14496-22, 6.3.6). Lengths are 1/1000 em.
type mathFont struct {
	face   *font.Face
	consts [numConstants]float64
	italic map[int]float64 // italic correction
	attach map[int]float64 // where an accent is put over the glyph
	tall   map[int]stretch // larger and extensible forms, vertical
	wide   map[int]stretch // and horizontal
	small  map[int][2]int  // the forms of a glyph for script and scriptscript sizes
	minLap float64         // least overlap of two parts
	bounds []atomic.Pointer[bounds]
}

// bounds is the box around the ink of a glyph.
type bounds struct{ x0, y0, x1, y1 float64 }

// A stretch is the larger forms of one glyph: whole glyphs, then parts to build from.
type stretch struct {
	variants []variant
	parts    []part
}

type variant struct {
	gid  int
	size float64 // in the direction of growth
}

type part struct {
	gid              int
	start, end, full float64 // connectors and length
	extender         bool    // may be repeated or left out
}

// The constants of the MATH table, in its order.
const (
	scriptPercent = iota
	scriptScriptPercent
	delimitedSubFormulaMinHeight
	displayOperatorMinHeight
	mathLeading
	axisHeight
	accentBaseHeight
	flattenedAccentBaseHeight
	subscriptShiftDown
	subscriptTopMax
	subscriptBaselineDropMin
	superscriptShiftUp
	superscriptShiftUpCramped
	superscriptBottomMin
	superscriptBaselineDropMax
	subSuperscriptGapMin
	superscriptBottomMaxWithSubscript
	spaceAfterScript
	upperLimitGapMin
	upperLimitBaselineRiseMin
	lowerLimitGapMin
	lowerLimitBaselineDropMin
	stackTopShiftUp
	stackTopDisplayStyleShiftUp
	stackBottomShiftDown
	stackBottomDisplayStyleShiftDown
	stackGapMin
	stackDisplayStyleGapMin
	stretchStackTopShiftUp
	stretchStackBottomShiftDown
	stretchStackGapAboveMin
	stretchStackGapBelowMin
	fractionNumeratorShiftUp
	fractionNumeratorDisplayStyleShiftUp
	fractionDenominatorShiftDown
	fractionDenominatorDisplayStyleShiftDown
	fractionNumeratorGapMin
	fractionNumDisplayStyleGapMin
	fractionRuleThickness
	fractionDenominatorGapMin
	fractionDenomDisplayStyleGapMin
	skewedFractionHorizontalGap
	skewedFractionVerticalGap
	overbarVerticalGap
	overbarRuleThickness
	overbarExtraAscender
	underbarVerticalGap
	underbarRuleThickness
	underbarExtraDescender
	radicalVerticalGap
	radicalDisplayStyleVerticalGap
	radicalRuleThickness
	radicalExtraAscender
	radicalKernBeforeDegree
	radicalKernAfterDegree
	radicalDegreeBottomRaisePercent
	numConstants
)

// latinModern is the math face, read once.
var latinModern = sync.OnceValue(func() *mathFont { return readMathFont(font.Get(font.Math)) })

// readMathFont reads the MATH table of a face that ships with the binary.
func readMathFont(f *font.Face) *mathFont {
	t := f.MathTable()
	m := &mathFont{face: f, bounds: make([]atomic.Pointer[bounds], f.NumGlyphs()), small: readSmallForms(f.Table("GSUB"))}
	unit := 1000 / float64(f.UnitsPerEm())
	m.readConstants(t[u16(t, 4):], unit)
	info := t[u16(t, 6):]
	m.italic = readValues(info, u16(info, 0), unit)
	m.attach = readValues(info, u16(info, 2), unit)
	v := t[u16(t, 8):]
	m.minLap = float64(u16(v, 0)) * unit
	tall, wide := u16(v, 6), u16(v, 8)
	m.tall = readStretches(v, u16(v, 2), 10, tall, unit)
	m.wide = readStretches(v, u16(v, 4), 10+2*tall, wide, unit)
	return m
}

// readConstants reads the first four constants, which are plain numbers, the values with device tables behind them, and
// the last, a percentage.
func (m *mathFont) readConstants(t []byte, unit float64) {
	m.consts[scriptPercent] = float64(i16(t, 0))
	m.consts[scriptScriptPercent] = float64(i16(t, 2))
	m.consts[delimitedSubFormulaMinHeight] = float64(u16(t, 4)) * unit
	m.consts[displayOperatorMinHeight] = float64(u16(t, 6)) * unit
	for i := mathLeading; i < radicalDegreeBottomRaisePercent; i++ {
		m.consts[i] = float64(i16(t, 8+4*(i-mathLeading))) * unit
	}
	m.consts[radicalDegreeBottomRaisePercent] = float64(i16(t, 8+4*(radicalDegreeBottomRaisePercent-mathLeading)))
}

// readValues reads a table of one value per covered glyph, at off in info; 0 is no table.
func readValues(info []byte, off int, unit float64) map[int]float64 {
	out := map[int]float64{}
	if off == 0 {
		return out
	}
	t := info[off:]
	for i, g := range coverage(t[u16(t, 0):]) {
		out[g] = float64(i16(t, 4+4*i)) * unit
	}
	return out
}

// readStretches reads n constructions whose offsets begin at first.
func readStretches(v []byte, cover, first, n int, unit float64) map[int]stretch {
	out := map[int]stretch{}
	if cover == 0 {
		return out
	}
	for i, g := range coverage(v[cover:]) {
		if i < n {
			out[g] = readStretch(v[u16(v, first+2*i):], unit)
		}
	}
	return out
}

func readStretch(t []byte, unit float64) stretch {
	var s stretch
	if off := u16(t, 0); off != 0 {
		a := t[off:]
		for i := range u16(a, 4) {
			p := a[6+10*i:]
			s.parts = append(s.parts, part{
				gid: u16(p, 0), start: float64(u16(p, 2)) * unit, end: float64(u16(p, 4)) * unit,
				full: float64(u16(p, 6)) * unit, extender: u16(p, 8)&1 == 1,
			})
		}
	}
	for i := range u16(t, 2) {
		s.variants = append(s.variants, variant{u16(t, 4+4*i), float64(u16(t, 6+4*i)) * unit})
	}
	return s
}

// readSmallForms reads the feature ssty of a GSUB table: for each glyph its forms for scripts, which are wider and heavier
// than a glyph that is only made smaller.
func readSmallForms(t []byte) map[int][2]int {
	const alternate = 3
	out := map[int][2]int{}
	if len(t) < 10 {
		return out
	}
	features, lookups := t[u16(t, 6):], t[u16(t, 8):]
	for i := range u16(features, 0) {
		record := features[2+6*i:]
		if string(record[:4]) != "ssty" {
			continue
		}
		feature := features[u16(record, 4):]
		for j := range u16(feature, 2) {
			lookup := lookups[u16(lookups, 2+2*u16(feature, 4+2*j)):]
			for k := range u16(lookup, 4) {
				if u16(lookup, 0) == alternate {
					readAlternates(out, lookup[u16(lookup, 6+2*k):])
				}
			}
		}
	}
	return out
}

// readAlternates reads a subtable that lists, for each glyph, others to choose from.
func readAlternates(out map[int][2]int, t []byte) {
	for i, g := range coverage(t[u16(t, 2):]) {
		set := t[u16(t, 6+2*i):]
		switch n := u16(set, 0); {
		case n == 1:
			out[g] = [2]int{u16(set, 2), u16(set, 2)}
		case n > 1:
			out[g] = [2]int{u16(set, 2), u16(set, 4)}
		}
	}
}

// coverage reads the glyphs of a coverage table, in order.
func coverage(t []byte) []int {
	var out []int
	switch u16(t, 0) {
	case 1:
		for i := range u16(t, 2) {
			out = append(out, u16(t, 4+2*i))
		}
	case 2:
		for i := range u16(t, 2) {
			for g := u16(t, 4+6*i); g <= u16(t, 6+6*i); g++ {
				out = append(out, g)
			}
		}
	}
	return out
}

func u16(b []byte, i int) int { return int(binary.BigEndian.Uint16(b[i:])) }
func i16(b []byte, i int) int { return int(int16(binary.BigEndian.Uint16(b[i:]))) }

// box is the ink of a glyph, kept once it is known.
func (m *mathFont) box(gid int) bounds {
	if b := m.bounds[gid].Load(); b != nil {
		return *b
	}
	var b bounds
	b.x0, b.y0, b.x1, b.y1 = m.face.Bounds(gid)
	m.bounds[gid].Store(&b)
	return b
}

// inks has the ink of the glyphs of the faces of text that have been seen: *font.Face → []atomic.Pointer[bounds].
var inks sync.Map

// inkOf is the ink of a glyph of a face of text, kept once it is known.
func inkOf(f *font.Face, gid int) bounds {
	kept, ok := inks.Load(f)
	if !ok {
		kept, _ = inks.LoadOrStore(f, make([]atomic.Pointer[bounds], f.NumGlyphs()))
	}
	glyphs := kept.([]atomic.Pointer[bounds])
	if gid < 0 || gid >= len(glyphs) {
		return bounds{}
	}
	if b := glyphs[gid].Load(); b != nil {
		return *b
	}
	var b bounds
	b.x0, b.y0, b.x1, b.y1 = f.Bounds(gid)
	glyphs[gid].Store(&b)
	return b
}
