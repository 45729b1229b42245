package frontend

import (
	"go/ast"
	"go/scanner"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// What an editor asks about a cell that is being typed: the cell may be broken anywhere, and nothing of it is lowered.

// cursor stands for the word that is being typed in the text that is checked.
const cursor = "cursor" + dot

// A survey is what can be known of a cell, broken or not.
type survey struct {
	*checker
	at    *ast.Ident // the word at the cursor, nil when the syntax has no place for one
	path  []ast.Node // the nodes around at, outermost first
	scope *types.Scope
}

// survey checks what can be checked of a cell.
func (s *Scope) survey(c Cell, chunks []chunk) *checker {
	p, _ := s.read(c, chunks)
	return s.checkWith(p, true)
}

// surveyWord surveys a cell of which bytes from start to end are the word at the cursor. What follows the cursor in its
// own declaration, or in its run of statements, is left out: it is likely to be broken by what is missing here.
func (s *Scope) surveyWord(c Cell, start, end int) *survey {
	text, chunks := repair(c.Source, start, end)
	c.Source = text
	v := &survey{checker: s.survey(c, chunks)}
	for _, f := range []*ast.File{v.decls, v.body} {
		if v.find(f) {
			break
		}
	}
	if v.at != nil {
		v.scope = v.innermost(v.at.Pos())
	}
	return v
}

// find looks for the cursor below a file and sets at and path.
func (v *survey) find(f *ast.File) bool {
	var stack []ast.Node
	ast.Inspect(f, func(n ast.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		if v.at != nil {
			return false
		}
		stack = append(stack, n)
		if id, ok := n.(*ast.Ident); ok && strings.HasPrefix(id.Name, cursor) {
			v.at, v.path = id, slices.Clone(stack)
		}
		return true
	})
	return v.at != nil
}

// innermost returns the smallest local scope around a position, nil at the top level.
func (k *checker) innermost(pos token.Pos) *types.Scope {
	var best *types.Scope
	for n, s := range k.info.Scopes {
		if _, file := n.(*ast.File); file || !s.Contains(pos) {
			continue
		}
		if best == nil || s.End()-s.Pos() < best.End()-best.Pos() {
			best = s
		}
	}
	return best
}

// repair replaces the word at the cursor, drops the rest of its chunk and closes the brackets that are open there.
func repair(src string, start, end int) (text string, chunks []chunk) {
	here := chunk{token.ILLEGAL, start, end}
	var others []chunk
	found := false
	for _, k := range cut(src, split(src)) {
		switch {
		case k.start <= start && end <= k.end || k.start < end && start < k.end:
			if !found {
				here = chunk{k.kind, min(k.start, start), end}
			}
			found = true
		case k.start >= end && k.kind == token.ILLEGAL && here.kind == token.ILLEGAL: // statements below the cursor
		default:
			others = append(others, k)
		}
	}
	here.end = start + len(cursor)
	for i, k := range others {
		if k.start >= end {
			others[i].start += len(cursor) - (end - start)
			others[i].end += len(cursor) - (end - start)
		}
	}
	chunks = append(others, here)
	slices.SortFunc(chunks, func(a, b chunk) int { return a.start - b.start })
	text, chunks, _ = mend(src[:start]+cursor+src[end:], chunks)
	return text, chunks
}

// mend closes the brackets that are open at the end of each chunk and blanks those that close nothing, so that no chunk
// spoils the others. moved tells where a byte of src stands in the text.
func mend(src string, chunks []chunk) (text string, mended []chunk, moved func(int) int) {
	type insertion struct{ at, size int }
	var added []insertion
	var b strings.Builder
	at := 0
	for _, k := range chunks {
		b.WriteString(src[at:k.start])
		own := src[k.start:k.end]
		body := len(strings.TrimRight(own, " \t\n"))
		toks := lex(own)
		close := closers(toks)
		start := b.Len()
		b.WriteString(blankClosers(own[:body], toks))
		b.WriteString(close)
		b.WriteString(own[body:])
		added = append(added, insertion{k.start + body, len(close)})
		mended = append(mended, chunk{k.kind, start, b.Len()})
		at = k.end
	}
	b.WriteString(src[at:])
	return b.String(), mended, func(offset int) int {
		n := offset
		for _, a := range added {
			if a.at <= offset {
				n += a.size
			}
		}
		return n
	}
}

// blankClosers blanks the brackets that close nothing.
func blankClosers(src string, toks []lexeme) string {
	depth := 0
	b := []byte(src)
	for _, t := range toks {
		switch t.tok {
		case token.LPAREN, token.LBRACK, token.LBRACE:
			depth++
		case token.RPAREN, token.RBRACK, token.RBRACE:
			if depth == 0 {
				b[t.off] = ' '
			}
			depth = max(0, depth-1)
		}
	}
	return string(b)
}

// closers returns what closes the brackets that are open after toks. A call is made of the operand of go and defer.
func closers(toks []lexeme) string {
	var open []byte
	first := true // the next token begins a statement
	call := ""
	for _, t := range toks {
		if first && t.tok != token.SEMICOLON {
			call = ""
			if t.tok == token.GO || t.tok == token.DEFER {
				call = "()"
			}
		}
		first = false
		switch t.tok {
		case token.LPAREN:
			open = append(open, ')')
			call = ""
		case token.LBRACK:
			open = append(open, ']')
		case token.LBRACE:
			open = append(open, '}')
			first = true
		case token.RPAREN, token.RBRACK, token.RBRACE:
			open = open[:max(0, len(open)-1)]
			first = t.tok == token.RBRACE
		case token.SEMICOLON, token.COLON:
			first = true
		}
	}
	slices.Reverse(open)
	return call + string(open)
}

// unclosed tells whether brackets are open after toks.
func unclosed(toks []lexeme) bool { return strings.TrimPrefix(closers(toks), "()") != "" }

// cut divides chunks whose brackets do not close at lines that begin with func, type, const or import: in a broken cell
// the declarations below the mistake are known nevertheless.
func cut(src string, chunks []chunk) []chunk {
	var out []chunk
	for _, k := range chunks {
		at := -1
		toks := lex(src[k.start:k.end])
		for i, t := range toks {
			off := k.start + t.off
			if i > 0 && (off == 0 || src[off-1] == '\n') && declKind(toks, i) != token.ILLEGAL {
				at = off
				break
			}
		}
		if at < 0 || closers(toks) == "" {
			out = append(out, k)
			continue
		}
		out = append(out, chunk{k.kind, k.start, at})
		for _, r := range cut(src[at:k.end], split(src[at:k.end])) {
			out = append(out, chunk{r.kind, at + r.start, at + r.end})
		}
	}
	return out
}

// wordAt returns the bytes of the word that the cursor stands in or directly behind.
func wordAt(src string, offset int) (start, end int) {
	start, end = offset, offset
	for start > 0 && isWordByte(src[start-1]) {
		start--
	}
	for end < len(src) && isWordByte(src[end]) {
		end++
	}
	return start, end
}

// isWordByte takes every letter beyond ASCII for part of a name.
func isWordByte(b byte) bool {
	return b == '_' || b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= 0x80
}

// A setting is the kind of text that an offset of a cell is in.
type setting int

const (
	inCode setting = iota
	inComment
	inString
)

// settingAt returns the kind of text at an offset and, in a string or comment, where that begins and ends.
func settingAt(src string, offset int) (in setting, start, end int) {
	file := token.NewFileSet().AddFile("", -1, len(src))
	var s scanner.Scanner
	s.Init(file, []byte(src), func(token.Position, string) {}, scanner.ScanComments)
	for {
		pos, tok, lit := s.Scan()
		off := file.Offset(pos)
		if tok == token.EOF || off >= offset {
			return inCode, 0, 0
		}
		end := min(off+len(lit), len(src))
		switch tok {
		case token.COMMENT:
			if offset < end || offset == end && strings.HasPrefix(lit, "//") {
				return inComment, off, end
			}
		case token.STRING, token.CHAR:
			closed := len(lit) > 1 && lit[len(lit)-1] == lit[0]
			if offset < end || offset == end && !closed {
				return inString, off, end
			}
		}
	}
}
