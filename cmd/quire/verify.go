package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"quire/notebook"
)

// verifyOptions are the flags of `quire verify`.
type verifyOptions struct {
	verifyLimits
	json bool
	csv  string
	jobs int
}

func newVerifyCommand(a *app) *cobra.Command {
	t := a.lang.pick
	var o verifyOptions
	cmd := &cobra.Command{
		Use:   "verify PDF|DIR…",
		Short: t("PDF에 든 노트를 다시 실행해 결과와 쪽이 같은지 확인합니다", "Re-run what PDFs carry and tell whether results and pages are the same"),
		Long: t(`PDF에 첨부된 노트를 빈 폴더에 꺼내 가두어 실행하고, 출력마다 기록과 견준 뒤 PDF를 다시 만들어 파일과 바이트로 견줍니다. 폴더를 주면 그 아래의 PDF를 모두 확인합니다.

판정:
  재현됨     결과가 같고, 파일도 바이트까지 같습니다. 보이는 쪽은 노트에서 나온 그대로입니다.
  다른 판    결과는 같지만 다른 판의 Quire로 만든 파일이라 쪽을 비교할 수 없습니다.
  다름       결과가 다릅니다.
  고쳐짐     내보낸 뒤에 파일이 바뀌었습니다.
  시간 초과  정한 시간 안에 끝나지 않았습니다.
  확인 불가  Quire로 만든 PDF가 아니거나 망가졌습니다.

시계처럼 매번 다른 것을 쓰는 셀은 비교하지 않고, 기록과 새 출력에서 처음 달라지는 줄을 보입니다.

종료 상태: 모두 재현되면 0, 아닌 것이 있으면 1, 확인할 수 없는 것이 있으면 2.`,
			`Takes the note out of each PDF into an empty folder, runs it confined, compares every output with the record, makes the PDF again and compares it with the file, byte for byte. A folder stands for all PDFs below it.

Verdicts:
  reproduced     the same results, and the file is the same to the byte: its pages are what the note gives
  other version  the same results; another version of Quire made the file, so pages cannot be compared
  differs        other results
  edited         the file was changed after the export
  timeout        it did not end in time
  unusable       Quire did not make this PDF, or it is damaged

Cells that use a clock and the like are not compared: the first line in which their output differs is shown.

Exit status: 0 when all are reproduced, 1 when one is not, 2 when one is unusable.`),
		Example: t("  quire verify 보고서.pdf\n  quire verify 제출/ --csv 결과.csv --timeout 5m\n  quire verify 보고서.pdf --json",
			"  quire verify report.pdf\n  quire verify submissions/ --csv results.csv --timeout 5m\n  quire verify report.pdf --json"),
		Args: a.args(1, -1, "PDF"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.verifyAll(cmd.Context(), args, o)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&o.json, "json", false, t("결과를 JSON으로 씁니다", "print the results as JSON"))
	f.StringVar(&o.csv, "csv", "", t("PDF마다 한 줄인 표를 `파일`에도 씁니다", "write a table with one line for each PDF to a `file` too"))
	f.DurationVar(&o.timeout, "timeout", 10*time.Minute, t("PDF 하나에 줄 시간", "how long one PDF may take"))
	f.IntVar(&o.jobs, "jobs", 1, t("한꺼번에 확인할 PDF의 수", "how many PDFs to verify at a time"))
	f.BoolVar(&o.noSandbox, "no-sandbox", false, t("가두지 않고 실행합니다. 믿을 수 있는 PDF에만 쓰세요", "run without confining the cells; only for PDFs that you trust"))
	f.StringArrayVar(&o.set, "set", nil, t("params의 값을 바꿉니다: `이름=값`", "override a param: `name=value`"))
	a.memoryFlag(cmd)
	return cmd
}

// verifyAll verifies every PDF that the arguments name, and reports on each in their order as soon as those before it are
// done.
func (a *app) verifyAll(ctx context.Context, args []string, o verifyOptions) error {
	if o.jobs < 1 || o.timeout <= 0 {
		return errors.New(a.lang.pick("--jobs와 --timeout은 0보다 커야 합니다", "--jobs and --timeout must be more than 0"))
	}
	paths, err := a.pdfPaths(args)
	if err != nil {
		return err
	}
	if o.csv != "" {
		if err := a.checkOut(o.csv); err != nil {
			return err
		}
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	bar := newVerifyProgress(a, len(paths))
	defer bar.close()
	results := a.verifyEach(ctx, paths, o, bar)
	list, worst := make([]*verification, 0, len(paths)), exitGood
	for i := range paths {
		r := <-results[i]
		if r.err != nil {
			return r.err
		}
		list = append(list, r.v)
		worst = max(worst, r.v.Verdict.exit())
		if !o.json {
			bar.print(func() { a.printVerification(r.v) })
		}
	}
	bar.close()
	if o.json {
		e := json.NewEncoder(a.out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if err := e.Encode(list); err != nil {
			return fmt.Errorf("verify: %w", err)
		}
	} else if len(list) > 1 {
		a.printSummary(list)
	}
	if o.csv != "" {
		if err := writeFileAtomic(o.csv, a.verificationsCSV(list)); err != nil {
			return fmt.Errorf("write %s: %w", o.csv, err)
		}
	}
	switch worst {
	case exitGood:
		return nil
	case exitNote:
		return noteError{}
	}
	return unusableError{}
}

// unusableError ends `quire verify` with status 2 when that has been explained already.
type unusableError struct{}

func (unusableError) Error() string { return "unusable" }

// A verifyResult is what came of one PDF.
type verifyResult struct {
	v   *verification
	err error
}

// verifyEach starts the verifications. Its goroutines end when every path is done or ctx has ended.
func (a *app) verifyEach(ctx context.Context, paths []string, o verifyOptions, bar *verifyProgress) []chan verifyResult {
	results := make([]chan verifyResult, len(paths))
	for i := range results {
		results[i] = make(chan verifyResult, 1)
	}
	var mu sync.Mutex
	next := 0
	take := func() int {
		mu.Lock()
		defer mu.Unlock()
		next++
		return next - 1
	}
	for range min(o.jobs, len(paths)) {
		go func() {
			for i := take(); i < len(paths); i = take() {
				bar.begin(i, paths[i])
				v, err := a.verify(ctx, paths[i], o.verifyLimits, bar.observe)
				results[i] <- verifyResult{v, err}
			}
		}()
	}
	return results
}

// pdfPaths returns the PDFs that the arguments stand for: files as they are, folders with all PDFs below them in the order
// of their names. Links in folders are not followed; hidden files, such as those that macOS leaves in archives, do not
// count.
func (a *app) pdfPaths(args []string) ([]string, error) {
	var out []string
	for _, arg := range args {
		info, err := os.Stat(arg)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, errors.New(a.lang.sprintf("%s: 그런 파일이나 폴더가 없습니다", "there is no file or folder %s", arg))
		case err != nil:
			return nil, fmt.Errorf("verify: %w", err)
		case !info.IsDir():
			out = append(out, arg)
			continue
		}
		found, err := pdfsBelow(arg)
		if err != nil {
			return nil, fmt.Errorf("verify: %w", err)
		}
		if len(found) == 0 {
			return nil, errors.New(a.lang.sprintf("%s: 이 폴더에는 PDF가 없습니다", "there is no PDF in %s", arg))
		}
		out = append(out, found...)
	}
	var once []string
	for _, p := range out {
		if !slices.Contains(once, filepath.Clean(p)) {
			once = append(once, filepath.Clean(p))
		}
	}
	return once, nil
}

// pdfsBelow returns the PDFs below a folder.
func pdfsBelow(dir string) ([]string, error) {
	var out []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		hidden := strings.HasPrefix(d.Name(), ".") && path != dir
		switch {
		case err != nil:
			return err
		case d.IsDir() && (hidden || d.Name() == "__MACOSX"):
			return fs.SkipDir
		case d.Type().IsRegular() && !hidden && strings.EqualFold(filepath.Ext(path), ".pdf"):
			out = append(out, path)
		}
		return nil
	})
	return out, err
}

// verifyProgress shows on a terminal which PDF is being verified, and at which cell.
type verifyProgress struct {
	*app
	total int
	mu    sync.Mutex
	on    bool
	line  string
}

func newVerifyProgress(a *app, total int) *verifyProgress {
	return &verifyProgress{app: a, total: total, on: isTerminal(a.err)}
}

// begin tells that a PDF is begun.
func (p *verifyProgress) begin(i int, path string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.line = fmt.Sprintf("[%d/%d] %s", i+1, p.total, printable(filepath.Base(path)))
	p.draw("")
}

// observe follows the run of a PDF.
func (p *verifyProgress) observe(e notebook.Event) {
	if e.Kind == notebook.EventCell && e.Status == notebook.StatusRunning {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.draw("  " + printable(e.Cell))
	}
}

func (p *verifyProgress) draw(more string) {
	if p.on {
		fmt.Fprintf(p.err, "\r\x1b[K%s", clip(p.line+more, 100))
	}
}

// print runs f, which prints to standard output, without the line in the way.
func (p *verifyProgress) print(f func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.on {
		fmt.Fprint(p.err, "\r\x1b[K")
	}
	f()
}

// close clears the line.
func (p *verifyProgress) close() { p.print(func() {}) }
