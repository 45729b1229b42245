package figure

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// bomb is a drawing in which each of n groups uses the one before twice.
func bomb(n int) string {
	var b strings.Builder
	b.WriteString(`<defs><g id="g0"><rect width="1" height="1"/></g>`)
	name := func(i int) string { return "g" + string(rune('a'+i/26)) + string(rune('a'+i%26)) }
	last := "g0"
	for i := range n {
		b.WriteString(`<g id="` + name(i) + `"><use href="#` + last + `"/><use href="#` + last + `"/></g>`)
		last = name(i)
	}
	return b.String() + `</defs><use href="#` + last + `"/>`
}

// Drawings made to do harm: reading them ends soon, with a drawing of bounded size or an error.
func TestHostileSVG(t *testing.T) {
	if testing.Short() {
		defer func(c svgCost) { maxSVGCost = c }(maxSVGCost)
		maxSVGCost = svgCost{elements: 20_000, ops: 20_000, segments: 200_000, bytes: 10 << 20, rules: 2_000_000, pixels: 1 << 22}
	}
	deep := strings.Repeat("<g>", 500) + strings.Repeat("</g>", 500)
	for name, c := range map[string]struct {
		body string
		err  error
	}{
		"a use of itself":             {body: `<g id="a"><use href="#a"/></g>`},
		"uses in a circle":            {body: `<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>`},
		"a symbol of itself":          {body: `<symbol id="a"><use href="#a"/></symbol><use href="#a"/>`},
		"doubling uses":               {body: bomb(40)},
		"a clip path of itself":       {body: `<clipPath id="a" clip-path="url(#a)"><rect width="9" height="9" clip-path="url(#a)"/><use href="#a"/></clipPath><rect width="50" height="50" clip-path="url(#a)"/>`},
		"a pattern of itself":         {body: `<pattern id="a" width="1" height="1" patternUnits="userSpaceOnUse"><rect width="1" height="1" fill="url(#a)"/></pattern><rect width="50" height="50" fill="url(#a)"/>`},
		"a pattern too fine":          {body: `<pattern id="a" width="1e-9" height="1e-9" patternUnits="userSpaceOnUse"><rect width="1" height="1"/></pattern><rect width="50" height="50" fill="url(#a)"/>`},
		"a gradient of itself":        {body: `<linearGradient id="a" href="#a"/><rect width="50" height="50" fill="url(#a)"/>`},
		"a marker of itself":          {body: `<marker id="a" markerWidth="9" markerHeight="9"><path d="M0 0L1 1L2 2" marker-end="url(#a)" marker-mid="url(#a)" marker-start="url(#a)"/></marker><path d="M0 0L1 1L2 2" marker-mid="url(#a)"/>`},
		"too deep":                    {body: deep, err: errSVGDepth},
		"a dash too fine":             {body: `<path d="M0 0H90" stroke="red" stroke-dasharray="1e-9"/>`},
		"parentheses without end":     {body: `<rect width="9" height="9" fill="` + strings.Repeat("light-dark(", 2000) + `"/>`},
		"a style sheet of many rules": {body: "<style>" + strings.Repeat("a b c d e,g g g g{fill:red}", 5000) + "</style>" + strings.Repeat("<g><g><g><rect/></g></g></g>", 200)},
		"many uses of long text":      {body: `<text id="a">` + strings.Repeat("가 ", 1<<16) + `</text>` + strings.Repeat(`<use href="#a"/>`, 20000)},
		"many uses of blanks":         {body: `<path id="a" d="M0 0` + strings.Repeat(" ", 1<<20) + `"/>` + strings.Repeat(`<use href="#a"/>`, 20000)},
		"markers on a long path":      {body: `<marker id="a"><path d="M0 0"/></marker><path marker-mid="url(#a)" d="M0 0` + strings.Repeat("h1", 300000) + `"/>`},
		"many uses of one picture":    {body: `<image id="a" transform="scale(-1 1)" width="9" height="9" href="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"/>` + strings.Repeat(`<use href="#a"/>`, 1000)},
		"a picture of many pixels":    {body: `<image width="9" height="9" href="data:image/gif;base64,R0lGODlh/////wAAACwAAAAA//////8="/>`},
	} {
		from := time.Now()
		f, _, err := ReadSVG(svgPage(c.body), halfEm)
		t.Logf("%s: %v", name, time.Since(from))
		if err != c.err {
			t.Errorf("%s: error %v, want %v", name, err, c.err)
			continue
		}
		if err == nil {
			checkDrawing(t, name, f)
		}
	}
}

