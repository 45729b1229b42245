package server

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"

	"quire/notebook"
	"quire/notebook/output"
)

// A follower is a page without a browser: it follows a note's events.
type follower struct {
	t    *testing.T
	site *site
	note string
	conn *websocket.Conn
	boot string
	seq  uint64
	snap snapshot // the last one
	rest []event  // read, but not looked at by until
}

func (s *site) follow(t *testing.T, note string) *follower {
	t.Helper()
	f := &follower{t: t, site: s, note: note}
	f.dial()
	return f
}

func (f *follower) dial() {
	f.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	url := fmt.Sprintf("%s%s/events?boot=%s&since=%d", f.site.URL, address(f.note), f.boot, f.seq)
	c, _, err := websocket.Dial(ctx, url, &websocket.DialOptions{
		HTTPHeader: http.Header{"Cookie": {f.site.cookie.Name + "=" + f.site.cookie.Value}, "Origin": {f.site.URL}},
	})
	check(f.t, err)
	c.SetReadLimit(64 << 20)
	f.conn = c
	f.t.Cleanup(func() { c.CloseNow() })
}

// read takes in one message and returns its events, nil for a snapshot.
func (f *follower) read() []event {
	f.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	_, data, err := f.conn.Read(ctx)
	check(f.t, err)
	if data[0] == '{' {
		f.snap = snapshot{}
		check(f.t, json.Unmarshal(data, &f.snap))
		f.boot, f.seq = f.snap.Boot, f.snap.Seq
		return nil
	}
	var events []event
	check(f.t, json.Unmarshal(data, &events))
	for _, e := range events {
		if e.Seq != f.seq+1 {
			f.t.Fatalf("event %d follows %d", e.Seq, f.seq)
		}
		f.seq = e.Seq
	}
	return events
}

// until returns the next event that satisfies is.
func (f *follower) until(is func(event) bool) event {
	f.t.Helper()
	for {
		for len(f.rest) > 0 {
			e := f.rest[0]
			f.rest = f.rest[1:]
			if is(e) {
				return e
			}
		}
		f.rest = f.read()
	}
}

func isType(t string) func(event) bool { return func(e event) bool { return e.T == t } }

// trusted makes a folder with a note that was created here.
func trusted(t *testing.T, src string) (path string, store *TrustStore) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "note.md")
	write(t, path, src)
	store = NewTrustStore(filepath.Join(t.TempDir(), "trusted"))
	check(t, store.Trust(path, TrustCreated))
	return path, store
}

func goCell(lines ...string) string { return "```go\n" + strings.Join(lines, "\n") + "\n```\n\n" }

// kernels counts the kernels that were started, and keeps what they were started with.
type kernels struct {
	mu     sync.Mutex
	starts []notebook.KernelStart
}

func (k *kernels) start(_ context.Context, s notebook.KernelStart) (notebook.Kernel, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.starts = append(k.starts, s)
	return &fakeKernel{}, nil
}

func (k *kernels) started() []notebook.KernelStart {
	k.mu.Lock()
	defer k.mu.Unlock()
	return append([]notebook.KernelStart(nil), k.starts...)
}

// followFromTheStart serves a trusted note and follows it from before its first run: its kernel starts once the page has
// its first snapshot.
func followFromTheStart(t *testing.T, src string, o Options) (*site, *follower) {
	t.Helper()
	gate := make(chan struct{})
	start := o.Start
	o.Path, o.Trust = trusted(t, src)
	o.Start = func(ctx context.Context, k notebook.KernelStart) (notebook.Kernel, error) {
		<-gate
		if start != nil {
			return start(ctx, k)
		}
		return &fakeKernel{}, nil
	}
	s := newSite(t, o)
	f := s.follow(t, "note.md")
	f.read()
	close(gate)
	return s, f
}

