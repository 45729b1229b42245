// Package reports holds the chapter reports, as notes, and the test that runs them all.
package reports

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"quire/interp"
	"quire/interp/worker"
	"quire/notebook"
	"quire/notebook/output"
	"quire/notebook/pdf"
)

func TestMain(m *testing.M) {
	worker.RunIfChild()
	os.Exit(m.Run())
}

// short are the params with which a report runs in seconds. A report that is not listed fails the test.
var short = map[string][]string{
	"ch06-07-learning-techniques.md": {
		"compare=40", "stretch=200", "tail=101", "grid=30", "honest=200", "shapes=20", "warmup=20", "rates=20",
	},
}

// notes lists the reports.
func notes(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*.md")
	if err != nil || len(files) == 0 {
		t.Fatalf("no reports found: %v", err)
	}
	return files
}

// run runs a report from clean with some params.
func run(t *testing.T, name string, set []string) *notebook.Report {
	t.Helper()
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	note, err := notebook.Parse(name, src).Set(set)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range note.Diagnostics {
		t.Errorf("%s", d.Text(name))
	}
	dir, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	res, err := notebook.Run(context.Background(), note, notebook.RunOptions{
		Dir: dir,
		Start: func(ctx context.Context, s notebook.KernelStart) (notebook.Kernel, error) {
			return interp.New(ctx, s, interp.Options{})
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range res.Cells {
		if c.Status == notebook.StatusOK || c.Status == notebook.StatusSkipped {
			continue
		}
		t.Errorf("%s:%d: cell %s is %s\n%s", name, note.Cells[i].Line, c.Key, c.Status, plain(c))
	}
	return notebook.NewReport(note, res)
}

// plain is everything that a cell put out, as text.
func plain(c *notebook.CellResult) string {
	var b strings.Builder
	for _, o := range c.Outputs {
		b.WriteString(o.Plain())
		b.WriteByte('\n')
	}
	return b.String()
}

// TestReports runs every report with short params, twice, and reads its PDF back.
func TestReports(t *testing.T) {
	for _, name := range notes(t) {
		t.Run(name, func(t *testing.T) {
			set, ok := short[name]
			if !ok {
				t.Fatalf("%s has no short params", name)
			}
			r := run(t, name, set)
			one := render(t, r)
			if !testing.Short() {
				if two := render(t, run(t, name, set)); !bytes.Equal(one, two) {
					t.Error("two exports of the same note differ")
				}
			}
			checkDataName(t, r)
			checkText(t, r, one)
		})
	}
}

func render(t *testing.T, r *notebook.Report) []byte {
	t.Helper()
	data, warnings, err := pdf.Render(r, pdf.Options{Dir: "."})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range warnings {
		t.Errorf("%s", w)
	}
	return data
}

// checkDataName holds that outputs of a run on synthetic digits never call them MNIST.
func checkDataName(t *testing.T, r *notebook.Report) {
	t.Helper()
	first := plain(r.Results.Cells[0])
	synthetic := strings.Contains(first, "synthetic")
	if !synthetic && !strings.Contains(first, "MNIST") {
		t.Errorf("the first cell does not say which data set it used:\n%s", first)
	}
	if !regexp.MustCompile(`[0-9a-f]{64}`).MatchString(first) {
		t.Errorf("the first cell does not print the data's hash:\n%s", first)
	}
	if !synthetic {
		return
	}
	for i, c := range r.Results.Cells {
		for _, o := range c.Outputs {
			if text, ok := o.(*output.Text); ok && strings.Contains(text.Data, "MNIST") {
				t.Errorf("cell %s calls synthetic digits MNIST: %s", r.Note.Cells[i].Key, text.Data)
			}
		}
	}
}

// checkText holds that the PDF's text has every sentence of the note's prose, in order.
func checkText(t *testing.T, r *notebook.Report, data []byte) {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("pdftotext is not installed")
		}
		t.Skip("pdftotext is not installed")
	}
	path := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command("pdftotext", "-raw", path, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	got := squeeze(stripFurniture(string(text)))
	at := 0
	for _, want := range sentences(string(r.Note.Source)) {
		i := strings.Index(got[at:], squeeze(want))
		if i < 0 {
			where := "nowhere"
			if strings.Contains(got, squeeze(want)) {
				where = "out of order"
			}
			t.Errorf("sentence %s in the PDF's text: %q", where, want)
			continue
		}
		at += i
	}
	if at == 0 {
		t.Error("no sentence was found: the test is broken")
	}
}

// stripFurniture takes page numbers such as "3 / 12" away, which stand between the halves of sentences.
func stripFurniture(s string) string {
	return regexp.MustCompile(`(?m)^\d+ / \d+\s*$`).ReplaceAllString(s, "")
}

// squeeze keeps letters and digits only: line ends, spaces and quotes are set by the typesetter.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// sentences are the plain sentences of a note's paragraphs, those without formulas, references and code.
func sentences(src string) (out []string) {
	body := src[strings.Index(src[4:], "\n---")+8:]
	body = regexp.MustCompile("(?ms)^```.*?^```$").ReplaceAllString(body, "")
	body = regexp.MustCompile(`(?m)^\$\$.*$`).ReplaceAllString(body, "")
	body = regexp.MustCompile(`\*\*?|\]\([^)]*\)`).ReplaceAllString(body, "")
	for _, p := range strings.Split(body, "\n\n") {
		if strings.HasPrefix(p, "|") || strings.HasPrefix(p, "#") {
			continue
		}
		p = regexp.MustCompile(`^\S{1,8}: `).ReplaceAllString(strings.ReplaceAll(p, "\n", " "), "")
		for _, s := range regexp.MustCompile(`[.?!] `).Split(p, -1) {
			if !strings.ContainsAny(s, "$@`[") && len(squeeze(s)) > 20 {
				out = append(out, s)
			}
		}
	}
	return out
}

// TestSoakBands runs the reports with their own params and holds the figures to what is known of them. It takes a
// minute, so it runs with QUIRE_SOAK=1 only.
func TestSoakBands(t *testing.T) {
	if os.Getenv("QUIRE_SOAK") == "" {
		t.Skip("QUIRE_SOAK is not set")
	}
	r := run(t, "ch06-07-learning-techniques.md", nil)
	text := map[string]string{}
	for i, c := range r.Results.Cells {
		text[r.Note.Cells[i].Key] = plain(c)
	}
	mnist := strings.Contains(text["data"], "MNIST")
	bands := []struct {
		cell, pattern string
		low, high     float64
	}{
		{"honest", `학습 (0\.\d+)`, 0.99, 1},
		{"honest", `시험 (0\.\d+)`, 0.97, 1},
		{"replay", `시도 5 .*끝 (0\.\d+)/`, 0.994, 1},
		{"replay", `시도 2 .*시작 (0\.\d+)/`, 0.96, 1},
		{"chosen", `검증 정확도 (0\.\d+)`, 0.92, 0.969},
	}
	for _, b := range bands {
		m := regexp.MustCompile(b.pattern).FindStringSubmatch(text[b.cell])
		if m == nil {
			t.Errorf("cell %s: %q not found in:\n%s", b.cell, b.pattern, text[b.cell])
			continue
		}
		v, err := strconv.ParseFloat(m[1], 64)
		if err != nil || v < b.low || v > b.high {
			t.Errorf("cell %s: %s = %s, want %g … %g (MNIST: %v)", b.cell, b.pattern, m[1], b.low, b.high, mnist)
		}
	}
	for _, want := range []string{"= 15", "= 16", "= 6", "[[15 16] [6 15]]", "[[11 12] [10 11]]"} {
		if !strings.Contains(text["slide"], want) {
			t.Errorf("cell slide does not print %q:\n%s", want, text["slide"])
		}
	}
	if pages := pageCount(render(t, r)); pages < 6 || pages > 12 {
		t.Errorf("the report has %d pages, want 6 to 12", pages)
	}
}

// pageCount counts the pages of a PDF by its page objects.
func pageCount(data []byte) int {
	return len(regexp.MustCompile(`/Type\s*/Page\b[^s]`).FindAll(data, -1))
}

// BenchmarkWarmExport measures what `quire export` does besides running cells, for the first report: from the note's
// bytes and its results to the PDF's.
func BenchmarkWarmExport(b *testing.B) {
	name := "ch06-07-learning-techniques.md"
	src, err := os.ReadFile(name)
	if err != nil {
		b.Fatal(err)
	}
	res := benchmarkResults(b, name, src)
	b.ReportAllocs()
	for b.Loop() {
		note, err := notebook.Parse(name, src).Set(short[name])
		if err != nil {
			b.Fatal(err)
		}
		data, _, err := pdf.Render(notebook.NewReport(note, res), pdf.Options{Dir: "."})
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(data)))
	}
}

func benchmarkResults(b *testing.B, name string, src []byte) *notebook.Results {
	b.Helper()
	note, err := notebook.Parse(name, src).Set(short[name])
	if err != nil {
		b.Fatal(err)
	}
	res, err := notebook.Run(context.Background(), note, notebook.RunOptions{
		Dir: ".",
		Start: func(ctx context.Context, s notebook.KernelStart) (notebook.Kernel, error) {
			return interp.New(ctx, s, interp.Options{})
		},
	})
	if err != nil {
		b.Fatal(err)
	}
	if res.Failed(note) {
		b.Fatal(fmt.Errorf("%s failed", name))
	}
	return res
}
