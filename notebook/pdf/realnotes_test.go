package pdf

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"quire/notebook"
	"quire/notebook/html"
)

// TestSoakRealNotes exports the Markdown files of the module cache: what people write who never heard of these tests.
// Every word that another parser and renderer show must be read in the PDF. The texts that are known to differ say why.
func TestSoakRealNotes(t *testing.T) {
	if os.Getenv("QUIRE_SOAK") == "" {
		t.Skip("QUIRE_SOAK is not set")
	}
	out, err := exec.Command("go", "env", "GOMODCACHE").Output()
	if err != nil {
		t.Skipf("no go command: %v", err)
	}
	files := markdownBelow(strings.TrimSpace(string(out)))
	if len(files) == 0 {
		t.Skip("the module cache has no Markdown")
	}
	type timed struct {
		took time.Duration
		name string
	}
	var all []timed
	for _, file := range files {
		start := time.Now()
		t.Run(filepath.Base(filepath.Dir(file))+"/"+filepath.Base(file), func(t *testing.T) { realNote(t, file) })
		all = append(all, timed{time.Since(start), file})
	}
	slices.SortFunc(all, func(a, b timed) int { return int(b.took - a.took) })
	for _, x := range all[:min(5, len(all))] {
		t.Logf("%v %s", x.took.Round(time.Millisecond), x.name)
	}
	t.Logf("%d files", len(files))
}

// markdownBelow are the Markdown files below a folder, each content once.
func markdownBelow(dir string) (files []string) {
	seen := map[string]bool{}
	_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.EqualFold(filepath.Ext(path), ".md") {
			return nil
		}
		data, err := os.ReadFile(path)
		if err == nil && !seen[string(data)] && len(data) < 1<<20 {
			seen[string(data)] = true
			files = append(files, path)
		}
		return nil
	})
	return files
}

func realNote(t *testing.T, file string) {
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	n := notebook.Parse(file, src)
	r := notebook.NewReport(n, nil)
	got := checked(t, file, r, Options{Dir: filepath.Dir(file)})
	page := letters(wellFormed(t, file, string(html.Page(r, html.Options{Dir: filepath.Dir(file)}))))
	for _, block := range shownWords(t, stock(t, withoutFrontMatter(src))) {
		block = calloutMarks.ReplaceAllString(block, "")
		if w := got.lacks(block); w != "" {
			t.Errorf("%q of %q cannot be read in the PDF", clip(w), clip(block))
		}
		for w := range strings.FieldsSeq(block) {
			if !strings.Contains(page, letters(w)) {
				t.Errorf("%q of %q cannot be read in the HTML", clip(w), clip(block))
				break
			}
		}
	}
}

// calloutMarks and front matter are no text here.
var calloutMarks = regexp.MustCompile(`\[!\w+\]`)

func withoutFrontMatter(src []byte) []byte {
	rest, ok := bytes.CutPrefix(src, []byte("---\n"))
	if !ok {
		return src
	}
	if _, body, ok := bytes.Cut(rest, []byte("\n---\n")); ok {
		return body
	}
	return src
}
