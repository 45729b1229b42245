package frontend

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"regexp"
	"strings"
)

// printers are the functions of fmt that take a format, with the index of the format.
var printers = map[string]int{"Printf": 0, "Sprintf": 0, "Errorf": 0, "Fprintf": 1, "Appendf": 1}

// verb is one directive of a format. Formats with * or explicit indices are left alone.
var verb = regexp.MustCompile(`%([-+# 0]*)(\d*)(\.\d*)?([A-Za-z%])`)

// vetPrint compares formats with their arguments, and finds formats that nothing reads.
func (k *checker) vetPrint(e *ast.CallExpr) {
	f := k.function(e)
	if f == nil || f.Pkg().Path() != "fmt" || e.Ellipsis.IsValid() {
		return
	}
	at, ok := printers[f.Name()]
	if !ok {
		k.vetPrintln(e, f.Name())
		return
	}
	if len(e.Args) <= at {
		return
	}
	v := k.info.Types[e.Args[at]].Value
	if v == nil || v.Kind() != constant.String {
		return
	}
	format := constant.StringVal(v)
	args := e.Args[at+1:]
	if strings.Contains(format, "*") || strings.Contains(format, "[") || len(args) == 1 && isTuple(k.info.TypeOf(args[0])) {
		return
	}
	verbs := verb.FindAllStringSubmatch(format, -1)
	n := 0
	for _, m := range verbs {
		letter := m[4]
		if letter == "%" {
			continue
		}
		if n < len(args) {
			k.vetVerb(f.Name(), m[0], letter, args[n])
		}
		n++
	}
	switch {
	case n > len(args):
		k.hint(e.Pos(), fmt.Sprintf("fmt.%s format reads %s, but call has %s", f.Name(), count(n, "arg"), count(len(args), "arg")),
			"서식의 % 자리보다 값이 적습니다. 값의 수를 맞추세요.", "The format has more % places than the call has values.")
	case n < len(args):
		k.hint(e.Pos(), fmt.Sprintf("fmt.%s call needs %s but has %s", f.Name(), count(n, "arg"), count(len(args), "arg")),
			"서식의 % 자리보다 값이 많습니다. 자리를 더 쓰거나 값을 빼세요.", "The call has more values than the format has % places.")
	}
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprint(n, " ", what, "s")
}

func isTuple(t types.Type) bool {
	_, ok := t.(*types.Tuple)
	return ok
}

// vetVerb reports a verb that does not fit a value of a basic type.
func (k *checker) vetVerb(function, directive, letter string, arg ast.Expr) {
	t := k.info.TypeOf(arg)
	if t == nil {
		return
	}
	if m := types.NewMethodSet(t); m.Lookup(nil, "String") != nil || m.Lookup(nil, "Error") != nil || m.Lookup(nil, "Format") != nil {
		return
	}
	wrong, ko, en := false, "", ""
	switch {
	case strings.Contains("dbocxX", letter) && isFloat(t) && letter != "x" && letter != "X" && letter != "b":
		wrong, ko, en = true, "%d는 정수에 씁니다. 실수에는 %f나 %g, %.2f를 쓰세요.", "%d is for integers; use %f, %g or %.2f for floats."
	case strings.Contains("dboc", letter) && isString(t):
		wrong, ko, en = true, "%d는 정수에 씁니다. 문자열에는 %s를 쓰세요.", "%d is for integers; use %s for strings."
	case strings.Contains("eEfFgG", letter) && isInteger(t):
		wrong, ko, en = true, "%f와 %g는 실수에 씁니다. 정수에는 %d를 쓰세요.", "%f and %g are for floats; use %d for integers."
	case strings.Contains("eEfFgG", letter) && isString(t):
		wrong, ko, en = true, "%f와 %g는 실수에 씁니다. 문자열에는 %s를 쓰세요.", "%f and %g are for floats; use %s for strings."
	case letter == "s" && (isInteger(t) || isFloat(t)):
		wrong, ko, en = true, "%s는 문자열에 씁니다. 숫자에는 %d나 %g, 아무 값에나 %v를 쓰세요.", "%s is for strings; use %d or %g for numbers, %v for anything."
	case letter == "t" && (isInteger(t) || isFloat(t) || isString(t)):
		wrong, ko, en = true, "%t는 bool에 씁니다. 아무 값에나 %v를 쓸 수 있습니다.", "%t is for bools; %v is for anything."
	}
	if wrong {
		k.hint(arg.Pos(), fmt.Sprintf("fmt.%s format %s has arg %s of wrong type %s", function, directive, types.ExprString(arg), typeText(types.Default(t))), ko, en)
	}
}

// vetPrintln finds Println("%d", x).
func (k *checker) vetPrintln(e *ast.CallExpr, name string) {
	if name != "Println" && name != "Print" && name != "Sprint" && name != "Sprintln" || len(e.Args) < 2 {
		return
	}
	l, ok := ast.Unparen(e.Args[0]).(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return
	}
	v := k.info.Types[l].Value
	for _, m := range verb.FindAllStringSubmatch(constant.StringVal(v), -1) {
		if strings.Contains("dsvfgqtxTe", m[4]) && m[1] != " " {
			with := strings.TrimSuffix(name, "ln") + "f"
			k.hint(e.Pos(), fmt.Sprintf("fmt.%s call has possible Printf formatting directive %s", name, m[0]),
				fmt.Sprintf("%s 함수는 %% 서식을 쓰지 않습니다. fmt.%s 를 쓰세요.", name, with), fmt.Sprintf("%s does not read formats; use fmt.%s.", name, with))
			return
		}
	}
}
