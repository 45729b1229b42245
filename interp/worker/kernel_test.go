package worker

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"quire/interp"
	"quire/notebook"
	"quire/notebook/output"
)

func TestOutputsKeepTheirOrder(t *testing.T) {
	k := kernel(t, interp.Options{})
	for _, c := range []struct{ source, want string }{
		{"print a\ntable T\nprint b", "a [T] b"},
		{"print a\neprint b\nprint c\neprint d", "a b c d"},
		{"eprint a\ntable T\ntable U\nprint b\neprint c\ntable V", "a [T] [U] b c [V]"},
		{"fdprint a\ntable T\nfdeprint b\ntable U\nfdprint c", "a [T] b [U] c"},
		{"fdprint a\nfdeprint b\nprint c\nfdeprint d\neprint e\nfdprint f\nlog g\nfdprint h", "a b c d e f g h"},
		{"print a\nunknown", "a <check: undefined: unknown>"},
		{"fakecrash\nprint b", "panic: not really after it b"},
		{"", ""},
	} {
		for range 5 { // the order must not depend on luck
			if got := runCell(t, k, c.source, 0); got.story() != c.want {
				t.Errorf("%q shows %q, want %q", c.source, got.story(), c.want)
			}
		}
	}
	var want strings.Builder
	for i := range 300 {
		fmt.Fprintln(&want, i)
	}
	got := runCell(t, k, "alternate 300", 0)
	if text := strings.Join(strings.Fields(got.story()), "\n") + "\n"; text != want.String() {
		t.Errorf("300 lines to alternating streams come as %.200q", text)
	}
}

func TestCharactersStayWhole(t *testing.T) {
	k := kernel(t, interp.Options{})
	got := runCell(t, k, fmt.Sprintf("bytes %x", "가나다 é 🙂 끝"), 0)
	if got.text(output.Stdout) != "가나다 é 🙂 끝" {
		t.Errorf("text came as %q", got.text(output.Stdout))
	}
	for _, o := range got.outputs {
		if s := o.(*output.Text).Data; strings.ToValidUTF8(s, "") != s {
			t.Errorf("a character was split: %q", s)
		}
	}
	if got := runCell(t, k, "bytes ff80", 0); got.text(output.Stdout) != "\xff\x80" {
		t.Errorf("bytes that are no text came as %q", got.text(output.Stdout))
	}
}

func TestHints(t *testing.T) {
	got := runCell(t, kernel(t, interp.Options{}), "print a", 0)
	want := notebook.Diagnostic{Line: 7, Col: 2, Severity: notebook.SeverityHint, Message: "a hint"}
	if got.Status != notebook.StatusOK || len(got.Hints) != 1 || got.Hints[0] != want {
		t.Errorf("status %s, hints %v, want ok and %v", got.Status, got.Hints, want)
	}
}

// TestDeaths runs cells that end their process, and checks that what they printed is kept, the reason is told, and the
// next cell runs in a new worker.
func TestDeaths(t *testing.T) {
	for _, c := range []struct {
		source, stage, message, hint string
		o                            interp.Options
		slow                         bool
		noRace                       bool // cannot be seen under the race detector
	}{
		{source: "exit 3", stage: "exit", message: "exit status 3"},
		{source: "exit 2", stage: "exit", message: "exit status 2"},
		{source: "recurse", stage: "crash", message: "stack overflow", hint: "recursion", slow: true},
		{source: "gopanic at the disco", stage: "panic", message: "at the disco", hint: "goroutine"},
		{source: "maps", stage: "crash", message: "concurrent map", hint: "Mutex", noRace: true},
		{source: "eat", stage: "limit", message: "out of memory", hint: "256 MiB", o: interp.Options{Memory: 256 << 20}, noRace: true},
		{source: "closeall", stage: "crash", message: "channel is broken"},
		{source: "forge", stage: "crash", message: "channel is broken"},
	} {
		t.Run(c.source, func(t *testing.T) {
			if c.slow && testing.Short() {
				t.Skip("fills a stack")
			}
			if c.noRace && raceDetector {
				t.Skip("the race detector is faster")
			}
			k := kernel(t, c.o)
			got := runCell(t, k, "print before\ntable T\nprint after\n"+c.source, 0)
			// What is written to descriptor 2 goes its own way, and may stand among the rest.
			s := got.story()
			if before, after := strings.Index(s, "before "), strings.Index(s, "[T] after "); before < 0 || after < before {
				t.Errorf("shows %q", s)
			}
			e := got.failure()
			if e.Stage != c.stage || !strings.Contains(e.Message, c.message) || !strings.Contains(e.HintEn, c.hint) || e.HintKo == "" {
				t.Errorf("the error is %+v, all is %.2000q", e, got.story())
			}
			if len(e.Frames) == 0 || e.Frames[0].Line != 7 || e.Frames[0].Cell != "c" {
				t.Errorf("the error has no place: %+v", e.Frames)
			}
			if got.Status != notebook.StatusFailed || !got.Restarted {
				t.Errorf("status %s, restarted %v", got.Status, got.Restarted)
			}
			if s := got.text(output.Stderr); strings.Contains(s, "goroutine ") {
				t.Errorf("the runtime's report is shown as text: %q", s)
			}
			if again := runCell(t, k, "print alive", 0); again.story() != "alive" || again.Restarted {
				t.Errorf("the next cell shows %q, restarted %v", again.story(), again.Restarted)
			}
		})
	}
}

