package notebook

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// cells makes the cells of the top-level fences of Go.
func (n *Note) cells() {
	for _, b := range n.Blocks {
		f, ok := b.Node.(*ast.FencedCodeBlock)
		if !ok {
			continue
		}
		info := n.fenceInfo(f)
		if !info.isGo {
			continue
		}
		b.Cell = n.newCell(b, f, info)
		n.Cells = append(n.Cells, b.Cell)
	}
	for _, f := range collect[*ast.FencedCodeBlock](n.Root) {
		if f.Parent() != n.Root && n.fenceInfo(f).isGo {
			n.report(f.Pos(), Diagnostic{
				Severity: SeverityWarning, Message: "Go inside a list or a quote is shown, not run",
				HintKo: "실행하려면 목록이나 인용문 밖으로 옮기세요.", HintEn: "Move it out of the list or quote to run it.",
			})
		}
	}
}

// newCell makes the cell of a fence.
func (n *Note) newCell(b *Block, f *ast.FencedCodeBlock, info fenceInfo) *Cell {
	c := &Cell{Number: len(n.Cells) + 1, Line: b.Line + 1, Indent: f.Pos() - b.Start}
	var src strings.Builder
	for i := range f.Lines().Len() {
		seg := f.Lines().At(i)
		src.Write(seg.Value(n.Source))
	}
	c.Source = src.String()
	head := optionLines(c.Source)
	lines := strings.SplitAfter(c.Source, "\n")
	c.Code = strings.Join(lines[head:], "")
	c.CodeLine = c.Line + head
	c.Options = n.Meta.Execute.options()
	c.Options.FigPos, c.Options.LineNums = n.Meta.FigPos, n.Meta.LineNums
	n.fenceOptions(c, info)
	n.cellOptions(c, lines[:head])
	c.Label = c.Options.Label
	c.Hash = shortHash([]byte(c.Code))
	return c
}

// A fenceInfo is what stands after the backticks of a fence.
type fenceInfo struct {
	language string // without braces
	isGo     bool   // a cell, when at the top level
	attrs    attrs
	at       int // offset in the source of the attributes
}

// fenceInfo reads the line that opens a fence: go, {go}, go {eval=false}, {go label, echo=false}. {.go} is Go that is
// only shown, as in Quarto.
func (n *Note) fenceInfo(f *ast.FencedCodeBlock) fenceInfo {
	var info fenceInfo
	if f.Info == nil {
		return info
	}
	s := string(f.Info.Segment.Value(n.Source))
	if !strings.HasPrefix(s, "{") {
		end := strings.IndexAny(s, " \t{")
		if end < 0 {
			end = len(s)
		}
		info.language = s[:end]
		info.isGo = strings.EqualFold(info.language, "go")
		rest := strings.TrimLeft(s[end:], " \t")
		info.at = f.Info.Segment.Start + len(s) - len(rest)
		if strings.HasPrefix(rest, "{") {
			info.attrs, _, _ = parseAttrs(rest)
		}
		return info
	}
	info.at = f.Info.Segment.Start
	a, _, ok := parseAttrs(s)
	if !ok || len(a.classes) == 0 {
		return info
	}
	info.language = strings.TrimPrefix(a.classes[0], ".")
	info.isGo = strings.EqualFold(a.classes[0], "go")
	a.classes = a.classes[1:]
	info.attrs = a
	return info
}

// Language returns the language that a fence names, "" when it names none: "go" for go, {go} and {.go}.
func (n *Note) Language(f *ast.FencedCodeBlock) string { return n.fenceInfo(f).language }

// LineNumbers tells whether the lines of a fence that is no cell are numbered: its attribute code-line-numbers says so,
// else the front matter.
func (n *Note) LineNumbers(f *ast.FencedCodeBlock) bool {
	switch strings.ToLower(n.fenceInfo(f).attrs.get("code-line-numbers")) {
	case "true":
		return true
	case "false":
		return false
	}
	return n.Meta.LineNums
}

// optionLines returns how many lines at the head of a cell are options.
func optionLines(source string) int {
	count := 0
	for line := range strings.Lines(source) {
		if !strings.HasPrefix(line, "//|") {
			break
		}
		count++
	}
	return count
}

// options returns the options of a cell that says nothing itself.
func (e Execute) options() Options {
	return Options{Echo: e.Echo, Eval: e.Eval, Output: e.Output, Error: e.Error, Timeout: e.Timeout}
}
