package tex

import "quire/notebook/figure"

// A class is TeX's kind of atom; the space between two atoms depends on their classes.
type class int8

const (
	ord class = iota
	op
	bin
	rel
	opening
	closing
	punct
	inner
)

// A node is a part of a parsed formula. The layout and MathML are two walks over the same nodes.
type node interface {
	// class is the kind of atom that the node makes in a list.
	class() class
}

type (
	// row is a list of atoms; as an atom itself (a group in braces) it is ordinary.
	row struct{ items []node }

	// symbol is one character. r is what is drawn, plain what it is without its alphabet (𝐱 and x).
	symbol struct {
		r, plain rune
		cls      class
	}

	// operator is a large operator (r) or a named one (body); scripts may become its limits.
	operator struct {
		r      rune
		body   node
		limits limits
	}

	// scripted has a superscript or a subscript or both. Primes are the first items of sup.
	scripted struct{ base, sup, sub node }

	// fraction is num over den, with a rule or (binomials) without, in a style of its own unless style is inherit.
	fraction struct {
		num, den    node
		rule        bool
		thickness   float64 // in em; 0 is the font's
		style       style
		left, right rune // delimiters, 0 for none
		continued   bool // both parts are in display style
		align       byte // of the numerator of a continued fraction: l, r or 0
	}

	radical struct{ body, degree node }

	// accent is a mark over (or under) body; wide marks stretch.
	accent struct {
		mark  rune
		body  node
		wide  bool
		under bool
	}

	// line is a rule over or under body.
	line struct {
		body  node
		under bool
		ends  bool // the rule has strokes at its ends
	}

	// brace is a stretched mark over or under body: a brace takes scripts as limits, an arrow does not.
	brace struct {
		mark  rune
		body  node
		under bool
	}

	// arrow is a stretched arrow with text above and below.
	arrow struct {
		r            rune
		above, below node
	}

	// stack is base with something small above or below (\overset).
	stack struct {
		base, above, below node
		cls                class
	}

	// fence is a body between delimiters that grow with it. parts are what \middle delimiters separate.
	fence struct {
		left, right rune
		parts       []node
		middles     []rune
	}

	// delimiter is a delimiter of a fixed size (\big), in em.
	delimiter struct {
		r    rune
		size float64
		cls  class
	}

	// text is words set in the face of the running text, or upright in the math face.
	text struct {
		s    string
		face textFace
	}

	// space is horizontal space, in em.
	space struct{ em float64 }

	// classed gives its body another class (\mathbin).
	classed struct {
		body node
		cls  class
	}

	// phantom takes some of its body away: the ink, the width, the height or the depth.
	phantom struct {
		body                    node
		ink, width, high, depth bool    // what is kept
		shift                   float64 // where the ink goes when the width is dropped: 0 right, 0.5 both ways, 1 left
	}

	// framed has a box, a background or a stroke through it.
	framed struct {
		body         node
		box          bool
		fill, border figure.Color
		up, down     bool // diagonal strokes
		flat         bool // a horizontal stroke
	}

	// choice is set as one of four, by style (\mathchoice).
	choice struct{ styles [4]node }

	// solid is a filled rectangle (\rule), in em.
	solid struct{ w, h, raise float64 }

	// raised is a body moved up, in em.
	raised struct {
		body node
		by   float64
	}

	// mirrored is a body with its left and right exchanged.
	mirrored struct{ body node }

	// circled is a body in a circle.
	circled struct{ body node }

	// angled has an angle drawn around it: an actuarial one (above and at the right), or that of a phasor (below and
	// at the left).
	angled struct {
		body  node
		phase bool
	}

	// set is a part that has been set already: a line of a display that was broken.
	set struct{ box box }

	// tagged is a whole formula with what \tag gave it.
	tagged struct {
		body node
		tag  string
	}

	// failed is source that could not be understood.
	failed struct{ src string }

	// setStyle, setColor and setSize are not atoms: they change how the rest of the row is set.
	setStyle struct{ style style }
	setColor struct{ color figure.Color }
	setSize  struct{ scale float64 }

	// colored is a body in a colour of its own.
	colored struct {
		body  node
		color figure.Color
	}
)

// limits says where the scripts of an operator go.
type limits int8

const (
	limitsDisplay limits = iota // above and below in display style only
	limitsNever
	limitsAlways
)

// textFace is which face a text node takes.
type textFace int8

const (
	textBody textFace = iota
	textBold
	textMono
	textRoman
	textItalic
)

func (row) class() class         { return ord }
func (s symbol) class() class    { return s.cls }
func (operator) class() class    { return op }
func (fraction) class() class    { return ord } // \frac is a group
func (radical) class() class     { return ord }
func (accent) class() class      { return ord }
func (line) class() class        { return ord }
func (arrow) class() class       { return rel }
func (s stack) class() class     { return s.cls }
func (fence) class() class       { return inner }
func (d delimiter) class() class { return d.cls }
func (text) class() class        { return ord }
func (space) class() class       { return ord }
func (c classed) class() class   { return c.cls }
func (p phantom) class() class   { return p.body.class() }
func (framed) class() class      { return ord }
func (c choice) class() class    { return c.styles[0].class() }
func (set) class() class         { return ord }
func (tagged) class() class      { return ord }
func (solid) class() class       { return ord }
func (r raised) class() class    { return ord }
func (mirrored) class() class    { return ord }
func (circled) class() class     { return ord }
func (angled) class() class      { return ord }
func (failed) class() class      { return ord }
func (setStyle) class() class    { return ord }
func (setColor) class() class    { return ord }
func (setSize) class() class     { return ord }
func (c colored) class() class   { return c.body.class() }

func (s scripted) class() class {
	if s.base == nil {
		return ord
	}
	return s.base.class()
}

func (b brace) class() class {
	if b.mark == overBrace || b.mark == underBrace {
		return op
	}
	return ord
}

// The marks that are braces.
const (
	overBrace  = '⏞'
	underBrace = '⏟'
)

// prints tells whether the node is an atom; the others only change what follows or add space.
func prints(n node) bool {
	switch n.(type) {
	case space, setStyle, setColor, setSize:
		return false
	}
	return true
}
