package frontend

import (
	"go/scanner"
	"go/token"
	"unicode/utf8"
)

// A chunk is a stretch of a cell at its top level: one declaration (IMPORT, TYPE, CONST, FUNC), the package clause
// (PACKAGE), or, with kind ILLEGAL, a run of statements, among them var declarations.
type chunk struct {
	kind       token.Token
	start, end int // bytes of the cell
}

// A lexeme is one token of a cell.
type lexeme struct {
	off, end int
	tok      token.Token
	lit      string
}

// lex scans the whole cell; what is no token is skipped, the parser reports it.
func lex(src string) []lexeme {
	file := token.NewFileSet().AddFile("", -1, len(src))
	var s scanner.Scanner
	s.Init(file, []byte(src), func(token.Position, string) {}, 0)
	toks := make([]lexeme, 0, len(src)/4+1)
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			return toks
		}
		l := lexeme{off: file.Offset(pos), tok: tok, lit: lit}
		switch {
		case tok == token.SEMICOLON && lit == "\n":
			l.end = l.off
		case tok == token.ILLEGAL && len(lit) <= utf8.UTFMax: // the scanner's word for a wrong byte is longer than the byte
			_, size := utf8.DecodeRuneInString(src[l.off:])
			l.end = l.off + size
		case lit == "" || tok == token.SEMICOLON:
			l.end = l.off + len(tok.String())
		default:
			l.end = l.off + len(lit)
		}
		l.end = min(l.end, len(src))
		toks = append(toks, l)
	}
}

// split finds the top-level chunks of a cell, in order. Declarations stand alone; neighbouring statements are one chunk.
func split(src string) []chunk {
	toks := lex(src)
	var out []chunk
	depth := 0
	start := true    // the next token begins a statement
	control := false // inside the head or body of for, if, switch, select: "}" followed by a newline ends it
	var prev token.Token
	for i, t := range toks {
		if start && depth == 0 {
			if t.tok == token.SEMICOLON {
				continue
			}
			kind := declKind(toks, i)
			if kind != token.ILLEGAL || len(out) == 0 || out[len(out)-1].kind != token.ILLEGAL {
				out = append(out, chunk{kind, t.off, t.off})
			}
			control = isControl(t.tok)
			start = false
		}
		switch t.tok {
		case token.LPAREN, token.LBRACK, token.LBRACE:
			depth++
		case token.RPAREN, token.RBRACK, token.RBRACE:
			depth = max(0, depth-1)
		}
		if isControl(t.tok) && depth == 0 && prev == token.COLON { // labelled
			control = true
		}
		out[len(out)-1].end = t.end
		if t.tok == token.SEMICOLON && depth == 0 && (!control || prev == token.RBRACE && t.lit != ";") {
			start, control = true, false
		}
		prev = t.tok
	}
	return out
}

func isControl(t token.Token) bool {
	return t == token.FOR || t == token.IF || t == token.SWITCH || t == token.SELECT
}

// declKind says what declaration begins at toks[i], or ILLEGAL when a statement does.
func declKind(toks []lexeme, i int) token.Token {
	switch tok := toks[i].tok; tok {
	case token.IMPORT, token.TYPE, token.CONST, token.PACKAGE:
		return tok
	case token.FUNC:
		if i+1 < len(toks) && (toks[i+1].tok == token.IDENT || methodName(toks, i) >= 0) {
			return tok
		}
	}
	return token.ILLEGAL
}

// methodName returns the index of the name in "func (recv) Name(", or -1 when a function literal begins at toks[i].
func methodName(toks []lexeme, i int) int {
	if i+1 >= len(toks) || toks[i+1].tok != token.LPAREN {
		return -1
	}
	depth := 0
	for j := i + 1; j < len(toks); j++ {
		switch toks[j].tok {
		case token.LPAREN:
			depth++
		case token.RPAREN:
			depth--
			if depth == 0 {
				if j+2 < len(toks) && toks[j+1].tok == token.IDENT && toks[j+2].tok == token.LPAREN {
					return j + 1
				}
				return -1
			}
		}
	}
	return -1
}

// keep returns src with everything outside the wanted chunks blanked, so that positions stay what they are.
func keep(src string, chunks []chunk, want func(chunk) bool) string {
	b := make([]byte, len(src))
	for i := range b {
		b[i] = ' '
		if src[i] == '\n' {
			b[i] = '\n'
		}
	}
	for _, c := range chunks {
		if want(c) {
			copy(b[c.start:c.end], src[c.start:c.end])
		}
	}
	return string(b)
}
