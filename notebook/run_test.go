package notebook

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"quire/notebook/output"
)

// TestRun runs the cases of testdata/run: note.md is the note, want has the events and the results.
func TestRun(t *testing.T) {
	files, err := filepath.Glob("testdata/run/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("testdata/run: %d cases, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			n := Parse("note.md", archived(a, "note.md"))
			var b strings.Builder
			res, err := Run(context.Background(), n, RunOptions{
				Dir: "dir", Start: newScripts().start, LogDir: t.TempDir(),
				Observe: func(e Event) { b.WriteString(dumpEvent(e)) },
			})
			fmt.Fprintf(&b, "error %v complete %v failed %v\n", err, res.Complete, res.Failed(n))
			r := NewReport(n, res)
			for _, c := range r.Cells {
				b.WriteString(dumpCell(c))
			}
			if *update {
				setArchived(a, "want", b.String())
				if err := os.WriteFile(file, txtar.Format(a), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			if want := string(archived(a, "want")); b.String() != want {
				t.Errorf("ran\n%s\nwant\n%s", b.String(), want)
			}
		})
	}
}

func dumpEvent(e Event) string {
	s := string(e.Kind)
	for _, v := range []string{e.Cell, string(e.Status), e.Message} {
		if v != "" {
			s += " " + v
		}
	}
	if e.Output != nil {
		s += fmt.Sprintf(" %s %q", e.Output.Kind(), e.Output.Plain())
	}
	return s + "\n"
}

func dumpCell(c *CellReport) string {
	var b strings.Builder
	fmt.Fprintf(&b, "cell %s %s code %v volatile %v", c.Cell.Key, c.Status, c.ShowCode, c.Result.Volatile)
	if c.Notice != "" {
		fmt.Fprintf(&b, " notice %q", c.Notice)
	}
	b.WriteString("\n")
	for _, o := range c.Outputs {
		fmt.Fprintf(&b, "  %s %q", o.Output.Kind(), o.Output.Plain())
		if o.Alt != "" {
			fmt.Fprintf(&b, " alt %q", o.Alt)
		}
		if o.Caption != nil {
			fmt.Fprintf(&b, " caption %q %q #%s", o.Caption.Label, o.Caption.Text.Plain, o.Caption.Anchor)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func parseCells(cells ...string) *Note {
	var b strings.Builder
	for _, c := range cells {
		b.WriteString("```go\n" + c + "\n```\n\n")
	}
	return Parse("note.md", []byte(b.String()))
}

func TestRunMillionLines(t *testing.T) {
	count := 1_000_000
	if testing.Short() {
		count = 100_000
	}
	n := parseCells(fmt.Sprintf("lines %d\nprint end", count))
	res, err := Run(context.Background(), n, RunOptions{Start: newScripts().start, LogDir: t.TempDir()})
	if err != nil || res.Cells[0].Status != StatusOK {
		t.Fatalf("status %s, %v", res.Cells[0].Status, err)
	}
	text := res.Cells[0].Outputs[0].(*output.Text)
	if kept := strings.Count(text.Data, "\n"); kept+text.OmittedLines != count+1 {
		t.Errorf("%d lines kept and %d left out, want %d in all", kept, text.OmittedLines, count+1)
	}
	lines := 0
	err = res.Cells[0].Log.Each(func(o output.Output) error {
		if want := fmt.Sprintf("line %d\n", lines); lines < count && o.Plain() != want {
			return fmt.Errorf("line %d is %q", lines, o.Plain())
		}
		lines++
		return nil
	})
	if err != nil || lines != count+1 {
		t.Errorf("the log has %d lines, want %d; %v", lines, count+1, err)
	}
}

func TestRunCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	s := newScripts()
	go func() { // ends when the cell waits
		<-s.waiting
		cancel()
	}()
	res, err := Run(ctx, parseCells("print before\nwait", "print after"), RunOptions{Start: s.start})
	if !errors.Is(err, context.Canceled) || res.Complete {
		t.Errorf("error %v, complete %v; want context.Canceled, false", err, res.Complete)
	}
	if a, b := res.Cells[0], res.Cells[1]; a.Status != StatusFailed || b.Status != StatusNotRun || a.Outputs[0].Plain() != "before\n" {
		t.Errorf("cells are %s %q and %s, want failed with what it printed, and not-run", a.Status, a.Outputs[0].Plain(), b.Status)
	}
	if !s.started[0].closed {
		t.Error("the kernel is still open")
	}
}

func TestRunKernelMissesTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		n := parseCells("//| timeout: 20\n//| error: true\nhang", "print after")
		res, err := Run(context.Background(), n, RunOptions{Start: newScripts().start})
		if err != nil || res.Cells[0].Status != StatusFailed || res.Cells[1].Status != StatusOK {
			t.Errorf("cells are %s and %s, %v; want failed and ok", res.Cells[0].Status, res.Cells[1].Status, err)
		}
		if d := time.Since(start); d != 20*time.Second+grace {
			t.Errorf("the cell was interrupted after %v, want its timeout and %v", d, grace)
		}
	})
}

