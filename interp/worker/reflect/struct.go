package reflect

import (
	"errors"
	"go/token"
	"iter"
)

// NumField returns the number of fields of a struct.
func (v Value) NumField() int {
	v.need("NumField", v.Kind() == Struct)
	return v.t.NumField()
}

// Field returns the i'th field of a struct.
func (v Value) Field(i int) Value {
	v.need("Field", v.Kind() == Struct)
	parts := v.t.fieldParts()
	if i < 0 || i >= len(parts) {
		fail("reflect: Field index out of range")
	}
	return from(parts[i].typ, free(v.v.Field(i)), v.ro&sticky|parts[i].ro)
}

// fieldParts returns what Value needs to know of the fields of a struct type.
func (t *rtype) fieldParts() []part {
	if p := t.parts.Load(); p != nil {
		return *p
	}
	parts := make([]part, t.NumField())
	for i := range parts {
		f := t.Field(i)
		parts[i].typ = f.Type.own()
		switch {
		case token.IsExported(f.Name):
		case f.Anonymous:
			parts[i].ro = promote
		default:
			parts[i].ro = sticky
		}
	}
	t.parts.Store(&parts)
	return parts
}

// Fields ranges over the fields of a struct.
func (v Value) Fields() iter.Seq2[StructField, Value] {
	v.valid("Type")
	if v.Kind() != Struct {
		fail("reflect: Fields of non-struct type " + v.t.String())
	}
	return func(yield func(StructField, Value) bool) {
		for i := range v.NumField() {
			if !yield(v.t.Field(i), v.Field(i)) {
				return
			}
		}
	}
}

// FieldByIndex returns the nested field at index. It panics on a nil embedded pointer.
func (v Value) FieldByIndex(index []int) Value {
	f, err := v.FieldByIndexErr(index)
	if err != nil {
		fail("reflect: indirection through nil pointer to embedded struct")
	}
	return f
}

// FieldByIndexErr returns the nested field at index.
func (v Value) FieldByIndexErr(index []int) (Value, error) {
	if len(index) == 1 {
		return v.Field(index[0]), nil
	}
	v.need("FieldByIndexErr", v.Kind() == Struct)
	for i, x := range index {
		if i > 0 && v.Kind() == Pointer && v.t.elem().Kind() == Struct {
			if v.IsNil() {
				return Value{}, errors.New("reflect: indirection through nil pointer to embedded struct field " + v.t.elem().Name())
			}
			v = v.Elem()
		}
		v = v.Field(x)
	}
	return v, nil
}

// FieldByName returns the field with a name, the zero Value when there is none.
func (v Value) FieldByName(name string) Value {
	v.need("FieldByName", v.Kind() == Struct)
	if f, ok := v.t.FieldByName(name); ok {
		return v.FieldByIndex(f.Index)
	}
	return Value{}
}

// FieldByNameFunc returns the field whose name matches, the zero Value when there is none.
func (v Value) FieldByNameFunc(match func(string) bool) Value {
	v.need("FieldByNameFunc", v.Kind() == Struct)
	if f, ok := v.t.FieldByNameFunc(match); ok {
		return v.FieldByIndex(f.Index)
	}
	return Value{}
}
