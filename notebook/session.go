package notebook

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"sync"
)

// A StartKernel starts a kernel.
type StartKernel func(ctx context.Context, s KernelStart) (Kernel, error)

// SessionOptions say what a [Session] needs.
type SessionOptions struct {
	Path    string // of the note, as it stands in messages
	Dir     string // the working directory of cells; by default the note's folder
	Start   StartKernel
	Sandbox bool
	Trusted bool        // run the note whenever it changes; otherwise only once RunAll has been called
	LogDir  string      // where the complete logs are kept; a temporary folder by default
	Observe func(Event) // called in order, from one goroutine at a time; it must not call the session
}

// A Session keeps a note, a run of it and the results alive while the note is edited. Its methods may be called from
// several goroutines.
//
// Until the session is trusted nothing runs. From then on every change that may change a result runs the note again, in
// a fresh kernel: what is shown is what a clean run gives.
type Session struct {
	o       SessionOptions
	logs    string // the folder with a folder of logs for each run
	ownLogs bool   // logs is a temporary folder

	work sync.Mutex // held by methods that change what runs, one after the other

	mu      sync.Mutex // guards what follows
	note    *Note
	run     *sessionRun // the newest, nil when nothing has run
	runs    int         // so far
	trusted bool
	closed  bool

	events sync.Mutex // held while observe is called
}

// A sessionRun is a run in the background.
type sessionRun struct {
	*run
	cancel     context.CancelFunc
	done       chan struct{} // closed when it has ended
	err        error         // valid when done is closed
	superseded bool          // its events are no longer of interest; guarded by Session.events
	logs       string
}

// NewSession returns a session without a note.
func NewSession(o SessionOptions) (*Session, error) {
	if o.Start == nil {
		return nil, errors.New("start session: no kernel to run cells with")
	}
	if o.Dir == "" {
		o.Dir = filepath.Dir(o.Path)
	}
	s := &Session{o: o, logs: o.LogDir, trusted: o.Trusted}
	if s.logs == "" {
		dir, err := os.MkdirTemp("", "quire-log-")
		if err != nil {
			return nil, fmt.Errorf("start session: %w", err)
		}
		s.logs, s.ownLogs = dir, true
	}
	return s, nil
}

// Update takes a new text of the note. The note is published at once. When its results may differ, a run under way is
// interrupted, and the note runs again in the background; an edit of prose alone lets a run go on. ctx bounds the wait
// for the interrupted run, not the new one.
func (s *Session) Update(ctx context.Context, src []byte) error {
	s.work.Lock()
	defer s.work.Unlock()
	next := Parse(s.o.Path, src)
	old, res := s.Snapshot()
	Match(old, next)
	holds := len(MakePlan(old, next, res).Run) == 0 || s.Running() && sameRun(old, next)
	s.publish(next, !holds)
	if holds || !s.isTrusted() {
		return nil
	}
	return s.restart(ctx)
}

// RunAll trusts the note and runs it from the beginning, in a fresh kernel, in the background.
func (s *Session) RunAll(ctx context.Context) error {
	s.work.Lock()
	defer s.work.Unlock()
	s.mu.Lock()
	s.trusted = true
	s.mu.Unlock()
	return s.restart(ctx)
}

// Interrupt ends the run under way, if there is one, without waiting for its end. The running cell fails; those below it
// are not run.
func (s *Session) Interrupt() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.run != nil {
		s.run.cancel()
	}
}

// Restart ends the run under way and forgets all results. Nothing runs until the next Update or RunAll.
func (s *Session) Restart(ctx context.Context) error {
	s.work.Lock()
	defer s.work.Unlock()
	if err := s.stop(ctx); err != nil {
		return err
	}
	s.mu.Lock()
	run, note := s.run, s.note
	s.run = nil
	s.mu.Unlock()
	if run == nil {
		return nil
	}
	for _, c := range note.Cells {
		s.observe(Event{Kind: EventClear, Cell: c.Key})
		s.observe(Event{Kind: EventCell, Cell: c.Key})
	}
	return os.RemoveAll(run.logs)
}

