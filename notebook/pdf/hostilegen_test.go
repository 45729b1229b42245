package pdf

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/png"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"quire/notebook"
	"quire/notebook/figure"
	"quire/notebook/output"
)

// A hostileNote is a note that was made up to go wrong, with what must be read of it in the PDF.
type hostileNote struct {
	src   string
	want  []string            // must be read in the PDF and, but for formulas, in the HTML
	math  []string            // must be read in the PDF
	cells map[string]madeCell // by the name that a cell defines
	made  []string            // of what it is made
}

// A madeCell is what a cell shows. Where it came to stand inside something that is not closed, it does not run.
type madeCell struct {
	outputs []output.Output
	want    []string
}

// A hostileGen writes a hostile note.
type hostileGen struct {
	*rand.Rand
	b     strings.Builder
	note  hostileNote
	words int
	large bool // sizes for the soak test
}

// hostile makes the note of a seed.
func hostile(seed uint64, large bool) hostileNote {
	g := &hostileGen{Rand: rand.New(rand.NewPCG(seed, 1)), large: large}
	g.note.cells = map[string]madeCell{}
	if g.IntN(3) == 0 {
		g.front()
	}
	for range 1 + g.IntN(5) {
		p := pieces[g.IntN(len(pieces))]
		g.note.made = append(g.note.made, p.name)
		p.make(g)
		g.put("\n\n")
	}
	g.note.src = g.b.String()
	return g.note
}

func (g *hostileGen) put(s string) { g.b.WriteString(s) }

// word is a word that no other is equal to.
func (g *hostileGen) word() string {
	g.words++
	stems := []string{"alpha", "층", "손실", "Gradient", "über", "学習", "слово", "λόγος", "w"}
	return fmt.Sprintf("%s%dx", stems[g.IntN(len(stems))], g.words)
}

func (g *hostileGen) sentence(n int) string {
	var w []string
	for range n {
		w = append(w, g.word())
	}
	return strings.Join(w, " ")
}

// show puts text and wants it back.
func (g *hostileGen) show(s string) string {
	g.note.want = append(g.note.want, s)
	return s
}

// many is n, or a small number in the quick test.
func (g *hostileGen) many(n, small int) int {
	if g.large {
		return 1 + g.IntN(n)
	}
	return 1 + g.IntN(small)
}

var fronts = []string{
	"title: \"%s\"\nauthor: \"%s\"\n", "title: %s\nauthor: [{name: %s, id: \"0\"}, {name: x}]\n", "title: |\n  %s\nauthor:\n  - name: %s\n    affiliation: [a, b]\ntoc: true\nnumber-sections: true\n",
	"title: %s\nsubtitle: %s\nlang: en\npaper: a5\n",
}

func (g *hostileGen) front() {
	switch g.IntN(6) {
	case 0:
		g.put("---\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c]\ntitle: *d\nauthor: *d\n---\n")
	case 1:
		g.put("---\ntitle: " + strings.Repeat("아주 긴 제목 ", 200) + "\ndate: 9999-99-99\nauthor: " + strings.Repeat("김", 2000) + "\n---\n")
	case 2:
		g.put("---\ntitle: [1, {a: b}]\nparams: {x: .inf}\nseed: 99999999999999999999\npaper: round\nlang: 한국어\n---\n")
	case 3:
		g.put("---\n---\n")
	default:
		g.put("---\n" + fmt.Sprintf(fronts[g.IntN(len(fronts))], g.show(g.sentence(3)), g.show(g.word())) + "---\n\n")
	}
}

// cell adds a cell with made-up outputs. What they show is wanted from index from on.
func (g *hostileGen) cell(from int, outs ...output.Output) {
	g.words++
	name := fmt.Sprintf("c%d", g.words)
	g.note.cells[name] = madeCell{outs, slices.Clone(g.note.want[from:])}
	g.note.want = g.note.want[:from]
	g.put(fmt.Sprintf("```go\n%s := \"%s\"\n```", name, g.show(g.word())))
}

// report is the note with its outputs.
func (n *hostileNote) report() *notebook.Report {
	note := notebook.Parse("hostile.md", []byte(n.src))
	res := &notebook.Results{}
	for _, c := range note.Cells {
		name, _, _ := strings.Cut(c.Code, " ")
		made := n.cells[name]
		n.want = append(n.want, made.want...)
		res.Cells = append(res.Cells, &notebook.CellResult{Key: c.Key, Status: notebook.StatusOK, Outputs: made.outputs})
	}
	return notebook.NewReport(note, res)
}

type piece struct {
	name string
	make func(g *hostileGen)
}

