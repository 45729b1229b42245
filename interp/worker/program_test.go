package worker

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"quire/interp/frontend"
)

// Programs that may end the process, or never end, run in a child: this test binary, started with programArg. One child
// runs many programs, each in an engine of its own, until one of them crashes or hangs; the next child goes on behind it.

// programArg is the first argument of a child that runs programs; the second is the folder.
const programArg = "-run-programs"

// An ending is how a program ended.
type ending string

const (
	endRight   ending = "right" // it printed what it should
	endWrong   ending = "wrong" // it printed something else
	endRefused ending = "refused"
	endPanic   ending = "panic" // it panicked, or gave an exit status, and should not
	endCrash   ending = "crash" // the process died
	endHang    ending = "hang"
)

// A verdict is what an engine made of a program. Detail is the refusal, the panic or the process's last words.
type verdict struct {
	Ending  ending
	Detail  string
	Exit    int
	Output  string // stdout and stderr in order
	Elapsed time.Duration
}

// runProgramsIfChild runs the programs of a folder and ends the process when it was started for that.
func runProgramsIfChild() {
	if len(os.Args) != 3 || os.Args[1] != programArg {
		return
	}
	debug.SetMaxStack(maxStack)
	debug.SetTraceback("single")
	if err := runProgramsOf(os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// runProgramsOf runs the programs that have no verdict yet, in order. It ends early behind a program that does not stop.
func runProgramsOf(folder string) error {
	limit, err := time.ParseDuration(os.Getenv("QUIRE_PROGRAM_LIMIT"))
	if err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return err
	}
	for _, file := range files {
		base := strings.TrimSuffix(file, ".go")
		if _, err := os.Stat(base + ".json"); err == nil {
			continue
		}
		v, err := judgeHere(file, base+".out", limit)
		if err != nil {
			return err
		}
		text, err := json.Marshal(v)
		if err != nil {
			return err
		}
		if err := os.WriteFile(base+".json", text, 0o644); err != nil {
			return err
		}
		if v.Ending == endHang {
			return nil
		}
	}
	return nil
}

// judgeHere runs one program in this process.
func judgeHere(file, out string, limit time.Duration) (verdict, error) {
	src, err := os.ReadFile(file)
	if err != nil {
		return verdict{}, err
	}
	w, err := os.Create(out)
	if err != nil {
		return verdict{}, err
	}
	defer w.Close()
	stdout, stderr := os.Stdout, os.Stderr
	os.Stdout, os.Stderr = w, w
	os.Args = []string{"program"}
	defer func() { os.Stdout, os.Stderr = stdout, stderr }()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	began := time.Now()
	// the watchdog ends what does not even let go when it is interrupted
	dog := time.AfterFunc(limit+2*time.Second, func() { os.Exit(hungExit) })
	o := NewEngine(EngineOptions{Seed: 1, Stdout: w, Stderr: w}).Run(ctx, frontend.Cell{Key: "program", Line: 1, Source: string(src)})
	dog.Stop()
	v := verdict{Ending: endRight, Elapsed: time.Since(began)}
	switch {
	case len(o.Problems) > 0:
		v.Ending = endRefused
		for _, p := range o.Problems {
			if p.Severity != frontend.Refused || strings.Contains(p.Message, "cannot be interpreted") {
				v.Ending = endWrong
			}
			v.Detail += fmt.Sprintf("%d:%d: %s: %s\n", p.Line, p.Col, p.Severity, p.Message)
		}
	case o.Panic != nil:
		v.Ending, v.Detail, v.Exit = endPanic, o.Panic.Message, 2
		for _, f := range o.Panic.Frames {
			v.Detail += fmt.Sprintf("\n\t%s:%d", f.Func, f.Line)
		}
	case o.Exit != nil && *o.Exit != 0:
		v.Ending, v.Detail, v.Exit = endPanic, fmt.Sprintf("exit status %d", *o.Exit), *o.Exit
	case o.Interrupted:
		v.Ending = endHang
	}
	return v, nil
}

// hungExit is the status of a child whose program would not be interrupted.
const hungExit = 97

// judge runs programs, by name, in children and returns their verdicts. A program is right, so far, when it ends well.
func judge(t testing.TB, programs map[string]string, limit time.Duration) map[string]verdict {
	t.Helper()
	folder := t.TempDir()
	file := func(name, ext string) string {
		return filepath.Join(folder, strings.ReplaceAll(name, "/", "!")+ext)
	}
	for name, src := range programs {
		if err := os.WriteFile(file(name, ".go"), []byte(src), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	read := func() (out map[string]verdict) {
		out = map[string]verdict{}
		for name := range programs {
			text, err := os.ReadFile(file(name, ".json"))
			if err != nil {
				continue
			}
			var v verdict
			if err := json.Unmarshal(text, &v); err != nil {
				t.Fatal(err)
			}
			output, err := os.ReadFile(file(name, ".out"))
			if err != nil && v.Output == "" {
				t.Fatal(err)
			}
			v.Output = string(output)
			out[name] = v
		}
		return out
	}
	for {
		done := read()
		if len(done) == len(programs) {
			return done
		}
		last, err := runChild(t, folder, limit, len(programs)-len(done))
		if err == nil {
			continue
		}
		// the first program without a verdict is the one that it ended with
		files, _ := filepath.Glob(filepath.Join(folder, "*.go"))
		for _, f := range files {
			base := strings.TrimSuffix(f, ".go")
			if _, err := os.Stat(base + ".json"); err == nil {
				continue
			}
			v := verdict{Ending: endCrash, Detail: err.Error() + "\n" + last, Exit: 2}
			if e := (*exec.ExitError)(nil); errors.As(err, &e) && e.ExitCode() == hungExit || errors.Is(err, context.DeadlineExceeded) {
				v.Ending = endHang
			}
			text, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(base+".json", text, 0o644); err != nil {
				t.Fatal(err)
			}
			break
		}
	}
}

// runChild runs one child and returns its last words.
func runChild(t testing.TB, folder string, limit time.Duration, n int) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit*time.Duration(n)+30*time.Second)
	defer cancel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, self, programArg, folder)
	cmd.Env = append(os.Environ(), "QUIRE_PROGRAM_LIMIT="+limit.String())
	var words tailBuffer
	cmd.Stdout, cmd.Stderr = &words, &words
	err = cmd.Run()
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	return words.String(), err
}

// A tailBuffer keeps the beginning of what is written to it.
type tailBuffer struct{ bytes.Buffer }

func (b *tailBuffer) Write(p []byte) (int, error) {
	const most = 2000
	if room := most - b.Len(); room > 0 {
		b.Buffer.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}

var _ io.Writer = (*tailBuffer)(nil)
