package tex

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// stateCommand reads what draws nothing: definitions, tags, labels.
func (p *parser) stateCommand(t token) (node, bool) {
	switch t.name {
	case "newcommand", "renewcommand", "providecommand", "newcommand*", "renewcommand*":
		p.define(t)
	case "def", "gdef", "edef", "xdef":
		p.def(t)
	case "let":
		p.let()
	case "DeclareMathOperator":
		p.declareOperator(t)
	case "tag":
		p.readTag()
	case "label":
		p.argument()
	case "nonumber", "notag", "hline", "hdashline", "hfill", "global", "long", "displaylimits", "limits", "nolimits", "noindent", "strut":
	case "raisebox":
		by := p.length(write(p.argument()), t)
		return raised{row{p.textNodes(p.argument(), textBody)}, by}, true
	case "rule":
		return p.rule(t), true
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
	if _, ok := p.macro(name[0].name); ok && t.name == "providecommand" {
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
	if m, ok := p.macro(other.name); ok && other.kind == tokCommand {
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

// Macros returns the commands that the formulas of one document share: those given, and what \newcommand, \def,
// \DeclareMathOperator and their kin define in any of the formulas. Where a name is defined twice, the last definition is
// kept; a formula sees its own definitions first in any case. A command with an optional argument, or with one that it does not use, serves only
// the formula that defines it.
func Macros(given map[string]string, formulas []string) map[string]string {
	var all map[string]string
	for _, src := range formulas {
		if len(src) > maxSource {
			continue
		}
		p := &parser{scanner: scanner{src: src, macros: userMacros(given)}}
		before := maps.Clone(p.macros)
		p.formula()
		for _, name := range slices.Sorted(maps.Keys(p.macros)) {
			m := p.macros[name]
			old, ok := before[name]
			if !ok {
				old, ok = builtin[name]
			}
			if m.hasOpt || ok && old.same(m) {
				continue
			}
			body := write(m.body)
			if m.params > 0 && !strings.Contains(body, fmt.Sprintf("#%d", m.params)) {
				continue // its parameters cannot be counted from the body
			}
			if all == nil {
				all = map[string]string{}
			}
			all[name] = body
		}
	}
	if all == nil {
		return given
	}
	for name, body := range given {
		if _, ok := all[strings.TrimPrefix(name, `\`)]; !ok {
			all[name] = body
		}
	}
	return all
}

func (m macro) same(other macro) bool {
	return m.params == other.params && write(m.body) == write(other.body)
}
