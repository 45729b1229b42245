package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"quire/notebook"
	"quire/notebook/html"
)

// exportOptions are the flags of `quire export`.
type exportOptions struct {
	out         string
	set         []string
	allowErrors bool
	clean       bool
	sandbox     bool
}

func newExportCommand(a *app) *cobra.Command {
	t := a.lang.pick
	var o exportOptions
	cmd := &cobra.Command{
		Use:   "export NOTE",
		Short: t("노트를 실행해 PDF(또는 HTML, Markdown)로 내보냅니다", "Run a note and export it as PDF, HTML or Markdown"),
		Example: t("  quire export 보고서.md\n  quire export 보고서.md -o 제출.pdf --set epochs=20",
			"  quire export report.md\n  quire export report.md -o out.html --set epochs=20"),
		Args: a.args(1, 1, "NOTE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.export(cmd.Context(), args[0], o)
		},
	}
	f := cmd.Flags()
	f.StringVarP(&o.out, "out", "o", "", t("만들 `파일`: .pdf, .html 또는 .md. 폴더를 주면 그 안에, -를 주면 표준 출력으로 PDF를 냅니다(기본은 노트 이름의 .pdf)", "the `file` to make: .pdf, .html or .md; a folder for a PDF in it, - for a PDF on standard output (default: the note's name with .pdf)"))
	f.StringArrayVar(&o.set, "set", nil, t("params의 값을 바꿉니다: `이름=값`", "override a param: `name=value`"))
	f.BoolVar(&o.allowErrors, "allow-errors", false, t("실패한 셀이 있어도 종료 상태를 0으로 합니다", "exit with 0 even when a cell failed"))
	f.BoolVar(&o.clean, "clean", false, t("모든 셀을 처음부터 다시 실행합니다", "run every cell again from clean"))
	a.memoryFlag(cmd)
	f.BoolVar(&o.sandbox, "sandbox", false, t("노트의 폴더 밖과 네트워크를 막고 실행합니다", "confine the cells to the note's folder, without network"))
	return cmd
}

// export runs a note and writes the file. The file is written even when a cell failed: what failed stands in it.
func (a *app) export(ctx context.Context, path string, o exportOptions) error {
	o.out = outPath(o.out, path)
	render, err := a.renderer(o.out)
	if err != nil {
		return err
	}
	src, err := a.readSource(path)
	if err != nil {
		return err
	}
	if sameFile(o.out, path) {
		return errors.New(a.lang.sprintf("%s: 노트 자신을 덮어쓸 수는 없습니다. -o로 다른 이름을 주세요", "%s is the note itself; give another name with -o", o.out))
	}
	note, err := notebook.Parse(path, src).Set(o.set)
	if err != nil {
		return err
	}
	if err := a.checkOut(o.out); err != nil { // before the work, not after it
		return err
	}
	made := newEdition(note, src, filepath.Dir(path))
	failed := a.printDiagnostics(note, note.Diagnostics)

	logs, err := os.MkdirTemp("", "quire-logs-")
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	defer os.RemoveAll(logs)
	start := time.Now()
	bar := newProgress(a.err, a.lang, note)
	errs := &runPrinter{app: &app{streams: streams{io.Discard, a.err}, lang: a.lang}, note: note}
	res, err := a.runNote(ctx, note, runOptions{sandbox: o.sandbox, logDir: logs, observe: func(e notebook.Event) {
		bar.observe(e)
		errs.observeErrors(e)
	}})
	bar.close()
	if err != nil {
		return err
	}
	ran := time.Since(start)

	data, err := render(notebook.NewReport(note, res), made)
	if err != nil {
		return fmt.Errorf("export %s: %w", o.out, err)
	}
	if err := a.writeOut(o.out, data); err != nil {
		return err
	}
	fmt.Fprintln(a.err, a.lang.sprintf("셀 %d개를 %s 동안 실행했고, 조판에 %s 걸렸습니다(%d KB).", "ran %d cells in %s, typeset in %s (%d KB)",
		len(note.Cells), seconds(ran, a.lang), seconds(time.Since(start)-ran, a.lang), (len(data)+999)/1000))
	if (failed || res.Failed(note)) && !o.allowErrors {
		return noteError{a.lang.pick("실패한 셀이 있습니다. 파일에는 실패가 그대로 보입니다.", "a cell failed; the file shows it as it is")}
	}
	return nil
}

// renderer picks how the file is made by its ending.
func (a *app) renderer(out string) (func(*notebook.Report, *edition) ([]byte, error), error) {
	if out == toStdout {
		return a.renderPDF, nil
	}
	switch strings.ToLower(filepath.Ext(out)) {
	case ".pdf":
		return a.renderPDF, nil
	case ".html", ".htm":
		return renderHTML, nil
	case ".md":
		return renderMarkdown, nil
	}
	return nil, errors.New(a.lang.sprintf("%s: 끝이 .pdf, .html, .md 가운데 하나여야 합니다", "%s: the name must end in .pdf, .html or .md", out))
}

// renderHTML makes one self-contained page.
func renderHTML(r *notebook.Report, _ *edition) ([]byte, error) {
	return html.Page(r, html.Options{}), nil
}

// renderMarkdown makes a note with the outputs written out.
func renderMarkdown(r *notebook.Report, _ *edition) ([]byte, error) { return notebook.Markdown(r), nil }

// renderPDF makes the PDF with the note, its files and its manifest attached, and reports what could not be drawn.
func (a *app) renderPDF(r *notebook.Report, e *edition) ([]byte, error) {
	data, warnings, err := e.render(r)
	for _, w := range warnings {
		fmt.Fprintln(a.err, w.At(r.Note.Name))
	}
	for _, f := range e.left {
		fmt.Fprintln(a.err, a.lang.sprintf("%s: 파일 %s(%d KB)은(는) 커서 PDF에 싣지 않습니다. 그래서 `quire verify`가 다른 컴퓨터에서 이 노트를 다시 실행하지 못할 수 있습니다.",
			"%s: the PDF does not carry the file %s (%d KB), which is too large; `quire verify` may not be able to run the note elsewhere",
			r.Note.Name, f.Name, (f.Size+999)/1000))
	}
	return data, err
}

// engineVersions are the versions that the results of this binary depend on.
func engineVersions() []notebook.EngineVersion {
	out := []notebook.EngineVersion{{Name: "quire", Version: version + revision()}}
	if info, ok := debug.ReadBuildInfo(); ok {
		out = append(out, notebook.EngineVersion{Name: "go", Version: info.GoVersion})
	}
	for _, m := range engineModules() {
		out = append(out, notebook.EngineVersion{Name: m.Path, Version: m.Version})
	}
	return out
}

// sameFile tells whether two paths are one file.
func sameFile(a, b string) bool {
	ia, err := os.Stat(a)
	if err != nil {
		return filepath.Clean(a) == filepath.Clean(b)
	}
	ib, err := os.Stat(b)
	return err == nil && os.SameFile(ia, ib)
}
