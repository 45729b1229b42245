package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// toStdout is the name of a file that stands for standard output.
const toStdout = "-"

// outPath is the file that an export of the note makes: by default a PDF beside the note; in a folder, a PDF of its name.
func outPath(out, note string) string {
	base := strings.TrimSuffix(note, filepath.Ext(note)) + ".pdf"
	if out == "" {
		return base
	}
	if info, err := os.Stat(out); err == nil && info.IsDir() {
		return filepath.Join(out, filepath.Base(base))
	}
	return out
}

// checkOut tells whether a file can be made at path. It leaves nothing behind: cells may look what is in the folder.
func (a *app) checkOut(path string) error {
	if path == toStdout {
		if isTerminal(a.out) {
			return errors.New(a.lang.pick("PDF를 화면에 쓸 수는 없습니다. 파일이나 다른 명령으로 보내세요", "a PDF is not for a terminal; send it to a file or a command"))
		}
		return nil
	}
	path = linkTarget(path)
	dir := filepath.Dir(path)
	if info, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return errors.New(a.lang.sprintf("%s에 쓸 수 없습니다: 폴더 %s이(가) 없습니다", "cannot write %s: there is no folder %s", path, dir))
	} else if err == nil && !info.IsDir() {
		return errors.New(a.lang.sprintf("%s에 쓸 수 없습니다: %s은(는) 폴더가 아닙니다", "cannot write %s: %s is no folder", path, dir))
	}
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return errors.New(a.lang.sprintf("%s: 폴더입니다. 만들 파일의 이름을 적어 주세요", "%s is a folder; name a file", path))
	case err == nil && info.Mode().IsRegular() && info.Mode().Perm()&0o200 == 0:
		return errors.New(a.lang.sprintf("%s은(는) 읽기 전용입니다. -o로 다른 이름을 주세요", "%s is read-only; give another name with -o", path))
	}
	f, err := os.CreateTemp(dir, ".quire-*"+filepath.Ext(path))
	if err != nil {
		return errors.New(a.lang.sprintf("폴더 %s에 쓸 수 없습니다(%v). -o로 다른 폴더를 주세요", "cannot write in the folder %s (%v); give another with -o", dir, reasonOf(err)))
	}
	f.Close()
	return os.Remove(f.Name())
}

// reasonOf is an error of the file system without the path, which may be one that nobody asked for.
func reasonOf(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}

// writeOut writes the product of an export and prints where it is. When the file cannot be replaced, as when a viewer
// holds it on Windows, what was made is not lost: it goes to a name beside it.
func (a *app) writeOut(path string, data []byte) error {
	if path == toStdout {
		_, err := a.out.Write(data)
		return err
	}
	err := writeFileAtomic(path, data)
	if err == nil {
		fmt.Fprintln(a.out, path)
		return nil
	}
	ext := filepath.Ext(path)
	for i := 2; i < 10; i++ {
		beside := fmt.Sprintf("%s-%d%s", strings.TrimSuffix(path, ext), i, ext)
		if _, statErr := os.Lstat(beside); statErr == nil {
			continue
		}
		if writeFileAtomic(beside, data) != nil {
			break
		}
		fmt.Fprintln(a.out, beside)
		return errors.New(a.lang.sprintf("%s을(를) 바꿀 수 없어(%v) %s에 썼습니다. 다른 프로그램이 그 파일을 열고 있다면 닫으세요",
			"cannot replace %s (%v); the result is in %s. Close the program that has the file open", path, reasonOf(err), beside))
	}
	return fmt.Errorf("write %s: %w", path, err)
}

// linkTarget is the file that a link leads to, path itself where it is none.
func linkTarget(path string) string {
	if info, err := os.Lstat(path); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			return real
		}
	}
	return path
}

// writeFileAtomic writes a file so that whoever looks sees the old one or the new one, whole. A file that is replaced
// keeps its permissions, and a link stays one.
func writeFileAtomic(path string, data []byte) error {
	path = linkTarget(path)
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
		mode = info.Mode().Perm()
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".quire-*"+filepath.Ext(path))
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // nothing is left of it after the rename
	if _, err := f.Write(data); err != nil {
		f.Close()
		return err
	}
	if err := f.Chmod(mode); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
