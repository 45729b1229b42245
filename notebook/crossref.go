package notebook

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// crossRefParser reads @fig-…, @tbl-…, @eq-… and @sec-…. It takes every letter that may be part of a label; what
// follows the label without a space, such as a Korean particle, is cut off when all labels are known.
type crossRefParser struct{}

// maxLabel is how many bytes a label has at most.
const maxLabel = 256

// Trigger returns the at sign, and the bracket of [@fig-…] and [-@fig-…].
func (crossRefParser) Trigger() []byte { return []byte{'@', '['} }

// Parse reads a reference.
func (crossRefParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	if r := block.PrecendingCharacter(); unicode.IsLetter(r) || unicode.IsDigit(r) {
		return nil // an address
	}
	line, seg := block.PeekLine()
	if line[0] == '[' {
		return bracketed(block, line, seg.Start)
	}
	word := strings.TrimRight(attrWord(string(line[1:min(len(line), maxLabel)])), "-_:.")
	if labelKind(word) == "" {
		return nil
	}
	block.Advance(1 + len(word))
	return &CrossRef{Label: word, Start: seg.Start}
}

// bracketed reads [@fig-…], which is @fig-…, and [-@fig-…], which is its number alone, as in Quarto.
func bracketed(block text.Reader, line []byte, start int) ast.Node {
	rest := line[1:]
	bare := len(rest) > 0 && rest[0] == '-'
	if bare {
		rest = rest[1:]
	}
	if len(rest) < 2 || rest[0] != '@' {
		return nil
	}
	word := attrWord(string(rest[1:min(len(rest), maxLabel)]))
	after := rest[1+len(word):]
	if labelKind(word) == "" || len(after) == 0 || after[0] != ']' || len(after) > 1 && (after[1] == '(' || after[1] == '[') {
		return nil
	}
	at := len(line) - len(rest)
	block.Advance(at + 1 + len(word) + 1)
	return &CrossRef{Label: word, Bare: bare, Start: start + at}
}

// resolveRefs cuts the references below node down to labels that exist. Those that name nothing known are cut where
// their ASCII part ends; report, which may be nil, hears of them.
func resolveRefs(node ast.Node, labels map[string]label, report func(*CrossRef)) {
	for _, ref := range collect[*CrossRef](node) {
		known := knownLabel(ref.Label, labels)
		if known == "" {
			known = asciiLabel(ref.Label)
			if report != nil {
				r := *ref
				r.Label = known
				report(&r)
			}
		}
		if known == ref.Label {
			continue
		}
		start := ref.Start + 1 + len(known)
		rest := ast.NewTextSegment(text.NewSegment(start, ref.Start+1+len(ref.Label)))
		if next, ok := ref.NextSibling().(*ast.Text); ok && next.Segment.Start == rest.Segment.Stop {
			next.Segment.Start = start
		} else {
			ref.Parent().InsertAfter(ref.Parent(), ref, rest)
		}
		ref.Label = known
	}
}

// knownLabel returns the longest known label that word begins with.
func knownLabel(word string, labels map[string]label) string {
	for end := len(word); end > 0; {
		if _, ok := labels[word[:end]]; ok {
			return word[:end]
		}
		_, size := utf8.DecodeLastRuneInString(word[:end])
		end -= size
	}
	return ""
}

// asciiLabel returns the ASCII part that word begins with, when that is a label; else the whole word.
func asciiLabel(word string) string {
	i := strings.IndexFunc(word, func(r rune) bool { return r >= utf8.RuneSelf })
	if i < 0 {
		return word
	}
	if s := strings.TrimRight(word[:i], "-_:."); labelKind(s) != "" {
		return s
	}
	return word
}

// collect returns the nodes of type T in the tree below root, in document order.
func collect[T ast.Node](root ast.Node) []T {
	var out []T
	stack := []ast.Node{root}
	for len(stack) > 0 {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if t, ok := n.(T); ok {
			out = append(out, t)
		}
		at := len(stack)
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			stack = append(stack, c)
		}
		slices.Reverse(stack[at:])
	}
	return out
}
