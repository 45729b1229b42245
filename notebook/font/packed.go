package font

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"

	"quire/templates"
)

//go:generate go run ./gen

// Fonts that few documents need are packed: the file stands in the binary under gzip. Beside it stands the list of its
// characters, so that nothing is unpacked for a character that the font does not have.

// packedSuffix marks the files that are packed.
const packedSuffix = ".gz"

func (s *source) packed() bool { return strings.HasSuffix(s.file, packedSuffix) }

// read returns the font file of a source.
func (s *source) read() ([]byte, error) {
	raw, err := templates.Fonts.ReadFile("fonts/" + s.file)
	if err != nil || !s.packed() {
		return raw, err
	}
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("unpack %s: %w", s.file, err)
	}
	// The last four bytes are the size of the file (RFC 1952 §2.3.1).
	n := len(raw)
	size := int(raw[n-4]) | int(raw[n-3])<<8 | int(raw[n-2])<<16 | int(raw[n-1])<<24
	out := make([]byte, size)
	if _, err := io.ReadFull(z, out); err != nil {
		return nil, fmt.Errorf("unpack %s: %w", s.file, err)
	}
	return out, nil
}

// coverage has, for every packed source, the characters of its list; nil for the others.
var coverage = func() (l [len(sources)]func() runeSet) {
	for i, s := range sources {
		if s.packed() {
			l[i] = sync.OnceValue(s.runes)
		}
	}
	return l
}()

// mayHave tells whether source i is worth asking for r.
func mayHave(i int, r rune) bool { return coverage[i] == nil || coverage[i]().has(r) }

// A runeSet is ranges of characters in rising order.
type runeSet []runeRange

type runeRange struct{ first, last rune }

// runes reads the list of a packed font's characters. It is part of the binary, as the font is.
func (s *source) runes() runeSet {
	name := "fonts/" + strings.TrimSuffix(s.file, packedSuffix) + ".runes"
	b, err := templates.Fonts.ReadFile(name)
	if err != nil {
		panic("font: " + s.name + ": " + err.Error())
	}
	return parseRunes(name, string(b))
}

// parseRunes reads a list of characters and ranges in hexadecimal. It panics at what is neither.
func parseRunes(name, list string) runeSet {
	set := make(runeSet, 0, strings.Count(list, " ")+strings.Count(list, "\n")+1)
	for f := range strings.FieldsSeq(list) {
		first, last, ok := strings.Cut(f, "-")
		if !ok {
			last = first
		}
		lo, err1 := strconv.ParseUint(first, 16, 32)
		hi, err2 := strconv.ParseUint(last, 16, 32)
		if err1 != nil || err2 != nil {
			panic("font: " + name + ": not a range: " + f)
		}
		set = append(set, runeRange{rune(lo), rune(hi)})
	}
	return set
}

func (s runeSet) has(r rune) bool {
	lo, hi := 0, len(s)
	for lo < hi {
		switch m := (lo + hi) / 2; {
		case r < s[m].first:
			hi = m
		case r > s[m].last:
			lo = m + 1
		default:
			return true
		}
	}
	return false
}
