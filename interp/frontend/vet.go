package frontend

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"
)

// Hints about cells that are correct Go and very likely not what was meant. A wrong hint is worse than none: each looks
// for one narrow pattern.

// vet adds the hints.
func (k *checker) vet() {
	if k.survey {
		return
	}
	for _, f := range []*ast.File{k.decls, k.body} {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BinaryExpr:
				k.vetDivision(n)
				k.vetFloats(n)
			case *ast.CallExpr:
				k.vetPrint(n)
				k.vetConversion(n)
			case *ast.RangeStmt:
				k.vetCopies(n)
				k.vetRange(n)
			case *ast.ForStmt:
				k.vetFor(n)
			case *ast.ExprStmt:
				k.vetResult(n)
			}
			return true
		})
	}
}

func (k *checker) hint(pos token.Pos, msg, ko, en string) {
	line, col := k.at(pos)
	k.hints = append(k.hints, Problem{Line: line, Col: col, Severity: Hint, Message: display(msg), HintKo: ko, HintEn: en})
}

// vetDivision finds 1/2 where a float is wanted.
func (k *checker) vetDivision(e *ast.BinaryExpr) {
	tv := k.info.Types[e]
	if e.Op != token.QUO || tv.Value == nil || !isFloat(tv.Type) {
		return
	}
	x, y := literal(e.X), literal(e.Y)
	if x == nil || y == nil || constant.Sign(y) == 0 {
		return
	}
	if rest := constant.BinaryOp(x, token.REM, y); constant.Sign(rest) != 0 {
		k.hint(e.Pos(), fmt.Sprintf("%s is %s: both numbers are integers", types.ExprString(e), constant.BinaryOp(x, token.QUO_ASSIGN, y)),
			"정수끼리 나누면 소수 부분이 버려집니다. 1.0/2 처럼 한쪽을 실수로 쓰세요.", "A division of integers drops the fraction; write one of them as a float, as in 1.0/2.")
	}
}

// literal is the value of an integer literal.
func literal(e ast.Expr) constant.Value {
	l, ok := ast.Unparen(e).(*ast.BasicLit)
	if !ok || l.Kind != token.INT {
		return nil
	}
	return constant.MakeFromLiteral(l.Value, l.Kind, 0)
}

func isFloat(t types.Type) bool  { return isBasic(t, types.IsFloat) }
func isString(t types.Type) bool { return isBasic(t, types.IsString) }

func isInteger(t types.Type) bool { return isBasic(t, types.IsInteger) }

func isBasic(t types.Type, info types.BasicInfo) bool {
	if t == nil {
		return false
	}
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&info != 0
}

// vetFloats finds comparisons of computed floats.
func (k *checker) vetFloats(e *ast.BinaryExpr) {
	if e.Op != token.EQL && e.Op != token.NEQ {
		return
	}
	if !isFloat(k.info.TypeOf(e.X)) || !isFloat(k.info.TypeOf(e.Y)) || !k.computed(e.X) && !k.computed(e.Y) {
		return
	}
	for _, x := range []ast.Expr{e.X, e.Y} {
		if v := k.info.Types[x].Value; v != nil && constant.Sign(v) == 0 {
			return // a test before a division
		}
	}
	k.hint(e.OpPos, fmt.Sprintf("floats compared with %s", e.Op),
		"실수는 계산 오차가 있어 == 로 정확히 비교하기 어렵습니다. math.Abs(a-b) < 1e-9 처럼 비교하세요.", "Floats carry rounding errors; compare with a tolerance, as in math.Abs(a-b) < 1e-9.")
}

// computed tells whether an expression is the result of arithmetic at run time.
func (k *checker) computed(e ast.Expr) bool {
	b, ok := ast.Unparen(e).(*ast.BinaryExpr)
	return ok && k.info.Types[e].Value == nil && (b.Op == token.ADD || b.Op == token.SUB || b.Op == token.MUL || b.Op == token.QUO)
}

