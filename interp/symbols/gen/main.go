// Gen writes the tables of package symbols: what interpreted cells can reach of compiled packages.
//
//	go run ./interp/symbols/gen            write all tables
//	go run ./interp/symbols/gen nn show    write the tables of the packages whose path ends in one of the names
//	go run ./interp/symbols/gen -check     write nothing; exit 1 where a file is not what would be written
//
// It type-checks nothing itself: types come from the compiler's export data, for linux/amd64 without cgo whatever the
// host is, so that the same versions give the same bytes.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

func main() {
	check := flag.Bool("check", false, "compare instead of writing")
	dir := flag.String("dir", "", "folder of package symbols (default: found from the module's root)")
	flag.Parse()
	if err := run(*dir, flag.Args(), *check); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// run makes the tables of the packages whose paths end in one of the names, or of all, and writes or compares them.
func run(dir string, names []string, check bool) error {
	root, err := moduleRoot()
	if err != nil {
		return err
	}
	if dir == "" {
		dir = filepath.Join(root, "interp", "symbols")
	}
	all, err := allSources(root)
	if err != nil {
		return err
	}
	chosen := slices.DeleteFunc(slices.Clone(all), func(s source) bool { return !matches(s.path, names) })
	if len(chosen) == 0 {
		return fmt.Errorf("no package that cells can import ends in %s", strings.Join(names, ", "))
	}
	files, err := render(root, chosen)
	done := write
	if check {
		done = compare
	}
	for _, name := range sortedKeys(files) {
		err = errors.Join(err, done(filepath.Join(dir, name), files[name]))
	}
	present := slices.DeleteFunc(all, func(s source) bool {
		_, err := os.Stat(filepath.Join(dir, fileName(s.path)))
		return err != nil
	})
	for name, data := range lists(present) {
		err = errors.Join(err, done(filepath.Join(dir, name), data))
	}
	return errors.Join(err, strays(dir, all))
}

// matches reports whether the path is one of the names or ends in one after a slash; with no names it always does.
func matches(path string, names []string) bool {
	return len(names) == 0 || slices.ContainsFunc(names, func(n string) bool {
		return path == n || strings.HasSuffix(path, "/"+n)
	})
}

func write(path string, data []byte) error {
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, data) {
		return nil
	}
	return os.WriteFile(path, data, 0o644)
}

func compare(path string, data []byte) error {
	old, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if !bytes.Equal(old, data) {
		return fmt.Errorf("%s is stale: run go generate ./interp/symbols", path)
	}
	return nil
}

// strays reports generated files that belong to no package any more.
func strays(dir string, all []source) error {
	found, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return err
	}
	want := map[string]bool{}
	for _, s := range all {
		want[fileName(s.path)] = true
	}
	for _, f := range found {
		data, err2 := os.ReadFile(f)
		if err2 == nil && bytes.HasPrefix(data, []byte(header)) && !strings.HasPrefix(filepath.Base(f), "tables") && !want[filepath.Base(f)] {
			err = errors.Join(err, fmt.Errorf("%s belongs to no package: delete it", f))
		}
	}
	return err
}

func moduleRoot() (string, error) {
	out, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return "", fmt.Errorf("find the module: %w", err)
	}
	return filepath.Dir(strings.TrimSpace(string(out))), nil
}

// allSources lists every package that cells can import.
func allSources(root string) ([]source, error) {
	cmd := exec.Command("go", "list", "std")
	cmd.Dir, cmd.Env = root, environment()
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("list the standard library: %w", err)
	}
	return sources(strings.Fields(string(out))), nil
}

// environment fixes the system that tables are made for.
func environment() []string {
	return append(os.Environ(), "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0", "GOFLAGS=-mod=mod")
}

// render loads the packages and returns the table of each by file name. A package that cannot be loaded is part of the
// error; the others are still there.
func render(root string, chosen []source) (map[string][]byte, error) {
	config := &packages.Config{
		Mode: packages.NeedName | packages.NeedTypes | packages.NeedImports | packages.NeedExportFile,
		Dir:  root,
		Env:  environment(),
	}
	var paths []string
	byPath := map[string]source{}
	for _, s := range chosen {
		paths = append(paths, s.from())
		byPath[s.from()] = s
	}
	loaded, err := packages.Load(config, paths...)
	if err != nil {
		return nil, fmt.Errorf("load packages: %w", err)
	}
	files := map[string][]byte{}
	for _, p := range loaded {
		if len(p.Errors) > 0 || p.Types == nil {
			err = errors.Join(err, fmt.Errorf("load %s: %v", p.PkgPath, p.Errors))
			continue
		}
		s := byPath[p.PkgPath]
		data, err2 := renderTable(p.Types, p.Fset, s)
		err = errors.Join(err, err2)
		files[fileName(s.path)] = data
	}
	return files, err
}
