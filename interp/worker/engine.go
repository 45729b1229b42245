package worker

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"io"
	"os"
	"reflect"
	"slices"
	"sync"
	"testing/fstest"
	"time"

	"github.com/traefik/yaegi/interp"

	"quire/interp/frontend"
	"quire/interp/symbols"
	"quire/interp/worker/encoding/gob"
	"quire/interp/worker/encoding/json"
	"quire/interp/worker/portable"
	lookalike "quire/interp/worker/reflect"
	"quire/nn"
	"quire/notebook/output"
	"quire/notebook/show"
)

// EngineOptions are what an [Engine] starts from.
type EngineOptions struct {
	Params []frontend.Param // constants of the outermost scope
	Seed   int64            // the note's seed, from which every cell's random stream derives
	Dir    string           // the note's folder; informational, the caller has changed to it

	Stdout, Stderr io.Writer           // where fmt.Print and println of cells write; nil means os.Stdout and os.Stderr
	Show           func(output.Output) // receives what the cell shows, the value of its last expression included
}

// An Engine runs cells in this process, one after the other. It is not safe for concurrent use.
type Engine struct {
	opt      EngineOptions
	scope    *frontend.Scope
	interp   *interp.Interpreter
	rt       *runtimeState
	random   *streams
	trace    *trace
	structs  structs
	imported map[string]bool
	pos      token.Pos // of every lowered node
	cells    []string  // the keys of the cells that ran, by number − 1
	file     string    // the note's name
	line     *int      // the marker of the line that runs
	held     []held    // what cells of the note still hold

	mu      sync.Mutex
	outcome *Outcome // of the cell that runs, for panics in goroutines
	endCell func()   // ends it
}

// held names the function that lets go of what a cell's variables hold.
type held struct{ key, drop string }

// A Panic is why a cell stopped: a run-time panic in Go's own words, with the place and the path of calls.
type Panic struct {
	Message        string // without the "panic: " that the runtime prints before it
	HintKo, HintEn string
	Frames         []output.Frame // the place of the panic first
	Goroutine      bool           // it happened in a goroutine that the cell started; the cell itself may have ended well
}

// An Outcome is how one execution of a cell ended.
type Outcome struct {
	Problems    []frontend.Problem // errors and refusals; when there is one, nothing ran
	Hints       []frontend.Problem // unused names and the like
	Panic       *Panic             // nil when the cell did not panic
	Exit        *int               // the status given to os.Exit (log.Fatal gives 1)
	ExitFrames  []output.Frame     // where
	Interrupted bool               // ctx ended first
	Volatile    bool               // the cell read a clock, raced or visited a map in no fixed order
	Reason      string             // why it is volatile: what it called, or one of interp's reasons
	Elapsed     time.Duration
	Unit        *frontend.Unit // what was compiled, nil when there were problems
}

// OK reports whether the cell ran to its end.
func (o Outcome) OK() bool {
	return len(o.Problems) == 0 && o.Panic == nil && o.Exit == nil && !o.Interrupted
}

// NewEngine returns an engine in which no cell has run yet.
func NewEngine(o EngineOptions) *Engine {
	if o.Stdout == nil {
		o.Stdout = os.Stdout
	}
	if o.Stderr == nil {
		o.Stderr = os.Stderr
	}
	e := &Engine{opt: o, scope: frontend.NewScope(o.Params), imported: map[string]bool{}}
	e.rt = newRuntime(o.Stdout, o.Stderr)
	e.rt.goPanic = e.goroutinePanic
	e.trace = e.rt.trace
	e.rt.library = e.scope.Package
	gob.Reset()
	e.rt.place = e.place
	e.random = newStreams(o.Seed)
	e.rt.sourced = e.random.sourced
	e.interp = interp.New(interp.Options{Stdout: o.Stdout, Stderr: e.trace, SourcecodeFilesystem: fstest.MapFS{}, Unrestricted: true})
	e.pos = token.Pos(e.interp.FileSet().AddFile("quire.go", -1, 1).Base())
	e.use(symbols.Exports())
	e.use(copiesExports())
	e.use(e.replacements())
	e.use(map[string]map[string]reflect.Value{frontend.StructsPath + "/structs": {"None": reflect.ValueOf(0)}})
	e.must(e.interp.Eval("var " + frontend.Marker + " int"))
	e.must(e.interp.Eval("var " + frontend.Armed + " int"))
	e.line, e.rt.count = e.global(frontend.Marker), e.global(frontend.Armed)
	e.trace.marker = e.line
	return e
}

func (e *Engine) use(x map[string]map[string]reflect.Value) {
	if err := e.interp.Use(x); err != nil {
		panic("worker: symbols: " + err.Error())
	}
}

func (e *Engine) must(_ reflect.Value, err error) {
	if err != nil {
		panic("worker: " + err.Error())
	}
}

