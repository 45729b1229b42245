package frontend

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"quire/interp/library"
)

// Hints that need more than the words of an error: what the names mean, and which others there are.

// A told error is one of go/types, with its place.
type told struct {
	Problem
	pos token.Pos
}

// advise gives an error the hint that fits its cause best.
func (k *checker) advise(e told) Problem {
	p := e.Problem
	if say, ok := compilers[p.Message]; ok {
		p.Message = say
	}
	if p.Message == "use of untyped nil in variable declaration" && k.definesOne(e.pos) {
		p.Message = "use of untyped nil in assignment"
	}
	if m := multiple.FindStringSubmatch(p.Message); m != nil && k.definesOne(e.pos) {
		// what the compiler says of x := f()
		p.Message = fmt.Sprintf("assignment mismatch: 1 variable but %s returns %d values", m[1], strings.Count(m[2], ",")+1)
	}
	for _, advice := range []func(Problem, token.Pos) (ko, en string){ofMismatch, k.ofUndefined, k.ofMember, k.ofField, k.ofAssignment, k.ofUnused, k.ofPointer} {
		if ko, en := advice(p, e.pos); ko != "" {
			p.HintKo, p.HintEn = ko, en
			return p
		}
	}
	return explain(p)
}

var mismatch = regexp.MustCompile(`^assignment mismatch: (\d+) variables? but (.+) returns? (\d+) values?$`)

// ofMismatch speaks about calls that give another number of values than is taken, and about appended values that are not
// taken at all.
func ofMismatch(p Problem, _ token.Pos) (ko, en string) {
	if strings.HasPrefix(p.Message, "append(") && strings.HasSuffix(p.Message, "is not used") {
		return "append는 새 슬라이스를 돌려줍니다. xs = append(xs, v) 처럼 다시 넣으세요.", "append returns a new slice; store it: xs = append(xs, v)."
	}
	m := mismatch.FindStringSubmatch(p.Message)
	if m == nil {
		return "", ""
	}
	if len(m[1]) > len(m[3]) || len(m[1]) == len(m[3]) && m[1] > m[3] {
		return fmt.Sprintf("이 호출이 돌려주는 값은 %s개입니다. 왼쪽의 변수를 그만큼만 쓰세요.", m[3]),
			fmt.Sprintf("Values returned by this call: %s; write that many variables on the left.", m[3])
	}
	return fmt.Sprintf("이 호출은 값을 %s개 돌려줍니다. x, err := %s(…) 처럼 모두 받고, 필요 없는 값은 _ 로 받으세요.", m[3], m[2]),
		fmt.Sprintf("%s returns %s values; take all of them, as in x, err := %[1]s(…), and use _ for those you do not need.", m[2], m[3])
}

// compilers are messages of go/types for which the compiler has other words.
var compilers = map[string]string{
	"break not in for, switch, or select statement": "break is not in a loop, switch, or select",
	"continue not in for statement":                 "continue is not in a loop",
}

var multiple = regexp.MustCompile(`^multiple-value (.+)\(.*\) \(value of type \((.*)\)\) in single-value context$`)

// definesOne tells whether pos is the only value of a := of the cell with one variable.
func (k *checker) definesOne(pos token.Pos) bool {
	return slices.ContainsFunc(k.stmts, func(s ast.Stmt) bool {
		a, ok := s.(*ast.AssignStmt)
		return ok && len(a.Lhs) == 1 && len(a.Rhs) == 1 && a.Rhs[0].Pos() == pos
	})
}

// foreign are words of other languages, with what Go has for them.
var foreign = map[string]string{
	"None": "nil", "null": "nil", "NULL": "nil", "nullptr": "nil", "Nil": "nil", "True": "true", "False": "false", "TRUE": "true", "FALSE": "false",
	"String": "string", "str": "string", "Int": "int", "integer": "int", "Integer": "int", "float": "float64", "double": "float64", "Float": "float64",
	"boolean": "bool", "Bool": "bool", "long": "int64", "short": "int16", "printf": "fmt.Printf", "Printf": "fmt.Printf",
	"Println": "fmt.Println", "Print": "fmt.Print", "Sprintf": "fmt.Sprintf", "sqrt": "math.Sqrt", "pow": "math.Pow", "exp": "math.Exp", "log": "math.Log",
	"abs": "math.Abs", "sin": "math.Sin", "cos": "math.Cos", "floor": "math.Floor", "sorted": "slices.Sorted", "Math": "math", "length": "len",
}

