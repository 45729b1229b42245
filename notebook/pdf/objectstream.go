package pdf

import "errors"

// A packedAt is where an object lies inside an object stream.
type packedAt struct {
	stream ref
	index  int
}

// maxTableBytes bounds what a cross-reference stream or an object stream may unpack to.
const maxTableBytes = 16 << 20

// tableStream reads a cross-reference stream: what other programs write instead of a table.
func (r *reader) tableStream(at int) (prev value, ok bool) {
	if at < 0 || at >= len(r.data) {
		return nil, false
	}
	p := &parser{r: r, at: at}
	if _, ok := p.number(); !ok {
		return nil, false
	}
	if _, ok := p.number(); !ok || !p.word("obj") {
		return nil, false
	}
	d, isDict := p.value(0).(dict)
	if !isDict || d["Type"] != name("XRef") || !p.word("stream") {
		return nil, false
	}
	s, isStream := p.stream(d).(*streamObject)
	if !isStream {
		return nil, false
	}
	data, err := r.unpack(s, maxTableBytes)
	if r.budget -= len(data) / 16; err != nil || r.budget <= 0 {
		return nil, false
	}
	r.entries(d, data)
	r.older(d)
	return d["Prev"], true
}

// entries reads the entries of a cross-reference stream.
func (r *reader) entries(d dict, data []byte) {
	w := r.integers(d["W"], 3)
	if w == nil || w[0] < 0 || w[1] < 0 || w[2] < 0 || w[0]+w[1]+w[2] <= 0 || w[0]+w[1]+w[2] > 24 {
		return
	}
	size, _ := d["Size"].(float64)
	index := r.integers(d["Index"], 0)
	if index == nil {
		index = []int{0, int(size)}
	}
	for i := 0; i+1 < len(index); i += 2 {
		for k := 0; k < index[i+1] && len(data) >= w[0]+w[1]+w[2]; k++ {
			kind := 1
			if w[0] > 0 {
				kind = bigEndian(data[:w[0]])
			}
			a, b := bigEndian(data[w[0]:w[0]+w[1]]), bigEndian(data[w[0]+w[1]:w[0]+w[1]+w[2]])
			data = data[w[0]+w[1]+w[2]:]
			r.entry(ref(index[i]+k), kind, a, b)
		}
	}
}

// entry records where an object lies, unless something newer is known.
func (r *reader) entry(id ref, kind, a, b int) {
	_, known := r.offsets[id]
	if _, packed := r.packed[id]; known || packed {
		return
	}
	switch {
	case kind == 1 && a < len(r.data):
		r.offsets[id] = a
	case kind == 2:
		r.packed[id] = packedAt{ref(a), b}
	}
}

func bigEndian(b []byte) int {
	n := 0
	for _, c := range b {
		n = n<<8 | int(c)
	}
	return n
}

// integers is an array of numbers; nil when v is none, or has not n of them (0: any).
func (r *reader) integers(v value, n int) []int {
	a, ok := v.(array)
	if !ok || n > 0 && len(a) != n {
		return nil
	}
	var out []int
	for _, x := range a {
		f, ok := x.(float64)
		if !ok || f < 0 || f > 1e9 {
			return nil
		}
		out = append(out, int(f))
	}
	return out
}

// packedObject finds an object in its object stream.
func (r *reader) packedObject(id ref) value {
	at, ok := r.packed[id]
	if !ok || r.budget <= 0 {
		return nil
	}
	objects, done := r.opened[at.stream]
	if !done {
		r.opened[at.stream] = nil // a stream that leads to itself is empty
		objects = r.openObjects(at.stream)
		r.opened[at.stream] = objects
	}
	return objects[id]
}

// openObjects reads all objects of an object stream.
func (r *reader) openObjects(id ref) map[ref]value {
	if _, direct := r.offsets[id]; !direct {
		return nil
	}
	s, ok := r.object(id).(*streamObject)
	if !ok {
		return nil
	}
	data, err := r.unpack(s, maxTableBytes)
	r.budget -= len(data) / 16
	count, ok1 := s.dict["N"].(float64)
	first, ok2 := s.dict["First"].(float64)
	if err != nil || !ok1 || !ok2 || first < 0 || first > float64(len(data)) {
		return nil
	}
	inner := &reader{data: data, budget: r.budget}
	p := &parser{r: inner}
	out := map[ref]value{}
	for range int(min(max(count, 0), float64(len(data)))) {
		n, ok1 := p.number()
		off, ok2 := p.number()
		if !ok1 || !ok2 || off < 0 || first+off > float64(len(data)) {
			break
		}
		q := &parser{r: inner, at: int(first + off)}
		out[ref(n)] = q.value(0)
	}
	r.budget = inner.budget
	return out
}

// unpredict undoes the PNG predictors that tables are packed with.
func (r *reader) unpredict(data []byte, d dict) ([]byte, error) {
	predictor, _ := r.resolve(d["Predictor"]).(float64)
	if predictor < 10 {
		if predictor > 1 {
			return nil, errors.New("the predictor is not known")
		}
		return data, nil
	}
	columns, ok := r.resolve(d["Columns"]).(float64)
	if !ok {
		columns = 1
	}
	n := int(columns)
	if _, colours := d["Colors"]; colours || n < 1 || n > 1<<20 {
		return nil, errors.New("the predictor is not known")
	}
	out := make([]byte, 0, len(data))
	before := make([]byte, n)
	for len(data) > n {
		row := append([]byte{}, data[1:n+1]...)
		for i := range row {
			left, corner := byte(0), byte(0)
			if i > 0 {
				left, corner = row[i-1], before[i-1]
			}
			row[i] += predicted(data[0], left, before[i], corner)
		}
		out = append(out, row...)
		before, data = row, data[n+1:]
	}
	return out, nil
}

// predicted is what a PNG filter expects at a byte, from its neighbours.
func predicted(filter, left, up, corner byte) byte {
	switch filter {
	case 1:
		return left
	case 2:
		return up
	case 3:
		return byte((int(left) + int(up)) / 2)
	case 4:
		p := int(left) + int(up) - int(corner)
		a, b, c := abs(p-int(left)), abs(p-int(up)), abs(p-int(corner))
		switch {
		case a <= b && a <= c:
			return left
		case b <= c:
			return up
		}
		return corner
	}
	return 0
}