// replacements are the runtime, and the functions of the library that cells get in another form. The second part of a
// key differs from the package's name so that the interpreter leaves our functions alone.
func (e *Engine) replacements() map[string]map[string]reflect.Value {
	return map[string]map[string]reflect.Value{
		frontend.RuntimePath + "/runtime": e.rt.exports(),
		frontend.RuntimePath + "/random":  e.random.sourceExports(),
		"fmt/quire":                       e.rt.fmtExports(),
		"fmt/scan":                        e.rt.scanExports(),
		"os/quire":                        e.rt.osExports(),
		"flag/quire":                      e.rt.flagExports(),
		"log/quire":                       e.rt.logExports(),
		"runtime/quire":                   e.rt.runtimeExports(),
		"time/quire":                      {"Sleep": reflect.ValueOf(e.rt.sleep)},
		"math/quire":                      mathExports(),
		"math/rand/quire":                 e.random.v1Exports(),
		"math/rand/v2/quire":              e.random.v2Exports(),
		"reflect/quire":                   lookalikes["reflect"],
		lookalikePath + "/reflect":        {"_Type": reflect.ValueOf((*noType)(nil))},
	}
}

// mathExports are the functions of package math that give other bits on other processors.
func mathExports() map[string]reflect.Value {
	m := map[string]reflect.Value{}
	for name, f := range portable.Functions {
		m[name] = reflect.ValueOf(f)
	}
	return m
}

// Run compiles and executes one cell, in its place in the note or, where that is not given, below those that ran before.
// It returns within a moment of ctx's end; what does not stop keeps running in a goroutine that no later cell can observe.
//
// A cell that runs again replaces what it was: its old variables are let go of, and so are those of cells that the note
// no longer has. The cells that used them have to run again too.
func (e *Engine) Run(ctx context.Context, cell frontend.Cell) Outcome {
	begin := time.Now()
	e.file = cmp.Or(cell.File, "note.md")
	e.letGo(cell)
	e.scope = e.scope.At(cell)
	unit, problems := e.compile(cell)
	if unit == nil {
		return Outcome{Problems: problems}
	}
	o := Outcome{Hints: unit.Hints, Unit: unit}
	e.trace.add(unit)
	for _, t := range unit.Types {
		e.rt.add(t.ID, t.Type)
	}
	if err := e.load(unit); err != nil {
		return Outcome{Problems: []frontend.Problem{{
			Line: max(1, cell.Line), Col: 1, Severity: frontend.Refused, Message: "this cell cannot be interpreted: " + err.Error(),
			HintKo: "인터프리터가 다루지 못하는 코드입니다. 더 작은 함수로 나누어 보세요.",
			HintEn: "The interpreter cannot handle this code; try smaller functions.",
		}}}
	}
	e.scope = unit.Next
	e.cells = append(e.cells, cell.Key)
	if unit.Drop != "" {
		e.held = append(e.held, held{cell.Key, unit.Drop})
	}
	e.execute(ctx, cell, &o)
	o.Elapsed = time.Since(begin)
	o.Reason = e.rt.why()
	o.Volatile = o.Reason != ""
	return o
}

// compile checks and lowers a cell. The checker of Go itself can panic, on code that nobody has written before.
func (e *Engine) compile(cell frontend.Cell) (unit *frontend.Unit, problems []frontend.Problem) {
	defer func() {
		if r := recover(); r != nil {
			unit, problems = nil, []frontend.Problem{{
				Line: max(1, cell.Line), Col: 1, Severity: frontend.Refused, Message: fmt.Sprintf("this cell cannot be checked: %v", r),
				HintKo: "Quire 자체의 오류입니다. 셀을 조금 다르게 써 보고, 노트와 함께 알려 주세요.",
				HintEn: "This is a fault of Quire itself. Write the cell a little differently, and report it with the note.",
			}}
		}
	}()
	return e.scope.Compile(cell)
}

// letGo clears the variables of what the cell was before, and of cells that left the note.
func (e *Engine) letGo(cell frontend.Cell) {
	if cell.Note == nil {
		return
	}
	e.held = slices.DeleteFunc(e.held, func(h held) bool {
		if h.key != cell.Key && slices.Contains(cell.Note, h.key) {
			return false
		}
		e.must(e.interp.Eval(h.drop + "()"))
		return true
	})
}

