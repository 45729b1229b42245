package pdf

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
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
