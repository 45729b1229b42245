package tex

import (
	"math"
	"strings"
	"testing"

	"quire/notebook/figure"
)

// FuzzLayout holds that no source whatever makes the parser, the layout or MathML panic or give an endless drawing.
func FuzzLayout(f *testing.F) {
	for _, s := range []string{
		`\frac{a}{b}`, `x_i^2'`, `\left(\frac{1}{2}\right]`, `\begin{pmatrix}a&b\\c&d\end{pmatrix}`, `\sqrt[3]{x}`,
		`\text{가 $x$ \textbf{나}}`, `\def\a#1{#1\a{#1#1}}\a x`, `\newcommand{\b}[2][3]{#1#2}\b{4}\b[5]{6}`, `{\left`, `}\right)&\\`,
		`\begin{array}{|c|@{}l:r}\hline a\\[2em]\hline\end{array}`, `\xrightarrow[a]{b}\overbrace{x}^y\tag{1}`, `\genfrac(]{1pt}0ab`,
		`\Set{x|\Set{y|z}}`, `\text{\'e\"{\i}\textcircled{x}\raisebox{1em}{y}}`, `\cfrac[l]{a}{b}`, `\above 1pt`, `\char"41\char` + "`" + `A`, `\left\lmoustache x\right.`,
		`\begin{multline}a\\b\\c\end{multline}`, `a+b=c+d-e\to f`, `\begin{align}a&=b+c+d+e\tag{1}\\&=f\end{align}`, `\reflectbox{a}\phase{x}\angl{n}`, `\def\x{\x\x}\x=\x`,
		`\color{red}a\textcolor{#fff}{b}\fcolorbox{a}{b}{c}`, `\substack{a\\b}`, `a\over b\over c`, `\kern-1000em\hspace{x}`, `\let\a=\b\a`,
		"\x00\xff\\", `\mathchoice{}{}{}{}`, `\not\not=`, `\big\big(`, `%`, `\limits`, `'''''''`, `^`, `_`, `\middle|`, `\DeclareMathOperator*{\x}{y}\x_1`,
	} {
		f.Add(s, true)
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, src string, display bool) {
		o := Options{Display: display, Macros: map[string]string{"mm": `\frac{#1}{#2}`}}
		fig, problems := Layout(src, o)
		for _, v := range []float64{fig.W, fig.H, fig.Depth} {
			if math.IsNaN(v) || math.IsInf(v, 0) || math.Abs(v) > 1e7 {
				t.Errorf("Layout(%q) is %v × %v, depth %v", src, fig.W, fig.H, fig.Depth)
			}
		}
		if strings.TrimSpace(src) == "" && len(fig.Ops) > 0 {
			t.Errorf("Layout(%q) draws %d operations", src, len(fig.Ops))
		}
		for _, p := range problems {
			if p.Offset < 0 || p.Offset > len(src) || p.Message == "" {
				t.Errorf("Layout(%q): problem %+v", src, p)
			}
		}
		narrow := o
		narrow.Measure = 60
		if f, _ := Layout(src, narrow); math.IsNaN(f.W) || math.IsNaN(f.H) {
			t.Errorf("Layout(%q) in a narrow measure is %v × %v", src, f.W, f.H)
		}
		pieces, _ := Inline(src, o)
		for _, p := range pieces {
			if math.IsNaN(p.Figure.W) || math.IsNaN(p.Space) || p.Cost < 0 {
				t.Errorf("Inline(%q) has a piece of %v, %v, %v", src, p.Figure.W, p.Space, p.Cost)
			}
		}
		fig.SVG(figure.SVGOptions{})
		if m := MathML(src, o); !strings.HasSuffix(m, "</math>") {
			t.Errorf("MathML(%q) ends in %q", src, m[max(0, len(m)-40):])
		}
	})
}
