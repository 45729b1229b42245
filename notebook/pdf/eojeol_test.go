package pdf

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/yuin/goldmark/ast"

	"quire/notebook"
	"quire/notebook/figure"
)

// A brokenText checks lines against the items that they were broken from. It knows items and what lines show, nothing of
// how breaks are found: where each line ends is found again by counting characters and objects, and every ratio is worked
// out anew from boxes and glue.
type brokenText struct {
	items []item
	set   setting
	ls    []line
}

// countInk counts the characters and objects of frags, without spaces and the hyphens that a break draws.
func countInk(frags []frag) int {
	n := 0
	for i := range frags {
		switch f := &frags[i]; {
		case f.silent, f.space:
		case f.object != nil:
			n++
		default:
			n += len(f.glyphs)
		}
	}
	return n
}

// An eojeol is a stretch of items between two spaces. From and to count ink before it and up to its end.
type eojeol struct {
	from, to int
	hangul   bool
	widest   float64 // its widest box
}

// eojeols finds the stretches, and for every amount of ink the item at which it is reached.
func (t *brokenText) eojeols() []eojeol {
	var out []eojeol
	cur, n := eojeol{}, 0
	end := func() {
		if cur.to = n; cur.to > cur.from {
			out = append(out, cur)
		}
		cur = eojeol{from: n}
	}
	for i := range t.items {
		switch x := &t.items[i]; {
		case x.kind == box:
			n += countInk(x.frags)
			cur.widest = max(cur.widest, x.w)
			for _, f := range x.frags {
				for _, g := range f.glyphs {
					cur.hangul = cur.hangul || unicode.Is(unicode.Hangul, g.r)
				}
			}
		case x.kind == glue && len(x.frags) > 0, x.kind == penalty && x.cost <= -forbidden:
			end()
		}
	}
	end()
	return out
}

// natural is the width, and the stretch of the spaces, of the items that show the ink from one count up to another.
func (t *brokenText) natural(from, to int) (w, stretch float64) {
	n := 0
	for i := range t.items {
		x := &t.items[i]
		switch x.kind {
		case box:
			k := countInk(x.frags)
			if lo, hi := max(n, from), min(n+k, to); lo < hi {
				w += x.w * float64(hi-lo) / float64(k)
			}
			n += k
		case glue:
			if n > from && n < to {
				w, stretch = w+x.w, stretch+x.stretch
			}
		}
	}
	return w, stretch
}

// check returns what is wrong with the lines.
func (t *brokenText) check() (wrong []string) {
	words := t.eojeols()
	n := 0
	for k := range t.ls {
		ln := &t.ls[k]
		start := n
		n += countInk(ln.frags)
		if ln.w > t.set.measure+0.05 && !(len(ln.frags) <= 2 && n-start == 1) {
			wrong = append(wrong, fmt.Sprintf("line %d %q is %.2f wide, not %.2f", k, lineText(*ln), ln.w, t.set.measure))
		}
		for _, e := range words {
			if !e.hangul || n <= e.from || n >= e.to {
				continue
			}
			whole, _ := t.natural(e.from, e.to)
			switch {
			case !t.set.justify && whole <= t.set.measure:
				wrong = append(wrong, fmt.Sprintf("ragged line %d %q ends inside an 어절", k, lineText(*ln)))
			case e.from > start: // there is text before it on the line
				w, stretch := t.natural(start, e.from)
				if r := (t.set.measure - w) / stretch; stretch > 0 && r <= 2 {
					wrong = append(wrong, fmt.Sprintf("line %d %q parts an 어절; without it the ratio is %.2f", k, lineText(*ln), r))
				}
			}
		}
	}
	if total := words[len(words)-1].to; n != total {
		wrong = append(wrong, fmt.Sprintf("%d of %d characters are on lines", n, total))
	}
	return wrong
}

// parted counts the lines that end inside an 어절.
func (t *brokenText) parted() int {
	words, n, count := t.eojeols(), 0, 0
	for k := range t.ls {
		n += countInk(t.ls[k].frags)
		for _, e := range words {
			if e.hangul && n > e.from && n < e.to {
				count++
			}
		}
	}
	return count
}

func TestKeep어절(t *testing.T) {
	if testing.Short() {
		keepEojeols(t, 2000)
		return
	}
	keepEojeols(t, 12_000)
}

