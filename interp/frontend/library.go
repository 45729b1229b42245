package frontend

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
)

// Calls of compiled packages that look into values with reflection see the lowered form of user types. Each is served by
// the runtime, or refused when an argument is of a user's type.

// raw are functions that take a slice as any and want the slice itself.
var raw = map[string]bool{"sort.Slice": true, "sort.SliceStable": true, "sort.SliceIsSorted": true}

// served are functions that the runtime replaces; the value is its name there.
var served = map[string]string{
	"errors.As": "ErrorsAs",
	"gonum.org/v1/plot/plotter.NewXErrorBars": "NewXErrorBars", "gonum.org/v1/plot/plotter.NewYErrorBars": "NewYErrorBars",
	"gonum.org/v1/plot/plotutil.AddXErrorBars": "AddXErrorBars", "gonum.org/v1/plot/plotutil.AddYErrorBars": "AddYErrorBars",
}

// servedMethods are methods of compiled types that the runtime replaces; the receiver is its function's first argument.
var servedMethods = map[string]string{
	"(*sync/atomic.Value).Store": "AtomicStore", "(*sync/atomic.Value).Swap": "AtomicSwap", "(*sync/atomic.Value).CompareAndSwap": "AtomicCompareAndSwap",
	"(*log.Logger).Print": "LogPrint", "(*log.Logger).Println": "LogPrintln", "(*log.Logger).Printf": "LogPrintf",
	"(*log.Logger).Fatal": "LogFatal", "(*log.Logger).Fatalln": "LogFatalln", "(*log.Logger).Fatalf": "LogFatalf",
	"(*log.Logger).Panic": "LogPanic", "(*log.Logger).Panicln": "LogPanicln", "(*log.Logger).Panicf": "LogPanicf",
	"(*log.Logger).Output":          "LogOutput",
	"(*flag.FlagSet).PrintDefaults": "FlagPrintDefaults", "(*flag.FlagSet).Parse": "FlagParse",
}

// ofTheProcess are functions and fields that tell of the process's own calls and files, which are the interpreter's.
var ofTheProcess = map[string]bool{
	"runtime.Caller": true, "runtime.Callers": true, "runtime.CallersFrames": true, "runtime.FuncForPC": true, "runtime.Stack": true,
	"runtime/debug.Stack": true, "runtime/debug.PrintStack": true, "log/slog.AddSource": true,
}

// withheld are functions that cells do not get although they get the package.
var withheld = map[string]bool{
	"os.StartProcess": true, "os.FindProcess": true, "runtime/debug.SetCrashOutput": true, "runtime/debug.WriteHeapDump": true,
}

// checkProcess refuses uses of them.
func (l *lowerer) checkProcess() {
	defer func(pos token.Pos) { l.pos = pos }(l.pos)
	for id, o := range l.c.info.Uses {
		if o.Pkg() == nil || isUser(o.Pkg()) {
			continue
		}
		l.pos = id.Pos()
		name := o.Pkg().Path() + "." + o.Name()
		if withheld[name] {
			l.refuse(o.Pkg().Name()+"."+o.Name()+" is not available in cells",
				"셀은 다른 프로세스를 다룰 수 없습니다.", "Cells cannot deal with other processes.")
			continue
		}
		if !ofTheProcess[name] {
			continue
		}
		l.refuse(o.Pkg().Name()+"."+o.Name()+" would tell of the interpreter, not of the cell",
			"셀에서는 호출한 곳을 알 수 없습니다. 이름이나 줄 번호가 필요하면 글로 적으세요.",
			"A cell cannot ask where it was called from; write the name or line as text.")
	}
}

// inspecting are packages whose functions look into arguments of type any with Go's own reflect; the value is the way
// round.
var inspecting = map[string]struct{ ko, en string }{
	"encoding/asn1": {"encoding/json, encoding/gob, encoding/binary는 셀에서 만든 타입을 다룰 수 있습니다.", "encoding/json, encoding/gob and encoding/binary can encode types that cells declare."},
	"database/sql":  {"기본 타입의 변수로 주고받은 뒤 구조체에 옮기세요.", "Exchange values of basic types, and copy them to and from the struct."},
}

