package notebook

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"sort"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// normalize returns src as Note.Source keeps it, but for the normal form of its prose, and says what was wrong with it.
func normalize(src []byte) ([]byte, []Diagnostic) {
	if text, ok := fromUTF16(src); ok {
		text, ds := normalize(text)
		return text, append(wrongEncoding(), ds...)
	}
	src = bytes.TrimPrefix(src, []byte("\xef\xbb\xbf"))
	if bytes.IndexByte(src, '\r') < 0 && bytes.IndexByte(src, 0) < 0 && utf8.Valid(src) {
		return bytes.Clone(src), nil
	}
	out := make([]byte, 0, len(src))
	var ds []Diagnostic
	line, start, bad, nul := 1, 0, 0, 0
	for i := 0; i < len(src); {
		r, n := utf8.DecodeRune(src[i:])
		switch {
		case r == '\r':
			if i+1 < len(src) && src[i+1] == '\n' {
				i++
			}
			fallthrough
		case r == '\n':
			out = append(out, '\n')
			line++
			start = len(out)
		case r == utf8.RuneError && n == 1:
			if bad++; bad == 1 {
				ds = append(ds, invalidText(line, len(out)-start+1))
			}
			out = append(out, "\ufffd"...)
		case r == 0:
			if nul++; nul == 1 {
				ds = append(ds, Diagnostic{
					Line: line, Col: len(out) - start + 1, Severity: SeverityError, Message: "the text has a NUL character",
					HintKo: "그 글자를 지우세요.", HintEn: "Delete the character.",
				})
			}
			out = append(out, "\ufffd"...)
		default:
			out = append(out, src[i:i+n]...)
		}
		i += n
	}
	if bad > 1 {
		for i := range ds {
			if ds[i].Message == invalidText(0, 0).Message {
				ds[i].Message += fmt.Sprintf(" (%d bytes)", bad)
			}
		}
	}
	return out, ds
}

// fromUTF16 decodes UTF-16, which it recognizes by its byte order mark: the text is shown, whatever it is said in.
func fromUTF16(src []byte) (text []byte, ok bool) {
	little := bytes.HasPrefix(src, []byte("\xff\xfe"))
	if !little && !bytes.HasPrefix(src, []byte("\xfe\xff")) || len(src)%2 == 1 {
		return nil, false
	}
	units := make([]uint16, 0, len(src)/2)
	for i := 2; i < len(src); i += 2 {
		if little {
			units = append(units, binary.LittleEndian.Uint16(src[i:]))
		} else {
			units = append(units, binary.BigEndian.Uint16(src[i:]))
		}
	}
	runes := utf16.Decode(units)
	wrong := 0
	for _, r := range runes {
		if r == utf8.RuneError || !unicode.IsGraphic(r) && !unicode.IsSpace(r) {
			wrong++
		}
	}
	return []byte(string(runes)), wrong <= len(runes)/20
}

// wrongEncoding says that the text was UTF-16.
func wrongEncoding() []Diagnostic {
	return []Diagnostic{{
		Line: 1, Col: 1, Severity: SeverityError, Message: "the text is UTF-16, not UTF-8",
		HintKo: "편집기에서 인코딩을 UTF-8로 바꾸어 저장하세요.", HintEn: "Save it as UTF-8 in your editor.",
	}}
}

func invalidText(line, col int) Diagnostic {
	return Diagnostic{
		Line: line, Col: col, Severity: SeverityError, Message: "the text is not valid UTF-8",
		HintKo: "EUC-KR(CP949)로 저장된 파일일 수 있습니다. 편집기에서 인코딩을 UTF-8로 바꾸어 저장하세요.",
		HintEn: "The file may be in EUC-KR (CP949) or another encoding. Save it as UTF-8 in your editor.",
	}
}

// composed returns src with everything but the cells in Unicode form NFC: prose must find its glyphs, but a cell runs
// exactly as it was typed.
func composed(src []byte, cells []*Block) []byte {
	out := make([]byte, 0, len(src))
	at := 0
	for _, b := range cells {
		out = norm.NFC.Append(out, src[at:b.Start]...)
		out = append(out, src[b.Start:b.End]...)
		at = b.End
	}
	return norm.NFC.Append(out, src[at:]...)
}

// lineStarts returns the offset of the first byte of every line.
func lineStarts(src []byte) []int {
	starts := []int{0}
	for i, c := range src {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// position returns the 1-based line and column of an offset in the source.
func (n *Note) position(offset int) (line, col int) {
	i := sort.SearchInts(n.lines, offset+1) - 1
	return i + 1, offset - n.lines[i] + 1
}

// Line returns the 1-based line of an offset in Source.
func (n *Note) Line(offset int) int {
	line, _ := n.position(max(0, min(offset, len(n.Source))))
	return line
}

// report adds a diagnostic at an offset in the source.
func (n *Note) report(offset int, d Diagnostic) {
	d.Line, d.Col = n.position(max(0, min(offset, len(n.Source))))
	n.Diagnostics = append(n.Diagnostics, d)
}
