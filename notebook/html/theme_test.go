package html

import (
	"strings"
	"testing"

	"quire/notebook"
)

// TestSerifPage holds that a page in the serif theme carries the faces it is set in, and no page in the other does.
func TestSerifPage(t *testing.T) {
	page := func(meta string) string {
		n := notebook.Parse("a.md", []byte("---\ntitle: 제목\n"+meta+"---\n\n# 절\n\n본문 漢字 **굵게** $\\text{손실}$\n"))
		return string(Page(notebook.NewReport(n, nil), Options{}))
	}
	serif, sans := page("theme: serif\n"), page("")
	for _, want := range []string{
		`<body class="q-page q-serif">`, `font-family:"Quire Serif";font-weight:400`, `font-family:"Quire Serif";font-weight:700`,
		`font-family:"Quire Serif Han"`, `font-family:"Quire Sans";font-weight:700`, `font-family="var(--serif)"`,
	} {
		if !strings.Contains(serif, want) {
			t.Errorf("the page in the serif theme has no %s", want)
		}
	}
	for _, not := range []string{"q-page q-serif", `font-family:"Quire Serif`, `font-family="var(--serif)"`} {
		if strings.Contains(sans, not) {
			t.Errorf("the page in the sans theme has %s", not)
		}
	}
}
