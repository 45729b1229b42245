package frontend

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
)

// Keys of composite literals. The parser leaves those that it does not find out of a file's unresolved names: they may be
// fields of a struct. Where they are not, they mean what other names of cells above mean.

// structKeys returns the identifiers that are keys of a literal which need not be a map, slice or array.
func structKeys(f *ast.File) map[*ast.Ident]bool {
	m := map[*ast.Ident]bool{}
	eachKey(f, func(lit *ast.CompositeLit, id *ast.Ident) {
		switch lit.Type.(type) {
		case *ast.MapType, *ast.ArrayType:
		default:
			m[id] = true
		}
	})
	return m
}

// freeKeys returns the identifiers that are keys of literals and that the file does not declare.
func freeKeys(f *ast.File) []*ast.Ident {
	var list []*ast.Ident
	eachKey(f, func(_ *ast.CompositeLit, id *ast.Ident) {
		if id.Obj == nil {
			list = append(list, id)
		}
	})
	return list
}

// eachKey calls do for every key of a literal that is an identifier.
func eachKey(f *ast.File, do func(*ast.CompositeLit, *ast.Ident)) {
	ast.Inspect(f, func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		if !ok {
			return true
		}
		for _, e := range lit.Elts {
			if kv, ok := e.(*ast.KeyValueExpr); ok {
				if id, ok := kv.Key.(*ast.Ident); ok {
					do(lit, id)
				}
			}
		}
		return true
	})
}

// resolveKey gives a key its meaning; field tells that it may be the field of a struct.
func (k *checker) resolveKey(id *ast.Ident, field bool) {
	name := id.Name
	if at, ok := k.declared[name]; ok && !k.pure && k.inStatement(id) {
		if field {
			k.keys = append(k.keys, id)
		} else {
			k.shadowed(id, at)
		}
		return
	}
	if _, ok := k.declared[name]; ok || k.inDecl[name] {
		return
	}
	if o, ok := k.dotted[name]; ok {
		k.insertDotted(o)
		return
	}
	if e, ok := k.above.names[name]; ok && e.obj != nil {
		if !isUser(e.obj.Pkg()) {
			k.insertDotted(e.obj)
			return
		}
		k.insert(e.obj)
		k.uses = append(k.uses, name)
	}
}

// inStatement reports whether a node is part of the cell's statements. Initializers of variables have moved to its
// declarations.
func (k *checker) inStatement(n ast.Node) bool {
	return slices.ContainsFunc(k.stmts, func(s ast.Stmt) bool { return s.Pos() <= n.Pos() && n.Pos() < s.End() })
}

// checkKeys reports keys that may have been fields, but are names that the cell declares further down.
func (k *checker) checkKeys() {
	for _, id := range k.keys {
		if v, ok := k.info.Uses[id].(*types.Var); ok && v.IsField() {
			continue
		}
		at, ok := k.declared[id.Name]
		if !ok || k.info.Uses[id] == nil {
			continue
		}
		line, _ := k.at(k.stmts[at].Pos())
		l, c := k.at(id.Pos())
		k.problems = append(k.problems, Problem{
			Line: l, Col: c, Severity: Error, Message: "undefined: " + id.Name,
			HintKo: fmt.Sprintf("이 셀에서 %s 선언은 더 아래 %d번째 줄에 있습니다. 그 줄을 위로 옮기세요.", id.Name, line),
			HintEn: fmt.Sprintf("%s is declared further down, on line %d; move that line up.", id.Name, line),
		})
	}
}
