package notebook

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"quire/notebook/figure"
	"quire/notebook/output"
)

// scriptKernel runs cells whose lines are commands:
//
//	print TEXT    one line of text        err TEXT     one line to standard error
//	lines N       N lines                 figure ALT   a figure
//	x := TEXT     defines x               get x        prints x, or fails
//	fail TEXT     ends the cell failed    die          ends the kernel's process
//	wait          until ctx or timeout    broken       the kernel itself fails
//	hang          until ctx only
//	progress N    a step of a loop        volatile     marks the cell
//	table CAPTION a table                 count        prints how often count has run in all
type scriptKernel struct {
	start  KernelStart
	vars   map[string]string
	closed bool
}

// scripts starts scriptKernels and counts them.
type scripts struct {
	mu      sync.Mutex
	started []*scriptKernel
	waiting chan string // receives the key of a cell that waits
	err     error       // what starting gives
	count   int
}

func newScripts() *scripts { return &scripts{waiting: make(chan string, 100)} }

func (s *scripts) start(_ context.Context, ks KernelStart) (Kernel, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return nil, s.err
	}
	k := &scriptKernel{start: ks, vars: map[string]string{}}
	for _, p := range ks.Params {
		k.vars[p.Name] = fmt.Sprint(p.Value)
	}
	s.started = append(s.started, k)
	return &scriptCells{k, s}, nil
}

type scriptCells struct {
	*scriptKernel
	all *scripts
}

func (k *scriptCells) Close() error {
	k.closed = true
	return nil
}

func (k *scriptCells) Run(ctx context.Context, cell KernelCell, emit func(output.Output)) (Outcome, error) {
	out := Outcome{Status: StatusOK, Elapsed: time.Millisecond}
	fail := func(stage, msg string, line int) Outcome {
		emit(&output.Error{Stage: stage, Message: msg, Frames: []output.Frame{{Cell: cell.Key, Line: line}}})
		out.Status = StatusFailed
		return out
	}
	for i, l := range strings.Split(cell.Source, "\n") {
		word, arg, _ := strings.Cut(strings.TrimSpace(l), " ")
		line := cell.Line + i
		switch {
		case word == "print":
			emit(&output.Text{Stream: output.Stdout, Data: arg + "\n"})
		case word == "err":
			emit(&output.Text{Stream: output.Stderr, Data: arg + "\n"})
		case word == "lines":
			var n int
			fmt.Sscan(arg, &n)
			for j := range n {
				emit(&output.Text{Stream: output.Stdout, Data: fmt.Sprintf("line %d\n", j)})
			}
		case word == "figure":
			emit(&output.Figure{Figure: &figure.Figure{W: 10, H: 10, Alt: arg}})
		case word == "progress":
			emit(&output.Progress{Key: "p", Label: arg})
		case word == "table":
			emit(&output.Table{Caption: arg, Columns: []output.Column{{Name: "a", Align: output.AlignLeft}}, Rows: [][]string{{"1"}}})
		case strings.HasPrefix(arg, ":= "):
			k.vars[word] = strings.TrimPrefix(arg, ":= ")
		case word == "get":
			v, ok := k.vars[arg]
			if !ok {
				return fail("check", "undefined: "+arg, line), nil
			}
			emit(&output.Text{Stream: output.Stdout, Data: v + "\n"})
		case word == "fail":
			return fail("panic", arg, line), nil
		case word == "die":
			k.vars = map[string]string{}
			out.Restarted = true
			return fail("crash", "the process died", line), nil
		case word == "count":
			k.all.mu.Lock()
			k.all.count++
			emit(&output.Text{Stream: output.Stdout, Data: fmt.Sprintln(k.all.count)})
			k.all.mu.Unlock()
		case word == "volatile":
			out.Volatile = true
		case word == "broken":
			return out, errors.New("no such device")
		case word == "hang":
			<-ctx.Done()
			return fail("interrupt", "interrupted", line), nil
		case word == "wait":
			if cell.Timeout > 0 {
				return fail("timeout", "the cell took longer than "+cell.Timeout.String(), line), nil
			}
			k.all.waiting <- cell.Key
			<-ctx.Done()
			return fail("interrupt", "interrupted", line), nil
		}
	}
	return out, nil
}
