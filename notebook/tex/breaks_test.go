package tex

import (
	"math"
	"strings"
	"testing"

	"quire/notebook/figure"
)

// baselines are the heights of the glyphs of a formula that draw text, without doubles, from above.
func baselines(f *figure.Figure, text string) (out []float64) {
	for _, op := range f.Ops {
		if op.Glyph != nil && op.Glyph.Text == text && (len(out) == 0 || math.Abs(out[len(out)-1]-op.Glyph.Y) > 1) {
			out = append(out, op.Glyph.Y)
		}
	}
	return out
}

// TestWideDisplaysAreBroken holds that a display wider than the measure is set on lines that are not, at relations where it
// can be.
func TestWideDisplaysAreBroken(t *testing.T) {
	terms := func(n int) string { return strings.TrimPrefix(strings.Repeat(" + a_i x^2", n), " + ") }
	for _, c := range []struct {
		name, src string
		lines     int // baselines of the letter 𝑎
	}{
		{"fits", `y = ` + terms(3), 1},
		{"at the relation", `y = ` + terms(8) + ` = ` + terms(3), 2},
		{"at operators", `y = ` + terms(20), 3},
		{"no relation", terms(20), 3},
		{"aligned", `\begin{aligned} y &= ` + terms(20) + `\\ z &= 1 \end{aligned}`, 3},
		{"gather", `\begin{gather} y = ` + terms(20) + `\\ z = 1 \end{gather}`, 3},
		{"tag", `y = ` + terms(18) + `\tag{7}`, 3},
	} {
		const measure = 300
		f, problems := Layout(c.src, Options{Display: true, Measure: measure})
		if len(problems) > 0 {
			t.Errorf("%s: %v", c.name, problems)
		}
		if f.W > measure+.01 {
			t.Errorf("%s: %.1f wide, the measure is %d", c.name, f.W, measure)
		}
		if got := baselines(f, "𝑎"); len(got) != c.lines {
			t.Errorf("%s: lines at %.1f, want %d", c.name, got, c.lines)
		}
		loose, _ := Layout(c.src, Options{Display: true})
		if len(loose.Ops) != len(f.Ops) {
			t.Errorf("%s: %d operations, %d when it is not broken", c.name, len(f.Ops), len(loose.Ops))
		}
	}
	f, _ := Layout(`\left(`+terms(20)+`\right)`, Options{Display: true, Measure: 300})
	if f.W <= 300 {
		t.Errorf("what stands between delimiters is %.1f wide: it cannot be broken", f.W)
	}
}

// TestContinuationIsIndented holds that relations are lined up under each other, and that operators stand behind them.
func TestContinuationIsIndented(t *testing.T) {
	x := func(f *figure.Figure, text string) (out []float64) {
		for _, op := range f.Ops {
			if op.Glyph != nil && op.Glyph.Text == text {
				out = append(out, op.Glyph.X)
			}
		}
		return out
	}
	f, _ := Layout(`y = aaaaaaaaaaaaaaaaaa = bbbbbbbbbbbbbbbbbb = cccccccccccccccccc`, Options{Display: true, Measure: 150})
	if eq := x(f, "="); len(eq) != 3 || math.Abs(eq[0]-eq[1]) > .01 || math.Abs(eq[0]-eq[2]) > .01 {
		t.Errorf("relations stand at %.1f", eq)
	}
	f, _ = Layout(`y = aaaaaaaaaaaaaaaaaa + bbbbbbbbbbbbbbbbbb`, Options{Display: true, Measure: 150})
	if eq, plus := x(f, "="), x(f, "+"); plus[0] < eq[0]+5 {
		t.Errorf("the operator stands at %.1f, the relation at %.1f", plus, eq)
	}
}

