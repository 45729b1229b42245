package worker

import (
	"fmt"
	"strconv"
	"strings"
)

// expr returns an expression of type t. Every operator has an operand that is no constant.
func (g *generator) expr(t *gtype, depth int) string {
	x := g.open(t, depth)
	if t.name == "bool" && strings.Contains(x, "{") { // it may stand in the head of a statement
		return "yes && (" + x + ")"
	}
	return x
}

func (g *generator) open(t *gtype, depth int) string {
	if depth <= 0 || g.chance(25) {
		return g.leaf(t)
	}
	if g.chance(12) {
		return g.general(t, depth-1)
	}
	switch t.kind {
	case kInt:
		return g.intExpr(t, depth-1)
	case kFloat, kComplex:
		return g.floatExpr(t, depth-1)
	case kString:
		return g.stringExpr(t, depth-1)
	case kBool:
		return g.boolExpr(t, depth-1)
	case kSlice:
		return g.sliceExpr(t, depth-1)
	case kAny, kIface, kMap, kArray, kStruct, kPointer, kFunc:
		return g.leaf(t)
	}
	return g.leaf(t)
}

// general returns an expression in a form that every type has.
func (g *generator) general(t *gtype, depth int) string {
	switch g.r.IntN(9) {
	case 0:
		return fmt.Sprintf("pick(%s, %s, %s)", g.expr(gBool, depth), g.typed(t, depth), g.typed(t, depth))
	case 1:
		return fmt.Sprintf("func() %s { return %s }()", t.name, g.expr(t, depth))
	case 2:
		if t.kind != kAny && t.kind != kIface {
			return fmt.Sprintf("any(%s).(%s)", g.typed(t, depth), t.name)
		}
	case 3:
		return fmt.Sprintf("Pair[%s, int]{%s, %s}.First", t.name, g.expr(t, depth), g.expr(gInt, depth))
	case 4:
		return fmt.Sprintf("Pair[string, %s]{%s, %s}.Swap().First", t.name, g.expr(gString, depth), g.expr(t, depth))
	case 5:
		return fmt.Sprintf("get([]%s{%s, %s}, %s)", t.name, g.expr(t, depth), g.expr(t, depth), g.expr(gInt, depth))
	case 6:
		return fmt.Sprintf("*new(%s)", g.typed(t, depth))
	case 7:
		if t.printable() {
			return fmt.Sprintf("tr(%q, %s)", g.fresh("t"), g.typed(t, depth))
		}
	case 8:
		return fmt.Sprintf("[...]%s{%s, %s}[%d]", t.name, g.expr(t, depth), g.expr(t, depth), g.r.IntN(2))
	}
	return g.leaf(t)
}

// typed is an expression whose type is t wherever it stands.
func (g *generator) typed(t *gtype, depth int) string {
	return "(" + t.name + ")(" + g.expr(t, depth) + ")"
}

// leaf is a variable, a part of one, or a literal.
func (g *generator) leaf(t *gtype) string {
	if g.chance(70) {
		vars := g.variables(func(v variable) bool { return v.typ.name == t.name })
		if len(vars) > 0 {
			return oneOf(g, vars).name
		}
	}
	if g.chance(60) {
		if p := g.part(t); p != "" {
			return p
		}
	}
	return g.literal(t, 2)
}

// part is a field or element of a variable that has type t and can be read without a panic.
func (g *generator) part(t *gtype) string {
	var found []string
	for _, v := range g.variables(func(variable) bool { return true }) {
		switch v.typ.kind {
		case kStruct:
			for _, f := range v.typ.fields {
				if f.typ.name == t.name {
					found = append(found, v.name+"."+f.name)
				}
				if f.name == v.typ.fields[0].name && v.typ.embedded != nil {
					for _, e := range f.typ.fields {
						if e.typ.name == t.name {
							found = append(found, v.name+"."+e.name)
						}
					}
				}
			}
		case kArray:
			if v.typ.elem.name == t.name {
				found = append(found, fmt.Sprintf("%s[%d]", v.name, g.r.IntN(v.typ.n)))
			}
		case kMap:
			if v.typ.elem.name == t.name {
				found = append(found, fmt.Sprintf("%s[%s]", v.name, g.literal(v.typ.key, 1)))
			}
		case kSlice:
			if v.typ.elem.name == t.name {
				found = append(found, fmt.Sprintf("get(%s, %d)", v.name, g.r.IntN(3)))
			}
		}
	}
	if len(found) == 0 {
		return ""
	}
	return oneOf(g, found)
}

