package tex

import (
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
)

// TestReference compares boxes with those of MathJax 3, which sets Computer Modern by TeX's rules with a font table of
// its own. The tolerance is 0.12 em and 4 % for widths, 0.1 em and 5 % of the total height for heights and depths: the
// two fonts differ by hundredths of an em in a glyph, and have large delimiters in other steps. MathJax adds 0.1 em at
// either side of a fraction, which TeX does not; 0.2 em per fraction is taken off its widths.
//
// Formulas that MathJax sets by other rules than TeX's (rows of cases and of aligned formulas, the edges of arrays,
// rules over letters, stretched marks) are in TestRules instead.
func TestReference(t *testing.T) {
	data, err := os.ReadFile("testdata/reference.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, line := range strings.Split(string(data), "\n") {
		f := strings.SplitN(line, "\t", 5)
		if len(f) < 5 || strings.HasPrefix(line, "#") {
			continue
		}
		n++
		var w, h, d float64
		if _, err := fmt.Sscan(f[1]+" "+f[2]+" "+f[3], &w, &h, &d); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		w -= 200 * float64(strings.Count(f[4], "frac"))
		fig, problems := Layout(f[4], Options{Display: f[0] == "display", Size: 1000})
		if len(problems) > 0 {
			t.Errorf("%s: %v", f[4], problems)
		}
		height := fig.H - fig.Depth
		if math.Abs(fig.W-w) > 120+0.04*w {
			t.Errorf("%s %s: width %.0f, want about %.0f", f[0], f[4], fig.W, w)
		}
		if tol := 100 + 0.05*(h+d); math.Abs(height-h) > tol || math.Abs(fig.Depth-max(d, 0)) > tol {
			t.Errorf("%s %s: height %.0f and depth %.0f, want about %.0f and %.0f", f[0], f[4], height, fig.Depth, h, d)
		}
	}
	if n < 100 {
		t.Errorf("only %d formulas are compared", n)
	}
}

// box sets a formula at 1000 points to the em and returns its width, height and depth.
func boxOf(t *testing.T, src string, display bool) (w, h, d float64) {
	t.Helper()
	fig, problems := Layout(src, Options{Display: display, Size: 1000})
	if len(problems) > 0 {
		t.Errorf("%s: %v", src, problems)
	}
	return fig.W, fig.H - fig.Depth, fig.Depth
}

// TestRules holds rules of the TeXbook and of LaTeX that can be computed by hand. Lengths are 1/1000 em; the tolerance
// is rounding.
func TestRules(t *testing.T) {
	near := func(what string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 1 {
			t.Errorf("%s: %.1f, want %.1f", what, got, want)
		}
	}
	a, ah, _ := boxOf(t, `a`, false)
	b, _, _ := boxOf(t, `b`, false)

	// Chapter 18: thick space around relations, medium around binary operators, none in scripts.
	eq, _, _ := boxOf(t, `=`, false)
	plus, _, _ := boxOf(t, `{+}`, false)
	w, _, _ := boxOf(t, `a=b`, false)
	near("a=b", w, a+b+eq+2*5000./18)
	w, _, _ = boxOf(t, `a+b`, false)
	near("a+b", w, a+b+plus+2*4000./18)
	w, _, _ = boxOf(t, `+b`, false)
	near("a sign is no operator", w, b+plus)
	tight, _, _ := boxOf(t, `{\scriptstyle a+b}`, false)
	parts, _, _ := boxOf(t, `{\scriptstyle a{+}b}`, false)
	near("no space in scripts", tight, parts)
	w, _, _ = boxOf(t, `a\quad b`, false)
	near(`\quad`, w, a+b+1000)

	// Rule 9: an overline has three rules' thickness of space below it and one above it; in Latin Modern a rule is 40.
	_, h, _ := boxOf(t, `\overline{a}`, false)
	near(`\overline`, h, ah+5*40)

	// Rule 15d: a fraction is as wide as its wider part, with 1.2 pt at either side.
	s, _, _ := boxOf(t, `{\scriptstyle a}`, false)
	one, _, _ := boxOf(t, `{\scriptstyle 1}`, false)
	w, _, _ = boxOf(t, `\frac{a}{1}`, false)
	near(`\frac`, w, max(s, one)+240)

	// Rule 18: a subscript alone is 1.5 pt below the line.
	_, _, d := boxOf(t, `a_1`, false)
	near("a_1", d, 150)

	// LaTeX: the lines of a matrix are 12 pt apart, those of aligned formulas 15, those of cases 14.4.
	_, h1, d1 := boxOf(t, `\begin{matrix}a\\b\end{matrix}`, true)
	_, h2, d2 := boxOf(t, `\begin{matrix}a\\b\\c\end{matrix}`, true)
	near("matrix", h2+d2-h1-d1, 1200)
	_, h1, d1 = boxOf(t, `\begin{aligned}a&=b\\c&=d\end{aligned}`, true)
	_, h2, d2 = boxOf(t, `\begin{aligned}a&=b\\c&=d\\e&=f\end{aligned}`, true)
	near("aligned", h2+d2-h1-d1, 1500)
	_, _, d = boxOf(t, `\begin{aligned}a&=b\\[1em]c&=d\end{aligned}`, true)
	near(`\\[1em]`, d-d1, 500)

	// Columns of a matrix are 1 em apart; an array has 5 pt at its sides.
	w, _, _ = boxOf(t, `\begin{matrix}a&b\end{matrix}`, false)
	near("columns", w, a+b+1000)
	w, _, _ = boxOf(t, `\begin{array}{cc}a&b\end{array}`, false)
	near("array", w, a+b+2000)

	// A phantom is as large as what it hides; \hphantom is only as wide.
	w, h, _ = boxOf(t, `\phantom{a}`, false)
	near("phantom's width", w, a)
	near("phantom's height", h, ah)
	_, h, _ = boxOf(t, `\hphantom{a}`, false)
	near("hphantom's height", h, 0)
	w, _, _ = boxOf(t, `\mathrlap{a}b`, false)
	near(`\mathrlap`, w, b)
}

// TestDelimitersCover holds that \left and \right reach around what stands between them.
func TestDelimitersCover(t *testing.T) {
	for _, d := range []string{"()", "[]", `\{\}`, "||", `\|\|`, `\langle\rangle`, `\lfloor\rfloor`, `\lceil\rceil`} {
		half := len(d) / 2
		for rows := 1; rows <= 12; rows++ {
			body := `\begin{matrix}` + strings.Repeat(`x\\`, rows) + `\end{matrix}`
			_, h0, d0 := boxOf(t, body, true)
			_, h1, d1 := boxOf(t, `\left`+d[:half]+body+`\right`+d[half:], true)
			if h1+d1 < .9*(h0+d0) {
				t.Errorf("%s around %d rows: %.0f high, the rows are %.0f", d, rows, h1+d1, h0+d0)
			}
			if h1+d1 > 1.6*(h0+d0)+500 {
				t.Errorf("%s around %d rows: %.0f high, the rows are only %.0f", d, rows, h1+d1, h0+d0)
			}
		}
	}
}
