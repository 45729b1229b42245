package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"log"
	"path/filepath"
	"slices"
	"strings"
)

// longestDoc is where the text of one name is cut, in bytes.
const longestDoc = 480

// docs returns the documentation of one package in the format that docs.go reads: a line "name<TAB>text" for each
// exported name, sorted. Methods and fields are "Type.Name"; the package itself has the empty name.
func docs(dir string, names []string) []byte {
	d := documenter{texts: map[string]string{}, all: filepath.Base(dir) == "builtin"}
	for _, name := range names {
		f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, name), nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			log.Fatalf("library: %v", err)
		}
		d.add("", f.Doc)
		for _, decl := range f.Decls {
			d.decl(decl)
		}
	}
	var lines []string
	for name, text := range d.texts {
		lines = append(lines, name+"\t"+text+"\n")
	}
	slices.Sort(lines)
	return []byte(strings.Join(lines, ""))
}

// A documenter collects the first paragraphs of comments by name.
type documenter struct {
	texts map[string]string
	all   bool // names with small letters too
}

func (d documenter) wants(name string) bool { return d.all || ast.IsExported(name) }

// add keeps the first of the comments that is not empty.
func (d documenter) add(name string, comments ...*ast.CommentGroup) {
	for _, c := range comments {
		if c == nil || d.texts[name] != "" {
			continue
		}
		if text := firstParagraph(c.Text()); text != "" {
			d.texts[name] = text
		}
	}
}

func (d documenter) decl(decl ast.Decl) {
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		name := decl.Name.Name
		if !d.wants(name) {
			return
		}
		if decl.Recv != nil { // of unexported types too: exported ones embed them, and functions return them
			name = receiver(decl.Recv.List[0].Type) + "." + name
		}
		d.add(name, decl.Doc)
	case *ast.GenDecl:
		for _, spec := range decl.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				d.typeSpec(decl, spec)
			case *ast.ValueSpec:
				for _, n := range spec.Names {
					if d.wants(n.Name) {
						d.add(n.Name, spec.Doc, spec.Comment, decl.Doc)
					}
				}
			}
		}
	}
}

func (d documenter) typeSpec(decl *ast.GenDecl, spec *ast.TypeSpec) {
	name := spec.Name.Name
	if d.wants(name) {
		d.add(name, spec.Doc, decl.Doc, spec.Comment)
	}
	var members *ast.FieldList
	switch t := spec.Type.(type) {
	case *ast.StructType:
		members = t.Fields
	case *ast.InterfaceType:
		members = t.Methods
	default:
		return
	}
	for _, f := range members.List {
		for _, n := range f.Names {
			if d.wants(n.Name) {
				d.add(name+"."+n.Name, f.Doc, f.Comment)
			}
		}
	}
}

func receiver(e ast.Expr) string {
	for {
		switch x := e.(type) {
		case *ast.StarExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.IndexListExpr:
			e = x.X
		case *ast.Ident:
			return x.Name
		default:
			return ""
		}
	}
}

// firstParagraph returns the text up to the first empty line as one line, cut after a sentence where it is long.
func firstParagraph(text string) string {
	text, _, _ = strings.Cut(strings.TrimSpace(text), "\n\n")
	text = strings.Join(strings.Fields(text), " ")
	if len(text) <= longestDoc {
		return text
	}
	if i := strings.LastIndex(text[:longestDoc], ". "); i > 0 {
		return text[:i+1]
	}
	i := strings.LastIndexByte(text[:longestDoc], ' ')
	return text[:i] + " …"
}
