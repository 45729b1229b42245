package notebook

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
	"golang.org/x/text/unicode/norm"

	"quire/interp/frontend"
)

// Parse reads a note. It is pure and never fails: whatever is wrong with the note is said in its diagnostics, and the
// note is what can be made of the rest.
func Parse(name string, src []byte) *Note {
	text, ds := normalize(src)
	n := parseSource(name, text)
	if !norm.NFC.IsNormal(text) {
		var cells []*Block
		for _, b := range n.Blocks {
			if b.Cell != nil {
				cells = append(cells, b)
			}
		}
		n = parseSource(name, composed(text, cells))
	}
	n.Diagnostics = append(n.Diagnostics, ds...)
	sortDiagnostics(n.Diagnostics)
	return n
}

// sortDiagnostics orders diagnostics by place.
func sortDiagnostics(ds []Diagnostic) {
	slices.SortStableFunc(ds, func(a, b Diagnostic) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
}

// parseSource reads a note from normalized text.
func parseSource(name string, src []byte) *Note {
	n := &Note{
		Name: name, Source: src, lines: lineStarts(src), nextID: 1,
		speakers: map[ast.Node]string{}, pictures: map[ast.Node]Picture{}, captions: map[ast.Node]tableCaption{},
		labels: map[string]label{},
	}
	body := n.frontMatter()
	// The front matter is white space to the Markdown parser, so that all offsets are those of the source.
	masked := src
	if body > 0 {
		masked = append(bytes.Repeat([]byte{'\n'}, body), src[body:]...)
	}
	notes := new(footnoteCheck)
	n.Root = newParser(notes).Parse(text.NewReader(masked)).(*ast.Document)
	n.footnotes(notes)
	n.rawHTML()
	n.contentsMark()
	n.divs()
	n.findCallouts()
	n.blocks(body)
	n.cells()
	n.assignKeys()
	n.findPictures()
	n.findLabels()
	n.checkFormulas()
	n.findDefinitions()
	resolveRefs(n.Root, n.labels, n.unknownRef)
	for _, c := range n.captions {
		resolveRefs(c.node, n.labels, n.unknownRef)
	}
	n.checkCaptions()
	n.findDialogue()
	n.hash()
	if n.Meta.Lang == "" {
		n.Meta.Lang = n.language()
	}
	return n
}

// newParser returns a Markdown parser for notes: CommonMark, GFM's tables, strikethrough and task lists, footnotes,
// definition lists, fenced divs, formulas and references. Containers nest at most maxNesting deep. check hears of footnotes that lack the other end.
func newParser(check *footnoteCheck) parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewSetextHeadingParser(), 100),
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(shallow{parser.NewListParser()}, 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewCodeBlockParser(), 500),
			util.Prioritized(parser.NewATXHeadingParser(parser.WithHeadingAttribute()), 600),
			util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
			util.Prioritized(mathBlockParser{}, 750),
			util.Prioritized(texBlockParser{}, 751),
			util.Prioritized(shallow{parser.NewBlockquoteParser()}, 800),
			util.Prioritized(parser.NewHTMLBlockParser(), 900),
			util.Prioritized(shallow{extension.NewFootnoteBlockParser()}, 999),
			util.Prioritized(shallow{divParser{}}, 90),
			util.Prioritized(shallow{newDefinitions()}, 101),
			util.Prioritized(extension.NewDefinitionDescriptionParser(), 102),
			util.Prioritized(parser.NewParagraphParser(), 1000),
		),
		parser.WithInlineParsers(
			util.Prioritized(parser.NewCodeSpanParser(), 100),
			util.Prioritized(links{parser.NewLinkParser()}, 200),
			util.Prioritized(parser.NewAutoLinkParser(), 300),
			util.Prioritized(parser.NewRawHTMLParser(), 400),
			util.Prioritized(parser.NewEmphasisParser(), 500),
			util.Prioritized(extension.NewTaskCheckBoxParser(), 0),
			util.Prioritized(extension.NewFootnoteParser(), 101),
			util.Prioritized(check, 102),
			util.Prioritized(mathInlineParser{}, 150),
			util.Prioritized(crossRefParser{}, 90),
			util.Prioritized(texInlineParser{}, 151),
			util.Prioritized(extension.NewStrikethroughParser(), 500),
		),
		parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
		parser.WithParagraphTransformers(util.Prioritized(extension.NewTableParagraphTransformer(), 200)),
		parser.WithASTTransformers(
			util.Prioritized(extension.NewTableASTTransformer(), 0),
			util.Prioritized(check, 998),
			util.Prioritized(extension.NewFootnoteASTTransformer(), 999),
		),
	)
}

// maxNesting is how deep lists and quotes may be in one another; what is deeper is text.
const maxNesting = 32

// shallow is a block parser for containers that opens none below maxNesting.
type shallow struct{ parser.BlockParser }

// Open opens a block that is not too deep.
func (s shallow) Open(parent ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	depth := 0
	for p := parent; p != nil; p = p.Parent() {
		switch p.Kind() {
		case ast.KindList, ast.KindBlockquote, east.KindFootnote, east.KindDefinitionList, KindDiv:
			depth++
		}
	}
	if depth >= maxNesting {
		return nil, parser.NoChildren
	}
	return s.BlockParser.Open(parent, r, pc)
}

// links is goldmark's parser of links, which takes quadratic time when a line has thousands of links that do not close.
type links struct{ parser.InlineParser }

