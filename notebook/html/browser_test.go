package html

import (
	"context"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/yuin/goldmark/ast"

	"quire/notebook"
)

// A tab is a page in a browser without a window, in which no name but the test's own server can be found.
type tab struct {
	t   *testing.T
	ctx context.Context
}

// newTab starts Chromium. Where there is none, the test is skipped, but not in CI.
func newTab(t *testing.T) *tab {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: no browser")
	}
	var path string
	for _, p := range []string{"/usr/lib/chromium/chromium", "/usr/bin/chromium", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"} {
		if _, err := os.Stat(p); err == nil && path == "" {
			path = p
		}
	}
	if path == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("no Chromium is installed, and CI must have one")
		}
		t.Skip("no Chromium is installed")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.WindowSize(1280, 900), chromedp.UserDataDir(t.TempDir()), chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"))
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 90*time.Second)
	t.Cleanup(cancel)
	b := &tab{t: t, ctx: ctx}
	b.do(chromedp.Navigate("about:blank"))
	console := chromedp.Console(ctx)
	go func() { // ends with the browser
		for m, err := range console {
			if err != nil {
				return
			}
			t.Errorf("the page wrote to the console: %+v", m)
		}
	}()
	return b
}

func (b *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// eval returns the value of a JavaScript expression, which may be a promise.
func eval[T any](b *tab, expression string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// show opens a page, and holds that it asks for nothing else.
func (b *tab) show(data []byte) {
	b.t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			w.Header().Set("Content-Type", "text/html")
			w.Write(data)
		case "/favicon.ico": // of the browser's own accord
			w.WriteHeader(http.StatusNoContent)
		default:
			b.t.Errorf("the page asks for %s", r.URL)
		}
	}))
	b.t.Cleanup(server.Close)
	b.do(chromedp.Navigate(server.URL))
	eval[string](b, `document.fonts.ready.then(() => document.fonts.status)`)
	for _, name := range eval[[]string](b, `performance.getEntriesByType("resource").map(e => e.name)`) {
		if !strings.HasPrefix(name, "data:") && !strings.HasSuffix(name, "/favicon.ico") {
			b.t.Errorf("the page loads %.80s", name)
		}
	}
}

// look sets the window's width in pixels and the system's colour scheme.
func (b *tab) look(width int64, scheme string) {
	b.t.Helper()
	b.do(chromedp.EmulateViewport(width, 900), chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		return err
	}))
}

// shot keeps a picture of the whole page among the test's artifacts.
func (b *tab) shot(name string) {
	b.t.Helper()
	if flag.Lookup("test.artifacts").Value.String() != "true" {
		return // nobody looks at it
	}
	data, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.t.Logf("screenshot %s: %v", name, err)
		return
	}
	if err := os.WriteFile(filepath.Join(b.t.ArtifactDir(), name+".png"), data, 0o644); err != nil {
		b.t.Fatal(err)
	}
}

// pages are the reports that browsers look at.
func pages(t *testing.T) map[string]*notebook.Report {
	out := map[string]*notebook.Report{"sample": sample(t)}
	for _, name := range []string{"sample", "torture", "english", "report"} {
		src, err := os.ReadFile("../pdf/testdata/" + name + ".md")
		if err != nil {
			t.Fatal(err)
		}
		out["note "+name] = notebook.NewReport(notebook.Parse(name+".md", src), nil)
	}
	return out
}

// The page asks for nothing, is no wider than the window (down to the width of a telephone), is set in its own fonts, and
// prints.
func TestPageInBrowser(t *testing.T) {
	b := newTab(t)
	for name, r := range pages(t) {
		data := Page(r, Options{})
		b.show(data)
		for _, width := range []int64{1280, 768, 390, 320} {
			for _, scheme := range []string{"light", "dark"} {
				b.look(width, scheme)
				if wide := eval[[]string](b, `[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest("pre,.q-table,.q-math-block,.q-display,.q-vh,.q-glyphs,.q-math")).map(e => e.outerHTML.slice(0, 120))`); len(wide) > 0 {
					t.Errorf("%s at %d: sticks out: %s", name, width, wide[0])
				}
				if w := eval[int64](b, `document.documentElement.scrollWidth`); w > width {
					t.Errorf("%s is %d pixels wide in a window of %d", name, w, width)
				}
				if width == 1280 || width == 390 {
					b.shot(strings.ReplaceAll(name, " ", "-") + "-" + scheme + "-" + map[int64]string{1280: "1280", 390: "390"}[width])
				}
			}
		}
		b.checkFonts(name)
		b.checkText(name, r)
		b.checkPrint(name)
	}
}

