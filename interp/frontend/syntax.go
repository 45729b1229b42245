package frontend

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"regexp"
	"strings"
)

// Errors of syntax are told one for each declaration or run of statements: what the parser says after the first is
// mostly its own confusion. They are in the compiler's words, which say more, and which one finds when one looks them up.

// syntaxProblems returns the first error of each chunk of a cell that has errors.
func (s *Scope) syntaxProblems(c Cell) []Problem {
	var out []Problem
	for _, k := range cut(c.Source, split(c.Source)) {
		if p, ok := s.syntaxProblem(c, k); ok {
			out = append(out, p)
		}
	}
	return tidy(out)
}

// syntaxProblem parses one chunk alone.
func (s *Scope) syntaxProblem(c Cell, k chunk) (Problem, bool) {
	head, tail := "package main\n", ""
	switch k.kind {
	case token.ILLEGAL:
		head, tail = "package main; func f() {\n", bodyTail
	case token.PACKAGE:
		head = ""
	}
	text := head + keep(c.Source[:k.end], []chunk{k}, func(chunk) bool { return true }) + tail
	_, err := parser.ParseFile(token.NewFileSet(), "", text, parser.SkipObjectResolution)
	var list scanner.ErrorList
	if !errors.As(err, &list) || len(list) == 0 {
		return Problem{}, false
	}
	e := list[0]
	off := e.Pos.Offset - len(head)
	if i := stray(c.Source, k); i >= 0 && i <= off {
		off, e.Msg = i, "unexpected "+c.Source[i:i+1]
	}
	end := k.start + len(strings.TrimRight(c.Source[k.start:k.end], " \t\n"))
	atEnd := off >= end
	off = max(0, min(off, end))
	x := syntaxError{source: c.Source, chunk: k, off: off, atEnd: atEnd, said: e.Msg}
	x.toks = lex(c.Source[k.start:k.end])
	x.i = len(x.toks)
	for i, t := range x.toks {
		if k.start+t.off >= off {
			x.i = i
			break
		}
	}
	said := ""
	if at, text, ok := x.assignment(); ok {
		off, said = at, "syntax error: cannot use assignment "+text+" as value"
		if strings.Contains(text, ":=") {
			said = "syntax error: cannot use " + text + " as value"
		}
	}
	if strings.HasPrefix(e.Msg, "expression in ") && x.statement(1).tok != token.EOF {
		off = k.start + x.statement(1).off
	}
	p := Problem{Line: c.Line + strings.Count(c.Source[:off], "\n"), Col: off - strings.LastIndexByte(c.Source[:off], '\n'), Severity: Error}
	if p.Message = said; said == "" {
		p.Message = x.message()
	}
	p.HintKo, p.HintEn = x.hint()
	return p, true
}

// A syntaxError is what go/parser says about a chunk, with the tokens around it.
type syntaxError struct {
	source string
	chunk  chunk
	off    int // of the error in the cell
	atEnd  bool
	said   string
	toks   []lexeme // of the chunk
	i      int      // the token at the error, len(toks) at the end
}

// tok returns a token near the error; 0 is the one at it.
func (x *syntaxError) tok(by int) lexeme {
	if i := x.i + by; i >= 0 && i < len(x.toks) {
		return x.toks[i]
	}
	return lexeme{tok: token.EOF}
}

// found names the token at the error as the compiler does.
func (x *syntaxError) found() string {
	if x.atEnd {
		return "EOF"
	}
	switch t := x.tok(0); {
	case t.tok == token.EOF:
		return "EOF"
	case t.tok == token.SEMICOLON && t.lit == "\n":
		return "newline"
	case t.tok == token.SEMICOLON:
		return "semicolon"
	case t.tok == token.COMMA:
		return "comma"
	case t.tok == token.IDENT:
		return "name " + t.lit
	case t.tok.IsLiteral():
		return "literal " + t.lit
	case t.tok.IsKeyword():
		return "keyword " + t.tok.String()
	default:
		return t.tok.String()
	}
}

var (
	expected = regexp.MustCompile(`^expected (.*), found (.*)$`)
	missing  = regexp.MustCompile(`^missing ','( before newline)? in (.*)$`)
)

// closing are the brackets that end lists.
var closing = map[string]string{"argument list": ")", "parameter list": ")", "composite literal": "}"}

