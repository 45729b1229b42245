package kernel

// A batch of random rows touches as many pages of memory as it has rows. With pages of 4 kB the processor must look up
// nearly each of them; large pages, where the system has them on request, make reading a batch a quarter faster.

// largePage is the usual size of a large page, and the least size for which they are asked for.
const largePage = 2 << 20

// LargeBytes returns n zero bytes, in large pages where that is possible and n is large.
func LargeBytes(n int) []byte {
	b := make([]byte, n)
	if n >= 2*largePage {
		adviseLarge(b)
	}
	return b
}

// InLargePages returns a copy of b in large pages, or b itself where there are none or it is small.
func InLargePages(b []byte) []byte {
	if !haveLargePages || len(b) < 2*largePage {
		return b
	}
	c := LargeBytes(len(b))
	copy(c, b)
	return c
}
