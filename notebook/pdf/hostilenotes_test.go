package pdf

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	xhtml "golang.org/x/net/html"

	"quire/notebook"
	"quire/notebook/html"
)

// TestHostileNotesAreWhole exports made-up notes: all that can go wrong in a note, a few at a time.
func TestHostileNotesAreWhole(t *testing.T) {
	count := 100
	if testing.Short() {
		count = 25
	}
	hostileNotes(t, count, false)
}

// TestSoakHostileNotes exports a thousand of them, larger ones.
func TestSoakHostileNotes(t *testing.T) {
	if os.Getenv("QUIRE_SOAK") == "" {
		t.Skip("QUIRE_SOAK is not set")
	}
	hostileNotes(t, 1000, true)
}

func hostileNotes(t *testing.T, count int, large bool) {
	dir := t.TempDir()
	writeImages(t, dir)
	type timed struct {
		took time.Duration
		name string
	}
	var all []timed
	for seed := range uint64(count) {
		n := hostile(seed, large)
		name := fmt.Sprintf("seed %d (%s)", seed, strings.Join(n.made, ", "))
		start := time.Now()
		t.Run(fmt.Sprint(seed), func(t *testing.T) { n.check(t, name, dir) })
		all = append(all, timed{time.Since(start), fmt.Sprintf("%s, %d bytes", name, len(n.src))})
	}
	slices.SortFunc(all, func(a, b timed) int { return int(b.took - a.took) })
	for _, x := range all[:5] {
		t.Logf("%v %s", x.took.Round(time.Millisecond), x.name)
	}
}

// check exports the note in every form and looks for its words.
func (n *hostileNote) check(t *testing.T, name, dir string) {
	t.Helper()
	r := n.report()
	got := checked(t, name, r, Options{Dir: dir})
	for _, w := range slices.Concat(n.want, n.math) {
		if lost := got.lacks(w); lost != "" {
			t.Errorf("%s: %q of %q cannot be read in the PDF", name, clip(lost), clip(w))
		}
	}
	page := string(html.Page(r, html.Options{Dir: dir}))
	text := letters(wellFormed(t, name, page))
	for _, w := range n.want {
		if !strings.Contains(text, letters(w)) {
			t.Errorf("%s: %q cannot be read in the HTML", name, clip(w))
		}
	}
	notebook.NewReport(notebook.Parse("again.md", notebook.Markdown(r)), nil)
}

var voidTags = []string{"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}

// wellFormed returns the text of a page, and complains about tags that do not match and about scripts.
func wellFormed(t *testing.T, name, page string) string {
	t.Helper()
	z := xhtml.NewTokenizer(strings.NewReader(page))
	var open []string
	var text strings.Builder
	for {
		kind := z.Next()
		tok := z.Token()
		switch kind {
		case xhtml.ErrorToken:
			if len(open) > 0 {
				t.Errorf("%s: HTML leaves %v open", name, open)
			}
			return text.String()
		case xhtml.TextToken:
			if len(open) == 0 || open[len(open)-1] != "style" {
				text.WriteString(tok.Data)
			}
		case xhtml.StartTagToken:
			if tok.Data == "script" {
				t.Errorf("%s: HTML has a script", name)
			}
			for _, a := range tok.Attr {
				if strings.HasPrefix(a.Key, "on") || strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:") {
					t.Errorf("%s: HTML has %s=%q", name, a.Key, a.Val)
				}
				if a.Key == "alt" {
					text.WriteString(a.Val)
				}
			}
			if !slices.Contains(voidTags, tok.Data) {
				open = append(open, tok.Data)
			}
		case xhtml.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != tok.Data {
				t.Errorf("%s: HTML closes %s inside %v", name, tok.Data, open)
				return text.String()
			}
			open = open[:len(open)-1]
		}
	}
}

// A formula in a line that is as high as several pages left the page.
func TestTallFormulaStaysOnThePage(t *testing.T) {
	n := notebook.Parse("tall.md", []byte("글 $\\raisebox{500cm}{x}$ 글\n\n$$\\raisebox{500cm}{x}$$\n\n$$\\raisebox{-500cm}{x}$$\n\n- $\\raisebox{-500cm}{x}$\n"))
	checked(t, "tall", notebook.NewReport(n, nil), Options{})
}
