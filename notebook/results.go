package notebook

import (
	"time"

	"quire/notebook/output"
)

// Results are what the cells of a note gave: one CellResult per cell, in the order of Note.Cells. Complete tells that
// the run came to its own end: nobody interrupted it, and the kernel did its work.
type Results struct {
	Cells    []*CellResult
	Complete bool
}

// A CellResult is how one cell ended and what it showed.
type CellResult struct {
	Key      string
	Status   Status
	Outputs  []output.Output // long text has lines left out in its middle; Log has all of it
	Log      *output.Log     // nil when the cell did not run or no log was kept
	Elapsed  time.Duration
	Volatile bool   // the outputs need not repeat, and are not compared
	Reason   string // why: the function that the cell called, or a reason of this package; empty when it is not volatile
	Hints    []Diagnostic
	Hash     string // over the canonical bytes of every output, nothing left out; empty when the cell did not run
}

// Failed tells whether a cell failed that may not (one without error: true in n).
func (r *Results) Failed(n *Note) bool {
	for i, c := range r.Cells {
		if c.Status == StatusFailed && !n.Cells[i].Options.Error {
			return true
		}
	}
	return false
}

// An EventKind says what an [Event] tells.
type EventKind string

// The kinds of event.
const (
	EventNote   EventKind = "note"   // Note replaces the note before
	EventCell   EventKind = "cell"   // Cell is now in Status; Elapsed when it has ended
	EventOutput EventKind = "output" // Cell showed Output; text follows on the text before, the same progress key replaces
	EventClear  EventKind = "clear"  // Cell's outputs are gone: it runs again
	EventKernel EventKind = "kernel" // the kernel's state is Message: "starting", "idle", "busy", "restarted", "dead: why"
	EventDone   EventKind = "done"   // everything asked for has run, or the run was stopped
)

// An Event is one step of a run, for whoever watches it.
type Event struct {
	Kind    EventKind
	Note    *Note
	Cell    string // key
	Status  Status
	Elapsed time.Duration
	Output  output.Output
	Message string
}