// TestNothingRunsOnOpening opens a foreign note, saves it, and only then runs it.
func TestNothingRunsOnOpening(t *testing.T) {
	var k kernels
	path := filepath.Join(t.TempDir(), "note.md")
	write(t, path, goCell("a := 1", `// text "one"`))
	s := newSite(t, Options{Path: path, Start: k.start})
	f := s.follow(t, "note.md")
	for len(f.snap.Doc.Order) == 0 {
		if f.read() != nil { // the first document
			break
		}
	}
	write(t, path, goCell("a := 2", `// text "two"`))
	f.until(isType("doc"))
	status, body, _ := s.do(t, "POST", "/notes/note.md/export", `{"format":"html"}`, nil)
	if n := len(k.started()); n != 0 {
		t.Fatalf("%d workers were started for a note that nobody ran", n)
	}
	if status == 200 {
		t.Errorf("the export of a note that nobody ran gave %d: %s", status, body)
	}

	if status, body, _ := s.do(t, "POST", "/notes/note.md/run", `{"cells":"all"}`, nil); status != 202 {
		t.Fatalf("run: status %d: %s", status, body)
	}
	f.until(isType("done"))
	if starts := k.started(); len(starts) != 1 || !starts[0].Sandbox {
		t.Errorf("the foreign note ran %d times, sandboxed: %+v", len(starts), starts)
	}
	write(t, path, goCell("a := 3", `// text "three"`))
	f.until(func(e event) bool { return e.T == "out" && strings.Contains(e.Item.Text, "three") })
	if level, err := s.server.trust.Level(path); level != TrustRun || err != nil {
		t.Errorf("after a run the trust is %q, %v", level, err)
	}
}

func TestCreatedNoteRunsOnOpening(t *testing.T) {
	var k kernels
	s, f := followFromTheStart(t, goCell("a := 1", `// text "one"`), Options{Start: k.start})
	f.until(isType("done"))
	if starts := k.started(); len(starts) != 1 || starts[0].Sandbox || starts[0].Dir != s.dir {
		t.Errorf("started with %+v", starts)
	}
}

func TestSandboxOption(t *testing.T) {
	var k kernels
	_, f := followFromTheStart(t, goCell("a := 1"), Options{Start: k.start, Sandbox: true})
	f.until(isType("done"))
	if starts := k.started(); len(starts) != 1 || !starts[0].Sandbox {
		t.Errorf("started with %+v", starts)
	}
}

// TestReplay follows a cell that prints 20,000 lines over connections that keep breaking: no line may be lost or doubled.
func TestReplay(t *testing.T) {
	const lines = 20000
	path, store := trusted(t, goCell("a := 1", "// many "+strconv.Itoa(lines)))
	s := newSite(t, Options{Path: path, Trust: store})
	f := s.follow(t, "note.md")
	var text strings.Builder
	take := func() (done bool) {
		events := f.read()
		if events == nil { // a snapshot: everything so far
			text.Reset()
			for _, c := range f.snap.Cells {
				for _, it := range c.Items {
					text.WriteString(it.Text)
				}
			}
			return f.snap.Seq > 0 && !f.snap.Busy && len(f.snap.Cells) > 0 && f.snap.Cells[0].State == "ok"
		}
		for _, e := range events {
			if e.T == "out" {
				text.WriteString(e.Item.Text)
			}
			done = done || e.T == "done"
		}
		return done
	}
	snapshots := 0
	for n := 0; !take(); n++ {
		if n%2 == 0 {
			f.conn.CloseNow()
			f.dial()
			snapshots++
		}
	}
	t.Logf("%d connections", snapshots+1)
	got := strings.Split(strings.TrimSuffix(text.String(), "\n"), "\n")
	last, _ := strconv.Atoi(strings.Fields(got[len(got)-1])[1])
	for i, line := range got {
		n, _ := strconv.Atoi(strings.Fields(line)[1])
		if want := last - (len(got) - 1 - i); n != want {
			t.Fatalf("line %d of %d is number %d, want %d", i, len(got), n, want)
		}
	}
	if last != lines {
		t.Errorf("the last line is number %d, want %d", last, lines)
	}

	cell := f.cell(0)
	status, log, header := s.do(t, "GET", address("note.md")+"/logs/"+cell, "", nil)
	if n := strings.Count(log, "\n"); status != 200 || n != lines {
		t.Errorf("the log: status %d, %d lines, want %d", status, n, lines)
	}
	checkHeaders(t, "log", header)
}

// cell returns the id of cell i.
func (f *follower) cell(i int) string {
	f.t.Helper()
	g := f.site.follow(f.t, f.note)
	g.read()
	for _, b := range g.snap.Doc.Blocks {
		if b.Cell != nil && b.Cell.Number == i+1 {
			return b.ID
		}
	}
	f.t.Fatalf("the note has no cell %d", i)
	return ""
}

