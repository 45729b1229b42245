package frontend

import (
	"go/types"
	"slices"
	"strings"

	"quire/interp/library"
)

// A Kind says what a name is.
type Kind string

// The kinds of names.
const (
	KindFunc    Kind = "func"
	KindMethod  Kind = "method"
	KindField   Kind = "field"
	KindVar     Kind = "var"
	KindParam   Kind = "param"
	KindConst   Kind = "const"
	KindType    Kind = "type"
	KindPackage Kind = "package"
	KindKeyword Kind = "keyword"
)

// kindOf returns what an object is.
func kindOf(obj types.Object) Kind {
	switch o := obj.(type) {
	case *types.Func:
		if o.Signature().Recv() != nil {
			return KindMethod
		}
		return KindFunc
	case *types.Builtin:
		return KindFunc
	case *types.Const:
		return KindConst
	case *types.TypeName:
		return KindType
	case *types.PkgName:
		return KindPackage
	case *types.Var:
		switch {
		case o.IsField():
			return KindField
		case o.Kind() == types.ParamVar || o.Kind() == types.ResultVar || o.Kind() == types.RecvVar:
			return KindParam
		}
	}
	return KindVar
}

// qualifier writes names of packages as cells do.
func qualifier(p *types.Package) string {
	if isUser(p) {
		return ""
	}
	return p.Name()
}

// typeText is a type as it stands beside a name.
func typeText(t types.Type) string { return display(types.TypeString(t, qualifier)) }

// detail is the type of an object in a list: a signature, a type, the kind of a type.
func detail(obj types.Object) string {
	switch o := obj.(type) {
	case *types.Builtin:
		return strings.TrimPrefix(builtins[o.Name()], "func "+o.Name())
	case *types.TypeName:
		return underlying(o)
	case *types.PkgName:
		return o.Imported().Path()
	case *types.Nil:
		return "nil"
	case *types.Func:
		return strings.TrimPrefix(typeText(o.Type()), "func")
	case *types.Const:
		return typeText(o.Type()) + " = " + shortValue(o)
	}
	if obj.Type() == nil || obj.Type() == types.Typ[types.Invalid] {
		return ""
	}
	return typeText(obj.Type())
}

// underlying names the form of a type without its members.
func underlying(o *types.TypeName) string {
	switch u := o.Type().Underlying().(type) {
	case *types.Struct:
		return "struct"
	case *types.Interface:
		return "interface"
	case *types.Basic:
		if u.Kind() == types.Invalid || u.Name() == o.Name() {
			return ""
		}
		return u.Name()
	default:
		return typeText(u)
	}
}

func shortValue(o *types.Const) string { return o.Val().String() }

// signature is the declaration of an object as a reader would write it.
func signature(obj types.Object) string {
	switch o := obj.(type) {
	case *types.Builtin:
		return builtins[o.Name()]
	case *types.PkgName:
		return "package " + o.Imported().Name()
	case *types.Nil:
		return "nil"
	case *types.TypeName:
		return typeSignature(o)
	case *types.Const:
		return display(types.ObjectString(o, qualifier)) + " = " + shortValue(o)
	case *types.Func:
		if r := o.Signature().Recv(); r != nil {
			return "func (" + typeText(r.Type()) + ") " + display(o.Name()) + strings.TrimPrefix(typeText(o.Type()), "func")
		}
		return display(types.ObjectString(o, qualifier))
	case *types.Var:
		if o.Type() == types.Typ[types.Invalid] {
			return "var " + display(o.Name())
		}
	}
	return display(types.ObjectString(obj, qualifier))
}

// typeSignature is the declaration of a type. Of a struct it has the fields that a cell can name, a line for each.
func typeSignature(o *types.TypeName) string {
	head := "type " + display(o.Name())
	if o.Pkg() != nil && !isUser(o.Pkg()) {
		head = "type " + o.Pkg().Name() + "." + o.Name()
	}
	if n, ok := o.Type().(*types.Named); ok && n.TypeParams().Len() > 0 {
		var params []string
		for p := range n.TypeParams().TypeParams() {
			params = append(params, p.Obj().Name()+" "+typeText(p.Constraint()))
		}
		head += "[" + strings.Join(params, ", ") + "]"
	}
	u := o.Type().Underlying()
	if o.IsAlias() {
		return head + " = " + typeText(types.Unalias(o.Type()))
	}
	switch u := u.(type) {
	case *types.Struct:
		var b strings.Builder
		hidden := false
		for f := range u.Fields() {
			if !f.Exported() && !isUser(f.Pkg()) {
				hidden = true
				continue
			}
			b.WriteString("\n\t")
			if !f.Embedded() {
				b.WriteString(display(f.Name()) + " ")
			}
			b.WriteString(typeText(f.Type()))
		}
		if hidden {
			b.WriteString("\n\t// …")
		}
		if b.Len() == 0 {
			return head + " struct{}"
		}
		return head + " struct {" + b.String() + "\n}"
	case *types.Interface:
		if u.NumMethods() == 0 || !u.IsMethodSet() {
			return head + " " + typeText(u)
		}
		var b strings.Builder
		for m := range u.Methods() {
			if m.Exported() || isUser(m.Pkg()) {
				b.WriteString("\n\t" + m.Name() + strings.TrimPrefix(typeText(m.Type()), "func"))
			}
		}
		return head + " interface {" + b.String() + "\n}"
	case *types.Basic:
		if u.Name() == o.Name() || u.Kind() == types.Invalid {
			return head
		}
	}
	return head + " " + typeText(u)
}

