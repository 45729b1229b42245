package tex

import (
	"strings"
	"testing"
	"time"
)

// TestHostile holds that sources made to be expensive cost little and say what was wrong.
func TestHostile(t *testing.T) {
	for _, c := range []struct{ name, src string }{
		{"groups", strings.Repeat("{", 30000)},
		{"fences", strings.Repeat(`\left(`, 9000)},
		{"fractions", strings.Repeat(`\frac`, 9000)},
		{"accents", strings.Repeat(`\hat`, 9000) + "x"},
		{"roots", strings.Repeat(`\sqrt{`, 9000) + "x"},
		{"scripts", strings.Repeat("x^{", 9000)},
		{"environments", strings.Repeat(`\begin{matrix}`, 4000)},
		{"text", strings.Repeat(`\text{$`, 9000)},
		{"recursive macro", `\def\a{\a\a}\a`},
		{"growing macro", `\def\a#1{\a{#1#1}}\a{xx}`},
		{"doubling macros", `\def\a{xx}\def\b{\a\a}\def\c{\b\b}\def\d{\c\c}\def\e{\d\d}\def\f{\e\e}\def\g{\f\f}\def\h{\g\g}\def\i{\h\h\h\h\h\h\h\h}\def\j{\i\i\i\i\i\i\i\i\i\i}\def\k{\j\j\j\j\j\j\j\j\j\j}\k\k`},
		{"sets", strings.Repeat(`\Set{`, 5000) + strings.Repeat(`}`, 5000)},
		{"circles", strings.Repeat(`\text{\textcircled{$`, 4000)},
		{"mirrors", strings.Repeat(`\text{\reflectbox{`, 4000)},
		{"macros in macros", strings.Repeat(`\def\a#1{#1\a}`, 500) + `\a{x}`},
		{"doubling arguments", `\newcommand\a[1]{#1#1}` + strings.Repeat(`\a{`, 40) + "x" + strings.Repeat("}", 40)},
		{"let in a circle", `\let\a=\b\let\b=\a\def\a{\b}\def\b{\a}\a`},
		{"unknown commands", strings.Repeat(`\aalpha`, 8000)},
		{"sums", strings.Repeat(`a+`, 7000) + `\zz`},
		{"thin spaces", strings.Repeat(`+\,`, 7000) + `\zz`},
		{"rows", strings.Repeat(`a\\`, 20000)},
		{"columns", strings.Repeat(`a&`, 30000)},
		{"over", strings.Repeat(`a\over `, 8000)},
		{"too long", strings.Repeat("x", 70000)},
	} {
		start := time.Now()
		f, problems := Layout(c.src, Options{Display: true})
		if len(problems) == 0 && c.name != "rows" && c.name != "columns" {
			t.Errorf("%s: no problem was reported", c.name)
		}
		if len(problems) > 20 {
			t.Errorf("%s: %d problems", c.name, len(problems))
		}
		if len(f.Ops) == 0 {
			t.Errorf("%s: nothing is drawn", c.name)
		}
		Layout(c.src, Options{Display: true, Measure: 100})
		Inline(c.src, Options{})
		MathML(c.src, Options{Display: true})
		if d := time.Since(start); d > 3*time.Second {
			t.Errorf("%s: took %v", c.name, d)
		}
	}
}
