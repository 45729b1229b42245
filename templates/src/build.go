// Command src builds the scripts of the live page, in two stages:
//
//	go run . -vendor   npm packages → ../page/lib (after `npm ci --ignore-scripts`; only when a dependency changes)
//	go run .           the TypeScript beside this file → ../page/app.js
//
// Both results are committed, so that building Quire needs Go only. The second stage needs no npm: it leaves the
// imports of ./lib to the browser. esbuild gives the same bytes on every machine; the test beside this file rebuilds
// the second stage and compares.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/evanw/esbuild/pkg/api"
)

// page is where the built files go, from the folder of this file.
const page = "../page"

func main() {
	vendor := flag.Bool("vendor", false, "build the npm packages instead of the page")
	flag.Parse()
	options := app()
	if *vendor {
		options = packages()
	}
	if err := write(options); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// app is the second stage: readable scripts. Comments of the sources stay in the sources.
func app() api.BuildOptions {
	o := common()
	o.EntryPoints = []string{"app.ts", "theme.ts"}
	o.External = []string{"./lib/*"}
	o.Outdir = page
	return o
}

// packages is the first stage: what the page uses of npm, minified, with licences at the end.
func packages() api.BuildOptions {
	o := common()
	o.EntryPoints = []string{"lib/lit.ts"}
	o.Outdir = filepath.Join(page, "lib")
	o.MinifyWhitespace, o.MinifySyntax, o.MinifyIdentifiers = true, true, true
	o.Conditions = []string{"production"}
	return o
}

func common() api.BuildOptions {
	return api.BuildOptions{
		Bundle:        true,
		Format:        api.FormatESModule,
		Target:        api.ES2022,
		Charset:       api.CharsetUTF8,
		LegalComments: api.LegalCommentsEndOfFile,
		LogLevel:      api.LogLevelWarning,
	}
}

// build runs esbuild and returns its output files, by name in page.
func build(o api.BuildOptions) (map[string][]byte, error) {
	r := api.Build(o)
	if len(r.Errors) > 0 {
		return nil, errors.New("build the page: esbuild reported errors")
	}
	base, err := filepath.Abs(page)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, f := range r.OutputFiles {
		name, err := filepath.Rel(base, f.Path)
		if err != nil {
			return nil, err
		}
		files[filepath.ToSlash(name)] = f.Contents
	}
	return files, nil
}

func write(o api.BuildOptions) error {
	files, err := build(o)
	if err != nil {
		return err
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(page, filepath.FromSlash(name)), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
