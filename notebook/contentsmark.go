package notebook

import (
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// contentsMarks are the paragraphs that stand for a list of contents in other tools: Typora, GitLab, Python-Markdown.
var contentsMarks = []string{"[toc]", "[[toc]]", "[[_toc_]]", "${toc}", "@[toc]"}

// contentsMark takes the paragraphs that ask for contents out of the note, and gives it contents.
func (n *Note) contentsMark() {
	for _, p := range childrenOf(n.Root) {
		if p.Kind() != ast.KindParagraph || p.Lines().Len() != 1 {
			continue
		}
		line := p.Lines().At(0)
		if slices.Contains(contentsMarks, strings.ToLower(strings.TrimSpace(string(line.Value(n.Source))))) {
			n.Meta.TOC = true
			n.Root.RemoveChild(n.Root, p)
		}
	}
}
