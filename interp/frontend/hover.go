package frontend

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// A Card is what a reader is told about a name.
type Card struct {
	Name      string
	Kind      Kind
	Signature string // its declaration; of a constant with the value
	Doc       string // the first paragraph of its documentation
	Path      string // the import path of the package that declares it, "" for the note and the language
	Line      int    // the line of the note that declares it, 0 for the others
	Start     int    // the bytes of the cell that are the name
	End       int
}

// Hover returns what is known of the name at an offset of a cell; ok is false where there is no name, or an unknown one.
func (s *Scope) Hover(c Cell, offset int) (card Card, ok bool) {
	offset = max(0, min(offset, len(c.Source)))
	if in, _, _ := settingAt(c.Source, offset); in != inCode {
		return Card{}, false
	}
	start, end := wordAt(c.Source, offset)
	if start == end || c.Source[start] >= '0' && c.Source[start] <= '9' {
		return Card{}, false
	}
	name := c.Source[start:end]
	var moved func(int) int
	var chunks []chunk
	c.Source, chunks, moved = mend(c.Source, cut(c.Source, split(c.Source)))
	k := s.survey(c, chunks)
	id := k.identAt(moved(start))
	if id == nil {
		return Card{}, false
	}
	obj := k.objectOf(id)
	if obj == nil {
		return Card{}, false
	}
	card = Card{
		Name: name, Kind: kindOf(obj), Signature: signature(obj), Doc: k.documentation(obj, ""), Line: k.lineOf(obj),
		Start: start, End: end,
	}
	if p, ok := obj.(*types.PkgName); ok {
		card.Path = p.Imported().Path()
	} else if obj.Pkg() != nil && !isUser(obj.Pkg()) {
		card.Path = obj.Pkg().Path()
	}
	return card, true
}

// identAt returns the identifier that begins at an offset of the cell.
func (k *checker) identAt(offset int) *ast.Ident {
	var places [2]token.Pos // of the offset, in both parts
	for i, f := range []*ast.File{k.decls, k.body} {
		if file := k.fset.File(f.Package); file != nil {
			tail := 0
			if f == k.body {
				tail = len(bodyTail)
			}
			places[i] = file.Pos(file.Size() - tail - len(k.cell.Source) + offset)
		}
	}
	var found *ast.Ident
	for _, f := range []*ast.File{k.decls, k.body} {
		ast.Inspect(f, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && id.Name != "_" && id.NamePos.IsValid() && slices.Contains(places[:], id.NamePos) {
				found = id
			}
			return found == nil
		})
	}
	return found
}

// objectOf returns what an identifier means, with the names that stand for others undone.
func (k *checker) objectOf(id *ast.Ident) types.Object {
	obj := k.info.ObjectOf(id)
	if obj == nil {
		return nil
	}
	if o, ok := k.clones[obj]; ok {
		return o
	}
	if base, name, ok := strings.Cut(obj.Name(), dot+"m"); ok { // the method of a type of a cell above
		sig, ok := obj.Type().(*types.Signature)
		if ok && k.above.names[base].obj != nil && sig.Params().Len() > 0 {
			params := slices.Collect(sig.Params().Variables())
			sig = types.NewSignatureType(params[0], nil, nil, types.NewTuple(params[1:]...), sig.Results(), sig.Variadic())
			return types.NewFunc(obj.Pos(), obj.Pkg(), name, sig)
		}
	}
	return obj
}
