package tex

import (
	"strconv"
	"strings"

	"quire/notebook/figure"
)

var textFaces = map[string]textFace{
	"text": textBody, "textnormal": textBody, "mbox": textBody, "hbox": textBody, "textsf": textBody, "textup": textBody,
	"textmd": textBody, "textbf": textBold, "texttt": textMono, "textrm": textRoman, "textit": textItalic,
	"emph": textItalic, "textsl": textItalic,
}

// textCommand reads \text{…} and its kind.
func (p *parser) textCommand(t token) (node, bool) {
	f, ok := textFaces[t.name]
	if !ok {
		return nil, false
	}
	if p.depth++; p.depth > maxDepth {
		p.depth--
		return p.fail(strings.TrimSpace(t.source()), t.pos, "text is nested more than %d deep", maxDepth), true
	}
	defer func() { p.depth-- }()
	n := p.textNodes(p.argument(), f)
	if len(n) == 1 {
		return n[0], true
	}
	return row{n}, true
}

// textNodes reads the inside of \text: words, escaped characters, further text commands, and formulas between dollars.
func (p *parser) textNodes(toks []token, face textFace) []node {
	var out []node
	var words strings.Builder
	flush := func() {
		if words.Len() > 0 {
			out = append(out, text{words.String(), face})
			words.Reset()
		}
	}
	for i := 0; i < len(toks); i++ {
		t := toks[i]
		switch {
		case t.kind == tokSpace, t.is('~'), t.command(" "), t.command(","):
			words.WriteByte(' ')
		case t.is('{'), t.is('}'):
		case t.is('$'):
			j := i + 1
			for j < len(toks) && !toks[j].is('$') {
				j++
			}
			flush()
			out = append(out, p.within(toks[i+1:j]))
			i = j
		case t.kind == tokChar:
			words.WriteRune(t.r)
		default:
			if s, ok := symbols[t.name]; ok {
				words.WriteRune(s.r)
				break
			}
			end := i + 1
			if end < len(toks) && toks[end].is('{') {
				for depth := 0; end < len(toks); end++ {
					if toks[end].is('{') {
						depth++
					} else if toks[end].is('}') {
						if depth--; depth == 0 {
							end++
							break
						}
					}
				}
			}
			flush()
			out = append(out, p.within(toks[i:end]))
			i = end - 1
		}
	}
	flush()
	return out
}

// within reads tokens as a formula of their own, at the place where the parser stands.
func (p *parser) within(toks []token) node {
	if len(toks) == 0 {
		return row{}
	}
	pos := toks[0].pos
	q := &parser{scanner: scanner{src: write(toks), macros: p.macros, read: p.read}, depth: p.depth}
	n := q.formula()
	p.read, p.spent = q.read, q.spent
	for _, e := range q.problems {
		p.problem(pos, "%s", e.Message)
	}
	return n
}

// spaceCommand reads commands that take a length.
func (p *parser) spaceCommand(t token) (node, bool) {
	switch t.name {
	case "hspace", "hspace*":
		if p.peek().is('*') {
			p.next()
		}
		return space{p.length(write(p.argument()), t)}, true
	case "kern", "mkern", "hskip", "mskip":
		return space{p.length(p.bareLength(), t)}, true
	}
	return nil, false
}

// bareLength reads a length that stands without braces.
func (p *parser) bareLength() string {
	if p.peek().is('{') {
		return write(p.argument())
	}
	var b strings.Builder
	unit := 0
	for unit < 2 {
		t := p.raw()
		if t.kind == tokSpace {
			continue
		}
		if t.kind != tokChar || t.r > 127 || !strings.ContainsRune("+-.0123456789emxptunci", t.r) {
			p.putBack(t)
			break
		}
		if asciiLetter(t.r) {
			unit++
		}
		b.WriteRune(t.r)
	}
	return b.String()
}

// units are the lengths of TeX in em, for a text of 10 points.
var units = map[string]float64{
	"em": 1, "ex": .431, "mu": 1. / 18, "pt": .1, "bp": .100375, "px": .075, "mm": .284528, "cm": 2.84528, "in": 7.227,
	"pc": 1.2, "sp": 0, "dd": .107, "cc": 1.284,
}

// length reads a length in em, within 100 em.
func (p *parser) length(s string, t token) float64 {
	em, ok := parseLength(s)
	if !ok {
		p.problem(t.pos, "%s: %q is not a length", strings.TrimSpace(t.source()), clip(s))
	}
	return em
}

