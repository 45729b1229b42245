package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"quire/interp"
	"quire/notebook"
	"quire/notebook/pdf"
)

// A verdict is what `quire verify` says of a PDF.
type verdict string

// The verdicts. Only reproduced means that the pages are what the note gives.
const (
	reproduced   verdict = "reproduced"    // the same results, and the file is the same to the byte
	otherVersion verdict = "other-version" // the same results; another version of Quire sets other bytes
	differs      verdict = "differs"       // other results
	edited       verdict = "edited"        // the file was changed after the export
	timedOut     verdict = "timeout"
	unusable     verdict = "unusable" // no PDF of Quire, or damaged
)

// exit is the exit status that a verdict asks for.
func (v verdict) exit() int {
	switch v {
	case reproduced:
		return exitGood
	case unusable:
		return exitUsage
	}
	return exitNote
}

// A verification is what came of re-running one PDF.
type verification struct {
	File     string               `json:"file"`
	Verdict  verdict              `json:"verdict"`
	Reasons  []string             `json:"reasons,omitempty"` // for readers
	SHA256   string               `json:"sha256,omitempty"`
	Note     string               `json:"note,omitempty"`
	Title    string               `json:"title,omitempty"`
	Authors  []verifiedAuthor     `json:"authors,omitempty"`
	Params   []string             `json:"params,omitempty"` // name=value
	Files    []string             `json:"files,omitempty"`  // that the PDF carries besides the note
	Intact   bool                 `json:"note_intact"`      // the note is the one that the manifest describes
	Bytes    bool                 `json:"bytes_reproduced"`
	Pages    []int                `json:"pages_differ,omitempty"` // 1-based
	Versions []versionDifference  `json:"versions_differ,omitempty"`
	Counts   map[string]int       `json:"outputs,omitempty"`
	Cells    []notebook.CellCheck `json:"cells,omitempty"`
	Seconds  float64              `json:"seconds"`
}

type verifiedAuthor struct {
	Name string `json:"name"`
	ID   string `json:"id,omitempty"`
}

// A versionDifference is one program or library that the PDF was made with in another version; empty where one side does
// not have it.
type versionDifference struct {
	Name string `json:"name"`
	Then string `json:"then"`
	Now  string `json:"now"`
}

// verifyLimits are the bounds of re-running one PDF.
type verifyLimits struct {
	timeout   time.Duration
	noSandbox bool
	set       []string
}

// maxPDF bounds the size of a PDF that is read.
const maxPDF = 512 << 20

// maxVerifyNote bounds the note of a PDF that is not trusted: a thousand times what a report has.
const maxVerifyNote = 16 << 20

// verifier re-runs one PDF.
type verifier struct {
	*app
	limits  verifyLimits
	observe func(notebook.Event)
	out     *verification
}

// verify re-runs what the PDF at path carries. The error is only that of a machine on which nothing can be verified, or of
// ctx: whatever is wrong with the PDF stands in the result.
func (a *app) verify(ctx context.Context, path string, l verifyLimits, observe func(notebook.Event)) (*verification, error) {
	start := time.Now()
	v := &verifier{app: a, limits: l, observe: observe, out: &verification{File: path, Counts: map[string]int{}}}
	err := v.file(ctx, path)
	v.out.Seconds = float64(time.Since(start).Round(time.Millisecond)) / float64(time.Second)
	return v.out, err
}

// say adds a reason.
func (v *verifier) say(ko, en string, args ...any) {
	for i, arg := range args {
		if s, ok := arg.(string); ok {
			args[i] = printable(s)
		}
	}
	v.out.Reasons = append(v.out.Reasons, v.lang.sprintf(ko, en, args...))
}

// rule sets the verdict, unless a graver one stands already.
func (v *verifier) rule(to verdict) {
	order := []verdict{"", reproduced, otherVersion, differs, edited, timedOut, unusable}
	if slices.Index(order, to) > slices.Index(order, v.out.Verdict) {
		v.out.Verdict = to
	}
}

