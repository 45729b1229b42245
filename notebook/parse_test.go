package notebook

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

var update = flag.Bool("update", false, "rewrite the wanted parts of testdata")

// TestParse runs the cases of testdata/parse: note.md is the note, want is dumpNote of it.
func TestParse(t *testing.T) {
	files, err := filepath.Glob("testdata/parse/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("testdata/parse: %d cases, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			n := Parse("note.md", archived(a, "note.md"))
			got := dumpNote(n)
			if *update {
				setArchived(a, "want", got)
				if err := os.WriteFile(file, txtar.Format(a), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			if want := string(archived(a, "want")); got != want {
				t.Errorf("parsed\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func archived(a *txtar.Archive, name string) []byte {
	for _, f := range a.Files {
		if f.Name == name {
			return f.Data
		}
	}
	return nil
}

func setArchived(a *txtar.Archive, name, data string) {
	for i := range a.Files {
		if a.Files[i].Name == name {
			a.Files[i].Data = []byte(data)
			return
		}
	}
	a.Files = append(a.Files, txtar.File{Name: name, Data: []byte(data)})
}

// dumpNote writes a note as text: its front matter, blocks, cells, the report's numbers, and the diagnostics.
func dumpNote(n *Note) string {
	var b strings.Builder
	m := n.Meta
	fmt.Fprintf(&b, "lang %s seed %d paper %s toc %v numbers %v\n", m.Lang, m.Seed, m.Paper, m.TOC, m.NumberSections)
	for _, f := range [][2]string{{"title", m.Title}, {"subtitle", m.Subtitle}, {"course", m.Course}, {"date", m.Date}, {"theme", m.Theme}} {
		if f[1] != "" {
			fmt.Fprintf(&b, "%s %q\n", f[0], f[1])
		}
	}
	if l := m.Layout; l != (Layout{Theme: l.Theme, Paper: l.Paper}) || m.TOCDepth != 3 || m.NumberDepth != 6 {
		fmt.Fprintf(&b, "margin %.1f size %.1f stretch %.2f depth %d %d %q\n", l.Margin, l.FontSize, l.LineStretch, m.TOCDepth, m.NumberDepth, m.TOCTitle)
	}
	for _, a := range m.Authors {
		fmt.Fprintf(&b, "author %q %q %q\n", a.Name, a.ID, a.Affiliation)
	}
	for _, p := range m.Params {
		fmt.Fprintf(&b, "param %s %T %v\n", p.Name, p.Value, p.Value)
	}
	r := NewReport(n, nil)
	for _, bl := range n.Blocks {
		fmt.Fprintf(&b, "%d %s", bl.Line, dumpBlock(r, bl))
	}
	for _, d := range n.Diagnostics {
		fmt.Fprintf(&b, "%s [%s]\n", d.Text(n.Name), d.Severity)
	}
	return b.String()
}

func dumpBlock(r *Report, bl *Block) string {
	if c := bl.Cell; c != nil {
		o := c.Options
		s := fmt.Sprintf("cell %d %q line %d code %d: %q\n", c.Number, c.Key, c.Line, c.CodeLine, c.Code)
		s += fmt.Sprintf("  echo %v eval %v output %v error %v volatile %v cache %v timeout %v\n",
			o.Echo, o.Eval, o.Output, o.Error, o.Volatile == VerdictVolatile, o.Cache, o.Timeout)
		if o.FigCap+o.TblCap+o.FigAlt != "" {
			s += fmt.Sprintf("  fig-cap %q tbl-cap %q fig-alt %q\n", o.FigCap, o.TblCap, o.FigAlt)
		}
		return s
	}
	var b strings.Builder
	dumpNode(&b, r, bl.Node, "")
	return b.String()
}

func dumpNode(b *strings.Builder, r *Report, node ast.Node, indent string) {
	n := r.Note
	b.WriteString(indent + node.Kind().String())
	if h := r.Heading(node); h != nil {
		fmt.Fprintf(b, " %d %q #%s", h.Level, h.Number, h.Anchor)
	}
	if c := r.Caption(node); c != nil {
		fmt.Fprintf(b, " caption %q %q #%s", c.Label, c.Text.Plain, c.Anchor)
	}
	if e := r.Equation(node); e != nil {
		fmt.Fprintf(b, " number %s #%s", e.Number, e.Anchor)
	}
	if p, ok := n.Picture(node); ok {
		fmt.Fprintf(b, " picture %s width %q", p.Image.Destination, p.Width)
	}
	if name, ok := n.Speaker(node); ok {
		fmt.Fprintf(b, " speaker %q", name)
	}
	switch node := node.(type) {
	case *ast.Text:
		fmt.Fprintf(b, " %q", node.Segment.Value(n.Source))
		if node.HardLineBreak() {
			b.WriteString(" break")
		}
	case *ast.String:
		fmt.Fprintf(b, " %q", node.Value)
	case *Styled:
		fmt.Fprintf(b, " %s", node.Name)
	case *Preformatted:
		fmt.Fprintf(b, " %q %q", node.Language, node.Content)
	case *ast.Image:
		fmt.Fprintf(b, " %s", node.Destination)
	case *ast.Link:
		fmt.Fprintf(b, " %s", node.Destination)
	case *MathInline:
		fmt.Fprintf(b, " %q display %v", node.TeX, node.Display)
	case *MathBlock:
		fmt.Fprintf(b, " %q", node.TeX)
	case *CrossRef:
		text, anchor, ok := r.Reference(node)
		fmt.Fprintf(b, " %s %q #%s %v", node.Label, text, anchor, ok)
	case *ast.FencedCodeBlock:
		fmt.Fprintf(b, " %q %q", n.Language(node), node.Lines().Value(n.Source))
	case *east.FootnoteLink:
		fmt.Fprintf(b, " %d", node.Index)
	}
	b.WriteString("\n")
	for c := node.FirstChild(); c != nil; c = c.NextSibling() {
		dumpNode(b, r, c, indent+"  ")
	}
}

// TestParseBytes has the notes that a txtar file cannot hold.
func TestParseBytes(t *testing.T) {
	const nfd = "\u1112\u1161\u11ab\u1100\u1173\u11af" // 한글, decomposed
	for _, c := range []struct {
		name, src string
		source    string // the wanted Source
		diags     []string
	}{
		{"byte order mark", "\xef\xbb\xbf# A\n", "# A\n", nil},
		{"CRLF", "# A\r\n\r\nb\r\n", "# A\n\nb\n", nil},
		{"CR", "a\rb", "a\nb", nil},
		{"NUL", "a\n b\x00c\n", "a\n b\ufffdc\n", []string{"n.md:2:3: the text has a NUL character"}},
		{"EUC-KR", "a\n\xc7\xd1\xb1\xdb\n", "a\n\ufffd\u0471\ufffd\n", []string{"n.md:2:1: the text is not valid UTF-8 (2 bytes)"}},
		{"UTF-16", "\xff\xfea\x00", "a", []string{"n.md:1:1: the text is UTF-16, not UTF-8"}},
		{"prose in NFD", nfd + "\n", "한글\n", nil},
		{"a cell in NFD stays", nfd + "\n\n```go\ns := \"" + nfd + "\"\n```\n" + nfd, "한글\n\n```go\ns := \"" + nfd + "\"\n```\n한글", nil},
		{"CRLF in a cell", "```go\r\nx := 1\r\n```\r\n", "```go\nx := 1\n```\n", nil},
		{"empty", "", "", nil},
		{"YAML that ends too early", "---\na: [\n---", "---\na: [\n---", []string{"n.md:2:1: YAML: did not find expected node content"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := Parse("n.md", []byte(c.src))
			if string(n.Source) != c.source {
				t.Errorf("Source = %q, want %q", n.Source, c.source)
			}
			var got []string
			for _, d := range n.Diagnostics {
				got = append(got, d.Text(n.Name))
			}
			if strings.Join(got, "\n") != strings.Join(c.diags, "\n") {
				t.Errorf("diagnostics = %q, want %q", got, c.diags)
			}
		})
	}
}

// checkNote fails when a note breaks a rule that holds for all notes.
func checkNote(t *testing.T, n *Note) {
	t.Helper()
	at, keys := 0, map[string]bool{}
	for i, b := range n.Blocks {
		if b.Start < at || b.End < b.Start || b.End > len(n.Source) {
			t.Fatalf("block %d is [%d, %d) after %d of %d bytes", i, b.Start, b.End, at, len(n.Source))
		}
		at = b.End
		if b.Cell != nil && keys[b.Cell.Key] {
			t.Fatalf("two cells with the key %q", b.Cell.Key)
		}
		if b.Cell != nil {
			keys[b.Cell.Key] = true
		}
	}
	for _, d := range n.Diagnostics {
		if d.Line < 1 || d.Col < 1 || d.Line > bytes.Count(n.Source, []byte("\n"))+1 {
			t.Fatalf("diagnostic at %d:%d: %s", d.Line, d.Col, d.Message)
		}
	}
}

func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob("testdata/parse/*.txtar")
	for _, file := range files {
		if a, err := txtar.ParseFile(file); err == nil {
			f.Add(archived(a, "note.md"))
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		n := Parse("n.md", src)
		checkNote(t, n)
		r := NewReport(n, nil)
		for _, b := range n.Blocks {
			PlainText(b.Node, n.Source)
		}
		if got := dumpNote(Parse("n.md", src)); got != dumpNote(n) {
			t.Errorf("parsed twice:\n%s\nand\n%s", dumpNote(n), got)
		}
		again := Parse("n.md", n.Source)
		if !bytes.Equal(again.Source, n.Source) {
			t.Errorf("Source %q parses to Source %q", n.Source, again.Source)
		}
		Match(nil, n)
		ids := Match(n, again)
		if len(ids) != len(again.Blocks) {
			t.Errorf("%d ids for %d blocks", len(ids), len(again.Blocks))
		}
		_ = r
	})
}

// TestParseHostile parses what is made to be slow or deep. Each case takes less than half a second; one that takes more
// than ten has become quadratic.
func TestParseHostile(t *testing.T) {
	size := 200_000
	if testing.Short() {
		size = 20_000
	}
	for _, c := range []struct{ name, piece, tail string }{
		{"quotes", "> ", "x"},
		{"lists", "- ", "x"},
		{"brackets", "[", ""},
		{"images", "![", ""},
		{"links", "[a](", ""},
		{"stars", "*a ", ""},
		{"nested stars", "*a **b ", ""},
		{"underscores", "_", ""},
		{"backticks", "`a", ""},
		{"dollars", "$a ", ""},
		{"double dollars", "$$a ", ""},
		{"references", "@fig-a ", ""},
		{"footnotes", "[^a] ", "\n\n[^a]: x"},
		{"braces", "![a](b){", ""},
		{"angles", "<a ", ""},
		{"bars", "|", "\n|-|\n"},
		{"entities", "&#x;", ""},
		{"headings", "# a\n", ""},
		{"cells", "```go\nx\n```\n", ""},
		{"names", "가: 나\n\n", ""},
		{"tables", "|a|\n|-|\n\n", ""},
		{"definitions", "[a]: b\n", ""},
		{"tildes", "~a", ""},
		{"html", "<br>", ""},
		{"yaml", "a: &a [*a]\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			src := strings.Repeat(c.piece, size/len(c.piece)) + c.tail
			if c.name == "yaml" {
				src = "---\n" + src + "---\n"
			}
			start := time.Now()
			n := Parse("n.md", []byte(src))
			checkNote(t, n)
			NewReport(n, nil)
			if d := time.Since(start); d > 10*time.Second {
				t.Errorf("%d bytes took %v", len(src), d)
			}
		})
	}
}

func BenchmarkParse(b *testing.B) {
	src := longNote(600)
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		Parse("n.md", src)
	}
}

// longNote returns a note of many blocks, every fifth a cell.
func longNote(blocks int) []byte {
	var b bytes.Buffer
	b.WriteString("---\ntitle: 긴 노트\nparams: {epochs: 3}\n---\n\n")
	for i := range blocks {
		switch i % 5 {
		case 0:
			fmt.Fprintf(&b, "## 절 %d {#sec-%d}\n\n", i, i)
		case 1, 2:
			b.WriteString("손실 함수 $L(\\theta)$의 **기울기**를 따라 `w`를 고친다. @sec-0 을 보라.[^1]\n\n")
		case 3:
			fmt.Fprintf(&b, "```go\n//| label: fig-%d\n//| fig-cap: \"그림 $x_%d$\"\nx%d := %d\nfmt.Println(x%d)\n```\n\n", i, i, i, i, i)
		case 4:
			b.WriteString("| 이름 | 값 |\n|:--|--:|\n| a | 1 |\n| b | 2 |\n\n")
		}
	}
	b.WriteString("[^1]: 각주.\n")
	return b.Bytes()
}
