package server

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"quire/notebook"
	"quire/notebook/output"
)

// keepText is how much of a text output, in bytes, is kept for pages that open later; the log on disk has all of it.
const keepText = 256 << 10

// A drawing turns a report into what pages show.
type drawing interface {
	// document renders the whole note; ids are those of its blocks. Version is left 0.
	document(r *notebook.Report, ids []string) docView
	// output renders an output of cell c that is neither text nor progress nor an error.
	output(r *notebook.Report, c *notebook.Cell, o output.Output) string
	// frameURL is the address of the HTML output with the given id.
	frameURL(id string) string
}

// A view is what the pages of one note show: a fold over the session's events. Every method changes the view and
// returns the events that bring a page along. A view starts no goroutine and locks nothing; clock is its only contact
// with the outside.
type view struct {
	draw  drawing
	clock func() time.Time

	note    *notebook.Note
	version int
	doc     docView // Blocks holds all blocks, in order
	cells   map[string]*cellState
	kernel  string
	message string
	busy    bool
	began   time.Time
	file    string
	frames  []frame // the oldest first
	trust   TrustLevel
}

func newView(draw drawing, clock func() time.Time) *view {
	return &view{draw: draw, clock: clock, cells: map[string]*cellState{}, kernel: "idle", doc: docView{Problems: []problemView{}, Order: []string{}}}
}

// setNote replaces the note, whose blocks have ids by [notebook.Match]. Cells keep what they have shown; from the first cell that differs from the note before,
// they are stale.
func (v *view) setNote(n *notebook.Note) []event {
	ids := n.IDs
	same, because := unchangedCells(v.note, n)
	old := v.cells
	v.note, v.cells = n, make(map[string]*cellState, len(n.Cells))
	v.version++
	var events []event
	for i, b := range n.Blocks {
		if b.Cell == nil {
			continue
		}
		c := old[ids[i]]
		if c == nil {
			c = &cellState{cellView: cellView{ID: ids[i], State: "idle", Items: []*item{}}}
		}
		c.cell = b.Cell
		v.cells[c.ID] = c
		if b.Cell.Number > same && !c.Stale && c.State != "idle" {
			c.Stale, c.Because = true, because
			events = append(events, c.event(v.clock()))
		}
	}
	return append(v.refresh(ids), events...)
}

// unchangedCells counts the cells at the beginning of n that are those of old, with the same settings above them.
// because is the number of the first other cell, 0 when the settings differ.
func unchangedCells(old, n *notebook.Note) (same, because int) {
	if old == nil || old.Meta.Seed != n.Meta.Seed || !slices.Equal(old.Meta.Params, n.Meta.Params) {
		return 0, 0
	}
	for same < len(n.Cells) && same < len(old.Cells) {
		a, b := old.Cells[same], n.Cells[same]
		if a.Key != b.Key || a.Source != b.Source {
			break
		}
		same++
	}
	return same, same + 1
}

// refresh renders the note again and returns what has changed on the page.
func (v *view) refresh(ids []string) []event {
	r := v.report()
	next := v.draw.document(r, ids)
	next.Version = v.version
	d := docView{Version: next.Version, Title: next.Title, Head: next.Head, Lang: next.Lang, Problems: next.Problems, Order: next.Order}
	had := make(map[string]blockView, len(v.doc.Blocks))
	for _, b := range v.doc.Blocks {
		had[b.ID] = b
	}
	for _, b := range next.Blocks {
		if o, ok := had[b.ID]; !ok || !sameBlock(o, b) {
			d.Blocks = append(d.Blocks, b)
		}
	}
	changed := len(d.Blocks) > 0 || d.Title != v.doc.Title || d.Head != v.doc.Head || d.Lang != v.doc.Lang ||
		!slices.Equal(d.Order, v.doc.Order) || !slices.Equal(d.Problems, v.doc.Problems)
	v.doc = next
	var events []event
	if changed {
		events = append(events, event{T: "doc", Doc: &d})
	}
	for _, id := range next.Order {
		if c := v.cells[id]; c != nil {
			events = append(events, v.redraw(c, r)...)
		}
	}
	return events
}

