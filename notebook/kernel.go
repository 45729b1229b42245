package notebook

import (
	"context"
	"time"

	"quire/notebook/output"
)

// A Kernel runs cells, one after the other, each seeing what the ones before it left behind. interp implements it with
// a child process; tests implement it in a few lines.
type Kernel interface {
	// Run executes one cell and returns when the cell has ended and everything it printed has been handed to emit,
	// in order. emit is called from one goroutine at a time, never after Run has returned. The error is non-nil only
	// when the kernel itself could not do its work; a cell that fails is an Outcome. When ctx ends, the cell is
	// interrupted, by force if it must be.
	Run(ctx context.Context, cell KernelCell, emit func(output.Output)) (Outcome, error)

	// Close ends the kernel and everything that its cells started.
	Close() error
}

// A KernelStart is what a kernel needs to begin: it starts empty, from these values alone.
type KernelStart struct {
	Note    string  // the note's file name, for positions in messages
	Dir     string  // the note's folder: the working directory of cells
	Seed    int64   // the note's seed
	Params  []Param // typed constants of the outermost scope
	Sandbox bool    // confine the worker to the note's folder and the data folder
}

// A KernelCell is one cell as the kernel sees it.
type KernelCell struct {
	Key     string        // unique in the note; names the random stream
	Source  string        // the Go text, options lines included
	Line    int           // 1-based line of the note on which Source begins
	Timeout time.Duration // 0: none

	// Note lists the keys of the note's cells in order. The cell sees what those above it defined when they last ran; what
	// it was itself before is replaced. With a nil Note it stands below everything that ran.
	Note []string
}

// A Param is one typed constant from the front matter or from --set. Value is a bool, int64, float64 or string.
type Param struct {
	Name  string
	Value any
}

// A Status is how a cell ended, or why it did not run.
type Status string

// The states of a cell.
const (
	StatusOK      Status = "ok"
	StatusFailed  Status = "failed"
	StatusNotRun  Status = "not-run" // a cell above it failed
	StatusSkipped Status = "skipped" // eval: false
	StatusQueued  Status = "queued"
	StatusRunning Status = "running"
)

// An Outcome says how a cell ended. Restarted tells that the kernel's process died and was replaced: nothing that
// earlier cells defined is left.
type Outcome struct {
	Status    Status
	Elapsed   time.Duration
	Restarted bool
	Volatile  bool         // the cell read a clock or raced: its output need not repeat
	Reason    string       // why: the function that it called, or one of the reasons of this package
	Hints     []Diagnostic // unused variables and imports and the like: not errors
}
