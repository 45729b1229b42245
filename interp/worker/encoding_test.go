package worker

import "testing"

// TestEncodings runs programs that encode and decode values of their own types, with all the encoding packages.
func TestEncodings(t *testing.T) { testPrograms(t, "encoding", 33) }