// special lowers a call that the runtime serves, or returns nil.
func (f *fn) special(e *ast.CallExpr, obj *types.Func, sig *types.Signature) ast.Expr {
	name := obj.FullName()
	if raw[name] {
		xs := f.list(func() ast.Expr { return f.rawArg(e.Args[0]) }, func() ast.Expr {
			if len(e.Args) < 2 {
				return nil
			}
			return f.to(e.Args[1], sig.Params().At(1).Type())
		})
		if xs[1] == nil {
			xs = xs[:1]
		}
		return call(sel(ident(f.l.pkgAlias(obj.Pkg().Path())), obj.Name()), xs...)
	}
	if r, ok := served[name]; ok {
		empty := types.NewInterfaceType(nil, nil)
		var parts []func() ast.Expr
		for i, a := range e.Args {
			parts = append(parts, func() ast.Expr {
				if name == "errors.As" && i == 1 {
					if p, ok := f.under(a).(*types.Pointer); ok {
						return f.asTarget(a, p.Elem())
					}
				}
				if i == 0 && name == "errors.As" {
					return f.to(a, sig.Params().At(0).Type())
				}
				if t := argType(sig, i, sig.Params().Len(), e.Ellipsis.IsValid()); !types.IsInterface(t) {
					return f.to(a, t)
				}
				return f.to(a, empty)
			})
		}
		return rt(r, f.list(parts...)...)
	}
	return nil
}

// asTarget lowers the target of errors.As: the pointer as it is, with the number of what it points to.
func (f *fn) asTarget(a ast.Expr, elem types.Type) ast.Expr {
	return rt("Target", number(int64(f.l.typeID(elem))), f.expr(a))
}

// rawArg lowers an argument as it is, out of any interface.
func (f *fn) rawArg(a ast.Expr) ast.Expr {
	if iface, _ := isIface(f.typeOf(a)); iface {
		return rt("Core", f.to(a, types.NewInterfaceType(nil, nil)))
	}
	return f.core(a)
}

// checkLibraryCall refuses what would look into a user's type.
func (f *fn) checkLibraryCall(e *ast.CallExpr, obj *types.Func) {
	if raw[obj.FullName()] || served[obj.FullName()] != "" {
		return
	}
	f.checkInspection(e, obj)
}

func (f *fn) checkLibraryMethod(e *ast.CallExpr, m *types.Func) { f.checkInspection(e, m) }

func (f *fn) checkInspection(e *ast.CallExpr, obj *types.Func) {
	if obj.Pkg() == nil {
		return
	}
	way, ok := inspecting[obj.Pkg().Path()]
	if !ok {
		return
	}
	sig, ok := obj.Type().(*types.Signature)
	if !ok {
		return
	}
	for i, a := range e.Args {
		t := f.typeOf(a)
		if tu, ok := t.(*types.Tuple); ok {
			for j := range tu.Len() {
				if needsBox(tu.At(j).Type(), 0) {
					t = tu.At(j).Type()
				}
			}
		}
		p := argType(sig, i, sig.Params().Len(), e.Ellipsis.IsValid())
		iface, _ := isIface(p)
		user, _ := isIface(t)
		if s, ok := p.Underlying().(*types.Slice); ok && !iface {
			iface, _ = isIface(s.Elem())
		}
		if !iface || user && t.Underlying().(*types.Interface).NumMethods() > 0 {
			continue
		}
		if user || needsBox(t, 0) {
			f.l.pos = a.Pos()
			f.l.refuse(fmt.Sprintf("%s.%s cannot look into values of type %s", obj.Pkg().Name(), obj.Name(), types.TypeString(t, func(p *types.Package) string { return p.Name() })),
				"이 함수는 셀에서 만든 타입을 들여다볼 수 없습니다. "+way.ko, "This function cannot see into types that cells declare. "+way.en)
			return
		}
	}
}
