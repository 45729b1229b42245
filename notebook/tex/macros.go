package tex

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Macros returns the commands that the formulas of one document share: those given, and what \newcommand, \def,
// \DeclareMathOperator and their kin define in any of the formulas. Where a name is defined twice, the last definition is
// kept; a formula sees its own definitions first in any case. A command with an optional argument, or with one that it does not use, serves only
// the formula that defines it.
func Macros(given map[string]string, formulas []string) map[string]string {
	var all map[string]string
	for _, src := range formulas {
		if len(src) > maxSource || !defines(src) {
			continue
		}
		p := &parser{scanner: scanner{src: src, macros: userMacros(given)}}
		before := maps.Clone(p.macros)
		p.formula()
		for _, name := range slices.Sorted(maps.Keys(p.macros)) {
			m := p.macros[name]
			if old, ok := before[name]; m.hasOpt || ok && old.same(m) {
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

// defines reports whether a formula may define a command.
func defines(src string) bool {
	return slices.ContainsFunc([]string{`\newcommand`, `\renewcommand`, `\providecommand`, `\def`, `\gdef`, `\edef`, `\let`, `\DeclareMathOperator`}, func(s string) bool {
		return strings.Contains(src, s)
	})
}

func (m macro) same(other macro) bool {
	return m.params == other.params && write(m.body) == write(other.body)
}