var generatedTexts = []string{`"a"`, `"héllo"`, `"日本"`, `""`, `"x\xffy"`, "`raw\\n`", `"go\n"`, `"가나다"`}

// literal returns a literal of type t, of which parts nest so deep.
func (g *generator) literal(t *gtype, depth int) string {
	switch t.kind {
	case kInt:
		return g.intLiteral(t)
	case kFloat:
		return fmt.Sprintf("%s(%s)", t.name, oneOf(g, []string{"0.5", "1.25", "-3", "1e10", "0.1", "2", "1e-3", "7.75"}))
	case kComplex:
		return fmt.Sprintf("%s(complex(%d, %d.5))", t.name, g.r.IntN(5), g.r.IntN(3))
	case kString:
		return fmt.Sprintf("%s(%s)", t.name, oneOf(g, generatedTexts))
	case kBool:
		return fmt.Sprintf("%s(%t)", t.name, g.chance(50))
	case kArray:
		return g.elements(t, t.n, depth)
	case kSlice:
		if g.chance(15) {
			return t.name + "(nil)"
		}
		return g.elements(t, 1+g.r.IntN(3), depth)
	case kMap:
		return g.mapLiteral(t, depth)
	case kStruct:
		return g.structLiteral(t, depth)
	case kPointer:
		if depth > 0 && t.elem.kind == kStruct {
			return "&" + g.structLiteral(t.elem, depth-1)
		}
		return "new(" + g.typedLiteral(t.elem, depth-1) + ")"
	case kAny:
		if g.chance(10) {
			return "any(nil)"
		}
		b := g.basic()
		if s := g.structs(); len(s) > 0 && depth > 0 && g.chance(40) {
			b = oneOf(g, s)
		}
		return "any(" + g.typedLiteral(b, depth-1) + ")"
	case kIface:
		s := oneOf(g, g.structs())
		if g.chance(40) {
			return "Shape(&" + g.structLiteral(s, depth-1) + ")"
		}
		return "Shape(" + g.structLiteral(s, depth-1) + ")"
	}
	return "*new(" + t.name + ")"
}

func (g *generator) typedLiteral(t *gtype, depth int) string {
	return "(" + t.name + ")(" + g.literal(t, depth) + ")"
}

func (g *generator) intLiteral(t *gtype) string {
	if t.name == "rune" && g.chance(50) {
		return oneOf(g, []string{"'a'", "'é'", "'日'", "'\\n'"})
	}
	most := int64(1)<<(min(t.bits, 63)-1) - 1
	v := oneOf(g, []int64{0, 1, 2, 3, 5, 7, 10, most, most - 1, most / 3})
	if !t.unsigned && g.chance(25) {
		v = -v
	}
	return t.name + "(" + strconv.FormatInt(v, 10) + ")"
}

func (g *generator) elements(t *gtype, n, depth int) string {
	var parts []string
	for range n {
		parts = append(parts, g.element(t.elem, depth-1))
	}
	return t.name + "{" + strings.Join(parts, ", ") + "}"
}

func (g *generator) element(t *gtype, depth int) string {
	if depth > 0 && g.chance(30) {
		return g.expr(t, depth)
	}
	return g.literal(t, depth)
}

// mapLiteral has keys that no other is equal to.
func (g *generator) mapLiteral(t *gtype, depth int) string {
	parts, seen := []string{}, map[string]bool{}
	for range g.r.IntN(3) {
		k := g.literal(t.key, 0)
		if seen[k] || t.key.kind == kStruct || t.key.kind == kArray || t.key.kind == kInt && len(parts) > 0 {
			continue
		}
		seen[k] = true
		parts = append(parts, k+": "+g.element(t.elem, depth-1))
	}
	return t.name + "{" + strings.Join(parts, ", ") + "}"
}

