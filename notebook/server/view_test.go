package server

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"quire/notebook"
	"quire/notebook/output"
)

// plainDrawing draws with the text itself, so that tests can read it.
type plainDrawing struct{}

func (plainDrawing) document(r *notebook.Report, ids []string) docView {
	v := docView{Title: r.Title, Problems: []problemView{}, Order: ids}
	for i, b := range r.Note.Blocks {
		bv := blockView{ID: ids[i]}
		if b.Cell != nil {
			bv.Cell = &codeView{Number: b.Cell.Number, Code: b.Cell.Code}
		} else {
			bv.HTML = strings.TrimSpace(string(r.Note.Source[b.Start:b.End]))
		}
		v.Blocks = append(v.Blocks, bv)
	}
	return v
}

func (plainDrawing) output(_ *notebook.Report, _ *notebook.Cell, o output.Output) string {
	return "<" + o.Plain() + ">"
}

func (plainDrawing) frameURL(id string) string { return "/" + id }

// stage is a view under test, with a clock that moves by hand and a copy of what a page would show.
type stage struct {
	t    *testing.T
	view *view
	now  time.Time
	seq  uint64
	copy mirror
}

// A mirror is a page's state, made from events alone.
type mirror struct {
	Order []string
	Block map[string]blockView
	Cell  map[string]*cellView
}

func newStage(t *testing.T) *stage {
	s := &stage{t: t, now: time.Unix(1000, 0), copy: mirror{Block: map[string]blockView{}, Cell: map[string]*cellView{}}}
	s.view = newView(plainDrawing{}, func() time.Time { return s.now })
	return s
}

// note parses src and gives it to the view.
func (s *stage) note(src string) []event {
	s.t.Helper()
	n := notebook.Parse("note.md", []byte(src))
	notebook.Match(s.view.note, n)
	return s.take(s.view.apply(notebook.Event{Kind: notebook.EventNote, Note: n}))
}

func (s *stage) apply(e notebook.Event) []event {
	s.t.Helper()
	return s.take(s.view.apply(e))
}

// status applies a change of a cell's status.
func (s *stage) status(key string, status notebook.Status) []event {
	s.t.Helper()
	return s.apply(notebook.Event{Kind: notebook.EventCell, Cell: key, Status: status})
}

// ran is a run of a cell that prints text.
func (s *stage) ran(key, text string) {
	s.t.Helper()
	s.apply(notebook.Event{Kind: notebook.EventClear, Cell: key})
	s.status(key, notebook.StatusRunning)
	s.apply(notebook.Event{Kind: notebook.EventOutput, Cell: key, Output: &output.Text{Stream: output.Stdout, Data: text}})
	s.status(key, notebook.StatusOK)
}

// take updates the mirror from events, and checks that a snapshot would give the same.
func (s *stage) take(events []event) []event {
	s.t.Helper()
	m := &s.copy
	cell := func(id string) *cellView {
		if m.Cell[id] == nil {
			m.Cell[id] = &cellView{ID: id, State: "idle", Items: []*item{}}
		}
		return m.Cell[id]
	}
	for _, e := range events {
		s.seq++
		var got event
		check(s.t, json.Unmarshal(e.encode(s.seq), &got)) // as a page gets it
		switch got.T {
		case "doc":
			m.Order = got.Doc.Order
			for _, b := range got.Doc.Blocks {
				m.Block[b.ID] = b
			}
		case "cell":
			c := cell(got.Cell)
			c.State, c.MS, c.Stale, c.Because = got.State, got.MS, got.Stale, got.Because
		case "clear":
			cell(got.Cell).Items = []*item{}
		case "out":
			c, it := cell(got.Cell), got.Item
			switch {
			case it.N == len(c.Items):
				c.Items = append(c.Items, it)
			case it.Kind == "text":
				c.Items[it.N].Text += it.Text
			default:
				c.Items[it.N] = it
			}
		}
	}
	s.compare()
	return events
}

