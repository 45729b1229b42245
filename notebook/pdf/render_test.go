package pdf

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"quire/notebook"
)

var update = flag.Bool("update", false, "rewrite golden files")

// noteReport is a note of testdata without results.
func noteReport(t testing.TB, file string) *notebook.Report {
	t.Helper()
	src, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	return notebook.NewReport(notebook.Parse(file, src), nil)
}

// painted lays a report out and draws its pages, without writing a file.
func painted(r *notebook.Report, o Options) (*builder, []*paintedPage) {
	b := newBuilder(r, o)
	b.document()
	pages := paginate(b)
	return b, paintPages(b, pages)
}

// keep writes a PDF to the folder that PDF_OUT names, for looking at.
func keep(t testing.TB, name string, data []byte) {
	t.Helper()
	if dir := os.Getenv("PDF_OUT"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// dump lists the text runs of every page with their places, to 0.1 points.
func dump(pages []*paintedPage) []byte {
	var b bytes.Buffer
	for i, pg := range pages {
		fmt.Fprintf(&b, "page %d\n", i+1)
		for _, r := range pg.runs {
			fmt.Fprintf(&b, "%6.1f %6.1f %6.1f %5.1f %s\n", r.x, r.y, r.w, r.size, r.text)
		}
	}
	return b.Bytes()
}

func TestGoldenPages(t *testing.T) {
	for _, name := range []string{"sample", "english", "torture"} {
		r := noteReport(t, name+".md")
		if name == "sample" {
			r = sampleReport(t)
		}
		data, warnings, err := Render(r, Options{})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		keep(t, name+".pdf", data)
		_, pages := painted(r, Options{})
		got := dump(pages)
		for _, w := range warnings {
			got = fmt.Appendf(got, "warning: %s\n", w)
		}
		golden := filepath.Join("testdata", name+".golden")
		if *update {
			if err := os.WriteFile(golden, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s: pages differ from %s at %s; look at them and run go test -update", name, golden, firstDifference(got, want))
		}
	}
}

func firstDifference(a, b []byte) string {
	x, y := strings.Split(string(a), "\n"), strings.Split(string(b), "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Sprintf("line %d:\n\tgot  %s\n\twant %s", i+1, x[i], y[i])
		}
	}
	return fmt.Sprintf("the end: %d lines, want %d", len(x), len(y))
}

func TestSameBytes(t *testing.T) {
	o := Options{Attachments: []Attachment{{Name: "a.md", MIME: "text/markdown", Data: []byte("x")}}}
	want, _, err := Render(sampleReport(t), o)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	got := make([][]byte, 6)
	for i := range got {
		r := sampleReport(t)
		wg.Add(1)
		go func() { // ends with its render
			defer wg.Done()
			got[i], _, _ = Render(r, o)
		}()
	}
	wg.Wait()
	for i := range got {
		if !bytes.Equal(got[i], want) {
			t.Errorf("render %d of 6 at once differs from the first", i)
		}
	}
}

// Nothing may lie outside the page, and running text not outside the measure.
func TestInsidePage(t *testing.T) {
	for _, r := range []*notebook.Report{sampleReport(t), noteReport(t, "torture.md")} {
		b, pages := painted(r, Options{})
		s := b.style
		for i, pg := range pages {
			for _, run := range pg.runs {
				if run.x < s.left-2 || run.x+run.w > s.left+s.width()+2 {
					t.Errorf("%s page %d: %q from %.1f to %.1f is outside the measure", r.Note.Name, i+1, run.text, run.x, run.x+run.w)
				}
				if run.y-run.size < 0 || run.y > s.pageH-s.footY+1 {
					t.Errorf("%s page %d: %q at %.1f is outside the page", r.Note.Name, i+1, run.text, run.y)
				}
			}
		}
	}
}

func TestQpdf(t *testing.T) {
	for name, r := range map[string]*notebook.Report{"sample": sampleReport(t), "torture": noteReport(t, "torture.md"), "empty": notebook.NewReport(notebook.Parse("empty.md", nil), nil)} {
		data, _, err := Render(r, Options{Attachments: []Attachment{{Name: "한글.md", MIME: "text/markdown", Data: []byte("x")}}})
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), name+".pdf")
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
		tool(t, "qpdf", "--check", file)
	}
}

func BenchmarkSample(b *testing.B) {
	r := sampleReport(b)
	for b.Loop() {
		if _, _, err := Render(r, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