// Parse reads a link or a part of one. It leaves "](" alone when another follows in one unbroken stretch of text that has
// no closing parenthesis for thousands of bytes.
func (l links) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if line, _ := block.PeekLine(); bytes.HasPrefix(line, []byte("](")) {
		near := line[2:min(len(line), 4096)]
		if bytes.Contains(near, []byte("](")) && !bytes.ContainsAny(near, " )\t\n") {
			return nil
		}
	}
	return l.InlineParser.Parse(parent, block, pc)
}

// CloseBlock ends the links of a block.
func (l links) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	if c, ok := l.InlineParser.(parser.CloseBlocker); ok {
		c.CloseBlock(parent, block, pc)
	}
}

// blocks makes the blocks of the top-level nodes. A block reaches to the next one, without blank lines at its end; a
// cell ends with its fence.
func (n *Note) blocks(body int) {
	n.tableCaptions()
	at := body
	for node := n.Root.FirstChild(); node != nil; node = node.NextSibling() {
		b := &Block{Node: node, Start: len(n.Source), End: len(n.Source)}
		if node.Kind() != east.KindFootnoteList {
			b.Start = n.lineStart(max(at, firstByte(node)))
			at = b.Start
		}
		b.Line = n.Line(b.Start)
		n.Blocks = append(n.Blocks, b)
	}
	for i, b := range n.Blocks {
		end := len(n.Source)
		if i+1 < len(n.Blocks) {
			end = n.Blocks[i+1].Start
		}
		if f, ok := b.Node.(*ast.FencedCodeBlock); ok {
			end = min(end, n.fenceEnd(f, b.Start))
		}
		b.End = b.Start + len(bytes.TrimRight(n.Source[b.Start:max(b.Start, end)], " \t\n"))
	}
}

// firstByte returns the offset at which a block begins. The position of a setext heading is its underline.
func firstByte(node ast.Node) int {
	if lines := node.Lines(); lines != nil && lines.Len() > 0 {
		return min(node.Pos(), lines.At(0).Start)
	}
	return node.Pos()
}

// lineStart returns the offset at which the line of offset begins.
func (n *Note) lineStart(offset int) int {
	return bytes.LastIndexByte(n.Source[:min(offset, len(n.Source))], '\n') + 1
}

// fenceEnd returns the offset of the end of a top-level fence that begins at start.
func (n *Note) fenceEnd(f *ast.FencedCodeBlock, start int) int {
	at := start
	if k := f.Lines().Len(); k > 0 {
		at = f.Lines().At(k-1).Stop - 1 // on the last line of the text
	}
	end := n.lineEnd(max(at, start))
	if end < len(n.Source) {
		next := n.lineEnd(end + 1)
		if line := bytes.TrimLeft(n.Source[end+1:next], " "); bytes.HasPrefix(line, []byte("```")) || bytes.HasPrefix(line, []byte("~~~")) {
			return next
		}
	}
	n.report(start, Diagnostic{
		Severity: SeverityError, Message: "the fence is not closed: all that follows is code",
		HintKo: "코드 끝에 ``` 줄을 쓰세요.", HintEn: "End the code with a line ```.",
	})
	return len(n.Source)
}

// hash gives every block its content hash and occurrence.
func (n *Note) hash() {
	seen := map[string]int{}
	for _, b := range n.Blocks {
		content := n.Source[b.Start:b.End]
		if b.Node.Kind() == east.KindFootnoteList {
			content = nil
			for _, f := range n.Footnotes {
				content = append(append(content, PlainText(f, n.Source)...), '\n')
			}
		} else if len(content) == 0 { // one of several blocks of one piece of HTML
			content = []byte(PlainText(b.Node, n.Source))
		}
		b.Hash = shortHash(content)
		b.Occurrence = seen[b.Hash]
		seen[b.Hash]++
	}
}

// shortHash returns half of the SHA-256 of data in hexadecimal.
func shortHash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:16])
}

// language returns "ko" when the note has Hangul outside its cells, else "en".
func (n *Note) language() string {
	hangul := func(s []byte) bool {
		return bytes.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Hangul, r) })
	}
	at := 0
	for _, b := range n.Blocks {
		if b.Cell != nil {
			if hangul(n.Source[at:b.Start]) || hangul([]byte(b.Cell.Options.FigCap+b.Cell.Options.TblCap)) {
				return "ko"
			}
			at = b.End
		}
	}
	if hangul(n.Source[at:]) {
		return "ko"
	}
	return "en"
}

// unknownRef reports a reference to a label that nothing has.
func (n *Note) unknownRef(ref *CrossRef) {
	d := Diagnostic{
		Severity: SeverityError, Message: "undefined reference: @" + ref.Label,
		HintKo: "이 이름의 그림·표·식·절이 없습니다. label(또는 {#…})과 철자를 맞추세요.",
		HintEn: "No figure, table, equation or section has this label; compare it with the label: or {#…} of its target.",
	}
	if near := frontend.Nearest(ref.Label, n.labelNames()); near != "" {
		d.HintKo = "혹시 @" + near + "인가요?"
		d.HintEn = "Did you mean @" + near + "?"
	}
	n.report(ref.Start, d)
}

// checkFormulas reports formulas that are not closed.
func (n *Note) checkFormulas() {
	for _, m := range collect[*MathBlock](n.Root) {
		if !m.closed {
			n.report(m.Start, Diagnostic{
				Severity: SeverityError, Message: "formula is not closed: no $$ before the blank line",
				HintKo: "식의 끝에 $$를 쓰세요. 식 안에는 빈 줄을 둘 수 없습니다.",
				HintEn: "Write $$ after the formula; it cannot have blank lines.",
			})
		}
	}
}
