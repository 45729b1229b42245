package frontend

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// A Diagnosis is what is wrong with a cell, and the scope of the cell below it.
type Diagnosis struct {
	Problems []Problem // by place; hints too
	Next     *Scope
	Late     bool // the cell has methods of types of cells above, which it may have given to them
}

// Diagnose checks a cell as [Scope.Compile] does. A cell with errors leaves a guess of what it would have declared, so that
// its mistakes are told once: what cells below do with such names is checked only as far as it can be known.
func (s *Scope) Diagnose(c Cell) Diagnosis {
	d := Diagnosis{Late: hasLateMethods(c.Source)}
	p, problems := s.parse(c)
	if p == nil {
		d.Problems = explainAll(problems)
		d.Next = s.guess(c)
		return d
	}
	k := s.check(p)
	unsure := slices.ContainsFunc(k.uses, func(name string) bool { return s.unsure[name] })
	problems = slices.DeleteFunc(slices.Clone(k.problems), func(p Problem) bool { return s.follows(p, unsure) })
	switch {
	case len(k.problems) > 0:
		d.Problems = tidy(append(problems, k.hints...))
		d.Next = s.guess(c)
	case unsure:
		d.Problems = k.hints
		d.Next = s.guess(c)
	default:
		u, refused := s.lower(k)
		if u == nil {
			d.Problems = tidy(append(refused, k.hints...))
			d.Next = s.guess(c)
			return d
		}
		d.Problems, d.Next = u.Hints, u.Next
		d.Next.texts = append(d.Next.texts, p)
	}
	return d
}

// follows tells whether a problem comes from one of a cell above: a method that it should have declared, a type that is
// not known.
func (s *Scope) follows(p Problem, unsure bool) bool {
	if unsure && strings.Contains(p.Message, "invalid type") {
		return true
	}
	for name := range s.lost {
		if strings.Contains(p.Message, "no field or method "+name+")") || strings.Contains(p.Message, "missing method "+name) {
			return true
		}
	}
	return false
}

// guess returns the scope below a cell that has errors, or that refers to such a cell.
func (s *Scope) guess(c Cell) *Scope {
	text, chunks, _ := mend(c.Source, cut(c.Source, split(c.Source)))
	broken := c
	broken.Source = text
	p, _ := s.read(broken, chunks)
	k := s.checkWith(p, true)
	next := s.next()
	next.texts = append(next.texts, p)
	next.unsure, next.lost = map[string]bool{}, map[string]bool{}
	for name := range s.unsure {
		next.unsure[name] = true
	}
	for name := range s.lost {
		next.lost[name] = true
	}
	own := k.pkg.Scope()
	for _, chunk := range chunks {
		for _, name := range Names(text[chunk.start:chunk.end]) {
			obj := own.Lookup(name)
			if obj == nil || obj.Parent() != own || k.clones[obj] != nil {
				obj = unknown(k.pkg, name, chunk.kind)
			}
			next.names[name] = entry{obj: obj}
			next.unsure[name] = true
		}
	}
	for name, path := range k.imported {
		next.names[name] = entry{path: path}
	}
	for _, d := range k.decls.Decls {
		if fd, ok := d.(*ast.FuncDecl); ok {
			if _, name, late := strings.Cut(fd.Name.Name, dot+"m"); late {
				next.lost[name] = true
			} else if fd.Recv != nil {
				next.lost[fd.Name.Name] = true
			}
		}
	}
	return next
}

// unknown stands for what a broken cell would have declared. go/types says nothing about what is done with it.
func unknown(pkg *types.Package, name string, kind token.Token) types.Object {
	if kind == token.TYPE {
		return types.NewTypeName(token.NoPos, pkg, name, types.Typ[types.Invalid])
	}
	return types.NewVar(token.NoPos, pkg, name, types.Typ[types.Invalid])
}

// hasLateMethods tells whether a cell has methods of types that it does not declare.
func hasLateMethods(source string) bool {
	if !strings.Contains(source, "func") {
		return false
	}
	toks := lex(source)
	var declared []string
	for i := range toks {
		if toks[i].tok != token.FUNC || methodName(toks, i) < 0 {
			continue
		}
		if declared == nil {
			declared = append(Names(source), "")
		}
		for j := i + 2; j < len(toks) && toks[j].tok != token.RPAREN && toks[j].tok != token.LBRACK; j++ {
			last := j+1 < len(toks) && (toks[j+1].tok == token.RPAREN || toks[j+1].tok == token.LBRACK)
			if last && toks[j].tok == token.IDENT && !slices.Contains(declared, toks[j].lit) {
				return true
			}
		}
	}
	return false
}
