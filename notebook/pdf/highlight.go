package pdf

import (
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// A token is a piece of a line of code in one look.
type token struct {
	text    string
	ink     color
	oblique bool
}

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
	lexerCache.Store(lang, l)
	return l
}

// highlight splits code into lines of tokens. A language that is not known has no colours.
func highlight(lang, code string) [][]token {
	if lang == "go" {
		return tokenLines(highlightGo(code))
	}
	if lang != "" && len(code) < maxHighlight {
		if l := lexerFor(lang); l != nil {
			if it, err := l.Tokenise(nil, code); err == nil {
				return tokenLines(looks(it))
			}
		}
	}
	var out [][]token
	for _, s := range strings.Split(code, "\n") {
		out = append(out, []token{{text: s, ink: ink}})
	}
	return out
}

// maxHighlight bounds the code that is coloured: a hostile note must not keep a lexer busy.
const maxHighlight = 200_000

// looks reads a lexer to its end.
func looks(it chroma.Iterator) []token {
	var out []token
	for t := it(); t != chroma.EOF; t = it() {
		look := tokenLook(t.Type)
		look.text = t.Value
		out = append(out, look)
	}
	return out
}

// tokenLines cuts tokens at the ends of lines.
func tokenLines(tokens []token) [][]token {
	var out [][]token
	var cur []token
	for _, t := range tokens {
		for i, part := range strings.Split(t.text, "\n") {
			if i > 0 {
				out = append(out, cur)
				cur = nil
			}
			if part != "" {
				t.text = part
				cur = append(cur, t)
			}
		}
	}
	if len(cur) > 0 {
		out = append(out, cur)
	}
	return out
}

func tokenLook(t chroma.TokenType) token {
	switch {
	case t.InCategory(chroma.Comment):
		return token{ink: tokenComment}
	case t == chroma.KeywordType:
		return token{ink: tokenType}
	case t.InCategory(chroma.Keyword):
		return token{ink: tokenKeyword}
	case t.InSubCategory(chroma.LiteralString):
		return token{ink: tokenString}
	case t.InSubCategory(chroma.LiteralNumber):
		return token{ink: tokenNumber}
	case t == chroma.NameFunction, t == chroma.NameBuiltin:
		return token{ink: tokenFunc}
	case t == chroma.NameClass, t == chroma.NameDecorator, t == chroma.NameTag:
		return token{ink: tokenType}
	}
	return token{ink: ink}
}
