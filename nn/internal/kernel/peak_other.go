//go:build !amd64

package kernel

// Peak does nothing on this processor, and returns 0: there is no loop to compare with.
func Peak(rounds int) int { return 0 }
