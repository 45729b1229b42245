package notebook

import (
	"strconv"

	"github.com/yuin/goldmark/ast"
)

// Kinds of the nodes that a note has beyond CommonMark and GFM.
var (
	KindMathInline = ast.NewNodeKind("MathInline")
	KindMathBlock  = ast.NewNodeKind("MathBlock")
	KindCrossRef   = ast.NewNodeKind("CrossRef")

	KindCallout      = ast.NewNodeKind("Callout")
	KindCalloutTitle = ast.NewNodeKind("CalloutTitle")
)

// MathInline is $…$, or $$…$$ inside a line of text (Display).
type MathInline struct {
	ast.BaseInline
	TeX     string
	Display bool
	Start   int // offset of the first $ in the source
}

// Kind returns KindMathInline.
func (n *MathInline) Kind() ast.NodeKind { return KindMathInline }

// Dump prints the node for debugging.
func (n *MathInline) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"TeX": n.TeX, "Display": strconv.FormatBool(n.Display)}, nil)
}

// MathBlock is a displayed formula in a block of its own: $$…$$, with {#eq-label} after it when it is numbered.
type MathBlock struct {
	ast.BaseBlock
	TeX   string
	Label string // eq-…, may be empty
	Start int    // offset of the first $ in the source

	closed  bool
	end     string // what closes it, where that is not $$
	hideEnd bool   // the end is no part of the formula
}

// Kind returns KindMathBlock.
func (n *MathBlock) Kind() ast.NodeKind { return KindMathBlock }

// IsRaw tells that the block's lines are not Markdown.
func (n *MathBlock) IsRaw() bool { return true }

// Dump prints the node for debugging.
func (n *MathBlock) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"TeX": n.TeX, "Label": n.Label}, nil)
}

// CrossRef is a reference such as @fig-accuracy, [@fig-accuracy] or [-@fig-accuracy]. [Report.Reference] says what stands in its place.
type CrossRef struct {
	ast.BaseInline
	Label string
	Bare  bool // only the number: [-@fig-accuracy]
	Start int  // offset of the @ in the source
}

// Kind returns KindCrossRef.
func (n *CrossRef) Kind() ast.NodeKind { return KindCrossRef }

// Dump prints the node for debugging.
func (n *CrossRef) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Label": n.Label}, nil)
}
