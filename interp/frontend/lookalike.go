package frontend

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// Cells see a package reflect of our own, and template packages on top of it: they know the types that cells declare by
// what the unit tells the runtime about them. Everything else keeps Go's reflect, so that its types cannot cross.

// reflecting are the packages that look into values of all types through our reflect; log/slog does when it writes JSON.
var reflecting = []string{
	"reflect", "text/template", "html/template", "encoding/json", "encoding/xml", "encoding/gob", "encoding/binary", "log/slog",
}

// unsupported are functions and methods of package reflect that cells cannot have.
var unsupported = map[string]string{
	"reflect.StructOf": "", "reflect.FuncOf": "", "reflect.Select": "", "reflect.NewAt": "", "reflect.SliceAt": "",
	"(reflect.Value).UnsafePointer": "", "(reflect.Value).UnsafeAddr": "", "(reflect.Value).SetPointer": "", "(reflect.Value).InterfaceData": "",
}

// NeedsBox reports whether values of t carry their type when they travel in an interface, because their lowered form
// does not tell it.
func NeedsBox(t types.Type) bool { return needsBox(t, 0) }

// FieldName is the lowered name of a field, the i-th of its struct.
func FieldName(v *types.Var, i int) string { return (*lowerer)(nil).field(v, i) }

// reflects prepares a cell that uses reflection, or that stands below one: the runtime learns the forms of all types
// and the methods of everything that can be reached from them.
func (l *lowerer) reflects() {
	uses := false
	for _, p := range l.c.paths {
		uses = uses || slices.Contains(reflecting, p)
	}
	if uses {
		l.checkReflection()
		l.checked = true // templates turn panics into errors, whose text shows
	}
	if !uses || l.next.reflected {
		return
	}
	l.next.reflected = true
	for _, b := range slices.Clone(l.next.boxed) {
		l.reach(b.id, b.typ)
	}
}

// reach makes the runtime know what reflection can reach from a type.
func (l *lowerer) reach(id int, t types.Type) {
	if iface, _ := isIface(t); iface {
		return
	}
	n, named := types.Unalias(t).(*types.Named)
	if named {
		form := &ast.CallExpr{Fun: paren(l.typ(types.NewPointer(t))), Args: exprs(ident("nil"))}
		l.init = append(l.init, do(rt("Form", number(int64(id)), form)))
		if depth(n) < 3 {
			l.typeID(types.NewPointer(t))
			l.reachMethods(t)
		}
	}
	switch u := t.Underlying().(type) {
	case *types.Chan:
		l.reachType(u.Elem())
	case *types.Signature:
		l.reachTuple(u.Params())
		l.reachTuple(u.Results())
	case *types.Struct:
		for i := range u.NumFields() {
			l.reachType(u.Field(i).Type())
		}
	case *types.Map:
		l.reachType(u.Key())
		l.reachType(u.Elem())
	case *types.Pointer:
		l.reachType(u.Elem())
	case *types.Slice:
		l.reachType(u.Elem())
	case *types.Array:
		l.reachType(u.Elem())
	}
}

// depth is how deep type arguments nest: methods of a generic can name ever larger instances.
func depth(n *types.Named) int {
	d := 0
	for i := range n.TypeArgs().Len() {
		if a, ok := types.Unalias(n.TypeArgs().At(i)).(*types.Named); ok {
			d = max(d, 1+depth(a))
		} else {
			d = max(d, 1)
		}
	}
	return d
}

func (l *lowerer) reachMethods(t types.Type) {
	set := types.NewMethodSet(types.NewPointer(t))
	for i := range set.Len() {
		sig := set.At(i).Type().(*types.Signature)
		l.reachTuple(sig.Params())
		l.reachTuple(sig.Results())
	}
}

func (l *lowerer) reachTuple(tu *types.Tuple) {
	for v := range tu.Variables() {
		l.reachType(v.Type())
	}
}

