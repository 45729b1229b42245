package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// root is the project's folder, seen from this package.
const root = "../.."

// mayImport is the import table: for each of our packages, the ones of ours that it may import outside tests.
// "all" lifts the rule.
var mayImport = map[string][]string{
	"templates":              {},
	"notebook/figure":        {},
	"nn/internal/kernel":     {},
	"interp/library":         {},
	"notebook/output":        {"notebook/figure"},
	"notebook/font":          {"templates"},
	"notebook/tex":           {"notebook/figure", "notebook/font"},
	"nn":                     {"nn/internal/kernel"},
	"nn/data":                {"nn", "nn/internal/kernel"},
	"interp/frontend":        {"interp/library"},
	"notebook/show":          {"notebook/output", "notebook/figure", "notebook/font", "nn", "nn/data"},
	"notebook":               {"notebook/output", "notebook/figure", "interp/frontend"},
	"interp/symbols":         append([]string{"nn", "nn/data", "notebook/show"}, encodings...),
	"interp":                 {"notebook", "notebook/output"},
	"interp/worker":          append([]string{"interp", "notebook/output", "notebook/show", "interp/frontend", "interp/symbols", "interp/worker/reflect", "interp/worker/runtime", "interp/worker/portable", "nn"}, encodings...),
	"interp/worker/reflect":  {"interp/frontend"},
	"interp/worker/runtime":  {},
	"interp/worker/portable": {},
	"notebook/html":          {"notebook", "notebook/output", "notebook/figure", "notebook/font", "notebook/tex", "templates"},
	"notebook/pdf":           {"notebook", "notebook/output", "notebook/figure", "notebook/font", "notebook/tex", "templates"},
	"notebook/server":        {"notebook", "notebook/output", "notebook/html", "notebook/pdf", "templates"},
	"cmd/quire":              {"all"},
	"reports":                {"all"},
	"interp/symbols/gen":     {},
	"interp/library/gen":     {"interp/symbols"},
	"nn/internal/kernel/gen": {},
	"notebook/font/gen":      {},

	"interp/worker/encoding/binary":               {"interp/worker/reflect"},
	"interp/worker/encoding/gob":                  {"interp/worker/reflect", "interp/worker/encoding/gob/internal/saferio"},
	"interp/worker/encoding/gob/internal/saferio": {},
	"interp/worker/encoding/json":                 {"interp/worker/reflect"},
	"interp/worker/encoding/xml":                  {"interp/worker/reflect"},
	"interp/worker/encoding/gen":                  {},
	"interp/worker/reflect/fmt":                   {"interp/worker/reflect"},
	"interp/worker/text/template":                 {"interp/worker/reflect", "interp/worker/reflect/fmt"},
	"interp/worker/html/template":                 {"interp/worker/reflect", "interp/worker/reflect/fmt", "interp/worker/encoding/json", "interp/worker/text/template"},
}

// encodings are the copies of Go's encoding and template packages that know the types of cells.
var encodings = []string{
	"interp/worker/encoding/binary", "interp/worker/encoding/gob", "interp/worker/encoding/json", "interp/worker/encoding/xml",
	"interp/worker/text/template", "interp/worker/html/template",
}

// doors names the packages that may import an outside module, by import path prefix.
var doors = map[string][]string{
	"github.com/traefik/yaegi":     {"interp/worker", "interp/symbols", "interp/symbols/gen"},
	"github.com/go-pdf/fpdf":       {"notebook/pdf"},
	"gonum.org/v1/plot":            {"notebook/show", "interp/symbols"},
	"gonum.org/v1/gonum":           {"nn", "notebook/show", "interp/symbols", "interp/worker"},
	"github.com/yuin/goldmark":     {"notebook", "notebook/html", "notebook/pdf"},
	"github.com/fsnotify":          {"notebook/server"},
	"github.com/coder/websocket":   {"notebook/server"},
	"github.com/spf13/cobra":       {"cmd/quire"},
	"github.com/landlock-lsm":      {"interp/worker"},
	"github.com/elastic":           {"interp/worker"},
	"github.com/alecthomas":        {"notebook/html", "notebook/pdf"},
	"github.com/go-text":           {"notebook/pdf"},
	"go.yaml.in/yaml":              {"notebook"},
	"codeberg.org/go-fonts":        {"notebook/font"},
	"golang.org/x/net":             {"notebook"},
	"golang.org/x/image/font/sfnt": {"notebook/font", "notebook/font/gen", "notebook/show"},
}

