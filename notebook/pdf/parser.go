package pdf

import (
	"bytes"
	"strconv"
)

// A parser reads values from a place in a reader's data.
type parser struct {
	r  *reader
	at int
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

// skip goes over white space and comments.
func (p *parser) skip() {
	d := p.r.data
	for p.at < len(d) {
		switch {
		case isSpace(d[p.at]):
			p.at++
		case d[p.at] == '%':
			for p.at < len(d) && d[p.at] != '\n' && d[p.at] != '\r' {
				p.at++
			}
		default:
			return
		}
	}
}

// word goes over a keyword and tells whether it stood there.
func (p *parser) word(w string) bool {
	p.skip()
	end := p.at + len(w)
	d := p.r.data
	if !bytes.HasPrefix(d[min(p.at, len(d)):], []byte(w)) || end < len(d) && !isSpace(d[end]) && !isDelimiter(d[end]) {
		return false
	}
	p.at = end
	return true
}

// number goes over a number.
func (p *parser) number() (float64, bool) {
	p.skip()
	d := p.r.data
	end := p.at
	for end < len(d) && end-p.at < 32 && (d[end] >= '0' && d[end] <= '9' || d[end] == '+' || d[end] == '-' || d[end] == '.') {
		end++
	}
	n, err := strconv.ParseFloat(string(d[min(p.at, len(d)):end]), 64)
	if err != nil {
		return 0, false
	}
	p.at = end
	return n, true
}

// value reads a value; nil for what it does not understand.
func (p *parser) value(depth int) value {
	p.skip()
	d := p.r.data
	if p.at >= len(d) || depth > maxDepth || p.r.budget <= 0 {
		return nil
	}
	p.r.budget--
	switch c := d[p.at]; {
	case c == '/':
		return p.name()
	case c == '(':
		return p.literal()
	case bytes.HasPrefix(d[p.at:], []byte("<<")):
		return p.dictionary(depth)
	case c == '<':
		return p.hex()
	case c == '[':
		return p.array(depth)
	case p.word("true"):
		return true
	case p.word("false"):
		return false
	case p.word("null"):
		return nil
	}
	return p.numberOrRef()
}

func (p *parser) numberOrRef() value {
	n, ok := p.number()
	if !ok {
		return nil
	}
	back := p.at
	if _, ok := p.number(); ok && p.word("R") {
		return ref(n)
	}
	p.at = back
	return n
}

func (p *parser) name() value {
	d := p.r.data
	p.at++
	var b []byte
	for p.at < len(d) && !isSpace(d[p.at]) && !isDelimiter(d[p.at]) {
		if d[p.at] == '#' && p.at+2 < len(d) {
			if v, err := strconv.ParseUint(string(d[p.at+1:p.at+3]), 16, 8); err == nil {
				b = append(b, byte(v))
				p.at += 3
				continue
			}
		}
		b = append(b, d[p.at])
		p.at++
	}
	return name(b)
}

// literal reads a string in parentheses.
func (p *parser) literal() value {
	d := p.r.data
	var b []byte
	depth := 0
	for ; p.at < len(d); p.at++ {
		switch c := d[p.at]; c {
		case '(':
			if depth++; depth > 1 {
				b = append(b, c)
			}
		case ')':
			if depth--; depth == 0 {
				p.at++
				return byteText(b)
			}
			b = append(b, c)
		case '\\':
			p.at++
			b = p.escape(b)
		default:
			b = append(b, c)
		}
	}
	return nil
}

// escape reads what follows a backslash and leaves the parser on its last byte.
func (p *parser) escape(b []byte) []byte {
	d := p.r.data
	if p.at >= len(d) {
		return b
	}
	c := d[p.at]
	if i := bytes.IndexByte([]byte("nrtbf"), c); i >= 0 {
		return append(b, "\n\r\t\b\f"[i])
	}
	if c < '0' || c > '7' {
		if c == '\n' || c == '\r' {
			return b
		}
		return append(b, c)
	}
	v, n := 0, 0
	for n < 3 && p.at+n < len(d) && d[p.at+n] >= '0' && d[p.at+n] <= '7' {
		v = v*8 + int(d[p.at+n]-'0')
		n++
	}
	p.at += n - 1
	return append(b, byte(v))
}

func (p *parser) hex() value {
	d := p.r.data
	end := bytes.IndexByte(d[p.at:], '>')
	if end < 0 {
		return nil
	}
	var b []byte
	var digits []byte
	for _, c := range d[p.at+1 : p.at+end] {
		if !isSpace(c) {
			digits = append(digits, c)
		}
	}
	if len(digits)%2 == 1 {
		digits = append(digits, '0')
	}
	p.at += end + 1
	for i := 0; i < len(digits); i += 2 {
		v, err := strconv.ParseUint(string(digits[i:i+2]), 16, 8)
		if err != nil {
			return nil
		}
		b = append(b, byte(v))
	}
	return byteText(b)
}

func (p *parser) array(depth int) value {
	p.at++
	var out array
	for {
		p.skip()
		if p.at >= len(p.r.data) {
			return out
		}
		if p.r.data[p.at] == ']' {
			p.at++
			return out
		}
		before := p.at
		v := p.value(depth + 1)
		if p.at == before {
			return out // damaged
		}
		out = append(out, v)
	}
}

func (p *parser) dictionary(depth int) value {
	p.at += 2
	out := dict{}
	for {
		p.skip()
		d := p.r.data
		if p.at >= len(d) {
			return out
		}
		if bytes.HasPrefix(d[p.at:], []byte(">>")) {
			p.at += 2
			return out
		}
		if d[p.at] != '/' {
			return out // damaged
		}
		key, _ := p.name().(name)
		out[string(key)] = p.value(depth + 1)
	}
}

// stream reads the data of a stream whose dictionary has been read. The parser stands behind the keyword.
func (p *parser) stream(d dict) value {
	data := p.r.data
	if p.at < len(data) && data[p.at] == '\r' {
		p.at++
	}
	if p.at < len(data) && data[p.at] == '\n' {
		p.at++
	}
	length, ok := d["Length"].(float64)
	if id, isRef := d["Length"].(ref); isRef {
		if at, known := p.r.offsets[id]; known {
			length, ok = lengthAt(p.r, at)
		}
	}
	if !ok || length < 0 || length > float64(len(data)-p.at) {
		return nil
	}
	return &streamObject{d, data[p.at : p.at+int(length)]}
}

// lengthAt reads a number that is an object of its own.
func lengthAt(r *reader, at int) (float64, bool) {
	p := &parser{r: r, at: at}
	if _, ok := p.number(); !ok {
		return 0, false
	}
	if _, ok := p.number(); !ok || !p.word("obj") {
		return 0, false
	}
	return p.number()
}
