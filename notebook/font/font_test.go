package font

import (
	"math"
	"strings"
	"sync"
	"testing"
)

func TestGet(t *testing.T) {
	for _, name := range Names() {
		f := Get(name)
		if f.Name() != name {
			t.Errorf("Get(%q).Name() = %q", name, f.Name())
		}
		if f != Get(name) {
			t.Errorf("Get(%q) parsed the face twice", name)
		}
		if name == Han || name == Symbols || name == Emoji {
			continue // without Latin letters
		}
		if f.Ascent() <= f.CapHeight() || f.CapHeight() <= f.XHeight() || f.XHeight() <= 0 || f.Descent() >= 0 {
			t.Errorf("%s: ascent %d, capitals %d, x %d, descent %d are out of order", name, f.Ascent(), f.CapHeight(), f.XHeight(), f.Descent())
		}
	}
	if f := Get("no such face"); f != Get(Sans) {
		t.Errorf("an unknown name gives %s, want sans", f.Name())
	}
	if Get(Math).MathTable() == nil || Get(Sans).MathTable() != nil {
		t.Error("the math face, and only that, must have a MATH table")
	}
}

// The widths are those of Chromium's canvas (measureText at 1000 px) with the same font files. Ours are rounded to
// 1/1000 em glyph by glyph, so they may differ by half a unit per glyph and per kern.
func TestMeasure(t *testing.T) {
	tests := []struct {
		face, text string
		want       float64
	}{
		{Sans, "A", 645.508},
		{Sans, "가", 864.258},
		{Sans, "AVATAR", 3506.348},
		{Sans, "To. 11", 2481.934},
		{Sans, "정확도 (훈련)", 5253.906},
		{Sans, "→", 913.086},
		{Sans, "漢", 937.5}, // falls back to sans-jp
		{Sans, "Learning rate 0.001", 8583.984},
		{SansBold, "AVATAR", 3791.992},
		{SansBold, "Learning rate 0.001", 9134.277},
		{SansJP, "漢", 937.5},
		{Mono, "AVATAR", 3000},
		{Mono, "정확도 (훈련)", 6500},
		{Mono, "漢", 1000},
	}
	for _, tt := range tests {
		got := Measure(tt.face, 1000, tt.text)
		if tolerance := float64(len([]rune(tt.text))); math.Abs(got-tt.want) > tolerance {
			t.Errorf("Measure(%s, 1000, %q) = %v, want %v ± %v", tt.face, tt.text, got, tt.want, tolerance)
		}
	}
	composed, separate := Measure(Sans, 10, "한글"), Measure(Sans, 10, "한글")
	if composed != separate {
		t.Errorf("한글 is %v wide composed and %v as Jamo, want the same", composed, separate)
	}
}

func TestEverySyllable(t *testing.T) {
	for _, name := range []string{Sans, SansBold, Mono, MonoBold} {
		f := Get(name)
		for r := rune(0xAC00); r <= 0xD7A3; r++ {
			if !f.Has(r) {
				t.Fatalf("%s has no %c", name, r)
			}
		}
	}
}

func TestRuns(t *testing.T) {
	tests := []struct{ stack, text, want string }{
		{Sans, "", ""},
		{Sans, "plain 한글", "sans[plain 한글]"},
		{Sans, "한자 漢字와", "sans[한자 ]sans-jp[漢字]sans[와]"},
		{Sans, "각", "sans[각]"},
		{Mono, "x漢", "mono[x漢]"},
		{Sans, "𝑥=1", "math[𝑥]sans[=1]"},
		{Sans, "a\u200db", "sans[a\u200db]"},
		{Sans, "a\U000E0101b", "sans[a]sans[b]"},
		{Sans, "aกขb", "sans[a]sans?[กข]sans[b]"},
		{Sans, "a😀😁b", "sans[a]emoji[😀]emoji[😁]sans[b]"},
		{Sans, "👩‍💻👍🏽🇰🇷1️⃣❤️", "emoji[👩‍💻]emoji[👍🏽]emoji[🇰🇷]emoji[1️⃣]emoji[❤️]"},
		{Mono, "✓ 1 # ✔ ☀ ❤︎", "mono[✓ 1 # ✔ ☀ ❤]"},
		{Sans, "学习", "sans-jp[学]han[习]"},
		{Math, "x값", "math[x]sans[값]"},
		{Sans, "a\xffb", "sans[a]sans?[\uFFFD]sans[b]"},
	}
	for _, tt := range tests {
		var got strings.Builder
		for _, r := range StackOf(tt.stack).Runs(tt.text) {
			got.WriteString(r.Face.Name())
			if r.Missing != nil {
				got.WriteString("?")
				if string(r.Missing) != r.Text {
					t.Errorf("Runs(%q): Missing %q is not Text %q", tt.text, string(r.Missing), r.Text)
				}
			}
			got.WriteString("[" + r.Text + "]")
		}
		if got.String() != tt.want {
			t.Errorf("%s.Runs(%q) = %s, want %s", tt.stack, tt.text, got.String(), tt.want)
		}
	}
}

func TestOutline(t *testing.T) {
	x0, y0, x1, y1 := Get(Sans).Bounds(Get(Sans).GID('H'))
	if y0 != 0 || math.Abs(y1-float64(Get(Sans).CapHeight())) > 1 || x0 <= 0 || x1 <= x0 {
		t.Errorf("the box of H is (%v, %v, %v, %v), want it to stand on the baseline, %d high", x0, y0, x1, y1, Get(Sans).CapHeight())
	}
	for _, gid := range []int{-1, 1 << 20, Get(Sans).GID(' ')} {
		if o := Get(Sans).Outline(gid); len(o) != 0 {
			t.Errorf("Outline(%d) has %d segments, want none", gid, len(o))
		}
	}
	if a := Get(Sans).Advance(-1); a != 0 {
		t.Errorf("Advance(-1) = %d, want 0", a)
	}
}

// Many goroutines that ask a cold face the same questions get the same answers; -race watches the caches.
func TestConcurrent(t *testing.T) {
	f := load(sources[0])
	s := &Stack{members: []member{{0, func() *Face { return f }}}}
	const text = "AVATAR 학습률 To. 정확도"
	want := s.Width(text)
	f = load(sources[0])
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				if got := s.Width(text); got != want {
					t.Errorf("Width(%q) = %d, want %d", text, got, want)
				}
			}
		})
	}
	wg.Wait()
}

func BenchmarkMeasure(b *testing.B) {
	for b.Loop() {
		Measure(Sans, 10, "합성곱 층의 출력 크기는 AVATAR 입력 크기와 필터 크기로 정해진다.")
	}
}