var brokenMath = []string{
	`\frac{`, `\frac{1}{`, `}{`, `\left( x`, `x^`, `x_`, `x^{`, `\begin{matrix} 1 & 2`, `\end{matrix}`, `\undefined{x}`, `\\\\\\`, `&&&`, `#1`, `\newcommand{\a}{\a}\a`,
	`\text{unclosed`, `\sqrt[`, `\mathbb`, `x^a^b`, `\left. \right`, `\begin{cases}`, `\color{nope}{x}`, `\rule{1e9cm}{1e9cm}`, `\hspace{99999cm} x`, `한글 그대로`, `\kern-9999pt x`,
	`\int_0^\infty`, `%`, `\verb|x|`, `\begin{align} a &= b \\ c &= d \end{align}`, `\begin{array}{cc|c} 1 & 2 \\ \hline`, `\raisebox{500cm}{x}`, `\Huge x`, `\overbrace{` + strings.Repeat("x+", 300) + `x}`,
	`\tag{` + strings.Repeat("tag ", 60) + `} x`, `\underset{}{}`, `\def\x#1{#1#1}\x{\x{\x{\x{\x{\x{\x{y}}}}}}}`,
}

var oddText = map[string]string{
	"bidi":       "\u202eabc\u202c \u2066x\u2069 \u200f\u200e",
	"hebrew":     "שלום עולם",
	"arabic":     "مرحبا بالعالم",
	"zalgo":      "z" + strings.Repeat("\u0300\u0315\u0323", 20) + "algo",
	"emoji":      "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 🇰🇷 ☎️ 1️⃣",
	"private":    "\ue000\uf8ff\U000f0000\U0010fffd",
	"unassigned": "\u0378\U000e0080\U0001fffe",
	"joiners":    "\u200d\u200b\ufeff\u2060\u00ad",
	"spaces":     "\u00a0\u2003\u3000\u1680\u2028\u2029\u0085",
	"nfd":        "\u1112\u1161\u11ab\u1100\u1173\u11af",
	"old hangul": "\u1100\u119e\u11ab \ua960\u1161",
	"jamo":       "ㄱㅏㄴ",
	"thai":       "ภาษาไทย",
	"devanagari": "हिन्दी",
	"math":       "𝑥² + 𝔸 ≤ ∑",
	"dingbats":   "①②③㈜㎏™½",
}