func (v *verifier) file(ctx context.Context, path string) error {
	data, err := readPDF(path)
	if err != nil {
		v.rule(unusable)
		v.say("파일을 읽을 수 없습니다: %v", "the file cannot be read: %v", err)
		return nil
	}
	v.out.SHA256 = notebook.HashBytes(data)
	c, err := pdf.OpenCarried(data)
	var forged *pdf.ForgedError
	switch {
	case errors.As(err, &forged) && forged.Twin:
		v.rule(edited)
		v.say("이름이 %s인 첨부 파일이 둘입니다. Quire는 그런 PDF를 만들지 않습니다.", "two attached files are named %s; Quire makes no such PDF", forged.Name)
		return nil
	case errors.As(err, &forged):
		v.rule(edited)
		v.say("첨부 파일의 이름 %s은(는) Quire가 쓰지 않는 이름입니다.", "an attached file has the name %s, which Quire never gives", forged.Name)
		return nil
	case errors.Is(err, pdf.ErrNoReport):
		v.rule(unusable)
		v.say("노트가 첨부되어 있지 않습니다. Quire로 만든 PDF가 아니거나, 다른 프로그램으로 다시 저장(인쇄)한 것입니다.",
			"no note is attached: Quire did not make this PDF, or another program has saved (printed) it again")
		return nil
	case errors.Is(err, notebook.ErrManifestFormat):
		v.rule(unusable)
		v.say("더 새로운 Quire로 만든 PDF입니다. Quire를 새 판으로 바꾸세요.", "a newer Quire made this PDF; get that version")
		return nil
	case err != nil:
		v.rule(unusable)
		v.say("PDF가 망가졌습니다: %s", "the PDF is damaged: %s", err.Error())
		return nil
	}
	return v.carried(ctx, data, c)
}

// readPDF reads an ordinary file of at most maxPDF bytes.
func readPDF(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("no ordinary file")
	case info.Size() > maxPDF:
		return nil, fmt.Errorf("larger than %d MB", maxPDF>>20)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxPDF))
}

// carried checks what the PDF carries against its manifest and runs it.
func (v *verifier) carried(ctx context.Context, data []byte, c *pdf.Carried) error {
	m := c.Manifest
	v.out.Note = m.Note
	v.out.Params = m.Assignments()
	for _, f := range c.Files {
		v.out.Files = append(v.out.Files, f.Name)
	}
	v.out.Versions = versionDifferences(m.Engine, engineVersions())
	v.mismatches(c)
	if len(c.Note) > maxVerifyNote {
		v.rule(unusable)
		v.say("노트가 너무 큽니다(%d MB).", "the note is too large (%d MB)", len(c.Note)>>20)
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, v.limits.timeout)
	defer cancel()
	folder, err := os.MkdirTemp("", "quire-verify-")
	if err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	defer os.RemoveAll(folder)
	if folder, err = filepath.EvalSymlinks(folder); err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	if err := unpackInto(folder, c); err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	return v.rerun(ctx, folder, data, c)
}

// mismatches says where the attachments and the manifest disagree: one was changed without the other.
func (v *verifier) mismatches(c *pdf.Carried) {
	changed, extra, missing := c.Mismatches()
	v.out.Intact = !slices.Contains(changed, c.Manifest.Note)
	for _, name := range changed {
		v.rule(edited)
		v.say("첨부된 %s은(는) 내보낼 때의 파일이 아닙니다(해시가 다릅니다).", "the attached %s is not the file of the export (its hash differs)", name)
	}
	for _, name := range extra {
		v.rule(edited)
		v.say("첨부된 %s은(는) 내보낼 때 없던 파일입니다.", "the attached %s was not there when the PDF was exported", name)
	}
	for _, name := range missing {
		v.rule(edited)
		v.say("첨부되어 있던 %s이(가) 없어졌습니다.", "the file %s, which was attached, is gone", name)
	}
}

// unpackInto writes what a PDF carries into a fresh folder. The files look old, so that one that the run writes again is
// known by its time.
func unpackInto(folder string, c *pdf.Carried) error {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	defer root.Close()
	old := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	write := func(name string, data []byte) error {
		if dir := path.Dir(name); dir != "." {
			if err := root.MkdirAll(dir, 0o700); err != nil {
				return err
			}
		}
		if err := root.WriteFile(name, data, 0o600); err != nil {
			return err
		}
		return root.Chtimes(name, old, old)
	}
	for _, f := range c.Files {
		if err := write(f.Name, f.Data); err != nil {
			return err
		}
	}
	return write(c.Manifest.Note, c.Note)
}

