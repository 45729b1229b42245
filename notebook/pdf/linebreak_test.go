package pdf

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"quire/notebook/figure"
)

func koreanText(rng *rand.Rand, n int) string {
	const syllables = "가나다라마바사아자차카타파하학습률손실기울기합성곱층은는이가을를에서으로처럼"
	rs := []rune(syllables)
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(' ')
		}
		if rng.IntN(12) == 0 {
			b.WriteString([]string{"Adam은", "SGD", "0.01", "(AdaGrad)", "ReLU와"}[rng.IntN(5)])
			continue
		}
		for range 1 + rng.IntN(6) {
			b.WriteRune(rs[rng.IntN(len(rs))])
		}
	}
	return b.String() + "다."
}

// An 어절 is parted only where the line without it would be stretched more than keepRatio, and never in ragged text;
// justified lines fill the measure, no line is wider than it, and nothing is lost.
func TestKoreanLines(t *testing.T) {
	s := newShaper()
	rng := rand.New(rand.NewPCG(1, 2))
	for n := range 600 {
		text := koreanText(rng, 5+rng.IntN(60))
		measure := []float64{120, 240, 410, 459}[n%4]
		for _, justify := range []bool{true, false} {
			ls := breakLines(s.items([]span{{textStyle: running, text: text}}, 10.2), setting{measure, justify})
			var got strings.Builder
			for i, ln := range ls {
				if ln.w > measure+0.05 {
					t.Fatalf("%q at %.0f: line %d is %.2f wide", text, measure, i, ln.w)
				}
				if last := i == len(ls)-1; justify && !last && ln.ratio <= ragRatio && math.Abs(ln.w-measure) > 0.05 {
					t.Errorf("%q at %.0f: line %d is %.2f wide and not filled", text, measure, i, ln.w)
				}
				if ln.word && !justify {
					t.Errorf("%q at %.0f: ragged line %d ends inside an 어절", text, measure, i)
				}
				if ln.word && withoutWord(ln, measure) <= keepRatio {
					t.Errorf("%q at %.0f: line %d parts an 어절 without need", text, measure, i)
				}
				got.WriteString(lineText(ln))
			}
			if want := strings.ReplaceAll(text, " ", ""); strings.ReplaceAll(got.String(), " ", "") != want {
				t.Errorf("lines of %q give %q", text, got.String())
			}
		}
	}
}

// withoutWord is the stretch ratio that a line would have without the part of an 어절 at its end.
func withoutWord(ln line, measure float64) float64 {
	last := len(ln.frags) - 1
	for last >= 0 && !ln.frags[last].space {
		last--
	}
	if last <= 0 {
		return math.Inf(1)
	}
	natural, stretch := 0.0, 0.0
	for _, f := range ln.frags[:last] {
		natural += f.w - f.track*float64(len(f.glyphs))*f.size/1000
		if f.space {
			stretch += f.w * stretchPerSp
		}
	}
	if stretch == 0 {
		return math.Inf(1)
	}
	return (measure - natural) / stretch
}

func lineText(ln line) string {
	var b strings.Builder
	for _, f := range ln.frags {
		if f.object != nil {
			b.WriteRune('□')
		}
		for _, g := range f.glyphs {
			b.WriteRune(g.r)
		}
	}
	return b.String()
}

func TestLineStarts(t *testing.T) {
	s := newShaper()
	text := strings.Repeat("日本語の長い文章は空白がないので、「禁則処理」が必要である。中文也一样，", 8)
	for measure := 100.0; measure < 300; measure += 7 {
		for _, ln := range breakLines(s.items([]span{{textStyle: running, text: text}}, 10), setting{measure, true}) {
			rs := []rune(lineText(ln))
			if strings.ContainsRune("、。，」", rs[0]) {
				t.Errorf("a line of %.0f begins with %c", measure, rs[0])
			}
			if rs[len(rs)-1] == '「' {
				t.Errorf("a line of %.0f ends with 「", measure)
			}
		}
	}
}

// Small kana and the long mark begin no line, in words that are wider than the line too; nor do closing marks end up
// there, or opening ones at an end.
func TestStrictKinsoku(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("ニューラルネットワークのファッションデータ（訓練）、", 8),
		strings.Repeat("가나다라(마바사)아자차카타파하.", 12),
		strings.Repeat("《书名》，“引文”。", 20),
	} {
		for measure := 60.0; measure < 200; measure += 3 {
			for _, justify := range []bool{true, false} {
				for _, ln := range linesOf([]span{{textStyle: running, text: text}}, setting{measure, justify}) {
					rs := []rune(ln)
					if strings.ContainsRune("ュァッョー）、。，》”).", rs[0]) || strings.ContainsRune("（《“(", rs[len(rs)-1]) {
						t.Errorf("at %.0f a line is %q", measure, ln)
					}
				}
			}
		}
	}
}