// compare checks that who followed the events and who opens the page now see the same.
func (s *stage) compare() {
	s.t.Helper()
	var snap snapshot
	data, err := json.Marshal(s.view.snapshot("boot", s.seq))
	check(s.t, err)
	check(s.t, json.Unmarshal(data, &snap))
	if !reflect.DeepEqual(snap.Doc.Order, s.copy.Order) && len(snap.Doc.Order) > 0 {
		s.t.Errorf("order after events is %v, in a snapshot %v", s.copy.Order, snap.Doc.Order)
	}
	for _, b := range snap.Doc.Blocks {
		if !sameBlock(b, s.copy.Block[b.ID]) {
			s.t.Errorf("block %s after events is %+v, in a snapshot %+v", b.ID, s.copy.Block[b.ID], b)
		}
	}
	for _, c := range snap.Cells {
		have := s.copy.Cell[c.ID]
		if have == nil {
			have = &cellView{ID: c.ID, State: "idle", Items: []*item{}}
		}
		if !reflect.DeepEqual(c, have) {
			a, _ := json.Marshal(have)
			b, _ := json.Marshal(c)
			s.t.Errorf("cell %s after events:\n%s\nin a snapshot:\n%s", c.ID, a, b)
		}
	}
}

// cellsOf are state, stale mark and text of all cells, in order, as the mirror has them.
func (s *stage) cellsOf() string {
	var out []string
	for _, id := range s.copy.Order {
		if s.copy.Block[id].Cell == nil {
			continue
		}
		c := s.copy.Cell[id]
		if c == nil {
			c = &cellView{State: "idle"}
		}
		text := c.State
		if c.Stale {
			text += fmt.Sprintf("!%d", c.Because)
		}
		for _, it := range c.Items {
			text += " " + it.Kind + ":" + it.Text + it.HTML
		}
		out = append(out, text)
	}
	return strings.Join(out, " | ")
}

func (s *stage) want(want string) {
	s.t.Helper()
	if got := s.cellsOf(); got != want {
		s.t.Errorf("cells are\n\t%s\nwant\n\t%s", got, want)
	}
}

const threeCells = "# 제목\n\n```go\na := 1\n```\n\n글\n\n```go\nb := 2\n```\n\n```go\nc := 3\n```\n"

func TestViewRun(t *testing.T) {
	s := newStage(t)
	s.note(threeCells)
	s.want("idle | idle | idle")
	for _, key := range []string{"a", "b", "c"} {
		s.status(key, notebook.StatusQueued)
	}
	s.ran("a", "하나\n")
	s.status("b", notebook.StatusRunning)
	s.want("ok text:하나\n | running | queued")
	s.now = s.now.Add(1500 * time.Millisecond)
	if c := s.view.snapshot("", 0).Cells[1]; c.MS != 1500 {
		t.Errorf("a cell that has run for 1.5 s shows %d ms", c.MS)
	}
	s.view.cells[s.copy.Order[3]].started = s.now
	s.apply(notebook.Event{Kind: notebook.EventOutput, Cell: "b", Output: &output.Error{Stage: "panic", Message: "boom", Frames: []output.Frame{{Cell: "b", Line: 11}}}})
	s.status("b", notebook.StatusFailed)
	s.status("c", notebook.StatusNotRun)
	events := s.apply(notebook.Event{Kind: notebook.EventDone})
	s.want("ok text:하나\n | failed error: | not-run")
	if last := events[len(events)-1]; last.T != "done" || last.State != "failed" {
		t.Errorf("the run ended with %+v", last)
	}
}

func TestViewStaleFromTheFirstChange(t *testing.T) {
	s := newStage(t)
	s.note(threeCells)
	for _, key := range []string{"a", "b", "c"} {
		s.ran(key, key)
	}
	s.want("ok text:a | ok text:b | ok text:c")
	s.note(strings.Replace(threeCells, "글", "다른 글", 1))
	s.want("ok text:a | ok text:b | ok text:c")
	s.note(strings.Replace(threeCells, "b := 2", "b := 20", 1))
	s.want("ok text:a | ok!2 text:b | ok!2 text:c")
	s.note("---\nseed: 7\n---\n" + strings.Replace(threeCells, "b := 2", "b := 20", 1))
	s.want("ok!0 text:a | ok!2 text:b | ok!2 text:c")
	s.ran("a", "A")
	s.want("ok text:A | ok!2 text:b | ok!2 text:c")
}