// Entities are never a way to other files, nor to more text than the file has.
func TestEntities(t *testing.T) {
	src := `<?xml version="1.0"?><!DOCTYPE svg [
<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY file SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "http://example.com/x"> %p;
<!ENTITY svgns "http://www.w3.org/2000/svg">]>
<svg xmlns="&svgns;" width="100" height="100"><text y="20">&a;|&c;|&file;</text></svg>`
	f, _, err := ReadSVG([]byte(src), halfEm)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := f.Ops[0].Text.Text, "aaaaaaaaaa|&c;|&file;"; got != want {
		t.Errorf("the text is %q, want %q", got, want)
	}
}

func TestNoDrawing(t *testing.T) {
	for src, want := range map[string]string{
		`<svg width="0" height="5"/>`:    "no size",
		`<svg viewBox="0 0 1e-9 1e-9"/>`: "no size",
		`<svg width="1e9" height="1"/>`:  "no size",
		`<svg width="-5" height="5"/>`:   "no size",
		`<svg width="10" height="10"><g`: "read SVG",
		`<html/>`:                        "not an SVG",
		``:                               "not an SVG",
		`<?xml version="1.0" encoding="EUC-KR"?><svg width="1" height="1"/>`: "EUC-KR",
	} {
		if f, _, err := ReadSVG([]byte(src), halfEm); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s gave %+v, %v; want an error with %q", src, f, err, want)
		}
	}
}

func TestSizeOfSVG(t *testing.T) {
	for attrs, want := range map[string][2]float64{
		``:                                 {225, 112.5},
		`viewBox="0 0 40 20"`:              {30, 15},
		`width="100%" viewBox="0 0 40 20"`: {30, 15},
		`width="80" viewBox="0 0 40 20"`:   {60, 30},
		`height="1in" viewBox="0 0 40 20"`: {144, 72},
		`width="2cm" height="10mm"`:        {56.693, 28.346},
		`width="1e9" height="1e9"`:         {14400, 14400},
		`width="10em" height="10pc"`:       {120, 120},
	} {
		f, _, err := ReadSVG([]byte(`<svg `+attrs+`/>`), halfEm)
		if err != nil || math.Abs(f.W-want[0]) > .001 || math.Abs(f.H-want[1]) > .001 {
			t.Errorf("<svg %s> is %+v, %v; want %v", attrs, f, err, want)
		}
	}
}

// checkDrawing looks for what a renderer could choke on.
func checkDrawing(t *testing.T, name string, f *Figure) {
	t.Helper()
	n := 0
	var walk func(ops []Op)
	walk = func(ops []Op) {
		for i := range ops {
			op := &ops[i]
			n++
			set := 0
			for _, ok := range []bool{op.Path != nil, op.Text != nil, op.Glyph != nil, op.Image != nil, op.Clip != nil} {
				if ok {
					set++
				}
			}
			if set != 1 {
				t.Fatalf("%s: an operation has %d kinds", name, set)
			}
			if b := op.Bounds(); !b.Empty() && !(math.Abs(b.X0)+math.Abs(b.Y0)+math.Abs(b.X1)+math.Abs(b.Y1) < 1e8) {
				t.Fatalf("%s: an operation reaches from %v", name, b)
			}
			if p := op.Path; p != nil {
				sum := 0.0
				for _, d := range p.Dash {
					sum += d
				}
				if len(p.Dash) > 0 && !(sum >= 0.1 && p.Offset >= 0) || !(p.Width >= 0) {
					t.Fatalf("%s: dashes %v from %g of width %g", name, p.Dash, p.Offset, p.Width)
				}
			}
			if op.Clip != nil {
				walk(op.Clip.Ops)
			}
		}
	}
	walk(f.Ops)
	if n > 2*maxSVGCost.ops {
		t.Errorf("%s: %d operations", name, n)
	}
	if !(f.W >= minSVGSide && f.H >= minSVGSide && f.W <= 14400.01 && f.H <= 14400.01) {
		t.Errorf("%s: the figure is %g × %g", name, f.W, f.H)
	}
}

func FuzzReadSVG(f *testing.F) {
	names, _ := filepath.Glob(filepath.Join("testdata", "svg", "*.svg"))
	for _, name := range names {
		if raw, err := os.ReadFile(name); err == nil {
			f.Add(raw)
		}
	}
	cases, _ := os.ReadFile(filepath.Join("testdata", "svg", "cases.txt"))
	for _, c := range strings.Split(string(cases), "\n== ") {
		if _, body, ok := strings.Cut(c, "\n"); ok {
			body, _, _ = strings.Cut(body, "\n--\n")
			f.Add(svgPage(body))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		fig, warnings, err := ReadSVG(data, halfEm)
		if err != nil {
			return
		}
		checkDrawing(t, "fuzz", fig)
		if len(warnings) > maxWarnings {
			t.Errorf("%d warnings", len(warnings))
		}
		fig.SVG(SVGOptions{})
	})
}
