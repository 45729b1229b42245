package frontend

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"
)

// The lowered form of a type.
//
//   - A struct type of the user becomes a plain struct type without methods; every other named type of the user becomes
//     its underlying type.
//   - An interface that the user declares, and the empty interface, become any. Interfaces of compiled packages stay.
//   - Fields that are not exported get the prefix Z_, embedded fields are ordinary ones, tags go.
//   - A variadic parameter is a slice.

// lower returns the lowered form of a type, as source.
func (f *fn) typ(t types.Type) ast.Expr { return f.l.typ(f.env.apply(t)) }

func (l *lowerer) typ(t types.Type) ast.Expr {
	switch t := t.(type) {
	case *types.Alias:
		return l.typ(types.Unalias(t))
	case *types.Basic:
		switch t.Kind() {
		case types.UnsafePointer:
			l.refuse("unsafe.Pointer is not supported", "unsafe는 셀에서 쓸 수 없습니다.", "unsafe cannot be used in cells.")
			return ident("int")
		case types.UntypedNil, types.Invalid:
			return ident("any")
		}
		return ident(types.Default(t).(*types.Basic).Name())
	case *types.Pointer:
		return &ast.StarExpr{X: l.typ(t.Elem())}
	case *types.Slice:
		return &ast.ArrayType{Elt: l.typ(t.Elem())}
	case *types.Array:
		return &ast.ArrayType{Len: number(t.Len()), Elt: l.typ(t.Elem())}
	case *types.Map:
		return &ast.MapType{Key: l.typ(KeyType(t)), Value: l.typ(t.Elem())}
	case *types.Chan:
		dir := map[types.ChanDir]ast.ChanDir{types.SendRecv: ast.SEND | ast.RECV, types.SendOnly: ast.SEND, types.RecvOnly: ast.RECV}[t.Dir()]
		c := &ast.ChanType{Dir: dir, Value: l.typ(t.Elem())}
		if dir == ast.RECV {
			c.Arrow = 1
		}
		if dir == ast.SEND {
			c.Arrow = 6
		}
		return c
	case *types.Signature:
		return l.funcType(t, nil)
	case *types.Struct:
		return l.structType(t)
	case *types.Interface:
		return ident("any")
	case *types.Named:
		return l.named(t)
	case *types.TypeParam:
		l.refuse("type parameter "+t.Obj().Name()+" has no concrete type here", "타입 인자를 직접 적어 보세요.", "Write the type arguments explicitly.")
		return ident("any")
	}
	panic(fmt.Sprintf("frontend: type %T", t))
}

// funcType lowers a signature without its receiver; names, when given, name the parameters.
func (l *lowerer) funcType(sig *types.Signature, names []string) *ast.FuncType {
	ft := &ast.FuncType{Params: &ast.FieldList{}}
	for i := range sig.Params().Len() {
		p := &ast.Field{Type: l.typ(sig.Params().At(i).Type())}
		if names != nil {
			p.Names = []*ast.Ident{ident(names[i])}
		}
		ft.Params.List = append(ft.Params.List, p)
	}
	if n := sig.Results().Len(); n > 0 {
		ft.Results = &ast.FieldList{}
		for i := range n {
			ft.Results.List = append(ft.Results.List, &ast.Field{Type: l.typ(sig.Results().At(i).Type())})
		}
	}
	return ft
}

func (l *lowerer) structType(t *types.Struct) *ast.StructType {
	st := &ast.StructType{Fields: &ast.FieldList{Opening: 1, Closing: 1}}
	for i := range t.NumFields() {
		v := t.Field(i)
		if i == 0 && v.Name() == "IValue" {
			// the interpreter's own wrappers of interfaces begin with this field, and it would unwrap values of t
			l.refuse("a struct whose first field is named IValue is not supported",
				"필드 이름을 바꾸거나 순서를 바꿔 보세요.", "Rename the field, or put another before it.")
		}
		st.Fields.List = append(st.Fields.List, &ast.Field{Names: []*ast.Ident{ident(l.field(v, i))}, Type: l.typ(v.Type())})
	}
	return st
}

// field is the lowered name of a field of a struct type.
func (l *lowerer) field(v *types.Var, index int) string {
	switch {
	case v.Name() == "_":
		return "Z_blank" + strconv.Itoa(index)
	case !v.Exported():
		return "Z_" + v.Name()
	case !l.user(v.Pkg()):
		return v.Name()
	}
	return v.Name()
}

// user reports whether a package is that of cells, or of the library's own Go.
func (l *lowerer) user(p *types.Package) bool { return isUser(p) }

func isUser(p *types.Package) bool { return p != nil && p.Path() == "main" }

