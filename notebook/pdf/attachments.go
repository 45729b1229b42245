package pdf

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
)

// The limits of reading back: hostile files must stay cheap.
const (
	maxAttachments     = 1000
	maxAttachmentBytes = 256 << 20 // of all attachments, unpacked
	maxNameDepth       = 16
)

// Attachments returns the files that a PDF carries, those that its catalog lists as associated first and in that order.
//
// It reads files as Render writes them, and classic files of other programs. Data is not trusted: sizes and depths are
// limited, names are returned as they stand in the file and must not be used as paths unchecked. The error tells why
// nothing could be read; a PDF without attachments gives none and no error.
func Attachments(pdf []byte) ([]Attachment, error) {
	r, err := openReader(pdf)
	if err != nil {
		return nil, fmt.Errorf("read PDF: %w", err)
	}
	catalog := r.dict(r.trailer["Root"])
	if catalog == nil {
		return nil, errors.New("read PDF: no catalog; the file may have been rewritten by another program")
	}
	var specs []value
	if af, ok := r.resolve(catalog["AF"]).(array); ok {
		specs = append(specs, af...)
	}
	names := r.dict(catalog["Names"])
	if names != nil {
		r.nameTree(names["EmbeddedFiles"], 0, map[ref]bool{}, &specs)
	}
	var out []Attachment
	seen := map[ref]bool{}
	left := maxAttachmentBytes
	for _, s := range specs {
		if id, ok := s.(ref); ok {
			if seen[id] {
				continue
			}
			seen[id] = true
		}
		a, ok, err := r.attachment(s, left)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		if left -= len(a.Data); len(out) == maxAttachments {
			return nil, errors.New("read PDF: too many attachments")
		}
		out = append(out, a)
	}
	return out, nil
}

// nameTree appends the values of a name tree.
func (r *reader) nameTree(v value, depth int, seen map[ref]bool, out *[]value) {
	if id, ok := v.(ref); ok {
		if seen[id] {
			return
		}
		seen[id] = true
	}
	d := r.dict(v)
	if d == nil || depth > maxNameDepth || len(*out) > 4*maxAttachments {
		return
	}
	if pairs, ok := r.resolve(d["Names"]).(array); ok {
		for i := 1; i < len(pairs); i += 2 {
			*out = append(*out, pairs[i])
		}
	}
	if kids, ok := r.resolve(d["Kids"]).(array); ok {
		for _, k := range kids {
			r.nameTree(k, depth+1, seen, out)
		}
	}
}

// attachment reads a file specification. ok is false when it embeds nothing.
func (r *reader) attachment(spec value, limit int) (a Attachment, ok bool, err error) {
	d := r.dict(spec)
	if d == nil {
		return a, false, nil
	}
	a.Name = r.text(d["UF"])
	if a.Name == "" {
		a.Name = r.text(d["F"])
	}
	a.Desc = r.text(d["Desc"])
	ef := r.dict(d["EF"])
	if ef == nil {
		return a, false, nil
	}
	s, isStream := r.resolve(ef["F"]).(*streamObject)
	if !isStream {
		s, isStream = r.resolve(ef["UF"]).(*streamObject)
	}
	if !isStream {
		return a, false, nil
	}
	if n, ok := r.resolve(s.dict["Subtype"]).(name); ok {
		a.MIME = string(n)
	}
	a.Data, err = r.unpack(s, limit)
	if err != nil {
		return a, false, fmt.Errorf("read attachment %q: %w", a.Name, err)
	}
	return a, true, nil
}

// unpack decodes a stream of at most limit bytes.
func (r *reader) unpack(s *streamObject, limit int) ([]byte, error) {
	filter, parms := r.resolve(s.dict["Filter"]), r.resolve(s.dict["DecodeParms"])
	if f, ok := filter.(array); ok {
		switch len(f) {
		case 0:
			filter = nil
		case 1:
			filter = r.resolve(f[0])
		default:
			return nil, errors.New("more than one filter")
		}
	}
	if p, ok := parms.(array); ok && len(p) == 1 {
		parms = r.resolve(p[0])
	}
	switch filter {
	case nil:
		if len(s.data) > limit {
			return nil, errTooLarge
		}
		return bytes.Clone(s.data), nil
	case name("FlateDecode"):
		z, err := zlib.NewReader(bytes.NewReader(s.data))
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(io.LimitReader(z, int64(limit)+1))
		if err == nil && len(data) > limit {
			err = errTooLarge
		}
		if d, ok := parms.(dict); ok && err == nil {
			return r.unpredict(data, d)
		}
		return data, err
	}
	return nil, fmt.Errorf("filter %v is not known", filter)
}

var errTooLarge = fmt.Errorf("attachments are larger than %d MB", maxAttachmentBytes>>20)
