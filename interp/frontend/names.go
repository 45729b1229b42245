package frontend

import (
	"go/token"
	"slices"
)

// Names returns the names that a cell declares at its top level, in the order of their first declaration: variables
// (var and :=), constants, functions and types. Methods, imports, init and the blank name are not among them.
//
// It looks at tokens only, so it works on cells that do not parse or type-check.
func Names(source string) []string {
	var names []string
	for _, c := range split(source) {
		toks := lex(source[c.start:c.end])
		switch c.kind {
		case token.FUNC:
			if len(toks) > 1 && toks[1].tok == token.IDENT && toks[1].lit != "init" {
				names = append(names, toks[1].lit)
			}
		case token.TYPE, token.CONST:
			names = append(names, specNames(toks, c.kind == token.CONST)...)
		case token.ILLEGAL:
			names = append(names, statementNames(toks)...)
		}
	}
	var out []string
	for _, n := range names {
		if n != "_" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// specNames returns the names of "const …", "var …" or "type …", grouped or not; toks[0] is the keyword. With list,
// a spec may declare several names separated by commas.
func specNames(toks []lexeme, list bool) []string {
	if len(toks) < 2 {
		return nil
	}
	if toks[1].tok != token.LPAREN {
		return identList(toks[1:], list)
	}
	var names []string
	depth, start := 0, true
	for i := 1; i < len(toks); i++ {
		if depth == 1 && start && toks[i].tok == token.IDENT {
			names = append(names, identList(toks[i:], list)...)
		}
		start = false
		switch toks[i].tok {
		case token.LPAREN, token.LBRACK, token.LBRACE:
			depth++
			start = i == 1
		case token.RPAREN, token.RBRACK, token.RBRACE:
			depth--
		case token.SEMICOLON:
			start = true
		}
	}
	return names
}

// identList returns the leading "a, b, c" of toks, or only its first name.
func identList(toks []lexeme, list bool) []string {
	var names []string
	for i := 0; i < len(toks) && toks[i].tok == token.IDENT; i += 2 {
		names = append(names, toks[i].lit)
		if !list || i+1 >= len(toks) || toks[i+1].tok != token.COMMA {
			break
		}
	}
	return names
}

// statementNames returns what a run of statements declares at its own level by := and var.
func statementNames(toks []lexeme) []string {
	var names []string
	depth, start, control := 0, true, false
	var prev token.Token
	for i, t := range toks {
		label := t.tok == token.IDENT && i+1 < len(toks) && toks[i+1].tok == token.COLON
		if start && depth == 0 && t.tok != token.SEMICOLON && t.tok != token.COLON && !label {
			control = isControl(t.tok)
			start = false
			if t.tok == token.VAR {
				names = append(names, specNames(statement(toks[i:]), true)...)
			} else {
				names = append(names, defined(toks[i:])...)
			}
		}
		switch t.tok {
		case token.LPAREN, token.LBRACK, token.LBRACE:
			depth++
		case token.RPAREN, token.RBRACK, token.RBRACE:
			depth = max(0, depth-1)
		}
		if t.tok == token.SEMICOLON && depth == 0 && (!control || prev == token.RBRACE && t.lit != ";") {
			start, control = true, false
		}
		prev = t.tok
	}
	return names
}

// statement returns the tokens up to the semicolon that ends the first statement.
func statement(toks []lexeme) []lexeme {
	depth := 0
	for i, t := range toks {
		switch t.tok {
		case token.LPAREN, token.LBRACK, token.LBRACE:
			depth++
		case token.RPAREN, token.RBRACK, token.RBRACE:
			depth--
		case token.SEMICOLON:
			if depth == 0 {
				return toks[:i]
			}
		}
	}
	return toks
}

// defined returns the left side of "a, b := …" when toks begins with one.
func defined(toks []lexeme) []string {
	for i := 0; i+1 < len(toks) && toks[i].tok == token.IDENT; i += 2 {
		switch toks[i+1].tok {
		case token.COMMA:
		case token.DEFINE:
			return identList(toks[:i+1], true)
		default:
			return nil
		}
	}
	return nil
}