var pieces = []piece{
	{"long words", func(g *hostileGen) {
		g.put(g.show(strings.Repeat("a", 300)+g.word()) + " " + g.show(strings.Repeat("가나", 150)+g.word()) + " https://example.com/" + g.show(strings.Repeat("path", 75)+g.word()) + "?q=" + strings.Repeat("%20", 60))
	}},
	{"wide table", func(g *hostileGen) { g.table(g.many(60, 40), 3) }},
	{"long table", func(g *hostileGen) { g.table(1+g.IntN(4), g.many(2000, 60)) }},
	{"table of long cells", func(g *hostileGen) {
		g.put("| a | b |\n|--|:-:|\n| " + g.show(g.sentence(g.many(1500, 300))) + " | " + g.show(strings.Repeat("x", 120)+g.word()) + " |\n| `" + g.show(strings.Repeat("y", 90)+g.word()) + "` | $x^2$ |")
	}},
	{"long paragraph", func(g *hostileGen) { g.put(g.show(g.sentence(g.many(20000, 1500)))) }},
	{"paragraph without spaces", func(g *hostileGen) { g.put(g.show(strings.Repeat("한", g.many(20000, 2000)) + g.word())) }},
	{"code on one line", func(g *hostileGen) {
		g.put("```python\n" + g.show(strings.ReplaceAll(g.sentence(g.many(20000, 600)), " ", ";")) + "\n```")
	}},
	{"long code", func(g *hostileGen) {
		g.put("```c\n" + g.show(strings.ReplaceAll(g.sentence(g.many(3000, 200)), " ", ";\n\t\t")) + "\n```")
	}},
	{"broken formulas", func(g *hostileGen) {
		for range 5 {
			m := brokenMath[g.IntN(len(brokenMath))]
			if g.IntN(2) == 0 {
				g.put(g.show(g.word()) + " $" + m + "$ " + g.show(g.word()) + "\n\n")
			} else {
				g.put("$$\n" + m + "\n$$\n\n" + g.show(g.word()) + "\n\n")
			}
		}
	}},
	{"formulas", func(g *hostileGen) {
		w := fmt.Sprintf(`W_{%d} = \frac{\partial L}{\partial x^{%d}}`, g.IntN(1000), g.IntN(1000))
		g.note.math = append(g.note.math, w)
		g.put(g.show(g.word()) + " $" + w + "$ 는 " + g.show(g.word()) + "\n\n$$\n" + strings.Repeat(w+" + ", g.many(60, 10)) + w + "\n$$ {#eq-" + fmt.Sprint(g.IntN(5)) + "}")
	}},
	{"images", func(g *hostileGen) {
		for range 4 {
			alt := g.show(g.word())
			f := imageFiles[g.IntN(len(imageFiles))]
			if !strings.HasPrefix(f, "bad") && g.IntN(2) == 0 {
				f = "bad-missing.png"
			}
			if strings.HasPrefix(f, "bad") {
				g.put(fmt.Sprintf("text ![%s](%s) text\n\n", alt, f))
			}
			g.put(fmt.Sprintf("![%s](%s){width=%d%%}\n\n", alt, f, 1+g.IntN(300)))
		}
	}},
	{"deep list", func(g *hostileGen) {
		for i := range 50 {
			g.put(strings.Repeat("  ", i) + "- " + g.show(g.word()) + "\n")
		}
	}},
	{"deep quote", func(g *hostileGen) { g.put(strings.Repeat("> ", 50) + g.show(g.sentence(5))) }},
	{"deep emphasis", func(g *hostileGen) {
		n := g.many(1000, 200)
		g.put(strings.Repeat("*", n) + g.show(g.word()) + strings.Repeat("*", n) + " " + strings.Repeat("**a _b ", n) + g.show(g.word()))
	}},
	{"brackets", func(g *hostileGen) {
		n := g.many(3000, 300)
		g.put(strings.Repeat("[", n) + g.show(g.word()) + strings.Repeat("](", n) + g.show(g.word()) + strings.Repeat("![", n))
	}},
	{"control characters", func(g *hostileGen) {
		g.put(g.show(g.word()) + "\x00\x01\x02\x1b[31m\x7f\u0080" + g.show(g.word()) + "\f\v " + g.show(g.word()) + "\n\n```\n" + g.show(g.word()) + "\x00\x1b[2J\x08\n```")
	}},
	{"invalid text", func(g *hostileGen) {
		g.put("\xff\xfe\xed\xa0\x80 " + g.show(g.word()) + " \xc0\xaf\xf8 \xef\xbb\xbf" + g.show(g.word()) + " \xe0\x80")
	}},
	{"line ends", func(g *hostileGen) {
		g.put("\r\r" + g.show(g.word()) + "\r\r# " + g.show(g.word()) + "\r\r- " + g.show(g.word()) + "\r\n\r\n" + g.show(g.word()) + "\r")
	}},
	{"odd characters", func(g *hostileGen) {
		for range 3 {
			keys := slices.Sorted(maps.Keys(oddText))
			g.put(g.show(g.word()) + " " + oddText[keys[g.IntN(len(keys))]] + " " + g.show(g.word()) + "\n\n")
		}
		g.put("`" + oddText["emoji"] + oddText["zalgo"] + "`")
	}},
	{"odd characters in code", func(g *hostileGen) {
		for _, k := range slices.Sorted(maps.Keys(oddText)) {
			g.put("```\n" + g.show(g.word()) + oddText[k] + g.show(g.word()) + "\n```\n\n")
		}
	}},
	{"HTML", func(g *hostileGen) {
		g.put("<div class=x><p>" + g.show(g.sentence(3)) + "<br>" + g.show(g.word()) + "<script>alert(1)</script><b>" + g.show(g.word()) + "\n<!-- comment\n\n" + "-->\n\n")
		g.put(g.show(g.word()) + "<sub>" + g.show(g.word()) + "</sub><unknown>" + g.show(g.word()) + "</b></i><img src=x onerror=alert(1) alt='" + g.show(g.word()) + "'>\n\n")
		g.put("<table><tr><td>" + g.show(g.word()) + "<table><tr><td>" + g.show(g.word()) + "</table><td colspan=1000>" + g.show(g.word()) + "\n\n<details><summary>" + g.show(g.word()) + "</summary>\n\n" + g.show(g.word()))
	}},
	{"deep HTML", func(g *hostileGen) {
		n := g.many(2000, 400)
		g.put("<div>" + strings.Repeat("<blockquote><ul><li>", n) + g.show(g.word()) + strings.Repeat("<b>", n) + g.show(g.word()))
	}},
	{"unclosed", func(g *hostileGen) {
		g.put("**" + g.show(g.word()) + " `" + g.show(g.word()) + " [" + g.show(g.word()) + "](" + " ~~" + g.show(g.word()) + " $" + g.show(g.word()) + " <a href='" + "\n\n> [!NOTE]\n> " + g.show(g.word()) + "\n\n::: {.callout-tip}\n" + g.show(g.word()))
	}},
	{"footnotes", func(g *hostileGen) {
		k := g.IntN(1000)
		g.put(fmt.Sprintf("%s[^a%d] %s[^none] %s[^a%d][^b%d]\n\n[^a%d]: %s[^b%d]\n\n[^b%d]: %s[^a%d] [^b%d]\n\n    %s\n\n[^a%d]: dup\n\n[^unused]: left out\n", g.show(g.word()), k, g.show(g.word()), g.show(g.word()), k, k, k, g.show(g.sentence(g.many(600, 60))), k, k, g.show(g.word()), k, k, g.show(g.word()), k))
	}},
	{"links and labels", func(g *hostileGen) {
		g.put("[" + g.show(g.word()) + "][loop]\n\n[loop]: <#loop> \"loop\"\n\n@fig-none @eq-0 @sec-a @tbl-@ " + g.show(g.word()) + "\n\n# " + g.show(g.word()) + " {#sec-a}\n\n# " + g.show(g.word()) + " {#sec-a}\n\n![" + "](bad-missing.png){#fig-a}\n\n![x](bad-missing.png){#fig-a} <javascript:alert(1)> [" + g.show(g.word()) + "](javascript:alert(1))")
	}},
	{"long heading", func(g *hostileGen) { g.put("## " + g.show(g.sentence(g.many(500, 80)))) }},
	{"many headings", func(g *hostileGen) {
		for range g.many(300, 40) {
			g.put(strings.Repeat("#", 1+g.IntN(6)) + " " + g.show(g.word()) + "\n\n")
		}
	}},
	{"long list", func(g *hostileGen) {
		for i := range g.many(10000, 300) {
			fmt.Fprintf(&g.b, "%d. %s\n", 999999000+i, g.show(g.word()))
		}
	}},
	{"tasks and definitions", func(g *hostileGen) {
		g.put("- [x] " + g.show(g.word()) + "\n- [ ] " + g.show(g.word()) + "\n\n" + g.show(g.word()) + "\n: " + g.show(g.sentence(40)) + "\n\n: " + g.show(g.word()))
	}},
	{"dialogue", func(g *hostileGen) {
		a, b := "가가가가가가가가가가가가가나다라", "A"
		g.put(a + ": " + g.show(g.sentence(30)) + "\n\n" + b + ": " + g.show(g.word()) + "\n\n" + a + ": " + g.show(g.word()) + "\n\n" + b + ": " + g.show(g.word()))
	}},
	{"callouts", func(g *hostileGen) {
		g.put("> [!WARNING] " + g.show(g.word()) + "\n> " + g.show(g.sentence(20)) + "\n>\n> ```go\n> " + g.show(g.word()) + "\n> ```\n\n:::: {.callout-note}\n::: {.x}\n| " + g.show(g.word()) + " |\n|---|\n| " + g.show(g.word()) + " |\n:::\n::::")
	}},
	{"log", func(g *hostileGen) {
		from := len(g.note.want)
		first, last := g.show(g.word()), g.show(g.word())
		g.cell(from, &output.Text{Stream: output.Stdout, Data: first + "\n" + strings.Repeat("epoch 1 loss 0.5\n", g.many(600000, 3000)) + last})
	}},
	{"terminal", func(g *hostileGen) {
		from := len(g.note.want)
		g.cell(
			from,
			&output.Text{Stream: output.Stdout, Data: "\x1b[1;31m" + g.show(g.word()) + "\x1b[0m\tx\fy\v\x1b]8;;http://x\x1b\\" + g.show(g.word()) + "\r\n1%\r50%\r" + g.show(g.word()) + "\n" + strings.Repeat("=", 500) + g.show(g.word())},
			&output.Text{Stream: output.Stderr, Data: g.show(g.word()) + "\xff\xfe\x00"},
			&output.Text{Stream: output.Value, Data: g.show(g.word())},
		)
	}},
	{"output table", func(g *hostileGen) {
		from := len(g.note.want)
		t := &output.Table{Caption: g.show(g.word())}
		cols := g.many(40, 30)
		for range cols {
			t.Columns = append(t.Columns, output.Column{Name: g.show(g.word()), Align: []output.Align{output.AlignDecimal, output.AlignLeft, output.AlignRight, output.AlignCenter, "odd"}[g.IntN(5)]})
		}
		for range 3 {
			var row []string
			for range cols {
				row = append(row, g.show([]string{g.word(), "-1.5e300", "NaN", "3"}[g.IntN(4)]))
			}
			t.Rows = append(t.Rows, row)
		}
		g.cell(from, t)
	}},
	{"output figures", func(g *hostileGen) {
		from := len(g.note.want)
		g.cell(from, &output.Figure{Figure: oddFigure(g)}, &output.Figure{}, &output.Figure{Figure: &figure.Figure{W: 0, H: 0}}, &output.Text{Stream: output.Stdout, Data: g.show(g.word())})
	}},
	{"other outputs", func(g *hostileGen) {
		from := len(g.note.want)
		g.cell(
			from,
			&output.HTML{HTML: "<script>alert(1)</script>", Alternative: g.word()},
			&output.Progress{Key: "k", Label: "학습", Done: 1, Total: 2},
			&output.Image{PNG: []byte("no"), Alt: "x"}, &output.Image{PNG: pixels(1, 3000)}, &output.Image{PNG: pixels(3000, 1), Width: 1e9}, &output.Image{PNG: pixels(2, 2), Width: math.NaN()},
			&output.Error{Stage: "panic", Message: g.show(g.sentence(30)), HintEn: g.word(), Frames: []output.Frame{{Cell: "x", Line: 3, Col: 1}, {Func: strings.Repeat("f", 300)}}},
		)
	}},
}