// ofUndefined speaks about names that nothing declares.
func (k *checker) ofUndefined(p Problem, pos token.Pos) (ko, en string) {
	name, ok := strings.CutPrefix(p.Message, "undefined: ")
	if !ok {
		return "", ""
	}
	name, have, known := strings.Cut(name, " (but have ")
	pkg, member, qualified := strings.Cut(name, ".")
	switch {
	case known:
		have = pkg + "." + strings.TrimSuffix(have, ")")
		return fmt.Sprintf("패키지에서 쓸 수 있는 이름은 대문자로 시작합니다. %s 로 쓰세요.", have), fmt.Sprintf("Names of packages begin with a capital letter: %s.", have)
	case qualified:
		if near := Nearest(member, k.exported(pkg)); near != "" {
			return didYouMean(pkg + "." + near)
		}
		return fmt.Sprintf("%s 패키지에는 이 이름이 없습니다. 철자를 확인하세요.", pkg), fmt.Sprintf("Package %s has no such name; check the spelling.", pkg)
	}
	if k.isParamType(name, pos) {
		return "매개변수는 이름을 먼저, 타입을 나중에 씁니다: func f(x int)", "A parameter is written name first, then type: func f(x int)"
	}
	if line := k.elsewhere(name, pos); line > 0 {
		return fmt.Sprintf("%d번째 줄에서 선언한 %s 변수는 그 줄이 속한 중괄호 안에서만 쓸 수 있습니다. 바깥에서 쓰려면 중괄호 앞에서 선언하세요.", line, name),
			fmt.Sprintf("The %s of line %d exists only within its braces; declare it before them to use it here.", name, line)
	}
	if go_ := foreign[name]; go_ != "" {
		return fmt.Sprintf("Go에서는 %s 입니다.", go_), fmt.Sprintf("In Go this is %s.", go_)
	}
	if _, known := library.Guess(name); known {
		return "패키지 이름은 혼자 쓸 수 없습니다. 뒤에 점과 이름을 붙이세요.", "A package name needs a dot and a name after it."
	}
	switch name {
	case "this", "self":
		return "Go에는 this나 self가 없습니다. 메서드의 리시버 이름을 쓰세요: func (t *T) f() { t.x = 1 }", "Go has no this or self; use the name of the receiver: func (t *T) f() { t.x = 1 }"
	case "try", "raise", "throw":
		return "Go에는 예외가 없습니다. 돌려받은 오류를 if err != nil 로 확인하세요.", "Go has no exceptions; test the returned error with if err != nil."
	}
	if near := Nearest(name, k.namesAt(pos)); near != "" {
		return didYouMean(near)
	}
	return "", ""
}

func didYouMean(name string) (ko, en string) {
	return fmt.Sprintf("혹시 %s 인가요?", name), fmt.Sprintf("Did you mean %s?", name)
}

// exported returns the names of a package that the cell uses under a name.
func (k *checker) exported(name string) []string {
	path := k.imported[name]
	if path == "" && k.above.names[name].obj == nil {
		path = k.above.names[name].path
	}
	if path == "" {
		path, _ = library.Guess(name)
	}
	pkg, err := k.above.lib.Import(path)
	if err != nil {
		return nil
	}
	return slices.DeleteFunc(pkg.Scope().Names(), func(n string) bool { return !ast.IsExported(n) })
}

