package pdf

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/yuin/goldmark/ast"

	"quire/notebook"
)

// squash drops everything but letters and digits: line ends and spaces are the layout's.
func squash(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// Every sentence of the note's paragraphs comes back from the file, in order, Hangul intact.
func TestTextComesBack(t *testing.T) {
	r := sampleReport(t)
	data, _, err := Render(r, Options{})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "sample.pdf")
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
	got := squash(withoutFurniture(tool(t, "pdftotext", file, "-"), r))
	count := 0
	for _, bl := range r.Note.Blocks {
		p, ok := bl.Node.(*ast.Paragraph)
		if !ok || !onlyText(p) {
			continue
		}
		for _, s := range strings.SplitAfter(plainText(p, r.Note.Source), ". ") {
			want := squash(s)
			i := strings.Index(got, want)
			if i < 0 {
				t.Errorf("the PDF has not, or not after what stands before it: %q", s)
				continue
			}
			got = got[i+len(want):]
			count++
		}
	}
	if count < 20 {
		t.Errorf("only %d sentences were compared", count)
	}
}

// withoutFurniture drops the headers and page numbers: they part the sentences that go over two pages.
func withoutFurniture(text string, r *notebook.Report) string {
	var b strings.Builder
	for i, page := range strings.Split(text, "\f") {
		if i > 0 {
			page = strings.Replace(page, r.Title, "", 1)
			page = strings.Replace(page, authorNames(r.Note.Meta.Authors), "", 1)
		}
		b.WriteString(regexp.MustCompile(`(?m)^\d+ / \d+$`).ReplaceAllString(page, ""))
	}
	return b.String()
}

// onlyText tells whether a paragraph has nothing but text and emphasis in it.
func onlyText(n ast.Node) bool {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c.(type) {
		case *ast.Text:
		case *ast.Emphasis:
			if !onlyText(c) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// Copying a formula gives its source.
func TestFormulaAsText(t *testing.T) {
	data, _, err := Render(sampleReport(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "sample.pdf")
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
	if got := tool(t, "pdftotext", file, "-"); !strings.Contains(got, `v \leftarrow \alpha v - \eta`) {
		t.Errorf("the displayed formula does not come back as TeX")
	}
}
