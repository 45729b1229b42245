package frontend

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"quire/interp/library"
)

// An Item is one way to complete a word.
type Item struct {
	Label  string
	Kind   Kind
	Detail string // its type or signature; for a package, the import path
	Doc    string // the first paragraph of its documentation
	Insert string // what replaces the bytes from Start to End of the cell
	Start  int
	End    int

	rank
}

// A rank is what items are sorted by.
type rank struct {
	match int // how the label fits what is typed
	group int // how near its declaration is
	depth int // of embedding
}

// The groups of items, nearest first.
const (
	groupKey     = iota // fields of the literal that is being written
	groupLocal          // of the functions and blocks around the cursor
	groupCell           // of the cell's top level
	groupNote           // of the cells above
	groupPackage        // imported packages
	groupBuiltin        // of the language
	groupKeyword
	groupKnown // packages that would be imported
)

// mostItems is how many items are returned at most.
const mostItems = 200

// Complete returns what the word at an offset of a cell can be completed to, the likeliest first. The cell may be broken
// in any way.
func (s *Scope) Complete(c Cell, offset int) []Item {
	offset = max(0, min(offset, len(c.Source)))
	switch in, start, end := settingAt(c.Source, offset); in {
	case inComment:
		return nil
	case inString:
		return completeImport(c.Source, offset, start, end)
	}
	start, end := wordAt(c.Source, offset)
	if start < len(c.Source) && c.Source[start] >= '0' && c.Source[start] <= '9' {
		return nil
	}
	v := s.surveyWord(c, start, end)
	if v.at == nil {
		return nil
	}
	l := &list{survey: v, word: c.Source[start:offset], start: start, end: end}
	l.fill()
	return l.sorted()
}

// A list collects items.
type list struct {
	*survey
	word       string // what is typed of the word, up to the cursor
	start, end int
	items      []Item
	seen       map[string]bool
}

// fill adds what the syntax around the cursor allows.
func (l *list) fill() {
	l.seen = map[string]bool{}
	if n := len(l.path); n >= 2 {
		switch parent := l.path[n-2].(type) {
		case *ast.SelectorExpr:
			if parent.Sel == l.at {
				l.selector(parent)
				return
			}
		case *ast.Field, *ast.LabeledStmt:
			if isName(parent, l.at) {
				return // a new name
			}
		case *ast.FuncDecl, *ast.TypeSpec:
			if isName(parent, l.at) {
				return
			}
		case *ast.ValueSpec:
			if slices.Contains(parent.Names, l.at) {
				return
			}
		}
	}
	if l.keys() {
		return
	}
	l.names()
}

// isName tells whether id is the name that n declares.
func isName(n ast.Node, id *ast.Ident) bool {
	switch n := n.(type) {
	case *ast.Field:
		return slices.Contains(n.Names, id)
	case *ast.LabeledStmt:
		return n.Label == id
	case *ast.FuncDecl:
		return n.Name == id
	case *ast.TypeSpec:
		return n.Name == id
	}
	return false
}

// add adds an object, unless one of its name is nearer.
func (l *list) add(name string, obj types.Object, r rank, owner string) {
	if l.seen[name] || name == "_" || strings.Contains(name, dot) {
		return
	}
	l.seen[name] = true
	r.match = fits(name, l.word)
	if r.match < 0 {
		return
	}
	l.items = append(l.items, Item{
		Label: name, Kind: kindOf(obj), Detail: detail(obj), Doc: l.documentation(obj, owner),
		Insert: name, Start: l.start, End: l.end, rank: r,
	})
}