func TestRunNoKernel(t *testing.T) {
	s := newScripts()
	s.err = errors.New("no memory")
	res, err := Run(context.Background(), parseCells("print a"), RunOptions{Start: s.start})
	if err == nil || err.Error() != "start kernel: no memory" || res.Cells[0].Status != StatusNotRun {
		t.Errorf("error %v, status %s; want start kernel: no memory, not-run", err, res.Cells[0].Status)
	}
}

func TestRunWithoutCells(t *testing.T) {
	s := newScripts()
	res, err := Run(context.Background(), Parse("n.md", []byte("text\n")), RunOptions{Start: s.start})
	if err != nil || len(res.Cells) != 0 || !res.Complete || len(s.started) != 0 {
		t.Errorf("error %v, %d cells, complete %v, %d kernels; want none, 0, true, 0", err, len(res.Cells), res.Complete, len(s.started))
	}
}

func TestSet(t *testing.T) {
	n := Parse("n.md", []byte("---\nparams: {epochs: 3, lr: 0.5, fast: false, name: a}\n---\n"))
	for _, c := range []struct {
		set, want, err string
	}{
		{"epochs=20", "[{epochs 20} {lr 0.5} {fast false} {name a}]", ""},
		{"epochs=-0x10", "[{epochs -16} {lr 0.5} {fast false} {name a}]", ""},
		{"lr=2", "[{epochs 3} {lr 2} {fast false} {name a}]", ""},
		{"fast=true name=b=c", "[{epochs 3} {lr 0.5} {fast true} {name b=c}]", ""},
		{"epochs=0.5", "", `--set epochs=0.5: want an integer, as in the front matter, not "0.5"`},
		{"lr=x", "", `--set lr=x: want a number, as in the front matter, not "x"`},
		{"lr=NaN", "", `--set lr=NaN: want a number, as in the front matter, not "NaN"`},
		{"fast=maybe", "", `--set fast=maybe: want true or false, not "maybe"`},
		{"epoch=1", "", `--set epoch=1: n.md has no param "epoch"; its params are epochs, lr, fast, name`},
		{"epochs", "", `--set epochs: want name=value`},
	} {
		got, err := n.Set(strings.Fields(c.set))
		switch {
		case c.err != "":
			if err == nil || err.Error() != c.err {
				t.Errorf("Set(%s) error = %v, want %s", c.set, err, c.err)
			}
		case err != nil:
			t.Errorf("Set(%s) error = %v", c.set, err)
		case fmt.Sprint(got.Meta.Params) != c.want:
			t.Errorf("Set(%s) = %v, want %s", c.set, got.Meta.Params, c.want)
		}
	}
	if fmt.Sprint(n.Meta.Params) != "[{epochs 3} {lr 0.5} {fast false} {name a}]" {
		t.Errorf("the note itself has changed: %v", n.Meta.Params)
	}
}