// builtins are the signatures of the functions of the language itself.
var builtins = map[string]string{
	"append":  "func append(slice []Type, elems ...Type) []Type",
	"cap":     "func cap(v Type) int",
	"clear":   "func clear[T ~[]Type | ~map[Type]Type1](t T)",
	"close":   "func close(c chan<- Type)",
	"complex": "func complex(r, i FloatType) ComplexType",
	"copy":    "func copy(dst, src []Type) int",
	"delete":  "func delete(m map[Type]Type1, key Type)",
	"imag":    "func imag(c ComplexType) FloatType",
	"len":     "func len(v Type) int",
	"make":    "func make(t Type, size ...IntegerType) Type",
	"max":     "func max[T cmp.Ordered](x T, y ...T) T",
	"min":     "func min[T cmp.Ordered](x T, y ...T) T",
	"new":     "func new(Type or value) *Type",
	"panic":   "func panic(v any)",
	"print":   "func print(args ...Type)",
	"println": "func println(args ...Type)",
	"real":    "func real(c ComplexType) FloatType",
	"recover": "func recover() any",
}

// documentation returns what is said about an object: by the library, or by the comment above it in the note. owner is
// the name of the type that has a field, "" when that is not known.
func (k *checker) documentation(obj types.Object, owner string) string {
	switch o := obj.(type) {
	case *types.PkgName:
		return library.Doc(o.Imported().Path(), "")
	case *types.Builtin, *types.Nil:
		return library.Doc("builtin", obj.Name())
	}
	if obj.Pkg() == nil {
		return library.Doc("builtin", obj.Name())
	}
	if isUser(obj.Pkg()) {
		return k.comment(obj)
	}
	name := obj.Name()
	switch o := obj.(type) {
	case *types.Func:
		if r := o.Signature().Recv(); r != nil {
			name = typeName(r.Type()) + "." + name
		}
	case *types.Var:
		if o.IsField() {
			if owner == "" {
				owner = ownerOf(o)
			}
			name = owner + "." + name
		}
	}
	return library.Doc(obj.Pkg().Path(), name)
}

// typeName returns the bare name of a named type or a pointer to one.
func typeName(t types.Type) string {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	if n, ok := types.Unalias(t).(*types.Named); ok {
		return n.Obj().Name()
	}
	return ""
}

// ownerOf returns the name of the type of its package that declares a field.
func ownerOf(field *types.Var) string {
	scope := field.Pkg().Scope()
	for _, name := range scope.Names() {
		tn, ok := scope.Lookup(name).(*types.TypeName)
		if !ok {
			continue
		}
		st, ok := tn.Type().Underlying().(*types.Struct)
		if !ok {
			continue
		}
		for f := range st.Fields() {
			if f == field.Origin() {
				return name
			}
		}
	}
	return ""
}

// text returns the cell that declares an object, nil when it is none of the note's.
func (k *checker) text(obj types.Object) *parsed {
	if !isUser(obj.Pkg()) || !obj.Pos().IsValid() {
		return nil
	}
	switch n := int(obj.Pos() >> positionBits); {
	case n == k.above.cells+1:
		return k.parsed
	case n >= 1 && n <= len(k.above.texts):
		return k.above.texts[n-1]
	}
	return nil
}

// comment returns the comment that stands directly above an object of the note, or behind a field.
func (k *checker) comment(obj types.Object) string {
	p := k.text(obj)
	if p == nil {
		return ""
	}
	line, _ := p.at(obj.Pos())
	lines := strings.Split(p.cell.Source, "\n")
	at := line - max(1, p.cell.Line)
	if at < 0 || at >= len(lines) {
		return ""
	}
	var text []string
	for i := at - 1; i >= 0; i-- {
		c, ok := strings.CutPrefix(strings.TrimSpace(lines[i]), "//")
		if !ok || strings.HasPrefix(c, "|") {
			break
		}
		text = append(text, strings.TrimSpace(c))
	}
	slices.Reverse(text)
	if v, ok := obj.(*types.Var); ok && v.IsField() && len(text) == 0 {
		if _, behind, ok := strings.Cut(lines[at], "//"); ok {
			text = append(text, strings.TrimSpace(behind))
		}
	}
	return strings.Join(text, " ")
}

// lineOf returns the line of the note on which an object is declared, 0 when the note does not declare it.
func (k *checker) lineOf(obj types.Object) int {
	p := k.text(obj)
	if p == nil {
		return 0
	}
	line, _ := p.at(obj.Pos())
	return line
}
