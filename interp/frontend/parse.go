package frontend

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"strconv"
	"strings"
)

// A parsed cell: its imports, its declarations and its statements, each with the note's own positions.
type parsed struct {
	cell    Cell
	fset    *token.FileSet
	imports []*ast.ImportSpec
	decls   *ast.File
	body    *ast.File // one function, whose body is the cell's statements
	entry   *ast.FuncDecl
	program bool // the cell has a package clause
}

// bodyTail closes the function of a cell's statements.
const bodyTail = "\n}"

// positionBits is how many positions a cell has for itself: a position tells the number of its cell.
const positionBits = 28

// parse splits and parses a cell; nil when there are problems.
func (s *Scope) parse(c Cell) (*parsed, []Problem) {
	p, problems := s.read(c, split(c.Source))
	if len(problems) > 0 {
		if told := s.syntaxProblems(c); len(told) > 0 {
			return nil, told
		}
		return nil, tidy(problems)
	}
	if strings.Contains(c.Source, dot) {
		for _, t := range lex(c.Source) {
			if t.tok == token.IDENT && strings.Contains(t.lit, dot) {
				l := c.Line + strings.Count(c.Source[:t.off], "\n")
				return nil, []Problem{refusal(l, t.off-strings.LastIndexByte(c.Source[:t.off], '\n'), fmt.Sprintf("the letter %s cannot be part of a name", dot), "다른 이름을 쓰세요.", "Use another name.")}
			}
		}
	}
	return p, nil
}

// read parses the chunks of a cell, in place, with the rest blanked. Where there are problems the parts are what can be
// made of them.
func (s *Scope) read(c Cell, chunks []chunk) (*parsed, []Problem) {
	p := &parsed{cell: c, fset: token.NewFileSet()}
	p.fset.AddFile("", (s.cells+1)<<positionBits, 0)
	line := fmt.Sprintf("//line cell.go:%d:1\n", max(1, c.Line))
	var problems []Problem
	part := func(head, tail string, mode parser.Mode, want func(token.Token) bool) *ast.File {
		text := head + line + keep(c.Source, chunks, func(k chunk) bool { return want(k.kind) }) + tail
		f, err := parser.ParseFile(p.fset, "", text, mode|parser.AllErrors)
		problems = append(problems, p.syntaxErrors(err)...)
		return f
	}
	for _, k := range chunks {
		if k.kind == token.PACKAGE {
			p.program = true
		}
		if k.kind != token.IMPORT {
			continue
		}
		head := "package main\n" + line
		f, err := parser.ParseFile(p.fset, "", head+keep(c.Source[:k.end], []chunk{k}, func(chunk) bool { return true }), parser.ImportsOnly)
		problems = append(problems, p.syntaxErrors(err)...)
		p.imports = append(p.imports, f.Imports...)
	}
	p.decls = part("package main\n", "", 0, func(t token.Token) bool { return t == token.TYPE || t == token.CONST || t == token.FUNC })
	p.body = part("package main; func cell"+dot+"() {\n", bodyTail, 0, func(t token.Token) bool { return t == token.ILLEGAL })
	p.entry = p.body.Decls[0].(*ast.FuncDecl)
	return p, problems
}

func (p *parsed) syntaxErrors(err error) []Problem {
	if err == nil {
		return nil
	}
	var list scanner.ErrorList
	if !errors.As(err, &list) {
		return []Problem{{Line: p.cell.Line, Col: 1, Severity: Error, Message: err.Error()}}
	}
	last := p.cell.Line + strings.Count(strings.TrimRight(p.cell.Source, "\n"), "\n")
	var out []Problem
	for i, e := range list {
		if i > 0 && strings.Contains(e.Msg, "EOF") {
			continue // follows from the one before
		}
		l, col := e.Pos.Line, e.Pos.Column
		if l > last {
			l, col = last, len(p.cell.Source[strings.LastIndexByte(strings.TrimRight(p.cell.Source, "\n"), '\n')+1:])+1
		}
		out = append(out, Problem{Line: l, Col: max(1, col), Severity: Error, Message: "syntax error: " + e.Msg})
	}
	return out
}

// at returns the note's line and column of a position.
func (p *parsed) at(pos token.Pos) (line, col int) {
	q := p.fset.Position(pos)
	return q.Line, q.Column
}

// importPath returns the path of an import spec, "" when it is malformed.
func importPath(s *ast.ImportSpec) string {
	path, err := strconv.Unquote(s.Path.Value)
	if err != nil {
		return ""
	}
	return path
}
