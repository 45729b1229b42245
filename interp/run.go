package interp

import (
	"context"
	"fmt"
	"time"

	"quire/notebook"
	"quire/notebook/output"
)

// The stages of output.Error that the parent gives; see there.
const (
	stageInterrupt = "interrupt"
	stageTimeout   = "timeout"
	stageCrash     = "crash"
	stageExit      = "exit"
	stageLimit     = "limit"
)

// A run is one execution of a cell, as the parent sees it.
type run struct {
	k     *Kernel
	p     *process
	cell  notebook.KernelCell
	emit  func(output.Output)
	merge *merger
	began time.Time

	place  place
	reason string // the stage for which the cell is being stopped, "" when it is not
	why    string // for stageLimit: which limit
	killed bool   // the worker was killed by us
	fault  error  // the worker broke the protocol

	timeout <-chan time.Time // when the cell's time is over
	kill    <-chan time.Time // when an interrupted worker is killed
	flush   <-chan time.Time // when text that has come is shown
}

// flushAfter is how long text waits for more before it is shown. It is on the page within 25 ms, and a million lines do
// not become a million outputs.
const flushAfter = 10 * time.Millisecond

// killWait bounds how long the pipes of a dead worker are read.
const killWait = 2 * time.Second

func newRun(k *Kernel, cell notebook.KernelCell, emit func(output.Output)) *run {
	return &run{
		k: k, p: k.worker, cell: cell, emit: emit, began: time.Now(),
		merge: newMerger(&k.worker.key, k.number, k.worker.rest, emit),
		place: place{cell: cell.Key, line: cell.Line},
	}
}

// follow gives the cell to the worker and handles what happens until the cell or the worker has ended.
func (r *run) follow(ctx context.Context) notebook.Outcome {
	if r.p.dead() {
		return r.died()
	}
	r.p.send(TypeRun, Run{Number: r.k.number, Key: r.cell.Key, Source: r.cell.Source, Line: r.cell.Line, Note: r.cell.Note})
	if r.cell.Timeout > 0 {
		r.timeout = time.After(r.cell.Timeout)
	}
	for !r.merge.ended {
		if r.flush == nil && r.merge.waiting() {
			r.flush = time.After(flushAfter)
		}
		if alive := r.step(ctx); !alive || r.fault != nil {
			return r.died()
		}
		if r.why = r.tooMuch(); r.why != "" {
			r.stop(stageLimit)
		}
	}
	return r.ended()
}

// step handles the next thing that happens. It returns false when the worker is dead, or has to be killed.
func (r *run) step(ctx context.Context) bool {
	asked, closing := ctx.Done(), r.k.closing
	if r.reason != "" {
		asked, closing = nil, nil // it is being stopped already
	}
	select {
	case data, ok := <-r.text(mainTrack):
		r.take(mainTrack, data, ok)
	case data, ok := <-r.text(faultTrack):
		r.take(faultTrack, data, ok)
	case f, ok := <-r.frames():
		r.receive(f, ok)
	case <-r.flush:
		r.flush = nil
		r.merge.tick()
	case <-asked:
		r.stop(stageInterrupt)
	case <-closing:
		r.stop(stageInterrupt)
	case <-r.timeout:
		r.stop(stageTimeout)
	case <-r.kill:
		r.killed = true
		return false
	case <-r.p.exited:
		return false
	}
	return true
}

// stop asks the worker to stop the cell, and sets the time at which it is killed if it has not.
func (r *run) stop(reason string) {
	if r.reason != "" {
		return
	}
	r.reason = reason
	r.p.send(TypeInterrupt, Interrupt{Number: r.k.number})
	r.kill = time.After(r.k.opt.Grace)
}

// text is the channel of a stream while more of it is wanted.
func (r *run) text(track int) <-chan []byte {
	if r.merge.wantsText(track) {
		return r.p.text[track]
	}
	return nil
}

// frames is the channel of messages while another is wanted.
func (r *run) frames() <-chan frame {
	if r.merge.wantsFrame() {
		return r.p.frames
	}
	return nil
}

// take handles what came through a pipe.
func (r *run) take(track int, data []byte, ok bool) {
	if !ok {
		r.p.text[track] = nil // at its end; exited follows
		return
	}
	if err := r.merge.addText(track, data); err != nil {
		r.fault = err
	}
}

// receive handles a message.
func (r *run) receive(f frame, ok bool) {
	if !ok {
		r.p.frames = nil // exited follows, or the fault was noted
		return
	}
	if f.err != nil {
		if r.lives() {
			r.fault = f.err
		}
		return
	}
	if err := r.handle(f); err != nil {
		r.fault = err
	}
}

// lives reports whether the worker is still there some time after its channel ended: then it is at fault, and not just
// about to be gone.
func (r *run) lives() bool {
	select {
	case <-r.p.exited:
		return false
	case <-time.After(500 * time.Millisecond):
		return true
	}
}