// TestOldCursorGetsSnapshot asks for events that a log never had.
func TestOldCursorGetsSnapshot(t *testing.T) {
	s, f := followFromTheStart(t, goCell("a := 1", `// text "x"`), Options{})
	f.until(isType("done"))
	for _, cursor := range []struct {
		boot string
		seq  uint64
	}{{f.boot, f.seq + 1000}, {"another", f.seq}, {"", 0}} {
		g := &follower{t: t, site: s, note: "note.md", boot: cursor.boot, seq: cursor.seq}
		g.dial()
		if events := g.read(); events != nil || g.snap.V != protocolVersion || g.snap.Seq != f.seq {
			t.Errorf("boot %q seq %d: got %d events, snapshot of %d", cursor.boot, cursor.seq, len(events), g.snap.Seq)
		}
	}
}

func TestInterruptAndRestart(t *testing.T) {
	s, f := followFromTheStart(t, goCell("a := 1", `// text "kept"`, "// wait")+goCell("b := 2"), Options{})
	f.until(func(e event) bool { return e.T == "out" && e.Item.Text == "kept" })
	if status, _, _ := s.do(t, "POST", "/notes/note.md/interrupt", "{}", nil); status != 202 {
		t.Fatalf("interrupt: status %d", status)
	}
	f.until(func(e event) bool { return e.T == "cell" && e.State == "failed" })
	f.until(func(e event) bool { return e.T == "cell" && e.State == "not-run" })
	if e := f.until(isType("done")); e.State != "stopped" {
		t.Errorf("an interrupted run ended as %q", e.State)
	}
	if status, _, _ := s.do(t, "POST", "/notes/note.md/restart", "{}", nil); status != 202 {
		t.Fatalf("restart: status %d", status)
	}
	f.until(func(e event) bool { return e.T == "cell" && e.State == "idle" })
}

// TestOutputIsCollected: what a cell prints character by character arrives in few events, and no character is torn.
func TestOutputIsCollected(t *testing.T) {
	var lines []string
	text := strings.Repeat("한글 출력 ", 100)
	for i := range len(text) { // every byte by itself
		lines = append(lines, "// text "+fmt.Sprintf(`"\x%02x"`, text[i]))
	}
	_, f := followFromTheStart(t, goCell(append([]string{"a := 1"}, lines...)...), Options{})
	var got strings.Builder
	events := 0
	f.until(func(e event) bool {
		if e.T == "out" {
			events++
			got.WriteString(e.Item.Text)
		}
		return e.T == "done"
	})
	if got.String() != text {
		t.Errorf("got %d bytes, want %d: %.60q", got.Len(), len(text), got.String())
	}
	if events > 20 {
		t.Errorf("%d writes became %d events", len(text), events)
	}
}

func TestFrameIsSandboxed(t *testing.T) {
	s, f := followFromTheStart(t, goCell("a := 1", `// html "<p id=x>rich</p><script>x.textContent=1</script>"`, `// text "plain"`), Options{})
	var it *item
	f.until(func(e event) bool {
		if e.T == "out" && e.Item.Kind == string(output.KindHTML) {
			it = e.Item
		}
		return e.T == "done"
	})
	status, body, header := s.do(t, "GET", it.Src, "", nil)
	policy := header.Get("Content-Security-Policy")
	if status != 200 || !strings.Contains(body, "<p id=x>rich</p>") || !strings.HasPrefix(policy, "sandbox allow-scripts; default-src 'none'") {
		t.Errorf("status %d, policy %q, body %q", status, policy, body)
	}
	if strings.Contains(policy, "allow-same-origin") {
		t.Error("the frame has our origin")
	}
	if status, _, _ := s.do(t, "GET", address("note.md")+"/outputs/none", "", nil); status != 404 {
		t.Errorf("HTML that nobody showed: status %d, want 404", status)
	}
	write(t, filepath.Join(s.dir, "note.md"), goCell("a := 1"))
	f.until(isType("done"))
	if status, body, _ := s.do(t, "GET", it.Src, "", nil); status != 200 || !strings.Contains(body, "rich") {
		t.Errorf("a frame that was on the page a moment ago: status %d", status)
	}
}

