package kernel

import "testing"

func TestByteRows(t *testing.T) {
	defer SetWorkers(SetWorkers(3))
	for _, n := range []int{1, 37, 784} {
		const rows = 50
		r := ByteRows{Bytes: make([]byte, rows*n), Len: n}
		for i := range r.Bytes {
			r.Bytes[i] = byte(i*7 + i/n)
		}
		index := make([]int, 100)
		for k := range index {
			index[k] = (k * 31) % (rows - 10)
		}
		for _, l := range Levels() {
			Use(l)
			for _, places := range []bool{false, true} {
				r.Places = nil
				if places {
					for i := range rows - 10 {
						r.Places = append(r.Places, rows-1-i)
					}
				}
				got := make([]float32, len(index)*n)
				r.Read(got, index, 0.5)
				for k, i := range index {
					if places {
						i = rows - 1 - i
					}
					for j := range n {
						if want := float32(r.Bytes[i*n+j]) / 2; got[k*n+j] != want {
							t.Fatalf("%v, rows of %d, places %v: number %d of row %d is %g, want %g", l, n, places, j, k, got[k*n+j], want)
						}
					}
				}
			}
		}
	}
}
