package server

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"time"

	"quire/notebook"
	"quire/notebook/output"
)

// keepEvents is the size of a note's event log, in bytes.
const keepEvents = 16 << 20

// readTime is how long a command waits for the note's file to be read for the first time.
const readTime = 2 * time.Second

// errNotTrusted tells that a note must be run by hand first.
var errNotTrusted = errors.New("아직 실행하지 않은 노트입니다. 먼저 실행하세요 (the note has not been run here: run it first)")

// errNotRead tells that the note's file could not be read yet.
var errNotRead = errors.New("노트의 파일을 아직 읽지 못했습니다 (the note's file has not been read yet)")

// errClosed tells that the server is ending.
var errClosed = errors.New("the server is ending")

// A liveNote is a note that is open: its file is watched, its session runs, and its pages follow its event log.
//
// Everything that pages see goes through one view and one log under one lock, so that a snapshot and the number of the
// last event in it always belong together. What starts runs goes through one goroutine, in order.
type liveNote struct {
	server *Server
	name   string // a path inside the served folder
	events *eventLog
	jobs   chan func(context.Context) // for work, in order
	ended  chan struct{}              // closed when work has ended

	opened   chan struct{} // closed when the session has the note
	openOnce sync.Once

	mu      sync.Mutex
	view    *view
	session *notebook.Session // nil until the file has been read
	held    collector

	editor notebook.Editor
}

func newLiveNote(s *Server, name string) *liveNote {
	n := &liveNote{
		server: s, name: name, events: newEventLog(keepEvents),
		jobs: make(chan func(context.Context)), opened: make(chan struct{}), ended: make(chan struct{}),
	}
	n.view = newView(&reportDrawing{base: address(name), editor: &n.editor}, time.Now)
	return n
}

// work watches the note's file and does what the pages ask for, until ctx ends; then it closes the session.
func (n *liveNote) work(ctx context.Context) {
	defer close(n.ended)
	log := n.server.log.With("note", n.name)
	var watching sync.WaitGroup
	watching.Go(func() { // ends with ctx
		newWatcher(n.server.root, n.name).run(ctx, func(data []byte, err error) {
			select {
			case n.jobs <- func(ctx context.Context) { n.fileChanged(ctx, data, err) }:
			case <-ctx.Done():
			}
		}, func(err error) { log.Warn("watch by polling", "err", err) })
	})
	for ctx.Err() == nil {
		select {
		case job := <-n.jobs:
			job(ctx)
		case <-ctx.Done():
		}
	}
	watching.Wait()
	if session := n.current(); session != nil {
		if err := session.Close(); err != nil {
			log.Warn("close session", "err", err)
		}
	}
}

// do has work do something with the session and waits for it. The error is that of job, or says that ctx or the server
// ended first.
func (n *liveNote) do(ctx context.Context, job func(context.Context, *notebook.Session) error) error {
	session, err := n.wait(ctx)
	if err != nil {
		return err
	}
	done := make(chan error, 1)
	select {
	case n.jobs <- func(ctx context.Context) { done <- job(ctx, session) }:
	case <-n.ended:
		return errClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-done:
		return err
	case <-n.ended:
		return errClosed
	}
}

