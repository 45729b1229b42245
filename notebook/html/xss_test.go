package html

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	xhtml "golang.org/x/net/html"

	"quire/notebook"
	"quire/notebook/figure"
	"quire/notebook/output"
)

// payloads are what notes, cells, names and messages are made of here. Each names itself in alert(…) or evil.
var payloads = []string{
	`<script>alert(1)</script>`,
	`<img src=x onerror=alert(2)>`,
	`"><svg onload=alert(3)>`,
	`' onmouseover='alert(4)`,
	`</style><script>alert(5)</script>`,
	`</title><script>alert(6)</script>`,
	`</pre></code><iframe src="javascript:alert(7)">`,
	`<!--><script>alert(8)</script>-->`,
	`]]><script>alert(9)</script>`,
	`<math><mtext></mtext><style><img src onerror=alert(10)></style></math>`,
	`</annotation></semantics></math><img src onerror=alert(11)>`,
	`&lt;script&gt;alert(12)&lt;/script&gt;`,
	`&#60;script&#62;alert(13)&#60;/script&#62;`,
	"<a href=\"java\tscript:alert(14)\">x</a>",
	`<style>@import "http://evil";</style>`,
	`<base href="http://evil/"><link rel=stylesheet href=http://evil>`,
	`<meta http-equiv=refresh content="0;url=http://evil">`,
	"\x00<script\x00>alert(15)</script>",
	"\u2028<script>alert(16)</script>",
	`{{constructor.constructor('alert(17)')()}}`,
	`<details open ontoggle=alert(18)>`,
	`url(javascript:alert(19))`,
	`\url{javascript:alert(20)}\href{javascript:alert(21)}{x}\text{<script>alert(22)</script>}`,
	`<svg><script>alert(24)</script><a xlink:href="javascript:alert(25)"><text>x</text></a></svg>`,
	`red" onload="alert(26)`,
	`red;}*{background:url(//evil)}`,
	`q:m5" id="app`,
	`</svg><style>*{background:url(http://evil)}</style>`,
	`--q-ink:url(http://evil)`,
	`\color{red;background:url(http://evil)}x\textcolor{"onload="alert(23)}{y}`,
}

// links are addresses that must not be led to.
var links = []string{
	`javascript:alert(1)`, `JaVaScRiPt:alert(1)`, `java&#115;cript:alert(1)`, `&#x6A;avascript:alert(1)`, `java%73cript:alert(1)`,
	"java\\script:alert(1)", `vbscript:alert(1)`, `data:text/html,<script>alert(1)</script>`, `data:text/html;base64,PHNjcmlwdD4=`,
	`file:///etc/passwd`, `blob:http://x`, `//evil.example/x`, `\\evil\x`, `javascript&colon;alert(1)`, `&#1;javascript:alert(1)`,
	`javascript://%0aalert(1)`, `view-source:x`, `filesystem:http://x`,
}

func TestNotesCannotInject(t *testing.T) {
	for _, p := range payloads {
		for _, src := range []string{
			p, "# " + p, "- " + p, "> " + p, "`" + p + "`", "``` " + p + "\n" + p + "\n```", "$" + p + "$", "$$\n" + p + "\n$$ {#eq-" + p + "}",
			"| " + p + " | b |\n|---|---|\n| " + p + " | c |\n\n: " + p, "![" + p + "](x.png \"" + p + "\")", "[" + p + "](x \"" + p + "\")",
			"[^1]\n\n[^1]: " + p, p + ": 가\n\n" + p + ": 나", "<" + p + ">", "@fig-" + p, "![a](" + p + ")", "[a](" + p + ")",
			"---\ntitle: |\n  " + p + "\nauthor: [{name: |\n    " + p + "\n    }]\nlang: '" + p + "'\ntoc: true\n---\n# a\n",
			"# 제목 {#" + p + " ." + p + " style='" + p + "' onclick=" + p + "}\n\n![a](x.png){#fig-" + p + " width='" + p + "' style='" + p + "'}", "::: {." + p + " #" + p + " onclick='" + p + "'}\n글\n:::",
			"> [!" + p + "] " + p + "\n> 글", "<a href='javascript:alert(1)' onclick='" + p + "' style='" + p + "'>글</a><img src='" + p + "' width='" + p + "' onerror='alert(1)'>", "용어\n: " + p,
			"```go\n//| fig-cap: '" + p + "'\n//| label: '" + p + "'\nx := `" + p + "`\n```",
		} {
			n := notebook.Parse(p+".md", []byte(src))
			checkSafe(t, src, Page(notebook.NewReport(n, nil), Options{}))
		}
	}
}