func (g *generator) structLiteral(t *gtype, depth int) string {
	var parts []string
	keyed := g.chance(60)
	for _, f := range t.fields {
		switch {
		case !keyed:
			parts = append(parts, g.element(f.typ, depth-1))
		case depth > 0 && g.chance(75):
			parts = append(parts, f.name+": "+g.element(f.typ, depth-1))
		}
	}
	return t.name + "{" + strings.Join(parts, ", ") + "}"
}

// operand is an expression of type t that is no constant.
func (g *generator) operand(t *gtype, depth int) string {
	vars := g.variables(func(v variable) bool { return v.typ.name == t.name && !v.ro })
	if len(vars) == 0 || g.chance(30) {
		return fmt.Sprintf("pick(%s, %s, %s)", "yes", g.typed(t, depth), g.typed(t, depth))
	}
	return oneOf(g, vars).name
}

func (g *generator) intExpr(t *gtype, depth int) string {
	x := g.operand(t, depth)
	switch g.r.IntN(16) {
	case 0, 1, 2:
		return fmt.Sprintf("(%s %s %s)", x, oneOf(g, []string{"+", "-", "*"}), g.expr(t, depth))
	case 3:
		return fmt.Sprintf("(%s %s %s)", x, oneOf(g, []string{"&", "|", "^", "&^"}), g.expr(t, depth))
	case 4:
		return fmt.Sprintf("(%s %s (%s | 1))", x, oneOf(g, []string{"/", "%"}), g.operand(t, depth))
	case 5:
		return fmt.Sprintf("(%s %s %d)", x, oneOf(g, []string{"<<", ">>"}), g.r.IntN(9))
	case 6:
		return fmt.Sprintf("(%s %s (uint(%s) %% 70))", x, oneOf(g, []string{"<<", ">>"}), g.operand(gInt, depth))
	case 7:
		return fmt.Sprintf("(%s%s)", oneOf(g, []string{"-", "^", "+"}), x)
	case 8, 9:
		return fmt.Sprintf("%s(%s)", t.name, g.operand(oneOf(g, gBasicTypes[8:19]), depth))
	case 10:
		return fmt.Sprintf("%s(len(%s))", t.name, g.lengthy(depth))
	case 11:
		return fmt.Sprintf("%s(%s, %s)", oneOf(g, []string{"min", "max"}), x, g.expr(t, depth))
	case 12:
		return fmt.Sprintf("total(%s, %s, %s)", x, g.typed(t, depth), g.typed(t, depth))
	case 13:
		if v := g.ofKind(kIface); len(v) > 0 && t.kind == kInt {
			return fmt.Sprintf("%s(area(%s))", t.name, oneOf(g, v).name)
		}
	case 14:
		return fmt.Sprintf("%s(int64(%s) %% 1000)", t.name, g.operand(gInt, depth))
	case 15:
		if v := g.ofKind(kString); len(v) > 0 {
			return fmt.Sprintf("%s(sum(%s))", t.name, "string("+oneOf(g, v).name+")")
		}
	}
	return x
}

// lengthy is something with a length.
func (g *generator) lengthy(depth int) string {
	if v := g.ofKind(kSlice, kMap, kString, kArray); len(v) > 0 && g.chance(80) {
		return oneOf(g, v).name
	}
	return g.operand(gString, depth)
}

func (g *generator) floatExpr(t *gtype, depth int) string {
	x := g.operand(t, depth)
	switch g.r.IntN(7) {
	case 0, 1, 2:
		return fmt.Sprintf("(%s %s %s)", x, oneOf(g, []string{"+", "-", "*"}), g.operand(t, depth))
	case 3:
		return fmt.Sprintf("(-%s)", x)
	case 4:
		if t.kind == kComplex {
			return fmt.Sprintf("%s(complex(real(%s), imag(%s)))", t.name, x, g.operand(t, depth))
		}
		return fmt.Sprintf("%s(%s)", t.name, g.operand(gInt, depth))
	case 5:
		if t.kind == kFloat {
			return fmt.Sprintf("%s(%s, %s)", oneOf(g, []string{"min", "max"}), x, g.operand(t, depth))
		}
	case 6:
		if t.kind == kFloat {
			return fmt.Sprintf("(%s / %s)", x, g.operand(t, depth))
		}
	}
	return x
}

