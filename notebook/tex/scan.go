package tex

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A token is one character, one command, or a run of white space of the source. end is the end of the source.
type token struct {
	kind tokenKind
	r    rune   // of a char
	name string // of a command, without its backslash
	pos  int    // byte offset in the source; the call's, for what a macro gave
}

type tokenKind int8

const (
	tokEnd tokenKind = iota
	tokChar
	tokSpace
	tokCommand
)

func (t token) is(r rune) bool           { return t.kind == tokChar && t.r == r }
func (t token) command(name string) bool { return t.kind == tokCommand && t.name == name }
func char(r rune, pos int) token         { return token{kind: tokChar, r: r, pos: pos} }
func command(name string, pos int) token { return token{kind: tokCommand, name: name, pos: pos} }

// source gives the token back as it is written.
func (t token) source() string {
	switch t.kind {
	case tokChar:
		return string(t.r)
	case tokSpace:
		return " "
	case tokCommand:
		if letters(t.name) {
			return `\` + t.name + " "
		}
		return `\` + t.name
	}
	return ""
}

func letters(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return asciiLetter(r)
}

// write gives tokens back as source; no space is left behind a command that needs none.
func write(toks []token) string {
	var b strings.Builder
	for i, t := range toks {
		s := t.source()
		if t.kind == tokCommand && (i+1 == len(toks) || !(toks[i+1].kind == tokChar && asciiLetter(toks[i+1].r))) {
			s = strings.TrimSuffix(s, " ")
		}
		b.WriteString(s)
	}
	return b.String()
}

func asciiLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

// The limits that keep a hostile formula cheap.
const (
	maxSource = 1 << 16 // bytes of source
	maxTokens = 1 << 14 // tokens read, after macros
	maxDepth  = 60      // nested groups
	maxQueue  = 1 << 14 // tokens waiting, while macros expand
)

// scanner reads tokens and expands macros. What a macro gives is put back in front of the source.
type scanner struct {
	src    string
	i      int
	queue  []token // put back, last first
	read   int
	macros map[string]macro
	spent  bool // a limit was reached: the rest is not read
}

// A macro is a user's command: body has characters #1 … #9 as parameter marks.
type macro struct {
	params   int
	optional []token // default of the first parameter, when hasOpt
	hasOpt   bool
	body     []token
}

// raw returns the next token without expanding it.
func (s *scanner) raw() token {
	if s.read++; s.read > maxTokens {
		s.spent = true
	}
	if s.spent {
		return token{pos: len(s.src)}
	}
	if n := len(s.queue); n > 0 {
		t := s.queue[n-1]
		s.queue = s.queue[:n-1]
		return t
	}
	return s.lex()
}

// lex reads a token from the source.
func (s *scanner) lex() token {
	start := s.i
	if start >= len(s.src) {
		return token{pos: len(s.src)}
	}
	r, n := utf8.DecodeRuneInString(s.src[s.i:])
	s.i += n
	switch {
	case r == '%':
		if k := strings.IndexByte(s.src[s.i:], '\n'); k >= 0 {
			s.i += k
		} else {
			s.i = len(s.src)
		}
		return token{kind: tokSpace, pos: start}
	case unicode.IsSpace(r):
		for s.i < len(s.src) && strings.IndexByte(" \t\r\n", s.src[s.i]) >= 0 {
			s.i++
		}
		return token{kind: tokSpace, pos: start}
	case r == '\\':
		return s.lexCommand(start)
	}
	return char(r, start)
}

// lexCommand reads a command whose backslash is at start. Spaces behind a command of letters belong to it.
func (s *scanner) lexCommand(start int) token {
	name := s.i
	for s.i < len(s.src) && asciiLetter(rune(s.src[s.i])) {
		s.i++
	}
	if s.i > name {
		t := command(s.src[name:s.i], start)
		for s.i < len(s.src) && strings.IndexByte(" \t\r\n", s.src[s.i]) >= 0 {
			s.i++
		}
		return t
	}
	if s.i >= len(s.src) {
		return char('\\', start)
	}
	_, n := utf8.DecodeRuneInString(s.src[s.i:])
	s.i += n
	if c := s.src[name:s.i]; strings.TrimSpace(c) != "" {
		return command(c, start)
	}
	return command(" ", start)
}

// unread puts tokens back, so that the first of them is read next.
func (s *scanner) unread(toks ...token) {
	if len(s.queue)+len(toks) > maxQueue {
		s.spent = true
		return
	}
	for i := len(toks) - 1; i >= 0; i-- {
		s.queue = append(s.queue, toks[i])
	}
	s.read -= min(1, len(toks))
}

// putBack puts one token back, unless it is the end.
func (s *scanner) putBack(t token) {
	if t.kind != tokEnd {
		s.unread(t)
	}
}

// next returns the next token, macros expanded, white space left out.
func (s *scanner) next() token {
	for {
		t := s.raw()
		if t.kind == tokSpace {
			continue
		}
		if t.kind != tokCommand || !s.expand(t) {
			return t
		}
	}
}

// peek is the token that next will return.
func (s *scanner) peek() token {
	t := s.next()
	s.putBack(t)
	return t
}

// macro finds a command: the user's before those that are built in.
func (s *scanner) macro(name string) (macro, bool) {
	m, ok := s.macros[name]
	if !ok {
		m, ok = builtin[name]
	}
	return m, ok
}

// expand replaces a macro call by its body. It tells whether t was one.
func (s *scanner) expand(t token) bool {
	m, ok := s.macro(t.name)
	if !ok {
		return false
	}
	args := make([][]token, m.params)
	for i := range args {
		if i == 0 && m.hasOpt {
			if opt, ok := s.bracket(); ok {
				args[0] = opt
			} else {
				args[0] = m.optional
			}
			continue
		}
		args[i] = s.argument()
	}
	var out []token
	for i := 0; i < len(m.body); i++ {
		b := m.body[i]
		if b.is('#') && i+1 < len(m.body) && m.body[i+1].kind == tokChar {
			if k := int(m.body[i+1].r - '1'); k >= 0 && k < len(args) {
				out = append(out, args[k]...)
				i++
				continue
			}
		}
		b.pos = t.pos
		out = append(out, b)
		if len(out) > maxQueue {
			s.spent = true
			return true
		}
	}
	s.unread(out...)
	s.read++ // a macro that calls itself must come to an end
	return true
}

// skipSpace drops white space.
func (s *scanner) skipSpace() {
	for {
		t := s.raw()
		if t.kind == tokSpace {
			continue
		}
		s.putBack(t)
		return
	}
}

// argument reads the tokens of one argument, unexpanded: a group without its braces, or a single token.
func (s *scanner) argument() []token {
	s.skipSpace()
	t := s.raw()
	if t.kind == tokEnd {
		return nil
	}
	if !t.is('{') {
		return []token{t}
	}
	var out []token
	for depth := 1; ; {
		t := s.raw()
		switch {
		case t.kind == tokEnd:
			return out
		case t.is('{'):
			depth++
		case t.is('}'):
			if depth--; depth == 0 {
				return out
			}
		}
		out = append(out, t)
	}
}

// bracket reads an optional argument in square brackets.
func (s *scanner) bracket() ([]token, bool) {
	s.skipSpace()
	t := s.raw()
	if !t.is('[') {
		s.putBack(t)
		return nil, false
	}
	var out []token
	for depth := 0; ; {
		t := s.raw()
		switch {
		case t.kind == tokEnd:
			return out, true
		case t.is('{'):
			depth++
		case t.is('}'):
			depth--
		case t.is(']') && depth <= 0:
			return out, true
		}
		out = append(out, t)
	}
}

// tokens reads a whole string.
func tokens(src string) []token {
	s := scanner{src: src}
	var out []token
	for {
		t := s.lex()
		if t.kind == tokEnd {
			return out
		}
		t.pos = 0
		out = append(out, t)
	}
}
