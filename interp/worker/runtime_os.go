package worker

import (
	"flag"
	"io"
	"os"
	"reflect"
)

// A process is what cells see of theirs. The variables are theirs alone: a cell may assign them, as those do that catch
// what is printed, and the worker's own stay.
type process struct {
	args        []string
	out, err    *os.File
	commandLine *flag.FlagSet
	usage       func()

	realOut, realErr *os.File
}

func newProcess() process {
	p := process{args: append([]string(nil), os.Args...), out: os.Stdout, err: os.Stderr, realOut: os.Stdout, realErr: os.Stderr}
	p.commandLine = flag.NewFlagSet(p.args[0], flag.ContinueOnError)
	return p
}

// to is w itself, or the engine's own writer where w is the process's: only that tells standard error from output.
func (s *runtimeState) to(w io.Writer) io.Writer {
	switch w {
	case s.realOut:
		return s.stdout
	case s.realErr:
		return s.stderr
	}
	return w
}

// printing is what fmt.Print writes to: what the cells' os.Stdout is.
func (s *runtimeState) printing() io.Writer { return s.to(s.process.out) }

// exit is the panic that stands for the end of the process.
type exit struct{ code int }

func (s *runtimeState) osExports() map[string]reflect.Value {
	return map[string]reflect.Value{
		"Exit":   reflect.ValueOf(func(code int) { panic(exit{code}) }),
		"Args":   reflect.ValueOf(&s.args).Elem(),
		"Stdout": reflect.ValueOf(&s.process.out).Elem(),
		"Stderr": reflect.ValueOf(&s.process.err).Elem(),
	}
}
