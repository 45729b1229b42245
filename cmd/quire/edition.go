package main

import (
	"cmp"
	"io"
	"os"
	"path"
	"slices"
	"strings"

	"quire/nn/data"
	"quire/notebook"
	"quire/notebook/pdf"
)

// An edition is what a PDF is made from besides the note and its results. It is made before the note runs.
type edition struct {
	note   *notebook.Note
	src    []byte // the note as it was read
	dir    string // the note's folder
	engine []notebook.EngineVersion

	before   map[string]os.FileInfo  // files that cells may read, as they were before the run
	manifest []byte                  // once rendered
	left     []notebook.ManifestFile // too large to be carried, once rendered
}

// The bounds of what a report carries: a data file, all of them, and all files with the images.
const (
	maxDataFile   = 1 << 20
	maxDataFiles  = 5 << 20
	maxCarryFiles = 192 << 20 // less than what pdf.Attachments reads back
)

// newEdition looks which files of dir the note may read.
func newEdition(note *notebook.Note, src []byte, dir string) *edition {
	e := &edition{note: note, src: src, dir: dir, engine: engineVersions(), before: map[string]os.FileInfo{}}
	e.inFolder(func(root *os.Root) {
		for _, name := range note.MentionedFiles() {
			if info, err := root.Stat(name); err == nil && info.Mode().IsRegular() {
				e.before[name] = info
			}
		}
	})
	return e
}

// inFolder calls f with the note's folder, out of which no name and no link leads. A folder that cannot be opened has no
// files to carry.
func (e *edition) inFolder(f func(*os.Root)) {
	root, err := os.OpenRoot(e.dir)
	if err != nil {
		return
	}
	defer root.Close()
	f(root)
}

// render sets the report with everything attached that it takes to make it again.
func (e *edition) render(r *notebook.Report) ([]byte, []pdf.Warning, error) {
	lang := parseLanguage(r.Note.Meta.Lang) // what stands in the file follows the note, not the machine
	var failed error
	out, warnings, err := pdf.Render(r, pdf.Options{Dir: e.dir, Attach: func(shown []pdf.Attachment) []pdf.Attachment {
		files := e.files(shown, lang)
		made := notebook.Made{Source: e.src, Engine: e.engine, DataSets: dataSetsOf(e.note)}
		for _, f := range files {
			made.Files = append(made.Files, notebook.ManifestFile{Name: f.Name, Size: len(f.Data), SHA256: notebook.HashBytes(f.Data)})
		}
		e.manifest, failed = notebook.NewManifest(r.Note, r.Results, made).JSON()
		return append([]pdf.Attachment{
			{Name: path.Base(strings.ReplaceAll(r.Note.Name, `\`, "/")), MIME: "text/markdown", Desc: lang.pick("이 보고서의 노트", "the note of this report"), Data: e.src},
			{Name: notebook.ManifestName, MIME: "application/json", Desc: lang.pick("원천과 결과의 해시", "hashes of sources and results"), Data: e.manifest},
		}, files...)
	}})
	if err == nil {
		err = failed
	}
	return out, warnings, err
}

// files returns what the report carries besides note and manifest: the images that it shows, the logs that it leaves lines out of, then the files that its cells
// read. A file that the run itself wrote is a result, and the next run writes it again.
func (e *edition) files(shown []pdf.Attachment, lang language) []pdf.Attachment {
	var out []pdf.Attachment
	e.left = nil
	taken := map[string]bool{notebook.ManifestName: true, strings.ToLower(path.Base(e.note.Name)): true}
	total := 0
	add := func(a pdf.Attachment, limit int) {
		key := strings.ToLower(a.Name)
		if taken[key] || !notebook.IsCarriedName(a.Name) {
			return
		}
		if total+len(a.Data) > limit {
			e.left = append(e.left, notebook.ManifestFile{Name: a.Name, Size: len(a.Data)})
			return
		}
		taken[key] = true
		total += len(a.Data)
		out = append(out, a)
	}
	for _, a := range shown {
		a.Desc = cmp.Or(a.Desc, lang.pick("보고서에 실린 그림", "an image that the report shows"))
		add(a, maxCarryFiles)
	}
	limit := total + maxDataFiles
	e.inFolder(func(root *os.Root) {
		for _, name := range e.read(root) {
			if size := e.before[name].Size(); size > maxDataFile {
				if !taken[strings.ToLower(name)] {
					e.left = append(e.left, notebook.ManifestFile{Name: name, Size: int(size)})
				}
				continue
			}
			data, err := readSmall(root, name)
			if err != nil {
				continue // it is gone, or cannot be read: then no cell has read it
			}
			add(pdf.Attachment{Name: name, MIME: mimeOf(name), Desc: lang.pick("셀이 읽는 파일", "a file that cells read"), Data: data}, min(limit, maxCarryFiles))
		}
	})
	return out
}

// read returns the names of the files that cells may have read and have not written.
func (e *edition) read(root *os.Root) []string {
	var names []string
	for name, before := range e.before {
		after, err := root.Stat(name)
		if err == nil && after.Size() == before.Size() && after.ModTime().Equal(before.ModTime()) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// readSmall reads a file of at most maxDataFile bytes.
func readSmall(root *os.Root, name string) ([]byte, error) {
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxDataFile))
}

// mimeOf names the type of a data file by its ending, the same on every system.
func mimeOf(name string) string {
	switch strings.ToLower(path.Ext(name)) {
	case ".csv":
		return "text/csv"
	case ".txt", ".md", ".tsv", ".dat":
		return "text/plain"
	case ".json":
		return "application/json"
	case ".png":
		return "image/png"
	case ".jpg", ".jpeg":
		return "image/jpeg"
	}
	return "application/octet-stream"
}

// syntheticDigits is how a manifest names the data set that is drawn by the engine itself.
const syntheticDigits = "synthetic digits"

// dataSetsOf returns the data sets that the cells load by name, as they are on this machine.
func dataSetsOf(n *notebook.Note) []notebook.ManifestDataSet {
	var out []notebook.ManifestDataSet
	add := func(s notebook.ManifestDataSet) {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	published := func(load func() (*data.Set, error)) bool {
		s, err := load()
		if err == nil {
			add(notebook.ManifestDataSet{Name: s.Name, SHA256: s.SHA256})
		}
		return err == nil
	}
	for _, name := range n.Selected("data") {
		switch name {
		case "MNIST":
			published(data.MNIST)
		case "FashionMNIST":
			published(data.FashionMNIST)
		case "Digits":
			if !published(data.MNIST) {
				add(notebook.ManifestDataSet{Name: syntheticDigits})
			}
		case "Synthetic":
			add(notebook.ManifestDataSet{Name: syntheticDigits})
		}
	}
	return out
}
