package pdf

import (
	"slices"
	"strings"
	"testing"
)

func TestHyphenation(t *testing.T) {
	for _, want := range strings.Fields(`
		hy-phen-ation con-cate-na-tion su-per-cal-ifrag-ilis-tic in-ter-na-tion-al-iza-tion
		ta-ble project as-so-ciates neu-ral net-work gra-di-ent back-prop-a-ga-tion reg-u-lar-iza-tion
		the node al-go-rithm con-vo-lu-tional`) {
		word := strings.ReplaceAll(want, "-", "")
		got, from := "", 0
		for _, at := range english().places(word) {
			got += word[from:at] + "-"
			from = at
		}
		if got += word[from:]; got != want {
			t.Errorf("%s is parted as %s, want %s", word, got, want)
		}
	}
}

// TestHyphenPlaces: only whole lower-case words of running text are parted.
func TestHyphenPlaces(t *testing.T) {
	for text, want := range map[string]string{
		"regularization":       "reg|u|lar|iza|tion",
		"(regularization),":    "(reg|u|lar|iza|tion),",
		"정규화(regularization)는": "정|규|화|(reg|u|lar|iza|tion)|는",
		"regular_ization":      "regular_ization",
		"regularization2":      "regularization2",
		"ReLU":                 "ReLU",
		"BatchNormalization":   "BatchNormalization",
		"don't":                "don't",
	} {
		var got []string
		for _, x := range newShaper().items([]span{{textStyle: running, text: text}}, 10) {
			switch {
			case x.kind == box:
				s := ""
				for _, f := range x.frags {
					for _, g := range f.glyphs {
						s += string(g.r)
					}
				}
				got = append(got, s)
			}
		}
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("%s: %s, want %s", text, s, want)
		}
	}
	if !slices.IsSorted(english().places("characteristically")) {
		t.Error("the places are not in order")
	}
}
