package frontend

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
)

// lateMethods turns methods of types that a cell above declares into functions for the check, and gives the types the
// methods, so that this cell and those below see them.
func (k *checker) lateMethods() {
	var dropped []ast.Decl
	defer func() {
		k.decls.Decls = slices.DeleteFunc(k.decls.Decls, func(d ast.Decl) bool { return slices.Contains(dropped, d) })
	}()
	for _, d := range k.decls.Decls {
		fd, ok := d.(*ast.FuncDecl)
		if !ok || fd.Recv == nil || len(fd.Recv.List) != 1 {
			continue
		}
		base := receiverBase(fd.Recv.List[0].Type)
		if base == nil || k.inDecl[base.Name] {
			continue
		}
		e, ok := k.above.names[base.Name]
		if !ok || e.obj == nil {
			continue
		}
		tn, ok := e.obj.(*types.TypeName)
		if !ok {
			continue
		}
		named, ok := types.Unalias(tn.Type()).(*types.Named)
		if !ok || named.TypeParams().Len() > 0 {
			k.refuse(fd.Pos(), fmt.Sprintf("method %s must be declared in the cell that declares %s", fd.Name.Name, base.Name),
				"제네릭 타입의 메서드는 그 타입을 선언한 셀에 두세요.", "Put methods of a generic type into the cell that declares the type.")
			dropped = append(dropped, d)
			continue
		}
		k.lateMethod(fd, named)
		k.asFunction(fd, named)
	}
}

// receiverBase returns the type name of a receiver.
func receiverBase(e ast.Expr) *ast.Ident {
	for {
		switch x := e.(type) {
		case *ast.ParenExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.IndexListExpr:
			e = x.X
		case *ast.Ident:
			return x
		default:
			return nil
		}
	}
}

// lateMethod gives an earlier type a method, unless something is wrong with it.
func (k *checker) lateMethod(fd *ast.FuncDecl, named *types.Named) {
	sig := k.signature(fd)
	if sig == nil {
		return
	}
	_, ptr := sig.Params().At(0).Type().(*types.Pointer)
	obj, _, _ := types.LookupFieldOrMethod(types.NewPointer(named), true, k.pkg, fd.Name.Name)
	var params []*types.Var
	for i := 1; i < sig.Params().Len(); i++ {
		params = append(params, sig.Params().At(i))
	}
	recv := types.NewVar(fd.Pos(), k.pkg, "", sig.Params().At(0).Type())
	msig := types.NewSignatureType(recv, nil, nil, types.NewTuple(params...), sig.Results(), sig.Variadic())
	if old, ok := obj.(*types.Func); ok && isOwnMethod(old, named) {
		osig := old.Type().(*types.Signature)
		_, optr := osig.Recv().Type().(*types.Pointer)
		if !types.Identical(osig, msig) || optr != ptr {
			k.refuse(fd.Pos(), fmt.Sprintf("method %s.%s is already declared with another signature", named.Obj().Name(), fd.Name.Name),
				"타입을 다시 선언하고 그 셀에 메서드를 두세요.", "Declare the type again and put the method into that cell.")
			return
		}
	} else if _, field := obj.(*types.Var); field && isOwnField(named, fd.Name.Name) {
		k.errorf(fd.Name.Pos(), "field and method with the same name %s", fd.Name.Name)
		return
	} else if !k.survey {
		named.AddMethod(types.NewFunc(fd.Name.Pos(), k.pkg, fd.Name.Name, msig))
	}
	k.checked.late = append(k.checked.late, fd)
	k.late[fd] = true
}

// asFunction makes a function of a method of an earlier type, with the receiver as its first parameter.
func (k *checker) asFunction(fd *ast.FuncDecl, named *types.Named) {
	fd.Type.Params.List = append([]*ast.Field{fd.Recv.List[0]}, fd.Type.Params.List...)
	if len(fd.Recv.List[0].Names) == 0 {
		fd.Recv.List[0].Names = []*ast.Ident{{Name: "_", NamePos: fd.Pos()}}
		for _, f := range fd.Type.Params.List {
			if len(f.Names) == 0 {
				f.Names = []*ast.Ident{{Name: "_", NamePos: f.Pos()}}
			}
		}
	}
	fd.Recv = nil
	fd.Name = &ast.Ident{Name: named.Obj().Name() + dot + "m" + fd.Name.Name, NamePos: fd.Name.NamePos}
}

func isOwnMethod(f *types.Func, named *types.Named) bool {
	t := f.Type().(*types.Signature).Recv().Type()
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	return types.Identical(t, named)
}

func isOwnField(named *types.Named, name string) bool {
	st, ok := named.Underlying().(*types.Struct)
	for i := 0; ok && i < st.NumFields(); i++ {
		if st.Field(i).Name() == name {
			return true
		}
	}
	return false
}

// signature checks the head of a method of an earlier type alone, its receiver being the first parameter. Types that the
// same cell declares cannot occur in it.
func (k *checker) signature(fd *ast.FuncDecl) *types.Signature {
	pkg := types.NewPackage("main", "main")
	const name = "head" + dot // no name of a cell
	head := &ast.FuncDecl{Name: ast.NewIdent(name), Type: &ast.FuncType{Params: &ast.FieldList{}, Results: fd.Type.Results}}
	recv := *fd.Recv.List[0]
	recv.Names = nil
	head.Type.Params.List = append(head.Type.Params.List, &recv)
	for _, f := range fd.Type.Params.List {
		for range max(1, len(f.Names)) {
			head.Type.Params.List = append(head.Type.Params.List, &ast.Field{Type: f.Type})
		}
	}
	need := map[string]string{}
	own := ""
	ast.Inspect(head, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		if k.inDecl[id.Name] {
			own = id.Name
		}
		if path, ok := k.imported[id.Name]; ok {
			need[id.Name] = path
		} else if e, ok := k.above.names[id.Name]; ok && e.obj != nil && pkg.Scope().Lookup(id.Name) == nil {
			pkg.Scope().Insert(e.obj)
		} else if ok && e.obj == nil {
			need[id.Name] = e.path
		}
		return true
	})
	if own != "" {
		k.refuse(fd.Pos(), fmt.Sprintf("method %s of an earlier cell's type mentions %s, which this cell declares", fd.Name.Name, own),
			"타입과 메서드를 같은 셀에 두거나, 메서드를 다음 셀로 옮기세요.", "Put type and method into one cell, or the method into the next.")
		return nil
	}
	file := &ast.File{Name: ast.NewIdent("main"), Decls: []ast.Decl{head}}
	for n, path := range need {
		spec := &ast.ImportSpec{Name: ast.NewIdent(n), Path: &ast.BasicLit{Kind: token.STRING, Value: strconv.Quote(path)}}
		file.Decls = append([]ast.Decl{&ast.GenDecl{Tok: token.IMPORT, Specs: []ast.Spec{spec}}}, file.Decls...)
		file.Imports = append(file.Imports, spec)
	}
	conf := k.config()
	conf.IgnoreFuncBodies = true
	failed := false
	conf.Error = func(error) { failed = true }
	types.NewChecker(conf, k.fset, pkg, nil).Files([]*ast.File{file})
	f, ok := pkg.Scope().Lookup(name).(*types.Func)
	if failed || !ok {
		// the whole check reports what is wrong with it
		return nil
	}
	return f.Type().(*types.Signature)
}
