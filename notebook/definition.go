package notebook

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// definitions is goldmark's parser of definition lists, which would take the line ": caption" below a table for one.
type definitions struct{ parser.BlockParser }

func newDefinitions() parser.BlockParser { return definitions{extension.NewDefinitionListParser()} }

// Open opens a list below a paragraph that is not a table.
func (d definitions) Open(parent ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if p, ok := parent.LastChild().(*ast.Paragraph); ok {
		for i := range p.Lines().Len() {
			line := p.Lines().At(i)
			if bytes.ContainsRune(line.Value(r.Source()), '|') {
				return nil, parser.NoChildren
			}
		}
	}
	return d.BlockParser.Open(parent, r, pc)
}