// parseLength reads a number and a unit; what stretches and shrinks (plus, minus) is left out.
func parseLength(s string) (em float64, ok bool) {
	s, _, _ = strings.Cut(s, "plus")
	s, _, _ = strings.Cut(s, "minus")
	s = strings.TrimSpace(s)
	unit := strings.TrimLeft(s, "+-.0123456789")
	v, err := strconv.ParseFloat(s[:len(s)-len(unit)], 64)
	if err != nil {
		return 0, false
	}
	u, ok := units[strings.TrimSpace(unit)]
	if !ok {
		return 0, v == 0 && unit == ""
	}
	return min(max(v*u, -100), 100), true
}

// frameCommand reads frames, strokes and colours.
func (p *parser) frameCommand(t token) (node, bool) {
	switch t.name {
	case "boxed", "fbox":
		if t.name == "fbox" {
			return framed{body: row{p.textNodes(p.argument(), textBody)}, box: true, border: inkColor}, true
		}
		return framed{body: p.arg(t), box: true, border: inkColor}, true
	case "cancel":
		return framed{body: p.arg(t), up: true}, true
	case "bcancel":
		return framed{body: p.arg(t), down: true}, true
	case "xcancel":
		return framed{body: p.arg(t), up: true, down: true}, true
	case "sout":
		return framed{body: p.arg(t), flat: true}, true
	case "color":
		return setColor{p.color(t)}, true
	case "textcolor":
		c := p.color(t)
		return colored{p.arg(t), c}, true
	case "colorbox":
		c := p.color(t)
		return framed{body: row{p.textNodes(p.argument(), textBody)}, fill: c}, true
	case "fcolorbox":
		border, c := p.color(t), p.color(t)
		return framed{body: row{p.textNodes(p.argument(), textBody)}, box: true, border: border, fill: c}, true
	}
	return nil, false
}

// inkColor stands for the colour that is in force.
const inkColor figure.Color = "ink"

// colorNames are the colours that have a name in LaTeX, and the roles of figures. black is the ink and white the paper,
// so that both are right in a dark page.
var colorNames = map[string]figure.Color{
	"ink": "ink", "muted": "muted", "grid": "grid", "paper": "paper", "accent": "accent", "error": "error",
	"series1": "series1", "series2": "series2", "series3": "series3", "series4": "series4", "series5": "series5",
	"series6": "series6", "series7": "series7", "series8": "series8",
	"black": "ink", "white": "paper", "gray": "#808080", "grey": "#808080", "lightgray": "#bfbfbf",
	"darkgray": "#404040", "red": "#e02020", "green": "#00a000", "blue": "#2050e0", "cyan": "#00a0b0",
	"magenta": "#d020d0", "yellow": "#e0c000", "orange": "#f08000", "purple": "#8020a0", "violet": "#8000a0",
	"brown": "#905020", "pink": "#f080a0", "teal": "#008080", "olive": "#808000", "lime": "#a0e000", "navy": "#203080",
}

// color reads a colour: a role, a name, or #rgb, #rrggbb or #rrggbbaa.
func (p *parser) color(t token) figure.Color {
	model, _ := p.bracket()
	s := strings.TrimSpace(write(p.argument()))
	if c, ok := colorNames[s]; ok {
		return c
	}
	hex := strings.TrimPrefix(strings.ToLower(s), "#")
	if strings.EqualFold(write(model), "html") || strings.HasPrefix(s, "#") {
		if len(hex) == 3 {
			hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
		}
		if (len(hex) == 6 || len(hex) == 8) && strings.Trim(hex, "0123456789abcdef") == "" {
			return figure.Color("#" + hex)
		}
	}
	p.problem(t.pos, "%s: %q is not a colour; write a name or #rrggbb", strings.TrimSpace(t.source()), clip(s))
	return inkColor
}

// phantomCommand reads what keeps only some of its argument.
func (p *parser) phantomCommand(t token) (node, bool) {
	f := phantom{ink: true, width: true, high: true, depth: true}
	switch t.name {
	case "phantom":
		f.ink = false
	case "hphantom":
		f.ink, f.high, f.depth = false, false, false
	case "vphantom":
		f.ink, f.width = false, false
	case "mathstrut":
		return phantom{body: symbol{r: '(', plain: '(', cls: ord}, high: true, depth: true}, true
	case "smash":
		opt, _ := p.bracket()
		which := write(opt)
		f.high, f.depth = which == "b", which == "t"
	case "mathllap", "llap":
		f.width, f.shift = false, 1
	case "mathrlap", "rlap":
		f.width = false
	case "mathclap", "clap":
		f.width, f.shift = false, .5
	default:
		return nil, false
	}
	if strings.HasSuffix(t.name, "lap") && !strings.HasPrefix(t.name, "math") {
		f.body = row{p.textNodes(p.argument(), textBody)}
	} else {
		f.body = p.arg(t)
	}
	return f, true
}