// TestViewKeepsOutputsUntilTheNext: outputs of the run before stand until the new run has something to show or ends.
func TestViewKeepsOutputsUntilTheNext(t *testing.T) {
	s := newStage(t)
	s.note(threeCells)
	s.ran("a", "alt")
	s.status("a", notebook.StatusQueued)
	s.apply(notebook.Event{Kind: notebook.EventClear, Cell: "a"})
	s.status("a", notebook.StatusRunning)
	s.want("running text:alt | idle | idle")
	s.apply(notebook.Event{Kind: notebook.EventOutput, Cell: "a", Output: &output.Text{Stream: output.Stdout, Data: "neu"}})
	s.want("running text:neu | idle | idle")
	s.status("a", notebook.StatusOK)
	s.apply(notebook.Event{Kind: notebook.EventClear, Cell: "a"})
	s.status("a", notebook.StatusRunning)
	s.status("a", notebook.StatusOK) // this time it printed nothing
	s.want("ok | idle | idle")
}

func TestViewTextStreamsAndProgress(t *testing.T) {
	s := newStage(t)
	s.note(threeCells)
	s.status("a", notebook.StatusRunning)
	out := func(o output.Output) { s.apply(notebook.Event{Kind: notebook.EventOutput, Cell: "a", Output: o}) }
	out(&output.Text{Stream: output.Stdout, Data: "1"})
	out(&output.Text{Stream: output.Stdout, Data: "2\n"})
	out(&output.Text{Stream: output.Stderr, Data: "warn"})
	out(&output.Progress{Key: "p", Label: "학습", Done: 1, Total: 9})
	out(&output.Text{Stream: output.Stdout, Data: "3"})
	out(&output.Progress{Key: "p", Label: "학습", Done: 5, Total: 9})
	out(&output.Table{Columns: []output.Column{{Name: "x"}}, Rows: [][]string{{"1"}}})
	id := s.copy.Order[1]
	if p := s.copy.Cell[id].Items[2]; p.Done != 5 || p.Total != 9 || p.Label != "학습" {
		t.Errorf("the progress bar is %+v", p)
	}
	s.status("a", notebook.StatusOK)
	var kinds []string
	for _, it := range s.copy.Cell[id].Items {
		kinds = append(kinds, fmt.Sprint(it.Kind, " ", it.Gone))
	}
	if got := strings.Join(kinds, ", "); got != "text false, text false, progress true, text false, table false" {
		t.Errorf("items are %s; the progress bar must be gone at the end", got)
	}
}

func TestViewDocSendsWhatChanged(t *testing.T) {
	s := newStage(t)
	s.note(threeCells)
	events := s.note(strings.Replace(threeCells, "글", "글\n\n새 글", 1))
	if len(events) != 1 || events[0].T != "doc" {
		t.Fatalf("a new paragraph gave %+v", events)
	}
	if d := events[0].Doc; len(d.Blocks) != 1 || d.Blocks[0].HTML != "새 글" || len(d.Order) != 6 {
		t.Errorf("the event has %d blocks: %+v", len(d.Blocks), d.Blocks)
	}
	if events := s.note(strings.Replace(threeCells, "글", "글\n\n새 글", 1)); len(events) != 0 {
		t.Errorf("the same note gave %+v", events)
	}
}

func TestViewErrorNamesLinesOfTheCell(t *testing.T) {
	s := newStage(t)
	s.note("글\n\n```go\n//| label: one\nf := 1\n```\n\n```go\ng := f\n```\n")
	s.status("g", notebook.StatusRunning)
	s.apply(notebook.Event{Kind: notebook.EventOutput, Cell: "g", Output: &output.Error{
		Stage: "panic", Message: "boom",
		Frames: []output.Frame{{Cell: "one", Line: 5}, {Cell: "g", Line: 9}, {Cell: "gone", Line: 3}},
	}})
	e := s.copy.Cell[s.copy.Order[2]].Items[0].Error
	want := []frameView{
		{Cell: s.copy.Order[1], Number: 1, Line: 1, NoteLine: 5},
		{Cell: s.copy.Order[2], Number: 2, Line: 1, NoteLine: 9},
		{NoteLine: 3},
	}
	if !reflect.DeepEqual(e.Frames, want) {
		t.Errorf("frames are %+v, want %+v", e.Frames, want)
	}
}

