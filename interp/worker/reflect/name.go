package reflect

import (
	"fmt"
	"go/types"
	"strconv"
	"strings"
)

// TypeName is a type as Go's reflect, %T and the runtime's messages write it.
func TypeName(t types.Type) string {
	var b strings.Builder
	writeType(&b, t, false)
	return b.String()
}

// writeType writes a type; as a type argument, packages are written by their paths.
func writeType(b *strings.Builder, t types.Type, arg bool) {
	switch t := types.Unalias(t).(type) {
	case *types.Basic:
		b.WriteString(types.Typ[types.Default(t).(*types.Basic).Kind()].Name()) // byte is uint8, rune int32
	case *types.Pointer:
		b.WriteByte('*')
		writeType(b, t.Elem(), arg)
	case *types.Slice:
		b.WriteString("[]")
		writeType(b, t.Elem(), arg)
	case *types.Array:
		fmt.Fprintf(b, "[%d]", t.Len())
		writeType(b, t.Elem(), arg)
	case *types.Map:
		b.WriteString("map[")
		writeType(b, t.Key(), arg)
		b.WriteByte(']')
		writeType(b, t.Elem(), arg)
	case *types.Chan:
		writeChan(b, t, arg)
	case *types.Signature:
		b.WriteString("func")
		writeSignature(b, t, arg)
	case *types.Struct:
		writeStruct(b, t, arg)
	case *types.Interface:
		writeInterface(b, t, arg)
	case *types.Named:
		if p := t.Obj().Pkg(); p != nil {
			if arg {
				b.WriteString(p.Path())
			} else {
				b.WriteString(p.Name())
			}
			b.WriteByte('.')
		}
		b.WriteString(namedName(t))
	default:
		b.WriteString(t.String())
	}
}

// namedName is the name of a named type with its type arguments.
func namedName(t *types.Named) string {
	if t.TypeArgs().Len() == 0 {
		return t.Obj().Name()
	}
	var b strings.Builder
	b.WriteString(t.Obj().Name())
	b.WriteByte('[')
	for i := range t.TypeArgs().Len() {
		if i > 0 {
			b.WriteByte(',')
		}
		writeType(&b, t.TypeArgs().At(i), true)
	}
	b.WriteByte(']')
	return b.String()
}

func writeChan(b *strings.Builder, t *types.Chan, arg bool) {
	switch t.Dir() {
	case types.SendOnly:
		b.WriteString("chan<- ")
	case types.RecvOnly:
		b.WriteString("<-chan ")
	default:
		b.WriteString("chan ")
		if e, ok := types.Unalias(t.Elem()).(*types.Chan); ok && e.Dir() == types.RecvOnly {
			b.WriteByte('(')
			writeType(b, e, arg)
			b.WriteByte(')')
			return
		}
	}
	writeType(b, t.Elem(), arg)
}

func writeSignature(b *strings.Builder, t *types.Signature, arg bool) {
	b.WriteByte('(')
	for i := range t.Params().Len() {
		if i > 0 {
			b.WriteString(", ")
		}
		p := t.Params().At(i).Type()
		if s, ok := p.(*types.Slice); ok && t.Variadic() && i == t.Params().Len()-1 {
			b.WriteString("...")
			p = s.Elem()
		}
		writeType(b, p, arg)
	}
	b.WriteByte(')')
	switch n := t.Results().Len(); n {
	case 0:
	case 1:
		b.WriteByte(' ')
		writeType(b, t.Results().At(0).Type(), arg)
	default:
		b.WriteString(" (")
		for i := range n {
			if i > 0 {
				b.WriteString(", ")
			}
			writeType(b, t.Results().At(i).Type(), arg)
		}
		b.WriteByte(')')
	}
}

func writeStruct(b *strings.Builder, t *types.Struct, arg bool) {
	b.WriteString("struct {")
	for i := range t.NumFields() {
		if i > 0 {
			b.WriteByte(';')
		}
		f := t.Field(i)
		b.WriteByte(' ')
		if !f.Embedded() {
			b.WriteString(f.Name() + " ")
		}
		writeType(b, f.Type(), arg)
		if t.Tag(i) != "" {
			b.WriteString(" " + strconv.Quote(t.Tag(i)))
		}
	}
	if t.NumFields() > 0 {
		b.WriteByte(' ')
	}
	b.WriteByte('}')
}

func writeInterface(b *strings.Builder, t *types.Interface, arg bool) {
	b.WriteString("interface {")
	for i := range t.NumMethods() {
		if i > 0 {
			b.WriteByte(';')
		}
		m := t.Method(i)
		b.WriteByte(' ')
		if !m.Exported() && m.Pkg() != nil {
			b.WriteString(m.Pkg().Name() + ".")
		}
		b.WriteString(m.Name())
		writeSignature(b, m.Type().(*types.Signature), arg)
	}
	if t.NumMethods() > 0 {
		b.WriteByte(' ')
	}
	b.WriteByte('}')
}
