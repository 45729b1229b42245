package worker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"

	"quire/interp"
	"quire/interp/frontend"
	"quire/nn"
	"quire/notebook/output"
	"quire/notebook/show"
)

// A server runs the cells that the parent sends, one at a time.
type server struct {
	note   string
	conn   *interp.Conn
	port   *port
	engine runner

	training training // the loops of nn that the running cell may be in
	runs     chan interp.Run

	mu      sync.Mutex
	running uint64                  // the number of the running cell, 0 between cells
	cancel  context.CancelCauseFunc // stops it

	marker *int   // where the interpreter keeps the line that runs, nil when unknown
	spans  []span // the cells that were run, in order
	timers bool   // a cell of this note may have used a clock, so that deadlocks cannot be told from waiting
}

// errAsked is why a cell's context ends when the parent asks for it.
var errAsked = errors.New("interrupted")

func newServer(start interp.Start, conn *interp.Conn, p *port, newRunner func(EngineOptions) runner) (*server, error) {
	s := &server{note: start.Note, conn: conn, port: p, runs: make(chan interp.Run)}
	var params []frontend.Param
	for _, param := range start.Params {
		value, err := param.Value()
		if err != nil {
			return nil, fmt.Errorf("read parameter %s: %w", param.Name, err)
		}
		params = append(params, frontend.Param{Name: param.Name, Value: value})
	}
	show.SetSink(p.show)
	log.SetOutput(stderr{p})
	nn.SetHost(s.training.host(p))
	s.engine = newRunner(EngineOptions{
		Params: params,
		Seed:   start.Seed,
		Dir:    start.Dir,
		Stdout: stdout{p},
		Stderr: stderr{p},
		Show:   p.show,
	})
	if e, ok := s.engine.(*Engine); ok {
		s.marker = e.marker()
	}
	return s, nil
}

// serve runs cells until the parent closes the channel.
func (s *server) serve() error {
	go func() { // ends with the channel, and the process with it
		fail(s.listen())
	}()
	for r := range s.runs {
		if err := s.run(r); err != nil {
			return err
		}
	}
	return nil
}

// listen receives messages. The end of the channel is the end of the process: the parent is gone, and a running cell
// must not live on.
func (s *server) listen() error {
	for {
		t, payload, err := s.conn.Receive()
		if err == io.EOF {
			endGroup()
		} else if err != nil {
			return err
		}
		switch t {
		case interp.TypeRun:
			var r interp.Run
			if err := interp.Decode(payload, &r); err != nil {
				return err
			}
			s.runs <- r
		case interp.TypeInterrupt:
			var i interp.Interrupt
			if err := interp.Decode(payload, &i); err != nil {
				return err
			}
			s.interrupt(i.Number)
		default:
			return fmt.Errorf("a message of type %q came", t)
		}
	}
}

// interrupt stops the cell with the number, if it is still running.
func (s *server) interrupt(number uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running == number {
		s.cancel(errAsked)
	}
}

// run runs one cell and says how it ended.
func (s *server) run(r interp.Run) error {
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	s.mu.Lock()
	s.running, s.cancel = r.Number, cancel
	s.mu.Unlock()
	s.training.begin()
	s.port.begin(r.Number)
	s.remember(r)

	end := s.watch(r, cancel)
	o, fault := s.execute(ctx, r)
	end()
	if o.Interrupted || o.Panic != nil && o.Panic.Goroutine {
		s.training.stop()
	}

	s.mu.Lock()
	s.running = 0
	s.mu.Unlock()
	for _, e := range failures(r, o) {
		s.port.show(e)
	}
	if fault != nil {
		s.port.show(fault)
	}
	d := &interp.Done{Number: r.Number, OK: o.OK() && fault == nil, Interrupted: o.Interrupted, Volatile: o.Volatile, Reason: o.Reason}
	if d.Interrupted && errors.Is(context.Cause(ctx), errDeadlock) {
		d.Interrupted = false
		if o.Panic == nil { // a panic in a goroutine leaves those that wait for it behind
			s.port.show(deadlockError(r))
		}
	}
	for _, p := range o.Hints {
		d.Hints = append(d.Hints, interp.Hint{Line: p.Line, Col: p.Col, Message: p.Message, HintKo: p.HintKo, HintEn: p.HintEn})
	}
	d.Limit()
	s.port.end()
	return s.conn.Send(interp.TypeDone, interp.Encode(d))
}

// execute runs the cell on the engine. A panic that the engine did not catch is a fault of Quire's, and is shown as one.
func (s *server) execute(ctx context.Context, r interp.Run) (o Outcome, fault *output.Error) {
	defer func() {
		if v := recover(); v != nil {
			fault = &output.Error{
				Stage: "crash", Message: strings.ToValidUTF8(fmt.Sprintf("internal error: %v", v), "�"),
				HintKo: "Quire 자체의 오류입니다. 이 셀을 조금 다르게 써 보고, 노트와 함께 알려 주세요.",
				HintEn: "This is a fault of Quire itself. Try to write the cell a little differently, and report it with the note.",
				Frames: []output.Frame{{Cell: r.Key, Line: r.Line}},
			}
			stderr{s.port}.Write(debug.Stack())
		}
	}()
	return s.engine.Run(ctx, frontend.Cell{Key: r.Key, File: s.note, Line: r.Line, Source: r.Source, Note: r.Note}), nil
}

// failures turns what went wrong into outputs.
func failures(r interp.Run, o Outcome) []*output.Error {
	var list []*output.Error
	for _, p := range o.Problems {
		stage := "check"
		if p.Severity == frontend.Refused {
			stage = "refused"
		}
		list = append(list, &output.Error{
			Stage: stage, Message: p.Message, HintKo: p.HintKo, HintEn: p.HintEn,
			Frames: []output.Frame{{Cell: r.Key, Line: p.Line, Col: p.Col}},
		})
	}
	if o.Panic != nil {
		list = append(list, panicError(r, o.Panic))
	}
	if o.Exit != nil {
		list = append(list, &output.Error{
			Stage: "exit", Message: "os.Exit(" + strconv.Itoa(*o.Exit) + ")",
			HintKo: "셀이 프로그램을 끝내려고 했습니다. 셀에서는 os.Exit나 log.Fatal 대신 오류를 출력하고 return 하세요.",
			HintEn: "The cell wanted to end the program. In a cell, print the error and return instead of calling os.Exit or log.Fatal.",
			Frames: framesOr(o.ExitFrames, r),
		})
	}
	return list
}

// framesOr is the frames, or the head of the cell where none are known.
func framesOr(frames []output.Frame, r interp.Run) []output.Frame {
	if len(frames) == 0 {
		return []output.Frame{{Cell: r.Key, Line: r.Line}}
	}
	return frames
}

func panicError(r interp.Run, p *Panic) *output.Error {
	e := &output.Error{Stage: "panic", Message: p.Message, HintKo: p.HintKo, HintEn: p.HintEn, Frames: framesOr(p.Frames, r)}
	if p.Goroutine && e.HintEn == "" {
		e.HintKo = "셀이 시작한 고루틴에서 패닉이 일어났습니다."
		e.HintEn = "The panic happened in a goroutine that the cell started."
	}
	return e
}

// mebibytes is a size for readers.
func mebibytes(n int) string { return strconv.Itoa(n>>20) + " MiB" }
