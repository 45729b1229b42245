package kernel

import (
	"bytes"
	"testing"
)

func TestInLargePages(t *testing.T) {
	for _, n := range []int{0, 1, largePage, 2 * largePage, 2*largePage + 1, 5*largePage + 12345} {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(i * 31 >> 3)
		}
		if got := InLargePages(b); !bytes.Equal(got, b) {
			t.Errorf("a copy of %d bytes differs", n)
		}
		if got := LargeBytes(n); len(got) != n || bytes.ContainsFunc(got, func(r rune) bool { return r != 0 }) {
			t.Errorf("%d large bytes are not as many zeros", n)
		}
	}
}
