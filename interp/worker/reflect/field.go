package reflect

import (
	"go/types"
	"iter"
	"slices"
)

// A StructField describes a single field in a struct: see Go's package reflect.
type StructField struct {
	Name      string
	PkgPath   string // empty for an exported field
	Type      Type
	Tag       StructTag
	Offset    uintptr
	Index     []int
	Anonymous bool
}

// IsExported reports whether the field is exported.
func (f StructField) IsExported() bool { return f.PkgPath == "" }

func (t *rtype) NumField() int {
	t.must("NumField", Struct)
	if !t.user() {
		return t.std.NumField()
	}
	return t.src.Underlying().(*types.Struct).NumFields()
}

func (t *rtype) Field(i int) StructField {
	t.must("Field", Struct)
	if i < 0 || i >= t.NumField() {
		fail("reflect: Field index out of bounds")
	}
	if !t.user() {
		f := t.std.Field(i)
		return StructField{Name: f.Name, PkgPath: f.PkgPath, Type: ofCompiled(f.Type), Tag: f.Tag, Offset: f.Offset, Index: f.Index, Anonymous: f.Anonymous}
	}
	st := t.src.Underlying().(*types.Struct)
	v := st.Field(i)
	low := t.low().Field(i)
	f := StructField{Name: v.Name(), Type: of(v.Type(), low.Type), Tag: StructTag(st.Tag(i)), Offset: low.Offset, Index: []int{i}, Anonymous: v.Embedded()}
	if !v.Exported() && v.Pkg() != nil {
		f.PkgPath = v.Pkg().Path()
	}
	return f
}

// Fields ranges over the fields of a struct type.
func (t *rtype) Fields() iter.Seq[StructField] {
	t.must("Fields", Struct)
	return each(t.NumField(), t.Field)
}

func (t *rtype) FieldByIndex(index []int) StructField {
	t.must("FieldByIndex", Struct)
	var f StructField
	at := t
	for i, x := range index {
		if i > 0 && at.Kind() == Pointer && at.elem().Kind() == Struct {
			at = at.elem()
		}
		f = at.Field(x)
		at = f.Type.own()
	}
	f.Index = slices.Clone(index)
	return f
}

func (t *rtype) FieldByName(name string) (StructField, bool) {
	t.must("FieldByName", Struct)
	return t.FieldByNameFunc(func(s string) bool { return s == name })
}

// A fieldScan is a struct type to look for a field in, with the path to it.
type fieldScan struct {
	typ   *rtype
	index []int
}

// FieldByNameFunc looks breadth first: at each depth the match must be the only one. Matches at one depth hide each
// other and everything deeper.
func (t *rtype) FieldByNameFunc(match func(string) bool) (result StructField, ok bool) {
	t.must("FieldByNameFunc", Struct)
	next := []fieldScan{{typ: t}}
	var nextCount map[*rtype]int
	visited := map[*rtype]bool{}
	for len(next) > 0 && !ok {
		current, count := next, nextCount
		next, nextCount = nil, map[*rtype]int{}
		for _, scan := range current {
			if visited[scan.typ] {
				continue
			}
			visited[scan.typ] = true
			for i := range scan.typ.NumField() {
				f := scan.typ.Field(i)
				index := append(slices.Clone(scan.index), i)
				if match(f.Name) {
					if count[scan.typ] > 1 || ok {
						return StructField{}, false
					}
					result, ok = f, true
					result.Index = index
					continue
				}
				e := embedded(f)
				if ok || e == nil {
					continue
				}
				if nextCount[e] > 0 {
					nextCount[e] = 2
					continue
				}
				nextCount[e] = 1
				if count[scan.typ] > 1 {
					nextCount[e] = 2
				}
				next = append(next, fieldScan{e, index})
			}
		}
	}
	return result, ok
}

// embedded is the struct type that a field embeds, directly or by a pointer; nil for other fields.
func embedded(f StructField) *rtype {
	if !f.Anonymous {
		return nil
	}
	e := f.Type.own()
	if e.Kind() == Pointer {
		e = e.elem()
	}
	if e.Kind() != Struct {
		return nil
	}
	return e
}

// VisibleFields returns all the fields of a struct type that a selector can reach, promoted ones and anonymous ones
// included, in lexical index order.
func VisibleFields(t Type) []StructField {
	if t == nil {
		fail("reflect: VisibleFields(nil)")
	}
	if t.Kind() != Struct {
		fail("reflect.VisibleFields of non-struct type")
	}
	w := &visibleFields{byName: map[string]int{}, visiting: map[*rtype]bool{}}
	w.walk(t.own())
	out := w.fields[:0]
	for i := range w.fields {
		if w.fields[i].Name != "" {
			out = append(out, w.fields[i])
		}
	}
	return out
}

type visibleFields struct {
	byName   map[string]int
	visiting map[*rtype]bool
	fields   []StructField
	index    []int
}

func (w *visibleFields) walk(t *rtype) {
	if w.visiting[t] {
		return
	}
	w.visiting[t] = true
	for i := range t.NumField() {
		f := t.Field(i)
		w.index = append(w.index, i)
		add := true
		if at, ok := w.byName[f.Name]; ok {
			old := &w.fields[at]
			if len(w.index) == len(old.Index) {
				old.Name = "" // two at one depth hide each other
				add = false
			} else if len(w.index) > len(old.Index) {
				add = false
			} else {
				old.Name = ""
			}
		}
		if add {
			f.Index = slices.Clone(w.index)
			w.byName[f.Name] = len(w.fields)
			w.fields = append(w.fields, f)
		}
		if e := embedded(f); e != nil {
			w.walk(e)
		}
		w.index = w.index[:len(w.index)-1]
	}
	delete(w.visiting, t)
}