func (l *lowerer) named(t *types.Named) ast.Expr {
	obj := t.Obj()
	if obj.Pkg() == nil { // error
		if obj.Name() == "comparable" {
			return ident("any")
		}
		return ident(obj.Name())
	}
	if !isUser(obj.Pkg()) {
		return l.compiledNamed(t)
	}
	switch u := t.Underlying().(type) {
	case *types.Interface:
		return ident("any")
	case *types.Struct:
		if c := compiledStruct(u); c != nil {
			return l.compiledNamed(c)
		}
		return sel(ident(structsAlias), l.structName(t, u))
	}
	if l.recursive(t) {
		return sel(ident(structsAlias), l.structName(t, holding(t.Underlying())))
	}
	return l.typ(t.Underlying())
}

// exportedAs names the unexported types of compiled packages that have a name for cells.
var exportedAs = map[string]string{
	"encoding/binary.littleEndian": "LittleEndianOrder",
	"encoding/binary.bigEndian":    "BigEndianOrder",
	"encoding/binary.nativeEndian": "NativeEndianOrder",
}

// compiledStruct returns the type of a compiled package whose struct u is, when cells cannot write that down because of
// fields that are not exported: type Stamp time.Time.
func compiledStruct(u *types.Struct) *types.Named {
	for v := range u.Fields() {
		if v.Exported() || isUser(v.Pkg()) {
			continue
		}
		scope := v.Pkg().Scope()
		for _, name := range scope.Names() {
			n, ok := scope.Lookup(name).Type().(*types.Named)
			if ok && n.Underlying() == u && n.Obj().Exported() {
				return n
			}
		}
		return nil
	}
	return nil
}

// compiledNamed lowers a named type of a compiled package.
func (l *lowerer) compiledNamed(t *types.Named) ast.Expr {
	obj := t.Obj()
	if t.TypeArgs().Len() > 0 {
		if own := l.own(t); own != t {
			return l.typ(own)
		}
		if _, ok := t.Underlying().(*types.Signature); ok {
			return l.typ(t.Underlying())
		}
		l.refuse(fmt.Sprintf("generic type %s.%s is not supported", obj.Pkg().Name(), obj.Name()),
			"이 제네릭 타입은 셀에서 쓸 수 없습니다.", "This generic type of the library cannot be used in cells.")
		return ident("any")
	}
	if name, ok := exportedAs[obj.Pkg().Path()+"."+obj.Name()]; ok {
		return sel(ident(l.pkgAlias(obj.Pkg().Path())), name)
	}
	if !obj.Exported() {
		l.refuse(fmt.Sprintf("a variable of the unexported type %s.%s is not supported here", obj.Pkg().Path(), obj.Name()),
			"이 값은 인터페이스나 공개된 타입의 변수로 받으세요.", "Keep the value in a variable of an exported or interface type.")
		return ident("any")
	}
	return sel(ident(l.pkgAlias(obj.Pkg().Path())), obj.Name())
}

// holding is the struct that holds a value of a recursive type.
func holding(t types.Type) *types.Struct {
	return types.NewStruct([]*types.Var{types.NewField(token.NoPos, nil, within, t, false)}, nil)
}

// structName returns the name of the struct that a user's type becomes, declaring it at the first use.
func (l *lowerer) structName(t *types.Named, u *types.Struct) string {
	key := "type " + l.key(t)
	if name, ok := l.next.emitted[key]; ok {
		return name
	}
	l.count++
	name := fmt.Sprintf("T_%s%s%d_%d", t.Obj().Name(), dot, l.n, l.count)
	l.next.emitted[key] = name
	st := l.structType(u)
	if u.NumFields() == 0 { // the interpreter's assertions look at the first field of any struct
		st.Fields.List = []*ast.Field{param("Z_", &ast.StructType{Fields: &ast.FieldList{Opening: 1, Closing: 1}})}
	}
	l.unit.Structs = append(l.unit.Structs, Struct{name, st})
	return name
}

// key is text that two types share exactly when they are identical.
func (l *lowerer) key(t types.Type) string {
	var b strings.Builder
	l.writeKey(&b, t)
	return b.String()
}

