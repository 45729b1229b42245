package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"

	"github.com/spf13/cobra"
)

// The folder beside notes in which results are kept, and how it is known to be ours: it holds a file cacheTag that begins
// with cacheSignature (https://bford.info/cachedir/) and has a line "# Quire". Backup programs skip such folders.
const (
	cacheFolder    = ".quire"
	cacheTag       = "CACHEDIR.TAG"
	cacheSignature = "Signature: 8a477f597d28d172789f06886806bc55\n"
	cacheOwner     = "# Quire"
)

// leftover is what an export that was killed leaves beside its file; writeFileAtomic gives such names.
var leftover = regexp.MustCompile(`^\.quire-\d+\.(pdf|html?|md|csv)$`)

func newCleanCommand(a *app) *cobra.Command {
	t := a.lang.pick
	var dry bool
	cmd := &cobra.Command{
		Use:   "clean [DIR]",
		Short: t("노트 곁에 저장된 결과를 지웁니다", "Remove the results that are kept beside notes"),
		Long: t("DIR(기본은 지금 폴더) 아래에서 Quire가 만든 결과 폴더(.quire)와, 중단된 내보내기가 남긴 임시 파일을 지웁니다. Quire가 만든 것이 분명한 것만 지우고, 링크는 따라가지 않습니다. 노트와 PDF는 지우지 않습니다.",
			"Removes, below DIR (by default the current folder), the folders .quire in which Quire keeps results and the temporary files of exports that were cut off. It removes only what is known to be Quire's and follows no links. Notes and PDFs stay."),
		Example: t("  quire clean --dry-run\n  quire clean 보고서/", "  quire clean --dry-run\n  quire clean reports/"),
		Args:    a.args(0, 1, "DIR"),
		RunE: func(_ *cobra.Command, args []string) error {
			dir := "."
			if len(args) == 1 {
				dir = args[0]
			}
			return a.clean(dir, dry)
		},
	}
	cmd.Flags().BoolVar(&dry, "dry-run", false, t("지우지 않고, 무엇을 지울지 보이기만 합니다", "only say what would be removed"))
	return cmd
}

// clean removes what is ours below dir and says what it was.
func (a *app) clean(dir string, dry bool) error {
	info, err := os.Stat(dir)
	switch {
	case err != nil:
		return fmt.Errorf("clean: %w", err)
	case !info.IsDir():
		return errors.New(a.lang.sprintf("%s: 폴더가 아닙니다", "%s is no folder", dir))
	}
	root, err := os.OpenRoot(dir) // whatever is renamed meanwhile, nothing outside is touched
	if err != nil {
		return fmt.Errorf("clean: %w", err)
	}
	defer root.Close()
	found, foreign, err := ours(root)
	if err != nil {
		return fmt.Errorf("clean: %w", err)
	}
	for _, path := range foreign {
		fmt.Fprintln(a.err, a.lang.sprintf("%s: Quire가 만든 폴더인지 알 수 없어 그대로 둡니다", "%s is not known to be Quire's; it stays", filepath.Join(dir, path)))
	}
	var total int64
	var failed error
	for _, path := range found {
		size, err := sizeOf(root, path)
		if err == nil && !dry {
			err = root.RemoveAll(path)
		}
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("clean %s: %w", filepath.Join(dir, path), err))
			continue
		}
		total += size
		fmt.Fprintln(a.out, a.lang.sprintf("%s (%d바이트)", "%s (%d bytes)", filepath.Join(dir, path), size))
	}
	switch {
	case len(found) == 0:
		fmt.Fprintln(a.err, a.lang.pick("지울 것이 없습니다.", "there is nothing to remove"))
	case dry:
		fmt.Fprintln(a.err, a.lang.sprintf("지우면 %d바이트가 빕니다. 아무것도 지우지 않았습니다.", "%d bytes would be freed; nothing was removed", total))
	default:
		fmt.Fprintln(a.err, a.lang.sprintf("%d바이트를 지웠습니다.", "%d bytes removed", total))
	}
	return failed
}

// ours lists what is ours below a folder, and the folders of the same name that are not known to be.
func ours(root *os.Root) (found, foreign []string, err error) {
	err = fs.WalkDir(root.FS(), ".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && path != "." && errors.Is(err, fs.ErrPermission):
			return fs.SkipDir // what cannot be read is not ours to remove
		case err != nil:
			return err
		case d.IsDir() && d.Name() == cacheFolder:
			if isCache(root, path) {
				found = append(found, path)
			} else {
				foreign = append(foreign, path)
			}
			return fs.SkipDir
		case d.IsDir() && (d.Name() == ".git" || d.Name() == "node_modules"):
			return fs.SkipDir
		case d.Type().IsRegular() && leftover.MatchString(d.Name()):
			found = append(found, path)
		}
		return nil
	})
	return found, foreign, err
}

// isCache tells whether a folder carries our tag.
func isCache(root *os.Root, path string) bool {
	name := filepath.Join(path, cacheTag)
	if info, err := root.Lstat(name); err != nil || !info.Mode().IsRegular() {
		return false
	}
	f, err := root.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	tag, err := io.ReadAll(io.LimitReader(f, 4096))
	return err == nil && bytes.HasPrefix(tag, []byte(cacheSignature)) && bytes.Contains(tag, []byte("\n"+cacheOwner))
}

// sizeOf is the size of a file, or of the files in a folder.
func sizeOf(root *os.Root, path string) (int64, error) {
	var total int64
	err := fs.WalkDir(root.FS(), path, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			total += info.Size()
		}
		return err
	})
	return total, err
}
