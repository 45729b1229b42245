package notebook

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// A watcher keeps the events of a session.
type watcher struct {
	mu     sync.Mutex
	events []Event
	done   chan Event // receives the events done
}

func newWatcher() *watcher { return &watcher{done: make(chan Event, 100)} }

func (w *watcher) observe(e Event) {
	w.mu.Lock()
	w.events = append(w.events, e)
	w.mu.Unlock()
	if e.Kind == EventDone {
		w.done <- e
	}
}

// take returns the events since the last call as text, those about the kernel left out.
func (w *watcher) take() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var b strings.Builder
	for _, e := range w.events {
		if e.Kind != EventKernel {
			b.WriteString(dumpEvent(e))
		}
	}
	w.events = nil
	return b.String()
}

func testSession(t *testing.T, trusted bool) (*Session, *scripts, *watcher, context.Context) {
	t.Helper()
	s, w := newScripts(), newWatcher()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	ses, err := NewSession(SessionOptions{
		Path: "note.md", Start: s.start, Trusted: trusted, LogDir: t.TempDir(), Observe: w.observe,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		if err := ses.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
		for i, k := range s.started {
			if !k.closed {
				t.Errorf("kernel %d is still open", i)
			}
		}
	})
	return ses, s, w, ctx
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func source(cells ...string) []byte {
	return []byte("```go\n" + strings.Join(cells, "\n```\n\n```go\n") + "\n```\n")
}

func TestSessionUpdateRuns(t *testing.T) {
	ses, s, w, ctx := testSession(t, true)
	must(t, ses.Update(ctx, source("x := 1\nprint a", "get x")))
	must(t, ses.Wait(ctx))
	want := "note\ncell x queued\ncell x+1 queued\n" +
		"clear x\ncell x running\noutput x text \"a\\n\"\ncell x ok\n" +
		"clear x+1\ncell x+1 running\noutput x+1 text \"1\\n\"\ncell x+1 ok\ndone\n"
	if got := w.take(); got != want {
		t.Errorf("events\n%s\nwant\n%s", got, want)
	}
	n, res := ses.Snapshot()
	if !res.Complete || len(n.IDs) != 2 || res.Cells[1].Outputs[0].Plain() != "1\n" {
		t.Errorf("complete %v, ids %v, output %q", res.Complete, n.IDs, res.Cells[1].Outputs[0].Plain())
	}

	must(t, ses.Update(ctx, append([]byte("# prose\n\n"), source("x := 1\nprint a", "get x")...)))
	if got := w.take(); got != "note\n" || len(s.started) != 1 {
		t.Errorf("prose: events %q, %d kernels; want only the note, 1", got, len(s.started))
	}
	n2, res2 := ses.Snapshot()
	if n2.IDs[1] != n.IDs[0] || res2.Cells[1].Outputs[0].Plain() != "1\n" {
		t.Errorf("prose: ids %v after %v, output %q", n2.IDs, n.IDs, res2.Cells[1].Outputs[0].Plain())
	}

	must(t, ses.Update(ctx, source("x := 2\nprint a", "get x")))
	must(t, ses.Wait(ctx))
	if _, res := ses.Snapshot(); res.Cells[1].Outputs[0].Plain() != "2\n" || len(s.started) != 2 {
		t.Errorf("edit: output %q, %d kernels; want 2 and a fresh kernel", res.Cells[1].Outputs[0].Plain(), len(s.started))
	}
}

func TestSessionOpensWithoutRunning(t *testing.T) {
	ses, s, w, ctx := testSession(t, false)
	must(t, ses.Update(ctx, source("print a")))
	if _, res := ses.Snapshot(); res != nil || len(s.started) != 0 || ses.Trusted() || w.take() != "note\n" {
		t.Errorf("results %v, %d kernels; want nothing to have run", res, len(s.started))
	}
	must(t, ses.RunAll(ctx))
	must(t, ses.Wait(ctx))
	must(t, ses.Update(ctx, source("print b")))
	must(t, ses.Wait(ctx))
	if _, res := ses.Snapshot(); !ses.Trusted() || len(s.started) != 2 || res.Cells[0].Outputs[0].Plain() != "b\n" {
		t.Errorf("after RunAll an edit gave %q in kernel %d, want b in the second", res.Cells[0].Outputs[0].Plain(), len(s.started))
	}
}

func TestSessionInterrupt(t *testing.T) {
	ses, s, _, ctx := testSession(t, true)
	must(t, ses.Update(ctx, source("print a\nwait", "print b")))
	<-s.waiting
	if _, res := ses.Snapshot(); res.Cells[0].Status != StatusRunning || res.Cells[0].Outputs[0].Plain() != "a\n" {
		t.Errorf("while it runs: %s with %d outputs", res.Cells[0].Status, len(res.Cells[0].Outputs))
	}
	ses.Interrupt()
	if err := ses.Wait(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Wait = %v, want context.Canceled", err)
	}
	if _, res := ses.Snapshot(); res.Complete || res.Cells[0].Status != StatusFailed || res.Cells[1].Status != StatusNotRun {
		t.Errorf("interrupted: %+v", res)
	}
	// The results of an interrupted run do not hold, even if only prose changes.
	must(t, ses.Update(ctx, append([]byte("prose\n\n"), source("print a\nwait", "print b")...)))
	<-s.waiting
	if len(s.started) != 2 {
		t.Errorf("%d kernels, want 2", len(s.started))
	}
}

func TestSessionEditWhileRunning(t *testing.T) {
	ses, s, w, ctx := testSession(t, true)
	must(t, ses.Update(ctx, source("print a\nwait")))
	<-s.waiting
	must(t, ses.Update(ctx, append(source("print a\nwait"), "\nprose\n"...))) // below: the run goes on
	if !ses.Running() || len(s.started) != 1 {
		t.Errorf("prose ended the run: running %v, %d kernels", ses.Running(), len(s.started))
	}
	w.take()
	must(t, ses.Update(ctx, source("print b")))
	must(t, ses.Wait(ctx))
	want := "note\ncell +1 queued\nclear +1\ncell +1 running\noutput +1 text \"b\\n\"\ncell +1 ok\ndone\n"
	if got := w.take(); got != want { // nothing more of the first run
		t.Errorf("events\n%s\nwant\n%s", got, want)
	}
}

func TestSessionRestart(t *testing.T) {
	ses, _, w, ctx := testSession(t, true)
	must(t, ses.Update(ctx, source("print a")))
	must(t, ses.Wait(ctx))
	w.take()
	must(t, ses.Restart(ctx))
	if _, res := ses.Snapshot(); res != nil || w.take() != "clear +1\ncell +1\n" {
		t.Errorf("results %v, want none", res)
	}
	must(t, ses.RunAll(ctx))
	must(t, ses.Wait(ctx))
}

func TestSessionLogs(t *testing.T) {
	ses, _, _, ctx := testSession(t, true)
	for _, c := range []string{"print a", "print b", "print c"} {
		must(t, ses.Update(ctx, source(c)))
		must(t, ses.Wait(ctx))
	}
	logs, err := filepath.Glob(filepath.Join(ses.logs, "run-*", "cell-1.log"))
	if err != nil || len(logs) != 1 {
		t.Errorf("logs %v, want those of the last run; %v", logs, err)
	}
	must(t, ses.Close())
	if dirs, _ := os.ReadDir(ses.logs); len(dirs) != 0 {
		t.Errorf("%d folders left after Close", len(dirs))
	}
	if err := ses.RunAll(ctx); err == nil {
		t.Error("RunAll after Close succeeded")
	}
}

func TestSessionManyAtOnce(t *testing.T) {
	ses, _, _, ctx := testSession(t, true)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			_ = ses.Update(ctx, source("print "+strings.Repeat("a", i+1), "print b"))
			ses.Interrupt()
			ses.Snapshot()
			_ = ses.Wait(ctx)
		})
	}
	wg.Wait()
	must(t, ses.RunAll(ctx))
	must(t, ses.Wait(ctx))
	n, res := ses.Snapshot()
	want := strings.TrimPrefix(strings.TrimSpace(n.Cells[0].Code), "print ") + "\n"
	if got := res.Cells[0].Outputs[0].Plain(); got != want {
		t.Errorf("output %q, want %q", got, want)
	}
}