func (g *hostileGen) table(columns, rows int) {
	row := func() {
		for range columns {
			g.put("| " + g.show(g.word()) + " ")
		}
		g.put("|\n")
	}
	row()
	g.put(strings.Repeat("|---", columns) + "|\n")
	for range rows {
		row()
	}
}

// oddFigure is a drawing with numbers that are none.
func oddFigure(g *hostileGen) *figure.Figure {
	odd := []float64{math.NaN(), math.Inf(1), math.Inf(-1), 1e308, -1e30, 0, 1e-300, 5}
	n := func() float64 {
		if g.IntN(3) == 0 {
			return odd[g.IntN(len(odd))]
		}
		return g.Float64() * 300
	}
	f := &figure.Figure{W: 300, H: 200}
	if g.IntN(4) == 0 {
		f.W, f.H = n(), n()
	}
	var p figure.Path
	p.MoveTo(n(), n())
	for range g.many(100000, 2000) {
		p.LineTo(n(), n())
	}
	f.Ops = []figure.Op{
		{Path: &figure.PathOp{Path: p, Stroke: "series1", Width: n(), Dash: []float64{n(), n()}}},
		{Text: &figure.TextOp{X: n(), Y: n(), Face: "sans", Size: n(), Color: "ink", Text: "그림 속 글", Angle: n()}},
		{Image: &figure.ImageOp{X: n(), Y: n(), W: n(), H: n(), PNG: pixels(2, 2)}},
		{Clip: &figure.ClipOp{Path: p, Ops: []figure.Op{{Path: &figure.PathOp{Path: p, Fill: "accent"}}}}},
		{Glyph: &figure.GlyphOp{X: n(), Y: n(), Face: "math", GID: 50, Size: n(), Color: "ink"}},
	}
	return f
}

