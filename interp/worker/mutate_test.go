package worker

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"

	"quire/interp/library"
)

// A mutator rewrites a checked program by small edits of its text, after which it means the same or something else: what
// compiled Go does with it is asked anyway.
type mutator struct {
	r     *rand.Rand
	src   string
	fset  *token.FileSet
	file  *ast.File
	info  *types.Info
	pkg   *types.Package
	edits [][]edit // the edits of one element go together
}

// mutate returns a mutant of a program that type-checks, "" when none was found.
func mutate(src string, lib *library.Importer, r *rand.Rand) string {
	for range 1 + r.IntN(12) {
		for range 6 {
			m := newMutator(src, lib, r)
			if m == nil {
				return ""
			}
			m.collect()
			if len(m.edits) == 0 {
				return ""
			}
			if changed := apply(src, m.edits[r.IntN(len(m.edits))]); newMutator(changed, lib, r) != nil {
				src = changed
				break
			}
		}
	}
	return src
}

// newMutator checks a program; it returns nil when it is not right.
func newMutator(src string, lib *library.Importer, r *rand.Rand) *mutator {
	m := &mutator{r: r, src: src, fset: token.NewFileSet(), info: &types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}, Types: map[ast.Expr]types.TypeAndValue{}}}
	var err error
	if m.file, err = parser.ParseFile(m.fset, "p.go", src, parser.SkipObjectResolution); err != nil {
		return nil
	}
	conf := types.Config{Importer: lib, GoVersion: "go1.26", Sizes: types.SizesFor("gc", "amd64")}
	if m.pkg, err = conf.Check("main", m.fset, []*ast.File{m.file}, m.info); err != nil {
		return nil
	}
	return m
}

func (m *mutator) at(p token.Pos) int { return m.fset.Position(p).Offset }

func (m *mutator) text(n ast.Node) string { return m.src[m.at(n.Pos()):m.at(n.End())] }

func (m *mutator) replace(n ast.Node, by string) edit { return edit{m.at(n.Pos()), m.at(n.End()), by} }

// around puts text before and behind a node.
func (m *mutator) around(n ast.Node, before, behind string) []edit {
	return []edit{{m.at(n.Pos()), m.at(n.Pos()), before}, {m.at(n.End()), m.at(n.End()), behind}}
}

func (m *mutator) add(e ...edit) { m.edits = append(m.edits, e) }

// mutantHelpers are what edits call. Each is added to the program when its name is first used.
var mutantHelpers = map[string]string{
	"zID":    "func zID[T any](x T) T { return x }",
	"zAny":   "func zAny[T any](x T) T { var a any = &x; return *a.(*T) }",
	"zChan":  "func zChan[T any](x T) T { c := make(chan T, 1); c <- x; return <-c }",
	"zMap":   "func zMap[T any](x T) T { m := map[string][]T{\"k\": {x}}; return m[\"k\"][0] }",
	"zDefer": "func zDefer[T any](x T) (r T) { defer func() { r = x }(); return r }",
	"zPanic": "func zPanic[T any](x T) (r T) { defer func() { r = recover().([1]T)[0] }(); panic([1]T{x}) }",
	"zClose": "func zClose[T any](x T) T { f := func() func() T { return func() T { return x } }; return f()() }",
	"zEmbed": "func zEmbed[T any](x T) T { type in struct{ V T }; type out struct{ *in; n int }; o := out{in: &in{x}}; c := o; return c.V }",
	"zGet":   "type zCell[T any] struct{ v T }\n\nfunc (c zCell[T]) Get() T { return c.v }\n\ntype zGetter[T any] interface{ Get() T }\n\nfunc zGet[T any](x T) T { var g zGetter[T] = zCell[T]{x}; return g.Get() }",
	"zSeq":   "func zSeq[T any](x T) (r T) { for v := range func(yield func(T) bool) { yield(x) } { r = v }; return r }",
	"zPtr":   "func zPtr[T any](x T) *T { return &x }",
	"zBox":   "func zBox[T any](x T) struct{ v T } { return struct{ v T }{x} }",
	"zArray": "func zArray[T any](x T) [2]T { return [2]T{1: x} }",
	"zOnce":  "func zOnce(yield func() bool) { yield() }",
	"zUpTo":  "func zUpTo(n int) func(func(int) bool) { return func(yield func(int) bool) { for i := 0; i < n && yield(i); i++ { } } }",
	"zAll":   "func zAll[S ~[]E, E any](s S) func(func(int, E) bool) { return func(yield func(int, E) bool) { for i, x := range s { if !yield(i, x) { return } } } }",
	"zRecv":  "type zRecv struct{}",
}

