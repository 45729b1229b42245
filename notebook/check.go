package notebook

import (
	"go/scanner"
	"go/token"

	"quire/interp/frontend"
)

// Check returns the diagnostics of a note and those of its cells, each checked against the cells above it, as they would
// be run. Nothing runs.
//
// A cell with an error defines nothing. So that one mistake is told once, cells that mention a name which such a cell
// should have defined are not checked.
func Check(n *Note) []Diagnostic {
	ds := append([]Diagnostic(nil), n.Diagnostics...)
	scope := frontend.NewScope(params(n))
	missing := map[string]bool{} // names that cells with errors should have defined
	for _, c := range n.Cells {
		if !c.Options.Eval {
			continue
		}
		if mentions(c.Source, missing) {
			addAll(missing, frontend.Names(c.Source))
			continue
		}
		unit, problems := scope.Compile(frontend.Cell{Key: c.Key, File: n.Name, Line: c.Line, Source: c.Source})
		for _, p := range problems {
			ds = append(ds, c.diagnostic(p))
		}
		names := frontend.Names(c.Source)
		if unit == nil {
			addAll(missing, names)
			continue
		}
		for _, h := range unit.Hints {
			ds = append(ds, c.diagnostic(h))
		}
		scope = unit.Next
	}
	sortDiagnostics(ds)
	return ds
}

// params returns the note's params as the front end wants them.
func params(n *Note) []frontend.Param {
	var ps []frontend.Param
	for _, p := range n.Meta.Params {
		ps = append(ps, frontend.Param(p))
	}
	return ps
}

// diagnostic says a problem of a cell in the note's terms.
func (c *Cell) diagnostic(p frontend.Problem) Diagnostic {
	d := Diagnostic{
		Line: p.Line, Col: p.Col + c.Indent, Severity: SeverityError,
		Message: p.Message, HintKo: p.HintKo, HintEn: p.HintEn,
	}
	if p.Severity == frontend.Hint {
		d.Severity = SeverityHint
	}
	return d
}

// mentions tells whether a cell mentions one of names as an identifier.
func mentions(source string, names map[string]bool) bool {
	if len(names) == 0 {
		return false
	}
	file := token.NewFileSet().AddFile("", -1, len(source))
	var s scanner.Scanner
	s.Init(file, []byte(source), func(token.Position, string) {}, 0)
	for {
		_, tok, lit := s.Scan()
		if tok == token.EOF {
			return false
		}
		if tok == token.IDENT && names[lit] {
			return true
		}
	}
}

func addAll(set map[string]bool, names []string) {
	for _, n := range names {
		set[n] = true
	}
}
