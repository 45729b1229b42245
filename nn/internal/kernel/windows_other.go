//go:build !amd64

package kernel

// assembly leaves everything to portable code.
func (w *Windows) assembly(c *windowCall) bool { return false }
