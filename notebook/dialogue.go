package notebook

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// maxSpeaker is how many characters the name of a speaker has at most.
const maxSpeaker = 16

// A speech is a paragraph that begins with "name: ".
type speech struct {
	node ast.Node
	name string
}

// findDialogue finds the paragraphs that are set as a script. A name speaks when it begins two paragraphs or more; one
// that begins a single paragraph speaks when another speaker's paragraph stands beside it. Paragraphs without a name
// between two speeches continue the first. The names are taken out of the paragraphs.
func (n *Note) findDialogue() {
	var section []speech // paragraphs since the last heading, rule, cell or other block
	count := map[string]int{}
	var sections [][]speech
	for node := n.Root.FirstChild(); node != nil; node = node.NextSibling() {
		p, ok := node.(*ast.Paragraph)
		if !ok || n.pictures[p].Image != nil {
			if node.Kind() == ast.KindHeading || node.Kind() == ast.KindThematicBreak {
				sections, section = append(sections, section), nil
			} else {
				section = append(section, speech{node: nil})
			}
			continue
		}
		s := speech{node, n.speakerName(p)}
		if s.name != "" {
			count[s.name]++
		}
		section = append(section, s)
	}
	for _, s := range append(sections, section) {
		n.markDialogue(s, count)
	}
}

// markDialogue marks the speeches of one section.
func (n *Note) markDialogue(section []speech, count map[string]int) {
	speaks := make([]bool, len(section))
	for i, s := range section {
		speaks[i] = count[s.name] > 1 && s.name != ""
	}
	for i, s := range section {
		beside := i > 0 && count[section[i-1].name] > 1 && section[i-1].name != "" ||
			i+1 < len(section) && count[section[i+1].name] > 1 && section[i+1].name != ""
		speaks[i] = speaks[i] || s.name != "" && beside
	}
	last := -1
	for i, s := range section {
		if !speaks[i] {
			continue
		}
		for j := last + 1; last >= 0 && j < i; j++ {
			if section[j].node != nil {
				n.speakers[section[j].node] = ""
			}
		}
		n.speakers[s.node] = s.name
		n.cutSpeaker(s.node)
		last = i
	}
}

// speakerName returns the name that a paragraph begins with, "" when it begins with none.
func (n *Note) speakerName(p *ast.Paragraph) string {
	switch first := p.FirstChild().(type) {
	case *ast.Text:
		name, _ := splitSpeaker(string(first.Segment.Value(n.Source)), first.NextSibling() != nil)
		return name
	case *ast.Emphasis: // **name:** text, **name**: text
		inside, ok := first.FirstChild().(*ast.Text)
		after, ok2 := first.NextSibling().(*ast.Text)
		if !ok || !ok2 || first.ChildCount() != 1 {
			return ""
		}
		s := string(inside.Segment.Value(n.Source)) + string(after.Segment.Value(n.Source))
		if name, size := splitSpeaker(s, after.NextSibling() != nil); size >= inside.Segment.Len() {
			return name
		}
	}
	return ""
}

// cutSpeaker takes the name at its beginning out of a paragraph.
func (n *Note) cutSpeaker(p ast.Node) {
	cut := func(t *ast.Text, size int) {
		t.Segment = text.NewSegment(t.Segment.Start+size, t.Segment.Stop)
	}
	switch first := p.FirstChild().(type) {
	case *ast.Text:
		_, size := splitSpeaker(string(first.Segment.Value(n.Source)), first.NextSibling() != nil)
		cut(first, size)
	case *ast.Emphasis:
		inside, after := first.FirstChild().(*ast.Text), first.NextSibling().(*ast.Text)
		s := string(inside.Segment.Value(n.Source)) + string(after.Segment.Value(n.Source))
		_, size := splitSpeaker(s, after.NextSibling() != nil)
		cut(after, size-inside.Segment.Len())
		p.RemoveChild(p, first)
	}
}

// splitSpeaker returns the name in "name: text" and the length of "name: ". The colon may be full-width; then no space
// needs to follow. More tells that something other than text comes after s, such as a formula: then the text may be empty.
func splitSpeaker(s string, more bool) (name string, size int) {
	i := strings.IndexAny(s, ":：")
	if i <= 0 {
		return "", 0
	}
	name = s[:i]
	colon, n := utf8.DecodeRuneInString(s[i:])
	rest := s[i+n:]
	space := len(rest) - len(strings.TrimLeft(rest, " \t"))
	if len(rest) == space && !more || colon == ':' && space == 0 || utf8.RuneCountInString(name) > maxSpeaker {
		return "", 0
	}
	if strings.HasSuffix(name, " ") {
		return "", 0
	}
	for i, r := range name {
		letter := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
		if !letter && (i == 0 || !strings.ContainsRune(" .-_·()", r)) {
			return "", 0
		}
	}
	return name, i + n + space
}