func TestShortLastLine(t *testing.T) {
	s := newShaper()
	short := 0
	rng := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		ls := breakLines(s.items([]span{{textStyle: running, text: koreanText(rng, 30+rng.IntN(30))}}, 10.2), setting{459, true})
		if len(ls) > 1 && ls[len(ls)-1].w < 459*shortLast {
			short++
		}
	}
	if short > 6 {
		t.Errorf("%d of 300 paragraphs end in a line of a syllable or two", short)
	}
}

func TestForcedBreaks(t *testing.T) {
	s := newShaper()
	word := func(text string) span { return span{textStyle: running, text: text} }
	brk := span{textStyle: running, brk: true}
	for _, c := range []struct {
		spans []span
		want  string
	}{
		{[]span{word("가"), brk, word("나")}, "가|나"},
		{[]span{word("가"), brk, brk, word("나")}, "가||나"},
		{[]span{brk, word("가"), brk}, "|가"},
		{[]span{word("가 나"), brk, word("다 라")}, "가 나|다 라"},
		{[]span{word("")}, ""},
		{[]span{word("  ")}, ""},
	} {
		var got []string
		for _, ln := range breakLines(s.items(c.spans, 10), setting{200, true}) {
			got = append(got, strings.TrimRight(lineText(ln), " "))
		}
		if g := strings.Join(got, "|"); g != c.want {
			t.Errorf("lines %q, want %q", g, c.want)
		}
	}
}

// linesOf is what the lines of a paragraph say, without the spaces at their ends.
func linesOf(spans []span, set setting) []string {
	s := newShaper()
	var out []string
	for _, ln := range breakLines(s.items(spans, 10.2), set) {
		out = append(out, strings.TrimRight(lineText(ln), " "))
	}
	return out
}

// A particle never stands at the beginning of a line without what it belongs to.
func TestParticlesStay(t *testing.T) {
	code, link := running.mono(), running
	link.link = &hyperlink{uri: "x"}
	for _, particle := range []string{"는", "을", "에서", "까지", "에서는", "으로"} {
		for _, head := range [][]span{
			{{textStyle: code, text: "Fit"}},
			{{textStyle: link, text: "문서"}},
			{{textStyle: link, text: "그림\u00a03"}},
			{{textStyle: running, text: "10,000"}},
			{{textStyle: running, text: "98.5%"}},
			{{textStyle: running, text: "(참고)"}},
			{{textStyle: running, text: "Adam"}},
			{{textStyle: running, figure: &figure.Figure{W: 30, H: 10}, zoom: 1, text: "x"}},
		} {
			for measure := 50.0; measure < 140; measure++ {
				spans := append([]span{{textStyle: running, text: "가중치를 초깃값마다 "}}, head...)
				spans = append(spans, span{textStyle: running, text: particle + " 바꾼다"})
				for _, ln := range linesOf(spans, setting{measure, true}) {
					if strings.HasPrefix(ln, particle) || strings.HasPrefix(ln, particle[3:]+" ") && len(particle) > 3 {
						t.Errorf("%q after %q at %.0f: a line is %q", particle, head[0].text, measure, ln)
					}
				}
			}
		}
	}
}

// Addresses are parted where it does not change what they say: no hyphen, no full stop at the end of a line.
func TestAddressesPart(t *testing.T) {
	const address = "https://example.com/deep-learning/from_scratch/v2.1/index.html?chapter=6&section=2#optimizers"
	for measure := 60.0; measure < 400; measure += 3 {
		ls := linesOf([]span{{textStyle: running, text: "주소는 " + address + "에서 본다"}}, setting{measure, true})
		if got := strings.ReplaceAll(strings.Join(ls, ""), " ", ""); got != "주소는"+address+"에서본다" {
			t.Fatalf("at %.0f the lines are %q", measure, ls)
		}
		for i, ln := range ls[:len(ls)-1] {
			if measure > 120 && (strings.HasSuffix(ln, "-") || strings.HasSuffix(ln, ".") || strings.HasSuffix(ln, ":") || strings.HasPrefix(ls[i+1], "/")) {
				t.Errorf("at %.0f the lines are %q", measure, ls)
			}
		}
	}
}

// Lines without any space are filled, by as much room between all ideographs.
func TestIdeographsFill(t *testing.T) {
	s := newShaper()
	text := strings.Repeat("深度学习是机器学习的一个分支，它使用多层神经网络来学习数据的表示。", 6)
	for measure := 90.0; measure < 460; measure += 13 {
		ls := breakLines(s.items([]span{{textStyle: running, text: text}}, 10.2), setting{measure, true})
		for _, ln := range ls[:len(ls)-1] {
			if math.Abs(ln.w-measure) > 0.05 {
				t.Errorf("at %.0f %q is %.2f wide", measure, lineText(ln), ln.w)
			}
			for i := range ln.frags {
				if f := &ln.frags[i]; f.extra > 0.3*f.size {
					t.Errorf("at %.0f %q: %.2f between two ideographs", measure, lineText(ln), f.extra)
				}
			}
		}
	}
}