// TestStolenMessages reads the control channel from a cell. The worker hears nothing any more, or its runtime gives up:
// either way it is ended, and the next cell runs in a new one.
func TestStolenMessages(t *testing.T) {
	k := kernel(t, interp.Options{})
	got := runCell(t, k, "print before\nsteal", time.Second)
	if e := got.failure(); !got.Restarted || e.Stage != "timeout" && e.Stage != "crash" {
		t.Errorf("shows %q, restarted %v", got.story(), got.Restarted)
	}
	if again := runCell(t, k, "print alive", 0); again.story() != "alive" {
		t.Errorf("the next cell shows %q", again.story())
	}
}

func TestFatalKeepsItsText(t *testing.T) {
	got := runCell(t, kernel(t, interp.Options{}), "fatal no data", 0)
	if !strings.HasSuffix(got.text(output.Stderr), "no data\n") || got.failure().Message != "exit status 1" {
		t.Errorf("shows %q", got.story())
	}
}

func TestInterrupt(t *testing.T) {
	for _, c := range []struct {
		source    string
		restarted bool
	}{
		{"print a\nwait", false},
		{"print a\nstubborn", true},
		{"print a\nspin", true},
	} {
		t.Run(c.source, func(t *testing.T) {
			k := kernel(t, interp.Options{})
			runCell(t, k, "print warm", 0)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			var began time.Time
			var got result
			_, err := func() (notebook.Outcome, error) {
				o, err := k.Run(ctx, notebook.KernelCell{Key: "c", Source: c.source, Line: 7}, func(o output.Output) {
					got.outputs = append(got.outputs, o)
					if began.IsZero() {
						began = time.Now()
						cancel()
					}
				})
				got.Outcome = o
				return o, err
			}()
			if err != nil {
				t.Fatal(err)
			}
			if d := time.Since(began); d > 2*time.Second {
				t.Errorf("it took %v", d)
			}
			if got.story() != "a <interrupt: interrupted>" || got.Restarted != c.restarted || got.Status != notebook.StatusFailed {
				t.Errorf("shows %q, status %s, restarted %v", got.story(), got.Status, got.Restarted)
			}
			if again := runCell(t, k, "print alive", 0); again.story() != "alive" {
				t.Errorf("the next cell shows %q", again.story())
			}
		})
	}
}

func TestInterruptedBeforeItBegins(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	k := kernel(t, interp.Options{})
	got := runContext(t, ctx, k, "print a", 0)
	if got.story() != "<interrupt: interrupted>" || got.Status != notebook.StatusFailed {
		t.Errorf("shows %q, status %s", got.story(), got.Status)
	}
	if again := runCell(t, k, "print alive", 0); again.story() != "alive" {
		t.Errorf("the next cell shows %q", again.story())
	}
}

// TestCloseInterrupts closes a kernel while a cell runs.
func TestCloseInterrupts(t *testing.T) {
	k := kernel(t, interp.Options{})
	began := make(chan bool)
	ended := make(chan result)
	go func() { // ends with the cell
		var got result
		o, _ := k.Run(t.Context(), notebook.KernelCell{Key: "c", Source: "print time\nsleep 1h"}, func(o output.Output) {
			if len(got.outputs) == 0 {
				close(began)
			}
			got.outputs = append(got.outputs, o)
		})
		got.Outcome = o
		ended <- got
	}()
	<-began
	if err := k.Close(); err != nil {
		t.Error(err)
	}
	if got := <-ended; got.story() != "time <interrupt: interrupted>" {
		t.Errorf("shows %q", got.story())
	}
}

func TestTimeout(t *testing.T) {
	k := kernel(t, interp.Options{})
	got := runCell(t, k, "print a\nwait", 200*time.Millisecond)
	if got.story() != "a <timeout: timeout: the cell ran longer than 200ms>" || got.Restarted {
		t.Errorf("shows %q, restarted %v", got.story(), got.Restarted)
	}
	if got := runCell(t, k, "print quick", 10*time.Second); got.story() != "quick" {
		t.Errorf("shows %q", got.story())
	}
}