func sameBlock(a, b blockView) bool {
	if (a.Cell == nil) != (b.Cell == nil) || a.Cell != nil && *a.Cell != *b.Cell {
		return false
	}
	return a.HTML == b.HTML && slices.Equal(a.Headings, b.Headings)
}

// redraw renders a cell's outputs again, whose numbers may have changed.
func (v *view) redraw(c *cellState, r *notebook.Report) []event {
	var events []event
	for i, it := range c.Items {
		if it.Kind == string(output.KindText) || it.Kind == string(output.KindProgress) || c.outputs[i] == nil {
			continue
		}
		next := v.item(c, i, func() *notebook.Report { return r })
		if next.HTML != it.HTML {
			c.Items[i] = next
			events = append(events, event{T: "out", Cell: c.ID, Item: next})
		}
	}
	return events
}

// results are the results so far, for numbering; text is left out of them.
func (v *view) results() *notebook.Results {
	byCell := make(map[*notebook.Cell]*cellState, len(v.cells))
	for _, c := range v.cells {
		byCell[c.cell] = c
	}
	res := &notebook.Results{Cells: make([]*notebook.CellResult, len(v.note.Cells))}
	for i, cell := range v.note.Cells {
		r := &notebook.CellResult{Key: cell.Key, Status: notebook.StatusQueued}
		if c := byCell[cell]; c != nil && c.State != "idle" {
			r.Status, r.Outputs = notebook.Status(c.State), c.outputs
		}
		res.Cells[i] = r
	}
	return res
}

// report is the note with its results so far.
func (v *view) report() *notebook.Report { return notebook.NewReport(v.note, v.results()) }

// item renders output i of a cell. report is called only for what needs it.
func (v *view) item(c *cellState, i int, report func() *notebook.Report) *item {
	it := &item{N: i, Kind: string(c.outputs[i].Kind())}
	switch o := c.outputs[i].(type) {
	case *output.Progress:
		it.Key, it.Label, it.Done, it.Total = o.Key, o.Label, o.Done, o.Total
	case *output.HTML:
		it.Alt = o.Alternative
		it.Src = v.draw.frameURL(v.keepFrame(o.HTML))
	case *output.Error:
		it.Error = v.errorView(o)
	case *output.Text:
		it.Stream, it.Text = o.Stream, o.Data
	default:
		it.HTML = v.draw.output(report(), c.cell, o)
	}
	return it
}

// A frame is HTML that a cell has shown. It is served by its hash, and for a while after the output has gone: a page may
// ask for it just then, and would not ask again for the same HTML of the next run.
type frame struct{ id, html string }

// keepFrames is how many frames are kept beyond those that are shown.
const keepFrames = 64

// keepFrame remembers HTML and returns its id.
func (v *view) keepFrame(html string) string {
	sum := sha256.Sum256([]byte(html))
	id := hex.EncodeToString(sum[:16])
	v.frames = slices.DeleteFunc(v.frames, func(f frame) bool { return f.id == id })
	v.frames = append(v.frames, frame{id, html})
	for i := 0; len(v.frames) > keepFrames && i < len(v.frames); {
		if v.shows(v.frames[i].html) {
			i++
			continue
		}
		v.frames = slices.Delete(v.frames, i, i+1)
	}
	return id
}

// shows tells whether some cell shows html.
func (v *view) shows(html string) bool {
	for _, c := range v.cells {
		for _, o := range c.outputs {
			if h, ok := o.(*output.HTML); ok && h.HTML == html {
				return true
			}
		}
	}
	return false
}

func (v *view) errorView(e *output.Error) *errorView {
	ev := &errorView{Stage: e.Stage, Message: e.Message, HintKo: e.HintKo, HintEn: e.HintEn}
	for _, f := range e.Frames {
		fv := frameView{NoteLine: f.Line, Func: f.Name()}
		if c := v.byKey(f.Cell); c != nil && f.Line > 0 {
			fv.Cell, fv.Number = c.ID, c.cell.Number
			fv.Line = f.Line - c.cell.CodeLine + 1
		}
		ev.Frames = append(ev.Frames, fv)
	}
	return ev
}

// byKey returns the cell that the session calls key, nil when the note on the page has none.
func (v *view) byKey(key string) *cellState {
	for _, c := range v.cells {
		if c.cell.Key == key {
			return c
		}
	}
	return nil
}

