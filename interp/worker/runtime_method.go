package worker

import (
	"go/types"
	"slices"
)

// namesCellTypes reports whether the signature of a method of t names a type of a cell, or one that is not the same in
// lowered code: there, such a type stands for what lies under it, and the method would look like another one.
func namesCellTypes(t types.Type, method string) bool {
	f, _, _ := types.LookupFieldOrMethod(t, true, nil, method)
	fun, ok := f.(*types.Func)
	return ok && mentionsCell(fun.Signature(), 0)
}

func mentionsCell(t types.Type, depth int) bool {
	if depth > 10 {
		return false
	}
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		if p := t.Obj().Pkg(); p != nil && p.Path() == "main" {
			return true
		}
		args := slices.Collect(t.TypeArgs().Types())
		return slices.ContainsFunc(args, func(a types.Type) bool { return mentionsCell(a, depth+1) })
	case *types.Interface:
		return t.NumMethods() > 0
	case *types.Signature:
		return mentionsCell(t.Params(), depth+1) || mentionsCell(t.Results(), depth+1)
	case *types.Tuple:
		for v := range t.Variables() {
			if mentionsCell(v.Type(), depth+1) {
				return true
			}
		}
	case *types.Map:
		return mentionsCell(t.Key(), depth+1) || mentionsCell(t.Elem(), depth+1)
	case interface{ Elem() types.Type }: // pointers, slices, arrays, channels
		return mentionsCell(t.Elem(), depth+1)
	}
	return false
}
