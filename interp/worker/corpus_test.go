package worker

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"quire/interp/frontend"
)

// programStderr is where programs of tests print what goes to standard error.
var programStderr io.Writer = io.Discard

// runProgram runs a whole program as one cell and returns what it printed and how it ended.
func runProgram(t *testing.T, src string) (string, Outcome) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	old := os.Stdout
	os.Stdout = w
	done := make(chan string)
	go func() { // ends when the pipe is closed
		text, _ := io.ReadAll(r)
		done <- string(text)
	}()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	e := NewEngine(EngineOptions{Seed: 1, Stderr: programStderr})
	o := e.Run(ctx, frontend.Cell{Key: "program", Line: 1, Source: src})
	w.Close()
	os.Stdout = old
	return <-done, o
}

// TestCorpus runs every program of the corpus. Each must print what compiled Go prints, or be refused before it runs.
func TestCorpus(t *testing.T) { testPrograms(t, "corpus", 226) }

// TestStudentPrograms does the same with longer programs, such as students write.
func TestStudentPrograms(t *testing.T) { testPrograms(t, "student", 184) }

// TestSpecPrograms goes through the language section by section.
func TestSpecPrograms(t *testing.T) { testPrograms(t, "spec", 17) }

// TestTypePrograms does the same with programs whose types refer to each other, and other corners of the language.
func TestTypePrograms(t *testing.T) { testPrograms(t, "types", 27) }

// testPrograms runs the programs of a folder, of which there are n or more.
func testPrograms(t *testing.T, folder string, n int) {
	skipUnderRace(t)
	files, err := filepath.Glob("testdata/" + folder + "/*.txtar")
	if err != nil || len(files) < n {
		t.Fatalf("programs are missing: %d files in %s, want %d; %v", len(files), folder, n, err)
	}
	right, refused := 0, 0
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		t.Run(name, func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			src, want := string(a.Files[0].Data), string(a.Files[1].Data)
			got, o := runProgram(t, src)
			switch {
			case len(o.Problems) > 0:
				refused++
				for _, p := range o.Problems {
					if p.Severity != frontend.Refused || strings.Contains(p.Message, "cannot be interpreted") {
						t.Errorf("line %d: %s: %s", p.Line, p.Severity, p.Message)
					} else {
						t.Logf("refused: line %d: %s", p.Line, p.Message)
					}
				}
			case o.Panic != nil:
				t.Errorf("panic: %s %v", o.Panic.Message, o.Panic.Frames)
			case o.Interrupted:
				t.Error("does not end")
			case o.Exit != nil:
				t.Errorf("exit %d", *o.Exit)
			case strings.TrimSpace(got) != strings.TrimSpace(want):
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			default:
				right++
			}
		})
	}
	t.Logf("%d of %d programs right, %d refused", right, len(files), refused)
}

// skipUnderRace leaves out tests whose cells start goroutines: each writes the marker of its line into one global, on
// purpose without a lock, and so the race detector would fail them all.
func skipUnderRace(t *testing.T) {
	if raceDetector {
		t.Skip("goroutines of cells share the marker of the line")
	}
}
