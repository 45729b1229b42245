package main

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// command runs a command line and returns its exit status and what it wrote.
func command(ctx context.Context, args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = run(ctx, args, streams{&out, &errs})
	return code, out.String(), errs.String()
}

// TestDataFetch fetches MNIST from a mirror of one's own, which serves the files under QUIRE_DATA.
func TestDataFetch(t *testing.T) {
	real, err := filepath.Abs(os.Getenv("QUIRE_DATA"))
	if _, missing := os.Stat(filepath.Join(real, "mnist", "train-images-idx3-ubyte.gz")); os.Getenv("QUIRE_DATA") == "" || err != nil || missing != nil {
		t.Skip("MNIST is not in QUIRE_DATA")
	}
	asked := 0
	files := http.FileServer(http.Dir(real))
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		w.Header().Set("Content-Type", "application/octet-stream")
		files.ServeHTTP(w, r)
	}))
	defer s.Close()
	dir := t.TempDir()
	t.Setenv("LANG", "en_US.UTF-8")
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv("QUIRE_DATA", dir)
	t.Setenv("QUIRE_MIRROR", s.URL)
	for range 2 { // the second time there is nothing to fetch
		code, out, errs := command(context.Background(), "data", "fetch", "mnist")
		if code != exitGood || !strings.Contains(out, "mnist          60000 training and 10000 test images, SHA-256 ") || !strings.Contains(out, "from "+dir) || asked != 4 {
			t.Fatalf("exit status %d after %d requests\n%s%s", code, asked, out, errs)
		}
	}
	path := filepath.Join(dir, "mnist", "t10k-labels-idx1-ubyte.gz")
	if err := os.Truncate(path, 1000); err != nil {
		t.Fatal(err)
	}
	if code, out, _ := command(context.Background(), "data", "list"); code != exitGood || !strings.Contains(out, path) || !strings.Contains(out, "fetch it again") {
		t.Errorf("a file that was cut gives %d\n%s", code, out)
	}
	if code, out, errs := command(context.Background(), "data", "fetch", "mnist"); code != exitGood || asked != 5 {
		t.Errorf("fetching it again gives %d after %d requests\n%s%s", code, asked, out, errs)
	}
}

// TestDataFetchInterrupted: an interrupted fetch says so and leaves no half files.
func TestDataFetchInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Write([]byte("the beginning"))
		w.(http.Flusher).Flush()
		cancel()
	}))
	defer s.Close()
	dir := t.TempDir()
	t.Setenv("LANG", "en_US.UTF-8")
	t.Setenv("QUIRE_DATA", dir)
	t.Setenv("QUIRE_MIRROR", s.URL)
	code, out, errs := command(ctx, "data", "fetch", "fashion-mnist")
	if code != exitNote || out != "" || !strings.Contains(errs, "interrupted") {
		t.Errorf("exit status %d, %q, %q", code, out, errs)
	}
	if left, err := os.ReadDir(filepath.Join(dir, "fashion-mnist")); err != nil || len(left) != 0 {
		t.Errorf("it left %v, %v", left, err)
	}
}
