package worker

import "testing"

// TestReflection runs programs that use package reflect and the template packages with types of their own.
func TestReflection(t *testing.T) { testPrograms(t, "reflect", 30) }
