package worker

import "testing"

// TestBoundary runs programs whose own types, functions and values go into compiled code and come back.
func TestBoundary(t *testing.T) { testPrograms(t, "boundary", 32) }

// TestLargePrograms runs programs of some hundred lines.
func TestLargePrograms(t *testing.T) { testPrograms(t, "large", 4) }