func (l *lowerer) writeKey(b *strings.Builder, t types.Type) {
	list := func(n int, at func(int) types.Type) {
		for i := range n {
			if i > 0 {
				b.WriteByte(',')
			}
			l.writeKey(b, at(i))
		}
	}
	switch t := t.(type) {
	case *types.Alias:
		l.writeKey(b, types.Unalias(t))
	case *types.Pointer:
		b.WriteByte('*')
		l.writeKey(b, t.Elem())
	case *types.Slice:
		b.WriteString("[]")
		l.writeKey(b, t.Elem())
	case *types.Array:
		fmt.Fprintf(b, "[%d]", t.Len())
		l.writeKey(b, t.Elem())
	case *types.Map:
		b.WriteString("map[")
		l.writeKey(b, t.Key())
		b.WriteByte(']')
		l.writeKey(b, t.Elem())
	case *types.Chan:
		fmt.Fprintf(b, "chan%d ", t.Dir())
		l.writeKey(b, t.Elem())
	case *types.Signature:
		b.WriteString("func(")
		list(t.Params().Len(), func(i int) types.Type { return t.Params().At(i).Type() })
		fmt.Fprintf(b, ")%v(", t.Variadic())
		list(t.Results().Len(), func(i int) types.Type { return t.Results().At(i).Type() })
		b.WriteByte(')')
	case *types.Struct:
		b.WriteString("struct{")
		for i := range t.NumFields() {
			fmt.Fprintf(b, "%v %s ", t.Field(i).Embedded(), t.Field(i).Name())
			l.writeKey(b, t.Field(i).Type())
			fmt.Fprintf(b, " %q;", t.Tag(i))
		}
		b.WriteByte('}')
	case *types.Interface:
		b.WriteString("interface{")
		for i := range t.NumMethods() {
			b.WriteString(t.Method(i).Name())
			l.writeKey(b, t.Method(i).Type())
			b.WriteByte(';')
		}
		b.WriteByte('}')
	case *types.Named:
		o := t.Obj()
		switch {
		case isUser(o.Pkg()):
			fmt.Fprintf(b, "%s#%d", o.Name(), l.objectID(t.Origin().Obj()))
		case o.Pkg() != nil:
			b.WriteString(o.Pkg().Path() + "." + o.Name())
		default:
			b.WriteString(o.Name())
		}
		if t.TypeArgs().Len() > 0 {
			b.WriteByte('[')
			list(t.TypeArgs().Len(), t.TypeArgs().At)
			b.WriteByte(']')
		}
	default:
		b.WriteString(t.String())
	}
}

// needsBox reports whether values of t must carry their type when they travel in an interface: their lowered form does
// not tell it.
func needsBox(t types.Type, depth int) bool {
	if depth > 20 {
		return true
	}
	switch t := t.(type) {
	case *types.Alias:
		return needsBox(types.Unalias(t), depth)
	case *types.Pointer:
		return needsBox(t.Elem(), depth+1)
	case *types.Slice:
		return needsBox(t.Elem(), depth+1)
	case *types.Array:
		return needsBox(t.Elem(), depth+1)
	case *types.Chan:
		return needsBox(t.Elem(), depth+1)
	case *types.Map:
		return needsBox(t.Key(), depth+1) || needsBox(t.Elem(), depth+1)
	case *types.Signature:
		if t.Variadic() {
			return true
		}
		for _, tu := range []*types.Tuple{t.Params(), t.Results()} {
			for i := range tu.Len() {
				if needsBox(tu.At(i).Type(), depth+1) {
					return true
				}
			}
		}
		return false
	case *types.Struct:
		return t.NumFields() > 0
	case *types.Interface:
		return t.NumMethods() > 0
	case *types.Named:
		if t.TypeArgs().Len() > 0 {
			return true
		}
		return isUser(t.Obj().Pkg())
	}
	return false
}

// isIface reports whether t is an interface type, and whether its lowered form is a compiled interface (with methods)
// rather than any.
func isIface(t types.Type) (iface, compiled bool) {
	t = types.Unalias(t)
	u, ok := t.Underlying().(*types.Interface)
	if _, tp := t.(*types.TypeParam); !ok || tp {
		return false, false
	}
	n, ok := t.(*types.Named)
	return true, ok && u.NumMethods() > 0 && !isUser(n.Obj().Pkg()) && n.TypeArgs().Len() == 0
}

// typeID returns the number under which the runtime knows t.
func (l *lowerer) typeID(t types.Type) int {
	key := "id " + l.key(t)
	if s, ok := l.next.emitted[key]; ok {
		id, err := strconv.Atoi(s)
		if err == nil {
			return id
		}
	}
	l.next.typeIDs++
	id := l.next.typeIDs
	l.next.emitted[key] = strconv.Itoa(id)
	l.unit.Types = append(l.unit.Types, Type{id, t})
	l.next.boxed = append(l.next.boxed, boxedType{id, t})
	l.register(id, t, nil)
	l.parts(t)
	if l.next.reflected {
		l.reach(id, t)
	}
	return id
}

// parts makes the runtime know the types with methods inside t: package fmt calls the methods of fields, elements and
// keys.
func (l *lowerer) parts(t types.Type) {
	known := func(p types.Type) {
		e := types.Unalias(p)
		if q, ok := e.(*types.Pointer); ok {
			e = types.Unalias(q.Elem())
		}
		n, ok := e.(*types.Named)
		switch {
		case ok && (!isUser(n.Obj().Pkg()) || types.IsInterface(n)):
		case ok:
			l.typeID(p)
		default:
			l.parts(p)
		}
	}
	switch u := t.Underlying().(type) {
	case *types.Struct:
		for i := range u.NumFields() {
			known(u.Field(i).Type())
		}
	case *types.Map:
		known(u.Key())
		known(u.Elem())
	case *types.Pointer:
		known(u.Elem())
	case *types.Slice:
		known(u.Elem())
	case *types.Array:
		known(u.Elem())
	}
}
