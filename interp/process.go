package interp

import (
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"time"
)

// WorkerArg begins the first argument of a worker; how the worker finds the control channel follows it.
const WorkerArg = "quire-worker:"

// A process is a running worker.
type process struct {
	cmd     *exec.Cmd
	key     Key
	conn    *Conn
	channel io.ReadWriteCloser // the parent's end of the control channel
	group   *group             // what is killed together
	ready   Ready

	text    [2]chan []byte // what arrives on the pipes; closed at their end
	rest    [2][]byte      // what came on them after the end of the last cell
	frames  chan frame     // closed when no more can come
	exited  chan struct{}  // closed when the process is gone
	state   *os.ProcessState
	stopped chan struct{} // closed to let the readers go
	stop    func()
}

// A frame is a received message, or why no more come.
type frame struct {
	t       Type
	payload []byte
	err     error
}

// smallRead is the size of a read after which a reader lets the pipe fill for a moment, so that a million lines do not
// become a million reads.
const smallRead = 16 << 10

// startTimeout bounds how long a worker may take until it is ready.
const startTimeout = 20 * time.Second

// startProcess starts a worker and waits until it is ready. It gives up when closing is closed.
func startProcess(closing <-chan struct{}, s Start, env []string) (*process, error) {
	p := &process{exited: make(chan struct{}), stopped: make(chan struct{}), frames: make(chan frame)}
	p.stop = sync.OnceFunc(func() { close(p.stopped) })
	rand.Read(p.key[:])
	pipes, err := p.launch(s, env)
	if err != nil {
		return nil, fmt.Errorf("start the kernel's process: %w", err)
	}
	for i := range pipes {
		p.text[i] = make(chan []byte)
		go p.readText(pipes[i], p.text[i]) // ends when the pipe ends, or when stopped
	}
	go p.readFrames() // ends when the channel ends, or when stopped
	if err := p.greet(closing, s); err != nil {
		p.kill()
		return nil, fmt.Errorf("start the kernel's process: %w", err)
	}
	return p, nil
}

// launch starts the executable with its pipes and its control channel, and returns the reading ends of the pipes.
func (p *process) launch(s Start, env []string) ([2]*os.File, error) {
	var none [2]*os.File
	path, err := os.Executable()
	if err != nil {
		return none, err
	}
	readers, writers, err := textPipes()
	if err != nil {
		return none, err
	}
	defer closeAll(writers[:])
	p.cmd = &exec.Cmd{Path: path, Dir: s.Dir, Env: env, Stdout: writers[0], Stderr: writers[1]}
	channel, err := newChannel(p.cmd)
	if err != nil {
		closeAll(readers[:])
		return none, err
	}
	defer closeAll(channel.childEnds)
	p.channel = channel.own
	p.conn = NewConn(channel.own, channel.own, p.key, false)
	if err := p.startOnThread(s); err != nil {
		closeAll(readers[:])
		channel.own.Close()
		return none, err
	}
	return readers, nil
}

// startOnThread starts the process and waits for its end, on one system thread: on Linux the worker is told to die when
// the thread that started it is gone.
func (p *process) startOnThread(s Start) error {
	started := make(chan error)
	go func() { // ends when the process has ended
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := p.cmd.Start()
		if err == nil {
			p.group, err = newGroup(p.cmd.Process, s)
			if err != nil {
				p.cmd.Process.Kill()
				p.cmd.Wait()
			}
		}
		started <- err
		if err != nil {
			return
		}
		p.cmd.Wait() // its error is in the state
		p.state = p.cmd.ProcessState
		p.group.kill() // what the worker started dies with it
		close(p.exited)
	}()
	return <-started
}

// greet gives the worker its key and its start, and waits until it is ready.
func (p *process) greet(closing <-chan struct{}, s Start) error {
	sent := make(chan error, 1)
	go func() { // ends when the worker has read, or when the channel is closed
		_, err := p.channel.Write(p.key[:])
		if err == nil {
			err = p.conn.Send(TypeStart, Encode(s))
		}
		sent <- err
	}()
	late := time.After(startTimeout)
	for {
		select {
		case err := <-sent:
			if err != nil {
				return err
			}
			sent = nil
		case f := <-p.frames:
			if f.err != nil {
				return fmt.Errorf("it ended before it was ready: %w%s", f.err, p.lastText())
			}
			if f.t != TypeReady {
				return fmt.Errorf("it began with a message of type %q", f.t)
			}
			return Decode(f.payload, &p.ready)
		case <-late:
			return fmt.Errorf("it was not ready within %v", startTimeout)
		case <-closing:
			return errClosed
		}
	}
}

// lastText returns what a worker that could not start left on standard error.
func (p *process) lastText() string {
	select {
	case data, ok := <-p.text[faultTrack]:
		if ok {
			return ": " + string(data[:min(len(data), 1000)])
		}
	case <-time.After(200 * time.Millisecond):
	}
	return ""
}

// readText hands on what comes through a pipe, until its end.
func (p *process) readText(r *os.File, to chan<- []byte) {
	defer close(to)
	defer r.Close()
	buffer := make([]byte, pieceBytes)
	for {
		n, err := r.Read(buffer)
		if n > 0 {
			select {
			case to <- append([]byte(nil), buffer[:n]...):
			case <-p.stopped:
				return
			}
		}
		if err != nil {
			return
		}
		if n < smallRead {
			time.Sleep(time.Millisecond) // let the pipe fill
		}
	}
}

// readFrames hands on the messages that come, until the channel ends or a message is wrong.
func (p *process) readFrames() {
	defer close(p.frames)
	for {
		t, payload, err := p.conn.Receive()
		select {
		case p.frames <- frame{t, payload, err}:
		case <-p.stopped:
			return
		}
		if err != nil {
			return
		}
	}
}

// send sends a message without waiting for the worker to read it. A worker that does not read is killed in the end by
// whoever waits for its answer.
func (p *process) send(t Type, message any) {
	go p.conn.Send(t, Encode(message)) // ends when the worker reads, or dies
}

// kill ends the process and everything in its group, and waits until it is gone.
func (p *process) kill() {
	if !p.dead() {
		p.group.kill()
		<-p.exited
	}
	p.stop()
	p.channel.Close()
}

// dead reports whether the process has ended.
func (p *process) dead() bool {
	select {
	case <-p.exited:
		return true
	default:
		return false
	}
}

// textPipes makes the two pipes for text.
func textPipes() (readers, writers [2]*os.File, err error) {
	for i := range readers {
		readers[i], writers[i], err = os.Pipe()
		if err != nil {
			closeAll(readers[:i])
			closeAll(writers[:i])
			return readers, writers, fmt.Errorf("make a pipe: %w", err)
		}
		widen(writers[i])
	}
	return readers, writers, nil
}

func closeAll(files []*os.File) {
	for _, f := range files {
		if f != nil {
			f.Close()
		}
	}
}

// A channel is the control channel before the worker is started.
type channel struct {
	own       io.ReadWriteCloser
	childEnds []*os.File // to be closed once the worker has them
}
