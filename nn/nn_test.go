package nn

import (
	"fmt"
	"strings"
	"testing"
)

// wantPanic runs f and checks that it panics with an error whose text holds the given part.
func wantPanic(t *testing.T, part string, f func()) {
	t.Helper()
	defer func() {
		t.Helper()
		r := recover()
		if r == nil {
			t.Errorf("no panic; want one about %q", part)
			return
		}
		if _, ok := r.(error); !ok {
			t.Errorf("the panic is %T, want an error", r)
		}
		if s := fmt.Sprint(r); !strings.Contains(s, part) {
			t.Errorf("the panic says %q, want %q in it", s, part)
		}
	}()
	f()
}
