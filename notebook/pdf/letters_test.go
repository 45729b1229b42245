package pdf

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"quire/notebook"
	"quire/notebook/figure"
)

// pdfText renders a note and returns what pdftotext reads, and the warnings.
func pdfText(t *testing.T, src string) (string, []Warning) {
	t.Helper()
	data, warnings, err := Render(notebook.NewReport(notebook.Parse("letters.md", []byte(src)), nil), Options{})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "letters.pdf")
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return tool(t, "pdftotext", file, "-"), warnings
}

// solid is text without spaces, line ends and the marks that pdftotext puts around what is written from right to left.
func solid(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || 0x202A <= r && r <= 0x202E {
			return -1
		}
		return r
	}, s)
}

// Whatever letters a paragraph is written in, it comes back from the file character by character, composed.
func TestLettersComeBack(t *testing.T) {
	for name, text := range map[string]string{
		"Hangul":             "값을 읽고 뷁뚫뛟 쀍 넋없이 앉았다. 학습률은 0.001이다.",
		"decomposed Hangul":  norm.NFD.String("학습률을 바꾸면 손실 값이 달라진다."),
		"letters":            "ㄱㄴㄷㄹ ㅏㅑㅓㅕ ㄳㅄ ㅿㆁㆆㆍ",
		"ligatures":          "efficient official flow affix waffle fjord AVATAR To Ty",
		"accents":            norm.NFD.String("naïve café Gödel Łukasiewicz Erdős Đorđe ŝ ǆ"),
		"hyphenated":         "An internationalization of backpropagation hyperparameters characteristically necessitates straightforward regularization, notwithstanding overparameterized representations.",
		"emoji":              "좋다 😀 가족 👨‍👩‍👧‍👦 깃발 🇰🇷 손 👍🏽 하나 1️⃣ 하트 ❤️ 끝 ✅🚀",
		"Hanja":              "大韓民國 憲法 機械學習 鬪爭 黌舍 卍",
		"compatible Hanja":   "樂 金 女 六 不 北",
		"simplified":         "深度学习使用多层神经网络。",
		"kana":               "日本語のテキスト、「禁則」もョッと。ｶﾅ",
		"signs":              "← → ⇒ ⇔ ∀ ∃ ∈ ∑ ∞ ≤ ★ ☆ ♪ ① ⑳ ㉠ ㉮ ㈜ ㎏ ㎡ ㎐ ℃ Ⅳ ⅳ ½ № ™ █▓ ─│┌ ❶ ✓ ✗ ⒈ ㍿ ⏎ ⌘",
		"other alphabets":    "αβγδ ΣΩ Жуковский ქართული հայ",
		"letters of no face": "태국 กขค 그리고 שלום 또 مرحبا 끝",
		"old Hangul":         "나랏〮말〯ᄊᆞ미 ᄒᆞᆫ글",
	} {
		got, _ := pdfText(t, "첫 문단은 한국어로 길게 쓴다. 글의 방향이 정해지도록.\n\n"+text+"\n\n끝 문단도 한국어이다. 글의 방향이 정해지도록.\n")
		if want := solid(norm.NFC.String(text)); !strings.Contains(solid(got), want) {
			t.Errorf("%s: %q comes back as\n%s", name, want, got)
		}
	}
}

// Emoji come back from wherever they stand, and warn of nothing.
func TestEmojiEverywhere(t *testing.T) {
	got, warnings := pdfText(t, "---\ntitle: 제목 🚀\ntoc: true\n---\n# 머리 🎯\n\n글 😀 [링크 🔗](#x) **굵은 🐘** `코드 🧪`[^1]\n\n"+
		"| 표 📊 |\n|--|\n| 칸 🧮 |\n\n```go {eval=false}\nx := \"🐹\" // 👩‍💻\n```\n\n- [ ] 목록 🧊\n\n> 인용 💬\n\n# 둘 🪁\n\n![설명 🖼️](none.png)\n\n[^1]: 각주 👣\n")
	for _, e := range []string{"🚀", "🎯", "😀", "🔗", "🐘", "🧪", "📊", "🧮", "🐹", "👩‍💻", "🧊", "💬", "🪁", "👣"} {
		if !strings.Contains(got, e) {
			t.Errorf("%s does not come back", e)
		}
	}
	for _, w := range warnings {
		if strings.Contains(w.Message, "font") {
			t.Errorf("warning: %v", w)
		}
	}
	if n := strings.Count(got, "🎯"); n < 2 {
		t.Errorf("🎯 comes back %d times, want it in the heading and in the contents", n)
	}
}

// An emoji takes two cells of the grid of code, however many characters it has.
func TestEmojiOnGrid(t *testing.T) {
	b := newBuilder(notebook.NewReport(notebook.Parse("grid.md", nil), nil), Options{})
	for _, text := range []string{"한글", "🚀🚀", "👩‍💻👩‍💻", "🇰🇷🇰🇷", "abcd", "❤️1️⃣"} {
		rows := b.wrap([]token{{text: text}}, grid{size: 10, columns: 40})
		if len(rows) != 1 || rows[0].w != 20 {
			t.Errorf("%q takes %d rows, the first %.1f wide, want four cells of 5", text, len(rows), rows[0].w)
		}
	}
}

// What no face has is warned of once, with the line where it stands.
func TestLostLetters(t *testing.T) {
	_, warnings := pdfText(t, "첫 줄\n\n둘째 ก 과 ข\n\n또 ก\n\nजय\n")
	want := []Warning{{Line: 3, Message: `no font has 'ก' (U+0E01), 'ข' (U+0E02)`}, {Line: 7, Message: `no font has 'ज' (U+091C), 'य' (U+092F)`}}
	if len(warnings) != len(want) {
		t.Fatalf("warnings %v, want %v", warnings, want)
	}
	for i := range want {
		if warnings[i] != want[i] {
			t.Errorf("warning %v, want %v", warnings[i], want[i])
		}
	}
}

// Labels of drawings have emoji too, turned ones as well.
func TestEmojiInDrawings(t *testing.T) {
	b := newBuilder(notebook.NewReport(notebook.Parse("f.md", nil), nil), Options{})
	for _, angle := range []float64{0, 90} {
		p := &painter{b: b, page: &page{}, h: 800}
		p.figure(&figure.Figure{W: 100, H: 50, Ops: []figure.Op{{Text: &figure.TextOp{X: 10, Y: 10, Face: "sans", Size: 9, Color: "ink", Angle: angle, Text: "정확도 🚀 %"}}}}, 0, 0, 1)
		var got []string
		for _, r := range p.runs {
			got = append(got, r.text)
		}
		if s := strings.Join(got, "|"); s != "정확도 |🚀| %" {
			t.Errorf("at %v° the runs are %q", angle, s)
		}
		if n := strings.Count(string(p.buf), "Tj"); n < 4 {
			t.Errorf("at %v° the emoji has %d layers", angle, n)
		}
	}
}
