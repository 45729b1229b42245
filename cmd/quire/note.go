package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"quire/notebook"
)

// maxNote bounds the size of a note: what is larger is a mistake, not a report.
const maxNote = 64 << 20

// readNote parses the note at path, with --set applied.
func (a *app) readNote(path string, set []string) (*notebook.Note, error) {
	src, err := a.readSource(path)
	if err != nil {
		return nil, err
	}
	return notebook.Parse(path, src).Set(set)
}

// readSource reads the file of a note.
func (a *app) readSource(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, errors.New(a.lang.sprintf("노트가 없습니다: %s (`quire new %[1]s`로 새로 만들 수 있습니다)",
			"there is no note %s (`quire new %[1]s` makes one)", path))
	case err != nil:
		return nil, fmt.Errorf("read note: %w", err)
	case info.IsDir():
		return nil, errors.New(a.lang.sprintf("%s: 폴더입니다. 노트 파일을 적어 주세요", "%s is a folder; name a note in it", path))
	case !info.Mode().IsRegular():
		return nil, errors.New(a.lang.sprintf("%s: 일반 파일이 아닙니다", "%s is no ordinary file", path))
	case info.Size() > maxNote:
		return nil, errors.New(a.lang.sprintf("%s: 노트가 너무 큽니다(%d MB, 한도 %d MB)", "%s is too large for a note (%d MB, at most %d MB)",
			path, info.Size()>>20, maxNote>>20))
	}
	src, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read note: %w", err)
	}
	if bytes.HasPrefix(src, []byte("%PDF-")) {
		return nil, errors.New(a.lang.sprintf("%s: 노트가 아니라 PDF입니다", "%s is a PDF, not a note", path))
	}
	return src, nil
}

// printDiagnostics writes what is wrong with a note to standard error and tells whether errors are among it.
func (a *app) printDiagnostics(note *notebook.Note, diags []notebook.Diagnostic) (failed bool) {
	for _, d := range diags {
		if d.Severity == notebook.SeverityError {
			failed = true
		}
		fmt.Fprintln(a.err, d.Text(note.Name))
		if hint := a.lang.pick(d.HintKo, d.HintEn); hint != "" {
			fmt.Fprintf(a.err, "    %s\n", hint)
		}
	}
	return failed
}

// runNote runs a note from clean in a fresh kernel.
func (a *app) runNote(ctx context.Context, note *notebook.Note, o runOptions) (*notebook.Results, error) {
	dir, err := filepath.Abs(cmp.Or(o.dir, filepath.Dir(note.Name)))
	if err != nil {
		return nil, fmt.Errorf("run %s: %w", note.Name, err)
	}
	if o.start == nil {
		o.start = a.startKernel
	}
	return notebook.Run(ctx, note, notebook.RunOptions{
		Dir:     dir,
		Start:   o.start,
		Sandbox: o.sandbox,
		LogDir:  o.logDir,
		Observe: o.observe,
	})
}

// runOptions are the ways in which commands differ when they run a note.
type runOptions struct {
	dir     string               // the working directory of cells; empty: the note's folder
	start   notebook.StartKernel // nil: app.startKernel
	sandbox bool
	logDir  string
	observe func(notebook.Event)
}