// Wait returns when no run is under way, with the error of the last one, or when ctx ends.
func (s *Session) Wait(ctx context.Context) error {
	s.mu.Lock()
	run := s.run
	s.mu.Unlock()
	if run == nil {
		return nil
	}
	select {
	case <-run.done:
		return run.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Snapshot returns the note and the results so far, one per cell, nil when nothing has run. They are copies: what runs
// on does not change them.
func (s *Session) Snapshot() (*Note, *Results) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.run == nil {
		return s.note, nil
	}
	return s.note, s.run.results()
}

// Trusted tells whether the note runs when it changes.
func (s *Session) Trusted() bool { return s.isTrusted() }

// Running tells whether a run is under way.
func (s *Session) Running() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.run == nil {
		return false
	}
	select {
	case <-s.run.done:
		return false
	default:
		return true
	}
}

// Close ends the run under way and removes the logs.
func (s *Session) Close() error {
	s.work.Lock()
	defer s.work.Unlock()
	err := s.stop(context.Background())
	s.mu.Lock()
	run := s.run
	s.run, s.closed = nil, true
	s.mu.Unlock()
	if s.ownLogs {
		return errors.Join(err, os.RemoveAll(s.logs))
	}
	if run != nil {
		err = errors.Join(err, os.RemoveAll(run.logs))
	}
	return err
}

func (s *Session) isTrusted() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.trusted
}

// observe passes an event of the session itself on.
func (s *Session) observe(e Event) {
	s.events.Lock()
	defer s.events.Unlock()
	if s.o.Observe != nil {
		s.o.Observe(e)
	}
}

// publish makes next the note. With supersede, nothing more is heard of a run under way.
func (s *Session) publish(next *Note, supersede bool) {
	s.events.Lock()
	defer s.events.Unlock()
	s.mu.Lock()
	s.note = next
	if supersede && s.run != nil {
		s.run.superseded = true
	}
	s.mu.Unlock()
	if s.o.Observe != nil {
		s.o.Observe(Event{Kind: EventNote, Note: next})
	}
}

// stop interrupts the run under way and waits for its end.
func (s *Session) stop(ctx context.Context) error {
	s.Interrupt()
	err := s.Wait(ctx)
	if ctx.Err() != nil {
		return fmt.Errorf("interrupt the run: %w", err)
	}
	return nil // the interrupted run's own error was told by its events
}

// restart ends the run under way and starts a new one.
func (s *Session) restart(ctx context.Context) error {
	if err := s.stop(ctx); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.closed:
		return errors.New("run note: the session is closed")
	case s.note == nil:
		return errors.New("run note: there is no note yet")
	}
	before := s.run
	s.runs++
	logs := filepath.Join(s.logs, "run-"+strconv.Itoa(s.runs))
	if err := os.MkdirAll(logs, 0o700); err != nil {
		return fmt.Errorf("run note: %w", err)
	}
	runCtx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	r := &sessionRun{cancel: cancel, done: make(chan struct{}), logs: logs}
	r.run = newRun(s.note, RunOptions{
		Dir: s.o.Dir, Start: s.o.Start, Sandbox: s.o.Sandbox, LogDir: logs,
		Observe: func(e Event) { s.observeRun(r, e) },
	})
	s.run = r
	go func() { // ends with the run, which Interrupt, restart and Close end
		defer cancel()
		if before != nil {
			_ = os.RemoveAll(before.logs) // best effort: Close removes what is left
		}
		r.err = r.all(runCtx)
		r.observe(Event{Kind: EventDone, Message: errorText(r.err)})
		close(r.done)
	}()
	return nil
}

// observeRun passes an event of a run on, unless a newer note has superseded it.
func (s *Session) observeRun(r *sessionRun, e Event) {
	s.events.Lock()
	defer s.events.Unlock()
	if !r.superseded && s.o.Observe != nil {
		s.o.Observe(e)
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
