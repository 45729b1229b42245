package nn

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// SaveFile is Save to a file, which it makes or replaces as a whole: when it fails, an older file is as before. Errors
// name the file.
func (n *Net) SaveFile(path string) error { return replaceFile(path, n.Save) }

// LoadFile is Load from a file. Errors name the file, and the network is as before then.
func (n *Net) LoadFile(path string) error { return readFile(path, n.Load) }

// withoutPath leaves out the path of an error: that of a file that is there for a moment has another name every time.
func withoutPath(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// replaceFile is putFile with the path in errors.
func replaceFile(path string, write func(io.Writer) error) error {
	if err := putFile(path, write); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// putFile writes a new file and puts it in the place of the old one.
func putFile(path string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.tmp")
	if err != nil {
		return withoutPath(err)
	}
	defer os.Remove(f.Name()) // after the renaming there is none
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	return withoutPath(err)
}

func readFile(path string, read func(io.Reader) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err // it names the file
	}
	defer f.Close()
	if err := read(f); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