// load compiles the unit and makes its declarations known.
func (e *Engine) load(unit *frontend.Unit) (err error) {
	defer func() { // the interpreter's compiler panics on some of its own mistakes
		if r := recover(); r != nil {
			err = fmt.Errorf("internal error: %v", r)
		}
	}()
	made, err := e.structs.add(unit.Structs, unit.Aliases)
	if err != nil {
		return err
	}
	e.use(map[string]map[string]reflect.Value{frontend.StructsPath + "/structs": made})
	var decls []ast.Decl
	for _, d := range unit.File.Decls {
		if g, ok := d.(*ast.GenDecl); ok && len(g.Specs) == 1 {
			if s, ok := g.Specs[0].(*ast.ImportSpec); ok {
				if e.imported[s.Name.Name] {
					continue
				}
				e.imported[s.Name.Name] = true
			}
		}
		decls = append(decls, d)
	}
	file := *unit.File
	file.Decls = decls
	place(&file, e.pos)
	prog, err := e.interp.CompileAST(&file)
	if err != nil {
		return err
	}
	_, err = e.interp.Execute(prog)
	return err
}

// panicGrace is how long a cell goes on after a panic in one of its goroutines. A program would end at once, or after
// some more statements, as chance has it; a cell that is about to end shows the same each time.
const panicGrace = 200 * time.Millisecond

// execute runs the unit's entry. A panic in a goroutine ends the cell, as it would end a program.
func (e *Engine) execute(asked context.Context, cell frontend.Cell, o *Outcome) {
	ctx, cancel := context.WithCancel(asked)
	defer cancel()
	current.Store(e.rt)
	e.rt.world.Enter()
	json.Reset()
	stop := make(chan struct{})
	e.rt.interrupt.Store(&stop)
	e.rt.display, e.rt.shown = nil, false
	e.rt.volatility.begin()
	e.random.restart(cell.Key)
	nn.SeedDefault(e.opt.Seed, cell.Key)
	e.trace.ended("")
	e.mu.Lock()
	e.outcome, e.endCell = o, cancel
	e.mu.Unlock()
	_, err := e.interp.EvalWithContext(ctx, o.Unit.Entry+"()")
	if ctx.Err() != nil { // goroutines that outlive a cell which has ended well go on
		close(stop)
	}
	e.rt.unwinding.wait()
	e.mu.Lock()
	e.outcome = nil
	e.mu.Unlock()
	var p interp.Panic
	switch {
	case asked.Err() != nil && (err == nil || errors.Is(err, asked.Err())):
		o.Interrupted = true
	case ctx.Err() != nil && errors.Is(err, ctx.Err()): // o.Panic says why
	case errors.As(err, &p):
		e.failed(p.Value, o)
	case err != nil:
		o.Panic = &Panic{Message: err.Error()}
	case e.rt.shown:
		e.show(o.Unit.Display)
	}
}

// failed explains why a cell stopped.
func (e *Engine) failed(v any, o *Outcome) {
	u := e.trace.ended(o.Unit.Entry)
	v = plainPanic(v)
	if x, ok := v.(exit); ok {
		o.Exit, o.ExitFrames = &x.code, e.frames(u)
		return
	}
	o.Panic = e.describe(v, u)
}

func (e *Engine) describe(v any, u *unwound) *Panic {
	if !ownPanic(v) {
		v = e.trace.explain(v, u)
	}
	p := &Panic{Message: e.rt.panicText(panicValue(v)), Frames: e.frames(u)}
	p.HintKo, p.HintEn = panicHint(p.Message)
	return p
}

// place is the note's file and the line that runs.
func (e *Engine) place() string {
	if e.line == nil {
		return e.file
	}
	return fmt.Sprintf("%s:%d", e.file, peek(e.line)%frontend.MarkerStep)
}

// goroutinePanic reports a panic in a goroutine that a cell started; at is the marker of its go statement.
func (e *Engine) goroutinePanic(v any, at int64) {
	u := e.trace.take()
	v = plainPanic(v)
	if x, ok := v.(exit); ok {
		v = panicOf{fmt.Sprintf("os.Exit(%d) in a goroutine", x.code)}
	}
	p := e.describe(v, u)
	p.Goroutine = true
	p.Frames = append(p.Frames, output.Frame{Cell: e.key(int(at / frontend.MarkerStep)), Line: int(at % frontend.MarkerStep), Func: "go statement"})
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.outcome != nil && e.outcome.Panic == nil {
		e.outcome.Panic = p
		time.AfterFunc(panicGrace, e.endCell)
		return
	}
	fmt.Fprintf(e.opt.Stderr, "panic in a goroutine: %s\n", p.Message)
}

// show hands on the value of the last expression.
func (e *Engine) show(d *frontend.Display) {
	if e.opt.Show == nil || d == nil {
		return
	}
	for _, v := range e.rt.display {
		e.rt.watchAddress('v', e.rt.plain(v))
		e.opt.Show(e.rt.output(v))
	}
}

// output is how the value of an expression is shown.
func (s *runtimeState) output(v any) output.Output {
	v = s.plain(v)
	if r, ok := v.(lookalike.Value); ok {
		v = lookalike.Printed{Value: r}
	}
	if o := show.Value(v); o != nil {
		return o
	}
	return &output.Text{Stream: output.Value, Data: "<nil>\n"}
}
