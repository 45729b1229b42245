package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"quire/notebook/server"
	"quire/templates"
)

func newNewCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "new NAME",
		Short:   a.lang.pick("본보기가 든 새 노트를 만듭니다", "Make a new note from a starter"),
		Example: a.lang.pick("  quire new 6장-보고서\n  quire serve 6장-보고서.md", "  quire new chapter-6\n  quire serve chapter-6.md"),
		Args:    a.args(1, 1, "NAME"),
		RunE: func(_ *cobra.Command, args []string) error {
			path := args[0]
			if filepath.Ext(path) != ".md" {
				path += ".md"
			}
			if err := writeStarter(path, a.lang); err != nil {
				if errors.Is(err, fs.ErrExist) {
					return errors.New(a.lang.sprintf("%s은(는) 이미 있습니다. 다른 이름을 쓰세요", "%s exists; choose another name", path))
				}
				return fmt.Errorf("make note: %w", err)
			}
			if err := server.Trust(path); err != nil {
				fmt.Fprintf(a.err, "quire: %v\n", err) // the note is there; the page will ask once
			}
			fmt.Fprintln(a.out, path)
			fmt.Fprintln(a.err, a.lang.sprintf("`quire serve %s`로 열고, `quire export %[1]s`로 PDF를 만듭니다.",
				"open it with `quire serve %s`, make the PDF with `quire export %[1]s`", path))
			return nil
		},
	}
}

// writeStarter makes the note at path; it never replaces a file.
func writeStarter(path string, lang language) error {
	src, err := templates.Starters.ReadFile("starters/note-" + string(lang) + ".md")
	if err != nil {
		return err
	}
	title := strings.TrimSuffix(filepath.Base(path), ".md")
	text := strings.Replace(string(src), "TITLE", strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(title), 1)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	if _, err := f.WriteString(text); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
