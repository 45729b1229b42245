package server

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// saved is what a watcher reported.
type saved struct {
	text string
	err  error
}

// watch runs a watcher on note.md in a new folder whose first contents are "start\n".
func watch(t *testing.T, change func(*watcher)) (path string, reports chan saved) {
	t.Helper()
	dir := t.TempDir()
	path = filepath.Join(dir, "보고서 note.md")
	write(t, path, "start\n")
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	w := newWatcher(root, filepath.Base(path))
	if change != nil {
		change(w)
	}
	ctx, cancel := context.WithCancel(context.Background())
	reports = make(chan saved, 100)
	ended := make(chan struct{})
	go func() { // ends with ctx
		defer close(ended)
		w.run(ctx, func(b []byte, err error) { reports <- saved{string(b), err} }, func(err error) { t.Log(err) })
	}()
	t.Cleanup(func() { cancel(); <-ended; root.Close() })
	if got := next(t, reports); got.text != "start\n" {
		t.Fatalf("first report is %q, %v", got.text, got.err)
	}
	return path, reports
}

func next(t *testing.T, reports chan saved) saved {
	t.Helper()
	select {
	case r := <-reports:
		return r
	case <-time.After(10 * time.Second):
		t.Fatal("nothing was reported in 10 s")
		return saved{}
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	check(t, os.WriteFile(path, []byte(text), 0o644))
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// pause is the time that a slow editor takes between two steps of a save: shorter than the quiet time.
func pause() { <-time.After(quietTime / 2) }

// savePatterns are the ways in which editors write a file whose contents become text.
var savePatterns = []struct {
	name string
	slow bool // a part of the text may be reported first
	save func(t *testing.T, path, text string)
}{
	{name: "truncate and write", save: write},
	{name: "truncate, pause, write", save: func(t *testing.T, path, text string) {
		check(t, os.Truncate(path, 0))
		<-time.After(3 * quietTime)
		write(t, path, text)
	}},
	{name: "temporary file and rename", save: func(t *testing.T, path, text string) {
		write(t, path+".tmp~", text)
		check(t, os.Rename(path+".tmp~", path))
	}},
	{name: "backup by rename, new file", save: func(t *testing.T, path, text string) { // vim, backupcopy=no
		check(t, os.Rename(path, path+"~"))
		pause()
		write(t, path, text)
		check(t, os.Remove(path+"~"))
	}},
	{name: "backup by copy, write in place", save: func(t *testing.T, path, text string) { // vim, backupcopy=yes
		old, err := os.ReadFile(path)
		check(t, err)
		write(t, path+"~", string(old))
		write(t, path, text)
		check(t, os.Remove(path+"~"))
	}},
	{name: "delete and create", save: func(t *testing.T, path, text string) {
		check(t, os.Remove(path))
		<-time.After(2 * quietTime)
		write(t, path, text)
	}},
	{name: "six slow pieces", slow: true, save: func(t *testing.T, path, text string) {
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_TRUNC, 0)
		check(t, err)
		defer f.Close()
		for i := range 6 {
			_, err := f.WriteString(text[i*len(text)/6 : (i+1)*len(text)/6])
			check(t, err)
			pause()
		}
	}},
}

func TestWatchSavePatterns(t *testing.T) {
	for _, p := range savePatterns {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			path, reports := watch(t, nil)
			for _, text := range []string{"# 제목\n\n첫째 저장\n", "# 제목\n\n둘째 저장, 더 길다\n"} {
				p.save(t, path, text)
				got := next(t, reports)
				for p.slow && got.err == nil && got.text != text && strings.HasPrefix(text, got.text) {
					got = next(t, reports) // on a busy machine a pause can be longer than the quiet time
				}
				if got.text != text || got.err != nil {
					t.Errorf("reported %q, %v; want %q", got.text, got.err, text)
				}
			}
			if len(reports) != 0 {
				t.Errorf("reported again: %q", (<-reports).text)
			}
		})
	}
}

// TestWatchSilent makes changes that must not be reported, then one that must.
func TestWatchSilent(t *testing.T) {
	path, reports := watch(t, nil)
	now := time.Now()
	check(t, os.Chtimes(path, now, now))
	check(t, os.Chmod(path, 0o600))
	write(t, path, "start\n")
	write(t, filepath.Join(filepath.Dir(path), "other.md"), "another note")
	<-time.After(3 * quietTime)
	write(t, path, "end\n")
	if got := next(t, reports); got.text != "end\n" {
		t.Errorf("reported %q, %v; want only the last text", got.text, got.err)
	}
}

func TestWatchMissingAndBack(t *testing.T) {
	path, reports := watch(t, nil)
	check(t, os.Remove(path))
	if got := next(t, reports); !errors.Is(got.err, fs.ErrNotExist) {
		t.Fatalf("after removal: %q, %v", got.text, got.err)
	}
	write(t, path, "start\n") // the same text as before counts: the page shows that the file had gone
	if got := next(t, reports); got.text != "start\n" || got.err != nil {
		t.Fatalf("after coming back: %q, %v", got.text, got.err)
	}
}

func TestWatchEmptied(t *testing.T) {
	path, reports := watch(t, nil)
	check(t, os.Truncate(path, 0))
	if got := next(t, reports); got.text != "" || got.err != nil {
		t.Fatalf("an emptied file reported %q, %v", got.text, got.err)
	}
}

// TestWatchByPolling hides every event of the system: the folder that is notified about is another one.
func TestWatchByPolling(t *testing.T) {
	dir, elsewhere := t.TempDir(), t.TempDir()
	target := filepath.Join(elsewhere, "target.md")
	write(t, target, "start\n")
	if err := os.Symlink(target, filepath.Join(dir, "note.md")); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	root, err := os.OpenRoot(filepath.Dir(dir)) // holds both folders, so the link stays inside
	check(t, err)
	defer root.Close()
	name, err := filepath.Rel(filepath.Dir(dir), filepath.Join(dir, "note.md"))
	check(t, err)
	rel, err := filepath.Rel(dir, target)
	check(t, err)
	check(t, os.Remove(filepath.Join(dir, "note.md")))
	check(t, os.Symlink(rel, filepath.Join(dir, "note.md"))) // relative: an absolute link leaves every root
	w := newWatcher(root, filepath.ToSlash(name))
	w.poll = 20 * time.Millisecond
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	reports := make(chan saved, 10)
	go w.run(ctx, func(b []byte, err error) { reports <- saved{string(b), err} }, func(error) {}) // ends with ctx
	if got := next(t, reports); got.text != "start\n" {
		t.Fatalf("first report %q, %v", got.text, got.err)
	}
	write(t, target, "changed through the link\n")
	if got := next(t, reports); got.text != "changed through the link\n" {
		t.Errorf("reported %q, %v", got.text, got.err)
	}
}

func TestReadNoteRefuses(t *testing.T) {
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	check(t, err)
	defer root.Close()
	check(t, os.Mkdir(filepath.Join(dir, "folder.md"), 0o755))
	check(t, os.Truncate(create(t, filepath.Join(dir, "huge.md")), maxNote+1))
	outside := create(t, filepath.Join(t.TempDir(), "secret.md"))
	_ = os.Symlink(outside, filepath.Join(dir, "link.md"))
	for _, name := range []string{"folder.md", "huge.md", "link.md", "../secret.md", "none.md"} {
		if data, err := readNote(root, name); err == nil {
			t.Errorf("readNote(%q) = %d bytes, want an error", name, len(data))
		}
	}
}

func create(t *testing.T, path string) string {
	t.Helper()
	write(t, path, "x")
	return path
}
