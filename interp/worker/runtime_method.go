package worker

import (
	"go/types"
	"slices"

	"quire/interp/frontend"
)

// namesCellTypes reports whether the signature of a method of t names a type of a cell, or one that is not the same in
// lowered code: there, such a type stands for what lies under it, and the method would look like another one.
func namesCellTypes(t types.Type, method string) bool {
	f, _, _ := types.LookupFieldOrMethod(t, true, nil, method)
	fun, ok := f.(*types.Func)
	return ok && frontend.Mentions(fun.Signature(), cellType)
}

// cellType reports whether a type is one of a cell, or one with such a type argument, or an interface, which lowered code
// has as any.
func cellType(t types.Type) bool {
	switch t := t.(type) {
	case *types.Named:
		if p := t.Obj().Pkg(); p != nil && p.Path() == "main" {
			return true
		}
		args := slices.Collect(t.TypeArgs().Types())
		return slices.ContainsFunc(args, func(a types.Type) bool { return frontend.Mentions(a, cellType) })
	case *types.Interface:
		return t.NumMethods() > 0
	}
	return false
}
