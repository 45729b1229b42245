package worker

import (
	"errors"
	"flag"
	"fmt"
	"reflect"

	"quire/interp/symbols"
)

// flagExports are the functions of package flag that work on the command line: that of the cells.
func (s *runtimeState) flagExports() map[string]reflect.Value {
	_, table, ok := symbols.Package("flag")
	if !ok {
		panic("worker: no table of flag")
	}
	s.commandLine.SetOutput(s.stderr)
	s.usage = func() {
		fmt.Fprintf(s.commandLine.Output(), "Usage of %s:\n", s.args[0])
		s.printDefaults(s.commandLine)
	}
	s.commandLine.Usage = func() { s.usage() }
	m := map[string]reflect.Value{
		"PrintDefaults": reflect.ValueOf(func() { s.printDefaults(s.commandLine) }),
		"CommandLine":   reflect.ValueOf(&s.commandLine).Elem(),
		"Usage":         reflect.ValueOf(&s.usage).Elem(),
		"Parse":         reflect.ValueOf(s.parseFlags),
	}
	for i := range reflect.TypeFor[*flag.FlagSet]().NumMethod() {
		name := reflect.TypeFor[*flag.FlagSet]().Method(i).Name
		f, ok := table[name]
		if _, ours := m[name]; !ok || ours || f.Type() != reflect.ValueOf(s.commandLine).Method(i).Type() {
			continue
		}
		m[name] = reflect.MakeFunc(f.Type(), func(args []reflect.Value) []reflect.Value {
			return reflect.ValueOf(s.commandLine).Method(i).Call(args)
		})
	}
	return m
}

// parseFlags is flag.Parse: what is wrong with the arguments ends the program.
func (s *runtimeState) parseFlags() {
	switch err := s.parseWith(s.commandLine, s.args[1:]); {
	case err == nil:
	case errors.Is(err, flag.ErrHelp):
		panic(exit{0})
	case s.commandLine.ErrorHandling() == flag.ContinueOnError:
		panic(exit{2})
	}
}

// flagMethods are the methods of *flag.FlagSet that print the defaults of flags.
func (s *runtimeState) flagMethods() map[string]reflect.Value {
	return map[string]reflect.Value{
		"FlagPrintDefaults": reflect.ValueOf(s.printDefaults),
		"FlagParse":         reflect.ValueOf(s.parseWith),
	}
}

func (s *runtimeState) printDefaults(fs *flag.FlagSet) { s.knowingZeros(fs, fs.PrintDefaults) }

func (s *runtimeState) parseWith(fs *flag.FlagSet, args []string) (err error) {
	s.knowingZeros(fs, func() { err = fs.Parse(args) })
	return err
}

// knowingZeros calls do, which prints the defaults of flags unless they are the zero values of their types. For that package
// flag makes a zero value, which the wrapper of a cell's type cannot tell it; its text is "", and so is the default's
// meanwhile.
func (s *runtimeState) knowingZeros(fs *flag.FlagSet, do func()) {
	masked := map[*flag.Flag]string{}
	fs.VisitAll(func(f *flag.Flag) {
		if y, ok := s.plain(f.Value).(box); ok && f.DefValue != "" && f.DefValue == zeroText(y) {
			masked[f] = f.DefValue
			f.DefValue = ""
		}
	})
	defer func() {
		for f, text := range masked {
			f.DefValue = text
		}
	}()
	do()
}

// zeroText is the text of the zero value of a box's type, or of what it points to; "" where that panics.
func zeroText(y box) (text string) {
	defer func() {
		if recover() != nil {
			text = ""
		}
	}()
	t := reflect.TypeOf(y.V)
	zero := reflect.Zero(t)
	if t.Kind() == reflect.Pointer {
		zero = reflect.New(t.Elem())
	}
	return y.T.text("String", zero.Interface())
}