func TestKeep어절Soak(t *testing.T) {
	if os.Getenv("QUIRE_SOAK") == "" {
		t.Skip("QUIRE_SOAK is not set")
	}
	keepEojeols(t, 300_000)
}

func keepEojeols(t *testing.T, count int) {
	g := &koreanWriter{rng: rand.New(rand.NewPCG(20, 26)), s: newShaper()}
	measures := []float64{459, 425, 380, 300, 220, 150, 96}
	parted, lines := 0, 0
	for n := range count {
		spans := g.paragraph(1 + g.rng.IntN(5))
		items := g.s.items(spans, 10.2)
		if len(items) == 0 {
			continue
		}
		for _, justify := range []bool{true, false} {
			bt := &brokenText{items: items, set: setting{measures[n%len(measures)], justify}}
			bt.ls = breakLines(slices.Clone(items), bt.set)
			for _, w := range bt.check() {
				t.Errorf("paragraph %d at %.0f: %s", n, bt.set.measure, w)
			}
			if justify && bt.set.measure > 400 {
				lines += len(bt.ls)
				parted += bt.parted()
			}
		}
		if t.Failed() {
			return
		}
	}
	t.Logf("%d paragraphs; on a page, %d of %d lines end inside an 어절", count, parted, lines)
	if parted == 0 {
		t.Error("no 어절 was ever parted: the paragraphs are too easy")
	}
}

// A koreanWriter makes up paragraphs such as a report has.
type koreanWriter struct {
	rng *rand.Rand
	s   *shaper
}

func pick[T any](g *koreanWriter, of ...T) T { return of[g.rng.IntN(len(of))] }

// noun is one to five syllables: real words, and made-up ones from all of Hangul.
func (g *koreanWriter) noun() string {
	if g.rng.IntN(4) > 0 {
		return pick(g, "학습률", "손실", "기울기", "역전파", "가중치", "초깃값", "활성화함수", "합성곱신경망", "배치정규화", "과적합", "정확도", "모멘텀", "매개변수", "데이터", "층", "값", "최적화", "하이퍼파라미터", "드롭아웃", "훈련데이터", "오차역전파법", "경사하강법")
	}
	var b strings.Builder
	for range 1 + g.rng.IntN(5) {
		b.WriteRune(rune(0xAC00 + g.rng.IntN(11172)))
	}
	return b.String()
}

func (g *koreanWriter) particle() string {
	return pick(g, "은", "는", "이", "가", "을", "를", "의", "에", "에서", "에서는", "으로", "로", "과", "와", "도", "만", "까지", "부터", "보다", "처럼", "이라는", "에서부터", "입니다", "이다", "")
}

func (g *koreanWriter) verb() string {
	return pick(g, "한다", "있다", "줄어든다", "보여준다", "계산하였다", "비교하면", "살펴보았으며", "알려져", "따라서", "그러므로", "갱신하는", "수렴하지", "않는다", "나타내는데", "수")
}

func (g *koreanWriter) english() string {
	return pick(g, "Adam", "AdaGrad", "SGD", "ReLU", "backpropagation", "hyperparameter", "convolutional", "weight", "batch", "state-of-the-art", "MNIST", "learning", "x_train", "He", "input/output")
}

