package output

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
)

// A Log is everything that a cell showed, in order: all of it in a file, the beginning and the end of it in memory.
// Memory stays bounded however much is appended. Progress is not kept. A Log may be used from several goroutines.
type Log struct {
	mu      sync.Mutex
	path    string
	file    *os.File // open for appending, nil once closed or when there is no path
	w       *bufio.Writer
	err     error // the first error of the file
	size    int64 // bytes in file and buffer
	hash    *Hasher
	sum     string // once closed
	head    []view
	tail    []view
	omitted int // views between head and tail
	heavy   int // bytes of the views that are not text
}

// A view is one output as memory keeps it: a window on text, or an output.
type view struct {
	text  *window
	other Output
}

// Bounds of what a Log keeps in memory beside the windows on text.
const (
	keepViews = 200      // at either end
	keepHeavy = 64 << 20 // bytes of figures, images and the like
)

// NewLog returns an empty log. Its file is made at path when the first output comes, and replaces what was there. With
// an empty path there is no file: what memory does not keep is lost.
func NewLog(path string) *Log { return &Log{path: path, hash: NewHasher()} }

// Append adds the next output. Text that follows on text of the same stream continues it. The error is that of the
// file; the outputs in memory and the hash are right even so.
func (l *Log) Append(o Output) error {
	if o.Kind() == KindProgress {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.hash.Add(o)
	l.view(o)
	l.write(o)
	return l.err
}

// view keeps o in memory.
func (l *Log) view(o Output) {
	last := l.last()
	t, isText := o.(*Text)
	if isText && t.OmittedLines == 0 {
		if last != nil && last.text != nil && last.text.stream == t.Stream {
			last.text.write([]byte(t.Data))
			return
		}
		w := &window{stream: t.Stream}
		w.write([]byte(t.Data))
		l.push(view{text: w})
		return
	}
	n := len(Canonical(o))
	if l.heavy+n > keepHeavy {
		o = &Error{
			Stage: "limit", Message: "an output is left out: this cell has shown more than 64 MB of figures and images",
			HintKo: "그림을 더 적게, 또는 점을 더 적게 그리세요.", HintEn: "Draw fewer figures, or fewer points.",
		}
		n = 0
		if e, ok := lastError(last); ok && e.Stage == "limit" {
			return
		}
	}
	l.heavy += n
	l.push(view{other: o})
}

// lastError returns the error that v holds.
func lastError(v *view) (*Error, bool) {
	if v == nil {
		return nil, false
	}
	e, ok := v.other.(*Error)
	return e, ok
}

// last returns the newest view, nil when there is none.
func (l *Log) last() *view {
	if n := len(l.tail); n > 0 {
		return &l.tail[n-1]
	}
	if n := len(l.head); n > 0 {
		return &l.head[n-1]
	}
	return nil
}

// push adds a view, and lets go of one in the middle when there are too many.
func (l *Log) push(v view) {
	if len(l.head) < keepViews {
		l.head = append(l.head, v)
		return
	}
	l.tail = append(l.tail, v)
	if len(l.tail) >= 2*keepViews {
		n := len(l.tail) - keepViews
		l.omitted += n
		l.tail = append([]view(nil), l.tail[n:]...)
	}
}

// Outputs returns what memory keeps: short logs as they are, long text with lines left out in its middle, and in the
// place of outputs left out a text that counts them.
func (l *Log) Outputs() []Output {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []Output
	add := func(vs []view) {
		for _, v := range vs {
			if v.text != nil {
				out = append(out, v.text.text())
			} else {
				out = append(out, v.other)
			}
		}
	}
	add(l.head)
	tail := l.tail
	omitted := l.omitted
	if n := len(tail) - keepViews; n > 0 {
		omitted += n
		tail = tail[n:]
	}
	if omitted > 0 {
		out = append(out, &Text{Stream: Stderr, OmittedLines: omitted})
	}
	add(tail)
	return out
}

// Hash returns the hash over the canonical bytes of everything appended. The log is closed to further appends.
func (l *Log) Hash() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.sum == "" {
		l.sum = l.hash.Sum()
	}
	return l.sum
}

