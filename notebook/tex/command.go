package tex

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// command reads what the command t makes, its arguments included. It is nil when t changes only the parser's state.
func (p *parser) command(t token) node {
	if s, ok := symbols[t.name]; ok {
		return p.symbol(s.r, s.cls)
	}
	if em, ok := spaces[t.name]; ok {
		return space{em}
	}
	if a, ok := accents[t.name]; ok {
		a.body = p.arg(t)
		return a
	}
	if b, ok := stretched[t.name]; ok {
		b.body = p.arg(t)
		return b
	}
	if r, ok := arrows[t.name]; ok {
		below, _ := p.optional()
		return arrow{r: r, below: below, above: p.arg(t)}
	}
	if _, ok := operatorNames[t.name]; ok {
		return namedOperator(t.name)
	}
	for _, read := range [...]func(*parser, token) (node, bool){
		(*parser).fontCommand, (*parser).fractionCommand, (*parser).structureCommand, (*parser).textCommand,
		(*parser).spaceCommand, (*parser).frameCommand, (*parser).phantomCommand, (*parser).stateCommand,
		(*parser).linkCommand, (*parser).setCommand,
	} {
		if n, ok := read(p, t); ok {
			return n
		}
	}
	return p.unknown(t)
}

// unknown shows the source of a command that is not known, and says what to do instead.
func (p *parser) unknown(t token) node {
	src := strings.TrimSpace(t.source())
	if len(p.problems) >= maxProblems {
		return failed{clip(src)}
	}
	e := Problem{Offset: t.pos, Message: src + " is not a command that is known here"}
	if r, ok := insteadOf[t.name]; ok {
		e.HintKo, e.HintEn = r.ko, r.en
	} else if near := p.nearest(t.name); near != "" {
		e.HintKo, e.HintEn = `혹시 \`+near+"인가요?", `Did you mean \`+near+"?"
	} else {
		e.HintKo = `철자를 확인하거나 \newcommand{` + src + `}{…}로 정의하세요.`
		e.HintEn = `Check the spelling, or define it with \newcommand{` + src + `}{…}.`
	}
	p.add(e)
	return failed{clip(src)}
}

// namedOperator is \sin or \lim.
func namedOperator(name string) node {
	o := operator{limits: limitsNever}
	if operatorNames[name] {
		o.limits = limitsDisplay
	}
	if parts, ok := spacedNames[name]; ok {
		o.body = row{[]node{upright(parts[0]), space{3. / 18}, upright(parts[1])}}
		return o
	}
	o.body = upright(name)
	return o
}

// upright sets a word in roman letters.
func upright(s string) node {
	var items []node
	for _, r := range s {
		items = append(items, symbol{r: r, plain: r})
	}
	return row{items}
}

// fontCommand reads alphabets, styles and sizes.
func (p *parser) fontCommand(t token) (node, bool) {
	if a, ok := alphabetCommands[t.name]; ok {
		old := p.alphabet
		p.alphabet = a
		n := p.arg(t)
		p.alphabet = old
		return n, true
	}
	if a, ok := alphabetDeclarations[t.name]; ok {
		p.alphabet = a
		return nil, true
	}
	if s, ok := styles[t.name]; ok {
		return setStyle{s}, true
	}
	if s, ok := sizes[t.name]; ok {
		return setSize{s}, true
	}
	return nil, false
}

var styles = map[string]style{
	"displaystyle": displayStyle, "textstyle": textStyle, "scriptstyle": scriptStyle,
	"scriptscriptstyle": scriptScriptStyle,
}

// sizes are LaTeX's steps at 10 points.
var sizes = map[string]float64{
	"tiny": .5, "sixptsize": .6, "scriptsize": .7, "footnotesize": .8, "small": .9, "normalsize": 1, "large": 1.2, "Large": 1.44,
	"LARGE": 1.728, "huge": 2.074, "Huge": 2.488,
}

// fractionCommand reads fractions, binomials and roots.
func (p *parser) fractionCommand(t token) (node, bool) {
	f := fraction{rule: true, style: inherit}
	switch t.name {
	case "frac":
	case "dfrac":
		f.style = displayStyle
	case "tfrac":
		f.style = textStyle
	case "binom", "dbinom", "tbinom":
		f.rule, f.left, f.right = false, '(', ')'
		f.style = map[string]style{"binom": inherit, "dbinom": displayStyle, "tbinom": textStyle}[t.name]
	case "cfrac":
		return p.continued(t), true
	case "genfrac":
		return p.genfrac(t), true
	case "sqrt":
		degree, _ := p.optional()
		return radical{degree: degree, body: p.arg(t)}, true
	default:
		return nil, false
	}
	f.num = p.arg(t)
	f.den = p.arg(t)
	return f, true
}

// continued reads \cfrac[l]{numerator}{denominator}: the numerator has a strut, and stands left, right or in the middle.
func (p *parser) continued(t token) node {
	f := fraction{rule: true, style: displayStyle, continued: true}
	if opt, ok := p.bracket(); ok && len(opt) == 1 && (opt[0].is('l') || opt[0].is('r')) {
		f.align = byte(opt[0].r)
	}
	f.num = p.arg(t)
	f.den = p.arg(t)
	return f
}

// genfrac reads \genfrac{left}{right}{thickness}{style}{numerator}{denominator}.
func (p *parser) genfrac(t token) node {
	f := fraction{style: inherit, rule: true}
	f.left, f.right = p.delimiterArgument(), p.delimiterArgument()
	if s := write(p.argument()); strings.TrimSpace(s) != "" {
		f.thickness = p.length(s, t)
		f.rule = f.thickness > 0
	}
	if s := strings.TrimSpace(write(p.argument())); len(s) == 1 && s[0] >= '0' && s[0] <= '3' {
		f.style = style(s[0]-'0') + displayStyle
	}
	f.num = p.arg(t)
	f.den = p.arg(t)
	return f
}

// delimiterArgument reads a delimiter in braces; empty braces are no delimiter.
func (p *parser) delimiterArgument() rune {
	arg := p.argument()
	if len(arg) == 0 {
		return 0
	}
	p.unread(arg[0])
	return p.delimiter()
}

// structureCommand reads what has parts: fences, environments, stacks, classes.
func (p *parser) structureCommand(t token) (node, bool) {
	switch t.name {
	case "left":
		return p.fence(t), true
	case "begin":
		return p.environment(t), true
	case "overline", "underline", "underbar":
		return line{body: p.arg(t), under: t.name != "overline"}, true
	case "overset", "stackrel", "overunderset", "underset":
		return p.stack(t), true
	case "substack":
		return p.substack(t), true
	case "not":
		return negate(p.arg(t)), true
	case "operatorname", "operatornamewithlimits":
		return p.operatorName(t), true
	case "mathop":
		return operator{body: p.arg(t), limits: limitsDisplay}, true
	case "dots":
		return p.dots(), true
	case "overlinesegment", "underlinesegment":
		return line{body: p.arg(t), under: t.name == "underlinesegment", ends: true}, true
	case "angl", "phase":
		return angled{p.arg(t), t.name == "phase"}, true
	case "mathreflectbox":
		return mirrored{p.arg(t)}, true
	case "reflectbox":
		return mirrored{row{p.textNodes(p.argument(), textBody)}}, true
	case "char":
		return p.charCode(t), true
	case "mathchoice":
		var c choice
		for i := range c.styles {
			c.styles[i] = p.arg(t)
		}
		return c, true
	}
	if c, ok := classes[t.name]; ok {
		return classed{p.arg(t), c}, true
	}
	if size, c, ok := bigDelimiter(t.name); ok {
		return delimiter{p.delimiter(), size, c}, true
	}
	return nil, false
}

var classes = map[string]class{
	"mathord": ord, "mathbin": bin, "mathrel": rel, "mathopen": opening, "mathclose": closing, "mathpunct": punct,
	"mathinner": inner,
}

// bigDelimiter reads the name of \big, \Bigl and their kind: the size in em and the class.
func bigDelimiter(name string) (size float64, c class, ok bool) {
	size, ok = map[string]float64{"big": 1.2, "Big": 1.8, "bigg": 2.4, "Bigg": 3}[name]
	if ok || name == "" {
		return size, ord, ok
	}
	n := len(name) - 1
	c, ok = map[byte]class{'l': opening, 'm': rel, 'r': closing}[name[n]]
	size = map[string]float64{"big": 1.2, "Big": 1.8, "bigg": 2.4, "Bigg": 3}[name[:n]]
	return size, c, ok && size > 0
}

// fence reads \left … \middle … \right.
func (p *parser) fence(t token) node {
	if p.depth++; p.depth > maxDepth {
		p.depth--
		return p.fail(`\left`, t.pos, `\left is nested more than %d deep`, maxDepth)
	}
	defer func() { p.depth-- }()
	f := fence{left: p.delimiter()}
	var items []node
	for {
		items = append(items, p.row().items...)
		end := p.next()
		switch {
		case end.command("right"):
			f.right = p.delimiter()
			f.parts = append(f.parts, row{items})
			return f
		case end.command("middle"):
			f.parts, items = append(f.parts, row{items}), nil
			f.middles = append(f.middles, p.delimiter())
		case end.kind == tokEnd || end.is('}') || end.is('&') || end.command("end") || newRow(end):
			p.problem(t.pos, `\left without \right`)
			p.putBack(end)
			f.parts = append(f.parts, row{items})
			return f
		}
	}
}

// stack reads \overset{above}{base} and its kind.
func (p *parser) stack(t token) node {
	var s stack
	switch t.name {
	case "underset":
		s.below = p.arg(t)
	case "overunderset":
		s.above, s.below = p.arg(t), p.arg(t)
	default:
		s.above = p.arg(t)
	}
	s.base = p.arg(t)
	s.cls = soleClass(s.base)
	if t.name == "stackrel" {
		s.cls = rel
	}
	return s
}

// soleClass is the class of the only atom of a group, ordinary when there are more.
func soleClass(n node) class {
	for {
		r, ok := n.(row)
		if !ok {
			return n.class()
		}
		if len(r.items) != 1 {
			return ord
		}
		n = r.items[0]
	}
}

// negate puts a stroke through what \not stands before.
func negate(n node) node {
	if r, ok := n.(row); ok && len(r.items) == 1 {
		n = r.items[0]
	}
	s, ok := n.(symbol)
	if !ok {
		return framed{body: n, up: true}
	}
	if r, ok := negated[s.plain]; ok {
		s.r, s.plain = r, r
		return s
	}
	return classed{accent{mark: 0x338, body: s}, s.cls}
}

// operatorName reads \operatorname{name}, with a star for limits.
func (p *parser) operatorName(t token) node {
	o := operator{limits: limitsNever}
	if t.name == "operatornamewithlimits" {
		o.limits = limitsDisplay
	}
	if p.peek().is('*') {
		p.next()
		o.limits = limitsDisplay
	}
	old := p.alphabet
	p.alphabet = alphabetRoman
	o.body = hyphens(p.arg(t))
	p.alphabet = old
	return o
}

// hyphens turns the minus signs and asterisks of an operator's name back into the characters that were written.
func hyphens(n node) node {
	r, ok := n.(row)
	if !ok {
		return n
	}
	for i, it := range r.items {
		if s, ok := it.(symbol); ok {
			switch s.r {
			case '−':
				s.r, s.plain = '-', '-'
			case '∗':
				s.r, s.plain = '*', '*'
			}
			s.cls = ord
			r.items[i] = s
		}
	}
	return r
}

// dots reads \dots: on the axis between operators and relations, else on the baseline.
func (p *parser) dots() node {
	t := p.peek()
	c := ord
	switch t.kind {
	case tokChar:
		c = characters[t.r].cls
	case tokCommand:
		c = symbols[t.name].cls
	}
	if c == bin || c == rel || c == op && t.kind == tokCommand {
		return symbol{r: '⋯', plain: '⋯', cls: inner}
	}
	return symbol{r: '…', plain: '…', cls: inner}
}

// charCode reads \char"41, \char'101, \char65 or \char`A.
func (p *parser) charCode(t token) node {
	base, digits := 10, "0123456789"
	u := p.next()
	switch {
	case u.is('`'):
		v := p.raw()
		if v.kind == tokCommand {
			v.r, _ = utf8.DecodeRuneInString(v.name)
		}
		return p.char(v.r)
	case u.is('"'):
		base, digits = 16, "0123456789ABCDEFabcdef"
	case u.is('\''):
		base, digits = 8, "01234567"
	default:
		p.putBack(u)
	}
	var s strings.Builder
	for s.Len() < 8 {
		v := p.raw()
		if v.kind != tokChar || !strings.ContainsRune(digits, v.r) {
			p.putBack(v)
			break
		}
		s.WriteRune(v.r)
	}
	n, err := strconv.ParseInt(s.String(), base, 32)
	if err != nil || n < 32 || !utf8.ValidRune(rune(n)) {
		return p.fail(`\char`, t.pos, `\char: %q is not the number of a character`, s.String())
	}
	return p.symbol(rune(n), ord)
}

// linkCommand reads the commands that lead elsewhere or speak to a web page: what they show is set, the rest is left out.
func (p *parser) linkCommand(t token) (node, bool) {
	minor := func(ko, en string) {
		src := strings.TrimSpace(t.source())
		p.add(Problem{Offset: t.pos, Message: src + ": " + "only its text is set", HintKo: ko, HintEn: en, Minor: true})
	}
	switch t.name {
	case "href":
		minor("링크는 식 밖에 [글](주소)로 쓰세요.", "Write links outside of formulas, as [text](address).")
		p.argument()
		return p.arg(t), true
	case "url":
		minor("링크는 식 밖에 <주소>로 쓰세요.", "Write links outside of formulas, as <address>.")
		return text{write(p.argument()), textMono}, true
	case "htmlClass", "htmlId", "htmlStyle", "htmlData":
		minor("식에는 HTML 속성이 없습니다. 색은 \\textcolor로 쓰세요.", "Formulas have no HTML attributes; use \\textcolor for colours.")
		p.argument()
		return p.arg(t), true
	}
	return nil, false
}

// setCommand reads sets and brackets whose bar stands for "such that": \set, \Set, \Braket.
func (p *parser) setCommand(t token) (node, bool) {
	if t.name != "set" && t.name != "Set" && t.name != "Braket" {
		return nil, false
	}
	depth, seen := 0, false
	var body []token
	for _, u := range p.argument() {
		switch {
		case u.is('{'):
			depth++
		case u.is('}'):
			depth--
		case u.is('|') && depth == 0 && t.name == "Braket":
			body = append(body, commands(u.pos, ",", "middle", "vert", ",")...)
			continue
		case u.is('|') && depth == 0 && !seen:
			if seen = true; t.name == "set" {
				body = append(body, command("mid", u.pos))
			} else {
				body = append(body, commands(u.pos, ";", "middle", "vert", ";")...)
			}
			continue
		}
		body = append(body, u)
	}
	var out []token
	switch t.name {
	case "set":
		out = append(append(commands(t.pos, "lbrace", ","), body...), commands(t.pos, ",", "rbrace")...)
	case "Set":
		out = append(append(commands(t.pos, "left", "lbrace", ":"), body...), commands(t.pos, ":", "right", "rbrace")...)
	default:
		out = append(append(commands(t.pos, "left", "langle"), body...), commands(t.pos, "right", "rangle")...)
	}
	out = append(append([]token{char('{', t.pos)}, out...), char('}', t.pos))
	p.unread(out...)
	return p.arg(t), true
}

func commands(pos int, names ...string) []token {
	out := make([]token, len(names))
	for i, n := range names {
		out[i] = command(n, pos)
	}
	return out
}
