// Command gen packs the fonts that few documents need, and writes down which characters they have.
//
//	go run ./gen            write templates/fonts/NAME.ttf.runes beside every packed NAME.ttf.gz
//	go run ./gen FILE...    pack the files into templates/fonts first
//
// A packed font is the unmodified file under gzip, without a name or a time: the same file gives the same bytes. The
// list of its characters lets text be set without unpacking a font that would not help.
package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"golang.org/x/image/font/sfnt"
)

// folder is where fonts are embedded from, seen from the package that generates.
const folder = "../../templates/fonts"

func main() {
	log.SetFlags(0)
	for _, name := range os.Args[1:] {
		if err := pack(name); err != nil {
			log.Fatal(err)
		}
	}
	packed, err := filepath.Glob(folder + "/*.gz")
	if err != nil {
		log.Fatal(err)
	}
	for _, name := range packed {
		if err := list(name); err != nil {
			log.Fatal(err)
		}
	}
}

// pack writes a font file under gzip.
func pack(name string) error {
	font, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write(font); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, filepath.Base(name)+".gz"), b.Bytes(), 0o644)
}

// list writes the characters of a packed font: ranges in hexadecimal, ten to a line.
func list(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	r, err := gzip.NewReader(f)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	raw, err := io.ReadAll(r)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	ranges, err := characters(raw)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	var b strings.Builder
	for i, s := range ranges {
		b.WriteString(s)
		b.WriteByte(" \n"[max(0, i%10-8)])
	}
	return os.WriteFile(strings.TrimSuffix(name, ".gz")+".runes", []byte(strings.TrimSpace(b.String())+"\n"), 0o644)
}

// characters are the ranges of characters that a font has.
func characters(raw []byte) ([]string, error) {
	ft, err := sfnt.Parse(raw)
	if err != nil {
		return nil, err
	}
	var out []string
	var b sfnt.Buffer
	first := rune(-1)
	for r := rune(0); r <= unicode.MaxRune+1; r++ {
		has := false
		if r <= unicode.MaxRune {
			g, err := ft.GlyphIndex(&b, r)
			has = err == nil && g != 0
		}
		switch {
		case has && first < 0:
			first = r
		case !has && first >= 0:
			s := fmt.Sprintf("%X", first)
			if r-1 > first {
				s += fmt.Sprintf("-%X", r-1)
			}
			out, first = append(out, s), -1
		}
	}
	return out, nil
}