func (g *generator) stringExpr(t *gtype, depth int) string {
	x := g.operand(t, depth)
	switch g.r.IntN(8) {
	case 0, 1:
		return fmt.Sprintf("short(%s + %s)", x, g.expr(t, depth))
	case 2:
		return fmt.Sprintf("%s(string(rune(%s%%200)))", t.name, g.operand(gByte, depth))
	case 3:
		return fmt.Sprintf("%s(fmt.Sprint(%s))", t.name, g.printed(depth))
	case 4:
		return fmt.Sprintf("%s([]rune(%s))", t.name, x)
	case 5:
		return fmt.Sprintf("%s([]byte(%s))", t.name, x)
	case 6:
		return fmt.Sprintf("%s(strings.ToUpper(string(%s)))", t.name, x)
	case 7:
		return fmt.Sprintf("%s(strings.Repeat(string(%s[:min(1, len(%s))]), %d))", t.name, x, x, g.r.IntN(3))
	}
	return x
}

// printed is an expression of a type that is printed without addresses.
func (g *generator) printed(depth int) string {
	t := g.typ(2)
	if !t.printable() {
		t = g.basic()
	}
	return g.expr(t, depth)
}

func (g *generator) boolExpr(t *gtype, depth int) string {
	wrap := func(s string) string {
		if t.name == "bool" {
			return "(" + s + ")"
		}
		return t.name + "(" + s + ")"
	}
	switch g.r.IntN(8) {
	case 0, 1:
		b := oneOf(g, gBasicTypes)
		for b.kind == kBool || b.kind == kComplex {
			b = oneOf(g, gBasicTypes)
		}
		return wrap(fmt.Sprintf("%s %s %s", g.operand(b, depth), oneOf(g, []string{"<", "<=", ">", ">=", "==", "!="}), g.expr(b, depth)))
	case 2:
		return fmt.Sprintf("(%s %s (%s))", g.operand(t, depth), oneOf(g, []string{"&&", "||"}), g.expr(t, depth))
	case 3:
		return fmt.Sprintf("(!%s)", g.operand(t, depth))
	case 4:
		if vars := g.variables(func(v variable) bool { return v.typ.comparable() && !v.ro }); len(vars) > 0 {
			v := oneOf(g, vars)
			return wrap(fmt.Sprintf("%s %s %s", v.name, oneOf(g, []string{"==", "!="}), g.operand(v.typ, depth)))
		}
	case 5:
		if vars := g.ofKind(kAny, kIface, kSlice, kMap, kPointer); len(vars) > 0 {
			return wrap(fmt.Sprintf("%s %s nil", oneOf(g, vars).name, oneOf(g, []string{"==", "!="})))
		}
	case 6:
		if vars := g.ofKind(kAny); len(vars) > 0 {
			return wrap(fmt.Sprintf("%s == any(%s)", oneOf(g, vars).name, g.typed(g.basic(), depth)))
		}
	}
	return g.operand(t, depth)
}

func (g *generator) sliceExpr(t *gtype, depth int) string {
	switch g.r.IntN(5) {
	case 0:
		return fmt.Sprintf("append(%s(nil), %s...)", "("+t.name+")", g.operand(t, depth))
	case 1:
		x := g.fresh("x") // no parameter of another that stands around
		return fmt.Sprintf("mapTo(%s, func(%s %s) %s { return %s })", g.operand(t, depth), x, t.elem.name, t.elem.name, g.under(variable{name: x, typ: t.elem}, t.elem, depth))
	case 2:
		x := g.operand(t, depth)
		if !strings.Contains(x, "(") {
			return fmt.Sprintf("%s[:min(%d, len(%s))]", x, g.r.IntN(3), x)
		}
	case 3:
		x := g.operand(t, depth)
		if !strings.Contains(x, "(") {
			return fmt.Sprintf("%s[min(%d, len(%s)):]", x, g.r.IntN(3), x)
		}
	}
	return g.leaf(t)
}

// under is an expression that may use one more variable.
func (g *generator) under(v variable, t *gtype, depth int) string {
	g.scope = append(g.scope, []variable{v})
	defer func() { g.scope = g.scope[:len(g.scope)-1] }()
	return g.expr(t, depth)
}
