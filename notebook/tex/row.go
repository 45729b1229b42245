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

// ellipses are set as three of their periods, with the space that punctuation has: wider than the font's own.
var ellipses = map[rune]rune{'…': '.', '⋯': '⋅'}

func (c context) ellipsis(period rune) box {
	var out box
	for i := range 3 {
		if i > 0 {
			out.w += c.spaceBetween(punct, punct) * c.size()
		}
		b := c.symbol(period)
		out.put(b, out.w, 0)
		out.w += b.w
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
		b := c.closed(n)
		out.w += c.spaceBetween(prev, classes[i]) * c.size()
		prev = classes[i]
		out.put(b, out.w, 0)
		out.w += b.w
	}
	return out
}