// paragraph makes up so many sentences.
func (g *koreanWriter) paragraph(sentences int) []span {
	var out []span
	text := func(s string, st textStyle) { out = append(out, span{textStyle: st, text: s}) }
	link := func() textStyle {
		st := running
		st.link = &hyperlink{uri: "https://example.com"}
		return st
	}
	for range sentences {
		for k := range 4 + g.rng.IntN(14) {
			if k > 0 {
				text(" ", running)
			}
			p := g.particle()
			switch g.rng.IntN(40) {
			case 0:
				text(g.english()+p, running)
			case 1:
				text(fmt.Sprintf("%.*f", g.rng.IntN(5), g.rng.Float64()*1000)+pick(g, "", "%", "배", "개", "GB")+p, running)
			case 2:
				w := []float64{6, 14, 40, 95, 160}[g.rng.IntN(5)]
				out = append(out, span{textStyle: running, figure: &figure.Figure{W: w, H: 12, Depth: 3}, zoom: 1, text: "x"})
				text(p, running)
			case 3:
				text(pick(g, "Fit", "nn.NewAffine(784, 50)", "x_train", "층", "optimizer.UpdateAllParameters(network)", "go test ./..."), running.mono())
				text(p, running)
			case 4:
				text(pick(g, "링크", "Go 문서", "https://example.com/deep/learning/from/scratch?chapter=6&section=2", "그림\u00a03"), link())
				text(p, running)
			case 5:
				text("("+g.noun()+pick(g, ", ", "/", "·", " ")+g.english()+")"+p, running)
			case 6:
				text("“"+g.noun()+" "+g.verb()+"”"+pick(g, "라고", "는", "이라는"), running)
			case 7:
				text(g.noun()+pick(g, "·", "/", "-", "~", "—")+g.noun()+p, running.bold())
			case 8:
				text(g.noun()+p, running)
				out = append(out, span{textStyle: running, note: 1 + g.rng.IntN(20)})
			case 9:
				text(pick(g, "深層學習", "機械學習", "日本語の文")+p, running)
			case 10, 11, 12, 13, 14:
				text(g.verb(), running)
			case 15:
				text(strings.Repeat(g.noun(), 1+max(0, g.rng.IntN(8)-4))+p, running)
			default:
				text(g.noun()+p, running)
			}
		}
		text(" "+pick(g, "이다", "한다", "보았다", "것이다")+pick(g, ".", ".", ".", "?", "!”", ".)")+" ", running)
	}
	return out
}

// The reports keep their 어절 too, in every style that a paragraph of theirs is set in.
func TestReportsKeep어절(t *testing.T) {
	files, err := filepath.Glob("../../reports/*.md")
	if err != nil || len(files) == 0 {
		t.Fatalf("no reports: %v", err)
	}
	count, parted := 0, 0
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		b := newBuilder(notebook.NewReport(notebook.Parse(filepath.Base(file), src), nil), Options{})
		b.prepareNotes()
		err = ast.Walk(b.r.Note.Root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if !entering || n.Type() != ast.TypeBlock || n.FirstChild() == nil || n.FirstChild().Type() != ast.TypeInline {
				return ast.WalkContinue, nil
			}
			for _, measure := range []float64{b.style.width(), 300, 180} {
				for _, justify := range []bool{true, false} {
					items := b.items(b.spans(n, running, b.style.body.size, measure), b.style.body.size)
					if len(items) == 0 {
						continue
					}
					bt := &brokenText{items: items, set: setting{measure, justify}}
					bt.ls = breakLines(slices.Clone(items), bt.set)
					if len(bt.ls) == 0 {
						continue
					}
					for _, w := range bt.check() {
						t.Errorf("%s at %.0f: %s", file, measure, w)
					}
					count++
					if justify && measure > 400 {
						parted += bt.parted()
					}
				}
			}
			return ast.WalkSkipChildren, nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if parted > count/50 {
		t.Errorf("on a page, %d lines of %d paragraphs end inside an 어절", parted, count)
	}
	t.Logf("%d paragraphs; on a page, %d lines end inside an 어절", count, parted)
}

// No line is filled by more than a wide space between two words.
func TestNoRivers(t *testing.T) {
	g := &koreanWriter{rng: rand.New(rand.NewPCG(7, 8)), s: newShaper()}
	for range 2000 {
		items := g.s.items(g.paragraph(3), 10.2)
		for _, ln := range breakLines(items, setting{459, true}) {
			for i := range ln.frags {
				if f := &ln.frags[i]; f.space && f.extra > f.w*stretchPerSp*ragRatio+1e-6 || math.IsNaN(f.extra) {
					t.Fatalf("%q: a space is %.1f wider than its %.1f", lineText(ln), f.extra, f.w)
				}
			}
		}
	}
}

// BenchmarkKoreanLines sets a hundred paragraphs of three sentences at the measure of a page.
func BenchmarkKoreanLines(b *testing.B) {
	g := &koreanWriter{rng: rand.New(rand.NewPCG(5, 6)), s: newShaper()}
	paragraphs := make([][]span, 100)
	for i := range paragraphs {
		paragraphs[i] = g.paragraph(3)
	}
	for b.Loop() {
		for _, p := range paragraphs {
			breakLines(g.s.items(p, 10.2), setting{459, true})
		}
	}
}
