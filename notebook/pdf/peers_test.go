package pdf

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
	"time"

	"quire/notebook"
	"quire/notebook/figure"
	"quire/notebook/output"
)

// peerRounds is how often each program sets the report; the medians are compared.
const peerRounds = 3

// A peer is a program that sets the recorded report. Its files lie ready, figures among them as PDF, as after a run of the
// cells; run sets them in a process of its own.
type peer struct {
	name string
	tool string // what must be installed; "" for ourselves
	run  func(dir string) *exec.Cmd
	file string // what it writes, in dir
}

var peers = []peer{
	{"quire", "", func(dir string) *exec.Cmd {
		return cold(18)
	}, ""},
	{"pandoc", "xelatex", func(dir string) *exec.Cmd {
		return exec.Command("pandoc", "report.md", "--pdf-engine=xelatex", "--toc", "--number-sections", "-H", "korean.tex",
			"-V", "papersize=a4", "-V", "geometry:margin=24mm", "-o", "pandoc.pdf")
	}, "pandoc.pdf"},
	{"nbconvert", "jupyter-nbconvert", func(dir string) *exec.Cmd {
		return exec.Command("jupyter-nbconvert", "--to", "pdf", "report.ipynb")
	}, "report.pdf"},
}

// koreanTeX has XeLaTeX set Korean well: without it every Hangul character is dropped.
const koreanTeX = `\usepackage{kotex}
\setmainhangulfont{NanumMyeongjo}
\setsanshangulfont{NanumGothic}
\setmonohangulfont{NanumGothicCoding}
`

// BenchmarkPeers compares a whole process that sets the report of 18 pages with pandoc and XeLaTeX, and with Jupyter's
// nbconvert, in the same run: x-pandoc and x-nbconvert say how many times longer theirs takes, x-cpu-… how many times more
// work of the processor. Nbconvert knows no Korean and drops it. What they write is kept in the folder that PDF_OUT names.
//
//	go test ./notebook/pdf -run '^$' -bench '^BenchmarkPeers$' -benchtime 1x
//
// A program that is not installed is left out. Debian has them in pandoc, texlive-xetex, texlive-plain-generic,
// texlive-lang-korean, fonts-nanum and jupyter-nbconvert.
func BenchmarkPeers(b *testing.B) {
	dir := b.TempDir()
	writePeerFiles(b, dir)
	var all []peer
	for _, p := range peers {
		if _, err := exec.LookPath(p.tool); err != nil && p.tool != "" {
			b.Logf("%s is left out: %s is not installed", p.name, p.tool)
			continue
		}
		all = append(all, p)
	}
	wall, cpu := map[string][]float64{}, map[string][]float64{}
	for round := range peerRounds + 1 {
		for _, p := range all {
			cmd := p.run(dir)
			if p.file != "" {
				cmd.Dir = dir
			}
			start := time.Now()
			if out, err := cmd.CombinedOutput(); err != nil && !written(dir, p.file) {
				b.Fatalf("%s: %v\n%s", p.name, err, out)
			}
			if round > 0 { // the first one fills the caches
				wall[p.name] = append(wall[p.name], time.Since(start).Seconds())
				cpu[p.name] = append(cpu[p.name], (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds())
			}
		}
	}
	for _, p := range all {
		w, c := median(wall[p.name]), median(cpu[p.name])
		line := fmt.Sprintf("%-9s %6.2f s, %6.2f s of CPU", p.name, w, c)
		if data, err := os.ReadFile(filepath.Join(dir, p.file)); err == nil {
			line += fmt.Sprintf(", %d kB", len(data)/1000)
			keep(b, "peer-"+p.name+".pdf", data)
		}
		b.Log(line)
		if p.tool != "" {
			b.ReportMetric(w/median(wall["quire"]), "x-"+p.name)
			b.ReportMetric(c/median(cpu["quire"]), "x-cpu-"+p.name)
		} else {
			b.ReportMetric(w*1000, "ms")
			b.ReportMetric(c*1000, "cpu-ms")
		}
	}
	b.ReportMetric(0, "ns/op")
}

// written tells whether a program wrote its file: nbconvert ends with an error on a warning of TeX.
func written(dir, file string) bool {
	info, err := os.Stat(filepath.Join(dir, file))
	return file != "" && err == nil && info.Size() > 0
}

func median(v []float64) float64 {
	v = slices.Sorted(slices.Values(v))
	return v[len(v)/2]
}

// writePeerFiles writes the report as Markdown for pandoc and as a notebook for Jupyter, with its figures.
func writePeerFiles(b *testing.B, dir string) {
	r := recorded(b).report()
	for name, data := range map[string][]byte{"report.md": forPandoc(b, r, dir), "report.ipynb": forJupyter(b, r), "korean.tex": []byte(koreanTeX)} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			b.Fatal(err)
		}
	}
}

