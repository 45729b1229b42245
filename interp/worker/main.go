// Package worker is the child's side of a kernel: the process that runs the cells of one note.
//
// [RunIfChild] turns this process into a worker when its arguments say so; main and TestMain call it before anything else.
// The worker takes its control channel out of the reach of cells, confines itself if it is told to, and then serves: it
// runs one cell at a time on an [Engine], hands on what the cell shows, and says how it ended. Package interp describes
// the protocol and what the parent expects.
//
// The Engine interprets. It is the only place in the project that drives the interpreter, and can be used without a
// process around it, which is how its tests run thousands of programs.
package worker

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"quire/interp"
	"quire/interp/frontend"
)

// maxStack is the greatest depth of one goroutine's stack. An interpreted call needs about 640 bytes: this is room for
// 400,000 of them, and endless recursion ends within about a second.
const maxStack = 256 << 20

// RunIfChild serves cells and never returns when this process was started as a worker. Otherwise it does nothing.
func RunIfChild() {
	runIfChild(func(o EngineOptions) runner { return NewEngine(o) })
}

// A runner is what a worker runs cells on: an Engine, or a stand-in that tests put in its place.
type runner interface {
	Run(context.Context, frontend.Cell) Outcome
}

func runIfChild(newRunner func(EngineOptions) runner) {
	if len(os.Args) != 2 || !strings.HasPrefix(os.Args[1], interp.WorkerArg) {
		return
	}
	if err := run(strings.TrimPrefix(os.Args[1], interp.WorkerArg), newRunner); err != nil {
		fail(err)
	}
	endGroup()
}

// fail ends a worker that cannot do its work.
func fail(err error) {
	fmt.Fprintln(os.Stderr, "quire worker:", err)
	os.Exit(interp.ExitBroken)
}

// run is a worker's life: from its argument to the end of its control channel.
func run(argument string, newRunner func(EngineOptions) runner) error {
	wires, err := takeWires(argument)
	if err != nil {
		return fmt.Errorf("take the control channel: %w", err)
	}
	var key interp.Key
	if _, err := io.ReadFull(wires.control, key[:]); err != nil {
		return fmt.Errorf("read the key: %w", err)
	}
	conn := interp.NewConn(wires.control, wires.control, key, true)
	t, payload, err := conn.Receive()
	if err != nil {
		return err
	}
	var start interp.Start
	if t != interp.TypeStart {
		return fmt.Errorf("the first message is of type %q", t)
	}
	if err := interp.Decode(payload, &start); err != nil {
		return err
	}
	debug.SetMaxStack(maxStack)
	debug.SetTraceback("single")
	os.Args = []string{start.Note}
	wires.second, os.Stderr = os.Stderr, wires.stderr
	ready, err := confine(start)
	if err != nil {
		return err
	}
	s, err := newServer(start, conn, newPort(conn, key, wires), newRunner)
	if err != nil {
		return err
	}
	if err := conn.Send(interp.TypeReady, interp.Encode(ready)); err != nil {
		return err
	}
	return s.serve()
}

// wires are the ways out of the worker: the control channel, and the two pipes under descriptors of our own, since cells
// may close theirs.
type wires struct {
	control    io.ReadWriter
	out, fault *os.File
	stderr     *os.File // a descriptor of the pipe of text, for cells
	second     *os.File // descriptor 2, held so that it is never closed: the Go runtime writes to it
}