// oneFile lists outside modules that a single file of the package may import.
var oneFile = map[string]string{
	"github.com/go-pdf/fpdf": "notebook/pdf",
	"gonum.org/v1/gonum":     "nn",
}

// topLevel is what may stand in the project's folder, hidden names aside.
var topLevel = []string{
	"CHANGELOG.md", "LICENSE", "README.md", "cmd", "go.mod", "go.sum", "interp", "nn", "notebook", "reports", "templates",
}

// exported tells whether a file is one that the README's first command makes; .gitignore keeps such files out of the
// project.
func exported(name string) bool {
	return slices.Contains([]string{".pdf", ".html"}, filepath.Ext(name))
}

func TestTopLevel(t *testing.T) {
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	ignored := []string{"quire", "quire.exe"}
	for _, e := range entries {
		name := e.Name()
		if strings.HasPrefix(name, ".") || slices.Contains(ignored, name) || exported(name) {
			continue
		}
		if !slices.Contains(topLevel, name) {
			t.Errorf("%s does not belong in the top level", name)
		}
	}
}

// goFile is one parsed file of the project.
type goFile struct {
	path string // slash-separated, from the project's folder
	pkg  string // its folder
	ast  *ast.File
}

// parseProject parses every Go file of the project's module, tests and nested modules left out.
func parseProject(t *testing.T) (files []goFile, fset *token.FileSet) {
	t.Helper()
	fset = token.NewFileSet()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if path != root && (strings.HasPrefix(name, ".") || name == "testdata" || name == "node_modules") {
				return filepath.SkipDir
			}
			if path != root {
				if _, err := os.Stat(filepath.Join(path, "go.mod")); err == nil {
					return filepath.SkipDir
				}
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(fset, path, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		pkg := rel[:max(strings.LastIndexByte(rel, '/'), 0)]
		files = append(files, goFile{rel, pkg, f})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 30 {
		t.Fatalf("found only %d Go files: the walk is broken", len(files))
	}
	return files, fset
}

func TestImportTable(t *testing.T) {
	files, _ := parseProject(t)
	used := map[string]map[string]bool{}
	for _, f := range files {
		allowed, known := mayImport[f.pkg]
		if !known {
			t.Errorf("%s: package %s is not in the import table", f.path, f.pkg)
			continue
		}
		for _, spec := range f.ast.Imports {
			path := strings.Trim(spec.Path.Value, `"`)
			if ours, ok := strings.CutPrefix(path, "quire/"); ok {
				if !slices.Contains(allowed, ours) && !slices.Contains(allowed, "all") {
					t.Errorf("%s imports quire/%s; %s may import %v", f.path, ours, f.pkg, allowed)
				}
				continue
			}
			for prefix, pkgs := range doors {
				if path != prefix && !strings.HasPrefix(path, prefix+"/") {
					continue
				}
				if !slices.Contains(pkgs, f.pkg) {
					t.Errorf("%s imports %s, whose doors are %v", f.path, path, pkgs)
				}
				if oneFile[prefix] == f.pkg {
					if used[prefix] == nil {
						used[prefix] = map[string]bool{}
					}
					used[prefix][f.path] = true
				}
			}
		}
	}
	for prefix, in := range used {
		if len(in) > 1 {
			t.Errorf("%s is imported by %d files of %s, want one", prefix, len(in), oneFile[prefix])
		}
	}
}

func TestExportsAreDocumented(t *testing.T) {
	files, fset := parseProject(t)
	withDoc := map[string]bool{}
	for _, f := range files {
		if f.ast.Doc != nil {
			withDoc[f.pkg] = true
		}
	}
	for _, f := range files {
		if !withDoc[f.pkg] {
			t.Errorf("package %s has no package comment", f.pkg)
			withDoc[f.pkg] = true
		}
		if ast.IsGenerated(f.ast) || f.ast.Name.Name == "main" {
			continue
		}
		for _, miss := range undocumented(f.ast) {
			t.Errorf("%s: %s", fset.Position(miss.pos), miss.text)
		}
	}
}

// A finding is something that a rule objects to.
type finding struct {
	pos  token.Pos
	text string
}

// undocumented lists the exported declarations of f whose comment is missing or does not begin with the name.
func undocumented(f *ast.File) (out []finding) {
	check := func(name *ast.Ident, doc *ast.CommentGroup, strict bool) {
		text := strings.TrimSpace(doc.Text())
		switch {
		case text == "":
			out = append(out, finding{name.Pos(), name.Name + " has no doc comment"})
		case strict && !beginsWith(text, name.Name):
			out = append(out, finding{name.Pos(), fmt.Sprintf("the comment of %s does not begin with its name", name.Name)})
		}
	}
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Name.IsExported() && (d.Recv == nil || exportedReceiver(d.Recv)) {
				check(d.Name, d.Doc, true)
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				switch s := s.(type) {
				case *ast.TypeSpec:
					if s.Name.IsExported() {
						check(s.Name, firstDoc(s.Doc, d.Doc), true)
					}
				case *ast.ValueSpec:
					for _, n := range s.Names {
						if n.IsExported() {
							check(n, firstDoc(s.Doc, s.Comment, d.Doc), false)
						}
					}
				}
			}
		}
	}
	return out
}

