package tex

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

var textFaces = map[string]textFace{
	"text": textBody, "textnormal": textBody, "mbox": textBody, "hbox": textBody, "textsf": textBody, "textup": textBody,
	"textmd": textBody, "textbf": textBold, "texttt": textMono, "textrm": textRoman, "textit": textItalic,
	"emph": textItalic, "textsl": textItalic,
}

// textSymbols are the commands of text that are one character.
var textSymbols = map[string]string{
	"textasciicircum": "^", "textasciitilde": "~", "textbackslash": `\`, "textbar": "|", "textbardbl": "‖", "textbraceleft": "{",
	"textbraceright": "}", "textdagger": "†", "textdaggerdbl": "‡", "textdegree": "°", "textdollar": "$", "textellipsis": "…",
	"textemdash": "—", "textendash": "–", "textgreater": ">", "textless": "<", "textquotedblleft": "“",
	"textquotedblright": "”", "textquoteleft": "‘", "textquoteright": "’", "textsterling": "£", "textunderscore": "_",
	"i": "ı", "j": "ȷ", "{": "{", "}": "}", "quad": "\u2003", "qquad": "\u2003\u2003", "enspace": "\u2002", ";": " ", ":": " ", "!": "",
	"/": "", "-": "", `\`: " ", "space": " ", "ldots": "…", "dots": "…",
}

// textAccents put a combining mark behind the letter that follows.
var textAccents = map[string]rune{
	"'": 0x301, "`": 0x300, "^": 0x302, "~": 0x303, "=": 0x304, "u": 0x306, ".": 0x307, `"`: 0x308, "r": 0x30A, "H": 0x30B,
	"v": 0x30C, "c": 0x327,
}

// textCommand reads \text{…} and its kind, and the characters of text, which are allowed in a formula too.
func (p *parser) textCommand(t token) (node, bool) {
	if t.name == "textcircled" {
		return circled{row{p.textNodes(p.argument(), textBody)}}, true
	}
	if s, ok := textSymbols[t.name]; ok && letters(t.name) {
		return text{s, textBody}, true
	}
	if mark, ok := textAccents[t.name]; ok {
		return text{accented(write(p.argument()), mark), textBody}, true
	}
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

// accented puts a mark on the first letter of s.
func accented(s string, mark rune) string {
	r := []rune(strings.TrimSpace(s))
	if len(r) == 0 {
		r = []rune{'\u00a0'}
	}
	if r[0] == 'ı' {
		r[0] = 'i' // the mark takes the place of the dot
	}
	return norm.NFC.String(string(r[:1]) + string(mark) + string(r[1:]))
}

// textNodes reads the inside of \text: words, escaped characters, further text commands, and formulas between dollars.
func (p *parser) textNodes(toks []token, face textFace) []node {
	var out []node
	var words strings.Builder
	flush := func() {
		if words.Len() > 0 {
			out = append(out, text{quotes.Replace(words.String()), face})
			words.Reset()
		}
	}
	for i := 0; i < len(toks); i++ {
		t := toks[i]
		switch {
		case t.kind == tokSpace, t.is('~'), t.command(" "), t.command(","):
			words.WriteByte(' ')
		case t.is('{'), t.is('}'):
		case t.is('$'), t.command("("):
			j := i + 1
			for j < len(toks) && !toks[j].is('$') && !toks[j].command(")") {
				j++
			}
			flush()
			out = append(out, p.within(toks[i+1:j]))
			i = j
		case t.kind == tokChar:
			words.WriteRune(t.r)
		default:
			end := commandEnd(toks, i)
			if s, ok := textOf(toks[i:end]); ok {
				words.WriteString(s)
				i = end - 1
				break
			}
			if s, ok := textSymbols[t.name]; ok {
				words.WriteString(s)
				break
			}
			if s, ok := symbols[t.name]; ok {
				words.WriteRune(s.r)
				break
			}
			flush()
			n := p.within(toks[i:end])
			if r, ok := n.(row); ok {
				out = append(out, r.items...) // sizes and colours hold for the rest of the text
			} else {
				out = append(out, n)
			}
			i = end - 1
		}
	}
	flush()
	return out
}

// quotes are TeX's ways to write quotation marks and dashes.
var quotes = strings.NewReplacer("``", "“", "''", "”", "`", "‘", "'", "’", "---", "—", "--", "–")

// textOf is the text of an accent with its letter.
func textOf(toks []token) (string, bool) {
	mark, ok := textAccents[toks[0].name]
	if !ok {
		return "", false
	}
	var s strings.Builder
	for _, t := range toks[1:] {
		switch {
		case t.is('{'), t.is('}'):
		case t.kind == tokCommand:
			s.WriteString(textSymbols[t.name])
		case t.kind == tokChar:
			s.WriteRune(t.r)
		}
	}
	return accented(s.String(), mark), true
}

// commandEnd is the index behind the command at i and the arguments that follow it: those in brackets and braces, for
// an accent also a single letter.
func commandEnd(toks []token, i int) int {
	_, isAccent := textAccents[toks[i].name]
	end := i + 1
	for end < len(toks) && toks[end].kind == tokSpace && isAccent {
		end++
	}
	if end < len(toks) && isAccent && !toks[end].is('{') {
		return end + 1
	}
	for end < len(toks) && (toks[end].is('{') || toks[end].is('[') && !isAccent && takesOption[toks[i].name]) {
		for depth := 0; end < len(toks); end++ {
			if t := toks[end]; t.is('{') || t.is('[') {
				depth++
			} else if t.is('}') || t.is(']') {
				if depth--; depth == 0 {
					end++
					break
				}
			}
		}
		if !severalArguments[toks[i].name] {
			break
		}
	}
	return end
}

var (
	takesOption      = map[string]bool{"rule": true, "sqrt": true, "smash": true}
	severalArguments = map[string]bool{
		"rule": true, "sqrt": true, "smash": true, "textcolor": true, "colorbox": true, "fcolorbox": true, "raisebox": true,
		"frac": true, "href": true, "binom": true, "genfrac": true, "dfrac": true, "tfrac": true, "htmlClass": true,
		"htmlId": true, "htmlStyle": true, "htmlData": true,
	}
)

// within reads tokens as a formula of their own, at the place where the parser stands.
func (p *parser) within(toks []token) node {
	if len(toks) == 0 {
		return row{}
	}
	q := &parser{scanner: scanner{src: p.src, i: len(p.src), macros: p.macros, read: p.read}, depth: p.depth, alphabet: p.alphabet}
	q.unread(toks...)
	n := q.formula()
	p.read, p.spent = q.read, q.spent
	for _, e := range q.problems {
		p.add(e)
	}
	return n
}
