package worker

import (
	"context"
	"io"
	"time"

	"quire/interp/frontend"
	"quire/notebook/output"
)

// EngineOptions are what an [Engine] starts from.
type EngineOptions struct {
	Params []frontend.Param // constants of the outermost scope
	Seed   int64            // the note's seed, from which every cell's random stream derives
	Dir    string           // the note's folder; informational, the caller has changed to it

	Stdout, Stderr io.Writer           // where fmt.Print and println of cells write; nil means os.Stdout and os.Stderr
	Show           func(output.Output) // receives what the cell shows, the value of its last expression included
}

// An Engine runs cells in this process, one after the other. It is not safe for concurrent use, except Interrupt.
type Engine struct {
	opt   EngineOptions
	scope *frontend.Scope
}

// A Panic is why a cell stopped: a run-time panic in Go's own words, with the place and the path of calls.
type Panic struct {
	Message        string // without the "panic: " that the runtime prints before it
	HintKo, HintEn string
	Frames         []output.Frame // the place of the panic first
	Goroutine      bool           // it happened in a goroutine that the cell started; the cell itself may have ended well
}

// An Outcome is how one execution of a cell ended.
type Outcome struct {
	Problems    []frontend.Problem // errors and refusals; when there is one, nothing ran
	Hints       []frontend.Problem // unused names and the like
	Panic       *Panic             // nil when the cell did not panic
	Exit        *int               // the status given to os.Exit (log.Fatal gives 1)
	Interrupted bool               // ctx ended first
	Volatile    bool               // the cell read a clock, raced or visited a map in no fixed order
	Elapsed     time.Duration
	Unit        *frontend.Unit // what was compiled, nil when there were problems
}

// OK reports whether the cell ran to its end.
func (o Outcome) OK() bool {
	return len(o.Problems) == 0 && o.Panic == nil && o.Exit == nil && !o.Interrupted
}

// NewEngine returns an engine in which no cell has run yet.
func NewEngine(o EngineOptions) *Engine {
	return &Engine{opt: o, scope: frontend.NewScope(o.Params)}
}

// Run compiles and executes one cell below those that it has run before. It returns within a moment of ctx's end when
// the cell's code polls; what does not stop keeps running in a goroutine that no later cell can observe.
func (e *Engine) Run(ctx context.Context, cell frontend.Cell) Outcome {
	unit, problems := e.scope.Compile(cell)
	if unit == nil {
		return Outcome{Problems: problems}
	}
	e.scope = unit.Next
	return Outcome{Hints: unit.Hints, Unit: unit}
}
