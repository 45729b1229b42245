package kernel

import (
	"testing"
	"unsafe"
)

func TestWindowsArgumentOffsets(t *testing.T) {
	var a windowsArgs
	for _, c := range []struct {
		field     string
		got, want uintptr
	}{
		{"index", unsafe.Offsetof(a.index), 16},
		{"rows", unsafe.Offsetof(a.rows), 40},
		{"indexStep", unsafe.Offsetof(a.indexStep), 72},
		{"xJump", unsafe.Offsetof(a.xJump), 88},
		{"first", unsafe.Offsetof(a.first), 96},
		{"scale", unsafe.Offsetof(a.scale), 104},
		{"gate", unsafe.Offsetof(a.gate), 116},
	} {
		if c.got != c.want {
			t.Errorf("windowsArgs.%s lies at %d, gen writes %d", c.field, c.got, c.want)
		}
	}
}
