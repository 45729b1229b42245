package font

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"testing"
	"unicode"

	"quire/templates"
)

// TestPackedFiles holds that what is packed are the files as their makers ship them, or as gen/cut.py cuts them, and that packing leaves no trace of
// where and when: the same file gives the same bytes.
func TestPackedFiles(t *testing.T) {
	sums := map[string]string{
		"D2Coding-Bold.ttf.gz":        "dde75df435f061eaa0f6db84b1c30866aaa442d7038aaa62ea3c2be92f15d87d",
		"PretendardJP-Regular.ttf.gz": "b14698ed6d82737f45e918d079bca6fc498a107bcb094b56c5229dbddf3246d3",
		"QuireHan-Regular.otf.gz":     "66c2d245c8f0ee55309690415aada7a1326235be19c6cbb7e2dd211f0fe586b4",
		"QuireSymbols-Regular.ttf.gz": "1e643732536b41f76ae21f8f2cd6d17e97939bdda14878d0ef7be8ee6ef7f749",
		"TwemojiMozilla.ttf.gz":       "80482a504aabbb1685bf910896b703d47bc8a3058740ba3b620e1272bd45fbc6",
	}
	for i := range sources {
		s := &sources[i]
		want, listed := sums[s.file]
		if !listed {
			continue
		}
		raw, err := s.read()
		if err != nil {
			t.Error(err)
			continue
		}
		if sum := sha256.Sum256(raw); hex.EncodeToString(sum[:]) != want {
			t.Errorf("%s unpacks to a file with the hash %x, want %s", s.file, sum, want)
		}
		packed, err := templates.Fonts.ReadFile("fonts/" + s.file)
		if err != nil {
			t.Fatal(err)
		}
		if flags, time := packed[3], packed[4:8]; flags != 0 || !bytes.Equal(time, make([]byte, 4)) {
			t.Errorf("%s has the flags %#x and the time %x in its head, want none", s.file, flags, time)
		}
		delete(sums, s.file)
	}
	for name := range sums {
		t.Errorf("no source uses %s", name)
	}
}

// TestPackedCharacters holds that the lists of characters say what the fonts have: run go generate after a change.
func TestPackedCharacters(t *testing.T) {
	for i := range sources {
		if coverage[i] == nil {
			continue
		}
		f := loaders[i]()
		for r := rune(0); r <= unicode.MaxRune; r++ {
			if got, want := mayHave(i, r), f.Has(r); got != want {
				t.Fatalf("%s: the list says %v for %U, the font %v", f.Name(), got, r, want)
			}
		}
	}
}

// TestPackedStaysPacked: text of the common faces, and characters that no face has, unpack nothing.
func TestPackedStaysPacked(t *testing.T) {
	s := &Stack{}
	for i := range sources {
		face := loaders[i]
		if coverage[i] != nil {
			face = func() *Face { t.Errorf("%s was unpacked", sources[i].name); return load(sources[i]) }
		}
		if sources[i].weight < 700 {
			s.members = append(s.members, member{i, face})
		}
	}
	s.Runs("정확도 98.1 %, accuracy → ─┼─ ↪ ∇L \u1A20 \U000E0FFF")
}

// BenchmarkUnpack is what the first character of a packed face costs.
func BenchmarkUnpack(b *testing.B) {
	for i := range sources {
		if coverage[i] == nil {
			continue
		}
		b.Run(sources[i].name, func(b *testing.B) {
			for b.Loop() {
				load(sources[i])
			}
		})
		b.Run(sources[i].name+"-list", func(b *testing.B) {
			for b.Loop() {
				sources[i].runes()
			}
		})
	}
}
