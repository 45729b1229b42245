package worker

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"quire/interp"
	"quire/interp/frontend"
	"quire/notebook"
	"quire/notebook/output"
)

// scriptNote is the name of notes that run on a script instead of the engine.
const scriptNote = "script.md"

// TestMain makes this test binary a worker when it is started as one: with the engine, or with the stand-in.
func TestMain(m *testing.M) {
	runProgramsIfChild()
	runIfChild(func(o EngineOptions) runner {
		if os.Args[0] == scriptNote {
			return &script{o}
		}
		return NewEngine(o)
	})
	os.Exit(m.Run())
}

// A script runs cells whose source is a list of commands of the machine itself, one a line: what cells can bring about,
// without an interpreter in between.
type script struct{ o EngineOptions }

func (s *script) Run(ctx context.Context, cell frontend.Cell) Outcome {
	for line := range strings.Lines(cell.Source) {
		command, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		if command == "" {
			continue
		}
		do, ok := commands[command]
		if !ok {
			return Outcome{Problems: []frontend.Problem{{Line: cell.Line, Col: 1, Severity: frontend.Error, Message: "undefined: " + command}}}
		}
		if do(ctx, s.o, rest); ctx.Err() != nil {
			return Outcome{Interrupted: true}
		}
	}
	return Outcome{Hints: []frontend.Problem{{Line: cell.Line, Col: 2, Severity: frontend.Hint, Message: "a hint"}}}
}

var commands = map[string]func(ctx context.Context, o EngineOptions, rest string){
	"print":    func(_ context.Context, o EngineOptions, rest string) { fmt.Fprintln(o.Stdout, rest) },
	"eprint":   func(_ context.Context, o EngineOptions, rest string) { fmt.Fprintln(o.Stderr, rest) },
	"fdprint":  func(_ context.Context, _ EngineOptions, rest string) { fmt.Fprintln(os.Stdout, rest) },
	"fdeprint": func(_ context.Context, _ EngineOptions, rest string) { fmt.Fprintln(os.Stderr, rest) },
	"log":      func(_ context.Context, _ EngineOptions, rest string) { log.SetFlags(0); log.Print(rest) },
	"bytes": func(_ context.Context, o EngineOptions, rest string) { // hex bytes, one write each
		for i := 0; i < len(rest); i += 2 {
			n, _ := strconv.ParseUint(rest[i:i+2], 16, 8)
			o.Stdout.Write([]byte{byte(n)})
			time.Sleep(3 * time.Millisecond)
		}
	},
	"lines": func(_ context.Context, o EngineOptions, rest string) {
		n, _ := strconv.Atoi(rest)
		for i := range n {
			fmt.Fprintln(o.Stdout, "line", i)
		}
	},
	"alternate": func(_ context.Context, o EngineOptions, rest string) {
		n, _ := strconv.Atoi(rest)
		for i := range n {
			fmt.Fprintf([]io.Writer{o.Stdout, o.Stderr}[i%2], "%d\n", i)
		}
	},
	"table": func(_ context.Context, o EngineOptions, rest string) {
		o.Show(&output.Table{Caption: rest, Columns: []output.Column{{Name: "a", Align: output.AlignLeft}}, Rows: [][]string{{"1"}}})
	},
	"tables": func(ctx context.Context, o EngineOptions, rest string) {
		for n, _ := strconv.Atoi(rest); n > 0 && ctx.Err() == nil; n-- {
			o.Show(&output.Table{Caption: rest, Columns: []output.Column{{Name: "a", Align: output.AlignLeft}}, Rows: [][]string{{"1"}}})
		}
	},
	"progress": func(_ context.Context, o EngineOptions, rest string) {
		for i := range int64(1000) {
			o.Show(&output.Progress{Key: "k", Label: rest, Done: i + 1, Total: 1000})
		}
	},
	"sleep": func(ctx context.Context, _ EngineOptions, rest string) {
		d, _ := time.ParseDuration(rest)
		select {
		case <-time.After(d):
		case <-ctx.Done():
		}
	},
	"clock":    func(_ context.Context, o EngineOptions, _ string) { fmt.Fprintln(o.Stdout, time.Now().UnixNano()) },
	"stubborn": func(context.Context, EngineOptions, string) { select {} },
	"spin": func(context.Context, EngineOptions, string) {
		for {
			runtime.Gosched()
		}
	},
	"wait":    func(ctx context.Context, _ EngineOptions, _ string) { <-ctx.Done() },
	"exit":    func(_ context.Context, _ EngineOptions, rest string) { n, _ := strconv.Atoi(rest); os.Exit(n) },
	"fatal":   func(_ context.Context, _ EngineOptions, rest string) { log.Fatal(rest) },
	"recurse": func(context.Context, EngineOptions, string) { fmt.Fprint(io.Discard, forever(1)) },
	"gopanic": func(_ context.Context, _ EngineOptions, rest string) { go func() { panic(rest) }(); select {} },
	"maps":    func(context.Context, EngineOptions, string) { writeTogether() },
	"eat":     func(context.Context, EngineOptions, string) { eat() },
	"later": func(_ context.Context, o EngineOptions, rest string) { // a goroutine that outlives its cell
		go func() {
			time.Sleep(30 * time.Millisecond)
			fmt.Fprintln(o.Stdout, rest)
			o.Show(&output.Table{Caption: rest, Columns: []output.Column{{Name: "a", Align: output.AlignLeft}}})
		}()
	},
	"latepanic": func(context.Context, EngineOptions, string) {
		go func() { time.Sleep(30 * time.Millisecond); panic("late") }()
	},
	"closeout": func(context.Context, EngineOptions, string) { os.Stdout.Close(); os.Stderr.Close() },
	"closeall": func(context.Context, EngineOptions, string) { everyDescriptor(func(f *os.File) { f.Close() }) },
	"forge":    func(context.Context, EngineOptions, string) { everyDescriptor(forge) },
	"steal":    func(context.Context, EngineOptions, string) { everyDescriptor(steal); select {} },
	"pgid":     func(_ context.Context, o EngineOptions, _ string) { fmt.Fprintln(o.Stdout, os.Getpid()) },
	"args":     func(_ context.Context, o EngineOptions, _ string) { fmt.Fprintln(o.Stdout, os.Args, os.Environ()) },
	"stdin": func(_ context.Context, o EngineOptions, _ string) {
		n, err := os.Stdin.Read(make([]byte, 1))
		fmt.Fprintln(o.Stdout, n, err)
	},
	"readfile": func(_ context.Context, o EngineOptions, rest string) {
		_, err := os.ReadFile(rest)
		fmt.Fprintln(o.Stdout, err)
	},
	"writefile": func(_ context.Context, o EngineOptions, rest string) {
		fmt.Fprintln(o.Stdout, os.WriteFile(rest, []byte("x"), 0o600))
	},
	"temp": func(_ context.Context, o EngineOptions, _ string) {
		fmt.Fprintln(o.Stdout, os.WriteFile(filepath.Join(os.TempDir(), "x"), []byte("x"), 0o600))
	},
	"fakecrash": func(_ context.Context, o EngineOptions, _ string) {
		fmt.Fprintln(o.Stderr, "panic: not really")
		fmt.Fprintln(o.Stderr, "after it")
	},
}

