package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/rogpeppe/go-internal/testscript"

	"quire/notebook"
	"quire/notebook/output"
	"quire/notebook/pdf"
)

// A forgery is a PDF as a cheater would make it who has Quire's own typesetter at hand.
type forgery struct {
	note  *notebook.Note
	res   *notebook.Results
	pages *notebook.Note   // what the pages show: the note
	src   []byte           // what is attached as the note
	made  notebook.Made    // what the manifest says
	extra []pdf.Attachment // after note, manifest and files
	files []pdf.Attachment // nil: those that the note shows

	manifest *notebook.Manifest // as the export would make it
}

// forgeries are the ways to cheat.
var forgeries = map[string]func(*forgery){
	"honest":  func(*forgery) {},
	"pages":   func(f *forgery) { f.retouch() },
	"outputs": func(f *forgery) { f.fake() }, // a result on the page alone
	"results": func(f *forgery) { // a result on the page and in the manifest
		f.fake()
		f.manifest = nil
	},
	"volatile": func(f *forgery) { // the same, and the cell is said to be volatile
		f.fake()
		f.res.Cells[0].Volatile = true
		f.manifest = nil
	},
	"note": func(f *forgery) { f.src = bytes.ReplaceAll(f.src, []byte("0.91"), []byte("0.99")) },
	"both": func(f *forgery) { // note and manifest agree with one another, not with the pages
		f.src = bytes.ReplaceAll(f.src, []byte("0.91"), []byte("0.99"))
		f.manifest = notebook.NewManifest(f.note, f.res, notebook.Made{Source: f.src, Engine: engineVersions(), Files: f.made.Files})
	},
	"seed":   func(f *forgery) { f.manifest.Seed++ },
	"status": func(f *forgery) { f.manifest.Cells[0].Status = notebook.StatusFailed },
	"hidden": func(f *forgery) { f.manifest.Cells = f.manifest.Cells[1:] },
	"version": func(f *forgery) { // a false version, to explain why the pages differ
		f.retouch()
		f.manifest.Engine[0].Version = "0.0.1"
	},
	"twin":   func(f *forgery) { f.extra = []pdf.Attachment{{Name: "note.md", Data: []byte("# another\n")}} },
	"case":   func(f *forgery) { f.extra = []pdf.Attachment{{Name: "NOTE.md", Data: []byte("# another\n")}} },
	"record": func(f *forgery) { f.extra = []pdf.Attachment{{Name: "quire.json", Data: []byte("{}")}} },
	"extra":  func(f *forgery) { f.extra = []pdf.Attachment{{Name: "answers.txt", Data: []byte("42")}} },
	"escape": func(f *forgery) { f.extra = []pdf.Attachment{{Name: "../../evil.md", Data: []byte("x")}} },
	"below":  func(f *forgery) { f.extra = []pdf.Attachment{{Name: "note.md/evil.md", Data: []byte("x")}} },
	"file":   func(f *forgery) { f.files[0].Data = append(slices.Clone(f.files[0].Data), "9,9\n"...) },
	"gone":   func(f *forgery) { f.files = f.files[1:] },
	"params": func(f *forgery) {
		f.manifest.Params = append(f.manifest.Params, notebook.ManifestParam{Name: "none", Value: "x"})
	},
	"format": func(f *forgery) { f.manifest.Format = 99 },
	"name":   func(f *forgery) { f.manifest.Note = "../note.md" },
	"terminal": func(f *forgery) {
		f.manifest.Cells[0].Outputs[0] = notebook.ManifestOutput{Kind: "text", SHA256: "0", Text: "\x1b[2Jgone"}
	},
}

// retouch has the pages say 0.99; the attachments stay those of the export.
func (f *forgery) retouch() {
	f.pages = notebook.Parse(f.note.Name, bytes.ReplaceAll(f.src, []byte("0.91"), []byte("0.99")))
}

// fake gives the first cell another result.
func (f *forgery) fake() {
	c := *f.res.Cells[0]
	c.Outputs = []output.Output{&output.Text{Stream: output.Stdout, Data: "accuracy 0.9999\n"}}
	h := output.NewHasher()
	h.Add(c.Outputs[0])
	c.Hash = h.Sum()
	f.res = &notebook.Results{Complete: true, Cells: append([]*notebook.CellResult{&c}, f.res.Cells[1:]...)}
}

// forge is the command "forge WAY NOTE OUT" of scripts.
func forge(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 || forgeries[args[0]] == nil {
		ts.Fatalf("usage: forge WAY NOTE OUT")
	}
	path := ts.MkAbs(args[1])
	src, err := os.ReadFile(path)
	ts.Check(err)
	a := &app{streams: streams{io.Discard, io.Discard}, lang: "en"}
	f := &forgery{src: src, note: notebook.Parse(path, src)}
	e := newEdition(f.note, src, filepath.Dir(path))
	f.res, err = a.runNote(context.Background(), f.note, runOptions{})
	ts.Check(err)
	f.pages = f.note
	data, _, err := e.render(notebook.NewReport(f.note, f.res))
	ts.Check(err)
	honest, err := pdf.OpenCarried(data)
	ts.Check(err)
	f.manifest, f.files, f.made.Files = honest.Manifest, honest.Files, honest.Manifest.Files
	forgeries[args[0]](f)
	if f.manifest == nil {
		f.manifest = notebook.NewManifest(f.note, f.res, notebook.Made{Source: f.src, Engine: engineVersions(), Files: f.made.Files})
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), f.pdf(ts, filepath.Dir(path)), 0o644))
}

// pdf sets the forged file.
func (f *forgery) pdf(ts *testscript.TestScript, dir string) []byte {
	manifest, err := json.MarshalIndent(f.manifest, "", "  ")
	ts.Check(err)
	list := []pdf.Attachment{
		{Name: "note.md", MIME: "text/markdown", Desc: "the note of this report", Data: f.src},
		{Name: "quire.json", MIME: "application/json", Desc: "hashes of sources and results", Data: append(manifest, '\n')},
	}
	list = append(append(list, f.files...), f.extra...)
	data, _, err := pdf.Render(notebook.NewReport(f.pages, f.res), pdf.Options{Dir: dir, Attachments: list})
	ts.Check(err)
	return data
}

// appendUpdate is the command "append PDF" of scripts: an incremental update that changes nothing.
func appendUpdate(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: append PDF")
	}
	f, err := os.OpenFile(ts.MkAbs(args[0]), os.O_APPEND|os.O_WRONLY, 0)
	ts.Check(err)
	_, err = f.WriteString("900 0 obj\n<</Type/Annot>>\nendobj\n%%more\n%%EOF\n")
	ts.Check(err)
	ts.Check(f.Close())
}
