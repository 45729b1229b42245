package notebook

import "testing"

// TestLayoutHints holds that what is wrong about the page comes with a way out in both languages.
func TestLayoutHints(t *testing.T) {
	for _, tt := range []struct{ line, ko, en string }{
		{"theme: serfi", "혹시 serif인가요?", "Did you mean serif?"},
		{"theme: Sanss", "혹시 sans인가요?", "Did you mean sans?"},
		{"paper: lettre", "혹시 letter인가요?", "Did you mean letter?"},
		{"fontsize: 20pt", "9에서 14까지 쓸 수 있습니다. 예: fontsize: 10.5pt", "For example fontsize: 10.5pt."},
		{"margin: 3", "프린터가 찍지 못하는 자리입니다. 5mm 이상으로 쓰세요.", "Printers leave that much white."},
		{"margin: {x: 12cm}", "본문이 들어갈 자리가 없어 기본 여백을 씁니다. 여백을 줄이세요.", "The default margins are used. Make them smaller."},
		{"font-size: 11pt", "혹시 fontsize인가요?", "Did you mean fontsize?"},
	} {
		n := Parse("a.md", []byte("---\n"+tt.line+"\n---\n"))
		if len(n.Diagnostics) != 1 {
			t.Errorf("%s: %d diagnostics, want 1: %v", tt.line, len(n.Diagnostics), n.Diagnostics)
			continue
		}
		if d := n.Diagnostics[0]; d.HintKo != tt.ko || d.HintEn != tt.en || d.Line != 2 {
			t.Errorf("%s: line %d, hints %q and %q, want line 2, %q and %q", tt.line, d.Line, d.HintKo, d.HintEn, tt.ko, tt.en)
		}
	}
}

// TestPaperNames holds that the names of paper in other tools are understood.
func TestPaperNames(t *testing.T) {
	for name, want := range map[string]string{"A4": "a4", "a5paper": "a5", "us-letter": "letter", "iso-b5": "b5", "Letter": "letter"} {
		n := Parse("a.md", []byte("---\npapersize: "+name+"\n---\n"))
		if n.Meta.Paper != want || len(n.Diagnostics) > 0 {
			t.Errorf("papersize: %s is %s, want %s; %v", name, n.Meta.Paper, want, n.Diagnostics)
		}
	}
}
