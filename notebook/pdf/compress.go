package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"runtime"
	"sync"
)

// A rawStream is a stream object that is still to be compressed. dict is what its dictionary has beyond filter and
// length.
type rawStream struct {
	id   int
	dict string
	data [][]byte // one after the other
}

// compress makes object id a compressed stream, once finishStreams is called. data must not change until then.
func (f *file) compress(id int, dict string, data ...[]byte) {
	f.streams = append(f.streams, rawStream{id, dict, data})
}

// finishStreams compresses what waits for it, on all cores: each stream by itself, so that the bytes are always the same.
func (f *file) finishStreams() {
	each(len(f.streams), func(i int) {
		s := f.streams[i]
		f.objs[s.id] = s.object()
	})
	f.streams = nil
}

// compressors keeps writers from one stream to the next: each has most of a megabyte of tables.
var compressors = sync.Pool{New: func() any { return zlib.NewWriter(nil) }}

// object is the stream as an object of the file.
func (s rawStream) object() []byte {
	var z bytes.Buffer
	w := compressors.Get().(*zlib.Writer)
	w.Reset(&z)
	for _, part := range s.data {
		w.Write(part) // to a buffer: cannot fail
	}
	w.Close()
	compressors.Put(w)
	var o bytes.Buffer
	o.Grow(z.Len() + len(s.dict) + 64)
	fmt.Fprintf(&o, "<<%s/Filter/FlateDecode/Length %d>>stream\n", s.dict, z.Len())
	o.Write(z.Bytes())
	o.WriteString("\nendstream")
	return o.Bytes()
}

// each calls do for 0 to n-1 on all cores, and returns when all calls have. Which core takes which call differs from
// time to time, so no call may depend on another.
func each(n int, do func(i int)) {
	next := make(chan int, n)
	for i := range n {
		next <- i
	}
	close(next)
	var wg sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wg.Go(func() { // ends when nothing is left to take
			for i := range next {
				do(i)
			}
		})
	}
	wg.Wait()
}