func pixels(w, h int) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, w, h))); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// imageFiles are the images beside the notes; what begins with bad cannot be shown.
var imageFiles = []string{
	"good.png", "thin.png", "flat.png", "good.svg", "large.svg", "bad-missing.png", "bad-huge.png", "bad-empty.png", "bad-cut.png", "bad.svg", "bad.txt", "../bad-outside.png",
	"https://example.com/bad.png", "data:image/png;base64,bad",
	"data:image/png;base64," + base64.StdEncoding.EncodeToString(pixels(3, 3)),
}

func writeImages(t testing.TB, dir string) {
	t.Helper()
	good := pixels(40, 30)
	huge := bytes.Clone(good)
	copy(huge[16:24], []byte{0x00, 0xff, 0xff, 0xff, 0x00, 0xff, 0xff, 0xff})
	for name, data := range map[string][]byte{
		"good.png": good, "thin.png": pixels(1, 10000), "flat.png": pixels(10000, 1), "bad-huge.png": huge, "bad-empty.png": nil, "bad-cut.png": good[:len(good)/2],
		"good.svg":  []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="100" height="50"><rect width="90" height="40"/><text x="5" y="20">글</text></svg>`),
		"large.svg": []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1e6 10"><rect x="-1e9" width="1e12" height="5"/></svg>`),
		"bad.svg":   []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="NaN" height="-5"><path d="M 0 0 L`), "bad.txt": []byte("text"),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
