package pdf

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"strconv"
)

// A file is the objects of a PDF in memory. objs[i] is object i without "obj" and "endobj"; objs[0] is unused.
type file struct {
	objs       [][]byte
	root, info int
	pages      []int // page objects, in order
	streams    []rawStream
}

// parseOwn reads what fpdf writes: a classic cross-reference table, one revision, no object streams.
func parseOwn(b []byte) (*file, error) {
	offsets, trailer, err := crossReference(b)
	if err != nil {
		return nil, err
	}
	f := &file{objs: make([][]byte, len(offsets))}
	for id := 1; id < len(offsets); id++ {
		body := b[offsets[id]:]
		start := bytes.Index(body, []byte("obj\n"))
		end := objectEnd(body)
		if start < 0 || end < start+4 {
			return nil, fmt.Errorf("object %d is damaged", id)
		}
		f.objs[id] = bytes.TrimSpace(body[start+4 : end])
		if bytes.HasPrefix(f.objs[id], []byte("<</Type /Page\n")) {
			f.pages = append(f.pages, id)
		}
	}
	f.root, f.info = refAfter(trailer, "/Root "), refAfter(trailer, "/Info ")
	if f.root == 0 || f.info == 0 {
		return nil, errors.New("the trailer names no catalog")
	}
	return f, nil
}

// crossReference finds the offset of every object. Offsets are in the order of the table; index 0 is unused.
func crossReference(b []byte) (offsets []int, trailer []byte, err error) {
	i := bytes.LastIndex(b, []byte("startxref\n"))
	if i < 0 {
		return nil, nil, errors.New("no startxref")
	}
	line, _, _ := bytes.Cut(b[i+10:], []byte("\n"))
	at, err := strconv.Atoi(string(line))
	if err != nil || at < 0 || at > i {
		return nil, nil, errors.New("startxref is damaged")
	}
	table, trailer, ok := bytes.Cut(b[at:i], []byte("trailer\n"))
	lines := bytes.Split(table, []byte("\n"))
	if !ok || len(lines) < 3 {
		return nil, nil, errors.New("no cross-reference table")
	}
	lines = lines[2:] // "xref" and "0 n"
	for _, l := range lines {
		if len(l) < 10 {
			continue
		}
		n, err := strconv.Atoi(string(l[:10]))
		if err != nil || n > at {
			return nil, nil, errors.New("the cross-reference table is damaged")
		}
		offsets = append(offsets, n)
	}
	return offsets, trailer, nil
}

// objectEnd is where the object at the beginning of b ends. The length of a stream is known, so that what looks like an
// end inside it does not matter.
func objectEnd(b []byte) int {
	from := 0
	end := bytes.Index(b, []byte("endobj"))
	if s := bytes.Index(b, []byte("stream\n")); s >= 0 && s < end {
		if n := refAfter(b[:s], "/Length "); n > 0 && s+7+n < len(b) {
			from = s + 7 + n
		}
	}
	if i := bytes.Index(b[from:], []byte("endobj")); i >= 0 {
		return from + i
	}
	return -1
}

// refAfter is the number that follows a key.
func refAfter(b []byte, key string) int {
	i := bytes.Index(b, []byte(key))
	if i < 0 {
		return 0
	}
	i += len(key)
	j := i
	for j < len(b) && b[j] >= '0' && b[j] <= '9' {
		j++
	}
	n, _ := strconv.Atoi(string(b[i:j]))
	return n
}

// reserve returns the number of a new object, to be set later.
func (f *file) reserve() int {
	f.objs = append(f.objs, nil)
	return len(f.objs) - 1
}

func (f *file) add(body string) int {
	f.objs = append(f.objs, []byte(body))
	return len(f.objs) - 1
}

// bytes writes the file: header, objects, cross-reference table, and an identifier that is the hash of the rest.
func (f *file) bytes() []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	offsets := make([]int, len(f.objs))
	for id := 1; id < len(f.objs); id++ {
		offsets[id] = b.Len()
		b.WriteString(strconv.Itoa(id) + " 0 obj\n")
		b.Write(f.objs[id])
		b.WriteString("\nendobj\n")
	}
	id := sha256.Sum256(b.Bytes())
	at := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(f.objs))
	for id := 1; id < len(f.objs); id++ {
		fmt.Fprintf(&b, "%010d 00000 n \n", offsets[id])
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%x><%x>]>>\nstartxref\n%d\n%%%%EOF\n", len(f.objs), f.root, f.info, id[:16], id[:16], at)
	return b.Bytes()
}