func firstDoc(groups ...*ast.CommentGroup) *ast.CommentGroup {
	for _, g := range groups {
		if g != nil {
			return g
		}
	}
	return nil
}

func beginsWith(text, name string) bool {
	for _, article := range []string{"", "A ", "An ", "The "} {
		if strings.HasPrefix(text, article+name) {
			return true
		}
	}
	return false
}

func exportedReceiver(recv *ast.FieldList) bool {
	name := baseName(recv.List[0].Type)
	return ast.IsExported(name)
}

func baseName(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.StarExpr:
		return baseName(x.X)
	case *ast.IndexExpr:
		return baseName(x.X)
	case *ast.Ident:
		return x.Name
	}
	return ""
}

// cellPackages are the packages of ours that cells import; their exported API must be fit for the interpreter.
var cellPackages = []string{"nn", "nn/data", "notebook/show"}

func TestCellAPIIsInterpreterSafe(t *testing.T) {
	files, fset := parseProject(t)
	interfaces := map[string]bool{}
	for _, f := range files {
		if slices.Contains(cellPackages, f.pkg) {
			for name := range interfaceTypes(f.ast) {
				interfaces[f.pkg+"."+name] = true
			}
		}
	}
	for _, f := range files {
		if !slices.Contains(cellPackages, f.pkg) {
			continue
		}
		isInterface := func(name string) bool { return interfaces[f.pkg+"."+name] }
		for _, miss := range unsafeForCells(f.ast, isInterface) {
			t.Errorf("%s: %s", fset.Position(miss.pos), miss.text)
		}
	}
}

func interfaceTypes(f *ast.File) map[string]bool {
	out := map[string]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.TypeSpec); ok {
			if _, ok := s.Type.(*ast.InterfaceType); ok {
				out[s.Name.Name] = true
			}
		}
		return true
	})
	return out
}

