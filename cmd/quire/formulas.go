package main

import (
	"cmp"
	"slices"

	"quire/notebook"
	"quire/notebook/tex"
)

// formulaDiagnostics returns what is wrong with the formulas of a note.
func formulaDiagnostics(note *notebook.Note) []notebook.Diagnostic {
	macros := tex.Macros(note.Meta.Macros, note.Definitions())
	var out []notebook.Diagnostic
	for _, f := range note.Formulas() {
		for _, p := range tex.Check(f.Source(), macros) {
			d := notebook.Diagnostic{Severity: notebook.SeverityError, Message: "formula: " + p.Message, HintKo: p.HintKo, HintEn: p.HintEn}
			if p.Minor {
				d.Severity = notebook.SeverityWarning
			}
			d.Line, d.Col = note.FormulaPosition(f, p.Offset)
			out = append(out, d)
		}
	}
	return out
}

// byPlace sorts diagnostics by where they are in the note.
func byPlace(ds []notebook.Diagnostic) []notebook.Diagnostic {
	slices.SortStableFunc(ds, func(a, b notebook.Diagnostic) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	return ds
}