func (r *run) handle(f frame) error {
	switch f.t {
	case TypeOutput, TypeProgress:
		return r.output(f)
	case TypePlace:
		var p Place
		if err := Decode(f.payload, &p); err != nil {
			return err
		}
		if p.Number == r.k.number && p.Line > 0 {
			r.place = place{p.Cell, p.Func, p.Line}
		}
		return nil
	case TypeDone:
		d := new(Done)
		if err := Decode(f.payload, d); err != nil {
			return err
		}
		return r.merge.addDone(d)
	}
	return fmt.Errorf("a message of type %q came during a cell", f.t)
}

// output handles an output. A progress bar is shown when it comes; everything else waits for its mark.
func (r *run) output(f frame) error {
	at, data, err := ParseStamp(f.payload)
	if err != nil {
		return err
	}
	o, err := output.Decode(data)
	if err != nil {
		return err
	}
	if isProgress := o.Kind() == output.KindProgress; isProgress != (f.t == TypeProgress) {
		return fmt.Errorf("an output of kind %s in a message of type %q", o.Kind(), f.t)
	} else if isProgress {
		if at.Number == r.k.number {
			r.emit(o)
		}
		return nil
	}
	r.merge.shownBytes += int64(len(data))
	return r.merge.addFrame(&outputFrame{at, o})
}

// tooMuch says which limit the cell's output has passed, or "".
func (r *run) tooMuch() string {
	switch {
	case r.merge.shownBytes > r.k.opt.MaxText:
		return fmt.Sprintf("output of more than %s", bytesText(r.k.opt.MaxText))
	case r.merge.shown > r.k.opt.MaxOutputs:
		return fmt.Sprintf("more than %d figures, tables and other outputs", r.k.opt.MaxOutputs)
	}
	return ""
}

// ended is the outcome of a cell that ended in a living worker.
func (r *run) ended() notebook.Outcome {
	d := r.merge.done
	r.p.rest = r.merge.rest
	o := notebook.Outcome{
		Status: notebook.StatusOK, Elapsed: time.Since(r.began), Volatile: d.Volatile, Reason: d.Reason, Hints: d.diagnostics(),
	}
	if !d.OK {
		o.Status = notebook.StatusFailed
	}
	if d.Interrupted && !d.OK {
		r.emit(r.stopped(false))
	}
	return o
}

// died is the outcome of a cell whose worker is dead, or is killed now.
func (r *run) died() notebook.Outcome {
	byUs := r.killed || r.fault != nil
	if byUs {
		r.p.group.kill()
	}
	<-r.p.exited
	r.drain()
	report := r.merge.die(!byUs && crashed(r.p.state), r.lastOutput)
	var e *output.Error
	switch {
	case r.fault != nil:
		e = broken(r.fault, r.place)
	case r.killed:
		e = r.stopped(true)
	default:
		e = death{state: r.p.state, report: report, memory: r.k.start.Memory, place: r.place}.explain()
	}
	r.emit(e)
	return notebook.Outcome{Status: notebook.StatusFailed, Elapsed: time.Since(r.began), Restarted: true}
}

// stopped is the error of a cell that was stopped on purpose.
func (r *run) stopped(restarted bool) *output.Error {
	e := stopped(r.reason, restarted, r.place)
	if r.reason == stageTimeout {
		e.Message = fmt.Sprintf("timeout: the cell ran longer than %s", r.cell.Timeout)
	}
	if r.reason == stageLimit {
		e.Message = "limit: " + r.why
	}
	return e
}

// drain reads what a dead worker left in its pipes.
func (r *run) drain() {
	limit := time.After(killWait)
	for r.p.text[mainTrack] != nil || r.p.text[faultTrack] != nil {
		select {
		case data, ok := <-r.p.text[mainTrack]:
			r.leftover(mainTrack, data, ok)
		case data, ok := <-r.p.text[faultTrack]:
			r.leftover(faultTrack, data, ok)
		case <-limit:
			return
		}
	}
}

// leftover takes text of a dead worker.
func (r *run) leftover(track int, data []byte, ok bool) {
	r.take(track, data, ok)
	r.merge.page.flush(false)
}

// lastOutput returns the next output that a dead worker left in the channel, nil when there is none.
func (r *run) lastOutput() *outputFrame {
	limit := time.After(killWait)
	for r.fault == nil && r.p.frames != nil {
		if f := r.merge.frame; f != nil {
			r.merge.frame = nil
			return f
		}
		select {
		case f, ok := <-r.p.frames:
			if !ok || f.err != nil || r.handle(f) != nil {
				r.p.frames = nil
			}
		case <-limit:
			return nil
		}
	}
	return nil
}
