package frontend

import (
	"go/ast"
	"go/types"
	"strings"
)

// What cells read that differs from run to run: the clock, the system, true random numbers, the order in which compiled
// packages visit maps. Lowered code tells the runtime, which marks the cell volatile.
//
// time.Sleep is not among them, for it only delays; time.After and context.WithTimeout are, for they race with the work
// that they bound. File contents are not: a note's data belong to it.

// unsteady are functions, methods and variables by their full names.
var unsteady = names(
	"time", "Now Since Until After AfterFunc Tick NewTimer NewTicker Unix UnixMilli UnixMicro Local LoadLocation",
	"context", "WithTimeout WithTimeoutCause WithDeadline WithDeadlineCause",
	"os", "Getpid Getppid Getuid Geteuid Getgid Getegid Getgroups Hostname Getwd Environ Getenv LookupEnv ExpandEnv UserHomeDir "+
		"UserCacheDir UserConfigDir TempDir MkdirTemp CreateTemp Executable Getpagesize StartProcess FindProcess",
	"runtime", "NumGoroutine NumCPU GOMAXPROCS NumCgoCall ReadMemStats Stack Callers GoroutineProfile MemProfile SetFinalizer AddCleanup GOROOT",
	"runtime/debug", "ReadGCStats ReadBuildInfo Stack PrintStack",
	"reflect", "Select",
	"testing", "Benchmark AllocsPerRun",
	"gonum.org/v1/gonum/spatial/kdtree", "New MedianOfMedians MedianOfRandoms Select",
)

// unsteadyMethods are methods by receiver and name.
var unsteadyMethods = map[string]bool{
	"(time.Time).Local": true, "(io/fs.FileInfo).ModTime": true, "(io/fs.FileInfo).Sys": true,
	"(reflect.Value).Pointer": true, "(reflect.Value).UnsafePointer": true, "(reflect.Value).UnsafeAddr": true,
}

// unsteadyPackages are those all of whose functions and variables count.
var unsteadyPackages = map[string]bool{
	"crypto/rand": true, "crypto/rsa": true, "crypto/ecdsa": true, "crypto/dsa": true, "crypto/ecdh": true, "crypto/mlkem": true, "crypto/hpke": true,
	"crypto/tls": true, "hash/maphash": true, "net": true, "os/exec": true, "os/signal": true, "os/user": true, "runtime/metrics": true,
	"runtime/pprof": true, "runtime/trace": true,
}

// steadyNet are packages below net that only work on text.
var steadyNet = map[string]bool{"net/url": true, "net/netip": true, "net/mail": true, "net/textproto": true}

// steadyGraph are the functions and methods of gonum's graph packages that visit no map.
var steadyGraph = names("", "AddNode NewNode NewEdge NewLine NewWeightedEdge NewWeightedLine SetEdge SetLine SetWeightedEdge SetWeightedLine "+
	"RemoveNode RemoveEdge RemoveLine HasEdgeBetween HasEdgeFromTo Node Edge Weight WeightedEdge ID Len Reversed ReversedEdge ReversedLine "+
	"NewDirectedGraph NewUndirectedGraph NewWeightedDirectedGraph NewWeightedUndirectedGraph NewDirectedMatrix NewUndirectedMatrix")

// names returns the full names of what a package declares: path, names, path, names….
func names(list ...string) map[string]bool {
	m := map[string]bool{}
	for i := 0; i < len(list); i += 2 {
		for n := range strings.FieldsSeq(list[i+1]) {
			if list[i] != "" {
				n = list[i] + "." + n
			}
			m[n] = true
		}
	}
	return m
}

// unsteadyReason says why a use of a function, method or variable of a compiled package makes a cell volatile: its name
// as it is written in Go. It is empty for what every run does alike.
func unsteadyReason(o types.Object) string {
	if o.Pkg() == nil || isUser(o.Pkg()) {
		return ""
	}
	path := o.Pkg().Path()
	full := path + "." + o.Name()
	if fn, ok := o.(*types.Func); ok {
		full = fn.FullName()
	}
	short := o.Pkg().Name() + "." + o.Name()
	switch {
	case unsteady[full], unsteadyMethods[full], unsteadyPackages[path]:
		return short
	case strings.HasPrefix(path, "net/") && !steadyNet[path]:
		return short
	case strings.HasPrefix(path, "crypto/") && o.Name() == "GenerateKey":
		return short
	case path == "log/slog" && timestamps[o.Name()]:
		return short
	case strings.HasPrefix(path, "gonum.org/v1/gonum/graph") && !steadyGraph[o.Name()]:
		if _, fn := o.(*types.Func); fn {
			return short
		}
	}
	return ""
}

// timestamps are the functions and methods of slog that write lines, with the time.
var timestamps = names("", "Debug DebugContext Info InfoContext Warn WarnContext Error ErrorContext Log LogAttrs Handle")

// lines are the functions and methods of log that write lines, perhaps with the time.
var logLines = names("", "Print Println Printf Fatal Fatalln Fatalf Panic Panicln Panicf Output")

// unsteady emits the mark of a use of o; recv is the lowered receiver of a method, nil for others.
func (f *fn) unsteady(o types.Object, recv ast.Expr) {
	if o.Pkg() != nil && o.Pkg().Path() == "log" && logLines[o.Name()] {
		if recv == nil {
			recv = ident("nil")
		}
		f.emit(do(rt("Logging", recv)))
		return
	}
	if r := unsteadyReason(o); r != "" {
		f.emit(do(rt("Volatile", text(r))))
	}
}

// note emits the mark of a call of a compiled method, and returns the receiver.
func (f *fn) note(m *types.Func, recv ast.Expr) ast.Expr {
	if m.Pkg() != nil && m.Pkg().Path() == "log" && logLines[m.Name()] {
		recv = f.stable(recv)
	}
	f.unsteady(m, recv)
	return recv
}

// rangesSyncMap reports whether m visits the entries of a sync.Map.
func rangesSyncMap(m *types.Func) bool { return m.FullName() == "(*sync.Map).Range" }

// send emits a statement that sends, and notes who does.
func (f *fn) send(ch, value ast.Expr) {
	c := f.stable(ch)
	f.emit(do(rt("Sent", c)), &ast.SendStmt{Chan: c, Value: value})
}

// selecting emits the look at the channels of a lowered select with several cases.
func (f *fn) selecting(s *ast.SelectStmt) {
	if len(s.Body.List) < 2 {
		return
	}
	receive := &ast.CompositeLit{Type: &ast.ArrayType{Elt: ident("any")}}
	send := &ast.CompositeLit{Type: &ast.ArrayType{Elt: ident("any")}}
	for _, c := range s.Body.List {
		ast.Inspect(&ast.BlockStmt{List: commOf(c.(*ast.CommClause))}, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SendStmt:
				send.Elts = append(send.Elts, call(ident("any"), n.Chan))
				return false
			case *ast.UnaryExpr:
				receive.Elts = append(receive.Elts, call(ident("any"), n.X))
				return false
			}
			return true
		})
	}
	f.emit(do(rt("Selecting", receive, send)))
}

// commOf is the statement that a case of a select waits for, if there is one.
func commOf(c *ast.CommClause) []ast.Stmt {
	if c.Comm == nil {
		return nil
	}
	return []ast.Stmt{c.Comm}
}