var (
	inlinePicture = regexp.MustCompile(`\(data:image/svg\+xml;base64,[^)]*\)`)
	labelMark     = regexp.MustCompile(`(?m) \{#(?:eq|tbl)-[a-z0-9-]+\}$`)
	reference     = regexp.MustCompile(`@(?:fig|tbl|eq|sec)-[a-z0-9-]+`)
	calloutHead   = regexp.MustCompile(`(?m)^> \[!([A-Z]+)\] ?(.*)$`)
)

// plainMarkdown writes what only we know as what every Markdown knows.
func plainMarkdown(r *notebook.Report, text string) string {
	text = labelMark.ReplaceAllString(text, "")
	text = calloutHead.ReplaceAllString(text, "> **$1 $2**\n>")
	return reference.ReplaceAllStringFunc(text, func(ref string) string {
		s, _, _ := r.Ref(ref[1:])
		return s
	})
}

// forPandoc is the report as Markdown; its figures are written to dir.
func forPandoc(b *testing.B, r *notebook.Report, dir string) []byte {
	n := 0
	figures := figuresOf(r)
	text := inlinePicture.ReplaceAllStringFunc(string(notebook.Markdown(r)), func(string) string {
		name := fmt.Sprintf("figure%d.pdf", n+1)
		if err := os.WriteFile(filepath.Join(dir, name), figurePDF(b, figures[n]), 0o644); err != nil {
			b.Fatal(err)
		}
		n++
		return "(" + name + ")"
	})
	if n != len(figures) {
		b.Fatalf("%d of %d figures are in the Markdown", n, len(figures))
	}
	return []byte(plainMarkdown(r, text))
}

func figuresOf(r *notebook.Report) (out []*figure.Figure) {
	for _, c := range r.Cells {
		for _, o := range c.Outputs {
			if f, ok := o.Output.(*output.Figure); ok {
				out = append(out, f.Figure)
			}
		}
	}
	return out
}

// figurePDF is a figure on a page of its size.
func figurePDF(b *testing.B, f *figure.Figure) []byte {
	bl := newBuilder(notebook.NewReport(notebook.Parse("figure.md", nil), nil), Options{})
	bl.style.pageW, bl.style.pageH = f.W, f.H
	p := &painter{b: bl, page: &page{}, h: f.H}
	p.figure(f, 0, 0, 1)
	data, err := writeFile(bl, []*paintedPage{{content: p.buf}})
	if err != nil {
		b.Fatal(err)
	}
	return data
}

// forJupyter is the report as an executed notebook.
func forJupyter(b *testing.B, r *notebook.Report) []byte {
	var cells []any
	for _, bl := range r.Note.Blocks {
		if bl.Cell == nil {
			text := plainMarkdown(r, string(r.Note.Source[bl.Start:bl.End]))
			cells = append(cells, map[string]any{"cell_type": "markdown", "metadata": map[string]any{}, "source": text})
			continue
		}
		outputs := []any{}
		for _, o := range r.Cell(bl.Cell).Outputs {
			bundle := map[string]any{"text/plain": o.Output.Plain()}
			if f, ok := o.Output.(*output.Figure); ok {
				bundle["application/pdf"] = base64.StdEncoding.EncodeToString(figurePDF(b, f.Figure))
			}
			outputs = append(outputs, map[string]any{"output_type": "display_data", "metadata": map[string]any{}, "data": bundle})
		}
		cells = append(cells, map[string]any{"cell_type": "code", "execution_count": 1, "metadata": map[string]any{}, "source": bl.Cell.Source, "outputs": outputs})
	}
	var out bytes.Buffer
	if err := json.NewEncoder(&out).Encode(map[string]any{
		"cells": cells, "nbformat": 4, "nbformat_minor": 4,
		"metadata": map[string]any{"kernelspec": map[string]any{"name": "go", "display_name": "Go"}, "language_info": map[string]any{"name": "go"}},
	}); err != nil {
		b.Fatal(err)
	}
	return out.Bytes()
}
