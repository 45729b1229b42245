package frontend

import (
	"fmt"
	"go/types"
)

// checkContained refuses a struct type that holds, by value, a struct type which refers back to it: the interpreter lays
// the outer one out wrongly.
func (l *lowerer) checkContained(t *types.Named, u *types.Struct) {
	for i := range u.NumFields() {
		ft := u.Field(i).Type()
		for {
			a, ok := ft.Underlying().(*types.Array)
			if !ok {
				break
			}
			ft = a.Elem()
		}
		n, ok := types.Unalias(ft).(*types.Named)
		if !ok || !isUser(n.Obj().Pkg()) {
			continue
		}
		if _, ok := n.Underlying().(*types.Struct); ok && refersTo(n.Underlying(), t, map[types.Type]bool{}) {
			l.refuse(fmt.Sprintf("struct %s holds a %s in field %s, and %s refers back to %s: not supported", t.Obj().Name(), n.Obj().Name(), u.Field(i).Name(), n.Obj().Name(), t.Obj().Name()),
				"그 필드를 포인터로 만드세요.", "Make that field a pointer.")
		}
	}
}

// refersTo reports whether type t mentions named type to, at any depth.
func refersTo(t types.Type, to *types.Named, seen map[types.Type]bool) bool {
	t = types.Unalias(t)
	if types.Identical(t, to) {
		return true
	}
	if seen[t] {
		return false
	}
	seen[t] = true
	switch t := t.(type) {
	case *types.Named:
		return isUser(t.Obj().Pkg()) && refersTo(t.Underlying(), to, seen)
	case *types.Pointer:
		return refersTo(t.Elem(), to, seen)
	case *types.Slice:
		return refersTo(t.Elem(), to, seen)
	case *types.Array:
		return refersTo(t.Elem(), to, seen)
	case *types.Chan:
		return refersTo(t.Elem(), to, seen)
	case *types.Map:
		return refersTo(t.Key(), to, seen) || refersTo(t.Elem(), to, seen)
	case *types.Struct:
		for i := range t.NumFields() {
			if refersTo(t.Field(i).Type(), to, seen) {
				return true
			}
		}
	case *types.Signature:
		return refersTo(t.Params(), to, seen) || refersTo(t.Results(), to, seen)
	case *types.Tuple:
		for i := range t.Len() {
			if refersTo(t.At(i).Type(), to, seen) {
				return true
			}
		}
	}
	return false
}