func TestMakePlan(t *testing.T) {
	base := source("x := 1", "print a")
	complete := func(n *Note) *Results {
		r := &Results{Complete: true}
		for _, c := range n.Cells {
			r.Cells = append(r.Cells, &CellResult{Key: c.Key, Status: StatusOK})
		}
		return r
	}
	for _, c := range []struct {
		name, old, next string
		res             func(*Results)
		why             string
	}{
		{"same", string(base), string(base), nil, ""},
		{"prose", string(base), "text\n\n" + string(base), nil, ""},
		{"seed", "---\nseed: 2\n---\n" + string(base), "---\nseed: 3\n---\n" + string(base), nil, "the seed has changed"},
		{"title", "---\ntitle: a\n---\n" + string(base), "---\ntitle: b\n---\n" + string(base), nil, ""},
		{"params", "---\nparams: {a: 1}\n---\n" + string(base), "---\nparams: {a: 1.0}\n---\n" + string(base), nil, "the params have changed"},
		{"code", string(base), string(source("x := 2", "print a")), nil, "the code of `x` has changed"},
		{"renamed", string(base), string(source("//| label: y\nx := 1", "print a")), nil, "cell `x` is now `y`"},
		{"caption", string(base), string(source("//| fig-cap: y\nx := 1", "print a")), nil, ""},
		{"eval", string(base), string(source("x := 1", "//| eval: false\nprint a")), nil, "cell `x+1` is now `+1`"},
		{"removed", string(base), string(source("x := 1")), nil, "a cell was added or removed"},
		{"swapped", string(base), string(source("print a", "x := 1")), nil, "the code of `+1` has changed"},
		{"interrupted", string(base), string(base), func(r *Results) { r.Complete = false }, "the last run did not come to its end"},
		{"failed and moved", string(base), "text\n\n" + string(base), func(r *Results) { r.Cells[1].Status = StatusFailed }, "`x+1` has moved, and its output may name its lines"},
		{"failed", string(base), string(base) + "\ntext\n", func(r *Results) { r.Cells[1].Status = StatusFailed }, ""},
		{"lines", string(source("log.Println()")), "text\n\n" + string(source("log.Println()")), nil, "`+1` has moved, and its output may name its lines"},
	} {
		old, next := Parse("n.md", []byte(c.old)), Parse("n.md", []byte(c.next))
		res := complete(old)
		if c.res != nil {
			c.res(res)
		}
		p := MakePlan(old, next, res)
		if p.Why != c.why || (c.why == "") != (len(p.Run) == 0) {
			t.Errorf("%s: runs %v because %q, want %q", c.name, p.Run, p.Why, c.why)
		}
	}
	if p := MakePlan(nil, Parse("n.md", base), nil); len(p.Run) != 2 {
		t.Errorf("a new note runs %v, want every cell", p.Run)
	}
}

