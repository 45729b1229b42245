package notebook

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// mathInlineParser reads $…$ and, inside a line, $$…$$, by pandoc's rule: no space after the opening dollar and before
// the closing one, and no digit after the closing one, so that prices stay text.
type mathInlineParser struct{}

// Trigger returns the dollar sign.
func (mathInlineParser) Trigger() []byte { return []byte{'$'} }

// unclosedKey holds, in the parser's context, the places from which no formula closes: without it, a paragraph of many
// single dollars takes quadratic time.
var unclosedKey = parser.NewContextKey()

// unclosed tells that a formula opened in [from, to) with n dollars does not close.
type unclosed [3]struct{ from, to int }

// Parse reads a formula.
func (mathInlineParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, seg := block.PeekLine()
	n := 1
	if len(line) > 1 && line[1] == '$' {
		n = 2
	}
	if len(line) <= n || isSpace(line[n]) && n == 1 || line[n] == '$' {
		return nil
	}
	none, _ := pc.Get(unclosedKey).(unclosed)
	if seg.Start >= none[n].from && seg.Start < none[n].to {
		return nil
	}
	block.Advance(n)
	var tex strings.Builder
	for {
		line, _ := block.PeekLine()
		if line == nil {
			none[n].from, none[n].to = seg.Start, len(block.Source())
			if lines := parent.Lines(); lines != nil && lines.Len() > 0 {
				none[n].to = lines.At(lines.Len() - 1).Stop
			}
			pc.Set(unclosedKey, none)
			return nil
		}
		if i := closingDollar(line, n, tex.Len() == 0); i >= 0 {
			tex.Write(line[:i])
			block.Advance(i + n)
			src := tex.String()
			if _, ok := parent.(*east.TableCell); ok {
				src = strings.ReplaceAll(src, `\|`, "|") // a bar must be escaped in a table
			}
			return &MathInline{TeX: strings.TrimSpace(src), Display: n == 2, Start: seg.Start}
		}
		tex.Write(line)
		block.AdvanceLine()
	}
}

// closingDollar returns the offset in line of the n dollars that close a formula, -1 when there are none. first tells
// that the formula begins with this line.
func closingDollar(line []byte, n int, first bool) int {
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] == '\\':
			i++
		case line[i] != '$':
		case n == 2:
			if i+1 < len(line) && line[i+1] == '$' && (i > 0 || !first) {
				return i
			}
		case i == 0 && first, i > 0 && isSpace(line[i-1]):
		case i+1 < len(line) && line[i+1] >= '0' && line[i+1] <= '9':
		default:
			return i
		}
	}
	return -1
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' }

// mathBlockParser reads a displayed formula: $$ at the beginning of a line, on one line or several, up to $$ at the end
// of a line, perhaps with {#eq-label} after it. A blank line ends it, as in TeX.
type mathBlockParser struct{}

// Trigger returns the dollar sign.
func (mathBlockParser) Trigger() []byte { return []byte{'$'} }

// Open begins a formula.
func (mathBlockParser) Open(_ ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, seg := r.PeekLine()
	pos := pc.BlockOffset()
	if pos < 0 || !bytes.HasPrefix(line[pos:], []byte("$$")) {
		return nil, parser.NoChildren
	}
	n := &MathBlock{Start: seg.Start + pos - seg.Padding}
	rest := string(line[pos+2:])
	if i := closingDollar([]byte(rest), 2, false); i >= 0 {
		if !n.close(rest[:i], rest[i+2:]) {
			return nil, parser.NoChildren // text follows: a formula inside a paragraph
		}
	} else {
		n.TeX = rest
	}
	r.AdvanceToEOL()
	return n, parser.NoChildren
}

// close ends the formula with its last line, when nothing but a label follows the dollars.
func (n *MathBlock) close(tex, after string) bool {
	if after = strings.TrimSpace(after); after != "" {
		a, size, ok := parseAttrs(after)
		if !ok || size != len(after) {
			return false
		}
		n.Label = a.id
	}
	n.TeX = strings.TrimSpace(n.TeX + tex)
	n.closed = true
	return true
}

// Continue takes the next line.
func (mathBlockParser) Continue(node ast.Node, r text.Reader, _ parser.Context) parser.State {
	n := node.(*MathBlock)
	line, _ := r.PeekLine()
	if n.closed || len(bytes.TrimSpace(line)) == 0 {
		return parser.Close
	}
	if i := closingDollar(line, 2, false); i >= 0 && n.close(string(line[:i]), string(line[i+2:])) {
		r.AdvanceToEOL()
		return parser.Continue | parser.NoChildren
	}
	n.TeX += string(line)
	r.AdvanceToEOL()
	return parser.Continue | parser.NoChildren
}

// Close trims a formula that was never closed.
func (mathBlockParser) Close(node ast.Node, _ text.Reader, _ parser.Context) {
	n := node.(*MathBlock)
	n.TeX = strings.TrimSpace(n.TeX)
}

// CanInterruptParagraph tells that a formula may follow a line of text.
func (mathBlockParser) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine tells that four spaces make code, not a formula.
func (mathBlockParser) CanAcceptIndentedLine() bool { return false }

// findDefinitions keeps the formulas that may define commands.
func (n *Note) findDefinitions() {
	_ = ast.Walk(n.Root, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		src := ""
		switch node := node.(type) {
		case *MathBlock:
			src = node.TeX
		case *MathInline:
			src = node.TeX
		}
		if entering && defining.MatchString(src) {
			n.definitions = append(n.definitions, src)
		}
		return ast.WalkContinue, nil
	})
}

// defining matches the commands of TeX that define others.
var defining = regexp.MustCompile(`\\(newcommand|renewcommand|providecommand|[ge]?def|let|DeclareMathOperator)`)

// Definitions returns the source of the formulas that may define commands for the others, in order.
func (n *Note) Definitions() []string { return n.definitions }

// A Formula is a node that holds TeX: [MathInline] or [MathBlock].
type Formula interface {
	ast.Node
	// Source returns the TeX between the dollars.
	Source() string
	start() int
}

// Source returns n.TeX.
func (n *MathInline) Source() string { return n.TeX }

// Source returns n.TeX.
func (n *MathBlock) Source() string { return n.TeX }

func (n *MathInline) start() int { return n.Start }
func (n *MathBlock) start() int  { return n.Start }

// Formulas returns the formulas of the note in order.
func (n *Note) Formulas() []Formula { return collect[Formula](n.Root) }

// FormulaPosition returns the line and column in the note, from 1, of an offset in the TeX of one of its formulas.
func (n *Note) FormulaPosition(f Formula, offset int) (line, col int) {
	tex, i := f.Source(), f.start()
	for i < len(n.Source) && (n.Source[i] == '$' || isSpace(n.Source[i]) && tex != "" && !isSpace(tex[0])) {
		i++
	}
	// Between the lines of a formula the source may have what is no part of it: the marks of a quote, an indent.
	for k := 0; k < offset && k < len(tex) && i < len(n.Source); k++ {
		for tex[k] != n.Source[i] && i+1 < len(n.Source) {
			i++
		}
		i++
	}
	for offset < len(tex) && i+1 < len(n.Source) && tex[offset] != n.Source[i] {
		i++
	}
	return n.position(min(i, len(n.Source)))
}