func TestViewKeepsFrames(t *testing.T) {
	s := newStage(t)
	s.note(threeCells)
	s.status("a", notebook.StatusRunning)
	for i := range keepFrames + 10 {
		s.apply(notebook.Event{Kind: notebook.EventOutput, Cell: "a", Output: &output.HTML{HTML: fmt.Sprint(i), Alternative: "x"}})
	}
	if n := len(s.view.frames); n != keepFrames+10 {
		t.Errorf("%d of %d shown frames are kept", n, keepFrames+10)
	}
	s.status("a", notebook.StatusOK)
	s.ran("a", "text")
	s.apply(notebook.Event{Kind: notebook.EventOutput, Cell: "a", Output: &output.HTML{HTML: "new", Alternative: "x"}})
	if n := len(s.view.frames); n != keepFrames {
		t.Errorf("%d frames are kept once they have gone, want %d", n, keepFrames)
	}
}

func TestViewRestart(t *testing.T) {
	s := newStage(t)
	s.note(threeCells)
	s.ran("a", "x")
	s.apply(notebook.Event{Kind: notebook.EventClear, Cell: "a"})
	s.status("a", "")
	s.want("idle | idle | idle")
}

func TestTextTailKeepsTheEnd(t *testing.T) {
	tail := textTail{limit: 1000}
	var all strings.Builder
	for i := range 2000 {
		line := fmt.Sprintf("줄 %d\n", i)
		tail.write(line)
		all.WriteString(line)
	}
	text := tail.text()
	if !strings.HasSuffix(all.String(), text) || len(text) < 900 || len(text) > 2000 {
		t.Fatalf("the tail has %d bytes and is not the end of the text", len(text))
	}
	if n := tail.dropped + strings.Count(text, "\n"); n != 2000 {
		t.Errorf("%d lines dropped and %d kept, of 2000", tail.dropped, strings.Count(text, "\n"))
	}
	if !strings.HasPrefix(text, "줄 ") {
		t.Errorf("the tail begins in the middle of a line: %.20q", text)
	}
}

func TestWholeRunes(t *testing.T) {
	for _, s := range []string{"", "a", "한", "a한", "😀", "한글\n", "\xff\xff"} {
		if whole, rest := wholeRunes(s); whole != s || rest != "" {
			t.Errorf("wholeRunes(%q) = %q, %q", s, whole, rest)
		}
	}
	for _, s := range []string{"글", "😀", "é"} {
		for cut := 1; cut < len(s); cut++ {
			whole, rest := wholeRunes("가" + s[:cut])
			if whole != "가" || rest != s[:cut] {
				t.Errorf("wholeRunes of 가 and %d bytes of %q = %q, %q", cut, s, whole, rest)
			}
		}
	}
}

// BenchmarkSaveLongNote is a change of one paragraph of a note with 650 blocks, 200 of them cells with results.
func BenchmarkSaveLongNote(b *testing.B) {
	src := strings.Repeat(strings.Replace(demoNote[strings.Index(demoNote, "##"):], "{#eq-momentum}", "", 1), 50)
	v := newView(&reportDrawing{base: "/notes/x", editor: new(notebook.Editor)}, time.Now)
	var old *notebook.Note
	set := func(src string) {
		n := notebook.Parse("note.md", []byte(src))
		notebook.Match(old, n)
		old = n
		v.apply(notebook.Event{Kind: notebook.EventNote, Note: n})
	}
	set(src)
	for i, c := range old.Cells {
		v.apply(notebook.Event{Kind: notebook.EventCell, Cell: c.Key, Status: notebook.StatusRunning})
		if i%4 == 0 {
			v.apply(notebook.Event{Kind: notebook.EventOutput, Cell: c.Key, Output: &output.Figure{Figure: fakeFigure()}})
		}
		v.apply(notebook.Event{Kind: notebook.EventCell, Cell: c.Key, Status: notebook.StatusOK})
	}
	b.ReportMetric(float64(len(old.Blocks)), "blocks")
	for i := 0; b.Loop(); i++ {
		set(src + fmt.Sprintf("\n\n바뀐 문단 %d\n", i))
	}
}
