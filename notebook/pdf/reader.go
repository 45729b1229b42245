package pdf

import (
	"bytes"
	"errors"
	"regexp"
	"strconv"
	"unicode/utf16"
)

// The values of a PDF.
type (
	value        any // nil, bool, float64, byteText, name, array, dict, ref, *streamObject
	byteText     []byte
	name         string
	array        []value
	dict         map[string]value
	ref          int // the number of an object
	streamObject struct {
		dict dict
		data []byte
	}
)

// A reader finds objects in a PDF that it does not trust.
type reader struct {
	data    []byte
	offsets map[ref]int
	packed  map[ref]packedAt      // objects that lie in object streams
	opened  map[ref]map[ref]value // object streams that were read
	trailer dict
	budget  int // objects that may still be parsed
}

const (
	maxRevisions = 64
	maxDepth     = 40
	maxObjects   = 2_000_000
)

// openReader reads the cross-reference tables, newest first, and searches for objects where there is no usable table.
func openReader(data []byte) (*reader, error) {
	if !bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")) {
		return nil, errors.New("this is no PDF")
	}
	r := &reader{data: data, offsets: map[ref]int{}, packed: map[ref]packedAt{}, opened: map[ref]map[ref]value{}, trailer: dict{}, budget: maxObjects}
	if i := bytes.LastIndex(data, []byte("startxref")); i >= 0 {
		p := &parser{r: r, at: i + len("startxref")}
		at, _ := p.number()
		seen := map[float64]bool{}
		for len(seen) < maxRevisions && !seen[at] {
			seen[at] = true
			prev, ok := r.table(int(at))
			if !ok {
				break
			}
			if at, ok = prev.(float64); !ok {
				break
			}
		}
	}
	if r.dict(r.trailer["Root"]) == nil {
		r.search()
	}
	return r, nil
}

// table reads one cross-reference table and its trailer; entries that are known already are newer.
func (r *reader) table(at int) (prev value, ok bool) {
	if at < 0 || at >= len(r.data) {
		return nil, false
	}
	p := &parser{r: r, at: at}
	if !p.word("xref") {
		return r.tableStream(at)
	}
	for !p.word("trailer") {
		first, ok1 := p.number()
		count, ok2 := p.number()
		if !ok1 || !ok2 || count < 0 || count > float64(len(r.data)/18) {
			return nil, false
		}
		for i := range int(count) {
			off, ok1 := p.number()
			_, ok2 := p.number()
			used := p.word("n")
			if !ok1 || !ok2 || !used && !p.word("f") {
				return nil, false
			}
			id := ref(int(first) + i)
			if _, known := r.offsets[id]; used && !known && off < float64(len(r.data)) {
				r.offsets[id] = int(off)
			}
		}
	}
	d, isDict := p.value(0).(dict)
	if !isDict {
		return nil, false
	}
	r.older(d)
	if at, ok := d["XRefStm"].(float64); ok {
		r.tableStream(int(at))
	}
	return d["Prev"], true
}

// older adds the entries of a trailer that newer ones do not have.
func (r *reader) older(d dict) {
	for k, v := range d {
		if _, known := r.trailer[k]; !known {
			r.trailer[k] = v
		}
	}
}

var (
	objectRE  = regexp.MustCompile(`(?:^|[\r\n ])(\d{1,9}) \d{1,5} obj\b`)
	catalogRE = regexp.MustCompile(`/Type\s*/Catalog\b`)
)

// search looks for objects without a table; later ones are newer.
func (r *reader) search() {
	r.offsets = map[ref]int{}
	for _, m := range objectRE.FindAllSubmatchIndex(r.data, maxObjects) {
		n, _ := strconv.Atoi(string(r.data[m[2]:m[3]]))
		r.offsets[ref(n)] = m[2]
		end := min(len(r.data), m[3]+2000)
		if next := bytes.Index(r.data[m[1]:end], []byte("endobj")); next >= 0 {
			end = m[1] + next
		}
		if catalogRE.Match(r.data[m[1]:end]) {
			r.trailer["Root"] = ref(n)
		}
	}
}

// resolve follows references.
func (r *reader) resolve(v value) value {
	for range maxDepth {
		id, ok := v.(ref)
		if !ok {
			return v
		}
		v = r.object(id)
	}
	return nil
}

// object parses an object; nil when there is none.
func (r *reader) object(id ref) value {
	at, ok := r.offsets[id]
	if !ok {
		return r.packedObject(id)
	}
	if r.budget <= 0 {
		return nil
	}
	p := &parser{r: r, at: at}
	n, ok := p.number()
	if !ok || n != float64(id) {
		return nil
	}
	if _, ok := p.number(); !ok || !p.word("obj") {
		return nil
	}
	v := p.value(0)
	if d, ok := v.(dict); ok && p.word("stream") {
		return p.stream(d)
	}
	return v
}

// dict resolves v to a dictionary; nil when it is none.
func (r *reader) dict(v value) dict {
	d, _ := r.resolve(v).(dict)
	return d
}

// text resolves v to a string: UTF-16 with a byte order mark, else Latin-1.
func (r *reader) text(v value) string {
	b, ok := r.resolve(v).(byteText)
	if !ok {
		return ""
	}
	if len(b) >= 2 && b[0] == 0xfe && b[1] == 0xff {
		var u []uint16
		for i := 2; i+1 < len(b); i += 2 {
			u = append(u, uint16(b[i])<<8|uint16(b[i+1]))
		}
		return string(utf16.Decode(u))
	}
	runes := make([]rune, len(b))
	for i, c := range b {
		runes[i] = rune(c)
	}
	return string(runes)
}
