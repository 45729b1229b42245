package worker

import (
	"math"
	"math/rand/v2"
	"runtime"
	"testing"
)

// TestIntegersOfFloats compares conversions with compiled Go on the processor whose results we give, values that do not
// fit included.
func TestIntegersOfFloats(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("compiled Go gives other results on this processor")
	}
	xs := []float64{
		0, -0.5, 0.9, -1, 127.9, 128, -129, 255, 256, 32768, 65536, 1<<31 - 1, 1 << 31, -(1 << 31), -(1 << 31) - 0.5, -(1 << 31) - 1, 1<<32 - 1, 1 << 32,
		1<<63 - 1024, 1 << 63, -(1 << 63), -(1 << 63) - 4096, 1<<64 - 2048, 1 << 64, 1e300, -1e300, math.Inf(1), math.Inf(-1), math.NaN(), -1.5,
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 100_000 {
		xs = append(xs, math.Ldexp(r.Float64()*2-1, r.IntN(70)))
	}
	for _, x := range xs {
		if got, want := toInt64(x), int64(x); got != want {
			t.Errorf("int64(%v) = %d, compiled Go gives %d", x, got, want)
		}
		if got, want := toInt32(x), int32(x); got != want {
			t.Errorf("int32(%v) = %d, compiled Go gives %d", x, got, want)
		}
		if got, want := int16(toInt32(x)), int16(x); got != want {
			t.Errorf("int16(%v) = %d, compiled Go gives %d", x, got, want)
		}
		if got, want := int8(toInt32(x)), int8(x); got != want {
			t.Errorf("int8(%v) = %d, compiled Go gives %d", x, got, want)
		}
		if got, want := uint8(toInt32(x)), uint8(x); got != want {
			t.Errorf("uint8(%v) = %d, compiled Go gives %d", x, got, want)
		}
		if got, want := uint16(toInt32(x)), uint16(x); got != want {
			t.Errorf("uint16(%v) = %d, compiled Go gives %d", x, got, want)
		}
		if got, want := uint32(toInt64(x)), uint32(x); got != want {
			t.Errorf("uint32(%v) = %d, compiled Go gives %d", x, got, want)
		}
		if got, want := toUint64(x), uint64(x); got != want {
			t.Errorf("uint64(%v) = %d, compiled Go gives %d", x, got, want)
		}
		if t.Failed() {
			return
		}
	}
}