// names adds what an identifier can be.
func (l *list) names() {
	pos := l.at.Pos()
	for s := l.scope; s != nil && s != l.pkg.Scope() && s != types.Universe; s = s.Parent() {
		for _, name := range s.Names() {
			obj := s.Lookup(name)
			if _, file := obj.(*types.PkgName); file {
				continue
			}
			if _, o := s.LookupParent(name, pos); o == obj {
				l.add(name, obj, rank{group: groupLocal}, "")
			}
		}
	}
	for _, name := range l.pkg.Scope().Names() {
		if obj := l.pkg.Scope().Lookup(name); obj.Parent() == l.pkg.Scope() && !l.beingDeclared(obj) {
			l.add(name, obj, rank{group: groupCell}, "")
		}
	}
	for name, path := range l.imported {
		l.addPackage(name, path, groupPackage)
	}
	for name, e := range l.above.names {
		if e.obj != nil {
			l.add(name, e.obj, rank{group: groupNote}, "")
		} else {
			l.addPackage(name, e.path, groupPackage)
		}
	}
	for _, name := range types.Universe.Names() {
		l.add(name, types.Universe.Lookup(name), rank{group: groupBuiltin}, "")
	}
	if l.word == "" {
		return
	}
	for t := token.BREAK; t <= token.VAR; t++ {
		name := t.String()
		if m := fits(name, l.word); m >= 0 && m < matchWithin {
			l.items = append(l.items, Item{Label: name, Kind: KindKeyword, Insert: name, Start: l.start, End: l.end, rank: rank{match: m, group: groupKeyword}})
		}
	}
	for name, path := range library.Names() {
		l.addPackage(name, path, groupKnown)
	}
}

// beingDeclared tells whether the cursor stands in the statement that declares obj at the cell's top level, but not in a
// function of it.
func (l *list) beingDeclared(obj types.Object) bool {
	for st, h := range l.hoisted {
		if st.Pos() > l.at.Pos() || l.at.Pos() > st.End() {
			continue
		}
		for _, n := range l.path {
			if _, ok := n.(*ast.FuncLit); ok {
				return false
			}
		}
		for _, spec := range h.specs {
			for _, n := range spec.Names {
				if n.Name == obj.Name() {
					return true
				}
			}
		}
	}
	return false
}

func (l *list) addPackage(name, importPath string, group int) {
	m := fits(name, l.word)
	if l.seen[name] || m < 0 || m >= matchWithin && group == groupKnown {
		return
	}
	l.seen[name] = true
	l.items = append(l.items, Item{
		Label: name, Kind: KindPackage, Detail: importPath, Doc: library.Doc(importPath, ""),
		Insert: name, Start: l.start, End: l.end, rank: rank{match: m, group: group},
	})
}

// selector adds what can stand behind the dot.
func (l *list) selector(sel *ast.SelectorExpr) {
	if id, ok := sel.X.(*ast.Ident); ok {
		if p, ok := l.info.Uses[id].(*types.PkgName); ok {
			scope := p.Imported().Scope()
			for _, name := range scope.Names() {
				if ast.IsExported(name) {
					l.add(name, scope.Lookup(name), rank{}, "")
				}
			}
			return
		}
	}
	tv := l.info.Types[sel.X]
	if tv.Type == nil {
		return
	}
	for _, m := range members(tv.Type, tv.IsType()) {
		if l.visible(m.obj) {
			l.add(m.obj.Name(), m.obj, rank{depth: m.depth}, m.owner)
		}
	}
}

// visible tells whether the cell can name a member. Methods that a cell below gives a type are not seen.
func (l *list) visible(obj types.Object) bool {
	if isUser(obj.Pkg()) {
		return int(obj.Pos()>>positionBits) <= l.above.cells+1
	}
	return obj.Exported()
}

// keys adds the names of fields inside the literal of a struct. It reports whether nothing else can stand there.
func (l *list) keys() bool {
	n := len(l.path)
	if n < 2 {
		return false
	}
	lit, ok := l.path[n-2].(*ast.CompositeLit)
	if kv, isKey := l.path[n-2].(*ast.KeyValueExpr); isKey && kv.Key == ast.Expr(l.at) && n >= 3 {
		lit, ok = l.path[n-3].(*ast.CompositeLit)
	}
	if !ok || lit.Type == ast.Expr(l.at) {
		return false
	}
	t := l.info.TypeOf(lit)
	if t == nil {
		return false
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	keyed := false
	for _, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok && kv.Key != ast.Expr(l.at) {
			keyed = true
			if id, ok := kv.Key.(*ast.Ident); ok {
				l.seen[id.Name] = true
			}
		}
	}
	for i := range st.NumFields() {
		if f := st.Field(i); l.visible(f) {
			at := len(l.items)
			l.add(f.Name(), f, rank{group: groupKey, depth: i}, typeName(t))
			for i := range l.items[at:] {
				l.items[at+i].Insert += ": "
			}
		}
	}
	return keyed
}

