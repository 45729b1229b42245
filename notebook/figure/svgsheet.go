package figure

import (
	"regexp"
	"slices"
	"strings"
)

// A cssDecl is one declaration: a property and its value.
type cssDecl struct {
	name, value string
	important   bool
}

func (d cssDecl) rank() int {
	if d.important {
		return 1
	}
	return 0
}

// A cssSheet is the rules of a file's style elements, those that count less first.
type cssSheet []cssRule

// A cssRule styles the elements that a selector finds: the last of its parts is the element's own, the others are of
// elements around it.
type cssRule struct {
	parts  []cssPart
	weight int // specificity
	decls  []cssDecl
}

// A cssPart is what one element has to be: all of its conditions.
type cssPart struct {
	name, id string
	classes  []string
}

var (
	cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssPartExp = regexp.MustCompile(`^(?:\*|[A-Za-z][\w-]*)?(?:[.#][\w-]+)*$`)
	cssBit     = regexp.MustCompile(`[.#]?[\w-]+`)
)

// maxCSSRules bounds the rules of a file: each is compared with each element.
const maxCSSRules = 2000

// add takes the rules of a style element, and returns the selectors that are not understood. What stands behind an @ is
// left out with the block that it leads.
func (s *cssSheet) add(text string) (unknown []string) {
	text = cssComment.ReplaceAllString(text, " ")
	for len(*s) < maxCSSRules {
		head, rest, ok := strings.Cut(text, "{")
		if !ok {
			break
		}
		if i := strings.LastIndexByte(head, ';'); i >= 0 { // @import and the like
			head = head[i+1:]
		}
		head = strings.TrimSpace(head)
		body, after := cssBlock(rest)
		text = after
		if strings.HasPrefix(head, "@") {
			unknown = append(unknown, strings.Fields(head)[0])
			continue
		}
		decls := cssDeclarations(body)
		for _, sel := range strings.Split(head, ",") {
			rule, ok := cssSelector(sel)
			if !ok {
				unknown = append(unknown, strings.TrimSpace(sel))
				continue
			}
			rule.decls = decls
			*s = append(*s, rule)
		}
	}
	slices.SortStableFunc(*s, func(a, b cssRule) int { return a.weight - b.weight })
	return unknown
}

// cssBlock cuts at the brace that closes a block.
func cssBlock(s string) (body, after string) {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '{':
			depth++
		case '}':
			if depth == 0 {
				return s[:i], s[i+1:]
			}
			depth--
		}
	}
	return s, ""
}

// cssSelector reads names, classes and ids of an element and of those around it.
func cssSelector(s string) (cssRule, bool) {
	var r cssRule
	for _, f := range strings.Fields(strings.ReplaceAll(s, ">", " ")) {
		if !cssPartExp.MatchString(f) {
			return r, false
		}
		var p cssPart
		for _, bit := range cssBit.FindAllString(f, -1) {
			switch bit[0] {
			case '.':
				p.classes = append(p.classes, bit[1:])
				r.weight += 100
			case '#':
				p.id = bit[1:]
				r.weight += 10000
			default:
				p.name = bit
				r.weight++
			}
		}
		r.parts = append(r.parts, p)
	}
	return r, len(r.parts) > 0
}

// cssDeclarations reads the declarations of a block or a style attribute.
func cssDeclarations(s string) []cssDecl {
	var out []cssDecl
	for _, d := range strings.Split(cssComment.ReplaceAllString(s, " "), ";") {
		name, value, ok := strings.Cut(d, ":")
		if !ok {
			continue
		}
		value, important := strings.CutSuffix(strings.TrimSpace(value), "!important")
		out = append(out, cssDecl{strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(value), important})
	}
	return out
}

// matching are the declarations of the rules for an element. It counts the elements that it looks at.
func (s cssSheet) matching(n *svgNode, count *int) []cssDecl {
	var out []cssDecl
	for i := range s {
		if s[i].matches(n, count) {
			out = append(out, s[i].decls...)
		}
	}
	return out
}

func (r *cssRule) matches(n *svgNode, count *int) bool {
	last := len(r.parts) - 1
	if *count++; !r.parts[last].matches(n) {
		return false
	}
	for last--; last >= 0; last-- {
		for n = n.parent; n != nil && !r.parts[last].matches(n); n = n.parent {
			*count++
		}
		if n == nil {
			return false
		}
	}
	return true
}

func (p *cssPart) matches(n *svgNode) bool {
	if p.name != "" && p.name != n.name || p.id != "" && p.id != n.attrs["id"] {
		return false
	}
	for _, c := range p.classes {
		if !hasClass(n.attrs["class"], c) {
			return false
		}
	}
	return true
}

// hasClass tells whether a class attribute has a class; one of more than 1000 characters has none.
func hasClass(list, class string) bool {
	if len(list) > 1000 {
		return false
	}
	for c := range strings.FieldsSeq(list) {
		if c == class {
			return true
		}
	}
	return false
}
