package notebook

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"time"

	"quire/notebook/output"
)

// RunOptions say how [Run] runs a note.
type RunOptions struct {
	Dir     string // the working directory of cells
	Start   StartKernel
	Sandbox bool
	LogDir  string      // an existing folder for the complete logs; none are kept when it is empty
	Observe func(Event) // may be nil; called in order, from one goroutine at a time
}

// Run runs a note once, top to bottom, in a fresh kernel.
//
// A cell that fails keeps what it showed before; the cells below it are not run, unless it has error: true. Cells with
// eval: false are skipped. The results have one entry per cell even when the error is not nil, which it is only when the
// kernel could not do its work or ctx ended.
func Run(ctx context.Context, n *Note, o RunOptions) (*Results, error) {
	r := newRun(n, o)
	err := r.all(ctx)
	r.observe(Event{Kind: EventDone, Message: errorText(err)})
	return r.results(), err
}

// A run is a clean run under way.
type run struct {
	note   *Note
	o      RunOptions
	cells  []*cellRun
	kernel Kernel
	failed bool // a cell failed that may not: what is below it is not run

	mu       sync.Mutex // guards complete and what the cells' results hold, for whoever looks on
	complete bool
}

// A cellRun is one cell of a run.
type cellRun struct {
	cell   *Cell
	result *CellResult
	killed bool // running it ended the kernel's process
}

// newRun returns a run of which nothing has run yet.
func newRun(n *Note, o RunOptions) *run {
	r := &run{note: n, o: o}
	for _, c := range n.Cells {
		r.cells = append(r.cells, &cellRun{cell: c, result: &CellResult{Key: c.Key, Status: StatusQueued}})
	}
	return r
}

func (r *run) observe(e Event) {
	if r.o.Observe != nil {
		r.o.Observe(e)
	}
}

// results returns a copy of the results so far, with what a running cell has shown.
func (r *run) results() *Results {
	r.mu.Lock()
	defer r.mu.Unlock()
	res := &Results{Complete: r.complete}
	for _, c := range r.cells {
		cr := *c.result
		if cr.Status == StatusRunning && cr.Log != nil {
			cr.Outputs = cr.Log.Outputs()
		}
		res.Cells = append(res.Cells, &cr)
	}
	return res
}

// set changes a cell's result.
func (r *run) set(c *cellRun, change func(*CellResult)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change(c.result)
}

// all starts the kernel and runs every cell. What has not run at the end is marked so.
func (r *run) all(ctx context.Context) (err error) {
	defer func() {
		for _, c := range r.cells {
			if c.result.Status == StatusQueued {
				r.finish(c, StatusNotRun)
			}
		}
		r.spread()
		r.mu.Lock()
		r.complete = err == nil
		r.mu.Unlock()
	}()
	for _, c := range r.cells {
		r.observe(Event{Kind: EventCell, Cell: c.result.Key, Status: StatusQueued})
	}
	if !slices.ContainsFunc(r.cells, func(c *cellRun) bool { return c.cell.Options.Eval }) {
		r.skipAll()
		return nil
	}
	if err := r.start(ctx); err != nil {
		return err
	}
	defer func() {
		if cerr := r.kernel.Close(); cerr != nil && err == nil {
			err = fmt.Errorf("close kernel: %w", cerr)
		}
	}()
	for i, c := range r.cells {
		switch {
		case !c.cell.Options.Eval:
			r.finish(c, StatusSkipped)
		case r.failed:
			r.finish(c, StatusNotRun)
		default:
			if err := r.step(ctx, i); err != nil {
				return err
			}
		}
	}
	return nil
}

// skipAll skips every cell.
func (r *run) skipAll() {
	for _, c := range r.cells {
		r.finish(c, StatusSkipped)
	}
}

// start starts the kernel.
func (r *run) start(ctx context.Context) error {
	r.observe(Event{Kind: EventKernel, Message: "starting"})
	k, err := r.o.Start(ctx, KernelStart{
		Note: baseName(r.note.Name), Dir: r.o.Dir, Seed: r.note.Meta.Seed, Params: r.note.Meta.Params, Sandbox: r.o.Sandbox,
	})
	if err != nil {
		r.observe(Event{Kind: EventKernel, Message: "dead: " + err.Error()})
		return fmt.Errorf("start kernel: %w", err)
	}
	r.kernel = k
	r.observe(Event{Kind: EventKernel, Message: "idle"})
	return nil
}

// step runs cell i and, when it took the kernel's process with it, brings back what the cells above defined.
func (r *run) step(ctx context.Context, i int) error {
	c := r.cells[i]
	out, err := r.cell(ctx, c)
	if err != nil {
		return err
	}
	if c.result.Status == StatusFailed && !c.cell.Options.Error {
		r.failed = true
		return nil
	}
	if out.Restarted {
		c.killed = true
		return r.replay(ctx, i)
	}
	return nil
}

