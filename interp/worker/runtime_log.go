package worker

import (
	"fmt"
	"log"
	"reflect"
	"strings"
	"sync"
)

// logging guards the moment in which a logger has other flags.
var logging sync.Mutex

// record writes a record with a logger of package log. Where the logger writes files and lines, they are the note's.
func (s *runtimeState) record(l *log.Logger, text string) error {
	if l.Flags()&(log.Lshortfile|log.Llongfile) == 0 {
		return l.Output(0, text)
	}
	logging.Lock()
	defer logging.Unlock()
	flags, prefix := l.Flags(), l.Prefix()
	defer func() {
		l.SetFlags(flags)
		l.SetPrefix(prefix)
	}()
	l.SetFlags(flags &^ (log.Lshortfile | log.Llongfile | log.Lmsgprefix))
	place := s.place() + ": "
	if flags&log.Lmsgprefix != 0 {
		l.SetPrefix("")
		return l.Output(0, place+prefix+text)
	}
	return l.Output(0, place+text)
}

// logMethods are the methods of *log.Logger, whose operands may be boxes.
func (s *runtimeState) logMethods() map[string]reflect.Value {
	v := reflect.ValueOf
	sprint := func(a []any) string { return fmt.Sprint(s.spaced(a)...) }
	sprintln := func(a []any) string { return fmt.Sprintln(s.prepare("", a)...) }
	sprintf := func(f string, a []any) string { return string(s.formatted(f, a)) }
	fatal := func(l *log.Logger, text string) {
		s.record(l, text)
		panic(exit{1})
	}
	panics := func(l *log.Logger, text string) {
		s.record(l, text)
		panic(panicOf{text})
	}
	return map[string]reflect.Value{
		"LogPrint":   v(func(l *log.Logger, a ...any) { s.record(l, sprint(a)) }),
		"LogPrintln": v(func(l *log.Logger, a ...any) { s.record(l, sprintln(a)) }),
		"LogPrintf":  v(func(l *log.Logger, f string, a ...any) { s.record(l, sprintf(f, a)) }),
		"LogFatal":   v(func(l *log.Logger, a ...any) { fatal(l, sprint(a)) }),
		"LogFatalln": v(func(l *log.Logger, a ...any) { fatal(l, sprintln(a)) }),
		"LogFatalf":  v(func(l *log.Logger, f string, a ...any) { fatal(l, sprintf(f, a)) }),
		"LogPanic":   v(func(l *log.Logger, a ...any) { panics(l, sprint(a)) }),
		"LogPanicln": v(func(l *log.Logger, a ...any) { panics(l, sprintln(a)) }),
		"LogPanicf":  v(func(l *log.Logger, f string, a ...any) { panics(l, sprintf(f, a)) }),
		"LogOutput":  v(func(l *log.Logger, _ int, text string) error { return s.record(l, text) }),
	}
}

// logExports are the functions of package log: the methods of its own logger.
func (s *runtimeState) logExports() map[string]reflect.Value {
	v := reflect.ValueOf
	m := map[string]reflect.Value{
		// The interpreter has a logger of its own behind these; the one above is package log's.
		"SetFlags": v(log.SetFlags), "SetPrefix": v(log.SetPrefix), "SetOutput": v(log.SetOutput),
		"Flags": v(log.Flags), "Prefix": v(log.Prefix), "Writer": v(log.Writer), "Default": v(log.Default), "New": v(log.New),
	}
	std := reflect.ValueOf(log.Default())
	for name, f := range s.logMethods() {
		t := f.Type()
		var in, out []reflect.Type
		for i := 1; i < t.NumIn(); i++ {
			in = append(in, t.In(i))
		}
		for i := range t.NumOut() {
			out = append(out, t.Out(i))
		}
		m[strings.TrimPrefix(name, "Log")] = reflect.MakeFunc(reflect.FuncOf(in, out, t.IsVariadic()), func(args []reflect.Value) []reflect.Value {
			args = append([]reflect.Value{std}, args...)
			if t.IsVariadic() {
				return f.CallSlice(args)
			}
			return f.Call(args)
		})
	}
	return m
}