// apply takes in one event of the session.
func (v *view) apply(e notebook.Event) []event {
	switch e.Kind {
	case notebook.EventNote:
		return v.setNote(e.Note)
	case notebook.EventKernel:
		v.kernel, v.message = kernelState(e.Message)
		return []event{{T: "kernel", State: v.kernel, Message: v.message}}
	case notebook.EventDone:
		return v.end(e.Message)
	}
	c := v.byKey(e.Cell)
	if c == nil {
		return nil // of a cell that has gone
	}
	switch e.Kind {
	case notebook.EventCell:
		return v.setStatus(c, e)
	case notebook.EventClear:
		c.clear = true
		return nil
	case notebook.EventOutput:
		return v.addOutput(c, e.Output)
	}
	return nil
}

// kernelState splits the message of a kernel's event: "dead: why".
func kernelState(message string) (state, why string) {
	state, why, _ = strings.Cut(message, ": ")
	return state, why
}

func (v *view) setStatus(c *cellState, e notebook.Event) []event {
	now := v.clock()
	var events []event
	c.State, c.MS = string(e.Status), e.Elapsed.Milliseconds()
	switch e.Status {
	case notebook.StatusRunning:
		c.started = now
		c.Stale, c.Because = false, 0
	case notebook.StatusQueued:
	case "": // the worker was restarted: nothing has run
		c.State = "idle"
		return append(c.begin(), c.event(now))
	default:
		c.Stale, c.Because = false, 0
		events = c.begin() // it ended without showing anything
		events = append(events, c.dropProgress()...)
	}
	if !v.busy {
		v.busy, v.began = true, now
	}
	return append(events, c.event(now))
}

func (v *view) addOutput(c *cellState, o output.Output) []event {
	events := c.begin()
	if t, ok := o.(*output.Text); ok {
		return append(events, event{T: "out", Cell: c.ID, Item: c.addText(t)})
	}
	i := len(c.Items)
	if p, ok := o.(*output.Progress); ok {
		if j := c.progress(p.Key); j >= 0 {
			i = j
		}
	}
	if i == len(c.Items) {
		c.Items, c.outputs = append(c.Items, nil), append(c.outputs, o)
	} else {
		c.outputs[i] = o
	}
	c.Items[i] = v.item(c, i, v.report)
	return append(events, event{T: "out", Cell: c.ID, Item: c.Items[i]})
}

// hasProgress tells whether the page shows a cell's progress bar.
func (v *view) hasProgress(cell, key string) bool {
	c := v.byKey(cell)
	return c != nil && !c.clear && c.progress(key) >= 0
}

// end closes a run: every number is known now.
func (v *view) end(message string) []event {
	state, now := "ok", v.clock()
	for _, c := range v.cells {
		switch notebook.Status(c.State) {
		case notebook.StatusFailed:
			if c.interrupted() {
				state = "stopped"
			} else if state != "stopped" && !c.cell.Options.Error {
				state = "failed"
			}
		case notebook.StatusQueued, notebook.StatusRunning:
			state = "stopped"
		}
	}
	v.busy = false
	events := v.refresh(v.doc.Order)
	return append(events, event{T: "done", State: state, MS: now.Sub(v.began).Milliseconds(), Message: message})
}

// setFile says why the note's file cannot be read; the empty message says that it can.
func (v *view) setFile(message string) []event {
	if v.file == message {
		return nil
	}
	v.file = message
	return []event{{T: "file", Message: message}}
}

func (v *view) setTrust(t TrustLevel) []event {
	if v.trust == t {
		return nil
	}
	v.trust = t
	return []event{{T: "trust", State: string(t)}}
}

// snapshot is the whole view as of event seq.
func (v *view) snapshot(boot string, seq uint64) snapshot {
	s := snapshot{
		T: "hello", V: protocolVersion, Boot: boot, Seq: seq, Doc: v.doc, Cells: []*cellView{},
		Kernel: v.kernel, Message: v.message, Busy: v.busy, File: v.file, Trust: v.trust,
	}
	for _, id := range v.doc.Order {
		if c := v.cells[id]; c != nil {
			s.Cells = append(s.Cells, c.copy(v.clock()))
		}
	}
	return s
}