// fileChanged takes in the note's file as it is now. A trusted note runs; another is only shown.
func (n *liveNote) fileChanged(ctx context.Context, data []byte, err error) {
	if err != nil {
		n.mu.Lock()
		defer n.mu.Unlock()
		n.publish(n.view.setFile(fileProblem(err)))
		return
	}
	session, err := n.open()
	if err == nil {
		err = session.Update(ctx, data)
	}
	if err != nil && ctx.Err() == nil {
		n.server.log.Error("update note", "note", n.name, "err", err)
	}
	if session != nil {
		n.openOnce.Do(func() { close(n.opened) })
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.publish(n.view.setFile(""))
}

// fileProblem is the cause of an error, without the operation and the path around it.
func fileProblem(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return err.Error()
}

// trustLevel reads how far the note is trusted. When that cannot be told, it is not.
func (n *liveNote) trustLevel() TrustLevel {
	level, err := n.server.trust.Level(n.server.path(n.name))
	if err != nil {
		n.server.log.Warn("read trust", "note", n.name, "err", err)
		return TrustNone
	}
	return level
}

// open returns the note's session, which it makes when there is none. Only work calls it. A note that was not created
// here runs in the sandbox.
func (n *liveNote) open() (*notebook.Session, error) {
	if s := n.current(); s != nil {
		return s, nil
	}
	level := n.trustLevel()
	session, err := notebook.NewSession(notebook.SessionOptions{
		Path:    n.server.path(n.name),
		Start:   n.server.options.Start,
		Sandbox: n.server.options.Sandbox || level != TrustCreated,
		Trusted: level != TrustNone,
		Observe: n.observe,
	})
	if err != nil {
		return nil, err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.session = session
	n.publish(n.view.setTrust(level))
	return session, nil
}

// current returns the session, nil before the note has been read.
func (n *liveNote) current() *notebook.Session {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.session
}

// wait returns the session once the note's file has been read, which takes an instant if it can be read at all.
func (n *liveNote) wait(ctx context.Context) (*notebook.Session, error) {
	patience := time.NewTimer(readTime)
	defer patience.Stop()
	select {
	case <-n.opened:
		return n.current(), nil
	case <-patience.C:
		return nil, errNotRead
	case <-n.ended:
		return nil, errClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// run is the explicit Run: it makes the note trusted and runs all of it.
func (n *liveNote) run(ctx context.Context) error {
	if err := n.server.trust.Trust(n.server.path(n.name), TrustRun); err != nil {
		return err
	}
	level := n.trustLevel()
	return n.do(ctx, func(ctx context.Context, session *notebook.Session) error {
		n.mu.Lock()
		n.publish(n.view.setTrust(level))
		n.mu.Unlock()
		return session.RunAll(ctx)
	})
}

// interrupt stops the run that is under way, if there is one. It does not wait for anything, a job in hand least of all.
func (n *liveNote) interrupt() {
	if session := n.current(); session != nil {
		session.Interrupt()
	}
}

// restart ends the run under way and forgets all results; nothing that cells defined is left.
func (n *liveNote) restart(ctx context.Context) error {
	return n.do(ctx, func(ctx context.Context, session *notebook.Session) error { return session.Restart(ctx) })
}

// observe takes in one event of the session.
func (n *liveNote) observe(e notebook.Event) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.collect(e) {
		return
	}
	n.flush(true)
	n.publish(n.view.apply(e))
}

// publish appends events to the log. The caller holds mu.
func (n *liveNote) publish(events []event) {
	for _, e := range events {
		n.events.append(e.encode)
	}
}

// snapshot is what a page that opens now shows.
func (n *liveNote) snapshot() snapshot {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.flush(false)
	return n.view.snapshot(n.events.boot, n.events.head())
}

// frame returns the HTML output with the given id.
func (n *liveNote) frame(id string) (html string, ok bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, f := range n.view.frames {
		if f.id == id {
			return f.html, true
		}
	}
	return "", false
}

// result returns what the session has of the cell with the given id, nil when it has nothing.
func (n *liveNote) result(cell string) *notebook.CellResult {
	session := n.current()
	n.mu.Lock()
	c := n.view.cells[cell]
	n.mu.Unlock()
	if c == nil || session == nil {
		return nil
	}
	_, res := session.Snapshot()
	if res == nil {
		return nil
	}
	for _, r := range res.Cells {
		if r != nil && r.Key == c.cell.Key {
			return r
		}
	}
	return nil
}

// export renders the note with the results of a whole run, waiting for the one under way and running again after one
// that was stopped.
func (n *liveNote) export(ctx context.Context, format string) ([]byte, error) {
	render := n.server.options.PDF
	if format == "html" {
		render = n.server.options.HTML
	}
	if render == nil {
		return nil, fmt.Errorf("export to %s: %w", format, errors.ErrUnsupported)
	}
	session, err := n.wait(ctx)
	if err != nil {
		return nil, err
	}
	for again := true; ; again = false {
		for session.Running() {
			if err := session.Wait(ctx); ctx.Err() != nil {
				return nil, err
			}
		}
		note, res := session.Snapshot()
		switch {
		case note == nil:
			return nil, errNotRead
		case complete(note, res) || !again:
			return render(notebook.NewReport(note, res))
		case !session.Trusted():
			return nil, errNotTrusted
		}
		if err := n.do(ctx, func(ctx context.Context, s *notebook.Session) error { return s.RunAll(ctx) }); err != nil {
			return nil, err
		}
	}
}

// complete tells whether every cell of the note came to its own end.
func complete(note *notebook.Note, res *notebook.Results) bool {
	if len(note.Cells) == 0 {
		return true
	}
	if res == nil || len(res.Cells) != len(note.Cells) {
		return false
	}
	for i, c := range res.Cells {
		if c == nil || c.Key != note.Cells[i].Key {
			return false
		}
		switch c.Status {
		case notebook.StatusOK, notebook.StatusFailed, notebook.StatusNotRun, notebook.StatusSkipped:
		default:
			return false
		}
		for _, o := range c.Outputs {
			if e, ok := o.(*output.Error); ok && e.Stage == "interrupt" {
				return false
			}
		}
	}
	return true
}
