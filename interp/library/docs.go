package library

import (
	_ "embed"
	"strings"
	"sync"
)

// docData has one part for each package: a line "name<TAB>text" for each documented name, sorted by name.
//
//go:embed docs.bin
var docData []byte

var docIndex = sync.OnceValue(func() *pack {
	x, err := openPack(docData)
	if err != nil {
		panic("library: the embedded documentation is damaged: " + err.Error())
	}
	return x
})

// docs are the packages whose documentation has been read, by import path: a map from name to text.
var docs sync.Map

// Doc returns the first paragraph of what the package with that import path says about a name, "" when it says nothing.
// Methods and fields are called "Type.Name"; the empty name is the package itself. The package "builtin" is the language.
func Doc(importPath, name string) string {
	m, ok := docs.Load(importPath)
	if !ok {
		m, _ = docs.LoadOrStore(importPath, readDocs(importPath))
	}
	return m.(map[string]string)[name]
}

func readDocs(importPath string) map[string]string {
	if _, ok := docIndex().parts[importPath]; !ok {
		return nil
	}
	text, err := docIndex().read(importPath)
	if err != nil {
		panic("library: the embedded documentation is damaged: " + err.Error())
	}
	m := map[string]string{}
	for line := range strings.Lines(string(text)) {
		name, doc, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		m[name] = doc
	}
	return m
}
