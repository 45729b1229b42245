package server

import (
	"bytes"
	"fmt"
	"html/template"
	"os"
	"path/filepath"
	"sync"
)

// redirectPage sends a browser on to the server. It is a file, because what stands in a command line can be read by
// every user of the computer.
var redirectPage = template.Must(template.New("redirect").Parse(`<!doctype html>
<html lang="ko">
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0;url={{.}}">
<title>Quire</title>
<p><a href="{{.}}" rel="noreferrer">Quire 열기 · Open Quire</a></p>
</html>
`))

// A Redirect is a local file that leads a browser to the server, with a token that works once.
type Redirect struct {
	Path   string // of the file; the argument for [OpenBrowser]
	dir    string
	remove sync.Once
}

// newRedirect writes a redirect to url into a new folder that only the user can enter; the file has mode 0600.
func newRedirect(url string) (*Redirect, error) {
	var b bytes.Buffer
	if err := redirectPage.Execute(&b, url); err != nil {
		return nil, fmt.Errorf("write the browser's start file: %w", err)
	}
	dir, err := os.MkdirTemp("", "quire-") // mode 0700
	if err != nil {
		return nil, fmt.Errorf("write the browser's start file: %w", err)
	}
	r := &Redirect{Path: filepath.Join(dir, "quire.html"), dir: dir}
	if err := os.WriteFile(r.Path, b.Bytes(), 0o600); err != nil {
		r.Remove()
		return nil, fmt.Errorf("write the browser's start file: %w", err)
	}
	return r, nil
}

// Remove deletes the file and its folder. The server does so when the token has been used and when it ends.
func (r *Redirect) Remove() {
	r.remove.Do(func() { _ = os.RemoveAll(r.dir) })
}