func TestLinksLeadNowhereElse(t *testing.T) {
	for _, l := range links {
		for _, src := range []string{"[a](" + l + ")", "[a](<" + l + ">)", "<" + l + ">", "![a](" + l + ")", "[a][b]\n\n[b]: " + l} {
			n := notebook.Parse("n.md", []byte(src))
			checkSafe(t, src, Page(notebook.NewReport(n, nil), Options{}))
		}
	}
}

func TestOutputsCannotInject(t *testing.T) {
	n := notebook.Parse("n.md", []byte("```go\n//| label: fig-a\n//| fig-cap: 그림\nx := 1\n```\n"))
	for _, p := range payloads {
		var path figure.Path
		path.MoveTo(0, 0)
		path.LineTo(1, 1)
		outs := []output.Output{
			&output.Text{Stream: p, Data: p}, &output.Text{Stream: output.Stderr, Data: p},
			&output.Table{Caption: p, Columns: []output.Column{{Name: p, Align: output.Align(p)}}, Rows: [][]string{{p}}},
			&output.Image{PNG: []byte(p), Alt: p},
			&output.HTML{HTML: p, Alternative: p},
			&output.Error{Stage: p, Message: p, HintKo: p, HintEn: p, Frames: []output.Frame{{Cell: p, Func: p, Line: 1}, {Cell: "fig-a", Func: p, Line: 4}}},
			&output.Figure{Figure: &figure.Figure{W: 10, H: 10, Alt: p, Ops: []figure.Op{
				{Text: &figure.TextOp{Face: p, Size: 1, Color: figure.Color(p), Text: p}},
				{Glyph: &figure.GlyphOp{Face: p, Size: 1, Color: figure.Color(p), GID: 5, Text: p}},
				{Path: &figure.PathOp{Path: path, Fill: figure.Color(p), Stroke: figure.Color(p), Width: 1}},
				{Image: &figure.ImageOp{PNG: []byte(p), W: 1, H: 1}},
			}}},
		}
		res := &notebook.Results{Cells: []*notebook.CellResult{{Key: "fig-a", Status: notebook.StatusFailed, Outputs: outs}}}
		r := notebook.NewReport(n, res)
		checkSafe(t, p, Page(r, Options{}))
		for _, o := range r.Cells[0].Outputs {
			checkSafe(t, p, Output(r, o))
		}
		checkSafe(t, p, Code(p))
		checkSafe(t, p, Block(r, n.Blocks[0]))
	}
}

// A picture that is no picture, and one with markup in it, stay data.
func TestImagesCannotInject(t *testing.T) {
	dir := t.TempDir()
	for name, data := range map[string]string{
		"a.svg":      `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>`,
		"b.png":      `<html><script>alert(1)</script>`,
		`c"onx=.png`: "\x89PNG\r\n\x1a\n\"><script>alert(1)</script>",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o666); err != nil {
			t.Skip(err) // not every file system takes such names
		}
	}
	src := "![a](a.svg)\n\n![b](b.png)\n\n![c](<c\"onx=.png>)\n\n![d](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)\n\n![e](https://evil.example/x.png)\n"
	r := notebook.NewReport(notebook.Parse("n.md", []byte(src)), nil)
	page := Page(r, Options{Dir: dir})
	checkSafe(t, src, page)
	if s := string(page); strings.Contains(s, `src="https:`) {
		t.Error("an image is loaded from elsewhere")
	}
}

