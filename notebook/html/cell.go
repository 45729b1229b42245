package html

import (
	"strings"

	"quire/notebook"
	"quire/notebook/output"
)

// cell writes a cell: its code, what it gave, and, plainly, that it failed or did not run.
func (w *writer) cell(c *notebook.Cell) {
	cr := w.r.Cell(c)
	if cr == nil {
		return
	}
	shown := 0
	for _, o := range cr.Outputs {
		if o.Output.Kind() != output.KindProgress {
			shown++
		}
	}
	if !cr.ShowCode && shown == 0 && cr.Notice == "" && cr.Status != notebook.StatusFailed {
		w.raw(`<a`, attr("id", cr.Anchor), `></a>`, "\n")
		return
	}
	state := string(cr.Status)
	if state == "" {
		state = "idle"
	}
	w.raw(`<section class="q-cell"`, attr("id", cr.Anchor), attr("data-state", state), attr("aria-label", w.words().cell(c.Number)), ">\n")
	if cr.ShowCode {
		w.numberedCode("go", c.Code, badLine(cr), c.Options.LineNums)
	}
	if cr.Notice != "" {
		w.raw(`<p class="q-notice">`)
		w.text(cr.Notice)
		w.raw("</p>\n")
	}
	for i := 0; i < len(cr.Outputs); {
		n := cr.Together(i)
		if n > 1 || cr.Outputs[i].Part != nil {
			w.cellFigure(cr, cr.Outputs[i:i+n])
		} else {
			w.output(cr.Outputs[i], cr)
		}
		i += n
	}
	w.raw("</section>\n")
}

// badLine is the line of the cell's shown code on which it failed, 0 for none.
func badLine(cr *notebook.CellReport) int {
	for _, o := range cr.Outputs {
		e, ok := o.Output.(*output.Error)
		if !ok {
			continue
		}
		for _, f := range e.Frames {
			if f.Cell == cr.Cell.Key && f.Line >= cr.Cell.CodeLine {
				return f.Line - cr.Cell.CodeLine + 1
			}
		}
	}
	return 0
}

// output writes one output. cr is the cell's report, nil in a fragment.
func (w *writer) output(o *notebook.OutputReport, cr *notebook.CellReport) {
	switch out := o.Output.(type) {
	case *output.Text:
		w.textOutput(out)
	case *output.Figure:
		w.figureOutput(o, out)
	case *output.Table:
		w.tableOutput(o, out)
	case *output.Image:
		w.imageOutput(o)
	case *output.HTML:
		w.htmlOutput(out)
	case *output.Error:
		w.errorOutput(out, cr)
	case *output.Progress:
		// The state of a loop is no result.
	}
}

// htmlOutput writes HTML of a cell, in a frame that may not run scripts, load or reach anything; paper and readers of the
// text get the alternative.
func (w *writer) htmlOutput(h *output.HTML) {
	const head = `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"><meta name="color-scheme" content="light dark"><style>body{margin:0;font:15px/1.6 system-ui,sans-serif}</style>`
	w.raw(`<div class="q-html"><iframe sandbox=""`, attr("title", firstLine(h.Alternative)), attr("srcdoc", head+h.HTML), "></iframe>")
	w.raw("<details><summary>")
	w.text(w.words().alternative)
	w.raw("</summary>")
	w.in("mono", false, func() { w.pre(h.Alternative) })
	w.raw("</details></div>\n")
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	if r := []rune(s); len(r) > 120 {
		return string(r[:120]) + "…"
	}
	return s
}

// errorOutput writes why a cell failed: the message, the place, a hint, and the path of calls.
func (w *writer) errorOutput(e *output.Error, cr *notebook.CellReport) {
	w.raw(`<div class="q-error" role="group"`, attr("aria-label", w.words().error), ">\n<p class=\"q-what\">")
	w.in("mono", true, func() { w.text(e.Message) })
	w.raw("</p>\n")
	if len(e.Frames) > 0 {
		w.raw(`<p class="q-where">`)
		w.frame(e.Frames[0])
		w.raw("</p>\n")
		w.excerpt(e.Frames[0], cr)
	}
	if hint := w.hint(e); hint != "" {
		w.raw(`<p class="q-hint">`)
		w.text(hint)
		w.raw("</p>\n")
	}
	if len(e.Frames) > 1 {
		w.raw("<details><summary>")
		w.text(w.words().calls(len(e.Frames)))
		w.raw("</summary><ol>")
		for _, f := range e.Frames {
			w.raw("<li>")
			w.frame(f)
			w.raw("</li>")
		}
		w.raw("</ol></details>\n")
	}
	w.raw("</div>\n")
}

func (w *writer) hint(e *output.Error) string {
	if w.korean() && e.HintKo != "" || e.HintEn == "" {
		return e.HintKo
	}
	return e.HintEn
}

// frame writes a place: the cell with a link to it, the line, the function.
func (w *writer) frame(f output.Frame) {
	if c := w.cellByKey(f.Cell); c != nil && f.Line >= c.CodeLine {
		w.raw("<a", attr("href", "#"+w.r.Cell(c).Anchor), ">")
		w.text(w.words().place(c.Number, f.Line-c.CodeLine+1))
		w.raw("</a>")
	} else if f.Line > 0 {
		w.text(w.words().noteLine(f.Line))
	}
	if f.Func != "" {
		w.raw(" <code>")
		w.in("mono", false, func() { w.text(f.Name()) })
		w.raw("</code>")
	}
}

func (w *writer) cellByKey(key string) *notebook.Cell {
	if w.r == nil || key == "" {
		return nil
	}
	for _, c := range w.r.Note.Cells {
		if c.Key == key {
			return c
		}
	}
	return nil
}

// excerpt writes the failing line of another cell with its neighbours. In its own cell the line is marked in the code.
func (w *writer) excerpt(f output.Frame, cr *notebook.CellReport) {
	c := w.cellByKey(f.Cell)
	if c == nil || cr != nil && cr.Cell == c && cr.ShowCode {
		return
	}
	lines := strings.Split(strings.TrimRight(c.Code, "\n"), "\n")
	at := f.Line - c.CodeLine
	if at < 0 || at >= len(lines) {
		return
	}
	from, to := max(0, at-1), min(len(lines), at+2)
	w.code("go", strings.Join(lines[from:to], "\n"), at-from+1)
}
