package data

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// mirrorVariable names the environment variable with the address of one's own mirror, a server of the school say, below
// which there is a folder for each data set. It is asked first. The files are checked like those of any mirror.
const mirrorVariable = "QUIRE_MIRROR"

// stall is how long a server may be silent.
const stall = 30 * time.Second

// Fetch downloads a data set, "mnist" or "fashion-mnist", into the folder of that name below dir. An empty dir means the
// first of Folders: $QUIRE_DATA where it is set, else the user's cache. A file takes its place only after its SHA-256 was
// found right, so that an interrupted Fetch leaves no half files; files that are there and right are kept, so that the next
// one goes on where it ended. progress, unless nil, is told the bytes of each file as they come.
//
// Mirrors are tried in turn, the one in $QUIRE_MIRROR first. The error lists what each of them answered.
func Fetch(ctx context.Context, name, dir string, progress func(file string, done, total int64)) error {
	p, err := lookUp(name)
	if err != nil {
		return err
	}
	if own := os.Getenv(mirrorVariable); own != "" {
		p.mirrors = append([]string{strings.TrimRight(own, "/") + "/" + p.folder + "/"}, p.mirrors...)
	}
	return p.fetch(ctx, dir, progress)
}

func (p published) fetch(ctx context.Context, dir string, progress func(file string, done, total int64)) error {
	if dir == "" {
		dirs := Folders()
		if len(dirs) == 0 {
			return errors.New("there is no folder for data: set QUIRE_DATA")
		}
		dir = dirs[0]
	}
	dir = filepath.Join(dir, p.folder)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("fetch %s: %w", p.name, err)
	}
	if progress == nil {
		progress = func(string, int64, int64) {}
	}
	for _, f := range p.files {
		if _, err := f.read(dir); err == nil {
			progress(f.name, f.gzSize, f.gzSize)
			continue
		}
		if err := f.fetch(ctx, dir, p.mirrors, progress); err != nil {
			return fmt.Errorf("fetch %s: %w", p.name, err)
		}
	}
	return nil
}

// fetch downloads one file from the first mirror that has it.
func (f file) fetch(ctx context.Context, dir string, mirrors []string, progress func(string, int64, int64)) error {
	var errs []error
	for _, m := range mirrors {
		packed, err := f.download(ctx, m+f.name+".gz", progress)
		if err == nil {
			return replaceFile(filepath.Join(dir, f.name+".gz"), packed)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// download returns the body of a URL when it has the published checksum.
func (f file) download(ctx context.Context, url string, progress func(string, int64, int64)) ([]byte, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	silent := time.AfterFunc(stall, func() { cancel(fmt.Errorf("the server was silent for %v", stall)) })
	defer silent.Stop()
	resp, err := get(ctx, url)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body := &counted{r: io.LimitReader(resp.Body, f.gzSize+1), tell: func(n int64) {
		silent.Reset(stall)
		progress(f.name, n, f.gzSize)
	}}
	packed, err := io.ReadAll(body)
	if cause := context.Cause(ctx); err != nil && cause != nil {
		err = cause
	}
	got := sum(packed)
	switch {
	case err == nil && got == f.gzSum:
		return packed, nil
	case len(packed) > 0 && isPage(packed):
		return nil, fmt.Errorf("%s: the answer is a web page, not the file", url)
	case err != nil:
		return nil, fmt.Errorf("%s: after %d of %d bytes: %w", url, len(packed), f.gzSize, err)
	case int64(len(packed)) < f.gzSize:
		return nil, fmt.Errorf("%s: the answer ends after %d of %d bytes", url, len(packed), f.gzSize)
	}
	return nil, fmt.Errorf("%s: not the published file (SHA-256 %s…, want %s…)", url, got[:12], f.gzSum[:12])
}

// get asks for a URL, and takes no answer but 200.
func get(ctx context.Context, url string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	transport := &http.Transport{
		Proxy: http.ProxyFromEnvironment, DialContext: (&net.Dialer{Timeout: 15 * time.Second}).DialContext,
		TLSHandshakeTimeout: 15 * time.Second, ResponseHeaderTimeout: 20 * time.Second, DisableKeepAlives: true,
	}
	resp, err := (&http.Client{Transport: transport}).Do(req)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		resp.Body.Close()
		return nil, fmt.Errorf("%s: %s", url, resp.Status)
	}
	return resp, nil
}

// isPage reports whether an answer is HTML: the page of a login, or of a proxy that refuses.
func isPage(b []byte) bool { return strings.HasPrefix(http.DetectContentType(b), "text/html") }

// counted tells how many bytes were read.
type counted struct {
	r    io.Reader
	n    int64
	tell func(n int64)
}

// Read implements io.Reader.
func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	c.tell(c.n)
	return n, err
}

// replaceFile writes a file under another name beside its place and renames it.
func replaceFile(path string, content []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // gone after a successful rename
	_, err = tmp.Write(content)
	if err == nil {
		err = tmp.Chmod(0o644)
	}
	if closed := tmp.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}