// checkFonts holds that every face of the page is loaded, and that Hangul is set in it.
func (b *tab) checkFonts(name string) {
	b.t.Helper()
	if bad := eval[[]string](b, `[...document.fonts].filter(f => f.status == "error").map(f => f.family)`); len(bad) > 0 {
		b.t.Errorf("%s: fonts that cannot be loaded: %v", name, bad)
	}
	if n := eval[int](b, `[...document.fonts].filter(f => f.status == "loaded").length`); n < 2 {
		b.t.Errorf("%s: %d fonts are in use", name, n)
	}
	for face, sample := range map[string]string{"Quire Sans": "p", "Quire Mono": "pre"} {
		if !eval[bool](b, `(e => !e || getComputedStyle(e).fontFamily.includes("`+face+`") && document.fonts.check("16px '`+face+`'", "가"))(document.querySelector("`+sample+`"))`) {
			b.t.Errorf("%s: <%s> is not set in %s", name, sample, face)
		}
	}
}

// checkText holds that the words of the note stand in the page, in order.
func (b *tab) checkText(name string, r *notebook.Report) {
	b.t.Helper()
	got := letters(eval[string](b, `document.body.innerText`))
	words := 0
	for _, want := range noteWords(r.Note) {
		i := strings.Index(got, want)
		if i < 0 {
			b.t.Errorf("%s: the page has not, or not after what stands before it: %q", name, want)
			continue
		}
		got = got[i+len(want):]
		words++
	}
	if words < 20 {
		b.t.Errorf("%s: only %d pieces of text were compared", name, words)
	}
}

// letters drops everything but letters and digits.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// noteWords are the pieces of text of a note, code included. Those of formulas and images are not text in a page; names of
// speakers are taken off what they say.
func noteWords(n *notebook.Note) []string {
	var out []string
	add := func(s string) {
		if s = letters(s); s != "" {
			out = append(out, s)
		}
	}
	for _, block := range n.Blocks {
		if block.Cell != nil {
			if block.Cell.Options.Echo {
				add(block.Cell.Code)
			}
			continue
		}
		_ = ast.Walk(block.Node, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
			switch v := node.(type) {
			case *ast.Image:
				return ast.WalkSkipChildren, nil
			case *ast.Text:
				if entering {
					add(notebook.Unescape(string(v.Segment.Value(n.Source))))
				}
			case *ast.FencedCodeBlock:
				if entering {
					add(string(v.Lines().Value(n.Source)))
				}
			}
			return ast.WalkContinue, nil
		})
	}
	return out
}

// checkPrint holds that the page prints as A4.
func (b *tab) checkPrint(name string) {
	b.t.Helper()
	var pdf []byte
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		r, err := cdp.Call(ctx, t, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: new(true), PrintBackground: new(true)})
		if err == nil {
			pdf = r.Data
		}
		return err
	}))
	paper := `59[45]\.\d+ 84[12]\.\d+`
	if name == "note english" { // asks for Letter
		paper = "612 792"
	}
	if !regexp.MustCompile(`/MediaBox\s*\[\s*0 0 ` + paper).Match(pdf) {
		b.t.Errorf("%s: the pages that are printed are not of its paper (%d bytes)", name, len(pdf))
	}
	if err := os.WriteFile(filepath.Join(b.t.ArtifactDir(), strings.ReplaceAll(name, " ", "-")+".pdf"), pdf, 0o644); err != nil {
		b.t.Fatal(err)
	}
}
