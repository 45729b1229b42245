package frontend

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"math"
	"strconv"
	"strings"
)

// constant returns a constant as a literal of the lowered form of its type. Folding everything here means that the
// interpreter never computes with constants.
func (f *fn) constant(v constant.Value, t types.Type) ast.Expr {
	t = f.env.apply(t)
	b, ok := t.Underlying().(*types.Basic)
	if !ok { // a constant in an interface: its default type
		return f.constant(v, constDefault(v))
	}
	if b.Kind() == types.UntypedNil {
		return ident("nil")
	}
	if n, ok := types.Unalias(t).(*types.Named); ok && !isUser(n.Obj().Pkg()) {
		return call(f.typ(t), f.constant(v, b))
	}
	b = types.Default(b).(*types.Basic)
	var x ast.Expr
	switch info := b.Info(); {
	case info&types.IsBoolean != 0:
		return ident(strconv.FormatBool(constant.BoolVal(v)))
	case info&types.IsString != 0:
		return text(constant.StringVal(v))
	case info&types.IsInteger != 0:
		x = signed(constant.ToInt(v).ExactString(), token.INT)
	case info&types.IsFloat != 0:
		x = floatLit(v, b.Kind() == types.Float32)
	case info&types.IsComplex != 0:
		v = constant.ToComplex(v)
		// not the builtin: the interpreter would compute with it
		if b.Kind() == types.Complex64 {
			return rt("Complex64", call(ident("float32"), floatLit(constant.Real(v), true)), call(ident("float32"), floatLit(constant.Imag(v), true)))
		}
		return rt("Complex", floatLit(constant.Real(v), false), floatLit(constant.Imag(v), false))
	}
	if b.Kind() == types.Int || b.Kind() == types.Float64 || b.Kind() == types.Complex128 {
		return x
	}
	return call(ident(b.Name()), x)
}

func constDefault(v constant.Value) types.Type {
	switch v.Kind() {
	case constant.Bool:
		return types.Typ[types.Bool]
	case constant.String:
		return types.Typ[types.String]
	case constant.Int:
		return types.Typ[types.Int]
	case constant.Complex:
		return types.Typ[types.Complex128]
	}
	return types.Typ[types.Float64]
}

func signed(s string, kind token.Token) ast.Expr {
	if rest, neg := strings.CutPrefix(s, "-"); neg {
		return &ast.ParenExpr{X: &ast.UnaryExpr{Op: token.SUB, X: &ast.BasicLit{Kind: kind, Value: rest}}}
	}
	return &ast.BasicLit{Kind: kind, Value: s}
}

func floatLit(v constant.Value, single bool) ast.Expr {
	x, _ := constant.Float64Val(constant.ToFloat(v))
	if single {
		y, _ := constant.Float32Val(constant.ToFloat(v))
		x = float64(y)
	}
	s := strconv.FormatFloat(x, 'g', -1, 64)
	if !strings.ContainsAny(s, ".e") && !math.IsInf(x, 0) {
		s += ".0"
	}
	return signed(s, token.FLOAT)
}
