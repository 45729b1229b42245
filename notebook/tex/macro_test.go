package tex

import (
	"maps"
	"testing"
)

func TestMacros(t *testing.T) {
	for _, c := range []struct {
		given    map[string]string
		formulas []string
		want     map[string]string
	}{
		{nil, []string{`x^2`}, nil},
		{map[string]string{`\R`: `\mathbb{R}`}, []string{`x`}, map[string]string{`\R`: `\mathbb{R}`}},
		{nil, []string{`\newcommand{\loss}[1]{L(#1)} \loss{x}`, `\loss{y}`}, map[string]string{"loss": `L(#1)`}},
		{nil, []string{`\def\half{\frac12}`, `\DeclareMathOperator{\relu}{ReLU}`}, map[string]string{"half": `\frac12`, "relu": `\operatorname{ReLU}`}},
		{map[string]string{"a": "1"}, []string{`\def\a{2}`}, map[string]string{"a": "2"}},
		{nil, []string{`\newcommand{\opt}[2][x]{#1#2}`, `\newcommand{\one}[1]{1}`, `\newcommand{`, `\def`}, nil},
	} {
		if got := Macros(c.given, c.formulas); !maps.Equal(got, c.want) {
			t.Errorf("Macros(%v, %q) = %q, want %q", c.given, c.formulas, got, c.want)
		}
	}
}