// isParamType tells whether a name stands where "int x" has the name, in a list of parameters.
func (k *checker) isParamType(name string, pos token.Pos) bool {
	found := false
	ast.Inspect(k.decls, func(n ast.Node) bool {
		ft, ok := n.(*ast.FuncType)
		if !ok {
			return true
		}
		for _, f := range ft.Params.List {
			id, ok := f.Type.(*ast.Ident)
			if !ok || id.Name != name || len(f.Names) != 1 {
				continue
			}
			if _, typ := types.Universe.Lookup(f.Names[0].Name).(*types.TypeName); typ {
				found = found || id.Pos() == pos || ft.Pos() <= pos // uses in the body follow from it
			}
		}
		return true
	})
	return found
}

// namesAt returns the names that can be used at a place.
func (k *checker) namesAt(pos token.Pos) []string {
	var out []string
	for s := k.innermost(pos); s != nil && s != types.Universe; s = s.Parent() {
		for _, n := range s.Names() {
			if _, o := s.LookupParent(n, pos); o != nil {
				out = append(out, n)
			}
		}
	}
	out = append(out, k.pkg.Scope().Names()...)
	for n := range k.above.names {
		out = append(out, n)
	}
	for n := range k.imported {
		out = append(out, n)
	}
	if k.beforeDot(pos) {
		for n := range library.Names() {
			out = append(out, n)
		}
	} else {
		for _, n := range types.Universe.Names() {
			if n != "iota" {
				out = append(out, n)
			}
		}
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(n string) bool { return strings.Contains(n, dot) })
}

// beforeDot tells whether the name at pos has a dot behind it.
func (k *checker) beforeDot(pos token.Pos) bool {
	sel := find(k, func(s *ast.SelectorExpr) bool { return s.X.Pos() == pos })
	return sel != nil
}

// find returns the first node of a kind that fits.
func find[N ast.Node](k *checker, fits func(N) bool) N {
	var found N
	done := false
	for _, f := range []*ast.File{k.decls, k.body} {
		ast.Inspect(f, func(n ast.Node) bool {
			if x, ok := n.(N); ok && !done && fits(x) {
				found, done = x, true
			}
			return !done
		})
	}
	return found
}

// elsewhere returns the line of a local variable of that name which a place does not see, 0 when there is none.
func (k *checker) elsewhere(name string, pos token.Pos) int {
	line := 0
	for id, o := range k.info.Defs {
		if v, ok := o.(*types.Var); ok && id.Name == name && !v.IsField() && v.Parent() != k.pkg.Scope() && v.Pos() < pos {
			if l, _ := k.at(v.Pos()); l > line {
				line = l
			}
		}
	}
	return line
}

// members that other languages have.
var foreignMembers = map[string]string{
	"length": "len(x)", "size": "len(x)", "len": "len(x)", "Length": "len(x)", "Len": "len(x)", "count": "len(x)",
	"append": "x = append(x, v)", "push": "x = append(x, v)", "add": "x = append(x, v)", "push_back": "x = append(x, v)", "Append": "x = append(x, v)",
	"toString": "fmt.Sprint(x)", "sort": "slices.Sort(x)", "contains": "slices.Contains(x, v)", "keys": "maps.Keys(x)",
	"split": "strings.Split(x, \",\")", "upper": "strings.ToUpper(x)", "lower": "strings.ToLower(x)", "remove": "delete(m, key)", "get": "m[key]",
}

// operand is what stands for the value in foreignMembers.
var operand = regexp.MustCompile(`\b[xm]\b`)

