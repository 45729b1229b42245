package tex

import "strings"

var textFaces = map[string]textFace{
	"text": textBody, "textnormal": textBody, "mbox": textBody, "hbox": textBody, "textsf": textBody, "textup": textBody,
	"textmd": textBody, "textbf": textBold, "texttt": textMono, "textrm": textRoman, "textit": textItalic,
	"emph": textItalic, "textsl": textItalic,
}

// textCommand reads \text{…} and its kind.
func (p *parser) textCommand(t token) (node, bool) {
	f, ok := textFaces[t.name]
	if !ok {
		return nil, false
	}
	if p.depth++; p.depth > maxDepth {
		p.depth--
		return p.fail(strings.TrimSpace(t.source()), t.pos, "text is nested more than %d deep", maxDepth), true
	}
	defer func() { p.depth-- }()
	n := p.textNodes(p.argument(), f)
	if len(n) == 1 {
		return n[0], true
	}
	return row{n}, true
}

// textNodes reads the inside of \text: words, escaped characters, further text commands, and formulas between dollars.
func (p *parser) textNodes(toks []token, face textFace) []node {
	var out []node
	var words strings.Builder
	flush := func() {
		if words.Len() > 0 {
			out = append(out, text{words.String(), face})
			words.Reset()
		}
	}
	for i := 0; i < len(toks); i++ {
		t := toks[i]
		switch {
		case t.kind == tokSpace, t.is('~'), t.command(" "), t.command(","):
			words.WriteByte(' ')
		case t.is('{'), t.is('}'):
		case t.is('$'):
			j := i + 1
			for j < len(toks) && !toks[j].is('$') {
				j++
			}
			flush()
			out = append(out, p.within(toks[i+1:j]))
			i = j
		case t.kind == tokChar:
			words.WriteRune(t.r)
		default:
			if s, ok := symbols[t.name]; ok {
				words.WriteRune(s.r)
				break
			}
			end := i + 1
			if end < len(toks) && toks[end].is('{') {
				for depth := 0; end < len(toks); end++ {
					if toks[end].is('{') {
						depth++
					} else if toks[end].is('}') {
						if depth--; depth == 0 {
							end++
							break
						}
					}
				}
			}
			flush()
			out = append(out, p.within(toks[i:end]))
			i = end - 1
		}
	}
	flush()
	return out
}

// within reads tokens as a formula of their own, at the place where the parser stands.
func (p *parser) within(toks []token) node {
	if len(toks) == 0 {
		return row{}
	}
	pos := toks[0].pos
	q := &parser{scanner: scanner{src: write(toks), macros: p.macros, read: p.read}, depth: p.depth}
	n := q.formula()
	p.read, p.spent = q.read, q.spent
	for _, e := range q.problems {
		p.problem(pos, "%s", e.Message)
	}
	return n
}
