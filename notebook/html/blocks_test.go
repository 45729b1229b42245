package html

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"quire/notebook"
	"quire/notebook/figure"
	"quire/notebook/output"
)

// TestBlocks writes the cases of testdata/blocks.txt block by block: "== name", the note, and, written by -update, "--" with
// the HTML. What drawings hold is left out.
func TestBlocks(t *testing.T) {
	const file = "testdata/blocks.txt"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, c := range strings.Split("\n"+string(data), "\n== ")[1:] {
		name, rest, _ := strings.Cut(c, "\n")
		src, want, _ := strings.Cut(rest, "\n--\n")
		got := blocksOf(src)
		fmt.Fprintf(&out, "== %s\n%s\n--\n%s", name, strings.TrimSuffix(src, "\n"), got)
		if !*update && strings.TrimSuffix(got, "\n") != strings.TrimSuffix(want, "\n") {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
		}
	}
	if *update {
		if err := os.WriteFile(file, []byte(out.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

var drawings = regexp.MustCompile(`(?s)<svg[^>]*>.*?</svg>`)

func blocksOf(src string) string {
	n := notebook.Parse("note.md", []byte(src+"\n"))
	r := notebook.NewReport(n, nil)
	var b strings.Builder
	for _, block := range n.Blocks {
		b.Write(Block(r, block))
	}
	return strings.TrimRight(drawings.ReplaceAllString(b.String(), "<svg/>"), "\n") + "\n"
}

// TestFragments holds that fragments pass a content security policy without unsafe-inline, and that their ids do not
// meet in one page.
func TestFragments(t *testing.T) {
	r := sample(t)
	ids := map[string]bool{}
	check := func(fragment []byte) {
		t.Helper()
		s := withoutFrames(string(fragment))
		if m := regexp.MustCompile(`<script|<style|\sstyle=|\son\w+=`).FindString(s); m != "" {
			t.Errorf("a fragment has %q:\n%s", m, s)
		}
		checkNesting(t, s)
		for _, m := range regexp.MustCompile(`\sid="([^"]*)"`).FindAllStringSubmatch(s, -1) {
			if ids[m[1]] {
				t.Errorf("id %q stands in two fragments", m[1])
			}
			ids[m[1]] = true
		}
		for _, m := range regexp.MustCompile(`<use href="#([^"]*)"`).FindAllStringSubmatch(s, -1) {
			if !ids[m[1]] {
				t.Errorf("glyph %q is not in its fragment", m[1])
			}
		}
	}
	check(Title(r))
	for _, b := range r.Note.Blocks {
		if b.Cell == nil {
			check(Block(r, b))
			continue
		}
		check(Code(b.Cell.Code))
		for _, o := range r.Cell(b.Cell).Outputs {
			check(Output(r, o))
		}
	}
}

// TestCodeKeepsText holds that the text of highlighted code is the source.
func TestCodeKeepsText(t *testing.T) {
	for _, src := range []string{"x := 1", "// 한글 <&>\nfunc f[T any]() {}\n\n\tif a < b && c > d {\n\t}", "`raw\nstring`", "\n\nx", "", "이것은 Go가 아니다 \"", "\x00\x01"} {
		want := strings.TrimRight(strings.NewReplacer("\x00", "\uFFFD", "\x01", "\uFFFD").Replace(src), "\n")
		got := regexp.MustCompile(`<[^>]*>`).ReplaceAllString(string(Code(src)), "")
		got = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&#39;", "'", "&amp;", "&").Replace(got)
		if got != want {
			t.Errorf("Code(%q) shows %q", src, got)
		}
	}
}

// TestBadLine holds that the line of an error is marked where the error says.
func TestBadLine(t *testing.T) {
	w := newWriter(nil, Options{}, "")
	w.code("", "a\nb\nc", 2)
	const want = "a\n<mark class=\"q-bad-line\">b\n</mark>c"
	if s := w.b.String(); !strings.Contains(s, want) {
		t.Errorf("got %s, want %s in it", s, want)
	}
}

func TestSafeLink(t *testing.T) {
	for _, c := range []struct {
		in, out string
		ok      bool
	}{
		{"https://example.com/가?a=b&c", "https://example.com/가?a=b&c", true},
		{"a b.png", "a%20b.png", true},
		{"#절", "#절", true},
		{"mailto:a@b.c", "mailto:a@b.c", true},
		{"a/b:c", "a/b:c", true},
		{"javascript:x", "", false},
		{" JAVA\nSCRIPT:x", "", false},
		{"java&#x73;cript:x", "", false},
		{"data:text/html,x", "", false},
		{"//example.com", "//example.com", false},
	} {
		if out, ok := safeLink(c.in); out != c.out && c.ok || ok != c.ok {
			t.Errorf("safeLink(%q) = %q, %v; want %q, %v", c.in, out, ok, c.out, c.ok)
		}
	}
}

func TestDecimals(t *testing.T) {
	tab := &output.Table{
		Columns: []output.Column{{Name: "x", Align: output.AlignDecimal}},
		Rows:    [][]string{{"1.25"}, {"-3"}, {"0.5"}, {"없음"}},
	}
	s := string(Output(notebook.NewReport(notebook.Parse("n.md", nil), nil), &notebook.OutputReport{Output: tab}))
	for _, want := range []string{
		`>1.25</td>`, `>-3<span class="q-pad" aria-hidden="true">.00</span></td>`, `>0.5<span class="q-pad" aria-hidden="true">0</span></td>`,
	} {
		if !strings.Contains(s, want) {
			t.Errorf("%s is not in %s", want, s)
		}
	}
}

// TestSheetHasEveryRole holds that figures find a colour for each of their roles.
func TestSheetHasEveryRole(t *testing.T) {
	for _, r := range figure.Roles() {
		name := "--q-" + string(r.Name) + ":"
		if !strings.Contains(sheet(), name) {
			t.Errorf("the style sheet has no %s", name)
		}
		if strings.HasPrefix(string(r.Name), "series") && !strings.Contains(sheet(), name+" light-dark("+r.Light+", "+r.Dark+")") {
			t.Errorf("the style sheet has another colour than figures for %s", name)
		}
	}
}

// TestSheetHasEveryClass holds that what the sheet styles is what the pages have, for the classes that count.
func TestSheetHasEveryClass(t *testing.T) {
	page := string(Page(sample(t), Options{}))
	for _, m := range regexp.MustCompile(`class="([^"]*)"`).FindAllStringSubmatch(styles.ReplaceAllString(page, ""), -1) {
		for _, c := range strings.Fields(m[1]) {
			switch {
			case c == "tok-function", c == "q-level1":
			case !strings.Contains(sheet(), "."+c):
				t.Errorf("class %s is not in the style sheet", c)
			}
		}
	}
}

// TestFontNames holds that subsets do not carry the reserved names of the fonts they are of.
func TestFontNames(t *testing.T) {
	page := string(Page(sample(t), Options{}))
	rules := regexp.MustCompile(`@font-face\{font-family:"([^"]*)"`).FindAllStringSubmatch(page, -1)
	if len(rules) < 4 {
		t.Errorf("only %d faces are in the page", len(rules))
	}
	for _, m := range rules {
		if !strings.HasPrefix(m[1], "Quire ") {
			t.Errorf("a subset is called %q", m[1])
		}
	}
}
