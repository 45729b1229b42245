package pdf

import (
	"go/scanner"
	gotoken "go/token"
)

// predeclaredTypes are the names of types that need no import.
var predeclaredTypes = map[string]bool{
	"any": true, "bool": true, "byte": true, "comparable": true, "complex64": true, "complex128": true, "error": true,
	"float32": true, "float64": true, "int": true, "int8": true, "int16": true, "int32": true, "int64": true, "rune": true,
	"string": true, "uint": true, "uint8": true, "uint16": true, "uint32": true, "uint64": true, "uintptr": true,
}

// A goWord is where a word of Go begins and what it is.
type goWord struct {
	at   int
	kind gotoken.Token
	text string // of a name
}

// goWords finds the words of Go code, which may have errors. The last one is EOF.
func goWords(code string) []goWord {
	file := gotoken.NewFileSet().AddFile("", -1, len(code))
	var s scanner.Scanner
	s.Init(file, []byte(code), func(gotoken.Position, string) {}, scanner.ScanComments)
	var out []goWord
	for {
		pos, kind, text := s.Scan()
		if kind == gotoken.SEMICOLON && text != ";" {
			continue // the scanner's own, for the end of a line
		}
		out = append(out, goWord{file.Offset(pos), kind, text})
		if kind == gotoken.EOF {
			return out
		}
	}
}

// highlightGo splits Go code into pieces of one look. Go's own scanner is exact, and takes a twentieth of the time of a
// lexer made of regular expressions.
func highlightGo(code string) []token {
	var out []token
	at := 0
	add := func(end int, look token) {
		n := len(out)
		switch {
		case end == at:
		case n > 0 && out[n-1].ink == look.ink:
			out[n-1].text = code[at-len(out[n-1].text) : end]
		default:
			look.text = code[at:end]
			out = append(out, look)
		}
		at = end
	}
	words := goWords(code)
	for i, w := range words[:len(words)-1] {
		add(w.at, token{ink: ink})
		add(wordEnd(code[:words[i+1].at]), goLook(w, words[i+1].kind))
	}
	add(len(code), token{ink: ink})
	return out
}

// wordEnd is where the last word of code ends: white space may follow it.
func wordEnd(code string) int {
	for n := len(code); n > 0; n-- {
		if c := code[n-1]; c != ' ' && c != '\t' && c != '\n' && c != '\r' {
			return n
		}
	}
	return 0
}

// goLook is the look of a word that is followed by a word of some kind.
func goLook(w goWord, next gotoken.Token) token {
	switch {
	case w.kind == gotoken.COMMENT:
		return token{ink: tokenComment}
	case w.kind == gotoken.STRING || w.kind == gotoken.CHAR:
		return token{ink: tokenString}
	case w.kind.IsLiteral() && w.kind != gotoken.IDENT:
		return token{ink: tokenNumber}
	case w.kind.IsKeyword():
		return token{ink: tokenKeyword}
	case w.kind != gotoken.IDENT:
		return token{ink: ink}
	case next == gotoken.LPAREN:
		return token{ink: tokenFunc}
	case predeclaredTypes[w.text]:
		return token{ink: tokenType}
	case w.text == "true" || w.text == "false" || w.text == "nil" || w.text == "iota":
		return token{ink: tokenKeyword}
	}
	return token{ink: ink}
}