// The first byte of a record in the file: text of one of the streams, or the canonical bytes of another output.
const (
	recordOther byte = iota
	recordStdout
	recordStderr
	recordValue
)

// write adds o's record to the file: its first byte, the length of its data, its data.
func (l *Log) write(o Output) {
	if l.path == "" || l.err != nil {
		return
	}
	if l.w == nil {
		l.open()
		if l.err != nil {
			return
		}
	}
	kind, data := recordOther, []byte(nil)
	if t, ok := o.(*Text); ok && t.OmittedLines == 0 {
		kind, data = streamRecord(t.Stream), []byte(t.Data)
	} else {
		data = Canonical(o)
	}
	head := binary.AppendUvarint([]byte{kind}, uint64(len(data)))
	if _, err := l.w.Write(head); err != nil {
		l.err = fmt.Errorf("write log: %w", err)
		return
	}
	if _, err := l.w.Write(data); err != nil {
		l.err = fmt.Errorf("write log: %w", err)
		return
	}
	l.size += int64(len(head) + len(data))
}

func streamRecord(stream string) byte {
	switch stream {
	case Stderr:
		return recordStderr
	case Value:
		return recordValue
	}
	return recordStdout
}

// open opens the file: a new one at first, the same one again when the log was closed in between.
func (l *Log) open() {
	flag := os.O_CREATE | os.O_WRONLY | os.O_TRUNC
	if l.size > 0 {
		flag = os.O_WRONLY | os.O_APPEND
	}
	f, err := os.OpenFile(l.path, flag, 0o600)
	if err != nil {
		l.err = fmt.Errorf("open log: %w", err)
		return
	}
	l.file, l.w = f, bufio.NewWriterSize(f, 64<<10)
}

// Close writes what is buffered and closes the file, which can still be read with Each.
func (l *Log) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.flush()
	if l.file != nil {
		if err := l.file.Close(); err != nil && l.err == nil {
			l.err = fmt.Errorf("close log: %w", err)
		}
		l.file, l.w = nil, nil
	}
	return l.err
}

func (l *Log) flush() {
	if l.w != nil {
		if err := l.w.Flush(); err != nil && l.err == nil {
			l.err = fmt.Errorf("write log: %w", err)
		}
	}
}

// Remove closes the log and removes its file.
func (l *Log) Remove() error {
	err := l.Close()
	if l.path != "" && l.size > 0 {
		err = errors.Join(err, os.Remove(l.path))
	}
	return err
}

// Each calls f with every output appended so far, in order and complete, text in the pieces in which it came. It stops
// at the first error of f and returns it. Without a file it gives what [Log.Outputs] gives.
func (l *Log) Each(f func(Output) error) error {
	l.mu.Lock()
	l.flush()
	path, size, err := l.path, l.size, l.err
	l.mu.Unlock()
	if err != nil {
		return err
	}
	if path == "" {
		for _, o := range l.Outputs() {
			if err := f(o); err != nil {
				return err
			}
		}
		return nil
	}
	if size == 0 {
		return nil
	}
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("open log: %w", err)
	}
	defer func() { _ = file.Close() }() // it was only read
	return readRecords(bufio.NewReaderSize(io.LimitReader(file, size), 64<<10), f)
}

// readRecords calls f with the output of every record in r.
func readRecords(r *bufio.Reader, f func(Output) error) error {
	streams := []string{recordStdout: Stdout, recordStderr: Stderr, recordValue: Value}
	for {
		kind, err := r.ReadByte()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read log: %w", err)
		}
		n, err := binary.ReadUvarint(r)
		if err != nil || n > MaxBytes || int(kind) >= len(streams) {
			return errors.New("read log: a record is damaged")
		}
		data := make([]byte, n)
		if _, err := io.ReadFull(r, data); err != nil {
			return fmt.Errorf("read log: %w", err)
		}
		var o Output = &Text{Stream: streams[kind], Data: string(data)}
		if kind == recordOther {
			if o, err = Decode(data); err != nil {
				return fmt.Errorf("read log: %w", err)
			}
		}
		if err := f(o); err != nil {
			return err
		}
	}
}