// ofMember speaks about x.name where x has no such member.
func (k *checker) ofMember(p Problem, pos token.Pos) (ko, en string) {
	if !strings.Contains(p.Message, " undefined (") {
		return "", ""
	}
	sel := find(k, func(s *ast.SelectorExpr) bool { return s.Sel.Pos() == pos })
	if sel == nil {
		return "", ""
	}
	t := k.info.TypeOf(sel.X)
	if strings.Contains(p.Message, "cannot refer to unexported") {
		return "소문자로 시작하는 이름은 그 패키지 안에서만 쓸 수 있습니다.", "Names that begin with a small letter are private to their package."
	}
	if t == nil {
		return "", ""
	}
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		if _, twice := ptr.Elem().Underlying().(*types.Pointer); twice || types.IsInterface(ptr.Elem()) {
			return "인터페이스나 포인터를 가리키는 포인터입니다. * 없이 쓰세요.", "This is a pointer to an interface or to a pointer; use it without the *."
		}
	}
	var names, hidden []string
	for _, m := range members(t, false) {
		if l := m.obj.Name(); m.obj.Exported() || isUser(m.obj.Pkg()) {
			names = append(names, l)
		} else {
			hidden = append(hidden, l)
		}
	}
	name := sel.Sel.Name
	if slices.Contains(hidden, name) {
		return "소문자로 시작하는 이름은 그 패키지 안에서만 쓸 수 있습니다.", "Names that begin with a small letter are private to their package."
	}
	if near := Nearest(name, names); near != "" {
		return didYouMean(display(types.ExprString(sel.X)) + "." + near)
	}
	if instead := foreignMembers[name]; instead != "" && fitsMember(t.Underlying(), instead) {
		if x := display(types.ExprString(sel.X)); utf8.RuneCountInString(x) <= 12 {
			instead = operand.ReplaceAllLiteralString(instead, x)
		}
		return fmt.Sprintf("Go에서는 %s 로 씁니다.", instead), fmt.Sprintf("In Go this is %s.", instead)
	}
	return "", ""
}

// fitsMember tells whether advice makes sense for a type.
func fitsMember(t types.Type, advice string) bool {
	_, slice := t.(*types.Slice)
	_, array := t.(*types.Array)
	_, dict := t.(*types.Map)
	b, basic := t.(*types.Basic)
	text := basic && b.Info()&types.IsString != 0
	switch advice[:strings.IndexAny(advice, "([")] {
	case "len":
		return slice || array || dict || text
	case "x = append", "slices.Sort", "slices.Contains":
		return slice
	case "strings.Split", "strings.ToUpper", "strings.ToLower":
		return text
	case "fmt.Sprint":
		return true
	}
	return dict
}

var fieldError = regexp.MustCompile(`^unknown field (\S+) in struct literal of type`)

// ofField speaks about keys of literals that are no fields.
func (k *checker) ofField(p Problem, pos token.Pos) (ko, en string) {
	m := fieldError.FindStringSubmatch(p.Message)
	if m == nil {
		return "", ""
	}
	lit := find(k, func(l *ast.CompositeLit) bool {
		return slices.ContainsFunc(l.Elts, func(e ast.Expr) bool {
			kv, ok := e.(*ast.KeyValueExpr)
			return ok && kv.Key.Pos() == pos
		})
	})
	if lit == nil {
		return "", ""
	}
	var names []string
	for _, f := range fields(k.info.TypeOf(lit)) {
		if f.depth == 0 && (f.obj.Exported() || isUser(f.obj.Pkg())) {
			names = append(names, f.obj.Name())
		}
	}
	if near := Nearest(m[1], names); near != "" {
		return didYouMean(near)
	}
	if len(names) == 0 || len(names) > 8 {
		return "", ""
	}
	list := strings.Join(names, ", ")
	return "구조체에 이런 필드가 없습니다. 필드: " + list, "The struct has no such field; it has " + list + "."
}

// ofAssignment speaks about what cannot be assigned to.
func (k *checker) ofAssignment(p Problem, pos token.Pos) (ko, en string) {
	if !strings.HasPrefix(p.Message, "cannot assign to ") || strings.Contains(p.Message, "struct field") {
		return "", ""
	}
	if ix := find(k, func(x *ast.IndexExpr) bool { return x.Pos() == pos }); ix != nil {
		if b, ok := k.info.TypeOf(ix.X).Underlying().(*types.Basic); ok && b.Info()&types.IsString != 0 {
			return "문자열의 글자는 바꿀 수 없습니다. b := []byte(s) 나 []rune(s) 로 바꾸어 고친 뒤 string(b) 로 되돌리세요.",
				"The characters of a string cannot be changed; convert it with []byte(s) or []rune(s), change that, and convert back with string(b)."
		}
	}
	if id := find(k, func(x *ast.Ident) bool { return x.Pos() == pos }); id != nil {
		switch k.info.ObjectOf(id).(type) {
		case *types.Const:
			return "상수에는 값을 다시 넣을 수 없습니다. 바뀌는 값은 var로 선언하세요. 노트의 params도 상수입니다.", "A constant cannot be assigned to; declare what changes with var. The note's params are constants too."
		case *types.Func:
			return "함수에는 값을 넣을 수 없습니다.", "A function cannot be assigned to."
		}
	}
	return "", ""
}

