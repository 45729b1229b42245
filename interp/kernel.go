package interp

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"quire/notebook"
	"quire/notebook/output"
)

// A Kernel runs the cells of one note in a worker process. It implements notebook.Kernel.
type Kernel struct {
	opt     Options
	start   Start
	env     []string
	scratch string

	running sync.Mutex // held by Run and Close
	next    chan started
	worker  *process
	number  uint64
	noticed bool
	closed  bool

	closing chan struct{} // closed to end what Run and the start of a worker wait for
	close   func()
}

// started is a worker that was being started, or why it could not.
type started struct {
	p   *process
	err error
}

var _ notebook.Kernel = (*Kernel)(nil)

// errClosed is the error of a kernel that is used after Close.
var errClosed = errors.New("the kernel is closed")

// ErrUnconfined is the error of a kernel that must be confined on a system that cannot do it.
var ErrUnconfined = errors.New("this system cannot confine cells")

// New returns a kernel whose worker is being started. The error tells of a note's folder that is not there and of
// parameters of a kind that cells cannot have; a worker that cannot be started is reported by the first Run.
func New(ctx context.Context, s notebook.KernelStart, o Options) (notebook.Kernel, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("start a kernel: %w", err)
	}
	o = o.withDefaults()
	dir, err := filepath.Abs(s.Dir)
	if err != nil {
		return nil, fmt.Errorf("start a kernel: %w", err)
	}
	if info, err := os.Stat(dir); err != nil {
		return nil, fmt.Errorf("start a kernel: %w", err)
	} else if !info.IsDir() {
		return nil, fmt.Errorf("start a kernel: %s is not a folder", dir)
	}
	k := &Kernel{opt: o, closing: make(chan struct{}), start: Start{Note: s.Note, Dir: dir, Seed: s.Seed, Memory: max(o.Memory, 0)}}
	k.close = sync.OnceFunc(func() { close(k.closing) })
	for _, p := range s.Params {
		travels, err := NewParam(p)
		if err != nil {
			return nil, fmt.Errorf("start a kernel: %w", err)
		}
		k.start.Params = append(k.start.Params, travels)
	}
	k.env = os.Environ()
	if s.Sandbox {
		if err := k.confine(); err != nil {
			return nil, fmt.Errorf("start a sandboxed kernel: %w", err)
		}
	}
	k.begin()
	return k, nil
}

// confine prepares the folder for temporary files, the environment and the list of what can be read.
func (k *Kernel) confine() error {
	scratch, err := os.MkdirTemp("", "quire-scratch-")
	if err != nil {
		return err
	}
	if scratch, err = filepath.EvalSymlinks(scratch); err != nil {
		return err
	}
	k.scratch = scratch
	k.start.Scratch = scratch
	k.start.Sandbox = &Sandbox{Read: append([]string{k.start.Dir}, k.opt.Read...), Write: append([]string{scratch}, k.opt.Write...)}
	k.env = sandboxEnvironment(scratch)
	return nil
}

// sandboxEnvironment is what a confined worker sees of the environment: where data is, and how to print.
func sandboxEnvironment(scratch string) []string {
	var env []string
	for _, name := range []string{
		"QUIRE_DATA", "HOME", "XDG_CACHE_HOME", "LANG", "LC_ALL", "TZ", "GOMAXPROCS", "GOMEMLIMIT",
		"USERPROFILE", "LocalAppData", "SystemRoot", "windir",
	} {
		if v, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+v)
		}
	}
	return append(env, "TMPDIR="+scratch, "TMP="+scratch, "TEMP="+scratch)
}

// begin starts a worker in the background; the goroutine ends when it is ready or has failed.
func (k *Kernel) begin() {
	next := make(chan started, 1)
	k.next = next
	k.opt.Log.Debug("kernel starts", "note", k.start.Note, "sandbox", k.start.Sandbox != nil)
	go func() {
		p, err := startProcess(k.closing, k.start, k.env)
		next <- started{p, err}
	}()
}

// Run runs one cell in the worker. See notebook.Kernel.
func (k *Kernel) Run(ctx context.Context, cell notebook.KernelCell, emit func(output.Output)) (notebook.Outcome, error) {
	k.running.Lock()
	defer k.running.Unlock()
	if k.closed {
		return notebook.Outcome{}, errClosed
	}
	if len(cell.Source) > limits[TypeRun]/2 {
		return notebook.Outcome{}, fmt.Errorf("run cell %s: its source of %d bytes is too long", cell.Key, len(cell.Source))
	}
	if err := k.wait(ctx); ctx.Err() != nil {
		emit(stopped(stageInterrupt, false, place{cell: cell.Key, line: cell.Line}))
		return notebook.Outcome{Status: notebook.StatusFailed}, nil
	} else if err != nil {
		return notebook.Outcome{}, fmt.Errorf("run cell %s: %w", cell.Key, err)
	}
	k.number++
	r := newRun(k, cell, emit)
	outcome := r.follow(ctx)
	if outcome.Restarted {
		k.opt.Log.Info("kernel restarts", "note", k.start.Note, "cell", cell.Key)
		k.worker.kill()
		k.worker = nil
		k.begin()
	}
	return outcome, nil
}

// wait waits until there is a worker.
func (k *Kernel) wait(ctx context.Context) error {
	if k.worker != nil {
		return nil
	}
	var s started
	select {
	case s = <-k.next:
	case <-ctx.Done():
		return ctx.Err()
	}
	if s.err != nil {
		k.begin() // perhaps the next one can be started
		return s.err
	}
	if r := s.p.ready; k.start.Sandbox != nil && k.opt.Confined && !(r.Files && r.Network && r.Processes) {
		s.p.kill()
		k.begin()
		return ErrUnconfined
	}
	k.worker = s.p
	k.notice()
	return nil
}

// notice tells once what the system cannot confine.
func (k *Kernel) notice() {
	if k.start.Sandbox == nil || k.noticed || k.opt.Notice == nil {
		return
	}
	k.noticed = true
	if ko, en := unconfined(k.worker.ready); en != "" {
		k.opt.Notice(ko, en)
	}
}

// Close ends the worker and everything that its cells started, and removes the temporary folder. A cell that is running
// is interrupted.
func (k *Kernel) Close() error {
	k.close()
	k.running.Lock()
	defer k.running.Unlock()
	if k.closed {
		return nil
	}
	k.closed = true
	if k.worker == nil {
		if s := <-k.next; s.p != nil {
			k.worker = s.p
		}
	}
	if k.worker != nil {
		k.worker.kill()
	}
	if k.scratch != "" {
		if err := os.RemoveAll(k.scratch); err != nil {
			return fmt.Errorf("close the kernel: %w", err)
		}
	}
	return nil
}
