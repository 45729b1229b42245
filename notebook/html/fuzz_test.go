package html

import (
	"testing"

	"quire/notebook"
)

// FuzzBlocks holds that every note gives blocks, and such that are safe.
func FuzzBlocks(f *testing.F) {
	for _, p := range append(payloads, links...) {
		f.Add(p)
		f.Add("[a](" + p + ")")
		f.Add("---\ntitle: x\n---\n# " + p + "\n| a |\n|---|\n| $" + p + "$ |\n")
	}
	f.Fuzz(func(t *testing.T, src string) {
		r := notebook.NewReport(notebook.Parse("n.md", []byte(src)), nil)
		html := Title(r)
		for _, b := range r.Note.Blocks {
			html = append(html, Block(r, b)...)
		}
		checkSafe(t, src, html)
	})
}
