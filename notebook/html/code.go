package html

import (
	"strconv"
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// maxHighlight bounds the code that is coloured, in bytes: a hostile note must not keep a lexer busy.
const maxHighlight = 200_000

// lexerCache keeps lexers by language: chroma's own look-up tries the file patterns of every lexer.
var lexerCache sync.Map // string → chroma.Lexer, nil when there is none

func lexerFor(lang string) chroma.Lexer {
	if v, ok := lexerCache.Load(lang); ok {
		l, _ := v.(chroma.Lexer)
		return l
	}
	l := lexers.Get(lang)
	if l != nil {
		l = chroma.Coalesce(l)
	}
	if len(lang) < 32 {
		lexerCache.Store(lang, l)
	}
	return l
}

// numberedCode writes source code on its panel, with the numbers of its lines when it is to have them.
func (w *writer) numberedCode(lang, source string, badLine int, numbers bool) {
	w.numbers = numbers
	w.code(lang, source, badLine)
	w.numbers = false
}

// code writes source code on its panel. badLine, counted from 1, is marked as the line of an error; 0 marks none.
func (w *writer) code(lang, source string, badLine int) {
	w.raw(`<div class="q-code">`)
	w.codeLines(lang, source, badLine)
	w.raw("</div>\n")
}

func (w *writer) codeLines(lang, source string, badLine int) {
	source = strings.TrimRight(source, "\n")
	w.raw(`<pre tabindex="0"><code>`)
	w.in("mono", false, func() {
		for i, line := range highlight(lang, source) {
			if i > 0 && i != badLine {
				w.raw("\n")
			}
			if i+1 == badLine {
				w.raw(`<mark class="q-bad-line">`)
			}
			if w.numbers {
				w.raw(`<span class="q-line"`, attr("data-line", strconv.Itoa(i+1)), `></span>`)
			}
			for _, t := range line {
				w.token(t)
			}
			if i+1 == badLine {
				w.raw("\n</mark>")
			}
		}
	})
	w.raw("</code></pre>")
}

// A token is a piece of a line in one look.
type token struct{ class, text string }

func (w *writer) token(t token) {
	if t.class == "" {
		w.text(t.text)
		return
	}
	w.raw(`<span class="`, t.class, `">`)
	w.text(t.text)
	w.raw("</span>")
}

// highlight splits source into lines of tokens. A language that is not known has no colours.
func highlight(lang, source string) [][]token {
	var tokens []chroma.Token
	if l := lexerFor(strings.ToLower(lang)); lang != "" && l != nil && len(source) <= maxHighlight {
		if it, err := l.Tokenise(nil, source); err == nil {
			tokens = it.Tokens()
		}
	}
	if tokens == nil {
		tokens = []chroma.Token{{Type: chroma.Text, Value: source}}
	}
	var out [][]token
	var line []token
	for _, t := range tokens {
		class := tokenClass(t.Type)
		for i, part := range strings.Split(t.Value, "\n") {
			if i > 0 {
				out, line = append(out, line), nil
			}
			if part != "" {
				line = append(line, token{class, part})
			}
		}
	}
	if len(line) > 0 || len(out) == 0 {
		out = append(out, line)
	}
	return out
}

// tokenClass is the class of a kind of token. The names are those that editors in the page use.
func tokenClass(t chroma.TokenType) string {
	switch {
	case t.InCategory(chroma.Comment):
		return "tok-comment"
	case t == chroma.KeywordType, t == chroma.NameClass, t == chroma.NameBuiltin:
		return "tok-typeName"
	case t.InCategory(chroma.Keyword):
		return "tok-keyword"
	case t.InSubCategory(chroma.LiteralString):
		return "tok-string"
	case t.InSubCategory(chroma.LiteralNumber):
		return "tok-number"
	case t == chroma.NameFunction:
		return "tok-function"
	}
	return ""
}
