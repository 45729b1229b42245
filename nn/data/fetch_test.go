package data

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mirror serves files, changed on the way.
func mirror(t *testing.T, files map[string][]byte, change func(w http.ResponseWriter, name string, b []byte)) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
		b, ok := files[name]
		if !ok {
			http.NotFound(w, r)
			return
		}
		change(w, name, b)
	}))
	t.Cleanup(s.Close)
	return s.URL + "/"
}

func plainly(w http.ResponseWriter, _ string, b []byte) { w.Write(b) }

// TestFetchFromBadMirrors: whatever the first mirror does, its fault is named, nothing of it is kept, and the next one
// serves.
func TestFetchFromBadMirrors(t *testing.T) {
	p, files := small(t)
	good := mirror(t, files, plainly)
	for _, c := range []struct {
		name, want string
		change     func(w http.ResponseWriter, name string, b []byte)
	}{
		{"not there", "404 Not Found", func(w http.ResponseWriter, _ string, _ []byte) { w.WriteHeader(http.StatusNotFound) }},
		{"broken", "500 Internal Server Error", func(w http.ResponseWriter, _ string, _ []byte) { w.WriteHeader(http.StatusInternalServerError) }},
		{"a page of a login", "the answer is a web page, not the file", func(w http.ResponseWriter, _ string, _ []byte) {
			w.Write([]byte("<!DOCTYPE html>\n<html><body>Please log in</body></html>"))
		}},
		{"one byte wrong", "not the published file (SHA-256 ", func(w http.ResponseWriter, _ string, b []byte) {
			b = slices.Clone(b)
			b[len(b)/2] ^= 1
			w.Write(b)
		}},
		{"longer", "not the published file (SHA-256 ", func(w http.ResponseWriter, _ string, b []byte) { w.Write(append(slices.Clone(b), 0)) }},
		{"shorter", "the answer ends after ", func(w http.ResponseWriter, _ string, b []byte) { w.Write(b[:len(b)/2]) }},
		{"nothing", "the answer ends after 0 of ", func(http.ResponseWriter, string, []byte) {}},
		{"cut off", "unexpected EOF", func(w http.ResponseWriter, _ string, b []byte) {
			w.Header().Set("Content-Length", strconv.Itoa(len(b)))
			w.Write(b[:len(b)/2])
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			bad := mirror(t, files, c.change)
			dir := t.TempDir()
			p.mirrors = []string{bad}
			err := p.fetch(context.Background(), dir, nil)
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), bad+"train-images-idx3-ubyte.gz") {
				t.Errorf("error %v, want %q and the address", err, c.want)
			}
			if left, _ := os.ReadDir(filepath.Join(dir, "mnist")); len(left) != 0 {
				t.Errorf("it left %v", left)
			}
			p.mirrors = []string{bad, good}
			if err := p.fetch(context.Background(), dir, nil); err != nil {
				t.Fatalf("with a good mirror after it: %v", err)
			}
			if _, err := p.load(filepath.Join(dir, "mnist")); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestFetchGoesOn: a fetch that fails at the third file keeps the first two, and the next one asks for the rest only.
func TestFetchGoesOn(t *testing.T) {
	p, files := small(t)
	asked := map[string]int{}
	broken := true
	p.mirrors = []string{mirror(t, files, func(w http.ResponseWriter, name string, b []byte) {
		asked[name]++
		if broken && strings.HasPrefix(name, "t10k") {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		w.Write(b)
	})}
	dir := t.TempDir()
	if err := p.fetch(context.Background(), dir, nil); err == nil || !strings.Contains(err.Error(), "502") {
		t.Fatalf("error %v, want 502", err)
	}
	left, err := os.ReadDir(filepath.Join(dir, "mnist"))
	if err != nil || len(left) != 2 {
		t.Fatalf("left are %v, %v; want the two training files", left, err)
	}
	broken = false
	if err := p.fetch(context.Background(), dir, nil); err != nil {
		t.Fatal(err)
	}
	for name, n := range asked {
		want := 1
		if name == "t10k-images-idx3-ubyte.gz" {
			want = 2
		}
		if n != want {
			t.Errorf("%s was asked for %d times, want %d", name, n, want)
		}
	}
}

// TestFetchMendsDamagedFiles: what the error of a damaged file advises, to fetch again, helps.
func TestFetchMendsDamagedFiles(t *testing.T) {
	p, files := small(t)
	p.mirrors = []string{mirror(t, files, plainly)}
	for _, damaged := range []string{"train-images-idx3-ubyte", "train-images-idx3-ubyte.gz"} {
		dir := t.TempDir()
		if err := p.fetch(context.Background(), dir, nil); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, "mnist", damaged)
		if err := os.WriteFile(path, []byte("cut"), 0o644); err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(damaged, ".gz") {
			if err := os.Remove(path + ".gz"); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := p.load(filepath.Join(dir, "mnist")); err == nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "fetch it again") {
			t.Errorf("a damaged %s gives %v", damaged, err)
		}
		if err := p.fetch(context.Background(), dir, nil); err != nil {
			t.Fatal(err)
		}
		if _, err := p.load(filepath.Join(dir, "mnist")); err != nil {
			t.Errorf("after a second fetch of %s: %v", damaged, err)
		}
	}
}

// TestOwnMirror: $QUIRE_MIRROR is asked first, below the folder of the data set, and the files go where $QUIRE_DATA says.
func TestOwnMirror(t *testing.T) {
	var asked []string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.Path)
		if len(asked) > 1 {
			t.Error("a second file is asked for after the first was wrong")
		}
		w.Write([]byte("<html>"))
	}))
	defer s.Close()
	dir := t.TempDir()
	t.Setenv("QUIRE_DATA", dir)
	t.Setenv("QUIRE_MIRROR", s.URL+"/sets/")
	ctx, cancel := context.WithCancel(context.Background())
	err := Fetch(ctx, "fashion-mnist", "", func(string, int64, int64) { cancel() }) // no other mirror is asked
	if !errors.Is(err, context.Canceled) || !slices.Equal(asked, []string{"/sets/fashion-mnist/train-images-idx3-ubyte.gz"}) {
		t.Errorf("error %v, asked for %v", err, asked)
	}
	if _, err := os.Stat(filepath.Join(dir, "fashion-mnist")); err != nil {
		t.Error(err)
	}
}

// TestDamagedFolderBeforeAGoodOne: a damaged set in $QUIRE_DATA does not hide a good one in the cache.
func TestDamagedFolderBeforeAGoodOne(t *testing.T) {
	real, err := filepath.Abs(os.Getenv("QUIRE_DATA"))
	if err != nil {
		t.Fatal(err)
	}
	mnist(t)
	dir, cache := t.TempDir(), t.TempDir()
	for _, name := range []string{"XDG_CACHE_HOME", "HOME", "LocalAppData"} {
		t.Setenv(name, cache)
	}
	t.Setenv("QUIRE_DATA", dir)
	if err := os.Mkdir(filepath.Join(dir, "mnist"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "mnist", "train-images-idx3-ubyte"), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := MNIST(); err == nil || !strings.Contains(err.Error(), "read MNIST: "+dir) {
		t.Errorf("a damaged set alone gives %v", err)
	}
	folders := Folders()
	good := filepath.Join(folders[len(folders)-1], "mnist")
	if err := os.MkdirAll(filepath.Dir(good), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(real, "mnist"), good); err != nil {
		t.Skip(err)
	}
	if s, err := MNIST(); err != nil || s.Source != "from "+good {
		t.Errorf("MNIST gives %v, %v; want the one in %s", s, err, good)
	}
}
