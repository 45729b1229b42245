package html

import (
	"bytes"
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// data shortens what a person cannot read: the bytes of fonts and images, and outlines of glyphs.
var (
	base64Data = regexp.MustCompile(`;base64,[A-Za-z0-9+/=]{60,}`)
	pathData   = regexp.MustCompile(`(<path id="[^"]*") d="[^"]*"/>`)
	styles     = regexp.MustCompile(`(?s)<style>.*?</style>`)
)

func readable(page []byte) string {
	s := styles.ReplaceAllString(string(page), "<style>…</style>")
	s = base64Data.ReplaceAllString(s, ";base64,…")
	return pathData.ReplaceAllString(s, "$1/>")
}

func TestPage(t *testing.T) {
	page := Page(sample(t), Options{})
	if path := os.Getenv("QUIRE_HTML_OUT"); path != "" {
		if err := os.WriteFile(path, page, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	const golden = "testdata/report.html"
	got := readable(page)
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the page differs from %s at %q; run with -update and read the diff", golden, difference(got, string(want)))
	}
}

// difference is where two texts begin to differ.
func difference(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	return a[i:min(len(a), i+80)]
}

func TestPageRepeats(t *testing.T) {
	a, b := Page(sample(t), Options{}), Page(sample(t), Options{})
	if !bytes.Equal(a, b) {
		t.Error("two renders of one report differ")
	}
}

func TestPageNeedsNothingElse(t *testing.T) {
	page := string(Page(sample(t), Options{}))
	for _, re := range []string{
		`\ssrc="[^d#]`, `<link`, `<script`, `@import`, `url\((?:"|')?(?:http|//|/)`, `\sstyle="`, `\son[a-z]+="`,
	} {
		if m := regexp.MustCompile(re).FindString(withoutFrames(page)); m != "" {
			t.Errorf("the page has %q", m)
		}
	}
}

var frames = regexp.MustCompile(`srcdoc="[^"]*"`)

// withoutFrames is the page without what stands inside of sandboxed frames.
func withoutFrames(page string) string { return frames.ReplaceAllString(page, "") }

func TestPageIsWellFormed(t *testing.T) {
	page := string(Page(sample(t), Options{}))
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(`\sid="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if ids[m[1]] {
			t.Errorf("id %q stands twice", m[1])
		}
		ids[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`href="#([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if !ids[m[1]] {
			t.Errorf("a link leads to #%s, which is nowhere", m[1])
		}
	}
	checkNesting(t, page)
}

// checkNesting holds that every element that is opened is closed, in order.
func checkNesting(t *testing.T, page string) {
	t.Helper()
	void := map[string]bool{"meta": true, "br": true, "hr": true, "img": true, "input": true}
	var open []string
	for _, m := range regexp.MustCompile(`<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s[^<>]*?)?)(/?)>`).FindAllStringSubmatch(styles.ReplaceAllString(page, ""), -1) {
		switch {
		case m[4] == "/" || void[m[2]]:
		case m[1] == "":
			open = append(open, m[2])
		case len(open) == 0 || open[len(open)-1] != m[2]:
			t.Fatalf("</%s> closes %v", m[2], open[max(0, len(open)-3):])
		default:
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		t.Errorf("left open: %s", strings.Join(open, " "))
	}
}

func BenchmarkPage(b *testing.B) {
	r := sample(b)
	for b.Loop() {
		Page(r, Options{})
	}
}