func TestLimits(t *testing.T) {
	k := kernel(t, interp.Options{MaxText: 1 << 20, MaxOutputs: 100})
	if e := runCell(t, k, "lines 200000\nwait", 0).failure(); e.Message != "limit: output of more than 1 MiB" {
		t.Errorf("much text: %+v", e)
	}
	if e := runCell(t, k, "tables 5000", 0).failure(); e.Message != "limit: more than 100 figures, tables and other outputs" {
		t.Errorf("many tables: %+v", e)
	}
	if got := runCell(t, k, "print fine", 0); got.story() != "fine" {
		t.Errorf("the next cell shows %q", got.story())
	}
}

// TestAfterTheCell checks what goroutines that outlive their cell do: what they show belongs to the next cell, and a
// panic of theirs is told there.
func TestAfterTheCell(t *testing.T) {
	k := kernel(t, interp.Options{})
	if got := runCell(t, k, "later L", 0); got.story() != "" {
		t.Errorf("shows %q", got.story())
	}
	if got := runCell(t, k, "sleep 100ms\nprint b", 0); got.story() != "L [L] b" {
		t.Errorf("the next cell shows %q, want what the first one left", got.story())
	}
	runCell(t, k, "latepanic", 0)
	time.Sleep(200 * time.Millisecond) // the worker has died when this ends, or dies during the next cell
	got := runCell(t, k, "sleep 1s\nprint b", 0)
	if got.story() != "<panic: late>" || !got.Restarted {
		t.Errorf("the cell after the panic shows %q, restarted %v", got.story(), got.Restarted)
	}
	if got := runCell(t, k, "print b", 0); got.story() != "b" {
		t.Errorf("the cell after that shows %q", got.story())
	}
}

func TestClosedStreams(t *testing.T) {
	k := kernel(t, interp.Options{})
	if got := runCell(t, k, "print a\ncloseout\nprint b\ntable T", 5*time.Second); got.story() != "a b [T]" || got.Restarted {
		t.Errorf("shows %q, restarted %v", got.story(), got.Restarted)
	}
}

func TestProgressIsThrottled(t *testing.T) {
	got := runCell(t, kernel(t, interp.Options{}), "progress training", 0)
	last, _ := got.outputs[len(got.outputs)-1].(*output.Progress)
	if len(got.outputs) > 100 || last == nil || last.Done != 1000 {
		t.Errorf("1000 states came as %d, the last is %+v", len(got.outputs), last)
	}
}

func TestSurroundings(t *testing.T) {
	k := kernel(t, interp.Options{})
	if got := runCell(t, k, "stdin", 0); got.story() != "0 EOF" {
		t.Errorf("standard input gives %q", got.story())
	}
	if got := runCell(t, k, "args", 0); !strings.HasPrefix(got.story(), "["+scriptNote+"]") || strings.Contains(got.story(), interp.WorkerArg) {
		t.Errorf("arguments are %q", got.story())
	}
}

// TestStreaming checks that text is shown soon after it was printed, not when the cell ends.
func TestStreaming(t *testing.T) {
	k := kernel(t, interp.Options{})
	runCell(t, k, "print warm", 0)
	var late []time.Duration
	source := strings.Repeat("clock\nsleep 20ms\n", 21)
	_, err := k.Run(t.Context(), notebook.KernelCell{Key: "c", Source: source}, func(o output.Output) {
		if n, err := strconv.ParseInt(strings.TrimSpace(o.(*output.Text).Data), 10, 64); err == nil {
			late = append(late, time.Since(time.Unix(0, n)))
		}
	})
	if err != nil || len(late) < 15 {
		t.Fatalf("%d of 21 lines came one by one, %v", len(late), err)
	}
	slices.Sort(late)
	t.Logf("shown after %v, at most %v", late[len(late)/2], late[len(late)-1])
	if median := late[len(late)/2]; median > 25*time.Millisecond {
		t.Errorf("half of the lines are shown later than %v after they were printed", median)
	}
}

// TestManyLines checks that long output is no error, loses nothing, and costs the parent no memory that grows with it.
func TestManyLines(t *testing.T) {
	n := 1_000_000
	if testing.Short() {
		n = 100_000
	}
	k := kernel(t, interp.Options{})
	runCell(t, k, "print warm", 0)
	next, outputs, rest := 0, 0, ""
	began := time.Now()
	o, err := k.Run(t.Context(), notebook.KernelCell{Key: "c", Source: fmt.Sprintf("lines %d", n)}, func(o output.Output) {
		outputs++
		text := rest + o.(*output.Text).Data
		end := strings.LastIndexByte(text, '\n') + 1
		rest = text[end:]
		for line := range strings.Lines(text[:end]) {
			if line != fmt.Sprintf("line %d\n", next) {
				t.Fatalf("line %d is %q", next, line)
			}
			next++
		}
	})
	if err != nil || o.Status != notebook.StatusOK || next != n || rest != "" {
		t.Errorf("%d of %d lines came, status %s, error %v", next, n, o.Status, err)
	}
	t.Logf("%d lines in %v, as %d outputs", n, time.Since(began).Round(time.Millisecond), outputs)
}
