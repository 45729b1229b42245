package main

import "testing"

// TestFresh fails where a copy is not what the generator would write now: Go has another version, or a copy was edited.
func TestFresh(t *testing.T) {
	if err := run(true); err != nil {
		t.Error(err)
	}
}
