package server

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"
)

// maxNote is the largest note that is read, in bytes.
const maxNote = 16 << 20

// How long a file must be left alone before it is read, how often it is looked at where the system reports nothing
// (network and some virtual file systems), and for how many quiet times an empty or missing file is taken for the
// middle of a save.
const (
	quietTime = 40 * time.Millisecond
	pollTime  = time.Second
	patience  = 10
)

// A watcher reports the settled contents of one text file, each time they are other than before.
//
// It watches the folder, not the file: editors replace a file by renaming another over it (vim, JetBrains, atomic
// writers) or truncate and write it again (VS Code, sed, Notepad), and a watch on the file itself would follow the old
// one. Events only start a quiet time; what is reported is decided by reading the file and comparing hashes, so touching
// a file or saving the same text reports nothing.
type watcher struct {
	root  *os.Root // the folder that is served
	name  string   // the file, relative to root
	quiet time.Duration
	poll  time.Duration

	last    [sha256.Size]byte // of what was reported last
	known   bool              // last is set
	missing bool              // reported as missing or unreadable
	odd     int               // quiet times for which the file has been empty or missing
	stat    fileStamp         // as the poll saw it last
}

// A fileStamp is what tells the poll that a file may have changed.
type fileStamp struct {
	size    int64
	changed time.Time
	exists  bool
}

func newWatcher(root *os.Root, name string) *watcher {
	return &watcher{root: root, name: name, quiet: quietTime, poll: pollTime}
}

// run calls report until ctx ends: with the file's contents when they have settled to something new, the first time at
// once, or with an error when the file has gone or cannot be read. report is called from this goroutine. Without
// notifications of the system it goes on by polling; the error of starting them is passed to degraded.
func (w *watcher) run(ctx context.Context, report func([]byte, error), degraded func(error)) {
	dir := filepath.Dir(filepath.Join(w.root.Name(), filepath.FromSlash(w.name)))
	var events chan fsnotify.Event
	var failures chan error
	if n, err := watchFolder(dir); err != nil {
		degraded(fmt.Errorf("watch %s: %w", dir, err))
	} else {
		defer n.Close()
		events, failures = n.Events, n.Errors
	}
	settle := time.NewTimer(0)
	defer settle.Stop()
	tick := time.NewTicker(w.poll)
	defer tick.Stop()
	w.stat = w.stamp()
	base := filepath.Base(w.name)
	for {
		select {
		case <-ctx.Done():
			return
		case e := <-events:
			if filepath.Base(e.Name) == base && e.Op != fsnotify.Chmod {
				settle.Reset(w.quiet)
			}
		case err := <-failures:
			if errors.Is(err, fsnotify.ErrEventOverflow) {
				settle.Reset(w.quiet)
			}
		case <-tick.C:
			if s := w.stamp(); s != w.stat {
				w.stat = s
				settle.Reset(w.quiet)
			}
		case <-settle.C:
			if !w.look(report) {
				settle.Reset(w.quiet)
			}
		}
	}
}

func watchFolder(dir string) (*fsnotify.Watcher, error) {
	n, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	if err := n.Add(dir); err != nil {
		n.Close()
		return nil, err
	}
	return n, nil
}

// look reads the file once and reports it if it is new. It returns false when the file seems to be in the middle of a
// save and must be looked at again.
func (w *watcher) look(report func([]byte, error)) (settled bool) {
	data, err := readNote(w.root, w.name)
	if (err != nil || len(data) == 0) && w.odd < patience && (w.known || err != nil) {
		w.odd++
		return false
	}
	w.odd = 0
	if err != nil {
		if !w.missing {
			w.missing = true
			report(nil, err)
		}
		return true
	}
	if sum := sha256.Sum256(data); !w.known || w.missing || sum != w.last {
		w.last, w.known, w.missing = sum, true, false
		report(data, nil)
	}
	return true
}

func (w *watcher) stamp() fileStamp {
	i, err := w.root.Stat(w.name)
	if err != nil {
		return fileStamp{}
	}
	return fileStamp{size: i.Size(), changed: i.ModTime(), exists: true}
}

// readNote reads a note, at most maxNote bytes of it, and only if it is an ordinary file.
func readNote(root *os.Root, name string) ([]byte, error) {
	f, size, err := openRegular(root, name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if size > maxNote {
		return nil, fmt.Errorf("read %s: the file has %d bytes, a note may have at most %d", name, size, maxNote)
	}
	data, err := io.ReadAll(io.LimitReader(f, maxNote))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return data, nil
}

// openRegular opens an ordinary file below root. It never opens a device or a pipe, which could block.
func openRegular(root *os.Root, name string) (f *os.File, size int64, err error) {
	i, err := root.Stat(name)
	if err != nil {
		return nil, 0, err
	}
	if !i.Mode().IsRegular() {
		return nil, 0, &fs.PathError{Op: "open", Path: name, Err: errors.New("not an ordinary file")}
	}
	f, err = root.Open(name)
	if err != nil {
		return nil, 0, err
	}
	return f, i.Size(), nil
}