// message says the error in the compiler's words where those are known.
func (x *syntaxError) message() string {
	const head = "syntax error: "
	if m := missing.FindStringSubmatch(x.said); m != nil && closing[m[2]] != "" {
		found := x.found()
		if found == "EOF" {
			found = "newline"
		}
		return head + "unexpected " + found + " in " + m[2] + "; possibly missing comma or " + closing[m[2]]
	}
	switch {
	case strings.HasPrefix(x.said, "illegal character"):
		return "invalid" + strings.TrimPrefix(x.said, "illegal")
	case x.said == "string literal not terminated":
		return "newline in string"
	case x.said == "raw string literal not terminated":
		return "string not terminated"
	case x.said == "comment not terminated":
		return "comment not terminated"
	case strings.HasPrefix(x.said, "illegal rune literal"):
		return "more than one character in rune literal"
	case strings.HasPrefix(x.said, "expression in "):
		return x.said
	case x.said == "expected type argument list":
		return head + "unexpected " + x.found() + ", " + x.said
	}
	if c := x.statement(0).tok; x.found() == "newline" && (c == token.IF || c == token.FOR || c == token.SWITCH) {
		return head + "unexpected newline, expected { after " + c.String() + " clause"
	}
	m := expected.FindStringSubmatch(x.said)
	if m == nil {
		return head + strings.Replace(x.said, "expecting", "expected", 1)
	}
	want := strings.Trim(m[1], "'")
	switch first := x.statement(0).tok; {
	case x.tok(0).tok == token.DEFINE && (first == token.VAR || first == token.CONST):
		want = "="
	case want == ";" && (first == token.IF || first == token.FOR || first == token.SWITCH):
		want = "{"
	case want == ";" || want == "1 expression":
		return head + "unexpected " + x.found() + " at end of statement"
	case want == "operand":
		want = "expression"
	case want == "IDENT":
		want = "name"
	case want == "==":
		want = "comma, : or ]"
	case want == "statement":
		want = "}"
	}
	return head + "unexpected " + x.found() + ", expected " + want
}

// statement returns a token of the statement that the error is in, counted from its first.
func (x *syntaxError) statement(n int) lexeme {
	start := 0
	for i := x.i - 1; i >= 0; i-- {
		t := x.toks[i].tok
		if t == token.LBRACE || t == token.RBRACE || t == token.SEMICOLON && x.toks[i].lit == "\n" {
			start = i + 1
			break
		}
	}
	if start+n < len(x.toks) {
		return x.toks[start+n]
	}
	return lexeme{tok: token.EOF}
}

// assignment finds "if x = 1 {": the place of the sign, and the whole.
func (x *syntaxError) assignment() (off int, text string, ok bool) {
	if !strings.Contains(x.said, "expected boolean expression") && !strings.Contains(x.said, "cannot use") {
		return 0, "", false
	}
	for i := x.i; i < len(x.toks) && x.toks[i].tok != token.LBRACE; i++ {
		if x.toks[i].tok != token.ASSIGN && x.toks[i].tok != token.DEFINE {
			continue
		}
		from, to := x.off, i
		for to < len(x.toks) && x.toks[to].tok != token.LBRACE && x.toks[to].tok != token.SEMICOLON {
			to++
		}
		end := x.chunk.start + x.toks[to-1].end
		return x.chunk.start + x.toks[i].off, x.source[from:end], true
	}
	return 0, "", false
}

// stray returns the offset of the first bracket of a chunk that closes nothing, -1 when there is none.
func stray(src string, k chunk) int {
	toks := lex(src[k.start:k.end])
	blanked := blankClosers(src[k.start:k.end], toks)
	for _, t := range toks {
		if t.off < len(blanked) && blanked[t.off] != src[k.start+t.off] {
			return k.start + t.off
		}
	}
	return -1
}

// bodies reports functions without a body: the brace that opens it may stand on the next line.
func (k *checker) bodies() {
	for _, d := range k.decls.Decls {
		fd, ok := d.(*ast.FuncDecl)
		if !ok || fd.Body != nil || k.survey {
			continue
		}
		line, _ := k.at(fd.End())
		lines := strings.Split(k.cell.Source, "\n")
		at := max(0, line-max(1, k.cell.Line)+1)
		for at < len(lines) && strings.TrimSpace(lines[at]) == "" {
			at++
		}
		if at < len(lines) && strings.HasPrefix(strings.TrimSpace(lines[at]), "{") {
			k.problems = append(k.problems, Problem{
				Line: at + max(1, k.cell.Line), Col: strings.Index(lines[at], "{") + 1, Severity: Error, Message: "syntax error: unexpected semicolon or newline before {",
				HintKo: "여는 중괄호 { 는 func와 같은 줄 끝에 써야 합니다.", HintEn: "The opening brace { must end the line of the func.",
			})
			continue
		}
		k.errorf(fd.Name.Pos(), "missing function body")
	}
}
