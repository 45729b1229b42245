package main

import (
	"fmt"
	"go/token"
	"go/types"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// optionalFile is the file of quire/nn that declares the interfaces which nn looks for on layers besides Layer.
const optionalFile = "optional.go"

// optionalOf returns the combinations of quire/nn: Layer with each of the interfaces of its optional file.
func optionalOf(pkg *types.Package, fset *token.FileSet) []composite {
	c := composite{base: "Layer"}
	scope := pkg.Scope()
	for _, name := range scope.Names() {
		o, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || !o.Exported() || !types.IsInterface(o.Type()) {
			continue
		}
		if filepath.Base(fset.Position(o.Pos()).Filename) == optionalFile {
			c.optional = append(c.optional, name)
		}
	}
	if len(c.optional) == 0 || scope.Lookup(c.base) == nil {
		return nil
	}
	return []composite{c}
}

// A variant is a base interface together with some of the optional ones.
type variant struct {
	name    string // of the wrapper
	what    string // for its comment
	methods []*types.Func
}

// compose writes a wrapper for the base interface together with each set of the optional ones, richest first.
func (w *writer) compose(c composite) error {
	base := variant{name: "_" + w.id + "_" + c.base, what: "an interpreted " + c.base}
	var err error
	if base.methods, err = w.methodsOf(c.base); err != nil {
		return err
	}
	sets := c.sets
	if sets == nil {
		sets = subsets(c.optional)
	}
	var variants []variant
	for _, set := range sets {
		v := base
		for _, optional := range set {
			if v, err = w.extend(v, optional); err != nil {
				return err
			}
		}
		variants = append(variants, v)
	}
	fmt.Fprintf(&w.lists, "reflect.ValueOf((*%s)(nil)): {\n", base.name)
	slices.SortStableFunc(variants, func(a, b variant) int { return len(b.methods) - len(a.methods) })
	for _, v := range variants {
		w.wrapper(v.name, v.what, v.methods)
		fmt.Fprintf(&w.lists, "reflect.TypeFor[%s](),\n", v.name)
	}
	w.lists.WriteString("},\n")
	return nil
}

// subsets returns all subsets of names but the empty one.
func subsets(names []string) [][]string {
	list := [][]string{nil}
	for _, n := range names {
		for _, s := range slices.Clone(list) {
			list = append(list, append(slices.Clone(s), n))
		}
	}
	return list[1:]
}

// extend adds an optional interface to a variant.
func (w *writer) extend(v variant, optional string) (variant, error) {
	more, err := w.methodsOf(optional)
	if err != nil {
		return v, err
	}
	short := strings.ReplaceAll(path.Base(optional), ".", "_")
	if strings.Contains(optional, "(") {
		short = more[0].Name()
		optional = "something with " + optional
	}
	return variant{name: v.name + "_" + short, what: v.what + " that is also " + optional, methods: union(v.methods, more)}, nil
}

// methodsOf returns the methods of an interface, named as in the package or as path.Name with an imported path, or
// written out.
func (w *writer) methodsOf(name string) ([]*types.Func, error) {
	if strings.Contains(name, "(") {
		tv, err := types.Eval(token.NewFileSet(), w.pkg, token.NoPos, "interface{ "+name+" }")
		if err != nil {
			return nil, fmt.Errorf("interface %s: %w", name, err)
		}
		return methods(tv.Type.Underlying().(*types.Interface)), nil
	}
	pkg := w.pkg
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		pkg = nil
		for _, p := range w.pkg.Imports() {
			if p.Path() == name[:i] {
				pkg = p
			}
		}
		if pkg == nil {
			return nil, fmt.Errorf("%s: the package is not imported", name)
		}
		name = name[i+1:]
	}
	o := pkg.Scope().Lookup(name)
	if o == nil {
		return nil, fmt.Errorf("no interface %s", name)
	}
	iface, ok := o.Type().Underlying().(*types.Interface)
	if !ok {
		return nil, fmt.Errorf("%s is not an interface", name)
	}
	return methods(iface), nil
}

// union adds the methods that are not there yet, and sorts by name.
func union(a, b []*types.Func) []*types.Func {
	a = slices.Clone(a)
	for _, m := range b {
		if !slices.ContainsFunc(a, func(x *types.Func) bool { return x.Name() == m.Name() }) {
			a = append(a, m)
		}
	}
	slices.SortFunc(a, func(x, y *types.Func) int { return strings.Compare(x.Name(), y.Name()) })
	return a
}