// ofUnused speaks about variables that hide another one.
func (k *checker) ofUnused(p Problem, pos token.Pos) (ko, en string) {
	name, ok := strings.CutPrefix(p.Message, "declared and not used: ")
	if !ok {
		return "", ""
	}
	scope := k.innermost(pos)
	if scope == nil || scope.Parent() == nil {
		return "", ""
	}
	var outer types.Object
	for s := scope; s != nil && outer == nil; s = s.Parent() {
		if o := s.Lookup(name); o != nil && o.Pos() != pos && (s == k.pkg.Scope() || o.Pos() < pos) {
			outer = o
		}
	}
	if outer == nil && k.above.names[name].obj != nil {
		outer = k.above.names[name].obj
	}
	if v, isVar := outer.(*types.Var); !isVar || v.IsField() {
		return "", ""
	}
	where, whereEn := "", ""
	if line := k.lineOf(outer); line > 0 {
		where, whereEn = fmt.Sprintf("%d번째 줄의 ", line), fmt.Sprintf(" of line %d", line)
	}
	return fmt.Sprintf(":= 는 %s변수 %s 대신 같은 이름의 새 변수를 만듭니다. 그 변수를 바꾸려면 = 를 쓰세요.", where, name),
		fmt.Sprintf(":= makes a new variable, not the %s%s; to change that one, use =.", name, whereEn)
}

var pointerError = regexp.MustCompile(`value of (?:\w+ )?type (\*?)([^)]+)\) as (\*?)(\S+) value in`)

// ofPointer speaks about a pointer in the place of a value, or the other way round.
func (k *checker) ofPointer(p Problem, _ token.Pos) (ko, en string) {
	m := pointerError.FindStringSubmatch(strings.Replace(p.Message, "(variable of", "(value of", 1))
	if m == nil || m[2] != m[4] || m[1] == m[3] {
		return "", ""
	}
	if m[1] == "*" {
		return "포인터입니다. 가리키는 값은 앞에 * 를 붙여 쓰세요.", "This is a pointer; put * before it for the value it points to."
	}
	return "포인터가 필요합니다. 앞에 & 를 붙이세요.", "A pointer is wanted here; put & before the value."
}

// Nearest returns the one of names that somebody who wrote word most likely meant, "" when none is near: the same but for
// the case of letters, or one letter away, in words of more than five letters two.
func Nearest(word string, names []string) string {
	limit := 3
	if n := utf8.RuneCountInString(word); n <= 2 {
		limit = 1
	} else if n <= 5 {
		limit = 2
	}
	best := ""
	for _, n := range names {
		if n == word || n == "_" {
			continue
		}
		if strings.EqualFold(n, word) {
			return n
		}
		if d := distance(word, n, limit); d < limit && d < utf8.RuneCountInString(n) {
			best, limit = n, d
		}
	}
	return best
}

// distance returns how many letters must be inserted, deleted, replaced or exchanged with their neighbour to turn a into
// b, or limit when that is less.
func distance(a, b string, limit int) int {
	s, t := []rune(a), []rune(b)
	if len(s)-len(t) >= limit || len(t)-len(s) >= limit {
		return limit
	}
	var before []int
	row := make([]int, len(t)+1)
	for j := range row {
		row[j] = j
	}
	for i := range s {
		next := make([]int, len(t)+1)
		next[0] = i + 1
		for j := range t {
			cost := 1
			if s[i] == t[j] {
				cost = 0
			}
			next[j+1] = min(row[j+1]+1, next[j]+1, row[j]+cost)
			if i > 0 && j > 0 && s[i] == t[j-1] && s[i-1] == t[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row = row, next
	}
	return min(limit, row[len(t)])
}
