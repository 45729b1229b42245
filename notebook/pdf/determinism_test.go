package pdf

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// The same note and results give the same bytes in another process, with other cores, clock zone, language, home, folder
// for temporary files and working folder.
func TestSameBytesElsewhere(t *testing.T) {
	names := []string{"report-7", "report-18", "torture.md", "sample.md", "drawings"}
	want := inProcess(t, exec.Command(os.Args[0]), names)
	binary, err := filepath.Abs(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	places := [][]string{
		{"GOMAXPROCS=1"},
		{"GOMAXPROCS=2"},
		{"GOMAXPROCS=8", "GOGC=20"},
		{"TZ=Asia/Seoul", "LANG=ko_KR.UTF-8", "LC_ALL=ko_KR.UTF-8"},
		{"TZ=America/New_York", "LANG=C", "LC_ALL=C"},
		{"HOME=" + t.TempDir(), "TMPDIR=" + t.TempDir(), "XDG_CACHE_HOME=" + t.TempDir(), "USER=nobody"},
	}
	for _, env := range places {
		cmd := exec.Command(binary)
		cmd.Env = append(os.Environ(), env...)
		if got := inProcess(t, cmd, names); got != want {
			t.Errorf("with %s:\n%s\nwithout:\n%s", strings.Join(env, " "), got, want)
		}
	}
	deep := filepath.Join(t.TempDir(), "다른 곳", "notebook", "pdf")
	for _, dir := range []string{"notebook/pdf", "notebook/figure", "notebook/tex"} {
		to := filepath.Join(filepath.Dir(filepath.Dir(deep)), filepath.FromSlash(dir), "testdata")
		if err := os.CopyFS(to, os.DirFS(filepath.Join("..", "..", filepath.FromSlash(dir), "testdata"))); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(binary)
	cmd.Dir = deep
	if got := inProcess(t, cmd, names); got != want {
		t.Errorf("in another folder:\n%s\nhere:\n%s", got, want)
	}
}

// Eight goroutines that set different notes at the same time, in different order, get what one alone gets.
func TestSameBytesAtOnce(t *testing.T) {
	names := []string{"report-18", "torture.md", "english.md", "formulas", "sample.md"}
	if testing.Short() {
		names = []string{"report-7", "torture.md", "english.md"}
	}
	hash := func(name string) string {
		var b bytes.Buffer
		if err := hashDocuments([]string{name}, &b); err != nil {
			return err.Error()
		}
		return b.String()
	}
	want := map[string]string{}
	for _, name := range names {
		want[name] = hash(name)
	}
	errs := make(chan string, 8*len(names))
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() { // ends when it has set every note
			for k := range names {
				name := names[(i+k)%len(names)]
				if got := hash(name); got != want[name] {
					errs <- fmt.Sprintf("goroutine %d: %s, want %s", i, got, want[name])
				}
			}
		})
	}
	wg.Wait()
	close(errs)
	for e := range errs {
		t.Error(e)
	}
}