// Pictures outside the note's folder are not shown, however the note names them.
func TestImagesStayInside(t *testing.T) {
	dir := t.TempDir()
	inside := filepath.Join(dir, "notes")
	png := "\x89PNG\r\n\x1a\nsecret"
	for _, name := range []string{"secret.png", "notes/own.png"} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(png), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_ = os.Symlink(filepath.Join(dir, "secret.png"), filepath.Join(inside, "link.png"))
	for _, dest := range []string{"own.png", "../secret.png", "%2e%2e/secret.png", "link.png", filepath.ToSlash(filepath.Join(dir, "secret.png")), `\\\\host\\share\\a.png`, "file:secret.png"} {
		r := notebook.NewReport(notebook.Parse("n.md", []byte("![a]("+dest+")\n")), nil)
		page := string(Page(r, Options{Dir: inside}))
		if got := strings.Contains(page, "data:image/png"); got != (dest == "own.png") {
			t.Errorf("image %s shown: %v", dest, got)
		}
	}
}

var (
	allowedTags = strings.Fields(`dl dt dd sub u kbd small html head meta title style body main header nav section div span p a b em strong del mark code pre h1 h2 h3
		h4 h5 h6 ul ol li blockquote hr br table caption thead tbody tr th td figure figcaption img input sup iframe details summary
		svg defs path use text image clippath g math semantics annotation mrow mi mo mn mtext mspace mfrac msqrt mroot msub msup msubsup
		munder mover munderover mtable mtr mtd mphantom merror`)
	allowedSchemes = []string{"http:", "https:", "mailto:", "tel:", "#"}
)

// checkSafe parses a page as a browser would and holds that it has no element, attribute or address that it must not.
func checkSafe(t *testing.T, from string, page []byte) {
	t.Helper()
	root, err := xhtml.Parse(strings.NewReader(string(page)))
	if err != nil {
		t.Fatalf("from %q: %v", from, err)
	}
	for n := range root.Descendants() {
		if n.Type == xhtml.CommentNode {
			t.Errorf("from %q: comment %q", from, n.Data)
		}
		if n.Type != xhtml.ElementNode {
			continue
		}
		if !slices.Contains(allowedTags, strings.ToLower(n.Data)) {
			t.Errorf("from %q: element <%s>", from, n.Data)
		}
		for _, a := range n.Attr {
			checkAttr(t, from, n, a)
		}
		if n.Data == "iframe" && !hasAttr(n, "sandbox", "") {
			t.Errorf("from %q: a frame that is not sandboxed", from)
		}
		if n.Data == "style" && strings.Contains(n.FirstChild.Data, "evil") {
			t.Errorf("from %q: style %q", from, n.FirstChild.Data)
		}
	}
}

func checkAttr(t *testing.T, from string, n *xhtml.Node, a xhtml.Attribute) {
	t.Helper()
	key, value := strings.ToLower(a.Key), a.Val
	switch {
	case strings.HasPrefix(key, "on"), key == "style", key == "formaction", key == "action", key == "background":
		t.Errorf("from %q: <%s %s=%q>", from, n.Data, key, value)
	case key == "src" && !strings.HasPrefix(value, "data:image/"):
		t.Errorf("from %q: <%s src=%q>", from, n.Data, value)
	case key == "href" && n.Data == "image" && !strings.HasPrefix(value, "data:image/"),
		key == "href" && n.Data == "use" && !strings.HasPrefix(value, "#"):
		t.Errorf("from %q: <%s href=%q>", from, n.Data, value)
	case key == "href" && n.Data == "a":
		scheme, _, ok := strings.Cut(value, ":")
		relative := !ok || strings.ContainsAny(scheme, "/?#%")
		if !relative && !slices.ContainsFunc(allowedSchemes, func(s string) bool { return strings.HasPrefix(strings.ToLower(value), s) }) ||
			strings.HasPrefix(value, "//") || strings.Contains(value, `\`) {
			t.Errorf("from %q: <a href=%q>", from, value)
		}
	case (key == "fill" || key == "stroke") && strings.Contains(value, "url"):
		t.Errorf("from %q: <%s %s=%q>", from, n.Data, key, value)
	}
}

func hasAttr(n *xhtml.Node, key, value string) bool {
	return slices.ContainsFunc(n.Attr, func(a xhtml.Attribute) bool { return a.Key == key && a.Val == value })
}