// A member is a field or a method that can be selected.
type member struct {
	obj   types.Object
	owner string // the type that has the field
	depth int    // of embedding
}

// members returns the fields and methods of a type, or with expr the methods that can be taken from it.
func members(t types.Type, expr bool) []member {
	var out []member
	if !expr {
		out = fields(t)
	}
	recv := t
	if _, ptr := t.Underlying().(*types.Pointer); !ptr && !types.IsInterface(t) {
		recv = types.NewPointer(t)
	}
	for s := range types.NewMethodSet(recv).Methods() {
		out = append(out, member{obj: s.Obj(), depth: len(s.Index()) - 1})
	}
	return out
}

// fields returns the fields of a struct and of what is embedded in it, the outer ones first.
func fields(t types.Type) []member {
	var out []member
	seen := map[types.Type]bool{}
	level := []types.Type{t}
	for depth := 0; len(level) > 0; depth++ {
		var next []types.Type
		for _, t := range level {
			if p, ok := t.Underlying().(*types.Pointer); ok {
				t = p.Elem()
			}
			st, ok := t.Underlying().(*types.Struct)
			if !ok || seen[t] {
				continue
			}
			seen[t] = true
			for f := range st.Fields() {
				out = append(out, member{f, typeName(t), depth})
				if f.Embedded() {
					next = append(next, f.Type())
				}
			}
		}
		level = next
	}
	return out
}

// The ways in which a label fits a word.
const (
	matchExact  = iota // begins with it
	matchFold          // begins with it but for the case of letters
	matchWithin        // has its letters in this order
)

// fits returns how a label fits a word, -1 when it does not.
func fits(label, word string) int {
	switch {
	case strings.HasPrefix(label, word):
		return matchExact
	case len(label) >= len(word) && strings.EqualFold(label[:len(word)], word):
		return matchFold
	case utf8.RuneCountInString(word) < 2:
		return -1
	}
	rest := []rune(word)
	for _, r := range label {
		if unicode.ToLower(r) == unicode.ToLower(rest[0]) {
			if rest = rest[1:]; len(rest) == 0 {
				return matchWithin
			}
		}
	}
	return -1
}

func (l *list) sorted() []Item { return sortItems(l.items) }

// sortItems sorts items, the likeliest first, and keeps no more than a list can show.
func sortItems(items []Item) []Item {
	slices.SortFunc(items, func(a, b Item) int {
		return cmp.Or(
			cmp.Compare(a.match, b.match), cmp.Compare(a.group, b.group), cmp.Compare(a.depth, b.depth),
			cmp.Compare(strings.ToLower(a.Label), strings.ToLower(b.Label)), cmp.Compare(a.Label, b.Label),
		)
	})
	return items[:min(len(items), mostItems)]
}

// completeImport completes the path of an import, where the string from start to end is one.
func completeImport(src string, offset, start, end int) []Item {
	if !inImport(src, start) {
		return nil
	}
	start++
	if end > start && src[end-1] == src[start-1] {
		end--
	}
	word := src[start:offset]
	var items []Item
	for _, p := range library.Paths() {
		m := min(uint(fits(p, word)), uint(fits(path.Base(p), word)))
		if m > matchWithin {
			continue
		}
		items = append(items, Item{Label: p, Kind: KindPackage, Doc: library.Doc(p, ""), Insert: p, Start: start, End: end, rank: rank{match: int(m), depth: strings.Count(p, "/")}})
	}
	return sortItems(items)
}

// inImport tells whether a string at an offset is the path of an import.
func inImport(src string, offset int) bool {
	for _, k := range cut(src, split(src)) {
		if k.start <= offset && offset < k.end {
			return k.kind == token.IMPORT
		}
	}
	return false
}
