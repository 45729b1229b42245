package font

import (
	"testing"

	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/unicode/norm"
)

// Every character of KS X 1001 can be drawn, as it is and composed: 986 signs, letters and units, 2,350 syllables, 4,888
// Hanja (EUC-KR's decoder adds the two signs of 1998, € and ®).
func TestKSX1001(t *testing.T) {
	count := map[string]int{}
	for row := 1; row <= 94; row++ {
		for cell := 1; cell <= 94; cell++ {
			b, err := korean.EUCKR.NewDecoder().Bytes([]byte{byte(0xA0 + row), byte(0xA0 + cell)})
			r := []rune(string(b))
			if err != nil || len(r) != 1 || r[0] == 0xFFFD {
				continue
			}
			switch {
			case row <= 12:
				count["signs"]++
			case 16 <= row && row <= 40:
				count["syllables"]++
			case 42 <= row && row <= 93:
				count["Hanja"]++
			}
			for _, face := range []string{Sans, SansBold, Mono} {
				for _, text := range []string{string(r), norm.NFC.String(string(r))} {
					for _, run := range StackOf(face).Runs(text) {
						if run.Missing != nil {
							t.Errorf("%s: %U %s at %d-%d: no face has it", face, r, text, row, cell)
						}
					}
				}
			}
		}
	}
	if count["signs"] < 986 || count["syllables"] != 2350 || count["Hanja"] != 4888 {
		t.Errorf("the table has %v", count)
	}
}

// All 11,172 syllables are in the faces that set Korean text: none is borrowed from another face. Han comes from faces
// that are made for text.
func TestHangulInItsFace(t *testing.T) {
	for _, name := range []string{Sans, SansBold, Mono, MonoBold} {
		f := Get(name)
		for r := rune(0xAC00); r <= 0xD7A3; r++ {
			if !f.Has(r) {
				t.Errorf("%s has no %c", name, r)
			}
		}
		for r := rune(0x3131); r <= 0x318E; r++ {
			if StackOf(name).face(r) == nil {
				t.Errorf("no face has the letter %c", r)
			}
		}
	}
	for r := rune(0x4E00); r <= 0x9FFF; r++ {
		if f := StackOf(Sans).face(r); f == Get(Mono) && mayHave(indexOf(SansJP), r) {
			t.Errorf("%c is set in the face of code", r)
		}
	}
}

// The signs that reports use are drawn.
func TestSigns(t *testing.T) {
	const signs = "←↑→↓↔↕⇐⇒⇔⟵⟶⟹↦∀∃∄∈∉∋∅∏∑∓∗∘√∛∜∝∞∠∟∣∥∧∨∩∪∫∬∭∮∴∵∼≃≅≈≠≡≢≤≥≦≧≪≫⊂⊃⊄⊆⊇⊕⊖⊗⊙⊢⊣⊤⊥⊨⋀⋁⋂⋃⋯⋮⋱⌈⌉⌊⌋⟦⟧⟨⟩" +
		"─│┌┐└┘├┤┬┴┼═║╔╗╚╝╠╣╦╩╬▀▄█▌▐░▒▓■□▢▣▤▥▪▫▲△▶▷▼▽◀◁◆◇○◎●◐◑★☆☎☏☐☑☒☞☜♠♡♢♣♤♥♦♧♩♪♫♬♭♯✓✔✕✖✗✘✚✦✧❖❶❷❸➀➊➔➜➡" +
		"①⑳⑴⒇⒈Ⓐⓐⓩ㉠㉡㉮㉯㈀㈎㈜㉿ⅠⅡⅣⅩⅰⅳⅹ㎎㎏㎜㎝㎞㎟㎠㎡㎢㎥㎖㎗ℓ㎘㏄㎐㎑㎒㎓㎾㎸㎂Ω㏈㏊℃℉Å㎍㎲㎳℡№™©®°′″‰‱§¶†‡•‥…※½⅓¼⅛⅔¾€£¥₩¢₿" +
		"αβγδεζηθικλμνξοπρστυφχψωΓΔΘΛΞΠΣΦΨΩ∂∇ℏℂℕℙℚℝℤ℘ℵ⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓЖДЯé漢字かなカナ々〆〇〜「」『』【】〈〉《》〔〕、。・ー！？：；（）％＋－＝ㆍᆞ"
	for _, r := range signs {
		if StackOf(Sans).face(r) == nil {
			t.Errorf("no face has %c (%U)", r, r)
		}
	}
}