func TestMatch(t *testing.T) {
	first := Parse("n.md", []byte("# a\n\none\n\ntwo\n\n```go\nx := 1\n```\n\none\n"))
	if got := strings.Join(Match(nil, first), " "); got != "b1 b2 b3 b4 b5" {
		t.Errorf("new note: ids %s", got)
	}
	for _, c := range []struct{ name, src, want string }{
		{"same", "# a\n\none\n\ntwo\n\n```go\nx := 1\n```\n\none\n", "b1 b2 b3 b4 b5"},
		{"edited paragraph", "# a\n\none\n\ntwo and a half\n\n```go\nx := 1\n```\n\none\n", "b1 b2 b3 b4 b5"},
		{"edited cell", "# a\n\none\n\ntwo\n\n```go\nx := 2\n```\n\none\n", "b1 b2 b3 b4 b5"},
		{"inserted", "# a\n\none\n\nnew\n\ntwo\n\n```go\nx := 1\n```\n\none\n", "b1 b2 b6 b3 b4 b5"},
		{"removed", "# a\n\ntwo\n\n```go\nx := 1\n```\n\none\n", "b1 b3 b4 b5"},
		{"cell moved and edited", "```go\nx := 3\n```\n\n# a\n\none\n\ntwo\n\none\n", "b4 b1 b2 b3 b5"},
		{"swapped", "# a\n\ntwo\n\none\n\n```go\nx := 1\n```\n\none\n", "b1 b3 b2 b4 b5"},
		{"paragraph to heading", "# a\n\none\n\n# two\n\n```go\nx := 1\n```\n\none\n", "b1 b2 b3 b4 b5"},
		{"all new", "- list\n", "b6"},
	} {
		next := Parse("n.md", []byte(c.src))
		if got := strings.Join(Match(first, next), " "); got != c.want {
			t.Errorf("%s: ids %s, want %s", c.name, got, c.want)
		}
	}
	second := Parse("n.md", []byte("- list\n"))
	Match(first, second)
	third := Parse("n.md", []byte("- list\n\nback\n"))
	if got := strings.Join(Match(second, third), " "); got != "b6 b7" {
		t.Errorf("ids are never used again: got %s, want b6 b7", got)
	}
}
