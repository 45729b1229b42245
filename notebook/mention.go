package notebook

import (
	"go/scanner"
	"go/token"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// MentionedFiles returns the names of files that the cells may read: every string literal, and every text among the
// params, that could name a file below the note's folder, with slashes and in order. Most of them name nothing; whoever
// asks looks which files are there.
//
// Nothing tells which files a cell opened when it ran, since cells may read through any package. A name that is put
// together while the cell runs is not found.
func (n *Note) MentionedFiles() []string {
	var out []string
	add := func(s string) {
		if strings.ContainsAny(s, "%*") || len(s) > 255 || s == "" {
			return
		}
		if name := path.Clean(filepath.ToSlash(s)); IsCarriedName(name) {
			out = append(out, name)
		}
	}
	for _, p := range n.Meta.Params {
		if s, ok := p.Value.(string); ok {
			add(s)
		}
	}
	n.tokens(func(tok token.Token, lit string) {
		if tok != token.STRING {
			return
		}
		if s, err := strconv.Unquote(lit); err == nil {
			add(s)
		}
	})
	slices.Sort(out)
	return slices.Compact(out)
}

// Selected returns the names that cells select from something called pkg, as in data.MNIST, in order.
func (n *Note) Selected(pkg string) []string {
	var out []string
	state := 0 // how much of "pkg." stands before the token
	n.tokens(func(tok token.Token, lit string) {
		switch {
		case state == 2 && tok == token.IDENT:
			out = append(out, lit)
			state = 0
		case state == 1 && tok == token.PERIOD:
			state = 2
		case tok == token.IDENT && lit == pkg:
			state = 1
		default:
			state = 0
		}
	})
	slices.Sort(out)
	return slices.Compact(out)
}

// tokens calls f with every token of the cells that run.
func (n *Note) tokens(f func(token.Token, string)) {
	for _, c := range n.Cells {
		if !c.Options.Eval {
			continue
		}
		src := []byte(c.Source)
		files := token.NewFileSet()
		var s scanner.Scanner
		s.Init(files.AddFile("", files.Base(), len(src)), src, func(token.Position, string) {}, 0)
		for {
			_, tok, lit := s.Scan()
			if tok == token.EOF {
				break
			}
			f(tok, lit)
		}
	}
}
