// Command gen writes types.bin and docs.bin, the type information and the documentation of every package that cells may import.
//
// The compiler's export data of each package is read and written again with positions that name no folder of this
// machine, so that equal sources give equal bytes. Run it with "go generate"; -o names another folder.
package main

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"go/token"
	"go/types"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/gcexportdata"

	"quire/interp/symbols"
)

func main() {
	log.SetFlags(0)
	out := flag.String("o", ".", "folder to write to")
	flag.Parse()
	fset := token.NewFileSet()
	imports := map[string]*types.Package{}
	var kinds, texts []file
	for _, p := range list() {
		if p.ImportPath == "builtin" { // has no type information: the language itself knows it
			texts = append(texts, file{p.ImportPath, docs(p.Dir, p.GoFiles)})
			continue
		}
		data, err := read(fset, imports, p.ImportPath, p.Export)
		if err != nil {
			log.Fatalf("library: %s: %v", p.ImportPath, err)
		}
		kinds = append(kinds, file{p.ImportPath, data})
		texts = append(texts, file{p.ImportPath, docs(p.Dir, p.GoFiles)})
	}
	for name, files := range map[string][]file{"types.bin": kinds, "docs.bin": texts} {
		if err := os.WriteFile(filepath.Join(*out, name), write(files), 0o644); err != nil {
			log.Fatal(err)
		}
	}
}

// A source is a package as the go command lists it.
type source struct {
	ImportPath, Export, Dir string
	GoFiles                 []string
	DepOnly                 bool
}

// list asks the go command for the packages that cells have symbols of, and where their export data and sources lie.
func list() (paths []source) {
	args := append([]string{"list", "-e", "-trimpath", "-export", "-deps", "-json=ImportPath,Export,Dir,GoFiles,DepOnly", "builtin"}, symbols.Packages()...)
	cmd := exec.Command("go", args...)
	cmd.Env = append(os.Environ(), "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0")
	text, err := cmd.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			log.Print(string(exit.Stderr))
		}
		log.Fatalf("library: go list: %v", err)
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	for {
		var p source
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			log.Fatal(err)
		}
		if p.ImportPath == "builtin" || !p.DepOnly && p.Export != "" {
			paths = append(paths, p)
		}
	}
	slices.SortFunc(paths, func(a, b source) int { return strings.Compare(a.ImportPath, b.ImportPath) })
	return paths
}

func read(fset *token.FileSet, imports map[string]*types.Package, path, export string) ([]byte, error) {
	f, err := os.Open(export)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r, err := gcexportdata.NewReader(f) //lint:ignore SA1019 the go command's export files are archives still
	if err != nil {
		return nil, err
	}
	pkg, err := gcexportdata.Read(r, fset, imports, path)
	if err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	if err := gcexportdata.Write(&buf, fset, pkg); err != nil {
		return nil, fmt.Errorf("write: %w", err)
	}
	return buf.Bytes(), nil
}

// A file is the export data of one package.
type file struct {
	path string
	data []byte
}

// write returns the format that pack.go reads. Equal files give equal bytes.
func write(files []file) []byte {
	head := binary.AppendUvarint(nil, uint64(len(files)))
	var body []byte
	for _, f := range files {
		var z bytes.Buffer
		w, err := flate.NewWriter(&z, flate.BestCompression)
		if err != nil {
			log.Fatal(err)
		}
		w.Write(f.data) // into memory: no error
		w.Close()
		head = binary.AppendUvarint(head, uint64(len(f.path)))
		head = append(head, f.path...)
		head = binary.AppendUvarint(head, uint64(z.Len()))
		head = binary.AppendUvarint(head, uint64(len(f.data)))
		body = append(body, z.Bytes()...)
	}
	return append(head, body...)
}