// function returns the function of a package that a call names.
func (k *checker) function(e *ast.CallExpr) *types.Func {
	sel, ok := ast.Unparen(e.Fun).(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	f, _ := k.info.Uses[sel.Sel].(*types.Func)
	if f == nil || f.Pkg() == nil || f.Signature().Recv() != nil {
		return nil
	}
	return f
}

// vetConversion finds string(65) and float64(a/b).
func (k *checker) vetConversion(e *ast.CallExpr) {
	tv := k.info.Types[e.Fun]
	if !tv.IsType() || len(e.Args) != 1 {
		return
	}
	arg := k.info.TypeOf(e.Args[0])
	if isString(tv.Type) && isInteger(arg) {
		if b, ok := arg.Underlying().(*types.Basic); ok && b.Kind() != types.Byte && b.Kind() != types.Rune && b.Kind() != types.UntypedRune {
			k.hint(e.Pos(), fmt.Sprintf("conversion from %s to string gives one character", typeText(arg)),
				"정수를 string(x)로 바꾸면 숫자가 아니라 그 번호의 글자가 됩니다. strconv.Itoa(x) 나 fmt.Sprint(x) 를 쓰세요.", "string(x) of an integer is the character with that number; use strconv.Itoa(x) or fmt.Sprint(x).")
		}
	}
	b, ok := ast.Unparen(e.Args[0]).(*ast.BinaryExpr)
	if ok && isFloat(tv.Type) && b.Op == token.QUO && isInteger(arg) && k.info.Types[b].Value == nil {
		k.hint(b.Pos(), "integer division before the conversion to "+typeText(tv.Type),
			"정수끼리 나눈 다음에 변환하므로 소수 부분이 이미 없습니다. float64(a)/float64(b) 로 쓰세요.", "The integers are divided first and the fraction is lost; write float64(a)/float64(b).")
	}
}

// vetCopies finds loops whose only use of the value is to change it: it is a copy.
func (k *checker) vetCopies(s *ast.RangeStmt) {
	id, ok := s.Value.(*ast.Ident)
	if !ok || s.Tok != token.DEFINE {
		return
	}
	obj := k.info.Defs[id]
	if obj == nil {
		return
	}
	switch obj.Type().Underlying().(type) {
	case *types.Struct, *types.Basic, *types.Array:
	default:
		return
	}
	var changed ast.Node
	places := map[*ast.Ident]bool{}
	ast.Inspect(s.Body, func(n ast.Node) bool {
		var lhs []ast.Expr
		switch n := n.(type) {
		case *ast.AssignStmt:
			if n.Tok != token.DEFINE {
				lhs = n.Lhs
			}
		case *ast.IncDecStmt:
			lhs = []ast.Expr{n.X}
		}
		for _, l := range lhs {
			if root := fieldRoot(l); root != nil && k.info.Uses[root] == obj {
				places[root] = true
				if changed == nil {
					changed = l
				}
			}
		}
		return true
	})
	if changed == nil {
		return
	}
	for use, o := range k.info.Uses {
		if o == obj && !places[use] && !k.onlySelf(s.Body, use) {
			return // it is used for something
		}
	}
	k.hint(changed.Pos(), fmt.Sprintf("%s is a copy: the change is lost", id.Name),
		fmt.Sprintf("range의 변수 %s에 담긴 값은 복사본이라 원래 값이 바뀌지 않습니다. xs[i] 처럼 인덱스로 바꾸세요.", id.Name), fmt.Sprintf("The %s of range is a copy; change the element by its index, as in xs[i].", id.Name))
}

// fieldRoot returns v of v, v.f and v.f.g.
func fieldRoot(e ast.Expr) *ast.Ident {
	for {
		switch x := ast.Unparen(e).(type) {
		case *ast.SelectorExpr:
			e = x.X
		case *ast.Ident:
			return x
		default:
			return nil
		}
	}
}

// onlySelf tells whether a use of a variable stands in an assignment to that variable: v.x = v.x * 2.
func (k *checker) onlySelf(body *ast.BlockStmt, use *ast.Ident) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		a, ok := n.(*ast.AssignStmt)
		if !ok || len(a.Lhs) != 1 || a.Pos() > use.Pos() || use.Pos() >= a.End() {
			return true
		}
		if root := fieldRoot(a.Lhs[0]); root != nil && k.info.Uses[root] == k.info.Uses[use] {
			found = true
		}
		return true
	})
	return found
}

// vetRange finds for i := range len(xs)+1 with xs[i] inside.
func (k *checker) vetRange(s *ast.RangeStmt) {
	b, ok := ast.Unparen(s.X).(*ast.BinaryExpr)
	if !ok || b.Op != token.ADD {
		return
	}
	v := k.info.Types[b.Y].Value
	if v == nil || constant.Sign(v) <= 0 {
		return
	}
	k.tooFar(s.Key, b.X, s.Body, s.X.Pos())
}

// vetFor finds for i := 0; i <= len(xs); i++ with xs[i] inside.
func (k *checker) vetFor(s *ast.ForStmt) {
	if b, ok := s.Cond.(*ast.BinaryExpr); ok && b.Op == token.LEQ {
		k.tooFar(b.X, b.Y, s.Body, b.Pos())
	}
}

// tooFar reports an index that reaches the length of what it indexes.
func (k *checker) tooFar(index, length ast.Expr, body *ast.BlockStmt, pos token.Pos) {
	i, ok := index.(*ast.Ident)
	call, isCall := ast.Unparen(length).(*ast.CallExpr)
	if !ok || !isCall || len(call.Args) != 1 {
		return
	}
	fun, ok := call.Fun.(*ast.Ident)
	if !ok || k.info.Uses[fun] != types.Universe.Lookup("len") {
		return
	}
	xs := types.ExprString(call.Args[0])
	found := false
	guarded := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.IfStmt:
			guarded = true
		case *ast.IndexExpr:
			id, ok := n.Index.(*ast.Ident)
			found = found || ok && k.info.ObjectOf(id) == k.info.ObjectOf(i) && types.ExprString(n.X) == xs
		}
		return true
	})
	if found && !guarded {
		k.hint(pos, fmt.Sprintf("%s reaches len(%s): the last index is len(%s)-1", i.Name, xs, xs),
			"마지막 인덱스는 길이보다 1 작습니다. <= 대신 < 를 쓰거나 for i := range xs 로 쓰세요.", "The last index is one less than the length; use < for <=, or for i := range xs.")
	}
}

// pure are packages whose functions do nothing but compute a result.
var pure = map[string]bool{"strings": true, "math": true, "strconv": true, "errors": true}

// vetResult finds calls whose result is all that they are for.
func (k *checker) vetResult(s *ast.ExprStmt) {
	call, ok := ast.Unparen(s.X).(*ast.CallExpr)
	if !ok || s == k.display {
		return
	}
	f := k.function(call)
	if f == nil || f.Signature().Results().Len() == 0 {
		return
	}
	name := f.Pkg().Name() + "." + f.Name()
	if pure[f.Pkg().Path()] && name != "errors.As" || strings.HasPrefix(name, "fmt.Sprint") || name == "fmt.Errorf" {
		k.hint(s.Pos(), fmt.Sprintf("result of %s call not used", name),
			"이 함수는 새 값을 돌려줄 뿐, 인자를 바꾸지 않습니다. 결과를 변수에 넣으세요.", "The function returns a new value and changes nothing; store its result.")
	}
}