// cell runs one cell and keeps what it shows.
func (r *run) cell(ctx context.Context, c *cellRun) (Outcome, error) {
	path := ""
	if r.o.LogDir != "" {
		path = filepath.Join(r.o.LogDir, "cell-"+strconv.Itoa(c.cell.Number)+".log")
	}
	key, log := c.result.Key, output.NewLog(path)
	r.set(c, func(res *CellResult) { res.Status, res.Log = StatusRunning, log })
	r.observe(Event{Kind: EventClear, Cell: key})
	r.observe(Event{Kind: EventCell, Cell: key, Status: StatusRunning})
	r.observe(Event{Kind: EventKernel, Message: "busy"})
	cellCtx, cancel := c.context(ctx)
	defer cancel()
	out, err := r.kernel.Run(cellCtx, c.kernelCell(), func(o output.Output) {
		_ = log.Append(o) // Close returns the first error
		r.observe(Event{Kind: EventOutput, Cell: key, Output: o})
	})
	if err != nil {
		out = Outcome{Status: StatusFailed, Elapsed: out.Elapsed}
		r.fail(key, log, err)
	}
	logErr := log.Close()
	r.set(c, func(res *CellResult) {
		res.Outputs, res.Hash = log.Outputs(), log.Hash()
		res.Elapsed, res.Hints = out.Elapsed, out.Hints
		if !res.Volatile {
			res.Volatile, res.Reason = c.cell.verdict(out.Volatile, out.Reason)
		}
	})
	r.finish(c, out.Status)
	r.observe(Event{Kind: EventKernel, Message: kernelState(out, err)})
	switch {
	case err != nil:
		return out, fmt.Errorf("run cell %s: %w", key, err)
	case ctx.Err() != nil:
		return out, ctx.Err()
	case logErr != nil:
		return out, fmt.Errorf("keep the log of cell %s: %w", key, logErr)
	}
	return out, nil
}

// kernelState names the state of the kernel after a cell.
func kernelState(out Outcome, err error) string {
	switch {
	case err != nil:
		return "dead: " + err.Error()
	case out.Restarted:
		return "restarted"
	}
	return "idle"
}

// fail adds the error that the kernel failed with to a cell's outputs.
func (r *run) fail(key string, log *output.Log, err error) {
	o := &output.Error{
		Stage: "crash", Message: err.Error(),
		HintKo: "셀을 실행하는 프로그램이 멈췄습니다. 다시 실행해 보세요.",
		HintEn: "The program that runs cells stopped working; run the note again.",
	}
	_ = log.Append(o) // Close returns the first error
	r.observe(Event{Kind: EventOutput, Cell: key, Output: o})
}

// finish gives a cell its final status.
func (r *run) finish(c *cellRun, s Status) {
	if c.result.Status == StatusQueued { // it does not run: what an earlier run showed is gone
		r.observe(Event{Kind: EventClear, Cell: c.result.Key})
	}
	r.set(c, func(res *CellResult) { res.Status = s })
	r.observe(Event{Kind: EventCell, Cell: c.result.Key, Status: s, Elapsed: c.result.Elapsed})
}

// replay runs the cells above i again, unseen, after the kernel's process was replaced: the cells below i see what they
// would see had i not run. A clean run is deterministic, so a cell that now ends otherwise makes those below it volatile.
func (r *run) replay(ctx context.Context, i int) error {
	for _, c := range r.cells[:i] {
		if c.killed || c.result.Status != StatusOK && c.result.Status != StatusFailed {
			continue
		}
		again := output.NewHasher()
		out, err := r.kernel.Run(ctx, c.kernelCell(), again.Add) // seen by nobody
		if err != nil {
			return fmt.Errorf("run cell %s again: %w", c.result.Key, err)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if again.Sum() != c.result.Hash || out.Status != c.result.Status {
			for _, below := range r.cells[i+1:] {
				if yes, _ := below.cell.verdict(true, ""); yes {
					r.set(below, func(res *CellResult) { res.Volatile, res.Reason = true, ReasonReplay })
				}
			}
		}
	}
	return nil
}

// grace is how much longer than its timeout a cell may take before it is interrupted from here: the kernel keeps the
// timeout itself, and explains it better.
const grace = 15 * time.Second

// context returns the context that a cell runs under.
func (c *cellRun) context(ctx context.Context) (context.Context, context.CancelFunc) {
	if t := c.cell.Options.Timeout; t > 0 {
		return context.WithTimeout(ctx, t+grace)
	}
	return ctx, func() {}
}

// kernelCell returns the cell as the kernel wants it.
func (c *cellRun) kernelCell() KernelCell {
	return KernelCell{Key: c.cell.Key, Source: c.cell.Source, Line: c.cell.Line, Timeout: c.cell.Options.Timeout}
}
