package notebook

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// Callouts are the kinds of callout, as they are written: > [!NOTE].
var callouts = []string{"note", "tip", "important", "warning", "caution"}

// calloutAliases are the names that other tools have for the kinds of callout: Obsidian, Docusaurus, VuePress.
var calloutAliases = map[string]string{
	"info": "note", "abstract": "note", "summary": "note", "tldr": "note", "todo": "note", "example": "note",
	"question": "note", "help": "note", "faq": "note", "quote": "note", "cite": "note", "seealso": "note",
	"hint": "tip", "success": "tip", "check": "tip", "done": "tip",
	"attention": "warning",
	"danger":    "caution", "error": "caution", "bug": "caution", "failure": "caution", "fail": "caution", "missing": "caution",
}

// calloutName returns the kind of callout that a word names: note, callout-note or another tool's name for it.
func calloutName(word string) (name string, ok bool) {
	word = strings.TrimPrefix(strings.ToLower(word), "callout-")
	if slices.Contains(callouts, word) {
		return word, true
	}
	name, ok = calloutAliases[word]
	return name, ok
}

// aliasTitle is the title of a callout that has none of its own and goes by another tool's name, as that tool has it.
func aliasTitle(word string) string {
	word = strings.TrimPrefix(strings.ToLower(word), "callout-")
	if _, alias := calloutAliases[word]; !alias {
		return ""
	}
	return strings.ToUpper(word[:1]) + word[1:]
}

// Callout is a quote that begins with a line [!NOTE], [!TIP], [!IMPORTANT], [!WARNING] or [!CAUTION], as on GitHub, or a
// fenced div ::: {.callout-note}, as in Quarto. Text on the rest of the quote's line is its title: the first child is
// then a CalloutTitle.
type Callout struct {
	ast.BaseBlock
	Name string // "note", "tip", "important", "warning", "caution"
}

// Kind returns KindCallout.
func (n *Callout) Kind() ast.NodeKind { return KindCallout }

// Dump prints the node for debugging.
func (n *Callout) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Name": n.Name}, nil)
}

// CalloutTitle holds the inline nodes of a callout's own title.
type CalloutTitle struct{ ast.BaseBlock }

// Kind returns KindCalloutTitle.
func (n *CalloutTitle) Kind() ast.NodeKind { return KindCalloutTitle }

// Dump prints the node for debugging.
func (n *CalloutTitle) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// findCallouts turns quotes that begin with a mark into callouts.
func (n *Note) findCallouts() {
	for _, q := range collect[*ast.Blockquote](n.Root) {
		p, ok := q.FirstChild().(*ast.Paragraph)
		if !ok || p.Lines().Len() == 0 {
			continue
		}
		word, end := calloutMark(p.Lines().At(0), n.Source)
		name, ok := calloutName(word)
		if !ok {
			continue
		}
		c := &Callout{Name: name}
		c.SetPos(q.Pos())
		c.SetLines(q.Lines())
		title := n.cutCallout(p, end)
		if !p.HasChildren() && p.NextSibling() == nil { // all on the line of the mark: the text, not its title
			for _, child := range childrenOf(title) {
				p.AppendChild(p, child)
			}
		}
		if t := aliasTitle(word); t != "" && !title.HasChildren() {
			title.AppendChild(title, ast.NewString([]byte(t)))
		}
		if title.HasChildren() {
			c.AppendChild(c, title)
		}
		for _, child := range childrenOf(q) {
			if child != p || p.HasChildren() {
				c.AppendChild(c, child)
			}
		}
		q.Parent().ReplaceChild(q.Parent(), q, c)
	}
}

// calloutMark returns the word in [!WORD] at the beginning of a line, and the offset behind it. A plus or minus, with
// which Obsidian folds callouts, belongs to the mark.
func calloutMark(line text.Segment, source []byte) (word string, end int) {
	s := line.Value(source)
	i := bytes.IndexByte(s, ']')
	if i < 0 || !bytes.HasPrefix(s, []byte("[!")) {
		return "", 0
	}
	end = i + 1
	if end < len(s) && (s[end] == '-' || s[end] == '+') {
		end++
	}
	return string(s[2:i]), line.Start + end
}

// cutCallout takes the mark, which ends at the given offset, out of a paragraph, and returns what follows it on its line.
func (n *Note) cutCallout(p *ast.Paragraph, end int) *CalloutTitle {
	title := new(CalloutTitle)
	for _, c := range childrenOf(p) {
		t, ok := c.(*ast.Text)
		if !ok {
			title.AppendChild(title, c)
			continue
		}
		if start := min(end, t.Segment.Stop); t.Segment.Start < end {
			rest := n.Source[start:t.Segment.Stop]
			t.Segment = text.NewSegment(start+len(rest)-len(bytes.TrimLeft(rest, " \t")), t.Segment.Stop)
		}
		last := t.SoftLineBreak() || t.HardLineBreak()
		t.SetSoftLineBreak(false)
		t.SetHardLineBreak(false)
		p.RemoveChild(p, t)
		if t.Segment.Len() > 0 {
			title.AppendChild(title, t)
		}
		if last {
			break
		}
	}
	return title
}

func childrenOf(n ast.Node) (list []ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		list = append(list, c)
	}
	return list
}
