package font

import (
	"encoding/binary"
	"math"
	"sync"
	"sync/atomic"

	"codeberg.org/go-fonts/latin-modern/lmmath"
	xfont "golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// The names of the faces.
const (
	Sans     = "sans"      // running text, Hangul and Latin
	SansBold = "sans-bold" // headings and emphasis
	SansJP   = "sans-jp"   // Han and kana that Sans does not have
	Mono     = "mono"      // code: a grid of 1:2 cells, box drawing, many symbols
	MonoBold = "mono-bold" // emphasis in code
	Math     = "math"      // formulas; has a MATH table
	Han      = "han"       // simplified Chinese, old Hangul letters, squared and circled words
	Symbols  = "symbols"   // arrows, operators, dingbats, letters of other alphabets
	Emoji    = "emoji"     // in colours: glyphs are stacks of layers

	Serif     = "serif"      // running text of the serif theme, Hangul and Latin
	SerifBold = "serif-bold" // its emphasis
	SerifHan  = "serif-han"  // the Han of KS X 1001, for Serif
)

// A source says where a face comes from.
type source struct {
	name   string
	file   string // under templates/fonts, packed when it ends in .gz; "" for the face that a module ships
	family string // what subsets call themselves: the fonts' own names are reserved
	weight int
	mono   bool
}

var sources = [...]source{
	{name: Sans, file: "Pretendard-Regular.ttf", family: "Quire Sans", weight: 400},
	{name: SansBold, file: "Pretendard-Bold.ttf", family: "Quire Sans", weight: 700},
	{name: SansJP, file: "PretendardJP-Regular.ttf.gz", family: "Quire Sans JP", weight: 400},
	{name: Mono, file: "D2Coding-Regular.ttf", family: "Quire Mono", weight: 400, mono: true},
	{name: MonoBold, file: "D2Coding-Bold.ttf.gz", family: "Quire Mono", weight: 700, mono: true},
	{name: Math, family: "Quire Math", weight: 400},
	{name: Han, file: "QuireHan-Regular.otf.gz", family: "Quire Han", weight: 400},
	{name: Symbols, file: "QuireSymbols-Regular.ttf.gz", family: "Quire Symbols", weight: 400},
	{name: Emoji, file: "TwemojiMozilla.ttf.gz", family: "Quire Emoji", weight: 400},
	{name: Serif, file: "QuireSerif-Regular.otf", family: serifFamily, weight: 400},
	{name: SerifBold, file: "QuireSerif-Bold.otf.gz", family: serifFamily, weight: 700},
	{name: SerifHan, file: "QuireSerifHan-Regular.otf.gz", family: "Quire Serif Han", weight: 400},
}

const serifFamily = "Quire Serif"

// loaders has one function per source; each parses its face on the first call.
var loaders = func() (l [len(sources)]func() *Face) {
	for i, s := range sources {
		l[i] = sync.OnceValue(func() *Face { return load(s) })
	}
	return l
}()

// Names returns the names of all faces, in a fixed order.
func Names() []string {
	names := make([]string, len(sources))
	for i, s := range sources {
		names[i] = s.name
	}
	return names
}

// Get returns the face of that name, and the sans face for a name that it does not know.
func Get(name string) *Face { return loaders[indexOf(name)]() }

// indexOf is the place of a face in sources: that of sans, the first, for a name that it does not know.
func indexOf(name string) int {
	for i := range sources {
		if sources[i].name == name {
			return i
		}
	}
	return 0
}

// A Face is one parsed font.
type Face struct {
	source
	raw    []byte
	tables map[string][]byte
	font   *sfnt.Font
	upem   int
	ppem   fixed.Int26_6 // one unit of the em per pixel: coordinates come out in font units

	hmtx             []byte
	longMetrics      int
	ascent, descent  int
	capHeight, xhigh int

	glyphs [256]atomic.Pointer[[256]uint16] // rune → glyph of the basic plane, a page of 256 at a time
	kerns  [kernSlots]atomic.Uint64         // a direct-mapped cache of kerning pairs
}

// load parses a face. The bytes are part of the binary: not being able to parse them is a mistake in the build.
func load(s source) *Face {
	raw := lmmath.TTF
	if s.file != "" {
		b, err := s.read()
		if err != nil {
			panic("font: " + s.name + ": " + err.Error())
		}
		raw = b
	}
	ft, err := sfnt.Parse(raw)
	if err != nil {
		panic("font: " + s.name + ": " + err.Error())
	}
	f := &Face{source: s, raw: raw, tables: directory(raw), font: ft, upem: int(ft.UnitsPerEm())}
	f.ppem = fixed.I(f.upem)
	f.hmtx = f.tables["hmtx"]
	f.longMetrics = u16(f.tables["hhea"], 34)
	b := buffers.Get().(*sfnt.Buffer)
	defer buffers.Put(b)
	m, err := ft.Metrics(b, f.ppem, xfont.HintingNone)
	if err != nil {
		panic("font: " + s.name + ": " + err.Error())
	}
	f.ascent, f.descent = f.milli(float64(m.Ascent)/64), -f.milli(float64(m.Descent)/64)
	f.capHeight, f.xhigh = f.milli(float64(m.CapHeight)/64), f.milli(float64(m.XHeight)/64)
	return f
}

// buffers are the scratch memory that sfnt wants per call.
var buffers = sync.Pool{New: func() any { return new(sfnt.Buffer) }}

// directory maps the tags of a font's tables to their bytes.
func directory(raw []byte) map[string][]byte {
	tables := make(map[string][]byte)
	for i := range u16(raw, 4) {
		e := raw[12+16*i:]
		off, n := binary.BigEndian.Uint32(e[8:]), binary.BigEndian.Uint32(e[12:])
		tables[string(e[:4])] = raw[off : off+n : off+n]
	}
	return tables
}

func u16(b []byte, i int) int { return int(binary.BigEndian.Uint16(b[i:])) }

// milli turns font units into 1/1000 em, rounded.
func (f *Face) milli(units float64) int { return int(math.Round(units * 1000 / float64(f.upem))) }

// Name returns the face's name, such as "sans-bold".
func (f *Face) Name() string { return f.name }

// Family returns the name that subsets of the face carry, such as "Quire Sans". The names of the fonts themselves are
// reserved by their licence for unmodified files.
func (f *Face) Family() string { return f.family }

// Weight returns the weight, 400 or 700.
func (f *Face) Weight() int { return f.weight }

// Monospaced tells whether every glyph is one or two cells wide.
func (f *Face) Monospaced() bool { return f.mono }

// UnitsPerEm returns the font's own units in an em.
func (f *Face) UnitsPerEm() int { return f.upem }

// Ascent returns how far the face rises above the baseline, in 1/1000 em.
func (f *Face) Ascent() int { return f.ascent }

// Descent returns how far the face falls below the baseline, in 1/1000 em; it is negative.
func (f *Face) Descent() int { return f.descent }

// CapHeight returns the height of a capital letter in 1/1000 em.
func (f *Face) CapHeight() int { return f.capHeight }

// XHeight returns the height of a small x in 1/1000 em.
func (f *Face) XHeight() int { return f.xhigh }

// NumGlyphs returns the number of glyphs; their numbers are 0 (the missing glyph) to NumGlyphs()-1.
func (f *Face) NumGlyphs() int { return f.font.NumGlyphs() }

// Raw returns the font file. It must not be changed.
func (f *Face) Raw() []byte { return f.raw }

// Table returns the bytes of one table, nil when the font has none of that tag. They must not be changed.
func (f *Face) Table(tag string) []byte { return f.tables[tag] }

// MathTable returns the bytes of the MATH table, nil for all faces but Math. They must not be changed.
func (f *Face) MathTable() []byte { return f.tables["MATH"] }
