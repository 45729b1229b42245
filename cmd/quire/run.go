package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"quire/notebook"
	"quire/notebook/output"
)

func newRunCommand(a *app) *cobra.Command {
	t := a.lang.pick
	var set []string
	var sandbox bool
	cmd := &cobra.Command{
		Use:   "run NOTE",
		Short: t("노트를 처음부터 실행하고 출력을 글로 보입니다", "Run a note from clean and print its outputs as text"),
		Args:  a.args(1, 1, "NOTE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			note, err := a.readNote(args[0], set)
			if err != nil {
				return err
			}
			failed := a.printDiagnostics(note, note.Diagnostics)
			bar := newProgress(a.err, a.lang, note)
			printer := &runPrinter{app: a, note: note, heads: isTerminal(a.out)}
			res, err := a.runNote(cmd.Context(), note, runOptions{sandbox: sandbox, observe: func(e notebook.Event) {
				bar.observe(e)
				printer.observe(e)
			}})
			bar.close()
			if err != nil {
				return err
			}
			if failed || res.Failed(note) {
				return noteError{}
			}
			return nil
		},
	}
	cmd.Flags().StringArrayVar(&set, "set", nil, t("params의 값을 바꿉니다: `이름=값`", "override a param: `name=value`"))
	cmd.Flags().BoolVar(&sandbox, "sandbox", false, t("노트의 폴더 밖과 네트워크를 막고 실행합니다", "confine the cells to the note's folder, without network"))
	a.memoryFlag(cmd)
	return cmd
}

// runPrinter writes what cells print to standard output, exactly as they wrote it; errors, and what cells wrote to
// standard error, go to standard error. On a terminal a line tells where a cell begins.
type runPrinter struct {
	*app
	note  *notebook.Note
	heads bool
}

func (p *runPrinter) observe(e notebook.Event) {
	switch e.Kind {
	case notebook.EventCell:
		if p.heads && e.Status == notebook.StatusRunning {
			fmt.Fprintf(p.err, "\r\x1b[K── %s\n", e.Cell)
		}
		if p.heads && e.Status == notebook.StatusOK {
			fmt.Fprintf(p.err, "\r\x1b[K   %s\n", seconds(e.Elapsed, p.lang))
		}
		if e.Status == notebook.StatusNotRun {
			fmt.Fprintln(p.err, p.lang.sprintf("%s:%d: 앞의 셀이 실패해 실행하지 않았습니다", "%s:%d: not run: a cell above failed",
				p.note.Name, p.line(e.Cell)))
		}
	case notebook.EventOutput:
		p.output(e.Output)
	}
}

// line is where a cell stands in the note.
func (p *runPrinter) line(key string) int {
	for _, c := range p.note.Cells {
		if c.Key == key {
			return c.Line
		}
	}
	return 0
}

func (p *runPrinter) output(o output.Output) {
	switch o := o.(type) {
	case *output.Progress:
	case *output.Text:
		if o.Stream == output.Stderr {
			io.WriteString(p.err, o.Data)
			return
		}
		io.WriteString(p.out, o.Data)
	case *output.Error:
		p.printError(o)
	default:
		text := o.Plain()
		if !strings.HasSuffix(text, "\n") {
			text += "\n"
		}
		io.WriteString(p.out, text)
	}
}

// printError writes an error as file:line:col: message, with the path of calls and the hint below it.
func (p *runPrinter) printError(e *output.Error) {
	message := e.Message
	if e.Stage == "panic" {
		message = "panic: " + message
	}
	for i, f := range e.Frames {
		place := p.note.Name
		if f.Line > 0 {
			place += fmt.Sprintf(":%d", f.Line)
		}
		if f.Col > 0 {
			place += fmt.Sprintf(":%d", f.Col)
		}
		if i == 0 {
			fmt.Fprintf(p.err, "%s: %s\n", place, message)
			if len(e.Frames) > 1 && f.Func != "" {
				fmt.Fprintf(p.err, "    %s %s\n", place, f.Name())
			}
			continue
		}
		fmt.Fprintf(p.err, "    %s\n", strings.TrimSpace(place+" "+f.Name()))
	}
	if len(e.Frames) == 0 {
		fmt.Fprintf(p.err, "%s: %s\n", p.note.Name, message)
	}
	if hint := p.lang.pick(e.HintKo, e.HintEn); hint != "" {
		fmt.Fprintf(p.err, "    %s\n", hint)
	}
}

// seconds writes a duration for a reader.
func seconds(d time.Duration, lang language) string {
	return fmt.Sprintf("%.2f%s", d.Seconds(), lang.pick("초", " s"))
}

// observeErrors prints failures alone, for commands whose product is not the cells' text.
func (p *runPrinter) observeErrors(e notebook.Event) {
	if err, ok := e.Output.(*output.Error); ok {
		p.printError(err)
	}
}