// stateCommand reads what draws nothing: definitions, tags, labels.
func (p *parser) stateCommand(t token) (node, bool) {
	switch t.name {
	case "newcommand", "renewcommand", "providecommand", "newcommand*", "renewcommand*":
		p.define(t)
	case "def", "gdef", "edef":
		p.def(t)
	case "let":
		p.let()
	case "DeclareMathOperator":
		p.declareOperator(t)
	case "tag":
		p.readTag()
	case "label":
		p.argument()
	case "nonumber", "notag", "hline", "hfill", "displaylimits", "limits", "nolimits", "noindent", "strut":
	case "href":
		p.argument()
		return p.arg(t), true
	case "raisebox":
		p.argument()
		return row{p.textNodes(p.argument(), textBody)}, true
	case "ensuremath", "vcenter":
		return p.arg(t), true
	default:
		return nil, false
	}
	return nil, true
}

// readTag reads \tag{…} (parentheses are added) or \tag*{…}.
func (p *parser) readTag() {
	star := p.peek().is('*')
	if star {
		p.next()
	}
	p.tag, p.tagged = write(p.argument()), true
	if !star {
		p.tag = "(" + p.tag + ")"
	}
}

// define reads \newcommand{\name}[params][default]{body}.
func (p *parser) define(t token) {
	p.skipSpace()
	if u := p.raw(); !u.is('*') {
		p.putBack(u)
	}
	name := p.argument()
	m := macro{}
	if opt, ok := p.bracket(); ok {
		n, err := strconv.Atoi(strings.TrimSpace(write(opt)))
		if err != nil || n < 0 || n > 9 {
			p.problem(t.pos, `\%s: a command takes 0 to 9 arguments, not %q`, t.name, write(opt))
			n = 0
		}
		m.params = n
		if m.params > 0 {
			m.optional, m.hasOpt = p.bracket()
		}
	}
	m.body = p.argument()
	if len(name) != 1 || name[0].kind != tokCommand {
		p.problem(t.pos, `\%s: %q is not a command`, t.name, clip(write(name)))
		return
	}
	if _, ok := p.macros[name[0].name]; ok && t.name == "providecommand" {
		return
	}
	p.setMacro(name[0].name, m)
}

// setMacro defines a command, from here to the end of the formula.
func (p *parser) setMacro(name string, m macro) {
	if reserved(name) {
		p.problem(p.i, `\%s cannot be defined anew`, name)
		return
	}
	p.macros[name] = m
}

// reserved names hold formulas together.
func reserved(name string) bool {
	switch name {
	case "begin", "end", "left", "right", "middle", `\`, "newcommand", "renewcommand", "def":
		return true
	}
	return false
}

// def reads \def\name#1#2{body}.
func (p *parser) def(t token) {
	name := p.raw()
	m := macro{}
	for {
		u := p.raw()
		if u.kind == tokEnd || u.is('{') {
			p.putBack(u)
			break
		}
		if u.is('#') {
			m.params = min(m.params+1, 9)
		}
	}
	m.body = p.argument()
	if name.kind != tokCommand {
		p.problem(t.pos, `\%s: %q is not a command`, t.name, name.source())
		return
	}
	p.setMacro(name.name, m)
}

// let reads \let\name=\other.
func (p *parser) let() {
	name := p.raw()
	p.skipSpace()
	other := p.raw()
	if other.is('=') {
		p.skipSpace()
		other = p.raw()
	}
	if name.kind != tokCommand || other.kind == tokEnd {
		return
	}
	if m, ok := p.macros[other.name]; ok && other.kind == tokCommand {
		p.setMacro(name.name, m)
		return
	}
	if other.kind == tokCommand && other.name == name.name {
		return
	}
	p.setMacro(name.name, macro{body: []token{other}})
}

// declareOperator reads \DeclareMathOperator{\name}{text}.
func (p *parser) declareOperator(t token) {
	star := p.peek().is('*')
	if star {
		p.next()
	}
	name, body := p.argument(), p.argument()
	if len(name) != 1 || name[0].kind != tokCommand {
		p.problem(t.pos, `\%s: %q is not a command`, t.name, clip(write(name)))
		return
	}
	m := macro{body: []token{command("operatorname", t.pos)}}
	if star {
		m.body[0].name = "operatornamewithlimits"
	}
	m.body = append(append(append(m.body, char('{', t.pos)), body...), char('}', t.pos))
	p.setMacro(name[0].name, m)
}