var mutantHelper = regexp.MustCompile(`\bz(?:ID|Any|Chan|Map|Defer|Panic|Close|Embed|Get|Seq|Ptr|Box|Array|Once|UpTo|All|Recv)\b`)

// help adds the helpers that the text of edits names and that the program lacks.
func (m *mutator) help(edits []edit) []edit {
	var names []string
	for _, e := range edits {
		names = append(names, mutantHelper.FindAllString(e.by, -1)...)
	}
	slices.Sort(names)
	text := ""
	for _, n := range slices.Compact(names) {
		if m.pkg.Scope().Lookup(n) == nil {
			text += "\n" + mutantHelpers[n] + "\n"
		}
	}
	if text == "" {
		return edits
	}
	return append(edits, edit{len(m.src), len(m.src), "\n" + text})
}

// collect finds the edits of a program, some of each kind, so that no kind is rare.
func (m *mutator) collect() {
	kinds := []func(){m.renames, m.operators, m.constants, m.typeNames, m.wrapped, m.loops, m.values, m.variables, m.functions}
	kind := kinds[m.r.IntN(len(kinds))]
	kind()
	for i, e := range m.edits {
		m.edits[i] = m.help(e)
	}
}

// inspect visits the nodes that are no part of a helper.
func (m *mutator) inspect(visit func(ast.Node) bool) {
	for _, d := range m.file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && (mutantHelper.MatchString(f.Name.Name) || f.Recv != nil && strings.Contains(m.text(f.Recv), "zCell")) {
			continue
		}
		ast.Inspect(d, visit)
	}
}

// mentions returns the identifiers of an object, its declaration first.
func (m *mutator) mentions(o types.Object) (list []*ast.Ident) {
	for id, d := range m.info.Defs {
		if d == o {
			list = append(list, id)
		}
	}
	for id, u := range m.info.Uses {
		if u == o {
			list = append(list, id)
		}
	}
	slices.SortFunc(list, func(a, b *ast.Ident) int { return int(a.Pos() - b.Pos()) })
	return list
}

// defined returns the objects that the program declares, in order.
func (m *mutator) defined(ok func(types.Object) bool) (list []types.Object) {
	for _, o := range m.info.Defs {
		if o != nil && o.Name() != "_" && ok(o) && !strings.HasPrefix(o.Name(), "z") {
			list = append(list, o)
		}
	}
	slices.SortFunc(list, func(a, b types.Object) int { return int(a.Pos() - b.Pos()) })
	return list
}

// renames gives objects names that mean something elsewhere.
func (m *mutator) renames() {
	names := []string{"len", "int", "append", "true", "nil", "string", "fmt", "가나", "R", "T", "f", "box", "any", "error", "iota", "print", "새값", "init_", "recover", "new"}
	for _, o := range m.defined(func(o types.Object) bool {
		v, variable := o.(*types.Var)
		return o.Name() != "main" && o.Name() != "init" && (!variable || !v.Embedded())
	}) {
		if f, ok := o.(*types.Func); ok && f.Signature().Recv() != nil {
			continue
		}
		name := names[m.r.IntN(len(names))]
		var e []edit
		for _, id := range m.mentions(o) {
			e = append(e, m.replace(id, name))
		}
		m.add(e...)
	}
}

