package data

import (
	"math"
	"testing"
)

func TestSine(t *testing.T) {
	for x := -40.0; x < 40; x += 0.0137 {
		if d := math.Abs(sine(x) - math.Sin(x)); d > 1e-15 {
			t.Fatalf("sine(%g) is off by %g", x, d)
		}
		if d := math.Abs(cosine(x) - math.Cos(x)); d > 1e-14 {
			t.Fatalf("cosine(%g) is off by %g", x, d)
		}
	}
}
