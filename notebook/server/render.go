package server

import (
	"strings"

	"quire/notebook"
	"quire/notebook/html"
	"quire/notebook/output"
)

// A reportDrawing draws with notebook/html, exactly as an export would.
type reportDrawing struct {
	base   string            // the address of the note's page
	editor *notebook.Editor  // finds the problems of cells
	code   map[string]string // the cells of the last document, source → HTML: most cells stay as they are
}

func (d *reportDrawing) document(r *notebook.Report, ids []string) docView {
	code := d.code
	d.code = make(map[string]string, len(r.Note.Cells))
	v := docView{Title: r.Title, Head: string(html.Title(r)), Lang: r.Note.Meta.Lang, Problems: []problemView{}, Order: ids, Blocks: make([]blockView, len(ids))}
	headings := map[*notebook.Block][]headingView{}
	for _, h := range r.Headings {
		headings[h.Block] = append(headings[h.Block], headingView{Level: h.Level, Text: strings.TrimSpace(h.Number + " " + h.Text), Anchor: h.Anchor})
	}
	for i, b := range r.Note.Blocks {
		v.Blocks[i] = blockView{ID: ids[i], Headings: headings[b]}
		if b.Cell == nil {
			v.Blocks[i].HTML = string(html.Block(r, b))
			continue
		}
		c := b.Cell
		if d.code[c.Code] = code[c.Code]; d.code[c.Code] == "" {
			d.code[c.Code] = string(html.Code(c.Code))
		}
		v.Blocks[i].Cell = &codeView{
			Number: c.Number, Label: c.Label, Code: d.code[c.Code],
			Line: c.CodeLine, Lines: strings.Count(strings.TrimSuffix(c.Code, "\n"), "\n") + 1,
			Echo: c.Options.Echo, Output: c.Options.Output, Eval: c.Options.Eval,
		}
	}
	for _, p := range d.editor.Diagnose(r.Note) {
		v.Problems = append(v.Problems, problemView{
			Line: p.Line, Col: p.Col, Severity: string(p.Severity), Message: p.Message, HintKo: p.HintKo, HintEn: p.HintEn,
		})
	}
	return v
}

func (d *reportDrawing) output(r *notebook.Report, c *notebook.Cell, o output.Output) string {
	if cr := r.Cell(c); cr != nil {
		for _, or := range cr.Outputs {
			if or.Output == o {
				return string(html.Output(r, or))
			}
		}
	}
	return string(html.Output(r, &notebook.OutputReport{Output: o})) // not in the report: output: false
}

func (d *reportDrawing) frameURL(id string) string { return d.base + "/outputs/" + id }
