package notebook

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// Formulas as LaTeX writes them: \(…\), \[…\] and the environments of amsmath. To Markdown \( and \[ are a parenthesis and
// a bracket; they open a formula only where they are closed and what stands between them looks like one.

// mathLook matches what tells a formula from words in brackets.
var mathLook = regexp.MustCompile(`\\[a-zA-Z]|(^|[^\\])[\^_]|[=<>+]`)

// mathName matches a formula of one letter or number.
var mathName = regexp.MustCompile(`^\s*[-+]?([a-zA-Z]'*|[0-9.,]+)\s*$`)

// looksLikeMath tells whether tex, between parentheses or brackets, is a formula.
func looksLikeMath(tex string, bracket bool) bool {
	return mathLook.MatchString(tex) || !bracket && mathName.MatchString(tex)
}

// texInlineParser reads \(…\), and \[…\] inside a line. MathJax on other sites wants the backslash twice, which is read too.
type texInlineParser struct{}

// Trigger returns the backslash.
func (texInlineParser) Trigger() []byte { return []byte{'\\'} }

var texOpeners = []string{`\(`, `\[`, `\\(`, `\\[`}

var texClosers = map[byte]string{'(': `)`, '[': `]`}

// Parse reads a formula.
func (texInlineParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, seg := block.PeekLine()
	k := slices.IndexFunc(texOpeners, func(o string) bool { return bytes.HasPrefix(line, []byte(o)) })
	if k < 0 {
		return nil
	}
	open := texOpeners[k]
	kind := open[len(open)-1]
	end := open[:len(open)-1] + texClosers[kind]
	block.Advance(len(open))
	var tex strings.Builder
	for {
		line, _ := block.PeekLine()
		if line == nil || tex.Len() > maxTeXLookahead {
			return nil
		}
		line = line[:min(len(line), maxTeXLookahead)]
		if i := bytes.Index(line, []byte(end)); i >= 0 {
			tex.Write(line[:i])
			if src := tex.String(); !strings.Contains(src, open) && looksLikeMath(src, kind == '[') {
				block.Advance(i + len(end))
				return &MathInline{TeX: strings.TrimSpace(src), Display: kind == '[', Start: seg.Start + len(open)}
			}
			return nil
		}
		tex.Write(line)
		block.AdvanceLine()
	}
}

// maxTeXLookahead bounds how far the end of a formula is looked for, in bytes: beyond it, what opens one is text.
const maxTeXLookahead = 4096

// texBlockParser reads \[…\] and \begin{align}…\end{align} that begin a line and end one.
type texBlockParser struct{}

// Trigger returns the backslash.
func (texBlockParser) Trigger() []byte { return []byte{'\\'} }

var texEnvironment = regexp.MustCompile(`^\\begin\{((?:align|alignat|aligned|equation|gather|gathered|multline|eqnarray|flalign|split|cases|matrix|[pbvBV]matrix|array)\*?)\}`)

// Open begins a formula.
func (texBlockParser) Open(_ ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, seg := r.PeekLine()
	pos := pc.BlockOffset()
	if pos < 0 {
		return nil, parser.NoChildren
	}
	n := &MathBlock{Start: seg.Start + pos - seg.Padding}
	rest := string(line[pos:])
	switch m := texEnvironment.FindStringSubmatch(rest); {
	case m != nil:
		n.end = `\end{` + m[1] + `}`
	case strings.HasPrefix(rest, `\[`):
		n.end, n.hideEnd = `\]`, true
		n.Start += 2
		rest = rest[2:]
	default:
		return nil, parser.NoChildren
	}
	ahead := r.Source()[min(n.Start, len(r.Source())):]
	ahead = ahead[:min(len(ahead), 4*maxTeXLookahead)]
	if i := bytes.Index(ahead, []byte("\n\n")); i >= 0 {
		ahead = ahead[:i]
	}
	i := bytes.Index(ahead, []byte(n.end))
	if i < 0 || n.hideEnd && !looksLikeMath(string(ahead[:i]), true) {
		return nil, parser.NoChildren
	}
	after, _, _ := bytes.Cut(ahead[i+len(n.end):], []byte{'\n'})
	if a, size, ok := parseAttrs(string(bytes.TrimSpace(after))); len(bytes.TrimSpace(after)) > 0 && (!ok || size != len(bytes.TrimSpace(after)) || a.id == "") {
		return nil, parser.NoChildren // text follows
	}
	n.takeTeX(rest)
	r.AdvanceToEOL()
	return n, parser.NoChildren
}

// takeTeX adds a line, which may end the formula.
func (n *MathBlock) takeTeX(line string) {
	i := strings.Index(line, n.end)
	if i < 0 {
		n.TeX += line
		return
	}
	tex, after := line[:i], line[i+len(n.end):]
	if !n.hideEnd {
		tex += n.end
	}
	n.close(tex, after)
	n.closed = true
}

// Continue takes the next line.
func (texBlockParser) Continue(node ast.Node, r text.Reader, _ parser.Context) parser.State {
	n := node.(*MathBlock)
	line, _ := r.PeekLine()
	if n.closed || len(bytes.TrimSpace(line)) == 0 {
		return parser.Close
	}
	n.takeTeX(string(line))
	r.AdvanceToEOL()
	return parser.Continue | parser.NoChildren
}

// Close trims a formula that was never closed.
func (texBlockParser) Close(node ast.Node, r text.Reader, pc parser.Context) {
	mathBlockParser{}.Close(node, r, pc)
}

// CanInterruptParagraph tells that a formula may follow a line of text.
func (texBlockParser) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine tells that four spaces make code.
func (texBlockParser) CanAcceptIndentedLine() bool { return false }