// unsafeForCells lists exported declarations that interpreted code cannot use well: generics, variables, variadic
// interfaces, and signatures with unexported types.
func unsafeForCells(f *ast.File, isInterface func(string) bool) (out []finding) {
	report := func(pos token.Pos, format string, args ...any) {
		out = append(out, finding{pos, fmt.Sprintf(format, args...)})
	}
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if !d.Name.IsExported() || d.Recv != nil && !exportedReceiver(d.Recv) {
				continue
			}
			if d.Type.TypeParams != nil {
				report(d.Pos(), "%s is generic", d.Name.Name)
			}
			for _, field := range slices.Concat(fields(d.Type.Params), fields(d.Type.Results)) {
				if name := unexportedType(field.Type); name != "" {
					report(field.Pos(), "the signature of %s has the unexported type %s", d.Name.Name, name)
				}
				if e, ok := field.Type.(*ast.Ellipsis); ok && interfaceExpr(e.Elt, isInterface) {
					report(field.Pos(), "%s takes variadic interfaces; take a slice", d.Name.Name)
				}
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				switch s := s.(type) {
				case *ast.TypeSpec:
					if s.Name.IsExported() && s.TypeParams != nil {
						report(s.Pos(), "type %s is generic", s.Name.Name)
					}
				case *ast.ValueSpec:
					if d.Tok == token.VAR {
						for _, n := range s.Names {
							if n.IsExported() {
								report(n.Pos(), "%s is an exported variable", n.Name)
							}
						}
					}
				}
			}
		}
	}
	return out
}

func fields(l *ast.FieldList) []*ast.Field {
	if l == nil {
		return nil
	}
	return l.List
}

func interfaceExpr(x ast.Expr, isInterface func(string) bool) bool {
	switch x := x.(type) {
	case *ast.InterfaceType:
		return true
	case *ast.Ident:
		return x.Name == "any" || x.Name == "error" || isInterface(x.Name)
	case *ast.SelectorExpr:
		return x.Sel.Name == "Layer" || x.Sel.Name == "Plotter" || x.Sel.Name == "Stringer"
	}
	return false
}

// unexportedType names the first unexported, not predeclared type in a type expression, or "".
func unexportedType(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.Ident:
		if !x.IsExported() && !predeclared[x.Name] {
			return x.Name
		}
	case *ast.StarExpr:
		return unexportedType(x.X)
	case *ast.ArrayType:
		return unexportedType(x.Elt)
	case *ast.Ellipsis:
		return unexportedType(x.Elt)
	case *ast.ChanType:
		return unexportedType(x.Value)
	case *ast.MapType:
		if n := unexportedType(x.Key); n != "" {
			return n
		}
		return unexportedType(x.Value)
	case *ast.FuncType:
		for _, f := range slices.Concat(fields(x.Params), fields(x.Results)) {
			if n := unexportedType(f.Type); n != "" {
				return n
			}
		}
	}
	return ""
}

var predeclared = map[string]bool{
	"any": true, "bool": true, "byte": true, "complex64": true, "complex128": true, "error": true, "float32": true,
	"float64": true, "int": true, "int8": true, "int16": true, "int32": true, "int64": true, "rune": true,
	"string": true, "uint": true, "uint8": true, "uint16": true, "uint32": true, "uint64": true, "uintptr": true,
}

// TestTextIsClean keeps the project's text about the project: no file names a registry's host or a path of a machine.
func TestTextIsClean(t *testing.T) {
	files, fset := parseProject(t)
	for _, f := range files {
		if ast.IsGenerated(f.ast) { // copies of Go's own text among them
			continue
		}
		for _, group := range f.ast.Comments {
			for _, c := range group.List {
				for _, word := range []string{"TODO", "FIXME", "XXX"} {
					if strings.Contains(c.Text, word) {
						t.Errorf("%s: comment with %s: finish it or say what is so", fset.Position(c.Pos()), word)
					}
				}
			}
		}
	}
}
