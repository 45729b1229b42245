package pdf

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quire/notebook"
	"quire/notebook/font"
)

// TestThemesFit sets the sample in every theme on all paper, at the least, the usual and the greatest size of type:
// nothing stands outside the text area, and nothing is lost.
func TestThemesFit(t *testing.T) {
	for _, theme := range []string{"sans", "serif"} {
		for _, paper := range []string{"a4", "letter", "b5", "a5"} {
			for _, size := range []string{"", "9pt", "14pt"} {
				name := strings.Trim(theme+"-"+paper+"-"+size, "-")
				t.Run(name, func(t *testing.T) {
					meta := fmt.Sprintf("theme: %s\npaper: %s\n", theme, paper)
					if size != "" {
						meta += "fontsize: " + size + "\n"
					}
					r := sampleWith(t, meta)
					checkInside(t, r)
					data, _, err := Render(r, Options{})
					if err != nil {
						t.Fatal(err)
					}
					keep(t, name+".pdf", data)
				})
			}
		}
	}
}

// checkInside holds that text stands inside the text area, that furniture stands on the page, and that all the words of
// the same note on plain paper are there.
func checkInside(t *testing.T, r *notebook.Report) {
	t.Helper()
	b, pages := painted(r, Options{})
	s := b.style
	var all strings.Builder
	for i, pg := range pages {
		for _, run := range pg.runs {
			if run.x < s.left-2 || run.x+run.w > s.left+s.width()+2 {
				t.Errorf("page %d: %q from %.1f to %.1f is outside the measure, %.1f to %.1f", i+1, run.text, run.x, run.x+run.w, s.left, s.left+s.width())
			}
			if run.y-run.size*0.75 < 0 || run.y > s.pageH-s.bottom+1 && run.y != s.pageH-s.footY {
				t.Errorf("page %d: %q at %.1f is below the text area, which ends at %.1f", i+1, run.text, run.y, s.pageH-s.bottom)
			}
			all.WriteString(run.text)
		}
	}
	for _, w := range b.warnings {
		if !strings.Contains(w.Message, "figures/none.png") { // which is missing on purpose
			t.Errorf("warning: %s", w)
		}
	}
	text := squash(all.String())
	for _, word := range []string{"조판견본", "그렇다면언제나", "배치정규화는", "gonum문서", "合成積層", "日本語のテキスト"} {
		if !strings.Contains(text, word) {
			t.Errorf("%q is not on the pages", word)
		}
	}
}

// TestSerifPages compares the pages of a note in the serif theme with what they were.
func TestSerifPages(t *testing.T) {
	_, pages := painted(noteReport(t, "serif.md"), Options{})
	got := dump(pages)
	golden := filepath.Join("testdata", "serif.golden")
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("pages differ from %s at %s; look at them and run go test -update", golden, firstDifference(got, want))
	}
}

// TestSerifFaces holds which faces the serif theme sets text, headings, code and the labels of drawings in, and that
// they are embedded under names of our own.
func TestSerifFaces(t *testing.T) {
	b, _ := painted(sampleWith(t, "theme: serif\n"), Options{})
	used := map[string]bool{}
	for _, f := range b.used {
		used[f.Face.Name()] = true
	}
	for _, name := range []string{font.Serif, font.SerifBold, font.SerifHan, font.SansBold, font.Sans, font.Mono, font.Math} {
		if !used[name] {
			t.Errorf("the face %s is not used", name)
		}
	}
	data, _, err := Render(sampleWith(t, "theme: serif\n"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "serif.pdf")
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
	if fonts := tool(t, "pdffonts", file); !strings.Contains(fonts, "+QuireSerif ") || !strings.Contains(fonts, "+QuireSerif-Bold ") {
		t.Errorf("the fonts of the file are\n%s", fonts)
	}
	if text := squash(tool(t, "pdftotext", file, "-")); !strings.Contains(text, "완전연결층은이미지를한줄로펼치므로") {
		t.Error("text in the serif face does not come back from the file")
	}
}

// TestPageNumbers holds what papers, margins and sizes of the front matter become.
func TestPageNumbers(t *testing.T) {
	const mm = 72 / 25.4
	for _, tt := range []struct {
		meta                     string
		w, h                     float64
		left, right, top, bottom float64 // 0: not compared
		size, lead               float64
	}{
		{meta: "", w: 210, h: 297, left: 68 / mm, right: 68 / mm, top: 70 / mm, bottom: 76 / mm, size: 10.2, lead: 16.6},
		{meta: "paper: letter\n", w: 215.9, h: 279.4},
		{meta: "paper: a5\n", w: 148, h: 210},
		{meta: "paper: b5\n", w: 176, h: 250},
		{meta: "margin: 2cm\n", w: 210, h: 297, left: 20, right: 20, top: 20, bottom: 20},
		{meta: "margin: {x: 1in, y: 25mm}\n", w: 210, h: 297, left: 25.4, right: 25.4, top: 25, bottom: 25},
		{meta: "margin: {left: 72pt, x: 2cm}\n", w: 210, h: 297, left: 25.4, right: 20, top: 70 / mm, bottom: 76 / mm},
		{meta: "geometry:\n  - margin=2.5cm\n  - left=30mm\n", w: 210, h: 297, left: 30, right: 25, top: 25, bottom: 25},
		{meta: "fontsize: 12pt\n", w: 210, h: 297, size: 12, lead: 12 * 16.6 / 10.2},
		{meta: "linestretch: 1.5\n", w: 210, h: 297, size: 10.2, lead: 10.2 * 1.2 * 1.5},
		{meta: "fontsize: 10pt\nlinestretch: 1\ntheme: serif\n", w: 210, h: 297, size: 10, lead: 12},
	} {
		n := notebook.Parse("a.md", []byte("---\ntitle: a\n"+tt.meta+"---\n\ntext\n"))
		for _, d := range n.Diagnostics {
			t.Errorf("%q: %s", tt.meta, d.Text("a.md"))
		}
		s := newStyle(&n.Meta.Layout)
		for _, c := range []struct {
			name      string
			got, want float64
		}{
			{"width", s.pageW, tt.w * mm},
			{"height", s.pageH, tt.h * mm},
			{"left", s.left, tt.left * mm},
			{"right", s.right, tt.right * mm},
			{"top", s.top, tt.top * mm},
			{"bottom", s.bottom, tt.bottom * mm},
			{"size", s.body.size, tt.size},
			{"leading", s.body.lead, tt.lead},
		} {
			if c.want != 0 && (c.got < c.want-0.02 || c.got > c.want+0.02) {
				t.Errorf("%q: the %s is %.2f points, want %.2f", tt.meta, c.name, c.got, c.want)
			}
		}
	}
}