// TestTagsStandAtTheMeasure holds that \tag ends at the right of the measure, and the formula stands in its middle.
func TestTagsStandAtTheMeasure(t *testing.T) {
	for _, src := range []string{`a=b \tag{1}`, `\begin{align} a &= b \tag{1} \\ c &= d \end{align}`} {
		f, _ := Layout(src, Options{Display: true, Measure: 300})
		if math.Abs(f.W-300) > .01 {
			t.Errorf("%s: %.1f wide", src, f.W)
		}
		for _, op := range f.Ops {
			if op.Text != nil && math.Abs(op.Text.X+op.Text.Width-300) > .01 {
				t.Errorf("%s: the tag ends at %.1f", src, op.Text.X+op.Text.Width)
			}
			if g := op.Glyph; g != nil && g.Text == "=" && math.Abs(g.X+g.Size*.39-150) > 6 {
				t.Errorf("%s: = at %.1f", src, g.X)
			}
		}
	}
}

// TestInlinePieces holds where a formula in a paragraph may be parted, and that its pieces make up the whole.
func TestInlinePieces(t *testing.T) {
	for _, c := range []struct {
		src   string
		costs []float64
	}{
		{`x`, nil},
		{`f(x)`, nil},
		{`a=b`, []float64{500}},
		{`a+b`, []float64{700}},
		{`a=b+c`, []float64{500, 700}},
		{`-a`, nil},
		{`a=-b`, []float64{500}},
		{`a:=b`, []float64{500}},
		{`{a=b}`, nil},
		{`\frac{a+b}{c}`, nil},
		{`\left(a+b\right)c`, nil},
		{`x_{i+1}`, nil},
		{`a\in A,\quad b\in B`, []float64{500, 500}},
		{`a,b,c`, nil},
		{`a=`, nil},
		{`\color{red}a=b\color{blue}+c`, []float64{500, 700}},
		{`\textstyle a\to b`, []float64{500}},
		{`\badcmd=b`, []float64{500}},
	} {
		pieces, _ := Inline(c.src, Options{})
		whole, _ := Layout(c.src, Options{})
		w, ops := 0.0, 0
		var costs []float64
		for i, p := range pieces {
			w += p.Figure.W + p.Space
			ops += len(p.Figure.Ops)
			if i < len(pieces)-1 {
				costs = append(costs, p.Cost)
			} else if p.Cost != 0 || p.Space != 0 {
				t.Errorf("%s: the last piece has cost %v, space %v", c.src, p.Cost, p.Space)
			}
		}
		if len(costs) != len(c.costs) {
			t.Errorf("%s: costs %v, want %v", c.src, costs, c.costs)
		}
		for i := range costs {
			if i < len(c.costs) && costs[i] != c.costs[i] {
				t.Errorf("%s: costs %v, want %v", c.src, costs, c.costs)
			}
		}
		if math.Abs(w-whole.W) > .01 || ops != len(whole.Ops) {
			t.Errorf("%s: pieces are %.2f wide with %d operations, the whole is %.2f with %d", c.src, w, ops, whole.W, len(whole.Ops))
		}
	}
}

// TestHints holds that problems say what to do, in both languages.
func TestHints(t *testing.T) {
	for _, c := range []struct{ src, message, hint string }{
		{`\alpa`, `\alpa is not a command that is known here`, `Did you mean \alpha?`},
		{`\fracc{a}{b}`, `\fracc is not`, `Did you mean \frac?`},
		{`\zzzzz`, `\zzzzz is not`, `\newcommand`},
		{`\eqref{eq-a}`, `\eqref is not`, `@eq-name`},
		{`\frac{a}{b`, `{ without }`, `closing brace`},
		{`\left(a`, `\left without \right`, `\right.`},
		{`\begin{matrix}a`, `without \end`, `\end{…}`},
		{`\begin{matrx}a\end{matrx}`, `is not an environment`, `matrix`},
		{`x^a^b`, `two superscripts`, `{x^a}^b`},
		{`\color{rde}x`, `is not a colour`, `#rrggbb`},
		{`\hspace{3}x`, `is not a length`, `3pt`},
		{`\href{a}{b}`, `only its text is set`, `[text](address)`},
	} {
		ps := Check(c.src, nil)
		if len(ps) == 0 || !strings.Contains(ps[0].Message, c.message) || !strings.Contains(ps[0].HintEn, c.hint) || ps[0].HintKo == "" {
			t.Errorf("%s: %+v, want %q with %q", c.src, ps, c.message, c.hint)
		}
	}
}
