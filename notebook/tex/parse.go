package tex

import (
	"fmt"
	"strings"
	"unicode"
)

// parser turns tokens into nodes. It never fails: what it does not understand becomes a failed node and a Problem, and
// what is missing is supplied.
type parser struct {
	scanner
	alphabet alphabet
	depth    int
	problems []Problem
	tag      string // of the formula, or of the row being read
	tagged   bool
}

// parse reads a whole formula. The tag is what \tag gave it outside of its rows, without parentheses added.
func parse(src string, macros map[string]string) (node, []Problem) {
	if len(src) > maxSource {
		p := Problem{Message: fmt.Sprintf("the formula has %d bytes; at most %d can be set", len(src), maxSource)}
		return failed{clip(src)}, []Problem{p}
	}
	p := &parser{scanner: scanner{src: src, macros: userMacros(macros)}}
	n := p.formula()
	if p.spent {
		p.problem(len(src), "the formula is too long or a macro calls itself without end")
		n = row{[]node{n, failed{"…"}}}
	}
	if p.tagged {
		n = tagged{n, p.tag}
	}
	return n, p.problems
}

// clip shortens source that is shown as an error.
func clip(src string) string {
	r := []rune(src)
	if len(r) <= 200 {
		return src
	}
	return string(r[:200]) + "…"
}

