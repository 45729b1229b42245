package worker

import (
	"os"
	"sync"
	"time"

	"quire/interp"
	"quire/notebook/output"
)

// A port is where everything that a cell shows leaves the worker, in order. Package interp describes the marks that it
// sets. Goroutines that outlive their cell may go on to print: that belongs to the next cell; what they show waits for it.
type port struct {
	conn       *interp.Conn
	key        interp.Key
	out, fault *os.File
	second     *os.File // only held; see wires

	mu      sync.Mutex
	begun   *sync.Cond
	active  bool         // a cell is running
	at      interp.Stamp // of the next mark
	scratch []byte
	shown   map[string]time.Time // when a progress bar was last sent
}

// progressEvery is the shortest time between two states of a progress bar.
const progressEvery = 25 * time.Millisecond

func newPort(conn *interp.Conn, key interp.Key, w wires) *port {
	p := &port{conn: conn, key: key, out: w.out, fault: w.fault, second: w.second}
	p.begun = sync.NewCond(&p.mu)
	return p
}

// begin opens the port for a cell.
func (p *port) begin(number uint64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.at = interp.Stamp{Number: number, Mark: 1}
	p.active, p.shown = true, map[string]time.Time{}
	p.begun.Broadcast()
}

// end sets the cell's last marks and closes the port.
func (p *port) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.mark(interp.MarkEnd)
	p.fault.Write(interp.AppendFaultEnd(nil, &p.key, p.at.Number))
	p.active = false
}

// mark sets the next mark among the text. A pipe that cannot be written has no reader: the parent is gone, and the
// control channel says so too.
func (p *port) mark(kind interp.MarkKind) {
	p.scratch = interp.AppendMark(p.scratch[:0], &p.key, p.at, kind)
	p.out.Write(p.scratch)
	p.at.Mark++
}

// show sends one output. It returns when the output is on its way.
func (p *port) show(o output.Output) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for !p.active {
		p.begun.Wait()
	}
	if bar, ok := o.(*output.Progress); ok {
		p.progress(bar)
		return
	}
	data := output.Canonical(o)
	if len(data) > output.MaxBytes {
		data = output.Canonical(tooLarge(o, len(data)))
	}
	at := p.at
	p.mark(interp.MarkOutput)
	p.conn.Send(interp.TypeOutput, append(at.AppendTo(nil), data...))
}

// progress sends the state of a progress bar, unless the last one is younger than anyone can see.
func (p *port) progress(bar *output.Progress) {
	now := time.Now()
	if now.Sub(p.shown[bar.Key]) < progressEvery && bar.Done != bar.Total {
		return
	}
	p.shown[bar.Key] = now
	p.conn.Send(interp.TypeProgress, append(p.at.AppendTo(nil), output.Canonical(bar)...))
}

func tooLarge(o output.Output, size int) *output.Error {
	return &output.Error{
		Stage:   "limit",
		Message: "a " + string(o.Kind()) + " of " + mebibytes(size) + " is too large to show",
		HintKo:  "점을 줄이거나 값을 나누어 보이세요. 한 출력은 " + mebibytes(output.MaxBytes) + "까지입니다.",
		HintEn:  "Show fewer points, or the values in parts: one output can have " + mebibytes(output.MaxBytes) + ".",
	}
}

// stdout writes text at once: nothing that a cell printed is lost when its process dies.
type stdout struct{ port *port }

// Write writes to the cell's standard output.
func (w stdout) Write(data []byte) (int, error) { return w.port.out.Write(data) }

// stderr writes text at once, marked as text for standard error.
type stderr struct{ port *port }

// Write writes to the cell's standard error.
func (w stderr) Write(data []byte) (int, error) {
	p := w.port
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.active {
		return p.out.Write(data)
	}
	for rest := data; len(rest) > 0; {
		piece := rest[:min(len(rest), interp.MaxError)]
		p.scratch = interp.AppendError(p.scratch[:0], &p.key, p.at, piece)
		if _, err := p.out.Write(p.scratch); err != nil {
			return len(data) - len(rest), err
		}
		p.at.Mark++
		rest = rest[len(piece):]
	}
	return len(data), nil
}