// rerun runs the note and compares what it gives.
func (v *verifier) rerun(ctx context.Context, folder string, data []byte, c *pdf.Carried) error {
	m := c.Manifest
	note, err := notebook.Parse(m.Note, c.Note).Set(m.Assignments())
	if err != nil {
		v.rule(edited)
		v.say("기록된 params가 노트의 것과 맞지 않습니다: %s", "the recorded params do not fit the note: %s", err.Error())
		return nil
	}
	v.out.Title = notebook.NewReport(note, nil).Title
	for _, a := range note.Meta.Authors {
		v.out.Authors = append(v.out.Authors, verifiedAuthor{a.Name, a.ID})
	}
	if note, err = note.Set(v.limits.set); err != nil {
		v.rule(unusable)
		v.say("%s", "%s", err.Error())
		return nil
	}
	e := newEdition(note, c.Note, folder)
	e.engine = m.Engine
	logs, err := os.MkdirTemp("", "quire-logs-")
	if err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	defer os.RemoveAll(logs)
	res, err := v.runNote(ctx, note, runOptions{
		dir: folder, logDir: logs, sandbox: !v.limits.noSandbox, start: v.startConfined(folder), observe: v.observe,
	})
	if err != nil {
		return v.notRun(ctx, err)
	}
	v.compare(m.Compare(note, res))
	v.dataSets(m, note)
	return v.render(ctx, data, c, e, res)
}

// startConfined starts kernels that may write into the folder, which is thrown away, and nowhere else.
func (v *verifier) startConfined(folder string) notebook.StartKernel {
	return func(ctx context.Context, s notebook.KernelStart) (notebook.Kernel, error) {
		return interp.New(ctx, s, interp.Options{Memory: int64(v.memory), Write: []string{folder}, Confined: true})
	}
}

// notRun says why the note could not be run to its end.
func (v *verifier) notRun(ctx context.Context, err error) error {
	switch {
	case errors.Is(err, interp.ErrUnconfined):
		return errors.New(v.lang.pick("이 시스템에서는 남의 노트를 가두고 실행할 수 없어 실행하지 않았습니다. 믿을 수 있는 PDF라면 --no-sandbox를 붙이세요.",
			"this system cannot confine somebody else's note, so nothing was run; use --no-sandbox for PDFs that you trust"))
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		v.rule(timedOut)
		v.say("%s 안에 끝나지 않아 멈췄습니다(--timeout으로 늘릴 수 있습니다).", "it did not end within %s and was stopped (--timeout gives it longer)", v.limits.timeout.String())
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	}
	v.rule(differs)
	v.say("노트를 실행하지 못했습니다: %s", "the note could not be run: %s", err.Error())
	return nil
}

// compare counts what came of comparing cells.
func (v *verifier) compare(cells []notebook.CellCheck) {
	v.out.Cells = cells
	for _, c := range cells {
		for _, o := range c.Outputs {
			v.out.Counts[string(o.State)]++
		}
		switch c.State {
		case notebook.Identical, notebook.Volatile:
			if c.Changed {
				v.rule(edited)
				v.say("셀 %s의 코드가 내보낼 때와 다릅니다.", "the source of cell %s is not the one that was exported", c.Key)
			}
		default:
			if len(c.Outputs) == 0 {
				v.out.Counts[string(c.State)]++
			}
			v.rule(differs)
		}
	}
}

// dataSets explains differences by the data that this machine lacks.
func (v *verifier) dataSets(m *notebook.Manifest, note *notebook.Note) {
	now := dataSetsOf(note)
	for _, s := range m.DataSets {
		if !slices.Contains(now, s) {
			v.say("이 PDF는 데이터셋 %s(으)로 만들었는데 이 컴퓨터에는 그것이 없습니다. `quire data list`로 확인하세요.",
				"the PDF was made with the data set %s, which is not on this machine; see `quire data list`", s.Name)
		}
	}
}

// render makes the PDF again and compares it with the file, byte for byte.
func (v *verifier) render(ctx context.Context, data []byte, c *pdf.Carried, e *edition, res *notebook.Results) error {
	recorded, err := c.Manifest.Recorded(e.note, res)
	if err != nil {
		v.say("PDF를 다시 만들 수 없습니다: %s", "the PDF cannot be made again: %s", err.Error())
		v.rule(differs)
		return nil
	}
	again, err := renderWithin(ctx, e, notebook.NewReport(e.note, recorded))
	if err != nil {
		if errors.Is(err, context.Canceled) {
			return err
		}
		return v.notRun(ctx, err)
	}
	if v.out.Bytes = bytes.Equal(again, data); v.out.Bytes {
		v.rule(reproduced)
		return nil
	}
	v.explain(data, again, c, e)
	return nil
}

