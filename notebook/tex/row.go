package tex

// noClass is no atom: the beginning of a row.
const noClass class = -1

// The spaces between atoms: none, or 3, 4 or 5 mu. Those below the line of notScript are left out in script styles.
const (
	thin      = 1
	medium    = 2
	thick     = 3
	notScript = 4 // added to a space
)

// between is the space between two classes (the TeXbook, chapter 18).
var between = [8][8]int8{
	ord:     {op: thin, bin: medium + notScript, rel: thick + notScript, inner: thin + notScript},
	op:      {ord: thin, op: thin, rel: thick + notScript, inner: thin + notScript},
	bin:     {ord: medium + notScript, op: medium + notScript, opening: medium + notScript, inner: medium + notScript},
	rel:     {ord: thick + notScript, op: thick + notScript, opening: thick + notScript, inner: thick + notScript},
	opening: {},
	closing: {op: thin, bin: medium + notScript, rel: thick + notScript, inner: thin + notScript},
	punct: {
		ord: thin + notScript, op: thin + notScript, rel: thin + notScript, opening: thin + notScript,
		closing: thin + notScript, punct: thin + notScript, inner: thin + notScript,
	},
	inner: {
		ord: thin + notScript, op: thin, bin: medium + notScript, rel: thick + notScript, opening: thin + notScript,
		punct: thin + notScript, inner: thin + notScript,
	},
}

var mu = [4]float64{0, 3. / 18, 4. / 18, 5. / 18}

// spaceBetween is the space between atoms of two classes, in em.
func (c context) spaceBetween(left, right class) float64 {
	if left == noClass {
		return 0
	}
	s := between[left][right]
	if s >= notScript {
		if c.style >= scriptStyle {
			return 0
		}
		s -= notScript
	}
	return mu[s]
}

// atomClasses gives the class of every item; a binary operator without two operands is ordinary (rules 5 and 6).
func atomClasses(items []node) []class {
	out := make([]class, len(items))
	prev, at := noClass, 0
	for i, n := range items {
		if !prints(n) {
			continue
		}
		c := n.class()
		if c == bin && (prev == noClass || prev == bin || prev == op || prev == rel || prev == opening || prev == punct) {
			c = ord
		}
		if prev == bin && (c == rel || c == closing || c == punct) {
			out[at] = ord
		}
		out[i], prev, at = c, c, i
	}
	if prev == bin {
		out[at] = ord
	}
	return out
}

// ellipses are set as three of their periods, as in Computer Modern: wider than the font's own.
var ellipses = map[rune]rune{'…': '.', '⋯': '⋅', '⋮': '.', '⋱': '.', '⋰': '.'}

// The places of the periods of upright and slanting ellipses, and the room above them, in em (LaTeX's \vdots, \ddots).
const (
	dotStep  = .4
	dotAbove = .6
	slantGap = 2. / 18
	slantLow = .1
)

func (c context) ellipsis(r rune) box {
	var out box
	s := c.size()
	for i := range 3 {
		b := c.symbol(ellipses[r])
		switch r {
		case '⋮':
			out.put(b, 0, float64(2-i)*dotStep*s)
			out.w = b.w
		case '⋱', '⋰':
			if i == 0 {
				out.w = slantGap / 2 * s
			}
			k := 2 - i
			if r == '⋰' {
				k = i
			}
			out.put(b, out.w, (slantLow+float64(k)*(dotStep-slantLow))*s)
			out.w += b.w + slantGap*s
		default:
			if i > 0 {
				out.w += c.spaceBetween(punct, punct) * s
			}
			out.put(b, out.w, 0)
			out.w += b.w
		}
	}
	if r == '⋮' {
		out.h += dotAbove * s
	} else if r == '⋱' || r == '⋰' {
		out.h += (dotAbove + slantLow) * s
	}
	return out
}

// row sets atoms beside each other. The box of a single atom keeps what makes it a character.
func (c context) row(r row) box {
	if len(r.items) == 1 && prints(r.items[0]) {
		return c.node(r.items[0])
	}
	return c.atoms(r.items, atomClasses(r.items))
}

// after is the context behind items that change how the rest of their row is set.
func (c context) after(items []node) context {
	for _, n := range items {
		switch n := n.(type) {
		case setStyle:
			c.style = n.style
		case setColor:
			c.color = n.color
		case setSize:
			c.em = min(c.em*n.scale, 20*c.em)
		}
	}
	return c
}

// atoms sets items, whose classes are known, beside each other.
func (c context) atoms(items []node, classes []class) box {
	var out box
	prev := noClass
	for i, n := range items {
		switch n := n.(type) {
		case space:
			out.w += n.em * c.size()
			continue
		case setStyle, setColor, setSize:
			c = c.after(items[i : i+1])
			continue
		}
		b := c.node(n)
		if !midWord(items, i) {
			b = b.closed()
		}
		out.w += c.spaceBetween(prev, classes[i]) * c.size()
		prev = classes[i]
		out.put(b, out.w, 0)
		out.w += b.w
	}
	return out
}

// midWord tells whether an upright letter follows the upright letter items[i]: its italic correction is left out then
// (rule 17).
func midWord(items []node, i int) bool {
	if i+1 >= len(items) {
		return false
	}
	a, ok := items[i].(symbol)
	if !ok || !uprightLetter(a) {
		return false
	}
	b, ok := items[i+1].(symbol)
	return ok && uprightLetter(b)
}

func uprightLetter(s symbol) bool {
	return s.r == s.plain && asciiLetter(s.r) || s.r >= 0x1D400 && s.r < 0x1D434 && asciiLetter(s.plain)
}