func (l *lowerer) reachType(t types.Type) {
	if !needsBox(t, 0) || hasTypeParam(t) {
		return
	}
	switch u := types.Unalias(t).(type) {
	case *types.Interface:
	case *types.Named:
		if isUser(u.Obj().Pkg()) && !types.IsInterface(u) {
			l.typeID(t)
		}
	default:
		l.typeID(t)
	}
}

func hasTypeParam(t types.Type) bool {
	_, ok := t.(*types.TypeParam)
	return ok
}

// checkReflection refuses what our reflect does not have, and values of Go's own reflect in other packages.
func (l *lowerer) checkReflection() {
	var ids []*ast.Ident
	for id := range l.c.info.Uses {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b *ast.Ident) int { return int(a.Pos() - b.Pos()) })
	for _, id := range ids {
		o := l.c.info.Uses[id]
		if o.Pkg() == nil || isUser(o.Pkg()) {
			continue
		}
		full := ""
		if f, ok := o.(*types.Func); ok {
			full = f.FullName()
		}
		_, no := unsupported[full]
		switch {
		case no || o.Pkg().Path() == "reflect" && (o.Name() == "SelectCase" || o.Name() == "SliceHeader" || o.Name() == "StringHeader"):
			l.refuseAt(id.Pos(), fmt.Sprintf("reflect.%s is not supported", o.Name()), "셀에서 쓸 수 없는 reflect의 기능입니다.", "This part of package reflect cannot be used in cells.")
		}
	}
}

func (l *lowerer) refuseAt(pos token.Pos, msg, ko, en string) {
	l.pos = pos
	l.refuse(msg, ko, en)
}

// checkCrossing refuses objects of compiled packages that hand out or take values of Go's own reflect.
func (l *lowerer) checkCrossing() {
	for id, o := range l.c.info.Uses {
		if o.Pkg() == nil || isUser(o.Pkg()) || slices.Contains(reflecting, o.Pkg().Path()) {
			continue
		}
		switch o.(type) {
		case *types.Var, *types.Func:
		default:
			continue
		}
		if mentionsReflect(o.Type()) {
			l.refuseAt(id.Pos(), fmt.Sprintf("%s.%s, which has to do with package reflect, is not supported", o.Pkg().Name(), o.Name()),
				"reflect의 값을 주고받는 라이브러리 함수는 셀에서 쓸 수 없습니다.", "Library functions that exchange values of package reflect cannot be used in cells.")
		}
	}
}

// mentionsReflect reports whether a type names one of the types that our reflect has in a form of its own.
func mentionsReflect(t types.Type) bool {
	return Mentions(t, func(t types.Type) bool {
		n, ok := t.(*types.Named)
		if !ok {
			return false
		}
		o := n.Obj()
		return o.Pkg() != nil && o.Pkg().Path() == "reflect" && slices.Contains([]string{"Type", "Value", "Method", "StructField", "MapIter"}, o.Name())
	})
}

// Mentions reports whether found holds for a type or for one that it is written with: the parameters and results of
// functions, and what pointers, slices, arrays, channels and maps are of. It does not look into named types, structs and
// interfaces, nor deeper than ten levels.
func Mentions(t types.Type, found func(types.Type) bool) bool { return mentions(t, found, 0) }

func mentions(t types.Type, found func(types.Type) bool, depth int) bool {
	if depth > 10 {
		return false
	}
	t = types.Unalias(t)
	if found(t) {
		return true
	}
	switch t := t.(type) {
	case *types.Signature:
		return mentions(t.Params(), found, depth) || mentions(t.Results(), found, depth)
	case *types.Tuple:
		for v := range t.Variables() {
			if mentions(v.Type(), found, depth+1) {
				return true
			}
		}
	case *types.Map:
		return mentions(t.Key(), found, depth+1) || mentions(t.Elem(), found, depth+1)
	case interface{ Elem() types.Type }: // pointers, slices, arrays, channels
		return mentions(t.Elem(), found, depth+1)
	}
	return false
}
