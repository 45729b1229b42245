package server

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// checkPrivate fails when others than the user may read path.
func checkPrivate(t *testing.T, path string) {
	t.Helper()
	i, err := os.Stat(path)
	check(t, err)
	if runtime.GOOS != "windows" && i.Mode().Perm()&0o077 != 0 { // on Windows the profile folder's access list decides
		t.Errorf("%s has mode %v, want none for group and others", path, i.Mode().Perm())
	}
}

func TestRedirect(t *testing.T) {
	r, err := newRedirect("http://127.0.0.1:4000/?token=ABC&x=<\">")
	check(t, err)
	t.Cleanup(r.Remove)
	checkPrivate(t, r.Path)
	checkPrivate(t, filepath.Dir(r.Path))
	data, err := os.ReadFile(r.Path)
	check(t, err)
	if !strings.Contains(string(data), `content="0;url=http://127.0.0.1:4000/?token=ABC&amp;x=&lt;&#34;&gt;"`) {
		t.Errorf("the file does not lead to the address:\n%s", data)
	}
	if strings.Contains(r.Path, "ABC") {
		t.Error("the token stands in the file's name")
	}
	r.Remove()
	r.Remove()
	if _, err := os.Stat(filepath.Dir(r.Path)); !os.IsNotExist(err) {
		t.Errorf("the folder is still there: %v", err)
	}
}