var mutantOperators = [][]token.Token{
	{token.ADD, token.SUB, token.MUL},
	{token.LSS, token.LEQ, token.GTR, token.GEQ, token.EQL, token.NEQ},
	{token.LAND, token.LOR},
	{token.AND, token.OR, token.XOR, token.AND_NOT, token.ADD},
	{token.QUO, token.REM, token.MUL},
	{token.SHL, token.SHR},
	{token.ADD_ASSIGN, token.SUB_ASSIGN, token.MUL_ASSIGN},
	{token.AND_ASSIGN, token.OR_ASSIGN, token.XOR_ASSIGN, token.AND_NOT_ASSIGN},
}

func (m *mutator) operators() {
	swap := func(pos token.Pos, op token.Token) {
		for _, class := range mutantOperators {
			if slices.Contains(class, op) {
				by := class[m.r.IntN(len(class))]
				m.add(edit{m.at(pos), m.at(pos) + len(op.String()), by.String()})
			}
		}
	}
	m.inspect(func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ForStmt: // what ends a loop stays
			if n.Body != nil {
				for _, s := range n.Body.List {
					ast.Inspect(s, func(n ast.Node) bool {
						if b, ok := n.(*ast.BinaryExpr); ok {
							swap(b.OpPos, b.Op)
						}
						_, loop := n.(*ast.ForStmt)
						return !loop
					})
				}
			}
			return false
		case *ast.BinaryExpr:
			swap(n.OpPos, n.Op)
		case *ast.AssignStmt:
			swap(n.TokPos, n.Tok)
		}
		return true
	})
}

func (m *mutator) constants() {
	m.inspect(func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ForStmt:
			return false
		case *ast.ImportSpec:
			return false
		case *ast.BasicLit:
			list := map[token.Token][]string{
				token.INT:    {"0", "1", "2", "3", "7", "-1", "100", "1.0", "'a'", "0x10", "1<<3", "(len(\"ab\"))"},
				token.FLOAT:  {"0.5", "1", "-2.25", "1e3", "1/3.0", "0x1p-2"},
				token.STRING: {`""`, `"x"`, `"가나다"`, "`raw`", `"a\x00b"`, `"%d"`},
				token.CHAR:   {"'x'", "'가'", "0", "'\\n'"},
			}[n.Kind]
			if len(list) > 0 {
				m.add(m.replace(n, list[m.r.IntN(len(list))]))
			}
		}
		return true
	})
}

// typeNames replaces a basic type, everywhere or at one place.
func (m *mutator) typeNames() {
	others := []string{"int", "int8", "int64", "uint8", "uint16", "uint", "float64", "float32"}
	uses := map[string][]*ast.Ident{}
	m.inspect(func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if o, ok := m.info.Uses[id].(*types.TypeName); ok && o.Pkg() == nil {
				uses[id.Name] = append(uses[id.Name], id)
			}
		}
		return true
	})
	names := make([]string, 0, len(uses))
	for name := range uses {
		names = append(names, name)
	}
	slices.Sort(names)
	for i, name := range names {
		alias := fmt.Sprintf("zAlias%d_%d", len(m.src), i)
		declared := []string{"type " + alias + " = " + name, "type " + alias + " " + name, fmt.Sprintf("type %s = %s[%s]\n\ntype %s[Z any] = Z", alias, alias+"g", name, alias+"g")}[m.r.IntN(3)]
		if name == "any" || name == "comparable" || name == "error" {
			declared = "type " + alias + " = " + name
		}
		tail := edit{len(m.src), len(m.src), "\n" + declared + "\n"}
		by := others[m.r.IntN(len(others))]
		all, aliased := []edit{}, []edit{tail}
		for _, id := range uses[name] {
			all, aliased = append(all, m.replace(id, by)), append(aliased, m.replace(id, alias))
			m.add(m.replace(id, by))
			m.add(m.replace(id, alias), tail)
		}
		m.add(all...)
		m.add(aliased...)
	}
}
