// Command quire runs, shows and exports literate Go notes.
//
// A note is Markdown with Go cells. `quire serve` shows it live, `quire run` prints what its cells print,
// `quire export` makes the PDF that is handed in. Each subcommand stands in a file of its own; this package only wires.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"quire/interp/worker"
)

func main() {
	worker.RunIfChild()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], streams{os.Stdout, os.Stderr})
	stop()
	os.Exit(code)
}

// The exit statuses of the command line's contract.
const (
	exitGood  = 0
	exitNote  = 1 // the note has errors
	exitUsage = 2 // the command line or the environment is at fault
)

// noteError ends a command with status 1: the note is at fault, and what is wrong has been said already.
type noteError struct{ text string }

func (e noteError) Error() string { return e.text }

// run executes one command line and returns its exit status.
func run(ctx context.Context, args []string, io streams) int {
	app := &app{streams: io, lang: startLanguage(args)}
	cmd := newRootCommand(app)
	cmd.SetArgs(args)
	err := cmd.ExecuteContext(ctx)
	var note noteError
	switch {
	case err == nil:
		return exitGood
	case errors.As(err, &note):
		if note.text != "" {
			fmt.Fprintln(io.err, note.text)
		}
		return exitNote
	case errors.As(err, new(unusableError)):
		return exitUsage
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(io.err, app.lang.pick("중단했습니다.", "interrupted"))
		return exitNote
	}
	fmt.Fprintf(io.err, "quire: %v\n", err)
	return exitUsage
}