// renderWithin renders, unless ctx ends before. What is not ready by then is left behind: its goroutine ends when the
// page is set. A note that brings down the typesetter must not bring down the verification of the others.
func renderWithin(ctx context.Context, e *edition, r *notebook.Report) ([]byte, error) {
	type result struct {
		data []byte
		err  error
	}
	done := make(chan result, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				done <- result{nil, fmt.Errorf("the typesetter stopped: %v", p)}
			}
		}()
		data, _, err := e.render(r)
		done <- result{data, err}
	}()
	select {
	case r := <-done:
		return r.data, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// explain says why the bytes are not those of the export.
func (v *verifier) explain(data, again []byte, c *pdf.Carried, e *edition) {
	if v.out.Verdict == differs {
		return // other results, other pages
	}
	if n := len(data) - len(again); n > 0 && bytes.HasPrefix(data, again) {
		v.rule(edited)
		v.say("내보낸 파일 뒤에 %d바이트가 덧붙었습니다. 뷰어로 단 메모나 서명일 수도 있고, 내용을 고친 것일 수도 있습니다.",
			"%d bytes were appended to the exported file: a comment or signature of a viewer, or a change of what it shows", n)
		return
	}
	v.pages(data, again)
	manifestSame := bytes.Equal(e.manifest, c.ManifestJSON)
	switch {
	case len(v.out.Versions) > 0:
		v.rule(otherVersion)
		if v.out.Verdict == otherVersion {
			v.say("결과는 같지만 다른 판의 Quire로 만든 파일이라 쪽을 바이트로 비교할 수 없습니다. 같은 판으로 검증하세요.",
				"the results are the same, but another version of Quire made the file, so its pages cannot be compared byte for byte; verify with that version")
		}
	case !manifestSame:
		v.rule(edited)
		v.say("기록(quire.json)이 이 노트와 결과에서 나온 것이 아닙니다.", "the record (quire.json) is not what this note and these results give")
	default:
		v.rule(edited)
	}
	switch {
	case len(v.out.Pages) > 0:
		v.say("쪽의 내용이 노트에서 나온 것과 다릅니다: %s쪽.", "pages are not what the note gives: %s", ranges(v.out.Pages))
	case v.out.Verdict == edited:
		v.say("글자의 배치는 같지만 파일이 내보낸 그대로가 아닙니다. 글꼴, 그림, 링크, 정보를 고쳤거나 다른 프로그램으로 다시 저장한 것입니다.",
			"the pages place the same glyphs, but the file is not as exported: fonts, pictures, links or metadata were changed, or another program has saved it again")
	}
}

// pages finds the pages whose content differs.
func (v *verifier) pages(data, again []byte) {
	was, err := pdf.PageContents(data)
	now, err2 := pdf.PageContents(again)
	if err = cmp.Or(err, err2); err != nil {
		v.say("PDF의 쪽을 읽을 수 없습니다: %s", "the pages of the PDF cannot be read: %s", err.Error())
		return
	}
	for i := range max(len(was), len(now)) {
		if i >= len(was) || i >= len(now) || was[i] != now[i] {
			v.out.Pages = append(v.out.Pages, i+1)
		}
	}
}

// versionDifferences lists what was made with other versions.
func versionDifferences(then, now []notebook.EngineVersion) []versionDifference {
	var out []versionDifference
	for _, t := range then {
		i := slices.IndexFunc(now, func(n notebook.EngineVersion) bool { return n.Name == t.Name })
		if i < 0 {
			out = append(out, versionDifference{t.Name, t.Version, ""})
		} else if now[i].Version != t.Version {
			out = append(out, versionDifference{t.Name, t.Version, now[i].Version})
		}
	}
	for _, n := range now {
		if !slices.ContainsFunc(then, func(t notebook.EngineVersion) bool { return t.Name == n.Name }) {
			out = append(out, versionDifference{n.Name, "", n.Version})
		}
	}
	return out
}

// ranges writes page numbers: "1, 3-5".
func ranges(pages []int) string {
	var b strings.Builder
	for i := 0; i < len(pages); {
		j := i
		for j+1 < len(pages) && pages[j+1] == pages[j]+1 {
			j++
		}
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		fmt.Fprint(&b, pages[i])
		if j > i {
			fmt.Fprintf(&b, "-%d", pages[j])
		}
		i = j + 1
	}
	return b.String()
}