// userMacros reads the macros of the options. A body's parameters are counted from its marks.
func userMacros(m map[string]string) map[string]macro {
	out := make(map[string]macro, len(m))
	for name, body := range m {
		params := 0
		for k := range len(body) - 1 {
			if n := int(body[k+1]) - '0'; body[k] == '#' && n >= 1 && n <= 9 {
				params = max(params, n)
			}
		}
		out[strings.TrimPrefix(name, `\`)] = macro{params: params, body: tokens(body)}
	}
	return out
}

// maxProblems is how many problems of a formula are listed.
const maxProblems = 20

// problem notes what could not be set as it was written.
func (p *parser) problem(pos int, format string, args ...any) {
	e := Problem{Offset: pos, Message: fmt.Sprintf(format, args...)}
	e.HintKo, e.HintEn = hint(e.Message)
	p.add(e)
}

// add notes a problem.
func (p *parser) add(e Problem) {
	if len(p.problems) < maxProblems {
		e.Offset = min(max(e.Offset, 0), len(p.src))
		p.problems = append(p.problems, e)
	}
}

// fail notes a problem and gives the node that shows the source in question.
func (p *parser) fail(src string, pos int, format string, args ...any) node {
	p.problem(pos, format, args...)
	return failed{clip(src)}
}

// formula reads everything. Rows and alignment marks outside of an environment make the formula an aligned one, as
// notes often have it.
func (p *parser) formula() node {
	var rows [][]node
	var cells, items []node
	var gaps []float64
	aligned := false
	for {
		items = append(items, p.row().items...)
		t := p.next()
		switch {
		case t.is('&'):
			cells, items, aligned = append(cells, row{items}), nil, true
		case newRow(t):
			rows, cells, items = append(rows, append(cells, row{items})), nil, nil
			gaps = append(gaps, p.rowGap())
		case t.kind != tokEnd:
			items = append(items, p.stray(t))
		default:
			if len(items) > 0 || len(cells) > 0 {
				rows = append(rows, append(cells, row{items}))
			}
			switch {
			case len(rows) == 0:
				return row{}
			case len(rows) == 1 && !aligned:
				return rows[0][0]
			}
			return looseRows(rows, gaps, aligned)
		}
	}
}

// stray notes a token that ends nothing, and gives the node that shows it.
func (p *parser) stray(t token) node {
	src := strings.TrimSpace(t.source())
	switch {
	case t.is('}'):
		return p.fail(src, t.pos, "} without {")
	case t.command("end"):
		name := write(p.argument())
		return p.fail(src+"{"+name+"}", t.pos, `\end{%s} without \begin`, clip(name))
	case t.command("right"):
		return p.fail(src, t.pos, `\right without \left`)
	case t.command("middle"):
		return p.fail(src, t.pos, `\middle outside of \left … \right`)
	}
	return p.fail(src, t.pos, "%s outside of an environment", src)
}

// looseRows makes the table of a formula that has rows outside of an environment.
func looseRows(rows [][]node, gaps []float64, aligned bool) node {
	t := table{columns: centered, rows: rows, gaps: gaps, style: displayStyle, jot: jot, strut: strut}
	if aligned {
		t.columns = alignedColumns
	}
	return t
}

// row reads atoms up to what ends a row or a group: } & \ \right \middle \end, or the end of the source. The token
// that ends it is left to be read.
func (p *parser) row() row {
	return p.rowUntil(func(token) bool { return false })
}

func (p *parser) rowUntil(stop func(token) bool) row {
	defer func(a alphabet) { p.alphabet = a }(p.alphabet)
	var items []node
	var over *fraction
	for {
		t := p.next()
		if t.kind == tokEnd || endsRow(t) || stop(t) {
			p.putBack(t)
			if over != nil {
				over.den = row{items}
				return row{[]node{*over}}
			}
			return row{items}
		}
		if f, ok := infix[t.name]; ok && t.kind == tokCommand {
			if over != nil {
				p.problem(t.pos, `two \%s in one group; use braces`, t.name)
				continue
			}
			if t.name == "above" {
				f.thickness = p.length(p.bareLength(), t)
				f.rule = f.thickness > 0
			}
			f.num = row{items}
			over, items = &f, nil
			continue
		}
		if n := p.atom(t); n != nil {
			items = append(items, p.scripts(n))
		}
	}
}

// infix has the commands that make a fraction of what stands before and behind them.
var infix = map[string]fraction{
	"over":   {rule: true, style: inherit},
	"above":  {rule: true, style: inherit},
	"atop":   {style: inherit},
	"choose": {style: inherit, left: '(', right: ')'},
	"brace":  {style: inherit, left: '{', right: '}'},
	"brack":  {style: inherit, left: '[', right: ']'},
}

func newRow(t token) bool {
	return t.kind == tokCommand && (t.name == `\` || t.name == "cr" || t.name == "newline")
}

// endsRow tells whether t ends the row or the group that it stands in.
func endsRow(t token) bool {
	switch t.kind {
	case tokChar:
		return t.r == '}' || t.r == '&'
	case tokCommand:
		return newRow(t) || t.name == "right" || t.name == "middle" || t.name == "end"
	}
	return false
}

// atom reads the atom that begins with t. It is nil when t changes only the parser's state.
func (p *parser) atom(t token) node {
	if t.kind == tokCommand {
		return p.command(t)
	}
	switch t.r {
	case '{':
		return p.group(t)
	case '^', '_', '\'', '’':
		p.unread(t)
		return row{} // scripts of nothing
	case '~':
		return space{1. / 3}
	case '#', '$':
		return p.fail(string(t.r), t.pos, `%c has a meaning of its own; write \%c`, t.r, t.r)
	}
	if isEastAsian(t.r) {
		return p.words(t)
	}
	return p.char(t.r)
}

// words reads Hangul, kana or Han written straight into a formula, with the spaces between its words.
func (p *parser) words(t token) node {
	s := []rune{t.r}
	for {
		u := p.raw()
		if u.kind == tokChar && isEastAsian(u.r) {
			s = append(s, u.r)
			continue
		}
		if u.kind == tokSpace {
			v := p.raw()
			if v.kind == tokChar && isEastAsian(v.r) {
				s = append(s, ' ', v.r)
				continue
			}
			u = v
		}
		p.putBack(u)
		return text{string(s), textBody}
	}
}

// char is the symbol of one character of the source.
func (p *parser) char(r rune) node {
	if s, ok := characters[r]; ok {
		return p.symbol(s.r, s.cls)
	}
	return p.symbol(r, ord)
}

// symbol is r in the alphabet that is in force.
func (p *parser) symbol(r rune, c class) node {
	if bigOperators[r] {
		return operator{r: r, limits: operatorLimits(r)}
	}
	a := p.alphabet
	if a == alphabetNone && (unicode.IsLetter(r) && r < 0x250 || lowerGreek(r)) {
		a = alphabetItalic
	}
	return symbol{r: a.letter(r), plain: r, cls: c}
}

// group reads { … }, whose brace t has been read.
func (p *parser) group(t token) node {
	if p.depth++; p.depth > maxDepth {
		p.depth--
		p.unread(t)
		return p.fail("{"+write(p.argument())+"}", t.pos, "groups are nested more than %d deep", maxDepth)
	}
	defer func() { p.depth-- }()
	out := row{}
	for {
		out.items = append(out.items, p.row().items...)
		end := p.next()
		switch {
		case end.is('}'):
			return out
		case end.kind == tokEnd:
			p.problem(t.pos, "{ without }")
			return out
		case end.command("right"), end.command("end"):
			// The group was not closed; what is open around it is.
			p.problem(t.pos, "{ without }")
			p.unread(end)
			return out
		}
		p.problem(end.pos, "%s inside of braces", strings.TrimSpace(end.source()))
		if end.command("middle") {
			p.delimiter()
		}
	}
}

// arg reads one argument: a group or a single atom. A missing one is empty.
func (p *parser) arg(of token) node {
	t := p.next()
	if t.kind == tokEnd || endsRow(t) {
		p.putBack(t)
		p.problem(of.pos, "%s has no argument", strings.TrimSpace(of.source()))
		return row{}
	}
	if t.is('{') {
		return p.group(t)
	}
	if p.depth++; p.depth > maxDepth {
		p.depth--
		return p.fail(t.source(), t.pos, "arguments are nested more than %d deep", maxDepth)
	}
	defer func() { p.depth-- }()
	if n := p.atom(t); n != nil {
		return n
	}
	return row{}
}

// optional reads an optional argument in square brackets as a node.
func (p *parser) optional() (node, bool) {
	if !p.peek().is('[') {
		return nil, false
	}
	p.next()
	r := p.rowUntil(func(t token) bool { return t.is(']') })
	if t := p.next(); !t.is(']') {
		p.problem(t.pos, "[ without ]")
		p.putBack(t)
	}
	return r, true
}

// scripts reads the primes, superscripts and subscripts behind n.
func (p *parser) scripts(n node) node {
	var sup, sub, primes []node
	for {
		t := p.next()
		switch {
		case t.is('\'') || t.is('’'):
			primes = append(primes, symbol{r: '′', plain: '′'})
		case t.is('^'):
			if sup != nil {
				p.problem(t.pos, "two superscripts; use braces")
			}
			sup = append(sup, p.arg(t))
		case t.is('_'):
			if sub != nil {
				p.problem(t.pos, "two subscripts; use braces")
			}
			sub = append(sub, p.arg(t))
		case t.command("limits"):
			n = withLimits(n, limitsAlways)
		case t.command("nolimits"):
			n = withLimits(n, limitsNever)
		case t.command("displaylimits"):
			n = withLimits(n, limitsDisplay)
		default:
			p.putBack(t)
			sup = append(primes, sup...)
			if sup == nil && sub == nil {
				return n
			}
			return scripted{n, joined(sup), joined(sub)}
		}
	}
}

// joined is nil for no nodes, the node for one, a row for more.
func joined(n []node) node {
	switch len(n) {
	case 0:
		return nil
	case 1:
		return n[0]
	}
	return row{n}
}

func withLimits(n node, l limits) node {
	if o, ok := n.(operator); ok {
		o.limits = l
		return o
	}
	if c, ok := n.(classed); ok && c.cls == op {
		return operator{body: c.body, limits: l}
	}
	return n
}

// delimiter reads what follows \left, \right or \big; 0 is the empty delimiter.
func (p *parser) delimiter() rune {
	t := p.next()
	switch t.kind {
	case tokChar:
		switch t.r {
		case '.':
			return 0
		case '<':
			return '⟨'
		case '>':
			return '⟩'
		case '{', '}', '&', '^', '_', '$', '#':
			p.unread(t)
			p.problem(t.pos, "a delimiter is missing before %c", t.r)
			return 0
		}
		return t.r
	case tokCommand:
		if s, ok := symbols[t.name]; ok {
			return s.r
		}
		p.problem(t.pos, `\%s is not a delimiter`, t.name)
		if endsRow(t) {
			p.unread(t)
		}
		return 0
	}
	p.problem(t.pos, "a delimiter is missing")
	return 0
}

func isEastAsian(r rune) bool {
	return unicode.In(r, unicode.Hangul, unicode.Han, unicode.Hiragana, unicode.Katakana) ||
		0x3000 <= r && r <= 0x303F || 0xFF00 <= r && r <= 0xFFEF
}
