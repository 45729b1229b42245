package frontend

import "go/types"

// An env maps type parameters to the types of one instance. The zero env changes nothing.
type env struct {
	params map[*types.TypeParam]types.Type
	local  map[*types.Named]*types.Named // types declared inside the instance
}

// apply replaces type parameters in t.
func (e *env) apply(t types.Type) types.Type {
	if e == nil || t == nil || len(e.params) == 0 {
		return t
	}
	return e.subst(t)
}

func (e *env) subst(t types.Type) types.Type {
	switch t := t.(type) {
	case *types.TypeParam:
		if r, ok := e.params[t]; ok {
			return r
		}
	case *types.Alias:
		return e.subst(types.Unalias(t))
	case *types.Pointer:
		return types.NewPointer(e.subst(t.Elem()))
	case *types.Slice:
		return types.NewSlice(e.subst(t.Elem()))
	case *types.Array:
		return types.NewArray(e.subst(t.Elem()), t.Len())
	case *types.Map:
		return types.NewMap(e.subst(t.Key()), e.subst(t.Elem()))
	case *types.Chan:
		return types.NewChan(t.Dir(), e.subst(t.Elem()))
	case *types.Tuple:
		return e.tuple(t)
	case *types.Signature:
		return types.NewSignatureType(nil, nil, nil, e.tuple(t.Params()), e.tuple(t.Results()), t.Variadic())
	case *types.Struct:
		fields, tags := make([]*types.Var, t.NumFields()), make([]string, t.NumFields())
		for i := range fields {
			v := t.Field(i)
			fields[i], tags[i] = types.NewField(v.Pos(), v.Pkg(), v.Name(), e.subst(v.Type()), v.Embedded()), t.Tag(i)
		}
		return types.NewStruct(fields, tags)
	case *types.Interface:
		methods := make([]*types.Func, t.NumExplicitMethods())
		for i := range methods {
			m := t.ExplicitMethod(i)
			methods[i] = types.NewFunc(m.Pos(), m.Pkg(), m.Name(), e.subst(m.Type()).(*types.Signature))
		}
		embedded := make([]types.Type, t.NumEmbeddeds())
		for i := range embedded {
			embedded[i] = e.subst(t.EmbeddedType(i))
		}
		return types.NewInterfaceType(methods, embedded).Complete()
	case *types.Named:
		return e.named(t)
	}
	return t
}

func (e *env) named(t *types.Named) types.Type {
	if l, ok := e.local[t]; ok {
		return l
	}
	n := t.TypeArgs().Len()
	if n == 0 {
		return t
	}
	args := make([]types.Type, n)
	for i := range n {
		args[i] = e.subst(t.TypeArgs().At(i))
	}
	return instantiate(t.Origin(), args)
}

func (e *env) tuple(t *types.Tuple) *types.Tuple {
	vars := make([]*types.Var, t.Len())
	for i := range vars {
		v := t.At(i)
		vars[i] = types.NewVar(v.Pos(), v.Pkg(), v.Name(), e.subst(v.Type()))
	}
	return types.NewTuple(vars...)
}

// instantiate returns an instance that go/types has accepted before.
func instantiate(origin *types.Named, args []types.Type) *types.Named {
	t, err := types.Instantiate(nil, origin, args, false)
	if err != nil {
		panic("frontend: instance of " + origin.String() + ": " + err.Error())
	}
	return t.(*types.Named)
}

func typeList(l *types.TypeList) []types.Type {
	out := make([]types.Type, l.Len())
	for i := range out {
		out[i] = l.At(i)
	}
	return out
}
