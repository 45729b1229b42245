package pdf

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"quire/notebook"
	"quire/notebook/output"
)

// testdata/report.md is a coursework report of the usual length. testdata/report.results is what its cells gave; package
// reports records it. Shorter and longer reports are made of the same chapters.

// A recording is a note and what its cells gave, by their keys.
type recording struct {
	source  []byte
	results map[string]*notebook.CellResult
}

// readRecording reads the sample report.
func readRecording() (*recording, error) {
	source, err := os.ReadFile("testdata/report.md")
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile("testdata/report.results")
	if err != nil {
		return nil, err
	}
	r := &recording{source: source, results: map[string]*notebook.CellResult{}}
	var cell *notebook.CellResult
	for len(data) > 0 {
		line, rest, _ := bytes.Cut(data, []byte("\n"))
		word, arg, _ := strings.Cut(string(line), " ")
		data = rest
		switch word {
		case "cell":
			status, key, _ := strings.Cut(arg, " ")
			cell = &notebook.CellResult{Status: notebook.Status(status), Key: key}
			r.results[key] = cell
		case "output":
			n := 0
			if _, err := fmt.Sscan(arg, &n); err != nil || n < 0 || n >= len(data) || cell == nil {
				return nil, fmt.Errorf("recorded results: bad line %q", line)
			}
			o, err := output.Decode(data[:n])
			if err != nil {
				return nil, fmt.Errorf("recorded results of %s: %w", cell.Key, err)
			}
			cell.Outputs = append(cell.Outputs, o)
			data = data[n+1:]
		default:
			return nil, fmt.Errorf("recorded results: bad line %q", line)
		}
	}
	return r, nil
}

func recorded(t testing.TB) *recording {
	t.Helper()
	r, err := readRecording()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// chapters splits the note into what stands before the first chapter and the chapters.
func (r *recording) chapters() (head string, chapters []string) {
	parts := strings.Split(string(r.source), "\n# ")
	for _, p := range parts[1:] {
		chapters = append(chapters, "\n# "+p)
	}
	return parts[0], chapters
}

// named finds what has a name of its own in a note: labels of cells, identifiers, references, footnotes.
var named = regexp.MustCompile(`(//\| label: |\{#|@(?:fig|tbl|eq|sec)-|\[\^)([a-z0-9-]+)`)

// resized is the report with so many pages, roughly: 7, 18 or 200. Each time the chapters are repeated, their names get
// an ending, and so do their headings.
func (r *recording) resized(pages int) *recording {
	head, chapters := r.chapters()
	var b strings.Builder
	b.WriteString(head)
	switch {
	case pages < 18:
		for _, c := range append(chapters[:2:2], chapters[3]) {
			b.WriteString(strings.ReplaceAll(c, "@sec-optimizers", "6장"))
		}
	default:
		for i := range pages / 18 {
			for _, c := range chapters {
				if i > 0 {
					c = named.ReplaceAllString(c, fmt.Sprintf("${1}${2}-%d", i+1))
					c = strings.Replace(c, "\n# ", fmt.Sprintf("\n# %d부: ", i+1), 1)
				}
				b.WriteString(c)
			}
		}
	}
	return &recording{[]byte(b.String()), r.results}
}

// copyMark is the ending of a name in a repeated chapter.
var copyMark = regexp.MustCompile(`-\d+$`)

// report parses the note and puts the results to it.
func (r *recording) report() *notebook.Report {
	n := notebook.Parse("report.md", r.source)
	res := &notebook.Results{Complete: true}
	for _, c := range n.Cells {
		got := r.results[c.Key]
		if got == nil {
			got = r.results[copyMark.ReplaceAllString(c.Key, "")]
		}
		res.Cells = append(res.Cells, got)
	}
	return notebook.NewReport(n, res)
}

// options attach the note, as an export does.
func (r *recording) options() Options {
	return Options{Attachments: []Attachment{{Name: "report.md", MIME: "text/markdown", Data: r.source}}}
}

// render sets the report, from the note's bytes on.
func (r *recording) render() ([]byte, error) {
	data, warnings, err := Render(r.report(), r.options())
	if err == nil && len(warnings) > 0 {
		err = fmt.Errorf("%d warnings: %s", len(warnings), warnings[0])
	}
	return data, err
}

// The recorded report and its shorter and longer forms have results for every cell, nothing amiss, and about the size
// that benchmarks name them by.
func TestRecording(t *testing.T) {
	for _, want := range []struct{ pages, low, high int }{{7, 6, 8}, {18, 17, 20}, {200, 180, 215}} {
		if want.pages == 200 && testing.Short() {
			continue
		}
		r := recorded(t).resized(want.pages)
		rep := r.report()
		for _, d := range rep.Note.Diagnostics {
			t.Errorf("%d pages: %s", want.pages, d.Text(rep.Note.Name))
		}
		for _, c := range rep.Cells {
			if c.Status != notebook.StatusOK {
				t.Errorf("%d pages: cell %s is %q", want.pages, c.Cell.Key, c.Status)
			}
		}
		data, err := r.render()
		if err != nil {
			t.Fatal(err)
		}
		keep(t, fmt.Sprintf("report-%d.pdf", want.pages), data)
		if n := pageCount(data); n < want.low || n > want.high {
			t.Errorf("the report of %d pages has %d", want.pages, n)
		}
	}
}

// pageCount counts the pages of a PDF by its page objects.
func pageCount(data []byte) int {
	return len(regexp.MustCompile(`/Type\s*/Page\b[^s]`).FindAll(data, -1))
}
