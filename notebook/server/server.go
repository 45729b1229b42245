package server

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"quire/notebook"
)

// Options say what a [Server] serves and how.
type Options struct {
	// Path is a note, or a folder of notes. Nothing outside the folder (the note's, when Path is a note) is ever read.
	Path string

	Start   notebook.StartKernel // starts the worker of a note's first run
	Sandbox bool                 // confine all workers, also those of notes that were created here

	// PDF and HTML make the files of an export. An error is shown on the page.
	PDF, HTML func(*notebook.Report) ([]byte, error)

	Trust *TrustStore  // nil: the one in the user's configuration folder
	Log   *slog.Logger // nil: nothing is logged. No token or cookie is ever logged
	Lang  string       // of the page around the note: "ko" or "en"; by default "ko"
}

// A Server shows notes as live pages to one user of this computer. See the package comment for what it guarantees.
type Server struct {
	options Options
	log     *slog.Logger
	trust   *TrustStore
	root    *os.Root
	only    string // the note that Path names, relative to root; empty for a folder
	assets  map[string]asset
	guard   *guard // set by Listen

	mu    sync.Mutex
	live  map[string]*liveNote // by name; nil once the server has closed
	turns []*Redirect
	wait  sync.WaitGroup  // goroutines of live notes
	start func(*liveNote) // set by Serve: starts a note's goroutine, which ends with it
}

// New prepares a server. It starts and runs nothing. The error says that Path is no note and no folder.
func New(o Options) (*Server, error) {
	s := &Server{options: o, log: o.Log, trust: o.Trust, live: map[string]*liveNote{}}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.options.Lang != "en" {
		s.options.Lang = "ko"
	}
	if s.trust == nil {
		store, err := DefaultTrustStore()
		if err != nil {
			return nil, err
		}
		s.trust = store
	}
	dir, err := realPath(o.Path)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", o.Path, err)
	}
	i, err := os.Stat(dir)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", o.Path, err)
	}
	if !i.IsDir() {
		if !isNote(dir) {
			return nil, fmt.Errorf("open %s: a note's name ends in .md", o.Path)
		}
		dir, s.only = filepath.Dir(dir), filepath.Base(dir)
	}
	if s.assets, err = listAssets(); err != nil {
		return nil, err
	}
	if s.root, err = os.OpenRoot(dir); err != nil {
		return nil, fmt.Errorf("open %s: %w", o.Path, err)
	}
	return s, nil
}

// Listen opens a port on this computer's loopback address; port 0 takes a free one.
func Listen(port int) (net.Listener, error) {
	l, err := net.Listen("tcp4", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return nil, fmt.Errorf("open port %d: %w", port, err)
	}
	return l, nil
}

// Attach binds the server to the listener that [Server.Serve] will use, so that addresses can be made before it runs.
// It refuses every address that others than this computer can reach.
func (s *Server) Attach(l net.Listener) error {
	a, ok := l.Addr().(*net.TCPAddr)
	if !ok || !a.IP.IsLoopback() {
		return fmt.Errorf("serve on %s: only a loopback address is allowed", l.Addr())
	}
	s.guard = newGuard(l.Addr())
	s.guard.used = s.removeRedirects
	return nil
}

// URL returns a fresh address with a token that admits one browser, once. It panics before [Server.Attach].
func (s *Server) URL() string {
	return "http://" + s.guard.hosts[0] + "/?token=" + s.guard.newToken()
}

// Redirect writes a local file that leads a browser to a fresh [Server.URL]. Pass its path to [OpenBrowser], so that the
// token stands in no command line. The file is deleted when a token has been used, and when the server ends.
func (s *Server) Redirect() (*Redirect, error) {
	r, err := newRedirect(s.URL())
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.turns = append(s.turns, r)
	return r, nil
}

func (s *Server) removeRedirects() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.turns {
		r.Remove()
	}
	s.turns = nil
}

// Serve answers requests until ctx ends, then ends every run and worker and returns nil. Another error says that the
// listener failed. It attaches the server to l unless that was done.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	if s.guard == nil {
		if err := s.Attach(l); err != nil {
			return err
		}
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s.start = func(n *liveNote) { s.wait.Go(func() { n.work(ctx) }) }
	hs := &http.Server{
		Handler:           s.handler(),
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
	stop := context.AfterFunc(ctx, func() { _ = hs.Close() })
	defer stop()
	err := hs.Serve(l)
	ended := ctx.Err() != nil
	cancel()
	s.close()
	if ended && errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return fmt.Errorf("serve: %w", err)
}

// close ends all notes, whose goroutines the context has told to stop.
func (s *Server) close() {
	s.mu.Lock()
	s.live = nil
	s.mu.Unlock()
	s.wait.Wait()
	s.removeRedirects()
	_ = s.root.Close()
}

// note returns the live note called name, a path inside the served folder, and opens it when it is asked for first.
func (s *Server) note(name string) (*liveNote, error) {
	if s.only != "" && name != s.only || !isNote(name) || !fs.ValidPath(name) || hidden(name) {
		return nil, fs.ErrNotExist
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := s.live[name]; n != nil {
		return n, nil
	}
	if s.live == nil {
		return nil, net.ErrClosed
	}
	if i, err := s.root.Stat(name); err != nil || !i.Mode().IsRegular() {
		return nil, fs.ErrNotExist
	}
	n := newLiveNote(s, name)
	s.live[name] = n
	s.start(n)
	return n, nil
}

// path is the note's place in the file system.
func (s *Server) path(name string) string {
	return filepath.Join(s.root.Name(), filepath.FromSlash(name))
}

func isNote(name string) bool { return strings.EqualFold(path.Ext(filepath.ToSlash(name)), ".md") }
