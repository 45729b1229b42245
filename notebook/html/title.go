package html

import "quire/notebook"

// Title returns the title block: course, title, subtitle, authors and date. It is empty when the note has no title.
func Title(r *notebook.Report) []byte {
	w := newWriter(r, Options{}, "")
	w.title()
	return w.b.Bytes()
}
