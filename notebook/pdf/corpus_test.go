package pdf

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	gmparser "github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer/html"
	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"quire/notebook"
)

// shownWords are the texts of the blocks of an HTML page, each the words that a browser shows there. It is what the note's
// blocks are compared with: another parser and another renderer made them.
func shownWords(t testing.TB, page string) []string {
	t.Helper()
	nodes, err := xhtml.ParseFragment(strings.NewReader(page), &xhtml.Node{Type: xhtml.ElementNode, DataAtom: atom.Body, Data: "body"})
	if err != nil {
		t.Fatal(err)
	}
	w := &wordsOf{}
	for _, n := range nodes {
		w.node(n)
	}
	w.flush()
	return w.blocks
}

type wordsOf struct {
	blocks []string
	now    strings.Builder
}

func (w *wordsOf) flush() {
	if strings.TrimSpace(w.now.String()) != "" {
		w.blocks = append(w.blocks, w.now.String())
	}
	w.now.Reset()
}

var inlineTags = regexp.MustCompile(`^(a|abbr|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|mark|q|rp|rt|ruby|s|samp|small|span|strike|strong|sub|sup|time|tt|u|var|wbr|img|input|label|picture|source)$`)

func (w *wordsOf) node(n *xhtml.Node) {
	switch n.Type {
	case xhtml.TextNode:
		w.now.WriteString(n.Data)
		return
	case xhtml.ElementNode:
	default:
		return
	}
	switch n.Data {
	case "script", "style", "template", "title", "head", "noscript", "iframe", "svg", "object", "select", "textarea":
		return
	case "br":
		w.now.WriteByte(' ')
		return
	case "a":
		if attribute(n, "class") == "footnote-backref" {
			return
		}
	case "img":
		w.now.WriteString(" " + attribute(n, "alt") + " ")
		return
	}
	block := !inlineTags.MatchString(n.Data)
	if block {
		w.flush()
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.node(c)
	}
	if block {
		w.flush()
	}
}

func attribute(n *xhtml.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// goldmarkDir is the folder of goldmark's module; its tests come with it.
func goldmarkDir(t testing.TB) string {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/yuin/goldmark").Output()
	if err != nil {
		t.Skipf("no go command: %v", err)
	}
	return strings.TrimSpace(string(out))
}

// An example is Markdown and the HTML that others make of it.
type example struct {
	Markdown, HTML string
	Example        int
}

// commonMark are the examples of the CommonMark specification.
func commonMark(t testing.TB) []example {
	t.Helper()
	src, err := os.ReadFile(filepath.Join(goldmarkDir(t), "_test", "spec.json"))
	if err != nil {
		t.Skip(err)
	}
	var list []example
	if err := json.Unmarshal(src, &list); err != nil {
		t.Fatal(err)
	}
	if len(list) < 600 {
		t.Fatalf("%d examples", len(list))
	}
	return list
}

// extensions are the examples of goldmark's tests of one extension.
func extensions(t testing.TB, file string) []example {
	t.Helper()
	src, err := os.ReadFile(filepath.Join(goldmarkDir(t), "extension", "_test", file))
	if err != nil {
		t.Skip(err)
	}
	var list []example
	for i, part := range strings.Split(string(src), "//= = = = = = = = = = = = = = = = = = = = = = = =//") {
		f := strings.Split(part, "//- - - - - - - - -//")
		if len(f) < 3 {
			continue
		}
		list = append(list, example{Markdown: strings.TrimPrefix(f[1], "\n"), HTML: strings.TrimPrefix(f[2], "\n"), Example: i + 1})
	}
	if len(list) < 4 {
		t.Fatalf("%s: %d examples", file, len(list))
	}
	return list
}

// lost renders Markdown and complains about the words of page, its HTML, that the PDF does not show.
func lost(t testing.TB, name, markdown, page string) {
	t.Helper()
	r := checked(t, name, notebook.NewReport(notebook.Parse("note.md", []byte(markdown)), nil), Options{Dir: t.TempDir()})
	for _, block := range shownWords(t, page) {
		if w := r.lacks(block); w != "" {
			t.Errorf("%s: %q of %q cannot be read in\n%s\nof\n%s", name, w, block, clip(r.all), clip(markdown))
		}
	}
}

func clip(s string) string {
	if len(s) > 600 {
		return s[:600] + "…"
	}
	return s
}

// What the specification shows as text is in the PDF.
func TestCommonMarkIsWhole(t *testing.T) {
	for _, x := range commonMark(t) {
		lost(t, fmt.Sprintf("example %d", x.Example), x.Markdown, x.HTML)
	}
}

func TestExtensionsAreWhole(t *testing.T) {
	for _, file := range []string{"table.txt", "strikethrough.txt", "tasklist.txt", "footnote.txt", "definition_list.txt"} {
		for _, x := range extensions(t, file) {
			lost(t, fmt.Sprintf("%s %d", file, x.Example), x.Markdown, x.HTML)
		}
	}
}

// stock is the HTML of Markdown by goldmark as it is.
func stock(t testing.TB, src []byte) string {
	t.Helper()
	md := goldmark.New(
		goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList),
		goldmark.WithParserOptions(gmparser.WithHeadingAttribute()),
		goldmark.WithRendererOptions(html.WithUnsafe()),
	)
	var b bytes.Buffer
	if err := md.Convert(src, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