// TestExport exports during a run: it gets that run's results.
func TestExport(t *testing.T) {
	path, store := trusted(t, goCell("a := 1", "// many 2000", `// text "last"`))
	html := func(r *notebook.Report) ([]byte, error) {
		var b strings.Builder
		for _, c := range r.Cells {
			fmt.Fprintf(&b, "%s:", c.Status)
			for _, o := range c.Outputs {
				b.WriteString(o.Output.Plain())
			}
		}
		return []byte(b.String()), nil
	}
	s := newSite(t, Options{Path: path, Trust: store, HTML: html})
	f := s.follow(t, "note.md")
	f.read()
	status, body, header := s.do(t, "POST", "/notes/note.md/export", `{"format":"html"}`, nil)
	if status != 200 || !strings.HasPrefix(body, "ok:") || !strings.HasSuffix(strings.TrimSpace(body), "last") {
		t.Errorf("status %d, body ends %.60q", status, body[max(0, len(body)-60):])
	}
	if got := header.Get("Content-Disposition"); got != "attachment; filename*=UTF-8''note.html" {
		t.Errorf("Content-Disposition is %q", got)
	}
	if status, _, _ := s.do(t, "POST", "/notes/note.md/export", `{"format":"exe"}`, nil); status != 400 {
		t.Errorf("an unknown format: status %d", status)
	}
	if status, _, _ := s.do(t, "POST", "/notes/note.md/export", `{"format":"pdf"}`, nil); status != 500 {
		t.Errorf("a format that was not wired: status %d", status)
	}
}

func TestFileGoneAndBack(t *testing.T) {
	s, f := followFromTheStart(t, goCell("a := 1", `// text "x"`), Options{})
	path := filepath.Join(s.dir, "note.md")
	f.until(isType("done"))
	check(t, os.Remove(path))
	if e := f.until(isType("file")); e.Message == "" || strings.Contains(e.Message, path) {
		t.Errorf("the message is %q", e.Message)
	}
	write(t, path, goCell("a := 1", `// text "x"`))
	if e := f.until(isType("file")); e.Message != "" {
		t.Errorf("after coming back the message is %q", e.Message)
	}
}

// TestNoSecretsInLogs does everything that is logged and looks for tokens and cookies.
func TestNoSecretsInLogs(t *testing.T) {
	var log lockedBuffer
	s := newSite(t, Options{Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	url := s.server.URL()
	token := url[strings.LastIndexByte(url, '=')+1:]
	for target := range map[string]bool{"/?token=" + token: true, "/?token=wrong": true, "/notes/note.md/export": true, "/notes/none.md": true} {
		s.do(t, "GET", target, "", nil)
		s.do(t, "POST", target, `{"format":"pdf"}`, nil)
	}
	s.do(t, "GET", "/notes/note.md/events", "", nil)
	for _, secret := range []string{token, s.cookie.Value} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log has a secret in it:\n%s", log.String())
		}
	}
}

// A lockedBuffer is a buffer for a logger.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

func TestIndexListsNotes(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "하나.md"), "---\ntitle: 첫 <노트>\n---\n")
	check(t, os.MkdirAll(filepath.Join(dir, "sub", ".hidden"), 0o755))
	write(t, filepath.Join(dir, "sub", "둘.md"), "# 둘째 노트\n")
	write(t, filepath.Join(dir, "sub", ".hidden", "no.md"), "# 숨은 노트\n")
	write(t, filepath.Join(dir, "data.txt"), "# 노트가 아닌 파일\n")
	s := newSite(t, Options{Path: dir})
	status, body, _ := s.do(t, "GET", "/", "", nil)
	if status != 200 {
		t.Fatalf("status %d", status)
	}
	for _, want := range []string{"첫 &lt;노트&gt;", `href="` + address("하나.md") + `"`, "둘째 노트", `href="` + address("sub/둘.md") + `"`} {
		if !strings.Contains(body, want) {
			t.Errorf("the index does not have %s", want)
		}
	}
	for _, no := range []string{"숨은", "아닌"} {
		if strings.Contains(body, no) {
			t.Errorf("the index has %s", no)
		}
	}
	if status, _, _ := s.do(t, "GET", address("sub/둘.md"), "", nil); status != 200 {
		t.Errorf("the note in a folder: status %d", status)
	}
}