func forever(n int) int {
	var pad [1000]int
	//lint:ignore SA5007 the recursion is the point
	pad[n%1000] = forever(n+1) + 1
	return pad[n%1000]
}

func writeTogether() {
	m := map[int]int{}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i := range 100_000_000 {
				m[i%10] = i
			}
		})
	}
	wg.Wait()
}

func eat() {
	var all [][]byte
	for len(all) >= 0 {
		b := make([]byte, 16<<20)
		for i := 0; i < len(b); i += 4096 {
			b[i] = 1
		}
		all = append(all, b)
	}
}

// everyDescriptor does something with every descriptor that a cell could guess.
func everyDescriptor(do func(*os.File)) {
	for fd := uintptr(3); fd < 300; fd++ {
		if f := os.NewFile(fd, "guess"); f != nil {
			if _, err := f.Stat(); err == nil {
				do(f)
			}
		}
	}
}

// forge writes what a cell could know of a message: that a cell ended well.
func forge(f *os.File) {
	var b bytes.Buffer
	c := interp.NewConn(&b, &b, interp.Key{}, true)
	c.Send(interp.TypeDone, interp.Encode(interp.Done{Number: 1, OK: true}))
	f.Write(b.Bytes())
}

func steal(f *os.File) { go io.Copy(io.Discard, f) }

// kernel starts a kernel whose worker runs scripts.
func kernel(t testing.TB, o interp.Options, change ...func(*notebook.KernelStart)) notebook.Kernel {
	t.Helper()
	s := notebook.KernelStart{Note: scriptNote, Dir: t.TempDir(), Seed: 1}
	for _, c := range change {
		c(&s)
	}
	k, err := interp.New(t.Context(), s, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := k.Close(); err != nil {
			t.Error(err)
		}
	})
	return k
}

// result is what came of one cell.
type result struct {
	notebook.Outcome
	outputs []output.Output
}

func runCell(t testing.TB, k notebook.Kernel, source string, timeout time.Duration) result {
	t.Helper()
	return runContext(t, t.Context(), k, source, timeout)
}

func runContext(t testing.TB, ctx context.Context, k notebook.Kernel, source string, timeout time.Duration) result {
	t.Helper()
	var r result
	var err error
	cell := notebook.KernelCell{Key: "c", Source: source, Line: 7, Timeout: timeout}
	r.Outcome, err = k.Run(ctx, cell, func(o output.Output) { r.outputs = append(r.outputs, o) })
	if err != nil {
		t.Fatalf("run %q: %v", source, err)
	}
	return r
}

// text joins the text of one stream.
func (r result) text(stream string) string {
	var b strings.Builder
	for _, o := range r.outputs {
		if t, ok := o.(*output.Text); ok && t.Stream == stream {
			b.WriteString(t.Data)
		}
	}
	return b.String()
}

// story tells all outputs in order, in one line.
func (r result) story() string {
	var b strings.Builder
	for _, o := range r.outputs {
		switch o := o.(type) {
		case *output.Text:
			b.WriteString(strings.ReplaceAll(o.Data, "\n", " "))
		case *output.Table:
			b.WriteString("[" + o.Caption + "] ")
		case *output.Error:
			b.WriteString("<" + o.Stage + ": " + o.Message + "> ")
		}
	}
	return strings.TrimSpace(b.String())
}

func (r result) failure() *output.Error {
	for _, o := range r.outputs {
		if e, ok := o.(*output.Error); ok {
			return e
		}
	}
	return &output.Error{}
}
