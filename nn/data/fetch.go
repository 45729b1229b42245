package data

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

// Fetch downloads a data set, "mnist" or "fashion-mnist", into the folder of that name below dir. An empty dir means the
// last of Folders. A file takes its place only after its SHA-256 was found right, so that an interrupted Fetch leaves no
// half files; files that are there and right are kept. progress, unless nil, is told the bytes of each file as they come.
func Fetch(ctx context.Context, name, dir string, progress func(file string, done, total int64)) error {
	p, err := lookUp(name)
	if err != nil {
		return err
	}
	return p.fetch(ctx, dir, progress)
}

func (p published) fetch(ctx context.Context, dir string, progress func(file string, done, total int64)) error {
	if dir == "" {
		dirs := Folders()
		if len(dirs) == 0 {
			return errors.New("there is no folder for data: set QUIRE_DATA")
		}
		dir = dirs[len(dirs)-1]
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
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	client := &http.Client{Transport: &http.Transport{Proxy: http.ProxyFromEnvironment, ResponseHeaderTimeout: 20 * time.Second}}
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", url, resp.Status)
	}
	body := &counted{r: io.LimitReader(resp.Body, f.gzSize+1), tell: func(n int64) { progress(f.name, n, f.gzSize) }}
	packed, err := io.ReadAll(body)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", url, err)
	}
	if got := sum(packed); got != f.gzSum {
		return nil, fmt.Errorf("%s: not the published file (SHA-256 %s…, want %s…)", url, got[:12], f.gzSum[:12])
	}
	return packed, nil
}

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
