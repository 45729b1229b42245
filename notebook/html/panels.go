package html

import (
	"strconv"

	"quire/notebook"
)

// div writes a fenced div: its pictures side by side, all else as it stands.
func (w *writer) div(d *notebook.Div) {
	pictures := w.r.Note.Pictures(d)
	if len(pictures) == 0 {
		w.children(d)
		return
	}
	whole := w.r.Caption(d)
	w.openPanels(whole, d.Columns(), len(pictures))
	for _, p := range pictures {
		pic, _ := w.r.Note.Picture(p)
		w.panel(w.r.Caption(p), func() {
			w.image(string(pic.Image.Destination), notebook.PlainText(pic.Image, w.src), pic.Width)
		})
	}
	w.raw("</div>")
	w.closeFigure(whole)
	for c := d.FirstChild(); c != nil; c = c.NextSibling() {
		if _, ok := w.r.Note.Picture(c); !ok {
			w.node(c)
		}
	}
}

// cellFigure writes several drawings of a cell as one figure.
func (w *writer) cellFigure(cr *notebook.CellReport, outputs []*notebook.OutputReport) {
	whole := outputs[len(outputs)-1].Caption
	w.openPanels(whole, cr.Columns, len(outputs))
	for _, o := range outputs {
		w.panel(o.Part, func() { w.drawing(o) })
	}
	w.raw("</div>")
	w.closeFigure(whole)
}

// openPanels begins a figure of count parts in columns.
func (w *writer) openPanels(c *notebook.Caption, columns, count int) {
	columns = min(max(columns, 1), count)
	w.openFigure(c)
	w.raw(`<div class="q-panels q-cols`, strconv.Itoa(columns), `">`, "\n")
}

// panel writes a part of a figure with its caption.
func (w *writer) panel(c *notebook.Caption, write func()) {
	w.raw(`<figure class="q-panel"`)
	if c != nil {
		w.raw(attr("id", c.Anchor))
	}
	w.raw(">")
	write()
	w.closeFigure(c)
}
